"""wagtail-localize's editor of a translation, for its pictures and links: it offers anybody to end the translation."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.admin.role_world import build_world
from tests.fixtures import load_small_site

pytestmark = pytest.mark.django_db

HIDDEN = "display: none !important; }</style>"


@pytest.mark.parametrize(
    ("who", "offered"), [("editors", False), ("translators", False), ("moderators", True), ("secretariat", True)]
)
def test_only_who_may_publish_is_offered_to_end_a_translation(small_site, who, offered):
    with translation.override("en"):
        world = build_world(load_small_site())
    response = world.client(who).get(reverse("wagtailadmin_pages:edit", args=[world.draft_zh.pk]), {"fields": ""})
    assert "js-translation-editor" in response.text
    assert (HIDDEN not in response.text) == offered

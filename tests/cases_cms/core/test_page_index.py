"""What every public request asks is found by an index."""

import pytest
from django.db import connection
from wagtail.images import get_image_model
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def indexes(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return {name: index["columns"] for name, index in found.items() if name.startswith("cases_core_")}


def test_they_are_made_after_migrating():
    images = get_image_model()
    assert indexes(Page) == {
        "cases_core_page_unpublished": ["numchild", "path"],
        "cases_core_page_depth": ["depth", "path"],
    }
    assert indexes(images) == {"cases_core_image_file": ["file"]}
    assert indexes(images.get_rendition_model()) == {"cases_core_rendition_file": ["file"]}

"""The catalogue equals the pages after every step of any sequence of changes."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core import services
from tests.cases_cms.collection.visible import expected_rows, stored_rows
from tests.factories import CasePageFactory, make_case, translate
from tests.fixtures import clear_caches

pytestmark = pytest.mark.usefixtures("small_site")


def cases():
    return list(CasePage.objects.order_by("pk"))


def editions():
    return list(EditionPage.objects.order_by("pk"))


def pick(items, number):
    return items[number % len(items)] if items else None


def load(page, plain):
    """``page`` anew from the database, as its own type or as a plain page, as parts of Wagtail do."""
    model = Page if plain else type(page)
    return model.objects.get(pk=page.pk)


def create(a, b, plain):
    make_case(pick(editions(), a), slug=f"case-{Page.objects.count()}-{b}", publish=bool(b % 3))


def add_live(a, b, plain):
    case = CasePageFactory.build(slug=f"live-{Page.objects.count()}-{b}")
    pick(editions(), a).add_child(instance=case)


def publish(a, b, plain):
    page = pick(cases(), a)
    if page is not None and page.alias_of_id is None and page.latest_revision_id:
        services.publish_page(page=load(page, plain))


def unpublish(a, b, plain):
    page = pick(cases(), a)
    if page is not None:
        services.unpublish_page(page=load(page, plain))


def move(a, b, plain):
    page = pick(cases(), a)
    targets = [edition for edition in editions() if page is not None and edition.locale_id == page.locale_id]
    target = pick(targets, b)
    if target is not None and not target.get_children().filter(slug=page.slug).exists():
        load(page, plain).move(load(target, plain), pos="last-child")


def rename(a, b, plain):
    page = pick(cases(), a)
    if page is not None and page.alias_of_id is None:
        page.slug = f"renamed-{page.pk}-{b}"
        page.title = f"Renamed {b}"
        page.outstanding = bool(b % 2)
        page.countries = [["CN", "KE"], ["KE", "BR", "IN"]][b % 2]
        services.save_page(page=page, publish=page.live)


def translate_case(a, b, plain):
    sources = [page for page in cases() if page.locale.language_code == "en" and page.alias_of_id is None]
    page = pick(sources, a)
    if page is not None:
        parent = EditionPage.objects.get(pk=page.get_parent().pk)
        if parent.get_translation_or_none(Locale.objects.get(language_code="zh-hans")) is not None:
            translate(page, publish=bool(b % 2))


def delete(a, b, plain):
    page = pick(cases(), a)
    if page is not None:
        load(page, plain).delete()


def alias(a, b, plain):
    sources = [page for page in cases() if page.alias_of_id is None]
    page = pick(sources, a)
    if page is None:
        return
    other = Locale.objects.exclude(pk=page.locale_id).get()
    if not page.has_translation(other):
        page.copy_for_translation(other, alias=True)


def restrict(a, b, plain):
    page = pick([*cases(), *editions()], a)
    restriction = PageViewRestriction.objects.filter(page=page.pk).first()
    if restriction is not None:
        restriction.delete()
    else:
        PageViewRestriction.objects.create(page=load(page, True), restriction_type="login")


def toggle_edition(a, b, plain):
    edition = pick(editions(), a)
    toggle = services.unpublish_page if edition.live else services.publish_page
    toggle(page=load(edition, plain))


def toggle_collection(a, b, plain):
    collection = editions()[a % len(editions())].get_parent().specific
    toggle = services.unpublish_page if collection.live else services.publish_page
    toggle(page=load(collection, plain))


def unpublish_edition_with_cases(a, b, plain):
    admin, _created = get_user_model().objects.get_or_create(username="admin", is_superuser=True)
    edition = load(pick(editions(), a), plain)
    UnpublishPageAction(edition, include_descendants=True, user=admin).execute(skip_permission_checks=True)


STEPS = (
    create,
    create,
    add_live,
    publish,
    unpublish,
    move,
    rename,
    translate_case,
    translate_case,
    delete,
    alias,
    restrict,
    toggle_edition,
    toggle_collection,
    unpublish_edition_with_cases,
)
NUMBERS = st.integers(0, 7)


class UndoError(Exception):
    """Takes an example back."""


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(range(len(STEPS))), NUMBERS, NUMBERS, st.booleans()), min_size=4, max_size=14)
)
def test_any_sequence_of_changes(sequence):
    try:
        with transaction.atomic():
            clear_caches()
            for edition in editions()[:2]:
                make_case(edition, translated=edition.locale.language_code == "en")
            for step, a, b, plain in sequence:
                STEPS[step](a, b, plain)
                assert catalogue.find_differences() == [], STEPS[step].__name__
                assert stored_rows() == expected_rows(), STEPS[step].__name__
            raise UndoError
    except UndoError:
        pass

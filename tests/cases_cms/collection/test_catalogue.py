import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction

from cases_cms.collection import catalogue
from cases_cms.collection.models import (
    CasePage,
    CatalogueEntry,
    CatalogueText,
    CatalogueValue,
    EditionPage,
)
from cases_cms.core import services
from cases_cms.release.services import mark_released
from tests.cases_cms.collection.visible import expected_rows, stored_rows
from tests.factories import (
    CategoryPageFactory,
    CollectionPageFactory,
    ImageFactory,
    OrganizationFactory,
    StandardPageFactory,
    make_case,
    translate,
)


@pytest.fixture(autouse=True)
def equal(small_site):
    """Whatever a test does, the catalogue equals the pages after it."""
    yield
    assert catalogue.find_differences() == []
    assert stored_rows() == expected_rows()


def rows():
    return {(entry.language, entry.page_language, entry.title, entry.year) for entry in CatalogueEntry.objects.all()}


def both(title, year=2024, language="en"):
    """Rows of a case that has one language."""
    return {("en", language, title, year), ("zh-hans", language, title, year)}


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


# --- Which rows there are ------------------------------------------------------------------------


def test_draft_has_no_row(small_site):
    make_case(small_site.edition, publish=False)
    assert rows() == set()


def test_untranslated_case_is_listed_in_both_languages(small_site):
    make_case(small_site.edition, title="Net")
    assert rows() == both("Net")


def test_untranslated_chinese_case_is_listed_in_both_languages(small_site):
    make_case(small_site.in_zh(small_site.edition), title="网络", slug="net")
    assert rows() == both("网络", language="zh-hans")


def test_translated_case_has_a_row_of_its_own_in_each(small_site):
    make_case(small_site.edition, title="Net", translated=True)
    assert rows() == {("en", "en", "Net", 2024), ("zh-hans", "zh-hans", "译Net", 2024)}


def test_draft_translation_does_not_show(small_site):
    translate(make_case(small_site.edition, title="Net"), publish=False)
    assert rows() == both("Net")


def test_unpublished_original_leaves_the_translation(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    services.unpublish_page(page=case)
    assert rows() == both("译Net", language="zh-hans")


def test_alias_is_no_translation(small_site):
    case = make_case(small_site.edition, title="Net")
    alias = case.copy_for_translation(small_site.zh, alias=True)
    assert alias.live is True
    assert rows() == both("Net")
    assert translate(case).pk == alias.pk
    assert rows() == {("en", "en", "Net", 2024), ("zh-hans", "zh-hans", "译Net", 2024)}


@pytest.mark.parametrize("which", ["case", "edition", "collection", "home"])
def test_restriction_hides_and_its_end_shows(small_site, which):
    case = make_case(small_site.edition, title="Net", translated=True)
    restriction = restrict(case if which == "case" else getattr(small_site, which))
    assert rows() == both("译Net", language="zh-hans")
    restriction.delete()
    assert rows() == {("en", "en", "Net", 2024), ("zh-hans", "zh-hans", "译Net", 2024)}


@pytest.mark.parametrize("as_plain_page", [False, True])
@pytest.mark.parametrize("which", ["case", "edition", "collection", "home"])
def test_unpublishing_hides_and_publishing_shows(small_site, which, as_plain_page):
    case = make_case(small_site.edition, title="Net", translated=True)
    page = case if which == "case" else getattr(small_site, which)
    services.unpublish_page(page=Page.objects.get(pk=page.pk) if as_plain_page else page)
    assert rows() == both("译Net", language="zh-hans")
    services.publish_page(page=Page.objects.get(pk=page.pk))
    assert rows() == {("en", "en", "Net", 2024), ("zh-hans", "zh-hans", "译Net", 2024)}


def test_unpublishing_with_descendants(small_site):
    make_case(small_site.edition, title="Net")
    make_case(small_site.edition_before, title="Before")
    Page.objects.get(pk=small_site.edition.pk).unpublish()
    assert rows() == both("Before", 2023)
    admin = get_user_model().objects.create_superuser("admin")
    UnpublishPageAction(small_site.collection, include_descendants=True, user=admin).execute()
    assert rows() == set()


@pytest.mark.parametrize("as_plain_page", [False, True])
def test_move_to_another_edition(small_site, as_plain_page):
    case = make_case(small_site.edition, title="Net")
    page = Page.objects.get(pk=case.pk) if as_plain_page else case
    page.move(small_site.edition_before, pos="last-child")
    assert rows() == both("Net", 2023)


def test_move_to_and_from_an_unpublished_edition(small_site):
    case = make_case(small_site.edition, title="Net")
    services.unpublish_page(page=small_site.edition_before)
    case.move(EditionPage.objects.get(pk=small_site.edition_before.pk), pos="last-child")
    assert rows() == set()
    CasePage.objects.get(pk=case.pk).move(EditionPage.objects.get(pk=small_site.edition.pk), pos="last-child")
    assert rows() == both("Net")


def test_live_case_added_to_an_empty_unpublished_edition(small_site):
    services.unpublish_page(page=small_site.edition)
    small_site.edition.refresh_from_db()
    assert small_site.edition.numchild == 0
    small_site.edition.add_child(
        instance=CasePage(title="Net", category="education", countries=["CN", "KE"], summary=".")
    )
    assert CasePage.objects.get().live is True
    assert rows() == set()


@pytest.mark.parametrize("as_plain_page", [False, True])
def test_move_of_an_edition(small_site, as_plain_page):
    make_case(small_site.edition, title="Net")
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    page = Page.objects.get(pk=small_site.edition.pk) if as_plain_page else small_site.edition
    page.move(other, pos="last-child")
    assert rows() == both("Net")
    assert set(CatalogueEntry.objects.values_list("collection_key", flat=True)) == {other.translation_key}
    services.unpublish_page(page=other)
    assert rows() == set()


def test_move_of_an_edition_out_of_collections(small_site):
    make_case(small_site.edition, title="Net")
    page = StandardPageFactory(parent=small_site.home)
    small_site.edition.move(page, pos="last-child")
    assert rows() == set()


def test_change_of_text_slug_and_year(small_site):
    case = make_case(small_site.edition, title="Net", slug="net")
    case.title, case.slug, case.countries = "Web", "web", ["BR", "IN", "ZA"]
    services.save_page(page=case)
    assert rows() == both("Net")
    services.publish_page(page=case)
    assert rows() == both("Web")
    assert sorted(CatalogueValue.objects.filter(facet="country").values_list("value", flat=True)) == sorted(
        ["BR", "IN", "ZA"] * 2
    )
    small_site.edition.year = 2022
    services.save_page(page=small_site.edition, publish=True)
    assert rows() == both("Web", 2022)


@pytest.mark.parametrize("as_plain_page", [False, True])
def test_delete(small_site, as_plain_page):
    case = make_case(small_site.edition, title="Net", translated=True)
    make_case(small_site.edition, title="Other")
    (Page.objects.get(pk=case.pk) if as_plain_page else case).delete()
    assert rows() == both("译Net", language="zh-hans") | both("Other")


@pytest.mark.parametrize("which", ["edition", "collection", "home"])
def test_delete_of_what_is_above(small_site, which):
    make_case(small_site.edition, title="Net", translated=True)
    page = Page.objects.get(pk=getattr(small_site, which).pk)
    if which == "home":
        page.sites_rooted_here.all().delete()
    page.delete()
    assert rows() == both("译Net", language="zh-hans")


def test_copy_of_an_edition(small_site):
    make_case(small_site.edition, title="Net")
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    copy = small_site.edition.copy(recursive=True, to=other, keep_live=False)
    mark_released(copy.translation_key)  # a new edition is under embargo
    for page in [copy, *copy.get_children()]:
        services.publish_page(page=page)
    assert CatalogueEntry.objects.count() == 4
    assert set(CatalogueEntry.objects.values_list("collection_key", flat=True)) == {
        other.translation_key,
        small_site.collection.translation_key,
    }


def test_language_added_and_removed(small_site, settings):
    make_case(small_site.edition, title="Net")
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES
    french = Locale.objects.create(language_code="fr")
    assert rows() == both("Net") | {("fr", "en", "Net", 2024)}
    french.delete()
    assert rows() == both("Net")


# --- What is in them ---------------------------------------------------------------------------------


def test_row(small_site):
    cover = ImageFactory()
    one = OrganizationFactory(name="Wu Networks")
    translate(one, name="吴氏网络")
    case = make_case(
        small_site.edition,
        title="Net",
        countries=["KE", "CN"],
        outstanding=True,
        category="education",
        start_year=2019,
        summary="A <b>network</b>.",
        background="<p>Été &amp; more</p>",
        cover=cover,
        sample_note="Assumed.",
        organizations=[one],
    )
    row = catalogue.compute()[case.translation_key, "zh-hans"]
    assert (row.page_id, row.page_language, row.collection_key) == (
        case.pk,
        "en",
        small_site.collection.translation_key,
    )
    assert (row.year, row.category, row.outstanding, row.start_year) == (2024, "education", True, 2019)
    assert (row.cover_id, row.has_sample_data, row.code) == (cover.pk, True, f"2024.{case.slug}")
    assert row.facet_values == {"country": ["CN", "KE"], "language": ["en"], "organization": ["wu-networks"]}
    assert row.values == (
        ("country", "CN"),
        ("country", "KE"),
        ("language", "en"),
        ("organization", "wu-networks"),
    )
    assert row.content.startswith("A <b>network</b>.\nÉté & more\n")
    assert (row.other_titles, row.organization_names) == ({}, ["Wu Networks", "吴氏网络"])
    zh = translate(case, title="网络")
    rows = catalogue.compute()
    assert rows[case.translation_key, "en"].other_titles == {"zh-hans": "网络"}
    assert rows[case.translation_key, "zh-hans"].other_titles == {"en": "Net"}
    assert rows[case.translation_key, "zh-hans"].title_key == "wang3 luo4"
    assert rows[case.translation_key, "zh-hans"].page_id == zh.pk
    cover.delete()
    assert set(CatalogueEntry.objects.values_list("cover_id", flat=True)) == {None}


def test_names_of_organizations_follow(small_site):
    one = OrganizationFactory(name="Wu Networks")
    zh = translate(one, name="吴氏网络")
    make_case(small_site.edition, organizations=[one], translated=True)

    def texts(name):
        return sum(name in text.organization_names for text in CatalogueText.objects.all())

    assert (texts("Wu Networks"), texts("吴氏网络")) == (2, 2)
    zh.name = "新名称"
    zh.save()
    assert (texts("Wu Networks"), texts("吴氏网络"), texts("新名称")) == (2, 0, 2)
    zh.delete()
    assert (texts("Wu Networks"), texts("新名称")) == (2, 0)


def test_other_pages_change_nothing(small_site):
    make_case(small_site.edition, title="Net")
    before = list(CatalogueEntry.objects.order_by("pk").values())
    translate(CategoryPageFactory(parent=small_site.collection, code="other"))
    translate(StandardPageFactory(parent=small_site.home))
    small_site.home.title = "New"
    services.save_page(page=small_site.home, publish=True)
    assert list(CatalogueEntry.objects.order_by("pk").values()) == before


def test_saving_a_draft_of_a_live_case_writes_nothing(small_site, monkeypatch):
    case = make_case(small_site.edition, title="Net")
    calls = []
    monkeypatch.setattr(catalogue, "sync", calls.append)
    case.title = "New"
    case.save_revision()
    monkeypatch.undo()
    assert calls == []


# --- One transaction ----------------------------------------------------------------------------------


class HalfWayError(Exception):
    pass


@transaction.atomic
def change_and_fail(change):
    change()
    raise HalfWayError


@pytest.mark.parametrize("what", ["publish", "unpublish", "move", "delete", "translate", "restrict", "rename"])
def test_change_that_is_rolled_back_leaves_the_rows(small_site, what):
    case = make_case(small_site.edition, title="Net")
    draft = make_case(small_site.edition, title="Draft", publish=False)
    before = stored_rows()
    ids = list(CatalogueEntry.objects.order_by("pk").values_list("pk", flat=True))

    def rename():
        case.title = "Web"
        services.save_page(page=case, publish=True)

    changes = {
        "publish": lambda: services.publish_page(page=draft),
        "unpublish": lambda: services.unpublish_page(page=case),
        "move": lambda: case.move(small_site.edition_before, pos="last-child"),
        "delete": case.delete,
        "translate": lambda: translate(case),
        "restrict": lambda: restrict(case),
        "rename": rename,
    }

    def change():
        changes[what]()
        assert stored_rows() != before

    with pytest.raises(HalfWayError):
        change_and_fail(change)
    assert stored_rows() == before
    assert list(CatalogueEntry.objects.order_by("pk").values_list("pk", flat=True)) == ids


def fail(*args, **kwargs):
    raise HalfWayError


@pytest.mark.parametrize("what", ["unpublish", "plain unpublish", "publish", "move", "delete", "organization"])
def test_change_whose_rows_cannot_be_written_does_not_happen(small_site, monkeypatch, what):
    one = OrganizationFactory(name="Wu")
    case = make_case(small_site.edition, title="Net", organizations=[one])
    before = stored_rows()
    monkeypatch.setattr(catalogue, "sync", fail)

    def rename():
        one.name = "Li"
        one.save()

    def publish():
        case.title = "Web"
        services.save_page(page=case, publish=True)

    changes = {
        "unpublish": case.unpublish,
        "plain unpublish": Page.objects.get(pk=case.pk).unpublish,
        "publish": publish,
        "move": lambda: case.move(small_site.edition_before, pos="last-child"),
        # Django's deletion joins a transaction that is open, without a savepoint of its own.
        "delete": transaction.atomic(case.delete),
        "organization": rename,
    }
    with pytest.raises(HalfWayError):
        changes[what]()
    monkeypatch.undo()
    stored = CasePage.objects.get(pk=case.pk)
    assert (stored.live, stored.title, stored.get_parent().specific) == (True, "Net", small_site.edition)
    one.refresh_from_db()
    assert one.name == "Wu"
    assert stored_rows() == before


# --- Commands --------------------------------------------------------------------------------------------


def tamper_title():
    CatalogueEntry.objects.filter(language="en").update(title="Other")


def tamper_country():
    CatalogueValue.objects.filter(value="KE").first().delete()


def tamper_text():
    CatalogueText.objects.update(content="")


def tamper_row():
    CatalogueEntry.objects.filter(language="en").delete()


def tamper_live():
    CasePage.objects.update(live=False)


def tamper_outstanding():
    CatalogueEntry.objects.update(outstanding=True)


@pytest.mark.parametrize(
    ("tamper", "number", "field"),
    [
        (tamper_title, 1, "title is 'Other', expected 'Net'"),
        (
            tamper_country,
            1,
            "values is (('country', 'CN'), ('language', 'en')), expected (('country', 'CN'), ('country', 'KE'),",
        ),
        (tamper_text, 2, "content is '', expected 'A network"),
        (tamper_row, 1, "row is None, expected 'Net'"),
        (tamper_live, 2, "row is 'Net', expected None"),
        (tamper_outstanding, 2, "outstanding is True, expected False"),
    ],
)
def test_check_fails_until_it_is_rebuilt(small_site, tamper, number, field):
    make_case(small_site.edition, title="Net")
    out, err = io.StringIO(), io.StringIO()
    call_command("check_catalogue", stdout=out, stderr=err)
    assert (out.getvalue(), err.getvalue()) == ("The catalogue equals the pages.\n", "")
    tamper()
    with pytest.raises(CommandError) as raised:
        call_command("check_catalogue", stdout=out, stderr=err)
    assert raised.value.returncode == 1
    assert str(raised.value) == (f"The catalogue differs from the pages in {number} places; run rebuild_catalogue.")
    assert err.getvalue().count("\n") == number
    assert field in err.getvalue()
    out = io.StringIO()
    call_command("rebuild_catalogue", stdout=out)
    changed = 1 if tamper in (tamper_title, tamper_country, tamper_row) else 2
    assert out.getvalue() == f"1 cases, {changed} rows changed.\n"
    call_command("check_catalogue", verbosity=0, stdout=io.StringIO())


def test_rebuild_of_an_empty_catalogue(small_site, monkeypatch):
    monkeypatch.setattr(catalogue, "CHUNK", 2)
    for number in range(5):
        make_case(small_site.edition, title=f"Case {number}", translated=number % 2 == 0)
    before = stored_rows()
    CatalogueEntry.objects.all().delete()
    chunks = []
    assert catalogue.rebuild(progress=lambda items: chunks.extend(items) or items) == (5, 10)
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    assert stored_rows() == before
    assert catalogue.rebuild() == (5, 0)


def test_commands_say_nothing_when_told_so(small_site, capsys):
    make_case(small_site.edition)
    call_command("rebuild_catalogue", verbosity=0)
    call_command("check_catalogue", verbosity=0)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_rows_of_an_older_form_are_filled_by_migrate(small_site):
    make_case(small_site.edition, title="Bridge")
    catalogue.fill_new_form()
    before = stored_rows()
    # As after a migration back and forth again: the stamp is still there.
    CatalogueValue.objects.all().delete()
    CatalogueEntry.objects.update(code="", facet_values={})
    catalogue.fill_new_form()
    assert stored_rows() == before
    assert catalogue.find_differences() == []

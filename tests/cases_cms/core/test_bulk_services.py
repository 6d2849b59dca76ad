"""Tags and submission for translation of many pages at once."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, PageLogEntry

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core import services
from cases_cms.core.bulk_services import clean_tag, submit_for_translation, tag_pages
from cases_cms.core.outcomes import Outcome
from cases_cms.core.tags import EditorTag, TaggedThing, tags_of
from tests.desk import make_user
from tests.factories import EditionPageFactory, StandardPageFactory, make_case


def outcomes(report):
    """``[(title, Outcome)]`` of a report."""
    return [(page.title, outcome) for page, outcome, _reason in report.entries]


def names_of(page):
    """Names of the tags of ``page``."""
    return [tag.name for tag in tags_of([page.translation_key]).get(page.translation_key, [])]


# --- Tags ---------------------------------------------------------------------------------


def test_tags_are_those_of_all_languages(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    report = tag_pages(pages=[case], add=["press  kit", "展览"])
    assert outcomes(report) == [("Net", Outcome.CHANGED)]
    assert names_of(small_site.in_zh(case)) == ["press kit", "展览"]
    report = tag_pages(pages=[small_site.in_zh(case)], add=["booth"], remove=["press kit"])
    assert names_of(case) == ["booth", "展览"]


def test_a_tag_is_one_whatever_its_capitals(small_site):
    cases = [make_case(small_site.edition) for _number in range(2)]
    tag_pages(pages=cases[:1], add=["Press"])
    tag_pages(pages=cases, add=["press"])
    assert EditorTag.objects.count() == 1
    assert [names_of(case) for case in cases] == [["Press"], ["Press"]]


def test_tagging_what_is_tagged_leaves_it_as_it_was(small_site):
    case = make_case(small_site.edition, title="Net")
    tag_pages(pages=[case], add=["press"])
    before = PageLogEntry.objects.count()
    report = tag_pages(pages=[case], add=["press"], remove=["never"])
    assert outcomes(report) == [("Net", Outcome.UNCHANGED)]
    assert PageLogEntry.objects.count() == before


def test_a_tag_added_and_removed_at_once_is_added(small_site):
    case = make_case(small_site.edition)
    tag_pages(pages=[case], add=["press"])
    tag_pages(pages=[case], add=["press"], remove=["press"])
    assert names_of(case) == ["press"]


def test_tags_make_no_revision_and_are_logged(small_site):
    case = make_case(small_site.edition, title="Net")
    user = make_user("editor", actions=["change"], page=small_site.edition)
    revisions = case.revisions.count()
    tag_pages(pages=[case], add=["press"], user=user)
    assert case.revisions.count() == revisions
    entry = PageLogEntry.objects.get(action="cases_cms.tags")
    assert (entry.page_id, entry.user, entry.data) == (case.pk, user, {"added": ["press"], "removed": []})
    assert entry.formatter.format_message(entry) == "Tags: added press"


def test_only_who_may_edit_a_page_tags_it(small_site):
    mine = make_case(small_site.edition, title="Mine")
    other = make_case(small_site.edition_before, title="Other")
    user = make_user("editor", actions=["change"], page=small_site.edition)
    report = tag_pages(pages=[mine, other], add=["press"], user=user)
    assert outcomes(report) == [("Mine", Outcome.CHANGED), ("Other", Outcome.FORBIDDEN)]
    assert names_of(other) == []


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 101])
def test_what_is_no_tag_changes_nothing(small_site, name):
    case = make_case(small_site.edition)
    with pytest.raises(ValidationError):
        tag_pages(pages=[case], add=["press", name])
    assert (EditorTag.objects.count(), TaggedThing.objects.count()) == (0, 0)


def test_a_tag_is_cleaned():
    assert clean_tag(" press \n kit\x00 ") == "press kit"
    assert clean_tag("ｐｒｅｓｓ　ｋｉｔ") == "press kit"
    with pytest.raises(ValidationError):
        clean_tag("㍿" * 26)  # four characters each


def test_slugs_of_long_tags_fit_their_column(small_site):
    names = ["x" * 98 + end for end in ("aa", "bb", "cc")]
    tag_pages(pages=[make_case(small_site.edition)], add=names)
    slugs = [tag.slug for tag in EditorTag.objects.order_by("name")]
    assert slugs == ["x" * 92, "x" * 92 + "_1", "x" * 92 + "_2"]


def test_tags_go_with_the_last_language_of_their_page(small_site):
    case = make_case(small_site.edition, translated=True)
    tag_pages(pages=[case], add=["press"])
    CasePage.objects.get(pk=case.pk).delete()
    assert TaggedThing.objects.count() == 1
    small_site.in_zh(small_site.edition).get_children().get(translation_key=case.translation_key).delete()
    assert TaggedThing.objects.count() == 0
    assert str(EditorTag.objects.get()) == "press"


# --- Translation ----------------------------------------------------------------------------


def chinese_of(page):
    """The Chinese page, or None."""
    return CasePage.objects.filter(translation_key=page.translation_key, locale__language_code="zh-hans").first()


def test_submitting_makes_drafts_where_there_is_no_page(small_site):
    new = make_case(small_site.edition, title="New")
    done = make_case(small_site.edition, title="Done", translated=True)
    report = submit_for_translation(pages=[new, done], locales=[small_site.zh, small_site.en])
    assert outcomes(report) == [("New", Outcome.CHANGED), ("Done", Outcome.UNCHANGED)]
    assert (chinese_of(new).live, chinese_of(done).live) == (False, True)
    entry = PageLogEntry.objects.get(action="cases_cms.submit_for_translation")
    assert (entry.page_id, entry.data) == (new.pk, {"languages": ["zh-hans"]})
    assert entry.formatter.format_message(entry) == "Submitted for translation into Simplified Chinese"


def test_a_translation_submits_its_source(small_site):
    french = Locale.objects.create(language_code="fr")
    case = make_case(small_site.edition, title="Net", translated=True)
    for page in (small_site.home, small_site.collection, small_site.edition):
        submit_for_translation(pages=[page], locales=[french])
    report = submit_for_translation(pages=[chinese_of(case)], locales=[french])
    assert report.count(Outcome.CHANGED) == 1
    translation = CasePage.objects.get(translation_key=case.translation_key, locale=french)
    assert translation.title == "Net"


def test_a_page_below_one_without_translation_waits_below_a_copy_that_nobody_sees(small_site, client):
    edition = EditionPageFactory(parent=small_site.collection, year=2021)
    case = make_case(edition, title="Net", slug="net")
    report = submit_for_translation(pages=[case], locales=[small_site.zh])
    assert outcomes(report) == [("Net", Outcome.CHANGED)]
    assert chinese_of(case).live is False
    assert small_site.in_zh(edition).alias_of_id == edition.pk
    assert client.get("/zh-hans/collection/2021/").status_code == 404
    assert client.get("/zh-hans/collection/2021/net/").status_code == 404
    assert client.get("/en/collection/2021/net/").status_code == 200


def test_submitting_takes_the_permission_and_a_right_on_the_page(small_site):
    case = make_case(small_site.edition, title="Net")
    editor = make_user("editor", actions=["change"], page=small_site.edition)
    translator = make_user(
        "translator",
        actions=["change"],
        page=small_site.edition_before,
        permissions=["wagtail_localize.submit_translation"],
    )
    for user in (editor, translator):
        report = submit_for_translation(pages=[case], locales=[small_site.zh], user=user)
        assert outcomes(report) == [("Net", Outcome.FORBIDDEN)]
    assert chinese_of(case) is None


def test_an_alias_in_the_language_becomes_a_translation(small_site):
    about = StandardPageFactory(parent=small_site.home, title="About")
    alias = about.copy_for_translation(small_site.zh, alias=True)
    report = submit_for_translation(pages=[about], locales=[small_site.zh])
    assert outcomes(report) == [("About", Outcome.CHANGED)]
    assert Page.objects.get(pk=alias.pk).alias_of_id is None


# --- What languages share at once ---------------------------------------------------------------


def test_a_live_translation_does_not_take_what_a_draft_says(small_site):
    case = make_case(small_site.edition, translated=True)
    services.unpublish_page(page=case)
    case = CasePage.objects.get(pk=case.pk)
    case.outstanding = True
    case.save(clean=False)
    chinese = chinese_of(case)
    assert (chinese.live, chinese.outstanding) == (True, False)
    services.save_page(page=chinese, publish=True)
    assert CasePage.objects.get(pk=case.pk).outstanding is True
    services.save_page(page=CasePage.objects.get(pk=case.pk), publish=True)
    assert chinese_of(case).outstanding is True


def test_a_slug_that_is_taken_does_not_keep_the_category_back(small_site):
    case = make_case(small_site.edition, slug="mine", translated=True)
    small_site.in_zh(small_site.edition).add_child(
        instance=CasePage(title="译 other", slug="taken", locale=small_site.zh, live=False)
    )
    case = CasePage.objects.get(pk=case.pk)
    case.slug, case.category = "taken", "education"
    services.save_page(page=case, publish=True)
    chinese = chinese_of(case)
    assert (chinese.slug, chinese.category) == ("mine", "education")
    assert EditionPage.objects.count() == 4

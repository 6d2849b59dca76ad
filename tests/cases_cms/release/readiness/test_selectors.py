"""What stands between an edition and its release."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.core.services import save_page
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rows import refresh
from cases_cms.localization.sources import update_source
from cases_cms.release.enums import Severity
from cases_cms.release.models import ReadyMark
from cases_cms.release.readiness.selectors import blocking, find
from tests.cases_cms.release.readiness.building import (
    approve,
    approve_translations,
    codes,
    embargoed_edition,
    make_ready,
    ready_case,
)
from tests.factories import (
    ImageFactory,
    OutstandingStoryPageFactory,
    StoriesIndexPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    translate,
)

pytestmark = pytest.mark.django_db

QUERIES = 44


@pytest.fixture
def edition(small_site):
    return embargoed_edition(small_site)


def test_what_is_ready_has_no_findings(edition):
    page, release = edition
    ready_case(page)
    assert find(release) == []
    assert blocking(release) == []


def test_a_new_case_is_not_translated_and_not_approved(edition):
    page, release = edition
    case = make_case(page, publish=False, title="Networks")
    findings = find(release)
    assert [(one.kind, one.language, one.severity) for one in findings] == [
        ("translation_missing", "zh-hans", Severity.BLOCKING),
        ("not_approved", "en", Severity.BLOCKING),
    ]
    missing, unapproved = findings
    assert (missing.thing_key, missing.title, missing.category, missing.countries) == (
        case.translation_key,
        "Networks",
        "infrastructure",
        ("CN", "KE"),
    )
    assert missing.url == f"{reverse('localization:board')}?q=Networks&language=zh-hans"
    assert unapproved.url == reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert sorted(blocking(release), key=lambda one: one.kind) == [unapproved, missing]


def test_titles_are_in_the_readers_language(edition):
    page, release = edition
    case = ready_case(page, title="Networks")
    ReadyMark.objects.filter(page_id=case.pk).delete()
    make_case(page, publish=False, title="Cables")
    with override("zh-hans"):
        found = [(one.title, one.kind, one.language) for one in find(release)]
    assert found == [
        ("译Networks", "not_approved", "en"),
        ("Cables", "translation_missing", "zh-hans"),
        ("Cables", "not_approved", "en"),
    ]


def test_only_required_languages_are_asked_about(edition):
    page, release = edition
    make_case(page, publish=False)
    assert codes(release, languages=["en"]) == [("not_approved", "en")]
    release.languages = ["en"]
    assert codes(release) == [("not_approved", "en")]
    assert codes(release, languages=["fr", "", "xx"]) == [("not_approved", "en")]


def test_an_unfinished_translation_opens_at_the_text_that_is_left(edition):
    page, release = edition
    case = ready_case(page)
    translation = Translation.objects.get(source__object_id=case.translation_key)
    left = translation.source.stringsegment_set.get(context__path="summary")
    StringTranslation.objects.filter(context=left.context).delete()
    BoardCell.objects.filter(translation=translation).update(stage="translating", approved_hash="")
    refresh([case.translation_key])
    (finding,) = find(release)
    number = translation.source.stringsegment_set.count()
    assert (finding.kind, finding.language) == ("translation_unfinished", "zh-hans")
    assert finding.message == f"1 of {number} texts is not translated."
    assert finding.url == reverse("localization:translate", args=[translation.pk]) + f"#segment-{left.pk}"


def test_a_translation_is_out_of_date_by_the_latest_draft(edition):
    page, release = edition
    case = ready_case(page)
    case.summary = "A better network for villages."
    save_page(page=case)
    assert codes(release) == [("translation_outdated", "zh-hans"), ("not_approved", "en")]
    outdated = find(release)[0]
    assert outdated.url == reverse("wagtailadmin_pages:edit", args=[case.pk])
    # Once it is approved, translators have the new text.
    approve(case)
    update_source(instance=case)
    refresh([case.translation_key])
    (outdated,) = find(release)
    assert (outdated.kind, outdated.message) == (
        "translation_outdated",
        "The original has changed since this was approved.",
    )
    assert "#segment-" in outdated.url


def test_a_draft_that_says_the_same_leaves_translations_current(edition):
    page, release = edition
    case = ready_case(page)
    case.start_year = 2021
    save_page(page=case)
    assert codes(release) == [("not_approved", "en")]
    approve(case)
    assert codes(release) == []


def test_a_complete_translation_waits_for_its_approval(edition):
    page, release = edition
    case = make_case(page, publish=False)
    translate(case, publish=False)
    approve(case)
    (finding,) = find(release)
    assert (finding.kind, finding.language, finding.message) == (
        "not_approved",
        "zh-hans",
        "The translation is complete, but nobody has approved it.",
    )
    BoardCell.objects.filter(row__object_id=case.translation_key).update(stage="review")
    assert find(release)[0].message == "The translation waits for its review."
    approve_translations(case)
    assert find(release) == []


def test_a_language_that_is_the_same_on_purpose_needs_nothing(edition):
    page, release = edition
    case = make_case(page, publish=False)
    approve(case)
    BoardCell.objects.filter(row__object_id=case.translation_key).update(same_on_purpose=True)
    assert find(release) == []


@pytest.mark.parametrize(
    ("values", "kind", "field", "message"),
    [
        ({"countries": ["CN"]}, "countries", "countries", "Choose at least two countries and regions"),
        ({"category": "magic"}, "category", "category", "There is no category with the code “magic”."),
        ({"summary": ""}, "field", "summary", "Summary: This field cannot be blank."),
        ({"start_year": 2011}, "field", "start_year", "Start of implementation: Enter a year from 2015"),
    ],
)
def test_broken_rules_name_their_field(edition, values, kind, field, message):
    page, release = edition
    case = ready_case(page)
    for name, value in values.items():
        setattr(case, name, value)
    save_page(page=case)
    approve(case)
    (finding,) = find(release, languages=["en"])
    assert (finding.kind, finding.language, finding.severity) == (kind, "en", Severity.BLOCKING)
    assert finding.message.startswith(message)
    assert finding.url == reverse("wagtailadmin_pages:edit", args=[case.pk]) + f"#:w:contentpath={field}"
    assert [one.kind for one in blocking(release, languages=["en"])] == [kind]


def test_a_text_over_the_limit_is_found_in_the_language_it_is_in(edition, settings):
    page, release = edition
    case = ready_case(page)
    settings.CASES_CMS = {**settings.CASES_CMS, "MAX_CHARACTERS": 3}
    translation = Translation.objects.get(source__object_id=case.translation_key)
    (finding,) = find(release)
    assert (finding.kind, finding.language, finding.severity) == ("too_long", "zh-hans", Severity.BLOCKING)
    assert "hold 10 words and 4 Chinese characters; at most 960 words and 3 characters" in finding.message
    segment = translation.source.stringsegment_set.get(context__path="benefits")
    assert finding.url == reverse("localization:translate", args=[translation.pk]) + f"#segment-{segment.pk}"


def test_voices_are_looked_at_but_keep_nothing_back(edition, small_site):
    page, release = edition
    case = ready_case(page)
    voices = VoicesIndexPageFactory(parent=small_site.home)
    VoicesPageFactory(parent=voices, case=case, publish=False)
    findings = find(release)
    assert [(one.kind, one.language, one.severity) for one in findings] == [
        ("translation_missing", "zh-hans", Severity.WARNING),
        ("not_approved", "en", Severity.WARNING),
    ]
    assert {(one.category, one.countries) for one in findings} == {("infrastructure", ("CN", "KE"))}
    assert blocking(release) == []


def test_stories_keep_their_edition_back(edition, small_site):
    page, release = edition
    case = ready_case(page, outstanding=True)
    stories = StoriesIndexPageFactory(parent=small_site.home)
    translate(stories)
    story = OutstandingStoryPageFactory(parent=stories, case=case, publish=False)
    assert [(one.kind, one.language) for one in blocking(release)] == [
        ("not_approved", "en"),
        ("translation_missing", "zh-hans"),
    ]
    make_ready(story)
    assert blocking(release) == []


def test_another_editions_cases_are_not_asked_about(edition, small_site):
    _page, release = edition
    other, _other_release = embargoed_edition(small_site, year=2027)
    make_case(other, publish=False)
    make_case(small_site.edition)
    assert codes(release) == [("no_cases", "")]


def test_the_queries_do_not_depend_on_the_number_of_cases(edition, django_assert_num_queries):
    page, release = edition
    ready_case(page)
    find(release)  # content types are remembered by the process
    with django_assert_num_queries(QUERIES):
        assert find(release) == []
    for _number in range(3):
        case = ready_case(page)
        case.summary = "More."
        save_page(page=case)
    with django_assert_num_queries(QUERIES):
        assert len(find(release)) == 6
    with django_assert_num_queries(QUERIES):
        assert len(blocking(release)) == 6


def test_a_draft_with_another_picture_has_no_other_text(edition, django_assert_num_queries):
    page, release = edition
    case = make_ready(make_case(page, publish=False, full=True))
    draft = case.get_latest_revision_as_object()
    picture = draft.gallery.get()
    picture.image = ImageFactory()
    draft.gallery = [picture]
    save_page(page=draft)
    assert [one.kind for one in blocking(release)] == ["not_approved"]
    picture.caption = "Another mast"
    draft.gallery = [picture]
    save_page(page=draft)
    with django_assert_num_queries(QUERIES):
        assert {one.kind for one in blocking(release)} == {"translation_outdated", "not_approved"}

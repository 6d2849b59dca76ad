"""Cases as rows: their latest drafts, in all languages, for a fixed number of queries."""

import pytest
from django.utils.translation import override
from wagtail_localize.models import StringTranslation

from cases_cms.collection.models import CaseOrganization, CasePage
from cases_cms.core import services
from cases_cms.interchange.columns import place_of, places
from cases_cms.interchange.exporting import row_of, rows_of, value_of
from cases_cms.interchange.known import Known
from cases_cms.interchange.loading import load_cases
from cases_cms.interchange.models import CaseIdentifier
from tests.factories import CasePageFactory, OrganizationFactory, make_case, translate

LANGUAGES = ("en", "zh-hans")


def row(case, reader="en"):
    """The row of one case."""
    [found] = rows_of([case.translation_key], LANGUAGES, reader=reader)
    return found


@pytest.fixture
def full_case(small_site):
    """A case with everything, in two languages."""
    applicant, partner = OrganizationFactory(name="Masts; Ltd", code="masts"), OrganizationFactory(name="Union")
    translate(applicant)
    case = make_case(
        small_site.edition,
        title="Masts",
        full=True,
        outstanding=True,
        reach=170,
        reach_qualifier="over",
        cover_alt="A mast",
        sample_note="All of it.",
        background="<p>No <b>network</b>.</p><ul><li>One</li><li>Two</li></ul>",
        slug="masts",
    )
    case.organizations = [
        CaseOrganization(organization=applicant),
        CaseOrganization(organization=partner),
        CaseOrganization(organization=partner, role="partner"),
    ]
    services.save_page(page=case, publish=True)
    translate(case)
    CaseIdentifier.objects.create(
        case_key=case.translation_key, edition_key=small_site.edition.translation_key, identifier="2024-007"
    )
    return case


def test_a_row_of_everything(full_case):
    image = full_case.gallery.get().image
    assert row(full_case) == {
        "id": "2024-007",
        "edition": "2024",
        "category": "Digital infrastructure",
        "outstanding": "yes",
        "title.en": "Masts",
        "title.zh-hans": "译Masts",
        "summary.en": "A network for villages.",
        "summary.zh-hans": "译A network for villages.",
        "countries": "China; Kenya",
        "reach": "over 170",
        "start_year": "2020",
        "applicants.en": '"Masts; Ltd"; Union',
        "applicants.zh-hans": '"译Masts; Ltd"',
        "partners.en": "Union",
        "partners.zh-hans": "",
        "background.en": "No network.\n• One\n• Two",
        "background.zh-hans": "译No 译network译.\n• 译One\n• 译Two",
        "cooperation.en": "Two countries.",
        "cooperation.zh-hans": "译Two countries.",
        "implementation.en": "Masts were built.",
        "implementation.zh-hans": "译Masts were built.",
        "benefits.en": "People are online.",
        "benefits.zh-hans": "译People are online.",
        "figures.en": "over 230 | villages",
        "figures.zh-hans": "译over 230 | 译villages",
        "links.en": "More | https://example.org/more",
        "links.zh-hans": "译More | https://example.org/more",
        "videos.en": "Film | https://example.org/film",
        "videos.zh-hans": "译Film | https://example.org/film",
        "cover": "",
        "cover_alt.en": "A mast",
        "cover_alt.zh-hans": "译A mast",
        "pictures": image.file.name.split("/")[-1],
        "picture_alts.en": "A mast",
        "picture_alts.zh-hans": "译A mast",
        "picture_captions.en": "Mast",
        "picture_captions.zh-hans": "译Mast",
        "picture_credits.en": "Wu",
        "picture_credits.zh-hans": "译Wu",
        "sample_note.en": "All of it.",
        "sample_note.zh-hans": "译All of it.",
        "slug": "masts",
    }


def test_codes_are_named_in_the_readers_language(full_case):
    found = row(full_case, "zh-hans")
    assert [found[key] for key in ("category", "outstanding", "countries", "reach", "title.en")] == [
        "译Digital infrastructure",
        "是",
        "中国; 肯尼亚",
        "超过170",
        "Masts",
    ]


def test_every_text_means_the_value_it_came_from(full_case):
    known = Known()
    [case] = load_cases([full_case.translation_key])
    for reader in ("en", "zh-hans", "fr"):
        texts = row_of(case, places(LANGUAGES), known, reader)
        with override(reader):
            values = {key: place_of(key).parse(text, known) for key, text in texts.items()}
        assert values["id"] == "2024-007"
        assert values["countries"] == ["CN", "KE"]
        for key, value in values.items():
            assert place_of(key).format(value, known, reader) == texts[key]
    assert value_of(case, place_of("applicants.zh-hans")) == ["译Masts; Ltd", ""]


def test_a_case_without_a_name_has_its_key(small_site):
    case = make_case(small_site.edition)
    assert row(case)["id"] == str(case.translation_key)
    assert row(case)["title.zh-hans"] == ""


def test_what_staff_work_on_is_exported_not_what_is_public(full_case):
    page = CasePage.objects.get(pk=full_case.pk)
    page.title, page.countries = "New masts", ["FR", "CN"]
    services.save_page(page=page)
    found = row(full_case)
    assert (found["title.en"], found["countries"]) == ("New masts", "France; China")


def test_texts_of_a_translation_are_its_segments(full_case):
    """A translator's words count as soon as they are written; what is not translated is not made up."""
    own = StringTranslation.objects.filter(context__object_id=full_case.translation_key)
    own.filter(context__path="title").update(data="新 &amp; 好")
    own.filter(context__path__in=("summary", "figures")).delete()
    own.filter(context__path__startswith="figures.").delete()
    own.filter(context__path="background", data="译One").delete()
    found = row(full_case)
    assert found["title.zh-hans"] == "新 & 好"
    assert found["summary.zh-hans"] == ""
    assert found["figures.zh-hans"] == ""
    assert found["background.zh-hans"] == "译No 译network译.\n• One\n• 译Two"


def test_a_case_written_in_chinese(small_site):
    parent = small_site.in_zh(small_site.edition)
    case = CasePageFactory(parent=parent, title="桅杆", locale=small_site.zh, publish=False)
    found = row(case)
    assert (found["title.zh-hans"], found["title.en"], found["edition"]) == ("桅杆", "", "2024")
    [loaded] = load_cases([case.translation_key])
    assert (loaded.source_language, loaded.pages) == ("zh-hans", {"zh-hans": case.pk})


def test_pages_without_a_revision(full_case):
    before = row(full_case)
    CasePage.objects.filter(translation_key=full_case.translation_key).update(latest_revision=None)
    assert row(full_case) == before


def test_keys_of_no_case_are_left_out(small_site):
    assert list(rows_of([small_site.home.translation_key], LANGUAGES, reader="en")) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_for_one_case_and_three(small_site, django_assert_num_queries, number):
    organization = OrganizationFactory()
    cases = [
        make_case(small_site.edition, full=True, translated=True, organizations=[organization]) for _ in range(number)
    ]
    keys, known = [case.translation_key for case in cases], Known()
    list(rows_of(keys[:1], LANGUAGES, reader="en", known=Known()))  # the names of countries are kept
    with django_assert_num_queries(11):
        found = list(rows_of(keys, LANGUAGES, reader="en", known=known))
    assert [row["title.zh-hans"] for row in found] == [f"译{case.title}" for case in cases]

import pytest
from django.http import QueryDict

from cases_cms.collection.filters import CatalogueFilterSet
from cases_cms.collection.models import CatalogueEntry
from cases_cms.core import services
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import context_of, read_anew


def build_cases(site):
    """Four cases of two editions."""
    kaios = OrganizationFactory(name="KaiOS Technologies")
    translate(kaios, name="开放科技公司")
    make_case(
        site.edition,
        title="Village network",
        slug="a",
        summary="A.",
        countries=["CN", "KE"],
        outstanding=True,
        organizations=[kaios],
        translated=True,
    )
    make_case(
        site.edition, title="School tablets", slug="b", summary="B.", countries=["BR", "CN"], category="education"
    )
    make_case(
        site.edition_before,
        title="Été “smart” port",
        slug="c",
        summary="C.",
        countries=["KE", "TZ"],
        benefits="<p>100% of ships_in time &amp; place.</p>",
    )
    zh = site.in_zh(site.edition_before)
    make_case(zh, title="数字丝绸之路ＺＱ", slug="d", summary="丁。", countries=["CN", "MN"])


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def found(query, language="en"):
    data = QueryDict(query)
    values = {name: data.getlist(name) for name in ("category", "country", "year", "outstanding")}
    entries = CatalogueEntry.objects.in_language(language)
    entries = CatalogueFilterSet({**values, "q": data.get("q", "")}, queryset=entries).qs
    slugs = [entry.page.slug for entry in entries.newest_first()]
    assert len(slugs) == len(set(slugs))
    return "".join(sorted(slugs))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", "abcd"),
        ("category=education", "b"),
        ("category=education&category=infrastructure", "abcd"),
        ("category=nothing", ""),
        ("country=KE", "ac"),
        ("country=KE&country=CN", "abcd"),
        ("country=BR&country=TZ", "bc"),
        ("country=FR", ""),
        ("year=2024", "ab"),
        ("year=2023&year=2024", "abcd"),
        ("outstanding=yes", "a"),
        ("outstanding=no", "bcd"),
        ("outstanding=yes&outstanding=no", "abcd"),
        # Facets mean "and", values of one mean "or".
        ("year=2024&country=KE", "a"),
        ("year=2023&country=KE&country=MN", "cd"),
        ("year=2024&outstanding=no&category=education&country=BR&q=tablets", "b"),
        ("year=2023&outstanding=yes", ""),
        # Words.
        ("q=village", "a"),
        ("q=VILLAGE+network", "a"),
        ("q=network+village", "a"),
        ("q=village+tablets", ""),
        ("q=ete", "c"),
        ("q=smart", "c"),
        ("q=kaios", "a"),
        ("q=开放科技", "a"),
        ("q=丝绸之路", "d"),
        ("q=丝绸+数字", "d"),
        ("q=丝路", ""),
        ("q=zq", "d"),
        ("q=ＺＱ", "d"),
        ("q=100%25", "c"),
        # What holds neither letters nor digits cannot be sought.
        ("q=%25", ""),
        ("q=ships_in", "c"),
        ("q=shipsXin", ""),
        ("q=time+%26+place", "c"),
        ("q=%3Cp%3E", ""),
        ("q=%00", "abcd"),
        ("q=%27%29+or+1%3D1+--", ""),
        ("q=+", "abcd"),
    ],
)
def test_filter(cases, query, slugs):
    assert found(query) == slugs


def test_words_are_sought_in_the_page_that_is_shown_and_in_titles_of_others(cases):
    assert found("q=译Village", "zh-hans") == "a"
    assert found("q=译Village", "en") == "a"
    assert found("q=译People", "zh-hans") == "a"
    assert found("q=译People", "en") == ""
    assert found("q=tablets", "zh-hans") == "b"


def test_drafts_are_not_found(cases, small_site):
    case = make_case(small_site.edition, title="Secret", slug="e")
    assert found("q=secret") == "e"
    services.unpublish_page(page=case)
    assert found("q=secret") == ""
    assert found("year=2024") == "ab"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Village network", "School tablets", "Été “smart” port", "数字丝绸之路ＺＱ"]),
        ("year=2024&country=KE", ["Village network"]),
        ("country=KE&country=XX", ["Village network", "Été “smart” port"]),
        ("year=1999&category=nothing", ["Village network", "School tablets", "Été “smart” port", "数字丝绸之路ＺＱ"]),
        ("q=nothing", []),
    ],
)
def test_explorer(cases, small_site, query, titles):
    context = context_of(small_site.collection, query)
    assert [card.title for card in context["cards"]] == titles
    assert context["total"] == len(titles)
    zh = context_of(small_site.in_zh(small_site.collection), query)
    assert len(zh["cards"]) == len(titles)


def test_explorer_offers_what_there_is_and_names_what_is_unknown(cases, small_site):
    context = context_of(small_site.collection, "year=1999&country=FR&outstanding=maybe&year=2024")
    facets = {facet.name: [(option.value, option.label) for option in facet.options] for facet in context["facets"]}
    assert facets == {
        "category": [("infrastructure", "Digital infrastructure"), ("education", "Education and skills")],
        "year": [("2024", "2024"), ("2023", "2023")],
        "outstanding": [("yes", "Outstanding cases"), ("no", "Other cases")],
        # By region of the world.
        "country": [("KE", "Kenya"), ("TZ", "Tanzania"), ("BR", "Brazil"), ("CN", "China"), ("MN", "Mongolia")],
        "organization": [("kaios-technologies", "KaiOS Technologies")],
        "language": [("en", "English"), ("zh-hans", "Simplified Chinese")],
    }
    assert context["ignored"] == [
        ("Countries and regions", "FR"),
        ("Edition", "1999"),
        ("Distinction", "maybe"),
    ]
    assert [chip.value for chip in context["chips"]] == ["2024"]
    assert (context["frame"].robots, context["frame"].query) == ("noindex, follow", "year=2024")

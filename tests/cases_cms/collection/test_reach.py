"""What became of an edition: announced, else counted here, else a gap."""

import pytest

from cases_cms.collection.reach import reach_chart, years_chart
from cases_cms.collection.selectors import EditionLabel, editions
from cases_cms.core import services
from cases_cms.core.quantities import Quantity
from tests.factories import make_case
from tests.fixtures import context_of, text_of


def label(year, **figures):
    known = {f"{name}_quantity": quantity for name, quantity in figures.items()}
    return EditionLabel(year, f"Edition {year}", "", "", **known)


def stages(chart):
    return {stage.name: str(stage.known.quantity) if stage.known.quantity else None for stage in chart.stages}


def test_announced_figures_nest():
    edition = label(2022, submissions=Quantity(213), collected=Quantity(60), presented=Quantity(12))
    chart = reach_chart(edition, 7, 2)
    assert stages(chart) == {"submissions": "213", "collected": "60", "presented": "12", "reach": None}
    assert (chart.pearls.counts, chart.unit) == ((12, 60, 213), 1)
    assert [(stage.known.here_of_announced, stage.known.is_counted) for stage in chart.stages] == [
        (0, False),
        (7, False),
        (2, False),
        (0, False),
    ]


def test_what_is_not_announced_is_counted_here_and_said_to_be():
    chart = reach_chart(label(2024, submissions=Quantity(230, "over"), presented=Quantity(13)), 8, 6)
    assert stages(chart) == {"submissions": "over 230", "collected": "8", "presented": "13", "reach": None}
    assert [stage.name for stage in chart.stages if stage.known.is_counted] == ["collected"]
    # Thirteen outstanding ones are in the Collection, whatever its number.
    assert chart.pearls.counts == (13, 13, 230)


def test_large_numbers_share_a_pearl():
    chart = reach_chart(label(2024, submissions=Quantity(412), presented=Quantity(1)), 0, 0)
    assert (chart.unit, chart.pearls.counts) == (2, (1, 1, 206))


def test_nothing_known_is_no_figure():
    assert reach_chart(label(2021), 0, 0) is None
    assert years_chart([label(2021), label(2022)], {}) is None


def test_only_countries_known_draws_no_pearl():
    chart = reach_chart(label(2021, reach=Quantity(150, "over")), 0, 0)
    assert (stages(chart)["reach"], chart.pearls.rows) == ("over 150", 0)


def test_years_leave_gaps_for_what_is_not_known():
    chart = years_chart(
        [label(2024, submissions=Quantity(230, "over")), label(2023), label(2022, submissions=Quantity(115))],
        {2024: (8, 6)},
    )
    assert [edition.year for edition in chart.editions] == [2022, 2023, 2024]
    assert {row.name: [(bar.year, bar.length) for bar in row.bars] for row in chart.rows} == {
        "submissions": [(2022, 50), (2023, 0), (2024, 100)],
        "collected": [(2022, 0), (2023, 0), (2024, 100)],
        "presented": [(2022, 0), (2023, 0), (2024, 100)],
    }


@pytest.fixture
def announced(small_site):
    edition = small_site.edition
    edition.submissions, edition.submissions_qualifier = 230, "over"
    edition.presented = 13
    services.save_page(page=edition, publish=True)
    make_case(edition, outstanding=True)
    return small_site


def test_edition_says_what_is_not_known(announced, client):
    html = text_of(client, announced.edition)
    assert "over 230" in html
    assert "1 on this site" in html
    assert "1 of them on this site" in html
    assert html.count("not known") == 2  # the number announced of the Collection, and the reach


def test_figures_are_one_in_all_languages(announced):
    chinese = announced.in_zh(announced.edition)
    services.translate(source=announced.edition, locale=announced.zh, content=chinese, publish=True)
    assert stages(context_of(announced.in_zh(announced.edition))["reach_chart"])["presented"] == "13"


def test_editions_of_a_list_know_their_figures(announced):
    found = {edition.year: edition for edition in editions(announced.collection)}
    assert (found[2024].submissions_quantity, found[2024].presented_quantity) == (Quantity(230, "over"), Quantity(13))
    assert found[2023].submissions_quantity is None

"""The blocks the home page is composed of."""

from wagtail import blocks

from cases_cms.collection.blocks import (
    CasesChartBlock,
    CategoriesBlock,
    CountriesChartBlock,
    LatestEditionBlock,
    OutstandingCasesBlock,
    ReachChartBlock,
    YearsChartBlock,
)
from cases_cms.core.blocks import CallBlock, FiguresBlock, HeroBlock
from cases_cms.news.blocks import NewsBlock
from cases_cms.stories.blocks import VoicesBlock


class HomeBlock(blocks.StreamBlock):
    """Sections of the home page, in any order."""

    hero = HeroBlock()
    latest_edition = LatestEditionBlock()
    categories = CategoriesBlock()
    outstanding_cases = OutstandingCasesBlock()
    cases_chart = CasesChartBlock()
    countries_chart = CountriesChartBlock()
    reach_chart = ReachChartBlock()
    years_chart = YearsChartBlock()
    figures = FiguresBlock()
    voices = VoicesBlock()
    news = NewsBlock()
    call = CallBlock()

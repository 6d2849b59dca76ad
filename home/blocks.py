"""The blocks the home page is composed of."""

from wagtail import blocks

from cases_cms.collection.blocks import CategoriesBlock, LatestEditionBlock, OutstandingCasesBlock
from cases_cms.core.blocks import CallBlock, FiguresBlock, HeroBlock
from cases_cms.news.blocks import NewsBlock
from cases_cms.stories.blocks import VoicesBlock


class HomeBlock(blocks.StreamBlock):
    """Sections of the home page, in any order."""

    hero = HeroBlock()
    latest_edition = LatestEditionBlock()
    categories = CategoriesBlock()
    outstanding_cases = OutstandingCasesBlock()
    figures = FiguresBlock()
    voices = VoicesBlock()
    news = NewsBlock()
    call = CallBlock()

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases_cms.search.terms import Term
from example_host.models import CaseStage, Stage


def stage_of(case, request):
    """The stage of a case, or None; of a draft, too."""
    return case.example_stages.first()


def stage_options(collection, request):
    """Values of the filter and how visitors read them."""
    return Stage.choices


def stages_of(page_ids):
    """The stages of some cases, for the catalogue."""
    rows = CaseStage.objects.filter(page__in=page_ids).values_list("page_id", "stage")
    return {page_id: [stage] for page_id, stage in rows}


def describe_lessons(pages, locale, request):
    """The line below the title of a lesson that the site's search has found."""
    return {page.pk: {"meta": date_format(page.first_published_at, "DATE_FORMAT")} for page in pages}


def official_terms():
    """What is called by fixed names in each language: what is sought by one is found by the other."""
    yield Term({"en": "lesson learned", "zh-hans": "经验做法"}, _("official term"))

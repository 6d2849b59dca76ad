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

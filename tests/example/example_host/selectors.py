from example_host.models import CaseStage, Stage


def stage_of(case, request):
    """The stage of a case, or None; of a draft, too."""
    return case.example_stages.first()


def stage_options(collection, request):
    """Values of the filter and how visitors read them."""
    return Stage.choices


def at_stages(entries, stages):
    """Those entries of the catalogue whose cases are at one of ``stages``."""
    return entries.filter(page__in=CaseStage.objects.filter(stage__in=stages).values("page"))

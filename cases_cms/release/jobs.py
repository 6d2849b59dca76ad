"""A rehearsal as background work: it takes as long as the release itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases_cms.core.jobs.handlers import Handler, Item, ItemError, Result
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import EditionRelease
from cases_cms.release.releasing import rehearse
from cases_cms.release.rights import may_prepare, may_view
from cases_cms.release.selectors import edition_of

KIND = "cases_release.rehearsal"


def run_text(run):
    """“64 pages in 3.2 s.”"""
    pages = ngettext("%(number)d page", "%(number)d pages", run.pages) % {"number": run.pages}
    return _("%(pages)s in %(seconds)s s.") % {
        "pages": pages,
        "seconds": f"{run.duration / 1000:.1f}",
    }


class Rehearsal(Handler):
    """The release on the real data, undone at its end."""

    label = gettext_lazy("Rehearsal of a release")
    icon = "date"
    in_transaction = False  # it opens its own, and rolls it back

    def items(self, params, user):
        release = EditionRelease.objects.get(pk=params["release"])
        edition = edition_of(release)
        return [Item(label=_("Edition of %(year)s") % {"year": edition.year}, key=release.pk)] if edition else []

    def run(self, job, item):
        release = EditionRelease.objects.filter(pk=item.key).first()
        if release is None or not may_prepare(job.user):
            raise ItemError(_("You may not rehearse this."))
        try:
            run = rehearse(release=release, user=job.user)
        except ReleaseRefusedError as error:
            raise ItemError("\n".join(error.reasons)) from error
        return Result(message="\n".join([run_text(run), *run.sentences]))

    def may_see(self, job, user):
        return super().may_see(job, user) or may_view(user)

"""A rehearsal as background work: it takes as long as the release itself."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core import told
from cases_cms.core.jobs.handlers import Handler, Item, ItemError, Result
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import EditionRelease
from cases_cms.release.releasing import rehearse
from cases_cms.release.rights import may_prepare, may_view
from cases_cms.release.selectors import edition_of

KIND = "cases_release.rehearsal"


def run_text(run):
    """“64 pages in 3.2 s.”, as a Told."""
    pages = told.ngettext("%(number)d page", "%(number)d pages", run.pages) % {"number": run.pages}
    return told.gettext("%(pages)s in %(seconds)s s.") % {
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
        if edition is None:
            return []
        label = told.gettext("Edition of %(year)s") % {"year": edition.year}
        return [Item(label=label, key=release.pk, params={"label": told.keep(label)})]

    def run(self, job, item):
        item.params.pop("told", None)  # of an earlier try
        release = EditionRelease.objects.filter(pk=item.key).first()
        if release is None or not may_prepare(job.user):
            raise ItemError(_("You may not rehearse this."))
        try:
            run = rehearse(release=release, user=job.user)
        except ReleaseRefusedError as error:
            item.params["told"] = error.kept
            raise ItemError("\n".join(error.reasons)) from error
        item.params["told"] = [told.keep(run_text(run)), *run.messages]
        return Result(message="\n".join([run_text(run), *run.sentences]))

    def told_of(self, item):
        label, kept = told.read(item.params.get("label", item.label)), item.params.get("told")
        return label, "\n".join(map(told.read, kept)) if kept and item.message else item.message

    def way_back(self, job, user):
        release = EditionRelease.objects.filter(pk=job.params["release"]).first()
        if release is None or edition_of(release) is None or not may_view(user):
            return None
        return reverse("release:edition", args=[release.pk]), _("The edition's release")

    def may_see(self, job, user):
        return super().may_see(job, user) or may_view(user)

"""“Check links”: asks all addresses of other sites that an edition's drafts name, as background work."""

import hashlib
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases_cms.core.jobs.enums import ItemStatus
from cases_cms.core.jobs.handlers import Handler, Item, ItemError, Result
from cases_cms.core.jobs.services import start_job
from cases_cms.release.models import EditionRelease, LinkCheck
from cases_cms.release.readiness.around import organizations_of
from cases_cms.release.readiness.asking import Asker
from cases_cms.release.readiness.linking import addresses_in
from cases_cms.release.readiness.loading import load
from cases_cms.release.rights import may_view
from cases_cms.release.selectors import edition_of

KIND = "release.links"


def addresses_of(release):
    """``{address: title of what leads there}`` of an edition, in a fixed number of queries."""
    edition = load(release)
    return addresses_in(edition, [part.source for part in organizations_of(edition)])


def spread(addresses):
    """The addresses with those of one host as far from each other as may be: nobody is asked many times in a row."""
    by_host = {}
    for address in addresses:
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        by_host.setdefault(host, []).append(address)
    found = []
    while by_host:
        for host in list(by_host):
            found.append(by_host[host].pop(0))
            if not by_host[host]:
                del by_host[host]
    return found


@transaction.atomic
def keep(url, answer):
    """Note what became of asking ``url``; returns the LinkCheck."""
    values = {"is_ok": answer.is_ok, "status": answer.status, "reason": answer.reason[:250]}
    return LinkCheck.objects.update_or_create(url=url, defaults=values)[0]


class CheckLinks(Handler):
    """One address an item; outside of any transaction, because it waits for other sites."""

    label = gettext_lazy("Check links")
    icon = "link"
    in_transaction = False
    #: One for the process: the pause between two requests to a host holds for all jobs.
    asker = Asker()

    def items(self, params, user):
        release = EditionRelease.objects.get(pk=params["release"])
        titles = addresses_of(release)
        return [
            Item(
                label=_("%(title)s: %(url)s") % {"title": titles[url], "url": url},
                key=hashlib.sha256(url.encode()).hexdigest()[:32],
                params={"url": url},
            )
            for url in spread(titles)
        ]

    def run(self, job, item):
        if not may_view(job.user):
            raise ItemError(_("You may not do this."))
        answer = self.asker.ask(item.params["url"])
        keep(item.params["url"], answer)
        if not answer.is_ok:
            return Result(ItemStatus.FAILED, answer.reason)
        return Result(ItemStatus.DONE, answer.reason)

    def way_back(self, job, user):
        release = EditionRelease.objects.filter(pk=job.params["release"]).first()
        if release is None or edition_of(release) is None or not may_view(user):
            return None
        return reverse("release:readiness", args=[release.pk]), _("What is not ready")

    def finish(self, job):
        broken = job.failed
        if not broken:
            return _("All addresses answer.")
        return ngettext("%(count)s address does not answer.", "%(count)s addresses do not answer.", broken) % {
            "count": broken
        }


def check_links(*, release, user):
    """Start the job; returns the Job. ValidationError if the edition names no address of another site."""
    return start_job(KIND, {"release": release.pk}, user)

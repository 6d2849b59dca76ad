"""The dashboard's part about the edition in progress."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cases_cms.collection.models import CasePage, EditionMilestone, EditionPage
from cases_cms.collection.selectors import schedule
from cases_cms.core.dashboard import pages_for
from cases_cms.core.dashboard_panels import DashboardPanel
from cases_cms.core.languages import language_label, language_of
from cases_cms.core.periods import PeriodState, institution_zone
from cases_cms.core.waiting import in_moderation


@dataclass
class LanguageRow:
    """Cases of an edition in one language, by state; ``missing`` have no page in it."""

    language: str
    url: str
    live: int = 0
    changed: int = 0
    draft: int = 0
    moderated: int = 0
    missing: int = 0
    share: int = 0

    @property
    def total(self):
        return self.live + self.changed + self.draft + self.moderated


@dataclass(frozen=True)
class Next:
    """A step of the schedule that is going on or lies ahead, and how far off its end or start is."""

    title: str
    when: str
    days: str


@dataclass
class EditionState:
    """An edition as the people who prepare it see it."""

    title: str
    cases: int = 0
    outstanding: int = 0
    rows: list = field(default_factory=list)
    next: Next | None = None
    has_dates: bool = False
    add_url: str = ""
    edit_url: str = ""
    explore_url: str = ""


def _listing(year, language=""):
    """The desk's list of the cases of an edition."""
    query = {"edition": year, "locale": language} if language else {"edition": year}
    return f"{reverse('practice-cases:index')}?{urlencode(query)}"


def _days_until(moment, now):
    zone = institution_zone()
    return (moment.astimezone(zone).date() - now.astimezone(zone).date()).days


def next_step(edition, now):
    """The Next of ``edition``: what is going on and ends, else what comes; None if nothing lies ahead."""
    for milestone, state in schedule(edition, now):
        period = milestone.period
        if state == PeriodState.CURRENT and period.ends:
            days = _days_until(period.ends - timedelta(microseconds=1), now)
            text = ngettext("%(days)s day left", "%(days)s days left", days) if days else _("ends today")
        elif state == PeriodState.UPCOMING and period.starts:
            days = _days_until(period.starts, now)
            text = ngettext("in %(days)s day", "in %(days)s days", days) if days else _("begins today")
        else:
            continue
        return Next(str(milestone), str(period), text % {"days": days} if days else text)
    return None


def _current(editions, now):
    """Versions of the latest edition by year with a milestone ahead, else of the latest."""
    ahead = set(
        EditionMilestone.objects.filter(Q(starts_at__gt=now) | Q(ends_at__gt=now), page__in=editions).values_list(
            "page_id", flat=True
        )
    )
    chosen = next((edition for edition in editions if edition.pk in ahead), editions[0])
    return [edition for edition in editions if edition.translation_key == chosen.translation_key]


def _count(versions):
    """``(rows, cases, outstanding)`` of the cases below ``versions``. Two queries."""
    below = Q()
    for version in versions:
        below |= Q(path__startswith=version.path, depth=version.depth + 1)
    cases = CasePage.objects.filter(below, alias_of=None)
    totals = cases.order_by().aggregate(
        cases=Count("translation_key", distinct=True),
        outstanding=Count("translation_key", distinct=True, filter=Q(outstanding=True)),
    )
    rows = {
        version.locale_id: LanguageRow(
            language_label(language_of(version)), _listing(version.year, language_of(version))
        )
        for version in versions
    }
    for locale_id, live, changed, moderated, number in (
        cases.annotate(moderated=in_moderation())
        .order_by()
        .values("locale_id", "live", "has_unpublished_changes", "moderated")
        .annotate(number=Count("pk"))
        .values_list("locale_id", "live", "has_unpublished_changes", "moderated", "number")
    ):
        name = "moderated" if moderated else "draft" if not live else "changed" if changed else "live"
        setattr(rows[locale_id], name, getattr(rows[locale_id], name) + number)
    for row in rows.values():
        row.missing = totals["cases"] - row.total
        row.share = round(100 * row.total / totals["cases"]) if totals["cases"] else 0
    return list(rows.values()), totals["cases"], totals["outstanding"]


def edition_state(user, now=None):
    """The EditionState that ``user`` may act on; None if there is none. A fixed number of queries."""
    now = now or timezone.now()
    editions = list(
        EditionPage.objects.filter(pk__in=pages_for(user).values("pk"), alias_of=None).order_by("-year", "pk")
    )
    if not editions:
        return None
    versions = _current(editions, now)
    language = Locale.objects.filter(language_code=get_language()).values_list("pk", flat=True).first()
    own = next((version for version in versions if version.locale_id == language), versions[0])
    rights = own.permissions_for_user(user)
    # Dates are the same in all languages, but a new one reaches a translation only when that is updated.
    in_turn = sorted(versions, key=lambda version: version.pk != own.pk)
    rows, cases, outstanding = _count(versions)
    return EditionState(
        title=own.draft_title or own.title,
        cases=cases,
        outstanding=outstanding,
        rows=rows,
        next=next(filter(None, (next_step(version, now) for version in in_turn)), None),
        has_dates=any(
            milestone.starts_at or milestone.ends_at for version in in_turn for milestone in version.milestones.all()
        ),
        add_url=(
            reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", own.pk])
            if rights.can_add_subpage()
            else ""
        ),
        edit_url=reverse("wagtailadmin_pages:edit", args=[own.pk]) if rights.can_edit() else "",
        explore_url=_listing(own.year),
    )


class EditionPanel(DashboardPanel):
    """The edition in progress."""

    name = "cases_cms_edition"
    template_name = "cases_cms/desk/edition.html"
    order = 110

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "edition": edition_state(self.user)}

"""Category and outstanding of many cases at once, in all their languages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry, Workflow

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage, CatalogueEntry
from cases_cms.collection.services import set_category, set_outstanding
from cases_cms.core import services
from cases_cms.core.outcomes import Outcome
from tests.desk import make_user
from tests.factories import CategoryPageFactory, CollectionPageFactory, make_case, translate


def outcomes(report):
    """``[(title, Outcome)]`` of a report."""
    return [(page.title, outcome) for page, outcome, _reason in report.entries]


def reason(report):
    """The one reason given."""
    return [text for _page, _outcome, text in report.entries if text]


def fresh(page):
    """``page`` as it is in the database."""
    return CasePage.objects.get(pk=page.pk)


def draft(page):
    """The latest revision of ``page``."""
    return fresh(page).get_latest_revision_as_object()


def catalogued(case):
    """Category and outstanding of a case in the catalogue, for each language."""
    return sorted(
        CatalogueEntry.objects.filter(case_key=case.translation_key).values_list("language", "category", "outstanding")
    )


# --- What is changed ----------------------------------------------------------------------


def test_a_live_case_changes_in_all_languages_at_once(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    report = set_category(pages=[case], code="education")
    assert outcomes(report) == [("Net", Outcome.CHANGED)]
    assert catalogued(case) == [("en", "education", False), ("zh-hans", "education", False)]
    assert fresh(case).has_unpublished_changes is False
    assert draft(case).category == "education"
    assert catalogue.find_differences() == []


def test_a_translation_that_is_chosen_changes_its_source(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    report = set_outstanding(pages=[small_site.in_zh(case)], outstanding=True)
    assert outcomes(report) == [("译Net", Outcome.CHANGED)]
    assert catalogued(case) == [("en", "infrastructure", True), ("zh-hans", "infrastructure", True)]


def test_two_languages_of_a_case_are_one_case(small_site):
    case = make_case(small_site.edition, translated=True)
    report = set_outstanding(pages=[case, small_site.in_zh(case)], outstanding=True)
    assert len(report.entries) == 1


def test_a_translation_does_not_bring_the_old_value_back(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    chinese = small_site.in_zh(case)
    services.save_page(page=chinese)  # its revision holds the old category
    set_category(pages=[case], code="education")
    services.publish_page(page=fresh(chinese))
    assert catalogued(case) == [("en", "education", False), ("zh-hans", "education", False)]
    translate(fresh(case))  # a translator publishes from wagtail-localize's copy of the source
    assert catalogued(case) == [("en", "education", False), ("zh-hans", "education", False)]


def test_a_draft_beyond_the_live_page_stays_a_draft(small_site):
    case = make_case(small_site.edition, title="Net")
    page = fresh(case)
    page.summary = "To come."
    services.save_page(page=page)
    set_category(pages=[case], code="education")
    page = fresh(case)
    assert (page.category, page.summary, page.live) == ("education", "A network for villages.", True)
    assert (draft(case).category, draft(case).summary) == ("education", "To come.")
    assert page.has_unpublished_changes is True


@pytest.mark.parametrize("slug", ["renamed", "taken"])
def test_a_slug_in_a_draft_stays_there(small_site, slug):
    make_case(small_site.edition, slug="taken", translated=True)
    case = make_case(small_site.edition, title="Net", slug="net", translated=True)
    services.unpublish_page(page=fresh(case))
    page = fresh(case)
    page.slug = slug
    services.save_page(page=page)
    report = set_outstanding(pages=[case], outstanding=True)
    assert outcomes(report) == [("Net", Outcome.CHANGED)]
    chinese = small_site.in_zh(case)
    assert (fresh(case).slug, fresh(case).outstanding, chinese.live, chinese.slug) == ("net", True, True, "net")
    assert (draft(case).slug, draft(case).outstanding) == (slug, True)
    for edition in (small_site.edition, small_site.in_zh(small_site.edition)):
        assert sorted(edition.get_children().values_list("slug", flat=True)) == ["net", "taken"]


def test_a_draft_becomes_no_page(small_site):
    case = make_case(small_site.edition, title="Net", publish=False, countries=["CN"])
    report = set_category(pages=[case], code="education")
    assert outcomes(report) == [("Net", Outcome.CHANGED)]
    assert (fresh(case).category, fresh(case).live, draft(case).category) == ("education", False, "education")
    assert catalogued(case) == []


def test_what_is_so_already_is_left_as_it_was(small_site):
    case = make_case(small_site.edition, title="Net")
    revisions, entries = case.revisions.count(), PageLogEntry.objects.count()
    report = set_category(pages=[case], code="infrastructure")
    assert outcomes(report) == [("Net", Outcome.UNCHANGED)]
    assert (case.revisions.count(), PageLogEntry.objects.count()) == (revisions, entries)


def test_each_change_is_logged(small_site):
    user = make_user("moderator", actions=["change", "publish"], page=small_site.edition)
    cases = [make_case(small_site.edition) for _number in range(2)]
    set_category(pages=cases, code="education", user=user)
    set_outstanding(pages=cases[:1], outstanding=True, user=user)
    entries = PageLogEntry.objects.filter(action__startswith="cases_cms.").order_by("pk")
    assert [(entry.page_id, entry.user, entry.formatter.format_message(entry)) for entry in entries] == [
        (cases[0].pk, user, "Category set to “Education and skills”"),
        (cases[1].pk, user, "Category set to “Education and skills”"),
        (cases[0].pk, user, "Made an outstanding case"),
    ]


# --- Who may ------------------------------------------------------------------------------------


def test_who_may_not_publish_changes_a_draft(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    user = make_user("editor", actions=["change"], page=small_site.edition)
    report = set_outstanding(pages=[case], outstanding=True, user=user)
    assert outcomes(report) == [("Net", Outcome.DRAFTED)]
    assert catalogued(case) == [("en", "infrastructure", False), ("zh-hans", "infrastructure", False)]
    assert (draft(case).outstanding, fresh(case).has_unpublished_changes) == (True, True)
    again = set_outstanding(pages=[case], outstanding=True, user=user)
    assert outcomes(again) == [("Net", Outcome.UNCHANGED)]
    services.publish_page(page=fresh(case))
    assert catalogued(case) == [("en", "infrastructure", True), ("zh-hans", "infrastructure", True)]


def test_who_may_not_edit_changes_nothing(small_site):
    mine = make_case(small_site.edition, title="Mine")
    other = make_case(small_site.edition_before, title="Other")
    user = make_user("editor", actions=["change", "publish"], page=small_site.edition)
    report = set_outstanding(pages=[mine, other], outstanding=True, user=user)
    assert outcomes(report) == [("Mine", Outcome.CHANGED), ("Other", Outcome.FORBIDDEN)]
    assert (fresh(mine).outstanding, fresh(other).outstanding) == (True, False)


def test_a_right_on_a_translation_is_none_on_its_source(small_site):
    case = make_case(small_site.edition, translated=True)
    chinese = small_site.in_zh(case)
    user = make_user("translator", actions=["change", "publish"], page=small_site.in_zh(small_site.edition))
    report = set_outstanding(pages=[chinese], outstanding=True, user=user)
    assert report.count(Outcome.FORBIDDEN) == 1
    assert (fresh(case).outstanding, fresh(chinese).outstanding) == (False, False)


# --- What stands in the way -------------------------------------------------------------------------


def test_a_page_locked_by_somebody_else_stays_as_it_was(small_site):
    holder = make_user("holder", actions=["change", "lock"], page=small_site.edition)
    user = make_user("editor", actions=["change", "publish"], page=small_site.edition)
    case = make_case(small_site.edition, title="Net")
    CasePage.objects.filter(pk=case.pk).update(locked=True, locked_by=holder, locked_at=timezone.now())
    report = set_outstanding(pages=[case], outstanding=True, user=user)
    assert outcomes(report) == [("Net", Outcome.LOCKED)]
    assert "<b>" not in reason(report)[0]
    assert fresh(case).outstanding is False
    assert outcomes(set_outstanding(pages=[case], outstanding=True, user=holder)) == [("Net", Outcome.DRAFTED)]


def test_a_page_in_moderation_stays_as_it_was(small_site):
    case = make_case(small_site.edition, title="Net")
    user = make_user("moderator", is_superuser=True)
    Workflow.objects.first().start(fresh(case), user)
    report = set_outstanding(pages=[case], outstanding=True, user=user)
    assert outcomes(report) == [("Net", Outcome.LOCKED)]
    assert reason(report) == ["It is in moderation."]


def test_a_page_with_a_date_of_publication_stays_as_it_was(small_site):
    case = make_case(small_site.edition, title="Net", publish=False)
    page = fresh(case)
    page.go_live_at = timezone.now() + datetime.timedelta(days=3)
    page.save_revision().publish()
    report = set_outstanding(pages=[case], outstanding=True)
    assert outcomes(report) == [("Net", Outcome.LOCKED)]
    assert draft(case).outstanding is False


def test_a_live_page_that_would_be_scheduled_by_it_stays_as_it_was(small_site):
    case = make_case(small_site.edition, title="Net")
    later = timezone.now() + datetime.timedelta(days=3)
    CasePage.objects.filter(pk=case.pk).update(go_live_at=later)
    revisions = case.revisions.count()
    report = set_outstanding(pages=[case], outstanding=True)
    assert outcomes(report) == [("Net", Outcome.REFUSED)]
    assert (fresh(case).outstanding, case.revisions.count()) == (False, revisions)


def test_a_page_that_breaks_a_rule_stays_as_it_was_and_others_change(small_site):
    broken = make_case(small_site.edition, title="Broken", translated=True)
    CasePage.objects.filter(pk=broken.pk).update(countries=["CN"])
    good = make_case(small_site.edition, title="Good")
    revisions = broken.revisions.count()
    report = set_category(pages=[broken, good], code="education")
    assert outcomes(report) == [("Broken", Outcome.REFUSED), ("Good", Outcome.CHANGED)]
    assert reason(report) == ["Choose at least two countries and regions; a case is one of international cooperation."]
    assert (fresh(broken).category, broken.revisions.count()) == ("infrastructure", revisions)
    assert fresh(broken).get_latest_revision_as_object().category == "infrastructure"


def test_an_unknown_category_changes_nothing(small_site):
    case = make_case(small_site.edition)
    with pytest.raises(ValidationError):
        set_category(pages=[case], code="astrology")
    assert fresh(case).category == "infrastructure"


def test_a_category_of_another_collection_does_not_fit(small_site):
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    CategoryPageFactory(parent=other, title="Far", code="far")
    case = make_case(small_site.edition, title="Net")
    report = set_category(pages=[case], code="far")
    assert outcomes(report) == [("Net", Outcome.REFUSED)]
    assert reason(report) == ["Its collection has no category “far”."]
    assert fresh(case).category == "infrastructure"


def test_an_alias_page_is_not_changed(small_site):
    case = make_case(small_site.edition, title="Net")
    alias = fresh(case).create_alias(parent=small_site.edition_before, update_slug="net-alias")
    report = set_outstanding(pages=[alias], outstanding=True)
    assert outcomes(report) == [("Net", Outcome.REFUSED)]
    assert (fresh(case).outstanding, fresh(alias).outstanding) == (False, False)


def test_what_is_no_case_is_refused(small_site):
    report = set_outstanding(pages=[small_site.edition], outstanding=True)
    assert outcomes(report) == [("Edition 2024", Outcome.REFUSED)]

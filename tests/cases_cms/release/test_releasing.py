import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from cases_cms.collection import catalogue
from cases_cms.core.roles import RoleCode
from cases_cms.localization.models import BoardCell
from cases_cms.release import releasing
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import ReadyMark, ReleasedPage, ReleaseRun
from cases_cms.release.release_set import release_set
from cases_cms.stories.models import VoicesPage
from tests.cases_cms.release.readiness.building import approve, embargoed_edition, make_ready, ready_case
from tests.cases_cms.release.secretariat import make_secretary
from tests.cases_cms.release.stage import listed
from tests.factories import VoicesIndexPageFactory, VoicesPageFactory, make_case

#: Wagtail's publishing of one page takes more than a hundred.
QUERIES_OF_A_PAGE, QUERIES_OF_UNDOING_A_PAGE = 18, 12
BOTH = ["Lessons by radio", "Masts for villages"]


def lives(stage):
    """``{title: live}`` of the edition's pages in all languages."""
    keys = [page.translation_key for page in stage.pages]
    return dict(Page.objects.filter(translation_key__in=keys).values_list("title", "live"))


def state_of_database():
    """Everything that a rehearsal must leave as it is: rows of all tables but runs and the log of stamps."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table != "cases_release_releaserun":
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


# --- Release -------------------------------------------------------------------------------------


def test_a_release_makes_all_of_an_edition_public_in_every_language(stage, client):
    before = timezone.now()
    run = releasing.release_edition(release=stage.release, user=None)
    assert (run.kind, run.status, run.pages, run.sentences) == ("release", "done", 8, [])
    assert set(lives(stage).values()) == {True}
    assert listed() == BOTH
    release = stage.fresh()
    assert (release.state, release.released_by, before <= release.released_at) == ("released", None, True)
    assert client.get("/en/collection/2026/").status_code == 200
    assert "Masts for villages" in client.get("/en/collection/2026/").text
    assert "译Masts for villages" in client.get("/zh-hans/collection/2026/masts-for-villages/").text
    assert client.get(stage.story.url).status_code == 200


def test_pages_come_out_as_wagtail_publishes_them(stage):
    run = releasing.release_edition(release=stage.release, user=None)
    at = stage.fresh().released_at
    for page in Page.objects.filter(pk__in=ReleasedPage.objects.filter(run=run).values("page_id")):
        assert page.live_revision_id == page.latest_revision_id
        assert (page.first_published_at, page.last_published_at) == (at, at)
        assert (page.has_unpublished_changes, page.title) == (False, page.draft_title)
        entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.publish")
        assert (entry.timestamp, entry.revision_id, entry.user) == (at, page.live_revision_id, None)
    note = PageLogEntry.objects.get(action="cases_release.release")
    assert (note.page_id, note.data) == (stage.edition.pk, {"pages": 8, "languages": ["en", "zh-hans"]})


def test_a_further_page_costs_few_queries(stage):
    def queries():
        releasing.rehearse(release=stage.release, user=None)  # caches, and what is looked up once in a process
        release = releasing.release_edition(release=stage.release, user=None)
        undo = releasing.undo(release=stage.release, user=None, reason="Again")
        return release.queries, undo.queries

    before, cases = queries(), 3
    for number in range(cases):
        make_ready(make_case(stage.edition, publish=False, full=True, title=f"Cables for islands {number}"))
    more = [(after - earlier) / (cases * 2) for after, earlier in zip(queries(), before, strict=True)]
    assert more[0] <= QUERIES_OF_A_PAGE, more
    assert more[1] <= QUERIES_OF_UNDOING_A_PAGE, more


def test_texts_pictures_and_search_are_those_of_the_approved_revision(stage):
    stage.case.refresh_from_db()
    draft = stage.case.get_latest_revision_as_object()
    draft.title, draft.figures = "Masts everywhere", []
    draft.save_revision(clean=False)
    make_ready(draft)
    references = ReferenceIndex.objects.filter(object_id=str(stage.case.pk))
    before = sorted(references.values_list("to_object_id", flat=True))
    run = releasing.release_edition(release=stage.release, user=None)
    page = type(stage.case).objects.get(pk=stage.case.pk)
    assert (page.title, page.figures.count(), page.gallery.count()) == ("Masts everywhere", 0, 1)
    assert listed() == ["Lessons by radio", "Masts everywhere"]
    assert [found.pk for found in type(page).objects.filter(locale=page.locale).search("everywhere")] == [page.pk]
    assert (len(before), sorted(references.values_list("to_object_id", flat=True))) == (1, before)
    assert PageLogEntry.objects.get(action="wagtail.rename").data["title"]["new"] == "Masts everywhere"
    assert run.pages == 8


def test_catalogue_and_board_are_as_if_each_page_had_been_published(stage, capsys):
    releasing.release_edition(release=stage.release, user=None)
    assert catalogue.find_differences() == []
    call_command("check_board")
    assert "as it should be" in capsys.readouterr().out
    states = set(
        BoardCell.objects.filter(
            row__object_id__in=[page.translation_key for page in stage.pages], locale__language_code="zh-hans"
        ).values_list("state", "is_public")
    )
    assert states == {("current", True)}


def test_one_unfinished_case_keeps_everything_back(stage):
    ReadyMark.objects.filter(page=stage.other.pk).delete()
    with pytest.raises(ReleaseRefusedError) as refused:
        releasing.release_edition(release=stage.release, user=None)
    assert [reason for reason in refused.value.reasons if "Lessons by radio" not in reason] == []
    assert set(lives(stage).values()) == {False}
    assert (listed(), stage.fresh().state) == ([], "embargo")
    run = ReleaseRun.objects.get()
    assert (run.status, run.pages, run.sentences) == ("refused", 0, refused.value.reasons)


def test_a_rule_that_is_broken_in_a_draft_keeps_everything_back(stage):
    draft = stage.other.get_latest_revision_as_object()
    draft.countries = ["CN"]
    draft.save_revision(clean=False)
    approve(stage.other)
    with pytest.raises(ReleaseRefusedError):
        releasing.release_edition(release=stage.release, user=None)
    assert (set(lives(stage).values()), listed()) == ({False}, [])


def test_a_voice_that_is_not_ready_is_left_out_and_named(stage, small_site):
    index = VoicesIndexPageFactory(parent=small_site.home)
    VoicesPageFactory(parent=index, case=stage.case, title="Not yet", publish=False)
    ready = VoicesPageFactory(parent=index, case=stage.case, title="We are glad", publish=False)
    approve(ready)
    run = releasing.release_edition(release=stage.release, user=None)
    assert dict(VoicesPage.objects.values_list("title", "live")) == {"Not yet": False, "We are glad": True}
    assert run.pages == 9
    assert [message for message in run.sentences if message.startswith("“Not yet” (English)")] == run.sentences


def test_an_edition_without_cases_is_not_released(small_site, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    _edition, release = embargoed_edition(small_site, year=2027)
    assert release_set(release).missing == ("The edition has no cases.",)
    with pytest.raises(ReleaseRefusedError, match="no cases"):
        releasing.release_edition(release=release, user=None)


def test_an_edition_is_released_once(stage):
    releasing.release_edition(release=stage.release, user=None)
    with pytest.raises(ReleaseRefusedError, match="has been released"):
        releasing.release_edition(release=stage.release, user=None)
    assert ReleaseRun.objects.count() == 1


def test_four_eyes(stage, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": True}
    with pytest.raises(ReleaseRefusedError, match="Nobody has confirmed"):
        releasing.release_edition(release=stage.release, user=None)
    assert set(lives(stage).values()) == {False}
    release = stage.fresh()
    release.release_at = timezone.now() + datetime.timedelta(days=1)
    release.approved_at = timezone.now()
    release.save()
    assert releasing.release_edition(release=release, user=None).status == "done"


@pytest.mark.parametrize(("role", "service"), [("editors", "release_edition"), ("editors", "rehearse")])
def test_who_may_not_is_refused_and_nothing_recorded(stage, role, service):
    editor = make_secretary("edda", RoleCode(role))
    with pytest.raises(PermissionDenied):
        getattr(releasing, service)(release=stage.release, user=editor)
    assert ReleaseRun.objects.count() == 0


def test_what_goes_wrong_is_recorded_and_undone(stage, monkeypatch):
    monkeypatch.setattr(releasing, "_check_constraints", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        releasing.release_edition(release=stage.release, user=None)
    assert (set(lives(stage).values()), stage.fresh().state, listed()) == ({False}, "embargo", [])
    run = ReleaseRun.objects.get()
    assert (run.status, run.sentences) == ("failed", ["ZeroDivisionError: division by zero"])


def test_the_same_number_of_queries_for_a_page_whatever_else_there_is(stage):
    """What is done for all pages together does not grow with them."""
    first = releasing.rehearse(release=stage.release, user=None)
    for number in range(2):
        ready_case(stage.edition, title=f"More {number}")
    second = releasing.rehearse(release=stage.release, user=None)
    for number in range(2, 4):
        ready_case(stage.edition, title=f"More {number}")
    third = releasing.rehearse(release=stage.release, user=None)
    assert (second.pages, third.pages) == (12, 16)
    # Words of the search index are read and written in batches.
    assert abs((third.queries - second.queries) - (second.queries - first.queries)) < 8


# --- Rehearsal -----------------------------------------------------------------------------------


def test_a_rehearsal_leaves_no_trace(stage, mailoutbox, django_capture_on_commit_callbacks):
    make_secretary()
    before = state_of_database()
    with django_capture_on_commit_callbacks(execute=True):
        run = releasing.rehearse(release=stage.release, user=None)
    assert (run.kind, run.status, run.pages) == ("rehearsal", "done", 8)
    assert state_of_database() == before
    assert (mailoutbox, listed()) == ([], [])


def test_a_rehearsal_says_what_keeps_the_edition(stage):
    make_case(stage.edition, publish=False, title="New")
    with pytest.raises(ReleaseRefusedError, match="New"):
        releasing.rehearse(release=stage.release, user=None)
    assert ReleaseRun.objects.get().status == "refused"


# --- Undo ----------------------------------------------------------------------------------------


def test_undo_puts_everything_back_as_it_was(stage, client):
    columns = ("pk", "live", "first_published_at", "last_published_at", "live_revision_id", "has_unpublished_changes")
    keys = [page.translation_key for page in stage.pages]
    before = list(Page.objects.filter(translation_key__in=keys).order_by("pk").values_list(*columns))
    releasing.release_edition(release=stage.release, user=None)
    run = releasing.undo(release=stage.release, user=None, reason="Too early")
    assert (run.kind, run.status, run.pages) == ("undo", "done", 8)
    assert list(Page.objects.filter(translation_key__in=keys).order_by("pk").values_list(*columns)) == before
    assert (listed(), stage.fresh().state, stage.fresh().released_at) == ([], "embargo", None)
    assert client.get("/en/collection/2026/").status_code == 404
    assert client.get(stage.case.url).status_code == 404
    assert catalogue.find_differences() == []
    assert PageLogEntry.objects.get(action="cases_release.undo").data == {"reason": "Too early", "pages": 8}


def test_undo_takes_back_what_came_out_later_too(stage, small_site):
    releasing.release_edition(release=stage.release, user=None)
    late = make_case(stage.edition, title="Late")
    voices = VoicesIndexPageFactory(parent=small_site.home)
    voice = VoicesPageFactory(parent=voices, case=stage.case)
    apart = VoicesPageFactory(parent=voices, title="Of another")
    releasing.undo(release=stage.release, user=None, reason="Too early")
    live = dict(Page.objects.filter(pk__in=[late.pk, voice.pk, apart.pk]).values_list("pk", "live"))
    assert live == {late.pk: False, voice.pk: False, apart.pk: True}
    assert listed() == []


def test_what_was_undone_can_be_released_again(stage):
    releasing.release_edition(release=stage.release, user=None)
    edited = type(stage.case).objects.get(pk=stage.case.pk)
    edited.save_revision().publish()
    releasing.undo(release=stage.release, user=None, reason="Too early")
    run = releasing.release_edition(release=stage.release, user=None)
    assert (run.status, run.pages, listed()) == ("done", 8, BOTH)


def test_undo_needs_a_reason_and_a_release(stage):
    with pytest.raises(ReleaseRefusedError, match="Say why"):
        releasing.undo(release=stage.release, user=None, reason=" ")
    with pytest.raises(ReleaseRefusedError, match="under embargo already"):
        releasing.undo(release=stage.release, user=None, reason="why")


def test_what_was_public_before_is_public_again_as_it_was(stage, small_site):
    voices = VoicesIndexPageFactory(parent=small_site.home)
    voice = VoicesPageFactory(parent=voices, title="General", quote="Of all things.")
    published = VoicesPage.objects.get(pk=voice.pk).first_published_at
    draft = VoicesPage.objects.get(pk=voice.pk)
    draft.quote, draft.case_key = "Of the masts.", stage.case.translation_key
    draft.save_revision(clean=False)
    approve(voice)
    releasing.release_edition(release=stage.release, user=None)
    assert VoicesPage.objects.get(pk=voice.pk).quote == "Of the masts."
    releasing.undo(release=stage.release, user=None, reason="Too early")
    after = VoicesPage.objects.get(pk=voice.pk)
    assert (after.live, after.quote, after.case_key, after.first_published_at) == (
        True,
        "Of all things.",
        None,
        published,
    )

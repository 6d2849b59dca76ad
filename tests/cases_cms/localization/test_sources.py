"""What translators translate: what is published, or what was handed over; and the way of a minor edit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cases_cms.collection.models import CasePage
from cases_cms.core import services
from cases_cms.localization.drafts import save_draft
from cases_cms.localization.enums import CellState, Origin
from cases_cms.localization.errors import HandOverError
from cases_cms.localization.models import BoardCell, SegmentVersion
from cases_cms.localization.rows import refresh
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import HANDED_OVER, MINOR_EDIT, hand_over, update_source
from tests.cases_cms.localization.workshop import at, change, make_translator, state_of, write
from tests.factories import EditionPageFactory, OrganizationFactory, make_case
from tests.forms import form_values


@pytest.fixture
def case(small_site):
    """A published case, translated, published and current in Chinese."""
    return make_case(small_site.edition, title="Masts", translated=True)


@pytest.fixture
def work(case):
    return Translation.objects.get(source__object_id=case.translation_key)


# --- What is published leads -----------------------------------------------------------------


def test_drafts_change_nothing_and_publishing_changes_the_source_at_once(case, work, small_site):
    page = case.get_latest_revision_as_object()
    page.summary = "Only a draft."
    services.save_page(page=page)
    assert at(work, "summary").source == "A network for villages."
    assert state_of(case, small_site.zh) == CellState.CURRENT
    page.get_latest_revision().publish()
    work.refresh_from_db()
    assert at(Translation.objects.get(pk=work.pk), "summary").source == "Only a draft."
    assert state_of(case, small_site.zh) == CellState.OUT_OF_DATE


def test_publishing_a_source_neither_publishes_nor_changes_a_translation(case, small_site):
    target = case.get_translation(small_site.zh)
    revisions = Revision.objects.for_instance(target).count()
    change(case, summary="Something new.", title="Towers")
    after = CasePage.objects.get(pk=target.pk)
    assert (after.summary, after.title, after.live) == (target.summary, target.title, True)
    assert Revision.objects.for_instance(target).count() == revisions


def test_a_rollback_takes_the_source_back_too(case, work):
    with transaction.atomic():
        change(case, summary="Never was.")
        transaction.set_rollback(True)
    assert at(work, "summary").source == "A network for villages."


def test_what_is_shared_follows_without_any_text_to_translate(case, work, small_site):
    change(case, countries=["CN", "KE", "BR"])
    assert TranslationSource.objects.get(pk=work.source_id).as_instance().countries == ["CN", "KE", "BR"]
    assert state_of(case, small_site.zh) == CellState.CURRENT


# --- Minor edits -----------------------------------------------------------------------------


def minor(case, **values):
    page = case.get_latest_revision_as_object()
    page.is_minor_edit = True
    for name, value in values.items():
        setattr(page, name, value)
    return services.save_page(page=page)


def test_a_minor_edit_leaves_translators_nothing_to_do(case, work, small_site):
    page = minor(case, summary="A network for villages!", background="<p>No network at all.</p>")
    assert state_of(case, small_site.zh) == CellState.CURRENT  # a draft, so far
    services.publish_page(page=page)
    fresh = Translation.objects.get(pk=work.pk)
    assert at(fresh, "summary").source == "A network for villages!"
    assert {one.state for one in segments(fresh)} == {"done"}
    assert state_of(case, small_site.zh) == CellState.CURRENT
    assert SegmentVersion.objects.filter(origin=Origin.MINOR).count() == 2
    assert PageLogEntry.objects.filter(page=case.pk, action=MINOR_EDIT).count() == 1


def test_a_minor_edit_does_not_hide_what_was_out_of_date_before(case, small_site):
    change(case, summary="Something else altogether, at length.")
    services.publish_page(page=minor(case, title="Mast"))
    assert state_of(case, small_site.zh) == CellState.OUT_OF_DATE


def test_the_mark_is_the_revisions_own(case, work, small_site):
    page = minor(case, summary="A network for villages!")
    revision = page.get_latest_revision()
    assert revision.content["is_minor_edit"] is True
    later = page.get_latest_revision_as_object()
    later.summary = "A network for all villages of the country."
    services.save_page(page=later, publish=True)
    assert state_of(case, small_site.zh) == CellState.OUT_OF_DATE
    assert at(Translation.objects.get(pk=work.pk), "summary").state == "changed"


def test_a_scheduled_minor_edit_is_minor_when_its_time_comes(case, small_site):
    minor(case, summary="A network for villages!")
    Revision.objects.for_instance(case).latest("pk").publish(user=None)
    assert state_of(case, small_site.zh) == CellState.CURRENT


def test_the_switch_is_in_the_form_only_where_translators_work_from_the_page(client, case, small_site, admin_user):
    client.force_login(admin_user)
    with_work = client.get(f"/admin/pages/{case.pk}/edit/").content.decode()
    assert 'name="is_minor_edit"' in with_work
    lonely = make_case(small_site.edition, title="Lonely")
    assert 'name="is_minor_edit"' not in client.get(f"/admin/pages/{lonely.pk}/edit/").content.decode()


def test_the_switch_keeps_the_translations_current(client, small_site, admin_user):
    """From an editor's click to the board."""
    edition = small_site.edition
    client.force_login(admin_user)
    address = f"/admin/pages/{edition.pk}/edit/"

    def send(**values):
        form = form_values(client.get(address).content.decode(), "#page-edit-form")
        response = client.post(address, {**form, **values})
        assert (response.status_code, response.get("Location", "")[:13]) == (302, "/admin/pages/")

    send(theme="One cyberspace!", is_minor_edit="on")
    html = client.get(address).content.decode()
    assert "is_minor_edit" in form_values(html, "#page-edit-form")  # the draft remembers it
    send(theme="One cyberspace!", is_minor_edit="on", **{"action-publish": "1"})
    assert state_of(edition, small_site.zh) == CellState.CURRENT
    send(theme="Another cyberspace", **{"action-publish": "1"})
    assert state_of(edition, small_site.zh) == CellState.OUT_OF_DATE


# --- Handing over ------------------------------------------------------------------------------


def test_handing_over_makes_a_draft_and_publishes_nothing(small_site, admin_user):
    case = make_case(small_site.edition, title="New", publish=False)
    (translation,) = hand_over(instance=case, locales=[small_site.zh], user=admin_user)
    target = case.get_translation(small_site.zh)
    assert (target.live, target.alias_of_id, target.slug) == (False, None, case.slug)
    assert {one.state for one in segments(translation)} == {"missing"}
    assert PageLogEntry.objects.get(page=case.pk, action=HANDED_OVER).data["languages"] == ["zh-hans"]
    assert state_of(case, small_site.zh) == CellState.NOT_STARTED


def test_handing_over_again_changes_nothing(small_site, case, work, admin_user):
    target = case.get_translation(small_site.zh)
    before = Revision.objects.for_instance(target).count(), PageLogEntry.objects.count()
    assert hand_over(instance=case, locales=[small_site.zh, small_site.en], user=admin_user) == [work]
    assert (Revision.objects.for_instance(target).count(), PageLogEntry.objects.count()) == before
    assert {one.state for one in segments(work)} == {"done"}


def test_a_draft_is_handed_over_as_it_stood_and_later_drafts_wait(small_site):
    case = make_case(small_site.edition, title="New", publish=False)
    (translation,) = hand_over(instance=case, locales=[small_site.zh], user=None)
    page = case.get_latest_revision_as_object()
    page.summary = "Written later."
    services.save_page(page=page)
    assert at(Translation.objects.get(pk=translation.pk), "summary").source == "A network for villages."
    update_source(instance=case)
    assert at(Translation.objects.get(pk=translation.pk), "summary").source == "Written later."


def test_pages_above_that_are_missing_come_as_drafts(small_site):
    edition = EditionPageFactory(parent=small_site.collection, year=2022)
    case = make_case(edition, title="Deep")
    hand_over(instance=case, locales=[small_site.zh], user=None)
    above = edition.get_translation(small_site.zh)
    assert (above.live, above.alias_of_id) == (False, None)
    assert case.get_translation(small_site.zh).get_parent().pk == above.pk


def test_an_alias_becomes_a_draft(small_site):
    case = make_case(small_site.edition, title="Copied")
    alias = case.copy_for_translation(small_site.zh, alias=True)
    assert alias.live is True
    hand_over(instance=case, locales=[small_site.zh], user=None)
    target = CasePage.objects.get(pk=alias.pk)
    assert (target.live, target.alias_of_id) == (False, None)


def test_what_is_no_source_is_not_handed_over(small_site, case):
    with pytest.raises(HandOverError) as caught:
        hand_over(instance=case.get_translation(small_site.zh), locales=[small_site.en], user=None)
    assert str(caught.value) == "“译Masts” is a translation; its source is in English: hand over that one."
    other = make_case(small_site.edition, title="Copied")
    alias = other.copy_for_translation(small_site.zh, alias=True)
    with pytest.raises(HandOverError):
        hand_over(instance=alias, locales=[small_site.en], user=None)


def test_handing_over_needs_the_right(small_site, case, django_user_model):
    fr = Locale.objects.create(language_code="fr")
    with pytest.raises(PermissionDenied):
        hand_over(instance=case, locales=[fr], user=make_translator(django_user_model, "zh", small_site.zh))
    assert not Page.objects.filter(locale=fr).exists()
    assert not Translation.objects.filter(target_locale=fr).exists()


def test_a_thing_without_drafts_is_not_public_before_it_is_approved(small_site):
    organization = OrganizationFactory(name="Post of Kenya")
    (translation,) = hand_over(instance=organization, locales=[small_site.zh], user=None)
    assert not type(organization).objects.filter(locale=small_site.zh).exists()
    assert next(one.source for one in segments(translation)) == "Post of Kenya"


# --- Either direction --------------------------------------------------------------------------


@pytest.fixture
def chinese_first(small_site):
    """A case written in Chinese first, in the same edition."""
    case = CasePage(
        title="扫码看病",
        slug="clinic",
        category="infrastructure",
        countries=["CN", "KE"],
        start_year=2021,
        summary="在手机上看医生。",
        background="<p>村里没有医生。</p>",
        cooperation="<p>两国合作。</p>",
        implementation="<p>建成十个站点。</p>",
        benefits="<p>看病方便了。</p>",
    )
    return services.create_page(parent=small_site.edition.get_translation(small_site.zh), page=case, publish=True)


def test_a_case_written_in_chinese_is_translated_into_english(small_site, chinese_first):
    (work,) = hand_over(instance=chinese_first, locales=[small_site.en], user=None)
    target = chinese_first.get_translation(small_site.en)
    assert target.get_parent().pk == small_site.edition.pk
    assert target.live is False
    write(work, "summary", "See a doctor on the phone.")
    refresh([chinese_first.translation_key])
    row = BoardCell.objects.get(row__object_id=chinese_first.translation_key)
    assert (row.row.locale, row.locale, row.state) == (small_site.zh, small_site.en, CellState.IN_PROGRESS)
    for segment in segments(work):
        write(work, segment.path, f"English of {segment.order}", of=segment.source)
    save_draft(work).publish()
    assert state_of(chinese_first, small_site.en) == CellState.CURRENT
    english = CasePage.objects.get(pk=target.pk)
    assert english.live is True
    change(chinese_first, summary="在手机上看专科医生。")
    summary = at(Translation.objects.get(pk=work.pk), "summary")
    assert (summary.state, summary.former.source) == ("changed", "在手机上看医生。")
    assert summary.former.diff == "在手机上看<ins>专科</ins>医生。"
    assert state_of(chinese_first, small_site.en) == CellState.OUT_OF_DATE
    assert CasePage.objects.get(pk=target.pk).summary == english.summary


def test_a_chinese_case_goes_to_a_third_language_below_its_english_edition(small_site, chinese_first):
    fr = Locale.objects.create(language_code="fr")
    hand_over(instance=chinese_first, locales=[fr], user=None)
    assert chinese_first.get_translation(fr).get_parent().pk == small_site.edition.get_translation(fr).pk
    source = TranslationSource.objects.get(object_id=small_site.edition.translation_key)
    assert source.locale == small_site.en


# --- The live translation stays -----------------------------------------------------------------


def test_the_live_translation_stays_while_its_successor_is_a_draft(small_site, case, work):
    target = case.get_translation(small_site.zh)
    change(case, summary="A new network for villages.")
    write(Translation.objects.get(pk=work.pk), "summary", "村里的新网络。")
    save_draft(Translation.objects.get(pk=work.pk))
    live = CasePage.objects.get(pk=target.pk)
    assert (live.summary, live.live, live.has_unpublished_changes) == ("译A network for villages.", True, True)
    assert live.get_latest_revision_as_object().summary == "村里的新网络。"


def test_a_machines_text_stays_a_machines_after_a_minor_edit(case, work):
    StringTranslation.objects.filter(context__path="summary", locale=work.target_locale).update(
        translation_type="machine"
    )
    services.publish_page(page=minor(case, summary="A network for villages!"))
    assert at(Translation.objects.get(pk=work.pk), "summary").state == "machine"


def test_children_that_are_translated_have_texts_of_their_own(small_site):
    case = make_case(small_site.edition, title="Full", full=True, translated=True)
    change(case, title="Fuller")
    work = Translation.objects.get(source__object_id=case.translation_key)
    assert [one.path for one in segments(work) if one.state != "done"] == ["title"]

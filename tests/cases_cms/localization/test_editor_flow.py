"""The steps of the flow from the editor, and who may take them."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rows import cell_of
from tests.cases_cms.localization.people import make_reviewer, make_translator
from tests.factories import make_case

MACHINE = {"CLASS": "cases_cms.localization.translators.DemoTranslator"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="A case", slug="a-case", translated=True)


@pytest.fixture
def translation(case, small_site):
    return Translation.objects.get(source__object_id=case.translation_key, target_locale=small_site.zh)


@pytest.fixture
def open_cell(case, small_site):
    """The cell of a translation that somebody went on with."""
    cell = cell_of(case, small_site.zh)
    BoardCell.objects.filter(pk=cell.pk).update(stage=Stage.TRANSLATING)
    return cell


def step(client, translation, action, **data):
    return client.post(reverse("localization:flow", args=[translation.pk, action]), data, follow=True)


def stage(cell):
    cell.refresh_from_db()
    return cell.stage


def test_a_translation_is_handed_in_sent_back_and_approved(client, translation, open_cell):
    translator, reviewer = make_translator(), make_reviewer()
    client.force_login(translator)
    response = step(client, translation, "submit")
    assert ("Handed in for review." in response.text, stage(open_cell)) == (True, Stage.REVIEW)
    assert "Approve</button>" not in response.text
    client.force_login(reviewer)
    response = step(client, translation, "send-back", reason=" ")
    assert ("Say what is to change." in response.text, stage(open_cell)) == (True, Stage.REVIEW)
    response = step(client, translation, "send-back", reason="Shorter, please")
    assert ("Shorter, please" in response.text, stage(open_cell)) == (True, Stage.TRANSLATING)
    client.force_login(translator)
    step(client, translation, "submit")
    client.force_login(reviewer)
    response = step(client, translation, "approve", confirmed=["x", "٣", "999999999999"])
    assert ("Approved." in response.text, stage(open_cell)) == (True, Stage.APPROVED)


def test_a_tick_for_each_text_of_a_machine_is_needed_before_approval(client, translation, open_cell):
    StringTranslation.objects.filter(context__path="summary", locale=translation.target_locale).update(
        translation_type="machine"
    )
    client.force_login(make_translator())
    step(client, translation, "submit")
    client.force_login(make_reviewer())
    page = client.get(reverse("localization:translate", args=[translation.pk])).text
    assert page.count('form="flow-approve" required') == 1


def test_steps_of_others_are_refused(client, translation, open_cell):
    client.force_login(make_translator())
    step(client, translation, "submit")
    response = step(client, translation, "approve")
    assert ("You do not review translations into this language." in response.text, stage(open_cell)) == (
        True,
        Stage.REVIEW,
    )
    client.force_login(make_translator("fatou", "en"))
    assert step(client, translation, "withdraw").status_code in (403, 200)
    assert stage(open_cell) == Stage.REVIEW
    client.force_login(make_reviewer())
    assert step(client, translation, "publish-everything").status_code == 404
    assert stage(open_cell) == Stage.REVIEW


def test_a_changed_source_is_kept_by_one_click(client, case, translation):
    client.force_login(make_translator())
    case.title = "A case, changed"
    case.save_revision().publish()
    page = client.get(reverse("localization:translate", args=[translation.pk]))
    [line] = [line for line in page.context["desk"].lines if line.segment.path == "title"]
    assert (line.segment.state, line.value, page.context["changed"]) == ("changed", "译A case", 1)
    assert "<ins>" in page.text
    response = client.post(
        reverse("localization:save", args=[translation.pk, line.segment.pk]),
        {"text": line.value, "version": line.segment.version, "confirm": "1"},
    )
    assert (response.json()["line"]["state"], response.json()["line"]["value"]) == ("done", "译A case")
    case.title = "A case, changed again"
    case.save_revision().publish()
    response = client.post(reverse("localization:keep", args=[translation.pk]), follow=True)
    assert "1 text kept." in response.text
    assert [line.segment.state for line in response.context["desk"].lines if line.segment.path == "title"] == ["done"]


def test_a_source_that_changed_while_one_typed_keeps_the_text(client, case, translation):
    client.force_login(make_translator())
    page = client.get(reverse("localization:translate", args=[translation.pk]))
    [line] = [line for line in page.context["desk"].lines if line.segment.path == "title"]
    case.title = "A case, changed"
    case.save_revision().publish()
    response = client.post(
        reverse("localization:save", args=[translation.pk, line.segment.pk]),
        {"text": "我的译文", "version": line.segment.version},
    )
    [now] = translation.source.stringsegment_set.filter(context__path="title")
    assert (response.status_code, response.json()["moved"]) == (410, now.pk)
    page = client.get(reverse("localization:translate", args=[translation.pk]))
    [line] = [line for line in page.context["desk"].lines if line.segment.path == "title"]
    assert (line.segment.state, line.value) == ("changed", "我的译文")
    assert not StringTranslation.objects.filter(translation_of=now.string, locale=translation.target_locale).exists()


def test_the_machine_translates_one_segment_and_the_rest(client, translation, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINE
    client.force_login(make_translator())
    segment = translation.source.stringsegment_set.get(context__path="title")
    address = reverse("localization:machine", args=[translation.pk])
    response = client.post(address, {"segment": segment.pk}, headers={"X-Requested-With": "XMLHttpRequest"})
    line = response.json()["line"]
    assert (line["state"], line["state_name"], line["value"] == "译A case") == ("machine", "Machine translation", False)
    # A person who says that it is right makes it a person's text.
    data = {"text": line["value"], "version": line["version"], "confirm": "1"}
    response = client.post(reverse("localization:save", args=[translation.pk, segment.pk]), data)
    assert response.json()["line"]["state"] == "done"
    StringTranslation.objects.filter(translation_of=segment.string, locale=translation.target_locale).delete()
    response = client.post(address, follow=True)
    assert "1 segment translated." in response.text
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    response = client.post(address, {"segment": segment.pk}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert (response.status_code, list(response.json())) == (400, ["message"])


def test_who_does_not_translate_gets_no_machine(client, translation):
    client.force_login(make_translator("fatou", "en"))
    address = reverse("localization:machine", args=[translation.pk])
    before = list(StringTranslation.objects.order_by("pk").values_list("data", flat=True))
    assert client.post(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert list(StringTranslation.objects.order_by("pk").values_list("data", flat=True)) == before

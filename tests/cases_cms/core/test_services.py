import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cases_cms.collection.models import CaseFigure, CasePage, CatalogueEntry, Organization
from cases_cms.core import services
from cases_cms.core.services import TranslationMismatchError
from tests.factories import (
    CasePageFactory,
    OrganizationFactory,
    StandardPageFactory,
    in_chinese,
    make_case,
    translate,
)


@pytest.fixture
def user(db):
    return get_user_model().objects.create_superuser("wu", email="wu@example.org")


def actions(page):
    return list(
        PageLogEntry.objects.filter(page=page.pk).order_by("timestamp", "pk").values_list("action", "user__username")
    )


def listed():
    return sorted(CatalogueEntry.objects.values_list("language", "title"))


# --- Create, save, publish, unpublish -----------------------------------------------------------


def test_create_makes_a_draft_with_its_first_revision(small_site, user):
    case = CasePageFactory.build(title="Net")
    case.live = True
    returned = services.create_page(parent=small_site.edition, page=case, user=user)
    assert returned is case
    stored = CasePage.objects.get(pk=case.pk)
    assert (stored.live, stored.owner, stored.revisions.count(), stored.has_unpublished_changes) == (
        False,
        user,
        1,
        True,
    )
    assert actions(case) == [("wagtail.create", "wu")]
    assert listed() == []


def test_create_and_publish(small_site, user):
    case = services.create_page(
        parent=small_site.edition, page=CasePageFactory.build(title="Net"), user=user, publish=True
    )
    stored = CasePage.objects.get(pk=case.pk)
    assert (stored.live, case.live, stored.has_unpublished_changes) == (True, True, False)
    assert stored.first_published_at is not None
    assert actions(case)[-1] == ("wagtail.publish", "wu")
    assert listed() == [("en", "Net"), ("zh-hans", "Net")]


def test_save_keeps_the_live_page_until_it_is_published(small_site, user):
    case = make_case(small_site.edition, title="Net")
    case.title = "New net"
    services.save_page(page=case, user=user)
    assert CasePage.objects.get(pk=case.pk).title == "Net"
    assert listed() == [("en", "Net"), ("zh-hans", "Net")]
    assert actions(case)[-1] == ("wagtail.edit", "wu")
    services.publish_page(page=case, user=user)
    assert case.title == "New net"
    assert listed() == [("en", "New net"), ("zh-hans", "New net")]
    assert actions(case)[-2:] == [("wagtail.rename", "wu"), ("wagtail.publish", "wu")]


def test_unpublish(small_site, user):
    case = make_case(small_site.edition)
    assert services.unpublish_page(page=case, user=user) is case
    assert CasePage.objects.get(pk=case.pk).live is False
    assert actions(case)[-1] == ("wagtail.unpublish", "wu")
    assert listed() == []
    services.unpublish_page(page=case)
    assert [action for action, _user in actions(case)].count("wagtail.unpublish") == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"countries": ["CN"]}, "countries"), ({"category": "nothing"}, "category"), ({"start_year": 2014}, "start_year")],
)
def test_page_that_breaks_a_rule_leaves_nothing(small_site, values, field):
    before = (CasePage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count())
    numchild = small_site.edition.numchild
    with pytest.raises(ValidationError) as raised:
        services.create_page(parent=small_site.edition, page=CasePageFactory.build(title="Net", **values), publish=True)
    assert list(raised.value.message_dict) == [field]
    assert (CasePage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count()) == before
    small_site.edition.refresh_from_db()
    assert small_site.edition.numchild == numchild
    assert listed() == []


def fail(*args, **kwargs):
    raise RuntimeError("half-way")


def test_failure_half_way_leaves_nothing(small_site, monkeypatch):
    before = (CasePage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count())
    monkeypatch.setattr(services, "publish_page", fail)
    with pytest.raises(RuntimeError):
        services.create_page(parent=small_site.edition, page=CasePageFactory.build(), publish=True)
    assert (CasePage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count()) == before


def test_failure_while_saving_keeps_what_was(small_site, monkeypatch):
    case = make_case(small_site.edition, title="Net")
    before = (case.revisions.count(), actions(case))
    case.title = "New net"
    monkeypatch.setattr(services, "publish_page", fail)
    with pytest.raises(RuntimeError):
        services.save_page(page=case, publish=True)
    assert (case.revisions.count(), actions(case)) == before
    assert CasePage.objects.get(pk=case.pk).title == "Net"


def test_publishing_needs_the_permission_and_leaves_nothing_without(small_site):
    stranger = get_user_model().objects.create_user("stranger")
    before = counts()
    with pytest.raises(PermissionDenied):
        services.create_page(parent=small_site.edition, page=CasePageFactory.build(), user=stranger, publish=True)
    assert counts() == before
    case = make_case(small_site.edition)
    with pytest.raises(PermissionDenied):
        services.unpublish_page(page=case, user=stranger)
    assert CasePage.objects.get(pk=case.pk).live is True


# --- Translate --------------------------------------------------------------------------------------


def get_progress(source):
    """``(texts, texts translated)`` of the translation of ``source``."""
    return Translation.objects.get(source=TranslationSource.objects.get_for_instance(source)).get_progress()


def test_translate_stores_a_translators_work(small_site, user):
    case = make_case(small_site.edition, title="Net", slug="net", full=True)
    zh = services.translate(
        source=case, locale=small_site.zh, content=in_chinese(case, title="网络"), user=user, publish=True
    )
    zh = CasePage.objects.get(pk=zh.pk)
    assert (zh.title, zh.slug, zh.live, zh.locale, zh.translation_key) == (
        "网络",
        "net",
        True,
        small_site.zh,
        case.translation_key,
    )
    assert zh.background == "<p>译No network.</p>"
    assert [(item.value, item.label) for item in zh.figures.all()] == [("译over 230", "译villages")]
    assert zh.get_parent().specific == small_site.in_zh(small_site.edition)
    assert get_progress(case) == (14, 14)
    texts = StringTranslation.objects.filter(context__object_id=case.translation_key)
    assert set(texts.values_list("translation_type", "last_translated_by__username", "has_error")) == {
        ("manual", "wu", False)
    }
    assert actions(zh)[-1] == ("wagtail.publish", "wu")
    assert listed() == [("en", "Net"), ("zh-hans", "网络")]


def test_translation_is_a_draft_unless_it_is_published(small_site):
    case = make_case(small_site.edition, title="Net")
    zh = translate(case, publish=False)
    assert CasePage.objects.get(pk=zh.pk).live is False
    assert listed() == [("en", "Net"), ("zh-hans", "Net")]


def test_translating_again_changes_the_translation(small_site):
    case = make_case(small_site.edition, title="Net")
    first = translate(case, title="网")
    case.title = "Better net"
    services.save_page(page=case, publish=True)
    second = translate(CasePage.objects.get(pk=case.pk), title="更好的网络")
    assert second.pk == first.pk
    assert listed() == [("en", "Better net"), ("zh-hans", "更好的网络")]
    assert Translation.objects.filter(source__object_id=case.translation_key).count() == 1


def test_snippet_is_translated(small_site, user):
    organization = OrganizationFactory(name="Wu Networks")
    zh = services.translate(
        source=organization, locale=small_site.zh, content=in_chinese(organization, name="吴氏网络"), user=user
    )
    zh = Organization.objects.get(pk=zh.pk)
    assert (zh.name, zh.code, zh.country, zh.locale) == (
        "吴氏网络",
        organization.code,
        organization.country,
        small_site.zh,
    )


def counts():
    return (
        CasePage.objects.count(),
        TranslationSource.objects.count(),
        Translation.objects.count(),
        StringTranslation.objects.count(),
        Revision.objects.count(),
    )


def test_missing_text_is_a_mismatch(small_site):
    case = make_case(small_site.edition, full=True)
    before = counts()
    content = in_chinese(case, summary="")
    with pytest.raises(TranslationMismatchError) as raised:
        services.translate(source=case, locale=small_site.zh, content=content, publish=True)
    assert str(raised.value) == f"{case}: no translation of “A network for villages.” at summary."
    assert counts() == before


def test_missing_child_is_a_mismatch(small_site):
    case = make_case(small_site.edition, full=True)
    before = counts()
    content = in_chinese(case)
    content.figures = []
    with pytest.raises(TranslationMismatchError, match="no translation of “over 230” at figures"):
        services.translate(source=case, locale=small_site.zh, content=content, publish=True)
    assert counts() == before


@pytest.mark.parametrize("extra", ["paragraph", "child", "field"])
def test_surplus_text_is_a_mismatch(small_site, extra):
    case = make_case(small_site.edition)
    before = counts()
    content = in_chinese(case)
    if extra == "paragraph":
        content.background = "<p>一</p><p>二</p>"
    elif extra == "child":
        content.figures = [CaseFigure(value="一", label="二")]
    else:
        content.search_description = "多"
    with pytest.raises(TranslationMismatchError, match="has more text than its source at"):
        services.translate(source=case, locale=small_site.zh, content=content, publish=True)
    assert counts() == before


def test_failure_while_publishing_leaves_no_translation(small_site, monkeypatch):
    case = make_case(small_site.edition, title="Net")
    before = counts()
    content = in_chinese(case)
    monkeypatch.setattr(services, "publish_page", fail)
    with pytest.raises(RuntimeError):
        services.translate(source=case, locale=small_site.zh, content=content, publish=True)
    assert counts() == before
    assert listed() == [("en", "Net"), ("zh-hans", "Net")]


def test_translation_that_breaks_a_rule_leaves_nothing(small_site, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "MAX_CHARACTERS": 10}
    case = make_case(small_site.edition)
    before = counts()
    content = in_chinese(case, background="<p>一二三四五六七八九十十一</p>")
    with pytest.raises(ValidationError) as raised:
        services.translate(source=case, locale=small_site.zh, content=content, publish=True)
    assert list(raised.value.message_dict) == ["benefits"]
    assert counts() == before


def test_parent_without_translation_is_an_error(small_site):
    page = StandardPageFactory(parent=StandardPageFactory(parent=small_site.home))
    with pytest.raises(Exception, match="is not translated"):
        translate(page)

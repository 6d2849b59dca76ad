import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import GroupSitePermission, ModelLogEntry, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cases_cms.core import views
from home.models import SiteContact, SiteLink, SiteSettings, SiteText
from home.services import save_site_settings
from tests.factories import ImageFactory, StandardPageFactory, translate
from tests.fixtures import text_of

EN = {
    "name": "Cases of Water Towns",
    "short_name": "Water Cases",
    "owner": "Institute of Bridges",
    "footer_text": "What bridges join.",
    "copyright": "© All bridges",
}
ZH = {
    "name": "水乡案例",
    "short_name": "案例",
    "owner": "桥梁研究院",
    "footer_text": "桥之所连。",
    "filing": "示例备00000000号",
    "filing_url": "https://register.example/",
}


@pytest.fixture
def own(small_site):
    """The settings of the small site in both languages."""
    settings = SiteSettings.for_site(Site.objects.get())
    settings.texts = [SiteText(language="en", **EN), SiteText(language="zh-hans", **ZH)]
    settings.contacts = [
        SiteContact(email="desk@example.org"),
        SiteContact(email="english@example.org", language="en", label="Press"),
    ]
    settings.links = [
        SiteLink(kind="weibo", url="https://social.example/bridges", language="zh-hans"),
        SiteLink(kind="x", url="https://social.example/x"),
    ]
    return save_site_settings(settings=settings)


def both(client, site):
    return text_of(client, site.home), text_of(client, site.in_zh(site.home))


def test_without_settings_the_built_in_texts_are_shown(small_site, client):
    en, zh = both(client, small_site)
    assert '<span class="site-brand__name">Practice Cases</span>' in en
    assert '<span class="site-brand__owner">World Internet Conference</span>' in en
    assert '<span class="site-brand__name">实践案例</span>' in zh
    assert '<span class="site-brand__owner">世界互联网大会</span>' in zh
    assert [name for name in ("mailto:", "site-footer__contact", "site-footer__legal") if name in en + zh] == []
    assert en.count('class="site-mark"') == 2


def test_settings_in_both_languages(own, small_site, client):
    en, zh = both(client, small_site)
    for name, text in EN.items():
        assert (name, text in en, text in zh) == (name, True, name == "copyright")
    for name, text in ZH.items():
        assert (name, text in zh, text in en) == (name, True, False)
    assert '<meta property="og:site_name" content="Cases of Water Towns">' in en
    assert '<meta property="og:site_name" content="水乡案例">' in zh
    # What is said in the default language only says so.
    assert '<span lang="en">© All bridges</span>' in zh
    assert "<span>© All bridges</span>" in en
    assert ("english@example.org" in en, "english@example.org" in zh) == (True, False)
    assert ("desk@example.org" in en, "desk@example.org" in zh) == (True, True)
    assert (">Weibo</a>" in en, ">微博</a>" in zh) == (False, True)
    assert '<a href="https://register.example/">示例备00000000号</a>' in zh


def test_titles_name_the_site(own, small_site, client):
    assert "<title>Collection – Cases of Water Towns</title>" in text_of(client, small_site.collection)
    html = client.get("/zh-hans/nothing/").content.decode()
    assert "– 水乡案例</title>" in html


def test_logo_and_picture_for_sharing(own, small_site, client):
    own.logo, own.social_image = ImageFactory(), ImageFactory()
    save_site_settings(settings=own)
    en, _zh = both(client, small_site)
    assert (en.count('class="site-logo"'), en.count('class="site-mark"')) == (2, 0)
    assert f'content="http://testserver/media/images/{own.social_image.filename.split(".")[0]}' in en.replace(
        "localhost", "testserver"
    )
    get_image_model().objects.get(pk=own.logo_id).delete()
    en, _zh = both(client, small_site)
    assert (en.count('class="site-logo"'), en.count('class="site-mark"')) == (0, 2)


def test_a_logo_whose_file_is_gone_takes_no_page_down(own, small_site, client):
    own.logo = ImageFactory()
    save_site_settings(settings=own)
    get_image_model().objects.update(file="original_images/gone.png")
    assert 'class="site-mark"' in text_of(client, small_site.home)


def test_they_cost_one_query_a_request(own, small_site, client):
    text_of(client, small_site.home)
    with CaptureQueriesContext(connection) as queries:
        text_of(client, small_site.home)
    tables = [query["sql"] for query in queries if "home_site" in query["sql"] or "cases_core_" in query["sql"]]
    assert len(tables) == 1


def test_a_change_is_seen_at_once(own, small_site, client):
    assert "Institute of Bridges" in text_of(client, small_site.home)
    SiteText.objects.filter(language="en").update(owner="Institute of Ferries")
    save_site_settings(settings=SiteSettings.objects.get())
    assert "Institute of Ferries" in text_of(client, small_site.home)


def test_settings_belong_to_one_site(own, small_site, client):
    Site.objects.create(hostname="other.example", root_page=small_site.home, is_default_site=False)
    html = client.get("/en/", headers={"host": "other.example"}).content.decode()
    assert "World Internet Conference" in html
    assert "Institute of Bridges" not in html


# --- Errors ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [views.server_error, views.bad_request, views.permission_denied])
def test_error_pages_use_what_is_known_and_ask_nothing(own, small_site, client, rf, view, django_assert_num_queries):
    text_of(client, small_site.home)
    with django_assert_num_queries(0):
        html = view(rf.get("/en/")).content.decode()
    assert "Institute of Bridges" in html
    if view is views.server_error:
        assert 'href="mailto:desk@example.org"' in html


def test_error_page_of_a_process_that_knows_nothing(small_site, rf, django_assert_num_queries):
    from home.identity import _identities

    _identities.clear()
    with django_assert_num_queries(0):
        html = views.server_error(rf.get("/zh-hans/")).content.decode()
    assert "世界互联网大会" in html
    assert "mailto:" not in html


# --- The form -------------------------------------------------------------------------------------------


def form(texts, **changes):
    return nested_form_data(
        {
            "logo": "",
            "social_image": "",
            "texts": inline_formset(texts),
            "contacts": inline_formset([]),
            "links": inline_formset([]),
            **changes,
        }
    )


def row(language, **texts):
    empty = dict.fromkeys(("name", "short_name", "owner", "footer_text", "copyright", "filing", "filing_url"), "")
    return {"id": "", "language": language, **empty, **texts}


@pytest.fixture
def address(small_site):
    return reverse("wagtailsettings:edit", args=["home", "sitesettings", Site.objects.get().pk])


def test_saving_the_form(small_site, address, admin_client, client):
    data = form([row("en", short_name="Bridges"), row("zh-hans", short_name="桥")])
    response = admin_client.post(address, data)
    assert response.status_code == 302
    en, zh = both(client, small_site)
    assert '<span class="site-brand__name">Bridges</span>' in en
    assert '<span class="site-brand__name">桥</span>' in zh
    assert ModelLogEntry.objects.filter(content_type__model="sitesettings", action="wagtail.edit").count() == 1


@pytest.mark.parametrize(
    ("texts", "changes"),
    [
        ([row("en"), row("en")], {}),
        ([row("xx")], {}),
        ([row("", name="Cases")], {}),
        ([row("en", filing_url="javascript:alert(1)")], {}),
        ([], {"contacts": inline_formset([{"id": "", "email": "nobody", "label": "", "language": ""}])}),
        (
            [],
            {
                "links": inline_formset(
                    [{"id": "", "kind": "telegraph", "label": "", "url": "https://x.example", "language": ""}]
                )
            },
        ),
        (
            [],
            {
                "links": inline_formset(
                    [{"id": "", "kind": "x", "label": "", "url": "javascript:alert(1)", "language": ""}]
                )
            },
        ),
    ],
)
def test_bad_input_is_refused_with_a_message(small_site, address, admin_client, texts, changes):
    response = admin_client.post(address, form(texts, **changes))
    assert response.status_code == 200
    assert SiteText.objects.count() + SiteContact.objects.count() + SiteLink.objects.count() == 0
    assert "error-message" in response.content.decode() or "non_form_errors" in response.content.decode()


def test_who_has_no_right_is_refused(small_site, address, client, django_user_model):
    user = django_user_model.objects.create_user("wu", "wu@example.org", "x")
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    assert client.get(address).status_code == 302
    GroupSitePermission.objects.create(
        group=group, site=Site.objects.get(), permission=Permission.objects.get(codename="change_sitesettings")
    )
    assert client.get(address).status_code == 200


def test_the_service_checks(own):
    own.texts = [SiteText(language="en", name="x" * 81)]
    with pytest.raises(ValidationError):
        save_site_settings(settings=own)


# --- Short titles for menus ---------------------------------------------------------------------------------


def test_menu_and_breadcrumbs_use_the_short_title(small_site, client):
    page = StandardPageFactory(
        parent=small_site.home, title="How to take part in it", menu_title="Take part", show_in_menus=True
    )
    translate(page)
    child = StandardPageFactory(parent=page, title="Schedule")
    en, zh = both(client, small_site)
    assert (">Take part</a>" in en, ">How to take part in it</a>" in en) == (True, False)
    assert ">译Take part</a>" in zh
    breadcrumbs = text_of(client, child).partition('class="cc-breadcrumbs"')[2].partition("</nav>")[0]
    assert (">Take part</a>" in breadcrumbs, "How to take part" in breadcrumbs) == (True, False)
    page.refresh_from_db()
    page.menu_title = ""
    page.save()
    en, _zh = both(client, small_site)
    assert (">Take part</a>" in en, ">How to take part in it</a>" in en) == (False, True)

"""What each role may do, tried by real requests, and what it is shown of it: one line for each action."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from PIL import Image as PILImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction
from wagtail_localize.models import StringTranslation

from cases_cms.collection.models import CasePage, CategoryPage, Organization
from tests.admin.role_world import (
    WHO,
    build_world,
    case_form,
    first_segment,
    form_of,
    submit,
    translation_of,
)
from tests.fixtures import load_small_site

pytestmark = pytest.mark.django_db

#: "yes": done, and shown; "-": refused, and not shown.
TABLE = """
                              visitor nobody editors translators moderators secretariat
enter the admin               -       -      yes     yes         yes        yes

add a case                    -       -      yes     -           yes        yes
edit another's draft          -       -      yes     -           yes        yes
edit a live case              -       -      yes     -           yes        yes
submit a draft                -       -      yes     -           yes        yes
approve in the workflow       -       -      -       -           yes        yes
publish a draft               -       -      -       -           yes        yes
unpublish                     -       -      -       -           yes        yes
lock                          -       -      -       -           yes        yes
unlock                        -       -      -       -           yes        yes
copy a case                   -       -      yes     -           yes        yes
see a case's history          -       -      yes     -           yes        yes
make a case private           -       -      -       -           yes        yes
delete one's own draft        -       -      yes     -           yes        yes
delete another's draft        -       -      -       -           yes        yes
delete a live case            -       -      -       -           -          yes
move another's draft          -       -      -       -           yes        yes
move a live case              -       -      -       -           -          yes
publish in bulk               -       -      -       -           yes        yes
delete drafts in bulk         -       -      -       -           yes        yes
delete live cases in bulk     -       -      -       -           -          yes

add a category                -       -      -       -           -          yes
edit a category               -       -      -       -           -          yes
delete a category             -       -      -       -           -          yes
add an edition                -       -      -       -           -          yes
edit an edition               -       -      -       -           -          yes
reorder the cases             -       -      -       -           yes        yes
reorder the editions          -       -      -       -           -          yes
edit the collection           -       -      -       -           -          yes
add news                      -       -      yes     -           yes        yes
edit the list of news         -       -      -       -           -          yes
add a page below home         -       -      -       -           -          yes
edit the home page            -       -      -       -           -          yes

submit for translation        -       -      -       yes         -          yes
edit a translation            -       -      yes     yes         yes        yes
publish a translation         -       -      -       -           yes        yes
update translations           -       -      -       yes         -          yes
update and publish            -       -      -       -           -          yes
stop a translation            -       -      -       -           yes        yes
restart a translation         -       -      -       -           yes        yes
make it an alias              -       -      -       -           yes        yes

add an organization           -       -      yes     -           yes        yes
edit an organization          -       -      yes     -           yes        yes
translate an organization     -       -      -       yes         -          yes
edit its translation          -       -      yes     yes         yes        yes
restart its translation       -       -      yes     -           yes        yes
delete an organization        -       -      -       -           -          yes

upload a picture              -       -      yes     -           yes        yes
edit one's own picture        -       -      yes     -           yes        yes
edit another's picture        -       -      -       -           -          yes
choose a picture              -       -      yes     yes         yes        yes
upload a document             -       -      yes     yes         yes        yes
add a folder of the library   -       -      -       -           -          yes

redirects                     -       -      -       -           -          yes
countries and regions         -       -      -       -           -          yes
settings of the site          -       -      -       -           -          yes
report of workflows           -       -      yes     -           yes        yes
report of translations        -       -      -       yes         -          yes
report of locked pages        -       -      -       -           yes        yes
report of ageing pages        -       -      -       -           -          yes
report of types               -       -      -       -           -          yes
history of the site           -       -      -       -           -          yes
users                         -       -      -       -           -          -
groups                        -       -      -       -           -          -
sites                         -       -      -       -           -          -
languages                     -       -      -       -           -          -
workflows                     -       -      -       -           -          -
tasks of workflows            -       -      -       -           -          -
Django's admin                -       -      -       -           -          -
"""


def read_table():
    """``{action: {who: cell}}``."""
    rows = {}
    for line in TABLE.splitlines()[2:]:
        if line.strip():
            rows[line[:30].strip()] = dict(zip(WHO, line[30:].split(), strict=True))
    return rows


ROWS = read_table()
DO, SEE = {}, {}


def does(name):
    """Registers how an action is tried: ``try_(client, world, who)`` says whether it was done."""

    def register(function):
        DO[name] = function
        return function

    return register


def sees(name, where, needle):
    """Registers where an action is shown: the address of a page, and what stands there; functions of the world."""
    SEE[name] = (where, needle)


def url(name, *args):
    return reverse(name, args=args)


def page_url(action, page):
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])


def opens(client, address):
    return client.get(address).status_code == 200


def has(name):
    """Whether the page is there after all."""
    return Page.objects.filter(slug=name).exists()


def title_of(page):
    return Page.objects.get(pk=page.pk).get_latest_revision().content["title"]


def explore(page):
    return url("wagtailadmin_explore", page.pk)


HOME = "/admin/"


does("enter the admin")(lambda client, world, who: opens(client, HOME))
sees("enter the admin", lambda world: HOME, lambda world: 'id="wagtail-sidebar-props"')

# --- Cases -----------------------------------------------------------------------------------


def add_page(client, parent, model, **data):
    options = model._meta
    return client.post(url("wagtailadmin_pages:add", options.app_label, options.model_name, parent.pk), data)


@does("add a case")
def add_case(client, world, who):
    add_page(client, world.site.edition, CasePage, **case_form(world.organization))
    return has("a-case")


sees(
    "add a case",
    lambda world: explore(world.site.edition),
    lambda world: f'href="{url("wagtailadmin_pages:add_subpage", world.site.edition.pk)}',
)


def edit_case(client, page, world, **more):
    client.post(page_url("edit", page), {**case_form(world.lonely, title="Changed", slug=page.slug), **more})
    return title_of(page) == "Changed"


does("edit another's draft")(lambda client, world, who: edit_case(client, world.draft, world))
sees("edit another's draft", lambda world: explore(world.site.edition), lambda world: page_url("edit", world.draft))
does("edit a live case")(lambda client, world, who: edit_case(client, world.live, world))
sees("edit a live case", lambda world: explore(world.site.edition), lambda world: page_url("edit", world.live))


@does("submit a draft")
def submit_draft(client, world, who):
    edit_case(client, world.draft, world, **{"action-submit": "1"})
    return Page.objects.get(pk=world.draft.pk).current_workflow_state is not None


sees("submit a draft", lambda world: page_url("edit", world.draft), lambda world: 'name="action-submit"')


@does("approve in the workflow")
def approve(client, world, who):
    state = submit(world.draft, world.owner)
    client.post(url("wagtailadmin_pages:workflow_action", world.draft.pk, "approve", state.pk), {"comment": ""})
    return Page.objects.get(pk=world.draft.pk).live


@does("publish a draft")
def publish_draft(client, world, who):
    edit_case(client, world.draft, world, **{"action-publish": "1"})
    return Page.objects.get(pk=world.draft.pk).live


sees("publish a draft", lambda world: page_url("edit", world.draft), lambda world: 'name="action-publish"')


@does("unpublish")
def unpublish(client, world, who):
    client.post(page_url("unpublish", world.live))
    return not Page.objects.get(pk=world.live.pk).live


sees("unpublish", lambda world: page_url("edit", world.live), lambda world: page_url("unpublish", world.live))


@does("lock")
def lock(client, world, who):
    client.post(page_url("lock", world.live))
    return Page.objects.get(pk=world.live.pk).locked


sees("lock", lambda world: page_url("edit", world.live), lambda world: page_url("lock", world.live))


@does("unlock")
def unlock(client, world, who):
    Page.objects.filter(pk=world.live.pk).update(locked=True, locked_by=world.owner)
    client.post(page_url("unlock", world.live))
    return not Page.objects.get(pk=world.live.pk).locked


does("copy a case")(lambda client, world, who: opens(client, page_url("copy", world.live)))
sees("copy a case", lambda world: explore(world.site.edition), lambda world: page_url("copy", world.live))
does("see a case's history")(lambda client, world, who: opens(client, page_url("history", world.live)))
sees("see a case's history", lambda world: explore(world.site.edition), lambda world: page_url("history", world.live))


@does("make a case private")
def make_private(client, world, who):
    client.post(
        url("wagtailadmin_pages:set_privacy", world.live.pk),
        {"restriction_type": "login", "password": "", "groups": []},
    )
    return PageViewRestriction.objects.filter(page=world.live.pk).exists()


sees(
    "make a case private",
    lambda world: page_url("edit", world.live),
    lambda world: 'data-a11y-dialog-show="set-privacy"',
)


def gone(page):
    return not Page.objects.filter(pk=page.pk).exists()


def delete_page(client, page):
    client.post(page_url("delete", page))
    return gone(page)


@does("delete one's own draft")
def delete_own(client, world, who):
    Page.objects.filter(pk=world.draft.pk).update(owner=world.users.get(who))
    return delete_page(client, world.draft)


does("delete another's draft")(lambda client, world, who: delete_page(client, world.draft))
sees("delete another's draft", lambda world: explore(world.site.edition), lambda world: page_url("delete", world.draft))
does("delete a live case")(lambda client, world, who: delete_page(client, world.live))
sees("delete a live case", lambda world: explore(world.site.edition), lambda world: page_url("delete", world.live))


def move_page(client, page, world):
    target = world.site.edition_before
    client.post(url("wagtailadmin_pages:move_confirm", page.pk, target.pk))
    return Page.objects.get(pk=page.pk).path.startswith(target.path)


does("move another's draft")(lambda client, world, who: move_page(client, world.draft, world))
sees("move another's draft", lambda world: explore(world.site.edition), lambda world: page_url("move", world.draft))
does("move a live case")(lambda client, world, who: move_page(client, world.live, world))
sees("move a live case", lambda world: explore(world.site.edition), lambda world: page_url("move", world.live))


def in_bulk(client, action, page):
    address = url("wagtail_bulk_action", "wagtailcore", "page", action)
    client.post(f"{address}?id={page.pk}&next=/admin/")


@does("publish in bulk")
def publish_in_bulk(client, world, who):
    in_bulk(client, "publish", world.draft)
    return Page.objects.get(pk=world.draft.pk).live


@does("delete drafts in bulk")
def delete_drafts_in_bulk(client, world, who):
    in_bulk(client, "delete", world.draft)
    return gone(world.draft)


@does("delete live cases in bulk")
def delete_live_in_bulk(client, world, who):
    in_bulk(client, "delete", world.live)
    return gone(world.live)


# --- What holds the site together --------------------------------------------------------------


@does("add a category")
def add_category(client, world, who):
    data = {"title": "Governance", "slug": "governance", "code": "governance", "accent": "1", "order": "3"}
    response = client.get(url("wagtailadmin_pages:add", "cases_collection", "categorypage", world.site.collection.pk))
    if response.status_code == 200:
        add_page(client, world.site.collection, CategoryPage, **{**form_of(response), **data})
    else:
        add_page(client, world.site.collection, CategoryPage, **data)
    return has("governance")


sees(
    "add a category",
    lambda world: explore(world.site.collection),
    lambda world: f'href="{url("wagtailadmin_pages:add_subpage", world.site.collection.pk)}',
)


def change_title(client, page):
    """Edit a page by sending its own form back with another title; what has no form is sent the title alone."""
    address = page_url("edit", page)
    response = client.get(address)
    data = form_of(response) if response.status_code == 200 and response.context else {}
    client.post(address, {**data, "title": "Changed"})
    return title_of(page) == "Changed"


def edits(name, attribute, parent):
    """An action that edits the page ``attribute`` of the site, shown in the list below ``parent``."""
    does(name)(lambda client, world, who: change_title(client, attribute(world)))
    sees(name, lambda world: explore(parent(world)), lambda world: page_url("edit", attribute(world)))


edits("edit a category", lambda world: world.site.infrastructure, lambda world: world.site.collection)
edits("edit an edition", lambda world: world.site.edition, lambda world: world.site.collection)
edits("edit the collection", lambda world: world.site.collection, lambda world: world.site.home)
edits("edit the list of news", lambda world: world.news_index, lambda world: world.site.home)
# Its form holds a stream of blocks; opening it asks the same question as saving it.
does("edit the home page")(lambda client, world, who: opens(client, page_url("edit", world.site.home)))
sees("edit the home page", lambda world: explore(world.site.home), lambda world: page_url("edit", world.site.home))
does("delete a category")(lambda client, world, who: delete_page(client, world.site.education))
sees(
    "delete a category",
    lambda world: explore(world.site.collection),
    lambda world: page_url("delete", world.site.education),
)
does("add an edition")(
    lambda client, world, who: opens(
        client, url("wagtailadmin_pages:add", "cases_collection", "editionpage", world.site.collection.pk) + "?empty=1"
    )
)


def reorder(client, page):
    before = list(page.get_parent().get_children().values_list("pk", flat=True))
    client.post(url("wagtailadmin_pages:set_page_position", page.pk) + f"?position={len(before) - 1}")
    return list(page.get_parent().get_children().values_list("pk", flat=True)) != before


does("reorder the cases")(lambda client, world, who: reorder(client, world.draft))
sees(
    "reorder the cases",
    lambda world: explore(world.site.edition),
    lambda world: explore(world.site.edition) + "?ordering=ord",
)
does("reorder the editions")(lambda client, world, who: reorder(client, world.site.infrastructure))
sees(
    "reorder the editions",
    lambda world: explore(world.site.collection),
    lambda world: explore(world.site.collection) + "?ordering=ord",
)
does("add news")(
    lambda client, world, who: opens(
        client, url("wagtailadmin_pages:add", "cases_news", "newspage", world.news_index.pk)
    )
)
sees(
    "add news",
    lambda world: explore(world.news_index),
    lambda world: f'href="{url("wagtailadmin_pages:add_subpage", world.news_index.pk)}',
)
does("add a page below home")(
    lambda client, world, who: opens(client, url("wagtailadmin_pages:add", "home", "standardpage", world.site.home.pk))
)
sees(
    "add a page below home",
    lambda world: explore(world.site.home),
    lambda world: f'href="{url("wagtailadmin_pages:add_subpage", world.site.home.pk)}',
)

# --- Translation -------------------------------------------------------------------------------


@does("submit for translation")
def submit_translation(client, world, who):
    client.post(url("wagtail_localize:submit_page_translation", world.untranslated.pk), {"locales": [world.site.zh.pk]})
    return world.untranslated.has_translation(world.site.zh)


sees(
    "submit for translation",
    lambda world: explore(world.site.edition),
    lambda world: url("wagtail_localize:submit_page_translation", world.untranslated.pk),
)


def write_text(client, instance):
    """Translate the first text of an object, as the translation editor does."""
    segment = first_segment(instance)
    client.put(
        url("wagtail_localize:edit_string_translation", translation_of(instance).pk, segment.pk),
        urlencode({"value": "新的译文"}),
        content_type="application/x-www-form-urlencoded",
    )
    return StringTranslation.objects.filter(translation_of=segment.string, data="新的译文").exists()


does("edit a translation")(lambda client, world, who: write_text(client, world.draft_zh))
sees(
    "edit a translation",
    lambda world: explore(world.site.in_zh(world.site.edition)),
    lambda world: page_url("edit", world.draft_zh),
)


@does("publish a translation")
def publish_translation(client, world, who):
    with TestCase.captureOnCommitCallbacks(execute=True):  # wagtail-localize publishes after the commit
        client.post(page_url("edit", world.draft_zh), {"action": "publish"})
    return Page.objects.get(pk=world.draft_zh.pk).live


def update(client, world, **data):
    source = translation_of(world.draft_zh).source
    before = source.last_updated_at
    client.post(url("wagtail_localize:update_translations", source.pk), data)
    source.refresh_from_db()
    return source.last_updated_at != before


does("update translations")(lambda client, world, who: update(client, world))
sees(
    "update translations",
    lambda world: explore(world.site.edition),
    lambda world: url("wagtail_localize:update_translations", translation_of(world.draft_zh).source_id),
)


@does("update and publish")
def update_and_publish(client, world, who):
    with TestCase.captureOnCommitCallbacks(execute=True):
        update(client, world, publish_translations="on")
    return Page.objects.get(pk=world.draft_zh.pk).live


sees(
    "update and publish",
    lambda world: url("wagtail_localize:update_translations", translation_of(world.draft_zh).source_id),
    lambda world: 'type="checkbox" name="publish_translations"',
)


@does("stop a translation")
def stop(client, world, who):
    translation = translation_of(world.draft_zh)
    client.post(url("wagtail_localize:stop_translation", translation.pk))
    translation.refresh_from_db()
    return not translation.enabled


def restart(client, instance, address):
    """Ask for a translation that was stopped to be one again."""
    translation = translation_of(instance)
    translation.enabled = False
    translation.save()
    client.post(address, {"localize-restart-translation": "1"})
    translation.refresh_from_db()
    return translation.enabled


does("restart a translation")(
    lambda client, world, who: restart(client, world.draft_zh, page_url("edit", world.draft_zh))
)


@does("make it an alias")
def make_alias(client, world, who):
    client.post(url("wagtail_localize:convert_to_alias", world.draft_zh.pk))
    return Page.objects.get(pk=world.draft_zh.pk).alias_of_id is not None


# --- Organizations -----------------------------------------------------------------------------

SNIPPET = "wagtailsnippets_cases_collection_organization"


@does("add an organization")
def add_organization(client, world, who):
    client.post(url(f"{SNIPPET}:add"), {"name": "New", "code": "new", "country": "", "website": ""})
    return Organization.objects.filter(code="new").exists()


sees("add an organization", lambda world: url(f"{SNIPPET}:list"), lambda world: f'href="{url(f"{SNIPPET}:add")}')


@does("edit an organization")
def edit_organization(client, world, who):
    data = {"name": "Changed", "code": "lonely", "country": "", "website": ""}
    client.post(url(f"{SNIPPET}:edit", world.lonely.pk), data)
    return Organization.objects.get(pk=world.lonely.pk).name == "Changed"


@does("translate an organization")
def translate_organization(client, world, who):
    address = url("wagtail_localize:submit_snippet_translation", "cases_collection", "organization", world.lonely.pk)
    client.post(address, {"locales": [world.site.zh.pk]})
    return world.lonely.has_translation(world.site.zh)


sees(
    "translate an organization",
    lambda world: url(f"{SNIPPET}:list"),
    lambda world: url(
        "wagtail_localize:submit_snippet_translation", "cases_collection", "organization", world.lonely.pk
    ),
)
does("edit its translation")(lambda client, world, who: write_text(client, world.organization_zh))


does("restart its translation")(
    lambda client, world, who: restart(client, world.organization_zh, url(f"{SNIPPET}:edit", world.organization_zh.pk))
)


@does("delete an organization")
def delete_organization(client, world, who):
    client.post(url(f"{SNIPPET}:delete", world.lonely.pk))
    return not Organization.objects.filter(pk=world.lonely.pk).exists()


sees(
    "delete an organization",
    lambda world: url(f"{SNIPPET}:list"),
    lambda world: url(f"{SNIPPET}:delete", world.lonely.pk),
)

# --- Libraries ---------------------------------------------------------------------------------


def picture():
    data = BytesIO()
    PILImage.new("RGB", (20, 20), "navy").save(data, "PNG")
    return SimpleUploadedFile("new.png", data.getvalue(), "image/png")


@does("upload a picture")
def upload_picture(client, world, who):
    root = Collection.get_first_root_node()
    client.post(url("wagtailimages:add_multiple"), {"title": "New", "files[]": picture(), "collection": root.pk})
    return get_image_model().objects.exclude(pk=world.image.pk).exists()


sees(
    "upload a picture",
    lambda world: url("wagtailimages:index"),
    lambda world: f'href="{url("wagtailimages:add_multiple")}',
)


def edit_picture(client, image):
    client.post(url("wagtailimages:edit", image.pk), {"title": "Changed", "tags": "", "description": ""})
    return get_image_model().objects.get(pk=image.pk).title == "Changed"


@does("edit one's own picture")
def edit_own_picture(client, world, who):
    world.image.uploaded_by_user = world.users.get(who)
    world.image.save()
    return edit_picture(client, world.image)


does("edit another's picture")(lambda client, world, who: edit_picture(client, world.image))
sees(
    "edit another's picture",
    lambda world: url("wagtailimages:index"),
    lambda world: url("wagtailimages:edit", world.image.pk),
)


@does("choose a picture")
def choose_picture(client, world, who):
    response = client.get(url("wagtailimages_chooser:choose_results"))
    return response.status_code == 200 and "Another" in response.content.decode()


@does("upload a document")
def upload_document(client, world, who):
    client.post(
        url("wagtaildocs:add_multiple"),
        {"title": "Words", "files[]": SimpleUploadedFile("words.txt", b"Words"), "collection": 1},
    )
    return get_document_model().objects.exists()


sees(
    "upload a document",
    lambda world: url("wagtaildocs:index"),
    lambda world: f'href="{url("wagtaildocs:add_multiple")}',
)


@does("add a folder of the library")
def add_folder(client, world, who):
    root = Collection.get_first_root_node()
    client.post(url("wagtailadmin_collections:add"), {"name": "New folder", "parent": root.pk})
    return Collection.objects.filter(name="New folder").exists()


# --- Menus -------------------------------------------------------------------------------------

for action, view in {
    "add a folder of the library": "wagtailadmin_collections:index",
    "redirects": "wagtailredirects:index",
    "countries and regions": "countries:index",
    "report of workflows": "wagtailadmin_reports:workflow",
    "report of translations": "wagtail_localize:translations_report",
    "report of locked pages": "wagtailadmin_reports:locked_pages",
    "report of ageing pages": "wagtailadmin_reports:aging_pages",
    "report of types": "wagtailadmin_reports:page_types_usage",
    "history of the site": "wagtailadmin_reports:site_history",
    "users": "wagtailusers_users:index",
    "groups": "wagtailusers_groups:index",
    "sites": "wagtailsites:index",
    "languages": "wagtaillocales:index",
    "workflows": "wagtailadmin_workflows:index",
    "tasks of workflows": "wagtailadmin_workflows:task_index",
    "Django's admin": "admin:index",
}.items():
    if action not in DO:
        does(action)(lambda client, world, who, view=view: opens(client, url(view)))
    sees(action, lambda world: HOME, lambda world, view=view: f'"url": "{url(view)}"')


def settings_url():
    return url("wagtailsettings:edit", "home", "sitesettings")


does("settings of the site")(
    lambda client, world, who: client.get(settings_url(), follow=True).request["PATH_INFO"].startswith(settings_url())
)
sees("settings of the site", lambda world: HOME, lambda world: f'"url": "{settings_url()}"')

# --- The tests ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world_data(small_site_data, django_db_blocker):
    """The world, made once; it goes with the small site's transaction."""
    with django_db_blocker.unblock(), translation.override("en"):
        return build_world(load_small_site())


@pytest.fixture
def world(world_data, small_site):
    """The world as it was made; what a test changes is undone after it."""
    return world_data.fresh(small_site)


def test_every_line_is_tried():
    assert set(DO) == set(ROWS)
    assert set(SEE) < set(ROWS)


@pytest.mark.parametrize("action", ROWS)
@pytest.mark.parametrize("who", WHO)
def test_what_a_role_may_do(world, action, who):
    assert DO[action](world.client(who), world, who) is (ROWS[action][who] != "-")


@pytest.mark.parametrize("action", SEE)
@pytest.mark.parametrize("who", WHO)
def test_what_a_role_sees(world, action, who):
    where, needle = SEE[action]
    response = world.client(who).get(where(world))
    html = response.content.decode() if response.status_code == 200 else ""
    assert (needle(world) in html) is (ROWS[action][who] == "yes")

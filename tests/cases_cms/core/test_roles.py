"""The roles in the database: exactly the rights of the table, and nobody else's."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    ModelLogEntry,
    Page,
)

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.role_services import find_tops, setup_roles
from cases_cms.core.roles import CONTENT, Role, RoleCode, may_see_report, rights_on, roles_of
from home.models import HomePage
from tests.admin.role_world import make_user, submit
from tests.factories import HomePageFactory, make_case

pytestmark = pytest.mark.django_db

#: What the groups have in the database: no more, no less.
MODELS = {
    "editors": [
        "cases_collection.add_organization",
        "cases_collection.change_organization",
        "cases_interchange.add_import",
        "cases_interchange.view_import",
        "cases_localization.change_imagetext",
        "cases_localization.view_term",
        "cases_release.view_editionrelease",
        "wagtailadmin.access_admin",
    ],
    "translators": [
        "cases_collection.change_organization",
        "cases_localization.change_imagetext",
        "cases_localization.view_term",
        "cases_release.view_editionrelease",
        "wagtail_localize.submit_translation",
        "wagtailadmin.access_admin",
    ],
    "moderators": [
        "cases_collection.add_organization",
        "cases_collection.change_organization",
        "cases_interchange.add_import",
        "cases_interchange.view_import",
        "cases_localization.add_term",
        "cases_localization.change_imagetext",
        "cases_localization.change_term",
        "cases_localization.view_term",
        "cases_release.view_editionrelease",
        "wagtailadmin.access_admin",
    ],
    "secretariat": [
        "cases_collection.add_organization",
        "cases_collection.change_organization",
        "cases_collection.delete_organization",
        "cases_core.change_country",
        "cases_core.change_job",
        "cases_core.view_job",
        "cases_interchange.add_import",
        "cases_interchange.view_import",
        "cases_localization.add_languagerole",
        "cases_localization.add_term",
        "cases_localization.change_imagetext",
        "cases_localization.change_languagerole",
        "cases_localization.change_term",
        "cases_localization.change_translationsettings",
        "cases_localization.delete_languagerole",
        "cases_localization.delete_term",
        "cases_localization.view_term",
        "cases_release.confirm_editionrelease",
        "cases_release.prepare_editionrelease",
        "cases_release.run_editionrelease",
        "cases_release.view_editionrelease",
        "home.change_sitesettings",
        "wagtail_localize.submit_translation",
        "wagtailadmin.access_admin",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}
PAGES = {
    "editors": ["add_page", "change_page"],
    "translators": ["change_page"],
    "moderators": ["add_page", "change_page", "lock_page", "publish_page", "unlock_page"],
    "secretariat": ["add_page", "change_page", "lock_page", "publish_page", "unlock_page"],
}
LIBRARY = {
    "editors": ["add_document", "add_image", "choose_document", "choose_image"],
    "translators": ["add_document", "choose_document", "choose_image"],
    "moderators": ["add_document", "add_image", "choose_document", "choose_image"],
    "secretariat": [
        "add_collection",
        "add_document",
        "add_image",
        "change_collection",
        "change_document",
        "change_image",
        "choose_document",
        "choose_image",
        "delete_collection",
    ],
}


def models_of(code):
    found = Permission.objects.filter(group__cases_role__code=code).select_related("content_type")
    return sorted(f"{permission.content_type.app_label}.{permission.codename}" for permission in found)


def pages_of(code, page):
    found = GroupPagePermission.objects.filter(group__cases_role__code=code, page=page)
    return sorted(found.values_list("permission__codename", flat=True))


def library_of(code):
    found = GroupCollectionPermission.objects.filter(group__cases_role__code=code)
    assert set(found.values_list("collection__depth", flat=True)) == {1}
    return sorted(found.values_list("permission__codename", flat=True))


def test_codes_are_stable():
    assert RoleCode.values == ["editors", "translators", "moderators", "secretariat"]


def test_the_groups_have_exactly_these_rights(small_site):
    setup_roles()
    homes = [small_site.home, small_site.in_zh(small_site.home)]
    assert find_tops() == [Page.objects.get(pk=home.pk) for home in homes]
    assert {code: models_of(code) for code in RoleCode.values} == MODELS
    for home in homes:
        assert {code: pages_of(code, home) for code in RoleCode.values} == PAGES
    assert {code: library_of(code) for code in RoleCode.values} == LIBRARY
    number = sum(2 * len(names) for names in PAGES.values())
    assert GroupPagePermission.objects.filter(group__cases_role__isnull=False).count() == number


def test_a_second_time_changes_nothing(small_site):
    assert len(setup_roles()) > 0
    entries = ModelLogEntry.objects.count()
    assert setup_roles() == []
    assert setup_roles(reset=True) == []
    assert ModelLogEntry.objects.count() == entries


def test_what_changed_is_logged(small_site):
    setup_roles()
    group = Role.objects.get(code="editors").group
    entries = ModelLogEntry.objects.for_instance(group)
    assert sorted(entry.action for entry in entries) == ["wagtail.create", "wagtail.edit"]


def test_repair_gives_back_and_keeps_what_the_host_gave(small_site):
    setup_roles()
    group = Role.objects.get(code="editors").group
    own = Permission.objects.get(codename="add_redirect")
    group.permissions.set([own])
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(
        group=group, page=small_site.edition, permission=Permission.objects.get(codename="publish_page")
    )
    assert len(setup_roles()) == len(MODELS["editors"]) + 4
    assert models_of("editors") == [*MODELS["editors"], "wagtailredirects.add_redirect"]
    assert pages_of("editors", small_site.edition) == ["publish_page"]
    taken = [str(change) for change in setup_roles(reset=True)]
    assert taken == [
        "editors: - wagtailredirects.add_redirect",
        f"editors: - publish @ {small_site.edition.url_path}",
    ]
    assert models_of("editors") == MODELS["editors"]
    assert pages_of("editors", small_site.edition) == []


def test_a_renamed_group_keeps_its_role(small_site):
    setup_roles()
    group = Role.objects.get(code="moderators").group
    group.name = "Redaktion"
    group.save()
    assert setup_roles() == []
    assert Role.objects.get(code="moderators").group.name == "Redaktion"


def test_a_deleted_group_is_made_again(small_site):
    setup_roles()
    Role.objects.get(code="moderators").group.delete()
    assert Role.objects.count() == 3
    setup_roles()
    assert models_of("moderators") == MODELS["moderators"]


def rights_of_others():
    groups = Group.objects.filter(cases_role__isnull=True).order_by("name")
    return [
        (
            group.name,
            sorted(group.permissions.values_list("pk", flat=True)),
            sorted(group.page_permissions.values_list("page_id", "permission_id")),
            sorted(group.collection_permissions.values_list("collection_id", "permission_id")),
        )
        for group in groups
    ]


def test_other_groups_stay_as_they_are(small_site):
    taken = Group.objects.create(name="Practice cases: editors")
    before = rights_of_others()
    setup_roles()
    setup_roles(reset=True)
    assert rights_of_others() == before
    assert "Editors" in [name for name, *_rest in before]
    assert Role.objects.get(code="editors").group != taken
    assert Role.objects.get(code="editors").group.name == "Practice cases: editors 2"


def test_a_host_group_may_do_all_that_wagtail_gives_it(small_site):
    """Types limit roles only: Wagtail's own Editors may still edit what they could."""
    group = Group.objects.get(name="Editors")
    for name in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=small_site.home, permission=Permission.objects.get(codename=name)
        )
    user = make_user("host")
    user.groups.add(group)
    edition = small_site.edition.permissions_for_user(user)
    assert (edition.can_edit(), edition.can_add_subpage(), edition.can_publish()) == (True, True, False)


def test_a_new_home_page_is_open_to_the_roles_at_once(small_site):
    setup_roles()
    french = Locale.objects.create(language_code="fr")
    home = HomePageFactory(parent=Page.get_first_root_node(), title="Cas", slug="cas", locale=french)
    assert {code: pages_of(code, home) for code in RoleCode.values} == PAGES
    assert setup_roles() == []


def test_no_roles_no_rights(small_site):
    """Where a host has not set the roles up, new pages give nothing to anybody."""
    before = GroupPagePermission.objects.count()
    HomePageFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    assert GroupPagePermission.objects.count() == before
    assert Role.objects.count() == 0


def test_types_that_nobody_registered_are_structure():
    assert rights_on(CasePage, RoleCode.EDITORS) == CONTENT[RoleCode.EDITORS]
    assert rights_on(EditionPage, RoleCode.EDITORS) == frozenset()
    assert rights_on(HomePage, RoleCode.MODERATORS) == frozenset()


def test_two_roles_add_up(small_site):
    setup_roles()
    user = make_user("both", "editors", "translators")
    assert roles_of(user) == {"editors", "translators"}
    case = make_case(small_site.edition, publish=False)
    tester = case.permissions_for_user(user)
    assert (tester.can_edit(), tester.can_publish(), tester.can_delete()) == (True, False, False)
    assert may_see_report(user, "wagtail_localize:translations_report") is True
    assert may_see_report(user, "wagtailadmin_reports:site_history") is False


def test_rights_end_where_they_were_taken_by_hand(small_site):
    """The table is the most a role may have: a right that is not in the database is none."""
    setup_roles()
    user = make_user("mod", "moderators")
    case = make_case(small_site.edition)
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    tester = case.permissions_for_user(user)
    assert (tester.can_edit(), tester.can_publish(), tester.can_lock()) == (True, False, True)


def task():
    return GroupApprovalTask.objects.get(name="Moderators approval")


def groups_of_task():
    return sorted(task().groups.values_list("name", flat=True))


def test_the_default_workflow_is_joined(small_site):
    setup_roles()
    assert groups_of_task() == ["Moderators", "Practice cases: moderators", "Practice cases: secretariat"]


def test_a_workflow_that_a_host_made_its_own_is_left(small_site):
    task().groups.set([Group.objects.create(name="Board")])
    setup_roles()
    assert groups_of_task() == ["Board"]


def test_a_workflow_over_other_pages_is_left(small_site):
    """Whoever approves may edit: the roles get no part of a tree that is not the plugin's."""
    Page.get_first_root_node().add_child(instance=Page(title="Another site", slug="another"))
    setup_roles()
    assert groups_of_task() == ["Moderators"]


def test_from_editor_to_moderator(small_site, client):
    """An editor submits, a moderator asks for changes, the editor resubmits, the moderator approves; it is live."""
    setup_roles()
    editor, moderator = make_user("e", "editors"), make_user("m", "moderators")
    case = make_case(small_site.edition, publish=False, title="To be read", slug="to-be-read")
    state = submit(case, editor)
    client.force_login(editor)

    def act(name, state):
        return client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[case.pk, name, state.pk]), {"comment": "."}
        )

    act("approve", state)
    case.refresh_from_db()
    assert (case.live, case.current_workflow_state.status) == (False, "in_progress")
    client.force_login(moderator)
    act("reject", state)
    case = CasePage.objects.get(pk=case.pk)
    assert case.current_workflow_state.status == "needs_changes"
    case.current_workflow_state.resume(user=editor)
    state = CasePage.objects.get(pk=case.pk).current_workflow_task_state
    act("approve", state)
    case.refresh_from_db()
    assert case.live is True
    assert client.get(case.url).status_code == 200


def test_the_command_says_what_it_did(small_site):
    out = StringIO()
    call_command("setup_roles", stdout=out)
    lines = out.getvalue().splitlines()
    assert "  editors: + Practice cases: editors" in lines
    assert "  translators: + wagtail_localize.submit_translation" in lines
    assert lines[-1] == "  secretariat  Secretariat (Practice cases: secretariat)"
    out = StringIO()
    call_command("setup_roles", stdout=out)
    assert out.getvalue().splitlines()[-1] == "  Nothing had to be changed."


def test_queries_do_not_grow_with_the_list(small_site, django_assert_num_queries):
    """A role costs two queries for all pages of a list together: whose group it is, what is translated."""
    setup_roles()
    user = make_user("t", "translators")
    pages = [make_case(small_site.edition) for _number in range(3)]
    for seen in (pages[:1], pages):
        user = type(user).objects.get(pk=user.pk)
        with django_assert_num_queries(3):
            assert [page.permissions_for_user(user).permissions for page in seen] == [set()] * len(seen)


def test_root_folder_of_the_library_is_one(db):
    assert Collection.get_root_nodes().count() == 1

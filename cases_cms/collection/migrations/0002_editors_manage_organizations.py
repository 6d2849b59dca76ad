"""Lets Wagtail's own groups of editors and moderators name organizations, as a new case needs."""

from django.db import migrations

GROUPS = ("Editors", "Moderators")
ACTIONS = ("add", "change", "view")


def grant(apps, schema_editor):
    content_type, _created = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="cases_collection", model="organization"
    )
    permissions = [
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_organization",
            defaults={"name": f"Can {action} organization"},
        )[0]
        for action in ACTIONS
    ]
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*permissions)


def revoke(apps, schema_editor):
    apps.get_model("auth.Permission").objects.filter(
        content_type__app_label="cases_collection",
        codename__in=[f"{action}_organization" for action in ACTIONS],
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cases_collection", "0001_initial"),
        ("auth", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        # They make the two groups.
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(grant, revoke)]

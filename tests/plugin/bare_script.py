"""Run with bare_settings: migrates the host, looks at its pages and its desk, and prints what it saw as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bare_settings")
django.setup()

from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page, Site

from cases_cms.collection.models import CasePage, CategoryPage, CollectionPage, EditionPage
from cases_cms.core import services

seen = {"problems": [problem.id for problem in run_checks()]}
call_command("migrate", verbosity=0)
call_command("makemigrations", "--check", "--dry-run", stdout=sys.stderr)

if not CollectionPage.objects.exists():
    home = Site.objects.get().root_page
    collection = services.create_page(parent=home, page=CollectionPage(title="Cases", slug="cases"), publish=True)
    category = CategoryPage(title="Networks", slug="networks", code="networks")
    services.create_page(parent=collection, page=category, publish=True)
    edition = services.create_page(
        parent=collection, page=EditionPage(title="Edition 2024", year=2024, slug="2024"), publish=True
    )
    case = CasePage(title="Masts", slug="masts", category="networks", countries=["CN", "KE"], summary="Masts for all.")
    services.create_page(parent=edition, page=case, publish=True)
    get_user_model().objects.create_superuser("wu", "wu@example.org", "secret")


def status(client, url):
    response = client.get(url, headers={"host": "localhost"}, follow=True)
    return response.status_code, response.content.decode()


visitor, admin = Client(), Client()
admin.login(username="wu", password="secret")
seen["pages"] = {}
for name in ("cases", "cases/2024", "cases/networks", "cases/2024/masts", "cases/?category=networks&country=KE"):
    code, text = status(visitor, f"/site/{name}" + ("" if "?" in name else "/"))
    seen["pages"][name] = [code, '<body class="bare">' in text, "Masts" in text]
code, text = status(visitor, "/site/cases/2024/masts/")
seen["language switcher"] = "cc-languages" in text
seen["breadcrumbs"] = [page.title for page in CasePage.objects.get().get_breadcrumbs()]


def entries(menu, request):
    """Addresses of a menu and of the menus in it."""
    for item in menu.menu_items_for_request(request):
        if hasattr(item, "menu"):
            yield from entries(item.menu, request)
        elif item.url and item.url.startswith("/"):
            yield item.url


response = admin.get(reverse("wagtailadmin_home"), headers={"host": "localhost"})
pages = [reverse("wagtailadmin_explore", args=[page.pk]) for page in Page.objects.all()]
pages += [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in Page.objects.filter(depth__gt=2)]
for parent, model in ((CollectionPage, EditionPage), (EditionPage, CasePage)):
    arguments = [model._meta.app_label, model._meta.model_name, parent.objects.get().pk]
    pages.append(reverse("wagtailadmin_pages:add", args=arguments))
pages.append(reverse("wagtailadmin_pages:add_subpage", args=[Site.objects.get().root_page_id]))
desk = {reverse("wagtailadmin_home"), *pages, *entries(admin_menu, response.wsgi_request)}
seen["desk"] = {url: code for url in sorted(desk) if (code := status(admin, url)[0]) != 200}
seen["looked at"] = len(desk)
print(json.dumps(seen))

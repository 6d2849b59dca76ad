"""Run inside a fresh host: migrates it, fills a Collection, looks at its pages; prints what it saw as JSON.

Everything in one process: starting Django and migrating take most of the time.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.dev")
sys.path.insert(0, os.getcwd())

import django

django.setup()

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site

seen = {"package": __import__("cases_cms").__file__}
seen["problems"] = [problem.id for problem in run_checks()]
call_command("migrate", verbosity=0)
call_command("makemigrations", "--check", "--dry-run", stdout=sys.stderr)  # exits with 1 if any is missing

from cases_cms.collection.models import (
    CasePage,
    CategoryPage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core import services

home = Site.objects.get().root_page.specific
en, zh = home.locale, Locale.objects.create(language_code="zh-hans")
seen["home"] = {"type": type(home).__module__, "depth": home.depth, "language": en.language_code}


def add(parent, page, **texts):
    """A published page; with ``texts``, its Chinese too, which has all else from the page."""
    services.create_page(parent=parent, page=page, publish=True)
    if texts:
        content = type(page)(translation_key=page.translation_key)
        for declared in page.override_translatable_fields:
            field = page._meta.get_field(declared.field_name)
            if not field.one_to_many:
                setattr(content, field.attname, texts.get(field.name, getattr(page, field.attname)))
        services.translate(source=page, locale=zh, content=content, publish=True)
    return page


home_zh = services.translate(source=home, locale=zh, content=type(home)(title="首页", slug="shouye"), publish=True)
collection = add(home, CollectionPage(title="Collection", slug="collection"), title="案例集")
category = add(collection, CategoryPage(title="Networks", slug="networks", code="networks"), title="网络")
edition = add(collection, EditionPage(title="Edition 2024", year=2024, slug="2024"), title="2024年")
words = {name: f"<p>{name.title()} of it.</p>" for name in CasePage.SECTIONS}
case = CasePage(
    title="Village network", slug="village", category="networks", countries=["CN", "KE"], summary="Masts.", **words
)
add(edition, case, title="乡村网络", summary="塔。", **dict.fromkeys(CasePage.SECTIONS, "<p>文字。</p>"))
other = {"category": "networks", "countries": ["BR", "CN"], "summary": "Books."}
add(edition, CasePage(title="Reading rooms", slug="rooms", search_description="Rooms to read in.", **other, **words))
organization = Organization.objects.create(name="Net", code="net", locale=en)


def look(url, client=None, **headers):
    response = (client or Client()).get(url, headers={"host": "localhost", **headers})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return {
        "status": response.status_code,
        "text": content.decode("utf-8", "replace"),
        "url": response.headers.get("location", ""),
    }


seen["pages"] = {
    name: look(url)
    for name, url in {
        "home": "/en/",
        "collection": "/en/collection/",
        "collection zh": "/zh-hans/collection/",
        "filtered": "/en/collection/?country=KE&year=2024",
        "nonsense": "/en/collection/?country=XX&q=%00",
        "edition": "/en/collection/2024/",
        "category": "/en/collection/networks/",
        "case": "/en/collection/2024/village/",
        "case zh": "/zh-hans/collection/2024/village/",
        "other case": "/en/collection/2024/rooms/",
        "other case zh": "/zh-hans/collection/2024/rooms/",
        "search": "/en/search/?q=village",
        "search zh": "/zh-hans/search/?q=%E4%B9%A1%E6%9D%91",
        "suggestions": "/en/search/suggestions/?q=vil",
        "styles": "/static/cases_cms/css/all.css",
        "sitemap": "/sitemap.xml",
        "robots": "/robots.txt",
        "root": "/",
    }.items()
}

get_user_model().objects.create_superuser("wu", "wu@example.org", "secret")
admin = Client(headers={"host": "localhost"})
admin.login(username="wu", password="secret")
url = reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", edition.pk])
from forms import form_values

values = form_values(admin.get(url).content, "form#page-edit-form") | {
    "title": "Clinic by phone",
    "slug": "clinic",
    "category": "networks",
    "countries": ["CN", "ET"],
    "summary": "Doctors.",
    "organizations-TOTAL_FORMS": "1",
    "organizations-0-organization": str(organization.pk),
    "organizations-0-role": "applicant",
    "organizations-0-ORDER": "1",
    "organizations-0-DELETE": "",
    "organizations-0-id": "",
    "action-publish": "action-publish",
}
response = admin.post(url, values)
seen["added"] = {
    "status": response.status_code,
    "errors": str(response.context["form"].errors) if response.context else "",
    "page": look("/en/collection/2024/clinic/")["status"],
}
menu = BeautifulSoup(admin.get(reverse("wagtailadmin_home")).content, "html.parser")
seen["admin"] = {
    reverse(name): admin.get(reverse(name)).status_code
    for name in ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtaillocales:index")
}
seen["breadcrumbs"] = [page.title for page in CasePage.objects.get(pk=case.pk).get_breadcrumbs()]

# The same tree, with the site's root deeper in it, and a second site at the top.
site = Site.objects.get()
site.root_page = collection
site.save()
Site.objects.create(hostname="other.example.org", root_page=home)
seen["breadcrumbs of a deeper site"] = [page.title for page in CasePage.objects.get(pk=case.pk).get_breadcrumbs()]
seen["deeper"] = {
    url: look(url)["status"] for url in ("/en/", "/en/2024/", "/en/2024/village/", "/zh-hans/2024/village/")
}
seen["other site"] = look("/en/collection/2024/village/", host="other.example.org")["status"]
print(json.dumps(seen))

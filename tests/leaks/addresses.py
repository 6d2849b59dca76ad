"""Where somebody would look: what is linked, what can be asked, and what can be guessed."""

from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from tests.leaks.markers import CHARACTER, STEM
from tests.leaks.world import COUNTRY, SECRET_YEAR

LANGUAGES = ("en", "zh-hans")
#: Words that no page has: what is said of a marker has to be what is said of these.
CONTROL, CHINESE_CONTROL = "zvwkkkk", "龗龖"
SPECS = ("original", "width-320", "max-400x400|format-webp", "fill-320x200|format-webp", "max-165x165")
SUBVIEWS = ("bilingual/", "cite/bib/", "cite/ris/", "cite/txt/", "qr/", "compare/", "latest/")


def seeds():
    """Where a visitor begins."""
    found = ["/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/no-such-page/"]
    for language in LANGUAGES:
        home = f"/{language}/"
        found += [home, f"{home}search/", f"{home}collection/", f"{home}collection/latest/", f"{home}nothing/at/all/"]
    return found


def asked_words(secret):
    """Markers that somebody might have heard of: titles, names, summaries."""
    told = ("title", "Chinese title", "slug of", "summary", "organization", "quote", "theme", "background")
    words = [marker for marker, place in secret.markers.places.items() if place.startswith(told)]
    return [word for word in words if word.startswith((STEM, CHARACTER))]


def questions_of(word):
    """Addresses that ask for ``word``."""
    word = quote(word)
    found = []
    for language in LANGUAGES:
        home = f"/{language}/"
        found += [
            f"{home}search/?q={word}",
            f"{home}search/suggestions/?q={word}",
            f"{home}search/suggestions/?q={word}&in=collection",
            f"{home}collection/?q={word}",
            f"{home}news/?q={word}",
            f"{home}collection/compare/?case={SECRET_YEAR}.{word}&case=2024.village-masts",
            f"{home}collection/?shortlist={SECRET_YEAR}.{word}",
            f"{home}collection/?organization={word}",
        ]
    return found


def questions(secret):
    """Questions whose answers could tell of it by a number, a name or an address."""
    found = []
    for language in LANGUAGES:
        home = f"/{language}/"
        found += [f"{home}collection/?{name}" for name in (f"country={COUNTRY}", f"year={SECRET_YEAR}")]
        found += [f"{home}collection/?edition={SECRET_YEAR}", f"{home}collection/?category=education"]
        found += [f"{home}search/suggestions/?q={start}" for start in (STEM[:2], STEM, quote(CHARACTER), "tuv")]
        found += [f"{home}search/?q={name}" for name in (SECRET_YEAR, "Tuvalu", quote("图瓦卢"), COUNTRY)]
        found += [f"{home}collection/?sort=title", f"{home}collection/?view=countries", f"{home}collection/?order=year"]
    return found


def guesses(secret):
    """Addresses of its pages, as somebody may know them who has seen a draft or an earlier edition."""
    found = []
    for page in secret.all_pages():
        url = page.get_url()
        if not url:
            continue
        path = url.removeprefix("http://localhost")
        found += [path, path.rstrip("/"), f"{path}?preview=1", f"{path}?token=x", *(path + below for below in SUBVIEWS)]
    return found


def files(secret):
    """Addresses of its pictures and documents, as they were before they were withheld, or are in an editor's hands."""
    found = []
    for image in get_image_model().objects.filter(pk__in=[image.pk for image in secret.images]):
        found.append(image.file.url)
        found += [image.get_rendition(Filter(spec=spec)).url for spec in SPECS]
    for document in secret.documents:
        name = document.file.name
        found += [document.url, f"/media/{name}", f"/documents/{document.pk}/anything.pdf"]
    return found


def admin_addresses(secret):
    """The admin's own ways to a page, a picture and a list, for people who have no business there."""
    found = ["/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/reports/site-history/"]
    found += [
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/aging-pages/",
        "/admin/translations/",
    ]
    found += ["/admin/translations/board.csv", "/admin/release/", "/admin/interchange/", "/admin/jobs/"]
    found += [
        f"/admin/release/{secret.release.pk}/{below}"
        for below in ("", "readiness/", "previews/", "contents/", "history/")
    ]
    kinds = ("practice-cases", "practice-case-editions", "practice-case-stories", "practice-case-news")
    found += [f"/admin/{kind}/" for kind in kinds]
    word = next(word for word in asked_words(secret))
    found += [f"/admin/pages/search/?q={word}", f"/admin/images/?q={word}", f"/admin/search/?q={word}"]
    found += ["/admin/choose-page/", f"/admin/choose-page/search/?q={word}", f"/admin/choose-page/search/?q={STEM}"]
    found += ["/admin/images/chooser/", "/admin/documents/chooser/"]
    found += ["/admin/api/main/pages/?limit=100&fields=*", "/admin/api/main/images/?limit=100"]
    found += ["/admin/api/main/documents/?limit=100"]
    for page in secret.all_pages():
        revision = page.latest_revision_id or 0
        for below in (
            "edit/", "view_draft/", "history/", "usage/", "preview/", "workflow/status/", "delete/", "copy/", "move/",
            f"revisions/{revision}/view/", f"revisions/{revision}/revert/", "privacy/", "", "workflow_history/",
        ):  # fmt: skip
            found.append(f"/admin/pages/{page.pk}/{below}")
        found += [f"/admin/choose-page/{page.pk}/", f"/admin/api/main/pages/{page.pk}/"]
    for image in secret.images:
        found += [f"/admin/images/{image.pk}/", f"/admin/images/{image.pk}/preview/width-320/"]
        found += [f"/admin/images/{image.pk}/generate_url/width-320/"]
    for document in secret.documents:
        found.append(f"/admin/documents/edit/{document.pk}/")
    key = ContentType.objects.get_for_model(type(secret.organization))
    found.append(f"/admin/snippets/{key.app_label}/{key.model}/edit/{secret.organization.pk}/")
    return found

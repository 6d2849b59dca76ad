"""Where somebody would look: what is linked, what can be asked, and what can be guessed."""

import re
from urllib.parse import quote

from wagtail.images import get_image_model
from wagtail.images.models import Filter

from tests.leaks.markers import CHARACTER, STEM
from tests.leaks.world import COUNTRY, SECRET_YEAR

LANGUAGES = ("en", "zh-hans")
#: Words that no page has: what is said of a marker has to be what is said of these.
CONTROL, CHINESE_CONTROL = "zvwkkkk", "龗龖"
SPECS = ("original", "width-320", "max-400x400|format-webp", "fill-320x200|format-webp", "max-165x165")
#: Of the admin: what ends the visit, what has no business with content, and an error on purpose.
NOT_ASKED = ("logout", "login", "password_reset", "sprite", "failwhale", "jsi18n")
SUBVIEWS = ("bilingual/", "cite/bib/", "cite/ris/", "cite/txt/", "qr/", "compare/", "latest/")


def seeds():
    """Where a visitor begins."""
    found = ["/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/no-such-page/"]
    for language in LANGUAGES:
        home = f"/{language}/"
        found += [home, f"{home}search/", f"{home}collection/", f"{home}collection/latest/", f"{home}nothing/at/all/"]
    return found


#: Beginnings of the places whose markers somebody might have heard of; the first marker of each is asked for.
HEARD = (
    "title of the outstanding case",
    "Chinese title",
    "slug of the other case",
    "summary of the story",
    "background of the outstanding case",
    "organization",
    "theme",
    "quote",
)


def asked_words(secret):
    """Markers that somebody might have heard of: titles, names, a sentence."""
    places = secret.markers.places.items()
    words = [next(marker for marker, place in places if place.startswith(told)) for told in HEARD]
    assert all(word.startswith((STEM, CHARACTER)) for word in words)
    return words


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
        found.append(f"/preview/edition/{secret.release.pk}{path}")
    found += ["/preview/", "/preview/x/", f"/preview/edition/{secret.release.pk}/"]
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


def admin_patterns():
    """Every address of the admin that takes nothing, or one number: ``(without, with "{}")``."""
    without, numbered = [], []

    def walk(patterns, prefix):
        for entry in patterns:
            route = f"{prefix}{entry.pattern}"
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns, route)
                continue
            plain = re.sub(r"<(?:int:|str:|slug:|uuid:)?\w+>", "{}", route.replace("^", "").replace("$", ""))
            if re.search(r"[(\\\[<]", plain) or plain.count("{}") > 1:
                continue
            (numbered if "{}" in plain else without).append(f"/admin/{plain}")

    walk(get_admin_patterns(), "")
    left_out = tuple(f"/admin/{name}" for name in NOT_ASKED)
    return (
        [address for address in without if not address.startswith(left_out)],
        [address for address in numbered if not address.startswith(left_out)],
    )


def get_admin_patterns():
    from wagtail.admin.urls import urlpatterns

    return urlpatterns


def admin_addresses(secret):
    """The admin's own ways to a page, a picture, a list: all there are, tried by people who have no business there."""
    without, numbered = admin_patterns()
    word = asked_words(secret)[0]
    found = [
        *without,
        *(f"{address}?q={asked}" for address in without for asked in (word, STEM) if "search" in address),
    ]
    found += [f"{address}?q={STEM}" for address in without if "choose" in address]
    found += ["/admin/api/main/pages/?limit=20&order=-id", f"/admin/api/main/pages/?search={word}"]
    found += ["/admin/api/main/images/?limit=20", "/admin/api/main/documents/?limit=20"]
    pages = list(secret.all_pages().values_list("pk", "latest_revision_id"))
    # One of each kind is enough where the address does not say what its number is of.
    numbers = {pages[0][0], pages[-1][0], secret.images[0].pk, secret.documents[0].pk, secret.release.pk}
    numbers |= {secret.organization.pk, pages[0][1]}
    found += [address.format(number) for address in numbered for number in sorted(numbers)]
    for page, revision in pages:
        found += [f"/admin/pages/{page}/{below}" for below in ("edit/", "view_draft/", f"revisions/{revision}/view/")]
        found += [f"/admin/choose-page/{page}/", f"/admin/api/main/pages/{page}/"]
    for image in secret.images:
        found += [
            f"/admin/images/{image.pk}/{below}" for below in ("", "preview/width-320/", "generate_url/width-320/")
        ]
    return found

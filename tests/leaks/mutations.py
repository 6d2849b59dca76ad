"""Each guard of an embargo, the attempt that only this guard stops, and where one would look for what got out."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, Site

from cases_cms.collection import catalogue
from cases_cms.core import media, services, visibility
from cases_cms.core.memory import touch
from cases_cms.release.errors import EmbargoError
from cases_cms.release.models import PreviewLink
from cases_cms.release.previews import make_link
from cases_cms.search.shown import STAMP
from tests.leaks import addresses
from tests.leaks.crawl import Crawl, leaks


@dataclass
class Scene:
    """Where an attempt is made."""

    world: object
    secret: object
    monkeypatch: object

    def pages(self):
        """Fresh objects of the secret pages."""
        return [page.specific for page in self.secret.all_pages().order_by("path")]

    def case(self):
        """A fresh object of the secret case that has no files: those have a guard of their own."""
        return type(self.secret.cases[-1]).objects.get(pk=self.secret.cases[-1].pk)


@dataclass(frozen=True)
class Mutation:
    """``attempt(scene)`` tries something; ``look(scene)`` says what got out (empty: nothing); ``remove`` the guard."""

    name: str
    attempt: Callable
    look: Callable
    remove: Callable


def trying(attempt):
    """What a refusal stops, it stops; nothing else is swallowed."""
    with contextlib.suppress(EmbargoError, ValidationError):
        attempt()


# --- Attempts ----------------------------------------------------------------------------------------


def nothing(scene):
    """Looking is enough."""


def publish_all(scene):
    """Publish every page from its latest revision."""
    for page in scene.pages():
        trying(lambda page=page: page.get_latest_revision().publish())


def make_live_behind_our_back(scene):
    """A program of the host's writes rows, and builds anew what is made of them."""
    keys = [page.pk for page in scene.pages()]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(f"UPDATE wagtailcore_page SET live = %s WHERE id IN ({marks})", [True, *keys])
    catalogue.rebuild()
    touch(STAMP)
    call_command("update_index", verbosity=0)


def schedule_all(scene):
    """Schedule every page, and let the clock strike."""
    for page in scene.pages():
        revision = page.get_latest_revision()
        revision.approved_go_live_at = timezone.now() - timezone.timedelta(seconds=1)
        trying(revision.save)


def move_out(scene):
    """Move a case to the edition that is public, and publish it there."""

    def move():
        case = scene.case()
        case.move(type(scene.world.site.edition).objects.get(pk=scene.world.site.edition.pk), pos="last-child")
        scene.case().get_latest_revision().publish()

    trying(move)


def copy_out(scene):
    """Copy a case to the edition that is public, and publish the copy."""

    def copy():
        to = type(scene.world.site.edition).objects.get(pk=scene.world.site.edition.pk)
        copied = scene.case().copy(to=to, recursive=False, keep_live=False)
        copied.get_latest_revision().publish()

    trying(copy)


def show_a_picture(scene):
    """Put a secret picture on a public page, and publish that."""

    def show():
        page = type(scene.world.about).objects.get(pk=scene.world.about.pk)
        page.cover = scene.secret.images[0]
        services.save_page(page=page, publish=True)

    trying(show)


def remember_an_old_address(scene):
    """A secret page was once elsewhere, before an undo, say."""
    Redirect.objects.create(old_path="/old-address", site=Site.objects.get(), redirect_page=scene.secret.edition)


def any_link(secret):
    return PreviewLink.objects.select_related("release").first()


def make_a_link(scene):
    """A link was made for somebody."""
    admin = get_user_model().objects.create_superuser("release", "r@example.org", "secret")
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    link, scene.link = make_link(release=scene.secret.release, label="Guest", expires_at=tomorrow, user=admin)
    return link


def end_a_link(scene):
    """It has ended since."""
    link = make_a_link(scene)
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timezone.timedelta(seconds=1))


# --- Looking -----------------------------------------------------------------------------------------


def ask(scene, wanted, client=None):
    crawl = Crawl(client or Client())
    for address in wanted:
        crawl.answers[address] = crawl.ask(address)
    return leaks(scene.secret.markers, crawl.answers)


def live_rows(scene):
    """Secret pages whose rows say that they are public."""
    return list(scene.secret.all_pages().filter(live=True).values_list("title", flat=True))


def schedules(scene):
    keys = [str(page.pk) for page in scene.pages()]
    return list(Revision.objects.filter(object_id__in=keys, approved_go_live_at__isnull=False).values_list("pk"))


def at_lists(scene):
    """Lists, counts and menus that a visitor meets first."""
    wanted = [f"/{language}/{below}" for language in addresses.LANGUAGES for below in PLACES]
    return ask(scene, ["/sitemap.xml", *wanted])


PLACES = ("", "collection/", "collection/latest/", "stories/", "voices/", "news/", "search/?q=zqx", "journeys/")


def at_their_addresses(scene):
    return ask(scene, addresses.guesses(scene.secret))


def at_pictures(scene):
    crawl = Crawl(Client())
    wanted = [address for address in addresses.files(scene.secret) if "/images/" in address]
    return [address for address in wanted if crawl.ask(address).status != 404]


def at_documents(scene):
    crawl = Crawl(Client())
    wanted = [address for address in addresses.files(scene.secret) if address.startswith("/documents/")]
    return [address for address in wanted if crawl.ask(address).status != 404]


def at_the_public_page(scene):
    return ask(scene, ["/en/about-it/"])


def at_the_public_edition(scene):
    crawl = Crawl(Client())
    crawl.visit(["/en/collection/2024/"])
    return leaks(scene.secret.markers, crawl.answers)


def at_the_old_address(scene):
    return ask(scene, ["/old-address/"])


def by_the_link(scene):
    return ask(scene, [f"/preview/{scene.link}/", *in_previews(scene, scene.link)])


def by_a_made_up_link(scene):
    return ask(scene, ["/preview/made-up/", *in_previews(scene, "made-up")])


def as_a_guest_whom_nobody_invited(scene):
    root = f"edition/{scene.secret.release.pk}"
    return ask(scene, [f"/preview/{root}/", *in_previews(scene, root)], scene.neighbour)


def in_previews(scene, root):
    """The edition's page in a preview."""
    return [f"/preview/{root}{scene.secret.edition.url}"]


def as_neighbour(*paths):
    def look(scene):
        client = scene.neighbour
        wanted = [path.format(page=scene.secret.cases[0].pk) for path in paths]
        return ask(scene, wanted, client)

    return look


# --- Guards ------------------------------------------------------------------------------------------


def without(target, replacement=lambda *args, **kwargs: None):
    """A mutation that replaces what the dotted name ``target`` names."""

    def remove(scene):
        scene.monkeypatch.setattr(target, replacement)

    return remove


def without_second_line(scene):
    scene.monkeypatch.setattr(visibility, "_sources", [])


def without_media_guard(scene):
    scene.monkeypatch.setattr(media, "_guards", [])


def none_held(kind):
    return Page.objects.none()


REDIRECTS = "cases_cms.core.redirects.PublicRedirectMiddleware"
MUTATIONS = [
    Mutation("publishing", publish_all, live_rows, without("cases_cms.release.guard_signals.check_may_go_live")),
    Mutation("scheduling", schedule_all, schedules, without("cases_cms.release.guard_signals.check_may_go_live")),
    Mutation("the second line, at addresses", make_live_behind_our_back, at_their_addresses, without_second_line),
    Mutation("the second line, in lists", make_live_behind_our_back, at_lists, without_second_line),
    Mutation("moving", move_out, at_the_public_edition, without("cases_cms.release.guard_signals.check_may_move")),
    Mutation("copying", copy_out, at_the_public_edition, without("cases_cms.release.upstream.check_may_copy")),
    Mutation("pictures", nothing, at_pictures, without_media_guard),
    Mutation("documents", nothing, at_documents, without("cases_cms.release.file_guards.held_ids", none_held)),
    Mutation(
        "pictures on public pages",
        show_a_picture,
        at_the_public_page,
        without("cases_cms.release.file_handlers.check_files"),
    ),
    Mutation(
        "old addresses",
        remember_an_old_address,
        at_the_old_address,
        without(
            "cases_cms.core.redirects.PublicRedirectMiddleware.process_response", RedirectMiddleware.process_response
        ),
    ),
    Mutation(
        "the chooser of pages",
        nothing,
        as_neighbour("/admin/choose-page/search/?q=zqx"),
        without("cases_cms.core.wagtail_hooks.pages_known_to", lambda user, pages: pages),
    ),
    Mutation(
        "the chooser below a page",
        nothing,
        as_neighbour("/admin/choose-page/{page}/"),
        without("cases_cms.core.middleware.refuse_what_is_not_theirs"),
    ),
    Mutation(
        "ended previews",
        end_a_link,
        by_the_link,
        without("cases_cms.release.previewing.views.is_open", lambda link: True),
    ),
    Mutation(
        "secrets of previews",
        make_a_link,
        by_a_made_up_link,
        without("cases_cms.release.previewing.views.find_link", any_link),
    ),
    Mutation(
        "guests of previews",
        nothing,
        as_a_guest_whom_nobody_invited,
        without("cases_cms.release.previewing.views.may_read", lambda release, user: True),
    ),
    Mutation(
        "reports of the whole site",
        nothing,
        as_neighbour("/admin/reports/page-types-usage/"),
        without("cases_cms.core.middleware.may_see_report", lambda user, name: True),
    ),
]

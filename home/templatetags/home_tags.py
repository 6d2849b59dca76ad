"""Navigation of the reference site, and what it says of itself."""

from dataclasses import dataclass, field

from django import template
from wagtail.models import Site

from cases_cms.core.addresses import addresses
from cases_cms.core.languages import language_links
from cases_cms.core.menu_titles import menu_titles
from cases_cms.core.visibility import find_hidden
from home.identity import identity, known_identity

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """A page in the navigation; ``current`` is the value of ``aria-current``, empty elsewhere."""

    title: str
    url: str
    current: str
    in_menu: bool


@dataclass(frozen=True)
class Menu:
    """The home page and what lies directly below it."""

    home_url: str = "/"
    is_home: bool = False
    items: list = field(default_factory=list)

    @property
    def main(self):
        """Pages of the main menu."""
        return [item for item in self.items if item.in_menu]

    @property
    def other(self):
        """Pages that only the footer names."""
        return [item for item in self.items if not item.in_menu]


def _home_page(page, frame, request):
    if page is not None and page.depth == 2:
        return page
    if frame is not None and frame.breadcrumbs:
        return frame.breadcrumbs[0]
    site = Site.find_for_request(request) if request is not None else None
    return site.root_page.localized.specific if site else None


def _current(page, child):
    if page is None or not page.path or not page.path.startswith(child.path):
        return ""
    return "page" if page.path == child.path else "true"


@register.simple_tag(takes_context=True)
def main_menu(context):
    """The Menu of the page's language; one query where the frame knows the home page."""
    page, request = context.get("page"), context.get("request")
    home = _home_page(page, context.get("frame"), request)
    if home is None:
        return Menu()
    children = home.load_children(request) if hasattr(home, "load_children") else home.get_children()
    hidden = find_hidden(request)
    address, short = addresses(request), menu_titles()
    return Menu(
        home_url=home.get_url(request) or "/",
        is_home=page is not None and page.pk is not None and page.pk == home.pk,
        items=[
            MenuItem(
                title=short.get(child.pk) or child.title,
                url=address(child.url_path),
                current=_current(page, child),
                in_menu=child.show_in_menus,
            )
            for child in children
            if child.live and child.alias_of_id is None and not hidden.covers(child.path)
        ],
    )


@register.simple_tag(takes_context=True)
def home_frame(context):
    """What the switcher of languages needs where no page frames it: links to the home pages. Three queries at most."""
    request = context.get("request")
    site = Site.find_for_request(request) if request is not None else None
    links = language_links(site.root_page.localized, request) if site is not None else []
    return {"language_links": links if len(links) > 1 else []}


@register.simple_tag(takes_context=True)
def site_identity(context):
    """The Identity of the site: name, mark, texts, contact, links."""
    return identity(context.get("request"))


@register.simple_tag
def site_identity_without_database():
    """The Identity as far as it is known, for pages about errors."""
    return known_identity()

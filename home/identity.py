"""What pages say of the site they belong to: from its settings, or else from texts built in."""

import logging
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Site

from cases_cms.core.languages import lang_attribute
from cases_cms.core.memory import Memory
from cases_cms.core.pictures import SINGLE
from home.enums import SocialNetwork
from home.site_settings import STAMP, SiteSettings

logger = logging.getLogger(__name__)

LOGO = "max-320x88|strip"
SOCIAL = SINGLE["social"]
TEXTS = ("name", "short_name", "owner", "footer_text", "copyright", "filing", "filing_url")


@dataclass(frozen=True)
class Text:
    """A text of the site; ``lang`` is an attribute for it where it is not in the reader's language."""

    text: str = ""
    lang: str = ""

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)


@dataclass(frozen=True)
class Picture:
    """A rendition, by address and size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Link:
    """An address with its label; ``kind`` is a SocialNetwork's value, empty for a contact."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Identity:
    """A site in one language."""

    name: Text
    short_name: Text
    owner: Text
    footer_text: Text
    copyright: Text = Text()
    filing: Text = Text()
    filing_url: Text = Text()
    contacts: list = field(default_factory=list)
    links: list = field(default_factory=list)
    logo: Picture | None = None
    social_image: Picture | None = None


def _built_in():
    """Texts of a site that has no settings, in the active language."""
    return {
        "name": _("WIC Practice Cases"),
        "short_name": _("Practice Cases"),
        "owner": _("World Internet Conference"),
        "footer_text": _(
            "Practice cases of jointly building a community with a shared future in cyberspace, "
            "collected every year by the World Internet Conference."
        ),
    }


def _picture(image, filters):
    """The rendition of ``image``; None without one, or if its file is gone."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(filters)
    except Exception:  # whatever is wrong with a file must not take every page down
        logger.exception("The picture “%s” of the site settings", image)
        return None
    return Picture(rendition.url, rendition.width, rendition.height)


def _identity(own, language):
    """The Identity that ``own`` (SiteSettings with its children, or None) gives in ``language``."""
    rows = {text.language: text for text in own.texts.all()} if own else {}
    texts = {name: Text(value) for name, value in _built_in().items()}
    for code in (settings.LANGUAGE_CODE, language):
        lang = lang_attribute(code, language)
        for name in TEXTS:
            if code in rows and getattr(rows[code], name):
                texts[name] = Text(getattr(rows[code], name), lang)
    if own is None:
        return Identity(**texts)
    return Identity(
        **texts,
        contacts=[
            Link(contact.label, contact.email) for contact in own.contacts.all() if contact.language in ("", language)
        ],
        links=[
            Link(link.label or str(SocialNetwork(link.kind).label), link.url, link.kind)
            for link in own.links.all()
            if link.language in ("", language)
        ],
        logo=_picture(own.logo, LOGO),
        social_image=_picture(own.social_image, SOCIAL),
    )


def _load():
    """``{site id: {language: Identity}}`` and, under None, that of the default site."""
    identities = {}
    for own in SiteSettings.objects.select_related("site", "logo", "social_image").prefetch_related(
        "texts", "contacts", "links"
    ):
        versions = {}
        for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            with override(language):
                versions[language] = _identity(own, language)
        identities[own.site_id] = versions
        if own.site.is_default_site:
            identities[None] = versions
    return identities


_identities = Memory(STAMP, _load)


def identity(request=None, language=None):
    """The Identity of the request's site, in ``language`` or the active one; built-in texts without settings."""
    site = Site.find_for_request(request) if request is not None else None
    return _choose(_identities.get(), site.pk if site else None, language)


def publisher(request, language):
    """Name of the organization behind the site (for citations)."""
    return identity(request, language).owner


def known_identity(language=None):
    """The default site's Identity as far as this process knows it: no query, for pages about errors."""
    return _choose(_identities.known(), None, language)


def _choose(identities, site_id, language):
    language = language or get_language() or settings.LANGUAGE_CODE
    found = identities.get(site_id, {}).get(language)
    return found or _identity(None, language)

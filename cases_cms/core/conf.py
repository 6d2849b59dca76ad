"""The plugin's settings: one dictionary, ``CASES_CMS``, with a default for each key."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

DEFAULTS = {
    # Zone in which deadlines are written, and what people call it; None: Django's TIME_ZONE.
    "TIME_ZONE": None,
    "TIME_ZONE_NAME": None,
    # Site-specific names of countries and regions: ISO code -> {language: name}.
    "COUNTRY_NAMES": {},
    # ISO codes that come first in lists, in this order; the others follow by name.
    "COUNTRIES_FIRST": [],
    # Limits of a case's four sections together, counted by script (see core.counting).
    "MAX_WORDS": 960,
    "MAX_CHARACTERS": 1200,
    # Earliest year in which the implementation of a case may have started.
    "FIRST_YEAR": 2015,
    # Entries on a page of a public list.
    "PAGE_SIZE": 24,
    # Who makes the renditions of pictures: "background" (a thread, once somebody has seen the page) or "command".
    "RENDITIONS": "background",
    # Internal location at which the web server has the uploads, for X-Accel-Redirect; empty: Django sends them itself.
    "MEDIA_ACCEL": "",
    # Blocks that the host adds to the bodies of pages: name -> dotted path of a block class (docs/extending.md).
    "BLOCKS": {},
    # Official terms, each {language code: words}: what is sought in one language is found in the others, too.
    "TERMS": [],
    # E-mail domain that marks an account as one of the demonstration's.
    "DEMO_EMAIL_DOMAIN": "demo.invalid",
    # Whether a planned release has to be confirmed by another person than the one who planned it.
    "RELEASE_FOUR_EYES": True,
    # Which entry of a request's META names the visitor's network address; behind a proxy that sets it, say,
    # "HTTP_X_FORWARDED_FOR", of which the last address counts.
    "CLIENT_ADDRESS": "REMOTE_ADDR",
    # Whether the style page answers (for development; see core.styleguide.urls).
    "STYLEGUIDE": False,
}


def get_setting(name):
    """The value of ``CASES_CMS[name]`` or its default; KeyError for a name that does not exist."""
    default = DEFAULTS[name]
    value = getattr(settings, "CASES_CMS", {}).get(name, default)
    if value is None and name == "TIME_ZONE":
        return settings.TIME_ZONE
    if value is None and name == "TIME_ZONE_NAME":
        return _("%(zone)s time") % {"zone": get_setting("TIME_ZONE")}
    return value

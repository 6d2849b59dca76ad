"""System check: a site in Chinese whose search cannot find Chinese."""

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages

#: Languages written without spaces between words.
WITHOUT_SPACES = {"zh", "ja", "ko", "th", "lo", "km", "my", "bo"}
STOCK = ("wagtail.search.backends.database", "modelsearch.backends.database")
OURS = "cases_cms.search.backends.database"


@register(Tags.compatibility)
def check_backends(app_configs, **kwargs):
    """Wagtail's own database backends take a run of Chinese for one word."""
    try:
        languages = [code for code in get_content_languages() if code.split("-")[0].lower() in WITHOUT_SPACES]
    except ImproperlyConfigured:
        return []  # Wagtail says so itself
    backends = getattr(settings, "WAGTAILSEARCH_BACKENDS", None) or {}
    default = {"default": {"BACKEND": STOCK[0]}}
    named = [name for name, options in {**default, **backends}.items() if options.get("BACKEND", "").startswith(STOCK)]
    if not (languages and named):
        return []
    return [
        Warning(
            _("Search would not find words within texts in %(languages)s.") % {"languages": ", ".join(languages)},
            hint=_("Set BACKEND to “%(backend)s” in WAGTAILSEARCH_BACKENDS (%(names)s), then run update_index.")
            % {"backend": OURS, "names": ", ".join(named)},
            id="cases_cms.W016",
        )
    ]

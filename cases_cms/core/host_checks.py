"""System checks of the place the plugin is put into: what docs/install.md asks for and a host forgot."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core.checks import Error, Info, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant

from cases_cms.core import scripts, stylesheets

ID = "cases_cms"
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"
SESSION_MIDDLEWARE = "django.contrib.sessions.middleware.SessionMiddleware"
COMMON_MIDDLEWARE = "django.middleware.common.CommonMiddleware"
RULES_MIDDLEWARE = "cases_cms.core.middleware.AdminRulesMiddleware"
NUL_MIDDLEWARE = "cases_cms.core.middleware.NulPathMiddleware"
OUR_BASE = "cases_cms/base.html"
OUR_FILE = Path(__file__).parent / "templates" / OUR_BASE
VIDEO_EXTENSIONS = ("mp4", "webm", "vtt")


@register(Tags.compatibility)
def check_apps(app_configs, **kwargs):
    """The apps beside the plugin's own."""
    problems = []
    if not apps.is_installed("wagtail_localize.locales"):
        problems.append(
            Warning(
                _("The admin has no place to add a language."),
                hint=_("Add “wagtail_localize.locales” to INSTALLED_APPS."),
                id=f"{ID}.W010",
            )
        )
    if apps.is_installed("wagtail.contrib.simple_translation"):
        problems.append(
            Error(
                _("Two apps would translate pages, each in its way."),
                hint=_("Remove “wagtail.contrib.simple_translation” from INSTALLED_APPS."),
                id=f"{ID}.E010",
            )
        )
    return problems


def _content_languages():
    """Codes of the content languages; none if Wagtail refuses the setting, which is a problem of its own."""
    try:
        return list(get_content_languages())
    except ImproperlyConfigured:
        return []


@register(Tags.translation)
def check_languages(app_configs, **kwargs):
    """The languages of pages are languages of the interface, and the default one is among them."""
    known = dict(settings.LANGUAGES)
    unknown = [code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", None) or [] if code not in known]
    if unknown:
        return [
            Error(
                _("WAGTAIL_CONTENT_LANGUAGES names what LANGUAGES does not: %(codes)s.")
                % {"codes": ", ".join(unknown)},
                hint=_("Add it to LANGUAGES."),
                id=f"{ID}.E011",
            )
        ]
    try:
        get_supported_content_language_variant(settings.LANGUAGE_CODE)
    except LookupError:
        return [
            Error(
                _("The site's own language, “%(code)s”, is no language of its pages.")
                % {"code": settings.LANGUAGE_CODE},
                hint=_("Set LANGUAGE_CODE to one of WAGTAIL_CONTENT_LANGUAGES."),
                id=f"{ID}.E012",
            )
        ]
    return []


@register(Tags.compatibility)
def check_middleware(app_configs, **kwargs):
    """What has to stand between a request and a page."""
    problems, middleware = [], list(settings.MIDDLEWARE)
    if LOCALE_MIDDLEWARE not in middleware:
        if len(_content_languages()) > 1:
            problems.append(
                Error(
                    _("Every page would be shown as one in the default language."),
                    hint=_("Add “%(name)s” to MIDDLEWARE, after SessionMiddleware.") % {"name": LOCALE_MIDDLEWARE},
                    id=f"{ID}.E013",
                )
            )
    else:
        place = middleware.index(LOCALE_MIDDLEWARE)
        if SESSION_MIDDLEWARE in middleware[place:] or COMMON_MIDDLEWARE in middleware[:place]:
            problems.append(
                Warning(
                    _("LocaleMiddleware stands in the wrong place."),
                    hint=_("Put it after SessionMiddleware and before CommonMiddleware."),
                    id=f"{ID}.W011",
                )
            )
    if RULES_MIDDLEWARE not in middleware:
        problems.append(
            Warning(
                _("An editor who publishes an incomplete case in bulk, or approves one, would meet a server error."),
                hint=_("Add “%(name)s” to MIDDLEWARE.") % {"name": RULES_MIDDLEWARE},
                id=f"{ID}.W012",
            )
        )
    if NUL_MIDDLEWARE not in middleware and settings.DATABASES["default"]["ENGINE"].endswith(("postgresql", "postgis")):
        problems.append(
            Warning(
                _("An address with a NUL character would be a server error on PostgreSQL."),
                hint=_("Add “%(name)s” to MIDDLEWARE.") % {"name": NUL_MIDDLEWARE},
                id=f"{ID}.W013",
            )
        )
    return problems


@register(Tags.urls)
def check_urls(app_configs, **kwargs):
    """Each language has addresses of its own."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    problems = []
    prefixed, _default_too = is_language_prefix_patterns_used(settings.ROOT_URLCONF)
    if len(_content_languages()) > 1 and not prefixed:
        problems.append(
            Error(
                _("Pages of different languages would have the same addresses."),
                hint=_("Put Wagtail's addresses into i18n_patterns() in the root URLconf."),
                id=f"{ID}.E014",
            )
        )
    try:
        reverse("sitemap")
    except NoReverseMatch:
        return problems
    if not apps.is_installed("django.contrib.sitemaps"):
        problems.append(
            Error(
                _("The sitemap has no template."),
                hint=_("Add “django.contrib.sitemaps” to INSTALLED_APPS."),
                id=f"{ID}.E015",
            )
        )
    return problems


def read_template(name):
    """``(template, names of its blocks, name of what it extends)``; the last is empty if it extends nothing."""
    template = get_template(name).template
    names = {node.name for node in template.nodelist.get_nodes_by_type(BlockNode)}
    extends = template.nodelist.get_nodes_by_type(ExtendsNode)
    parent = extends[0].parent_name.var if extends else ""
    return template, names, parent if isinstance(parent, str) else ""


def block_names(name):
    """Names of the blocks that a template and those it extends define; TemplateDoesNotExist if one is missing."""
    found, seen = set(), set()
    while name and name not in seen:
        seen.add(name)
        _template, names, name = read_template(name)
        found |= names
    return found


@register(Tags.templates)
def check_base_template(app_configs, **kwargs):
    """The host has a base.html with the blocks that the plugin fills, or a cases_cms/base.html of its own."""
    try:
        template, names, parent = read_template(OUR_BASE)
        if parent == OUR_BASE or Path(template.origin.name) == OUR_FILE:
            names, needed = block_names("base.html"), {"content", "extra_css"}
        else:
            names, needed = block_names(OUR_BASE), {"cases_content"}
    except TemplateDoesNotExist as error:
        return [
            Error(
                _("There is no template “%(name)s”, into which the plugin puts its pages.") % {"name": error},
                hint=_("Write one, with the blocks “content” and, in its head, “extra_css”."),
                id=f"{ID}.E016",
            )
        ]
    except (TemplateSyntaxError, AttributeError):
        return []  # Django says so where it is used; or it is no template of Django's
    missing = sorted(needed - names)
    if not missing:
        return []
    level = Warning if missing == ["extra_css"] else Error
    return [
        level(
            _("The base template lacks what the plugin fills: %(names)s.") % {"names": ", ".join(missing)},
            hint=_("Add these blocks, or write a cases_cms/base.html of your own (docs/install.md)."),
            id=f"{ID}.{'W014' if level is Warning else 'E017'}",
        )
    ]


@register(Tags.files)
def check_files(app_configs, **kwargs):
    """Stylesheets and scripts are joined, and the kinds of files that a case may hold can be uploaded."""
    finders = (
        (stylesheets.FINDER, _("Pages link each of the plugin's stylesheets by itself, which is slower."), "I001"),
        (scripts.FINDER, _("Lists of cases load a new page for every choice: the script is not found."), "I002"),
    )
    problems = [
        Info(text, hint=_("Add “%(name)s” to STATICFILES_FINDERS.") % {"name": finder}, id=f"{ID}.{number}")
        for finder, text, number in finders
        if finder not in settings.STATICFILES_FINDERS
    ]
    allowed = getattr(settings, "WAGTAILDOCS_EXTENSIONS", None)
    missing = [kind for kind in VIDEO_EXTENSIONS if allowed and kind not in allowed]
    if missing:
        problems.append(
            Warning(
                _("Editors cannot upload videos and their captions: %(kinds)s.") % {"kinds": ", ".join(missing)},
                hint=_("Add these to WAGTAILDOCS_EXTENSIONS."),
                id=f"{ID}.W015",
            )
        )
    return problems

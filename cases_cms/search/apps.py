from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Words: how texts are folded, indexed and found, in Chinese as in English; the site's search."""

    name = "cases_cms.search"
    label = "cases_search"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: search")

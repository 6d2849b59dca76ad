from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Words: how texts are folded, indexed and found, in Chinese as in English; the site's search."""

    name = "cases_cms.search"
    label = "cases_search"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: search")

    def ready(self):
        from cases_cms.search import signal_handlers  # noqa: F401  connects the receivers
        from cases_cms.search.pages import register_other_pages
        from cases_cms.search.styleguide import register_examples
        from cases_cms.search.suggestions import register_own

        register_other_pages()
        register_own()
        register_examples()

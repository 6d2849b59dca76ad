from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Words: how texts are folded, indexed and found, in Chinese as in English; the site's search."""

    name = "cases_cms.search"
    label = "cases_search"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: search")

    def ready(self):
        from django.db.models.signals import post_migrate

        from cases_cms.search import address_checks, checks, signal_handlers  # noqa: F401  registers, connects
        from cases_cms.search.pages import register_other_pages
        from cases_cms.search.reindexing import after_migrate
        from cases_cms.search.styleguide import register_examples
        from cases_cms.search.suggestions import register_own

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="cases_cms_reindex")
        register_other_pages()
        register_own()
        register_examples()

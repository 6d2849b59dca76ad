"""The texts of the admin's scripts: Wagtail's and wagtail-localize's, with ours where they have none."""

from pathlib import Path

from django.views.i18n import JavaScriptCatalog
from wagtail.admin.views import i18n

LOCALE_PATH = Path(__file__).parent / "locale"


class CompletedCatalog(JavaScriptCatalog):
    """The catalogue of some packages; what they lack is taken from ``LOCALE_PATH``."""

    def get_paths(self, packages):
        return [*super().get_paths(packages), str(LOCALE_PATH)]


localize_catalog = CompletedCatalog.as_view(packages=["wagtail_localize"])


def complete_admin_catalog():
    """Put ours in the place of Wagtail's catalogue, which the login page needs, too."""
    i18n.js_catalog = CompletedCatalog.as_view(packages=["wagtail.admin"])

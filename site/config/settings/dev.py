"""Development and demonstration on one's own machine: SQLite, no key, no other service.

``DEBUG=1`` shows Django's debug pages; without it the site behaves as visitors see it, error pages included.
"""

from .base import *  # noqa: F403
from .base import CASES_CMS, DEEPL_AUTH_KEY, INSTALLED_APPS, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "for-development-only-never-for-a-public-site"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INSTALLED_APPS = [*INSTALLED_APPS, "cases_cms.demo"]
CASES_CMS = {**CASES_CMS, "STYLEGUIDE": True}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if not DEEPL_AUTH_KEY:
    # Nothing leaves the machine, and nobody takes it for a translation.
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "cases_cms.localization.translators.DemoTranslator"}

"""Settings of the test suite; ``DATABASE_URL`` chooses the database."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CASES_CMS, INSTALLED_APPS

SECRET_KEY = "for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "cases_cms.demo"]
CASES_CMS = {**CASES_CMS, "STYLEGUIDE": True}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="cases-cms-media-"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CASES_CMS = {**CASES_CMS, "RENDITIONS": "command"}  # a thread would write past a test's transaction
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # jobs are done on commit
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "renditions")
}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "cases_cms.localization.translators.DemoTranslator"}

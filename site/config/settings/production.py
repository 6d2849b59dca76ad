"""Production: everything that differs between installations comes from the environment (see docs/deployment.md)."""

from .base import *  # noqa: F403
from .base import CASES_CMS, INSTALLED_APPS, MEDIA_ROOT, MIDDLEWARE, env

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "cases_cms.demo"]

# The demo's accounts have public passwords: nobody gets in with one, even on a copied database.
AUTHENTICATION_BACKENDS = ["cases_cms.core.auth.NoDemoAccountsBackend"]

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
if env.bool("BEHIND_PROXY", default=False):
    # Only behind a proxy that sets this header itself: a visitor could otherwise claim to come by https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CASES_CMS = {**CASES_CMS, "CLIENT_ADDRESS": "HTTP_X_FORWARDED_FOR"}
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
# They bind every subdomain of the host for a year: switch them off where others live beside the site.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Pages go out compressed, whatever is in front; static files are compressed when they are collected.
MIDDLEWARE = [
    each
    for middleware in MIDDLEWARE
    for each in (
        (middleware, "cases_cms.core.middleware.CompressionMiddleware")
        if middleware == "whitenoise.middleware.WhiteNoiseMiddleware"
        else (middleware,)
    )
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Every request for a picture or a document comes to Django, which knows what is under embargo; the web server sends the
# bytes, and parts of films, where it has an internal location for them (see docs/deployment.md).
MEDIA_ACCEL = env("MEDIA_ACCEL", default="")
CASES_CMS = {**CASES_CMS, "MEDIA_ACCEL": MEDIA_ACCEL}
# Another way for documents: a backend of django-sendfile2.
if env("SENDFILE_BACKEND", default="") or MEDIA_ACCEL:
    SENDFILE_BACKEND = env("SENDFILE_BACKEND", default="") or "cases_cms.core.documents"
    SENDFILE_ROOT = str(MEDIA_ROOT)
    SENDFILE_URL = env("SENDFILE_URL", default="/protected")

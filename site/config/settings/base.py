"""Settings shared by every environment of the reference site."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()

# All that the site writes: SQLite, uploads, collected static files, mail that stays here.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "home",
    "cases_cms.interchange",
    "cases_cms.release",
    "cases_cms.localization",
    "cases_cms.news",
    "cases_cms.stories",
    "cases_cms.members",
    "cases_cms.collection",
    "cases_cms.search",
    "cases_cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "rest_framework",
    "django_filters",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "cases_cms.core.middleware.NulPathMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cases_cms.core.middleware.AdminLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cases_cms.core.busy.BusyMiddleware",
    "cases_cms.core.middleware.AdminRulesMiddleware",
    "cases_cms.core.redirects.PublicRedirectMiddleware",
    "cases_cms.core.snapshots.SnapshotMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing, and readers never wait.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
    },
}
if REDIS_URL:
    CACHES["renditions"] = {**CACHES["default"], "KEY_PREFIX": "renditions"}

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Background work -------------------------------------------------------------------------
# Jobs wait in the database for “manage.py run_jobs --watch” (docs/jobs.md); Wagtail's own small tasks are done at once.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

# --- Languages and time ------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "en"
# What visitors may read (docs/languages.md); the admin speaks those of WAGTAILADMIN_PERMITTED_LANGUAGES.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
WAGTAILADMIN_USER_LOGIN_FORM = "cases_cms.core.login_forms.LoginForm"
FORMAT_MODULE_PATH = ["config.formats"]
# The second: Chinese that Wagtail and wagtail-localize lack (cases_cms.core.upstream).
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "cases_cms" / "core" / "upstream" / "locale"]
WAGTAIL_I18N_ENABLED = True
# Submitting a live page must not publish its translation untranslated (wagtail-localize).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Machine translation, by DeepL where there is a key; what it writes is never published without a person.
DEEPL_AUTH_KEY = env("DEEPL_AUTH_KEY", default="")
if DEEPL_AUTH_KEY:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cases_cms.localization.translators.DeepLTranslator",
        "OPTIONS": {"AUTH_KEY": DEEPL_AUTH_KEY, "TIMEOUT": 30},
    }

# --- Static files and uploads --------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cases_cms.core.stylesheets.JoinedStylesheetsFinder",
    "cases_cms.core.scripts.JoinedScriptFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cases_cms.core.image_forms.ImageForm"
WAGTAILIMAGES_AVIF_QUALITY = 57
WAGTAILIMAGES_WEBP_QUALITY = 77
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt", "zip", "mp4", "webm", "vtt"]
WAGTAILDOCS_CONTENT_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
    "pdf": "application/pdf",
}
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "video/mp4", "video/webm", "text/vtt"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail ---------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "WIC Practice Cases"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cases_cms.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- The plugin -----------------------------------------------------------------------------
CASES_CMS = {
    "TIME_ZONE": TIME_ZONE,
    "TIME_ZONE_NAME": _("Beijing time"),
    # Site-specific names, on top of the Unicode CLDR's: code -> {language: name}.
    "COUNTRY_NAMES": {
        "HK": {
            "en": "Hong Kong, China",
            "zh-hans": "中国香港",
            "fr": "Hong Kong (Chine)",
            "es": "Hong Kong (China)",
            "ru": "Гонконг (Китай)",
            "ar": "هونغ كونغ، الصين",
        },
        "MO": {
            "en": "Macao, China",
            "zh-hans": "中国澳门",
            "fr": "Macao (Chine)",
            "es": "Macao (China)",
            "ru": "Макао (Китай)",
            "ar": "ماكاو، الصين",
        },
        "TW": {
            "en": "Taiwan, China",
            "zh-hans": "中国台湾",
            "fr": "Taïwan (Chine)",
            "es": "Taiwán (China)",
            "ru": "Тайвань (Китай)",
            "ar": "تايوان، الصين",
        },
        "PS": {
            "en": "Palestine",
            "zh-hans": "巴勒斯坦",
            "fr": "Palestine",
            "es": "Palestina",
            "ru": "Палестина",
            "ar": "فلسطين",
        },
        "FK": {
            "zh-hans": "马尔维纳斯群岛（福克兰）",
            "fr": "Îles Falkland (Malvinas)",
            "es": "Islas Malvinas (Falkland)",
            "ru": "Фолклендские (Мальвинские) острова",
            "ar": "جزر فوكلاند (مالفيناس)",
        },
        "CD": {
            "en": "Democratic Republic of the Congo",
            "fr": "République démocratique du Congo",
            "es": "República Democrática del Congo",
            "ru": "Демократическая Республика Конго",
            "ar": "جمهورية الكونغو الديمقراطية",
        },
        "CG": {
            "en": "Republic of the Congo",
            "fr": "République du Congo",
            "es": "República del Congo",
            "ru": "Республика Конго",
            "ar": "جمهورية الكونغو",
        },
    },
    "COUNTRIES_FIRST": [],
    # Official terms: what is sought in one language is found in the other, too.
    "TERMS": [
        {"en": "World Internet Conference", "zh-hans": "世界互联网大会"},
        {"en": "Wuzhen Summit", "zh-hans": "乌镇峰会"},
        {"en": "community with a shared future in cyberspace", "zh-hans": "网络空间命运共同体"},
        {"en": "practice case", "zh-hans": "实践案例"},
        {"en": "Collection of Practice Cases", "zh-hans": "实践案例集"},
        {"en": "outstanding case", "zh-hans": "精品案例"},
        {"en": "Voices of the Selected Cases", "zh-hans": "入选案例之声"},
        {"en": "Journey into the Outstanding Cases", "zh-hans": "走进精品案例"},
        {"en": "Excellence in Organization", "zh-hans": "优秀组织奖"},
        {"en": "Review Committee", "zh-hans": "评审委员会"},
        {"en": "call for applications", "zh-hans": "案例征集"},
        {"en": "edition", "zh-hans": "届"},
        {"en": "member organization", "zh-hans": "会员单位"},
        {"en": "countries and regions", "zh-hans": "国家和地区"},
        {"en": "international cooperation", "zh-hans": "国际合作"},
        {"en": "digital divide", "zh-hans": "数字鸿沟"},
        {"en": "internet governance", "zh-hans": "互联网治理"},
    ],
}

# --- Security --------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail itself allows the frame of its previews
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "cases_cms.core.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin and Django's need inline scripts; they are behind a login.
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/django-admin/"),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"cases_cms": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

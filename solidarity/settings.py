"""Settings of the site: one file, configured by environment variables, safe for production by default.

docs/operations.md lists the environment variables. ``make run`` sets those of a development machine.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ

from solidarity import frontend_cache, languages
from solidarity.languages import countries

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
# The folder of the SQLite database, uploads and collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Security -------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY")  # no default: the site does not start without one
DEBUG = env.bool("DEBUG", default=False)
# The URL of the admin, for links in e-mails.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname])

# The hosts that search engines may index; those of staging sites are not among them.
PRODUCTION_HOSTS = [host.lower() for host in env.list("PRODUCTION_HOSTS", default=[])]
# Where to report a vulnerability, such as mailto:security@example.org; by default the site's own e-mail address.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

# SECURE_SITE=off is for development only.
SECURE_SITE = env.bool("SECURE_SITE", default=True)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SITE
# Set this only behind a proxy that always overwrites these headers; solidarity/sign_in.py reads one of them.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "solidarity.middleware.error_pages.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows previews in a frame
# W019: frames of the same site are the editor's previews. W021: HSTS preload is the domain owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]

# What public pages may load. Wagtail's admin is excluded, since it needs inline scripts.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/documents/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],  # search suggestions
        "manifest-src": ["'self'"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    },
}

# Applications ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "demo",
    "events",
    "news",
    "cities",
    "solidarity",
    "modeltranslation",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.api.v2",
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
    "axes",
    "csp",
    "django_countries",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # for translations of "2 minutes ago", which Wagtail shows
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "solidarity.page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "solidarity.seo.well_known.NoIndexMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "solidarity.middleware.PrintableCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "solidarity.middleware.SiteMiddleware",
    "solidarity.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "solidarity.middleware.error_pages.ErrorPagesMiddleware",
    "solidarity.admin.access.AdminAccessMiddleware",
    "solidarity.admin.bad_requests.BadRequestsMiddleware",
    "solidarity.redirects.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "solidarity.urls"
WSGI_APPLICATION = "solidarity.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["solidarity.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

FORM_RENDERER = "solidarity.forms.frames.FrameRenderer"

# Data -----------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/solidarity.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing:
    # https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-transaction-behavior
    DATABASES["default"]["ENGINE"] = "solidarity.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": env.int("SQLITE_TIMEOUT", default=20),  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # With JIT, compiling a query on the many columns of a page can take seconds, while running it takes milliseconds:
    # https://www.postgresql.org/docs/current/jit-decision.html
    # Starting a parallel worker takes longer than it saves, and uses a core that another request needs:
    # https://www.postgresql.org/docs/current/how-parallel-query-works.html
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c max_parallel_workers_per_gather=0"
    )
    # A thread of the server keeps its connection, and asks at each request whether it still works:
    # https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)  # seconds; ?conn_max_age=0 in DATABASE_URL turns it off
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=5000")}
# Django's own backends would take each page down with the cache.
for name in ("RedisCache", "DatabaseCache"):
    if CACHES["default"]["BACKEND"].endswith(f".{name}"):
        CACHES["default"]["BACKEND"] = f"solidarity.cache_backend.Resilient{name}"
# Of the responses to visitors, each process keeps so many bytes in its memory: solidarity/page_cache/.
PAGE_CACHE_MEMORY = env.int("PAGE_CACHE_MEMORY", default=64) * 1024 * 1024
# A folder of pages as files, which a web server in front sends by itself: solidarity/page_cache/front.py
PAGE_FILES = env.str("PAGE_FILES", default="")  # none
# The CDN or Varnish in front of the site, purged with each change that readers see: solidarity/frontend_cache/.
# Wagtail's own app of that name is not installed: it would purge the URLs of the page alone, before it is committed.
WAGTAILFRONTENDCACHE = frontend_cache.configured(env.str("FRONTEND_CACHE_URL", default=""))
# Wagtail's own app of that name is not installed: it would purge the URLs of the page alone, before it is committed.
WAGTAILFRONTENDCACHE = frontend_cache.configured(env.str("FRONTEND_CACHE_URL", default=""))

AUTH_USER_MODEL = "solidarity.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "solidarity.sign_in.SignInForm"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"

# After this many wrong passwords, sign-in is locked for the account and for the IP address: solidarity/sign_in.py. Not
# fewer, since an office may share an IP address.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # further attempts do not extend the wait
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_USERNAME_FORM_FIELD = "username"  # the form's field, which takes an e-mail address
AXES_USERNAME_CALLABLE = "solidarity.sign_in.account_name"
AXES_CLIENT_IP_CALLABLE = "solidarity.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "solidarity.sign_in.locked_out"
AXES_HANDLER = "solidarity.sign_in.SignInHandler"
AXES_DISABLE_ACCESS_LOG = True  # privacy: no log of who signed in, and from where
AXES_ENABLE_ADMIN = False

# Languages ------------------------------------------------------------------------------------------

LANGUAGES = languages.LANGUAGES
LANGUAGE_CODE = languages.DEFAULT_LANGUAGE
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]  # ours first, then strings of packages
COUNTRIES_OVERRIDE = countries.OVERRIDE
USE_I18N = True
USE_TZ = True
# solidarity/formats/ replaces Django's formats of a language where these are American or its week begins on Sunday; the
# settings below apply where a language has none. Typed dates are parsed by solidarity/dates/typed.py.
FORMAT_MODULE_PATH = "solidarity.formats"
FIRST_DAY_OF_WEEK = 1  # Monday
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
TIME_ZONE = "Europe/Brussels"  # the office of EUROCITIES; events have their own zone

MODELTRANSLATION_DEFAULT_LANGUAGE = languages.DEFAULT_LANGUAGE
MODELTRANSLATION_FALLBACK_LANGUAGES = languages.fallback_order()
MODELTRANSLATION_CUSTOM_FIELDS = ("TranslatedStreamField",)

# Files ----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
# In development Django serves uploads and static files itself; in production the web server and ``collectstatic`` do.
DEV_SERVER = env.bool("DEV_SERVER", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEV_SERVER
        else "solidarity.static_files.BundledStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEV_SERVER

# Mail -----------------------------------------------------------------------------------------------

email = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(email)
# No request waits for a mail server: messages are queued as tasks, which send them through EMAIL_URL.
MAIL_TRANSPORT = email["EMAIL_BACKEND"]
EMAIL_BACKEND = "solidarity.mail.TaskEmailBackend"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="solidarity-cities@localhost")

# Wagtail's own tasks update its search and reference indexes. They are fast and run within the request, so that editors
# find at once what they saved. A worker does what depends on another host, which is mail, and what may take longer than
# an editor waits: a new name in the entries of all pages that are found by it. Its backend is named after the first.
IMMEDIATE_TASKS = {"BACKEND": "solidarity.tasks.SavepointBackend"}
TASKS = {
    "default": IMMEDIATE_TASKS,
    "mail": IMMEDIATE_TASKS if DEV_SERVER else {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

# Wagtail --------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Solidarity Cities"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # only reviewers get an e-mail for each submission
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # cities/officers/review.py does, and notifies the officer
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"  # in the editor's forms
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = False  # one tree; django-modeltranslation carries the languages
WAGTAILADMIN_PERMITTED_LANGUAGES = languages.LANGUAGES  # another language would show live links without pages
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # solidarity/redirects/__init__.py creates them, in every language
# Time zones that browsers know: not "localtime", which the system's list may contain.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "solidarity.text.rich_text.RichTextArea"}}
WAGTAILIMAGES_IMAGE_MODEL = "solidarity.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "solidarity.media.credits.CreditedImageForm"
# No SVG, which can contain script. solidarity/media/decoding.py defines how each format is stored.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILDOCS_DOCUMENT_MODEL = "solidarity.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "solidarity.media.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # an invitation has verified the address; docs/decisions/roles.md
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request to another host for avatars
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILAPI_SEARCH_ENABLED = False  # the site's own search is by language; this one would mix languages
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "solidarity.search.backend_sqlite"
        if DATABASES["default"]["ENGINE"] == "solidarity.sqlite3"
        else "solidarity.search.backend_postgresql"
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an editor's form has a column per language
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

"""All settings of the portal: one file, every value from the environment, safe by default.

`make run` leaves var/dev.env behind so that manage.py works beside it; a real environment
variable always wins over that file. README has the table of variables.
"""

import re
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from config.operations.logs.building import FORMS, logging_of
from config.ranges import ranges
from config.stores import stores
from config.strength import strong

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

environ.Env.read_env(VAR / "dev.env")
env = environ.Env()

SECRET_KEY = strong("SECRET_KEY", env("SECRET_KEY"), 50)
# Former values, while it is being changed: what they sealed and signed still counts.
SECRET_KEY_FALLBACKS = [
    strong("SECRET_KEY_FALLBACKS", key, 50) for key in env.list("SECRET_KEY_FALLBACKS", default=[])
]
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", True)
if DEBUG and HTTPS:
    raise ImproperlyConfigured("DEBUG=1 shows settings to everybody: only with HTTPS=0, at home.")
# Absolute addresses come from here, never from a request's headers.
SITE_URL = env("SITE_URL", default="https://localhost").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DB_CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Counts what a transaction changed of readers' pages as soon as it is committed (0036).
DATABASES["default"]["ENGINE"] = "news.pagestore.backend"
# The folder of pg_dump and pg_restore, where they are not found by themselves.
PG_BIN = env("PG_BIN", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config.apps.StaffAdminConfig",
    "config.operations",
    "config.operations.health",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "ckeditor",
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "news.authors",
    "news.media",
    "news.site",
    "news.addresses",
    "news.readership",
    "news.changes",
    "news.feedback",
    "news.pages",
    "news.upkeep",
    "news",
    "news.search",
    "news.finding",
    "news.sharing",
    "news.links",
    "news.pagestore",
]

MIDDLEWARE = [
    "config.operations.logs.observing.observed",
    "accounts.addresses.real_address",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.polite_refusals",
    "config.staff_side.staff_side",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.known_session",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.require_own_password",
    "accounts.middleware.require_second_factor",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "news.chrome.chrome",
            ],
        },
    },
]

# Work off the request path waits in the database; `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What the topmost apps have the clock do besides (news/due.py).
FURTHER_ERRANDS = {"health": "config.operations.health.errand.note"}
# Where the web processes of this machine count what they do; empty: nowhere.
METRICS_DIR = env("METRICS_DIR", default=str(VAR / "metrics"))
# Whoever watches the portal by a program shows this; without it there is nothing to show.
HEALTH_TOKEN = env("HEALTH_TOKEN", default="")
HEALTH_TOKEN = HEALTH_TOKEN and strong("HEALTH_TOKEN", HEALTH_TOKEN, 32)

# Where one person writes and publishes (W6): no four eyes; the record tells who did what.
SELF_APPROVAL = env.bool("SELF_APPROVAL", False)

# Days without work besides Saturdays and Sundays: MM-DD every year, YYYY-MM-DD once (Tết).
HOLIDAYS = env.list("HOLIDAYS", default=["01-01", "04-30", "05-01", "09-02"])
if not all(re.fullmatch(r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", day) for day in HOLIDAYS):
    raise ImproperlyConfigured("HOLIDAYS: write each day as MM-DD or YYYY-MM-DD.")
# Besides the portal itself, the hosts that an old address may be led on to; a leading point stands
# for all names below.
REDIRECT_HOSTS = env.list("REDIRECT_HOSTS", default=[".gov.vn"])
# For so long counts of readers stay in memory before one statement writes them down.
READS_HELD_SECONDS = env.int("READS_HELD_SECONDS", 10)
# Whether other websites that texts link to are asked at night (news/links), by http and https.
LINK_CHECKS = env.bool("LINK_CHECKS", True)
# Finished pages for readers (news/pagestore): whether they are kept, where, and how many bytes.
# A folder in memory, such as one below /dev/shm, spares the disk.
PAGE_STORE = env.bool("PAGE_STORE", True)
PAGE_STORE_DIR = env("PAGE_STORE_DIR", default=str(VAR / "pages"))
PAGE_STORE_BYTES = env.int("PAGE_STORE_BYTES", 256 * 1024 * 1024)
# Mail to the staff; without EMAIL_URL there is none, and the notices stand in the desk only.
MAIL = bool(env("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20
# accounts, which knows nothing of news, has news write the mail about an event of an account.
ACCOUNT_MAIL_TASK = "news.mail.write_about"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="khong-tra-loi@localhost")

# Where weaknesses are told of (/.well-known/security.txt); empty: the portal's own e-mail address.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
if not re.fullmatch(r"((mailto|tel):\S+|https://\S+)?", SECURITY_CONTACT):
    raise ImproperlyConfigured("SECURITY_CONTACT begins with mailto:, tel: or https://.")

AUTH_USER_MODEL = "accounts.User"
# Rights come from assignments (user, role, unit, category), also per object: news/rights.py.
AUTHENTICATION_BACKENDS = ["news.rights.AssignmentBackend"]
LOGIN_URL = "dang-nhap"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "home"
# The front page shows this note by itself when the address names it: it holds no session.
SIGNED_OUT = "#da-dang-xuat"
# Days in which somebody whose role asks for a second factor may still work without one.
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", 14)
PASSWORD_HASHERS = ["accounts.passwords.Argon2", "accounts.passwords.Pbkdf2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.password_rules.Length"},
    {"NAME": "accounts.password_rules.Common"},
    {
        "NAME": "accounts.password_rules.Personal",
        "OPTIONS": {"names_of": "news.rights.unit_names"},
    },
]
# A link to choose a new password is good for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60

# Signing in by the province's OpenID Connect provider; without an issuer there is no such door.
OIDC_ISSUER = env("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
OIDC_CLIENT_SECRET = OIDC_CLIENT_SECRET and strong("OIDC_CLIENT_SECRET", OIDC_CLIENT_SECRET, 16)
OIDC_NAME = env("OIDC_NAME", default="tài khoản liên thông")
# The claim that holds the groups, and the roles (keys of accounts/roles.py) they stand for:
# "editor" everywhere, "editor@BTGHU" in the unit of that code.
OIDC_GROUPS = env("OIDC_GROUPS", default="groups")
OIDC_ROLES = env.dict("OIDC_ROLES", default={})
OIDC_CREATE = env.bool("OIDC_CREATE", False)
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.")
if not re.fullmatch(r"(https://.+|http://(127\.0\.0\.1|localhost)(:\d+)?(/.*)?)?", OIDC_ISSUER):
    raise ImproperlyConfigured("OIDC_ISSUER must be an https address.")
# Which assignments follow from them is for news to say.
OIDC_ASSIGN = "news.following.follow"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "news.editor.VettedAppFinder",
]
# Production serves a collected, hashed copy; make run and the tests serve from where files lie.
COLLECTED_STATIC = env.bool("COLLECTED_STATIC", True)
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR / "static")) if COLLECTED_STATIC else None
# Where the list of hashed names lies ("var": in the release's own folder). Releases share the files
# of STATIC_ROOT, so that pages of the one before still find theirs, and keep a list each.
STATIC_MANIFEST = BASE_DIR / env("STATIC_MANIFEST", default=STATIC_ROOT or "var")
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR / "media"))
# nginx serves media in production; make run lets Django do it.
SERVE_MEDIA = env.bool("SERVE_MEDIA", False)
# Attachments are handed out by a view that asks who may read them, so nobody serves their folder.
ATTACHMENTS_ROOT = env("ATTACHMENTS_ROOT", default=str(VAR / "attachments"))
if Path(ATTACHMENTS_ROOT).resolve().is_relative_to(Path(MEDIA_ROOT).resolve()):
    raise ImproperlyConfigured("ATTACHMENTS_ROOT lies in MEDIA_ROOT, which everybody can read.")
# Where nginx finds that folder ("/tep-rieng/", an internal location), once the view agrees.
ATTACHMENTS_ACCEL = env("ATTACHMENTS_ACCEL", default="")
STORAGES = {
    **stores(env, ATTACHMENTS_ROOT),
    "staticfiles": {
        "BACKEND": "news.sheets.SheetStorage"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# The proxies of ours ("10.0.0.5", "10.0.0.0/24"), whose word on the client's address is taken.
TRUSTED_PROXIES = ranges("TRUSTED_PROXIES", env.list("TRUSTED_PROXIES", default=[]))
# From where the staff side may be reached, and a host name of its own; neither is needed.
STAFF_ADDRESSES = ranges("STAFF_ADDRESSES", env.list("STAFF_ADDRESSES", default=[]))
STAFF_HOST = env("STAFF_HOST", default="").lower()
if STAFF_HOST and not validate_host(STAFF_HOST, ALLOWED_HOSTS):
    raise ImproperlyConfigured("STAFF_HOST is a host name alone, and one of ALLOWED_HOSTS.")
if STAFF_HOST and urlsplit(SITE_URL).hostname == STAFF_HOST:
    raise ImproperlyConfigured("STAFF_HOST is another name than that of SITE_URL.")
# Trust the proxy's word on the scheme only where the technician says there is a proxy.
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-phien" if HTTPS else "phien"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
DEVICE_COOKIE_NAME = "__Host-may" if HTTPS else "may"
# A session ends when nobody has worked for so long, and at the latest so many hours after the
# sign-in (R59); accounts/sessions.py asks both. Machines are shared: closing the browser ends it.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env.int("SESSION_HOURS", 12)
if not 5 <= SESSION_IDLE_MINUTES <= 60 * SESSION_HOURS <= 60 * 24:
    raise ImproperlyConfigured(
        "SESSION_IDLE_MINUTES is at least 5, and no longer than SESSION_HOURS, at most 24."
    )
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "news.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# The editor's end of life is known and boxed in: docs/decisions/0004-editor.md.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Statements that take longer are logged, without what was put into them; 0: none.
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 500)
LOG_LEVEL, LOG_FORMAT = env("LOG_LEVEL", default="INFO"), env("LOG_FORMAT", default="line")
if LOG_FORMAT not in FORMS:
    raise ImproperlyConfigured(f"LOG_FORMAT is one of: {', '.join(FORMS)}.")
SECRETS = [SECRET_KEY, *SECRET_KEY_FALLBACKS, HEALTH_TOKEN, OIDC_CLIENT_SECRET]
SECRETS += [DATABASES["default"]["PASSWORD"], vars().get("EMAIL_HOST_PASSWORD") or ""]
LOGGING = logging_of(LOG_FORMAT, LOG_LEVEL, SECRETS)
BACKUP_S3 = env("BACKUP_S3", default="")
if SENTRY_DSN := env("SENTRY_DSN", default=""):
    import_module("config.sentry").begin(SENTRY_DSN, SECRETS)

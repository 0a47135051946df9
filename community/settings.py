"""Settings, read from the environment and safe by default.

Nothing here turns a protection off by itself: `ONWARD_ENV=local` is for `make run` and tests on
one machine; everything else is production and refuses to start half-configured.
Every variable is described in infra/env.sample.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from community.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

LOCAL = env.str("ONWARD_ENV", "production") == "local"
LOCAL_DIR = Path(env.str("ONWARD_LOCAL_DIR", str(BASE_DIR / ".local")))
DEBUG = LOCAL and env.bool("ONWARD_DEBUG", False)

REQUIRED = {
    "SECRET_KEY": "a long random text that signs sessions",
    "ALLOWED_HOSTS": "the names this site answers to, separated by commas",
    "DATABASE_URL": "postgres://user:password@host/name",
    "REDIS_URL": "redis://host:6379/0",
    "FIELD_KEYS": "long random texts that seal stored secrets, the newest first",
}


def refuse(*reasons: str) -> None:
    """Stop a production site that is not whole, naming all that is wrong, and no value."""
    if reasons and not LOCAL:
        lines = "\n".join(f"  {reason}" for reason in reasons)
        raise ImproperlyConfigured(f"Not started. Described in infra/env.sample:\n{lines}")


refuse(*(f"{name} is missing: {what}" for name, what in REQUIRED.items() if not env.str(name, "")))

SECRET_KEY = env.str("SECRET_KEY", "local-only-and-worth-nothing-" + "x" * 32)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env.str("SITE_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# The first one seals; the others open what was sealed before `manage.py rotate_keys` ran.
FIELD_KEYS = env.list("FIELD_KEYS", default=[SECRET_KEY] if LOCAL else [])
ERASURES_FILE = env.str("ERASURES_FILE", "")  # what `manage.py replay_erasures` reads
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASE_URL = env.str("DATABASE_URL", "")
wrong = {
    "SECRET_KEY is too short: 50 characters or more, and random": len(SECRET_KEY) < 50,
    "FIELD_KEYS are too short: 50 characters or more each, and random": any(
        len(key) < 50 for key in FIELD_KEYS
    ),
    "ALLOWED_HOSTS must name hosts: * would let others pose as this site": "*" in ALLOWED_HOSTS,
    "DATABASE_URL must name a PostgreSQL database": not DATABASE_URL.startswith("postgres"),
    "REDIS_URL must begin with redis:, rediss: or unix:": not REDIS_URL.startswith(
        ("redis:", "rediss:", "unix:")
    ),
    "EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: set one": (
        env.bool("EMAIL_USE_TLS", False) and env.bool("EMAIL_USE_SSL", False)
    ),
}
refuse(*(reason for reason, holds in wrong.items() if holds))

INSTALLED_APPS = [
    "community.notifications",
    "community.safety",
    "community.people",
    "community.organisations",
    "community.mentorship",
    "community.support",
    "opportunities",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail_localize",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    # After wagtail.admin and wagtail.users: it closes two of their doors (cms/doors.py).
    "cms",
    "modelcluster",
    "taggit",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "community.safety.middleware.SafetyHeadersMiddleware",
    "community.safety.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "community.safety.middleware.RefuseNulBytesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Keeps pages by language, and asks nothing of those below.
    "opportunities.middleware.KeptListMiddleware",
    "community.middleware.TakingTurnsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "community.safety.middleware.ClosedMiddleware",
    "community.people.middleware.IdleMiddleware",
    "community.people.middleware.PersonalSettingsMiddleware",
    "community.people.middleware.EditorsAreaMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "community.people.middleware.FirstTimeMiddleware",
    "community.people.middleware.SecondFactorMiddleware",
    "community.people.middleware.AccountsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"

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
                "wagtail.contrib.settings.context_processors.settings",
                "cms.furniture.site_furniture",
            ],
        },
    }
]

# -- database ------------------------------------------------------------------------------------
SQLITE_URL = f"sqlite:///{LOCAL_DIR / 'onward.sqlite3'}"
DATABASES = {"default": env.db("DATABASE_URL", default=SQLITE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN: without it two sign-ups at once end in "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Planning a question takes longer than most answers: plans are kept with a connection. Behind
    # a pooler that lends one for a transaction only they are lost: PREPARED_STATEMENTS=off.
    if env.bool("PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- cache and clock -----------------------------------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "community.safety.cache.FailSoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "onward",
        # A frozen Redis must not freeze a page.
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    },
    # The same Redis, but one that says when it is gone: nobody's password may be tried then.
    "limits": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "limits",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

# -- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["community.people.sessions.Accounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "opportunities:plan"
LOGOUT_REDIRECT_URL = "/"
# So that nobody floods the lists, or signs up everywhere to learn places (safety.md T15).
MOST_SIGN_UPS_AHEAD = env.int("MOST_SIGN_UPS_AHEAD", 30)
ACCOUNT_ADAPTER = "community.people.adapter.AccountAdapter"
MFA_ADAPTER = "community.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
ACCOUNT_FORMS = {
    "login": "community.people.forms.LoginForm",
    "signup": "community.people.forms.SignupForm",
    "reset_password": "community.people.forms.ResetPasswordForm",
    "reset_password_from_key": "community.people.forms.ResetPasswordKeyForm",
    "change_password": "community.people.forms.ChangePasswordForm",
}
# Django's own: allauth's writes to its table of addresses, which stays empty (people/adapter.py).
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Behind nginx everybody comes from one address: without this they would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0 if LOCAL else 1)
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
# Counted by community/safety/limits.py instead: one door, one count (docs/decisions/0012).
ACCOUNT_RATE_LIMITS = {"reset_password": None, "signup": None}
SEARCHES_A_MINUTE = env.int("SEARCHES_A_MINUTE", 120)  # with words, from one network
TAKE_TURNS = env.bool("TAKE_TURNS", True)  # of a process's threads (community/middleware.py)
CHECK_LINKS = env.bool("CHECK_LINKS", False)  # asks the hosts of services: they learn that we do
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 2

SESSION_ENGINE = "community.people.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 3600  # for a browser that is never closed
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "community.safety.views.csrf_failure"

# -- transport -----------------------------------------------------------------------------------
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not no-referrer: with it Chromium sends "Origin: null" and every form is refused (safety.md, 5).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# Where "Leave this site" leads until somebody chooses another page (safety.md #8).
LEAVE_URL = env.str("LEAVE_URL", "https://www.weather.gov/")
if not LOCAL:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
# How long a worker that died keeps its messages from the others.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", 60)
# The sender is printed nowhere on the site and names nothing (DESIGN.md 9).
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "notes@example.org")
# Within so many working days staff get in touch with who would like to talk: promised on the page.
FIRST_TALK_WORKING_DAYS = env.int("FIRST_TALK_WORKING_DAYS", 2)
SAFEGUARDING_LEAD = env.str("SAFEGUARDING_LEAD", "")  # told when an operator opens accounts
# Somebody reads this one: mails in private words name it as the way out (safety.md #26).
OPT_OUT_ADDRESS = env.str("OPT_OUT_ADDRESS", "")
# Text messages: only where there is an account with who carries them (safety.md B3).
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", "")
TWILIO_SENDER = env.str("TWILIO_SENDER", "")  # a number that is printed nowhere
TWILIO_API = env.str("TWILIO_API", "https://api.twilio.com")
# A page that shows every mail: it exists on a local site only, whatever the environment says.
MAILBOX_DIR = Path(env.str("ONWARD_MAILBOX_DIR", str(LOCAL_DIR / "mailbox"))) if LOCAL else None

# -- words and time ------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
# Every word of the site is there in each of these: a page in two languages at once helps nobody.
KNOWN_LANGUAGES = {"en": _("English"), "es": _("Spanish")}
LANGUAGES = [(code, KNOWN_LANGUAGES[code]) for code in env.list("LANGUAGES", default=["en", "es"])]
WAGTAIL_I18N_ENABLED, WAGTAIL_CONTENT_LANGUAGES = True, LANGUAGES
# A translation begins as a draft, whatever its original is (docs/decisions/0039).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "community" / "locale"]
FORMAT_MODULE_PATH = ["community.formats"]
TIME_ZONE = env.str("TIME_ZONE", "America/New_York")
USE_TZ = True

# -- files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "community" / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(LOCAL_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if LOCAL:  # served from where they lie: collecting and compressing Wagtail's takes 40 s
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "cms.uploads.NotOnDisk",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Wagtail -------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Onward"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
# A story is not published by its second reader, but by its teller's last word.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.review.after_review"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"  # strips where and with what it was taken
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10 * 1024 * 1024, 40_000_000
# What a file was called is kept nowhere.
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The configuration is PostgreSQL's; a migration of `opportunities` makes it, without accents.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "onward"}
}

# -- log -----------------------------------------------------------------------------------------
# Only an allow-list of fields is ever written: no address, no query, no name (safety.md T14).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "community.safety.logs.AllowListFormatter", "whole": LOCAL}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Says of every HEAD request that Django made a body for it.
    # The other two write titles of pages and of postings, and a line for every word indexed.
    "loggers": {
        "gunicorn.http": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # writes which passkey was used
        "wagtail": {"level": "WARNING"},
        "PIL": {"level": "INFO"},  # would spell out who took a picture, and where
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
}

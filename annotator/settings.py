"""All settings, read from the environment. `.env.example` lists what can be set."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", False)


def read_secret(name: str, *, is_needed: bool = True) -> str:
    """Return the variable NAME, or what is in the file that NAME_FILE names; refuse to start without a needed one."""
    path = env.str(f"{name}_FILE", "")
    secret = Path(path).read_text().strip() if path else env.str(name, "")
    if is_needed and not secret:
        raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it (./run makes one for you).")
    return secret


SECRET_KEY = read_secret("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# HTTPS=1 behind a TLS proxy that sets X-Forwarded-Proto; without it only for one's own machine.
HTTPS = env.bool("HTTPS", False)
# Where people reach the site: sign-in links made by commands begin with it.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")


def refuse_unsafe_start() -> None:
    """Refuse what would leave the site open: better no site than a site like that."""
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: with * a forged Host header is believed.")
    if DEBUG and (HTTPS or not LOCAL_HOSTS.issuperset(ALLOWED_HOSTS)):
        raise ImproperlyConfigured("DEBUG shows settings and code to everybody: it is for one's own machine only.")
    if not DEBUG and len(SECRET_KEY) < 32:
        raise ImproperlyConfigured("SECRET_KEY is too short to be a secret: take at least 32 random characters.")


LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
refuse_unsafe_start()

# The state folder of ./run; production mounts one volume here for web and worker.
STATE_DIR = Path(env.str("STATE_DIR", str(BASE_DIR / ".state")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(STATE_DIR / "media")))

INSTALLED_APPS = [
    "accounts",
    "labeling",
    "exports",
    "annotator.admin_config.SuperuserAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "annotator.static_config.OurStaticFilesConfig",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "annotator.compress.Compress",
    "annotator.no_store.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "annotator.same_person.SamePerson",
    "accounts.languages.LanguageOfPerson",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "annotator.page_errors.PageErrors",
]

ROOT_URLCONF = "annotator.urls"
WSGI_APPLICATION = "annotator.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "annotator" / "templates"],
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

# PostgreSQL only: claims need SKIP LOCKED, partial unique indexes and advisory locks.
DATABASES = {
    "default": {
        **env.db("DATABASE_URL", default="postgres://annotator@127.0.0.1:5432/annotator"),
        # A new connection costs its request some 30 ms (measured): PostgreSQL reads its catalogs anew.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must hold over all web processes and without a broker, hence the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "annotator_cache",
        # The default of 300 would let an attacker push out the counts by trying 300 names.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.InviteOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
# The name is counted whether or not somebody has it, so the limit tells nothing about names. A team behind
# one address must be able to sign in together.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,5/5m/key", "change_password": "5/m/user"}
# Invitations: a class behind one address joins together; guessing at links gets nowhere anyway, and no further.
JOIN_RATE_LIMITS = {"join": "60/m/ip", "join_failed": "20/m/ip"}
# How many proxies of one's own stand in front and add to X-Forwarded-For; without, nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "annotator.error_pages.csrf_failure"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "annotator" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "annotator" / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "annotator.static_storage.ModuleStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Where finished exports go: "" is MEDIA_ROOT, "s3" the bucket. What lies in a bucket is read while it is named.
EXPORT_STORAGE = env.str("EXPORT_STORAGE", "")
if EXPORT_S3_BUCKET := env.str("EXPORT_S3_BUCKET", ""):
    STORAGES["exports"] = {
        "BACKEND": "exports.storage.s3.ExportStorage",
        "OPTIONS": {
            "bucket_name": EXPORT_S3_BUCKET,
            "location": env.str("EXPORT_S3_PREFIX", "annotator"),
            "endpoint_url": env.str("EXPORT_S3_ENDPOINT", "") or None,
            "region_name": env.str("EXPORT_S3_REGION", "") or None,
            "addressing_style": env.str("EXPORT_S3_ADDRESSING", "") or None,
            "allowed_hosts": tuple(env.list("EXPORT_S3_ALLOWED_HOSTS", default=[])),
            # Without keys the SDK looks where it always does: AWS_ACCESS_KEY_ID, its files, the machine's own role.
            "access_key": env.str("EXPORT_S3_ACCESS_KEY_ID", "") or None,
            "secret_key": read_secret("EXPORT_S3_SECRET_ACCESS_KEY", is_needed=False) or None,
        },
    }
if EXPORT_STORAGE not in ("", "s3") or (EXPORT_STORAGE and not EXPORT_S3_BUCKET):
    raise ImproperlyConfigured("EXPORT_STORAGE is empty, or s3 with the bucket's name in EXPORT_S3_BUCKET.")

# Imports stream to disk; only forms and JSON bodies are held in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.authentication.WithinTokenScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["annotator.api_json.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["annotator.api_json.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "annotator.api_errors.to_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Annotator",
    "DESCRIPTION": "Human preferences and demonstrations for language models.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # Exports and their comparisons are jobs with the same states.
    "ENUM_NAME_OVERRIDES": {"ExportOutStateEnum": "exports.api.exports.STATE_NAMES"},
}

CELERY_BROKER_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", 2)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# With REMAP_SIGTERM=SIGQUIT (docker-compose.yml): so long may a job go on before the next worker takes it up.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# How often beat sweeps: expired leases go back to the queue, forgotten jobs are sent again.
SWEEP_SECONDS = env.float("SWEEP_SECONDS", 5.0)
# How often what people judged is worked into the findings that lists and the dashboard read.
DIGEST_SECONDS = env.float("DIGEST_SECONDS", 4.0)
CELERY_BEAT_SCHEDULE = {
    "digest": {"task": "labeling.jobs.digest", "schedule": DIGEST_SECONDS, "options": {"expires": DIGEST_SECONDS}},
    "sweep-labeling": {"task": "labeling.jobs.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
    "sweep-exports": {"task": "exports.jobs.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
    # Each of these is a request that the bucket's owner pays for.
    "sweep-storage": {"task": "exports.jobs.sweep_storage", "schedule": 600.0, "options": {"expires": 600.0}},
}
# A job whose worker has not been heard for this long is taken up by another.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 30.0)

# Limits of an import (docs/import.md).
IMPORT_MAX_LINE_BYTES = env.int("IMPORT_MAX_LINE_BYTES", 8 * 1024**2)
IMPORT_MAX_FILE_BYTES = env.int("IMPORT_MAX_FILE_BYTES", 10 * 1024**3)
IMPORT_MAX_MESSAGES = env.int("IMPORT_MAX_MESSAGES", 1000)
IMPORT_MAX_CSV_COLUMNS = env.int("IMPORT_MAX_CSV_COLUMNS", 200)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"level": "WARNING"}},
}

"""Settings: everything that differs between installations comes from the environment."""

import os
import sys
from pathlib import Path

from gewu.config.database import database
from gewu.config.logs import level_of, logging_settings

DATA = Path(os.environ.get("GEWU_DATA", "var")).absolute()
SECRET_KEY = os.environ.get(
    "GEWU_SECRET_KEY", "only for tests and tools: the runtime always sets a key of its own"
)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GEWU_HOSTS", "*").split(",")
DEMO = [key for key in os.environ.get("GEWU_DEMO", "").split(",") if key]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "template_partials",
    "procrastinate.contrib.django",
    "gewu.kernel",
    "gewu.ui",
    "gewu.places",
    "gewu.people",
    "gewu.catalogue",
    "gewu.cases",
    "gewu.portal",
    "gewu.field",
    "gewu.desk",
    "gewu.simulator",
    # After our own, so that our templates of the same name win.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "gewu.config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "gewu.config.middleware.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gewu.people.middleware.ActorMiddleware",
    "gewu.config.middleware.SignInForSwaps",
    "gewu.config.refusals.RefusalPages",
]

CSRF_FAILURE_VIEW = "gewu.config.refusals.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
LOGGING = logging_settings(
    level=level_of(os.environ.get("GEWU_LOG_LEVEL", "INFO")), human=sys.stderr.isatty()
)

ROOT_URLCONF = "gewu.config.urls"
WSGI_APPLICATION = "gewu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gewu.config.context.moment",
                "gewu.config.context.rail",
            ],
            # Part of Django itself from 6.0.
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": database(os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
# Each language calls itself by its own name.
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
# The runtime collects the static files into a folder under names that carry their digest (GEWU_STATIC);
# tests and tools serve them from where the front end was built.
COLLECTED = os.environ.get("GEWU_STATIC", "")
STATIC_ROOT = Path(COLLECTED) if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# A base map under our own polygons: raster tiles as https://…/{z}/{x}/{y}.png. Empty: no internet needed.
TILES = os.environ.get("GEWU_TILES", "")
TILES_BY = os.environ.get("GEWU_TILES_BY", "")
# Where the browser may fetch tiles from; the map draws without any.
TILE_ORIGINS = os.environ.get("GEWU_TILE_ORIGINS", "/".join(TILES.split("/")[:3])).split()

# Where the content of files stands; an S3 store is another class with the same four methods.
FILE_STORAGE = "gewu.kernel.files.storage.LocalFolder"

SUBSCRIPTIONS = "gewu.config.subscriptions.SUBSCRIPTIONS"
SCHEDULE = "gewu.config.schedule.SCHEDULE"
# Each app's jobs.py is read when the process starts, so that a worker knows every job.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# The role the application connects as: a migration takes from it the right to change the journal.
APPLICATION_ROLE = os.environ.get("GEWU_APP_ROLE", "gewu_app")

AUTH_USER_MODEL = "people.User"

# Signing in (gewu.people): a username and a password, no sign-up, no e-mail. A second factor can come later.
AUTHENTICATION_BACKENDS = ["gewu.people.signin.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "gewu.people.signin.Adapter"
ACCOUNT_FORMS = {"login": "gewu.people.forms.SignIn"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# One working day: people sign in each morning, and a phone that closes the browser keeps the session.
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 14 * 3600
SESSION_COOKIE_HTTPONLY = True
# Set where the platform is reached by https; a demo on http could not sign in with secure cookies.
HTTPS = os.environ.get("GEWU_HTTPS") == "1"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# The proxy in front speaks https for us; browsers then remember never to come without it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# How many proxies of ours stand before the server and name the visitor's address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GEWU_PROXIES", "0"))
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# Failed attempts are counted in the database (gewu.people.signin); allauth would count them per process.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}

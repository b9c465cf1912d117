"""Settings: everything that differs between installations comes from the environment."""

import os
import shlex
import sys
from pathlib import Path

from gewu.config.database import database
from gewu.config.environment import secret_of
from gewu.config.logs import level_of, logging_settings

DATA = Path(os.environ.get("GEWU_DATA", "var")).absolute()
SECRET_KEY = os.environ.get(
    "GEWU_SECRET_KEY", "only for tests and tools: the runtime always sets a key of its own"
)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GEWU_HOSTS", "*").split(",")
DEMO = [key for key in os.environ.get("GEWU_DEMO", "").split(",") if key]
# Folders with places of the installation beside those that are shipped, each with a folder for every place.
LOCALITY_FOLDERS = [path for path in os.environ.get("GEWU_LOCALITIES", "").split(os.pathsep) if path]

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
    "gewu.deadlines",
    "gewu.catalogue",
    "gewu.registers",
    "gewu.cases",
    "gewu.aftercare",
    "gewu.evidence",
    "gewu.supervision",
    "gewu.signage",
    "gewu.notices",
    "gewu.exchange",
    "gewu.finding",
    "gewu.redraw",
    "gewu.studio",
    "gewu.clearance",
    "gewu.checkups",
    "gewu.rights",
    "gewu.routing",
    "gewu.layers",
    "gewu.planner",
    "gewu.burden",
    "gewu.sheets",
    "gewu.joint",
    "gewu.portal",
    "gewu.field",
    "gewu.desk",
    "gewu.open311",
    "gewu.simulator",
    # After our own, so that our templates of the same name win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "gewu.people.middleware.FirstThingsFirst",
    "gewu.burden.middleware.CountForms",
    "gewu.config.features.FeatureGate",
    "gewu.config.middleware.SignInForSwaps",
    "gewu.config.refusals.RefusalPages",
]

# What is too large is refused before Django's own handlers keep a byte of it.
FILE_UPLOAD_HANDLERS = [
    "gewu.config.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
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
                "gewu.config.context.features",
                "gewu.config.context.handbook",
                "gewu.config.context.bell",
                "gewu.config.context.panels",
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
FORMAT_MODULE_PATH = "gewu.config.formats"

STATIC_URL = "/static/"
# The runtime collects the static files into a folder under names that carry their digest (GEWU_STATIC);
# tests and tools serve them from where the front end was built.
# A font with Chinese for case files on paper; left out, the one we bring or the system has is found.
PDF_FONT = os.environ.get("GEWU_PDF_FONT", "")
COLLECTED = os.environ.get("GEWU_STATIC", "")
STATIC_ROOT = Path(COLLECTED) if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
# The handbook, made from docs/ beside the static files (tools/docs.py), is served at /docs/ like one of them.
SITE = Path(__file__).resolve().parents[3] / "site"
WHITENOISE_ROOT = SITE if COLLECTED and SITE.exists() else None
WHITENOISE_INDEX_FILE = True
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
# Tianditu 天地图 instead, with a key of its browser kind; pages show the key, as every such map does.
TIANDITU_KEY = os.environ.get("GEWU_TIANDITU_KEY", "").strip()
# Where the browser may fetch tiles from; the map draws without any.
TILE_ORIGINS = os.environ.get("GEWU_TILE_ORIGINS", "/".join(TILES.split("/")[:3])).split()
if TIANDITU_KEY:
    TILE_ORIGINS += [f"https://t{host}.tianditu.gov.cn" for host in range(8)]

# Where the content of files stands; an S3 store is another class with the same four methods.
FILE_STORAGE = "gewu.kernel.files.storage.LocalFolder"

# Who signs the daily seals of the journal: keys in a folder (empty: `keys` in DATA), or a program that has
# them.
SEAL_KEYS = os.environ.get("GEWU_SEAL_KEYS", "")
SEAL_ALGORITHM = os.environ.get("GEWU_SEAL_ALGORITHM") or "ed25519"
SEAL_SIGNER = shlex.split(os.environ.get("GEWU_SEAL_SIGNER", ""))

# Notices: where people reach this installation (for links in e-mails and texts), the mail server, and the
# hosts on which administrators may put gateways. One attempt takes so many seconds at most.
PUBLIC_URL = os.environ.get("GEWU_URL", "").rstrip("/")
NOTICE_HOSTS_USUAL = "qyapi.weixin.qq.com,oapi.dingtalk.com,api.weixin.qq.com"
NOTICE_HOSTS = frozenset(filter(None, os.environ.get("GEWU_NOTICE_HOSTS", NOTICE_HOSTS_USUAL).split(",")))
NOTICE_TIMEOUT = float(os.environ.get("GEWU_NOTICE_TIMEOUT", "10"))
EMAIL_HOST = os.environ.get("GEWU_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("GEWU_EMAIL_PORT", "465"))
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_HOST_USER = os.environ.get("GEWU_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = secret_of("GEWU_EMAIL_PASSWORD_FILE")
EMAIL_TIMEOUT = NOTICE_TIMEOUT
DEFAULT_FROM_EMAIL = os.environ.get("GEWU_EMAIL_FROM", EMAIL_HOST_USER)
EMAIL_ID_HOST = DEFAULT_FROM_EMAIL.rpartition("@")[2] or "gewu.invalid"

SUBSCRIPTIONS = "gewu.config.subscriptions.SUBSCRIPTIONS"
SCHEDULE = "gewu.config.schedule.SCHEDULE"
# Who counts the open work that lies with a person or an organisation: people ask before anybody leaves.
OPEN_WORK = "gewu.cases.queries.hands.open_work"
# Who keeps the index of what cases say: told in the transaction that keeps the words.
CASE_WORDS = "gewu.finding.commands.keep_index"
# What other rooms bring into a person's own file.
OWN_FILE = "gewu.config.own_file.PARTS"
# Who checks rows before they are kept, and says in words what is wrong: the dry run of an import asks.
ROW_CHECKS = {"find": "gewu.checkups.queries.check_rows", "say": "gewu.checkups.queries.fault_said"}
# Who is told what programs are given to read, as panels are of pages.
LOOKS = "gewu.config.looks.LOOKS"
# What notices keep of a person beside their account: the page about one's own data asks for it.
KEPT_BY_NOTICES = "gewu.notices.queries.preferences.kept_of"
# Each app's jobs.py is read when the process starts, so that a worker knows every job.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# The role the application connects as: a migration takes from it the right to change the journal.
APPLICATION_ROLE = os.environ.get("GEWU_APP_ROLE", "gewu_app")

AUTH_USER_MODEL = "people.User"

# Signing in (gewu.people): a username and a password, or a passkey; no sign-up, no e-mail.
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
_DJANGO = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gewu.people.security.passwords.Habits"},
    {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
    {
        "NAME": f"{_DJANGO}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
# Failed attempts are counted in the database (gewu.people.signin); allauth would count them per process.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}

# A second factor: allauth brings its step of the sign-in and the ceremony of passkeys, the rest is ours.
MFA_ADAPTER = "gewu.people.security.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": None}
# Roles for which this installation requires one, whatever places and roles say: `admin,auditor`, or `none`.
SECOND_FACTOR = frozenset(filter(None, os.environ.get("GEWU_SECOND_FACTOR", "").split(",")))

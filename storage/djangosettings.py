"""Django's configuration, built from our settings. No module-level state: `build` is a pure function of `Settings`."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from models.errors import SettingsError
from storage.settings import Settings

#: Seconds a connection waits for another's write on SQLite before it gives up.
SQLITE_BUSY_SECONDS = 60
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # A registered delivery must survive a power cut: its source is moved right after the commit.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


def build(settings: Settings) -> dict[str, Any]:
    """Every Django setting of this installation, by name."""
    return {
        "UKETSUKE": settings,
        "SECRET_KEY": settings.secret_key(),
        "DEBUG": False,
        "ALLOWED_HOSTS": list(settings.allowed_hosts),
        "CSRF_TRUSTED_ORIGINS": list(settings.trusted_origins),
        "DATABASES": {"default": database(settings.database_url)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "Asia/Tokyo",
        "USE_I18N": True,
        "LANGUAGE_CODE": "ja",
        "LANGUAGES": [("ja", "日本語"), ("en", "English")],
        **_web(settings),
        **_people(settings),
        "LOGGING_CONFIG": None,  # the command line sets up logging, once, for everything
    }


def database(url: str) -> dict[str, Any]:
    """Django's description of the database behind `url`.

    SQLite: WAL, so that readers never wait; write transactions take the lock at their start (IMMEDIATE), so that
    two of them queue up instead of failing half-way. Postgres: queries that come often are prepared, unless the URL says
    ``prepare=no``, as it must where a pooler hands every transaction to another connection.

    Raises:
        SettingsError: `url` is neither ``sqlite:///PATH`` nor ``postgresql://…``.
    """
    if url.startswith("sqlite:///"):
        return {
            "ENGINE": "storage.sqlite",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "CONN_MAX_AGE": None,  # of the web's threads: opening it costs more than most pages
            "OPTIONS": {
                "timeout": SQLITE_BUSY_SECONDS,
                "transaction_mode": "IMMEDIATE",
                "init_command": ";".join(SQLITE_PRAGMAS),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingsError("database_url is neither sqlite:///PATH nor postgresql://user@host/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if options.pop("prepare", "yes") != "no":
        # Our queries are the same text each time (`storage.prepared`): planning them anew is most of their cost.
        options |= {"server_side_binding": True, "prepare_threshold": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **options},
    }


def _web(settings: Settings) -> dict[str, Any]:
    return {
        "ROOT_URLCONF": "review.urls",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django_htmx",
            "axes",
            "django_otp",
            "django_otp.plugins.otp_totp",
            "django_otp.plugins.otp_static",
            "storage",
            "review",
        ],
        "MIDDLEWARE": [
            "review.middleware.SecureHeaders",  # first, so that refusals and static files carry its headers too
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "review.middleware.SecureHeaders",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django_otp.middleware.OTPMiddleware",
            # Every page asks for a login unless it says otherwise: a forgotten decorator can never open one.
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
            "review.middleware.StillHere",
            "review.middleware.NoLoginForScripts",
            "review.middleware.PersonalLanguage",
            # Inside of the login: says what right each view needs, and that nobody looks unrecorded.
            "review.middleware.Rights",
            # Before anything else: the code from the telephone, and a password of one's own.
            "review.middleware.Door",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "axes.middleware.AxesMiddleware",  # last: it replaces the answer to a login that is locked out
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "builtins": ["review.templatetags.words"],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "review.frame.frame",
                    ],
                },
            }
        ],
        "STATIC_URL": "/static/",
        # Files are served out of the installed packages: nothing has to be collected first.
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * 1024 * 1024,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 500,
        # Uploads go straight into a folder that only we may read; a scan of a hundred pages has no place in memory.
        "FILE_UPLOAD_HANDLERS": ["review.uploads.CappedUpload"],
        "FILE_UPLOAD_TEMP_DIR": str(settings.uploads_dir),
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_FAILURE_VIEW": "review.views.errors.forbidden",
        "SECURE_HSTS_SECONDS": 31_536_000 if settings.https else 0,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if settings.https else None,
    }


def _people(settings: Settings) -> dict[str, Any]:
    validators = "django.contrib.auth.password_validation."
    return {
        "AUTH_USER_MODEL": "storage.User",
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": validators + "UserAttributeSimilarityValidator"},
            {"NAME": validators + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": validators + "CommonPasswordValidator"},
            {"NAME": validators + "NumericPasswordValidator"},
        ],
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "storage.sessions.Backend",
        ],
        # Failed logins are counted under a keyed digest of the name: people type passwords into that field.
        "AXES_USERNAME_CALLABLE": "storage.lockout.counted_as",
        "AXES_CLIENT_IP_CALLABLE": "storage.lockout.no_address",
        "AXES_LOCKOUT_PARAMETERS": ["username"],
        "AXES_LOCKOUT_CALLABLE": "review.views.people.locked_out",
        "AXES_FAILURE_LIMIT": settings.login_attempts,
        "AXES_COOLOFF_TIME": dt.timedelta(minutes=settings.lockout_minutes),
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_DISABLE_ACCESS_LOG": True,  # who logged in is in our own audit trail
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "OTP_TOTP_ISSUER": "uketsuke",
        "SILENCED_SYSTEM_CHECKS": ["axes.W006"],
        "LOGIN_URL": "login",
        "LOGIN_REDIRECT_URL": "home",
        "LOGOUT_REDIRECT_URL": "login",
        "SESSION_ENGINE": "storage.sessions",
        "SESSION_COOKIE_AGE": settings.session_minutes * 60,
        # `review.middleware.StillHere` prolongs it, once in a while: a write for every crop would be most of its cost
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": settings.https,
    }

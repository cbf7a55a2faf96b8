"""Settings of one installation: environment variables ``UKETSUKE_…``, or one TOML file that ``UKETSUKE_SETTINGS`` names.

The environment wins over the file. Nested settings use two underscores: ``UKETSUKE_LIMITS__MAX_PAGES=500``.
Nothing reads settings from a global: they are made once by the command line and passed on.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from models.errors import SettingsError
from models.limits import Limits

SETTINGS_FILE_VARIABLE = "UKETSUKE_SETTINGS"


class Settings(BaseSettings):
    """Everything an installation may set; `load_settings` builds one with errors a person understands."""

    model_config = SettingsConfigDict(
        env_prefix="UKETSUKE_", env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Path("data")
    """Where state lives: database, originals, secret key. Made on first start, readable by its owner only."""
    inbox_dir: Path = Path()
    """The watched drop folder; default: ``inbox`` in `data_dir`."""
    done_dir: Path = Path()
    """Where sources move once their delivery is registered; default: ``done`` in `data_dir`."""
    quarantine_dir: Path = Path()
    """Where files go that cannot be taken; default: ``quarantine`` in `data_dir`."""
    database_url: str = Field(default="", repr=False)
    """``sqlite:///PATH`` (default: ``uketsuke.sqlite3`` in `data_dir`) or ``postgresql://user:password@host/name``."""
    objects_url: str = Field(default="", repr=False)
    """A folder (default: ``objects`` in `data_dir`), or ``s3://key:secret@host:port/bucket?secure=no&region=…``."""
    programmes_dir: Path = Path()
    """Folder of the subsidy programmes; default: those installed with the program."""

    workers: int = Field(default=2, ge=1, le=64)
    """Processes that read pages; each works with one thread."""
    lease_seconds: float = Field(default=300.0, gt=0)
    """A delivery whose worker has not been heard of for this long is given to another."""
    max_attempts: int = Field(default=3, ge=1)
    """A delivery that was begun this often without an end is failed."""
    poll_seconds: float = Field(default=2.0, gt=0)
    """How often a network share, the queue, and a file that may still grow are looked at."""
    reglob_seconds: float = Field(default=60.0, gt=0)
    """How often the whole drop folder is listed again, whatever the notifications said."""
    stable_seconds: float = Field(default=2.0, ge=0)
    """A file is looked at once size and time of change have stood still for this long."""
    folder_seconds: float = Field(default=10.0, ge=0)
    """A folder in the drop folder is one envelope, taken once nothing in it has changed for this long."""
    patience_seconds: float = Field(default=900.0, ge=0)
    """A file that ends too early may still be growing; unchanged for this long, it goes to quarantine."""
    watch_polling: bool = False
    """Poll the drop folder instead of waiting for notifications: needed on network shares."""
    limits: Limits = Limits()

    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=1, le=65535)
    web_processes: int = Field(default=4, ge=1, le=16)
    """Processes that answer the pages, of some 450 MB each. More than there are CPUs: who asks for a crop does not wait
    behind somebody's decision."""
    web_threads: int = Field(default=2, ge=1, le=64)
    """Requests that each of them answers at the same time."""
    prefect_port: int = Field(default=4200, ge=1, le=65535)
    """Where `uketsuke serve` lets Prefect's own pages be seen, on loopback only: they have no login."""
    prefect_url: str = ""
    """Under which address operators see Prefect's pages; default: `prefect_port` of this machine."""
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names under which the pages may be asked for."""
    https: bool = False
    """Behind TLS: cookies are sent over HTTPS only, and browsers are told to stay there."""
    trusted_origins: tuple[str, ...] = ()
    """Origins (``https://…``) allowed to post forms when a proxy stands in front."""
    quality_share: float = Field(default=0.02, ge=0, le=1)
    """Of the values the machine accepts, this share is typed again by a person who does not see them (抜き取り検査)."""
    session_minutes: int = Field(default=60, ge=1)
    """A person is logged out after so long without a click. What they had typed is kept."""
    login_attempts: int = Field(default=5, ge=1)
    """After so many wrong passwords in a row nobody can log in under that name for a while."""
    lockout_minutes: int = Field(default=15, ge=1)
    """How long that while is; a 統括 may end it."""
    password_days: int = Field(default=0, ge=0)
    """A password must be changed when it is this old; 0: never."""
    second_factor_roles: tuple[str, ...] = ()
    """Roles (``lead``, ``auditor`` …) that must log in with a code from their telephone, too; others may."""

    @model_validator(mode="before")
    @classmethod
    def _fill_defaults(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Fill in what follows from `data_dir`, and make every path absolute."""
        filled = dict(given)
        data = Path(filled.get("data_dir") or "data").expanduser().absolute()
        filled["data_dir"] = data
        defaults = {name: data / name.removesuffix("_dir") for name in ("inbox_dir", "done_dir", "quarantine_dir")}
        for name, default in defaults.items():
            filled[name] = Path(filled.get(name) or default).expanduser().absolute()
        filled["programmes_dir"] = Path(filled.get("programmes_dir") or _installed_programmes()).expanduser().absolute()
        filled["database_url"] = filled.get("database_url") or f"sqlite:///{data / 'uketsuke.sqlite3'}"
        filled["objects_url"] = filled.get("objects_url") or str(data / "objects")
        return filled

    @model_validator(mode="after")
    def _check_urls(self) -> Self:
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("database_url must begin with sqlite:/// or postgresql://")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file; nothing else is read."""
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        if path := os.environ.get(SETTINGS_FILE_VARIABLE):
            sources += (TomlConfigSettingsSource(settings_cls, Path(path)),)
        return sources

    @property
    def uploads_dir(self) -> Path:
        """Where uploads lie while they arrive."""
        return self.data_dir / "uploads"

    @property
    def secret_key_file(self) -> Path:
        return self.data_dir / "secret_key"

    def secret_key(self) -> str:
        """The key that signs sessions; made on first start in `data_dir`, readable by its owner only."""
        prepare_folder(self.data_dir)
        if not self.secret_key_file.exists():
            _write_once(self.secret_key_file, secrets.token_urlsafe(50))
        return self.secret_key_file.read_text(encoding="ascii").strip()


def load_settings(**overrides: Any) -> Settings:
    """The settings of this installation, with `overrides` on top.

    Raises:
        SettingsError: a setting is wrong or unknown, or the file cannot be read; the message names it.
    """
    path = os.environ.get(SETTINGS_FILE_VARIABLE)
    if path and not Path(path).is_file():
        raise SettingsError(
            f"{SETTINGS_FILE_VARIABLE} names no file",
            message_ja=f"環境変数 {SETTINGS_FILE_VARIABLE} の示す設定ファイルがありません。",
        )
    try:
        return Settings(**overrides)
    except ValidationError as error:
        names = ", ".join(".".join(str(p) for p in e["loc"]) or "settings" for e in error.errors())
        reasons = "; ".join(e["msg"] for e in error.errors())
        raise SettingsError(
            f"wrong setting: {names} ({reasons})", message_ja=f"設定に誤りがあります: {names}（{reasons}）"
        ) from None
    except ValueError as error:  # the file is not TOML
        raise SettingsError(
            f"the settings file cannot be read: {type(error).__name__}",
            message_ja="設定ファイルを読めません。TOMLの書式を確かめてください。",
        ) from None


def prepare_folder(path: Path) -> None:
    """Make `path` and its parents, where missing; what is made is open to its owner only."""
    if not path.parent.exists():
        prepare_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def _installed_programmes() -> Path:
    spec = importlib.util.find_spec("programmes")
    if spec is None or not spec.submodule_search_locations:
        raise ValueError("the programmes folder is not installed; set programmes_dir")
    return Path(next(iter(spec.submodule_search_locations)))


def _write_once(path: Path, text: str) -> None:
    """Write `path` whole, unless somebody else was first: two processes starting at once end with one key."""
    fd, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        Path(temporary).unlink()

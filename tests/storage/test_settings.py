from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.errors import SettingsError
from storage import djangosettings
from storage.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("UKETSUKE_"):
            monkeypatch.delenv(name)


def test_everything_follows_from_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    assert settings.inbox_dir == tmp_path / "inbox"
    assert settings.done_dir == tmp_path / "done"
    assert settings.quarantine_dir == tmp_path / "quarantine"
    assert settings.database_url == f"sqlite:///{tmp_path}/uketsuke.sqlite3"
    assert settings.objects_url == str(tmp_path / "objects")
    assert (settings.programmes_dir / "__init__.py").parent.name == "programmes"


def test_a_relative_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(data_dir="here").data_dir == tmp_path / "here"


def test_arguments_win_over_environment_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'data_dir = "{tmp_path}"\nworkers = 3\nweb_port = 8001\n[limits]\nmax_pages = 7\n', "utf-8")
    monkeypatch.setenv("UKETSUKE_SETTINGS", str(file))
    monkeypatch.setenv("UKETSUKE_WEB_PORT", "8002")
    monkeypatch.setenv("UKETSUKE_LIMITS__MAX_FILE_BYTES", "1000")
    settings = load_settings(workers=5)
    assert (settings.data_dir, settings.workers, settings.web_port) == (tmp_path, 5, 8002)
    assert (settings.limits.max_pages, settings.limits.max_file_bytes) == (7, 1000)


@pytest.mark.parametrize(
    ("text", "named"),
    [("workers = 0", "workers"), ("wrokers = 2", "wrokers"), ('database_url = "mysql://x/y"', "database_url")],
)
def test_a_wrong_setting_is_named(text: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    monkeypatch.setenv("UKETSUKE_SETTINGS", str(file))
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert named in str(caught.value)
    assert named in caught.value.message_ja


@pytest.mark.parametrize("content", [None, "this is [not TOML"])
def test_a_missing_or_broken_file_is_told(content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    if content is not None:
        file.write_text(content, "utf-8")
    monkeypatch.setenv("UKETSUKE_SETTINGS", str(file))
    with pytest.raises(SettingsError):
        load_settings()


def test_passwords_do_not_show(tmp_path: Path) -> None:
    settings = load_settings(
        data_dir=tmp_path,
        database_url="postgresql://u:hush1@localhost/x",
        objects_url="s3://k:hush2@localhost:9000/b",
    )
    assert "hush" not in repr(settings) + str(settings)
    with pytest.raises(SettingsError) as caught:
        load_settings(data_dir=tmp_path, database_url="mysql://u:hush3@localhost/x")
    assert "hush" not in str(caught.value) + caught.value.message_ja


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: settings.secret_key(), range(32)))
    assert len(keys) == 1 and len(keys.pop()) > 50
    assert stat.S_IMODE(settings.secret_key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    assert [p.name for p in settings.data_dir.iterdir()] == ["secret_key"]


def test_the_postgres_url_is_taken_apart() -> None:
    built = djangosettings.database("postgresql://us%40er:p%2Fw@db.example:5433/name?sslmode=require")
    assert (built["USER"], built["PASSWORD"], built["HOST"]) == ("us@er", "p/w", "db.example")
    assert (built["PORT"], built["NAME"], built["OPTIONS"]["sslmode"]) == ("5433", "name", "require")
    assert djangosettings.database("postgresql:///name?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_postgres_prepares_what_comes_often_unless_a_pooler_stands_between() -> None:
    usual = djangosettings.database("postgresql://u@h/name")["OPTIONS"]
    assert (usual["server_side_binding"], usual["prepare_threshold"]) == (True, 5)
    pooled = djangosettings.database("postgresql://u@h/name?prepare=no&sslmode=require")["OPTIONS"]
    assert pooled == {"connect_timeout": 10, "sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host-only"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        djangosettings.database(url)


def test_people_and_pages_are_protected(tmp_path: Path) -> None:
    built = djangosettings.build(Settings(data_dir=tmp_path, https=True))
    assert built["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert built["SESSION_COOKIE_SECURE"] and built["CSRF_COOKIE_SECURE"] and not built["DEBUG"]
    assert "django.middleware.csrf.CsrfViewMiddleware" in built["MIDDLEWARE"]
    assert built["LANGUAGE_CODE"] == "ja"

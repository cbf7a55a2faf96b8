from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

import storage
from storage import models as db
from storage.settings import Settings
from tests.servers import PostgresServer
from tests.storage.support import register, sha


def test_the_migrations_are_those_of_the_models(database: Settings) -> None:
    call_command("makemigrations", "storage", check=True, dry_run=True, stdout=StringIO(), skip_checks=True)


def test_migrating_again_changes_nothing(database: Settings) -> None:
    register("a")
    storage.migrate()
    assert db.Delivery.objects.get().sha256 == sha("a")


def test_tables_are_made_on_a_bare_installation(tmp_path: Path) -> None:
    storage.setup(Settings(data_dir=tmp_path / "new"))
    storage.migrate()
    register("a")
    storage.close_connections()
    assert (tmp_path / "new" / "uketsuke.sqlite3").exists()


@pytest.mark.postgres
def test_tables_are_made_on_a_bare_postgres(tmp_path: Path, postgres_server: PostgresServer) -> None:
    postgres_server.create("bare")
    try:
        storage.setup(Settings(data_dir=tmp_path / "new", database_url=postgres_server.url("bare")))
        storage.migrate()
        register("a")
    finally:
        storage.close_connections()
        postgres_server.drop("bare")


def test_setting_up_again_changes_nothing(settings_sqlite: Settings) -> None:
    register("a")
    open_connection = connection.connection
    storage.setup(settings_sqlite)
    assert connection.connection is open_connection and django_settings.UKETSUKE is settings_sqlite


def test_other_settings_are_another_installation(settings_sqlite: Settings, tmp_path: Path) -> None:
    register("a")
    other = Settings(data_dir=tmp_path / "other", session_minutes=5)
    storage.setup(other)
    storage.migrate()
    assert not db.Delivery.objects.exists()
    assert (300, other.secret_key()) == (django_settings.SESSION_COOKIE_AGE, django_settings.SECRET_KEY)
    storage.setup(settings_sqlite)
    assert db.Delivery.objects.get().sha256 == sha("a")


def test_passwords_are_kept_by_argon2(database: Settings) -> None:
    get_user_model().objects.create_user("tanaka", password="むずかしい合言葉")
    assert db.User.objects.get().password.startswith("argon2$")
    assert db.User.objects.get().check_password("むずかしい合言葉")
    assert not db.User.objects.get().check_password("ちがう")

"""Fixtures for the whole house: fresh installations on both databases, and real servers.

Django is configured once per process, here, before any test module is imported. A fixture does not configure it anew
but moves it over to a fresh, migrated database of its own (`storage.setup`): a copy of a template, real transactions,
reachable from threads and other processes through the settings it returns. Nothing is rolled back; everything is
thrown away. pytest-django serves its test client and the like; its own databases and its guard are not used.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

import storage
from storage.settings import Settings
from tests import servers

#: Django's test client calls itself so.
HOSTS = ("testserver", "localhost", "127.0.0.1")

for _name in [n for n in os.environ if n.startswith("UKETSUKE_") and n != "UKETSUKE_SHARED"]:
    del os.environ[_name]  # no test ever works on somebody's installation

# How long an example takes says more about the machine and what else it does than about our code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

_nowhere = tempfile.TemporaryDirectory(prefix="uketsuke-tests-")
storage.setup(Settings(data_dir=Path(_nowhere.name)))

# Most tests that touch a password are about something else: Argon2 at its cheapest, a thousandth of a real one's cost.
#: What an installation takes: passes, KiB, lanes.
ARGON2_AS_SHIPPED = (Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism)
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


#: Files of few tests that take minutes: whole runs of the pipeline in processes of their own. Last, one worker would
#: be alone with them for long.
_FIRST = ("flows/test_process.py", "flows/test_hostile.py", "flows/test_serve.py", "review/test_accessibility.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first (after pytest-randomly has shuffled; ``--no-loadscope-reorder`` keeps the order)."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(_FIRST))


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[blocking_manager_key].unblock()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page asked for in English leaves its thread in English; a server's next request says what it wants, a test does not."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.PostgresServer]:
    """Debian's Postgres, started for this session on a free port."""
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[servers.S3Server]:
    """A real S3 server, started for this session on free ports."""
    with servers.s3() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("template"))
    _migrated(settings)
    return settings.data_dir / "uketsuke.sqlite3"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: servers.PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of an empty, migrated Postgres database to copy."""
    name = "template_uketsuke"
    postgres_server.create(name)
    _migrated(Settings(data_dir=tmp_path_factory.mktemp("template"), database_url=postgres_server.url(name)))
    return name


@pytest.fixture
def settings_sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Settings]:
    """A fresh installation on SQLite; Django works on it."""
    settings = Settings(data_dir=tmp_path / "data", allowed_hosts=HOSTS)
    settings.data_dir.mkdir(mode=0o700)
    shutil.copy(sqlite_template, settings.data_dir / sqlite_template.name)
    storage.setup(settings)
    yield settings
    storage.close_connections()


@pytest.fixture
def settings_postgres(
    tmp_path: Path, postgres_server: servers.PostgresServer, postgres_template: str
) -> Iterator[Settings]:
    """A fresh installation on Postgres; Django works on it."""
    name = f"test_{uuid.uuid4().hex}"
    postgres_server.create(name, postgres_template)
    settings = Settings(data_dir=tmp_path / "data", database_url=postgres_server.url(name), allowed_hosts=HOSTS)
    storage.setup(settings)
    yield settings
    storage.close_connections()
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Settings:
    """A fresh installation, once on each database."""
    settings: Settings = request.getfixturevalue(f"settings_{request.param}")
    return settings


def _migrated(settings: Settings) -> None:
    storage.setup(settings)
    storage.migrate()
    storage.close_connections()

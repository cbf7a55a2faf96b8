"""A seeded office, drawn and checked once for the session and copied for every test."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import storage
from storage.settings import Settings
from tests.conftest import HOSTS
from tests.review.browsing import close_chromium

PASSWORD = "hizuke-wo-miru-7"
#: Two reviewers, one of each other role, and a reviewer of one programme only.
NAME, OTHER = "yamada", "suzuki"
SENIOR, LEAD, CLERK, AUDITOR, NARA = "ueda", "tanaka", "kobayashi", "mori", "nara"


@dataclass(frozen=True)
class Office:
    """An installation with seven envelopes waiting, and people of every role who may log in."""

    settings: Settings

    def person(self, name: str = NAME) -> Any:
        """The row of somebody who may log in."""
        from storage.models import User

        return User.objects.get(username=name)

    def client(self, name: str = NAME, **more: Any) -> Client:
        """A browser in which `name` is logged in."""
        client = Client(**more)
        client.force_login(self.person(name))
        return client


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample morning in it, made by whichever of the run's processes needs it first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _seeded(tmp_path_factory.mktemp("office") / "data")
    shared = tmp_path_factory.getbasetemp().parent / "office"  # of this run, and of all its processes
    with shared.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not shared.exists():
            _seeded(shared.with_suffix(".new") / "data").parent.rename(shared)
    return shared / "data"


def _seeded(data: Path) -> Path:
    data.parent.mkdir(exist_ok=True)
    settings = Settings(data_dir=data, allowed_hosts=HOSTS)
    storage.setup(settings)
    storage.migrate()
    from storage.models import Role
    from storage.people import add_user
    from tests.review.sample import morning, seed

    seed(settings, morning())
    for name in (NAME, OTHER):
        add_user(name, PASSWORD)
    for name, role in ((SENIOR, Role.SENIOR), (LEAD, Role.LEAD), (CLERK, Role.CLERK), (AUDITOR, Role.AUDITOR)):
        add_user(name, PASSWORD, role=role)
    add_user(NARA, PASSWORD, programmes=["nara-smarthouse"])
    storage.close_connections()
    return data


def copied(seeded: Path, target: Path) -> Path:
    """A copy of the seeded data folder at `target`. Stored objects are never written to, so they need no copying."""

    def copy(source: str, to: str) -> None:
        (os.link if "/objects/" in source else shutil.copy2)(source, to)

    shutil.copytree(seeded, target, copy_function=copy)
    return target


@pytest.fixture(scope="session", autouse=True)
def one_chromium() -> Iterator[None]:
    """The browser that the first test opened is closed after the last."""
    yield
    close_chromium()


@pytest.fixture
def office(seeded: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of the seeded office; Django works on it."""
    copied(seeded, tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data", allowed_hosts=HOSTS)
    storage.setup(settings)
    yield Office(settings)
    storage.close_connections()


@pytest.fixture
def office_twice(seeded: Path, tmp_path: Path) -> Iterator[Office]:
    """The office, whose programmes ask for account numbers and their holders twice, whatever the bankbook says."""
    root = Path(__file__).resolve().parents[2] / "programmes"
    shutil.copytree(root, tmp_path / "programmes")
    for file in (tmp_path / "programmes").glob("*/programme.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("double_entry: unless_corroborated", "double_entry: always"), encoding="utf-8")
    copied(seeded, tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data", programmes_dir=tmp_path / "programmes", allowed_hosts=HOSTS)
    storage.setup(settings)
    yield Office(settings)
    storage.close_connections()


@pytest.fixture
def client(office: Office) -> Client:
    """A browser in which a reviewer is logged in."""
    return office.client()

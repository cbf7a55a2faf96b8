from __future__ import annotations

import contextlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.prefectserver import PrefectServer, empty_history, keep_empty_history
from models.errors import OrchestratorError


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where an installation lies whose operator has set Prefect up with a database of the house."""
    folder = tmp_path_factory.mktemp("installation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", f"sqlite+aiosqlite:///{folder}/theirs.db")
        patch.setattr(sys, "prefix", str(folder))
        keep_empty_history()
    yield folder


def _tables(database: Path) -> dict[str, list[str]]:
    """What each table and index says of itself; Prefect's migrations write constraints in any order."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        said = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in said}


def test_a_new_home_begins_with_the_tables_that_the_server_would_make(
    monkeypatch: pytest.MonkeyPatch, installation: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "never set up"))
    with PrefectServer(tmp_path / "made"):
        pass
    monkeypatch.setattr(sys, "prefix", str(installation))
    kept = _tables(empty_history())
    with PrefectServer(tmp_path / "begun"):
        pass

    assert "flow_run" in kept
    assert _tables(tmp_path / "begun" / "prefect.db") == kept == _tables(tmp_path / "made" / "prefect.db")


def test_a_history_that_is_there_is_never_replaced(
    monkeypatch: pytest.MonkeyPatch, installation: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(installation))
    shutil.copyfile(empty_history(), tmp_path / "prefect.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "prefect.db")) as database:
        database.execute("CREATE TABLE of_an_operator (id INTEGER)")
        database.commit()

    with PrefectServer(tmp_path):
        pass

    assert "of_an_operator" in _tables(tmp_path / "prefect.db")


def test_the_set_up_does_not_touch_an_operators_database(installation: Path) -> None:
    assert not (installation / "theirs.db").exists()


def test_what_prefect_could_not_make_is_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with pytest.raises(OrchestratorError):
        keep_empty_history()

    assert list(empty_history().parent.iterdir()) == []

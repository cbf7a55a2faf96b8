"""The command line: every command explained, errors in Japanese with a code, exit codes, no traceback."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import uketsuke
from flows import programmecommands
from storage.settings import Settings

ROOT = Path(__file__).parent.parent


def cli(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in a process of its own."""
    command = [sys.executable, "-m", "uketsuke", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=120)


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        yield (*path, name), command


ALL = list(commands(typer.main.get_command(uketsuke.app)))


def japanese(text: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" for c in text)


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_and_option_is_explained_in_japanese(path: tuple[str, ...], command: Any) -> None:
    assert japanese(command.help or ""), f"{path} has no help"
    for parameter in command.params:
        assert japanese(getattr(parameter, "help", "") or ""), f"{path} {parameter.name} has no help"


def test_the_manual_names_every_command() -> None:
    manual = (ROOT / "docs/operations.ja.md").read_text(encoding="utf-8")
    for path, command in ALL:
        if not hasattr(command, "commands"):
            assert f"uketsuke {' '.join(path)}" in manual


@pytest.fixture
def data(settings_sqlite: Settings) -> Path:
    """The folder of a fresh installation, its tables ready."""
    return settings_sqlite.data_dir


def test_a_first_command_makes_the_installation(tmp_path: Path) -> None:
    assert cli("migrate", "--data", tmp_path / "new").returncode == 0
    assert (tmp_path / "new" / "uketsuke.sqlite3").exists()
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_status_of_an_empty_installation_balances(data: Path) -> None:
    done = cli("status", "--json", "--data", data)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["balances"] is True
    assert told["pages"]["pages_in"] == 0


def test_status_says_by_its_exit_code_that_the_ledger_does_not_balance(data: Path) -> None:
    with sqlite3.connect(data / "uketsuke.sqlite3") as database:
        database.execute(
            "INSERT INTO storage_envelope (id, key, sequence, number, source, original_name, batch, arrived_at)"
            " VALUES (1, 'e', 1, 'R8-000001', 'file', '', '', '2026-01-01')"
        )
        database.execute(
            "INSERT INTO storage_delivery (sha256, size, media_kind, page_count, original_name, envelope_id, sequence,"
            " notes, registered_at, state, lease_owner, attempts, flow_run_id, failure_code, failure_ja)"
            " VALUES ('s', 1, 'pdf', 2, '', 1, 1, '{}', '2026-01-01', 'registered', '', 0, '', '', '')"
        )
    database.close()
    done = cli("status", "--data", data)
    assert done.returncode == 1
    assert "不一致" in done.stdout


def test_a_wrong_setting_is_named_in_japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UKETSUKE_WORKERS", "many")
    done = cli("status", "--data", tmp_path / "data")
    assert done.returncode == 1
    assert "S000" in done.stderr
    assert "workers" in done.stderr
    assert "Traceback" not in done.stderr


def test_results_that_cannot_be_written_are_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = cli("export", tmp_path / "file" / "results.jsonl", "--data", data)
    assert done.returncode == 1
    assert "D000" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_exits_with_2() -> None:
    done = cli("nonsense")
    assert done.returncode == 2
    assert "コマンドの指定に誤り" in done.stderr


def test_a_fault_of_ours_shows_a_sentence_and_the_place_but_nothing_of_the_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("山田太郎")

    monkeypatch.setattr(programmecommands, "load_settings", fail)
    assert uketsuke._main(["programme", "check"]) == 1
    shown = capsys.readouterr().err
    assert "U001" in shown
    assert "ValueError" in shown
    assert "山田" not in shown


def test_programmes_are_checked_with_the_line_of_a_mistake(tmp_path: Path) -> None:
    good = cli("programme", "check")
    assert good.returncode == 0
    assert "nara-business" in good.stdout
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "programme.yaml").write_text("id: x\nnonsense: 1\n", encoding="utf-8")
    bad = cli("programme", "check", tmp_path)
    assert bad.returncode == 1
    assert "2 行目" in bad.stderr.replace("\n", "")


def test_mistakes_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name / "forms").mkdir(parents=True)
        (tmp_path / name / "programme.yaml").write_text(f"id: {name}\nnonsense: 1\n", encoding="utf-8")
    (tmp_path / "y" / "forms" / "application_form-a.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    bad = cli("programme", "check", tmp_path)
    assert bad.returncode == 1
    told = bad.stderr.replace("\n", "")
    for file in ("x/programme.yaml", "y/programme.yaml", "y/forms/application_form-a.yaml"):
        assert f"{file} の" in told


def test_a_new_programme_starts_from_a_skeleton_that_checks(tmp_path: Path) -> None:
    made = cli("programme", "new", "himeji-ev", "--programmes", tmp_path)
    assert made.returncode == 0, made.stderr
    assert cli("programme", "check", tmp_path).returncode == 0
    again = cli("programme", "new", "himeji-ev", "--programmes", tmp_path)
    assert again.returncode == 1
    assert "もうあります" in again.stderr.replace("\n", "")
    shown = cli("programme", "schema")
    assert json.loads(shown.stdout)["properties"]["schema_version"] == {"const": 2}


def test_a_person_is_registered_once_and_never_with_a_weak_password(data: Path) -> None:
    weak = cli("user", "add", "suzuki", "--password-stdin", "--data", data, stdin="1234\n")
    assert (weak.returncode, "L001" in weak.stderr) == (1, True)
    good = cli("user", "add", "suzuki", "--password-stdin", "--data", data, stdin="correct horse battery\n")
    assert good.returncode == 0
    again = cli("user", "add", "suzuki", "--password-stdin", "--data", data, stdin="correct horse battery\n")
    assert again.returncode == 1


def test_every_kind_of_programme_task_has_a_japanese_name_on_screen() -> None:
    from flows.screens import _TASK_KINDS
    from storage.db.reviews import ReviewTask

    assert dict(ReviewTask.Kind.choices) == _TASK_KINDS

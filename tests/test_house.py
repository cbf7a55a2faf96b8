"""The house as a whole: which room may import which, that types hold, what the lock files may say, and that nothing leaves the machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import papers

ROOT = Path(__file__).parent.parent


def _tool(name: str) -> Path:
    """A program that was installed beside this Python."""
    return Path(sys.executable).with_name(name)


def _house_of_empty_rooms(at: Path) -> None:
    """A house with this one's rules and nothing in its rooms, to build something wrong into."""
    for room in ("models", "extractors", "validators", "storage", "flows", "review", "programmes"):
        (at / room).mkdir()
        (at / room / "__init__.py").write_text("")
    (at / "uketsuke.py").write_text("")
    shutil.copy(ROOT / "pyproject.toml", at)


def test_imports_point_one_way() -> None:
    done = subprocess.run([_tool("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_the_import_rules_can_fail(tmp_path: Path) -> None:
    _house_of_empty_rooms(tmp_path)
    (tmp_path / "extractors" / "wrong.py").write_text("import storage\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [_tool("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode != 0
    assert "extractors.wrong -> storage" in done.stdout


def test_ruff_finds_nothing() -> None:
    done = subprocess.run([_tool("ruff"), "check", "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold() -> None:
    """What mypy remembers from one time to the next lies in .mypy_cache, which git ignores."""
    done = subprocess.run([_tool("mypy")], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_type_rules_can_fail(tmp_path: Path) -> None:
    _house_of_empty_rooms(tmp_path)
    shutil.copytree(ROOT / "stubs", tmp_path / "stubs")
    (tmp_path / "extractors" / "wrong.py").write_text("def half(n: int) -> int:\n    return n / 2\n")
    (tmp_path / "storage" / "wrong.py").write_text(
        "from django.db import models\n\n\n"
        'class State(models.TextChoices):\n    OPEN = "open", "未処理"\n\n\n'
        "def nth(state: State) -> int:\n    return state\n\n\n"
        "first: State = State.OPEN\n"
    )
    done = subprocess.run(
        [_tool("mypy"), "--cache-dir", tmp_path / "cache", "extractors", "storage"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode != 0
    wrong = re.findall(r"^(\S+:\d+): error: .*\[(.*)\]$", done.stdout, re.MULTILINE)
    assert sorted(wrong) == [("extractors/wrong.py:2", "return-value"), ("storage/wrong.py:9", "return-value")], (
        done.stdout
    )


@pytest.mark.parametrize("lock", ["requirements.lock", "scripts/uv.lock"])
def test_lock_files_pin_with_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_versions_that_must_not_drift_are_pinned() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^prefect==3\.8\.8 ", locked, re.MULTILINE)
    minor = re.search(r"^fastapi==0\.(\d+)\.", locked, re.MULTILINE)
    assert minor is not None
    assert 139 <= int(minor[1]) < 151


@pytest.fixture(scope="module")
def cage() -> list[str]:
    """The command that opens a network namespace of one's own."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    pytest.skip("this kernel lets nobody open a network namespace")


def caged(cage: list[str], report: Path, command: list[str], environment: dict[str, str]) -> dict[str, object]:
    """Run `command` in the cage and return netcage's report."""
    netcage = [sys.executable, str(ROOT / "tests" / "netcage.py"), str(report)]
    done = subprocess.run(
        [*cage, *netcage, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )
    assert report.exists(), done.stderr
    told: dict[str, object] = json.loads(report.read_text())
    assert told["code"] == 0, done.stderr
    return told


def test_the_cage_sees_what_tries_to_leave(cage: list[str], tmp_path: Path) -> None:
    knock = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('198.51.100.7', 53))"
    if not Path("/dev/net/tun").exists():
        knock = "import socket\ntry: socket.create_connection(('198.51.100.7', 53), 1)\nexcept OSError: pass"
    told = caged(cage, tmp_path / "report.json", [sys.executable, "-c", knock], dict(os.environ))
    assert told["packets"] == (["17 198.51.100.7:53"] if told["trap"] else [])


@pytest.mark.ocr
def test_the_main_job_runs_where_no_network_is_and_nothing_tries_to_leave(cage: list[str], tmp_path: Path) -> None:
    """All of it: intake, rendering, both OCR engines, Prefect's server and client, checks, results."""
    mail = tmp_path / "mail"
    mail.mkdir()
    papers.pdf(mail / "1.pdf", [papers.RECEIPT])
    papers.scan(mail / "2.png", papers.INVOICE)
    # Telemetry is off because the code says so: no variable of a CI system may be what keeps it quiet.
    quiet = ("CI", "DO_NOT_TRACK", "PREFECT_", "UKETSUKE_", "XDG_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(quiet)} | {"HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    results = tmp_path / "results.jsonl"
    command = [sys.executable, "-m", "uketsuke", "run", str(mail), "--data", str(tmp_path / "data")]
    told = caged(cage, tmp_path / "report.json", [*command, "--results", str(results)], environment)
    assert told["packets"] == []
    assert len(results.read_text(encoding="utf-8").splitlines()) == 2
    left = [p for p in (tmp_path / "home").rglob("*") if p.is_file()]
    assert left == [], "something keeps files about this person's machine"

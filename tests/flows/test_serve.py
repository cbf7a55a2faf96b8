"""`uketsuke serve`: from the drop folder to a finished case, a killed process, a clean stop. All of it real."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flows.prefectserver import PrefectServer, free_port, healthy
from flows.serve import FIRST_PAUSE, LONGEST_PAUSE, Child, listen
from models.errors import SettingsError
from storage.settings import Settings
from tests import papers

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.ocr


def until(what: str, true: Callable[[], Any], seconds: float = 240.0) -> Any:
    """Wait for it; fail, saying for what, when it does not come."""
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        pause.wait(0.2)
    return value


def children_of(pid: int) -> dict[str, list[int]]:
    """Names and ids of the processes that `serve` started."""
    found: dict[str, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            command = stat.with_name("cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == pid:
            words = b" ".join(command).decode()
            name = next((n for n in ("prefect.server", "review.server", " work ", " watch ") if n in words), "?")
            found.setdefault(name.strip(), []).append(int(stat.parent.name))
    return found


@pytest.fixture
def served(settings_sqlite: Settings) -> Iterator[tuple[subprocess.Popen[bytes], Settings]]:
    ports = {"web_port": free_port(), "prefect_port": free_port(), "web_processes": 2}
    settings = settings_sqlite.model_copy(update=ports)
    fast = {"STABLE_SECONDS": "0.2", "FOLDER_SECONDS": "0.5", "POLL_SECONDS": "0.5"}
    environment = {
        **{k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"},
        **{f"UKETSUKE_{name.upper()}": str(port) for name, port in ports.items()},
        **{f"UKETSUKE_{name}": seconds for name, seconds in fast.items()},
    }
    command = [sys.executable, "-m", "uketsuke", "serve", "--data", str(settings.data_dir)]
    log = (settings.data_dir / "serve.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield process, settings
    process.kill()
    process.wait()
    log.close()


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(SettingsError) as caught:
        listen("127.0.0.1", taken.getsockname()[1])
    assert "UKETSUKE_WEB_PORT" in caught.value.message_ja


def test_a_dropped_file_becomes_a_case_and_everything_stops_cleanly(
    served: tuple[subprocess.Popen[bytes], Settings],
) -> None:
    process, settings = served

    def ask(question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(settings.data_dir / "uketsuke.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()

    def answers(url: str) -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    until("the drop folder", settings.inbox_dir.exists)
    papers.pdf(settings.inbox_dir / "a.pdf", [papers.RECEIPT])
    until("the case", lambda: ask("SELECT 1 FROM storage_delivery WHERE state = 'done'"))
    assert (settings.done_dir / "a.pdf").exists()
    assert until("the review pages", lambda: answers(f"http://127.0.0.1:{settings.web_port}/"))
    assert healthy(f"http://127.0.0.1:{settings.prefect_port}/api")

    # Loopback only: no other address of this machine answers.
    with socket.socket() as knock:
        knock.settimeout(2)
        assert knock.connect_ex(("127.0.0.2", settings.prefect_port)) != 0

    # A process that is killed is started again, and work goes on.
    first = children_of(process.pid)
    assert set(first) == {"prefect.server", "review.server", "work", "watch"}
    assert len(first["review.server"]) == settings.web_processes == 2
    os.kill(first["work"][0], signal.SIGKILL)
    until("another worker", lambda: children_of(process.pid).get("work") not in (None, first["work"]))
    papers.pdf(settings.inbox_dir / "b.pdf", [papers.INVOICE])
    until("the second case", lambda: len(ask("SELECT 1 FROM storage_delivery WHERE state = 'done'")) == 2)

    # What Prefect was told holds identifiers only.
    stored = (settings.data_dir / "prefect" / "prefect.db").read_bytes()
    stored += b"".join(p.read_bytes() for p in (settings.data_dir / "prefect").glob("prefect.db-wal"))
    for secret in ("山田", "領収書", "a.pdf", "120,000"):
        assert secret.encode() not in stored
        assert json.dumps(secret)[1:-1].encode() not in stored

    last = children_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=90) == 0
    for pid in itertools.chain.from_iterable(last.values()):
        until("the end of a child", lambda pid=pid: not Path(f"/proc/{pid}").exists(), 30)
    log = (settings.data_dir / "serve.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "a.pdf" not in log


def test_a_child_that_keeps_ending_is_started_more_and_more_rarely() -> None:
    child = Child("brief", [sys.executable, "-c", ""], dict(os.environ))
    now, starts = 0.0, []
    while len(starts) < 9:
        child.look(now)
        if child.process is not None:
            starts.append(now)
            child.process.wait()
            child.look(now)
        now += 0.5
    gaps = [b - a for a, b in itertools.pairwise(starts)]
    assert gaps[0] >= FIRST_PAUSE
    assert gaps == sorted(gaps)
    assert gaps[-1] == LONGEST_PAUSE


def test_a_child_that_ignores_the_request_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.serve.STOP_SECONDS", 0.5)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); signal.pause()"
    child = Child("deaf", [sys.executable, "-c", deaf], dict(os.environ))
    child.process = subprocess.Popen(child.command, stdout=subprocess.PIPE)
    assert child.process.stdout is not None
    child.process.stdout.readline()
    process = child.process
    child.stop()
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()


def test_runs_of_a_dead_process_are_closed(prefect_server: PrefectServer) -> None:
    """In a process of its own: Prefect reads its settings when it is imported."""
    program = """
import asyncio, datetime as dt, os, socket, subprocess, sys
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Running
from flows.zombies import TAG, close_dead_runs

@flow
def anything(): ...

async def main():
    gone = subprocess.Popen(["true"]); gone.wait()
    here = socket.gethostname()[:60]
    owners = {"dead": f"{here}:{gone.pid}:x", "alive": f"{here}:{os.getpid()}:x", "far": "elsewhere:1:x",
              "far and busy": "elsewhere:2:x"}
    async with get_client() as client:
        runs = {n: await client.create_flow_run(anything, state=Running(), tags=[TAG + o]) for n, o in owners.items()}
        runs["stranger"] = await client.create_flow_run(anything, state=Running())
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        closed = await close_dead_runs({"elsewhere:2:x"}, 300, lambda: later)
        states = {n: (await client.read_flow_run(r.id)).state.type.value for n, r in runs.items()}
    print(closed, states)
asyncio.run(main())
"""
    environment = {**os.environ, **prefect_server.environment(), "PREFECT_API_URL": prefect_server.api_url}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    expected = {
        "dead": "CRASHED",
        "alive": "RUNNING",
        "far": "CRASHED",
        "far and busy": "RUNNING",
        "stranger": "RUNNING",
    }
    assert done.stdout.strip().splitlines()[-1] == f"2 {expected}"

"""The Prefect server that keeps run histories, and the settings that keep Prefect on this machine.

Prefect reads its settings when it is imported, so :func:`prepare` must run before the first ``import prefect``; this
module itself imports none of it. Two promises are kept here:

* nothing leaves the machine: analytics are off in the server and in the client, no update check is made, and the
  server listens on loopback unless an operator says otherwise;
* a server never outlives the process that started it (the kernel ends it), so a killed run leaves nothing behind.

The server keeps orchestration history only. What was read, decided and stored is in our own database, so its folder
may be deleted at any time while nothing runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self

from models.errors import OrchestratorError

#: Seconds a server may take to answer its first health check. Two slow cores need about 20.
STARTUP_SECONDS = 180
_PR_SET_PDEATHSIG = 1
#: Services that nobody needs where nobody looks. Each writes to the server's database and so slows the runs down.
_FOR_OPERATORS = (
    "PREFECT_API_BLOCKS_REGISTER_ON_START",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED",
    *(
        f"PREFECT_SERVER_SERVICES_{name}_ENABLED"
        for name in (
            "CANCELLATION_CLEANUP", "CLEANUP_RECONCILER", "EVENT_PERSISTER", "FOREMAN", "LATE_RUNS",
            "PAUSE_EXPIRATIONS", "REPOSSESSOR", "SCHEDULER", "TRIGGERS",
        )
    ),
)  # fmt: skip

#: The server would write each step of each task to its database by itself: half of its work. So: many at a time, often.
_IN_BATCHES = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}

#: What Prefect calls its database in its home.
_DATABASE = "prefect.db"


def environment(home: Path, *, quiet: bool = True) -> dict[str, str]:
    """Prefect's settings for a server or client whose files live in `home`; `quiet` keeps its log off the terminal."""
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        "PREFECT_CLI_PROMPT": "false",
        # Identifiers only: no result is written anywhere.
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR" if quiet else "INFO",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    }


def prepare(home: Path, api_url: str | None = None, *, quiet: bool = True) -> None:
    """Put Prefect's settings into this process. Call it before anything imports ``prefect``.

    A ``PREFECT_API_URL`` that the operator has set wins over `api_url`: that is how several machines share a server.
    """
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(home, quiet=quiet))
    if api_url is not None:
        os.environ.setdefault("PREFECT_API_URL", api_url)


def empty_history() -> Path:
    """Where this installation keeps an empty database of this very Prefect: :func:`keep_empty_history` puts it there."""
    return Path(sys.prefix) / "share" / "uketsuke" / f"prefect-{metadata.version('prefect')}.db"


def keep_empty_history() -> None:
    """Make Prefect's tables once for all new data folders of this installation; the set-up does it.

    Prefect makes them in a hundred migrations: four seconds of every first start. Done already: nothing happens.

    Raises:
        OrchestratorError: Prefect could not make its database.
    """
    kept = empty_history()
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        home = Path(folder)
        made = subprocess.run(
            [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"],
            env={**_without_prefects(os.environ), **environment(home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            raise OrchestratorError(f"Prefect's database could not be made: code {made.returncode}")
        with contextlib.closing(sqlite3.connect(home / _DATABASE)) as database:
            database.execute("VACUUM INTO ?", (str(home / kept.name),))  # one file, nothing left in a journal
        (home / kept.name).replace(kept)


def _without_prefects(variables: Mapping[str, str]) -> dict[str, str]:
    """`variables` without Prefect's: an operator's may name another server, or another database."""
    return {name: value for name, value in variables.items() if not name.startswith("PREFECT_")}


def _begin_history(home: Path) -> None:
    """Give a new `home` its database, where the set-up keeps one; where not, the server makes it."""
    home.mkdir(parents=True, exist_ok=True)
    if (home / _DATABASE).exists() or not empty_history().exists():
        return
    partial = home / f"{_DATABASE}.partial"
    shutil.copyfile(empty_history(), partial)
    partial.replace(home / _DATABASE)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def die_with_parent() -> None:
    """For ``preexec_fn``: ask the kernel to end this process when its parent ends (Linux only; elsewhere no effect)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class PrefectServer:
    """A Prefect server in a child process, its database in `home`.

    ``with PrefectServer(home) as server`` starts it and stops it; :meth:`start` returns at once and
    :meth:`wait_ready` waits, so that other work can fill the seconds the server needs.

    Raises:
        OrchestratorError: it ended, or did not answer within :data:`STARTUP_SECONDS`.
    """

    def __init__(self, home: Path, *, port: int | None = None, host: str = "127.0.0.1", ui: bool = False) -> None:
        """`ui`: with pages for an operator and the services behind them; without, it only keeps the runs' histories."""
        self.home = home
        self.host = host
        self.port = port or free_port()
        self.ui = ui
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def api_url(self) -> str:
        return f"http://{self.host}:{self.port}/api"

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app",
            "--host", self.host, "--port", str(self.port), "--log-level", "error", "--lifespan", "on",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"},
            **environment(self.home),
            "PREFECT_SERVER_API_HOST": self.host,
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_UI_ENABLED": "1" if self.ui else "0",
            "PREFECT_UI_API_URL": self.api_url,
            "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
            **_IN_BATCHES,
            **({} if self.ui else dict.fromkeys(_FOR_OPERATORS, "false")),
        }

    def start(self) -> None:
        _begin_history(self.home)
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C is for us: the server must live to hear how the runs ended
                preexec_fn=die_with_parent,
            )

    def wait_ready(self) -> None:
        assert self._process is not None, "start() comes first"
        wait_healthy(self.api_url, self._process)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def wait_healthy(api_url: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until a Prefect server answers at `api_url`; `process` is the server, where it is ours.

    Raises:
        OrchestratorError: the process ended, or there was no answer within :data:`STARTUP_SECONDS`.
    """
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise OrchestratorError(f"the Prefect server ended with code {process.returncode}")
        if healthy(api_url):
            return
        time.sleep(0.1)
    raise OrchestratorError(f"the Prefect server did not answer within {STARTUP_SECONDS} seconds")


def healthy(api_url: str) -> bool:
    """Whether a Prefect server answers at `api_url`. Never goes through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{api_url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def drain(seconds: float = 10.0) -> None:
    """Send what Prefect's client still holds back (logs, events), so that the server may stop after it."""
    if "prefect" not in sys.modules:
        return
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=seconds)
    EventsWorker.drain_all(timeout=seconds)

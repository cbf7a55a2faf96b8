"""`uketsuke serve`: everything for one machine, as child processes that are watched over.

Prefect's server, the processing, the watcher of the drop folder and the review pages each run in a process of their
own (the pages in several, which share one socket), on loopback. One that ends is started again after a pause that
grows; none outlives this process, even when it is killed. SIGTERM or SIGINT ends them in reverse order: the watcher
first, so that nothing new arrives, Prefect last, so that every run can still say how it ended.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.prefectserver import PrefectServer, die_with_parent, environment
from models.errors import SettingsError
from storage.settings import Settings

log = logging.getLogger("uketsuke.serve")

#: Seconds before a child that ended is started again: doubled each time, up to the second number.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: A child that has lived so long starts with the first pause again.
HEALTHY_SECONDS = 120.0
#: Seconds a child gets to stop by itself.
STOP_SECONDS = 30.0
#: Seconds between two looks at the children.
LOOK_SECONDS = 0.5


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    sockets: tuple[int, ...] = ()
    """File numbers of open sockets that it inherits."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = field(default=FIRST_PAUSE)
    start_at: float = 0.0

    def look(self, now: float) -> None:
        """Start it where it is due, and plan its next start where it has ended."""
        if self.process is None:
            if now >= self.start_at:
                self.process = subprocess.Popen(
                    self.command,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    pass_fds=self.sockets,
                    start_new_session=True,  # Ctrl+C is for us alone: we stop the children in order
                    preexec_fn=die_with_parent,
                )
                self.started = now
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started > HEALTHY_SECONDS:
            self.pause = FIRST_PAUSE
        log.warning("%s ended with code %s; starting it again in %g seconds", self.name, code, self.pause)
        self.process = None
        self.start_at = now + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask it to stop, wait, and kill it where it does not."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop and is killed", self.name)
            process.kill()
            process.wait()


def listen(host: str, port: int) -> socket.socket:
    """The socket on which every process of the pages takes requests. It stays open while one of them starts again.

    Raises:
        SettingsError: the address is not this machine's, or another program listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on port {port}: {error.strerror}",
            message_ja=f"確認画面を {host}:{port} で開けません。ほかのプログラムがこのポートを使っていないか、"
            "UKETSUKE_WEB_HOST と UKETSUKE_WEB_PORT を確かめてください。",
        ) from error


def web(settings: Settings, listening: socket.socket, shared: Mapping[str, str]) -> list[Child]:
    """The processes that answer the pages."""
    number = listening.fileno()
    command = [sys.executable, "-m", "review.server", str(number)]
    own = {**shared, "UKETSUKE_DATA_DIR": str(settings.data_dir)}
    return [Child(f"web {n + 1}", command, own, sockets=(number,)) for n in range(settings.web_processes)]


def children(settings: Settings, listening: socket.socket) -> list[Child]:
    """The processes of one machine, in the order in which they start; the pages are asked for on `listening`."""
    home = settings.data_dir / "prefect"
    prefect = PrefectServer(home, port=settings.prefect_port, ui=True)
    shared = {**os.environ, **environment(home, quiet=False), "PREFECT_API_URL": prefect.api_url}
    ours = [sys.executable, "-m", "uketsuke"]
    data = ["--data", str(settings.data_dir)]
    return [
        Child("prefect", prefect.command(), prefect.environment()),
        Child("work", [*ours, "work", *data], shared),
        *web(settings, listening, shared),
        Child("watch", [*ours, "watch", *data], shared),
    ]


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Run everything until SIGTERM or SIGINT. `say` shows a person where the pages are. Call it in the main thread."""
    listening = listen(settings.web_host, settings.web_port)
    stopping = threading.Event()
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    running = children(settings, listening)
    say(f"受付フォルダー　: {settings.inbox_dir}")
    say(f"確認画面　　　　: http://{settings.web_host}:{settings.web_port}/")
    say(f"処理の管理画面　: http://127.0.0.1:{settings.prefect_port}/")
    say("終わるには Ctrl+C を押してください。")
    try:
        while not stopping.is_set():
            for child in running:
                child.look(time.monotonic())
            stopping.wait(LOOK_SECONDS)
    finally:
        for child in reversed(running):
            child.stop()
        listening.close()
        for number, handler in before.items():
            signal.signal(number, handler)

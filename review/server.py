"""The process that answers the pages: ``python -m review.server FD``, on a listening socket that it inherits (waitress).

Its threads live as long as it does, and so do their connections to the database: opening one for every request costs
more than most pages do.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

import storage
from storage.settings import Settings

#: Connections that one process keeps open; a browser opens six.
_CONNECTIONS = 1000
#: How long an answer that has begun may take once the process is asked to stop.
STOP_SECONDS = 10.0
#: Seconds after which a thread that computes lets another go on. Every statement to the database gives the interpreter
#: away; at Python's usual 0.005, each of them could cost a page as much beside somebody's decision.
_TURN_SECONDS = 0.0005


class Server:
    """The pages of one installation on one socket, until `stop` is called from a signal handler or another thread."""

    def __init__(self, application: WSGIHandler, listening: socket.socket, settings: Settings) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # says it whenever a request waits for a thread
        self._threads = _Threads()
        self._threads.set_thread_count(settings.web_threads)
        self._channels: dict[int, Any] = {}
        self._server = create_server(
            application,
            map=self._channels,
            _dispatcher=self._threads,
            sockets=[listening],
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,
            ident=None,
            # behind a proxy that speaks HTTPS it says so in a header (`SECURE_PROXY_SSL_HEADER`)
            clear_untrusted_proxy_headers=not settings.https,
        )
        self._stopping = threading.Event()

    def run(self) -> None:
        """Answer requests; those that are being answered when it is asked to stop still get their answer."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=30, use_poll=True, map=self._channels, count=1)
        self._threads.shutdown()
        wasyncore.close_all(self._channels)

    def stop(self) -> None:
        """Let `run` come to an end."""
        self._stopping.set()
        self._server.pull_trigger()


class _Threads(ThreadedTaskDispatcher):
    """Threads that close their connection to the database when they end, and are waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[threading.Thread] = []

    def start_new_thread(self, target: Callable[[int], None], thread_no: int) -> None:
        def work() -> None:
            try:
                target(thread_no)
            finally:
                storage.close_connections()

        thread = threading.Thread(target=work, name=f"web-{thread_no}", daemon=True)
        self._started.append(thread)
        thread.start()

    def shutdown(self, cancel_pending: bool = True, timeout: float = STOP_SECONDS) -> bool:
        cancelled = bool(super().shutdown(cancel_pending, timeout))
        for thread in self._started:
            thread.join(timeout)
        return cancelled


def main() -> None:
    """Serve the installation that the environment describes on the socket with the file number of the command line."""
    from review.wsgi import application, settings

    sys.setswitchinterval(_TURN_SECONDS)
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        server = Server(application, listening, settings)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.stop())
        server.run()


if __name__ == "__main__":
    main()

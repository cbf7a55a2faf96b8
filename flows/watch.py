"""The watched drop folder 受付フォルダー: what the clerk drops is taken in, once it is whole.

Notifications (or polling, on network shares) only say *when* to look; what is there is always found by listing the
folder, and that happens at least once a minute whatever the notifications said. One file that cannot be taken, in
whatever way, never stops the watcher; when storage is down, files stay where they are and are tried again.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import watchfiles
from django.db.utils import Error as DatabaseError

import storage
from flows.drops import Drop, drops_in
from flows.intake import Intake, StillGrowing, Taken
from flows.stability import StabilityTracker
from models.errors import RendererUnavailableError, StorageError
from storage.settings import Settings, prepare_folder

log = logging.getLogger("uketsuke.watch")

#: Faults of this machine, not of a file: nothing is given up, everything is tried again.
OUTAGE = (StorageError, RendererUnavailableError, DatabaseError, OSError)
#: Longest pause, in seconds, between two tries while there is an outage.
_LONGEST_PAUSE = 60.0
#: A drop over which intake failed this often, for reasons of our own, goes to quarantine.
_MOST_FAILURES = 5

OnTaken = Callable[[list[Taken]], None]


@dataclass(frozen=True, slots=True)
class _Later:
    """Why a drop is not looked at now: it was in `state`, and there is nothing new to see before `until`."""

    state: object
    until: float
    tries: int = 0


class Watcher:
    """Decides at each `step` which drops of the folder are ready, and takes them. Knows no loop and no clock."""

    def __init__(self, settings: Settings, intake: Intake) -> None:
        self._settings = settings
        self._intake = intake
        self._files = StabilityTracker(settings.stable_seconds)
        self._folders = StabilityTracker(max(settings.folder_seconds, settings.stable_seconds))
        self._later: dict[Path, _Later] = {}
        self.waiting = 0
        """How many drops were there after the last step and are not dealt with."""

    def step(self, now: float) -> list[Taken]:
        """Look at the folder once, at `now` (seconds that never go back), and take what is ready."""
        settings = self._settings
        drops = drops_in(settings.inbox_dir, leave_out=(settings.done_dir, settings.quarantine_dir))
        there = {d.path for d in drops}
        self._files.keep_only(set(there))
        self._folders.keep_only(set(there))
        self._later = {path: later for path, later in self._later.items() if path in there}
        taken: list[Taken] = []
        self.waiting = 0
        for drop in drops:
            tracker = self._folders if drop.folder else self._files
            if not tracker.observe(drop.path, drop.state, now):
                self.waiting += 1
                continue
            later = self._later.get(drop.path)
            if later is not None and later.state == drop.state and now < later.until:
                self.waiting += later.until != float("inf")
                continue
            taken += self._take(drop, now, tracker.unchanged_for(drop.path, now))
        return taken

    def _take(self, drop: Drop, now: float, unchanged: float) -> list[Taken]:
        patience = self._settings.patience_seconds
        before = self._later.get(drop.path)
        tries = before.tries if before is not None and before.state == drop.state else 0
        try:
            taken = self._intake.take(
                drop, move=True, final=unchanged >= patience, inbox=self._settings.inbox_dir.absolute()
            )
        except StillGrowing:
            self._later[drop.path] = _Later(drop.state, now + patience - unchanged)
        except OUTAGE as error:
            log.warning("intake must wait: %s", type(error).__name__)
            storage.close_connections()  # a database that comes back is found by a new connection
            pause = min(_LONGEST_PAUSE, self._settings.poll_seconds * 2**tries)
            self._later[drop.path] = _Later(drop.state, now + pause, tries + 1)
        except Exception as error:  # a fault of ours must not keep the mail of others waiting
            log.error("intake failed over one drop: %s", type(error).__name__)
            self._later[drop.path] = _Later(drop.state, now + self._settings.poll_seconds, tries + 1)
            if tries + 1 >= _MOST_FAILURES:
                return self._give_up(drop)
        else:
            # What could not be moved away lies there still: it is dealt with, until somebody changes it.
            self._later[drop.path] = _Later(drop.state, float("inf"))
            return taken
        self.waiting += 1
        return []

    def _give_up(self, drop: Drop) -> list[Taken]:
        try:
            return self._intake.give_up(drop)
        except OUTAGE as error:
            log.warning("quarantine must wait: %s", type(error).__name__)
            return []


def watch(settings: Settings, stop: threading.Event | None = None, on_taken: OnTaken | None = None) -> None:
    """Watch the drop folder until `stop` is set (by default: until SIGINT or SIGTERM).

    `storage.setup` must have been called. Returns within about a second of being asked to; the drop being taken is
    finished first.
    """
    stop = stop or threading.Event()
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # below, it logs names of files
    with _stopped_by_signals(stop), Intake(settings) as intake:
        watcher = Watcher(settings, intake)
        while not stop.is_set():
            try:
                prepare_folder(settings.inbox_dir)
                _watch(settings, watcher, stop, on_taken)
            except (OSError, RuntimeError) as error:  # the share is away, or the system's watches are used up
                log.warning("the drop folder cannot be watched: %s", type(error).__name__)
                stop.wait(settings.poll_seconds)
    storage.close_connections()


def _watch(settings: Settings, watcher: Watcher, stop: threading.Event, on_taken: OnTaken | None) -> None:
    """Watch until `stop`, or until the folder is another one than at the beginning."""
    folder = settings.inbox_dir.stat().st_ino
    looked = float("-inf")
    poll = max(50, int(settings.poll_seconds * 1000))
    for changes in watchfiles.watch(
        settings.inbox_dir,
        watch_filter=None,
        debounce=400,
        rust_timeout=min(poll, 1000),
        yield_on_timeout=True,
        stop_event=stop,
        force_polling=settings.watch_polling,
        poll_delay_ms=poll,
        raise_interrupt=False,
        recursive=False,  # it would follow links; what lies in sub-folders is found by listing
    ):
        now = time.monotonic()
        if not changes and not watcher.waiting and now - looked < settings.reglob_seconds:
            continue
        if settings.inbox_dir.stat().st_ino != folder:
            return
        taken = watcher.step(now)
        looked = now
        if taken and on_taken is not None:
            on_taken(taken)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set `stop`, in the main thread; elsewhere somebody else sees to it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {s: signal.signal(s, lambda *_: stop.set()) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

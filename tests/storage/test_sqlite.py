"""Writers on SQLite stand in a queue: each gets its turn as soon as the one before is done, and none keeps it by mistake."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import storage
from storage.settings import Settings

HOLD = """
import sys
from pathlib import Path
import storage
from django.db import transaction
from storage.settings import Settings
storage.setup(Settings(data_dir=Path(sys.argv[1])))
with transaction.atomic():
    print("mine", flush=True)
    sys.stdin.read()
"""


def free(settings: Settings) -> bool:
    """Whether nobody's turn it is."""
    queue = os.open(settings.data_dir / "uketsuke.sqlite3-writers", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(queue)


@contextmanager
def somebody_writing(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a transaction."""
    command = [sys.executable, "-c", HOLD, str(settings.data_dir)]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None and process.stdout.readline() == "mine\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def writer(done: list[str], name: str) -> threading.Thread:
    def write() -> None:
        with transaction.atomic():
            done.append(name)
        storage.close_connections()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


@pytest.mark.parametrize("end", ["commit", "rollback", "error", "closed", "nested"])
def test_however_a_transaction_ends_the_next_one_has_its_turn(settings_sqlite: Settings, end: str) -> None:
    from storage.models import Counter

    try:
        with transaction.atomic():
            Counter.objects.create(name="a")
            assert not free(settings_sqlite)
            match end:
                case "rollback":
                    transaction.set_rollback(True)
                case "error":
                    Counter.objects.create(name="a")
                case "closed":
                    connection.connection.close()
                case "nested":
                    with transaction.atomic():
                        Counter.objects.create(name="b")
                    assert not free(settings_sqlite), "the outer one goes on"
    except DatabaseError:
        assert end in ("error", "closed")
    assert free(settings_sqlite)
    assert Counter.objects.filter(name="a").exists() == (end in ("commit", "nested"))


def test_who_waits_for_a_process_writes_as_soon_as_that_is_killed(settings_sqlite: Settings) -> None:
    done: list[str] = []
    with somebody_writing(settings_sqlite) as process:
        waiting = writer(done, "second")
        waiting.join(0.3)
        assert waiting.is_alive() and done == []
        process.kill()
        waiting.join(30)
        assert done == ["second"]
    assert free(settings_sqlite)


def test_reading_needs_no_turn(settings_sqlite: Settings) -> None:
    from storage.models import Counter

    with somebody_writing(settings_sqlite):
        assert Counter.objects.count() >= 0

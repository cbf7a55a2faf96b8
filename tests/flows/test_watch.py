"""The watched drop folder: what waits, what is taken, what is given up, and that nothing stops the watcher."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import storage
from flows.ingest import IngestReport
from flows.intake import Intake, Result, Taken
from flows.watch import Watcher, watch
from models import errors
from storage.objects import LocalObjects
from storage.settings import Settings
from tests.corpus import HOSTILE, hostile_folder, hostile_rows, needs_corpus
from tests.extractors import samples
from tests.flows.mail import check_hostile, counted, letter, names, put

PATIENCE, FOLDER, STABLE = 600.0, 30.0, 2.0


class Store(LocalObjects):
    """The real store, which can be switched off."""

    down = False

    def put(self, content: object) -> str:
        if self.down:
            raise errors.StorageError("down")
        key: str = super().put(content)  # type: ignore[arg-type]
        return key


class Bench:
    """A watcher with a clock of its own."""

    def __init__(self, settings: Settings, intake: Intake, store: Store) -> None:
        self.settings, self.store = settings, store
        self.inbox = settings.inbox_dir
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.watcher = Watcher(settings, intake)
        self.now = 1000.0

    def look(self, after: float = 0.0) -> list[Taken]:
        """One step, `after` seconds later."""
        self.now += after
        return self.watcher.step(self.now)

    def settle(self, seconds: float = STABLE) -> list[Taken]:
        """Two looks, `seconds` apart: whatever stands still is stable at the second."""
        return self.look() + self.look(seconds)

    def left(self) -> list[str]:
        return sorted(str(p.relative_to(self.inbox)) for p in self.inbox.rglob("*"))

    def done(self) -> list[str]:
        root = self.settings.done_dir
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if not p.is_dir())


@pytest.fixture
def bench(settings_sqlite: Settings) -> Iterator[Bench]:
    settings = settings_sqlite.model_copy(
        update={"stable_seconds": STABLE, "folder_seconds": FOLDER, "patience_seconds": PATIENCE}
    )
    store = Store(settings.data_dir / "objects")
    with Intake(settings, store) as intake:
        yield Bench(settings, intake, store)


def test_file_is_taken_once_it_stands_still_and_then_moves_to_done(bench: Bench) -> None:
    put(bench.inbox, "a.pdf", letter("a"))
    assert bench.look() == []
    assert bench.look(STABLE / 2) == [] and bench.watcher.waiting == 1
    (taken,) = bench.look(STABLE / 2)
    assert (taken.result, taken.name) == (Result.REGISTERED, "a.pdf")
    assert (bench.left(), bench.done(), bench.watcher.waiting) == ([], ["a.pdf"], 0)
    assert bench.settle() == []


def test_half_written_file_waits_and_is_taken_when_it_is_whole(bench: Bench) -> None:
    data = letter("slow")
    path = put(bench.inbox, "slow.pdf", data[:200])
    put(bench.inbox, "zero.pdf", b"")
    assert bench.settle() == []
    assert bench.look(PATIENCE / 2) == [], "standing still is no proof of being whole"
    path.write_bytes(data)
    assert bench.look(1) == []
    assert [t.name for t in bench.look(STABLE)] == ["slow.pdf"]
    assert counted()["Quarantine"] == 0 and bench.left() == ["zero.pdf"]


def test_half_written_file_goes_to_quarantine_when_patience_ends(bench: Bench) -> None:
    put(bench.inbox, "half.pdf", letter("half")[:200])
    put(bench.inbox, "zero.pdf", b"")
    assert bench.settle() == []
    assert bench.look(PATIENCE - 2 * STABLE) == []
    assert sorted(t.code for t in bench.look(STABLE)) == ["F001", "F003"]
    assert bench.left() == []
    kept = {p.name for p in bench.settings.quarantine_dir.iterdir()}
    assert kept == {"half.pdf", "half.pdf_理由.txt", "zero.pdf", "zero.pdf_理由.txt"}


def test_folder_is_one_envelope_once_nothing_in_it_changes(bench: Bench) -> None:
    put(bench.inbox, "0001/1.pdf", letter("one"))
    assert bench.settle() == []
    put(bench.inbox, "0001/sub/2.pdf", letter("two"))
    put(bench.inbox, "0001/Thumbs.db", b"litter")
    assert bench.settle(FOLDER - 1) == []
    assert [t.name for t in bench.look(1)] == ["1.pdf", "2.pdf"]
    from storage.models import Envelope

    assert [(e.source, e.original_name) for e in Envelope.objects.all()] == [("folder", "0001")]
    assert (bench.left(), bench.done()) == ([], ["0001/1.pdf", "0001/sub/2.pdf"])


def test_another_folder_of_the_same_name_is_another_envelope(bench: Bench) -> None:
    for words in ("first applicant", "second applicant"):
        put(bench.inbox, "0001/form.pdf", letter(words))
        assert len(bench.settle(FOLDER)) == 1
    assert counted()["Envelope"] == 2
    assert bench.done() == ["0001/form (2).pdf", "0001/form.pdf"]


def test_same_bytes_again_are_one_delivery_and_lose_nothing(bench: Bench) -> None:
    results = []
    for name in ("a.pdf", "a.pdf", "b.jpg"):
        put(bench.inbox, name, letter("same"))
        results += [t.result for t in bench.settle()]
    assert results == [Result.REGISTERED, Result.DUPLICATE, Result.DUPLICATE]
    assert counted() == {"Envelope": 1, "Delivery": 1, "Page": 1, "Arrival": 3, "Quarantine": 0}
    assert bench.done() == ["a (2).pdf", "a.pdf", "b.jpg"]


def test_what_cannot_be_taken_does_not_hold_up_the_rest(bench: Bench) -> None:
    put(bench.inbox, "1.exe", b"MZ")
    (bench.inbox / "2.pdf").symlink_to("/etc/passwd")
    os.mkfifo(bench.inbox / "3.pdf")
    put(bench.inbox, "4.pdf", letter("four")).chmod(0)
    put(bench.inbox, "5.pdf", letter("five"))
    taken = bench.settle()
    assert [(t.name, t.code) for t in taken] == [
        ("1.exe", "F002"), ("2.pdf", "F009"), ("3.pdf", "F009"), ("4.pdf", "F010"), ("5.pdf", ""),
    ]  # fmt: skip
    assert bench.left() == []
    link = bench.settings.quarantine_dir / "2.pdf"
    assert link.is_symlink() and str(link.readlink()) == "/etc/passwd", "moved as a link, never followed"
    assert (bench.settings.quarantine_dir / "3.pdf").is_fifo()


def test_outage_leaves_the_file_and_tries_again_ever_more_slowly(bench: Bench) -> None:
    put(bench.inbox, "a.pdf", letter("a"))
    bench.store.down = True
    assert bench.settle() == []
    assert bench.left() == ["a.pdf"] and bench.watcher.waiting == 1
    assert bench.look(bench.settings.poll_seconds) == []
    bench.store.down = False
    assert bench.look(bench.settings.poll_seconds) == [], "the second pause is longer"
    assert [t.name for t in bench.look(bench.settings.poll_seconds)] == ["a.pdf"]


def test_fault_of_ours_over_one_file_ends_in_quarantine(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Intake.take

    def faulty(self: Intake, drop: object, **how: object) -> list[Taken]:
        if drop.path.name == "odd.pdf":  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return real(self, drop, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Intake, "take", faulty)
    put(bench.inbox, "odd.pdf", letter("odd"))
    put(bench.inbox, "zzz.pdf", letter("good"))
    assert [t.name for t in bench.settle()] == ["zzz.pdf"]
    later = [t for _ in range(10) for t in bench.look(bench.settings.poll_seconds)]
    assert [(t.name, t.code) for t in later] == [("odd.pdf", errors.RefusedError.code)]
    assert bench.left() == []


def test_source_that_cannot_be_moved_is_taken_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refused)
    put(bench.inbox, "a.pdf", letter("a"))
    assert len(bench.settle()) == 1
    assert bench.settle(1000) == [] and bench.watcher.waiting == 0
    assert bench.left() == ["a.pdf"] and counted()["Arrival"] == 1


def test_nothing_in_the_folder_or_no_folder_is_no_fault(bench: Bench) -> None:
    (bench.inbox / "empty").mkdir()
    assert bench.settle() == []
    (bench.inbox / "empty").rmdir()
    bench.inbox.rmdir()
    assert bench.settle() == []


@needs_corpus
def test_every_hostile_file_ends_as_its_table_says(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> None:
    hostile_folder(tmp_path_factory, bench.inbox)
    taken = bench.settle(FOLDER)
    (growing,) = [row.path(bench.inbox) for row in hostile_rows() if row.growing]
    whole = (HOSTILE / "files" / "plain-scan.pdf").read_bytes()
    for at in range(growing.stat().st_size, len(whole), 10_000):
        assert growing.exists()
        with growing.open("ab") as file:
            file.write(whole[at : at + 10_000])
        taken += bench.settle()
    taken += bench.settle(PATIENCE)
    # The growing file ends as the same bytes as plain-scan.pdf.
    check_hostile(IngestReport(tuple(taken)), growing="accepted")
    assert bench.left() == []
    assert bench.watcher.waiting == 0


@pytest.mark.parametrize("polling", [False, True])
def test_loop_notices_takes_and_ends(settings_sqlite: Settings, polling: bool) -> None:
    settings = _quick(settings_sqlite, watch_polling=polling)
    taken: list[Taken] = []
    with _watching(settings, taken):
        _until(settings.inbox_dir.is_dir)
        put(settings.inbox_dir, "a.pdf", letter("a"))
        put(settings.inbox_dir, "b/1.pdf", letter("b"))
        _until(lambda: len(taken) == 2)
        put(settings.inbox_dir, "c.png", samples.encoded(samples.paper(), "PNG"))
        _until(lambda: len(taken) == 3)
    assert sorted(names()) == ["1.pdf", "a.pdf", "c.png"]


def test_loop_survives_a_drop_folder_that_goes_and_comes_back(settings_sqlite: Settings) -> None:
    settings = _quick(settings_sqlite)
    taken: list[Taken] = []
    with _watching(settings, taken):
        _until(settings.inbox_dir.is_dir)
        settings.inbox_dir.rename(settings.inbox_dir.with_name("moved"))
        _until(settings.inbox_dir.is_dir)
        put(settings.inbox_dir, "a.pdf", letter("a"))
        _until(lambda: len(taken) == 1)


def test_file_that_was_there_before_the_start_is_taken(settings_sqlite: Settings) -> None:
    settings = _quick(settings_sqlite, reglob_seconds=0.2)
    put(settings.inbox_dir, "a.pdf", letter("a"))
    taken: list[Taken] = []
    with _watching(settings, taken):
        _until(lambda: len(taken) == 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_cleanly(settings_sqlite: Settings, number: signal.Signals) -> None:
    settings = _quick(settings_sqlite)
    code = (
        "import sys, storage; from storage.settings import Settings\n"
        "settings = Settings.model_validate_json(sys.argv[1]); storage.setup(settings)\n"
        "from flows.watch import watch; watch(settings)"
    )
    put(settings.inbox_dir, "a.pdf", letter("a"))
    process = subprocess.Popen(
        [sys.executable, "-c", code, settings.model_dump_json()], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
    )
    _until((settings.done_dir / "a.pdf").exists)
    process.send_signal(number)
    _, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, b"")


def _quick(settings: Settings, **changes: object) -> Settings:
    quick = {"stable_seconds": 0.05, "folder_seconds": 0.1, "poll_seconds": 0.1}
    return settings.model_copy(update=quick | changes)


class _watching:
    """The real loop in a thread of its own, ended and joined at the end of the block."""

    def __init__(self, settings: Settings, taken: list[Taken]) -> None:
        self._stop = threading.Event()
        self._failed: list[BaseException] = []

        def work() -> None:
            try:
                watch(settings, self._stop, taken.extend)
            except BaseException as error:
                self._failed.append(error)
            finally:
                storage.close_connections()

        self._thread = threading.Thread(target=work)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()
        assert self._failed == []


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to become true, looking often; fails when it does not."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        pause.wait(0.05)

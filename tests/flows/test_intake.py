"""Intake of files at hand, and what a kill at any point leaves behind."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import storage
from flows.drops import drop_at, drops_in
from flows.ingest import ingest
from flows.intake import Intake, Result, StillGrowing
from models import errors
from storage.settings import Settings
from tests.corpus import hostile_folder, hostile_rows, needs_corpus
from tests.extractors import samples
from tests.flows.mail import check_hostile, counted, fast, letter, names, put, rows


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A folder of mail: two single files and an envelope of two."""
    folder = tmp_path / "mail"
    put(folder, "b.pdf", letter("second envelope"))
    put(folder, "a/2.pdf", letter("first envelope, second paper"))
    put(folder, "a/1.jpg", samples.encoded(samples.paper(), "JPEG"))
    put(folder, "c.tif", samples.encoded(samples.paper(), "TIFF", save_all=True, append_images=[samples.paper()]))
    return folder


def test_everything_is_stored_registered_and_left_alone(database: Settings, mail: Path) -> None:
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in mail.rglob("*") if p.is_file()}
    told: list[tuple[int, int]] = []
    report = ingest([mail], fast(database), lambda done, total: told.append((done, total)))
    assert [(t.result, t.name) for t in report.files] == [
        (Result.REGISTERED, name) for name in ("1.jpg", "2.pdf", "b.pdf", "c.tif")
    ]
    assert names() == ["1.jpg", "2.pdf", "b.pdf", "c.tif"], "path order is the order of arrival"
    keys = [key for _, _, key in rows()]
    assert keys[0] == keys[1] and len(set(keys)) == 3, "a sub-folder is one envelope"
    assert counted() == {"Envelope": 3, "Delivery": 4, "Page": 5, "Arrival": 4, "Quarantine": 0}
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in mail.rglob("*") if p.is_file()}
    from storage import deliveries
    from storage.objects import open_objects

    objects = open_objects(database)
    assert {objects.get(t.sha256) for t in report.files} == {data for data, _ in before.values()}
    assert len(deliveries.claim("me", 10)) == 4, "every envelope is closed"
    assert list((database.data_dir / "incoming").iterdir()) == [], "no copies are left"


def test_the_same_folder_again_changes_nothing_and_is_told(settings_sqlite: Settings, mail: Path) -> None:
    settings = fast(settings_sqlite)
    ingest([mail], settings)
    before = counted()
    again = ingest([mail], settings)
    assert (again.registered, again.duplicates) == (0, 4)
    assert counted() == before


def test_the_same_bytes_under_another_name_are_one_delivery(database: Settings, tmp_path: Path) -> None:
    settings = fast(database)
    first, second = put(tmp_path, "x.pdf", letter("one")), put(tmp_path, "y.jpg", letter("one"))
    report = ingest([first, second], settings)
    assert [t.result for t in report.files] == [Result.REGISTERED, Result.DUPLICATE]
    assert report.files[1].receipt_number == report.files[0].receipt_number != ""
    assert counted() == {"Envelope": 1, "Delivery": 1, "Page": 1, "Arrival": 2, "Quarantine": 0}


def test_one_envelope_by_hand(settings_sqlite: Settings, mail: Path) -> None:
    ingest([mail], fast(settings_sqlite), one_envelope=True)
    assert len({key for _, _, key in rows()}) == 1 and len(rows()) == 4


def test_refused_files_are_copied_to_quarantine_with_a_reason(settings_sqlite: Settings, tmp_path: Path) -> None:
    settings = fast(settings_sqlite)
    bad = put(tmp_path, "mail/a/書類.docx", b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml")
    put(tmp_path, "mail/a/good.pdf", letter("good"))
    for _ in range(2):
        report = ingest([tmp_path / "mail"], settings)
        (refused,) = report.quarantined
        assert (refused.name, refused.code) == ("書類.docx", errors.UnsupportedFileError.code)
    from storage import quarantine

    (row,) = quarantine.unresolved()
    kept = settings.quarantine_dir / row.kept_path
    assert kept.read_bytes() == bad.read_bytes() and bad.exists()
    note = settings.quarantine_dir / f"{row.kept_path}_理由.txt"
    assert "Word" in note.read_text(encoding="utf-8") and "書類.docx" in note.read_text(encoding="utf-8")
    assert len(list(settings.quarantine_dir.iterdir())) == 2, "looking again makes no second copy"
    assert names() == ["good.pdf"], "the rest of the envelope is taken"


def test_path_that_is_not_there_takes_nothing(settings_sqlite: Settings, mail: Path) -> None:
    with pytest.raises(errors.UnreadableFileError) as caught:
        ingest([mail, mail / "nothing"], fast(settings_sqlite))
    assert "ありません" in caught.value.message_ja
    assert counted()["Delivery"] == 0


def test_file_that_is_still_written_is_waited_for(settings_sqlite: Settings, tmp_path: Path) -> None:
    data = letter("slowly written")
    path = put(tmp_path, "mail/slow.pdf", data[:100])
    put(tmp_path, "mail/ready.pdf", letter("ready"))
    settings = fast(settings_sqlite, stable_seconds=1.0)
    started = threading.Event()

    def finish() -> None:
        started.wait(30)
        for at in range(100, len(data), 100):
            with path.open("ab") as file:
                file.write(data[at : at + 100])

    writer = threading.Thread(target=finish)
    writer.start()
    report = ingest([tmp_path / "mail"], settings, lambda done, total: started.set())
    writer.join()
    assert [(t.name, t.result) for t in report.files] == [
        ("ready.pdf", Result.REGISTERED),
        ("slow.pdf", Result.REGISTERED),
    ]


def test_file_that_stays_half_is_refused(settings_sqlite: Settings, tmp_path: Path) -> None:
    put(tmp_path, "mail/half.pdf", letter("half")[:100])
    report = ingest([tmp_path / "mail"], fast(settings_sqlite, stable_seconds=0.05))
    assert [t.code for t in report.quarantined] == [errors.IncompleteFileError.code]


def test_names_never_reach_the_log(settings_sqlite: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path, "mail/山田太郎/領収書.pdf", letter("secret words"))
    put(tmp_path, "mail/山田太郎/bad.pdf", b"MZ")
    with caplog.at_level(logging.DEBUG):
        ingest([tmp_path / "mail"], fast(settings_sqlite))
    assert caplog.records
    assert not any(word in caplog.text for word in ("山田", "領収書", "secret", "bad.pdf"))


def test_what_hides_in_a_file_is_in_the_audit_chain(settings_sqlite: Settings, tmp_path: Path) -> None:
    data = samples.pdf([b""], catalog="/OpenAction<</S/JavaScript/JS(x)>>")
    ingest([put(tmp_path, "a.pdf", data)], fast(settings_sqlite))
    from storage.models import AuditEvent, Delivery

    assert Delivery.objects.get().notes == {"javascript": True}
    assert AuditEvent.objects.get(action="delivery.registered").detail == {"seen": ["javascript"]}


def test_growing_file_holds_its_whole_envelope_back(settings_sqlite: Settings, tmp_path: Path) -> None:
    put(tmp_path, "a/1.pdf", letter("whole"))
    put(tmp_path, "a/2.pdf", letter("half")[:50])
    drop = drop_at(tmp_path / "a")
    assert drop is not None
    with Intake(fast(settings_sqlite)) as intake:
        with pytest.raises(StillGrowing):
            intake.take(drop, move=True, final=False)
        assert counted()["Delivery"] == 0 and (tmp_path / "a" / "1.pdf").exists()
        taken = intake.take(drop, move=True, final=True)
    assert [t.result for t in taken] == [Result.REGISTERED, Result.QUARANTINED]


def test_file_taken_away_meanwhile_is_nobodys_fault(settings_sqlite: Settings, tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", letter("gone"))
    drop = drop_at(path)
    assert drop is not None
    path.unlink()
    with Intake(fast(settings_sqlite)) as intake:
        assert intake.take(drop, move=True) == []
    assert counted()["Quarantine"] == 0


def test_store_that_is_down_leaves_everything_where_it_was(settings_sqlite: Settings, mail: Path) -> None:
    from storage.objects import LocalObjects

    class Down(LocalObjects):
        def put(self, content: object) -> str:
            raise errors.StorageError("down")

    settings = fast(settings_sqlite)
    with Intake(settings, Down(settings.data_dir / "objects")) as intake, pytest.raises(errors.StorageError):
        for drop in drops_in(mail):
            intake.take(drop, move=True, inbox=mail)
    assert counted()["Delivery"] == 0
    assert sum(p.is_file() for p in mail.rglob("*")) == 4


def test_source_that_changed_after_it_was_read_stays(settings_sqlite: Settings, tmp_path: Path) -> None:
    from storage.objects import LocalObjects

    path = put(tmp_path, "inbox/a.pdf", letter("before"))

    class Slow(LocalObjects):
        def put(self, content: object) -> str:
            key: str = super().put(content)  # type: ignore[arg-type]
            path.write_bytes(letter("and after, longer"))
            return key

    settings = fast(settings_sqlite)
    drop = drop_at(path)
    assert drop is not None
    with Intake(settings, Slow(settings.data_dir / "objects")) as intake:
        intake.take(drop, move=True, inbox=path.parent)
    assert path.exists(), "what was read is stored; what came later is still to be taken"
    assert counted()["Delivery"] == 1


CRASH = """
import os, signal, sys
from pathlib import Path
import storage
from storage.settings import Settings
settings = Settings.model_validate_json(sys.argv[1])
storage.setup(settings)
from flows import intake, safefiles
from flows.drops import drops_in
from storage import deliveries
owner, name, after, count = sys.argv[3:]
where = {"intake": intake.Intake, "deliveries": deliveries, "safefiles": safefiles}[owner]
real, calls = getattr(where, name), 0
def wrapped(*args, **kwargs):
    global calls
    calls += 1
    if calls == int(count) and after == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*args, **kwargs)
    if calls == int(count):
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(where, name, wrapped)
inbox = Path(sys.argv[2])
with intake.Intake(settings) as worker:
    for drop in drops_in(inbox):
        worker.take(drop, move=True, inbox=inbox)
"""

POINTS = [
    ("deliveries", "register", "before", 1),  # stored, not registered
    ("deliveries", "register", "after", 1),  # the first file of an envelope registered, the second not
    ("deliveries", "register", "after", 2),
    ("deliveries", "close_envelope", "before", 1),  # all registered, the envelope open
    ("safefiles", "move_unique", "before", 2),  # closed, nothing moved (the first move is that of the refused file)
    ("safefiles", "move_unique", "after", 2),  # one of two moved
    ("deliveries", "register", "after", 4),
]


@pytest.mark.parametrize(("owner", "function", "when", "count"), POINTS)
def test_killed_anywhere_and_run_again_gives_the_same_rows_once(
    settings_sqlite: Settings, mail: Path, owner: str, function: str, when: str, count: int
) -> None:
    put(mail, "a/0.txt", b"not for us")
    settings = fast(settings_sqlite)
    storage.close_connections()
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, settings.model_dump_json(), mail, owner, function, when, str(count)],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with Intake(settings) as intake:
        for drop in drops_in(mail):
            intake.take(drop, move=True, inbox=mail)
    assert sorted(names()) == ["1.jpg", "2.pdf", "b.pdf", "c.tif"]
    assert len({key for _, name, key in rows() if name in ("1.jpg", "2.pdf")}) == 1, "still one envelope"
    assert counted() == {"Envelope": 3, "Delivery": 4, "Page": 5, "Arrival": 4, "Quarantine": 1}
    assert [p for p in mail.rglob("*")] == []
    done = sorted(str(p.relative_to(settings.done_dir)) for p in settings.done_dir.rglob("*") if p.is_file())
    assert done == ["a/1.jpg", "a/2.pdf", "b.pdf", "c.tif"]
    assert [p.name for p in settings.quarantine_dir.iterdir() if "理由" not in p.name] == ["0.txt"]
    assert list((settings.data_dir / "incoming").iterdir()) == [], "copies of the dead process are gone"
    from storage import deliveries

    assert len(deliveries.claim("me", 10)) == 4, "every envelope is closed"


@needs_corpus
def test_every_hostile_file_ends_as_its_table_says(
    settings_sqlite: Settings, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    hostile_folder(tmp_path_factory, folder)
    report = ingest([folder], fast(settings_sqlite, stable_seconds=0.05))
    check_hostile(report, growing="quarantined")
    assert all(os.path.lexists(row.path(folder)) for row in hostile_rows()), "nothing was moved"
    assert counted()["Delivery"] == report.registered

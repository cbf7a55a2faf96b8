"""Copying and moving files that strangers dropped: nothing followed, nothing overwritten, nothing lost."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import safefiles
from flows.safefiles import Gone, copy_unique, fitted, move_unique, safe_name, shown_name, snapshot, stamp_of
from models import errors

NAMES = st.binary(min_size=1, max_size=255).filter(
    lambda n: b"/" not in n and b"\0" not in n and n not in (b".", b"..")
)


def _file(folder: Path, data: bytes = b"data", name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _stamp(path: Path) -> safefiles.Stamp:
    found = stamp_of(path)
    assert found is not None
    return found


def test_snapshot_is_the_file(tmp_path: Path) -> None:
    source = _file(tmp_path, b"x" * 3_000_000)
    made = snapshot(source, tmp_path / "copy", 10_000_000)
    assert (made.size, made.sha256) == (3_000_000, hashlib.sha256(source.read_bytes()).hexdigest())
    assert made.path.read_bytes() == source.read_bytes()
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.stamp == _stamp(source)


def test_snapshot_refuses_what_is_no_file(tmp_path: Path) -> None:
    link, fifo, copy = tmp_path / "link", tmp_path / "fifo", tmp_path / "copy"
    link.symlink_to(_file(tmp_path))
    os.mkfifo(fifo)
    for path in (link, fifo, tmp_path):
        with pytest.raises(errors.NotAFileError):
            snapshot(path, copy, 100)
    with pytest.raises(Gone):
        snapshot(tmp_path / "nothing", copy, 100)
    with pytest.raises(errors.EmptyFileError):
        snapshot(_file(tmp_path, b"", "empty"), copy, 100)
    with pytest.raises(errors.TooLargeError):
        snapshot(_file(tmp_path, b"12345", "large"), copy, 4)
    unreadable = _file(tmp_path, b"1", "unreadable")
    unreadable.chmod(0)
    with pytest.raises(errors.UnreadableFileError):
        snapshot(unreadable, copy, 100)
    assert not copy.exists()


def test_file_that_becomes_a_link_between_looking_and_opening_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, secret = _file(tmp_path), _file(tmp_path, b"secret", "secret")
    looked_at = safefiles._checked

    def and_then_replaced(path: Path, most: int) -> safefiles.Stamp:
        found = looked_at(path, most)
        path.unlink()
        path.symlink_to(secret)
        return found

    monkeypatch.setattr(safefiles, "_checked", and_then_replaced)
    with pytest.raises(errors.NotAFileError):
        snapshot(source, tmp_path / "copy", 100)


def test_file_that_changes_while_it_is_read_may_still_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _file(tmp_path, b"first half")
    read = safefiles._read

    def and_grow(fd: int) -> bytes:
        piece = read(fd)
        if piece:
            with source.open("ab") as more:
                more.write(b"second half")
        return piece

    monkeypatch.setattr(safefiles, "_read", and_grow)
    with pytest.raises(errors.IncompleteFileError):
        snapshot(source, tmp_path / "copy", 1000)


@pytest.mark.parametrize("other_disk", [False, True])
def test_moving_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_disk: bool) -> None:
    if other_disk:
        _another_file_system(monkeypatch)
    done = tmp_path / "done"
    for text in (b"one", b"two", b"three"):
        source = _file(tmp_path, text)
        moved = move_unique(source, done, b"a.pdf", _stamp(source))
        assert moved is not None and moved.read_bytes() == text
        assert not source.exists()
    assert {p.name: p.read_bytes() for p in done.iterdir()} == {
        "a.pdf": b"one",
        "a (2).pdf": b"two",
        "a (3).pdf": b"three",
    }


@pytest.mark.parametrize("other_disk", [False, True])
def test_links_and_fifos_move_as_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_disk: bool) -> None:
    if other_disk:
        _another_file_system(monkeypatch)
    link, fifo, aim = tmp_path / "link", tmp_path / "fifo", _file(tmp_path, b"aim", "aim")
    link.symlink_to(aim)
    os.mkfifo(fifo)
    moved = move_unique(link, tmp_path / "done", b"link", _stamp(link))
    assert moved is not None and moved.is_symlink() and moved.readlink() == aim and not link.is_symlink()
    moved = move_unique(fifo, tmp_path / "done", b"fifo", _stamp(fifo))
    assert moved is not None and moved.is_fifo() and not fifo.exists()
    assert aim.read_bytes() == b"aim"


def test_source_that_changed_stays(tmp_path: Path) -> None:
    source = _file(tmp_path)
    before = _stamp(source)
    _file(tmp_path, b"more data")
    assert move_unique(source, tmp_path / "done", b"a.pdf", before) is None
    assert source.read_bytes() == b"more data"
    assert move_unique(tmp_path / "nothing", tmp_path / "done", b"a.pdf", before) is None


def test_failed_move_leaves_the_source_and_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _file(tmp_path)

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        move_unique(source, tmp_path / "done", b"a.pdf", _stamp(source))
    assert source.read_bytes() == b"data"
    assert list((tmp_path / "done").iterdir()) == []


def test_copy_is_private_and_leaves_no_half_file(tmp_path: Path) -> None:
    source = _file(tmp_path)
    copy = copy_unique(source, tmp_path / "q", b"a.pdf")
    assert copy.read_bytes() == b"data" and copy.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileNotFoundError):
        copy_unique(tmp_path / "nothing", tmp_path / "q", b"b.pdf")
    assert [p.name for p in (tmp_path / "q").iterdir()] == ["a.pdf"]


@given(NAMES, st.integers(1, 10_000))
def test_names_fit_and_differ(name: bytes, number: int) -> None:
    made = fitted(name, number)
    assert 1 <= len(made) <= 255
    assert made not in (b".", b"..") and b"/" not in made
    if number == 1:
        assert made == name
    else:
        assert made != fitted(name, number - 1)


@given(NAMES)
def test_any_name_is_shown_as_one_line_of_valid_text(name: bytes) -> None:
    shown = shown_name(Path(os.fsdecode(b"/x/" + name)))
    shown.encode()
    assert shown and all(ord(c) >= 32 for c in shown)
    safe = safe_name(Path(os.fsdecode(b"/x/" + name)))
    assert safe and not set('\\/:*?"<>|\n') & set(safe)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("領収書.pdf".encode(), "領収書.pdf"),
        ("領収書.pdf".encode("cp932"), "領収書.pdf"),
        ("カ\u3099ス.pdf".encode(), "ガス.pdf"),
        ("領収書\n2枚目.pdf".encode(), "領収書␊2枚目.pdf"),
        ("invoice\u202efdp.exe".encode(), "invoice\ufffdfdp.exe"),
        (b"\x81.pdf", "\ufffd.pdf"),
    ],
)
def test_shown_names(name: bytes, shown: str) -> None:
    assert shown_name(Path(os.fsdecode(b"/inbox/" + name))) == shown


def test_cut_japanese_names_stay_readable(tmp_path: Path) -> None:
    name = ("長" * 84 + "xx.pdf").encode()
    assert len(fitted(name, 2)) <= 255
    fitted(name, 2).decode()
    kept = copy_unique(_file(tmp_path), tmp_path / "q", name)
    note = safefiles.write_beside(kept, "_理由.txt".encode(), "理由")
    assert note.name.endswith("_理由.txt") and note.name.startswith("長長長")


def _another_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def across(self: Path, target: Path) -> Path:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(Path, "rename", across)

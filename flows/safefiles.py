"""Handling files that strangers put into a folder we watch: opened, copied and moved without harm.

What is protected: the machine and its other files, from what lies in the drop folder. Links are never followed, so no
file from elsewhere is taken in or moved. FIFOs, sockets and devices are never opened, so nothing blocks. A name is
bytes and never becomes part of a path it does not belong to; what is derived from it fits the file system. Nothing is
ever overwritten: a destination is reserved first, and only then does the source move onto the reserved name. A source
that changed after it was read stays where it is.

What remains, and is accepted: between the last look at a source and its move a writer may still add to it (the moved
file is then larger than what was stored; the original in the store is what was checked). Whoever may write to the drop
folder's parents may replace folders by links while we work; keep them out with permissions.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from models.errors import EmptyFileError, IncompleteFileError, NotAFileError, TooLargeError, UnreadableFileError

_PIECE = 1 << 20
#: Longest name most file systems take, in bytes.
_NAME_MAX = 255
_READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
#: Characters that turn the direction of writing and so make a name look like another one.
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), "\ufffd")


class Gone(Exception):
    """The file is no longer there: somebody took it away or gave it another name. Nobody's fault."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file is still the same one: where it lies on the disk, its size, when it changed."""

    device: int
    inode: int
    size: int
    changed_ns: int
    mode: int

    @property
    def regular(self) -> bool:
        return stat.S_ISREG(self.mode)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A private copy of a source, exactly as it was at one moment."""

    path: Path
    sha256: str
    size: int
    stamp: Stamp


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of what lies at `path` (of a link: the link's own), or None where nothing does."""
    try:
        return _stamp(os.lstat(path))
    except OSError:
        return None


def _stamp(info: os.stat_result) -> Stamp:
    return Stamp(info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_mode)


def snapshot(source: Path, copy: Path, max_bytes: int) -> Snapshot:
    """Copy `source` to `copy` (which must not exist) and hash it on the way.

    Raises:
        NotAFileError: a link, folder, FIFO, socket or device; it was not opened.
        Gone: it is no longer there.
        UnreadableFileError: nobody has the right to read it (also when we are root), or the disk fails.
        EmptyFileError, TooLargeError: judged before reading.
        IncompleteFileError: it changed while it was read.
        OSError: the copy cannot be written (disk full).
    """
    before = _checked(source, max_bytes)
    try:
        fd = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Gone from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise NotAFileError("became a special file") from error
        raise UnreadableFileError(errno.errorcode.get(error.errno or 0, "OSError")) from error
    digest, size = hashlib.sha256(), 0
    with os.fdopen(fd, "rb", buffering=0) as file:
        if _stamp(os.fstat(fd)) != before:
            raise IncompleteFileError("changed before it was read")
        out = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(out, "wb") as target:
            while piece := _read(file.fileno()):
                size += len(piece)
                if size > before.size:
                    raise IncompleteFileError("grew while it was read")
                digest.update(piece)
                target.write(piece)
        after = _stamp(os.fstat(fd))
    if size != before.size or after != before or stamp_of(source) != before:
        raise IncompleteFileError("changed while it was read")
    return Snapshot(copy, digest.hexdigest(), size, before)


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, _PIECE)
    except OSError as error:
        raise UnreadableFileError(errno.errorcode.get(error.errno or 0, "OSError")) from error


def _checked(source: Path, max_bytes: int) -> Stamp:
    found = stamp_of(source)
    if found is None:
        raise Gone
    if not found.regular:
        raise NotAFileError("not a regular file")
    if not found.mode & _READ or not os.access(source, os.R_OK):
        raise UnreadableFileError("no read permission")
    if found.size == 0:
        raise EmptyFileError("no bytes")
    if found.size > max_bytes:
        raise TooLargeError(f"{found.size} bytes")
    return found


def shown_name(path: Path) -> str:
    """The last part of `path` as people read it: valid text in one line, whatever bytes it is made of.

    Names that are no UTF-8 are read as Shift-JIS, as Japanese Windows wrote them; decomposed kana are composed; control
    characters become visible ones. Personal data: for the database and the clerk, never for logs.
    """
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "cp932"):
        with contextlib.suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            break
    else:
        text = raw.decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text).translate(_BIDI)
    return "".join(chr(0x2400 + ord(c)) if ord(c) < 32 else ("␡" if c == "\x7f" else c) for c in text)


def safe_name(path: Path) -> str:
    """`shown_name` as a name that every file system and a Windows share takes."""
    text = "".join("＿" if c in '\\/:*?"<>|' else c for c in shown_name(path)).rstrip(". ")
    return text or "無題"


def copy_unique(source: Path, folder: Path, name: bytes) -> Path:
    """Copy the regular file `source` into `folder` as `name`, or the nearest free name. The source is not touched."""
    target = _reserve(folder, name)
    temporary = target.parent / f".{os.getpid()}-{target.stat().st_ino}.part"
    try:
        out = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(out, "wb") as copy, source.open("rb") as file:
            shutil.copyfileobj(file, copy, _PIECE)
            copy.flush()
            os.fsync(copy.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
    return target


def move_unique(source: Path, folder: Path, name: bytes, expected: Stamp) -> Path | None:
    """Move `source` into `folder` as `name`, or the nearest free name; also to another file system.

    None where the source is no longer what `expected` says: somebody took or changed it, and it stays as it is.
    A link or FIFO is moved as itself, and never looked into.

    Raises:
        OSError: the source cannot be moved (no right to change the folder, disk full, a socket or device that would
            have to cross file systems). It is then still there.
    """
    if stamp_of(source) != expected:
        return None
    target = _reserve(folder, name)
    try:
        source.rename(target)
    except OSError as error:
        target.unlink(missing_ok=True)
        if error.errno == errno.ENOENT:
            return None
        if error.errno != errno.EXDEV:
            raise
        return _move_across(source, folder, name, expected)
    return target


def _move_across(source: Path, folder: Path, name: bytes, expected: Stamp) -> Path | None:
    if not expected.regular:
        return _remake(source, folder, name, expected)
    target = copy_unique(source, folder, name)
    if stamp_of(source) != expected or target.stat().st_size != expected.size:
        target.unlink()
        return None
    with contextlib.suppress(OSError):
        os.utime(target, ns=(expected.changed_ns, expected.changed_ns))
    source.unlink()
    return target


def _remake(source: Path, folder: Path, name: bytes, expected: Stamp) -> Path:
    """Make the link or FIFO `source` anew in `folder`, and remove it where it was."""
    if not (stat.S_ISLNK(expected.mode) or stat.S_ISFIFO(expected.mode)):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
    target = _reserve(folder, name)
    target.unlink()
    if stat.S_ISLNK(expected.mode):
        target.symlink_to(source.readlink())
    else:
        os.mkfifo(target, 0o600)
    source.unlink()
    return target


def write_beside(kept: Path, ending: bytes, text: str) -> Path:
    """Write `text` as a new file beside `kept`, named like it with `ending` behind, cut where that is too long."""
    stem = os.fsencode(kept.name)
    target = _reserve(kept.parent, _cut(stem, _NAME_MAX - len(ending) - 8) + ending)
    target.write_text(text, encoding="utf-8")
    return target


def _reserve(folder: Path, name: bytes) -> Path:
    """An empty file of ours under a free name of `folder`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = 1
    while True:
        candidate = Path(os.fsdecode(os.path.join(os.fsencode(folder), fitted(name, number))))  # noqa: PTH118 (bytes)
        try:
            os.close(os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            number += 1
            continue
        return candidate


def fitted(name: bytes, number: int = 1) -> bytes:
    """`name` for the `number`-th file that wants it (``scan.pdf``, ``scan (2).pdf``), within 255 bytes.

    Cut names stay valid UTF-8 where they were.
    """
    stem, dot, suffix = name.rpartition(b".")
    if not dot or not stem or len(suffix) > 10:
        stem, dot, suffix = name, b"", b""
    tail = (b" (%d)" % number if number > 1 else b"") + dot + suffix
    room = _NAME_MAX - len(tail)
    if len(stem) > room:
        stem = _cut(stem, room)
    return stem + tail


def _cut(stem: bytes, room: int) -> bytes:
    """The first `room` bytes of `stem`, less the torn character at the end where it is UTF-8."""
    try:
        stem.decode("utf-8")
    except UnicodeDecodeError:
        return stem[:room]
    return stem[:room].decode("utf-8", "ignore").encode()

"""Objects in a folder of this machine: the embedded default.

An object appears under its name only when it is whole and on the disk: it is written beside, flushed (fsync), renamed,
and its folder flushed too; an original is then read back, past the page cache where the system allows, and compared.
Files are readable by their owner only and write-protected. Accepted: whoever may write to the folder as the same user
can still replace a file; every read of an original notices.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from models.errors import IntegrityError, ObjectNotFoundError, StorageError
from storage.objects.copying import copy, digest_of, stream_of
from storage.objects.keys import is_original, location
from storage.objects.protocol import Content
from storage.settings import prepare_folder


class LocalObjects:
    """An `ObjectStore` in the folder `root`, which is made where missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"
        with _translated():
            prepare_folder(root)
            prepare_folder(self._incoming)

    def put(self, content: Content) -> str:
        with _translated(), self._staged(content) as (staged, key):
            target = self.root / location(key)
            if not self._is_intact(target, key):
                self._settle(staged, target)
                if not self._is_intact(target, key):
                    raise IntegrityError("the original read back differs from what was written")
            return key

    def put_derived(self, key: str, content: Content) -> None:
        if is_original(key):
            raise ValueError("originals name themselves")
        target = self.root / location(key)
        with _translated(), self._staged(content) as (staged, _):
            self._settle(staged, target)

    def get(self, key: str) -> bytes:
        with self.open(key) as file, _translated():
            return file.read()

    @contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        with _translated():
            file = self._path(key).open("rb")
        with file:
            with _translated():
                if is_original(key) and digest_of(file) != key:
                    raise IntegrityError("a stored original has been damaged")
                file.seek(0)
            yield file

    @contextmanager
    def as_file(self, key: str) -> Iterator[Path]:
        with self.open(key):
            yield self._path(key)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        path = self._path(key)
        with _translated():
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _flush_folder(path.parent)

    def _path(self, key: str) -> Path:
        return self.root / location(key)

    @contextmanager
    def _staged(self, content: Content) -> Iterator[tuple[Path, str]]:
        """`content` written beside and flushed, with its SHA-256; removed at the end where nobody moved it."""
        fd, name = tempfile.mkstemp(dir=self._incoming)
        path = Path(name)
        try:
            with os.fdopen(fd, "wb") as target, stream_of(content) as source:
                digest = copy(source, target)
                target.flush()
                os.fchmod(target.fileno(), 0o400)
                os.fsync(target.fileno())
            yield path, digest
        finally:
            path.unlink(missing_ok=True)

    def _settle(self, staged: Path, target: Path) -> None:
        made = [p for p in (target.parent, *target.parent.parents) if not p.exists()]
        prepare_folder(target.parent)
        staged.replace(target)
        for folder in (target.parent, *(p.parent for p in made)):
            _flush_folder(folder)

    @staticmethod
    def _is_intact(path: Path, digest: str) -> bool:
        try:
            with path.open("rb") as file:
                with suppress(OSError):  # ask for the disk's bytes, not for those just written to the cache
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                return digest_of(file) == digest
        except FileNotFoundError:
            return False


def _flush_folder(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _translated() -> Iterator[None]:
    """The system's errors as ours, without the path: it could carry a user's file name."""
    try:
        yield
    except FileNotFoundError:
        raise ObjectNotFoundError("no such object") from None
    except OSError as error:
        raise StorageError(f"the object folder failed: {os.strerror(error.errno or 0)}") from None

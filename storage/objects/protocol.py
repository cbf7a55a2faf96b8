"""What every object store can do. Implement this and run tests/storage/test_objects.py against it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol, runtime_checkable

#: What can be stored: bytes, a file's path, or a stream read from where it stands to its end.
Content = bytes | Path | IO[bytes]


@runtime_checkable
class ObjectStore(Protocol):
    """A place for bytes that are written once.

    Two kinds of keys (`storage.objects.keys`): an *original* is known by the SHA-256 of its content, which every way of
    reading verifies; a *derived* object (a page image) has a name its maker chose and may be written again.

    Every method raises `StorageError` where the place cannot be reached or written; `ValueError` for a malformed key.
    Safe to use from several threads and processes at once.
    """

    def put(self, content: Content) -> str:
        """Store an original and return its key, once it has been read back and found the same.

        Storing the same bytes again is harmless, and repairs a stored original that has been damaged.

        Raises:
            IntegrityError: what was read back differs.
        """
        ...

    def put_derived(self, key: str, content: Content) -> None:
        """Store a derived object under `key`, whole or not at all, replacing what was there."""
        ...

    def get(self, key: str) -> bytes:
        """The whole object.

        Raises:
            ObjectNotFoundError: there is none.
            IntegrityError: an original's bytes are no longer those that were stored.
        """
        ...

    def open(self, key: str) -> AbstractContextManager[IO[bytes]]:
        """A stream of the object. An original is verified before the first byte is given out. Raises as `get`."""
        ...

    def as_file(self, key: str) -> AbstractContextManager[Path]:
        """A file with the object's content, to be read only, gone after the block. Raises as `get`."""
        ...

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        ...

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens where there is none."""
        ...

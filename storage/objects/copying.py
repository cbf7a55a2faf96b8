"""Copying bytes with their SHA-256, in pieces, so that no file has to fit into memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from storage.objects.protocol import Content

CHUNK = 1024 * 1024


@contextmanager
def stream_of(content: Content) -> Iterator[IO[bytes]]:
    """`content` as a stream; a stream that was passed in stays open."""
    if isinstance(content, bytes):
        yield io.BytesIO(content)
    elif isinstance(content, Path):
        with content.open("rb") as file:
            yield file
    else:
        yield content


def copy(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy to the end of `source`; the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def digest_of(source: IO[bytes]) -> str:
    """SHA-256 of `source` from where it stands to its end."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()

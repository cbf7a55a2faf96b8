"""Files that arrive over the pages: taken off the wire into a folder of ours, then handed to intake like any drop.

The road is the folder's (`flows.intake`): looked at in the capped child, stored, registered. What cannot be taken goes
to quarantine with its reason. A name is shown to people and kept in the database; on the disk it is made harmless first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from flows import safefiles
from flows.drops import Drop
from flows.intake import Intake, Taken
from review.services import installation
from storage.settings import Settings

#: An upload that was cut off and left its pieces behind is removed after so many seconds.
_STALE_SECONDS = 24 * 3600.0


class CappedUpload(TemporaryFileUploadHandler):
    """Writes uploads to disk and cuts the connection once a file is larger than any that would be taken."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > installation().limits.max_file_bytes + self.chunk_size:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


def take_uploads(
    intake: Intake, settings: Settings, files: Sequence[UploadedFile[Any]], *, together: bool, batch: str = ""
) -> list[Taken]:
    """Take uploaded files in: `together` as one envelope, or each as one of its own; what became of each, in order.

    Raises:
        StorageError, OSError, RendererUnavailableError: storage or this machine is at fault; uploading again is safe.
    """
    _clear(settings.uploads_dir)
    with tempfile.TemporaryDirectory(dir=settings.uploads_dir, prefix="envelope-") as name:
        folder = Path(name)
        placed = [_place(file, folder / f"{n:04d}") for n, file in enumerate(files)]
        if together and len(placed) > 1:
            drops = [Drop(_named(folder, placed[0], len(placed)), True, tuple(_stamped(path) for path in placed))]
        else:
            drops = [Drop(path, False, (_stamped(path),)) for path in placed]
        return [one for drop in drops for one in intake.take(drop, move=False, source="upload", batch=batch)]


def _place(file: UploadedFile[Any], folder: Path) -> Path:
    """The upload under its own name in a folder of its own."""
    folder.mkdir(mode=0o700)
    name = safefiles.safe_name(Path(file.name or "無題"))
    path = folder / os.fsdecode(safefiles.fitted(name.encode(), 1))
    if isinstance(file, TemporaryUploadedFile):
        file.flush()
        os.link(file.temporary_file_path(), path)
    else:
        path.write_bytes(file.read())
    return path


def _named(folder: Path, first: Path, count: int) -> Path:
    """What an envelope of several files is called: after its first one."""
    return folder / f"{first.name} ほか{count - 1}件"


def _stamped(path: Path) -> tuple[Path, safefiles.Stamp]:
    stamp = safefiles.stamp_of(path)
    assert stamp is not None
    return path, stamp


def _clear(folder: Path) -> None:
    """Remove what uploads left behind whose process was killed."""
    before = time.time() - _STALE_SECONDS
    for path in folder.iterdir():
        try:
            if path.lstat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            continue

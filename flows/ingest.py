"""Files at hand, taken in without moving or changing them: what `uketsuke ingest` and `uketsuke run` do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.drops import Drop, drop_at, drops_in
from flows.intake import Intake, Result, StillGrowing, Taken
from models.errors import UnreadableFileError
from storage.settings import Settings

#: `ingest` looks again at a file that may still be growing until it has been left alone for this many times
#: `Settings.stable_seconds`.
_INGEST_PATIENCE = 3.0

Progress = Callable[[int, int], None]
"""Called with (files dealt with, files in all)."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What intake did with all the files it was given, in order of arrival."""

    files: tuple[Taken, ...] = ()

    def of(self, result: Result) -> tuple[Taken, ...]:
        """The files of which `result` became."""
        return tuple(f for f in self.files if f.result == result)

    @property
    def registered(self) -> int:
        return len(self.of(Result.REGISTERED))

    @property
    def duplicates(self) -> int:
        return len(self.of(Result.DUPLICATE))

    @property
    def quarantined(self) -> tuple[Taken, ...]:
        return self.of(Result.QUARANTINED)


def ingest(
    paths: Sequence[Path], settings: Settings, progress: Progress | None = None, *, one_envelope: bool = False
) -> IngestReport:
    """Take in files at hand, without moving or changing them.

    A folder counts as a drop folder: each file directly in it and each of its sub-folders is an envelope; with
    `one_envelope` it is a single one. Path order is the order of arrival. `storage.setup` must have been called.

    Raises:
        UnreadableFileError: a path names nothing; nothing was taken then.
        StorageError, RendererUnavailableError: storage or this machine is at fault; run it again.
    """
    if not all(os.path.lexists(path) for path in paths):
        raise UnreadableFileError("no such path", message_ja="指定されたファイルまたはフォルダーがありません。")
    ours = (settings.data_dir, settings.inbox_dir, settings.done_dir, settings.quarantine_dir)
    drops: list[Drop] = []
    for path in paths:
        whole = drop_at(path)
        if whole is None or one_envelope or not whole.folder:
            drops += [whole] if whole else []
        else:
            drops += drops_in(path, leave_out=[p for p in ours if p != path.absolute()])
    total, taken = sum(len(d.files) for d in drops), list[Taken]()
    with Intake(settings) as intake:
        growing: list[Drop] = []
        for drop in drops:
            try:
                taken += intake.take(drop, move=False, final=False)
            except StillGrowing:
                growing.append(drop)
            else:
                _tell(progress, len(taken), total)
        for drop in growing:
            taken += _take_grown(intake, drop, settings)
            _tell(progress, len(taken), total)
    return IngestReport(tuple(taken))


def _take_grown(intake: Intake, drop: Drop, settings: Settings) -> list[Taken]:
    """Wait as long as somebody writes to the drop, then take it as it is."""
    patience = _INGEST_PATIENCE * settings.stable_seconds
    while True:
        drop = drop_at(drop.path) or drop
        quiet = time.time() - max((s.changed_ns for _, s in drop.files), default=0) / 1e9
        final = not 0 <= quiet < patience
        try:
            return intake.take(drop, move=False, final=final)
        except StillGrowing:
            time.sleep(min(0.2, max(patience - quiet, 0.01)))


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)

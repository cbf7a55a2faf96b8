"""What lies in a drop folder: which files belong to one envelope, and in what order they arrived.

A file directly in the folder is an envelope of its own. A sub-folder is one envelope with everything below it; a
sub-folder that holds only folders is a stack, and each of those is looked at in turn. Order is the order of paths, byte
by byte. Links are reported, never followed; what an operating system leaves behind (Thumbs.db) is no mail.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.safefiles import Stamp, stamp_of

#: Files that systems write into folders people look at. Anything else is mail, whatever its name.
LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})
#: Nobody nests envelopes deeper; a loop of mounts does.
_MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Drop:
    """One envelope as it lies there: a file, or a folder with its files in path order."""

    path: Path
    folder: bool
    files: tuple[tuple[Path, Stamp], ...]

    @property
    def state(self) -> tuple[tuple[Path, Stamp], ...]:
        """Equal as long as nothing about the drop changed."""
        return self.files


def is_litter(path: Path) -> bool:
    """Whether an operating system left `path` behind."""
    return path.name.lower() in LITTER


def drops_in(folder: Path, leave_out: Sequence[Path] = ()) -> list[Drop]:
    """The envelopes lying in `folder`, in path order; `leave_out` names folders that are ours (done, quarantine).

    A folder that cannot be listed counts as empty; empty folders are no drops.
    """
    ours = {p.absolute() for p in leave_out}
    return list(_drops(folder.absolute(), ours, 0))


def drop_at(path: Path) -> Drop | None:
    """`path` itself as one envelope: a file, or a folder with everything below it. None where nothing is."""
    path = path.absolute()
    found = stamp_of(path)
    if found is None:
        return None
    if not stat.S_ISDIR(found.mode):
        return Drop(path, False, ((path, found),))
    files = tuple(_below(path, set(), 0))
    return Drop(path, True, files) if files else None


def _drops(folder: Path, ours: set[Path], depth: int) -> Iterator[Drop]:
    for path, found in _entries(folder, ours):
        if not stat.S_ISDIR(found.mode):
            yield Drop(path, False, ((path, found),))
        elif depth < _MAX_DEPTH and _is_stack(path, ours):
            yield from _drops(path, ours, depth + 1)
        elif files := tuple(_below(path, ours, depth + 1)):
            yield Drop(path, True, files)


def _is_stack(folder: Path, ours: set[Path]) -> bool:
    entries = _entries(folder, ours)
    return bool(entries) and all(stat.S_ISDIR(found.mode) for _, found in entries)


def _below(folder: Path, ours: set[Path], depth: int) -> Iterator[tuple[Path, Stamp]]:
    for path, found in _entries(folder, ours):
        if not stat.S_ISDIR(found.mode):
            yield path, found
        elif depth < _MAX_DEPTH:
            yield from _below(path, ours, depth + 1)


def _entries(folder: Path, ours: set[Path]) -> list[tuple[Path, Stamp]]:
    try:
        names = sorted(os.listdir(os.fsencode(folder)))  # noqa: PTH208 (bytes: a name may be no text)
    except OSError:
        return []
    entries = []
    for name in names:
        path = folder / os.fsdecode(name)
        if path in ours or is_litter(path):
            continue
        found = stamp_of(path)
        if found is not None:
            entries.append((path, found))
    return entries


def litter_below(folder: Path) -> list[Path]:
    """Litter in `folder` and below it."""
    return [Path(root) / name for root, _, names in os.walk(folder) for name in names if is_litter(Path(name))]

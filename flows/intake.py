"""Intake 受付: from a file that lies somewhere to a delivery that cannot get lost.

For each file, in this order, so that a kill at any point and a second run end the same:

1. a private copy is made and hashed, and looked at in the capped child (kind, wholeness, limits);
2. the original is stored under its SHA-256, read back and verified by the store;
3. the delivery and its arrival are registered in one transaction;
4. only then, and only by the watcher, the source is moved to ``done/``.

What cannot be taken goes to ``quarantine/`` with a note beside it and a row in the database. Arrivals are known by an
opaque key made of the source's place on the disk and its content, so the same source seen twice is one arrival, while
the same bytes dropped again are told as a duplicate. Names of files are personal data: they go to the database and to
the notes in ``quarantine/``, never into a log.
"""

from __future__ import annotations

import hmac
import logging
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from extractors.files import FileFacts
from extractors.rendering import Renderer
from flows import safefiles
from flows.drops import Drop, drop_at, litter_below
from flows.safefiles import Snapshot, Stamp, shown_name
from models.errors import EmptyFileError, IncompleteFileError, IntegrityError, RefusedError, UnreadableFileError
from storage.objects import ObjectStore, open_objects
from storage.settings import Settings, prepare_folder

if TYPE_CHECKING:  # importing these needs `storage.setup`, which the caller of a function here has called
    from storage.deliveries import NewEnvelope

log = logging.getLogger("uketsuke.intake")

#: Refusals that pass when the writer goes on.
MAY_GROW = (IncompleteFileError, EmptyFileError)

_GIVEN_UP = "受け付けの途中で何度も処理に失敗しました。運用担当にお知らせください。"

_NOT_KEPT = "隔離フォルダーにこのファイルがありません。もう一度スキャンして入れ直してください。"


class Result(StrEnum):
    """What became of a file."""

    REGISTERED = "registered"
    DUPLICATE = "duplicate"
    """The same bytes had arrived before; the arrival is noted, nothing is processed again."""
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. `name` is personal data: for the person who owns the file, never for a log."""

    result: Result
    name: str
    sha256: str = ""
    receipt_number: str = ""
    code: str = ""
    message_ja: str = ""


class StillGrowing(Exception):
    """A file of the drop may still be growing; nothing was done."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """One source after the first step: a copy and its facts, or the reason to refuse it."""

    source: Path
    stamp: Stamp
    copy: Snapshot | None
    facts: FileFacts | None
    refusal: RefusedError | None
    arrival_key: str


class Intake:
    """Takes drops in. Use as a context manager: it holds a child process and a folder for copies."""

    def __init__(self, settings: Settings, objects: ObjectStore | None = None) -> None:
        self._settings = settings
        self._objects = objects if objects is not None else open_objects(settings)
        self._renderer = Renderer(settings.limits)
        self._secret = settings.secret_key().encode()
        self._copies = settings.data_dir / "incoming"
        prepare_folder(self._copies)
        _remove_leftovers(self._copies)

    def close(self) -> None:
        """End the child process."""
        self._renderer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(
        self,
        drop: Drop,
        *,
        move: bool,
        final: bool = True,
        inbox: Path | None = None,
        source: str = "",
        batch: str = "",
    ) -> list[Taken]:
        """Take one envelope in; files that cannot be taken are quarantined, one by one.

        `source` says where it came from, unless from a folder we watch; `batch` the scan batch, where that is known.

        `move`: sources go to ``done/`` or ``quarantine/`` once they are registered there (their place below `inbox`
        is kept); otherwise they are not touched, and quarantine gets copies. `final`: a file that ends too early is
        refused; otherwise `StillGrowing` is raised before anything is done.

        Raises:
            StillGrowing: see `final`.
            StorageError, OSError, RendererUnavailableError: storage or this machine is at fault; what was not
                registered yet is still where it was, and taking it again is safe.
        """
        from storage import deliveries

        with self._copying() as folder:
            looked = (self._check(path, stamp, folder / str(i)) for i, (path, stamp) in enumerate(drop.files))
            checked = [c for c in looked if c is not None]
            if not final and any(isinstance(c.refusal, MAY_GROW) for c in checked):
                raise StillGrowing
            envelope = self._envelope(drop, checked, source, batch)
            taken = [self._register(c, envelope, move) if c.refusal is None else self._refuse(c, move) for c in checked]
        deliveries.close_envelope(envelope.key)
        if move:
            self._move_done(drop, checked, inbox or drop.path.parent)
        for one in taken:
            log.info("%s %s", one.result.value, one.sha256[:12] or one.code)
        return taken

    def take_again(self, quarantine_id: int, user: str) -> Taken:
        """Try once more to take a file that lies in quarantine: somebody repaired it, or the limits were raised.

        Taken, it goes to ``done/`` and counts as a delivery; refused again, it stays, with the reason of today.

        Raises:
            ObjectNotFoundError: nothing of that number is in quarantine.
            UnreadableFileError: the file no longer lies in the quarantine folder.
            StorageError, OSError, RendererUnavailableError: as `take`; trying again is safe.
        """
        from storage import deliveries, quarantine

        waiting = quarantine.waiting(quarantine_id)
        kept = self._settings.quarantine_dir / waiting.kept_path
        drop = drop_at(kept) if waiting.kept_path and Path(waiting.kept_path).name == waiting.kept_path else None
        if drop is None or drop.folder:
            raise UnreadableFileError("nothing is kept", message_ja=_NOT_KEPT)
        [(path, stamp)] = drop.files
        with self._copying() as folder:
            checked = self._check(path, stamp, folder / "0")
            if checked is None:
                raise UnreadableFileError("nothing is kept", message_ja=_NOT_KEPT)
            if checked.refusal is not None:
                quarantine.tried_again(quarantine_id, checked.refusal, user)
                refusal = checked.refusal
                return Taken(
                    Result.QUARANTINED, waiting.original_name, code=refusal.code, message_ja=refusal.message_ja
                )
            envelope = deliveries.NewEnvelope(
                key=self._digest("envelope", "quarantine", str(quarantine_id)), original_name=waiting.original_name
            )
            taken = self._register(checked, envelope, move=True, name=waiting.original_name)
        deliveries.close_envelope(envelope.key)
        quarantine.resolve(quarantine_id, user, quarantine.Resolution.TAKEN)
        try:
            safefiles.move_unique(path, self._settings.done_dir, os.fsencode(path.name), checked.stamp)
        except OSError as error:
            log.warning("a file taken from quarantine cannot be moved to done: %s", type(error).__name__)
        return taken

    def give_up(self, drop: Drop) -> list[Taken]:
        """Move every file of `drop` to quarantine: looking at it fails again and again, and nobody knows why.

        Raises: as `take`.
        """
        reason = RefusedError("intake fails over it", message_ja=_GIVEN_UP)
        taken = [
            self._refuse(_Checked(path, stamp, None, None, reason, self._key("arrival", path, stamp)), move=True)
            for path, stamp in drop.files
        ]
        if drop.folder:
            _remove_empty(drop.path)
        return taken

    def _check(self, source: Path, stamp: Stamp, copy: Path) -> _Checked | None:
        """The first step for one source; None where it is gone."""
        try:
            made = safefiles.snapshot(source, copy, self._settings.limits.max_file_bytes)
        except safefiles.Gone:
            return None
        except RefusedError as refusal:
            return _Checked(source, stamp, None, None, refusal, self._key("arrival", source, stamp))
        key = self._key("arrival", source, made.stamp, made.sha256)
        try:
            facts = self._renderer.inspect(made.path)
        except RefusedError as refusal:
            return _Checked(source, made.stamp, made, None, refusal, key)
        return _Checked(source, made.stamp, made, facts, None, key)

    def _envelope(self, drop: Drop, checked: Sequence[_Checked], source: str, batch: str) -> NewEnvelope:
        """The envelope of a drop. After a crash it is the one that the drop's first files already have."""
        from storage import deliveries

        good = [c.arrival_key for c in checked if c.refusal is None]
        known = (deliveries.envelope_of_arrival(key) for key in good)
        key = next((k for k in known if k is not None), None) or self._digest("envelope", *(k.encode() for k in good))
        return deliveries.NewEnvelope(
            key=key,
            source=source or ("folder" if drop.folder else "file"),
            original_name=shown_name(drop.path),
            batch=batch,
        )

    def _register(self, checked: _Checked, envelope: NewEnvelope, move: bool, name: str = "") -> Taken:
        from storage import deliveries

        copy, facts = checked.copy, checked.facts
        assert copy is not None and facts is not None
        # A source that stays where it is and was taken before is given to us a second time; for one that moves, a run
        # was killed before the move, and this is still its first time.
        again = not move and deliveries.envelope_of_arrival(checked.arrival_key) is not None
        if self._objects.put(copy.path) != copy.sha256:
            raise IntegrityError("the store names the original by another digest")
        name = name or shown_name(checked.source)
        done = deliveries.register(
            deliveries.NewDelivery(
                sha256=copy.sha256,
                size=copy.size,
                media_kind=facts.kind.value,
                page_count=facts.page_count,
                original_name=name,
                notes=dict.fromkeys(facts.notes, True),
            ),
            envelope,
            arrival_key=checked.arrival_key,
            close=False,
        )
        copy.path.unlink()
        result = Result.DUPLICATE if done.duplicate or again else Result.REGISTERED
        return Taken(result, name, done.sha256, done.receipt_number)

    def _refuse(self, checked: _Checked, move: bool) -> Taken:
        from storage import quarantine

        error = checked.refusal
        assert error is not None
        name = shown_name(checked.source)
        sha256 = checked.copy.sha256 if checked.copy else ""
        quarantine.add(checked.arrival_key, error, original_name=name, sha256=sha256)
        if kept := self._keep(checked, move):
            quarantine.add(checked.arrival_key, error, original_name=name, sha256=sha256, kept_path=kept)
        return Taken(Result.QUARANTINED, name, sha256, code=error.code, message_ja=error.message_ja)

    def _keep(self, checked: _Checked, move: bool) -> str:
        """Put a refused file into ``quarantine/`` with a note beside it; its name there, empty where it cannot be."""
        from storage import quarantine

        folder, name = self._settings.quarantine_dir, safefiles.safe_name(checked.source).encode()
        try:
            if move:
                kept = safefiles.move_unique(checked.source, folder, name, checked.stamp)
            elif checked.copy is not None and not quarantine.kept_path(checked.arrival_key):
                kept = safefiles.copy_unique(checked.copy.path, folder, name)
            else:
                return ""
        except OSError as error:
            log.warning("a refused file cannot be moved to quarantine: %s", type(error).__name__)
            return ""
        if kept is None:
            return ""
        safefiles.write_beside(kept, "_理由.txt".encode(), _note(checked))
        return kept.name

    def _move_done(self, drop: Drop, checked: Sequence[_Checked], inbox: Path) -> None:
        for one in checked:
            if one.refusal is not None:
                continue
            below = self._settings.done_dir / one.source.parent.relative_to(inbox)
            try:
                safefiles.move_unique(one.source, below, os.fsencode(one.source.name), one.stamp)
            except OSError as error:
                log.warning("a source cannot be moved to done: %s", type(error).__name__)
        if drop.folder:
            _remove_empty(drop.path)

    def _key(self, what: str, source: Path, stamp: Stamp, sha256: str = "") -> str:
        """The same for the same source seen again; tells nothing about it to others."""
        place = f"{stamp.device}:{stamp.inode}:{stamp.size}:{stamp.changed_ns}:{sha256}"
        return self._digest(what, os.fsencode(source.absolute()), place.encode())

    def _digest(self, *parts: str | bytes) -> str:
        message = b"\0".join(p.encode() if isinstance(p, str) else p for p in parts)
        return hmac.digest(self._secret, message, "sha256").hex()

    @contextmanager
    def _copying(self) -> Iterator[Path]:
        prefix = f"{socket.gethostname()}-{os.getpid()}-"
        with tempfile.TemporaryDirectory(dir=self._copies, prefix=prefix) as folder:
            yield Path(folder)


def _note(checked: _Checked) -> str:
    assert checked.refusal is not None
    when = time.strftime("%Y年%m月%d日 %H:%M")
    return (
        f"ファイル名: {shown_name(checked.source)}\n"
        f"日時: {when}\n"
        f"理由: {checked.refusal.message_ja}\n"
        f"（コード {checked.refusal.code}）\n"
    )


def _remove_empty(folder: Path) -> None:
    """Remove `folder` and what is below it, as far as only empty folders and litter are left."""
    if drop_at(folder) is None:
        for path in litter_below(folder):
            path.unlink(missing_ok=True)
    for root, _, _ in os.walk(folder, topdown=False):
        try:
            Path(root).rmdir()
        except OSError:
            continue


def _remove_leftovers(folder: Path) -> None:
    """Remove copies of a process of this machine that is no more."""
    here = socket.gethostname()
    for path in folder.iterdir():
        host, _, rest = path.name.rpartition("-")[0].rpartition("-")
        if host == here and rest.isdigit() and not Path(f"/proc/{rest}").exists():
            shutil.rmtree(path, ignore_errors=True)

"""Files that could not be taken 隔離: what, why, and whether somebody has seen to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from models.errors import ObjectNotFoundError, RefusedError
from storage import audit
from storage import models as db
from storage.text import storable

Resolution = db.Quarantine.Resolution


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file in quarantine. The names are personal data: for the web page, never for logs."""

    id: int
    original_name: str
    kept_path: str
    code: str
    message_ja: str
    pages: int | None
    at: dt.datetime
    tries: int = 1
    """How often it was tried to take it."""


def add(
    key: str,
    error: RefusedError,
    *,
    original_name: str,
    kept_path: str = "",
    sha256: str = "",
    pages: int | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Note a file that could not be taken, and return its id. `key` names the source file seen once (opaque, no
    personal data): noting it again updates where it is kept and changes nothing else."""
    kept_path = storable(kept_path)
    with transaction.atomic():
        row, created = db.Quarantine.objects.get_or_create(
            key=key,
            defaults={
                "original_name": storable(original_name),
                "kept_path": kept_path,
                "sha256": sha256,
                "code": error.code,
                "message_ja": error.message_ja,
                "pages": pages,
                "at": at or timezone.now(),
            },
        )
        if created:
            audit.record("intake", "file.quarantined", f"quarantine:{row.pk}", {"code": error.code})
        elif kept_path and row.kept_path != kept_path:
            row.kept_path = kept_path
            row.save(update_fields=["kept_path"])
        return row.pk


def kept_path(key: str) -> str:
    """Where the source file noted under `key` is kept; empty where it is not, or was never noted."""
    return db.Quarantine.objects.filter(key=key).values_list("kept_path", flat=True).first() or ""


def unresolved() -> list[Quarantined]:
    """What nobody has seen to yet, oldest first."""
    rows = db.Quarantine.objects.filter(resolved=False).order_by("at", "pk")
    return [_plain(r) for r in rows]


def waiting(quarantine_id: int) -> Quarantined:
    """A file that nobody has seen to yet.

    Raises:
        ObjectNotFoundError: no such row, or somebody has.
    """
    row = db.Quarantine.objects.filter(pk=quarantine_id, resolved=False).first()
    if row is None:
        raise ObjectNotFoundError("no such file in quarantine")
    return _plain(row)


def settled(limit: int = 50) -> list[db.Quarantine]:
    """What was seen to, newest first."""
    return list(db.Quarantine.objects.filter(resolved=True).order_by("-resolved_at", "-pk")[:limit])


def tried_again(quarantine_id: int, error: RefusedError, user: str) -> None:
    """Note that another try refused the file again, with the reason of this time."""
    with transaction.atomic():
        row = db.Quarantine.objects.select_for_update().filter(pk=quarantine_id).first()
        if row is None:
            raise ObjectNotFoundError("no such file in quarantine")
        row.code, row.message_ja, row.tries = error.code, error.message_ja, row.tries + 1
        row.save(update_fields=["code", "message_ja", "tries"])
        audit.record(user, "file.tried", f"quarantine:{row.pk}", {"code": error.code})


def resolve(quarantine_id: int, user: str, resolution: Resolution = Resolution.ASIDE, reason: str = "") -> None:
    """Say what became of it: taken after all, or set aside, with the reason. Saying it again changes nothing.

    Raises:
        ObjectNotFoundError: no such row.
    """
    with transaction.atomic():
        row = db.Quarantine.objects.select_for_update().filter(pk=quarantine_id).first()
        if row is None:
            raise ObjectNotFoundError("no such file in quarantine")
        if not row.resolved:
            row.resolved, row.resolved_by, row.resolved_at = True, user, timezone.now()
            row.resolution, row.resolved_reason = resolution.value, storable(reason)
            row.save(update_fields=["resolved", "resolved_by", "resolved_at", "resolution", "resolved_reason"])
            audit.record(user, f"file.{resolution.value}", f"quarantine:{row.pk}")


def _plain(r: db.Quarantine) -> Quarantined:
    return Quarantined(r.pk, r.original_name, r.kept_path, r.code, r.message_ja, r.pages, r.at, r.tries)

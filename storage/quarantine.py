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
    return [Quarantined(r.pk, r.original_name, r.kept_path, r.code, r.message_ja, r.pages, r.at) for r in rows]


def resolve(quarantine_id: int, user: str) -> None:
    """Say that somebody has seen to it. Saying it again changes nothing.

    Raises:
        ObjectNotFoundError: no such row.
    """
    with transaction.atomic():
        row = db.Quarantine.objects.select_for_update().filter(pk=quarantine_id).first()
        if row is None:
            raise ObjectNotFoundError("no such file in quarantine")
        if not row.resolved:
            row.resolved, row.resolved_by = True, user
            row.save(update_fields=["resolved", "resolved_by"])
            audit.record(user, "file.resolved", f"quarantine:{row.pk}")

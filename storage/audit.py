"""The audit chain 監査記録: who did or saw what. Append-only; each row carries the digest of the one before.

What it protects from: a row changed, removed, slipped in or cut off the end by somebody who can write to the table.
What it does not protect from: somebody who rewrites the whole chain *and* its head. Compare `verify`'s head with one
noted elsewhere (a printed report) against that.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from storage.counters import lock
from storage.models import AuditEvent, Counter
from storage.text import storable

GENESIS = "0" * 64
_COUNTER = "audit"
# Every look at a page is recorded: said to the database as it is, an event costs a quarter of what the ORM takes for it.
_LOOK = f"SELECT value, text FROM {Counter._meta.db_table} WHERE name = %s"
_INSERT = f"""INSERT INTO {AuditEvent._meta.db_table}
    (sequence, at, actor, action, object, detail, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
_MOVE = f"UPDATE {Counter._meta.db_table} SET value = %s, text = %s WHERE name = %s"

#: What an event may carry. No fractions: databases write them in more than one way, and the digest would not fit.
Detail = str | int | bool | list[str] | list[int] | None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What `verify` found."""

    intact: bool
    events: int
    head: str
    """Digest of the last event; `GENESIS` where there is none."""
    broken_at: int | None = None
    """Sequence of the first event that does not fit."""
    problem: str = ""


def record(actor: str, action: str, object: str, detail: Mapping[str, Detail] | None = None) -> int:
    """Add an event and return its sequence. Part of the caller's transaction: both happen or neither.

    `object` names the thing by kind and id (``case:12``). No file names and no read text in `detail`.
    """
    content = storable(dict(detail or {}))
    with transaction.atomic():
        connection = transaction.get_connection()
        head, previous = _head(connection)
        # the clock only now: behind the lock its times follow each other as the events do
        sequence, at = head + 1, timezone.now()
        digest = _digest(sequence, at, actor, action, object, content, previous)
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT,
                (
                    sequence,
                    connection.ops.adapt_datetimefield_value(at),
                    actor,
                    action,
                    object,
                    connection.ops.adapt_json_value(content, None),
                    previous,
                    digest,
                ),
            )
            cursor.execute(_MOVE, (sequence, digest, _COUNTER))
    return sequence


def _head(connection: Any) -> tuple[int, str]:
    """Sequence and digest of the last event, locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK + (" FOR UPDATE" if connection.features.has_select_for_update else ""), (_COUNTER,))
        row = cursor.fetchone()
    if row is None:  # the first event there is
        counter = lock(_COUNTER)
        row = (counter.value, counter.text)
    return row[0], row[1] or GENESIS


def verify() -> AuditReport:
    """Walk the whole chain, first to last, while others may go on adding to it."""
    last = AuditEvent.objects.aggregate(n=Max("sequence"))["n"] or 0
    # Read after `last`: head and event are written together, so an honest head is never behind.
    head = Counter.objects.filter(name=_COUNTER).first() or Counter(name=_COUNTER)
    previous, count = GENESIS, 0
    for event in AuditEvent.objects.filter(sequence__lte=head.value).order_by("sequence").iterator(chunk_size=1000):
        count += 1
        expected = _digest(
            event.sequence, event.at, event.actor, event.action, event.object, event.detail, event.previous
        )
        if event.sequence != count:
            return AuditReport(False, count, previous, count, "an event is missing")
        if event.previous != previous:
            return AuditReport(False, count, previous, count, "the event does not follow the one before")
        if event.digest != expected:
            return AuditReport(False, count, previous, count, "the event was changed")
        previous = event.digest
    if (head.value, head.text or GENESIS) != (count, previous):
        return AuditReport(False, count, previous, count + 1, "events are missing at the end")
    if last > head.value:
        return AuditReport(False, count, previous, head.value + 1, "an event was slipped in")
    return AuditReport(True, count, previous)


def _digest(
    sequence: int, at: dt.datetime, actor: str, action: str, object: str, detail: Mapping[str, Detail], previous: str
) -> str:
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    content = [sequence, moment, actor, action, object, detail, previous]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

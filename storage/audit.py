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

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from storage.counters import lock
from storage.models import AuditEvent, Counter
from storage.text import storable

GENESIS = "0" * 64
_COUNTER = "audit"

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
    with transaction.atomic():
        head = lock(_COUNTER)
        sequence, previous = head.value + 1, head.text or GENESIS
        at = timezone.now()
        content = storable(dict(detail or {}))
        digest = _digest(sequence, at, actor, action, object, content, previous)
        AuditEvent.objects.create(
            sequence=sequence,
            at=at,
            actor=actor,
            action=action,
            object=object,
            detail=content,
            previous=previous,
            digest=digest,
        )
        head.value, head.text = sequence, digest
        head.save(update_fields=["value", "text"])
    return sequence


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

"""Deliveries 到着物 in the database: registering what arrived, and the queue of what is to be worked on.

The queue's rules:

- Only deliveries of *closed* envelopes are given out, oldest first: whoever gets one can count on its sisters.
- A delivery is held by a lease. A worker that dies loses it when the lease runs out, and another begins again.
- Whoever holds no lease any more cannot finish or fail the delivery (`StaleError`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from models.errors import ObjectNotFoundError, StaleError
from storage import audit
from storage.counters import fiscal_year_label, lock, take
from storage.models import Arrival, Delivery, Envelope, Page
from storage.text import storable


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A file whose original is stored and verified, as intake found it."""

    sha256: str
    size: int
    media_kind: str
    page_count: int
    original_name: str
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """What a delivery came in: `key` is opaque, the same whenever the same drop is looked at, no personal data."""

    key: str
    source: str = "file"
    """``file``, ``folder`` or ``upload``."""
    original_name: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a delivery that was registered."""

    sha256: str
    sequence: int
    envelope_key: str
    """Of the envelope that has it: for a duplicate, the first one's."""
    receipt_number: str
    """受付番号 of that envelope's first case."""
    duplicate: bool
    """The same bytes had arrived before, with another arrival."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery to work on, with the lease on it."""

    sha256: str
    sequence: int
    envelope_key: str
    media_kind: str
    page_count: int
    attempts: int
    """How often work on it was begun, this time included."""
    lease_owner: str
    lease_until: dt.datetime


def register(
    delivery: NewDelivery,
    envelope: NewEnvelope,
    *,
    arrival_key: str,
    close: bool = True,
    at: dt.datetime | None = None,
) -> Registered:
    """Register a stored original, its pages, and that it arrived, in one transaction.

    `arrival_key` names this one source file seen once (opaque, no personal data): registering it again, after a crash
    between here and the moving of the source, changes nothing. Bytes known from another arrival give no second
    delivery; only the arrival is noted. `close` says that nothing more belongs to the envelope; for a folder pass False
    and call `close_envelope` after its last file.
    """
    at = at or timezone.now()
    with transaction.atomic():
        lock("delivery")  # one registration at a time: the same bytes arriving twice at once meet here
        before = Arrival.objects.filter(key=arrival_key).select_related("delivery__envelope").first()
        if before is not None:
            if close:
                _close(Envelope.objects.filter(key=envelope.key))
            return _registered(before.delivery, duplicate=before.duplicate)
        known = Delivery.objects.filter(sha256=delivery.sha256).select_related("envelope").first()
        row = known or _create(delivery, _envelope(envelope, at), at)
        Arrival.objects.create(
            key=arrival_key,
            delivery=row,
            envelope_key=envelope.key,
            original_name=storable(delivery.original_name),
            duplicate=known is not None,
            at=at,
        )
        if close:
            _close(Envelope.objects.filter(key=envelope.key))
        audit.record(
            "intake",
            "delivery.duplicate" if known else "delivery.registered",
            f"delivery:{row.sha256}",
            {"seen": sorted(delivery.notes)} if delivery.notes else None,
        )
        return _registered(row, duplicate=known is not None)


def envelope_of_arrival(arrival_key: str) -> str | None:
    """Key of the envelope that this arrival was registered with; None where it was not registered yet.

    Intake asks after a crash, so that the rest of a folder goes into the envelope its first files have.
    """
    return Arrival.objects.filter(key=arrival_key).values_list("envelope_key", flat=True).first()


def close_envelope(key: str) -> bool:
    """Say that nothing more belongs to the envelope: its deliveries may be worked on.

    False where there is no such envelope (every file of the drop was a duplicate or could not be taken).
    """
    _close(Envelope.objects.filter(key=key))
    return Envelope.objects.filter(key=key).exists()


def claim(owner: str, limit: int = 1, lease: float = 300.0, *, flow_run_id: str = "") -> list[Claimed]:
    """Take up to `limit` deliveries to work on, oldest first, for `lease` seconds.

    Nobody else gets them meanwhile, in whatever process or machine. Comes back empty where nothing waits.
    """
    now = timezone.now()
    until = now + dt.timedelta(seconds=lease)
    free = Q(state=Delivery.State.REGISTERED) | Q(state=Delivery.State.READING, lease_until__lt=now)
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(free, envelope__closed_at__isnull=False)
            .select_related("envelope")
            .order_by("sequence")[:limit]
        )
        for row in rows:
            row.state = Delivery.State.READING
            row.lease_owner, row.lease_until = owner, until
            row.attempts += 1
            row.flow_run_id = flow_run_id
            row.save(update_fields=["state", "lease_owner", "lease_until", "attempts", "flow_run_id"])
    return [
        Claimed(
            sha256=row.sha256,
            sequence=row.sequence,
            envelope_key=row.envelope.key,
            media_kind=row.media_kind,
            page_count=row.page_count,
            attempts=row.attempts,
            lease_owner=owner,
            lease_until=until,
        )
        for row in rows
    ]


def renew(sha256: str, owner: str, lease: float = 300.0) -> None:
    """Hold the delivery for `lease` seconds from now.

    Raises:
        StaleError: the lease had run out and somebody else took it, or the work is over.
    """
    until = timezone.now() + dt.timedelta(seconds=lease)
    _check_held(_held(sha256, owner).update(lease_until=until))


def set_flow_run(sha256: str, owner: str, flow_run_id: str) -> None:
    """Note which Prefect run works on the delivery."""
    _check_held(_held(sha256, owner).update(flow_run_id=flow_run_id))


def release(sha256: str, owner: str) -> None:
    """Give the delivery back untouched (a clean stop): another may take it at once, and the attempt does not count."""
    with transaction.atomic():
        row = _held(sha256, owner).select_for_update().first()
        _check_held(row is not None)
        assert row is not None
        row.state, row.lease_owner, row.lease_until = Delivery.State.REGISTERED, "", None
        row.attempts = max(0, row.attempts - 1)
        row.save(update_fields=["state", "lease_owner", "lease_until", "attempts"])


def mark_read(sha256: str, owner: str) -> bool:
    """Say that every page of the delivery has been read.

    True where the whole envelope is read now, so that its pages can be sorted. Of several deliveries of one envelope
    the last one hears True, in whatever order and however simultaneously they come; hearing it again is harmless.
    """
    with transaction.atomic():
        envelope = _lock_envelope(sha256)
        _check_held(_held(sha256, owner).update(read_at=timezone.now()))
        return _is_read(envelope)


def finish(sha256: str, owner: str) -> None:
    """Say that the delivery went through every stage."""
    _check_held(
        _held(sha256, owner).update(
            state=Delivery.State.DONE, lease_owner="", lease_until=None, finished_at=timezone.now()
        )
    )


def fail(sha256: str, owner: str, code: str, message_ja: str) -> bool:
    """Give the delivery up: its pages that became nothing yet go to quarantine, with `message_ja` for a person.

    True where the rest of its envelope is read, so that somebody must sort it now.
    """
    with transaction.atomic():
        envelope = _lock_envelope(sha256)
        changed = _held(sha256, owner).update(
            state=Delivery.State.FAILED,
            lease_owner="",
            lease_until=None,
            finished_at=timezone.now(),
            failure_code=code,
            failure_ja=message_ja,
        )
        _check_held(changed)
        Page.objects.filter(delivery__sha256=sha256, outcome=Page.Outcome.PENDING).update(
            outcome=Page.Outcome.QUARANTINE, reason_ja=message_ja
        )
        audit.record("machine", "delivery.failed", f"delivery:{sha256}", {"code": code})
        return _is_read(envelope)


def reopen(sha256: str, user: str) -> None:
    """Put a failed or finished delivery into the queue again; its quarantined pages get another chance.

    Raises:
        StaleError: somebody is working on it.
    """
    with transaction.atomic():
        changed = Delivery.objects.filter(sha256=sha256, state__in=(Delivery.State.FAILED, Delivery.State.DONE)).update(
            state=Delivery.State.REGISTERED,
            attempts=0,
            read_at=None,
            finished_at=None,
            failure_code="",
            failure_ja="",
        )
        if not changed:
            raise StaleError("the delivery is being worked on or waits already")
        # what a person set aside belongs to a document, and stays there
        lost = Page.objects.filter(delivery__sha256=sha256, outcome=Page.Outcome.QUARANTINE, document=None)
        lost.update(outcome=Page.Outcome.PENDING, reason_ja="")
        audit.record(user, "delivery.reopened", f"delivery:{sha256}")


def claimable() -> int:
    """How many deliveries `claim` would give out now, to whoever asks."""
    now = timezone.now()
    free = Q(state=Delivery.State.REGISTERED) | Q(state=Delivery.State.READING, lease_until__lt=now)
    return Delivery.objects.filter(free, envelope__closed_at__isnull=False).count()


def live_owners() -> set[str]:
    """Owners with a lease that has not run out."""
    held = Delivery.objects.filter(state=Delivery.State.READING, lease_until__gte=timezone.now())
    return set(held.values_list("lease_owner", flat=True))


def lease_owners() -> list[str]:
    """Who holds deliveries now, by the leases; dead or alive."""
    held = Delivery.objects.filter(state=Delivery.State.READING).exclude(lease_owner="")
    return sorted(set(held.values_list("lease_owner", flat=True)))


def expire_leases(owner: str) -> int:
    """End all leases of an owner known to be dead: others may take its deliveries at once. Returns how many."""
    now = timezone.now()
    return Delivery.objects.filter(state=Delivery.State.READING, lease_owner=owner, lease_until__gt=now).update(
        lease_until=now
    )


def waiting() -> int:
    """How many deliveries are not through yet."""
    return Delivery.objects.filter(state__in=(Delivery.State.REGISTERED, Delivery.State.READING)).count()


def unsorted_envelopes() -> list[str]:
    """Keys of closed envelopes whose deliveries are all read or failed, that nobody holds, and that were never sorted.

    Empty in ordinary life; what a killed process left behind shows up here.
    """
    now = timezone.now()
    candidates = Envelope.objects.filter(closed_at__isnull=False, sorted_at__isnull=True).order_by("sequence")
    busy = Q(state=Delivery.State.REGISTERED) | Q(state=Delivery.State.READING, read_at__isnull=True)
    held = Q(state=Delivery.State.READING, lease_until__gte=now)
    return [e.key for e in candidates if not e.deliveries.filter(busy | held).exists()]


def _create(new: NewDelivery, envelope: Envelope, at: dt.datetime) -> Delivery:
    row = Delivery.objects.create(
        sha256=new.sha256,
        size=new.size,
        media_kind=new.media_kind,
        page_count=new.page_count,
        original_name=storable(new.original_name),
        notes=storable(dict(new.notes)),
        envelope=envelope,
        sequence=take("delivery"),
        registered_at=at,
    )
    Page.objects.bulk_create([Page(delivery=row, index=i) for i in range(new.page_count)], batch_size=500)
    return row


def _envelope(new: NewEnvelope, at: dt.datetime) -> Envelope:
    """The envelope's row. One that was closed is opened again: something more arrived with it."""
    row = Envelope.objects.select_for_update().filter(key=new.key).first()
    if row is None:
        year = fiscal_year_label(at)
        return Envelope.objects.create(
            key=new.key,
            sequence=take("envelope"),
            number=f"{year}-{take(f'receipt {year}'):06d}",
            source=new.source,
            original_name=storable(new.original_name),
            batch=storable(new.batch),
            arrived_at=at,
        )
    if row.closed_at is not None:
        row.closed_at = row.sorted_at = None
        row.save(update_fields=["closed_at", "sorted_at"])
    return row


def _registered(row: Delivery, *, duplicate: bool) -> Registered:
    return Registered(row.sha256, row.sequence, row.envelope.key, row.envelope.number, duplicate)


def _close(envelopes: Any) -> None:
    envelopes.filter(closed_at__isnull=True).update(closed_at=timezone.now())


def _held(sha256: str, owner: str) -> Any:
    """The delivery, if `owner` holds it: also past the lease's end, as long as nobody took it."""
    return Delivery.objects.filter(sha256=sha256, state=Delivery.State.READING, lease_owner=owner)


def _check_held(changed: object) -> None:
    if not changed:
        raise StaleError("the lease on the delivery is gone")


def _lock_envelope(sha256: str) -> Envelope:
    envelope = Envelope.objects.select_for_update(of=("self",)).filter(deliveries__sha256=sha256).first()
    if envelope is None:
        raise ObjectNotFoundError("no such delivery")
    return envelope


def _is_read(envelope: Envelope) -> bool:
    unread = envelope.deliveries.filter(read_at__isnull=True).exclude(state=Delivery.State.FAILED)
    return envelope.closed_at is not None and not unread.exists()

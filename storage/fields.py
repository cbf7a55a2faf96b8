"""Fields 項目 in the database: what the machine reads is kept beside what a person decided, which always wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.documents import Corroboration, Field, FieldStatus, Reading, Value
from models.geometry import Box
from storage import models as db
from storage.prepared import hang, write
from storage.text import storable

#: The corroboration that a decided field carries when it is loaded.
PERSON = "person"
PERSON_REASON_JA = "確認担当が確かめました。"


def subject(sha256: str, first_page: int, key: str) -> str:
    """How a decision names a field: in words that stay true when rows are made anew."""
    return f"field:{sha256}:{first_page}:{key}"


def about(kind: str, document: db.Document, key: str) -> str:
    """The same for an entry of `document`; `kind` is ``field``, or ``entry`` or ``sample`` for what was typed blind."""
    return f"{kind}:{document.delivery.sha256}:{document.first_page}:{key}"


def state(row: db.Field) -> dict[str, Any]:
    """What a decision changes of a field, as it is kept before and after: enough to put it back."""
    return {
        "value": row.value,
        "blank": row.blank,
        "no_value": row.no_value,
        "status": row.status,
        "confidence": row.confidence,
        "reason_ja": row.reason_ja,
        "by": row.decided_by,
    }


def kind_subject(sha256: str, first_page: int) -> str:
    """How a decision names a document."""
    return f"document:{sha256}:{first_page}"


def save_read(document: db.Document, read: Mapping[str, Field]) -> bool:
    """Keep what extraction read from a document; True where the checks see a difference.

    Entries that are no longer read go, except those a person decided. A decision made about an entry whose row went
    meanwhile is taken up again.
    """
    rows = {row.key: row for row in db.Field.objects.select_for_update().filter(document=document)}
    changed = False
    for key, field in read.items():
        field = _storable(field)
        row = rows.get(key)
        if row is None:
            row = db.Field(document=document, key=key)
            _take_up_decision(document, row)
            changed = True
        changed |= _write_read(row, field)
    gone = [row for key, row in rows.items() if key not in read and not row.decided_by]
    db.ReviewTask.objects.filter(field__in=gone, state=db.ReviewTask.State.OPEN).update(state=db.ReviewTask.State.VOID)
    for row in gone:
        row.delete()
    return changed or bool(gone)


_CHECKED = ("value", "blank", "confidence", "status", "reason_ja")


def save_checked(pairs: Sequence[tuple[db.Field, Field]]) -> None:
    """Keep what the checks made of each field (its corroborations at hand). Decided values stay.

    A case has up to a hundred fields, and most have not changed: those are not written, the others together.
    """
    written: list[db.Field] = []
    argued: list[tuple[db.Field, list[Corroboration]]] = []
    for row, field in pairs:
        if not row.decided_by and _take_over(row, field):
            written.append(row)
        rows = list(row.corroborations.all())
        read = [_corroboration(c) for c in rows if c.origin == db.Corroboration.Origin.READ]
        found = [c.model_copy(update={"reason_ja": storable(c.reason_ja)}) for c in field.corroborations]
        found = [c for c in found if c.kind != PERSON and c not in read]
        before = sorted((c for c in rows if c.origin == db.Corroboration.Origin.CHECK), key=lambda c: c.position)
        if [_corroboration(c) for c in before] != found:
            argued.append((row, found))
    write(written, (*_CHECKED, "version"))
    _argue(argued)


def _take_over(row: db.Field, field: Field) -> bool:
    """Set what the checks say of a field; the version grows where a person sees a difference. False: nothing differs."""
    new = {
        "value": storable(field.value),
        "blank": field.blank,
        "confidence": field.confidence,
        "status": field.status.value,
        "reason_ja": storable(field.reason_ja),
    }
    different = {name for name, value in new.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, new[name])
    if different - {"confidence"}:
        row.version += 1
    return bool(different)


def _argue(found: Sequence[tuple[db.Field, Sequence[Corroboration]]]) -> None:
    """Put these reasons in place of those that earlier checks found."""
    if not found:
        return
    origin = db.Corroboration.Origin.CHECK
    db.Corroboration.objects.filter(field__in=[row.pk for row, _new in found], origin=origin).delete()
    made = db.Corroboration.objects.bulk_create(
        db.Corroboration(field=row, origin=origin, position=i, kind=c.kind, supports=c.supports, reason_ja=c.reason_ja)
        for row, new in found
        for i, c in enumerate(new)
    )
    for row, _new in found:  # what was loaded with the field is what stands there now
        kept = [c for c in row.corroborations.all() if c.origin != origin]
        hang([row], "corroborations", [*kept, *(c for c in made if c.field_id == row.pk)])


def load(row: db.Field) -> Field:
    """A field as the checks get it. One that a person decided is certain, and says why.

    What earlier checks found for and against it is left out: the checks begin afresh each time.
    """
    read = (c for c in row.corroborations.all() if c.origin == db.Corroboration.Origin.READ)
    corroborations = [_corroboration(c) for c in sorted(read, key=lambda c: c.position)]
    if row.decided_by:
        corroborations.append(Corroboration(kind=PERSON, supports=True, reason_ja=PERSON_REASON_JA))
    elsewise = not row.decided_by and "value" in row.machine and row.machine["value"] != row.value
    return Field(
        key=row.key,
        value=row.value,
        raw=row.raw,
        page_index=row.page_index,
        box=Box(**row.box) if row.box else None,
        blank=row.blank,
        handwritten=row.handwritten,
        amended=row.amended,
        amendment_sealed=row.amendment_sealed,
        exact=row.exact,
        readings=[_reading(r) for r in sorted(row.readings.all(), key=lambda r: r.position)],
        chosen=elsewise,
        as_read=row.machine["value"] if elsewise else None,
        cells={path: Box(**box) for path, box in row.cells.items()},
        written=row.written,
        corroborations=corroborations,
        confidence=1.0 if row.decided_by else row.confidence,
        status=FieldStatus(row.status),
        reason_ja=row.reason_ja,
    )


def believed(row: db.Field) -> Field:
    """A field as it stands, with everything that was found for and against it, to tell people why."""
    order = {db.Corroboration.Origin.READ: 0, db.Corroboration.Origin.CHECK: 1}
    found = sorted(row.corroborations.all(), key=lambda c: (order[db.Corroboration.Origin(c.origin)], c.position))
    field = load(row)
    said = [c for c in field.corroborations if c.kind == PERSON]
    return field.model_copy(update={"corroborations": [*map(_corroboration, found), *said]})


def decided_kind(sha256: str, first_page: int) -> tuple[str, str] | None:
    """The kind a person last gave to the document that begins there, and who."""
    decision = db.Decision.objects.filter(subject=kind_subject(sha256, first_page)).order_by("-pk").first()
    if decision is None:
        return None
    by = decision.after.get("by", decision.user)  # nobody, where the last word was to take a decision back
    return (str(decision.after["kind"]), str(by)) if by else None


def _storable(field: Field) -> Field:
    plain = field.model_dump()
    clean = storable(plain)
    return field if clean == plain else Field.model_validate(clean)


def _write_read(row: db.Field, field: Field) -> bool:
    new: dict[str, object] = {
        "raw": field.raw,
        "page_index": field.page_index,
        "box": field.box.model_dump() if field.box else None,
        "cells": {path: box.model_dump() for path, box in field.cells.items()},
        "written": field.written,
        "handwritten": field.handwritten,
        "amended": field.amended,
        "amendment_sealed": field.amendment_sealed,
        "exact": field.exact,
    }
    # The value as read is kept apart from the value we believe: reading the same again undoes no check's work.
    machine = {"value": field.as_read if field.chosen else field.value, "blank": field.blank}
    read_anew = row.machine != machine
    if read_anew and not row.decided_by:
        # Until the checks have seen the new value it is worth what extraction says, whatever the old one was worth.
        new |= machine | {
            "confidence": field.confidence,
            "status": field.status.value,
            "reason_ja": field.reason_ja,
        }
    new["machine"] = machine
    changed = _assign(row, new, seen=("value", "blank", "raw", "page_index", "box", "cells", "written"))
    changed |= _replace_readings(row, field.readings)
    given = [c for c in field.corroborations if c.kind != PERSON]
    return _replace_corroborations(row, given, db.Corroboration.Origin.READ) or changed


def _take_up_decision(document: db.Document, row: db.Field) -> None:
    about = subject(document.delivery.sha256, document.first_page, row.key)
    decision = db.Decision.objects.filter(subject=about).order_by("-pk").first()
    if decision is None:
        return
    by = decision.after.get("by", decision.user)
    if by:  # nobody, where the last word was to take a decision back
        decide(
            row,
            decision.after["value"],
            blank=bool(decision.after["blank"]),
            no_value=decision.after.get("no_value", ""),
        )
        row.decided_by, row.decided_at = by, decision.at


#: The columns in which a person's decision is kept.
DECIDED = (
    "value", "blank", "no_value", "status", "confidence", "reason_ja", "decided_by", "decided_at", "version",
)  # fmt: skip


def decide(row: db.Field, value: Value, *, blank: bool, no_value: str = "") -> None:
    """Set what a person decided (not saved, and not yet signed). `no_value` says why there is none."""
    row.value, row.blank, row.no_value = storable(value), blank, no_value
    row.status, row.confidence = db.Field.Status.ACCEPTED, 1.0
    row.reason_ja = PERSON_REASON_JA


def _assign(row: db.Field, new: Mapping[str, object], seen: Sequence[str]) -> bool:
    """Write what differs; the version grows, and True comes back, where one of `seen` does."""
    adding = row.pk is None
    different = [name for name, value in new.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, new[name])
    visible = any(name in seen for name in different)
    if visible and not adding:
        row.version += 1
    if adding:
        row.save()
    elif different:
        row.save(update_fields=[*different, "version"])
    return visible


def _replace_readings(row: db.Field, readings: Sequence[Reading]) -> bool:
    old = [(r.engine, r.raw, r.value, r.score, r.candidates) for r in row.readings.order_by("position")]
    new = [(r.engine, r.raw, r.value, r.score, [c.model_dump() for c in r.candidates]) for r in readings]
    if old == new:
        return False
    row.readings.all().delete()
    db.Reading.objects.bulk_create(
        db.Reading(field=row, position=i, engine=engine, raw=raw, value=value, score=score, candidates=candidates)
        for i, (engine, raw, value, score, candidates) in enumerate(new)
    )
    return True


def _replace_corroborations(
    row: db.Field, corroborations: Sequence[Corroboration], origin: db.Corroboration.Origin
) -> bool:
    # out of what was loaded with the field, where it was: a case has a hundred fields, and most have not changed
    rows = sorted((c for c in row.corroborations.all() if c.origin == origin), key=lambda c: c.position)
    if [_corroboration(c) for c in rows] == list(corroborations):
        return False
    row.corroborations.filter(origin=origin).delete()
    getattr(row, "_prefetched_objects_cache", {}).pop("corroborations", None)
    db.Corroboration.objects.bulk_create(
        db.Corroboration(field=row, origin=origin, position=i, kind=c.kind, supports=c.supports, reason_ja=c.reason_ja)
        for i, c in enumerate(corroborations)
    )
    return True


def _reading(row: db.Reading) -> Reading:
    # its candidates in one go: a case has a thousand
    told = {"engine": row.engine, "raw": row.raw, "value": row.value, "score": row.score, "candidates": row.candidates}
    return Reading.model_validate(told)


def _corroboration(row: db.Corroboration) -> Corroboration:
    return Corroboration(kind=row.kind, supports=row.supports, reason_ja=row.reason_ja)

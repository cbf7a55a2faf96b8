"""Pages in the database: what was read from each, where its image lies, and what became of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.db import transaction
from pydantic_core import PydanticSerializationError

from models.errors import ObjectNotFoundError
from models.findings import FindingCode, FindingStatus
from models.geometry import PageGeometry
from models.pages import Frozen, PageReading, Redaction
from storage import audit, caseview
from storage.models import Case, Delivery, Document, Envelope, Finding, Page
from storage.text import storable


class Outcome(StrEnum):
    """What became of a page."""

    PENDING = "pending"
    DOCUMENT = "document"
    SEPARATOR = "separator"
    BLANK = "blank"
    QUARANTINE = "quarantine"


def save_reading(sha256: str, index: int, reading: PageReading, image_key: str = "") -> None:
    """Keep what was read from one page and where its upright image lies. Saving again replaces it.

    A page that was quarantined because it could not be read is pending again.

    Raises:
        ObjectNotFoundError: the delivery has no such page.
    """
    packed = _pack(reading)
    with transaction.atomic():
        row = (
            Page.objects.select_for_update().only("id", "outcome").filter(delivery__sha256=sha256, index=index).first()
        )
        if row is None:
            raise ObjectNotFoundError("no such page")
        changes: dict[str, object] = {"reading": packed, "image_key": image_key}
        if row.outcome == Page.Outcome.QUARANTINE:
            changes |= {"outcome": Page.Outcome.PENDING, "reason_ja": ""}
        Page.objects.filter(pk=row.pk).update(**changes)
        if reading.redactions:
            certain = sum(r.certain for r in reading.redactions)
            audit.record(
                "machine",
                "page.my_number_hidden",
                f"page:{row.pk}",
                {"certain": certain, "suspected": len(reading.redactions) - certain},
            )


@dataclass(frozen=True, slots=True)
class Turned:
    """A page that a person turned, to be read again that way up."""

    sha256: str
    index: int
    rotation: int
    """How far the delivered page is turned clockwise to stand as the person put it: 0, 90, 180 or 270 degrees."""
    turn: int
    """Of it, what the person turned since it was read last."""


def turned() -> list[Turned]:
    """Pages to read again because a person turned them, oldest first.

    Those whose envelope is still on its way through the pipeline are left out: they come when it is through.
    """
    on_the_way = Delivery.objects.exclude(state__in=(Delivery.State.DONE, Delivery.State.FAILED))
    rows = (
        Page.objects.filter(read_again=True, reading__isnull=False)
        .exclude(delivery__envelope__in=on_the_way.values("envelope_id"))
        .order_by("pk")
        .values_list("delivery__sha256", "index", "turn", "reading")
    )
    return [Turned(sha, i, (lay(packed).geometry.rotation + turn) % 360, turn) for sha, i, turn, packed in rows]


def save_read_again(page: Turned, reading: PageReading | None, image_key: str = "") -> bool:
    """Keep what was read from a page that a person turned; its paper is extracted again. None: it could not be read,
    and stays as it was read, turned for the eye only.

    Nothing a person decided changes, nor which paper the page belongs to. False where the person has turned it further
    meanwhile: it still waits.
    """
    with transaction.atomic():
        row = (
            Page.objects.select_for_update(of=("self",))
            .defer("reading")
            .filter(delivery__sha256=page.sha256, index=page.index, turn=page.turn, read_again=True)
            .first()
        )
        if row is None:
            return False
        row.read_again = False
        if reading is None:
            row.save(update_fields=["read_again"])
            return True
        row.reading, row.image_key, row.turn = _pack(reading), image_key, 0
        row.save(update_fields=["reading", "image_key", "turn", "read_again"])
        if row.document_id is not None:
            Document.objects.filter(pk=row.document_id).update(extracted=False)
            caseview.touch(Case.objects.filter(documents=row.document_id).values_list("pk", flat=True))
        audit.record("machine", "page.read_again", f"page:{row.pk}", {"rotation": page.rotation})
        return True


def load_readings(sha256: str) -> list[PageReading]:
    """The readings of a delivery's pages, in order; pages that were not read or are in quarantine are left out."""
    rows = (
        Page.objects.filter(delivery__sha256=sha256, reading__isnull=False)
        .exclude(outcome=Page.Outcome.QUARANTINE)
        .order_by("index")
        .values_list("reading", flat=True)
    )
    return [_unpack(packed) for packed in rows]


def load_reading(sha256: str, index: int) -> PageReading:
    """The reading of one page.

    Raises:
        ObjectNotFoundError: there is none.
    """
    packed = Page.objects.filter(delivery__sha256=sha256, index=index).values_list("reading", flat=True).first()
    if packed is None:
        raise ObjectNotFoundError("the page has not been read")
    return _unpack(packed)


class Lay(Frozen):
    """How the upright image of a page lies on the delivered page, and what no picture of it may show."""

    geometry: PageGeometry
    redactions: tuple[Redaction, ...] = ()


def lay(packed: bytes | memoryview) -> Lay:
    """The lay of a page from its stored reading; the rest of the reading is not built, which takes most of the time."""
    return _lay(bytes(packed))


@lru_cache(maxsize=1024)  # a reviewer looks at one case for an hour
def _lay(packed: bytes) -> Lay:
    content = json.loads(zlib.decompress(packed))
    return Lay.model_validate({"geometry": content["geometry"], "redactions": content.get("redactions", [])})


def envelope_readings(envelope_key: str) -> list[tuple[str, PageReading]]:
    """Every read page of an envelope as (delivery sha256, reading): deliveries by arrival, pages in order."""
    shas = Delivery.objects.filter(envelope__key=envelope_key).order_by("sequence").values_list("sha256", flat=True)
    return [(sha, reading) for sha in shas for reading in load_readings(sha)]


def unread(sha256: str) -> list[int]:
    """Indexes of the pages still to be read: after a killed run, only these cost time again."""
    pages = Page.objects.filter(delivery__sha256=sha256, reading__isnull=True)
    return list(pages.exclude(outcome=Page.Outcome.QUARANTINE).order_by("index").values_list("index", flat=True))


def image_key(sha256: str, index: int) -> str:
    """Object key of the upright image of one page; empty where none is kept.

    Raises:
        ObjectNotFoundError: the delivery has no such page.
    """
    key = Page.objects.filter(delivery__sha256=sha256, index=index).values_list("image_key", flat=True).first()
    if key is None:
        raise ObjectNotFoundError("no such page")
    return key


def hidden(page: Page, reading: PageReading | Lay) -> tuple[Redaction, ...]:
    """What no picture of `page` may show: its individual numbers.

    Suspected ones are shown again once a person has judged that they are none.
    """
    suspected = [r for r in reading.redactions if not r.certain]
    if suspected and page.document is not None:
        position = page.document.position
        judged = page.document.case.findings.filter(
            code=FindingCode.MY_NUMBER_FOUND.value,
            status=FindingStatus.SUSPECTED.value,
            state=Finding.State.DISMISSED,
            active=True,
        )
        if any(ref["document"] == position for row in judged for ref in row.refs):
            return tuple(r for r in reading.redactions if r.certain)
    return reading.redactions


def set_outcomes(sha256: str, outcomes: Mapping[int, Outcome | str], reason_ja: str = "") -> None:
    """Say what became of pages that no case holds: above all, quarantine with the reason for a person.

    `storage.cases.save_sorted` does this for the pages of documents, separators and blanks.
    """
    with transaction.atomic():
        for index, outcome in sorted(outcomes.items()):
            changed = Page.objects.filter(delivery__sha256=sha256, index=index).update(
                outcome=Outcome(outcome), reason_ja=reason_ja, document=None
            )
            if not changed:
                raise ObjectNotFoundError("no such page")


def envelope_of(sha256: str) -> str:
    """Key of the envelope a delivery came in.

    Raises:
        ObjectNotFoundError: no such delivery.
    """
    key = Envelope.objects.filter(deliveries__sha256=sha256).values_list("key", flat=True).first()
    if key is None:
        raise ObjectNotFoundError("no such delivery")
    return key


def _pack(reading: PageReading) -> bytes:
    try:
        text = reading.model_dump_json()
    except PydanticSerializationError:  # a lone surrogate
        text = PageReading.model_validate(storable(reading.model_dump())).model_dump_json()
    return zlib.compress(text.encode())


def _unpack(packed: bytes | memoryview) -> PageReading:
    return PageReading.model_validate_json(zlib.decompress(bytes(packed)))

"""A small office's morning: cases drawn by the sample mail's own papers, read with planted doubts, kept by storage.

Everything goes the real way (originals, pages, sorting, extraction, checks); only the reading is invented here, because
the point is what a person sees of it: two engines that disagree on some entries, a blank one, a misread one.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

import programmes
from benchmarks.synth import problems
from benchmarks.synth.draw import Entry, Sheet
from benchmarks.synth.facts import Facts, invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.application import application
from benchmarks.synth.papers.bankbooks import passbook
from benchmarks.synth.papers.claims import payment_request
from benchmarks.synth.papers.deals import contract, warranty
from benchmarks.synth.papers.official import resident_certificate
from benchmarks.synth.papers.photo import product_photo
from benchmarks.synth.papers.vouchers import voucher_paper
from flows.recheck import recheck
from models.documents import (
    Corroboration,
    DocumentKind,
    ExtractedDocument,
    Field,
    Reading,
    SortedCase,
    SortedDocument,
    Value,
)
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, Source, TextLine
from storage import cases, deliveries, pages
from storage.objects import open_objects
from storage.settings import Settings

DPI = 150
#: Every file says that it was scanned then, so that the same envelope is the same file on every run.
SCANNED = time.gmtime(1_767_225_600)
#: What engines confuse; used to plant doubts.
_CONFUSED = str.maketrans("0136789ロハリシ崎日田口", "6187381口ハソツ嵜目由ロ")


#: How each kind of paper that these envelopes hold is drawn, in the order in which they lie.
_PAPERS: dict[str, Callable[[Desk], Paper]] = {
    "application_form": lambda desk: application(desk, "a"),
    "receipt": lambda desk: voucher_paper(desk, "receipt", "a"),
    "contract": lambda desk: contract(desk, "a"),
    "warranty": lambda desk: warranty(desk, "a"),
    "payment_request": lambda desk: payment_request(desk, "a"),
    "passbook": lambda desk: passbook(desk, "a"),
    "resident_certificate": lambda desk: resident_certificate(desk, "a"),
    "product_photo": lambda desk: product_photo(desk, "a"),
}


@dataclass
class Envelope:
    """What one envelope holds, and which entries the engines do not agree on."""

    programme: str
    papers: list[Paper]
    facts: Facts
    doubtful: frozenset[str] = frozenset()
    unknown_kind: frozenset[str] = frozenset()
    """Kinds of paper that sorting cannot tell."""
    unknown_programme: bool = False
    misread: dict[str, Value] = field(default_factory=dict)


def envelope(
    seed: int,
    programme: str,
    *,
    doubtful: set[str] | None = None,
    problem: Callable[..., None] | None = None,
    unknown_kind: set[str] | None = None,
    unknown_programme: bool = False,
) -> Envelope:
    """One applicant's papers; `doubtful` entries are read differently by the two engines."""
    rng = random.Random(seed)
    facts = invent(rng, programme, yucho=False)
    if problem is not None:
        problem(rng, facts, problems.Planted())
    desk = Desk(facts, Habits.of(rng), "handwritten", rng)
    kinds = [kind for kind in _PAPERS if kind in facts.needs and kind not in facts.missing]
    papers = [_PAPERS[kind](desk) for kind in kinds]
    return Envelope(
        programme,
        papers,
        facts,
        doubtful=frozenset(doubtful or ()),
        unknown_kind=frozenset(unknown_kind or ()),
        unknown_programme=unknown_programme,
    )


def seed(settings: Settings, envelopes: list[Envelope]) -> list[int]:
    """Take the envelopes through everything after reading; returns the ids of the cases."""
    known = programmes.load(settings.programmes_dir)
    ids = [_take(settings, one, n) for n, one in enumerate(envelopes)]
    for case_id in ids:
        recheck(case_id, known)
    return ids


def morning() -> list[Envelope]:
    """The envelopes of the screenshots and of the browser tests."""
    return [
        envelope(11, "shinjuku-ecohome", doubtful={"address", "phone", "purchase_amount"}),
        envelope(21, "shinjuku-ecohome", problem=problems.other_number),
        envelope(13, "nara-smarthouse", doubtful={"applicant_name", "postal_code"}),
        envelope(12, "shinjuku-ecohome", problem=problems.other_payer),
        envelope(15, "nara-smarthouse", unknown_kind={"receipt"}, doubtful={"model"}),
        envelope(16, "shinjuku-ecohome", unknown_programme=True),
        envelope(24, "shinjuku-ecohome", problem=problems.wrong_sum),
    ]


def _take(settings: Settings, one: Envelope, n: int) -> int:
    store = open_objects(settings)
    sheets = [(paper, sheet) for paper in one.papers for sheet in paper.sheets]
    pictures = [sheet.paint(DPI).convert("RGB") for _, sheet in sheets]
    pdf = io.BytesIO()
    dates = {"creationDate": SCANNED, "modDate": SCANNED}
    pictures[0].save(pdf, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, **dates)
    sha = store.put(pdf.getvalue())
    key = f"sample-{n}-{sha[:8]}"
    new = deliveries.NewDelivery(sha, len(pdf.getvalue()), "pdf", len(sheets), f"scan_{n + 1:03d}.pdf")
    deliveries.register(new, deliveries.NewEnvelope(key=key), arrival_key=f"arrival-{key}")
    for index, picture in enumerate(pictures):
        image_key = f"pages/{sha[:2]}/{sha}/{index:05d}.jpg"
        plane = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR)
        store.put_derived(image_key, cv2.imencode(".jpg", plane)[1].tobytes())
        pages.save_reading(sha, index, _reading(index, picture.size, sheets[index][1]), image_key)
    documents, at = [], 0
    for paper in one.papers:
        indexes = tuple(range(at, at + len(paper.sheets)))
        at += len(paper.sheets)
        kind = DocumentKind.UNKNOWN if paper.kind in one.unknown_kind else DocumentKind(paper.kind)
        documents.append(SortedDocument(kind=kind, delivery_sha256=sha, page_indexes=indexes, confidence=0.98))
    programme = None if one.unknown_programme else one.programme
    [case_id] = cases.save_sorted(key, [SortedCase(part=0, documents=tuple(documents), programme_id=programme)])
    rng = random.Random(n)
    for position, (paper, document) in enumerate(zip(one.papers, documents, strict=True)):
        cases.save_extracted(case_id, position, _extracted(one, paper, document, rng))
    return case_id


def _reading(index: int, size: tuple[int, int], sheet: Sheet) -> PageReading:
    width, height = size
    matrix = ((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    lines = tuple(
        TextLine(text=entry.raw, box=_box(entry.box, width / sheet.width), score=0.9, source=Source.PPOCR)
        for entry in sheet.entries.values()
        if entry.raw
    )
    return PageReading(
        page_index=index,
        geometry=PageGeometry(width=width, height=height, matrix=matrix),
        content=PageContent.TEXT,
        lines=lines,
        ink=0.05,
    )


def _extracted(one: Envelope, paper: Paper, document: SortedDocument, rng: random.Random) -> ExtractedDocument:
    known = document.kind is not DocumentKind.UNKNOWN
    fields: dict[str, Field] = {}
    for index, sheet in zip(document.page_indexes, paper.sheets, strict=True):
        for key, entry in sheet.entries.items() if known else ():
            fields[key] = _field(key, entry, sheet, index, key in one.doubtful, rng)
    return ExtractedDocument(
        kind=document.kind,
        delivery_sha256=document.delivery_sha256,
        page_indexes=list(document.page_indexes),
        fields=fields,
        seal_present=paper.seal_present,
        text="\n".join(e.raw for s in paper.sheets for e in s.entries.values()),
        kind_confidence=document.confidence if known else 0.3,
    )


def _field(key: str, entry: Entry, sheet: Sheet, index: int, doubtful: bool, rng: random.Random) -> Field:
    box = _box(entry.box, 1.0)
    box = Box(x0=box.x0 / sheet.width, y0=box.y0 / sheet.height, x1=box.x1 / sheet.width, y1=box.y1 / sheet.height)
    found = Field(
        key=key,
        value=entry.value,
        raw=entry.raw,
        page_index=index,
        box=box,
        blank=entry.value is None,
        handwritten=entry.handwritten,
        cells={
            path: Box(x0=c[0] / sheet.width, y0=c[1] / sheet.height, x1=c[2] / sheet.width, y1=c[3] / sheet.height)
            for path, c in entry.cells.items()
        },
    )
    if entry.value is None:
        return found
    if doubtful:  # whatever the calibration makes of the rest: a doubt of extraction's own always asks a person
        found.corroborations = [
            Corroboration(kind="sample_doubt", supports=False, reason_ja="読取エンジンによって値が違います")
        ]
    other: Any = _misread(entry.value) if doubtful else entry.value
    found.readings = [
        Reading(engine="ppocr", raw=entry.raw, value=entry.value, score=0.71 if doubtful else 0.99),
        Reading(
            engine="tesseract",
            raw=_misread(entry.raw) if doubtful else entry.raw,
            value=other,
            score=0.66 if doubtful else 0.95,
        ),
    ]
    return found


def _misread(value: Any) -> Any:
    """`value` with its last confusable character taken for another."""
    if isinstance(value, int):
        return int(_misread(str(value)))
    if not isinstance(value, str):
        return value
    for at in range(len(value) - 1, -1, -1):
        other = value[at].translate(_CONFUSED)
        if other != value[at]:
            return value[:at] + other + value[at + 1 :]
    return value[:-1] + "口"


def _box(box: tuple[float, float, float, float], scale: float) -> Box:
    x0, y0, x1, y1 = (v * scale for v in box)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)

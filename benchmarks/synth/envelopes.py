"""One envelope: its facts, its papers, the pages they become, and what is true of them."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.synth import variety
from benchmarks.synth.deliver import Page
from benchmarks.synth.draw import Entry
from benchmarks.synth.facts import Facts, invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.knownforms import known_form
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers import tables as lists
from benchmarks.synth.papers.application import application
from benchmarks.synth.papers.bankbooks import passbook
from benchmarks.synth.papers.claims import payment_request, power_of_attorney
from benchmarks.synth.papers.deals import contract, warranty
from benchmarks.synth.papers.meter import meter_slip
from benchmarks.synth.papers.official import registry_certificate, resident_certificate
from benchmarks.synth.papers.photo import product_photo
from benchmarks.synth.papers.post import blank_back, envelope, separator
from benchmarks.synth.papers.slips import receipt_book, till_slip
from benchmarks.synth.papers.vouchers import voucher_paper
from benchmarks.synth.problems import Planted
from benchmarks.synth.recipes import Recipe
from benchmarks.synth.scan import STYLES, scan

ORDER = (
    "envelope",
    "application_form",
    "power_of_attorney",
    "facility_list",
    "business_overview",
    "officer_list",
    "payment_request",
    "estimate",
    "contract",
    "invoice",
    "receipt",
    "warranty",
    "product_photo",
    "meter_slip",
    "resident_certificate",
    "registry_certificate",
    "passbook",
)
#: Papers that applicants who type send as PDF straight from their computer.
DIGITAL = {"application_form", "payment_request", "facility_list", "officer_list", "estimate", "power_of_attorney"}


@dataclass(frozen=True)
class Document:
    """A paper and its delivered pages."""

    paper: Paper
    pages: tuple[Page, ...]

    def truth(self, file: str, first: int) -> dict[str, Any]:
        """The document as FORMAT.md tells it; `first` is its first page in `file`."""
        fields: dict[str, Any] = {}
        for at, page in enumerate(self.pages):
            for key, entry in page.sheet.entries.items():
                fields[key] = _field(page, entry, first + at)
        told: dict[str, Any] = {
            "type": self.paper.kind,
            "file": file,
            "pages": list(range(first, first + len(self.pages))),
            "layout": self.paper.layout,
            "entry_style": self.paper.entry_style,
            "scan_style": self.pages[0].style,
            "fields": fields,
        }
        if self.paper.seal_present is not None:
            told["seal_present"] = self.paper.seal_present
        return told


def _field(page: Page, entry: Entry, index: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "value": entry.value,
        "raw": entry.raw,
        "page": index,
        "bbox": page.fraction(entry.box),
        "handwritten": entry.handwritten,
    }
    if entry.amended:
        told["amended"] = True
    if entry.cells:
        told["cells"] = [{"path": path, "page": index, "bbox": page.fraction(box)} for path, box in entry.cells.items()]
    return told


@dataclass(frozen=True)
class Envelope:
    number: int
    recipe: Recipe
    facts: Facts
    planted: Planted
    documents: tuple[Document, ...]

    @property
    def case_id(self) -> str:
        return f"synth-{self.number:04d}"


def fill_envelope(recipe: Recipe, number: int, seed: int, earlier: dict[int, Envelope], batch_no: str = "") -> Envelope:
    """Invent, spoil, write out and digitise envelope `number`."""
    rng = random.Random(f"envelope/{seed}/{number}")
    planted = Planted()
    if recipe.again is not None:
        facts = _again(rng, earlier[recipe.again], planted)
    else:
        facts = invent(rng, recipe.programme, stage=recipe.stage, proxy=recipe.proxy, yucho=recipe.yucho)
    for problem in recipe.problems:
        problem(rng, facts, planted)
    surname = facts.applicant.name.split("　")[0] if not facts.applicant.company else "印"
    habits = Habits.of(rng, varied=recipe.varied, faces=recipe.faces, surname=surname[:3])
    desk = Desk(facts, habits, recipe.mode, rng)
    papers = write(desk, recipe)
    if batch_no:
        papers.insert(0, separator(batch_no))
    turned = set(rng.sample(range(len(papers)), min(recipe.turned, len(papers))))
    documents = [_digitise(paper, recipe, rng, i in turned) for i, paper in enumerate(papers)]
    return Envelope(number, recipe, facts, planted, tuple(documents))


def _again(rng: random.Random, first: Envelope, planted: Planted) -> Facts:
    """The same person, equipment and receipt once more, some days later."""
    facts = copy.deepcopy(first.facts)
    facts.applied_on = min(facts.applied_on + timedelta(days=rng.randint(2, 12)), facts.rules.closes)
    planted.add("RECEIPT_REUSED", earlier=first.case_id)
    planted.add("DUPLICATE_APPLICATION", earlier=first.case_id)
    first.planted.tolerated.update({"RECEIPT_REUSED", "DUPLICATE_APPLICATION"})
    return facts


def write(desk: Desk, recipe: Recipe) -> list[Paper]:
    """The papers of an envelope in the order they lie."""
    kinds = [k for k in desk.facts.needs if k not in desk.facts.missing]
    if recipe.envelope:
        kinds.append("envelope")
    kinds.sort(key=ORDER.index)
    if recipe.shuffled:
        desk.rng.shuffle(kinds)
    papers = []
    for kind in kinds:
        papers.append(_paper(desk, recipe, kind))
        if recipe.backs and kind in ("application_form", "payment_request", "warranty", "envelope"):
            papers.append(blank_back(desk))
    return papers


def _paper(desk: Desk, recipe: Recipe, kind: str) -> Paper:
    version = recipe.versions.get(kind) or desk.rng.choice("ab")
    if recipe.known and desk.rng.random() < 0.75 and (own := known_form(desk, kind)):
        return own
    if recipe.varied and (other := variety.other_paper(desk, kind, recipe.stage)):
        return other
    match kind:
        case "application_form":
            return application(desk, version)
        case "payment_request":
            return payment_request(desk, version)
        case "power_of_attorney":
            return power_of_attorney(desk, version)
        case "receipt":
            if recipe.receipt == "book":
                return receipt_book(desk, version)
            return (
                till_slip(desk, version) if recipe.receipt == "till" else voucher_paper(desk, "receipt", recipe.receipt)
            )
        case "estimate" | "invoice":
            return voucher_paper(desk, kind, version)
        case "contract":
            return contract(desk, version)
        case "warranty":
            return warranty(desk, version)
        case "passbook":
            return passbook(desk, version)
        case "product_photo":
            return product_photo(desk, version)
        case "meter_slip":
            return meter_slip(desk, version)
        case "resident_certificate":
            return resident_certificate(desk, version)
        case "registry_certificate":
            return registry_certificate(desk)
        case "facility_list":
            return lists.facility_list(desk, version)
        case "officer_list":
            return lists.officer_list(desk, version)
        case "business_overview":
            return lists.business_overview(desk)
        case "envelope":
            return envelope(desk, version)
    raise ValueError(f"no paper of kind {kind}")


def _digitise(paper: Paper, recipe: Recipe, rng: random.Random, turned: bool) -> Document:
    style = recipe.scan
    if recipe.delivery == "upload_mixed":
        digital = (
            not paper.picture
            and paper.entry_style == "typed"
            and (paper.kind in DIGITAL or (paper.kind in ("receipt", "invoice") and not paper.pasted))
        )
        if digital and not (paper.kind == "receipt" and rng.random() < 0.4):
            return Document(paper, tuple(Page(sheet, "born_digital") for sheet in paper.sheets))
        style = "photo" if paper.kind in ("passbook", "product_photo") and paper.pasted else recipe.scan
    if recipe.varied:
        return Document(paper, variety.digitised(paper, recipe, style, rng, turned))
    close = paper.kind == "product_photo" and paper.pasted and recipe.delivery in ("upload_mixed", "jpegs")
    pages = []
    for sheet in paper.sheets:
        turn = rng.choice([90, 180, 270]) if turned else 0
        made = scan(
            sheet,
            STYLES[style],
            rng,
            turn=turn,
            pasted=paper.pasted and not close,
            holes=rng.random() < 0.12 and paper.kind != "separator_sheet",
        )
        rotated = not turn and not STYLES[style].bilevel and rng.random() < (0.25 if style == "photo" else 0.08)
        pages.append(Page(sheet, style, made, rotated))
    return Document(paper, tuple(pages))

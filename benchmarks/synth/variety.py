"""What varied mail has beyond the demo's: unknown forms, shops' own receipts, worn papers, other scanners."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.synth import sales, seals
from benchmarks.synth.deliver import Page
from benchmarks.synth.draw import Sheet
from benchmarks.synth.fill import era
from benchmarks.synth.layouts.copies import Drift
from benchmarks.synth.layouts.drawing import filled_form
from benchmarks.synth.layouts.plan import FAMILIES, plan
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.qualified import business_paper
from benchmarks.synth.papers.receiptbooks import receipt_page
from benchmarks.synth.papers.registerslips import register_slip
from benchmarks.synth.recipes import Recipe
from benchmarks.synth.sales import Sale
from benchmarks.synth.scan import STYLES, scan
from benchmarks.synth.wear import Wear

#: Programmes that :mod:`benchmarks.synth.layouts` draws forms for, with the stages of their claims.
FORMS = {"shinjuku-ecohome", "nara-smarthouse", "yamato-lpgas", "nara-business", "nagano-welfare"}
#: A scanner as ordered -> what it may be in varied mail.
SCANNERS: dict[str, Sequence[str]] = {
    "gray_200": ("gray_200", "gray_200", "gray_300"),
    "color_200": ("color_200", "color_200", "color_300", "color_150"),
    "g4_300": ("g4_300", "g4_300", "g4_200"),
    "fax_200x100": ("fax_200x100", "fax_200x200"),
    "photo": ("photo", "photo", "photo_askew"),
}


def other_paper(desk: Desk, kind: str, stage: str) -> Paper | None:
    """A paper of `kind` in a layout the demo does not have, or None: take the usual one."""
    rng, rules = desk.rng, desk.facts.rules
    if kind in ("application_form", "payment_request"):
        if rng.random() > 0.6 or rules.id not in FORMS or (rules.id == "yamato-lpgas" and kind == "payment_request"):
            return None
        made = plan(rng.getrandbits(32), 0, rng.choice(list(FAMILIES)), (rules.id, kind, stage))
        paper, _ = filled_form(made, desk, Drift())
        if rng.random() < 0.3:
            received(paper.sheets[0], desk, rng)
        return paper
    if kind in ("receipt", "invoice", "estimate"):
        sale = Sale.of(desk.facts, rng)
        bill = desk.facts.voucher.bill
        if rng.random() > 0.6 or (sale.total, sale.subtotal, sale.tax) != (bill.total, bill.subtotal, bill.tax):
            return None
        return _money_paper(sale, kind, rng)
    return None


def _money_paper(sale: sales.Sale, kind: str, rng: random.Random) -> Paper | None:
    draws = [
        lambda: register_slip(sale, rng.choice(["denki", "home", "proof"]), rng),
        lambda: receipt_page(sale, rng.choice(["wide", "copy", "upright", "formal"]), rng),
        lambda: business_paper(
            sale, rng.choice(["split", "sentence", "balance", "service", "ledger", "build", "frame", "order"]), rng
        ),
    ]
    for _ in range(6):
        paper = rng.choice(draws if kind == "receipt" else draws[2:])()
        if paper.kind == kind:
            return paper
    return None


def received(sheet: Sheet, desk: Desk, rng: random.Random) -> None:
    """The office's 収受印, anywhere in the upper half, also over text."""
    day = desk.facts.claimed_on or desk.facts.applied_on
    _, letter, year = era(day)
    color = rng.choice([(60, 70, 140), (150, 40, 50), (70, 60, 90)])
    x, y = rng.choice([(170, 24), (40, 24), (rng.uniform(60, 170), rng.uniform(30, 120))])
    office = desk.facts.rules.addressee[:4]
    seals.dated(sheet, x, y, office, f"{letter}{year}.{day.month}.{day.day}", "収受", rng, color)


def digitised(paper: Paper, recipe: Recipe, style: str, rng: random.Random, turned: bool) -> tuple[Page, ...]:
    """The pages of `paper` after its wear, on one of the scanners like `style`."""
    styles = SCANNERS[style]
    if recipe.delivery == "tiff_multipage":  # one machine scans a bundle
        styles = (styles[recipe.turned % len(styles)],)
    chosen = STYLES[rng.choice(styles)]
    wear = Wear.of(rng)
    pages = []
    for i, sheet in enumerate(paper.sheets):
        back = paper.sheets[i + 1] if i + 1 < len(paper.sheets) else paper.sheets[0]
        turn = rng.choice([90, 180, 270]) if turned else 0
        made = scan(
            sheet,
            chosen,
            rng,
            turn=turn,
            pasted=paper.pasted and not (chosen.photo and paper.kind == "product_photo"),
            wear=wear if paper.kind != "separator_sheet" else None,
            back=back,
        )
        rotated = not turn and not chosen.bilevel and rng.random() < 0.1
        pages.append(Page(sheet, chosen.name, made, rotated))
    return tuple(pages)

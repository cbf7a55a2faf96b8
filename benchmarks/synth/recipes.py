"""Which envelopes the mail consists of: ten by name for the demo, six more for breadth, any number at random after."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from benchmarks.synth import problems as p
from benchmarks.synth.problems import Problem


@dataclass(frozen=True)
class Recipe:
    """One envelope. Versions and small choices that are not named here are drawn by its own random numbers."""

    programme: str
    mode: str
    """How the applicant fills in: typed, handwritten, mixed."""
    delivery: str
    """pdf_envelope, tiff_multipage, jpegs, pdf_garbage_ocr, upload_mixed, batch_pdf."""
    scan: str = "gray_200"
    problems: tuple[Problem, ...] = ()
    stage: str = "apply"
    receipt: str = "book"
    """book, till, a, b (A4 layouts)."""
    proxy: bool = False
    yucho: bool | None = None
    envelope: bool = False
    backs: bool = False
    """Blank backs were scanned, too."""
    turned: int = 0
    """So many pages lie turned by 90, 180 or 270 degrees."""
    shuffled: bool = False
    again: int | None = None
    """Number of the earlier envelope that this one repeats (the same person applies twice with the same receipt)."""
    batch: int | None = None
    """Envelopes of one batch PDF share a number."""
    versions: dict[str, str] = field(default_factory=dict)
    varied: bool = False
    """Other forms, hands, pens, receipts, scanners and wear than the demo's."""
    known: bool = False
    """Most forms are those that the programmes have learned."""
    faces: tuple[str, ...] = ()
    """Faces of hands to choose from; empty: all of :mod:`benchmarks.synth.writers`."""


DEMO: tuple[Recipe, ...] = (
    Recipe(
        "shinjuku-ecohome",
        "typed",
        "upload_mixed",
        "color_200",
        receipt="b",
        yucho=False,
        versions={"application_form": "b", "payment_request": "b", "passbook": "a"},
    ),
    Recipe(
        "yamato-lpgas",
        "handwritten",
        "pdf_envelope",
        "gray_200",
        (p.seal_missing("application_form"),),
        yucho=True,
        envelope=True,
        versions={"application_form": "a", "meter_slip": "a", "envelope": "b"},
    ),
    Recipe(
        "nara-smarthouse",
        "handwritten",
        "pdf_envelope",
        "color_200",
        (p.other_holder,),
        receipt="book",
        yucho=False,
        turned=2,
        versions={"application_form": "b", "payment_request": "a", "passbook": "b"},
    ),
    Recipe(
        "shinjuku-ecohome",
        "handwritten",
        "tiff_multipage",
        "g4_300",
        (p.receipt_missing, p.wrong_postal),
        yucho=False,
        versions={"application_form": "a", "payment_request": "a"},
    ),
    Recipe(
        "yamato-lpgas",
        "mixed",
        "batch_pdf",
        "gray_200",
        (p.other_payer,),
        batch=1,
        yucho=False,
        versions={"application_form": "b", "meter_slip": "b"},
    ),
    Recipe(
        "yamato-lpgas",
        "handwritten",
        "batch_pdf",
        "gray_200",
        (p.entry_blank("phone"),),
        batch=1,
        yucho=True,
        backs=True,
        versions={"application_form": "b", "meter_slip": "a"},
    ),
    Recipe(
        "shinjuku-ecohome",
        "mixed",
        "batch_pdf",
        "gray_200",
        (p.amount_differs,),
        batch=1,
        receipt="till",
        shuffled=True,
        versions={"application_form": "a", "payment_request": "b"},
    ),
    Recipe(
        "yamato-lpgas",
        "typed",
        "tiff_multipage",
        "fax_200x100",
        (p.unknown_branch,),
        yucho=False,
        versions={"application_form": "b", "meter_slip": "b", "passbook": "a"},
    ),
    Recipe(
        "nagano-welfare",
        "typed",
        "upload_mixed",
        "gray_200",
        (p.wrong_sum, p.wrong_check_digit),
        versions={"application_form": "a", "facility_list": "a", "estimate": "b"},
    ),
    Recipe(
        "shinjuku-ecohome",
        "handwritten",
        "jpegs",
        "photo",
        again=1,
        receipt="b",
        versions={"application_form": "b", "payment_request": "a", "passbook": "a"},
    ),
)

MORE: tuple[Recipe, ...] = (
    Recipe(
        "nara-smarthouse",
        "typed",
        "pdf_garbage_ocr",
        "gray_200",
        (p.wrong_subsidy,),
        receipt="a",
        proxy=True,
        versions={"application_form": "a", "payment_request": "b"},
    ),
    Recipe(
        "nara-business",
        "mixed",
        "pdf_envelope",
        "color_200",
        (p.wrong_tax,),
        turned=1,
        versions={"application_form": "a", "estimate": "a"},
    ),
    Recipe(
        "nara-business",
        "typed",
        "upload_mixed",
        "color_200",
        (p.too_late,),
        stage="claim",
        receipt="a",
        versions={"application_form": "b", "payment_request": "a"},
    ),
    Recipe(
        "sii-enemane",
        "typed",
        "upload_mixed",
        "gray_200",
        (p.paper_missing("business_overview"),),
        versions={"application_form": "b", "officer_list": "a"},
    ),
    Recipe(
        "nagano-welfare",
        "typed",
        "tiff_multipage",
        "g4_300",
        (p.other_number,),
        stage="claim",
        receipt="a",
        versions={"application_form": "b", "facility_list": "b"},
    ),
    Recipe(
        "nara-smarthouse",
        "mixed",
        "jpegs",
        "photo",
        (p.other_model, p.paid_later),
        receipt="till",
        proxy=True,
        envelope=True,
        versions={"application_form": "b"},
    ),
)


def recipes(
    count: int, seed: int, *, varied: bool = False, known: bool = False, faces: tuple[str, ...] = ()
) -> list[Recipe]:
    """The first `count` envelopes of a mail; `varied` and `known` mail is all at random."""
    rng = random.Random(f"recipes/{seed}")
    if varied or known:
        return [replace(_random(rng), varied=True, known=known, faces=faces) for _ in range(count)]
    found = [*DEMO, *MORE][:count]
    while len(found) < count:
        found.append(_random(rng))
    return found


def _random(rng: random.Random) -> Recipe:
    programme, stage = rng.choices(list(p.LIKELY), [5, 5, 5, 2, 2, 2, 2, 1])[0]
    firm = programme in ("nara-business", "nagano-welfare", "sii-enemane")
    delivery = rng.choice(
        ["pdf_envelope", "pdf_envelope", "tiff_multipage", "jpegs", "pdf_garbage_ocr", "upload_mixed", "upload_mixed"]
    )
    scan = {
        "tiff_multipage": rng.choice(["g4_300", "g4_300", "fax_200x100"]),
        "jpegs": rng.choice(["photo", "color_200"]),
    }.get(delivery, rng.choice(["gray_200", "color_200"]))
    planted = tuple(rng.sample(p.LIKELY[programme, stage], 1)) if rng.random() < 0.7 else ()
    return Recipe(
        programme,
        "typed" if firm and rng.random() < 0.7 else rng.choice(["typed", "handwritten", "handwritten", "mixed"]),
        delivery,
        scan,
        planted,
        stage,
        rng.choice(["a", "b"]) if firm else rng.choice(["book", "till", "a", "b"]),
        programme == "nara-smarthouse" and rng.random() < 0.5,
        envelope=rng.random() < 0.3,
        backs=rng.random() < 0.15,
        turned=rng.choice([0, 0, 1, 2]),
        shuffled=rng.random() < 0.3,
    )

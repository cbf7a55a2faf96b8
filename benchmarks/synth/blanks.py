"""Blank forms and their filled copies:  python -m benchmarks.synth.blanks DEST [--seed N] [--forms N] [--copies N]

``--born-digital``: every copy is a typed PDF, so that only the places of entries can be wrong, never their characters.

DEST/blanks/<programme>/<kind>-<id>.pdf   forms no corpus holds, as an office publishes them
DEST/blanks.jsonl                         one blank a line: its file and where each entry is asked for
DEST/mail/...                             filled copies, one file an envelope: typed, by hand, mixed; scanned, faxed, photographed
DEST/truth.jsonl                          their truth in the corpus's format; each document also names its ``blank``

Rows of a copy may sit a little elsewhere, a row may have been added, the back page may be missing
(:class:`benchmarks.synth.layouts.drawing.Drift`). The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.synth import deliver, problems
from benchmarks.synth.deliver import Page
from benchmarks.synth.draw import Box
from benchmarks.synth.envelopes import Document
from benchmarks.synth.facts import Facts, invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.layouts.copies import Drift, Place
from benchmarks.synth.layouts.drawing import Drawing, blank_form, filled_form
from benchmarks.synth.layouts.plan import FAMILIES, Plan, plan
from benchmarks.synth.papers import Desk
from benchmarks.synth.scan import STYLES, scan

DEFAULT_SEED = 1
SCANS = ("gray_200", "gray_200", "color_200", "color_200", "g4_300", "fax_200x100", "photo", "born_digital")


def generate(
    dest: Path, seed: int = DEFAULT_SEED, forms: int = len(FAMILIES), copies: int = 4, *, born_digital: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Write `forms` blanks and `copies` filled copies of each into `dest`; (the blanks, the truth of the copies).

    Raises:
        FontMissingError: a Debian font package is missing.
        FileExistsError: `dest` holds files already.
    """
    if dest.exists() and any(dest.iterdir()):
        raise FileExistsError("the folder is not empty")
    told_blanks, truth = [], []
    number = 0
    for f in range(forms):
        made = plan(seed, f)
        blank = blank_form(made, _desk(made, random.Random(f"model/{seed}/{f}"), "typed", frozenset()))
        told = _write_blank(dest, made, blank)
        told_blanks.append(told)
        for _ in range(copies):
            number += 1
            truth.append(_copy(dest, made, told, number, seed, born_digital=born_digital))
    _jsonl(dest / "blanks.jsonl", told_blanks)
    _jsonl(dest / "truth.jsonl", truth)
    return told_blanks, truth


def _desk(made: Plan, rng: random.Random, mode: str, blank: frozenset[str]) -> Desk:
    facts: Facts = invent(
        rng, made.rules.id, stage=made.stage, proxy=rng.random() < 0.5 and made.rules.id == "nara-smarthouse"
    )
    for key in blank:
        facts.blank[key] = made.kind
    return Desk(facts, Habits.of(rng), mode, rng)


def _write_blank(dest: Path, made: Plan, drawing: Drawing) -> dict[str, Any]:
    path = dest / "blanks" / made.rules.id / f"{made.kind}-{made.id}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(deliver.pdf([Page(sheet, "born_digital") for sheet in drawing.sheets]))
    return {
        "id": made.id,
        "path": str(path.relative_to(dest)),
        "programme": made.rules.id,
        "kind": made.kind,
        "family": made.family,
        "layout": made.layout,
        "pages": len(drawing.sheets),
        "entries": [
            {
                "key": p.key,
                "label": p.label,
                "shape": p.shape,
                "page": p.page,
                "bbox": [round(v / size, 5) for v, size in zip(_asked(drawing, p), (210, 297, 210, 297), strict=True)],
            }
            for p in drawing.places
        ],
    }


def _asked(drawing: Drawing, place: Place) -> Box:
    """Where an entry is to be written: the boxes or printed words themselves, else the white room of its cell."""
    if place.shape in ("boxes", "yenboxes", "date", "dateboxes", "parts"):
        return drawing.sheets[place.page].entries[place.key].box
    return place.box


def _copy(
    dest: Path, made: Plan, blank: dict[str, Any], number: int, seed: int, *, born_digital: bool
) -> dict[str, Any]:
    rng = random.Random(f"copy/{seed}/{number}")
    mode = rng.choice(["typed", "handwritten", "handwritten", "mixed"])
    style = rng.choice([s for s in SCANS if s != "born_digital" or mode == "typed"])
    if born_digital:
        mode, style = "typed", "born_digital"
    keys = [e["key"] for e in blank["entries"] if e["key"] not in ("applicant_name", "address")]
    forgotten = frozenset(rng.sample(keys, 1)) if rng.random() < 0.3 else frozenset()
    desk = _desk(made, rng, mode, forgotten)
    if rng.random() < 0.12:
        problems.seal_missing(made.kind)(rng, desk.facts, problems.Planted())
    drift = Drift.of(rng)
    paper, _ = filled_form(made, desk, drift)
    turn = rng.choice([90, 180, 270]) if rng.random() < 0.1 else 0
    pages = tuple(
        Page(
            sheet,
            style,
            None if style == "born_digital" else scan(sheet, STYLES[style], rng, turn=turn, holes=rng.random() < 0.12),
        )
        for sheet in paper.sheets
    )
    document = Document(paper, pages)
    suffix = "tif" if style in ("g4_300", "fax_200x100") else "jpg" if style == "photo" and len(pages) == 1 else "pdf"
    name = f"{number:04d}_{made.id}.{suffix}"
    data = {"tif": deliver.tiff, "pdf": deliver.pdf}[suffix](pages) if suffix != "jpg" else deliver.jpeg(pages[0])
    (dest / "mail").mkdir(parents=True, exist_ok=True)
    (dest / "mail" / name).write_bytes(data)
    told = document.truth(name, 0)
    told["blank"] = blank["path"]
    told["drift"] = {
        "stretch": round(drift.stretch, 3),
        "jitter": drift.jitter,
        "extra": drift.extra,
        "face": drift.face,
        "drop_back": drift.drop_back,
    }
    return {
        "case_id": f"form-{number:04d}",
        "programme": made.rules.id,
        "stage": made.stage,
        "delivery": {"tif": "tiff_multipage", "jpg": "jpegs", "pdf": "pdf_envelope"}[suffix],
        "files": [{"path": name, "sha256": hashlib.sha256(data).hexdigest()}],
        "documents": [told],
        "findings": [],
        "finding_details": [],
        "findings_tolerated": [],
    }


def _jsonl(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.synth.blanks", description="Write blank forms, filled copies of them, and the truth."
    )
    parser.add_argument("dest", type=Path, help="folder to write into; must be empty or absent")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--forms", type=int, default=len(FAMILIES), help="how many blank forms (default: one a family)")
    parser.add_argument("--copies", type=int, default=4, help="filled copies of each (default: %(default)s)")
    parser.add_argument("--born-digital", action="store_true", help="all copies typed, as PDFs with a text layer")
    options = parser.parse_args(arguments)
    blanks, truth = generate(
        options.dest, options.seed, options.forms, options.copies, born_digital=options.born_digital
    )
    print(f"{len(blanks)} blank forms, {len(truth)} filled copies")
    return 0


if __name__ == "__main__":
    sys.exit(main())

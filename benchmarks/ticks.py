"""Fits and measures :mod:`extractors.fields.ticks`: squares to be ticked beside sentences, drawn, scanned and read.

``python -m benchmarks.ticks fit --first 1000 --sheets 64`` writes the coefficients; ``python -m benchmarks.ticks measure``
prints, by way of scanning, how many squares of other sheets were told right, left to a person or told wrongly.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

import extractors.fields.ticks as module
from benchmarks.choices import SCANS, as_rendered
from benchmarks.synth import fonts
from benchmarks.synth.draw import BLACK, MM_PER_POINT, Sheet
from benchmarks.synth.marks import Pen
from benchmarks.synth.scan import STYLES, scan
from extractors.fields.entries import Sheet as Page
from extractors.fields.ticks import Hit, hits
from extractors.reading import Reader
from extractors.rendering import RenderedPage
from models.programmes import FieldSpec

SENTENCES = (
    "補助金交付要綱の規定を遵守します", "市税の滞納がないことを確認することに同意します", "暴力団員ではないことを誓約します",
    "建物の所有者の同意を得ています", "住民基本台帳の閲覧に同意します", "申請内容に虚偽がないことを誓約します",
    "国や県の補助金を重ねて受けません", "設置した設備を適正に管理します", "現地調査に協力します",
    "個人情報の取扱いについて確認しました", "過去に同じ補助を受けていません", "領収書の写しを添付しました",
)  # fmt: skip


def drawn(rng: random.Random) -> tuple[Sheet, dict[str, bool]]:
    """A sheet with a column of sentences behind their squares, some ticked; which of them are."""
    sheet, pen, told = Sheet(), Pen.of(rng), {}
    face = rng.choice(["mincho", "gothic", "exgothic", "exmincho", "pgothic"])
    size = rng.uniform(9, 12)
    mm, glyphs, y = size * MM_PER_POINT, rng.random() < 0.5, 30.0
    for sentence in SENTENCES:
        side = rng.uniform(0.72, 0.95) * mm
        place = (25.0, y - side / 2, 25.0 + side, y + side / 2)
        if glyphs:
            place = sheet.text(25, y, "□", size, face)
            x = 25 + fonts.width(face, "□") * mm
        else:
            sheet.rect(*place, width=rng.choice([0.15, 0.22, 0.35]))
            x = 25 + side + rng.uniform(0.15, 0.6) * mm
        sheet.text(x, y, sentence, size, face)
        told[sentence] = rng.random() < 0.6
        if told[sentence] and rng.random() < 0.1:
            sheet.rect(*place, fill=BLACK)
        elif told[sentence]:
            pen.tick(sheet, place, rng)
        y += rng.uniform(8, 16)
    return sheet, told


def seen(first: int, count: int) -> Iterator[tuple[str, bool, Hit | None, FieldSpec]]:
    """(scan, whether it is ticked, its sentence as found, its entry) of every square of so many sheets."""
    specs = [
        FieldSpec.model_validate({"key": f"s{i}_tick", "kind": "tick", "labels": [s]}) for i, s in enumerate(SENTENCES)
    ]
    reader = Reader()
    for seed in range(first, first + count):
        rng = random.Random(seed)
        sheet, told = drawn(rng)
        style = STYLES[SCANS[seed % len(SCANS)]]
        scanned = scan(sheet, style, rng)
        pixels = as_rendered(scanned.pixels, scanned.dpi, 95 if style.bilevel else style.quality)
        page = Page.of(
            reader.read(RenderedPage(index=0, image=pixels, dpi=200, lines=(), born_digital=False)), frozenset(), reader
        )
        for spec, sentence in zip(specs, SENTENCES, strict=True):
            yield style.name, told[sentence], max(hits(page, spec), key=lambda h: h.rank, default=None), spec


def fit(first: int, count: int) -> None:
    """Fit the likelihood on sheets from seed `first` on, and write it."""
    found = [(ticked, hit.measures) for _, ticked, hit, _ in seen(first, count) if hit is not None and hit.square]
    rows, ticked = np.array([m for _, m in found]), np.array([t for t, _ in found])
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    model = LogisticRegression(C=10, max_iter=1000).fit((rows - mean) / scale, ticked)
    numbers = {"weights": model.coef_[0], "bias": model.intercept_, "mean": mean, "scale": scale}
    stored = {
        "made": f"python -m benchmarks.ticks fit --first {first} --sheets {count}",
        "squares": len(rows),
        "measures": ["inside", "core", "around", "colour", "read before"],
        "model": {k: [round(float(x), 5) for x in v] for k, v in numbers.items()},
    }
    file = Path(module.__file__).with_name("ticks.json")
    file.write_text(json.dumps(stored, indent=1) + "\n")
    print(file.name, stored["model"])


def measure(first: int, count: int) -> None:
    """Print how squares of other sheets are told."""
    outcomes = defaultdict[str, Counter[str]](Counter)
    for style, ticked, hit, spec in seen(first, count):
        field = hit.field(spec) if hit is not None else None
        says = None if field is None else True if field.value else False if field.blank else None
        told = "right" if says == ticked else "wrong" if says is not None else "left to a person"
        outcomes[style]["sentence not found" if field is None else f"{told}, {'ticked' if ticked else 'empty'}"] += 1
    for name, counts in (*outcomes.items(), ("all", sum(outcomes.values(), Counter[str]()))):
        print(f"{name:12}", dict(sorted(counts.items())))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ticks", description="Squares to be ticked.")
    parser.add_argument("what", choices=("fit", "measure"))
    parser.add_argument("--first", type=int, default=0, help="seed of the first sheet")
    parser.add_argument("--sheets", type=int, default=40)
    options = parser.parse_args()
    (fit if options.what == "fit" else measure)(options.first, options.sheets)


if __name__ == "__main__":
    main()

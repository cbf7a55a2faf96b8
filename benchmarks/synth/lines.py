"""Lines of text as crops of filled forms, receipts and bank books, with what stands on them: for training and measuring.

One line is one seed: the same seed draws the same line on the same machine (with the same fonts). Far more varied than
the fonts at hand: people who write with strokes of their own, pens, boxes, seals, bad trims, scanners, fax machines.

``python -m benchmarks.synth.lines FOLDER --count 40 --seed 1`` draws some to look at.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.synth import linewear
from benchmarks.synth.fonts import FontMissingError
from benchmarks.synth.lineboard import Board, rule, write
from benchmarks.synth.linefonts import EM, Mask, Materials, materials
from benchmarks.synth.linehands import person, printer
from benchmarks.synth.linetexts import MAKERS, WEIGHTS, Part, spelled, text

STYLES = {"typed": 30, "hand": 58, "dots": 6, "thermal": 6}
"""How often each style of entry is drawn."""
SCANS = {"grey": 50, "g4": 20, "fax": 10, "photo": 20}


@dataclass(frozen=True, slots=True)
class Line:
    """One crop, height x width in grey, and its text without spaces; `text` is empty for an empty entry."""

    image: Mask
    text: str
    kind: str
    style: str
    """typed, hand, dots (a dot-matrix printer) or thermal."""
    scan: str
    places: tuple[float, ...] = ()
    """About where each character of `text` stands, as a share of the image's width."""


def draw(seed: int, stuff: Materials, kind: str | None = None, style: str | None = None) -> Line:
    """The line number `seed`; of `kind` and `style` where given.

    Raises:
        FontMissingError: no face to print with is installed.
    """
    if not stuff.printed:
        raise FontMissingError("no printed face was found; see benchmarks/synth/fonts.py")
    rng = random.Random(seed)
    noise = np.random.default_rng(rng.getrandbits(64))
    kind = kind or rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    if style is None:
        style = rng.choices(list(STYLES), list(STYLES.values()))[0]
        if kind == "halfkana" and style == "hand" and rng.random() < 0.7:
            style = rng.choice(["typed", "dots"])
    scan = rng.choices(list(SCANS), list(SCANS.values()))[0]
    for _ in range(50):
        parts = text(rng, kind)
        board = _board(rng, parts, style, stuff, half=kind == "halfkana")
        if board is not None:
            break
    else:
        raise FontMissingError(f"no font on this machine draws lines of kind {kind}")
    others = _other_line(rng, stuff) if rng.random() < 0.12 else None
    box = board.box or _somewhere(rng, board)
    # boxes cut out and put side by side lose their rules
    if rng.random() < (0.75 if board.cells else 0.5):
        rule(rng, board, box)
    board.ink = linewear.pencilled(rng, noise, board.ink, style)
    linewear.bent(rng, noise, board)
    box = board.box or box
    page = linewear.on_paper(rng, noise, board)
    linewear.neighbours(rng, page, box, others)
    crop, left = linewear.trimmed(rng, page, box, loose=rng.random() < 0.4)
    places = tuple(min(1.0, max(0.0, (x - left) / crop.shape[1])) for x in board.centres)
    return Line(linewear.scanned(rng, noise, crop, scan), spelled(parts), kind, style, scan, places)


def _board(rng: random.Random, parts: tuple[Part, ...], style: str, stuff: Materials, *, half: bool) -> Board | None:
    press = printer(rng, stuff)
    hand = person(rng, stuff) if style == "hand" and (stuff.written or stuff.strokes) else press
    boxes = rng.random() < (0.3 if style == "hand" else 0.12) and sum(len(p.text) for p in parts) > 1
    return write(rng, parts, hand, press, half=half, boxes=boxes)


def _somewhere(rng: random.Random, board: Board) -> tuple[int, int, int, int]:
    """Where nothing is written, still a crop: of a cell that was left empty."""
    h, w = board.ink.shape
    width = EM * rng.randint(1, 10)
    wide = np.zeros((h, max(w, width + 2 * EM)), np.uint8)
    board.ink, board.print_, board.rules = wide, wide.copy(), wide.copy()
    return EM, h // 2 - EM // 2, EM + width, h // 2 + EM // 2


def _other_line(rng: random.Random, stuff: Materials) -> Mask | None:
    board = _board(
        rng, (Part("".join(rng.choice("0123456789アイウエ日月年") for _ in range(12))),), "typed", stuff, half=False
    )
    if board is None or board.box is None:
        return None
    x0, y0, x1, y1 = board.box
    return board.ink[y0:y1, x0:x1]


def lines(seed: int, stuff: Materials, kind: str | None = None, style: str | None = None) -> Iterator[Line]:
    """Lines without end, from number `seed` x 2^32 on."""
    number = seed << 32
    while True:
        yield draw(number, stuff, kind, style)
        number += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=sorted(MAKERS))
    parser.add_argument("--style", choices=sorted(STYLES))
    parser.add_argument("--materials", type=Path, help="folder of more fonts, KanjiVG and MNIST")
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    made = lines(given.seed, materials(given.materials, held_out=given.held_out), given.kind, given.style)
    for number, line in zip(range(given.count), made, strict=False):
        cv2.imwrite(str(given.folder / f"{number:03}.png"), line.image)
        print(f"{number:03}", line.kind, line.style, line.scan, line.text)


if __name__ == "__main__":
    main()

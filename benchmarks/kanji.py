"""Which kanji of names does the recogniser always read as another one?  python -m benchmarks.kanji [--materials FOLDER]

Writes ``validators/misreadkanji.tsv`` (a quarter of an hour). PP-OCR knows 鍜 and writes 鍛, whoever printed or wrote it and on
every paper of a case: nothing in the case tells, and 鍛治 is a surname as well as 鍜治. Every kanji of JIS X 0208 is drawn
within a name in faces of all kinds (`benchmarks.synth.linefonts`) and read; kept are pairs that many faces show, of which the kanji
drawn stands in names of the dictionary, and not in ever so few for the names that have the kanji read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.nanori import jis_kanji
from benchmarks.synth.linefonts import EM, Face, Mask, materials
from extractors.imaging.colour import trimmed
from extractors.ocr.ppocr import PpOcr
from validators import misreadkanji, readings

AROUND = ("大", "太郎")
"""What stands around the kanji: 大X太郎."""
FIRST_LOOK = 8
"""Faces that each kanji is drawn in; only those that one of them shows misread are drawn in the others."""
MANY = 0.05
"""Share of the faces that must show a kanji read as the same other one."""
RARE = 0.05
"""A kanji that has fewer names in the dictionary than this share of those of the kanji it is read as is hardly ever meant."""

NEVER_MEANT = "籐"
"""A slip for 藤, of which every tenth surname is made: whoever is called so has been asked often enough."""


def drawn(face: Face, text: str) -> Mask | None:
    """`text` in `face`, dark on light; None where the face lacks a character."""
    glyphs = [face.glyph(c) for c in text]
    if any(g is None for g in glyphs):
        return None
    board = np.zeros((2 * EM, EM * (len(text) + 2)), np.uint8)
    x = float(EM)
    for glyph in glyphs:
        assert glyph is not None
        top, left = round(1.4 * EM + glyph.top), round(x + glyph.left)
        height, width = glyph.mask.shape
        if top < 0 or left < 0 or top + height > board.shape[0] or left + width > board.shape[1]:
            return None
        board[top : top + height, left : left + width] = np.maximum(
            board[top : top + height, left : left + width], glyph.mask
        )
        x += glyph.advance
    return np.asarray(255 - 0.88 * board, np.uint8)


def read_as(engine: PpOcr, face: Face, kanji: str) -> str | None:
    """What `kanji` of `face` is read as: one kanji, or empty for anything else; None where the face has it not."""
    before, after = AROUND
    picture = drawn(face, f"{before}{kanji}{after}")
    if picture is None:
        return None
    page = np.repeat(picture[..., None], 3, 2)
    x0, y0, x1, y1 = trimmed(page)
    read = re.fullmatch(f"{before}([\u4e00-\u9fff]){after}", engine.read_line(page[y0:y1, x0:x1]).text)
    return read[1] if read else ""


@cache
def names_with(kanji: str) -> int:
    """How many names of one or two characters the dictionary has with `kanji`."""
    others = jis_kanji()
    return sum(
        readings.is_spelled_name(name) for name in (kanji, *(kanji + c for c in others), *(c + kanji for c in others))
    )


def misread(engine: PpOcr, faces: Sequence[Face], kanji: Iterable[str]) -> dict[str, Counter[str]]:
    """Kanji → what it was read as → how many faces show it; kanji that are read rightly at the first look are left out."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for character in kanji:
        seen: Counter[str] = Counter()
        for at, face in enumerate(faces):
            if at == FIRST_LOOK and set(seen) <= {character}:
                break
            read = read_as(engine, face, character)
            if read is not None:
                seen[read] += 1
        else:
            found[character] = seen
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--materials", type=Path, default=None, help="fonts of extractors/ocr/crnn/RECIPE.md")
    given = parser.parse_args()
    hands = materials(given.materials)
    printed, written = ([family[0] for family in kind.values()] for kind in (hands.printed, hands.written))
    half = FIRST_LOOK // 2
    faces = [*printed[:half], *written[:half], *printed[half:], *written[half:]]
    rows = []
    for meant, seen in misread(PpOcr(), faces, (k for k in jis_kanji() if k not in NEVER_MEANT)).items():
        for read, times in seen.items():
            share = times / sum(seen.values())
            if read in ("", meant) or share < MANY or not (own := names_with(meant)):
                continue
            others = names_with(read)
            if own >= RARE * others:
                rows.append((read, meant, f"{share:.2f}", str(own), str(others)))
    lines = ["read\tmeant\tshare\tnames_meant\tnames_read", *("\t".join(row) for row in sorted(rows))]
    misreadkanji.TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} pairs, {len(faces)} faces")


if __name__ == "__main__":
    main()

"""The faces that lines are drawn with: printed and written, for training and held out.

Faces that are held out are never trained on. What is not on this machine is left out: a folder of *materials*
(fonts from Debian and npm, KanjiVG's wheel, MNIST's digits; extractors/ocr/crnn/RECIPE.md says how to fetch them) makes the
variety, the fonts that the tests install anyway suffice to draw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import ImageFont

from benchmarks.synth.penstrokes import KanjiVg

Mask = np.ndarray[Any, np.dtype[np.uint8]]

EM = 40
"""Pixels of one em on the drawing board."""

#: Families of faces: name -> pattern of the file names. A family is chosen first, then one of its files.
PRINTED = {
    "bizud-gothic": r"BIZUDP?Gothic",
    "ipaex": r"ipaex[gm]\.ttf",
    "ipa": r"ipa[gm]p?\.ttf",
    "noto-sans": r"NotoSansCJK-(Regular|Bold)",
    "noto-serif": r"NotoSerifCJK",
    "liberation": r"Liberation(Sans|Serif|Mono)",
    "dejavu": r"DejaVu(Sans|SansMono|Serif)\.ttf",
    "takao": r"Takao",
    "vl": r"VL-",
    "sawarabi": r"sawarabi",
    "migu": r"(migu-|migmix)",
    "mplus": r"Mplus(1|2|1Code|Code\d\d)-(Regular|Medium|Bold|Light)",
    "ume": r"ume-[pt]g[os]5|ume-tm",
    "maruberi": r"MTLmr3m",
    "routed": r"routed-gothic(-narrow|-wide)?\.ttf",
    "kaisei": r"kaisei-opti",
    "dejima": r"dejima",
    "oradano": r"Oradano",
    "dot16": r"DotGothic16",
    "misaki": r"misaki_gothic",
}
PRINTED_HELD_OUT = {"bizud-mincho": r"BIZUDP?Mincho", "cedar": r"MTLc3m", "konatu": r"Konatu", "umeplus": r"umeplus"}
WRITTEN = {
    "seto": r"setofont",
    "yoz": r"YOz[RB]?[A-Z]+_?\.ttf",
    "gyosho": r"kouzan-mouhitsu",
    "aoyagi": r"(AoyagiKouzanT|aoyagi-soseki)",
    "klee": r"KleeOne",
    "yusei": r"YuseiMagic",
    "kurenaido": r"zen-kurenaido",
    "hachi": r"hachi-maru-pop",
    "slackside": r"slackside-one",
    "bwht": r"BecauseWe(Build|Organize|Mentor|Connect|Create)",
    "breip": r"Breip|breipfont",
    "femke": r"femkeklaver",
    "humor": r"Humor-Sans",
    "ruf": r"Rufscript",
}
WRITTEN_HELD_OUT = {"kiloji": r"kiloji", "yomogi": r"yomogi", "bwht-learn": r"BecauseWeLearn", "dkg": r"dkg\.ttf"}
SYSTEM = Path("/usr/share/fonts")


class Glyph(NamedTuple):
    """One character: `mask` is its ink, `left` and `top` the mask's place seen from the origin on the baseline."""

    mask: Mask
    left: float
    top: float
    advance: float


class Face:
    """One face, of one file or (web fonts) of many that share its characters out among them."""

    def __init__(self, name: str, files: tuple[Path, ...]) -> None:
        self.name = name
        self._files = files
        self._glyphs: dict[str, Glyph | None] = {}
        self._whose: dict[int, Path] | None = None

    def glyph(self, char: str) -> Glyph | None:
        """`char` as the face draws it, None where it does not."""
        if char not in self._glyphs:
            self._glyphs[char] = self._draw(char)
        return self._glyphs[char]

    def _draw(self, char: str) -> Glyph | None:
        file = self._file(char)
        if file is None:
            return None
        font = _font(file)
        try:
            core, (left, top) = font.getmask2(char, mode="L", anchor="ls")
        except OSError:  # a broken instruction in the font's own program
            return None
        mask = np.array(core, np.uint8).reshape(core.size[::-1])
        if not mask.any() or bytes(core) in _unknown(file):
            return None
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        tight = np.ascontiguousarray(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
        return Glyph(tight, left + float(columns[0]), top + float(rows[0]), font.getlength(char))

    def _file(self, char: str) -> Path | None:
        if len(self._files) == 1:
            return self._files[0]
        if self._whose is None:
            self._whose = {}
            for file in self._files:
                for code in _codes(file):
                    self._whose.setdefault(code, file)
        return self._whose.get(ord(char))


def _codes(file: Path) -> Iterable[int]:
    from fontTools.ttLib import TTFont  # in the training requirements only: web fonts need it

    with TTFont(file, lazy=True) as font:
        return list(font.getBestCmap())


@cache
def _font(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _unknown(file: Path) -> frozenset[bytes]:
    return frozenset(bytes(_font(file).getmask2(c, mode="L", anchor="ls")[0]) for c in ("\uffff", "\U0010fffd"))


@dataclass(frozen=True)
class Materials:
    """What hands are made of on this machine."""

    printed: dict[str, list[Face]]
    written: dict[str, list[Face]]
    strokes: KanjiVg | None = None
    digits: dict[str, list[Mask]] = field(default_factory=dict)
    """MNIST's digits, 28x28, by digit."""


def materials(folder: Path | None = None, *, held_out: bool = False) -> Materials:
    """Everything installed, and what lies below `folder`; with `held_out` only what is kept from training."""
    files = sorted(p for root in (SYSTEM, folder) if root for p in root.rglob("*") if p.suffix in _SUFFIXES)
    printed, written = (PRINTED_HELD_OUT, WRITTEN_HELD_OUT) if held_out else (PRINTED, WRITTEN)
    wheels = sorted(folder.rglob("kanjivg-*.whl")) if folder else []
    return Materials(
        _families(printed, files),
        _families(written, files),
        KanjiVg(wheels[0]) if wheels else None,
        _mnist(folder, held_out) if folder else {},
    )


_SUFFIXES = {".ttf", ".otf", ".ttc", ".woff2"}


def _families(patterns: dict[str, str], files: list[Path]) -> dict[str, list[Face]]:
    found: dict[str, list[Face]] = {}
    for family, pattern in patterns.items():
        groups: dict[str, list[Path]] = {}
        for file in files:
            if re.match(pattern, file.name) and (file.suffix != ".woff2" or "-400-" in file.name):
                groups.setdefault(family if file.suffix == ".woff2" else file.name, []).append(file)
        faces = [Face(name, tuple(group)) for name, group in sorted(groups.items())]
        if faces:
            found[family] = faces
    return found


def _mnist(folder: Path, held_out: bool) -> dict[str, list[Mask]]:
    """The digits of the npm package `mnist`: the last 150 of each are held out."""
    found: dict[str, list[Mask]] = {}
    for digit in "0123456789":
        for file in sorted(folder.rglob(f"mnist*/**/digits/{digit}.json")):
            images = np.array(json.loads(file.read_text())["data"], np.float32).reshape(-1, 28, 28)
            images = images[-150:] if held_out else images[:-150]
            found[digit] = [(image * 255).astype(np.uint8) for image in images]
    return found

"""Where the fonts are: Debian packages only, so that every machine draws the same mail.

Printed faces must be TrueType with ``glyf`` outlines (reportlab cannot embed CFF), hence BIZ UD and IPAex.
Written faces come from people who drew whole fonts by hand; :mod:`benchmarks.synth.ink` makes no two of their
characters alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

ROOT = Path("/usr/share/fonts")

#: face -> (file below ROOT, Debian package)
FACES: dict[str, tuple[str, str]] = {
    "gothic": ("truetype/bizud-gothic/BIZUDGothic-Regular.ttf", "fonts-morisawa-bizud-gothic"),
    "gothic-bold": ("truetype/bizud-gothic/BIZUDGothic-Bold.ttf", "fonts-morisawa-bizud-gothic"),
    "pgothic": ("truetype/bizud-gothic/BIZUDPGothic-Regular.ttf", "fonts-morisawa-bizud-gothic"),
    "pgothic-bold": ("truetype/bizud-gothic/BIZUDPGothic-Bold.ttf", "fonts-morisawa-bizud-gothic"),
    "mincho": ("truetype/bizud-mincho/BIZUDMincho-Regular.ttf", "fonts-morisawa-bizud-mincho"),
    "pmincho": ("truetype/bizud-mincho/BIZUDPMincho-Regular.ttf", "fonts-morisawa-bizud-mincho"),
    "exgothic": ("opentype/ipaexfont-gothic/ipaexg.ttf", "fonts-ipaexfont-gothic"),
    "exmincho": ("opentype/ipaexfont-mincho/ipaexm.ttf", "fonts-ipaexfont-mincho"),
    "yoz": ("truetype/yozvox-yozfont/YOzRN_.ttf", "fonts-yozvox-yozfont-new-kana"),
    "seto": ("truetype/seto/setofont.ttf", "fonts-seto"),
    "kiloji": ("truetype/kiloji/kiloji_p.ttf", "fonts-kiloji"),
    "gyosho": ("truetype/kouzan-mouhitsu/kouzan-mouhitsu-gyosho.ttf", "fonts-kouzan-mouhitsu"),
    "brush": ("truetype/kouzan-mouhitsu/kouzan-mouhitsu.ttf", "fonts-kouzan-mouhitsu"),
    "klee": ("truetype/klee/KleeOne-Regular.ttf", "fonts-klee"),
    "klee-bold": ("truetype/klee/KleeOne-SemiBold.ttf", "fonts-klee"),
    "yusei": ("truetype/yusei-magic/YuseiMagic-Regular.ttf", "fonts-yusei-magic"),
    "soseki": ("truetype/aoyagi-soseki/aoyagi-soseki.ttf", "fonts-aoyagi-soseki"),
    "kouzan": ("truetype/aoyagi-kouzan-t/AoyagiKouzanT.ttf", "fonts-aoyagi-kouzan-t"),
    "breip": ("truetype/breip/Breip.ttf", "fonts-breip"),
    "dkg": ("truetype/fifthhorseman/dkg.ttf", "fonts-dkg-handwriting"),
}

#: Faces of a reader's own, by name: an unseen hand to measure with, never needed to draw the usual mail.
GUESTS: dict[str, Path] = {}

#: Draws what a written face lacks (it holds all of JIS X 0213).
FALLBACK = "yoz"

PACKAGES: tuple[str, ...] = tuple(sorted({package for _, package in FACES.values()}))

#: Size at which widths and ink are measured; large, so that rounding to whole pixels does not matter.
MEASURE = 200


class FontMissingError(RuntimeError):
    """A font file is not installed; the text names the Debian packages."""


def path(face: str) -> Path:
    """The file of `face`.

    Raises:
        FontMissingError: its package is not installed.
    """
    if face in GUESTS:
        return GUESTS[face]
    file, _ = FACES[face]
    found = ROOT / file
    if not found.is_file():
        raise FontMissingError("fonts are missing; install them with: apt-get install " + " ".join(PACKAGES))
    return found


def invite(folder: Path) -> tuple[str, ...]:
    """Add the TrueType and OpenType fonts in `folder` as faces; their names.

    For hands that nobody trained on. Mail drawn with guests depends on that folder, too.

    Raises:
        FontMissingError: there are none.
    """
    found = {f"guest:{file.stem}": file for file in sorted(folder.glob("*.[ot]tf"))}
    if not found:
        raise FontMissingError("no .ttf or .otf lies in the folder of hands")
    GUESTS.update(found)
    return tuple(found)


@cache
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    # The basic engine: no dependence on whether libraqm is there.
    return ImageFont.truetype(str(path(face)), pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def has(face: str, char: str) -> bool:
    """Whether `face` really draws `char` (a blank or the box of an unknown character does not count)."""
    if char in " 　":
        return True
    mask = font(face, 60).getmask(char)
    return mask.getbbox() is not None and bytes(mask) not in _unknown(face)


@cache
def _unknown(face: str) -> frozenset[bytes]:
    return frozenset(bytes(font(face, 60).getmask(c)) for c in ("\uffff", "\U0010fffd"))


@cache
def advance(face: str, char: str) -> float:
    """Width of `char` as a share of the font size."""
    return font(face, MEASURE).getlength(char) / MEASURE


def width(face: str, text: str) -> float:
    """Width of `text` as a share of the font size (no kerning, as both painters set it)."""
    return sum(advance(face, c) for c in text)


@cache
def ink(face: str, char: str) -> tuple[float, float, float, float] | None:
    """Box of the ink of `char` around its origin on the baseline, y downwards, as shares of the font size."""
    # Not getbbox(): it counts the white space beside the ink, too.
    mask, (left, top) = font(face, MEASURE).getmask2(char, anchor="ls")
    found = mask.getbbox()
    if found is None:
        return None
    x0, y0, x1, y1 = found
    return (x0 + left) / MEASURE, (y0 + top) / MEASURE, (x1 + left) / MEASURE, (y1 + top) / MEASURE

"""Lists of things to be ticked under one label, of which nobody has said what they are: □ 空調設備 ☑ 給湯設備."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fields.choices import Options, read_choice
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Region
from extractors.fields.options import OPEN, TICKED, located
from extractors.imaging.squares import square_beside
from extractors.meanings import is_any_label, may_be_label
from models.documents import Field
from models.programmes import FieldSpec, ValueKind
from models.values.keys import alike

_SQUARE = rf"[{TICKED}{OPEN}]"
_PIECE = re.compile(rf"{_SQUARE}?\s*(?P<words>[^\s{TICKED}{OPEN}](?:[^{TICKED}{OPEN}]*[^\s{TICKED}{OPEN}])?)")
FEWEST = 3


def read_ticked(sheet: Sheet, key: str, region: Region) -> Field | None:
    """Which of the things listed in `region` is ticked; None where no list of squares stands there.

    Engines drop a square here and there, a ticked one first: what was not read is looked for in the picture.
    """
    words = list(dict.fromkeys(_words(region)))
    if len(words) < FEWEST or any(len(w) < 2 for w in words):
        return None
    read = sum(len(re.findall(_SQUARE, t.raw)) for t in region.texts)
    options: Options = [(w, ()) for w in words]
    if read < 2 and _squares_seen(sheet, region, options) < len(words) - 1:
        return None
    return read_choice(sheet, key, options, region)


_THING = re.compile(r"(?=.*[ァ-ヺ一-龠]{3})[^\W\d_ぁ-ん]{4,20}")
"""One thing by its words, with no sign between several."""


def written_thing(sheet: Sheet, spec: FieldSpec, region: Region) -> Field | None:
    """The thing that is written in words where a form offers none to choose from: 高効率コンプレッサ, which the programme may
    not describe; None where more stands there, or a label. To be doubted."""
    if spec.kind is not ValueKind.CHOICE or alike(spec.key) != "equipment_type" or len(region.texts) != 1:
        return None
    words = region.raw.strip()
    if not _THING.fullmatch(words) or is_any_label(words) or may_be_label(words):
        return None
    return field_from(sheet, spec.key, region)


def _squares_seen(sheet: Sheet, region: Region, options: Options) -> int:
    found, _ = located(region, options)
    return sum(square_beside(sheet.page.image, o.box, 0.82 * o.text.box.height) is not None for o in found)


def _words(region: Region) -> Iterator[str]:
    for text in region.texts:
        for piece in _PIECE.finditer(text.raw):
            yield piece["words"].strip()

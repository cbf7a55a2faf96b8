"""Dates whose era is chosen among printed ones: 大正・昭和・平成　62年10月8日, 昭・平 37年5月19日."""

from __future__ import annotations

import re

from extractors.fields.certainty import doubt_place
from extractors.fields.choices import weigh
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Region, Text
from extractors.fields.options import usual_pitch
from models.documents import Field
from models.geometry import Box
from models.values.fields import parse_field

_ERAS = re.compile("明治|大正|昭和|平成|令和")
_LETTERS = re.compile(r"\s*[明大昭平令](?:[・･、/\s]*[明大昭平令])+(?=[・･、\s]*(?:$|\d))")
"""Their first letters alone, two or more side by side and nothing else: 昭平, 大・昭・平."""
_LETTER = re.compile("[明大昭平令]")
_WHOLE = {name[0]: name for name in ("明治", "大正", "昭和", "平成", "令和")}


def read_with_era(sheet: Sheet, key: str, region: Region) -> Field | None:
    """The date in `region` in the era that is marked, or the only one that has such a year; None where no eras are
    printed side by side, or nothing is written behind them."""
    eras: list[Text] = []
    rest: list[Text] = []
    for text in region.texts:
        found = _eras_in(text.raw)
        if found:
            eras.append(text.part(found[0].start(), found[-1].end()))
        behind = text.part(found[-1].end()) if found else text
        if behind.raw.strip(" 　・"):
            rest.append(behind)
    words = [m[0] for t in eras for m in _eras_in(t.raw)]
    if len(words) < 2 or not re.search(r"\d", "".join(t.raw for t in rest)):
        return None
    printed = Region(tuple(eras), Box.around(t.box for t in eras), None)
    choice = weigh(printed, [(w, ()) for w in words], sheet.page.image, usual_pitch(sheet.layout.texts)).choice
    date = Region(tuple(rest), Box.around(t.box for t in rest), None)
    raw = re.sub(r"^[・\s]+", "", date.raw)
    able = [w for w in words if parse_field(key, f"{_WHOLE[w[0]]}{raw}") is not None]
    era = choice.value if choice is not None else able[0] if len(able) == 1 else ""
    era = _WHOLE[era[0]] if era else ""
    field = field_from(
        sheet, key, date, parse=lambda text: parse_field(key, f"{era}{text.strip(' 　・')}") if era else None
    )
    if choice is None:
        doubt_place(field)
    return field


def _eras_in(raw: str) -> list[re.Match[str]]:
    """The eras printed in a text, by their names or by their first letters."""
    letters = _LETTERS.match(raw)
    return list(_ERAS.finditer(raw) if letters is None else _LETTER.finditer(raw, 0, letters.end()))

"""The sum of a request that stands on a line by itself, without a label: 金　2,754,000　円 under the title; ¥88,000-;
一、金 100,000円也, as letters put it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import same_row
from models.documents import Field
from models.programmes import FieldSpec

_SUM = re.compile(r"\s*(?:一\s*[、,・]?\s*(?=金))?金?\s*[¥￥]?\s*\d[\d,，.\s]{3,}\s*円?\s*(?:也|[-ー－])?\s*")
_ALONE = re.compile(r"\s*(?:一\s*[、,・]?\s*(?=金))?[金円也¥￥\-ー－]{0,2}\s*")
"""What stands around such a sum on its row."""
_UPPER = 0.6
"""The share of a page's height above which a request says how much."""


def sum_alone(sheets: Sequence[Sheet], spec: FieldSpec, read: ReadEntry) -> Field | None:
    """The sum that a form asks for, from the only row in the open that is nothing but 金 or ¥, a number and 円; doubted, because
    no label says whose it is."""
    if spec.key != "subsidy_amount":
        return None
    found = [(sheet, row) for sheet in sheets[:1] for row in _sums(sheet.layout)]
    if len(found) != 1:
        return None
    sheet, text = found[0]
    field = read(sheet, spec, Region((text,), text.box, None))
    if field is None or field.value is None:
        return None
    doubt_place(field)
    return field


def _sums(layout: Layout) -> list[Text]:
    """The sums by themselves in the open, in the upper part of the page."""
    lowest = _UPPER * layout.page.geometry.height
    in_the_open = (t for t in layout.texts if t.cell is None and t.box.cy < lowest)
    return [t for t in in_the_open if _SUM.fullmatch(t.raw) and _by_itself(layout, t)]


def _by_itself(layout: Layout, text: Text) -> bool:
    """Whether 金, 円 or ¥ stands on the sum's row, and nothing else does."""
    row = [t for t in layout.texts if same_row(t.box, text.box) and t is not text]
    words = "".join(t.raw for t in (text, *row))
    return all(_ALONE.fullmatch(t.raw) for t in row) and bool(re.search("[金円¥￥]", words))

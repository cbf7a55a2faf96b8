"""Labels found by what their words mean, on forms that nobody described."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fields.labels import is_request, second_line, separate
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.parts import STRICT_KINDS
from extractors.fields.sections import table_under
from extractors.fields.texts import same_row
from extractors.meanings import asks, is_any_label, may_be_label, means, plain_label, worded
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind

SHORTEST_LABEL, LONGEST_LABEL = 4, 10
"""Characters of a label that is told from the value behind it by its words alone."""
LONGEST_LINE, LONGEST_LINE_OF_CELL = 16, 20
"""Characters of the first line of a label that takes several."""
_NAMED_SO = {
    "branch_name": re.compile(r"(?:支店|本店|出張所|支所|営業部|[〇一二三四五六七八九]店)\s*$"),
    "bank_name": re.compile(r"(?:銀行|金庫|組合)\s*$"),
    "vendor_name": re.compile(r"(?:株式|有限|合同|合資|合名)会社|[(（][株有同][)）]"),
    "applicant_name": re.compile(r"^\s*[^\W\d_ぁ-ん][^\W\d_]*(?:\s+[^\W\d_]+)?\s*$"),
}
"""What stands behind a short label and is plainly its value: what names of banks and branches end in, a person's name."""
_CALLED = ("phone", "proxy_phone")
_PHONED = re.compile(r"\s*(?P<label>[^\d(（:：]{2,10}?)\s*[:：]?\s*[(（]?\s*(?=0\d{1,4}\s?[\-－ー(（)）])")
"""The label of a telephone read with its number, which may stand in brackets: 電話（0266-53-7701）, 電話03（5261）8473."""
_GOES_ON = re.compile(r"\s*[ぁ-ん(（)）]|等\s*$")
"""What follows a word within a sentence or a longer label."""
_SPACED = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.．、]?\s+)?([^\s:：]{2,18})(?:\s+|\s*[:：]\s*)(?=\S)")
"""A label, numbered or not, and the value behind it, with a space or a colon between: 1. 交付を受けようとする額 金716,000円."""


def label_of(layout: Layout, text: Text, key: str) -> Hit | None:
    """`text` as a label whose words mean `key`: alone, with a second line, or with the value read behind it as one text."""
    if text.line.vertical or is_request(text.raw):
        return None  # a heading at the side names a block, a sentence asks for several things
    if (code := _code_of_its_row(layout, text)) is not None:
        number = _NUMBERED.match(text.raw)
        end = number.end("label") if number is not None else len(text.raw)
        rest = text.part(end) if end < len(text.raw) else None
        return Hit(text, text.part(0, end).box, rest, text.raw[:end]) if key == code else None
    if key in _CALLED and (called := _PHONED.match(text.raw)) is not None and means(key, called["label"]):
        return Hit(text, text.part(*called.span("label")).box, text.part(called.end()), called["label"])
    if asks(key, text.raw):
        return layout.with_remark(Hit(text, text.box, None, text.raw))
    if any(
        means(key, words)
        or (key in worded(words) and not may_be_label(text.raw))  # two labels, one over the other, are none of both
        for words in _longer(layout, text)
    ):
        under = second_line(layout.texts, text) if text.cell is None else None
        return Hit(text, text.box if under is None else Box.around((text.box, under.box)), None, text.raw)
    if (apart := _SPACED.match(text.raw)) and asks(key, apart[1]):
        return Hit(text, text.part(0, apart.end(1)).box, text.part(apart.end()), apart[1])
    longest = min(LONGEST_LABEL, len(text.raw) - 1)
    named = _NAMED_SO.get(key)
    for end in range(longest, SHORTEST_LABEL - 2, -1):
        if end < SHORTEST_LABEL and (named is None or not named.search(text.raw[end:])):
            continue  # too short to be told, unless what stands behind it is plainly its value
        if text.raw[end - 1] in "のをがはにとで" or _within_brackets(text.raw, end):
            continue  # 設備の設置場所 is no 設備
        if means(key, text.raw[:end]):
            goes_on = _GOES_ON.match(text.raw, end) and not separate(text, range(len(text.raw)), end - 1, end)
            another = goes_on or any(is_any_label(text.raw[:n]) for n in range(end + 1, longest + 1))
            return None if another else Hit(text, text.part(0, end).box, text.part(end), text.raw[:end])
    return None


def _within_brackets(text: str, at: int) -> bool:
    """Whether `text` has a bracket open at `at` that is closed behind it."""
    opened = sum(text[:at].count(c) for c in "(（") > sum(text[:at].count(c) for c in ")）")
    return opened and any(c in ")）" for c in text[at:])


def _code_of_its_row(layout: Layout, text: Text) -> str | None:
    """Which code a bare 番号 or コード asks for, by the label that begins its row: 銀行等 [  ] 番号 [  ], 店 [  ] 番号 [  ]."""
    numbered = _NUMBERED.match(text.raw)
    if plain_label(numbered["label"] if numbered is not None else text.raw) not in ("番号", "コード"):
        return None
    row = [t for t in layout.texts if same_row(t.box, text.box) and t.box.x1 <= text.box.x0]
    for label in sorted(row, key=lambda t: -t.box.x1):
        for key, code in _CODE_OF.items():
            if asks(key, label.raw):
                return code
    return None


_NUMBERED = re.compile(r"(?P<label>\D{2,4}?)\s*\d[\d\s]*$")
"""A label and the digits of its boxes, read as one text: 番号 0 0 3 1."""
_CODE_OF = {"account_type": "account_number", "bank_name": "bank_code", "branch_name": "branch_code"}


def _longer(layout: Layout, text: Text) -> list[str]:
    """The words of a label that takes several lines, of its cell or in the open, from its first line: two, three, all."""
    if len(text.raw) > (LONGEST_LINE if text.cell is None else LONGEST_LINE_OF_CELL):
        return []
    if text.cell is None:
        under = second_line(layout.texts, text)
        return [text.raw + under.raw] if under is not None else []
    mates = sorted(layout.in_cell(text.cell).texts, key=lambda t: t.box.y0)
    if not 2 <= len(mates) <= 4 or mates[0] is not text:
        return []
    return ["".join(t.raw for t in mates[:n]) for n in range(2, len(mates) + 1)]


_MEASURED = re.compile(r"\s*\d[\d.,]*\s*(?:[kKＫｋ]?[WＷ][hHｈ]?|[LℓＬ]|[㎡号窓台枚])\s*")


def _measured(layout: Layout, hit: Hit) -> Region | None:
    """A size with its unit behind its label in the label's own cell: 公称最大出力 4.08kW."""
    if hit.text.cell is None or hit.rest is not None:
        return None
    row = [t for t in layout.texts if t.cell == hit.text.cell and same_row(t.box, hit.box) and t.box.x0 >= hit.box.x1]
    return Region((row[0],), row[0].box, None) if len(row) == 1 and _MEASURED.fullmatch(row[0].raw) else None


def rooms_of(layout: Layout, hit: Hit, spec: FieldSpec) -> Iterator[Region]:
    """Where the value of a label may stand: beside it; of an amount over a column, in the row of totals; under it."""
    beside = layout.beside(hit)
    if (
        beside is not None
        and spec.kind is ValueKind.ADDRESS
        and (behind := layout.behind_postal(hit, beside)) is not None
    ):
        yield behind
    if spec.kind is ValueKind.CAPACITY and (own := _measured(layout, hit)) is not None:
        yield own
    if beside is not None:
        yield beside
    elif spec.kind is ValueKind.COMPANY and (named := _named_in_its_table(layout, hit)) is not None:
        yield named
    if spec.kind not in STRICT_KINDS and beside is not None:
        return
    total = layout.amount_under(hit) if spec.kind is ValueKind.YEN else None
    if total is not None:
        yield total
    under = layout.below(hit)
    if under is not None and not layout.is_of_a_row(under):
        yield under


_ITS_NAME = re.compile("(?:会社|事業者|業者|店舗?)?の?名称?|商号(?:又は名称)?|会社名|店名|氏名又は名称")


def _named_in_its_table(layout: Layout, hit: Hit) -> Region | None:
    """What stands beside 名称 in the first row of the table that a label in the open heads: 9 設備を購入した販売店."""
    table = table_under(layout.page.cells, hit.box) if hit.text.cell is None and hit.rest is None else None
    if table is None or table.y0 < hit.box.cy:
        return None
    rows = (t for t in layout.texts if t.cell is not None and t.cell.share_inside(table) > 0.8)
    first = (t for t in rows if t.cell is not None and t.cell.y0 - table.y0 < 0.5 * t.cell.height)
    name = next((t for t in first if _ITS_NAME.fullmatch(plain_label(t.raw))), None)
    return layout.beside(Hit(name, name.box, None, name.raw)) if name is not None else None

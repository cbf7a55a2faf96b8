"""Letters of attorney 委任状: two parties one under the other, with the same labels; written freely, the party, its first
label and the entry are one line.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.entries import Sheet
from extractors.fields.layout import Layout, Text
from extractors.fields.texts import by_rows
from extractors.folding import fold
from extractors.meanings import is_any_label

_PARTY = re.compile(
    r"\s*[(（【]?(?:代理人|代理者|代行者|受任者|受任人|委任者|委任人|申請者|甲|乙)[)）】]?[\s:：]*"
    r"(?P<label>(?:ご?住\s*所|所\s*在\s*地|お?名\s*前|ご?氏\s*名|名\s*称|商\s*号|会\s*社\s*名|事\s*業\s*者\s*名|電\s*話))(?=.*\S)"
)
"""A party in front of its first label: 代理人住所奈良市…"""
_PHONE = re.compile(r"(?<=\S\S)\s*(?=(?:電\s*話|TEL|Tel|℡|☎)(?:番号)?\s*[:：.]?\s*[(（]?0\d)")
"""Where a telephone begins behind another entry: 担当 山田 正 電話 0742-…"""


def parties_apart(sheet: Sheet) -> Sheet:
    """`sheet` with lines that hold a party and its entry, or an entry and a telephone number, as two texts each.

    Without that no block has a heading, and the one's telephone is taken for the other's.
    """
    layout = sheet.layout
    pieces = [piece for text in layout.texts for piece in _pieces(layout, text)]
    if len(pieces) == len(layout.texts):
        return sheet
    apart = Layout(layout.page, layout.known_labels)
    apart.texts = tuple(by_rows(pieces))
    return replace(sheet, layout=apart)


def _pieces(layout: Layout, text: Text) -> list[Text]:
    if text.line.vertical or text.cell is not None:
        return [text]
    party = _PARTY.match(text.raw)
    if party is not None and text.raw[party.end() :].strip(" 　:：") and not _is_label(layout, party[0]):
        return [text.part(0, party.start("label")), *_pieces(layout, text.part(party.start("label")))]
    phone = _PHONE.search(text.raw)
    if phone is not None and not re.search(r"(?:携帯|先|者|の|[:：・/／])$", text.raw[: phone.start()]):
        return [text.part(0, phone.start()), text.part(phone.end())]
    return [text]


def _is_label(layout: Layout, words: str) -> bool:
    """Whether the form, or any other, prints the party and the label as one: 申請者住所."""
    return fold(words) in layout.known_labels or is_any_label(words)

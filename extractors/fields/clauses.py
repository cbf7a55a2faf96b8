"""Contracts written in clauses: 第1条（工事名）診療所空調設備更新工事, 第2条 設置する設備は日本キヤリア製RUA-UP511Hとする。

Such a contract has no table: the clause's heading is the label of what follows it, and what is said in a sentence stands
between its words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.running import sentence, span
from extractors.fields.texts import by_rows, reading_order
from models.documents import Field
from models.geometry import Box

_TITLE = r"[(（【\[](?P<title>[^()（）【】\[\]]{1,14})[)）】\]]"
_CLAUSE = re.compile(rf"\s*第\s?[\d一二三四五六七八九十]{{1,3}}\s?条\s*{_TITLE}\s*(?=\S)")
"""The head of a clause with its heading, read as one line with the clause's words."""
_TITLE_FIRST = re.compile(rf"\s*{_TITLE}\s*第\s?[\d一二三四五六七八九十]{{1,3}}\s?条\s*(?=\S)")
"""Likewise, as laws set it: (工事名)第1条　蒸気ボイラ更新工事."""


_NUMBER = re.compile(r"\s*第\s?[\d一二三四五六七八九十]{1,3}\s?条\s*(?=\S)")
_GOES_ON = re.compile("[はをのにがとでも及等、。]")
"""Behind a heading's words this makes them the beginning of a sentence: 第6条 請負代金は…."""
_SURE_HEADING = 4
"""Letters; a shorter word with others close behind it may be the beginning of another: 機器不良."""


def clauses_apart(sheet: Sheet, headings: Collection[str]) -> Sheet:
    """`sheet` with the heading of each clause as a text of its own, a label in front of the clause's words. A heading
    without brackets is one of `headings` (folded): 第3条 設置機器 ダイキン SZRC160BJ, 第4条 工期.

    Without that a clause goes on into the next one: 第1条（工事名）would be 診療所空調設備更新工事 第2条（工事場所）長野県….
    """
    layout = sheet.layout
    pieces = [piece for text in layout.texts for piece in _pieces(text, headings)]
    if len(pieces) == len(layout.texts) and all(a is b for a, b in zip(pieces, layout.texts, strict=True)):
        return sheet
    apart = Layout(layout.page, layout.known_labels)
    apart.texts = tuple(by_rows(pieces))
    return replace(sheet, layout=apart)


def _pieces(text: Text, headings: Collection[str]) -> list[Text]:
    head = (_CLAUSE.match(text.raw) or _TITLE_FIRST.match(text.raw)) if not text.line.vertical else None
    if head is not None:
        return [text.part(*head.span("title")), text.part(head.end())]
    number = _NUMBER.match(text.raw) if not text.line.vertical else None
    return _heading_apart(text.part(number.end()), headings) or [text] if number is not None else [text]


def _heading_apart(clause: Text, headings: Collection[str]) -> list[Text]:
    """A clause's heading without brackets, and what follows it, apart or read onto it; empty where it begins with none or
    is a sentence: 機器不良の場合は…"""
    plain, origin = clause.plain
    end = max((len(h) for h in headings if plain.startswith(h)), default=0)
    if end == 0 or "。" in clause.raw or _GOES_ON.match(plain, end):
        return []
    if end == len(plain):
        return [clause]
    apart = clause.raw[origin[end] - 1] in " 　:："
    return [clause.part(0, origin[end - 1] + 1), clause.part(origin[end])] if apart or end >= _SURE_HEADING else []


#: Folded, as all running text: hyphens and 一 are ー.
_SAID = {
    "description": re.compile(
        r"(?:に係る|の注文に?よる|(?:乙|受注者|請負者)は、?(?!こ|そ|本契約|前|上記|下記|頭書|表記|次|追加|変更|一部|未))"
        r"(?P<value>[^、。にをは]{3,40}?工事(?:\([^()、。]{1,8}\))?)(?:の施工)?を(?:請け?負|施工|完成)"
    ),
    "manufacturer": re.compile(r"(?:設備|機器|製品|商品)は、?(?P<value>[^、。\d]{2,16}?)製(?=[A-Z])"),
    "model": re.compile(
        r"(?:設備|機器|製品|商品)は、?[^、。\d]{2,16}?製(?P<value>[A-Z][A-Z0-9ー/]*\d[A-Z0-9ー/]*)(?:とする|である|を)"
    ),
}
"""What a clause without a heading says: 乙は、甲の注文に係る…工事を請け負い; 受注者は、…工事（2施設）を請け負い; 設置する設備は…製…とする."""


def said_in_clauses(sheet: Sheet) -> dict[str, Field]:
    """Work, maker and model out of sentences; doubted, as no label leads to them."""
    text, origin = sentence(reading_order(sheet.layout.texts))
    found = {}
    for key, pattern in _SAID.items():
        matches = list(pattern.finditer(text))
        if len(matches) != 1:
            continue
        field = field_from(sheet, key, span(origin[slice(*matches[0].span("value"))]))
        doubt_place(field)
        found[key] = field
    return found


def _customers_word(letter: str) -> re.Pattern[str]:
    words = f"(?:{letter}|発注者|注文者|買主|施主|委託者)"
    return re.compile(
        rf"\s*(?:[(（]\s*{words}\s*[)）]|{words}(?=[\s　:：]|[^\s、。乙はがのとにをで]{{2,3}}[都道府県]))"
        r"\s*[:：]?\s*(?:住\s*所\s*)?(?=\S)"
    )


_PLACE = re.compile(r"\S{2,8}?[都道府県市区町村郡]\S*\d")
_WHOLE = re.compile(r"(?:\d|番地?|号室?|階|F|棟|室)\s*$")
"""How an address ends that surely does not go on."""
_ROOM = re.compile(r"\s*[^\d\s、。:：]{0,15}\s?\d{1,4}\s?(?:号室?|室|階|F)\s*")
"""A line that can only be the rest of an address: 真菅502号室."""


class Place(NamedTuple):
    """Where an address stands, and whether all of it surely stands there."""

    region: Region
    sure: bool


def customers_address(layout: Layout, letter: str = "甲") -> Place | None:
    """The address behind the customer's word where the signatures have no labels: (甲)長野県中野市草間1377番地5,
    発注者 奈良県橿原市曽我町1041番地の6シャンテ with its room, 真菅502号室, on the next line."""
    word = _customers_word(letter)
    for text in layout.texts:
        head = word.match(text.raw)
        if head is not None and _PLACE.match(text.raw, head.end()) and not re.search("[。、]", text.raw):
            parts = (text.part(head.end()), *_room_under(layout, text))
            return Place(Region(parts, Box.around(p.box for p in parts), None), bool(_WHOLE.search(parts[-1].raw)))
    return None


def _room_under(layout: Layout, text: Text) -> tuple[Text, ...]:
    """The line right under an address that is its rest, a building's or a room's number."""
    height = text.box.height
    under = [t for t in layout.texts if 0.5 * height < t.box.cy - text.box.cy < 2 * height and _ROOM.fullmatch(t.raw)]
    return tuple(t for t in under if text.box.x0 - height < t.box.x0 < text.box.cx)[:1]

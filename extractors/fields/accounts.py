"""An account's entries told by what stands in them, where no label of their own leads to them.

One room may hold a bank's name and its branch's, or a name and its number; a number may stand behind 普通・当座 without a
word. What is found so is looked for only when labels have led nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import dropwhile, takewhile

from extractors.fields.entries import Sheet
from extractors.fields.layout import Region, Text
from extractors.fields.texts import same_row
from extractors.meanings import is_any_label
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind
from models.values.account import BANK_END

BANK_THEN_BRANCH = re.compile(
    rf"(?P<bank>\S{{1,12}}?(?:{BANK_END}|金庫|組合))\s*"
    r"(?P<branch>(?!・|銀行|信用|金庫|組合|農)\S{1,12}(?:本店|支店|出張所|支所|本所|営業部|営業所|店))\s*$"
)
"""A bank's name and its branch's, in one room: 三井住友銀行　桜井出張所."""
_BANK = re.compile(rf"\s*\S{{2,12}}(?:{BANK_END})\s*")
NUMBER_BEHIND = re.compile(
    r"(?:銀行|金庫|組合|農協|漁協|本店|支店|出張所|支所|本所|営業部|営業所|[〇一二三四五六七八九]店)(?P<rest>[\s\-ー－コード番号店舗KkドＫ()（）:：]*[\dOoIl|\s]{3,})[)）]?$"
)
"""A bank's or branch's number behind its name, whatever an engine made of コード."""
_CODE_OF = {
    ValueKind.BANK_CODE: re.compile(r"(?:金融機関|銀行等?)(?:コード|番号)?[\s:：]*(?P<code>\d(?:\s?\d){3})(?!\s?\d)"),
    ValueKind.BRANCH_CODE: re.compile(r"(?:店舗|支店|店)(?:コード|番号)?[\s:：]*(?P<code>\d(?:\s?\d){2})(?!\s?\d)"),
}
"""A code behind the word for what it is the code of, in one room with the other: 金融機関 1668　店舗 019."""
CODE_ALONE = re.compile(r"\s*[(（]\s*(?P<code>\d{3,4})\s*[)）]\s*")
"""A code in brackets under the name that it stands for, in one cell: りそな銀行 over (0010)."""
_NAME_AND_CODE = {
    ValueKind.BANK_CODE: re.compile(r"(?:金融機関|銀行)等?名?\s*[(（・/]\s*コード\s*[)）]?"),
    ValueKind.BRANCH_CODE: re.compile(r"(?:本?支店|店舗?)名?\s*[(（・/]\s*コード\s*[)）]?"),
}
_NAME_ALONE = {
    ValueKind.BANK_CODE: re.compile("(?:金融機関|銀行)名?"),
    ValueKind.BRANCH_CODE: re.compile("(?:本?支店|店舗)名?"),
}
_DIGITS = {ValueKind.BANK_CODE: 4, ValueKind.BRANCH_CODE: 3}
_BRANCH_END = re.compile(r"(?:支店|出張所|支所|本所|営業部|営業所|[〇一二三四五六七八九]店)")
_BRANCH = re.compile(rf"\s*\S{{1,12}}{_BRANCH_END.pattern}\s*")
_ALL_DIGITS = re.compile(r"[\d\s]+")
_TYPES = re.compile("普通|当座")
_FAR = 14
"""A number stands within so many letters' heights behind the kinds of account."""

ReadEntry = Callable[[Sheet, FieldSpec, Region], Field | None]


def account_entry(sheets: Sequence[Sheet], spec: FieldSpec, read: ReadEntry) -> Field | None:
    """The entry `spec` of an account, told by what it looks like; None where nothing does, or more than one place."""
    places = [(sheet, region) for sheet in sheets for region in _places(sheet, spec.kind)]
    return only_entry(places, spec, read)


def only_entry(places: Sequence[tuple[Sheet, Region]], spec: FieldSpec, read: ReadEntry) -> Field | None:
    """What is read in the one place where the entry `spec` may stand; None for more places than one, or no value there."""
    if len(places) != 1:
        return None
    field = read(places[0][0], spec, places[0][1])
    return field if field is not None and field.value is not None else None


def _places(sheet: Sheet, kind: ValueKind) -> Iterator[Region]:
    texts = [t for t in sheet.layout.texts if not t.line.vertical]
    if kind in (ValueKind.BANK, ValueKind.BRANCH):
        for text in texts:
            if kind is ValueKind.BANK and _BANK.fullmatch(text.raw) and not is_any_label(text.raw):
                yield Region((text,), text.box, None)
            if (match := BANK_THEN_BRANCH.match(text.raw)) and not is_any_label(text.raw):
                part = text.part(*match.span("bank" if kind is ValueKind.BANK else "branch"))
                yield Region((part,), part.box, None)
            front = sheet.layout.in_front_of(text) if kind is ValueKind.BRANCH and _BRANCH.fullmatch(text.raw) else None
            if front is not None and _BANK.fullmatch(front.raw):  # 長野信用金庫 | 須坂支店 beside one label, 振込先
                yield Region((text,), text.box, None)
    elif kind in (ValueKind.BANK_CODE, ValueKind.BRANCH_CODE):
        for text in texts:
            if (code := _CODE_OF[kind].search(text.raw)) is not None:
                part = text.part(*code.span("code"))
                yield Region((part,), part.box, None)
                continue
            alone = CODE_ALONE.fullmatch(text.raw)
            if alone is not None and len(alone["code"]) == _DIGITS[kind] and _under_its_name(text, texts, kind):
                part = text.part(*alone.span("code"))
                yield Region((part,), part.box, None)
                continue
            if row := _code_on_its_row(sheet, text, kind):
                yield Region(tuple(row), Box.around(t.box for t in row), None)
                continue
            match = NUMBER_BEHIND.search(text.raw)
            if match and bool(_BRANCH_END.search(text.raw)) == (kind is ValueKind.BRANCH_CODE):
                part = text.part(*match.span("rest"))
                yield Region((part,), part.box, None)
    elif kind is ValueKind.ACCOUNT_NUMBER:
        for text in texts:
            if _TYPES.search(text.raw) and (row := _digits_behind(text, texts)):
                yield Region(tuple(row), Box.around(t.box for t in row), None)


def _code_on_its_row(sheet: Sheet, label: Text, kind: ValueKind) -> list[Text]:
    """The digits, as many as a code has, on the row of a label that asks for name and code in one, 店名（コード）, or that is
    the name's alone in a row headed コード; empty without."""
    words = label.raw.strip()
    joined = _NAME_AND_CODE[kind].fullmatch(words) is not None
    if not joined:
        front = sheet.layout.in_front_of(label) if _NAME_ALONE[kind].fullmatch(words) else None
        while front is not None and front.raw.strip() != "コード":
            front = sheet.layout.in_front_of(front)
        if front is None:
            return []
    ahead = [t for t in sheet.layout.texts if t.box.x0 > label.box.x1 - 4 and same_row(t.box, label.box)]
    ahead.sort(key=lambda t: t.box.x0)
    if joined:  # the name stands between
        ahead = list(dropwhile(lambda t: not _ALL_DIGITS.fullmatch(t.raw), ahead))
    row = list(takewhile(lambda t: _ALL_DIGITS.fullmatch(t.raw), ahead))
    return row if sum(c.isdigit() for t in row for c in t.raw) == _DIGITS[kind] else []


def _under_its_name(code: Text, texts: Sequence[Text], kind: ValueKind) -> bool:
    """Whether a bank's or branch's name stands in the cell of `code`."""
    name = _BANK if kind is ValueKind.BANK_CODE else _BRANCH
    return code.cell is not None and any(t.cell == code.cell and name.fullmatch(t.raw) for t in texts)


def _digits_behind(types: Text, texts: Sequence[Text]) -> list[Text]:
    """The number, or the digits in boxes, that stand next on the row of 普通・当座; empty behind another entry's label."""
    level = [t for t in texts if same_row(t.box, types.box)]
    if len(set(_TYPES.findall("".join(t.raw for t in level)))) < 2:
        return []
    ahead = [t for t in level if t.box.x0 >= types.box.x1]
    row: list[Text] = []
    end = types.box.x1
    for text in sorted(ahead, key=lambda t: t.box.x0):
        if text.box.x0 - end > _FAR * types.box.height or not re.fullmatch(r"[\dOoIl|\s]+", text.raw):
            break
        row.append(text)
        end = text.box.x1
    return row if sum(c.isdigit() for t in row for c in t.raw) >= 6 else []

"""Bank books and cash cards: branch, account, holder, as banks print them and as ゆうちょ does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.holders import HARDLY, holder_fields
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.parties import HONORIFIC
from extractors.fields.texts import same_row
from extractors.meanings import means
from models.documents import DocumentKind, Field, Reading
from models.geometry import Box
from models.values.account import (
    BANK_END,
    BANK_END_IN_FULL,
    parse_account_type,
    parse_bank_name,
    parse_branch_name,
    yucho_transfer,
)

_WORD = r"[^\s　|｜/／()（）\[\]【】「」:：]"
"""A character of a name; others part it from what stands beside it: 口座情報|楽天銀行."""
BANK = re.compile(rf"{_WORD}{{1,14}}?(?:{BANK_END})")
BRANCH = re.compile(
    rf"{_WORD}{{1,14}}?(?:支店|支所|出張所|営業部|本店(?!営業部))(?!コード|番号|名|・)|[〇○一二三四五六七八九]{{3}}店"
)
PRODUCT = re.compile(r".*(?:通帳|預金|貯金|口座|カード)(?=\S{3})")
"""What a bank book calls itself, read with the bank's name behind it: 通帳ゆうちょ銀行."""
_NAME_OF = re.compile(r"(?:(?:組合|金庫|銀行|金融機関)名|金融機関)\s*[:：]?\s*(?=\S{4})")
BRANCH_LABEL = re.compile(r"(?:お取[引扱]店|取[扱极级級]店|店名|支店名)[:：・.\s]*(?=[^\s　]{2})")
NUMBER_LABEL = re.compile(r"(?:口座|コウザ)\s*(?:番号|バンゴウ|No\.?)\s*[:：】\]]*\s*")
NUMBER_LINE = re.compile(
    r"(?:テンバン|店番)?\D{0,4}(?P<branch>\d{3})\D+?(?:(?P<type>普通|当座|貯蓄)\D*?)?(?:コウザバンゴウ|口座番号)?\D{0,4}(?P<account>\d{6,7})(?!\d)"
)


def extract_passbook(sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The entries of a bank book: of its cover, or the pages within, and of its later pages what the first lacks. Those are
    doubted: a bank also prints others' names and branches into a book."""
    fields = _on_page(sheets[0])
    for sheet in sheets[1:]:
        for key, field in _on_page(sheet).items():
            if unread(fields, key):
                fields[key] = field
                doubt_place(field)
    return fields


def _on_page(sheet: Sheet) -> dict[str, Field]:
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.PASSBOOK], {})
    if (account := _account_number(layout)) is not None:
        fields["account_number"] = field_from(sheet, "account_number", account)
    elif (account := _behind_branch(layout)) is not None:
        fields["account_number"] = field_from(sheet, "account_number", account)
        doubt_place(fields["account_number"])  # no label says that it is one
    for key, pattern in (("branch_code", BRANCH_CODE), ("bank_code", BANK_CODE)):
        name, digits = (BRANCH, 3) if key == "branch_code" else (BANK, 4)
        code = (
            _in_brackets(layout, pattern)
            or (_in_front_of_branch(layout) if key == "branch_code" else None)
            or _with_its_name(layout, name, digits)
            or _on_row(layout, key, digits)
            or _worded(layout, key)
        )
        if unread(fields, key) and code is not None:
            fields[key] = field_from(sheet, key, code)
    for key in ("branch_code", "account_number"):
        if unread(fields, key):
            region = _from_number_line(layout, "branch" if key == "branch_code" else "account")
            if region is not None:
                fields[key] = field_from(sheet, key, region)
    for key, text in _typed_alone(layout).items():
        if unread(fields, key):
            fields[key] = field_from(sheet, key, Region((text,), text.box, None))
            doubt_place(fields[key])
    for key, region in (("bank_name", _name(layout, BANK)), ("branch_name", _name(layout, BRANCH))):
        if region is not None:
            fields[key] = field_from(
                sheet, key, region, parse=parse_bank_name if key == "bank_name" else parse_branch_name
            )
    if "branch_name" not in fields and (branch := _under_the_bank(layout)) is not None:
        fields["branch_name"] = field_from(sheet, "branch_name", branch, parse=parse_branch_name)
        doubt_place(fields["branch_name"])
    account_type = _account_type(layout)
    if account_type is not None:
        region, sure = account_type
        fields["account_type"] = field_from(sheet, "account_type", region)
        if not sure:
            doubt_place(fields["account_type"])
    fields.update(holder_fields(sheet))
    _yucho(sheet, fields)
    return {key: field for key, field in fields.items() if field.value is not None or not key.startswith("yucho")}


BRANCH_CODE = re.compile(
    r"(?:支店|支所|営業部|出張所|本店)\s*[（(]\s*(?:店番号?|支店コード|コード)?\s*[:：]?\s*(\d{3})\s*[)）]"
)
BANK_CODE = re.compile(rf"(?:{BANK_END_IN_FULL})\s*[（(]\s*(?:(?:銀行|金融機関)?コード)?\s*[:：]?\s*(\d{{4}})\s*[)）]")


def _in_brackets(layout: Layout, pattern: re.Pattern[str]) -> Region | None:
    """The code printed in brackets behind a bank's or a branch's name: 楽天銀行（0036）."""
    for text in layout.texts:
        match = pattern.search(text.raw)
        if match:
            part = text.part(match.start(1), match.end(1))
            return Region((part,), part.box, None)
    return None


def _in_front_of_branch(layout: Layout) -> Region | None:
    """The code printed in front of the branch's name, on its line or apart: 019 早稲田支店."""
    for text in layout.texts:
        match = re.search(rf"(?<!\d)(\d{{3}})[\s　]+(?:{BRANCH.pattern})|店番号?[\s:：]*(\d{{3}})(?!\d)", text.raw)
        if match is not None:
            part = text.part(*match.span(match.lastindex or 1))
            return Region((part,), part.box, None)
        front = layout.in_front_of(text) if BRANCH.match(text.raw.strip()) else None
        near = front is not None and text.box.x0 - front.box.x1 < 3 * text.box.height
        if front is not None and near and re.fullmatch(r"\d{3}", front.raw.strip()):
            return Region((front,), front.box, None)
    return None


def _on_row(layout: Layout, key: str, digits: int) -> Region | None:
    """The code that stands next to its label on the row, however far: screens set it at the margin, or in a pale cell."""
    for label in (t for t in layout.texts if means(key, t.raw)):
        for text in layout.texts:
            if layout.in_front_of(text) is label and re.fullmatch(rf"\d{{{digits}}}", text.raw.strip()):
                return Region((text,), text.box, None)
    return None


_WORDED = {
    "bank_code": re.compile(
        r"(?:銀行|金庫|組合|農協|金融機関|金融機構)\s?(?:コー?[ドト]|番号)\s*[:：]?\s*(\d{4})(?!\d)"
    ),
    "branch_code": re.compile(r"(?:店舗|支店|支所|取扱店)\s?(?:コー?[ドト]|番号)\s*[:：]?\s*(\d{3})(?!\d)"),
}
_BOTH_CODES = re.compile(r"\s*(\d{4})\s?[-ー−－―]\s?(\d{3})\s*")


def _worded(layout: Layout, key: str) -> Region | None:
    """The code behind its word within a line, 金庫コード1666; the bank's and the branch's in one, beside 金融機関コード-店舗."""
    for text in layout.texts:
        if (match := _WORDED[key].search(text.raw)) is not None:
            part = text.part(*match.span(1))
            return Region((part,), part.box, None)
        front = layout.in_front_of(text) if (match := _BOTH_CODES.fullmatch(text.raw)) is not None else None
        if match is not None and front is not None and re.search(r"コー[ドト].{0,3}店", front.raw):
            part = text.part(*match.span(1 if key == "bank_code" else 2))
            return Region((part,), part.box, None)
    return None


def _with_its_name(layout: Layout, name: re.Pattern[str], digits: int) -> Region | None:
    """The code in brackets or behind コード by itself, next to the name of a bank or a branch on its row or right under it:
    南都銀行 over (0162)."""
    code = re.compile(rf"\s*(?:[（(]|[（(]?\s*コード\s*[:：]?)\s*(\d{{{digits}}})\s*[)）]?\s*")
    found = [(t, m) for t in layout.texts if (m := code.fullmatch(t.raw)) is not None]
    beside = [f for f in found if (front := layout.in_front_of(f[0])) is not None and name.search(front.raw)]
    under = [f for f in found if any(_stands_on(t.box, f[0].box) and name.search(t.raw) for t in layout.texts)]
    if not (codes := beside + under):
        return None
    text, match = codes[0]
    part = text.part(*match.span(1))
    return Region((part,), part.box, None)


def _stands_on(upper: Box, lower: Box) -> bool:
    """Whether a line stands right over another and begins or ends where that does."""
    height = lower.height
    level = 0.5 * height < lower.cy - upper.cy < 2 * height
    return level and min(abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1)) < height


def _account_number(layout: Layout) -> Region | None:
    """Six or seven digits on the row of 口座番号, behind it on the line or right of it; codes of branches are shorter."""
    for text in layout.texts:
        label = NUMBER_LABEL.search(text.raw)
        if label is None or text.line.vertical:
            continue
        row = sorted(
            (t for t in layout.texts if t is not text and t.box.x0 >= text.box.x1 - 6 and same_row(t.box, text.box)),
            key=lambda t: t.box.x0,
        )
        for candidate, start in ((text, label.end()), *((t, 0) for t in row)):
            number = re.search(r"(?<![\d\-])\d{6,7}(?![\d\-])", candidate.raw[start:])
            if number:
                part = candidate.part(start + number.start(), start + number.end())
                return Region((part,), part.box, None)
    return None


def _behind_branch(layout: Layout) -> Region | None:
    """The account behind its branch's number, as cards print them: 541 - 6620915."""
    for text in layout.texts:
        if (match := re.fullmatch(r"\s*\d{1,3}\s*[-−ー－]\s*(\d{7})\s*", text.raw)) is not None:
            part = text.part(*match.span(1))
            return Region((part,), part.box, None)
    return None


def _from_number_line(layout: Layout, group: str) -> Region | None:
    """Branch and account of one printed line: ``テンバン 004 カモク 普通 コウザバンゴウ 9382936``."""
    for text in layout.texts:
        match = NUMBER_LINE.search(text.raw)
        if match:
            part = text.part(match.start(group), match.end(group))
            return Region((part,), part.box, None)
    return None


def _name(layout: Layout, pattern: re.Pattern[str]) -> Region | None:
    for text in sorted(layout.texts, key=lambda t: t.line.score < HARDLY):  # another may name the bank as well
        match = pattern.search(text.raw)
        if match and not re.search(r"他(?:の)?金融機関|届", text.raw):
            start = match.start()
            labels = list(BRANCH_LABEL.finditer(text.raw, start, match.end())) if pattern is BRANCH else []
            if labels and labels[-1].end() <= match.end() - 2:
                start = labels[-1].end()
            bank = BANK.match(text.raw, start) if pattern is BRANCH else None
            if bank is not None and bank.end() < match.end():
                start = bank.end()
            if pattern is BANK and (named := _NAME_OF.match(text.raw, start, match.end())) is not None:
                start = named.end()
            if pattern is BANK and (product := PRODUCT.match(text.raw[start : match.end()])) is not None:
                start += product.end()
            form = re.match(r"(?:株式会社|㈱|[（(]株[)）])\s*", text.raw[start : match.end()])
            if form and start + form.end() < match.end() - 2:
                start += form.end()
            part = text.part(start, match.end())
            return Region((part,), part.box, None)
    return None


def _under_the_bank(layout: Layout) -> Region | None:
    """A short name right under the bank's, where no branch is named as one: cooperatives leave out 支所."""
    for bank in (t for t in layout.texts if BANK.search(t.raw)):
        for text in layout.texts:
            if not _stands_on(bank.box, text.box) or layout.names_an_entry(text) or HONORIFIC.search(text.raw.strip()):
                continue
            if _PLACE_NAME.fullmatch(text.raw.strip()) and text.box.height < 1.3 * bank.box.height:
                return Region((text,), text.box, None)
    return None


_PLACE_NAME = re.compile("[一-龠々ヶケノ之]{2,6}")


def _account_type(layout: Layout) -> tuple[Region, bool] | None:
    """The kind of the account, and whether it surely is the account's: what its label leads to, else a word for it, else
    what the book calls itself, 総合口座, which says only that it may be an ordinary one."""
    named = [t for t in layout.texts if means("account_type", t.raw)]
    beside = [layout.beside(hit) or layout.below(hit) for t in named for hit in (Hit(t, t.box, None, t.raw),)]
    labelled = [part for region in beside if region is not None for t in region.texts if (part := _type_in(t, TYPE))]
    worded = [part for t in layout.texts if (part := _type_in(t, TYPE)) is not None]
    called = [part for t in layout.texts if (part := _type_in(t, re.compile("総合口座"))) is not None]
    found = labelled or worded or called
    if not found:
        return None
    kinds = {parse_account_type(t.raw) for t in found}
    return Region((found[0],), found[0].box, None), len(kinds) == 1


TYPE = re.compile(r"(?:普通|当座(?!貸)|貯蓄|通常)(?:預金|貯金)?")


def _type_in(text: Text, pattern: re.Pattern[str]) -> Text | None:
    """The part of a text that says what kind of account it is."""
    match = pattern.search(text.raw)
    return text.part(match.start(), match.end()) if match is not None and parse_account_type(match[0]) else None


_TYPED = re.compile(rf"\s*(?:(?:{TYPE.pattern})[\s　]+)?(?P<number>\d{{7}})\s*")


def _typed_alone(layout: Layout) -> dict[str, Text]:
    """The one number of seven digits on a page without labels, the kind of account in front of it (普通貯金 0027164) or
    not, and the one of three that stands before it on its row."""
    matches = [(t, m) for t in layout.texts if (m := _TYPED.fullmatch(t.raw)) is not None]
    accounts = [t.part(*m.span("number")) for t, m in matches]
    if len(accounts) != 1:
        return {}
    before = [
        t
        for t in layout.texts
        if re.fullmatch(r"\d{3}", t.raw.strip()) and same_row(t.box, accounts[0].box) and t.box.x1 < accounts[0].box.x0
    ]
    return {"account_number": accounts[0], **({"branch_code": before[0]} if len(before) == 1 else {})}


def _yucho(sheet: Sheet, fields: dict[str, Field]) -> None:
    """ゆうちょ prints 記号 and 番号; what transfers need follows from them where it is not printed."""
    for text in sheet.layout.texts:
        both = re.search(r"(?<!\d)(1\d{4})\s*[-ー−―]\s*(?:\d\s*[-ー−―]\s*)?(\d{4,8})(?!\d)", text.raw)
        label = any(re.search(r"記\s*号", t.raw) and same_row(t.box, text.box) for t in sheet.layout.texts)
        if both and label:
            for key, group in (("yucho_symbol", 1), ("yucho_number", 2)):
                if unread(fields, key):
                    part = text.part(both.start(group), both.end(group))
                    fields[key] = field_from(sheet, key, Region((part,), part.box, None))
    row = _symbol_row(sheet.layout)
    for key, text in row.items():
        if unread(fields, key) or (key == "yucho_number" and fields[key].value == row["yucho_symbol"].raw.strip()):
            fields[key] = field_from(sheet, key, Region((text,), text.box, None))
    symbol, number = fields.get("yucho_symbol"), fields.get("yucho_number")
    if symbol is None or number is None or not isinstance(symbol.value, str) or not isinstance(number.value, str):
        fields.pop("yucho_symbol", None)
        fields.pop("yucho_number", None)
        return
    account = yucho_transfer(symbol.value, number.value)
    if account is None:
        return
    derived = {
        "branch_code": account.branch_code,
        "branch_name": account.branch_name,
        "account_type": account.account_type,
        "account_number": account.account_number,
    }
    for key, value in derived.items():
        reading = Reading(
            engine="記号番号", raw=f"{symbol.raw}-{number.raw}", value=value, score=min(_score(symbol), _score(number))
        )
        field = fields.get(key)
        if field is None or field.value is None:
            fields[key] = symbol.model_copy(
                update={"key": key, "value": value, "raw": reading.raw, "readings": [reading], "blank": False}
            )
        else:
            field.readings = [*field.readings, reading]


def _symbol_row(layout: Layout) -> dict[str, Text]:
    """The two numbers of ゆうちょ side by side, where their labels stand over them too closely to lead there, or in front of
    them and 番号 was not read."""
    labels = [t for t in layout.texts if re.fullmatch(r"記\s*号", t.raw.strip())]
    if not labels:
        return {}
    both = any(re.fullmatch(r"番\s*号", t.raw.strip()) for t in layout.texts)
    for symbol in (t for t in layout.texts if re.fullmatch(r"1\d{4}", t.raw.strip())):
        for number in layout.texts:
            if (
                re.fullmatch(r"\d{2,7}1", number.raw.strip())
                and same_row(symbol.box, number.box)
                and number.box.x0 > symbol.box.x1
                and (both or any(same_row(t.box, symbol.box) for t in labels))
            ):
                return {"yucho_symbol": symbol, "yucho_number": number}
    return {}


def _score(field: Field) -> float:
    return max((r.score for r in field.readings), default=0.0)

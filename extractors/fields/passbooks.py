"""Bank books and cash cards: branch, account, holder, as banks print them and as ゆうちょ does."""

from __future__ import annotations

import re

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.texts import same_row
from models.documents import DocumentKind, Field, Reading
from models.geometry import Box
from models.values.account import (
    parse_account_type,
    parse_bank_name,
    parse_branch_name,
    yucho_transfer,
)
from models.values.kana import parse_holder
from models.values.names import parse_name

BANK = re.compile(r"[^\s　]{1,14}?(?:銀行|信用金庫|信用組合|農業協同組合|労働金庫|信金|信組|農協|漁協)")
BRANCH = re.compile(r"[^\s　]{1,14}?(?:支店|支所|出張所|営業部|本店)|[〇○一二三四五六七八九]{3}店")
BRANCH_LABEL = re.compile(r"(?:お取[引扱]店|取扱店|店名|支店名)[:：・.\s]*(?=[^\s　]{2})")
HOLDER_LABEL = re.compile(
    r"お?なまえ|お?名前|ご?氏名|(?:口座|ご)?名義人?(?:様|名)?|フリガナ|カナ|ご?契約者名?|お客様名?|加入者名?|預金者名?|貯金者名?"
)
LABEL_IN_FRONT = re.compile(rf"^\s*(?:{HOLDER_LABEL.pattern})\s*[:：]?\s*(?=\S{{2}})")
KANA_WORDS = re.compile(
    r"フツウ|ヨキン|テンバン|コウザ|カモク|シテン|ギンコウ|バンゴウ|キャッシュ|カード|サービス|ダイレクト|インターネット|ATM|トウザ|ソウゴウ|ツウチョウ"
)
"""Kana on a bank book that are nobody's name."""
NUMBER_LABEL = re.compile(r"(?:口座|コウザ)\s*(?:番号|バンゴウ|No\.?)\s*[:：】\]]*\s*")
NUMBER_LINE = re.compile(
    r"(?:テンバン|店番)?\D{0,4}(?P<branch>\d{3})\D+?(?:(?P<type>普通|当座|貯蓄)\D*?)?(?:コウザバンゴウ|口座番号)?\D{0,4}(?P<account>\d{6,7})(?!\d)"
)


def extract_passbook(sheet: Sheet) -> dict[str, Field]:
    """The entries of a bank book's first pages."""
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.PASSBOOK], {})
    account = _account_number(layout)
    if account is not None:
        fields["account_number"] = field_from(sheet, "account_number", account)
    for key, pattern in (("branch_code", BRANCH_CODE), ("bank_code", BANK_CODE)):
        if unread(fields, key) and (code := _in_brackets(layout, pattern)) is not None:
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
    account_type = _account_type(layout)
    if account_type is not None:
        fields["account_type"] = field_from(sheet, "account_type", account_type)
    kana, name = _holder(layout)
    if kana is not None:
        fields["account_holder_kana"] = field_from(sheet, "account_holder_kana", kana)
    elif name is not None and (again := _hardly_read(sheet, name)) is not None:
        fields["account_holder_kana"] = again
    if name is not None:
        fields["account_holder"] = field_from(sheet, "account_holder", name)
    _yucho(sheet, fields)
    return {key: field for key, field in fields.items() if field.value is not None or not key.startswith("yucho")}


BRANCH_CODE = re.compile(
    r"(?:支店|支所|営業部|出張所|本店)\s*[（(]\s*(?:店番号?|支店コード|コード)?\s*[:：]?\s*(\d{3})\s*[)）]"
)
BANK_CODE = re.compile(
    r"(?:銀行|信用金庫|信用組合|農業協同組合|労働金庫)\s*[（(]\s*(?:(?:銀行|金融機関)?コード)?\s*[:：]?\s*(\d{4})\s*[)）]"
)


def _in_brackets(layout: Layout, pattern: re.Pattern[str]) -> Region | None:
    """The code printed in brackets behind a bank's or a branch's name: 楽天銀行（0036）."""
    for text in layout.texts:
        match = pattern.search(text.raw)
        if match:
            part = text.part(match.start(1), match.end(1))
            return Region((part,), part.box, None)
    return None


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


def _from_number_line(layout: Layout, group: str) -> Region | None:
    """Branch and account of one printed line: ``テンバン 004 カモク 普通 コウザバンゴウ 9382936``."""
    for text in layout.texts:
        match = NUMBER_LINE.search(text.raw)
        if match:
            part = text.part(match.start(group), match.end(group))
            return Region((part,), part.box, None)
    return None


def _name(layout: Layout, pattern: re.Pattern[str]) -> Region | None:
    for text in layout.texts:
        match = pattern.search(text.raw)
        if match and not re.search(r"他(?:の)?金融機関|届", text.raw):
            start = match.start()
            if pattern is BRANCH and (label := BRANCH_LABEL.match(text.raw, start)) is not None:
                start = label.end()
            bank = BANK.match(text.raw, start) if pattern is BRANCH else None
            if bank is not None and bank.end() < match.end():
                start = bank.end()
            form = re.match(r"(?:株式会社|㈱|[（(]株[)）])\s*", text.raw[start : match.end()])
            if form and start + form.end() < match.end() - 2:
                start += form.end()
            part = text.part(start, match.end())
            return Region((part,), part.box, None)
    return None


def _account_type(layout: Layout) -> Region | None:
    for text in layout.texts:
        match = re.search(r"(?:普通|当座|貯蓄|通常)(?:預金|貯金)?|総合口座", text.raw)
        if match and parse_account_type(match[0]) and not re.search(r"定期", match[0]):
            part = text.part(match.start(), match.end())
            return Region((part,), part.box, None)
    return None


def _holder(layout: Layout) -> tuple[Region | None, Region | None]:
    """The holder in kana and as written: the two lines with 様, the kana above."""
    kana: Region | None = None
    name: Region | None = None
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        label = LABEL_IN_FRONT.match(text.raw)
        if label:
            text = text.part(label.end())
        raw = text.raw.strip()
        match = re.search(r"\s*(?:様|樣|殿|サマ|ｻﾏ)$", raw)
        if match is None:
            continue
        texts = _with_left(layout, text, len(raw[: match.start()]))
        joined = " ".join(t.raw for t in texts)
        if kana is None and _is_kana(joined):
            kana = Region(texts, Box.around(t.box for t in texts), None)
        elif (
            parse_name(joined)
            and not _is_kana(joined)
            and (name is None or text.box.y0 - name.box.y0 < 4 * text.box.height)
        ):
            name = Region(texts, Box.around(t.box for t in texts), None)
    if name is None:
        for word in ("おなまえ", "お名前", "口座名義", "名義人", "氏名", "加入者名", "預金者名"):
            for hit in layout.find(word):
                region = layout.beside(hit) or layout.below(hit)
                for text in region.texts if region else ():
                    if _is_kana(text.raw):
                        kana = kana or Region((text,), text.box, None)
                    elif name is None and parse_name(text.raw):
                        name = Region((text,), text.box, None)
    if name is None and kana is not None:
        under = [
            t
            for t in layout.texts
            if 0 < t.box.cy - kana.box.cy < 3 * kana.box.height and abs(t.box.x0 - kana.box.x0) < 2 * kana.box.height
        ]
        if under and parse_name(under[0].raw) and not re.search(r"\d", under[0].raw):
            name = Region((under[0],), under[0].box, None)
    if kana is None and name is not None:
        kana = _above(layout, name)
    if kana is None or not _is_kana(kana.raw):
        kana = _kana_line(layout) or kana
    return kana, name


def _typed_alone(layout: Layout) -> dict[str, Text]:
    """The one number of seven digits on a page without labels, and the one of three that stands before it on its row."""
    accounts = [t for t in layout.texts if re.fullmatch(r"\d{7}", t.raw.strip())]
    if len(accounts) != 1:
        return {}
    before = [
        t
        for t in layout.texts
        if re.fullmatch(r"\d{3}", t.raw.strip()) and same_row(t.box, accounts[0].box) and t.box.x1 < accounts[0].box.x0
    ]
    return {"account_number": accounts[0], **({"branch_code": before[0]} if len(before) == 1 else {})}


def _of_a_transaction(layout: Layout, text: Text) -> bool:
    """Whether a day or an amount stands on the text's row: スイドウ is what was paid, and nobody's name."""
    return any(same_row(t.box, text.box) and re.search(r"\d-\d{2}-\d|\d[,.]\d{3}", t.raw) for t in layout.texts)


def _kana_line(layout: Layout) -> Region | None:
    """The one line that is nothing but a name in kana, as cards print it."""
    lines = [
        t
        for t in layout.texts
        if re.fullmatch(r"[ァ-ヺーｦ-ﾟ・().（）A-Z\s　]{4,40}", t.raw.strip())
        and _is_kana(t.raw)
        and not KANA_WORDS.search(t.raw)
        and not _of_a_transaction(layout, t)
    ]
    return Region((lines[0],), lines[0].box, None) if len(lines) == 1 else None


def _above(layout: Layout, name: Region) -> Region | None:
    """The line above the holder's name: banks print the kana there, whether its 様 was read or not."""
    near = [
        t
        for t in layout.texts
        if 0 < name.box.cy - t.box.cy < 3 * name.box.height
        and abs(t.box.x0 - name.box.x0) < 2 * name.box.height
        and not HOLDER_LABEL.fullmatch(t.raw.strip())
    ]
    if not near:
        return None
    text = max(near, key=lambda t: t.box.cy)
    match = re.search(r"\s*[様樣殿]\s*$", text.raw)
    part = text.part(0, match.start()) if match and match.start() > 0 else text
    return Region((part,), part.box, None)


def _hardly_read(sheet: Sheet, name: Region) -> Field | None:
    """The holder's kana out of the line above the name that made no sense when the page was read: printers of bank books
    print them half as wide as the page's reader knows them. None where it makes none as kana either."""
    height = name.box.height
    lines = [
        line
        for line in sheet.page.reading.lines
        if 0.7 * height < name.box.cy - line.box.cy < 3 * height
        and abs(line.box.x0 - name.box.x0) < height
        and line.box.width > 2 * line.box.height
        and not any(t.line is line for t in sheet.layout.texts)
    ]
    if not lines:
        return None
    line = max(lines, key=lambda found: found.box.cy)
    without_title = line.box.model_copy(update={"x1": line.box.x1 - line.box.height})
    box = without_title if re.search(r"[様樣殿]\s*$", line.text) else line.box
    text = Text(line.model_copy(update={"text": "", "box": box, "char_x": None}), None)
    field = field_from(sheet, "account_holder_kana", Region((text,), box, None))
    return field if field.value is not None else None


def _with_left(layout: Layout, text: Text, length: int) -> tuple[Text, ...]:
    """`text` without 様, and what stands left of it where 様 was found alone."""
    cut = max(text.raw.rfind(c) for c in ("様", "樣", "殿", "サマ", "ｻﾏ"))
    if length > 0:
        own: tuple[Text, ...] = (text.part(0, cut),)
    else:
        own = ()
    row = [
        t
        for t in layout.texts
        if t is not text
        and abs(t.box.cy - text.box.cy) < 0.6 * max(t.box.height, text.box.height)
        and 0 <= text.box.x0 - t.box.x1 < (4 if length else 10) * text.box.height
        and not HOLDER_LABEL.fullmatch(t.raw.strip())
    ]
    return (*sorted(row, key=lambda t: t.box.x0), *own)


def _is_kana(text: str) -> bool:
    holder = parse_holder(re.sub(r"[様樣殿]|サマ$|ｻﾏ$", "", text))
    return (
        holder is not None
        and len(re.sub(r"[^ァ-ヺA-Zー]", "", holder)) >= max(2, 0.7 * len(holder))
        and bool(re.search(r"[ァ-ヺｦ-ﾟ]", text))
    )


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


def _score(field: Field) -> float:
    return max((r.score for r in field.readings), default=0.0)

"""Who holds an account, as bank books and screens show it: the name, and its kana above, below or beside it.

Printers of bank books print the kana half as wide as the page's reader knows them, so that they are often misread: where
they stand tells more than what was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.namekana import name_and_kana
from extractors.fields.texts import same_row
from extractors.meanings import is_any_label, means
from models.documents import Field
from models.geometry import Box
from models.values.account import NO_HOLDER
from models.values.company import is_company
from models.values.kana import ASKS_FOR_KANA, parse_holder, parse_kana
from models.values.names import parse_name
from models.values.text import squeeze

HOLDER_LABEL = re.compile(
    r"お?なまえ|お?名前|法人名|会社名|ご?氏名|(?:口座|ご)?名義人?(?:様|名)?|フリガナ|振り?仮名|カナ|ご?契約者名?|お客様名?|加入者名?|預金者名?|貯金者名?"
)
_OF_KANA = re.compile(
    r"^\s*(?:(?:口座)?名\s*義\s?人?)?\s*[(（\[【]?\s*(?:フリガナ|ふりがな|カナ|振り?仮名)\s*[)）\]】]?\s*[:：]?\s*(?=\S\s?\S)"
)
"""The label of the kana with the kana behind it: (カナ)ヤマダ タロウ, 名義(カナ)ヤマダ タロウ."""
LABEL_IN_FRONT = re.compile(
    rf"^\s*[(（]?(?:{HOLDER_LABEL.pattern})[)）]?\s*[:：]?\s*(?=\S\s?\S)|^\s*ようこそ[、,]?\s*(?=\S\s?\S)"
)
_NAME_LABELS = ("おなまえ", "お名前", "法人名", "口座名義", "名義人", "氏名", "加入者名", "預金者名", "名義")
_HONORIFIC = re.compile(r"\s*(?:様|樣|殿|サマ|ｻﾏ)$|(?<=\S{4})\s*御中$")
_OF_THE_SESSION = re.compile(
    r"(?<=[様殿])\s*(?:(?:前回|最終|直近)の?(?:ログイン|ログオン|ご?利用)|ログアウト|ログオフ).*$"
)
"""What a bank's screen says behind its customer's name: 様　前回ログイン 09:12."""
KANA_WORDS = re.compile(
    r"フツウ|ヨキン|テンバン|コウザ|カモク|シテン|ギンコウ|バンゴウ|キャッシュ|カード|サービス|ダイレクト|ネット|ATM|トウザ|ソウゴウ|ツウチョウ"
    r"|バンキング|ビジネス|WEB|ログイン|ログアウト|ヘルプ|コピー|ホーム|メニュー|ページ"
)
"""Kana on a bank book that are nobody's name."""
_KATAKANA = re.compile("[ァ-ヺｦ-ﾟ]")
_KANA_FROM = 0.65
"""From this share of katakana on, a line with an honorific is the kana, some of them misread: 加バタレイ. 工藤ミツ is a name."""


def holder_fields(sheet: Sheet) -> dict[str, Field]:
    """The holder's name and its kana, as far as they stand on the page."""
    layout = sheet.layout
    kana, name = _kana_in_brackets(layout) or _with_honorific(layout)
    if name is None:
        kana, name = _labelled(layout, kana)
    kana = kana or _behind_kana_label(layout)
    if name is None and kana is not None and _is_kana(kana.raw):
        name = _under(layout, kana)
    if kana is None and name is not None:
        kana = _beside_name(layout, name)
    if kana is None:
        kana = _kana_line(layout)
    fields = {}
    if kana is not None:
        fields["account_holder_kana"] = field_from(sheet, "account_holder_kana", kana)
    elif name is not None and (again := _hardly_read(sheet, name)) is not None:
        fields["account_holder_kana"] = again
    if name is not None:
        fields["account_holder"] = field_from(sheet, "account_holder", name)
    return fields


_NAME_AND_KANA = re.compile(r"\s*(?P<name>[^()（）]{2,30}?)\s*[様樣殿]\s*[（(]\s*(?P<kana>[^()（）]{3,40}?)\s*[)）]\s*")


def _kana_in_brackets(layout: Layout) -> tuple[Region, Region] | None:
    """The holder's kana in brackets behind the name on its line: 高野 澄江 様 （ﾀｶﾉ ｽﾐｴ）."""
    for text in layout.texts:
        text = _behind_label(text)
        match = _NAME_AND_KANA.fullmatch(text.raw)
        if match is not None and parse_name(match["name"]) and _KATAKANA.search(match["kana"]):
            name, kana = text.part(*match.span("name")), text.part(*match.span("kana"))
            return Region((kana,), kana.box, None), Region((name,), name.box, None)
    return None


def _with_honorific(layout: Layout) -> tuple[Region | None, Region | None]:
    """The holder in kana and as written: the lines with 様. Of two that both may be names, the one with more katakana is
    the kana, misread, whichever of them stands above."""
    kana: Region | None = None
    names: list[Region] = []
    labelled = False
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        label = LABEL_IN_FRONT.match(text.raw)
        text = text.part(label.end()) if label else text
        if (session := _OF_THE_SESSION.search(text.raw)) is not None:
            text = text.part(0, session.start())
        raw = text.raw.strip()
        match = _HONORIFIC.search(raw)
        if match is None:
            continue
        texts = _with_left(layout, text, len(raw[: match.start()]))
        joined = " ".join(t.raw for t in texts)
        if _is_kana(joined):
            kana = kana or Region(texts, Box.around(t.box for t in texts), None)
        elif parse_name(joined) and (not names or text.box.y0 - names[-1].box.y0 < 4 * text.box.height):
            names.append(Region(texts, Box.around(t.box for t in texts), None))
            labelled = label is not None
    if not names:
        return kana, None
    name = min(reversed(names), key=_share_of_kana)
    others = [n for n in names if n is not name and _share_of_kana(n) > _share_of_kana(name)]
    if kana is None and others:
        kana = max(others, key=_share_of_kana)
    if kana is None and labelled and len(names) == 1 and _share_of_kana(name) > _KANA_FROM:
        return name, None
    return kana, name


def _share_of_kana(region: Region) -> float:
    letters = re.sub(r"\s", "", region.raw)
    if letters and parse_kana(letters):  # nothing but katakana and kanji that look like them: 二夕
        return 1.0
    return len(_KATAKANA.findall(letters)) / max(1, len(letters))


def _labelled(layout: Layout, kana: Region | None) -> tuple[Region | None, Region | None]:
    """Kana and name beside or under a label of the holder's name; of two lines, the smaller one with kana is the kana."""
    name: Region | None = None
    named = (hit for word in _NAME_LABELS for hit in layout.find(word))
    meant = (Hit(t, t.box, None, t.raw) for t in layout.texts if means("account_holder", t.raw))
    for hit in (*named, *meant):
        region = layout.beside(hit) or layout.below(hit)
        for text in (piece for t in region.texts for piece in name_and_kana(t)) if region else ():
            if kana is not None and kana.box.intersection(text.box) > 0.5 * kana.box.area:
                continue
            if _is_kana(text.raw):
                kana = kana or Region((text,), text.box, None)
            elif name is None and _may_hold(text):
                name = Region((text,), text.box, None)
            elif name is not None and kana is None and _may_be_kana(text) and text.box != name.box:
                kana = Region((text,), text.box, None)
    return kana, name


def _behind_kana_label(layout: Layout) -> Region | None:
    """The kana behind a label that asks for them, on its line or beside it."""
    for text in layout.texts:
        if (label := _OF_KANA.match(text.raw)) is not None and _may_be_kana(part := text.part(label.end())):
            return _without_honorific(part)
    for text in layout.texts:
        if not means("account_holder_kana", text.raw):
            continue
        hit = Hit(text, text.box, None, text.raw)
        region = layout.beside(hit) or layout.below(hit)
        for value in region.texts if region is not None else ():
            if _may_be_kana(value):
                return _without_honorific(value)
    return None


def _without_honorific(text: Text) -> Region:
    match = _HONORIFIC.search(text.raw.rstrip())
    part = text.part(0, match.start()) if match is not None and match.start() > 0 else text
    return Region((part,), part.box, None)


def _may_be_kana(text: Text) -> bool:
    """Whether a text may be a name in kana, some of them misread: it has katakana, and is no label or product of a bank."""
    raw = text.raw.strip()
    if not _KATAKANA.search(raw) or ASKS_FOR_KANA.fullmatch(squeeze(raw)):
        return False
    if HOLDER_LABEL.fullmatch(raw) or KANA_WORDS.search(raw) or is_any_label(raw):
        return False
    return not re.search(r"\d{3}|銀行|金庫|支店|[。、]", raw) and len(raw) <= 40


def _may_hold(text: Text) -> bool:
    """Whether a text without 様 may be the holder: the branch that stands under the kana is none, 株式会社甲 大阪支店 is one."""
    return bool(parse_name(text.raw)) and (NO_HOLDER.search(text.raw) is None or is_company(text.raw))


def _under(layout: Layout, kana: Region) -> Region | None:
    """The name right under its kana."""
    under = [
        t
        for t in layout.texts
        if 0 < t.box.cy - kana.box.cy < 3 * kana.box.height and abs(t.box.x0 - kana.box.x0) < 2 * kana.box.height
    ]
    if under and _may_hold(under[0]) and not re.search(r"\d", under[0].raw):
        return Region((under[0],), under[0].box, None)
    return None


def _near(name: Region, box: Box, starts: Sequence[float]) -> bool:
    """Whether a line stands right above or under a name and begins where the name, or its label, begins."""
    height = name.box.height
    apart = abs(name.box.cy - box.cy)
    return 0.6 * height < apart < 3 * height and any(abs(box.x0 - x) < 2 * height for x in starts)


def _starts(layout: Layout, name: Region) -> list[float]:
    """Where the name begins in x, and its label in front of it."""
    return [name.box.x0, *(t.box.x0 for t in layout.texts if same_row(t.box, name.box) and t.box.x0 <= name.box.x0)]


def _behind_label(text: Text) -> Text:
    """`text` without the holder's word in front of it."""
    label = LABEL_IN_FRONT.match(text.raw)
    return text.part(label.end()) if label else text


def _beside_name(layout: Layout, name: Region) -> Region | None:
    """The kana right above the holder's name, else right under it: banks print both, whether the 様 was read or not. The
    holder's word may stand in front of them: 口座名義 サカイ ミワコ over 坂井 美和子 様."""
    starts = _starts(layout, name)
    others = [(t, _behind_label(t)) for t in layout.texts if t not in name.texts]
    near = [part for t, part in others if _near(name, t.box, starts) or _near(name, part.box, starts)]
    lines = [t for t in near if _may_be_kana(t)]
    lines.sort(key=lambda t: (t.box.cy > name.box.cy, abs(t.box.cy - name.box.cy)))
    return _without_honorific(lines[0]) if lines else None


HARDLY = 0.85
"""A line that was read less surely may be anything: ﾕ) ﾂﾂｲｼｷ was read as 1）州; white on a cover's picture, a bank's name."""


def _hardly_read(sheet: Sheet, name: Region) -> Field | None:
    """The holder's kana out of a line beside the name that made no sense when the page was read. None where it makes none
    as kana either."""
    height = name.box.height
    starts = _starts(sheet.layout, name)
    lines = [
        line
        for line in sheet.page.reading.lines
        if _near(name, line.box, starts)
        and line.box.width > 2 * line.box.height
        and line.box.height < 1.3 * height
        and (line.score < HARDLY or not any(t.line is line for t in sheet.layout.texts))
        and not is_any_label(line.text)
    ]
    if not lines:
        return None
    line = min(lines, key=lambda found: (found.box.cy > name.box.cy, abs(found.box.cy - name.box.cy)))
    without_title = line.box.model_copy(update={"x1": line.box.x1 - line.box.height})
    box = without_title if re.search(r"[様樣殿]\s*$", line.text) else line.box
    text = Text(line.model_copy(update={"text": "", "box": box, "char_x": None}), None)
    field = field_from(sheet, "account_holder_kana", Region((text,), box, None))
    return field if field.value is not None else None


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


def _with_left(layout: Layout, text: Text, length: int) -> tuple[Text, ...]:
    """`text` without 様, and what stands left of it where 様 was found alone."""
    cut = max(text.raw.rfind(c) for c in ("様", "樣", "殿", "サマ", "ｻﾏ", "御中"))
    if length > 0:
        own: tuple[Text, ...] = (text.part(0, cut),)
    else:
        own = ()
    row = [
        t
        for t in layout.texts
        if t is not text
        and abs(t.box.cy - text.box.cy) < 0.6 * max(t.box.height, text.box.height)
        and t.box.x1 <= text.box.x0
        and not HOLDER_LABEL.fullmatch(t.raw.strip())
    ]
    near = [t for t in row if text.box.x0 - t.box.x1 < (4 if length else 10) * text.box.height]
    if not near and not length and len(row) == 1:
        near = row  # one line for a name, 様 printed at its far end
    return (*sorted(near, key=lambda t: t.box.x0), *own)


def _is_kana(text: str) -> bool:
    if ASKS_FOR_KANA.fullmatch(squeeze(text)):
        return False
    holder = parse_holder(re.sub(r"[様樣殿]|サマ$|ｻﾏ$", "", text))
    return (
        holder is not None
        and len(re.sub(r"[^ァ-ヺA-Zー]", "", holder)) >= max(2, 0.7 * len(holder))
        and bool(re.search(r"[ァ-ヺｦ-ﾟ]", text))
    )

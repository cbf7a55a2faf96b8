"""The part of a region that belongs to one entry: cells that two entries share, seals beside names, printed words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.accounts import BANK_THEN_BRANCH, CODE_ALONE, NUMBER_BEHIND
from extractors.fields.addresslines import postal_alone, without_postal
from extractors.fields.counts import (
    between_brackets,
    in_front_of_unit,
    model_or_count,
    up_to,
    without_days,
    without_unopened,
)
from extractors.fields.layout import Region, Text
from extractors.fields.namekana import is_kanji, name_and_kana, of_script, without_kana_label
from extractors.fields.openrows import AMOUNT_HEAD
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label, means
from models.geometry import Box
from models.pages import Source
from models.programmes import FieldSpec, Label, ValueKind
from models.values.account import BANK_END
from models.values.company import is_company
from models.values.postal import find_postal

ROLES = re.compile(
    r"(?:代表)?(?:取締役(?:社長|会長)?|執行役員?)|代表(?:社員|理事|者|役員)?|(?:副)?理事長?|(?:施設|病院|学校|組合|支店|工場)長|院長|園長|所長|店主|社長|会長|CEO"
)
"""A representative's office in front of the name."""
_BRACKETED_ROLE = re.compile(rf"\s*[(（]\s*(?:{ROLES.pattern})\s*[)）]\s*")
_NAME_AHEAD = re.compile(r"(?:(?<=\s)|(?<=[:：]))氏\s?名\s*[:：]?\s*(?=\S)")
"""The label between an office and a name on one line: 職名 代表取締役 氏名 薮内 利明."""

CODE_LABEL = re.compile(r"(?<=\S)[\s(（]*(?:(?:金融機関|銀行|支店|店舗?)?コード|店舗?番号?)(?=[\s:：)）\d]|$)")
"""The label of a bank's or branch's number behind its name, in one room."""

_BRACKETED_CODE = re.compile(r"(?<=\S)\s*[(（]\s*\d{3,4}\s*[)）]\s*$")
_CODE_IN_FRONT = re.compile(r"\s*\d{3,4}\s*(?=\D{2,12}(?:銀行|金庫|組合|支店|出張所|支所|本店|営業部)\s*$)")
"""A code in front of the name that it stands for: 003 八木支店."""
_BOTH_CODES = re.compile(r"\s*(\d(?:\s?\d){3})\s*[-ー－‐−一]\s*(\d(?:\s?\d){2})\s*")
PHONE_BEHIND = re.compile(
    r"(?<=\S\S)\s*[(（]?\s*(?:(?:TEL|Tel|℡|☎|電\s?話)(?:番号)?\s*[:：.]?)?\s*"
    r"[(（]?0\d{1,4}\s?[)）\-－−ー‐]\s?\d{1,4}\s?[\-－−ー‐]\s?\d{3,4}.*$"
)
"""A telephone number behind a name on its line, in brackets or not."""

_PLACE_BEHIND = re.compile(
    r"(?<=\S\S)[\s　]+(?=〒|(?:東京都|北海道|(?:京都|大阪)府|[一-龠]{2,3}県)\S|[一-龠ぁ-ん]{1,5}[市区町村]\S*\d).*$"
)
"""An address behind a company's name on its line."""
_COUNT_BEHIND = re.compile(
    r"(?<=[A-Z\d])[\s\-－ー一]+式\s*$|(?<=\S)\s+(?:数量)?\s*\d{1,3}\s*(?:台|式|基|組|セット|本|個|枚)\s*$|(?<=\S)\s*(?:[×✕]|\s[xX])\s*\d{1,3}\s*(?:台|基|組|枚)?\s*$"
)
_HOW_MUCH = re.compile("以内|上限|未満|切り?捨て|限度")
"""Said of what may be asked for, beside the amount that is."""
_ASKED = re.compile(
    r"\s*[(（※][^\d]*(?:ください|下さい|記入|記載|すること)[^\d]*|[^\d]*(?:書き|記入|記載|入力)\S{0,4}(?:ください|下さい)[。.．]?\s*"
)
"""Printed small in an entry's room, how it is filled in: (建物名・部屋番号まで記入してください), without brackets too."""
_DATED = re.compile(r".*\d\s*日\s*(?:付け?)?\s*(?=\S*第)")
"""The day of a decision in front of its number: 令和6年8月5日付け 脱水第218号."""
_KANJI_IN_FRONT = re.compile(r"\s*[(（\[【〔]?\s*漢字(?:氏名|表記)?\s*[)）\]】〕:：・･.\s]+(?=\S)")
_BARS = re.compile(r"[\s□口]*(?:[|｜丨][\s1Il□]*){3,}$")

STRICT_KINDS = (
    ValueKind.DATE,
    ValueKind.YEN,
    ValueKind.POSTAL_CODE,
    ValueKind.PHONE,
    ValueKind.BANK_CODE,
    ValueKind.BRANCH_CODE,
    ValueKind.ACCOUNT_NUMBER,
    ValueKind.CUSTOMER_NUMBER,
)
"""Kinds whose values prove themselves, so that it does no harm to look in a second place."""

NAME_KINDS = (ValueKind.PERSON, ValueKind.PARTY, ValueKind.COMPANY)


def part_of(region: Region, spec: FieldSpec, label: Label) -> Region:
    """The part of a shared cell that belongs to the entry."""
    words = (
        label.text if spec.kind not in (ValueKind.KANA, ValueKind.HOLDER_KANA) else re.sub("[(（].*", "", label.text)
    )
    shared = label.part or label.divider or "・" in words or "／" in words  # (カタカナ・左づめ) parts nothing
    if spec.kind in NAME_KINDS and spec.key != "representative_name" and not label.divider:
        return before_role(region)
    if spec.key == "representative_name":
        return _from_role(region, bool(shared))
    if (
        not shared
        or not region.texts
        or (spec.kind in STRICT_KINDS and not label.divider and spec.kind is not ValueKind.ACCOUNT_NUMBER)
    ):
        return region  # a value that proves itself is found among the others of its cell
    if label.divider:
        pieces = _divided(region, label.divider, spec.kind)
        return pieces[label.part] if label.part < len(pieces) else Region((), region.box, None)
    if spec.kind is ValueKind.CHOICE:
        return region
    if spec.kind is ValueKind.DOCUMENT_NUMBER and (numbered := without_days(region.texts)):
        return Region(tuple(numbered), Box.around(t.box for t in numbered), region.cell)
    if spec.kind is ValueKind.ACCOUNT_NUMBER:
        last = [t for t in region.texts if re.search(r"\d", t.raw) and not re.search(r"普通|当座", t.raw)]
        return Region(tuple(last), Box.around(t.box for t in last), None) if last else region
    if len(region.texts) == 1 and BANK_THEN_BRANCH.match(region.texts[0].raw):
        return region  # which of the two is which they say themselves
    pieces = _gaps(region)
    if len(pieces) > label.part:
        return pieces[label.part]
    return region


def _divided(region: Region, divider: str, kind: ValueKind) -> list[Region]:
    """The region cut at each `divider`; a slash in front of a number may have been read as ノ, or not at all."""
    pieces: list[list[Text]] = [[]]
    marks = {divider, *{"／": "/|", "/": "／|", "（": "(", "(": "（"}.get(divider, "")}
    found = any(c in marks for t in region.texts for c in t.raw)
    for text in region.texts:
        start = 0
        if not found and divider in "／/":
            loose = re.search(r"\s*[ノ丿ソ7]?\s*(?=\d[\d\-ー]{4,}\s*$)", text.raw)
            if loose and loose.start() > 0:
                pieces[-1].append(text.part(0, loose.start()))
                pieces.append([text.part(loose.end())])
                continue
        for i, c in enumerate(text.raw):
            if c in marks:
                if i > start:
                    pieces[-1].append(text.part(start, i))
                pieces.append([])
                start = i + 1
        if start < len(text.raw):
            pieces[-1].append(text.part(start))
    return [Region(tuple(p), Box.around(t.box for t in p), None) for p in pieces if p]


def _gaps(region: Region) -> list[Region]:
    """The region cut at its widest gap: between its texts, or inside its only text."""
    if len(region.texts) > 1:
        ordered = sorted(region.texts, key=lambda t: t.box.x0)
        return [Region((t,), t.box, None) for t in ordered]
    text = region.texts[0]
    raw = text.raw
    if " " in raw.strip() or "　" in raw.strip():
        cut = re.search(r"\S[ \u3000]+(?=\S)", raw)
        assert cut is not None
        return [Region((p,), p.box, None) for p in (text.part(0, cut.start() + 1), text.part(cut.end()))]
    steps = [(text.x_at(i + 1) - text.x_at(i), i + 1) for i in range(len(raw) - 1)]
    if not steps:
        return [region]
    widest, at = max(steps)
    usual = sorted(s for s, _ in steps)[len(steps) // 2]
    if widest < 1.4 * usual:
        return [region]
    return [Region((p,), p.box, None) for p in (text.part(0, at), text.part(at))]


def before_role(region: Region) -> Region:
    """A company's name without the representative printed behind it."""
    kept: list[Text] = []
    for text in region.texts:
        match = ROLES.search(text.raw)
        if match and match.start() > 0:
            kept.append(text.part(0, match.start()))
            break
        if match and kept:
            break
        kept.append(text)
    return Region(tuple(kept), region.box, region.cell) if kept else region


def _from_role(region: Region, shared: bool) -> Region:
    """A representative's name, from the office on; all of the region where no office is printed."""
    for i, text in enumerate(region.texts):
        match = ROLES.search(text.raw)
        if match and i and _BRACKETED_ROLE.fullmatch(text.raw):  # behind the name
            return Region(region.texts[:i], Box.around(t.box for t in region.texts[:i]), None)
        if match:
            named = _NAME_AHEAD.search(text.raw, match.end())
            head = text.part(named.end() if named is not None else match.start())
            behind = region.texts[i + 1 :]
            if not behind and i and ROLES.fullmatch(head.raw.strip()):  # a name beside its role, set higher
                behind = region.texts[:i]
            kept = _without_seal([head, *behind])
            return Region(tuple(kept), Box.around(t.box for t in kept), None)
    if shared and len(region.texts) > 1:
        company, *others = sorted(region.texts, key=lambda t: t.box.x0)
        name = next((t for t in others if _as_large_beside(company, t)), region.texts[-1])
        return Region((name,), name.box, None)
    return region


def _as_large_beside(first: Text, second: Text) -> bool:
    """Whether two texts are of one row and size, and the second is read well: a seal's letters are not."""
    return (
        same_row(first.box, second.box)
        and 0.6 < second.box.height / first.box.height < 1.6
        and second.line.score >= 0.75
        and len(second.raw.strip()) >= 2
    )


def cleaned(spec: FieldSpec, region: Region) -> Region:
    """The region without what is printed around the entry: the postal code over an address, 円, 様."""
    texts = _own(spec, [_above_dots(t) for t in region.texts])
    texts = [t for t in texts if not _ASKED.fullmatch(t.raw) and not t.raw.lstrip().startswith("※")] or texts
    if spec.kind is ValueKind.ADDRESS:
        texts = [left for t in texts if (left := without_postal(t)) is not None] or texts
        texts = [t for t in texts if not (find_postal(t.raw) and len(re.sub(r"[\d〒\-ー\s]", "", t.raw)) <= 1)]
        texts = [t for t in texts if not re.match(r"^\s*(?:TEL|電話|FAX)", t.raw, re.IGNORECASE)]
    if spec.kind is ValueKind.POSTAL_CODE:  # in front of the address on its line
        texts = [postal_alone(t) for t in texts]
    if spec.kind is ValueKind.YEN:
        texts = [t for t in texts if not (_HOW_MUCH.search(t.raw) and not re.search(r"\d[\d,]{3}", t.raw))] or texts
        if _in_boxes(texts[1:]) and AMOUNT_HEAD.fullmatch(texts[0].raw):
            texts = texts[1:]  # ¥ in front of the boxes is no digit's neighbour
        for label in spec.labels:
            if label.until and len(label.until) <= 2:
                texts = up_to(texts, label.until)
                break
    if spec.kind in (ValueKind.KANA, ValueKind.HOLDER_KANA, ValueKind.PERSON, ValueKind.PARTY):
        texts = [t for t in texts if not re.fullmatch(r"[(（]?(?:自署|署名|記名|印|フリガナ).*", t.raw)]
    if spec.kind is ValueKind.COUNT and (bare := in_front_of_unit(region, texts)) is not None:
        return bare
    if spec.kind is ValueKind.CAPACITY:  # the brackets it is written between: (　5窓　)
        texts = between_brackets(model_or_count(texts, count=True))
    if spec.kind is ValueKind.DOCUMENT_NUMBER:  # remarks at the foot of a certificate stand on the number's line
        texts = [t.part(m.end()) if (m := _DATED.match(t.raw)) is not None else t for t in _before_remark(texts)]
        texts = without_days(texts) or texts
    if spec.kind in (ValueKind.BANK, ValueKind.BRANCH):  # 東京信用金庫 コード [1][3]…: the next entry begins there
        texts = [t.part(0, m.start()) if (m := CODE_LABEL.search(t.raw)) else t for t in texts]
        texts = [t.part(0, m.start("rest")) if (m := NUMBER_BEHIND.search(t.raw)) else t for t in texts]
        texts = [t.part(0, m.start()) if (m := _BRACKETED_CODE.search(t.raw)) else t for t in texts]
        texts = [t for t in texts if not CODE_ALONE.fullmatch(t.raw)] or texts
        texts = [t.part(m.end()) if (m := _CODE_IN_FRONT.match(t.raw)) else t for t in texts]
        texts = _bank_or_branch(spec.kind, texts)
        own = "bank" if spec.kind is ValueKind.BANK else "branch"
        texts = [t.part(*m.span(own)) if (m := BANK_THEN_BRANCH.match(t.raw)) else t for t in texts]
    if spec.kind in (ValueKind.BANK_CODE, ValueKind.BRANCH_CODE):  # 0009-541 in the room of both
        which = 1 if spec.kind is ValueKind.BANK_CODE else 2
        texts = [t.part(*m.span(which)) if (m := _BOTH_CODES.fullmatch(t.raw)) else t for t in texts]
    if spec.kind in NAME_KINDS:
        texts = without_unopened(texts)
        texts = [t for t in texts if not any(_in_a_seal(t, other) for other in texts)]
        texts = [t.part(0, m.start()) if (m := PHONE_BEHIND.search(t.raw)) else t for t in texts]
    if spec.kind is ValueKind.COMPANY or spec.key == "manufacturer":
        texts = [t.part(0, m.start()) if (m := _PLACE_BEHIND.search(t.raw)) else t for t in texts]
    if spec.kind is ValueKind.COMPANY:
        named = [t for t in texts if is_company(t.raw)]
        if not named and (torn := _torn_company(texts)):
            return Region(torn, Box.around(t.box for t in torn), region.cell)
        # scraps of a seal end in 株, too: a form that is written out goes before one that is abbreviated
        texts = [t for t in named if re.search(r"会社|法人|組合", t.raw)][:1] or named[:1] or texts[:1]
    if spec.kind is ValueKind.MODEL:  # how many, or a bar code, behind the number
        texts = model_or_count(texts, count=False)
        texts = [t.part(0, m.start()) if (m := _COUNT_BEHIND.search(t.raw)) else t for t in texts]
        texts = [t.part(0, m.start()) if (m := _BARS.search(t.raw)) else t for t in texts]
        texts = [t for t in texts if t.raw.strip()] or texts
        if texts and re.search(r"[A-Z].*\d", texts[0].raw):  # what stands under it is the next entry's
            texts = [t for t in texts if same_row(t.box, texts[0].box)]
    kana = spec.kind in (ValueKind.KANA, ValueKind.HOLDER_KANA)
    if spec.kind in NAME_KINDS:  # in front of the name, under the kana with their own word: 漢字　山田 太郎
        texts = [t for t in texts if t.raw.strip("(（)） :：") != "漢字"] or texts
        texts = [t.part(m.end()) if (m := _KANJI_IN_FRONT.match(t.raw)) is not None else t for t in texts]
    if kana:
        texts = [t for t in texts if not is_kanji(t)]
    if kana or spec.kind in NAME_KINDS:
        texts = without_kana_label(texts)
    if kana or spec.kind in (
        ValueKind.PERSON,
        ValueKind.PARTY,
    ):  # the kana stand over the name in one room, or behind it
        texts = [name_and_kana(t)[-1 if kana else 0] for t in texts]
        texts = of_script([t for t in texts if not t.line.vertical] or texts, kana=kana)
    boxed = sum(len(t.raw.strip()) == 1 or t.boxed for t in texts)
    typed = all(t.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for t in texts)
    if not typed and (
        spec.kind in NAME_KINDS or (kana and boxed < 3)
    ):  # scraps in entry boxes are letters, not a seal's
        texts = _without_seal(texts)
    if not texts:
        return Region((), region.box, region.cell)
    return Region(tuple(texts), Box.around(t.box for t in texts), region.cell)


_BANK_END = re.compile(rf"(?:{BANK_END}|金庫|組合)\s*$")


def _bank_or_branch(kind: ValueKind, texts: Sequence[Text]) -> list[Text]:
    """Of a bank's name and its branch's, side by side in one room, those that are `kind`'s."""
    ends = next((i for i, t in enumerate(texts) if _BANK_END.search(t.raw)), None)
    if ends is None or ends == len(texts) - 1:
        return list(texts)
    return list(texts[: ends + 1] if kind is ValueKind.BANK else texts[ends + 1 :])


def _own(spec: FieldSpec, texts: Sequence[Text]) -> list[Text]:
    """The texts of a room without the label of another entry that is printed in it, and what follows: 日立　型式 RCI-GP140.

    Where the label is the entry's own, what follows is all of it.
    """
    kept: list[Text] = []
    for number, text in enumerate(texts):
        start = 0
        for found in _WORD.finditer(text.raw):
            if (number == 0 and found.start() == 0 and not found["value"]) or not is_any_label(found["word"]):
                continue
            if means(spec.key, found["word"]) and found["value"]:
                kept, start = [], found.end("gap")
                continue
            if found.start() or number:
                if found.start() > start and (mine := text.part(start, found.start())).raw.strip():
                    kept.append(text.part(start, start + len(mine.raw.rstrip())))
                return kept or list(texts)
        kept.append(text.part(start) if start else text)
    return kept


_WORD = re.compile(r"(?<!\S)(?P<word>[^\s:：]{2,8})(?P<gap>\s*[:：]\s*|\s+|$)(?=(?P<value>\S?))")


_DOTS = re.compile(r"(?<=\S)[\s]*(?:[-一ー‐–—―_…‥・.]\s?){5,}$")


def _torn_company(texts: Sequence[Text]) -> tuple[Text, ...]:
    """A company's name that a seal tore in two on its row (いこまソーラー有限会 and 社); empty without one."""
    for first in texts:
        for second in texts:
            near = -0.3 * first.box.height < second.box.x0 - first.box.x1 < 0.8 * first.box.height
            if second is not first and near and len(second.raw.strip()) <= 4 and is_company(first.raw + second.raw):
                return first, second
    return ()


def _above_dots(text: Text) -> Text:
    """The text without the dotted line that it stands on, where an engine read some of it behind the text."""
    dots = _DOTS.search(text.raw)
    return text.part(0, dots.start()) if dots is not None and text.line.source is Source.PPOCR else text


def _in_boxes(texts: Sequence[Text]) -> bool:
    """Whether texts are single characters, each in an entry box of its own."""
    return len(texts) >= 2 and all(len(t.raw.strip()) == 1 and t.cell is not None for t in texts)


def _in_a_seal(text: Text, name: Text) -> bool:
    """Whether a text stands in a square within the room of a name, as a seal's letters do that a program set as text."""
    frame, room = text.cell, name.cell
    if frame is None or room is None or frame == room:
        return False
    inside = frame.intersection(room) > 0.8 * frame.area and frame.width < 0.5 * room.width
    return inside and 0.7 < frame.width / max(1.0, frame.height) < 1.4


def _before_remark(texts: Sequence[Text]) -> list[Text]:
    """The texts up to an asterisk that begins a remark, or to what the paper cost: 第12号 手数料300円."""
    kept: list[Text] = []
    for text in texts:
        mark = re.search(r"[*＊※]|手数料|(?<=\d)\s+[^\s\d]{2,6}\s*\d+円", text.raw)
        if mark is None:
            kept.append(text)
            continue
        if text.raw[: mark.start()].strip():
            kept.append(text.part(0, len(text.raw[: mark.start()].rstrip())))
        break
    return kept or list(texts)


def _without_seal(texts: Sequence[Text]) -> list[Text]:
    """The name's own texts: what stands far behind it, is of another size or reads badly is the seal beside it."""
    good = [
        t
        for t in texts
        if t.line.score >= 0.75 and len(fold(t.raw)) >= 1 and not re.fullmatch(r"[\dA-Za-z|.,]{1,2}", t.raw.strip())
    ]
    if not good:
        return list(texts[:1])
    rows: list[list[Text]] = []
    for text in sorted(good, key=lambda t: t.box.x0):
        row = next(
            (r for r in rows if abs(r[0].box.cy - text.box.cy) < 0.5 * min(r[0].box.height, text.box.height)), None
        )
        if row is None:
            rows.append([text])
            continue
        last = row[-1]
        same_size = 0.65 < text.box.height / last.box.height < 1.5
        reach = 6.0 if ROLES.fullmatch(last.raw.strip()) else 3.2  # a form may set the name far behind the office
        if same_size and text.box.x0 - last.box.x1 <= reach * min(last.box.height, text.box.height):
            row.append(text)
    best = max(rows, key=lambda r: sum(len(t.raw) for t in r) - 0.001 * r[0].box.x0)
    return best

"""Where an entry may stand, seen from a label: beside it, under it, within the text itself; dates over all their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fields.endings import ENDINGS
from extractors.fields.entries import Sheet
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.namekana import with_given_name
from extractors.fields.parts import NAME_KINDS, STRICT_KINDS, part_of
from extractors.fields.running import inline
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import KANA, asks, is_any_label, may_be_label, means
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind
from models.values.dates import find_dates
from models.values.postal import find_postal

_OF_KANA = re.compile(rf"カナ|ふりがな|^[(（]{KANA}[)）]$")
"""The second line of a label that asks for kana."""
_KANA_WITH_VALUE = re.compile(rf"\s*{KANA}(?=[\s:：]*[ァ-ヺ])")
"""How the label of kana goes on, read with the kana behind it: 口座名義カナイ）ミナトカイ."""
_OFFICES = re.compile(r"[(（【※]?(?:申請書?等?の?)?(?:申請|申込|提出|送付|郵送|送り|返送|お?問い?合わ?せ)(?:先|窓口)")
"""The head of a line that says where the office is: 申請先 新宿区長 〒160-8484 …."""
_OF_NOBODY = re.compile("様式|改[正訂定]|以[降後]の?用|から|まで")
"""Beside a day from which a form is in use, 様式第1号(令和7年10月以降用), and beside the end of a period."""
_GLUED = re.compile(r"\s*([\u4e00-\u9fff]{3,8})\s*(?=令和|平成|昭和)")
"""Words right in front of a day."""
ERA_WORDS = ("令和", "平成", "昭和")
TORN_ERA = re.compile(r"\s*和\s*(?:1[0-5]|[1-9])\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
"""A day of the present era whose first letter was not found, its year one that no other era's papers have."""


def places_of(sheet: Sheet, spec: FieldSpec, label: Label) -> Iterator[tuple[Box, Region]]:
    """(the label's box, where the value stands) for every place of the entry that `label` leads to, likeliest first."""
    layout = sheet.layout
    if label.where == "inline":
        region = inline(layout.texts, label.text, label.until)
        if region is not None:
            yield region.box, region
        if not label.until:
            for hit in layout.find(label.text):
                if is_any_label(hit.text.raw) and not means(spec.key, hit.text.raw):
                    continue  # 種別・番号 ends in 番号
                beside = layout.beside(hit)
                if beside is not None:
                    yield hit.box, beside
        return
    if label.where == "inside":
        yield from _inside(layout, spec, label)
        return
    for hit in layout.find(label.text):
        if spec.kind in NAME_KINDS and _is_of_kana(layout, hit):
            continue
        if spec.kind in ENDINGS and _behind_name(layout, hit, spec.kind):
            continue
        if spec.kind is ValueKind.PHONE and _EMERGENCY.search(hit.text.raw):
            continue
        if spec.kind is ValueKind.MODEL and _ACCESSORY.search(hit.text.raw):
            continue
        over = label.where == "below" and not _read_with(hit)
        if over and spec.kind in STRICT_KINDS and _in_own_cell(hit, layout.beside(hit)):
            over = False
        first, second = (layout.below, layout.beside) if over else (layout.beside, layout.below)
        region = _unless_note(first(hit))
        if spec.kind is ValueKind.ADDRESS and region is not None:
            region = layout.behind_postal(hit, region) or region
        if spec.kind in NAME_KINDS:
            region = _named_within(layout, hit) or _under_in_cell(layout, hit) or region
        if region is None or (region.texts and all(layout.is_label(t) for t in region.texts)):
            region = (
                other
                if (other := second(hit)) is not None and not all(layout.is_label(t) for t in other.texts)
                else region
            )
        if over and spec.kind is ValueKind.MODEL and region is not None and not _NUMBERED.search(region.raw):
            beside = layout.beside(hit)
            region = beside if beside is not None and _NUMBERED.search(beside.raw) else region
        if label.where == "below" and region is not None and _rows_own(layout, region):
            region = layout.beside(hit) or region
        if region is None and label.where == "right":
            region = nothing_beside(hit, layout)
        if spec.kind is ValueKind.YEN and (total := layout.amount_under(hit)) is not None:
            yield hit.box, total
        if spec.kind is ValueKind.KANA and region is not None:
            region = with_given_name(layout, region)
        if region is not None:
            yield hit.box, part_of(region, spec, label)
        if label.where == "right" and spec.kind in STRICT_KINDS:
            under = layout.below(hit)
            if under is not None:
                yield hit.box, part_of(under, spec, label)


_ACCESSORY = re.compile("(?i:HEMS|ＨＥＭＳ)|パワー?(?:コン|・?コンディショナ)|リモコン|計測装置")
"""What is put in with the thing that is paid for, and has a model of its own: HEMS メーカー名／型番."""
_EMERGENCY = re.compile(r"緊\s*急\s*(?:時の?)?\s*連\s*絡")
"""Whom else to call: a number that is taken by what its words mean, where no other is on the form."""
_REMARK = re.compile(r"[(（][^()（）]*[)）]?")
"""A label's second line: (千円未満切捨・上限300万円)."""
_NUMBERED = re.compile(r"[A-Z][A-Z\-]*\d")
"""Of a model that has a number."""
_ROLE = re.compile(r"\s*役?職名?[\s:：]*\S")
"""A role with its label."""
_ANY_DAY = re.compile(r"年\s*月\s*日|日\s*付け?|月\s*日")
_ROLE_ALONE = re.compile(r"(?:役\s*職|職|所\s*属|部\s*署)\s*名?")
_BARE_NAME = re.compile(r"ご?氏\s*名|お?名\s*前|名\s*称")


def _unless_note(region: Region | None) -> Region | None:
    """A region, if it holds more than a note on how to fill the entry in: ※千円未満は切り捨て."""
    noted = region is not None and region.texts and all(t.raw.lstrip().startswith("※") for t in region.texts)
    return None if noted else region


def _named_within(layout: Layout, hit: Hit) -> Region | None:
    """What stands beside the 氏名 that a heading over several rows has beside it: 担当者 | 氏名 | 秋山 洋平; or that follows
    the role in the heading's row: 代表者 | 役職名：理事長 | 氏名 | 百瀬 由美子, each over its value or not."""
    heading = hit.text.cell
    if heading is None or hit.rest is not None:
        return None
    for text in layout.texts:
        own = text.cell
        if own is None or not _BARE_NAME.fullmatch(text.raw.strip()):
            continue
        front = layout.in_front_of(text)
        if front is not None and _ROLE.match(front.raw) and layout.in_front_of(front) is hit.text:
            return layout.beside(Hit(text, text.box, None, text.raw))
        if own.height > 0.8 * heading.height:
            if _over_its_value(layout, text, heading):
                return layout.beside(Hit(text, text.box, None, text.raw))
            continue
        if abs(own.x0 - heading.x1) < 15 and heading.y0 - 6 <= own.y0 and own.y1 <= heading.y1 + 6:
            return layout.beside(Hit(text, text.box, None, text.raw))
    return None


def _under_in_cell(layout: Layout, hit: Hit) -> Region | None:
    """The one text of a label's cell, which stands larger under the label at the cell's top left: certificates set every
    entry so, and what lies in the next cell is another's."""
    cell, label = hit.text.cell, hit.text.box
    if cell is None or hit.rest is not None or label.x1 > cell.cx or label.cy > cell.cy:
        return None
    others = [t for t in layout.texts if t.cell == cell and t is not hit.text]
    if len(others) != 1 or others[0].box.y0 < label.cy or others[0].box.height < 1.1 * label.height:
        return None
    named = layout.names_an_entry(others[0]) or others[0].raw.lstrip()[:1] in "(（"
    return None if named else Region((others[0],), others[0].box, cell)


def _behind_name(layout: Layout, hit: Hit, kind: ValueKind) -> bool:
    """Whether a label is the ending that a form prints behind the name, in the name's room: 橿原　支店."""
    row = [t for t in layout.texts if t.cell == hit.text.cell is not None and same_row(t.box, hit.text.box)]
    alone = hit.rest is None and "".join(hit.text.raw.split()) in ENDINGS[kind]
    return alone and any(t.box.x1 <= hit.box.x0 and not is_any_label(t.raw) for t in row)


def _over_its_value(layout: Layout, name: Text, heading: Box) -> bool:
    """Whether 氏名 stands over its value in the row that a heading's cell opens, with nothing but the role between."""
    own = name.cell
    if own is None or abs(own.y0 - heading.y0) > 6 or abs(own.y1 - heading.y1) > 6 or own.x0 < heading.x1 - 6:
        return False
    labels = [t for t in layout.texts if t.cell is not None and heading.x1 - 6 < t.cell.x0 < own.x0 - 6]
    labels = [t for t in labels if heading.y0 < t.box.cy < heading.y1 and layout.names_an_entry(t)]
    under = any(t.cell == own and t.box.y0 > name.box.cy for t in layout.texts)
    return under and all(_ROLE_ALONE.fullmatch(t.raw.strip()) for t in labels)


def _read_with(hit: Hit) -> bool:
    """Whether the value was read with its label as one line; 型番・内容 is but a longer label."""
    return hit.rest is not None and hit.text.raw.removesuffix(hit.rest.raw).rstrip()[-1:] not in ("・", "/", "／")


def _in_own_cell(hit: Hit, region: Region | None) -> bool:
    """Whether a value stands in its label's own cell, under the label: what lies under the cell is the next entry's."""
    return (
        region is not None
        and bool(region.texts)
        and hit.text.cell is not None
        and all(t.cell == hit.text.cell and t.box.y0 > hit.box.cy for t in region.texts)
        and any(c.isdigit() for c in region.raw)
        and not _REMARK.fullmatch(region.raw.strip())
    )


def _rows_own(layout: Layout, region: Region) -> bool:
    """Whether what stands under a label has a label of its own in front of it, apart or read with it (型式VSG3-666)."""
    if not region.texts:
        return False
    first = min(region.texts, key=lambda t: t.box.x0)
    return any(is_any_label(first.raw[:end]) for end in range(2, min(8, len(first.raw)) + 1)) or any(
        layout.names_an_entry(t) and same_row(t.box, first.box) and t.box.x1 <= region.box.x0 + 8 for t in layout.texts
    )


def _is_of_kana(layout: Layout, hit: Hit) -> bool:
    """Whether the label's cell goes on with (フリガナ): its value is the kana, not the name."""
    if hit.rest is not None and _KANA_WITH_VALUE.match(hit.rest.raw):
        return True
    if hit.text.cell is None:
        return False
    mates = layout.in_cell(hit.text.cell).texts
    return any(t is not hit.text and _OF_KANA.search(t.raw) and t.box.cy > hit.box.cy for t in mates)


def _anothers(layout: Layout, spec: FieldSpec, text: Text) -> bool:
    """Whether what stands in front of a date on its row, or right over it, says that it is another entry's date."""
    if "決定" in text.raw and not spec.key.startswith("grant_decision"):
        return True  # 長野県指令第308号(令和8年8月27日)により交付の決定を受けた
    front = layout.in_front_of(text)
    if front is not None and text.box.x0 - front.box.x1 <= 15 * text.box.height and layout.names_an_entry(front):
        return not _own(spec, front)
    if front is not None and _heads_the_row(layout, front, text) and not _own(spec, front):
        return True
    over = [t for t in layout.texts if 0 <= text.box.cy - t.box.y1 < 1.6 * text.box.height and _joins(t, text)]
    over = [t for t in over if abs(t.box.x0 - text.box.x0) < 2.5 * text.box.height]
    caption = max(over, key=lambda t: t.box.y1, default=None)
    if caption is None or _own(spec, caption) or _has_its_value(caption):
        return False
    in_one_cell = text.cell is not None and caption.cell == text.cell
    return in_one_cell or layout.names_an_entry(caption)  # whatever stands over a day in its own cell names it


def _heads_the_row(layout: Layout, label: Text, text: Text) -> bool:
    """Whether a text has the cell left of another's and is worded as a label, of whatever entry, as one
    of its lines may be: 事業完了予定日 | 令和6年12月末日."""
    if label.cell is None or text.cell is None or label.cell == text.cell:
        return False
    lines = [t.raw for t in layout.texts if t.cell == label.cell]
    return any(may_be_label(words) and not _ANY_DAY.fullmatch(words.strip()) for words in lines)


def _has_its_value(label: Text) -> bool:
    """Whether a label was read with its value: 文書番号 高見発第12号 names nothing under it."""
    head, _, value = re.sub(r"[\s:：]+", " ", label.raw.strip()).partition(" ")
    return len(value) > 2 and is_any_label(head) and not is_any_label(value)


def _own(spec: FieldSpec, label: Text) -> bool:
    """Whether a text is the label of the entry itself."""
    return asks(spec.key, label.raw) or any(fold(x.text) in label.plain[0] for x in spec.labels if x.where != "inside")


def _named(layout: Layout, text: Text, key: str) -> bool:
    """Whether a line begins with the entry's own label, or stands behind it: 提出日：2027年2月25日, 申請日令和6年11月18日."""
    label = re.match(r"\s*([^\s:：\d]{2,8}?)\s*(?:[:：\s]|(?=令和|平成|昭和))", text.raw)
    front = layout.in_front_of(text)
    return (label is not None and means(key, label[1])) or (front is not None and means(key, front.raw))


def _begins_otherwise(text: Text, spec: FieldSpec) -> bool:
    """Whether a line begins with the label of another entry than `spec`, be it misread: 没道完了令和7年8月26日 is no
    application's day."""
    glued = _GLUED.match(text.raw)
    label = glued or re.match(r"\s*([^\s:：\d]{2,10}?)(?:\s*[:：]|\s+)", text.raw)
    if label is None or label[1] in ERA_WORDS or not (glued or is_any_label(label[1])):
        return False
    return not means(spec.key, label[1]) and not any(fold(x.text) in fold(label[1]) for x in spec.labels)


def _joins(above: Text, below: Text) -> bool:
    """Whether two texts stand in one cell, or in two of which one stands on the other."""
    if above.cell is None or below.cell is None:
        return above.cell == below.cell
    return above.cell == below.cell or abs(above.cell.y1 - below.cell.y0) < 10


def _inside(layout: Layout, spec: FieldSpec, label: Label) -> Iterator[tuple[Box, Region]]:
    """Entries that carry their label within: 〒123-4567, 令和 年 月 日, 生年月日 昭和40年3月18日."""
    wanted = fold(label.text)
    # a date that is written out comes before whatever else holds one: the stamp of the day it arrived says R7.1.25
    first = [t for t in layout.texts if spec.kind is ValueKind.DATE and _WRITTEN_OUT.fullmatch(t.plain[0])]
    named = [t for t in layout.texts if spec.kind is ValueKind.DATE and _named(layout, t, spec.key)]
    first = [*named, *(t for t in first if t not in named)]
    for text in (*first, *(t for t in layout.texts if t not in first)):
        plain, origin = text.plain
        at = plain.find(wanted)
        if spec.kind is ValueKind.POSTAL_CODE and (
            (at != 0 and not find_postal(text.raw) and not _over_address(layout, text))
            or _OFFICES.match(text.raw.strip())
        ):
            continue
        if spec.kind is ValueKind.DATE and _OF_NOBODY.search(text.raw):
            continue
        dated = find_dates(text.raw) or TORN_ERA.match(text.raw)
        if spec.kind is ValueKind.DATE and at < 0 and not (dated and label.text in ERA_WORDS):
            continue
        if at < 0 and spec.kind not in (ValueKind.POSTAL_CODE, ValueKind.DATE):
            continue
        if spec.kind is ValueKind.DATE and (_anothers(layout, spec, text) or _begins_otherwise(text, spec)):
            continue
        part = text.part(origin[at]) if at > 0 and spec.kind is not ValueKind.DATE else text
        texts = [part]
        if spec.kind is ValueKind.POSTAL_CODE and not re.search(r"\d", part.raw):
            texts += [
                t
                for t in layout.texts
                if abs(t.box.cy - text.box.cy) < 0.5 * text.box.height
                and 0 < t.box.x0 - text.box.x1 < 3 * text.box.height
            ]
        if spec.kind is ValueKind.DATE and not find_dates(part.raw) and (row := _date_row(layout, text)):
            texts = row
        elif spec.kind is ValueKind.DATE and not find_dates(part.raw):
            texts += [
                t
                for t in layout.texts
                if t is not text
                and t.cell == text.cell
                and 0 < t.box.cy - text.box.cy < 2 * text.box.height
                and abs(t.box.x0 - text.box.x0) < 4 * text.box.height
            ]
        yield text.box, Region(tuple(texts), Box.around(t.box for t in texts), None)


_SEVEN_BOXES = re.compile(r"\s*\d(?:\s\d){6}\s*")
"""Seven digits, each in a box of its own."""


def _over_address(layout: Layout, text: Text) -> bool:
    """Whether seven boxed digits whose 〒 was not read stand over an address in its room."""
    if text.cell is None or _SEVEN_BOXES.fullmatch(text.raw) is None:
        return False
    under = (t for t in layout.texts if t.cell == text.cell and t.box.y0 > text.box.cy)
    return any(re.search(r"[都道府県市区町村郡]\S", t.raw) for t in under)


_WRITTEN_OUT = re.compile(r"[\W\d]{0,4}(?:令和|平成|昭和)\D?.{1,3}年.{1,3}月.{1,3}日\D{0,2}")


def _date_row(layout: Layout, era: Text) -> list[Text]:
    """The row that goes on behind an era, up to its 日, where its parts stand apart: 令和 [0][7] 年 …; empty without."""
    row = [era]
    for text in sorted((t for t in layout.texts if t.box.x0 >= era.box.x1 - 2), key=lambda t: t.box.x0):
        if not same_row(text.box, era.box):
            continue
        if text.box.x0 - row[-1].box.x1 > 3 * era.box.height:
            break
        row.append(text)
        if "日" in text.raw:
            break
    return row if find_dates(" ".join(t.raw for t in row)) else []


def whole_date(layout: Layout, region: Region) -> Region:
    """A date's room that ends at the first box of its digits, or leaves them out, as the whole row."""
    if not region.texts or find_dates(region.raw):
        return region
    row = _date_row(layout, min(region.texts, key=lambda t: t.box.x0))
    return Region(tuple(row), Box.around(t.box for t in row), None) if row else region


def nothing_beside(hit: Hit, layout: Layout) -> Region | None:
    """The empty place right of a label in the open: as high as the label, to the page's margin."""
    if hit.text.cell is not None:
        return None
    right = layout.page.geometry.width * 0.93
    end = max(hit.box.x1, hit.text.box.x1)  # 電話番号 日中の連絡先: a remark behind the label is printed
    if right <= end + hit.box.height:
        return None
    return Region(
        (),
        Box(x0=end + 4, y0=hit.box.y0 - 4, x1=min(right, end + 12 * hit.box.height), y1=hit.box.y1 + 4),
    )

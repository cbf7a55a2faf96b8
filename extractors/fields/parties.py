"""Who a paper is made out to, and who issued it: read from how business papers are laid out, not from labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.layout import Layout, Region, Text
from models.geometry import Box
from models.values.company import is_company
from models.values.identifiers import find_invoice_numbers
from models.values.phone import find_phones
from models.values.postal import find_postal

HONORIFIC = re.compile(r"(?:様|樣|殿|御中|行)\s*(?:分)?$")
_STAFF = re.compile(r"知事|市長|区長|町長|村長|事務局|担当")


def addressee(layout: Layout) -> Region | None:
    """The name in front of 様 or 御中, the highest on the page; offices' heads (知事 殿) are no customers."""
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        raw = text.raw.strip()
        match = HONORIFIC.search(raw)
        if match is None or _STAFF.search(raw):
            continue
        name = raw[: match.start()].strip()
        label = re.match(r"(?:お客[様さ]ま?名|お名前|ご契約者名?|氏名)\s*[:：]?\s*", text.raw)
        if label and label.end() < len(text.raw) - 1:
            text = text.part(label.end())
            raw = text.raw.strip()
            name = raw[: len(raw) - len(match[0])].strip()
        if len(name) >= 2:
            cut = text.raw.rfind(match[0].strip()[0])
            part = text.part(0, cut) if cut > 0 else text
            before = [] if len(name) >= 4 else _left_of(layout, text)
            texts = (*before, part)
            return Region(texts, Box.around(t.box for t in texts), None)
        left = _left_of(layout, text)
        if left:
            return Region(tuple(left), Box.around(t.box for t in left), None)
    return None


def _left_of(layout: Layout, text: Text) -> list[Text]:
    """The texts on the row of a lone 様, close on its left."""
    row = [
        t
        for t in layout.texts
        if t is not text
        and abs(t.box.cy - text.box.cy) < 0.7 * max(t.box.height, text.box.height)
        and 0 <= text.box.x0 - t.box.x1 < 14 * text.box.height
    ]
    return sorted(row, key=lambda t: t.box.x0)


def issuer(layout: Layout, not_these: Sequence[Text] = ()) -> Region | None:
    """The company that issued the paper: a company's name nearest above (or at) its address, telephone or number."""
    anchors = [
        t
        for t in layout.texts
        if find_invoice_numbers(t.raw)
        or re.search(r"登録番号|TEL|Tel|℡|電話", t.raw)
        or (find_postal(t.raw) and "〒" in t.raw)
        or find_phones(t.raw)
    ]
    names = [
        t
        for t in layout.texts
        if is_company(t.raw)
        and t not in not_these
        and not HONORIFIC.search(t.raw.strip())
        and not re.search(r"振込|口座|普通|銀行", t.raw)
    ]
    if not names:
        return None
    if not anchors:
        first = _name_only(names[0])
        return Region((first,), first.box, None)

    def distance(name: Text) -> float:
        return min(
            abs(a.box.x0 - name.box.x0) * 0.5
            + abs(a.box.cy - name.box.cy)
            + (0 if a.box.cy >= name.box.cy - 5 else 3 * name.box.height)
            for a in anchors
        )

    best = _name_only(min(names, key=distance))
    return Region((best,), best.box, None)


def _name_only(text: Text) -> Text:
    """The company's name without the address printed behind it on the line."""
    match = re.search(r"(?<=\S)[ 　]+(?=\S)|〒|(?:東京都|北海道|京都府|大阪府|[一-龠]{2,3}県)|TEL|登録番号", text.raw)
    if match and match.start() >= 4 and is_company(text.raw[: match.start()]):
        return text.part(0, match.start())
    return text

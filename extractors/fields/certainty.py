"""Whether a value that a label led to stands in that label's own place.

A text layer is exact about characters and says nothing of places: on a form that nobody has learned, the text beside
a label may be the next entry's. Seen from the value, therefore, its nearest caption must be the label that led to it,
no label may stand within it, and no other entry may have taken the same text. Where that is not so, the place is a
guess: the value stays, but it is no exact one, and what other papers say of it has to decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.documents import Corroboration, Field
from models.geometry import Box

_DOUBT = Corroboration(
    kind="place", supports=False, reason_ja="見出しとの位置の対応が確かでないため、欄の取り違えでないか確かめてください"
)
#: Printed around values in their own room: no caption of anything.
_PRINTED = re.compile(r"[〒年月日円件金令和平成昭様殿印㊞御中()（）・:：\-－‐−–—ー―.,、/／¥￥\s第号千百万億台口□]+")
_NUMBER = re.compile(r"[\d\s,.\-¥￥円()年月日]*\d[\d\s,.\-¥￥円()年月日]*")
#: A caption stands within so many heights of a value's top.
_ABOVE = 2.2
#: Pixels between two cells that share a wall.
_JOINED = 12
#: Longer texts are sentences.
_LONGEST = 16


def sure_place(layout: Layout, label: Box, region: Region) -> bool:
    """Whether `region`, found from the label at `label` (pixels), is that label's own place beyond doubt."""
    if not region.texts:
        return True
    others = [t for t in region.texts if t.box.intersection(label) < 0.5 * min(t.box.area, label.area)]
    if any(_is_caption(layout, t) or _begins_with_label(t) for t in others) or _captioned(others, label):
        return False
    value = region.ink_box
    mine = [t.box for t in region.texts]
    captions = [t for t in layout.texts if _may_caption(t) and not _inside_any(t.box, mine)]
    own = next((t for t in captions if t.box.intersection(label) > 0.5 * label.area), None)
    if own is None:  # the label and the value are one line: nothing can stand between
        return any(same_row(label, t.box) for t in region.texts)
    room = region.texts[0].cell
    rivals = [t for t in captions if t is not own and not _continues(t, own) and not _is_labelled(layout, t)]
    if room is not None and own.cell is not None and room != own.cell:
        within = [t for t in rivals if t.cell == room]
        return not within and _touch(room, own.cell) and (_left_of(own.cell, room) or not _headed(layout, room, own))
    if room is not None and own.cell == room:
        rivals = [t for t in rivals if t.cell == room]
    if same_row(own.box, value) and _has_value_below(layout, own, mine):
        return False
    gap = _apart(own.box, value)
    return gap is not None and all((r := _apart(t.box, value)) is None or r > gap for t in rivals)


def shared_places(fields: Mapping[str, Field], may_share: frozenset[str]) -> set[str]:
    """The keys of fields whose text another field has taken as well, those of `may_share` apart."""
    found = set()
    items = [(k, f) for k, f in fields.items() if k not in may_share and f.box is not None and f.value is not None]
    for i, (a, one) in enumerate(items):
        for b, other in items[i + 1 :]:
            assert one.box is not None and other.box is not None
            if one.page_index == other.page_index and one.box.intersection(other.box) > 0.5 * min(
                one.box.area, other.box.area
            ):
                found |= {a, b}
    return found


def doubt_place(field: Field) -> None:
    """Write down that `field` may have been taken from another entry's place; exact it is no longer. Twice is once."""
    field.exact = False
    if field.value is not None and _DOUBT not in field.corroborations:
        field.corroborations = [*field.corroborations, _DOUBT]


def place_doubted(field: Field) -> bool:
    """Whether the place of `field` was doubted here."""
    return _DOUBT in field.corroborations


def _is_caption(layout: Layout, text: Text) -> bool:
    return layout.is_label(text) or is_any_label(text.raw)


def _captioned(texts: list[Text], label: Box) -> bool:
    """Whether words stand over a number in a cell that is not the label's: they are its own caption, whatever was read of
    them. A heading leads to the first cell under it: ③補助金の額 to the whole cost, whose small label a fax has lost."""
    numbers = [t for t in texts if t.cell is not None and _NUMBER.fullmatch(fold(t.raw))]
    return any(
        t.cell == n.cell and t.box.y1 < n.box.cy and t.box.cy < n.box.y0 and _may_caption(t)
        for n in numbers
        if n.cell is not None and label.share_inside(n.cell) < 0.5
        for t in texts
    )


def _begins_with_label(text: Text) -> bool:
    head = re.split(r"[\s:：]", text.raw.strip())[0]
    return head != text.raw.strip() and is_any_label(head)


def _may_caption(text: Text) -> bool:
    """Whether a text may name an entry: words without digits, not too long, not printed around a value."""
    plain = text.plain[0]
    return (
        2 <= len(plain) <= _LONGEST
        and not re.search(r"\d", re.sub(r"^[\d①-⑳()]{0,3}", "", plain))
        and not _PRINTED.fullmatch(text.raw)
    )


def _is_labelled(layout: Layout, text: Text) -> bool:
    """Whether a text is the value of a label that is known, in front of it on its row or in the cell over its own: it names
    nothing then."""
    if _is_caption(layout, text):
        return False
    for label in layout.texts:
        if label is text or not _is_caption(layout, label):
            continue
        if same_row(label.box, text.box) and label.box.x1 <= text.box.x0 and label.cell == text.cell is None:
            return True
        if label.cell is not None and text.cell is not None and label.cell != text.cell:
            one, own = label.cell, text.cell
            level = same_row(one, own) and abs(one.x1 - own.x0) < _JOINED
            over = abs(one.y1 - own.y0) < _JOINED and abs(one.x0 - own.x0) < _JOINED and abs(one.x1 - own.x1) < _JOINED
            if level or over:
                return True
    return False


def _continues(text: Text, label: Text) -> bool:
    """Whether a text is the label's second line or remark."""
    return text.cell is not None and text.cell == label.cell and abs(text.box.cx - label.box.cx) < label.box.width


def _inside_any(box: Box, boxes: list[Box]) -> bool:
    return any(box.intersection(b) > 0.5 * min(box.area, b.area) for b in boxes)


def _apart(caption: Box, value: Box) -> float | None:
    """How far a caption stands from a value it could name, left of it or above it, in heights; None elsewhere."""
    height = max(1.0, min(caption.height, value.height))
    if same_row(caption, value) and caption.x1 <= value.x0 + height:
        return max(0.0, value.x0 - caption.x1) / height
    over = min(caption.x1, value.x1) - max(caption.x0, value.x0)
    if caption.y1 <= value.y0 + 0.3 * height and over > 0 and caption.x0 < value.x0 + 6 * height:
        gap = max(0.0, value.y0 - caption.y1) / height
        return gap if gap < _ABOVE else None
    return None


def _has_value_below(layout: Layout, label: Text, mine: list[Box]) -> bool:
    """Whether something stands right under a label, where forms with small labels over their entries have the value."""
    height = label.box.height
    return any(
        t is not label
        and -0.3 * height < t.box.y0 - label.box.y1 < 1.8 * height
        and abs(t.box.x0 - label.box.x0) < 2 * height
        and t.box.height > 1.1 * height
        and not _is_caption(layout, t)
        and not _inside_any(t.box, mine)
        for t in layout.texts
    )


def _touch(a: Box, b: Box) -> bool:
    near = 0.6 * min(a.height, b.height)
    level = min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height)
    over = min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)
    beside = level and -near < max(a.x0, b.x0) - min(a.x1, b.x1) < near
    under = over and -near < max(a.y0, b.y0) - min(a.y1, b.y1) < near
    nested = a.share_inside(b) > 0.9 or b.share_inside(a) > 0.9
    return beside or under or nested


def _left_of(a: Box, b: Box) -> bool:
    return a.x1 <= b.x0 + 0.5 * b.height


def _headed(layout: Layout, room: Box, own: Text) -> bool:
    """Whether the cell left of a room names it, so that the label above it does not."""
    return any(
        t is not own
        and t.cell is not None
        and t.cell != room
        and _left_of(t.cell, room)
        and _touch(t.cell, room)
        and _may_caption(t)
        and len(fold(t.raw)) >= 2
        and not _is_labelled(layout, t)
        for t in layout.texts
    )

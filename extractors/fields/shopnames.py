"""The shop whose name says nowhere that it is one: what stands over its own address, telephone and registration number, as
at the head of a till's tape: エレキタウン 新宿東口, 硝子工房みずの."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.amounts import Role, role_of
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.tradenames import REGISTRATION
from extractors.meanings import is_any_label
from models.values.dates import find_dates
from models.values.identifiers import find_invoice_numbers
from models.values.phone import find_phones

_PLACE = re.compile(r"\S*[都道府県市区町村郡]\S*\d")
_SITE = re.compile(r"https?:|www\.|\.(?:co\.)?jp\b")
_NO_NAME = re.compile(
    r"\d|[:：。、@＠【】]|領\s*収|請\s*求|見\s*積|納\s*品|明\s*細|レシート|お?控え?$|(?:様|殿|御中)\s*$|専門店?$|応援|営業時間|"
    r"[まで]す|ました|ください|株式|有限|印紙|振込|登録|電話|住所"
)
_LETTER = re.compile(r"[ぁ-んァ-ヺｦ-ﾝ一-龠]")
_SHORTEST, _LONGEST = 4, 20
"""Characters of such a name."""
_NEAR, _UNDER = 2.6, 9.0
"""So many heights of what stands under it a name is over it at most; so far down its block may reach."""


def shop_over(layout: Layout, not_these: Sequence[Text] = ()) -> Region | None:
    """The name right over a block of address, telephone and registration number, of which two are there; of several such
    that of the block with the registration number, the largest. To be doubted."""
    taken = {t.raw.strip() for t in not_these}
    level = [t for t in layout.texts if not t.line.vertical]
    marks = {id(t): kinds for t in level if (kinds := _says(t))}
    found: list[tuple[bool, float, Text]] = []
    for first in (t for t in level if id(t) in marks):
        over = _right_over(level, first)
        if over is None or id(over) in marks or over.raw.strip() in taken or not _may_name(over):
            continue
        block = [t for t in level if id(t) in marks and 0 <= t.box.cy - first.box.cy < _UNDER * first.box.height]
        kinds = {kind for t in block if _set_alike(t, first) or _set_alike(t, over) for kind in marks[id(t)]}
        if len(kinds) > 1:
            found.append(("registration" in kinds, over.box.height, over))
    if not found:
        return None
    best = max(found, key=lambda f: f[:2])[2]
    return Region((best,), best.box, None)


def _says(text: Text) -> set[str]:
    """Which of a shop's particulars a line states."""
    kinds = set()
    if find_invoice_numbers(text.raw) or re.match(rf"\s*(?:事業者)?{REGISTRATION}", text.raw):
        kinds.add("registration")
    if find_phones(text.raw) and not find_dates(text.raw):
        kinds.add("telephone")
    if _PLACE.match(text.raw.strip()):
        kinds.add("address")
    return kinds or ({"site"} if _SITE.search(text.raw) else kinds)


def _set_alike(one: Text, other: Text) -> bool:
    """Whether two lines begin, or have their middle, one under the other."""
    height = max(one.box.height, other.box.height)
    return abs(one.box.x0 - other.box.x0) < height or abs(one.box.cx - other.box.cx) < 1.5 * height


def _right_over(level: Sequence[Text], text: Text) -> Text | None:
    """The nearest line over `text` that is set as it is."""
    over = [
        t
        for t in level
        if 0.5 * text.box.height < text.box.cy - t.box.cy < _NEAR * max(t.box.height, text.box.height)
        and min(t.box.x1, text.box.x1) > max(t.box.x0, text.box.x0)
    ]
    nearest = max(over, key=lambda t: t.box.cy, default=None)
    return nearest if nearest is not None and _set_alike(nearest, text) else None


def _may_name(text: Text) -> bool:
    raw = text.raw.strip()
    return (
        _SHORTEST <= len(raw) <= _LONGEST
        and len(_LETTER.findall(raw)) >= _SHORTEST - 1
        and not _NO_NAME.search(raw)
        and not is_any_label(raw)
        and role_of(raw)[0] is Role.UNSAID
    )

"""Labels on the lines of a page: where one stands, and what stands behind it on the same line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.fields.texts import Text
from models.geometry import Box

NUMBERING = re.compile(r"^[\d①-⑳⑴-⑽(()・、,*※■□●○◎◆▼口]{0,4}$")
"""What may stand in front of a label on its line: ``1``, ``(2)``, ``③``, ``■``."""

PARTICLE = re.compile(r"[はをにのがとでもへ、。・欄印等又及並及書名者別数料先コ]|から|まで|変更|証明|登録|確認|種")
"""What behind a label's words makes them part of a sentence or of a longer label."""

QUALIFIER = re.compile(r"^(?:\([^()]{0,16}\)?|[::・]|にし|※.*)+")
"""What may stand behind a label and still belong to it: ``(税込)``, ``:``."""


@dataclass(frozen=True, eq=False)
class Hit:
    """A label found in a text. `rest` is what stands behind it on the same line, without its qualifier."""

    text: Text
    box: Box
    rest: Text | None
    label: str

    @property
    def whole(self) -> bool:
        """The line is the label and nothing else."""
        return self.rest is None


def hit_on(text: Text, wanted: str, label: str) -> Hit | None:
    plain, origin = text.plain
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _starts_label(text, plain, origin, at):
            qualifier = QUALIFIER.match(plain[end:])
            behind = end + (qualifier.end() if qualifier else 0)
            start, stop = origin[at], origin[end - 1] + 1
            if behind >= len(plain):
                return Hit(text, text.part(start, stop).box, None, label)
            alone = at == 0 and not PARTICLE.match(plain[end:]) and len(plain) - end >= 2
            if qualifier or alone or _separate(text, origin, end - 1, end):
                return Hit(text, text.part(start, stop).box, text.part(origin[behind]), label)
        at = plain.find(wanted, at + 1)
    return None


def _starts_label(text: Text, plain: str, origin: list[int], at: int) -> bool:
    """Whether a label may begin at `at`: at the line's start, behind a number, a bracket or a gap."""
    if NUMBERING.match(plain[:at]):
        return True
    return plain[at - 1] in "()、:・/" or _separate(text, origin, at - 1, at)


def _separate(text: Text, origin: list[int], left: int, right: int) -> bool:
    """Whether two neighbouring characters of the folded text stand visibly apart, or the value is plainly no kanji."""
    a, b = origin[left], origin[right]
    if any(c.isspace() for c in text.raw[a + 1 : b]) or text.raw[b] in "0123456789０１２３４５６７８９¥￥T〒(（:：":
        return True
    pitch = min(text.box.height, 1.15 * text.box.width / max(1, len(text.raw)))
    return text.x_at(b) - text.x_at(a) > 1.5 * pitch


def nearly(plain: str, wanted: str) -> bool:
    """Whether a whole line is the label with a character or so misread."""
    plain = re.sub(r"^[\d①-⑳()・]{0,3}", "", plain)
    if abs(len(plain) - len(wanted)) > 1:
        plain = re.sub(r"\(.*$", "", plain)
    if not plain or abs(len(plain) - len(wanted)) > 1:
        return False
    allowed = 1 if len(wanted) < 8 else 2
    return fuzz.ratio(plain, wanted) >= 100 * (1 - (allowed + 0.1) / max(len(plain), len(wanted)))

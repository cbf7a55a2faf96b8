"""What stands in the room of an entry on a known form and is none of it: corners and walls of frames, ends of labels."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.layout import Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from models.geometry import Box

_LOW = 0.55
"""A corner of a frame is so high at most, of what is written beside it."""
_WRITTEN = 0.5
"""Share of its room's height that writing usually takes."""
_THIN = 0.3
"""A wall is so wide at most, of its height, whatever letters were read."""
_EDGE = 0.15
"""Share of a room's height within which a corner lies at its upper or lower edge."""
_LETTERS = 2
"""Letters that are read of a corner, or of the end of a label, at most."""


def without_scraps(texts: Sequence[Text], room: Box, label: str) -> list[Text]:
    """The `texts` of a room without what was read of dashed frames, and without the end of `label` where others stand apart
    from it: ナ) of 口座名義（カナ）."""
    high = max((t.box.height for t in texts), default=0.0)
    high = max(high, _WRITTEN * room.height)
    kept = [t for t in texts if not _is_corner(t, texts, room, high) and not _is_wall(t)]
    return [t for t in kept if not _ends_label(t, kept, room, fold(label))]


def _is_corner(text: Text, texts: Sequence[Text], room: Box, high: float) -> bool:
    margin = _EDGE * room.height
    at_edge = text.box.cy < room.y0 + 2 * margin or text.box.cy > room.y1 - 2 * margin
    low = len(text.plain[0]) <= _LETTERS and text.box.height < _LOW * high
    return (
        low and at_edge and not any(t is not text and same_row(t.box, text.box) and not _small(t, high) for t in texts)
    )


def _small(text: Text, high: float) -> bool:
    return text.box.height < _LOW * high


def _is_wall(text: Text) -> bool:
    return len(text.plain[0]) >= 2 and text.box.width < _THIN * text.box.height and not text.line.vertical


def _ends_label(text: Text, texts: Sequence[Text], room: Box, label: str) -> bool:
    plain, height = text.plain[0], text.box.height
    behind = [t for t in texts if t is not text and same_row(t.box, text.box)]
    return (
        bool(label and behind)
        and len(plain) <= _LETTERS
        and plain[-1:] == label[-1:] == ")"
        and text.box.x0 - room.x0 < 0.5 * height
        and all(t.box.x0 - text.box.x1 > height for t in behind)
    )

"""Words that are underlined: on certificates of registration what is deleted 抹消 stays on the paper with a line under it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.texts import Text, same_row
from models.pages import Rule

_LOW, _BELOW = 0.25, 0.4
"""An underline stands so far under a line's middle at least, and under its box at most, in heights of its letters."""
_ENDS = 1.2
"""Its ends lie so near to those of the words on it, in heights: a table's rules go on to the next wall."""
_COVERED = 0.7
"""So much of the words it underlines."""


def is_underlined(text: Text, texts: Sequence[Text], rules: Sequence[Rule]) -> bool:
    """Whether a line stands under `text`, alone or with others of its row, as long as the words that it underlines.

    `texts` and `rules` are those of the page. A wall under a row of a table is no underline: it is longer than the words.
    """
    box, height = text.box, text.box.height
    row = [t.box for t in texts if same_row(t.box, box)]
    row.append(box)
    for rule in rules:
        if rule.y0 != rule.y1 or not box.cy + _LOW * height < rule.y0 < box.y1 + _BELOW * height:
            continue
        if min(rule.x1, box.x1) - max(rule.x0, box.x0) < _COVERED * box.width:
            continue
        begins = any(abs(b.x0 - rule.x0) < _ENDS * height for b in row)
        ends = any(abs(b.x1 - rule.x1) < _ENDS * height for b in row)
        if begins and ends:
            return True
    return False

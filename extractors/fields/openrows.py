"""Labels without rules around them: what stands on their rows, and whether a page has its labels over their values."""

from __future__ import annotations

import re
from functools import cached_property

from extractors.fields.labelledpage import REMARK, LabelledPage
from extractors.fields.labels import Hit
from extractors.fields.texts import Region, Text, reading_order, same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.geometry import Box

AMOUNT_HEAD = re.compile(r"[金¥￥羊夫\s]+")
"""Printed where an amount begins, however far from its digits; ¥ is read as characters that look like it."""
LONE_WORDS = frozenset({"記", "以上", "印", "(印)", "㊞"})
"""Set by themselves over and under a letter's list, or where a seal belongs: nobody's value."""


class OpenRows(LabelledPage):
    """One page, ready to be asked for what stands beside labels in the open."""

    def _open_to(self, text: Text, hit: Hit) -> bool:
        """Whether no wall but that of an entry box of its own stands between a text and a label."""
        cell, height = text.cell, hit.box.height
        if cell is None or cell.height >= 2.5 * height:
            return cell == hit.text.cell
        # the rules around a label's cell are not always found where those of its value are
        # a label goes on behind its words: 申請額（上限10万円、千円未満切捨て）
        end = hit.text.box.x1 if hit.whole else hit.box.x1
        lost = hit.text.cell is None and -height < cell.x0 - end < 8 * height and same_row(text.box, hit.box)
        return cell == hit.text.cell or cell.width < 6 * height or lost

    def _in_the_open(self, hit: Hit) -> Region | None:
        """Right of a label without rules: texts on its row, and rows around it that are nearer to it than to other labels."""
        height = min(hit.box.height, hit.text.box.height)
        rivals = [
            t
            for t in self.texts
            if t is not hit.text
            and t.cell == hit.text.cell
            and t.box.x1 <= hit.box.x1 + 6 * height
            and abs(t.box.x0 - hit.box.x0) < 8 * height
            and (self.is_label(t) or any(fold(t.raw).startswith(k) for k in self.known_labels if len(k) >= 2))
            and t.box.x0 < hit.box.x1
        ]
        row = [t for t in self.texts if t is not hit.text and t.box.x0 >= hit.box.x1 - 4 and self._open_to(t, hit)]
        row = [t for t in row if t.plain[0] not in LONE_WORDS]
        same = sorted((t for t in row if same_row(t.box, hit.box)), key=lambda t: t.box.x0)
        end = min((t.box.x0 for t in same if self.names_an_entry(t)), default=float("inf"))
        if same and (same[0].box.x0 >= end or self._stacked) and self._stands_under(hit):
            return None  # labels over their values: what lies to the right belongs to the next label, or is a seal
        row, same = [t for t in row if t.box.x0 < end], [t for t in same if t.box.x0 < end]
        taken: list[Text] = []
        for t in same:
            printed = bool(taken) and all(AMOUNT_HEAD.fullmatch(x.raw) for x in taken)
            if self.is_label(t) or (taken and not printed and t.box.x0 - taken[-1].box.x1 > 8 * height):
                break
            taken.append(t)
        if taken:
            left, right = taken[0].box.x0, max(t.box.x1 for t in taken)
        else:
            near = [t for t in row if abs(t.box.cy - hit.box.cy) < 1.6 * height]
            if not near or self._stacked or self._stands_under(hit):
                return None
            left, right = min(t.box.x0 for t in near), max(t.box.x1 for t in near)
        for t in row:
            apart = abs(t.box.cy - hit.box.cy)
            if t in taken or apart > 2.2 * height or self.is_label(t):
                continue
            if t.box.x0 < left - 2 * height or t.box.x0 > right or self._headed(t, hit):
                continue
            if all(abs(t.box.cy - r.box.cy) > apart for r in rivals):
                taken.append(t)
        if not taken:
            return None
        ordered = reading_order(taken)
        return Region(tuple(ordered), Box.around(t.box for t in ordered), None)

    def _headed(self, text: Text, hit: Hit) -> bool:
        """Whether something stands in front of `text` where `hit`, the label of another row, has its column: misread or
        not, it is that row's label. A remark in brackets goes on with the label above."""
        return any(
            o is not hit.text
            and same_row(o.box, text.box)
            and o.box.x1 <= text.box.x0
            and o.box.x0 < hit.box.x1
            and (not o.raw.lstrip().startswith(("(", "（", "※")) or self.names_an_entry(o))  # (イ)設備の製造者
            for o in self.texts
        )

    @cached_property
    def _stacked(self) -> bool:
        """Whether the page's labels stand over their values, as most of those that are known do."""
        labels = [t for t in self.texts if self.is_label(t) or is_any_label(t.raw)]
        under = sum(self._stands_under(Hit(t, t.box, None, t.raw)) for t in labels)
        return len(labels) >= 5 and under >= 0.7 * len(labels)

    def _stands_under(self, hit: Hit) -> bool:
        """Whether something that is no label stands close under a label and begins where it begins, as a value does that
        is written under its label."""
        height = hit.box.height
        under = (
            t
            for t in self.texts
            if 0.7 * height < t.box.cy - hit.box.cy < 2.6 * height
            and -height < t.box.x0 - hit.box.x0 < max(2 * height, hit.box.width)
            and not REMARK.fullmatch(t.plain[0])
        )
        first = min(under, key=lambda t: t.box.cy, default=None)
        return first is not None and not self.names_an_entry(first) and not self.has_label(first)

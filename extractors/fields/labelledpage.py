"""The labels of one page: where they stand, and which texts name an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.fields.labels import Hit, hit_on, is_request, nearly, second_line, spread_hits, unglued
from extractors.fields.texts import Region, Text, overlap_x, same_row, texts_of
from extractors.folding import fold
from extractors.meanings import KANA, goes_with, is_any_label, may_be_label, names_another, worded
from models.geometry import Box
from models.pages import PageReading

_LABEL_END = re.compile(r"[等名欄他の人者\s]+")
"""What may stand behind a label's words and is no value: 銀行名等, 口座名義　人."""
_KANA_OF = re.compile(rf"[(（]?(?:{KANA}|かな|フリ[カガ力]ナ|ふりがな)(?:[・、][^()（）]{{1,10}})?[)）]?")
"""Behind a name's label, as engines read it: the entry is the name's kana."""
_BRACKETED = re.compile(r"[(（]([^()（）]{2,8})[)）]")
"""A label in brackets at the head of a line: (ふりがな)."""
_POSTAL = re.compile(r"\s*〒\s*\d{3}\s*[-－―ー]?\s*\d")
SURELY_LABEL = 0.15
"""With less than this probability what is read behind a label is something else than more of it."""
REMARK = re.compile(r"\([^()]{1,7}\)?")
"""What a label's second line says about how to fill it in: (税込), (7桁)."""


@dataclass(eq=False)
class LabelledPage:
    """One page, ready to be asked for labels."""

    page: PageReading
    known_labels: frozenset[str] = frozenset()
    """Folded labels of all entries of the form: what is a label is nobody's value."""
    texts: tuple[Text, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = unglued(texts_of(self.page), lambda text: text in self.known_labels or is_any_label(text))

    def find(self, label: str) -> list[Hit]:
        """Every place where `label` stands as a label, top to bottom."""
        wanted = fold(label)
        hits = [hit for t in self.texts if (hit := hit_on(t, wanted, label)) is not None]
        hits = hits or [hit for t in self.texts if (hit := hit_on(t, wanted, label, misread=True)) is not None]
        hits = [h for h in hits if not _of_kana(h.text, wanted) and (_heads(h) or not is_request(h.text.raw))]
        hits += spread_hits(self.texts, wanted, label)
        hits = [h for h in hits if not self._goes_on(h, wanted) and not names_another(label, h.text.raw)]
        # 代表者　職・氏名: what stands behind the label is more of the label
        hits = [
            Hit(h.text, h.box, None, h.label)
            if h.rest is not None
            and (is_any_label(h.rest.raw) or _LABEL_END.fullmatch(h.rest.raw) or _is_one_label(h.text, h.rest))
            else h
            for h in hits
        ]
        hits = [self.with_remark(h) for h in hits]
        if not hits and len(wanted) >= 4:
            hits = [
                Hit(t, t.box, None, label)
                for t in self.texts
                if t.plain[0] not in self.known_labels and not is_any_label(t.raw) and nearly(t.plain[0], wanted)
            ]
        return sorted(hits, key=lambda h: (h.box.y0, h.box.x0))

    def with_remark(self, hit: Hit) -> Hit:
        """A label in the open whose remark stands on a line of its own, (右詰め): the value stands beside the two."""
        if hit.rest is not None or hit.text.cell is not None:
            return hit
        under = second_line(self.texts, hit.text)
        if under is None or not REMARK.fullmatch(under.plain[0]) or _KANA_OF.fullmatch(under.plain[0]):
            return hit  # (フリガナ) under 所在地 is the next entry's
        return replace(hit, box=Box.around((hit.box, under.box)))

    def _goes_on(self, hit: Hit, wanted: str) -> bool:
        """Whether a label's cell goes on with a second line that makes it another entry's: 金融機関 over コード."""
        if hit.rest is not None or hit.text.cell is None:
            return False
        mates = [t for t in self.texts if t.cell == hit.text.cell]
        if not 2 <= len(mates) <= 3 or max(len(t.raw) for t in mates) > 8:
            return False
        joined = "".join(t.raw for t in sorted(mates, key=lambda t: t.box.y0))
        return fold(joined) != wanted and is_any_label(joined) and not goes_with(hit.label, joined)

    def is_label(self, text: Text) -> bool:
        """Whether a text is one of the form's labels, alone on its line."""
        plain = re.sub(r"^[\d①-⑳()・、]{0,3}", "", text.plain[0])
        bare = re.sub(r"\(.*$", "", plain)
        return plain in self.known_labels or (len(bare) > 1 and bare in self.known_labels)

    def names_an_entry(self, text: Text) -> bool:
        """Whether a text is, or begins with, the label of some entry: its cell is that entry's."""
        if _POSTAL.match(text.raw):
            return False  # written in front of an address, with its mark or without
        head = re.split(r"[\s:：]", text.raw.strip())[0]
        if self.is_label(text) or is_any_label(text.raw) or is_any_label(head):
            return True
        if worded(text.raw) or worded(head):  # behind another label it is that one's value: 但し書き 照明器具ご購入代金
            front = self.in_front_of(text)
            if front is None or front.line.vertical or self._has_value_under_it(front):
                return True
            return not (self.is_label(front) or is_any_label(front.raw) or worded(front.raw))
        bracketed = _BRACKETED.match(text.raw.strip())
        return bracketed is not None and is_any_label(bracketed[1])

    def _has_value_under_it(self, label: Text) -> bool:
        """Whether something stands in a label's cell under the label: its value, so that what lies to the right is none."""
        return label.cell is not None and any(
            t.cell == label.cell and t.box.cy > label.box.y1 and not REMARK.fullmatch(t.plain[0]) for t in self.texts
        )

    def in_front_of(self, text: Text) -> Text | None:
        """What stands next left of a text on its row."""
        row = [t for t in self.texts if t is not text and t.box.x1 <= text.box.x0 + 4 and same_row(t.box, text.box)]
        return max(row, key=lambda t: t.box.x1, default=None)

    def is_of_a_row(self, region: Region) -> bool:
        """Whether what stands under a label is the value of a row with a label of its own, 金額 over a column of amounts, or
        begins with that row's label."""
        if not region.texts:
            return False
        front = self.in_front_of(region.texts[0])
        own = len(region.texts) > 1 and is_any_label(region.texts[0].raw)
        return own or (front is not None and self.names_an_entry(front))

    def begins_after(self, text: Text) -> tuple[float, float]:
        """Where what stands in front of an entry ends in x, and in y the row above it that has a label of its own."""
        front = self.in_front_of(text)
        above = (t for t in self.texts if t.box.y1 <= text.box.cy and overlap_x(t.box, text.box) > 0)
        rows = [t.box.y1 for t in above if self.has_label(t)]
        return (front.box.x1 if front is not None else 0.0), min(max(rows, default=0.0), text.box.y0)

    def has_label(self, text: Text) -> bool:
        """Whether the row of `text` has a label of its own: in front of it, or at its beginning."""
        if any(text.plain[0].startswith(k) for k in self.known_labels if len(k) >= 2):
            return True
        return any(
            self.names_an_entry(t) and same_row(t.box, text.box) and t.box.x1 <= text.box.x0 + 4 for t in self.texts
        )


def _heads(hit: Hit) -> bool:
    """Whether a label heads a line that goes on with how to fill the entry in: (3)交付申請額 ※手引きをご覧ください."""
    return hit.rest is None and hit.box.x0 - hit.text.box.x0 < 2.5 * hit.text.box.height


def _of_kana(text: Text, label: str) -> bool:
    """Whether the kana's label stands where the name's was found: 口座名義カナ, 口座名義（カナ）."""
    plain, origin = text.plain
    at = plain.find(label)
    return at >= 0 and _KANA_OF.fullmatch(text.raw[origin[at + len(label) - 1] + 1 :].strip()) is not None


def _is_one_label(text: Text, rest: Text) -> bool:
    """Whether a label and what was read behind it are one longer label: 容量／出力／面積."""
    if rest.raw not in text.raw or re.search(r"[\s:：\d]", text.raw.strip()):
        return False
    return may_be_label(text.raw) and may_be_label(rest.raw, doubt=SURELY_LABEL)  # of a rare name one may doubt

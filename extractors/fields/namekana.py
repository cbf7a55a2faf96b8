"""A name and its kana that share one room: which is which, and what the form prints there to ask for the kana."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import joined_texts, same_row
from models.values.kana import KANA_WORD

_ONLY_KANA = re.compile(r"[\sァ-ヺーｦ-ﾟ・()（）]+")

_KANJI = re.compile("[\u4e00-\u9fff]")
_LIKE_KANA = frozenset("力夕口八二三千卜工一七十子井才又刀己土士手")


def is_kanji(text: Text) -> bool:
    """Whether a text is surely written in kanji, so that it is nobody's kana: 通帳の表記どおり."""
    sure = [c for c in _KANJI.findall(text.raw) if c not in _LIKE_KANA]
    return text.line.score >= 0.9 and len(sure) >= 3 and len(sure) > 0.3 * len(text.raw)


NAME_THEN_KANA = re.compile(
    r"\s*(?P<name>[^()（）]*[一-龠々][^()（）]*?)\s*[（(]\s*(?P<kana>[ァ-ヺーｦ-ﾟ・\s　]{3,}?)\s*[)）]?\s*"
)
"""A name with its kana in brackets behind it: 小林 健吾(コバヤシ ケンゴ)."""


def name_and_kana(text: Text) -> list[Text]:
    """The name and the kana of a line that has both; the line where it has not."""
    both = NAME_THEN_KANA.fullmatch(text.raw)
    return [text.part(*both.span("name")), text.part(*both.span("kana"))] if both is not None else [text]


_KANA_LABEL = re.compile(rf"\s*[(（\[【〔]?\s*{KANA_WORD}\s*[)）\]】〕:：]*\s*")
_KANA_IN_FRONT = re.compile(
    rf"\s*(?:[(（\[【〔]\s*{KANA_WORD}\s*[)）\]】〕]|{KANA_WORD}\s*[:：]|{KANA_WORD}\s)\s*(?=[ぁ-んァ-ヺｦ-ﾟ])"
)


def without_kana_label(texts: Sequence[Text]) -> list[Text]:
    """`texts` of a name's room without the label of its kana, by itself or in front of them: (カタカナ)ワタナベ サチコ.

    カナ that was read onto the kana without a sign between stays: it may be a name's own (カナモリ).
    """
    if len(texts) < 2 and not any(_KANA_IN_FRONT.match(t.raw) for t in texts):
        return list(texts)
    kept = [t for t in texts if not _KANA_LABEL.fullmatch(t.raw)] or list(texts)
    return [t.part(m.end()) if (m := _KANA_IN_FRONT.match(t.raw)) is not None else t for t in kept]


def only_kana(text: Text) -> bool:
    """Whether a text is katakana throughout, three letters or more."""
    return _ONLY_KANA.fullmatch(text.raw) is not None and len(text.raw.strip()) >= 3


def with_given_name(layout: Layout, region: Region) -> Region:
    """The kana of a family name with those of the given name, where a form gives each a cell: カジ | ユカリ."""
    cell = region.cell
    if cell is None or len(region.texts) != 1 or not _ONLY_KANA.fullmatch(region.raw):
        return region
    height = cell.height
    right = [
        c
        for c in layout.page.cells
        if abs(c.x0 - cell.x1) < 14 and abs(c.y0 - cell.y0) < 0.2 * height and abs(c.y1 - cell.y1) < 0.2 * height
    ]
    given = layout.within(right[0]) if len(right) == 1 else []
    if len(given) != 1 or not _ONLY_KANA.fullmatch(given[0].raw) or layout.names_an_entry(given[0]):
        return region
    whole = joined_texts(region.texts[0], given[0])
    return Region((whole,), whole.box, None)


def of_script(texts: Sequence[Text], *, kana: bool) -> list[Text]:
    """Of a name's kanji and its kana, one over the other, those that are asked for; all where only one is there."""
    rows = [t for t in texts if only_kana(t)]
    others = [t for t in texts if t not in rows]
    apart = all(not same_row(a.box, b.box) for a in rows for b in others)
    if not rows or not apart or not any(_KANJI.search(t.raw) for t in others):
        return list(texts)
    return rows if kana else others

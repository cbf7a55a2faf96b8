"""Running text: what stands between two words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.texts import Region, Text
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.geometry import Box


def sentence(texts: Sequence[Text]) -> tuple[str, list[tuple[Text, int]]]:
    """All `texts` in their order as one folded string, with the text and raw index each character came from."""
    letters: list[str] = []
    origin: list[tuple[Text, int]] = []
    for t in texts:
        plain, places = t.plain
        letters.append(plain)
        origin += [(t, i) for i in places]
    return "".join(letters), origin


def inline(texts: Sequence[Text], label: str, until: str) -> Region | None:
    """What stands between `label` and `until` in running text; to the end of the line where `until` is empty."""
    text, origin = sentence(texts)
    start_word, end_word = fold(label), fold(until)
    for match in re.finditer(re.escape(start_word), text):
        begin = match.end()
        if _ends_longer_label(text, match.start(), begin, origin):
            continue
        if end_word:
            stop = text.find(end_word, begin, begin + 60)
            if stop < 0:
                continue
        else:
            line = origin[match.start()][0]
            stop = begin
            while stop < len(text) and origin[stop][0] is line:
                stop += 1
        if stop <= begin:
            continue
        region = span(origin[begin:stop])
        if not any(is_any_label(t.raw) for t in region.texts[:-1]):  # a sentence goes on over no entry's label
            return region
    return None


def span(origin: Sequence[tuple[Text, int]]) -> Region:
    """The region of consecutive characters, one part for each text they lie in."""
    parts: list[Text] = []
    start = 0
    for i in range(1, len(origin) + 1):
        if i == len(origin) or origin[i][0] is not origin[start][0]:
            parts.append(origin[start][0].part(origin[start][1], origin[i - 1][1] + 1))
            start = i
    return Region(tuple(parts), Box.around(p.box for p in parts))


def _ends_longer_label(text: str, start: int, end: int, origin: Sequence[tuple[Text, int]]) -> bool:
    """Whether the words at ``start:end`` of running text are but the end of another label: 番号 of 郵便番号."""
    first = start
    while first > 0 and start - first < 6 and origin[first - 1][0] is origin[start][0]:
        first -= 1
        if is_any_label(text[first:end]):
            return True
    return False

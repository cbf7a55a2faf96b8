"""Which lines of a page look like its title, and how much of a line a title is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractors.folding import fold
from models.geometry import Box
from models.pages import PageReading, TextLine

MISREAD_TITLE = 0.85
"""What a title with a misread character counts: 補助金請求書 is not 補助金申請書."""
_MENTION = re.compile(
    "|".join(
        fold(w)
        for w in (
            "の写し", "の写", "及び", "に係る", "を添", "又は", "等の", "並び", "に添付", "のとおり", "番号", "発行", "記載", "提出", "欄", "を提", "のカラ", "のコピ",
            "在中", "に記", "として", "を受", "の内", "により", "の規", "交付要綱", "交付規", "は郵送", "に基", "へ振", "は、", "を締", "の条",
        )
    )
)  # fmt: skip
"""What follows a title that is only named in a sentence or a list of enclosures."""


def title_share(title: str, text: str) -> float:
    """How much of a line of its own `title` is: 0 where it does not stand in `text`, 1 where it is all of it; less where a
    character is another, as in the title of another kind. What stands in front of it counts half: the last of joined words
    says what a thing is (…機器等導入補助金交付申請書)."""
    where = text.find(title)
    end = where + len(title)
    sure = 1.0
    if where < 0:
        sure = MISREAD_TITLE
        enough = 100 * (1 - 1.2 / len(title))
        hit = fuzz.partial_ratio_alignment(title, text, score_cutoff=enough) if len(title) >= 5 else None
        if hit is None or hit.dest_end - hit.dest_start < len(title) - 1:
            return 0.0  # a part of it: 書兼請求書 is the end of several titles
        end = hit.dest_end
    if _MENTION.match(text[end:]):
        return 0.0  # named in a sentence or a list of enclosures
    behind = len(text) - end
    rest = len(text) - len(title)
    return sure * (1.0 if rest <= 3 else max(0.25, 1.0 - (behind + (rest - behind) / 2) / 24))


def prominence(page: PageReading) -> list[tuple[str, float]]:
    """The page's lines with how much each looks like a title: large, near the top, by itself on its row."""
    across = [x for x in page.lines if not x.vertical]
    if not across:
        return []
    heights = sorted(x.box.height for x in across)
    usual = heights[len(heights) // 2]
    top = min(x.box.y0 for x in across)
    bottom = max(x.box.y1 for x in across)
    result = []
    for line in (*across, *_set_apart(across), *_cut_in_two(across)):
        text = fold(line.text)
        if len(text) < 2:
            continue
        size = min(2.0, line.box.height / usual)
        spread = 1.25 if _letter_spaced(line, text) else 1.0
        place = 1.0 - 0.75 * (line.box.y0 - top) / max(1.0, bottom - top)
        result.append((text, 3.0 * size * spread * max(0.2, place)))
    return result


def _set_apart(lines: Sequence[TextLine]) -> list[TextLine]:
    """The words whose letters stand so far apart that each was found as a line of its own: 領　　収　　証."""
    letters = sorted((x for x in lines if len(fold(x.text)) == 1), key=lambda x: x.box.x0)
    words: list[list[TextLine]] = []
    for letter in letters:
        last = next((w for w in words if _next_letter(w[-1].box, letter.box)), None)
        if last is None:
            words.append([letter])
        else:
            last.append(letter)
    return [_joined(w) for w in words if len(w) > 1]


def _joined(pieces: Sequence[TextLine]) -> TextLine:
    box = Box.around(x.box for x in pieces)
    return pieces[0].model_copy(update={"text": "".join(x.text for x in pieces), "box": box, "char_x": None})


def _cut_in_two(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that were found in two pieces, hardly apart: 御請求|書 is no 請求."""
    return [_joined((left, right)) for left in lines for right in lines if _goes_on(left.box, right.box)]


def _goes_on(left: Box, right: Box) -> bool:
    """Whether `right` is so near behind `left`, and as large, that no more than a letter's own margin parts them."""
    level = abs(left.cy - right.cy) < 0.2 * left.height and 0.8 < right.height / left.height < 1.25
    return level and -0.3 * left.height < right.x0 - left.x1 < 0.3 * left.height and left.x0 < right.x0


def _next_letter(left: Box, right: Box) -> bool:
    level = abs(left.cy - right.cy) < 0.5 * left.height and 0.7 < right.height / left.height < 1.4
    return level and 0 < right.x0 - left.x1 < 4 * left.height


def _letter_spaced(line: TextLine, text: str) -> bool:
    """Titles are printed with wide gaps: 領　収　書."""
    return len(text) >= 2 and line.box.width > 1.8 * line.box.height * len(text) * 0.9

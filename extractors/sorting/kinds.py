"""What kind of paper a page is, from its words, how large they are printed, and its marks."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.sorting.words import BODY_WORDS, CONTINUATION_WORDS, SEPARATOR_WORDS, TITLES
from models.documents import DocumentKind
from models.pages import PageContent, PageReading, TextLine
from models.programmes import Programme

SEPARATOR_CODE = re.compile(r"^(?:SEP|UKETSUKE-SEP)[-:]", re.IGNORECASE)
"""Barcodes that stand on separator sheets only."""

PAGE_NUMBER = re.compile(r"^[(\[-]*(\d{1,2})(?:/(\d{1,2}))?[)\]-]*(?:ページ|頁)?$")
"""A line that is nothing but a page number: ``(2/2)``, ``- 2 -``."""


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind of one page.

    `confidence` (0..1) is the share that the winning kind has of all evidence. `continues` is true where the page
    belongs behind the one before it and has no title of its own.
    """

    kind: DocumentKind
    confidence: float
    continues: bool = False
    programme_id: str | None = None


def plain(text: str) -> str:
    """`text` without spaces and width variants, as printed titles are compared."""
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text))


def guess_kind(page: PageReading, programmes: Sequence[Programme]) -> KindGuess:
    """The kind of `page`; `programmes` add the titles of their own forms."""
    if any(SEPARATOR_CODE.match(code.text) for code in page.barcodes):
        return KindGuess(DocumentKind.SEPARATOR_SHEET, 1.0)
    if page.content is PageContent.BLANK:
        return KindGuess(DocumentKind.BLANK_BACK, 1.0)
    if page.content is PageContent.PICTURE:
        return KindGuess(DocumentKind.PRODUCT_PHOTO, 0.9)
    words = "".join(plain(x.text) for x in page.lines)
    if page.barcodes and any(w in words for w in SEPARATOR_WORDS):
        return KindGuess(DocumentKind.SEPARATOR_SHEET, 0.95)
    programme_id = named_programme(words, programmes)
    scores = _scores(page, words, programmes)
    best = max(scores, key=lambda k: scores[k], default=DocumentKind.UNKNOWN)
    total = sum(scores.values())
    has_title = bool(scores) and scores[best] >= 3.0
    if not has_title and _continues(page, words):
        return KindGuess(best if scores else DocumentKind.UNKNOWN, 0.5, continues=True, programme_id=programme_id)
    if not scores or scores[best] < 1.0:
        if _upright_columns(page):
            return KindGuess(DocumentKind.ENVELOPE, 0.8, programme_id=programme_id)
        return KindGuess(DocumentKind.UNKNOWN, 0.0, programme_id=programme_id)
    return KindGuess(best, scores[best] / total, programme_id=programme_id)


def named_programme(words: str, programmes: Sequence[Programme]) -> str | None:
    """The programme whose title stands in `words` (no spaces), tolerating misread characters; None if none does."""
    best, best_score = None, 88.0
    for programme in programmes:
        for title in programme.title_patterns:
            score = 100.0 if title in words else fuzz.partial_ratio(title, words) if len(words) >= len(title) else 0.0
            # a longer title is the better witness: short ones are parts of other programmes' names
            if score + len(title) / 100 > best_score:
                best, best_score = programme.id, score + len(title) / 100
    return best


def _scores(page: PageReading, words: str, programmes: Sequence[Programme]) -> dict[DocumentKind, float]:
    scores: dict[DocumentKind, float] = defaultdict(float)
    prominent = _prominence(page)
    titles = [(kind, title, 1.0) for kind, listed in TITLES.items() for title in listed]
    titles += [
        (kind, title, 1.3) for p in programmes for kind, spec in p.documents.items() for title in map(plain, spec.titles)
    ]
    weight_of_line: dict[tuple[DocumentKind, int], float] = {}
    for at, (text, prominence) in enumerate(prominent):
        for kind, title, weight in titles:
            if len(title) > len(text) + 1:
                continue
            share = _title_share(title, text)
            if share > 0:
                value = weight * prominence * share
                weight_of_line[kind, at] = max(weight_of_line.get((kind, at), 0.0), value)
    best_line: dict[DocumentKind, float] = {}
    for (kind, _), value in weight_of_line.items():
        best_line[kind] = max(best_line.get(kind, 0.0), value)
    for kind, value in best_line.items():
        scores[kind] += value
    for kind, listed in BODY_WORDS.items():
        for word, weight in listed:
            if word in words:
                scores[kind] += weight
    if _upright_columns(page):
        scores[DocumentKind.ENVELOPE] += 4.0
    return dict(scores)


def _title_share(title: str, text: str) -> float:
    """How much of a line of its own `title` is: 0 where it does not stand in `text`, 1 where it is all of it."""
    where = text.find(title)
    if where < 0:
        if len(title) < 5 or fuzz.partial_ratio(title, text) < 100 * (1 - 1.2 / len(title)):
            return 0.0
    elif re.match(r"の写し|\(写\)?し|及び|に係る|を添|又は|等の|一覧表?を|並び|も?に添付|のとおり|番号|発行|記載|提出|欄|を提|と?引き", text[where + len(title) :]):
        return 0.0  # named in a sentence or a list of enclosures
    rest = len(text) - len(title)
    return 1.0 if rest <= 3 else max(0.25, 1.0 - rest / 24)


def _prominence(page: PageReading) -> list[tuple[str, float]]:
    """The page's lines with how much each looks like a title: large, near the top, by itself on its row."""
    across = [x for x in page.lines if not x.vertical]
    if not across:
        return []
    heights = sorted(x.box.height for x in across)
    usual = heights[len(heights) // 2]
    top = min(x.box.y0 for x in across)
    bottom = max(x.box.y1 for x in across)
    result = []
    for line in across:
        text = plain(line.text)
        if len(text) < 2:
            continue
        size = min(2.0, line.box.height / usual)
        spread = 1.25 if _letter_spaced(line, text) else 1.0
        place = 1.0 - 0.75 * (line.box.y0 - top) / max(1.0, bottom - top)
        result.append((text, 3.0 * size * spread * max(0.2, place)))
    return result


def _letter_spaced(line: TextLine, text: str) -> bool:
    """Titles are printed with wide gaps: 領　収　書."""
    return len(text) >= 2 and line.box.width > 1.8 * line.box.height * len(text) * 0.9


def _continues(page: PageReading, words: str) -> bool:
    """Whether the page says that it is a second or later page."""
    for line in page.lines:
        match = PAGE_NUMBER.match(plain(line.text).replace("−", "-").replace("ー", "-").replace("－", "-"))
        if match and int(match[1]) >= 2 and (match[2] is None or int(match[1]) <= int(match[2])):
            near_edge = line.box.cy > 0.85 * page.geometry.height or line.box.cy < 0.1 * page.geometry.height
            if near_edge or match[2]:
                return True
    return any(w in words for w in CONTINUATION_WORDS)


def _upright_columns(page: PageReading) -> bool:
    """Whether the text mostly runs in columns, as on an envelope's front."""
    down = sum(x.box.height for x in page.lines if x.vertical)
    across = sum(x.box.width for x in page.lines if not x.vertical)
    return down > 0.8 * across and down > 0

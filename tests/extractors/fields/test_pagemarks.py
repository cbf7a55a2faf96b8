"""Pages that number themselves, and fractions that only look like it."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.pagemarks import page_marks, read_mark
from extractors.reading import ReadPage
from models.documents import PageMark
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, Source, TextLine


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1/2", (1, 2)),
        ("２／３", (2, 3)),
        ("- 1 / 2 -", (1, 2)),
        ("(2/2)", (2, 2)),
        ("1/2ページ", (1, 2)),
        ("P.3/12", (3, 12)),
        ("2ページ中1ページ", (1, 2)),
        ("３頁中２頁目", (2, 3)),
        ("全4ページ中第2ページ", (2, 4)),
        ("Page 1 of 2", (1, 2)),
        ("1/1", None),
        ("3/2", None),
        ("0/2", None),
        ("11/16", (11, 16)),
        ("1/2以内", None),
        ("補助率 1/2", None),
        ("2025/11/16", None),
        ("1/100", None),
        ("", None),
    ],
)
def test_a_line_is_a_mark_or_not(text: str, mark: tuple[int, int] | None) -> None:
    assert read_mark(text) == mark


def page(*lines: tuple[str, float], index: int = 0) -> ReadPage:
    """A page of 1000 × 1400 with `lines` at heights 0..1."""
    made = tuple(
        TextLine(text=t, box=Box(x0=450, y0=y * 1400, x1=550, y1=y * 1400 + 20), score=1.0, source=Source.TEXT_LAYER)
        for t, y in lines
    )
    geometry = PageGeometry(width=1000, height=1400, rotation=0)
    reading = PageReading(page_index=index, geometry=geometry, content=PageContent.TEXT, lines=made)
    return ReadPage(reading, np.full((1400, 1000, 3), 255, np.uint8))


def test_marks_stand_in_the_margin() -> None:
    pages = [page(("交付申請書", 0.1), ("1/2", 0.96)), page(("1/2", 0.5), ("2/2", 0.02), index=1)]
    assert page_marks(pages) == [
        PageMark(page_index=0, number=1, total=2),
        PageMark(page_index=1, number=2, total=2),
    ]


def test_a_rate_in_the_body_and_two_marks_on_a_page_are_none() -> None:
    assert page_marks([page(("2/3", 0.4)), page(("1/2", 0.97), ("1/3", 0.02), index=1)]) == []

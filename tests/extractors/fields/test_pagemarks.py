"""Pages that number themselves, and fractions that only look like it."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.pagemarks import page_marks, without_fax_line
from extractors.reading import ReadPage
from extractors.sorting.marks import read_mark
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


def test_a_fax_machines_page_is_no_papers() -> None:
    assert page_marks([page(("2023-12-05 14:22 FROM: 0967720382", 0.005), ("P.2/3", 0.005))]) == []
    assert page_marks([page(("2023年12月1日10時42分フジシマ", 0.0), ("P. 2/3", 0.013))]) == [], (
        "a little lower than the day"
    )


def test_marks_stand_in_the_margin() -> None:
    pages = [page(("交付申請書", 0.1), ("1/2", 0.96)), page(("1/2", 0.5), ("2/2", 0.02), index=1)]
    assert page_marks(pages) == [
        PageMark(page_index=0, number=1, total=2),
        PageMark(page_index=1, number=2, total=2),
    ]


def test_a_rate_in_the_body_and_two_marks_on_a_page_are_none() -> None:
    assert page_marks([page(("2/3", 0.4)), page(("1/2", 0.97), ("1/3", 0.02), index=1)]) == []


def test_a_browser_writes_where_its_page_came_from() -> None:
    [mark] = page_marks([page(("2025/09/21 20:51", 0.02), ("https://bank.example/account?id=1", 0.97), ("1/2", 0.97))])
    assert (mark.number, mark.total, mark.browser) == (1, 2, True)
    [mark] = page_marks([page(("令和7年度版", 0.02), ("https://office.example/", 0.97), ("1/2", 0.97))])
    assert not mark.browser, "a form names its office's site"


def lines_of(read: ReadPage) -> list[str]:
    return [line.text for line in read.reading.lines]


@pytest.mark.parametrize(
    "words",
    [
        ("2024年 7月 5日 9時32分", "ヨシノ", "NO.2117 P. 1"), ("2024-11-18 14:02FROM:コオリヤマ", "TO:0744221187P.001/001"), ("2024/07/19 09:11", "ペ°-ジ1/1"),
        ("SEP-15-2026 TUE 04:22 PM OKAYA", "FAX NO. 0266 23 1180", "P. 01"),
    ],
)  # fmt: skip
def test_a_faxs_line_is_taken_from_its_page(words: tuple[str, ...]) -> None:
    assert lines_of(without_fax_line(page(*((w, 0.004) for w in words), ("見積書", 0.1)))) == ["見積書"]


@pytest.mark.parametrize(
    "words", [("2024/07/19 09:11", "レジ03"), ("2024/07/19",), ("第1号 1/2",), ("取引No.2117", "2024年7月5日 9:32")]
)
def test_other_lines_at_the_top_stay(words: tuple[str, ...]) -> None:
    assert lines_of(without_fax_line(page(*((w, 0.004) for w in words)))) == list(words)


def test_a_faxs_line_stands_at_the_very_top() -> None:
    assert len(lines_of(without_fax_line(page(("2024/07/19 09:11 P.1", 0.05))))) == 1


def test_a_fax_that_was_printed_and_scanned_again() -> None:
    words = "2026-07-11 14:22 FROM: ヒガシデンキ 0742-22-5190 P.01/01"
    assert lines_of(without_fax_line(page((words, 0.035), ("領収書", 0.1)))) == ["領収書"]

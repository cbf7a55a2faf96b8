"""Persons in free text: GiNZA itself, no stand-in."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout
from extractors.fields.people import person_on, persons_in
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, Source, TextLine


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("領収書 佐藤 健一 上記のとおり領収しました", ["佐藤 健一"]),
        ("理事長 原 海斗 令和6年9月3日就任", ["原 海斗"]),
        ("担当者 大久保 明", ["大久保 明"]),
        ("蓄電池システム設置工事一式", []),
        ("", []),
    ],
)
def test_persons_are_found_and_things_are_not(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in persons_in(text)] == names


def _page(*texts: str) -> Layout:
    lines = tuple(
        TextLine(
            text=t,
            box=Box(x0=100, y0=100 + 60 * i, x1=100 + 30 * len(t), y1=130 + 60 * i),
            score=1.0,
            source=Source.PPOCR,
        )
        for i, t in enumerate(texts)
    )
    geometry = PageGeometry(width=1600, height=2300)
    return Layout(PageReading(page_index=0, geometry=geometry, content=PageContent.TEXT, lines=lines))


def test_the_first_person_on_the_page_is_taken_and_the_governor_is_not() -> None:
    region = person_on(_page("奈良県知事 山田 太郎 殿", "機器設置状況写真", "佐藤 健一", "令和6年11月28日 撮影"))
    assert region is not None
    assert region.raw == "佐藤 健一"


def test_a_page_without_persons_names_nobody() -> None:
    assert person_on(_page("機器設置状況写真", "蓄電池システム", "EGS-LM0500")) is None

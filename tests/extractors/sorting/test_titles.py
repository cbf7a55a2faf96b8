"""Titles that the page's reader found in pieces."""

from __future__ import annotations

import pytest

import programmes
from extractors.sorting import guess_kind
from models.documents import DocumentKind as K
from models.pages import PageReading
from tests.extractors.drawnpaper import line, reading

PROGRAMMES = tuple(programmes.load().values())


def titled(left: str, right: str, *body: str, gap: float, size: float = 60) -> PageReading:
    """A title in two pieces, `gap` pixels apart, over ordinary lines."""
    first = line(left, 150, 90, size)
    second = line(right, first.box.x1 + gap, 90, size)
    return reading(first, second, *(line(words, 120, 260 + 70 * i, 30) for i, words in enumerate(body)))


@pytest.mark.parametrize(
    ("pieces", "size", "body", "kind"),
    [
        (("御請求", "書"), 60, ("有限会社榛原酒造場 御中", "合計金額 8,206,000円"), K.INVOICE),
        (("LPガスご使用", "量のお知らせ"), 33, ("検針日 9月21日", "今回指針 412.6", "ご使用量 7.5"), K.METER_SLIP),
    ],
)
def test_a_title_cut_in_two_is_one_title(pieces: tuple[str, str], size: float, body: tuple[str, ...], kind: K) -> None:
    guess = guess_kind(titled(*pieces, *body, gap=6, size=size), PROGRAMMES)
    assert guess.kind is kind and guess.titled


def test_words_apart_are_no_title() -> None:
    assert guess_kind(titled("御請求", "書", "山田太郎 様", gap=200), PROGRAMMES).kind is not K.INVOICE

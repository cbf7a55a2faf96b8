"""The second reader reads what it says it reads, and keeps the promises of every engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.ocr.alphabets import allowed_for
from extractors.ocr.crnn import Crnn, reader
from extractors.ocr.crnn.preparing import HEIGHT, MAX_WIDTH, padded_width, prepared
from extractors.ocr.engine import Engine
from models.errors import EngineError
from models.programmes import ValueKind
from tests.extractors.drawnpaper import GOTHIC, MINCHO, Paper, Pixels


@pytest.fixture(scope="module")
def crnn() -> Crnn:
    return Crnn()


def strip(words: str, size: int = 32, mincho: bool = False) -> Pixels:
    paper = Paper(round(paper_width(words, size)) + 24, size + 16)
    paper.text(12, 8, words, size=size, path=MINCHO if mincho else GOTHIC)
    return paper.pixels


def paper_width(words: str, size: int) -> float:
    return sum(size if ord(c) > 0x2000 and not 0xFF61 <= ord(c) <= 0xFF9F else size / 2 for c in words)


@pytest.mark.parametrize("mincho", [False, True])
@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("1738560942", "1738560942"),
        ("¥1,234,567-", "¥1,234,567-"),
        ("金25,000円也", "金25,000円也"),
        ("令和 7 年 4 月 1 日", "令和7年4月1日"),
        ("R7.4.12", "R7.4.12"),
        ("2025/04/01", "2025/04/01"),
        ("0742-22-1101", "0742-22-1101"),
        ("〒630-8501", "〒630-8501"),
        ("ヤマダ タロウ", "ヤマダタロウ"),
        ("ソンシツ ノリコ", "ソンシツノリコ"),
        ("T1234567890123", "T1234567890123"),
    ],
)
def test_reads_printed_lines(crnn: Crnn, drawn: str, read: str, mincho: bool) -> None:
    seen = crnn.read_line(strip(drawn, mincho=mincho))
    assert seen.text == read
    assert 0.5 < seen.score <= 1.0
    assert seen.char_x is not None and list(seen.char_x) == sorted(seen.char_x)


def test_half_width_kana_come_out_full_with_their_voicing(crnn: Crnn) -> None:
    assert crnn.read_line(strip("ｶ)ﾔﾏﾀﾞ ﾊﾞｲﾊﾟｽ")).text == "カ)ヤマダバイパス"


def test_says_where_each_character_stands(crnn: Crnn) -> None:
    paper = Paper(800, 48)
    paper.text(10, 8, "12", size=32)
    paper.text(600, 8, "34", size=32)
    seen = crnn.read_line(paper.pixels)
    assert seen.text == "1234"
    assert seen.char_x is not None
    assert [round(800 * x, -1) for x in seen.char_x] == pytest.approx([18, 34, 608, 624], abs=16)


@pytest.mark.parametrize("shape", [(0, 40, 3), (40, 0, 3), (3, 100, 3), (100, 3, 3)])
def test_an_empty_crop_gives_an_empty_text(crnn: Crnn, shape: tuple[int, int, int]) -> None:
    seen = crnn.read_line(np.full(shape, 255, np.uint8))
    assert (seen.text, seen.score) == ("", 0.0)


def test_white_paper_gives_no_words(crnn: Crnn) -> None:
    assert crnn.read_line(np.full((48, 300, 3), 255, np.uint8)).text == ""


def test_it_is_an_engine_of_its_own_name(crnn: Crnn) -> None:
    assert isinstance(crnn, Engine)
    assert crnn.name == "crnn"


def test_model_and_alphabet_belong_together(crnn: Crnn) -> None:
    logits = crnn.logits(strip("123"))
    assert logits.shape[1] == len(crnn.alphabet)
    assert logits.sum(1) == pytest.approx(np.ones(len(logits)), abs=0.02)
    assert crnn.alphabet[0] == "" and len(set(crnn.alphabet)) == len(crnn.alphabet)
    assert all(len(c) == 1 for c in crnn.alphabet[1:])


def test_it_knows_the_digits_kana_and_signs_of_what_it_says_it_reads(crnn: Crnn) -> None:
    known = set(crnn.alphabet)
    assert crnn.reads(ValueKind.ACCOUNT_NUMBER) and crnn.reads(ValueKind.HOLDER_KANA)
    assert not crnn.reads(ValueKind.ADDRESS) and not crnn.reads(ValueKind.PERSON)
    for kind in ValueKind:
        allowed = allowed_for(kind)
        if crnn.reads(kind):
            assert allowed is not None, kind
            assert set("0123456789") & allowed.characters <= known
            assert {c for c in allowed.characters if "ァ" <= c <= "ヶ"} - set("ヮヰヱヷヸヹヺ") <= known


def test_a_missing_model_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ALPHABET", reader.FOLDER / "none.txt")
    with pytest.raises(EngineError):
        _ = Crnn().alphabet


def test_darker_paper_and_paler_ink_look_the_same(crnn: Crnn) -> None:
    line = strip("0742-33-1286")
    faint = (180 - (255 - line.astype(np.int16)) // 3).astype(np.uint8)
    assert crnn.read_line(faint).text == crnn.read_line(line).text == "0742-33-1286"


@given(st.integers(1, 90), st.integers(1, 400), st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_whatever_the_size_the_network_gets_its_height(height: int, width: int, shade: int) -> None:
    line = prepared(np.full((height, width), shade, np.uint8))
    assert line.shape[0] == HEIGHT and 8 <= line.shape[1] <= MAX_WIDTH
    assert not line.any()  # paper of any shade is paper


@given(st.integers(1, MAX_WIDTH))
def test_few_widths_and_none_too_narrow(width: int) -> None:
    assert width <= padded_width(width) <= max(64, width + 255)
    assert padded_width(padded_width(width)) == padded_width(width)

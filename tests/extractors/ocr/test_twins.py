"""Twin characters are told apart by their picture, wherever the recogniser says they stand."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.fields.nametwins import ENGINE, twins_reading
from extractors.fields.readings import LineTexts, read_line
from extractors.ocr.decoding import Decoded
from extractors.ocr.twins import GROUPS, Twins, character_at, shape
from extractors.ocr.twins import reader as twinsreader
from extractors.reading import Reader
from models.documents import Value
from models.errors import EngineError
from models.values.fields import parse_field
from tests.extractors.drawnpaper import GOTHIC, MINCHO, Paper, Pixels

TWINS = Twins()


def character(c: str, size: int = 32, path: Path = GOTHIC) -> Pixels:
    paper = Paper(size + 16, size + 16)
    paper.text(8, 6, c, size=size, path=path)
    return paper.pixels


def name(text: str) -> Value:
    return parse_field("applicant_name", text)


@pytest.mark.parametrize("path", [GOTHIC, MINCHO])
@pytest.mark.parametrize(
    "group",
    [
        "崎﨑",
        "高髙",
        "藪籔薮",
        "浜濵濱",
        "辺邊邉",
        "沢澤",
        "黒黑",
        "鍛鍜",
        "釆采",
        "渕渊淵",
        "悦悅",
        "鳩鳰",
        "築簗",
        "慎愼",
    ],
)
def test_printed_twins_are_told_apart(group: str, path: Path) -> None:
    for c in group:
        shares = TWINS.shares(group, character(c, path=path))
        assert shares is not None
        assert max(shares, key=lambda k: shares[k]) == c
        assert sum(shares.values()) == pytest.approx(1.0)


def test_no_character_is_in_two_groups() -> None:
    letters = "".join(GROUPS)
    assert len(letters) == len(set(letters))
    assert TWINS.group("﨑") == "崎﨑" and TWINS.group("山") is None


def test_paper_without_ink_has_no_shape() -> None:
    assert shape(np.full((40, 40, 3), 255, np.uint8)) is None
    assert shape(np.full((3, 40), 0, np.uint8)) is None
    assert TWINS.shares("崎﨑", np.full((40, 40, 3), 240, np.uint8)) is None


def test_a_shape_does_not_depend_on_size_and_paper() -> None:
    large, small = character("崎", 64), character("崎", 32)
    tinted = cv2.addWeighted(large, 0.6, np.full_like(large, 240), 0.4, -16.0).astype(np.uint8)
    a, b, c = shape(large), shape(small), shape(tinted)
    assert a is not None and b is not None and c is not None
    assert float(np.dot(a, c) / np.linalg.norm(a) / np.linalg.norm(c)) > 0.97
    assert float(np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)) > 0.8


def test_a_character_is_cut_out_between_its_neighbours_though_its_place_is_a_little_off() -> None:
    paper = Paper(200, 60)
    paper.text(20, 10, "山崎子", size=40)
    cut = character_at(paper.pixels, 73.0, 38.0, 118.0)
    shares = TWINS.shares("崎﨑", cut)
    assert 34 <= cut.shape[1] <= 50
    assert shares is not None and shares["崎"] > 0.9


def test_weights_of_other_groups_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twinsreader, "WEIGHTS", tmp_path / "none.npz")
    with pytest.raises(EngineError, match="missing"):
        Twins().shares("崎﨑", character("崎"))


# ------------------------------------------------------------------ names
def line(words: str) -> Pixels:
    paper = Paper(44 * len(words) + 20, 60)
    paper.text(10, 10, words, size=40)
    return paper.pixels


@pytest.mark.ocr
@pytest.mark.parametrize(
    "words",
    ["山﨑結衣", "山崎結衣", "籔内龍之介", "髙橋浩二", "高橋浩二", "濵田恵子", "鍜治悦子", "渕上巻子", "簗田慎一"],
)
def test_a_name_keeps_its_own_form(reader: Reader, words: str) -> None:
    crop = line(words)
    read = read_line(crop, reader.ppocr, None)
    found = twins_reading([crop], [read], reader.twins, name)
    assert found is not None and found.engine == ENGINE
    assert found.value == words
    assert found.candidates[0].share >= found.candidates[-1].share


@pytest.mark.parametrize("words", ["山田花子", "山田建築"])
def test_a_name_without_twins_is_not_read_again(words: str) -> None:
    read = LineTexts((Decoded(words, 1.0, (0.1, 0.3, 0.6, 0.9), 1.0),))
    assert twins_reading([line(words)], [read], TWINS, name) is None
    assert twins_reading([line("山田花子")], [LineTexts(())], TWINS, name) is None

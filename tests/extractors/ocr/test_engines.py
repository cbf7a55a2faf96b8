"""Both engines keep the same promises: text and places of a line, nothing from an empty crop, one error of ours."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytesseract
import pytest

from extractors.ocr import ppocr, tesseract
from extractors.ocr.engine import Engine
from extractors.ocr.ppocr import LineFinder, PpOcr, model_path
from extractors.ocr.tesseract import Library, Program, Tesseract
from extractors.reading import Reader
from models.errors import EngineError
from tests.extractors.drawnpaper import Paper, Pixels

ENGINES = ["ppocr", "tesseract"]
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")


def strip(words: str, size: int = 48) -> Pixels:
    paper = Paper(len(words) * size + 60, size + 30)
    paper.text(30, 12, words, size=size)
    return paper.pixels


@pytest.fixture
def engine(reader: Reader, request: pytest.FixtureRequest) -> Engine:
    found: Engine = getattr(reader, request.param)
    return found


@pytest.mark.ocr
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_reads_a_printed_line(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    seen = engine.read_line(strip("奈良県知事 令和7年5月10日"))
    assert seen.text.replace(" ", "") == "奈良県知事令和7年5月10日"
    assert 0.5 < seen.score <= 1.0


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize("shape", [(0, 40, 3), (40, 0, 3), (3, 100, 3), (100, 3, 3)])
def test_an_empty_crop_gives_an_empty_text(engine: Engine, shape: tuple[int, int, int]) -> None:
    seen = engine.read_line(np.full(shape, 255, np.uint8))
    assert (seen.text, seen.score) == ("", 0.0)


@pytest.mark.ocr
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_white_paper_gives_no_words(engine: Engine) -> None:
    assert engine.read_line(np.full((48, 300, 3), 255, np.uint8)).text.strip() == ""


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core: there is nothing to be bound to")
def test_reading_binds_no_thread_to_a_core(reader: Reader) -> None:
    """OpenVINO would bind each process to the first core: two readers would share it, and the second core stand idle."""
    page, everywhere = strip("奈良県知事令和七年五月十日" * 4), os.sched_getaffinity(0)
    reader.ppocr.read_line(page)  # loading looks at each core in turn, once
    reading = threading.Thread(target=lambda: [reader.ppocr.read_line(page) for _ in range(3)])
    reading.start()
    seen = set()
    while reading.is_alive():
        for thread in threading.enumerate():
            try:
                seen.add(frozenset(os.sched_getaffinity(thread.native_id or 0)))
            except ProcessLookupError:  # it ended meanwhile
                continue
    assert seen == {frozenset(everywhere)}


def test_the_engines_are_known_by_stable_names(reader: Reader) -> None:
    assert (reader.ppocr.name, reader.tesseract.name) == ("ppocr", "tesseract")
    assert isinstance(reader.ppocr, Engine) and isinstance(reader.tesseract, Engine)


@pytest.mark.ocr
def test_characters_stand_where_the_recogniser_says(reader: Reader) -> None:
    words = "奈良県 123 知事"
    paper = Paper(900, 80)
    paper.text(40, 15, words, size=48)
    places = paper.lines[0].char_x
    seen = reader.ppocr.read_line(paper.pixels)
    assert seen.char_x is not None and places is not None
    assert len(seen.char_x) == len(seen.text)
    assert list(seen.char_x) == sorted(seen.char_x)
    wanted = [x for c, x in zip(words, places, strict=True) if c != " "]
    got = [x * 900 for c, x in zip(seen.text, seen.char_x, strict=True) if c != " "]
    assert len(got) == len(wanted)
    assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) < 24, "half a character"


@pytest.mark.ocr
def test_no_character_that_no_japanese_paper_carries(reader: Reader) -> None:
    paper = Paper(400, 80)
    paper.text(30, 12, "这边们门", size=48, path=NOTO)
    assert not set("这边们门") & set(reader.ppocr.alphabet)
    assert set("髙鷗①ｱ桒") <= set(reader.ppocr.alphabet), "rare characters of names stay"
    seen = reader.ppocr.read_line(paper.pixels)
    assert seen.text and not set(seen.text) & set("这边们门")


@pytest.mark.ocr
def test_finds_each_line_once_and_where_it_stands(reader: Reader) -> None:
    paper = Paper(900, 500)
    boxes = [
        paper.text(80, 60 + 120 * i, words, size=40) for i, words in enumerate(["領収書", "山田太郎 様", "￥120,000－"])
    ]
    found = sorted(reader.finder.find(paper.pixels), key=lambda f: f.quad[0][1])
    assert len(found) == 3
    for line, box in zip(found, boxes, strict=True):
        assert line.quad[0][0] <= box.x0 + 12 and line.quad[2][0] >= box.x1 - 12
        assert line.quad[0][1] <= box.y0 + 8 and line.quad[2][1] >= box.y1 - 8
        assert line.width > 2 * line.height
        assert 0.5 <= line.score <= 1


@pytest.mark.ocr
def test_finds_nothing_on_white_paper(reader: Reader) -> None:
    assert reader.finder.find(np.full((300, 400, 3), 255, np.uint8)) == []


def test_a_missing_model_is_an_engine_error_that_names_it() -> None:
    with pytest.raises(EngineError, match="PP-OCRv9"):
        model_path("PP-OCRv9_rec.onnx")


def test_a_missing_package_is_an_engine_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ppocr, "RECOGNISER", "gone.onnx")
    monkeypatch.setattr(ppocr, "DETECTOR", "gone.onnx")
    with pytest.raises(EngineError):
        PpOcr().read_line(strip("山田"))
    with pytest.raises(EngineError):
        LineFinder().find(strip("山田"))


def program(folder: Path, body: str) -> str:
    """A program that stands where Tesseract should."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_library_and_program_read_the_same() -> None:
    for words in ("山田太郎", "髙橋 はるか", "株式会社サンプル電機", "¥1,980"):
        library, by_program = Tesseract(Library()).read_line(strip(words)), Tesseract(Program()).read_line(strip(words))
        assert library.text == by_program.text != ""
        assert library.score == pytest.approx(by_program.score, abs=0.01), "the program rounds"


def test_one_line_leaves_nothing_for_the_next() -> None:
    once = Tesseract(Library())
    first = once.read_line(strip("鈴木一郎"))
    once.read_line(np.full((40, 9, 3), np.arange(0, 243, 27, np.uint8)[None, :, None], np.uint8))
    assert once.read_line(strip("鈴木一郎")) == first


def test_a_missing_model_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(tesseract, "PLACES", (str(tmp_path),))
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr-jpn"):
        Tesseract().read_line(strip("山田"))


def test_a_damaged_model_is_an_engine_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / tesseract.MODEL).write_bytes(b"no model")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(EngineError, match="cannot load"):
        Tesseract().read_line(strip("山田"))


def test_a_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "nothing-here"))
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr"):
        Tesseract(Program()).read_line(strip("山田"))


VERSION = 'if [ "$1" = --version ]; then echo "tesseract 5.3.0"; exit 0; fi'


@pytest.mark.parametrize(
    "body",
    [
        "echo 山田太郎 >&2; exit 1",
        "kill -SEGV $$",
        f"{VERSION}; echo 山田太郎 >&2; exit 1",
        f"{VERSION}; printf '\\377\\376' >&2; exit 1",
        f"{VERSION}; echo 山田太郎 > $2.tsv",
        f"{VERSION}; kill -SEGV $$",
        "echo 山田太郎",
    ],
    ids=[
        "fails at once",
        "crashes at once",
        "fails",
        "fails in bad UTF-8",
        "babbles",
        "crashes",
        "of no known version",
    ],
)
def test_a_failing_tesseract_is_an_engine_error_that_quotes_no_paper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str
) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", program(tmp_path, body))
    asked = pytesseract.get_tesseract_version
    monkeypatch.setattr(asked, "_result", asked)  # pytesseract remembers the version of the program before
    with pytest.raises(EngineError) as caught:
        Tesseract(Program()).read_line(strip("山田"))
    assert "山田" not in str(caught.value)
    assert caught.value.__cause__ is None, "the cause would carry what the program printed"

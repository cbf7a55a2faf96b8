from __future__ import annotations

import time
from collections import Counter

import pytest

from models.values.dates import find_dates
from models.values.fields import COLUMNS, PARSERS, is_date, parse_cell, parse_field, parse_sex
from models.values.money import find_yen
from models.values.text import fold_dashes, squeeze
from tests import shared


def test_every_entry_of_the_corpus_is_parsed_to_its_canonical_value() -> None:
    """From the raw text of the truth. Banks and branches written short need the list of banks, and are looked at there."""
    seen: Counter[str] = Counter()
    wrong = []
    for case in shared.jsonl("corpus", "dev", "truth.jsonl"):
        for document in case["documents"]:
            for key, field in document["fields"].items():
                if field["value"] is None or isinstance(field["value"], list) or key in ("bank_name", "branch_name"):
                    continue
                seen[key] += 1
                got, want = parse_field(key, field["raw"]), field["value"]
                if key == "account_holder_kana":
                    # half-width papers cannot tell small kana from large ones
                    table = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")
                    got, want = str(got).translate(table), want.translate(table)
                if got != want:
                    wrong.append((key, field["raw"], want, got))
    assert set(seen) <= set(PARSERS)
    assert len(seen) > 40 and sum(seen.values()) > 1500
    assert wrong == []


def test_the_era_hint_reaches_the_dates_only() -> None:
    assert parse_field("birth_date", "40年3月18日", era="昭和") == "1965-03-18"
    assert parse_field("birth_date", "40年3月18日") is None
    assert parse_field("phone", "03-1234-5678", era="昭和") == "0312345678"
    assert is_date("birth_date") and not is_date("phone")


@pytest.mark.parametrize(
    ("key", "column", "text", "value"),
    [
        ("line_items", "qty", "1", 1), ("line_items", "amount", "▲50,000", -50000), ("line_items", "unit_price", "￥1,454,600", 1454600), ("facilities", "rate", "2/3", "2/3"),
        ("facilities", "cost", "1,194,000円", 1194000), ("officers", "kana", "ﾀｷｻﾞﾜ ｲﾁﾛｳ", "タキザワイチロウ"), ("officers", "birth_date", "S35.1.2", "1960-01-02"),
        ("officers", "sex", "女", "F"), ("officers", "company", "東都計装㈱", "東都計装株式会社"), ("line_items", "qty", "", None),
    ],
)  # fmt: skip
def test_cells(key: str, column: str, text: str, value: object) -> None:
    assert column in COLUMNS[key]
    assert parse_cell(key, column, text) == value


def test_cells_take_the_era_too() -> None:
    assert parse_cell("officers", "birth_date", "35年1月2日", era="昭和") == "1960-01-02"


@pytest.mark.parametrize(
    ("text", "sex"), [("男", "M"), ("女性", "F"), ("M", "M"), ("男・女", None), ("", None), ("長男の嫁", None)]
)
def test_sex(text: str, sex: str | None) -> None:
    assert parse_sex(text) == sex


def test_unknown_keys_are_free_text() -> None:
    assert parse_field("something_new", "  手付金　一式 ") == "手付金 一式"
    assert squeeze(fold_dashes("A―B　C")) == "A-BC"


@pytest.mark.parametrize(
    "text",
    ["1" * 6000, "〇" * 6000, "令和" * 2000, "1 " * 3000, "1," * 3000, "新宿区1-" * 800, "(" * 4000, "T1 " * 2000],
)
def test_garbage_of_any_length_is_refused_quickly(text: str) -> None:
    """A page that an engine read as one line must neither raise nor hang."""
    began = time.perf_counter()
    for key in PARSERS:
        parse_field(key, text)
    find_yen(text)
    find_dates(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("written", "name"),
    [("デイサービスセンターリんどう", "デイサービスセンターりんどう"), ("リハビリセンターヘんみ", "リハビリセンターへんみ"), ("リンクの家", "リンクの家")],
)  # fmt: skip
def test_kana_drawn_alike_in_front_of_what_begins_no_word(written: str, name: str) -> None:
    assert parse_cell("facilities", "name", written) == name

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.equipment import (
    Kinship,
    compare_capacities,
    compare_makers,
    compare_models,
    compare_serials,
    find_model,
    fold_model,
    kinship,
    models_in,
    odd_ones,
)
from validators.likeness import Likeness

MODELS = st.from_regex(r"[A-Z]{2,4}-[A-Z0-9]{3,6}(-[A-Z0-9]{1,3})?", fullmatch=True)


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("SRT-S377U", "ＳＲＴ－Ｓ３７７Ｕ", "equal"), ("srt-s377u", "SRT‐S377U", "equal"), ("マドリモ APW330", "マドリモAPW330", "equal"), ("EGS-LM0500", "EGS-LMO5OO", "confusable"), ("ESS-P1S2", "ESS-PIS2", "confusable"),
        ("KP-BU98B-S", "KP-8U98B-S", "confusable"), ("KP-BU98B-S", "KPBU98B-S", "confusable"), ("SPS-200", "SPS-600", "near"), ("SRT-S377U", "SRT-S467U", "different"), ("SPS-200", "CHP-37AZ1", "different"),
    ],
)  # fmt: skip
def test_models(a: str, b: str, likeness: str) -> None:
    assert compare_models(a, b) == compare_models(b, a) == likeness


@given(MODELS)
def test_a_model_is_found_in_what_papers_write_around_it(model: str) -> None:
    assert find_model(model, f"京セラ 蓄電池システム（{model}）設置工事代") is Likeness.EQUAL
    assert find_model(model, f"型式 {model.lower()}") is Likeness.EQUAL
    assert find_model(model, f"型式 {model}9") is not Likeness.EQUAL
    assert find_model(model, "設置工事一式") is Likeness.DIFFERENT
    assert fold_model(fold_model(model)) == fold_model(model)


@pytest.mark.parametrize(
    ("model", "text", "likeness"),
    [
        ("EGS-LM0500", "京セラ EGS-LMO500", "confusable"),
        ("SPS-200", "SPS-600 設置", "different"),
        ("RZRP140BF", "RZRP140BFX", "different"),
        ("APW330", "マドリモAPW330", "equal"),
        ("A1", "A1 A1", "different"),
    ],
)
def test_find_model(model: str, text: str, likeness: str) -> None:
    assert find_model(model, text) == likeness


def test_models_in_running_text() -> None:
    assert models_in("太陽光発電システム ＣＳ６Ｒ－４０５ＭＳ 一式 2024年 KP-BU98B-S") == ["CS6R-405MS", "KP-BU98B-S"]
    assert models_in("設置工事一式 100,000円 V2H") == []


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("Panasonic", "パナソニック株式会社", "equal"),
        ("カナディアン・ソーラー", "カナディアンソーラー", "equal"),
        ("YKK AP", "YKKAP(株)", "equal"),
        ("コロナ", "ダイキン", "different"),
    ],
)
def test_makers(a: str, b: str, likeness: str) -> None:
    assert compare_makers(a, b) == likeness


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("9.80 kWh", "9.8kWh", "equal"),
        ("9.8KWH", "9.8kwh", "equal"),
        ("9.8kWh", "9.8kW", "different"),
        ("5.0kWh", "6.0kWh", "different"),
        ("2台", "2台", "equal"),
    ],
)
def test_capacities(a: str, b: str, likeness: str) -> None:
    assert compare_capacities(a, b) == likeness


STEMS = (
    "EHP-S370",
    "SPS-200",
    "RUF-A2405",
    "CF-LX4500",
    "KXN50-15",
    "JH-WBPDB650",
    "ESS-U2M1",
    "SRT-S377",
    "EQ46-10",
    "NE-P2500",
)
COLOURS = (
    "W",
    "-W",
    "/W",
    "(W)",
    " ホワイト",
    "-K",
    "-WH",
    "K",
    " ブラック",
    "-50HZ",
    "-60",
    "-SET",
    "（W）",
    "-1",
    "S",
)


@pytest.mark.parametrize("suffix", COLOURS)
@pytest.mark.parametrize("stem", STEMS)
def test_a_suffix_makes_a_variant(stem: str, suffix: str) -> None:
    assert kinship(stem, stem + suffix) is kinship(stem + suffix, stem) is Kinship.VARIANT
    assert kinship(stem + suffix, stem + suffix) is Kinship.SAME
    assert kinship(stem + suffix, stem.lower() + suffix) is Kinship.SAME


@pytest.mark.parametrize(("a", "b"), list(itertools.permutations(STEMS, 2)))
def test_other_models_are_no_family(a: str, b: str) -> None:
    assert kinship(a, b) is kinship(a + "W", b) is Kinship.DIFFERENT


@given(st.from_regex(r"[A-Z]{2,4}-[1-9][0-9]{2,3}", fullmatch=True), st.integers(1, 9))
def test_another_size_is_another_model(model: str, add: int) -> None:
    first = re.search(r"[0-9]", model)
    assert first is not None
    at = first.start()
    other = model[:at] + str((int(model[at]) + add) % 10) + model[at + 1 :]
    expected = (Kinship.SAME,) if compare_models(model, other).same else (Kinship.DIFFERENT,)
    assert kinship(model, other) in expected
    assert kinship(model, model + "0") is Kinship.DIFFERENT
    assert kinship("", model) is kinship(model, "") is Kinship.DIFFERENT


@given(
    st.from_regex(r"[A-Z]{1,3}-?[0-9]{2,4}[A-Z]{0,2}", fullmatch=True),
    st.from_regex(r"[A-Z]{1,3}-?[0-9]{2,4}[A-Z]{0,2}", fullmatch=True),
)
def test_kinship_has_no_direction(a: str, b: str) -> None:
    assert kinship(a, b) is kinship(b, a)
    wide = a.translate({ord(c): chr(ord(c) + 0xFEE0) for c in a if c != "-"})
    assert kinship(wide, a) is Kinship.SAME


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("A12345678", "Ａ１２３４５６７８", True), ("S/N: A12345678", "製造番号 A12345678", True), ("A1234567O", "A12345670", True), ("A12345678", "A12345679", False), ("No. 0012345", "0012345", True),
        ("A-1234-5678", "A12345678", True), ("SN12345678", "SN12345678", True), ("S123456", "123456", False),
    ],
)  # fmt: skip
def test_serials(a: str, b: str, same: bool) -> None:
    assert compare_serials(a, b).same is compare_serials(b, a).same is same


def test_who_is_the_odd_one() -> None:
    def alike(a: str, b: str) -> bool:
        return compare_models(a, b).same

    papers = {"form": "SPS-200", "receipt": "ＳＰＳ－２００", "warranty": "SPS-600"}
    assert odd_ones(papers, alike) == ("warranty",)
    assert odd_ones({**papers, "warranty": "sps200"}, alike) == ()
    assert odd_ones({"form": "SPS-200", "receipt": "SPS-600"}, alike) == ("form", "receipt")
    assert odd_ones({"form": "A-111", "receipt": "B-222", "warranty": "C-333"}, alike) == (
        "form",
        "receipt",
        "warranty",
    )
    assert odd_ones({}, alike) == odd_ones({"form": "x"}, alike) == ()

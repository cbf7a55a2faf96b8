from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.equipment import compare_capacities, compare_makers, compare_models, find_model, fold_model, models_in
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

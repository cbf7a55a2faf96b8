"""Why a value is believed: in words, never empty for what was accepted, and true."""

from __future__ import annotations

import re

import pytest

from models.documents import CaseView, Corroboration, DocumentKind, Field, FieldStatus, Reading
from models.reasons import ENGINES_JA, doubts, engine_family, reasons, why
from models.values.address import fold_address
from models.values.kana import to_katakana
from models.values.text import fold_itaiji, squeeze
from tests import shared
from tests.validators.cases import checked, from_truth, scanned


def read(*pairs: tuple[str, str], value: str = "1234567", **more: object) -> Field:
    readings = [Reading(engine=e, raw=v, value=v, score=0.9) for e, v in pairs]
    return Field(key="account_number", value=value, readings=readings, **more)  # type: ignore[arg-type]


def says(kind: str, reason: str, supports: bool = True) -> Corroboration:
    return Corroboration(kind=kind, supports=supports, reason_ja=reason)


def test_engines_are_named_and_only_those_that_agree() -> None:
    field = read(("ppocr", "1234567"), ("tesseract", "1234567"), ("crnn", "1234561"))
    assert reasons(field) == ("読取A＝読取B",)


def test_engines_of_one_family_are_one_witness() -> None:
    assert reasons(read(("ppocr", "1234567"), ("ppocr-boxes", "1234567"))) == ()


def test_reasons_come_short_and_once() -> None:
    field = read(
        ("ppocr", "1234567"),
        corroborations=[
            says("date_plausible", "年度から見て自然な日付です"),
            says("passbook", "通帳の写しと一致します"),
            says("bank_dictionary", "支店名とコードが一致します"),
            says("passbook", "通帳の写しと一致します"),
            says("low_score", "文字がはっきり読めません", supports=False),
        ],
    )
    assert reasons(field) == ("通帳の写しと一致", "支店名とコードが一致", "年度から見て自然な日付")
    assert why(field) == "通帳の写しと一致；支店名とコードが一致；年度から見て自然な日付。"
    assert doubts(field) == ("文字がはっきり読めません",)


def test_a_blank_and_a_person() -> None:
    person = says("person", "確認担当が確かめました。")
    assert reasons(Field(key="phone", blank=True, corroborations=[person])) == ("担当者が確認", "記入なし")
    assert reasons(Field(key="phone")) == ()


@pytest.mark.parametrize("exact", [True, False])
def test_everything_accepted_on_the_corpus_says_why_and_it_is_true(exact: bool) -> None:
    accepted = 0
    for row in shared.jsonl("corpus", "dev", "truth.jsonl")[:12]:
        case = from_truth(row)
        if not exact:
            for document in case.documents:
                document.fields = {
                    k: scanned(k, f.value) if f.value is not None else f for k, f in document.fields.items()
                }
        outcome = checked(case).case
        for document in outcome.documents:
            for field in document.fields.values():
                if field.status is not FieldStatus.ACCEPTED:
                    continue
                accepted += 1
                given = reasons(field)
                assert given and all(given), (row["case_id"], field.key)
                assert field.reason_ja
                for reason in given:
                    assert true(reason, field, document.kind, outcome), (row["case_id"], field.key, reason)
    assert accepted > 400


def plain(value: object) -> str:
    """For comparing across papers: what the papers leave free in names, places and numbers."""
    text = fold_address(str(value)) if isinstance(value, str) else str(value)
    folded = fold_itaiji(squeeze(to_katakana(text))).translate(
        str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
    )
    return folded.lstrip("0").removesuffix("支店").removesuffix("支所").removesuffix("店").removesuffix("銀行")


def true(reason: str, field: Field, kind: DocumentKind, case: CaseView) -> bool:
    """Whether a reason can be seen on the papers themselves, by other means than those that gave it."""
    if "＝" in reason:
        names = [ENGINES_JA.get(engine_family(r.engine), r.engine) for r in field.readings if r.value == field.value]
        return len(set(reason.split("＝"))) >= 2 and set(reason.split("＝")) <= set(names)
    if reason == "文字情報をそのまま読み取り":
        return field.exact
    if reason == "記入なし":
        return field.value is None and field.blank
    named = [k for k in DocumentKind if k.label_ja in reason]
    if named and reason in {f"{k.label_ja}と一致" for k in named}:
        mine = plain(field.value)
        return any(mine == plain(f.value) for k in named for d in case.of_kind(k) for f in d.fields.values())
    if "小計と消費税と合計" in reason:
        paper = next(d for d in case.documents if d.fields.get(field.key) is field)
        subtotal, tax, total = (paper.value(k) for k in ("subtotal_amount", "tax_amount", "total_amount"))
        return isinstance(subtotal, int) and isinstance(tax, int) and subtotal + tax == total
    if "検査数字" in reason:
        return re.fullmatch(r"T\d{13}", str(field.value)) is not None
    return bool(re.search("[ぁ-ゖァ-ヺ一-鿿]", reason))

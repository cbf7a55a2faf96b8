"""Forms of offices nobody had seen: signs beside amounts, choices in rows beside and under their label, words in a room."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_thirdversions import form
from tests.extractors.fields.test_unlearnedforms import read


@pytest.mark.parametrize("sign", ["B", "(B)", "②"])
def test_an_amount_behind_the_sign_that_a_formula_calls_it_by(sign: str) -> None:
    paper = form()
    heads, first, second = paper.table(60, 120, [400, 110, 500, 300], [60, 90, 90], stroke=3)
    rows = (
        ("区分", "記号", "金額", "算出方法"),
        ("購入金額（税込）", "A" if sign != "②" else "①", "462,000円", "領収書の合計額"),
        ("補助金交付申請額", sign, "46,000円", "A×1/10（上限5万円）"),
    )
    for cells, words in zip((heads, first, second), rows, strict=True):
        for cell, word in zip(cells, words, strict=True):
            paper.text(cell.x0 + 20, cell.cy - 14, word, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (462_000, 46_000)

"""Forms that no programme describes: headings over tables, remarks in labels and rooms, words that engines misread."""

from __future__ import annotations


from models.documents import DocumentKind as K
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_thirdversions import form


def test_an_amount_with_its_label_in_a_row_under_another_such_row() -> None:
    paper = form(height=1600)
    for n, (label, amount) in enumerate((("補助対象経費【税抜】", "2160000"), ("補助金申請額", "720000"))):
        y = 120 + 110 * n
        paper.draw.rectangle((60, y, 1340, y + 110), outline="black", width=3)
        paper.text(80, y + 38, label, size=30)
        paper.text(460, y + 38, "￥", size=30, read_as="夫")
        for i, digit in enumerate(amount.rjust(9)):
            x = 500 + 70 * i
            paper.draw.rectangle((x, y + 20, x + 70, y + 90), outline="black", width=2)
            if digit != " ":
                paper.text(x + 24, y + 36, digit, size=36)
        paper.text(1150, y + 38, "円", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (2_160_000, 720_000)

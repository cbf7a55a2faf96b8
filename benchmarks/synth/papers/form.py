"""Forms: letterheads, applicant blocks and tables whose cells know how their entry is filled in.

Two manners. *letter* (A): date and addressee on top, the applicant at the right, a title in the middle, a plain table.
*ledger* (B): a boxed title, dark section heads, everything in one table, digits in boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from benchmarks.synth import fonts, people, seals
from benchmarks.synth.draw import GREY, MM_PER_POINT, PALE, WHITE, Sheet
from benchmarks.synth.fill import Filler
from benchmarks.synth.papers import Desk
from benchmarks.synth.rules import GOODS

Row = Sequence[tuple[str, str]]
"""Cells of a table row: (label, key); a key ``=words`` stands for words that no entry of the truth asks for."""


def entries(desk: Desk) -> dict[str, tuple[Any, str]]:
    """Everything a form of this envelope may ask for: key -> (canonical value, as the sender writes it)."""
    f, h, who = desk.facts, desk.habits, desk.facts.applicant
    pref = f.prefecture_written
    account = f.account
    vendor = f.vendor.short if h.short_company else f.vendor.name
    bank = account.bank.removesuffix("銀行") if h.short_bank and not account.yucho else account.bank
    found: dict[str, tuple[Any, str]] = {
        "applicant_name": (who.plain, who.name),
        "applicant_kana": (who.kana.replace("　", ""), who.kana),
        "representative_name": (who.representative.replace("　", ""), who.representative),
        "postal_code": (f.form_postal, f"{f.form_postal[:3]}-{f.form_postal[3:]}"),
        "address": (who.address.value(pref), who.address.written(h.address, pref)),
        "phone": (who.phone, people.phone_written(who.phone, h.phone)),
        "equipment_type": (f.goods.kind, f.goods.kind),
        "manufacturer": (f.goods.maker, f.goods.maker),
        "model": (f.goods.model, f.goods.model),
        "capacity": (f.goods.capacity, f.goods.capacity),
        "vendor_name": (f.vendor.name, vendor),
        "purchase_amount": (f.amount, h.yen(f.amount)),
        "total_cost": (f.total_cost, h.yen(f.total_cost)),
        "subsidy_amount": (f.subsidy, h.yen(f.subsidy)),
        "course": (f.course, f.course),
        "facility_class": (f.facility_class, f.facility_class),
        "contract_count": ("1", "1"),
        "bank_name": (account.bank, bank),
        "branch_name": (account.branch, account.branch),
        "bank_code": (account.bank_code, account.bank_code),
        "branch_code": (account.branch_code, account.branch_code),
        "account_type": (account.kind, account.kind),
        "account_number": (account.number, account.number),
        "account_holder": (account.holder.replace("　", ""), account.holder),
        "account_holder_kana": (account.holder_kana.replace("　", ""), account.holder_kana),
        "grant_decision_number": (f.grant_number, f.grant_number),
    }
    if f.meter:
        found["customer_number"] = (f.meter.customer, f.meter.customer)
    proxy = f.proxy
    found |= {
        "proxy_name": (proxy.name, proxy.name) if proxy else (None, ""),
        "proxy_contact": (proxy.person.replace("　", ""), proxy.person) if proxy else (None, ""),
        "proxy_address": (proxy.address.value(False), proxy.address.written("hyphen", False)) if proxy else (None, ""),
        "proxy_phone": (proxy.phone, people.phone_written(proxy.phone, "hyphen")) if proxy else (None, ""),
    }
    return found


def dates(desk: Desk) -> dict[str, date | None]:
    f = desk.facts
    return {
        "application_date": f.applied_on,
        "request_date": f.claimed_on or f.applied_on,
        "purchase_date": f.voucher.day,
        "installation_date": f.installed_on,
        "birth_date": f.applicant.birth,
        "grant_decision_date": f.granted_on,
    }


class Form:
    """One side of a form being filled in; `y` is how far down the paper it has come."""

    def __init__(self, desk: Desk, kind: str, *, ledger: bool, left: float = 22, right: float = 190) -> None:
        self.desk, self.kind, self.ledger, self.left, self.right = desk, kind, ledger, left, right
        self.sheet = Sheet()
        self.fill: Filler = desk.filler(self.sheet, kind)
        self.values, self.dates, self.y = entries(desk), dates(desk), 20.0
        self.sealed: bool | None = None
        self.count = 0

    # -- parts -------------------------------------------------------------------------------------------------
    def title(self, *lines: str, size: float = 14) -> None:
        if self.ledger:
            height = 8.5 * len(lines) + 3
            self.sheet.rect(self.left, self.y, self.right, self.y + height, width=0.6)
            self.sheet.rect(self.left + 1, self.y + 1, self.right - 1, self.y + height - 1, width=0.2)
            for i, line in enumerate(lines):
                self._fit_title(line, self.y + 6 + 8.5 * i, size, "gothic-bold")
            self.y += height + 4
            return
        for line in lines:
            self._fit_title(line, self.y + 4, size, "mincho")
            self.y += 8.5
        self.y += 4

    def _fit_title(self, line: str, y: float, size: float, face: str) -> None:
        room = self.right - self.left - 8
        size = min(size, room / (fonts.width(face, line) * MM_PER_POINT))
        self.sheet.text((self.left + self.right) / 2, y, line, size, face, align="c")

    def note(self, text: str, size: float = 9.0, x: float | None = None) -> None:
        """Printed words in lines of the form's width."""
        x = self.left + 2 if x is None else x
        row = ""
        for char in text + "\n":
            if char == "\n" or fonts.width("mincho", row + char) * size * MM_PER_POINT > self.right - x:
                self.sheet.text(x, self.y + 2, row, size, "mincho")
                self.y += size * MM_PER_POINT * 1.5
                row = "" if char == "\n" else char
            else:
                row += char
        self.y += 1

    def day(self, key: str) -> None:
        day = self.dates[key]
        assert day is not None
        self.fill.date(key, day, self.right, self.y + 3, align="r")
        self.y += 9

    def applicant(self, rows: Row, *, x: float = 92, seal_on: str = "applicant_name") -> None:
        """The block at the right of a letter; the seal stands behind `seal_on`."""
        heading = "申請者"
        self.sheet.text(x - 6, self.y + 3, heading, 10, "mincho", align="r")
        for label, key in rows:
            at = self.y + 3.5
            self.sheet.spread(x, x + 20, at, label, 10)
            width = self.right - x - 26 - (14 if key == seal_on else 0)
            self._entry(key, x + 25, at, width, 7.0, boxed=False)
            if key == seal_on:
                self.seal(self.right - 6, at)
            self.sheet.line(x + 24, self.y + 7.6, self.right, self.y + 7.6, 0.12, GREY, dash=True)
            self.y += 9.2
        self.y += 4

    def numbered(self, heading: str) -> str:
        """``#words`` with the next number of this form before them; anything else as it is."""
        if not heading.startswith("#"):
            return heading
        self.count += 1
        return f"{'０１２３４５６７８９'[self.count]}{'．' if self.ledger else '　'}{heading[1:]}"

    def seal(self, x: float, y: float) -> None:
        """印: the place, and the seal unless it was forgotten."""
        self.sheet.oval(x - 3, y - 3, x + 3, y + 3, width=0.15, line=GREY)
        self.sheet.text(x, y, "印", 8.5, "mincho", align="c", color=GREY)
        self.sealed = self.kind not in self.desk.facts.unsealed
        if self.sealed:
            rng, who = self.desk.rng, self.desk.facts.applicant
            at = (x + rng.uniform(-1.2, 1), y + rng.uniform(-1, 1))
            if who.company:
                seals.company(self.sheet, *at, who.plain.removeprefix(who.form) + "代表者", rng, 16)
            else:
                seals.personal(self.sheet, *at, who.name.split("　")[0], rng)

    def section(
        self, heading: str, rows: Sequence[Row], *, height: float = 9.0, label: float = 32.0, seal_on: str = ""
    ) -> None:
        """A headed table. Rows share the width evenly among their cells; addresses and choices get taller ones."""
        s, heading = self.sheet, self.numbered(heading)
        if heading and self.ledger:
            s.rect(self.left, self.y, self.right, self.y + 6, fill=(70, 74, 82), width=0.25)
            s.text(self.left + 2.5, self.y + 3, heading, 10, "gothic-bold", color=WHITE)
            self.y += 6
        elif heading:
            s.text(self.left, self.y + 3, heading, 10.5, "mincho")
            self.y += 6.5
        for row in rows:
            tall = height * (1.55 if any(k in ("address", "proxy_address", "equipment_type") for _, k in row) else 1.0)
            if any(k == "equipment_type" for _, k in row) and len(GOODS[self.desk.facts.rules.id]) > 4:
                tall = height * 2.1
            share = (self.right - self.left) / len(row)
            for i, (name, key) in enumerate(row):
                x0 = self.left + share * i
                s.rect(x0, self.y, x0 + label, self.y + tall, fill=PALE if self.ledger else None, width=0.25)
                s.rect(x0 + label, self.y, x0 + share, self.y + tall, width=0.25)
                self._label(name, x0, label, self.y + tall / 2)
                if key.startswith("="):
                    self.fill.words(
                        key[1:], x0 + label + 3, self.y + tall / 2, share - label - 6, 10.5, hand=self.fill.by_hand()
                    )
                elif key:
                    inner = share - label - 4 - (14 if key == seal_on else 0)
                    self._entry(key, x0 + label + 2, self.y + tall / 2, inner, tall, boxed=self.ledger)
                    if key == seal_on:
                        self.seal(x0 + share - 8, self.y + tall / 2)
            self.y += tall
        self.y += 4.5

    def _label(self, name: str, x: float, width: float, y: float) -> None:
        face = "gothic" if self.ledger else "mincho"
        if "\n" in name:
            first, second = name.split("\n")
            self.sheet.text(x + width / 2, y - 1.9, first, 9.5, face, align="c")
            self.sheet.text(x + width / 2, y + 2.3, second, 6.8, face, align="c")
        elif len(name) <= 6 and not self.ledger:
            self.sheet.spread(x + 3, x + width - 3, y, name, 10, face)
        else:
            self.sheet.text(x + width / 2, y, name, 9.5 if len(name) < 9 else 8, face, align="c")

    def _entry(self, key: str, x: float, y: float, width: float, height: float, *, boxed: bool) -> None:
        fill, rules = self.fill, self.desk.facts.rules
        if key in self.dates:
            day = self.dates[key]
            assert day is not None
            fill.date(key, day, x + 1, y, 10 if width > 38 else 8.6)
            return
        value, raw = self.values[key]
        if key == "equipment_type" and rules.id in ("shinjuku-ecohome", "nara-smarthouse"):
            fill.tick_one(
                key, value, list(GOODS[rules.id]), x, y, width, 9, rows=3 if len(GOODS[rules.id]) > 4 else 2, pitch=4.9
            )
        elif key == "course":
            fill.tick_one(key, value, ["基本コース", "促進コース"], x, y, width)
        elif key == "facility_class":
            fill.tick_one(key, value, ["社会福祉施設", "その他施設"], x, y, width)
        elif key == "account_type":
            fill.ring_one(key, value, ["普通", "当座", "貯蓄"], x + 2, y)
        elif key == "postal_code":
            self.sheet.text(x, y, "〒", 10.5, "mincho")
            if boxed:
                fill.digits(key, value, x + 6, y - 3.2, 5.4, 6.4, count=7, raw=value, gap_after=3)
            else:
                fill.put(key, value, raw, x + 5, y, width - 5)
        elif boxed and key in ("account_number", "bank_code", "branch_code"):
            fill.digits(
                key, value, x, y - 3.2, 5.2, 6.4, count={"account_number": 7, "bank_code": 4, "branch_code": 3}[key]
            )
        elif key == "subsidy_amount" and boxed:
            fill.digits(key, str(value), x + 4, y - 3.4, 6, 6.8, count=8)
            self.sheet.text(x + 54, y, "円", 10, "mincho")
        elif key.endswith(("_amount", "_cost")):
            room = min(width - 6, 48)
            self.sheet.text(x + room + 6, y, "円", 10, "mincho", align="r")
            fill.put(key, value, raw, x, y, room, 11, align="r")
        elif key == "contract_count":
            fill.put(key, value, raw, x, y, 12, align="c")
            self.sheet.text(x + 13, y, "契約", 10, "mincho")
        else:
            fill.put(key, value, raw, x, y, width, 10.5, lines=2 if height > 11 or "address" in key else 1)

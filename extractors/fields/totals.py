"""Total, subtotal and tax of a paper, chosen from all its amounts: by their words, their size, and by adding up."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extractors.fields.amounts import NARROW, Amount, Role, amounts_on, yen_of
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import reading_order
from models.geometry import Box


@dataclass(frozen=True)
class Totals:
    """The three amounts as they stand on the paper; None where it does not state them.

    Several rates of tax have a tax each: then `tax` (and `subtotal`) are made of several amounts to be added.
    """

    total: Amount | None
    subtotal: tuple[Amount, ...]
    tax: tuple[Amount, ...]

    @property
    def sum(self) -> int | None:
        """What subtotal and tax add up to; None where either is not stated, or the tax is no tenth of the subtotal."""
        if not self.subtotal or not self.tax or not _plausible(self.subtotal, self.tax):
            return None
        return _sum(self.subtotal) + _sum(self.tax)

    @property
    def proven(self) -> bool:
        """Whether the amounts prove each other: they add up, or the tax is just what a total with tax holds."""
        if self.total is None:
            return False
        if self.sum is not None:
            return self.sum == self.total.yen
        return not self.subtotal and bool(self.tax) and _within(self.tax, self.total.yen)

    def regions(self) -> dict[str, Region]:
        found: dict[str, Region] = {}
        if self.total is not None:
            found["total_amount"] = self.total.region
        for key, parts in (("subtotal_amount", self.subtotal), ("tax_amount", self.tax)):
            if parts:
                texts = tuple(reading_order([p.text for p in parts]))
                found[key] = Region(texts, Box.around(t.box for t in texts), None)
        return found


def sum_of(raw: str) -> int | None:
    """The sum of the amounts in `raw`, which stand apart by spaces; None where one of them is none."""
    whole = yen_of(raw)
    if whole is not None:
        return whole
    parts = [yen_of(p) for p in re.split(r"(?<=\d)\s+(?=[¥￥▲△\-\d])|(?<=円)\s+", raw)]
    return sum(p for p in parts if p is not None) if len(parts) > 1 and None not in parts else None


def unread_total(layout: Layout, others: Sequence[Text] = ()) -> Region | None:
    """Where a total stands that could not be read: large, marked as money, most of it digits; `others` are known to be
    something else."""
    likely = [
        t
        for t in layout.texts
        if not t.line.vertical
        and not any(t.box.intersection(o.box) > 0.5 * o.box.area for o in others)
        and re.search(r"^[\s★金額]*[¥￥羊半Y*]|[円也※\-－]\s*$|,\d{3}", t.raw)
        and len(re.findall(r"[\d壱弐参拾百千万]", t.raw)) >= max(4, 0.5 * len(t.raw.strip()))
        and not re.search(r"[年月日:：]|\d-\d|T\d{6}", t.raw)
    ]
    if not likely:
        return None
    tallest = max(likely, key=lambda t: t.box.height)
    return Region((tallest,), tallest.box, None)


def totals_on(layout: Layout, goods: int | None = None) -> Totals:
    """The totals of the page. `goods` is what the itemised goods add up to, where they are known."""
    return choose(amounts_on(layout), goods)


def choose(amounts: Sequence[Amount], goods: int | None = None) -> Totals:
    """The totals among `amounts`."""
    usable = [a for a in amounts if a.yen > 0]
    if not usable:
        return Totals(None, (), ())
    tallest = max(a.text.box.height for a in usable)
    subtotals = _sums([a for a in usable if a.role in (Role.SUBTOTAL, Role.BASE)])
    taxes = _sums([a for a in usable if a.role is Role.TAX])
    best: tuple[float, Amount] | None = None
    sums = {_sum(s) + _sum(t) for s, t in itertools.product(subtotals, taxes) if _plausible(s, t)}
    for a in usable:
        # what was paid in (ご入金額) is the total where subtotal and tax add up to it
        summed = a.role in (Role.UNSAID, Role.ASIDE) and a.yen in sums
        if not (_may_be_total(a, tallest) or summed) or _torn_from(a.yen, sums):
            continue
        score = (a.strength if a.role is not Role.ASIDE else 0.0) + 2.0 * a.text.box.height / tallest
        score += 1.0 * any(b.yen == a.yen and b is not a and b.role in (Role.TOTAL, Role.UNSAID) for b in usable)
        score += 3.0 * any(_adds_up(s, t, a.yen) for s, t in itertools.product(subtotals, taxes))
        score += 1.5 * any(_within(t, a.yen) for t in taxes)
        score += 1.5 * (
            goods is not None and goods > 0 and goods in (a.yen, *(a.yen - sum(x.yen for x in t) for t in taxes))
        )
        if best is None or score > best[0] + 0.01:
            best = (score, a)
    if best is None:
        return Totals(None, _first(subtotals), _first(taxes))
    total = best[1].yen
    pairs = [(s, t) for s, t in itertools.product(subtotals, taxes) if _adds_up(s, t, total)]
    if pairs:
        subtotal, tax = min(pairs, key=lambda p: (len(p[0]) + len(p[1]), -sum(a.strength for a in p[0])))
        return Totals(best[1], subtotal, tax)
    tax = _tax(taxes, total) or next(((a,) for a in usable if a.role is not Role.TOTAL and _within((a,), total)), ())
    within = bool(tax) and _within(tax, total)
    net = [
        s for s in subtotals if _sum(s) != total and _sum(s) < total and (len(s) == 1) and s[0].role is Role.SUBTOTAL
    ]
    gross = [s for s in subtotals if _sum(s) == total and len(s) == 1 and s[0].role is Role.SUBTOTAL]
    if net and goods is not None:
        net.sort(key=lambda s: _sum(s) != goods)
    subtotal = net[0] if net else gross[0] if gross and not tax and not within else ()
    if not subtotal and tax:
        # 合計 of the goods, under which the tax is added: what the large total at the head lacks of it
        subtotal = next(((a,) for a in usable if _may_be_sum(a) and _adds_up((a,), tax, total)), ())
    elif subtotal and not tax:
        tax = next(((a,) for a in usable if _unnamed(a) and _adds_up(subtotal, (a,), total)), ())
    return Totals(best[1], subtotal, tax)


_SUMS = (Role.TOTAL, Role.SUBTOTAL, Role.BASE)


def _may_be_sum(a: Amount) -> bool:
    return a.role in _SUMS or _unnamed(a)


def _unnamed(a: Amount) -> bool:
    """Whether no word stands with an amount: the label in its row was not read, or stands over another column."""
    return a.role is Role.UNSAID and not a.label


def _may_be_total(a: Amount, tallest: float) -> bool:
    if a.role is Role.TOTAL:
        return True
    marked = re.search(r"[¥￥円羊]|^金|也", a.text.raw) is not None
    grouped = re.search(r"\d[,.、]\d{3}", a.text.raw.translate(NARROW)) is not None
    return a.role is Role.UNSAID and a.yen >= 100 and (marked or (grouped and a.text.box.height > 0.8 * tallest))


def _sums(found: Sequence[Amount]) -> list[tuple[Amount, ...]]:
    """Each amount by itself, the plainest first; and what several rates, or a printed list, add up to."""
    ordered = sorted(found, key=lambda a: -a.strength)
    single: list[tuple[Amount, ...]] = [(a,) for a in ordered]
    by_rate: dict[int, Amount] = {}
    for a in ordered:
        if a.rate is not None:
            by_rate.setdefault(a.rate, a)
    if len(by_rate) > 1:
        single.append(tuple(by_rate.values()))
    return single


def _sum(parts: Sequence[Amount]) -> int:
    return sum(a.yen for a in parts)


def _plausible(subtotal: Sequence[Amount], tax: Sequence[Amount]) -> bool:
    """Whether `tax` is a tenth, or 8 %, of `subtotal`."""
    return any(abs(_sum(subtotal) * rate - _sum(tax) * 100) <= 100 for rate in (10, 8))


def _torn_from(yen: int, sums: Collection[int]) -> bool:
    """Whether `yen` is the end of what subtotal and tax add up to: its first digits were not read."""
    return yen not in sums and any(s > yen and str(s).endswith(str(yen)) and yen >= 1000 for s in sums)


def _adds_up(subtotal: Sequence[Amount], tax: Sequence[Amount], total: int) -> bool:
    return _sum(subtotal) + _sum(tax) == total and 0 < _sum(tax) <= 0.12 * _sum(subtotal)


def _within(tax: Sequence[Amount], total: int) -> bool:
    """Whether `tax` is the tenth (or 8 %) that a total with tax holds."""
    return any(abs(_sum(tax) - total * r / (100 + r)) <= 2 for r in (10, 8))


def _tax(taxes: Sequence[tuple[Amount, ...]], total: int) -> tuple[Amount, ...]:
    """The tax that fits `total` best: exactly within it, else the sum of all rates, else any that is small enough; on a
    curled tape the amount beside 内消費税 may be the row's above."""
    exact = [t for t in taxes if _within(t, total)]
    if exact:
        return exact[0]
    several = [t for t in taxes if len(t) > 1 and _sum(t) < 0.11 * total]
    if several:
        return several[0]
    return next((t for t in taxes if _sum(t) < 0.2 * total), ())


def _first(sums: Sequence[tuple[Amount, ...]]) -> tuple[Amount, ...]:
    return sums[0] if sums else ()

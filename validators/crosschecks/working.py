"""How an amount of subsidy comes about, in words: what a person needs to see which of two amounts is right."""

from __future__ import annotations

from fractions import Fraction

from models.labels import FIELD_LABELS_JA
from models.programmes import FlatRule, PerUnitRule, RateRule
from validators.crosschecks.context import yen


def working_ja(
    rule: FlatRule | RateRule | PerUnitRule, base: int | Fraction, *, key: str = "", round_down_to: int = 1
) -> str:
    """What `rule` makes of `base` (yen of the entry `key`, or a number of units), step by step, as sentences."""
    if isinstance(rule, FlatRule):
        steps, amount = [f"計算のしかた：定額{yen(rule.amount)}"], Fraction(rule.amount)
    elif isinstance(rule, RateRule):
        amount = base * rule.share
        label = FIELD_LABELS_JA.get(key, key)
        steps = [f"計算のしかた：{label}（{yen(int(base))}）×{rule.rate}で{yen(int(amount))}"]
    else:
        amount = Fraction(base * rule.amount)
        steps = [f"計算のしかた：{_number(base)}{rule.unit}×{yen(rule.amount)}で{yen(int(amount))}"]
    cap = None if isinstance(rule, FlatRule) else rule.cap
    if cap is not None and amount > cap:
        steps.append(f"上限は{yen(cap)}")
        amount = Fraction(cap)
    if amount % round_down_to:
        steps.append(f"{yen(round_down_to)}未満は切り捨て")
    if rule.lower is not None and amount // round_down_to * round_down_to < rule.lower:
        steps.append(f"下限の{yen(rule.lower)}に届かないので0円")
    return "。".join(steps) + "。"


def working_of_rows_ja(count: int) -> str:
    """The same for a list of facilities, each of which is worked out by itself."""
    return f"計算のしかた：設備{count}件をそれぞれ計算した合計。"


def _number(value: int | Fraction) -> str:
    """``9.8``: a decimal as forms write it."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")

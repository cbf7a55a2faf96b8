"""Subtotal, tax and total of one paper: the three candidates that add up."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from models.documents import ExtractedDocument
from validators.crosschecks.amounts import tax_is_right, whole
from validators.likeness import Verdict
from validators.money import contained_tax_fits, total_fits
from validators.resolution.choices import Choice, Ground, choose, options

_KEYS = ("subtotal_amount", "tax_amount", "total_amount")


def settle(document: ExtractedDocument) -> None:
    """Choose among candidates that the readers themselves hold nearly as likely, where the paper's sum asks for it.

    A sum that is wrong on paper stays wrong: its amounts were read surely. An amount that could not be parsed may
    take a candidate that completes the sum. Where no tax considered is a rate's (several rates, a discount behind the
    tax), three amounts that add up to the yen are enough.
    """
    fields = [document.fields.get(k) for k in _KEYS]
    present = [f for f in fields if f is not None]
    if len(present) < 2 or _right(*(whole(f.value) if f else None for f in fields)):
        return
    lists: list[list[Choice | None]] = [[*options(f, Ground.ARITHMETIC)] if f else [None] for f in fields]
    if any(not choices for choices in lists):
        return
    chosen = _likeliest(lists, _right) or _likeliest(lists, _adds_up)
    if chosen is None:
        return
    for field, choice in zip(fields, chosen, strict=True):
        if field is not None and choice is not None:
            choose(field, choice, "小計・消費税・合計の計算に合うように読みました")


def _likeliest(lists: list[list[Choice | None]], fits: Callable[..., bool]) -> tuple[Choice | None, ...] | None:
    """Of all ways to take one choice of each list, the likeliest whose amounts fit; the first of equal ones."""
    fitting = [t for t in itertools.product(*lists) if fits(*(whole(c.value) if c else None for c in t))]
    return max(fitting, key=lambda t: math.prod(max(c.share, 1e-6) for c in t if c), default=None)


def _adds_up(subtotal: int | None, tax: int | None, total: int | None) -> bool:
    return total_fits(subtotal, tax, total) is Verdict.AGREE


def _right(subtotal: int | None, tax: int | None, total: int | None) -> bool:
    """Whether the amounts bear each other out: the sum and the tax, or the tax contained where no subtotal stands."""
    if subtotal is not None and tax is not None and total is not None:
        return total_fits(subtotal, tax, total) is Verdict.AGREE and tax_is_right(subtotal, tax)
    if subtotal is not None and tax is not None:
        return tax_is_right(subtotal, tax)
    return contained_tax_fits(total, tax) is Verdict.AGREE

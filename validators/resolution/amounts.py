"""Subtotal, tax and total of one paper: the three candidates that add up."""

from __future__ import annotations

import itertools

from models.documents import ExtractedDocument
from validators.crosschecks.amounts import tax_is_right, whole
from validators.likeness import Verdict
from validators.money import contained_tax_fits, total_fits
from validators.resolution.choices import Choice, Ground, choose, options

_KEYS = ("subtotal_amount", "tax_amount", "total_amount")


def settle(document: ExtractedDocument) -> None:
    """Choose among candidates that the readers themselves hold nearly as likely, where the paper's sum asks for it.

    A sum that is wrong on paper stays wrong: its amounts were read surely. An amount that could not be parsed may
    take a candidate that completes the sum.
    """
    fields = [document.fields.get(k) for k in _KEYS]
    present = [f for f in fields if f is not None]
    if len(present) < 2 or _right(*(whole(f.value) if f else None for f in fields)):
        return
    lists: list[list[Choice | None]] = [[*options(f, Ground.ARITHMETIC)] if f else [None] for f in fields]
    if any(not choices for choices in lists):
        return
    found: list[tuple[float, int, tuple[Choice | None, ...]]] = []
    for i, triple in enumerate(itertools.product(*lists)):
        values = [whole(c.value) if c else None for c in triple]
        if _right(*values):
            likely = 1.0
            for c in triple:
                likely *= max(c.share, 1e-6) if c else 1.0
            found.append((likely, -i, triple))
    if not found:
        return
    for field, choice in zip(fields, max(found, key=lambda f: f[:2])[2], strict=True):
        if field is not None and choice is not None:
            choose(field, choice, "小計・消費税・合計の計算に合うように読みました")


def _right(subtotal: int | None, tax: int | None, total: int | None) -> bool:
    """Whether the amounts bear each other out: the sum and the tax, or the tax contained where no subtotal stands."""
    if subtotal is not None and tax is not None and total is not None:
        return total_fits(subtotal, tax, total) is Verdict.AGREE and tax_is_right(subtotal, tax)
    if subtotal is not None and tax is not None:
        return tax_is_right(subtotal, tax)
    return contained_tax_fits(total, tax) is Verdict.AGREE

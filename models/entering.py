"""Double entry 二重入力: what an entry that two people vouch for still needs. Pure.

The first entry is the value that the machine accepted, or what a person decided with the machine's reading in sight. A
person (another one) types what stands on the paper and sees nothing that anybody made of it. Equal: done. Different:
yet another decides with both in sight. Nobody has a say twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.documents import Value
from models.values.text import nfkc, squeeze

#: Who said what the machine accepted. No login name is empty.
MACHINE = ""


class Step(StrEnum):
    """Who is needed next."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says stands in an entry."""

    user: str
    """A login name, or :data:`MACHINE`."""
    value: Value
    """Canonical; None: the entry has no value."""


def same(one: Value, other: Value) -> bool:
    """Whether two canonical values say the same: widths of characters and spaces never count, variants of kanji do."""
    if isinstance(one, str) and isinstance(other, str):
        return squeeze(nfkc(one)) == squeeze(nfkc(other))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same_row(a, b) for a, b in zip(one, other, strict=True))
    return one == other


def _same_row(one: dict[str, object], other: dict[str, object]) -> bool:
    def filled(row: dict[str, object]) -> dict[str, object]:
        return {c: squeeze(nfkc(v)) if isinstance(v, str) else v for c, v in row.items() if v not in (None, "")}

    return filled(one) == filled(other)


def step(decided: Said | None, typed: Sequence[Said], *, settled: bool) -> Step:
    """What comes next for an entry under double entry.

    `decided` is the first entry, the decision or accepted value that stands (None: there is none yet), `typed` what people typed blind, and `settled`
    whether the standing decision was made with both values in sight.

    >>> step(Said("a", 12), [Said("b", 12)], settled=False)
    <Step.DONE: 'done'>
    >>> step(Said(MACHINE, 12), [Said("a", 13)], settled=False)
    <Step.THIRD: 'third'>
    >>> step(Said("a", 12), [Said("a", 12)], settled=False)
    <Step.SECOND: 'second'>
    """
    if decided is None:
        return Step.FIRST
    if settled:
        return Step.DONE
    others = [said for said in typed if said.user != decided.user]
    if any(same(said.value, decided.value) for said in others):
        return Step.DONE
    return Step.THIRD if others else Step.SECOND

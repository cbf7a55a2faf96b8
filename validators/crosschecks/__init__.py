"""The cross-checks: one module per family, each a function from a :class:`Context` to findings.

The programme's own rules (:mod:`validators.crosschecks.rules`) come after the fields are decided, apart from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.findings import Finding
from validators.crosschecks import (
    amounts,
    bank,
    completeness,
    dates,
    documents,
    equipment,
    identity,
    people,
    postal,
    subsidy,
)
from validators.crosschecks.context import Context

Check = Callable[[Context], Iterator[Finding]]

#: In the order in which a reviewer reads the findings: papers, entries, persons, things, money, account.
ALL: tuple[Check, ...] = (
    documents.check,
    completeness.check,
    people.check,
    postal.check,
    dates.check,
    equipment.check,
    amounts.check,
    subsidy.check,
    identity.check,
    bank.check,
)


def check(context: Context) -> list[Finding]:
    """Every finding of every family."""
    return [found for family in ALL for found in family(context)]

"""Whether name and code of a bank 金融機関, or of a branch 支店, mean the same one; the list itself is :mod:`validators.banks`."""

from __future__ import annotations

from dataclasses import dataclass

from validators.banks import (
    Bank,
    BankHit,
    Branch,
    BranchHit,
    bank_by_code,
    banks_named,
    branch_by_code,
    branches_named,
    branches_of,
)
from validators.likeness import Verdict


@dataclass(frozen=True)
class BankCheck:
    """What name and code of a bank say of each other.

    `bank` is the one both point to, or the one that the only one given surely names; None where nobody can tell.
    """

    verdict: Verdict
    bank: Bank | None
    by_name: tuple[BankHit, ...] = ()
    by_code: Bank | None = None


@dataclass(frozen=True)
class BranchCheck:
    """What name and code of a branch say of each other at one bank.

    AGREE: both are the same branch, or the only one given is a branch. DISAGREE: they are two branches, or the code is one
    and the name is none (`by_name` is empty then).
    `no_such_branch`: what is given (name, code, or both) is no branch of this bank, nor nearly one; the verdict is then
    DISAGREE too.
    """

    verdict: Verdict
    branch: Branch | None
    no_such_branch: bool = False
    by_name: tuple[BranchHit, ...] = ()
    by_code: Branch | None = None


def check_bank(name: str | None, code: str | None) -> BankCheck:
    """Whether the name and the code of a bank mean the same one; either may be missing (None)."""
    hits = banks_named(name) if name else ()
    coded = bank_by_code(code)
    if name and code:
        if coded is not None and any(h.bank == coded for h in hits):
            return BankCheck(Verdict.AGREE, coded, hits, coded)
        if coded is not None and hits and hits[0].exact:
            return BankCheck(Verdict.DISAGREE, None, hits, coded)
        if coded is None and len(hits) == 1 and hits[0].exact:
            return BankCheck(Verdict.DISAGREE, hits[0].bank, hits, None)
        return BankCheck(Verdict.UNKNOWN, None, hits, coded)
    if name:
        only = hits[0].bank if len(hits) == 1 and hits[0].exact else None
        return BankCheck(Verdict.AGREE if only else Verdict.UNKNOWN, only, hits, None)
    return BankCheck(Verdict.AGREE if coded else Verdict.UNKNOWN, coded, (), coded)


def check_branch(bank_code: str | None, name: str | None, code: str | None) -> BranchCheck:
    """Whether the name and the code of a branch mean the same branch of a bank; either may be missing (None).

    UNKNOWN for a bank that is not in the list, or where nothing is given, or where one of the two is no branch and the
    other is only nearly one.
    """
    if not branches_of(bank_code or "")[0] or bank_code is None or not (name or code):
        return BranchCheck(Verdict.UNKNOWN, None)
    hits = branches_named(bank_code, name) if name else ()
    coded = branch_by_code(bank_code, code)
    if name and code:
        if coded is not None and any(h.branch == coded for h in hits):
            return BranchCheck(Verdict.AGREE, coded, False, hits, coded)
        if coded is not None and (not hits or hits[0].exact):
            return BranchCheck(Verdict.DISAGREE, None, False, hits, coded)
        if coded is None and not hits:
            return BranchCheck(Verdict.DISAGREE, None, True, (), None)
        if coded is None and hits[0].exact:
            return BranchCheck(Verdict.DISAGREE, hits[0].branch, False, hits, None)
        return BranchCheck(Verdict.UNKNOWN, None, False, hits, coded)
    if name:
        only = hits[0].branch if hits and hits[0].exact else None
        if only is None and not hits:
            return BranchCheck(Verdict.DISAGREE, None, True)
        return BranchCheck(Verdict.AGREE if only else Verdict.UNKNOWN, only, False, hits)
    if coded is None:
        return BranchCheck(Verdict.DISAGREE, None, True)
    return BranchCheck(Verdict.AGREE, coded, False, (), coded)

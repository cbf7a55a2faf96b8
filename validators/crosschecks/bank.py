"""The account to pay into: BANK_BRANCH_UNKNOWN, PASSBOOK_MISMATCH."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.values.account import TransferAccount, yucho_transfer
from models.values.text import nfkc
from validators import bankchecks, banks
from validators.crosschecks.context import Context, finding
from validators.evidence import (
    Certainty,
    certainty,
    distance,
    mismatch,
    misplaced,
    place_in_doubt,
    sought,
    sure,
    texts,
)
from validators.likeness import Verdict

#: Digits of an account number.
DIGITS = 7


def check(context: Context) -> Iterator[Finding]:
    unknown = list(_unknown_branch(context))
    yield from unknown
    yield from _passbook(context, branch_unknown=bool(unknown))


def text(document: ExtractedDocument, key: str) -> str | None:
    value = document.value(key)
    return value if isinstance(value, str) and value else None


def bank_of(document: ExtractedDocument) -> banks.Bank | None:
    """The bank that name and code of a paper mean together; ゆうちょ銀行 where a 記号 stands."""
    if text(document, "yucho_symbol"):
        return banks.bank_by_code(banks.YUCHO)
    return bankchecks.check_bank(text(document, "bank_name"), text(document, "bank_code")).bank


def _unknown_branch(context: Context) -> Iterator[Finding]:
    """The claim names a branch that its bank does not have.

    Only where the bank is certain, and neither name nor code (as any engine read them) is a branch or nearly one. A
    branch that merged years ago is missing from the list as well: the message asks to look.
    """
    position = context.claim
    if position is None:
        return
    claim = context.document(position)
    bank = bank_of(claim)
    name, code = claim.fields.get("branch_name"), claim.fields.get("branch_code")
    names: list[str | None] = [*texts(name)] if name is not None and name.value else []
    codes: list[str | None] = [*texts(code)] if code is not None and code.value else []
    if bank is None or not (names or codes) or any(f is not None and misplaced(f) for f in (name, code)):
        return
    tried = [bankchecks.check_branch(bank.code, n, c) for n in (names or [None]) for c in (codes or [None])]
    if not all(outcome.no_such_branch for outcome in tried):
        return
    given = [f for f in (name, code) if f is not None and f.value]
    firm = all(certainty(f) >= Certainty.STRONG for f in given) and len(given) == 2
    sure = all(certainty(f) is Certainty.SURE for f in given)
    status = FindingStatus.CONFIRMED if firm or sure else FindingStatus.SUSPECTED
    if status is FindingStatus.SUSPECTED and len(given) == 1 and not names:
        return
    yield finding(
        FindingCode.BANK_BRANCH_UNKNOWN,
        status,
        f"{bank.name}に「{'・'.join(str(f.value) for f in given)}」という支店はありません。統廃合された支店でないかも確かめてください。",
        clause=context.programme.clause("account_holder"),
        refs=tuple(r for f in (*_named(claim), *given) for r in context.ref(position, f.key)),
    )


def _named(claim: ExtractedDocument) -> tuple[Field, ...]:
    """The bank as the claim names it: beside it a person sees which branch is meant."""
    name = claim.fields.get("bank_name")
    return (name,) if name is not None and name.value else ()


def transfer_account(passbook: ExtractedDocument) -> TransferAccount | None:
    """The account for transfers that a ゆうちょ passbook's 記号 and 番号 stand for."""
    symbol, number = text(passbook, "yucho_symbol"), text(passbook, "yucho_number")
    return yucho_transfer(symbol, number) if symbol and number else None


def _passbook(context: Context, *, branch_unknown: bool) -> Iterator[Finding]:
    """The passbook shows another account than the claim: number, branch or bank. Several passbooks: one must fit."""
    if context.claim is None:
        return
    claim = context.document(context.claim)
    differences: list[tuple[FindingStatus, int, str, str]] = []
    for position, passbook in context.each(DocumentKind.PASSBOOK):
        difference = _difference(claim, passbook, position, branch_unknown=branch_unknown)
        if difference is None:
            return
        differences.append(difference)
    if not differences:
        return
    differences.sort(key=lambda d: d[0] is not FindingStatus.CONFIRMED)
    status, position, key, message = differences[0]
    yield finding(
        FindingCode.PASSBOOK_MISMATCH,
        status,
        message,
        clause=context.programme.clause("account_holder"),
        refs=(*context.ref(context.claim, key), *context.ref(position, key)),
    )


def _difference(
    claim: ExtractedDocument, passbook: ExtractedDocument, position: int, *, branch_unknown: bool
) -> tuple[FindingStatus, int, str, str] | None:
    mine, theirs = claim.fields.get("account_number"), passbook.fields.get("account_number")
    if mine is not None and theirs is not None:
        status = _number_differs(mine, theirs, passbook)
        if status is not None:
            return (
                status,
                position,
                "account_number",
                f"請求の口座番号「{mine.value}」が通帳の「{theirs.value}」と一致しません。",
            )
    here, there = bank_of(claim), bank_of(passbook)
    if here is not None and there is not None and here.code != there.code:
        key = "bank_name" if claim.value("bank_name") else "bank_code"
        status = _firmness(claim, passbook, "bank_name", "bank_code")
        if status is not None:
            return status, position, key, f"請求の金融機関「{here.name}」が通帳の「{there.name}」と一致しません。"
    if branch_unknown or here is None or there is None or here.code != there.code:
        return None
    left = bankchecks.check_branch(here.code, text(claim, "branch_name"), text(claim, "branch_code"))
    right = bankchecks.check_branch(there.code, text(passbook, "branch_name"), text(passbook, "branch_code"))
    if left.branch is None or right.branch is None or left.branch.code == right.branch.code:
        return None
    if Verdict.AGREE not in (left.verdict, right.verdict):
        return None
    status = _firmness(claim, passbook, "branch_name", "branch_code")
    if status is None:
        return None
    return (
        status,
        position,
        "branch_name",
        f"請求の支店「{left.branch.name}」が通帳の「{right.branch.name}」と一致しません。",
    )


def _number_differs(mine: Field, theirs: Field, passbook: ExtractedDocument) -> FindingStatus | None:
    """An account number off by one digit is the dearest mistake there is, and the commonest misreading.

    Off by one digit it is therefore confirmed only between sure numbers, suspected between strong ones, and no finding
    where either is weak: the contradiction itself sends both numbers to a person (see :mod:`validators.corroboration`).
    """
    transfer = transfer_account(passbook)
    if transfer is not None and transfer.account_number.zfill(7) in texts(mine, lambda n: n.zfill(7)):
        return None
    status = mismatch(mine, theirs, lambda n: n.zfill(7))
    lefts, rights = texts(mine, lambda n: n.zfill(7)), texts(theirs, lambda n: n.zfill(7))
    if not lefts or not rights or set(lefts) & set(rights):
        return None
    # a digit lost in reading looks like many once the number is padded again
    close = min(distance(lefts[0], rights[0]), distance(lefts[0].lstrip("0"), rights[0].lstrip("0"))) <= 1
    weak = [f for f in (mine, theirs) if certainty(f) is Certainty.WEAK and not (close and _only_place_doubted(f))]
    if weak and any(not sure(f) and _short(f) for f in (mine, theirs)):
        return None
    if _cut_short(mine, theirs) or _cut_short(theirs, mine):
        return None
    if not close or (not weak and sure(mine) and sure(theirs)):
        return status
    return None if weak else FindingStatus.SUSPECTED


def _only_place_doubted(field: Field) -> bool:
    """Whether engines agree on a number of seven digits that no label leads to. Where but one digit parts it from the other
    paper's, that tells its place: another number would differ in more."""
    if not place_in_doubt(field) or misplaced(field) or sought(field):
        return False
    agree = {c.supports for c in field.corroborations if c.kind == "engines_agree"}
    return agree == {True} and len(str(field.value)) == DIGITS


def _short(field: Field) -> bool:
    """Whether no engine read all seven digits: boxes were overlooked as likely as the number is short."""
    read = [re.sub(r"\D", "", nfkc(r.raw)) for r in field.readings if r.value is not None]
    return bool(read) and all(len(digits) < DIGITS for digits in read)


def _cut_short(field: Field, other: Field) -> bool:
    """Whether fewer than seven digits were read, and they are the end of the other number: the rest was overlooked."""
    if sure(field):
        return False
    read = (re.sub(r"\D", "", nfkc(r.raw)) for r in field.readings if r.value is not None)
    ends = [digits for digits in read if 3 <= len(digits) < DIGITS]
    return any(number.endswith(end) for number in texts(other, lambda n: n.zfill(DIGITS)) for end in ends)


def _firmness(claim: ExtractedDocument, passbook: ExtractedDocument, name: str, code: str) -> FindingStatus | None:
    """Confirmed where name or code is certain on both papers; a pair of names near each other is no finding."""

    def strength(document: ExtractedDocument) -> Certainty:
        return max(certainty(document.fields.get(name)), certainty(document.fields.get(code)))

    weaker = min(strength(claim), strength(passbook))
    if weaker >= Certainty.STRONG:
        return FindingStatus.CONFIRMED
    left, right = claim.fields.get(name), passbook.fields.get(name)
    if left is not None and right is not None and mismatch(left, right, noise_share=0.34) is None:
        return None
    return FindingStatus.SUSPECTED

"""What follows from an earlier case that shares something with this one.

=====================  ==========================================================================================
DUPLICATE_APPLICATION  same programme and phase, same person, place and machine
RECEIPT_REUSED         the same receipt, whoever applies; not the claim that follows its own application
EQUIPMENT_REUSED       the same machine by its serial number, in any programme and year
ACCOUNT_SHARED         money for two different applicants into one account
SAME_PAPERS            notice: all of it is the same, so it was scanned or sent twice rather than applied for twice
SAME_APPLICANT         notice: the same person or company in another case
SAME_HOUSEHOLD         notice: somebody else of the same address in the same programme
=====================  ==========================================================================================

Each at most once. The first three name the *first* earlier case they hold for; a weaker one says nothing of a case that
a stronger one has named already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.checks import EarlierCase, Marks, Profile
from models.findings import Agreement, Finding, FindingCode, FindingStatus, Pair
from validators.crosschecks.context import Context, finding
from validators.duplicates import comparing, profiles
from validators.duplicates.comparing import Relation, agrees

#: The entries shown side by side for two applicants.
_PERSON = ("applicant_name", "applicant_kana", "address", "phone", "customer_number", "equipment_type", "model")
#: Receipt numbers named in one notice; of more only how many there are.
_MOST_NAMED = 5


@dataclass(frozen=True)
class _Compared:
    """An earlier case, and how it compares with this one."""

    number: str
    profile: Profile
    relation: Relation
    same_matter: bool
    """Another phase of the same grant: a claim and the application it follows share everything, rightly."""


def check(
    context: Context, mine: Profile, earlier: Sequence[EarlierCase], follows: str | None = None
) -> Iterator[Finding]:
    """Every finding about `mine` (the profile of the case in `context`) and `earlier`, in order of arrival.

    `follows`: the earlier case that this one goes on with (:mod:`.succession`); nothing of it is there twice.
    """
    compared = [_compare(mine, other) for other in earlier if other.receipt_number != follows]
    others = [c for c in compared if not c.same_matter]
    named: set[str | None] = set()
    for family in (_application, _receipt):
        for found in family(context, mine, others):
            named.add(found.other_case)
            yield found
    for family in (_machine, _account):
        for found in family(context, mine, others):
            if found.other_case not in named:
                named.add(found.other_case)
                yield found
    rest = [c for c in others if c.number not in named]
    for family in (_applicant, _household):
        yield from family(context, mine, rest)


def _compare(mine: Profile, other: EarlierCase) -> _Compared:
    relation = comparing.relation(mine, other.profile)
    same_matter = (
        mine.programme_id is not None
        and mine.programme_id == other.profile.programme_id
        and mine.stage is not other.profile.stage
        and agrees(relation.person)
    )
    return _Compared(other.receipt_number, other.profile, relation, same_matter)


def _pairs(mine: Profile, other: _Compared) -> tuple[Pair, ...]:
    accounts = comparing.pairs(mine.account, other.profile.account, profiles.ACCOUNT)
    return (*comparing.pairs(mine.applicant, other.profile.applicant, _PERSON), *accounts)


# ---------------------------------------------------------------- applications and papers
def _application(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    """Same programme and phase, same person, same address, same equipment.

    Confirmed where all of them are the same to the letter; suspected where one of them is the same but for what OCR
    confuses, or was not read. A claim is no duplicate of the application it follows.
    """
    for other in earlier:
        if other.profile.programme_id != mine.programme_id or other.profile.stage is not mine.stage:
            continue
        there = other.relation
        if not (agrees(there.person) and agrees(there.place)) or there.thing is comparing.DIFFERENT:
            continue
        verdicts = (there.person, there.place, there.thing or _neither(mine, other))
        exact = all(v is comparing.SAME for v in verdicts)
        yield finding(
            FindingCode.DUPLICATE_APPLICATION,
            FindingStatus.CONFIRMED if exact else FindingStatus.SUSPECTED,
            f"受付番号 {other.number} と同じ人・住所・機器の申請です。",
            clause=context.programme.clause("duplicate"),
            refs=context.ref(context.form),
            other_case=other.number,
            pairs=_pairs(mine, other),
        )
        yield from _same_papers(mine, other)
        return


def _neither(mine: Profile, other: _Compared) -> Agreement | None:
    """Forms that ask for no machine at all agree about it."""
    keys = ("model", "customer_number", "equipment_type")
    return None if any(k in m for k in keys for m in (mine.applicant, other.profile.applicant)) else comparing.SAME


def _same_papers(mine: Profile, other: _Compared) -> Iterator[Finding]:
    """Every receipt is the other case's as well: the envelope came, or was scanned, twice."""
    if not mine.receipts:
        return
    partners: list[tuple[Marks, Marks]] = []
    for receipt in mine.receipts:
        partner = next((r for r in other.profile.receipts if comparing.same_receipt(receipt, r) is not None), None)
        if partner is None:
            return
        partners.append((receipt, partner))
    same = all(comparing.same_scan(a, b) for a, b in partners)
    how = "同じ画像がもう一度届いたもの" if same else "同じ書類をもう一度読み取ったもの、または再提出されたもの"
    yield finding(
        FindingCode.SAME_PAPERS,
        FindingStatus.NOTICE,
        f"領収書もすべて受付番号 {other.number} と同じです。{how}と思われます。",
        refs=tuple(m.ref for a, _ in partners for m in list(a.values())[:1]),
        other_case=other.number,
        pairs=tuple(p for a, b in partners for p in comparing.pairs(a, b, profiles.RECEIPT)),
    )


_FIRMER = (FindingStatus.SUSPECTED, FindingStatus.CONFIRMED)


def _receipt(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    for other in earlier:
        best: tuple[FindingStatus, Marks, Marks] | None = None
        for receipt in mine.receipts:
            for theirs in other.profile.receipts:
                status = comparing.same_receipt(receipt, theirs)
                if status is not None and (best is None or (best[0], status) == _FIRMER):
                    best = status, receipt, theirs
        if best is None:
            continue
        status, receipt, theirs = best
        position = next(iter(receipt.values())).ref.document
        whose = "別の申請者の" if other.relation.another else ""
        yield finding(
            FindingCode.RECEIPT_REUSED,
            status,
            f"同じ領収書が{whose}受付番号 {other.number} でも提出されています。",
            clause=context.programme.clause("duplicate"),
            refs=context.ref(position),
            other_case=other.number,
            pairs=tuple(comparing.pairs(receipt, theirs, profiles.RECEIPT)),
        )
        return


def _machine(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    for other in earlier:
        for machine in mine.equipment:
            for theirs in other.profile.equipment:
                status = comparing.same_machine(machine, theirs)
                if status is None:
                    continue
                elsewhere = "ほかの補助金の" if other.profile.programme_id != mine.programme_id else ""
                yield finding(
                    FindingCode.EQUIPMENT_REUSED,
                    status,
                    f"製造番号「{machine['serial_number'].texts[0]}」の機器は、{elsewhere}受付番号 {other.number} で"
                    "すでに申請されています。",
                    clause=context.programme.clause("duplicate"),
                    refs=(machine["serial_number"].ref,),
                    other_case=other.number,
                    pairs=tuple(comparing.pairs(machine, theirs, profiles.EQUIPMENT)),
                )
                return


# ---------------------------------------------------------------- persons
def _account(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    """Only between applicants who are certainly two, and numbers that are the same to the letter."""
    for other in earlier:
        if other.relation.account is not comparing.SAME or not other.relation.another:
            continue
        together = comparing.same_house(mine, other.profile)
        yield finding(
            FindingCode.ACCOUNT_SHARED,
            FindingStatus.NOTICE if together else FindingStatus.SUSPECTED,
            f"振込先の口座が、別の申請者の受付番号 {other.number} と同じです。"
            + ("（住所が同じで、同じ世帯の可能性があります。）" if together else ""),
            clause=context.programme.clause("account_holder"),
            refs=(mine.account["account_number"].ref,),
            other_case=other.number,
            pairs=_pairs(mine, other),
        )
        return


def _applicant(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    same = [c for c in earlier if c.relation.same_person]
    if same:
        yield _notice(context, FindingCode.SAME_APPLICANT, "同じ申請者の案件があります", mine, same)


def _household(context: Context, mine: Profile, earlier: Sequence[_Compared]) -> Iterator[Finding]:
    if not context.individual:
        return
    same = [
        c
        for c in earlier
        if c.profile.programme_id == mine.programme_id
        and c.profile.stage is mine.stage
        and c.relation.another
        and comparing.same_house(mine, c.profile)
    ]
    if same:
        yield _notice(context, FindingCode.SAME_HOUSEHOLD, "同じ住所の別の人の案件があります", mine, same)


def _notice(context: Context, code: FindingCode, what: str, mine: Profile, others: Sequence[_Compared]) -> Finding:
    """A notice about several cases; the pairs are those of the first."""
    numbers = "、".join(c.number for c in others[:_MOST_NAMED])
    more = f"ほか{len(others) - _MOST_NAMED}件" if len(others) > _MOST_NAMED else ""
    return finding(
        code,
        FindingStatus.NOTICE,
        f"{what}（受付番号 {numbers}{more}）。",
        refs=context.ref(context.form, "applicant_name"),
        other_case=others[0].number,
        pairs=_pairs(mine, others[0]),
    )

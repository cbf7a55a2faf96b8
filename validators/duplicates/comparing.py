"""Two cases held against each other, entry by entry.

Every verdict forgives what engines misread: entries that are not certain are NEAR where their readings meet, or where
they differ by no more than :data:`NOISE`. DIFFERENT they are only beyond that; and *another person* only where nothing
short of another name explains the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.checks import Mark, Marks, Profile
from models.findings import Agreement, FindingStatus, Pair
from models.values.address import fold_address
from models.values.kana import fold_holder, fold_kana
from models.values.text import squeeze
from validators.crosschecks.people import same_party
from validators.duplicates.fingerprints import house
from validators.entities import fold_bank, fold_branch, fold_code, fold_name, fold_number
from validators.equipment import fold_model
from validators.evidence import Certainty, distance, within_noise

SAME, NEAR, DIFFERENT = Agreement.SAME, Agreement.NEAR, Agreement.DIFFERENT

#: Share of an entry that engines may have misread.
NOISE = 0.2
#: Share of a name beyond which it is another name, and no misreading.
ANOTHER = 0.5

FOLDS: dict[str, Callable[[str], str]] = {
    "applicant_name": fold_name,
    "applicant_kana": fold_kana,
    "birth_date": str,
    "postal_code": squeeze,
    "address": fold_address,
    "phone": squeeze,
    "customer_number": fold_code,
    "equipment_type": squeeze,
    "manufacturer": fold_model,
    "model": fold_model,
    "serial_number": fold_code,
    "bank_name": fold_bank,
    "bank_code": squeeze,
    "branch_name": fold_branch,
    "branch_code": squeeze,
    "account_number": fold_number,
    "account_holder_kana": fold_holder,
    "document_number": fold_code,
    "grant_decision_number": fold_code,
    "total_amount": str,
    "issue_date": str,
    "issuer_name": fold_name,
    "invoice_number": str,
}

_NAMES = ("applicant_name", "applicant_kana")

#: Boxes of one scan lie this near each other in every copy of it (fractions of the page).
_SAME_PLACE = 0.002


def compare(here: Marks, there: Marks, key: str) -> Agreement | None:
    """How the entry `key` of two cases compares; None where one of them does not have it or nobody could read it."""
    mine, theirs = here.get(key), there.get(key)
    if mine is None or theirs is None or not mine.texts or not theirs.texts:
        return None
    fold = FOLDS[key]
    lefts, rights = [fold(t) for t in mine.texts], [fold(t) for t in theirs.texts]
    if not lefts[0] or not rights[0]:
        return None
    if lefts[0] == rights[0]:
        return SAME
    if set(lefts) & set(rights):
        return NEAR
    if min(mine.certainty, theirs.certainty) >= Certainty.SURE:
        return DIFFERENT
    return NEAR if within_noise(lefts[0], rights[0], share=NOISE) else DIFFERENT


def pairs(here: Marks, there: Marks, keys: tuple[str, ...]) -> Iterator[Pair]:
    """What a reviewer sees side by side: every entry of `keys` that both cases have."""
    for key in keys:
        agreement = compare(here, there, key)
        if agreement is not None:
            yield Pair(key=key, agreement=agreement, here=here[key].ref, there=there[key].ref)


def best(*verdicts: Agreement | None) -> Agreement | None:
    """The best of verdicts on one thing written in several ways; None where one of them is open and none agrees."""
    for wanted in (SAME, NEAR):
        if wanted in verdicts:
            return wanted
    return None if None in verdicts else DIFFERENT


@dataclass(frozen=True)
class Relation:
    """How the applicants of two cases compare. Every verdict: None where nobody can tell."""

    person: Agreement | None
    """By name or its reading; DIFFERENT where both differ."""
    another: bool
    """The names are two names, however badly either was read."""
    place: Agreement | None
    phone: Agreement | None
    account: Agreement | None
    thing: Agreement | None
    """The machine, by model, without one by customer number or kind."""

    @property
    def same_person(self) -> bool:
        """The name, and one thing at least that namesakes do not share."""
        return agrees(self.person) and any(agrees(v) for v in (self.place, self.phone, self.account))


def agrees(verdict: Agreement | None) -> bool:
    return verdict in (SAME, NEAR)


def relation(here: Profile, there: Profile) -> Relation:
    mine, theirs = here.applicant, there.applicant
    person = best(*(compare(mine, theirs, key) for key in _NAMES))
    others = [_another(mine, theirs, key) for key in _NAMES]
    if person is NEAR and any(others):
        person = DIFFERENT  # 松尾健 and 松尾薫 are one stroke of the engine apart, マツオケン and マツオカオル are not
    return Relation(
        person=person,
        another=all(o is not False for o in others) and others[0] is True,
        place=compare(mine, theirs, "address"),
        phone=compare(mine, theirs, "phone"),
        account=same_account(here.account, there.account),
        thing=_thing(mine, theirs),
    )


def _another(here: Marks, there: Marks, key: str) -> bool | None:
    """Whether two names are two, however badly either was read; None where one of the cases has none."""
    mine, theirs = here.get(key), there.get(key)
    if mine is None or theirs is None or not mine.texts or not theirs.texts:
        return None
    fold = FOLDS[key]
    lefts, rights = [fold(t) for t in mine.texts], [fold(t) for t in theirs.texts]
    if any(same_party(a, b) for a in lefts for b in rights):
        return False
    if min(mine.certainty, theirs.certainty) >= Certainty.STRONG:
        return not within_noise(lefts[0], rights[0])
    return all(distance(a, b) > ANOTHER * max(len(a), len(b)) for a in lefts for b in rights)


def same_house(here: Profile, there: Profile) -> bool:
    """The same address to the letter, with a house number on it."""
    mine = here.applicant.get("address")
    return (
        compare(here.applicant, there.applicant, "address") is SAME
        and mine is not None
        and bool(house(fold_address(mine.texts[0])))
    )


def _thing(here: Marks, there: Marks) -> Agreement | None:
    """By model; where a form has none (LP gas) by customer number; where it was not read, by the kind of machine."""
    if "model" not in here and "model" not in there:
        return compare(here, there, "customer_number")
    model = compare(here, there, "model")
    return compare(here, there, "equipment_type") if model is None else model


def same_account(here: Marks, there: Marks) -> Agreement | None:
    """The same number at the same branch. A branch that only one of them names does not count."""
    number = compare(here, there, "account_number")
    if number is None or number is DIFFERENT:
        return number
    told = [
        [compare(here, there, key) for key in keys]
        for keys in (("branch_code", "branch_name"), ("bank_code", "bank_name"))
    ]
    if any(DIFFERENT in verdicts and not any(map(agrees, verdicts)) for verdicts in told):
        return DIFFERENT
    return number if any(agrees(v) for verdicts in told for v in verdicts) else None


def same_machine(here: Marks, there: Marks) -> FindingStatus | None:
    """The same serial number, and neither maker nor model speaks against it."""
    if compare(here, there, "serial_number") is not SAME:
        return None
    others = [compare(here, there, key) for key in ("manufacturer", "model")]
    if DIFFERENT in others or not any(agrees(v) for v in others):
        return None
    firm = min(_certainty(here, "serial_number"), _certainty(there, "serial_number")) >= Certainty.STRONG
    return FindingStatus.CONFIRMED if firm and SAME in others else FindingStatus.SUSPECTED


def _certainty(marks: Marks, key: str) -> int:
    mark = marks.get(key)
    return mark.certainty if mark is not None else 0


def same_receipt(here: Marks, there: Marks) -> FindingStatus | None:
    """Number, total, date and issuer are the same: confirmed; three of them, the last but for OCR noise: suspected."""
    verdicts = {
        key: compare(here, there, key)
        for key in ("document_number", "total_amount", "issue_date", "issuer_name", "invoice_number")
    }
    if DIFFERENT in (verdicts["document_number"], verdicts["total_amount"], verdicts["issue_date"]):
        return None
    if verdicts["issuer_name"] is DIFFERENT and verdicts["invoice_number"] not in (None, SAME):
        return None
    exact = sum(v is SAME for v in verdicts.values())
    if all(verdicts[key] is SAME for key in ("document_number", "total_amount", "issue_date")) and exact >= 4:
        return FindingStatus.CONFIRMED
    close = sum(agrees(v) for v in verdicts.values())
    return FindingStatus.SUSPECTED if exact >= 2 and close >= 3 and verdicts["document_number"] is not None else None


def same_scan(here: Marks, there: Marks) -> bool:
    """Whether every entry stands at the very same place of the page: one picture, delivered twice.

    Paper scanned again lies a little elsewhere; a form printed by a machine does not, so this says nothing by itself.
    """
    both = [(here[k], there[k]) for k in here if k in there and here[k].place and there[k].place]
    return len(both) >= 3 and all(_close(a, b) for a, b in both)


def _close(a: Mark, b: Mark) -> bool:
    return (
        a.place is not None
        and b.place is not None
        and all(abs(x - y) <= _SAME_PLACE for x, y in zip(a.place, b.place, strict=True))
    )

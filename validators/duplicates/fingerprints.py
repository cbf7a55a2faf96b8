"""The fingerprints a case is found again by.

Every fingerprint joins two entries or more, each set another part of what makes a person, an account, a machine or a
receipt that one: a misread entry hides some of them and leaves the others. No fingerprint is a telephone number or a
name alone: a dealer who applies for thousands of customers writes the same number on every form. What crowds all the
same (the address of a home for the aged) is bounded where it is looked up (:mod:`storage.likeness`).
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator

from models.checks import CaseKey, Marks, Profile
from models.values.address import fold_address, split_address
from models.values.kana import fold_holder, fold_kana
from models.values.text import squeeze
from validators.entities import fold_bank, fold_branch, fold_code, fold_name
from validators.equipment import fold_model

APPLICANT, ACCOUNT, EQUIPMENT, RECEIPT, DECISION = "applicant", "account", "equipment", "receipt", "decision"

#: 96 bits: among a thousand million fingerprints none is met by chance.
_LENGTH = 24


def keys(profile: Profile) -> list[CaseKey]:
    """The fingerprints of a case: hashes, so that no name or number stands in the index."""
    found = [_key(APPLICANT, *parts) for parts in _applicant(profile.applicant)]
    found += [_key(ACCOUNT, *parts) for parts in _account(profile.account)]
    found += [_key(EQUIPMENT, *parts) for marks in profile.equipment for parts in _equipment(marks)]
    found += [_key(RECEIPT, *parts) for marks in profile.receipts for parts in _receipt(marks)]
    if profile.programme_id and (number := _text(profile.decision, "grant_decision_number", fold_code)):
        found.append(_key(DECISION, profile.programme_id, number))
    return list(dict.fromkeys(found))


def _key(kind: str, *parts: str) -> CaseKey:
    digest = hashlib.sha256("\x1f".join((kind, *parts)).encode()).hexdigest()
    return CaseKey(kind=kind, key=digest[:_LENGTH])


def _text(marks: Marks, key: str, fold: Callable[[str], str] = squeeze) -> str:
    mark = marks.get(key)
    return fold(mark.texts[0]) if mark is not None and mark.texts else ""


def house(address: str) -> str:
    """The numbers of an address, of house and room: what is left where the town was misread (``2-8-1/305``)."""
    parts = split_address(address)
    return "/".join((parts.numbers, *re.findall(r"\d+", parts.building))) if parts.numbers else ""


def _joined(**parts: str) -> Iterator[tuple[str, ...]]:
    """Every two of `parts` that are there."""
    for (one, mine), (other, yours) in itertools.combinations(parts.items(), 2):
        if mine and yours:
            yield (f"{one}+{other}", mine, yours)


def _applicant(marks: Marks) -> Iterator[tuple[str, ...]]:
    name, kana = _text(marks, "applicant_name", fold_name), _text(marks, "applicant_kana", fold_kana)
    address = _text(marks, "address", fold_address)
    numbers, postal = house(address), _text(marks, "postal_code")
    phone, customer = _text(marks, "phone"), _text(marks, "customer_number", fold_code)
    for who, said in (("name", name), ("kana", kana)):
        for where, place in (("address", address), ("phone", phone), ("customer", customer), ("house", numbers)):
            if said and place:
                yield (f"{who}+{where}", said, place)
    yield from _joined(address=address, phone=phone)
    if numbers:
        yield ("address", address)
    if numbers and postal:
        yield ("postal+house", postal, numbers)
    if numbers and phone:
        yield ("phone+house", phone, numbers)


def _account(marks: Marks) -> Iterator[tuple[str, ...]]:
    number = _text(marks, "account_number").zfill(7)
    if not number.strip("0"):
        return
    code, branch = _text(marks, "branch_code"), _text(marks, "branch_name", fold_branch)
    bank, holder = _text(marks, "bank_name", fold_bank), _text(marks, "account_holder_kana", fold_holder)
    for what, said in (("code", code), ("branch", branch), ("bank", bank), ("holder", holder)):
        if said:
            yield (f"number+{what}", number, said)


def _equipment(marks: Marks) -> Iterator[tuple[str, ...]]:
    serial = _text(marks, "serial_number", fold_code)
    for what in ("manufacturer", "model"):
        if serial and (said := _text(marks, what, fold_model)):
            yield (f"serial+{what}", serial, said)


def _receipt(marks: Marks) -> Iterator[tuple[str, ...]]:
    number, issuer = _text(marks, "document_number", fold_code), _text(marks, "issuer_name", fold_name)
    total, day, invoice = (_text(marks, key) for key in ("total_amount", "issue_date", "invoice_number"))
    for mark, parts in (
        ("nt", (number, total)),
        ("nd", (number, day)),
        ("ni", (number, issuer)),
        ("dti", (day, total, issuer)),
        ("dtv", (day, total, invoice)),
    ):
        if all(parts):
            yield (mark, *parts)

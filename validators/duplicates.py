"""The same application twice, the same receipt twice: the keys a case is found again by, and the comparison.

A case is remembered under fingerprints (:func:`keys`); storage finds earlier cases that share one, and
:func:`check` compares the papers themselves: a fingerprint only leads there, it proves nothing. Several fingerprints
per receipt, each over another part of it, so that one misread entry does not hide it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from models.checks import CaseKey, EarlierCase
from models.documents import CaseView, DocumentKind, ExtractedDocument
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import Programme
from models.values.address import fold_address
from models.values.kana import fold_kana
from models.values.text import fold_dashes, fold_itaiji, squeeze
from validators.crosschecks.context import Context, finding
from validators.equipment import fold_model
from validators.evidence import Certainty, certainty, texts, within_noise

APPLICATION = "application"
RECEIPT = "receipt"


def _fold_name(text: str) -> str:
    return fold_itaiji(squeeze(text))


def _fold_number(text: str) -> str:
    return fold_dashes(squeeze(text)).upper()


def keys(case: CaseView, programme: Programme | None) -> list[CaseKey]:
    """The fingerprints of `case`: hashes, so that no name or number stands in the index."""
    found: list[CaseKey] = []
    if programme is not None:
        context = Context(case, programme)
        form = context.form
        if form is not None:
            scope = (programme.id, case.stage.value)
            found += [_key(APPLICATION, *scope, *parts) for parts in _application_parts(context.document(form))]
    for document in case.of_kind(DocumentKind.RECEIPT):
        found += [_key(RECEIPT, *parts) for parts in _receipt_parts(document)]
    return list(dict.fromkeys(found))


def _key(kind: str, *parts: str) -> CaseKey:
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return CaseKey(kind=kind, key=digest[:40])


def _text(document: ExtractedDocument, key: str, fold: Callable[[str], str]) -> str:
    value = document.value(key)
    return fold(str(value)) if isinstance(value, str | int) else ""


def _application_parts(form: ExtractedDocument) -> Iterator[tuple[str, ...]]:
    name = _text(form, "applicant_name", _fold_name)
    kana = _text(form, "applicant_kana", fold_kana)
    address = _text(form, "address", fold_address)
    phone = _text(form, "phone", str)
    customer = _text(form, "customer_number", _fold_number)
    for mark, parts in (
        ("na", (name, address)),
        ("ka", (kana, address)),
        ("np", (name, phone)),
        ("kp", (kana, phone)),
        ("ap", (address, phone)),
        ("nc", (name, customer)),
    ):
        if all(parts):
            yield (mark, *parts)


def _receipt_parts(receipt: ExtractedDocument) -> Iterator[tuple[str, ...]]:
    number = _text(receipt, "document_number", _fold_number)
    total = _text(receipt, "total_amount", str)
    day = _text(receipt, "issue_date", str)
    issuer = _text(receipt, "issuer_name", _fold_name)
    invoice = _text(receipt, "invoice_number", str)
    for mark, parts in (
        ("nt", (number, total)),
        ("nd", (number, day)),
        ("ni", (number, issuer)),
        ("dti", (day, total, issuer)),
        ("dtv", (day, total, invoice)),
    ):
        if all(parts):
            yield (mark, *parts)


def check(context: Context, earlier: Sequence[EarlierCase]) -> Iterator[Finding]:
    """DUPLICATE_APPLICATION and RECEIPT_REUSED, each once, naming the first earlier case it holds for."""
    for other in earlier:
        status = _same_application(context, other.case)
        if status is not None:
            yield finding(
                FindingCode.DUPLICATE_APPLICATION,
                status,
                f"受付番号 {other.receipt_number} と同じ人・住所・機器の申請です。",
                clause=context.programme.clause("duplicate"),
                refs=context.ref(context.form),
                other_case=other.receipt_number,
            )
            break
    for other in earlier:
        reused = _reused_receipt(context, other.case)
        if reused is not None:
            position, status = reused
            yield finding(
                FindingCode.RECEIPT_REUSED,
                status,
                f"同じ領収書が受付番号 {other.receipt_number} でも提出されています。",
                clause=context.programme.clause("duplicate"),
                refs=context.ref(position),
                other_case=other.receipt_number,
            )
            break


# ---------------------------------------------------------------- applications
def _same_application(context: Context, earlier: CaseView) -> FindingStatus | None:
    """Same programme and stage, same person, same address, same equipment.

    Confirmed where all of them are the same to the letter; suspected where one of them is the same but for what OCR
    confuses. A claim is no duplicate of the application it follows.
    """
    if earlier.programme_id != context.programme.id or earlier.stage is not context.case.stage:
        return None
    mine = context.form
    other = Context(earlier, context.programme)
    theirs = other.form
    if mine is None or theirs is None:
        return None
    here, there = context.document(mine), other.document(theirs)
    person = _best(
        _compare(here, there, "applicant_name", _fold_name), _compare(here, there, "applicant_kana", fold_kana)
    )
    place = _compare(here, there, "address", fold_address)
    thing = _same_equipment(here, there)
    verdicts = (person, place, thing)
    if any(v is False for v in verdicts) or person is None or place is None:
        return None
    return FindingStatus.CONFIRMED if all(v in ("exact", "absent") for v in verdicts) else FindingStatus.SUSPECTED


Verdict = str | bool | None
"""``exact`` the same, ``near`` but for OCR noise, False another, ``absent`` neither paper has it, None: unknown."""


def _compare(here: ExtractedDocument, there: ExtractedDocument, key: str, fold: Callable[[str], str]) -> Verdict:
    mine, theirs = here.fields.get(key), there.fields.get(key)
    if mine is None and theirs is None:
        return "absent"
    if mine is None or theirs is None or mine.value is None or theirs.value is None:
        return None
    lefts, rights = texts(mine, fold), texts(theirs, fold)
    if lefts[0] == rights[0] and lefts[0]:
        return "exact"
    if set(lefts) & set(rights):
        return "near"
    if min(certainty(mine), certainty(theirs)) is Certainty.SURE:
        return False
    return "near" if within_noise(lefts[0], rights[0], share=0.2) else False


def _best(*verdicts: Verdict) -> Verdict:
    for wanted in ("exact", "near"):
        if wanted in verdicts:
            return wanted
    return None if None in verdicts or all(v == "absent" for v in verdicts) else False


def _same_equipment(here: ExtractedDocument, there: ExtractedDocument) -> Verdict:
    """By model; where a form has none (LP gas) by customer number."""
    model = _compare(here, there, "model", fold_model)
    if model == "absent":
        return _compare(here, there, "customer_number", _fold_number)
    if model is None:
        return _compare(here, there, "equipment_type", squeeze)
    return model


# ---------------------------------------------------------------- receipts
#: The entries that make a receipt that receipt, and how each is compared.
_MARKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("document_number", _fold_number),
    ("total_amount", str),
    ("issue_date", str),
    ("issuer_name", _fold_name),
    ("invoice_number", str),
)


def _reused_receipt(context: Context, earlier: CaseView) -> tuple[int, FindingStatus] | None:
    suspected: tuple[int, FindingStatus] | None = None
    for position in context.receipts:
        for other in earlier.of_kind(DocumentKind.RECEIPT):
            status = same_receipt(context.document(position), other)
            if status is FindingStatus.CONFIRMED:
                return position, status
            if status is not None and suspected is None:
                suspected = position, status
    return suspected


def same_receipt(here: ExtractedDocument, there: ExtractedDocument) -> FindingStatus | None:
    """Number, total, date and issuer are the same: confirmed; three of them, the last but for OCR noise: suspected."""
    verdicts = {key: _compare(here, there, key, fold) for key, fold in _MARKS}
    if any(verdicts[key] is False for key in ("document_number", "total_amount", "issue_date")):
        return None
    if (
        verdicts["issuer_name"] is False
        and verdicts["invoice_number"] is not None
        and verdicts["invoice_number"] != "exact"
    ):
        return None
    exact = sum(v == "exact" for v in verdicts.values())
    if all(verdicts[key] == "exact" for key in ("document_number", "total_amount", "issue_date")) and exact >= 4:
        return FindingStatus.CONFIRMED
    close = sum(v in ("exact", "near") for v in verdicts.values())
    return FindingStatus.SUSPECTED if exact >= 2 and close >= 3 and verdicts["document_number"] is not None else None

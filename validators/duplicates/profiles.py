"""What other cases are compared with: a case reduced to the entries that tell it from others."""

from __future__ import annotations

from collections.abc import Iterable

from models.checks import Mark, Marks, Profile
from models.documents import CaseView, DocumentKind, ExtractedDocument, Field
from models.findings import FieldRef
from models.programmes import Programme
from validators.crosschecks.context import Context
from validators.duplicates.succession import printed_numbers
from validators.evidence import alternatives, certainty

#: Who applies, from where, for what.
APPLICANT = (
    "applicant_name",
    "applicant_kana",
    "birth_date",
    "postal_code",
    "address",
    "phone",
    "customer_number",
    "equipment_type",
    "manufacturer",
    "model",
)
ACCOUNT = ("bank_name", "bank_code", "branch_name", "branch_code", "account_number", "account_holder_kana")
EQUIPMENT = ("serial_number", "manufacturer", "model")
#: The entries that make a receipt that receipt.
RECEIPT = ("document_number", "total_amount", "issue_date", "issuer_name", "invoice_number")

#: Readings kept of one entry; more are noise.
_MOST_TEXTS = 4


def profile(case: CaseView, programme: Programme | None) -> Profile:
    """The profile of a case whose fields are corroborated. Without a programme only its papers speak, no form does."""
    applicant: Marks = {}
    account: Marks = {}
    if programme is not None:
        context = Context(case, programme)
        applicant = _applicant(context)
        if context.claim is not None:
            account = _marks(context.document(context.claim), context.claim, ACCOUNT)
    return Profile(
        programme_id=programme.id if programme is not None else None,
        stage=case.stage,
        fiscal_year=programme.fiscal_year if programme is not None else None,
        applicant=applicant,
        account=account,
        equipment=_papers(case, DocumentKind.WARRANTY, EQUIPMENT, needed="serial_number"),
        receipts=_papers(case, DocumentKind.RECEIPT, RECEIPT),
        decision=_decision(case),
        printed=printed_numbers(case),
    )


def _applicant(context: Context) -> Marks:
    """By the application form; in an envelope of a later phase without one, by the report or the claim."""
    if context.form is not None:
        return _marks(context.document(context.form), context.form, APPLICANT)
    own = [i for i, d in enumerate(context.case.documents) if not d.kind.well_known and d.value("applicant_name")]
    marks: Marks = {}
    for position in (*context.positions(DocumentKind.PAYMENT_REQUEST), *own):
        for key, mark in _marks(context.document(position), position, APPLICANT).items():
            if mark.texts:
                marks.setdefault(key, mark)
    return marks


def _decision(case: CaseView) -> Marks:
    for position, document in enumerate(case.documents):
        if document.value("grant_decision_number"):
            return _marks(document, position, ("grant_decision_number",))
    return {}


def _papers(case: CaseView, kind: DocumentKind, keys: Iterable[str], needed: str = "") -> tuple[Marks, ...]:
    found = (_marks(d, i, keys) for i, d in enumerate(case.documents) if d.kind is kind)
    return tuple(m for m in found if m and (not needed or (needed in m and m[needed].texts)))


def _marks(document: ExtractedDocument, position: int, keys: Iterable[str]) -> Marks:
    return {key: _mark(field, position) for key in keys if (field := document.fields.get(key)) is not None}


def _mark(field: Field, position: int) -> Mark:
    values = [field.value] if field.value is None else alternatives(field)
    texts = tuple(str(v) for v in values if isinstance(v, str | int) and v != "")
    box = field.box
    return Mark(
        ref=FieldRef(document=position, key=field.key),
        texts=texts[:_MOST_TEXTS],
        certainty=int(certainty(field)),
        place=(round(box.x0, 4), round(box.y0, 4), round(box.x1, 4), round(box.y1, 4)) if box is not None else None,
    )

"""Papers that are not there, entries left blank, seals not set: RECEIPT_MISSING, DOCUMENT_MISSING, FIELD_MISSING, SEAL_MISSING."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import DocumentSpec
from models.values.text import squeeze
from validators.crosschecks.context import FORMS, Context, finding
from validators.crosschecks.proxies import has_proxy
from validators.crosschecks.rules import certain, holds
from validators.evidence import decided_by_person, sure

#: Entries of other papers that hold the same number.
SAME_NUMBER = {"purchase_amount": ("total_amount", "subtotal_amount"), "total_cost": ("total_amount",)}

#: Japanese names of entries, for messages; an entry not listed here is named by its printed label.
FIELD_LABELS_JA = {
    "application_date": "申請日",
    "request_date": "請求日",
    "postal_code": "郵便番号",
    "address": "住所",
    "applicant_name": "申請者名",
    "applicant_kana": "フリガナ",
    "representative_name": "代表者名",
    "phone": "電話番号",
    "account_holder_kana": "口座名義（カナ）",
    "account_holder": "口座名義",
    "proxy_name": "代理申請者の事業者名",
    "proxy_contact": "代理申請者の担当者",
    "proxy_address": "代理申請者の所在地",
    "proxy_phone": "代理申請者の電話番号",
}


def check(context: Context) -> Iterator[Finding]:
    yield from _missing_papers(context)
    yield from _blank_entries(context)
    yield from _missing_seals(context)


def _missing_papers(context: Context) -> Iterator[Finding]:
    """Not even one paper of the wanted kinds. Suspected while a paper of unknown or doubtful kind lies in the case.

    A paper asked for under a condition is missed only where the condition is known to hold.
    """
    present = {d.kind for d in context.case.documents}
    doubtful = any(d.kind is DocumentKind.UNKNOWN for d in context.case.documents)
    for requirement in context.programme.requirements(context.case.stage):
        if present & set(requirement.one_of):
            continue
        asked = holds(context, requirement.when)
        if not asked.known or not asked.value:
            continue
        names = "または".join(context.programme.kind_label(kind) for kind in requirement.one_of)
        sure_of_it = certain(context, asked.refs) or (
            requirement.for_proxy and has_proxy(context) is FindingStatus.CONFIRMED
        )
        status = FindingStatus.CONFIRMED if sure_of_it and not doubtful else FindingStatus.SUSPECTED
        why = (
            "代理申請者の記入があるため、"
            if requirement.for_proxy
            else f"「{requirement.when}」に当たるため、"
            if requirement.when
            else ""
        )
        receipt = DocumentKind.RECEIPT in requirement.one_of
        tail = "（種類の分からない書類があります。ご確認ください。）" if doubtful else ""
        yield finding(
            FindingCode.RECEIPT_MISSING if receipt else FindingCode.DOCUMENT_MISSING,
            status,
            f"{why}{names}が必要ですが、入っていません。{tail}",
            clause=context.programme.clause(requirement.source or "required_documents"),
            refs=asked.refs if requirement.when and not requirement.for_proxy else (),
            document_kind=requirement.one_of[0],
        )


def _filled_in(context: Context) -> tuple[DocumentKind, ...]:
    """The papers that the applicant fills in and seals: the forms, and what this programme describes of its own."""
    return (*FORMS, *(kind for kind in context.programme.documents if not kind.well_known))


def _blank_entries(context: Context) -> Iterator[Finding]:
    for position, document in context.each(*_filled_in(context)):
        spec = context.programme.document(document.kind)
        if spec is None:
            continue
        for entry in spec.fields:
            field = document.fields.get(entry.key)
            if field is None or field.value is not None or not entry.required:
                continue
            decided = decided_by_person(field)
            if not field.blank and not decided:
                continue
            asked = holds(context, entry.required_if)
            if not asked.known or not asked.value:
                continue
            status = FindingStatus.CONFIRMED if decided else _blank_status(field)
            if status is None or (not decided and _stands_there(context, document, entry.key)):
                continue
            yield finding(
                FindingCode.FIELD_MISSING,
                status,
                f"{context.programme.kind_label(document.kind)}の「{label(spec, entry.key)}」が記入されていません。",
                clause=context.programme.clause("fields", "required_documents"),
                refs=context.ref(position, entry.key),
                document_kind=document.kind,
                field_key=entry.key,
            )


def _blank_status(field: Field) -> FindingStatus | None:
    """Confirmed: the text layer has nothing there, or the place is known and no engine saw anything in it."""
    if any(r.value is not None for r in field.readings):
        return None
    if sure(field) or (field.box is not None and not any(r.raw.strip() for r in field.readings)):
        return FindingStatus.CONFIRMED
    return FindingStatus.SUSPECTED


def _stands_there(context: Context, form: ExtractedDocument, key: str) -> bool:
    """Whether the number that the case's other papers give for the entry is printed on the form after all.

    Then the entry was not found, rather than left blank. Only long numbers: a name may stand there for another reason.
    """
    text = re.sub(r"(?<=\d)[,，\-](?=\d)", "", squeeze(form.text))
    others = [d for d in context.case.documents if d is not form]
    values = {d.value(k) for d in others for k in (key, *SAME_NUMBER.get(key, ())) if isinstance(d.value(k), str | int)}
    numbers = {str(v) for v in values if str(v).isdigit() and len(str(v)) >= 4}
    return any(re.search(rf"(?<!\d){n}(?!\d)", text) for n in numbers)


def label(spec: DocumentSpec | None, key: str) -> str:
    """What a reviewer calls entry `key`."""
    entry = spec.field(key) if spec else None
    if entry is not None and entry.label:
        return entry.label
    return FIELD_LABELS_JA.get(key) or (entry.labels[0].text if entry else key)


def _missing_seals(context: Context) -> Iterator[Finding]:
    """No seal where the form has a place for one. Unknown (None) is no finding; confirmed where the place was found."""
    for position, document in context.each(*_filled_in(context)):
        spec = context.programme.document(document.kind)
        if spec is None or not spec.seal or document.seal_present is not False:
            continue
        status = FindingStatus.CONFIRMED if document.seal_box is not None else FindingStatus.SUSPECTED
        yield finding(
            FindingCode.SEAL_MISSING,
            status,
            f"{context.programme.kind_label(document.kind)}に押印がありません。",
            clause=context.programme.clause("seal"),
            refs=context.ref(position),
            document_kind=document.kind,
        )

"""Papers that are not there, entries left blank, seals not set: RECEIPT_MISSING, DOCUMENT_MISSING, FIELD_MISSING, SEAL_MISSING."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import FORMS, DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes.base import squeezed
from models.values.text import squeeze
from validators.crosschecks.context import Context, entry_label, finding
from validators.crosschecks.proxies import has_proxy
from validators.crosschecks.rules import certain, holds
from validators.evidence import decided_by_person, sure
from validators.placing import displaced, unclaimed

#: Entries of other papers that hold the same number.
SAME_NUMBER = {"purchase_amount": ("total_amount", "subtotal_amount"), "total_cost": ("total_amount",)}


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
        names, clause = context.programme.asked_for(requirement)
        sure_of_it = certain(context, asked.refs) or (
            requirement.for_proxy and has_proxy(context) is FindingStatus.CONFIRMED
        )
        status = FindingStatus.CONFIRMED if sure_of_it and not doubtful else FindingStatus.SUSPECTED
        why = (
            "代理申請者の記入があるため、"
            if requirement.for_proxy
            else f"「{requirement.reason or requirement.when}」に当たるため、"
            if requirement.when
            else ""
        )
        receipt = DocumentKind.RECEIPT in requirement.one_of
        if (taken_for := _taken_for_another(context, requirement.one_of)) is not None:
            status = FindingStatus.SUSPECTED
            why = f"「{context.programme.kind_label(taken_for)}」とされた書類がそれかもしれません。種類を確かめてください。{why}"
        tail = "（種類の分からない書類があります。ご確認ください。）" if doubtful else ""
        yield finding(
            FindingCode.RECEIPT_MISSING if receipt else FindingCode.DOCUMENT_MISSING,
            status,
            f"{why}{names}が必要ですが、入っていません。{tail}",
            clause=clause,
            refs=asked.refs if requirement.when and not requirement.for_proxy else (),
            document_kind=requirement.one_of[0],
        )


SURE_OF_KIND = 0.75
"""Under this confidence a paper's kind is a guess: of 430 papers of others, those three that were told wrongly had 0.58 to
0.69."""


def _taken_for_another(context: Context, kinds: tuple[DocumentKind, ...]) -> DocumentKind | None:
    """The kind of a paper that may be the missing one: a title of `kinds` is printed on it by itself, or it is a form
    that this phase has no use for while the form it needs is not there, or its kind was guessed and the case would not
    lack it: there is another of its kind, or it has pages to spare."""
    titles = {t for kind in kinds if (spec := context.programme.document(kind)) is not None for t in spec.titles}
    used = {kind for r in context.programme.requirements(context.case.stage) for kind in r.one_of}
    for document in context.case.documents:
        if document.kind in kinds:
            continue
        if titles & {squeezed(line) for line in document.text.splitlines()}:
            return document.kind
        if document.kind in FORMS and document.kind not in used and set(kinds) & set(FORMS):
            return document.kind
        spare = len(document.page_indexes) > 1 or sum(d.kind is document.kind for d in context.case.documents) > 1
        if 0 < document.kind_confidence < SURE_OF_KIND and spare:
            return document.kind
    return None


def _filled_in(context: Context) -> tuple[DocumentKind, ...]:
    """The papers that the applicant fills in and seals: the forms, and what this programme describes of its own."""
    return (*FORMS, *(kind for kind in context.programme.documents if not kind.well_known))


def _blank_entries(context: Context) -> Iterator[Finding]:
    for position, document in context.each(*_filled_in(context)):
        spec = context.programme.document(document.kind)
        if spec is None:
            continue
        elsewhere = displaced(document)
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
            status = FindingStatus.CONFIRMED if decided else _blank_status(field, document)
            doubted = elsewhere or unclaimed(document, entry) or _stands_there(context, document, entry.key)
            if status is None or (not decided and doubted):
                continue
            yield finding(
                FindingCode.FIELD_MISSING,
                status,
                f"{context.programme.kind_label(document.kind)}の「{entry_label(context.programme, document.kind, entry.key)}」が記入されていません。",
                clause=context.programme.clause("fields", "required_documents"),
                refs=context.ref(position, entry.key),
                document_kind=document.kind,
                field_key=entry.key,
            )


def _blank_status(field: Field, document: ExtractedDocument) -> FindingStatus | None:
    """Confirmed: on a form of known layout the text layer has nothing there, or no engine saw anything in its place."""
    if any(r.value is not None for r in field.readings):
        return None
    if document.form_version is None and not sure(field):
        return FindingStatus.SUSPECTED
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

"""What every cross-check looks at: the case, its programme, and where the important papers lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Stage
from models.findings import FieldRef, Finding, FindingCode, FindingStatus, Pair
from models.labels import FIELD_LABELS_JA
from models.programmes import Programme

#: Papers with an amount, a subtotal, a tax and mostly rows.
BILLS = (DocumentKind.RECEIPT, DocumentKind.INVOICE, DocumentKind.ESTIMATE, DocumentKind.CONTRACT)

#: Papers that the applicant fills in and seals.


@dataclass(frozen=True)
class Context:
    """One case under its programme. Documents are known by their position in ``case.documents``."""

    case: CaseView
    programme: Programme

    def positions(self, *kinds: DocumentKind) -> list[int]:
        return [i for i, d in enumerate(self.case.documents) if d.kind in kinds]

    def document(self, position: int) -> ExtractedDocument:
        return self.case.documents[position]

    def each(self, *kinds: DocumentKind) -> Iterator[tuple[int, ExtractedDocument]]:
        for position in self.positions(*kinds):
            yield position, self.document(position)

    @cached_property
    def form(self) -> int | None:
        """The application form: the first one, and of several the one with most entries read."""
        found = self.positions(DocumentKind.APPLICATION_FORM)
        return max(
            found, key=lambda i: sum(f.value is not None for f in self.document(i).fields.values()), default=None
        )

    @cached_property
    def claim(self) -> int | None:
        """The paper that names the account to pay into: the payment request, or a form that is one as well."""
        found = self.positions(DocumentKind.PAYMENT_REQUEST)
        if found:
            return found[0]
        spec = self.programme.document(DocumentKind.APPLICATION_FORM)
        return self.form if spec and spec.field("account_number") else None

    def field(self, position: int | None, key: str) -> Field | None:
        return None if position is None else self.document(position).fields.get(key)

    def form_field(self, key: str) -> Field | None:
        return self.field(self.form, key)

    @property
    def individual(self) -> bool:
        return self.programme.applicant == "individual"

    @property
    def claiming(self) -> bool:
        return self.case.stage is Stage.CLAIM

    @cached_property
    def receipts(self) -> list[int]:
        """The receipts, a second copy of the same receipt left out."""
        kept: list[int] = []
        seen: set[tuple[object, ...]] = set()
        for position, receipt in self.each(DocumentKind.RECEIPT):
            number, total = receipt.value("document_number"), receipt.value("total_amount")
            mark = (number, total, receipt.value("issue_date"))
            if number is not None and total is not None and mark in seen:
                continue
            seen.add(mark)
            kept.append(position)
        return kept

    def ref(self, position: int | None, key: str = "") -> tuple[FieldRef, ...]:
        return () if position is None else (FieldRef(document=position, key=key),)


def finding(
    code: FindingCode,
    status: FindingStatus,
    message_ja: str,
    *,
    clause: str = "",
    refs: tuple[FieldRef, ...] = (),
    document_kind: DocumentKind | None = None,
    field_key: str | None = None,
    other_case: str | None = None,
    rule: str = "",
    pairs: tuple[Pair, ...] = (),
    mend: str = "",
) -> Finding:
    """A :class:`Finding`; `mend` is what the applicant has to do about it."""
    return Finding(
        code=code,
        status=status,
        message_ja=message_ja,
        mend_ja=mend,
        clause=clause,
        refs=refs,
        document_kind=document_kind,
        field_key=field_key,
        other_case=other_case,
        rule=rule,
        pairs=pairs,
    )


def entry_label(programme: Programme | None, kind: DocumentKind, key: str) -> str:
    """What people call entry `key` of papers of `kind`: the programme's word for it, else the usual one."""
    own = programme.field_label(kind, key) if programme is not None else ""
    return own or FIELD_LABELS_JA.get(key, key)


def yen(amount: int) -> str:
    """An amount as a reviewer reads it: ``1,234円``."""
    return f"{amount:,}円"

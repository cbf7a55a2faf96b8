"""What every cross-check looks at: the case, its programme, and where the important papers lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Stage
from models.findings import FieldRef, Finding, FindingCode, FindingStatus, Pair
from models.labels import FIELD_LABELS_JA
from models.programmes import Programme
from models.values.text import squeeze

#: Papers with an amount, a subtotal, a tax and mostly rows.
BILLS = (DocumentKind.RECEIPT, DocumentKind.INVOICE, DocumentKind.ESTIMATE, DocumentKind.CONTRACT)

#: What the slip of a card terminal calls itself, which comes beside the receipt: クレジットカード売上票(お客様控え).
_CARD_SLIP = re.compile("(?:カード|クレジット)[^。]{0,8}(?:売上|利用)(?:票|伝票|控)|売上票[(（]お客様控")


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
        """The receipts, a second copy of the same receipt left out, and the card's slip of one that is there."""
        kept: list[int] = []
        seen: set[tuple[object, ...]] = set()
        for position, receipt in self.each(DocumentKind.RECEIPT):
            number, total = receipt.value("document_number"), receipt.value("total_amount")
            mark = (number, total, receipt.value("issue_date"))
            if number is not None and total is not None and mark in seen:
                continue
            seen.add(mark)
            kept.append(position)
        return [p for p in kept if not self._paid_by_card(p, kept)]

    def _paid_by_card(self, position: int, receipts: list[int]) -> bool:
        """Whether a receipt is the slip of the card that another one, over the same sum on the same day, was paid with."""
        slip = self.document(position)
        others = (self.document(p) for p in receipts if p != position)
        keys = ("total_amount", "issue_date")
        return _is_card_slip(slip) and any(
            not _is_card_slip(o) and all(o.value(k) == slip.value(k) is not None for k in keys) for o in others
        )

    def ref(self, position: int | None, key: str = "") -> tuple[FieldRef, ...]:
        return () if position is None else (FieldRef(document=position, key=key),)


def _is_card_slip(receipt: ExtractedDocument) -> bool:
    return not receipt.value("line_items") and _CARD_SLIP.search(squeeze(receipt.text)) is not None


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

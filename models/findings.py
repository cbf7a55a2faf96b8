"""Findings 指摘: what a check found, with a stable code, a Japanese message and the places it rests on."""

from __future__ import annotations

from enum import StrEnum

from models.documents import DocumentKind
from models.pages import Frozen


class FindingCode(StrEnum):
    """Stable codes; their meaning is written in docs/architecture.md and shown in Japanese by `label_ja`."""

    AMOUNT_MISMATCH = "AMOUNT_MISMATCH"
    PAYER_MISMATCH = "PAYER_MISMATCH"
    PURCHASE_DATE_OUT_OF_PERIOD = "PURCHASE_DATE_OUT_OF_PERIOD"
    RECEIPT_MISSING = "RECEIPT_MISSING"
    DOCUMENT_MISSING = "DOCUMENT_MISSING"
    FIELD_MISSING = "FIELD_MISSING"
    SEAL_MISSING = "SEAL_MISSING"
    POSTAL_ADDRESS_MISMATCH = "POSTAL_ADDRESS_MISMATCH"
    BANK_BRANCH_UNKNOWN = "BANK_BRANCH_UNKNOWN"
    ACCOUNT_HOLDER_MISMATCH = "ACCOUNT_HOLDER_MISMATCH"
    PASSBOOK_MISMATCH = "PASSBOOK_MISMATCH"
    DUPLICATE_APPLICATION = "DUPLICATE_APPLICATION"
    RECEIPT_REUSED = "RECEIPT_REUSED"
    SUM_MISMATCH = "SUM_MISMATCH"
    TAX_MISMATCH = "TAX_MISMATCH"
    SUBSIDY_AMOUNT_WRONG = "SUBSIDY_AMOUNT_WRONG"
    INVOICE_NUMBER_INVALID = "INVOICE_NUMBER_INVALID"
    EQUIPMENT_MISMATCH = "EQUIPMENT_MISMATCH"
    DATE_ORDER = "DATE_ORDER"
    DEADLINE_MISSED = "DEADLINE_MISSED"
    PROGRAMME_RULE = "PROGRAMME_RULE"
    MY_NUMBER_FOUND = "MY_NUMBER_FOUND"
    PAGE_MISSING = "PAGE_MISSING"
    AMENDMENT_UNSEALED = "AMENDMENT_UNSEALED"
    CERTIFICATE_EXPIRED = "CERTIFICATE_EXPIRED"
    EQUIPMENT_REUSED = "EQUIPMENT_REUSED"
    ACCOUNT_SHARED = "ACCOUNT_SHARED"
    SAME_PAPERS = "SAME_PAPERS"
    SAME_APPLICANT = "SAME_APPLICANT"
    SAME_HOUSEHOLD = "SAME_HOUSEHOLD"
    AMOUNT_FROM_ESTIMATE = "AMOUNT_FROM_ESTIMATE"
    STAMP_DUTY_MISSING = "STAMP_DUTY_MISSING"
    BUDGET_EXCEEDED = "BUDGET_EXCEEDED"

    @property
    def label_ja(self) -> str:
        return FINDING_LABELS_JA[self]


FINDING_LABELS_JA: dict[FindingCode, str] = {
    FindingCode.AMOUNT_MISMATCH: "金額の不一致",
    FindingCode.PAYER_MISMATCH: "宛名の不一致",
    FindingCode.PURCHASE_DATE_OUT_OF_PERIOD: "購入日が対象期間外",
    FindingCode.RECEIPT_MISSING: "領収書なし",
    FindingCode.DOCUMENT_MISSING: "書類の不足",
    FindingCode.FIELD_MISSING: "記入もれ",
    FindingCode.SEAL_MISSING: "押印もれ",
    FindingCode.POSTAL_ADDRESS_MISMATCH: "郵便番号と住所の不一致",
    FindingCode.BANK_BRANCH_UNKNOWN: "存在しない支店",
    FindingCode.ACCOUNT_HOLDER_MISMATCH: "口座名義が申請者と異なる",
    FindingCode.PASSBOOK_MISMATCH: "通帳との不一致",
    FindingCode.DUPLICATE_APPLICATION: "重複申請",
    FindingCode.RECEIPT_REUSED: "領収書の再使用",
    FindingCode.SUM_MISMATCH: "内訳合計の不一致",
    FindingCode.TAX_MISMATCH: "消費税額の不一致",
    FindingCode.SUBSIDY_AMOUNT_WRONG: "申請額の計算誤り",
    FindingCode.INVOICE_NUMBER_INVALID: "登録番号の誤り",
    FindingCode.EQUIPMENT_MISMATCH: "機器の型式の不一致",
    FindingCode.DATE_ORDER: "日付の前後",
    FindingCode.DEADLINE_MISSED: "期限後の提出",
    FindingCode.PROGRAMME_RULE: "事業の決まりに合わない",
    FindingCode.MY_NUMBER_FOUND: "個人番号の記載",
    FindingCode.PAGE_MISSING: "ページの不足",
    FindingCode.AMENDMENT_UNSEALED: "訂正印なし",
    FindingCode.CERTIFICATE_EXPIRED: "証明書の期限切れ",
    FindingCode.EQUIPMENT_REUSED: "同じ機器の再申請",
    FindingCode.ACCOUNT_SHARED: "ほかの申請者と同じ口座",
    FindingCode.SAME_PAPERS: "同じ書類の再提出",
    FindingCode.SAME_APPLICANT: "同じ申請者の別の案件",
    FindingCode.SAME_HOUSEHOLD: "同じ世帯の別の案件",
    FindingCode.AMOUNT_FROM_ESTIMATE: "見積額での申請",
    FindingCode.STAMP_DUTY_MISSING: "収入印紙なし",
    FindingCode.BUDGET_EXCEEDED: "予算超過の見込み",
}


#: Codes of findings about two applications that ought to have nothing in common.
BETWEEN_CASES = frozenset(
    {
        FindingCode.DUPLICATE_APPLICATION,
        FindingCode.RECEIPT_REUSED,
        FindingCode.EQUIPMENT_REUSED,
        FindingCode.ACCOUNT_SHARED,
        FindingCode.SAME_PAPERS,
        FindingCode.SAME_APPLICANT,
        FindingCode.SAME_HOUSEHOLD,
    }
)


class FindingStatus(StrEnum):
    CONFIRMED = "confirmed"
    """Every value it rests on is certain."""
    SUSPECTED = "suspected"
    """A value it rests on may be misread, or the rule leaves room: a person decides."""
    NOTICE = "notice"
    """Worth knowing, and nothing more: no deficiency, nobody has to decide it, results and letters leave it out."""


class FieldRef(Frozen):
    """Points at a field of a document of the case: the document's position in `CaseView.documents` and the key.

    ``key=""`` points at the document as a whole.
    """

    document: int
    key: str = ""
    cell: str = ""
    """One cell of a row list, by path (``officers[0].kana``); empty: the whole entry."""


class Agreement(StrEnum):
    """How two entries held against each other compare."""

    SAME = "same"
    NEAR = "near"
    """The same but for what engines misread."""
    DIFFERENT = "different"


class Pair(Frozen):
    """Two entries that were held against each other, for a reviewer to see side by side."""

    key: str
    agreement: Agreement
    here: FieldRef
    there: FieldRef
    """In the case `Finding.other_case` where that is set, else in the same case."""


class Finding(Frozen):
    code: FindingCode
    status: FindingStatus
    message_ja: str
    """One or two sentences for a reviewer, with the values compared."""
    mend_ja: str = ""
    """What the applicant has to do about it, as a letter says it; empty where it is no business of theirs."""
    clause: str = ""
    """The rule of the programme it rests on (条項); empty where none is published."""
    refs: tuple[FieldRef, ...] = ()
    document_kind: DocumentKind | None = None
    """DOCUMENT_MISSING, SEAL_MISSING, FIELD_MISSING: the kind of paper it is about."""
    field_key: str | None = None
    """FIELD_MISSING: the entry left blank."""
    rule: str = ""
    """The id of the programme's own rule that found it; empty for the built-in checks."""
    other_case: str | None = None
    """The receipt number 受付番号 of the earlier case it is held against: a duplicate, or an earlier phase's."""
    pairs: tuple[Pair, ...] = ()
    """Duplicates: which entries of the two cases agree, and which do not."""

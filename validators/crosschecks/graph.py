"""Which document must say what: every check, the entries it holds against each other, and what must be true of them.

This is the one place that says it. The checks themselves are the modules beside this one; a test holds that every finding
they make points at places named here for its code, and that docs/architecture.md shows this table as it is. What the
fields say *for* each other (corroboration) is :mod:`validators.entities`; what a programme adds are the rules in its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.documents import DocumentKind
from models.findings import FindingCode

C = FindingCode


class Bearing(StrEnum):
    """What a finding means for the application."""

    DEFICIENCY = "不備"
    """The applicant mends it, or is refused."""
    QUESTION = "照会"
    """Always for a person to weigh: never confirmed by the machine, or never the applicant's fault alone."""
    NOTICE = "参考"
    """Worth knowing."""


@dataclass(frozen=True)
class Edge:
    code: FindingCode
    must: str
    """What must be true, in a reviewer's words."""
    places: str
    """``paper.entry`` separated by spaces; ``paper`` alone is the paper as a whole, ``*`` any paper or any entry."""
    bearing: Bearing = Bearing.DEFICIENCY

    def holds(self, kind: DocumentKind, key: str) -> bool:
        """Whether a finding of this code may point at entry `key` ('' for the paper) of a paper of `kind`."""
        wanted = {f"{kind}.{key}", f"{kind}.*", f"*.{key}", "*.*"} if key else {str(kind), "*"}
        return bool(wanted & set(self.places.split()))


_BILLS = ("receipt", "invoice", "estimate", "contract")
_FORMS = ("application_form", "payment_request")


def _on(papers: tuple[str, ...], *keys: str) -> str:
    return " ".join(f"{paper}.{key}" for paper in papers for key in keys)


_APPLICANT = _on((*_FORMS,), "applicant_name")

GRAPH: tuple[Edge, ...] = (
    Edge(C.DOCUMENT_MISSING, "段階ごとに求める書類が入っている（条件つきのものは条件に当たるとき）", "*.*"),
    Edge(C.RECEIPT_MISSING, "領収書が入っている", "*.*"),
    Edge(C.PAGE_MISSING, "「1/2」のようなページ番号がそろっている", "*"),
    Edge(C.FIELD_MISSING, "求める項目が記入されている", "*.*"),
    Edge(C.SEAL_MISSING, "印の欄に押印がある", "*"),
    Edge(
        C.AMENDMENT_UNSEALED,
        "金額・口座・氏名の訂正に訂正印がある",
        _on((*_FORMS, *_BILLS), "*"),
        Bearing.QUESTION,
    ),
    Edge(C.CERTIFICATE_EXPIRED, "証明書は発行から3か月以内（事業の決まりにあるときは不備）", "*.*", Bearing.NOTICE),
    Edge(C.MY_NUMBER_FOUND, "個人番号が書かれていない", "*"),
    Edge(
        C.PAYER_MISMATCH,
        "領収書の宛名・検針票の名義は申請者（同じ姓・代理人なら照会）",
        f"receipt.payer_name meter_slip.applicant_name {_APPLICANT}",
    ),
    Edge(
        C.ACCOUNT_HOLDER_MISMATCH,
        "振込先と通帳の名義は申請者",
        f"{_on((*_FORMS, 'passbook'), 'account_holder', 'account_holder_kana')} {_APPLICANT}",
    ),
    Edge(C.POSTAL_ADDRESS_MISMATCH, "郵便番号は住所のもの", _on(_FORMS, "postal_code", "address")),
    Edge(
        C.PURCHASE_DATE_OUT_OF_PERIOD,
        "領収書・検針票の日付は対象期間内",
        "receipt.issue_date meter_slip.meter_date",
    ),
    Edge(
        C.DATE_ORDER,
        "見積 ≤ 契約 ≤ 購入 ≤ 申請。事業者は 見積 ≤ 申請、交付決定 ≤ 契約・購入",
        "estimate.issue_date contract.contract_date receipt.issue_date application_form.* payment_request.*",
    ),
    Edge(
        C.DEADLINE_MISSED,
        "申請・請求は期限内",
        "application_form.* payment_request.*",
    ),
    Edge(
        C.EQUIPMENT_MISMATCH,
        "保証書・契約書・領収書・請求書・見積書の型式は申請書のもの",
        "application_form.model warranty.model contract.model "
        + _on(("receipt", "invoice", "estimate"), "line_items", "description"),
    ),
    Edge(
        C.AMOUNT_MISMATCH,
        "領収書の合計（事業者の申請では見積書）は申請書の金額",
        f"application_form.* {_on(_BILLS, 'total_amount')}",
    ),
    Edge(
        C.AMOUNT_FROM_ESTIMATE,
        "申請書の金額は見積・契約の額でなく支払った額",
        f"application_form.* {_on(('estimate', 'contract'), 'total_amount')}",
        Bearing.NOTICE,
    ),
    Edge(C.SUM_MISMATCH, "内訳の合計は小計", _on(_BILLS, "line_items", "subtotal_amount")),
    Edge(
        C.TAX_MISMATCH,
        "消費税は小計の10％（1円の端数を許す）",
        _on(_BILLS, "tax_amount", "subtotal_amount", "total_amount"),
    ),
    Edge(C.STAMP_DUTY_MISSING, "5万円以上の領収書に収入印紙がある", "receipt.total_amount", Bearing.NOTICE),
    Edge(
        C.BUDGET_EXCEEDED,
        "先着順の予算に、先に届いた申請とこの申請の額が収まる",
        "application_form.subsidy_amount",
        Bearing.QUESTION,
    ),
    Edge(
        C.SUBSIDY_AMOUNT_WRONG,
        "申請額は補助率・上限・端数処理から計算した額",
        "application_form.* payment_request.subsidy_amount facility_list.* warranty.equipment_type",
    ),
    Edge(C.INVOICE_NUMBER_INVALID, "登録番号の検査数字が合う", _on(_BILLS, "invoice_number")),
    Edge(
        C.BANK_BRANCH_UNKNOWN,
        "支店は金融機関の一覧にある",
        _on(_FORMS, "bank_name", "branch_name", "branch_code"),
    ),
    Edge(
        C.PASSBOOK_MISMATCH,
        "振込先は通帳の口座",
        _on((*_FORMS, "passbook"), "account_number", "bank_name", "bank_code", "branch_name"),
    ),
    Edge(C.PROGRAMME_RULE, "事業の決まり（programme.yaml の rules）", "* *.*"),
    Edge(
        C.DUPLICATE_APPLICATION,
        "同じ事業・段階で、同じ人・住所・機器の案件がない",
        "application_form",
    ),
    Edge(C.RECEIPT_REUSED, "同じ領収書がほかの案件にない（事業・年度を問わない）", "receipt"),
    Edge(C.EQUIPMENT_REUSED, "同じ製造番号の機器がほかの案件にない（事業・年度を問わない）", "warranty.serial_number"),
    Edge(
        C.ACCOUNT_SHARED,
        "別の申請者の案件が同じ口座でない（同じ住所なら参考）",
        _on(_FORMS, "account_number"),
        Bearing.QUESTION,
    ),
    Edge(C.SAME_PAPERS, "同じ書類が二度届いていない", "receipt.*", Bearing.NOTICE),
    Edge(C.SAME_APPLICANT, "同じ申請者のほかの案件", "application_form.applicant_name", Bearing.NOTICE),
    Edge(C.SAME_HOUSEHOLD, "同じ住所の別の人の、同じ事業の案件", "application_form.applicant_name", Bearing.NOTICE),
)


def edge(code: FindingCode) -> Edge:
    """The edge of `code`."""
    return next(e for e in GRAPH if e.code is code)


def as_table() -> str:
    """The graph as the table in docs/architecture.md."""
    lines = ["| code | 表示 | 何が成り立つべきか | |", "|---|---|---|---|"]
    lines += [f"| {e.code} | {e.code.label_ja} | {e.must} | {e.bearing.value} |" for e in GRAPH]
    return "\n".join(lines)

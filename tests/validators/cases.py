"""Cases for the checks: clean ones built by hand, read as exactly or as doubtfully as a test wants, and the truth's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import programmes
from models.checks import CheckedCase, EarlierCase
from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Reading, Stage, Value
from models.findings import Finding, FindingCode, FindingStatus
from models.geometry import Box
from models.programmes import Programme
from models.values.identifiers import check_digit
from validators.checks import check_case

K = DocumentKind
SOMEWHERE = Box(x0=0.1, y0=0.1, x1=0.2, y1=0.2)
PROGRAMMES: dict[str, Programme] = programmes.load()

_BODY = "011101234567"
INVOICE = f"T{check_digit(_BODY)}{_BODY}"
WRONG_INVOICE = f"T{check_digit(_BODY) % 9 + 1}{_BODY}"


# ---------------------------------------------------------------- fields and papers
def exact(key: str, value: Value) -> Field:
    """An entry of a born-digital page."""
    return Field(key=key, value=value, raw=str(value or ""), exact=True, blank=value is None, box=SOMEWHERE)


def scanned(key: str, value: Value, *others: Value, engines: Iterable[str] = ("ppocr", "tesseract")) -> Field:
    """An entry that engines read: the first engine `value`, the next ones `others` (default: the same)."""
    names = list(engines)
    values = [value, *others, *[value] * len(names)][: len(names)]
    readings = [Reading(engine=n, raw=str(v), value=v, score=0.97) for n, v in zip(names, values, strict=True)]
    return Field(key=key, value=value, raw=str(value), box=SOMEWHERE, readings=readings)


def weak(key: str, value: Value) -> Field:
    """An entry that one engine read."""
    return scanned(key, value, engines=("ppocr",))


Make = Callable[[str, Value], Field]


def paper(kind: DocumentKind, values: dict[str, Value], make: Make = exact) -> ExtractedDocument:
    fields = {key: exact(key, None) if value is None else make(key, value) for key, value in values.items()}
    sealed = kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST)
    return ExtractedDocument(
        kind=kind,
        delivery_sha256="0" * 64,
        page_indexes=[0],
        fields=fields,
        seal_present=True if sealed else None,
        seal_box=SOMEWHERE if sealed else None,
        form_version="a" if sealed else None,
        kind_confidence=1.0,
    )


NAME, KANA = "松尾弘之", "マツオヒロユキ"
ADDRESS, POSTAL = "東京都新宿区市谷砂土原町3-34-19", "1620842"
ACCOUNT: dict[str, Value] = {
    "bank_name": "みずほ銀行",
    "bank_code": "0001",
    "branch_name": "高田馬場支店",
    "branch_code": "064",
    "account_type": "普通",
    "account_number": "3120464",
    "account_holder_kana": KANA,
    "account_holder": NAME,
}
ROWS: list[dict[str, Any]] = [
    {"name": "三菱電機 高効率給湯器 SRT-S377U", "qty": 1, "unit": "台", "unit_price": 239000, "amount": 239000},
    {"name": "設置工事費", "qty": 1, "unit": "式", "unit_price": 94000, "amount": 94000},
    {"name": "お値引き", "qty": 1, "unit": "式", "unit_price": -3000, "amount": -3000},
]


def individual(make: Make = exact) -> CaseView:
    """A case of shinjuku-ecohome with nothing wrong in it."""
    person: dict[str, Value] = {
        "applicant_name": NAME,
        "postal_code": POSTAL,
        "address": ADDRESS,
        "phone": "0395022691",
    }
    thing: dict[str, Value] = {
        "equipment_type": "高効率給湯器（エコキュート）",
        "manufacturer": "三菱電機",
        "model": "SRT-S377U",
        "installation_date": "2025-10-30",
        "vendor_name": "株式会社山一エナジー",
    }
    form: dict[str, Value] = {
        "application_date": "2025-11-17",
        **person,
        "applicant_kana": KANA,
        **thing,
        "capacity": "1台",
        "purchase_amount": 363000,
        "purchase_date": "2025-11-10",
        "subsidy_amount": 50000,
    }
    receipt: dict[str, Value] = {
        "payer_name": NAME,
        "document_number": "003670",
        "issue_date": "2025-11-10",
        "issuer_name": "株式会社山一エナジー",
        "invoice_number": INVOICE,
        "description": "高効率給湯器 SRT-S377U 設置工事代",
        "line_items": [dict(row) for row in ROWS],
        "subtotal_amount": 330000,
        "tax_amount": 33000,
        "total_amount": 363000,
    }
    claim: dict[str, Value] = {"request_date": "2025-11-17", **person, "subsidy_amount": 50000, **ACCOUNT}
    warranty: dict[str, Value] = {**thing, "applicant_name": NAME, "serial_number": "N20989268"}
    return CaseView(
        programme_id="shinjuku-ecohome",
        stage=Stage.APPLY,
        documents=[
            paper(K.APPLICATION_FORM, form, make),
            paper(K.RECEIPT, receipt, make),
            paper(K.WARRANTY, warranty, make),
            paper(K.PRODUCT_PHOTO, {"applicant_name": NAME}, make),
            paper(K.PAYMENT_REQUEST, claim, make),
            paper(K.PASSBOOK, dict(ACCOUNT), make),
        ],
    )


def welfare(make: Make = exact) -> CaseView:
    """A claim of nagano-welfare (a company, three facilities' rows) with nothing wrong in it."""
    company: dict[str, Value] = {
        "applicant_name": "医療法人社団信濃会",
        "representative_name": "小口紀子",
        "postal_code": "3950032",
        "address": "長野県飯田市主税町18",
        "phone": "0265232567",
    }
    rows: list[dict[str, Any]] = [
        {"name": n, "category": "高齢者福祉施設", "equipment": "高効率給湯設備", "cost": c, "rate": "3/4", "amount": a}
        for n, c, a in (("内科医院せせらぎ", 1726000, 1294000), ("クリニックひまわり", 1613000, 1209000))
    ]
    account = {**ACCOUNT, "account_holder": "医療法人社団信濃会", "account_holder_kana": "イ)シナノカイ"}
    bill: dict[str, Value] = {"subtotal_amount": 3339000, "tax_amount": 333900, "total_amount": 3672900}
    thing: dict[str, Value] = {"manufacturer": "三菱電機", "model": "GE-552SU-BK"}
    return CaseView(
        programme_id="nagano-welfare",
        stage=Stage.CLAIM,
        documents=[
            paper(
                K.APPLICATION_FORM,
                {
                    "application_date": "2026-06-18",
                    "applicant_kana": "イリョウホウジンシャダンシナノカイ",
                    **company,
                    "course": "促進コース",
                    "facility_class": "その他施設",
                    "equipment_type": "高効率給湯設備",
                    **thing,
                    "capacity": "2台",
                    "vendor_name": "山一エンジニアリング有限会社",
                    "total_cost": 3672900,
                    "purchase_amount": 3339000,
                    "subsidy_amount": 2503000,
                },
                make,
            ),
            paper(
                K.FACILITY_LIST,
                {
                    "applicant_name": "医療法人社団信濃会",
                    "facilities": rows,
                    "purchase_amount": 3339000,
                    "subsidy_amount": 2503000,
                },
                make,
            ),
            paper(
                K.PAYMENT_REQUEST,
                {
                    "request_date": "2027-03-02",
                    **company,
                    "grant_decision_date": "2026-07-19",
                    "grant_decision_number": "長野県指令８地福第299号",
                    "subsidy_amount": 2503000,
                    **account,
                },
                make,
            ),
            paper(
                K.CONTRACT,
                {
                    "applicant_name": "医療法人社団信濃会",
                    "vendor_name": "山一エンジニアリング有限会社",
                    **thing,
                    "total_amount": 3672900,
                    "tax_amount": 333900,
                    "contract_date": "2026-07-30",
                },
                make,
            ),
            paper(
                K.RECEIPT,
                {
                    "issue_date": "2026-09-24",
                    "document_number": "260924-01",
                    "payer_name": "医療法人社団信濃会",
                    "issuer_name": "山一エンジニアリング有限会社",
                    "invoice_number": INVOICE,
                    **bill,
                },
                make,
            ),
            paper(K.WARRANTY, {**thing, "applicant_name": "医療法人社団信濃会"}, make),
            paper(K.PASSBOOK, dict(account), make),
        ],
    )


def gas(make: Make = exact) -> CaseView:
    """A case of yamato-lpgas, whose application form is the claim as well, with nothing wrong in it."""
    account = {k: v for k, v in ACCOUNT.items() if k not in ("bank_code", "branch_code", "account_holder")}
    return CaseView(
        programme_id="yamato-lpgas",
        stage=Stage.APPLY,
        documents=[
            paper(
                K.APPLICATION_FORM,
                {
                    "application_date": "2023-11-26",
                    "applicant_kana": KANA,
                    "applicant_name": NAME,
                    "postal_code": "8613661",
                    "address": "上益城郡山都町長原250-9",
                    "phone": "0967561745",
                    "vendor_name": "株式会社アクア商店",
                    "customer_number": "84-29611",
                    "contract_count": 1,
                    "subsidy_amount": 6000,
                    **account,
                },
                make,
            ),
            paper(
                K.METER_SLIP,
                {
                    "applicant_name": NAME,
                    "address": "上益城郡山都町長原250-9",
                    "customer_number": "84-29611",
                    "meter_date": "2023-11-15",
                    "vendor_name": "株式会社アクア商店",
                },
                make,
            ),
            paper(K.PASSBOOK, dict(ACCOUNT), make),
        ],
    )


# ---------------------------------------------------------------- changing and checking
def on(case: CaseView, kind: DocumentKind) -> ExtractedDocument:
    """The paper of that kind (the first one)."""
    return case.of_kind(kind)[0]


def put(case: CaseView, kind: DocumentKind, key: str, value: Value, make: Make = exact) -> CaseView:
    """`case` with another value for one entry, changed in place."""
    on(case, kind).fields[key] = exact(key, None) if value is None else make(key, value)
    return case


def without(case: CaseView, *kinds: DocumentKind) -> CaseView:
    return case.model_copy(update={"documents": [d for d in case.documents if d.kind not in kinds]})


def checked(case: CaseView, *earlier: EarlierCase) -> CheckedCase:
    return check_case(case, PROGRAMMES[case.programme_id or ""], earlier)


def findings(case: CaseView, *earlier: EarlierCase) -> list[Finding]:
    return checked(case, *earlier).findings


def found(case: CaseView, code: FindingCode) -> list[Finding]:
    """What the checks found under `code`, the programme's own rules left out."""
    return [f for f in findings(case) if f.code is code and not f.rule]


def notices(case: CaseView, *earlier: EarlierCase) -> set[FindingCode]:
    """Codes of what is only worth knowing."""
    return {f.code for f in findings(case, *earlier) if f.status is FindingStatus.NOTICE}


def codes(case: CaseView, *earlier: EarlierCase) -> dict[FindingCode, str]:
    """Code → status (confirmed where any is) of every deficiency found."""
    found: dict[FindingCode, str] = {}
    for finding in findings(case, *earlier):
        if finding.status is not FindingStatus.NOTICE and found.get(finding.code) != "confirmed":
            found[finding.code] = finding.status.value
    return found


def as_earlier(case: CaseView, receipt_number: str = "R7-000001", *before: EarlierCase) -> EarlierCase:
    outcome = checked(case, *before)
    return EarlierCase(receipt_number=receipt_number, profile=outcome.profile)


def from_truth(row: dict[str, Any]) -> CaseView:
    """A row of truth.jsonl as perfect readings."""
    hashes = {f["path"]: f["sha256"] for f in row["files"]}
    documents = []
    for d in row["documents"]:
        documents.append(
            ExtractedDocument(
                kind=d["type"],
                delivery_sha256=hashes[d["file"]],
                page_indexes=d["pages"],
                fields={key: exact(key, f["value"]) for key, f in d["fields"].items()},
                seal_present=d.get("seal_present"),
                seal_box=SOMEWHERE if "seal_present" in d else None,
                kind_confidence=1.0,
            )
        )
    return CaseView(programme_id=row["programme"], stage=row["stage"], documents=documents)

"""Every finding code: a clean case has none, and each planted fault gives its own code and no other."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from models.documents import Candidate, CaseView, Corroboration, DocumentKind, ExtractedDocument, Stage
from models.findings import FindingCode
from tests.validators.cases import (
    ACCOUNT,
    INVOICE,
    PROGRAMMES,
    ROWS,
    WRONG_INVOICE,
    checked,
    codes,
    exact,
    findings,
    gas,
    individual,
    on,
    paper,
    put,
    scanned,
    weak,
    welfare,
    without,
)
from validators.checks import check_case
from validators.crosschecks.people import same_party
from validators.evidence import PERSON

K, C = DocumentKind, FindingCode
CLEAN: dict[str, Callable[..., CaseView]] = {"individual": individual, "welfare": welfare, "gas": gas}


@pytest.mark.parametrize("make", [exact, scanned, weak])
@pytest.mark.parametrize("build", CLEAN.values(), ids=CLEAN)
def test_clean_case_has_no_findings(build: Callable[..., CaseView], make: object) -> None:
    assert codes(build(make)) == {}


def rows_with(amount: int) -> list[dict[str, object]]:
    rows = copy.deepcopy(ROWS)
    rows[1] = {**rows[1], "unit_price": amount, "amount": amount}
    return rows


def unsealed(kind: DocumentKind) -> Callable[[CaseView], CaseView]:
    def change(case: CaseView) -> CaseView:
        on(case, kind).seal_present = False
        return case

    return change


def change(kind: DocumentKind, **values: object) -> Callable[[CaseView], CaseView]:
    def apply(case: CaseView) -> CaseView:
        for key, value in values.items():
            put(case, kind, key, value)  # type: ignore[arg-type]
        return case

    return apply


def drop(*kinds: DocumentKind) -> Callable[[CaseView], CaseView]:
    return lambda case: without(case, *kinds)


def both(*changes: Callable[[CaseView], CaseView]) -> Callable[[CaseView], CaseView]:
    def apply(case: CaseView) -> CaseView:
        for one in changes:
            case = one(case)
        return case

    return apply


PLANTED = [
    (individual, change(K.APPLICATION_FORM, purchase_amount=633000), {C.AMOUNT_MISMATCH}),
    (welfare, change(K.APPLICATION_FORM, total_cost=3762900), {C.AMOUNT_MISMATCH}),
    (individual, change(K.RECEIPT, payer_name="木下真由美"), {C.PAYER_MISMATCH}),
    (gas, change(K.METER_SLIP, applicant_name="木下秀樹"), {C.PAYER_MISMATCH}),
    (welfare, change(K.RECEIPT, payer_name="医療法人社団千曲会"), {C.PAYER_MISMATCH}),
    (
        individual,
        both(change(K.RECEIPT, issue_date="2025-03-19"), change(K.APPLICATION_FORM, purchase_date="2025-03-19")),
        {C.PURCHASE_DATE_OUT_OF_PERIOD},
    ),
    (gas, change(K.METER_SLIP, meter_date="2023-06-30"), {C.PURCHASE_DATE_OUT_OF_PERIOD}),
    (individual, drop(K.RECEIPT), {C.RECEIPT_MISSING}),
    (individual, drop(K.PASSBOOK), {C.DOCUMENT_MISSING}),
    (welfare, drop(K.CONTRACT, K.WARRANTY), {C.DOCUMENT_MISSING}),
    (individual, change(K.APPLICATION_FORM, phone=None), {C.FIELD_MISSING}),
    (individual, change(K.PAYMENT_REQUEST, account_type=None), {C.FIELD_MISSING}),
    (individual, unsealed(K.APPLICATION_FORM), {C.SEAL_MISSING}),
    (individual, unsealed(K.PAYMENT_REQUEST), {C.SEAL_MISSING}),
    (individual, change(K.APPLICATION_FORM, postal_code="1600011"), {C.POSTAL_ADDRESS_MISMATCH}),
    (individual, change(K.PAYMENT_REQUEST, postal_code="6301105"), {C.POSTAL_ADDRESS_MISMATCH}),
    (
        individual,
        both(
            change(K.PAYMENT_REQUEST, branch_name="駅前第二支店", branch_code="999"),
        ),
        {C.BANK_BRANCH_UNKNOWN},
    ),
    (
        individual,
        both(
            *(
                change(k, account_holder="松尾薫", account_holder_kana="マツオカオル")
                for k in (K.PAYMENT_REQUEST, K.PASSBOOK)
            )
        ),
        {C.ACCOUNT_HOLDER_MISMATCH},
    ),
    (
        gas,
        both(
            change(K.APPLICATION_FORM, account_holder_kana="マツオカオル"),
            change(K.PASSBOOK, account_holder_kana="マツオカオル", account_holder="松尾薫"),
        ),
        {C.ACCOUNT_HOLDER_MISMATCH},
    ),
    (individual, change(K.PASSBOOK, account_number="3120484"), {C.PASSBOOK_MISMATCH}),
    (individual, change(K.PASSBOOK, branch_name="飯田橋支店", branch_code="061"), {C.PASSBOOK_MISMATCH}),
    (individual, change(K.PASSBOOK, bank_name="三井住友銀行", bank_code="0009"), {C.PASSBOOK_MISMATCH}),
    (individual, change(K.RECEIPT, line_items=rows_with(104000)), {C.SUM_MISMATCH}),
    (
        individual,
        both(
            change(K.RECEIPT, tax_amount=43000, total_amount=373000),
            change(K.APPLICATION_FORM, purchase_amount=373000),
        ),
        {C.TAX_MISMATCH},
    ),
    (
        individual,
        both(change(K.APPLICATION_FORM, subsidy_amount=100000), change(K.PAYMENT_REQUEST, subsidy_amount=100000)),
        {C.SUBSIDY_AMOUNT_WRONG},
    ),
    (individual, change(K.PAYMENT_REQUEST, subsidy_amount=60000), {C.SUBSIDY_AMOUNT_WRONG}),
    (
        welfare,
        both(change(K.APPLICATION_FORM, subsidy_amount=2504000), change(K.PAYMENT_REQUEST, subsidy_amount=2504000)),
        {C.SUBSIDY_AMOUNT_WRONG},
    ),
    (individual, change(K.RECEIPT, invoice_number=WRONG_INVOICE), {C.INVOICE_NUMBER_INVALID}),
    (individual, change(K.WARRANTY, model="SRT-W377"), {C.EQUIPMENT_MISMATCH}),
    (welfare, change(K.CONTRACT, model="GE-372SU-BK"), {C.EQUIPMENT_MISMATCH}),
    (
        individual,
        change(
            K.RECEIPT,
            description="高効率給湯器 EQX37YFV 設置工事代",
            line_items=[{**ROWS[0], "name": "三菱電機 高効率給湯器 EQX37YFV"}, *ROWS[1:]],
        ),
        {C.EQUIPMENT_MISMATCH},
    ),
    (
        individual,
        both(
            change(K.APPLICATION_FORM, application_date="2025-11-02"),
            change(K.PAYMENT_REQUEST, request_date="2025-11-02"),
        ),
        {C.DATE_ORDER},
    ),
    (welfare, change(K.CONTRACT, contract_date="2026-07-18"), {C.DATE_ORDER}),
    (
        individual,
        both(
            change(K.APPLICATION_FORM, application_date="2026-02-28"),
            change(K.PAYMENT_REQUEST, request_date="2026-02-28"),
        ),
        {C.DEADLINE_MISSED},
    ),
    (welfare, change(K.PAYMENT_REQUEST, request_date="2027-03-06"), {C.DEADLINE_MISSED}),
]


@pytest.mark.parametrize(
    ("build", "plant", "wanted"), PLANTED, ids=[f"{i}-{'+'.join(sorted(p[2]))}" for i, p in enumerate(PLANTED)]
)
def test_planted_fault_is_found_and_nothing_else(
    build: Callable[[], CaseView], plant: Callable[[CaseView], CaseView], wanted: set[FindingCode]
) -> None:
    found = codes(plant(build()))
    assert set(found) == wanted
    assert set(found.values()) == {"confirmed"}, "exact papers leave no doubt"


ON_THE_LIMIT = [
    (individual, change(K.APPLICATION_FORM, application_date="2025-11-10")),  # paid on the day of the application
    (welfare, change(K.PAYMENT_REQUEST, request_date="2027-03-05")),
    (welfare, change(K.CONTRACT, contract_date="2026-07-19")),
    (gas, change(K.METER_SLIP, meter_date="2023-07-01")),
    (individual, change(K.RECEIPT, tax_amount=33001, total_amount=363001)),
    (individual, change(K.RECEIPT, payer_name="松尾")),
    (individual, change(K.RECEIPT, payer_name="松尾弘之", issuer_name="㈱山一エナジー")),
    (individual, change(K.PAYMENT_REQUEST, address="新宿区市谷砂土原町3-34-19")),
    (individual, change(K.PAYMENT_REQUEST, account_holder_kana="マツオヒロユキ", branch_name="高田馬場")),
    (welfare, change(K.PASSBOOK, account_holder="医療法人社団信濃会 理事長 小口紀子")),
]


@pytest.mark.parametrize(("build", "plant"), ON_THE_LIMIT)
def test_what_is_just_right_is_no_finding(build: Callable[[], CaseView], plant: Callable[[CaseView], CaseView]) -> None:
    case = plant(build())
    if any(f.value == 363001 for d in case.documents for f in d.fields.values()):
        put(case, K.APPLICATION_FORM, "purchase_amount", 363001)
    assert codes(case) == {}


def test_several_receipts_add_up() -> None:
    case = individual()
    first = on(case, K.RECEIPT)
    second = paper(
        K.RECEIPT,
        {
            "payer_name": "松尾弘之",
            "document_number": "003678",
            "issue_date": "2025-11-10",
            "issuer_name": "株式会社山一エナジー",
            "invoice_number": INVOICE,
            "subtotal_amount": 230000,
            "tax_amount": 23000,
            "total_amount": 253000,
        },
    )
    for key, value in {"subtotal_amount": 100000, "tax_amount": 10000, "total_amount": 110000}.items():
        first.fields[key] = exact(key, value)
    del first.fields["line_items"]
    case.documents.append(second)
    assert codes(case) == {}
    case.documents.append(second.model_copy(deep=True))  # the same receipt copied twice counts once
    assert codes(case) == {}
    second.fields["total_amount"] = exact("total_amount", 200000)
    assert C.AMOUNT_MISMATCH in codes(case)


@pytest.mark.parametrize(("total", "counted"), [(363000, False), (36300, True)])
def test_the_slip_of_a_card_counts_no_second_time(total: int, counted: bool) -> None:
    case = individual()
    receipt = on(case, K.RECEIPT)
    slip = paper(K.RECEIPT, {"total_amount": total, "issue_date": receipt.value("issue_date")})
    slip.text = "クレジットカード売上票 お客様控え\nカード会社 JCB 承認番号 284719"
    case.documents.append(slip)
    assert (C.AMOUNT_MISMATCH in codes(case)) is counted
    slip.text = "領収書"
    assert C.AMOUNT_MISMATCH in codes(case)


def test_the_day_that_the_form_states_is_one_receipts_day() -> None:
    """A tape of 25-03-23 among four later ones: the form's day, the latest, had excused it."""
    case = individual(scanned)
    assert C.PURCHASE_DATE_OUT_OF_PERIOD not in codes(case)
    early = on(case, K.RECEIPT).model_copy(deep=True)
    early.fields["issue_date"] = scanned("issue_date", "2025-03-23", "2025-03-23")
    case.documents.append(early)
    assert C.PURCHASE_DATE_OUT_OF_PERIOD in codes(case)
    on(case, K.RECEIPT).fields["issue_date"] = scanned("issue_date", "2025-10-01", "2025-10-01")
    assert C.PURCHASE_DATE_OUT_OF_PERIOD not in codes(case), "the form's day may be the misread one's"


def test_a_paper_of_unknown_kind_may_be_the_receipt_that_is_wanting() -> None:
    """Five tapes of tills without a title were of no known kind: 155,436 yen against 119,356 on the three others."""
    cases = ((False, 400_000, "confirmed"), (True, 400_000, "suspected"), (True, 300_000, "confirmed"))
    for unknown, applied, status in cases:
        case = individual()
        on(case, K.APPLICATION_FORM).fields["purchase_amount"] = exact("purchase_amount", applied)
        if unknown:
            case.documents.append(paper(K.UNKNOWN, {}))
        assert [f.status for f in findings(case) if f.code is C.AMOUNT_MISMATCH] == [status]


def test_proxy_needs_a_power_of_attorney_and_its_whole_block() -> None:
    case = individual()
    case.programme_id = "nara-smarthouse"
    form = on(case, K.APPLICATION_FORM)
    assert not [f for f in findings(case) if f.document_kind is K.POWER_OF_ATTORNEY]
    for key in ("proxy_name", "proxy_contact", "proxy_address", "proxy_phone"):
        form.fields[key] = exact(key, None)
    assert not [f for f in findings(case) if f.field_key and f.field_key.startswith("proxy")]
    form.fields["proxy_name"] = exact("proxy_name", "合同会社サンエコ電設")
    found = findings(case)
    assert [f.document_kind for f in found if f.code is C.DOCUMENT_MISSING and f.document_kind is K.POWER_OF_ATTORNEY]
    assert {f.field_key for f in found if f.code is C.FIELD_MISSING} >= {
        "proxy_contact",
        "proxy_address",
        "proxy_phone",
    }


def test_unread_is_not_blank() -> None:
    case = individual()
    unread = weak("phone", None)
    on(case, K.APPLICATION_FORM).fields["phone"] = unread
    assert C.FIELD_MISSING not in codes(case)
    seen_empty = unread.model_copy(update={"blank": True, "readings": []})
    on(case, K.APPLICATION_FORM).fields["phone"] = seen_empty
    assert codes(case)[C.FIELD_MISSING] == "confirmed"
    on(case, K.APPLICATION_FORM).fields["phone"] = seen_empty.model_copy(update={"box": None})
    assert codes(case)[C.FIELD_MISSING] == "suspected"


def test_a_person_who_says_blank_is_believed() -> None:
    case = individual()
    said = Corroboration(kind=PERSON, supports=True, reason_ja="確認担当が確かめました。")
    unread = weak("phone", None).model_copy(update={"corroborations": [said]})
    on(case, K.APPLICATION_FORM).fields["phone"] = unread
    assert codes(case) == {C.FIELD_MISSING: "confirmed"}


def test_unknown_seal_is_no_finding_and_unplaced_one_a_suspicion() -> None:
    case = individual()
    form = on(case, K.APPLICATION_FORM)
    form.seal_present = None
    assert codes(case) == {}
    form.seal_present, form.seal_box = False, None
    assert codes(case) == {C.SEAL_MISSING: "suspected"}


def test_missing_paper_is_only_suspected_beside_an_unknown_one() -> None:
    case = without(individual(), K.WARRANTY)
    assert codes(case) == {C.DOCUMENT_MISSING: "confirmed"}
    case.documents.append(ExtractedDocument(kind=K.UNKNOWN, delivery_sha256="1" * 64, page_indexes=[3]))
    assert codes(case) == {C.DOCUMENT_MISSING: "suspected"}


@pytest.mark.parametrize(
    ("pages", "confidence", "status"), [(1, 0.6, "confirmed"), (2, 0.6, "suspected"), (2, 1.0, "confirmed")]
)
def test_missing_paper_is_only_suspected_beside_a_guessed_one_with_pages_to_spare(
    pages: int, confidence: float, status: str
) -> None:
    case = without(individual(), K.WARRANTY)
    form = on(case, K.APPLICATION_FORM)
    form.kind_confidence, form.page_indexes = confidence, list(range(pages))
    assert codes(case) == {C.DOCUMENT_MISSING: status}


def test_findings_name_their_papers_clauses_and_values() -> None:
    finding = next(f for f in findings(put(welfare(), K.PAYMENT_REQUEST, "request_date", "2027-03-20")))
    assert finding.refs and finding.refs[0].key == "request_date"
    assert "2027年3月20日" in finding.message_ja and "2027年3月5日" in finding.message_ja
    wrong = next(iter(findings(put(without(gas(), K.PASSBOOK), K.APPLICATION_FORM, "phone", "0967561745"))))
    assert wrong.clause == PROGRAMMES["yamato-lpgas"].sources["required_documents"].clause


def test_an_unknown_branch_is_shown_beside_its_bank() -> None:
    case = individual()
    claim = on(case, K.PAYMENT_REQUEST)
    claim.fields["branch_name"], claim.fields["branch_code"] = (
        exact("branch_name", "駅前第二支店"),
        exact("branch_code", "999"),
    )
    [finding] = [f for f in findings(case) if f.code is C.BANK_BRANCH_UNKNOWN]
    assert [ref.key for ref in finding.refs] == ["bank_name", "branch_name", "branch_code"]


def test_yucho_passbook_stands_for_its_transfer_account() -> None:
    case = individual()
    yucho = {
        **ACCOUNT,
        "bank_name": "ゆうちょ銀行",
        "bank_code": "9900",
        "branch_name": "九五八店",
        "branch_code": "958",
        "account_number": "0123456",
    }
    for key, value in yucho.items():
        put(case, K.PAYMENT_REQUEST, key, value)
    passbook = {"yucho_symbol": "19580", "yucho_number": "1234561", "account_holder_kana": yucho["account_holder_kana"]}
    case = without(case, K.PASSBOOK)
    case.documents.append(paper(K.PASSBOOK, {**passbook, "branch_code": "958", "account_number": "0123456"}))
    assert codes(case) == {}
    put(case, K.PASSBOOK, "account_number", "0123457")
    put(case, K.PASSBOOK, "yucho_number", "1234571")
    assert codes(case) == {C.PASSBOOK_MISMATCH: "confirmed"}


def test_model_without_digits_is_compared_too() -> None:
    case = individual()
    for kind in (K.APPLICATION_FORM, K.WARRANTY):
        put(case, kind, "equipment_type", "窓の断熱改修")
        put(case, kind, "manufacturer", "LIXIL")
        put(case, kind, "model", "インプラスPG")
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", 90000)
    put(case, K.RECEIPT, "description", "窓の断熱改修設置工事一式")
    put(case, K.RECEIPT, "line_items", [{**ROWS[0], "name": "LIXIL 窓の断熱改修 インプラスPG"}, *ROWS[1:]])
    assert codes(case) == {}
    put(case, K.RECEIPT, "line_items", [{**ROWS[0], "name": "LIXIL 窓の断熱改修 リプラスＡＢ"}, *ROWS[1:]])
    assert codes(case) == {C.EQUIPMENT_MISMATCH: "confirmed"}


def test_a_house_in_a_description_is_no_model_where_the_rows_name_the_form_s() -> None:
    case = individual()
    for kind in (K.APPLICATION_FORM, K.WARRANTY):
        put(case, kind, "equipment_type", "窓の断熱改修")
        put(case, kind, "manufacturer", "YKK AP")
        put(case, kind, "model", "プラマードU")
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", 90000)
    put(case, K.RECEIPT, "description", "西早稲田グランドハイツ802 窓の断熱改修")
    put(case, K.RECEIPT, "line_items", [{**ROWS[0], "name": "内窓 プラマードU 居間"}, *ROWS[1:]])
    assert codes(case) == {}


@pytest.mark.parametrize("number", ["請求書KRE2410-116", "請求書№KRE2410-116", "工事番号：KRE2410-116"])
def test_the_number_of_a_paper_in_a_description_is_no_model(number: str) -> None:
    case = put(individual(), K.RECEIPT, "description", f"給湯器更新工事代金({number})")
    assert codes(case) == {}
    put(case, K.RECEIPT, "description", "給湯器更新工事代金(KRE2410-116)")
    assert codes(case) == {C.EQUIPMENT_MISMATCH: "confirmed"}


def test_a_warranty_that_names_the_form_s_model_somewhere_is_of_that_machine() -> None:
    case = put(individual(), K.WARRANTY, "model", "PQ26F00731")
    assert codes(case) == {C.EQUIPMENT_MISMATCH: "confirmed"}
    on(case, K.WARRANTY).text = "機種 ＳＲＴ-Ｓ377Ｕ 製造番号 PQ26F00731"
    assert codes(case) == {}, "the entry was taken from the serial number"


def test_a_receipt_after_the_application_is_in_order_at_a_claim() -> None:
    case = put(individual(), K.APPLICATION_FORM, "application_date", "2025-06-22")
    assert C.DATE_ORDER in codes(case)
    assert C.DATE_ORDER not in codes(case.model_copy(update={"stage": Stage.CLAIM}))


def test_without_programme_there_are_no_rules() -> None:
    case = put(individual(scanned), K.RECEIPT, "payer_name", "木下真由美", scanned)
    outcome = check_case(case, None)
    assert outcome.findings == []
    assert all(f.status == "review" for d in outcome.case.documents for f in d.fields.values())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("株式会社松尾", "松尾弘之", False),  # a company that bears a surname is nobody of that name
        ("有限会社東", "東和子", False),
        ("松尾", "株式会社松尾電気", False),
        ("株式会社松尾", "松尾電気", False),
        ("松尾", "松尾弘之", True),
        ("松尾", "株式会社松尾", True),
        ("株式会社松尾", "株式会社松尾代表取締役松尾弘之", True),
        ("株式会社松尾電気", "松尾電気代表松尾弘之", True),
        ("松尾電気", "株式会社松尾電気", True),
    ],
)
def test_a_company_is_not_the_person_whose_surname_it_bears(one: str, other: str, same: bool) -> None:
    assert same_party(one, other) is same_party(other, one) is same


def read_twice(*others: str, share: float = 0.95) -> CaseView:
    """The receipt's wrong number read twice alike by one family, with `others` held possible beside it."""
    candidates = (
        Candidate(raw=WRONG_INVOICE, value=WRONG_INVOICE, share=share),
        *(Candidate(raw=o, value=o, share=0.001) for o in others),
    )
    field = weak("invoice_number", WRONG_INVOICE)
    reading = field.readings[0].model_copy(update={"candidates": candidates})
    field.readings = [reading, reading.model_copy(update={"engine": "ppocr-stretched"})]
    case = individual()
    on(case, K.RECEIPT).fields["invoice_number"] = field
    return case


def test_a_false_number_that_was_clearly_read_is_suspected() -> None:
    assert [f.status for f in checked(read_twice()).findings if f.code is C.INVOICE_NUMBER_INVALID] == ["suspected"]


def test_a_number_is_not_accused_while_a_right_one_is_possible_or_the_reading_unclear() -> None:
    for case in (read_twice(INVOICE), read_twice(share=0.5)):
        assert all(f.code is not C.INVOICE_NUMBER_INVALID for f in checked(case).findings)


@pytest.mark.parametrize(
    ("name", "accused"), [("木下ハツエ", True), ("木下サチ子", True), ("力タ木下口", False), ("木下タ口子", False)]
)
def test_a_given_name_may_be_written_in_katakana(name: str, accused: bool) -> None:
    """A reading that is not sure accuses nobody unless it can be a name."""
    assert (C.PAYER_MISMATCH in codes(put(gas(), K.METER_SLIP, "applicant_name", name, weak))) is accused

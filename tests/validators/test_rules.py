"""Every rule of every programme: silent where it holds, heard where one fact breaks it, and never on a mere reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from models.documents import CaseView, Corroboration, DocumentKind, FieldStatus, Stage, Value
from models.findings import FindingCode, FindingStatus
from models.programmes import Rule
from tests import shared
from tests.validators.cases import PROGRAMMES, checked, exact, findings, from_truth, on, paper, put, scanned, weak
from validators.checks import check_case
from validators.crosschecks.context import Context
from validators.crosschecks.rules import vocabulary
from validators.evidence import PERSON
from validators.expressions.casefacts import CaseFacts
from validators.expressions.evaluating import Evaluator

K = DocumentKind
FORM, CLAIM = K.APPLICATION_FORM, K.PAYMENT_REQUEST


@cache
def rows() -> list[dict[str, Any]]:
    return shared.jsonl("corpus", "dev", "truth.jsonl")


def clean(programme: str, stage: str, *, proxy: bool = False) -> CaseView:
    """The case of the corpus with least wrong in it, read perfectly."""
    fitting = [
        row
        for row in rows()
        if (row["programme"], row["stage"]) == (programme, stage)
        and (not proxy or any(d["type"] == "power_of_attorney" for d in row["documents"]))
    ]
    return from_truth(min(fitting, key=lambda row: len(row["findings"]) + len(row["findings_tolerated"])))


def shinjuku() -> CaseView:
    case = clean("shinjuku-ecohome", "apply")
    decided = {
        "grant_decision_date": on(case, CLAIM).value("request_date"),
        "grant_decision_number": "新環第12号",
        "applicant_name": on(case, FORM).value("applicant_name"),
        "decided_amount": on(case, FORM).value("subsidy_amount"),
    }
    case.documents.append(paper(K("grant_decision"), decided))
    return case


def nara_home() -> CaseView:
    case = clean("nara-smarthouse", "apply", proxy=True)
    return put(case, FORM, "address", "奈良県" + str(on(case, FORM).value("address")).removeprefix("奈良県"))


def nara_business(stage: str) -> CaseView:
    case = clean("nara-business", stage)
    return put(case, FORM, "address", "奈良県" + str(on(case, FORM).value("address")).removeprefix("奈良県"))


def yamato() -> CaseView:
    return clean("yamato-lpgas", "apply")


def sii() -> CaseView:
    case = clean("sii-enemane", "apply")
    day, name = on(case, FORM).value("application_date"), on(case, FORM).value("applicant_name")
    case.documents.append(paper(K("pledge"), {"pledge_date": day, "applicant_name": name}))
    case.documents.append(paper(K("consortium_application"), {"entry_date": day}))
    case.documents[-1].seal_present = True
    return case


WRITTEN = {
    "kana": "ｶﾝｷｮｳ ﾀﾛｳ", "name": "環境　太郎", "era": "S", "year": "45", "month": "01", "day": "02", "sex": "M",
    "company": "環境株式会社", "title": "代表取締役社長",
}  # fmt: skip
OFFICER = {
    "name": "環境太郎", "kana": "カンキョウタロウ", "birth_date": "1970-01-02", "sex": "M", "company": "環境株式会社",
    "title": "代表取締役社長",
}  # fmt: skip


def officer(**written: str) -> CaseView:
    """The list of officers with one row, each cell written as the office wants it but for `written`."""
    case = sii()
    field = exact("officers", [dict(OFFICER)])
    field.written = {f"officers[0].{column}": text for column, text in (WRITTEN | written).items()}
    on(case, K.OFFICER_LIST).fields["officers"] = field
    return case


def nagano(stage: str) -> CaseView:
    case = clean("nagano-welfare", stage)
    return put(case, FORM, "address", "長野県" + str(on(case, FORM).value("address")).removeprefix("長野県"))


def nagano_report() -> CaseView:
    case = nagano("claim").model_copy(update={"stage": Stage.REPORT})
    form = on(case, FORM)
    report = {key: form.value(key) for key in ("applicant_name", "model", "total_cost")}
    case.documents.append(paper(K("completion_report"), {"report_date": "2026-12-01", **report}))
    case.documents[-1].seal_present = True
    return case


def solar() -> CaseView:
    case = put(put(nagano("apply"), FORM, "equipment_type", "太陽光発電システム"), FORM, "capacity", "49.9kW")
    return put(case, FORM, "course", "基本コース")


def promotion() -> CaseView:
    return put(nagano("apply"), FORM, "course", "促進コース")


def rows_with(case: CaseView, kind: DocumentKind, key: str, **cells: str) -> CaseView:
    table = [dict(row) for row in on(case, kind).value(key)]  # type: ignore[union-attr, arg-type]
    table[-1].update(cells)
    return put(case, kind, key, table)


Change = Callable[[CaseView], CaseView]


def to(kind: DocumentKind | str, key: str, value: Value) -> Change:
    return lambda case: put(case, K(kind), key, value)


BROKEN: dict[tuple[str, str], tuple[Callable[[], CaseView], Change]] = {
    ("shinjuku-ecohome", "resident_of_the_ward"): (shinjuku, to(FORM, "address", "東京都渋谷区神南1-1-1")),
    ("shinjuku-ecohome", "installed_before_application"): (shinjuku, to(FORM, "installation_date", "2026-03-01")),
    ("shinjuku-ecohome", "claim_equals_application"): (shinjuku, to(CLAIM, "subsidy_amount", 1000)),
    ("shinjuku-ecohome", "claim_equals_decision"): (shinjuku, to("grant_decision", "decided_amount", 1000)),
    ("shinjuku-ecohome", "claim_by_the_person_decided_on"): (shinjuku, to("grant_decision", "applicant_name", "別人一郎")),
    ("shinjuku-ecohome", "claim_after_decision"): (shinjuku, to("grant_decision", "grant_decision_date", "2026-12-01")),
    ("nara-smarthouse", "resident_of_the_prefecture"): (nara_home, to(FORM, "address", "大阪府大阪市北区梅田1-1")),
    ("nara-smarthouse", "proxy_named_in_the_mandate"): (nara_home, to(K.POWER_OF_ATTORNEY, "proxy_name", "株式会社別の会社")),
    ("nara-smarthouse", "mandate_by_the_applicant"): (nara_home, to(K.POWER_OF_ATTORNEY, "applicant_name", "別人一郎")),
    ("nara-smarthouse", "mandate_before_application"): (nara_home, to(K.POWER_OF_ATTORNEY, "issue_date", "2025-12-01")),
    ("nara-smarthouse", "claim_equals_application"): (nara_home, to(CLAIM, "subsidy_amount", 1000)),
    ("nara-business", "business_in_the_prefecture"): (lambda: nara_business("apply"), to(FORM, "address", "京都府京都市中京区1")),
    ("nara-business", "eligible_within_total"): (lambda: nara_business("apply"), to(FORM, "purchase_amount", 10**9)),
    ("nara-business", "claim_within_application"): (lambda: nara_business("claim"), to(CLAIM, "subsidy_amount", 10**9)),
    ("nara-business", "claim_after_decision"): (lambda: nara_business("claim"), to(CLAIM, "grant_decision_date", "2026-01-01")),
    ("yamato-lpgas", "no_company"): (yamato, to(FORM, "applicant_name", "株式会社山都")),
    ("yamato-lpgas", "no_trade_name"): (yamato, to(FORM, "applicant_name", "山都食堂")),
    ("yamato-lpgas", "used_in_the_town"): (yamato, to(FORM, "address", "熊本県熊本市中央区1-1")),
    ("yamato-lpgas", "same_customer_number"): (yamato, to(K.METER_SLIP, "customer_number", "99-99999")),
    ("yamato-lpgas", "same_vendor"): (yamato, to(K.METER_SLIP, "vendor_name", "株式会社別のガス")),
    ("yamato-lpgas", "at_least_one_contract"): (yamato, to(FORM, "contract_count", 0)),
    ("sii-enemane", "same_date_pledge"): (sii, to("pledge", "pledge_date", "2016-04-01")),
    ("sii-enemane", "same_date_officers"): (sii, to(K.OFFICER_LIST, "application_date", "2016-04-01")),
    ("sii-enemane", "same_date_consortium"): (sii, to("consortium_application", "entry_date", "2016-04-01")),
    ("sii-enemane", "registry_within_three_months"): (sii, to(K.REGISTRY_CERTIFICATE, "issue_date", "2015-12-01")),
    ("sii-enemane", "same_name_pledge"): (sii, to("pledge", "applicant_name", "株式会社別の会社")),
    ("sii-enemane", "same_address_overview"): (sii, to(K.BUSINESS_OVERVIEW, "address", "東京都港区芝1-1")),
    ("sii-enemane", "same_representative_overview"): (sii, to(K.BUSINESS_OVERVIEW, "representative_name", "別人一郎")),
    ("sii-enemane", "representative_is_an_officer"): (sii, to(FORM, "representative_name", "別人一郎")),
    ("sii-enemane", "no_executive_officers"): (sii, lambda c: rows_with(c, K.OFFICER_LIST, "officers", title="執行役員")),
    ("sii-enemane", "officers_of_the_company"): (
        sii,
        lambda c: rows_with(c, K.OFFICER_LIST, "officers", company="株式会社別の会社"),
    ),
    ("sii-enemane", "officers_kana_format"): (officer, lambda c: officer(kana="カンキョウ タロウ")),
    ("sii-enemane", "officers_name_format"): (officer, lambda c: officer(name="環境太郎")),
    ("sii-enemane", "officers_era_format"): (officer, lambda c: officer(era="昭和")),
    ("sii-enemane", "officers_birth_format"): (officer, lambda c: officer(month="1")),
    ("sii-enemane", "officers_sex_format"): (officer, lambda c: officer(sex="男")),
    ("sii-enemane", "corporation"): (sii, to(FORM, "applicant_name", "環境太郎")),
    ("nagano-welfare", "in_the_prefecture"): (lambda: nagano("apply"), to(FORM, "address", "新潟県新潟市中央区1")),
    ("nagano-welfare", "no_public_body"): (lambda: nagano("apply"), to(FORM, "applicant_name", "安曇野市")),
    ("nagano-welfare", "eligible_within_total"): (lambda: nagano("apply"), to(FORM, "purchase_amount", 10**9)),
    ("nagano-welfare", "list_total_equals_form"): (lambda: nagano("apply"), to(K.FACILITY_LIST, "purchase_amount", 1000)),
    ("nagano-welfare", "no_solar_in_promotion_course"): (
        promotion,
        lambda c: rows_with(c, K.FACILITY_LIST, "facilities", equipment="太陽光発電システム"),
    ),
    ("nagano-welfare", "solar_below_fifty"): (solar, to(FORM, "capacity", "50kW")),
    ("nagano-welfare", "report_total_as_applied"): (nagano_report, to("completion_report", "total_cost", 10**9)),
    ("nagano-welfare", "report_same_applicant"): (nagano_report, to("completion_report", "applicant_name", "社会福祉法人別")),
    ("nagano-welfare", "report_same_model"): (nagano_report, to("completion_report", "model", "ZZ-999")),
    ("nagano-welfare", "report_costs_as_paid"): (nagano_report, to("completion_report", "total_cost", 1000)),
    ("nagano-welfare", "report_in_time"): (nagano_report, to("completion_report", "report_date", "2027-01-09")),
    ("nagano-welfare", "claim_equals_application"): (lambda: nagano("claim"), to(CLAIM, "subsidy_amount", 10**9)),
}  # fmt: skip


def rule_of(programme: str, id_: str) -> Rule:
    return next(r for r in PROGRAMMES[programme].rules if r.id == id_)


def found_by(case: CaseView, id_: str) -> list[Any]:
    return [f for f in findings(case) if f.rule == id_]


def test_every_rule_is_tried() -> None:
    assert set(BROKEN) == {(id_, rule.id) for id_, p in PROGRAMMES.items() for rule in p.rules}


@pytest.mark.parametrize(("programme", "id_"), BROKEN)
def test_a_rule_is_silent_where_it_holds_and_heard_where_it_does_not(programme: str, id_: str) -> None:
    make, change = BROKEN[programme, id_]
    rule, case = rule_of(programme, id_), make()
    assert found_by(case, id_) == []
    if not rule.for_each:
        value = Evaluator(vocabulary(PROGRAMMES[programme]), CaseFacts(Context(case, PROGRAMMES[programme]))).value(
            rule.require
        )
        assert (value.known, value.value) == (True, True), "it holds, and is not merely unknown"
    heard = found_by(change(make()), id_)
    assert len(heard) == 1
    assert heard[0].code is rule.code and heard[0].refs
    assert heard[0].clause == PROGRAMMES[programme].clause(rule.source)
    assert "読めない値" not in heard[0].message_ja and "{" not in heard[0].message_ja
    assert heard[0].status is (FindingStatus.CONFIRMED if rule.severity == "error" else FindingStatus.SUSPECTED)


# ---------------------------------------------------------------- what a reading may and may not say
def decided(amount: int, *others: int) -> list[Any]:
    case = shinjuku()
    case.documents[-1].fields["decided_amount"] = scanned("decided_amount", amount, *others)
    return found_by(case, "claim_equals_decision")


def test_a_value_that_engines_alone_read_accuses_nobody_for_certain() -> None:
    assert [f.status for f in decided(123456)] == [FindingStatus.SUSPECTED]


def test_what_another_engine_read_keeps_the_rule() -> None:
    right = int(str(on(shinjuku(), CLAIM).value("subsidy_amount")))
    assert decided(123456, right) == []


def test_one_misread_character_is_no_difference() -> None:
    case = shinjuku()
    right = str(on(case, CLAIM).value("subsidy_amount"))
    case.documents[-1].fields["decided_amount"] = weak("decided_amount", int(right[:-1] + "7"))
    assert found_by(case, "claim_equals_decision") == []


def test_a_value_that_waits_for_a_person_says_nothing_until_it_is_decided() -> None:
    case = shinjuku()
    case.documents[-1].fields["decided_amount"] = weak("decided_amount", 987_654)
    outcome = checked(case)
    assert outcome.case.documents[-1].fields["decided_amount"].status is FieldStatus.REVIEW
    assert [f for f in outcome.findings if f.rule == "claim_equals_decision"] == []
    case.documents[-1].fields["decided_amount"].corroborations = [
        Corroboration(kind=PERSON, supports=True, reason_ja="担当者が確定")
    ]
    assert [f.status for f in found_by(case, "claim_equals_decision")] == [FindingStatus.CONFIRMED]


def test_a_message_prints_no_value_that_nobody_accepted() -> None:
    case, programme = shinjuku(), PROGRAMMES["shinjuku-ecohome"]
    put(case, CLAIM, "subsidy_amount", 1000)
    case.documents[-1].fields["grant_decision_number"] = weak("grant_decision_number", "新環第長谷川号")
    rule = rule_of("shinjuku-ecohome", "claim_equals_decision").model_copy(
        update={"message": "決定番号 {grant_decision.grant_decision_number}、請求額 {payment_request.subsidy_amount}"}
    )
    told = check_case(case, programme.model_copy(update={"rules": (rule,)}))
    assert told.case.documents[-1].fields["grant_decision_number"].status is FieldStatus.REVIEW
    assert [f.message_ja for f in told.findings if f.rule == rule.id] == ["決定番号 （確認中）、請求額 1,000円"]


def test_a_blank_cell_breaks_the_rule_that_asks_for_it() -> None:
    case, programme = sii(), PROGRAMMES["sii-enemane"]
    rule = rule_of("sii-enemane", "no_executive_officers").model_copy(
        update={"when": "", "require": "記入あり(氏名)", "message": "氏名のない役員がいます。"}
    )
    asking = programme.model_copy(update={"rules": (rule,)})
    assert [f for f in check_case(case, asking).findings if f.rule == rule.id] == []
    heard = [
        f
        for f in check_case(rows_with(case, K.OFFICER_LIST, "officers", name=""), asking).findings
        if f.rule == rule.id
    ]
    assert [f.message_ja for f in heard] == ["氏名のない役員がいます。"]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("kana", "ｶﾝｷｮｳﾀﾛｳ"),
        ("kana", "ｶﾝｷｮｳ　ﾀﾛｳ"),
        ("name", "環境 太郎"),
        ("era", "Ｓ"),
        ("year", "４５"),
        ("day", "2"),
        ("sex", "Ｍ"),
    ],
)
def test_how_a_cell_is_written_is_told_with_its_box(column: str, written: str) -> None:
    formats = {r.id for r in PROGRAMMES["sii-enemane"].rules if r.id.endswith("_format")}
    found = [f for f in checked(officer(**{column: written})).findings if f.rule in formats]
    assert [[ref.cell for ref in f.refs] for f in found] == [[f"officers[0].{column}"]]
    assert found[0].status is FindingStatus.CONFIRMED and found[0].clause


@pytest.mark.parametrize(
    ("column", "written", "heard"),
    [
        ("kana", "カンキョウタロウ", []),
        ("name", "環境太郎", []),
        ("kana", "と叱ﾀﾛｳ", []),
        ("sex", "男", ["officers_sex_format"]),
    ],
)
def test_of_a_scan_only_what_engines_can_see_is_told_and_never_for_certain(
    column: str, written: str, heard: list[str]
) -> None:
    case = officer(**{column: written})
    field = on(case, K.OFFICER_LIST).fields["officers"]
    field.exact, field.corroborations = False, [Corroboration(kind=PERSON, supports=True, reason_ja="担当者が確定")]
    found = [f for f in checked(case).findings if f.rule.endswith("_format")]
    assert [f.rule for f in found] == heard
    assert all(f.status is FindingStatus.SUSPECTED for f in found)


def test_a_cell_that_a_person_corrected_is_not_judged_by_what_was_read() -> None:
    case = officer(name="環境次郎")
    assert [f for f in checked(case).findings if f.rule == "officers_name_format"] == []


def test_nothing_is_said_of_what_was_not_read() -> None:
    case = shinjuku()
    field = exact("decided_amount", None)
    case.documents[-1].fields["decided_amount"] = field.model_copy(update={"exact": False, "blank": False})
    assert found_by(case, "claim_equals_decision") == []


# ---------------------------------------------------------------- required papers under conditions
def nagano_with(employees: int | None, owner: str = "長野太郎") -> set[str | None]:
    case = nagano("apply")
    values: dict[str, Value] = {} if employees is None else {"employees_count": employees}
    case.documents.append(paper(K("confirmation"), values))
    case.documents.append(paper(K("equipment_check"), {"building_owner_party": owner, "installer_party": "長野太郎"}))
    return {f.document_kind.value for f in findings(case) if f.code is FindingCode.DOCUMENT_MISSING and f.document_kind}


@pytest.mark.parametrize(
    ("employees", "missing"),
    [(20, {"cost_cutting_plan"}), (21, {"warming_plan"}), (200, {"warming_plan"}), (None, set())],
)
def test_papers_by_the_number_of_employees(employees: int | None, missing: set[str]) -> None:
    assert nagano_with(employees) == missing


def test_the_owners_consent_where_somebody_else_owns_the_building() -> None:
    assert nagano_with(None, owner="別の大家") == {"installation_consent"}


def test_the_matrix_of_papers_by_role() -> None:
    phase = PROGRAMMES["sii-enemane"].phases[Stage.APPLY]
    assert phase.matrix is not None
    single = [r for r in phase.requirements if "not コンソーシアム" in r.when]
    leading = [r for r in phase.requirements if r.when.startswith("全書類を調べる かつ (")]
    kinds = {r.one_of[0].value for r in leading} - {r.one_of[0].value for r in single}
    assert kinds == {"consortium_application", "consortium_contract"}
    every = PROGRAMMES["sii-enemane"].model_copy(
        update={"constants": {"全書類を調べる": True, "コンソーシアム": False}}
    )
    case = clean("sii-enemane", "apply")
    told = {f.document_kind.value for f in check_case(case, every).findings if f.document_kind}
    assert told == {r.one_of[0].value for r in single}


def test_money_by_the_kilowatt() -> None:
    case = put(solar(), FORM, "facility_class", "社会福祉施設")
    row = {**on(case, K.FACILITY_LIST).value("facilities")[0], "equipment": "太陽光発電システム", "cost": 9_000_000}  # type: ignore[index, dict-item]
    put(case, K.FACILITY_LIST, "facilities", [row])
    put(case, FORM, "capacity", "30kW")
    for amount, right in ((1_200_000, True), (1_300_000, False)):
        put(case, FORM, "subsidy_amount", amount)
        put(case, K.FACILITY_LIST, "subsidy_amount", amount)
        said = any(f.code is FindingCode.SUBSIDY_AMOUNT_WRONG for f in findings(case))
        assert said is not right


def test_a_paper_of_the_programme_s_own_corroborates_the_form() -> None:
    case = shinjuku()
    name = str(on(case, FORM).value("applicant_name"))
    case.documents = [d for d in case.documents if d.kind in (FORM, K("grant_decision"))]
    case.documents[0].fields["applicant_name"] = weak("applicant_name", name)
    reasons = {
        c.kind: c.reason_ja
        for c in checked(case).case.documents[0].fields["applicant_name"].corroborations
        if c.supports
    }
    assert reasons["exact_on_other_document"] == "書類と一致します"


def test_a_condition_that_one_engine_read_accuses_nobody() -> None:
    """640,000 is 2/3 of 960,000, which small projects get: a whole cost that one engine read proves no 1/2."""
    programme = PROGRAMMES["nara-business"]
    rate = programme.subsidy.rules[0]
    small = rate.model_copy(update={"only_if": "総事業費 <= 1200000", "rate": "2/3", "cap": None})
    large = small.model_copy(update={"only_if": "", "rate": "1/2"})
    changed = programme.model_copy(update={"subsidy": programme.subsidy.model_copy(update={"rules": (small, large)})})
    case = nara_business("apply")
    put(case, FORM, changed.subsidy.base_field, 960_000)
    put(case, FORM, "subsidy_amount", 640_000)

    def told(cost: int, make: Callable[[str, Value], Any]) -> set[str]:
        put(case, FORM, "total_cost", cost, make)
        found = check_case(case, changed).findings
        return {f.status.value for f in found if f.code is FindingCode.SUBSIDY_AMOUNT_WRONG}

    assert told(1_056_000, exact) == set()
    assert told(3_056_000, exact) == {"confirmed"}
    assert told(3_056_000, weak) == set()

"""What an amount rests on that is worked out row by row: a value that is not certain and chose the rule accuses nobody."""

from __future__ import annotations

import pytest

from models.documents import CaseView, DocumentKind, Value
from models.findings import FieldRef, Finding, FindingCode
from models.programmes import Programme, RateRule
from tests.validators.cases import PROGRAMMES, Make, exact, on, put, scanned, weak, welfare
from validators.checks import check_case

K = DocumentKind
WELFARE = PROGRAMMES["nagano-welfare"]
SOLAR = {"name": "クリニックひまわり", "equipment": "太陽光発電システム", "cost": 9_000_000}


def told(case: CaseView, programme: Programme = WELFARE) -> list[Finding]:
    return [
        f for f in check_case(case, programme).findings if f.code is FindingCode.SUBSIDY_AMOUNT_WRONG and not f.rule
    ]


def by_total_cost() -> Programme:
    """3/4 for projects of up to 4,000,000 yen, 1/2 for others; each facility by itself."""
    small = RateRule(kind="rate", rate="3/4", only_if="総事業費税込 <= 4000000")
    rules = (small, RateRule(kind="rate", rate="1/2"))
    return WELFARE.model_copy(update={"subsidy": WELFARE.subsidy.model_copy(update={"rules": rules})})


def by_course() -> Programme:
    """3/4 for the course of promotion, 1/2 for every other."""
    rules = (RateRule(kind="rate", rate="3/4", when={"course": "促進コース"}), RateRule(kind="rate", rate="1/2"))
    subsidy = WELFARE.subsidy.model_copy(update={"rules": rules, "per": "application"})
    return WELFARE.model_copy(update={"subsidy": subsidy})


def solar(capacity: str, applied_for: int, make: Make) -> CaseView:
    """One facility that applies for photovoltaics: 40,000 yen a kW below 50 kW, else half of the cost."""
    case = put(welfare(), K.FACILITY_LIST, "facilities", [{**SOLAR, "category": "", "rate": "", "amount": applied_for}])
    put(case, K.APPLICATION_FORM, "course", "基本コース")
    put(case, K.APPLICATION_FORM, "capacity", capacity, make)
    for kind in (K.APPLICATION_FORM, K.FACILITY_LIST, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", applied_for)
    return case


def supported(case: CaseView, programme: Programme, key: str) -> bool:
    """Whether the amount that fits speaks for the form's entry `key`."""
    form = check_case(case, programme).case.of_kind(K.APPLICATION_FORM)[0]
    return any(c.kind == "subsidy_rule" and c.supports for c in form.fields[key].corroborations)


@pytest.mark.parametrize(("make", "statuses"), [(exact, ["confirmed"]), (scanned, ["confirmed"]), (weak, [])])
def test_a_condition_of_a_row_s_rule_is_part_of_what_the_amount_rests_on(make: Make, statuses: list[str]) -> None:
    case = put(welfare(), K.APPLICATION_FORM, "total_cost", 30_000_000, make)
    found = told(case, by_total_cost())
    assert [f.status.value for f in found] == statuses
    assert all(FieldRef(document=0, key="total_cost") in f.refs for f in found)
    assert told(welfare(), by_total_cost()) == []


@pytest.mark.parametrize(("capacity", "applied_for"), [("30kW", 2_400_000), ("60kW", 1_200_000)])
def test_the_output_that_chose_the_rule_or_the_amount_accuses_nobody(capacity: str, applied_for: int) -> None:
    """60 kW leads past the rule for less than 50 kW; 30 kW is multiplied."""
    [finding] = told(solar(capacity, applied_for, exact))
    assert finding.status.value == "confirmed"
    assert finding.refs.count(FieldRef(document=0, key="capacity")) == 1
    assert told(solar(capacity, applied_for, weak)) == []


@pytest.mark.parametrize("key", ["course", "facility_class"])
def test_a_choice_that_one_engine_read_leaves_the_amount_suspected(key: str) -> None:
    case = welfare()
    put(case, K.APPLICATION_FORM, key, on(case, K.APPLICATION_FORM).value(key), weak)
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", 3_604_000)
    assert [f.status.value for f in told(case)] == ["suspected"]


@pytest.mark.parametrize(("make", "statuses"), [(exact, ["confirmed"]), (weak, ["suspected"])])
def test_a_choice_that_kept_another_rule_away_is_part_of_what_the_amount_rests_on(
    make: Make, statuses: list[str]
) -> None:
    """Of 基本コース the rule for all other courses says nothing."""
    programme = by_course()
    case = put(welfare(), K.APPLICATION_FORM, "course", "基本コース", make)
    put(case, K.APPLICATION_FORM, "purchase_amount", 3_000_000)
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", 2_250_000)
    [finding] = told(case, programme)
    assert [finding.status.value] == statuses
    assert FieldRef(document=0, key="course") in finding.refs
    put(case, K.APPLICATION_FORM, "subsidy_amount", 1_500_000)
    put(case, K.PAYMENT_REQUEST, "subsidy_amount", 1_500_000)
    assert told(case, programme) == []
    assert not supported(case, programme, "course")


@pytest.mark.parametrize("applied_for", [1_500_000, 2_250_000, 900_000])
def test_a_choice_that_nobody_could_read_is_none_of_the_others(applied_for: int) -> None:
    case = welfare()
    del on(case, K.APPLICATION_FORM).fields["course"]
    put(case, K.APPLICATION_FORM, "purchase_amount", 3_000_000, weak)
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", applied_for)
    assert told(case, by_course()) == []
    assert not supported(case, by_course(), "purchase_amount")


@pytest.mark.parametrize(
    ("capacity", "right", "speaks"), [("30kW", 1_200_000, True), ("60kW", 4_500_000, False)]
)  # 4,500,000: half of the cost, whatever the output above 50 kW
def test_an_amount_that_fits_speaks_for_what_it_is_worked_out_of(capacity: str, right: int, speaks: bool) -> None:
    assert supported(solar(capacity, right, weak), WELFARE, "capacity") is speaks


def test_an_amount_that_fits_says_nothing_for_a_condition_that_many_values_meet() -> None:
    cost: Value = on(welfare(), K.APPLICATION_FORM).value("total_cost")
    case = put(welfare(), K.APPLICATION_FORM, "total_cost", cost, weak)
    assert told(case, by_total_cost()) == []
    assert not supported(case, by_total_cost(), "total_cost")
    whole = by_total_cost().subsidy.model_copy(update={"per": "application"})
    put(case, K.APPLICATION_FORM, "subsidy_amount", 2_504_000)
    assert supported(case, WELFARE.model_copy(update={"subsidy": whole}), "purchase_amount")
    assert not supported(case, WELFARE.model_copy(update={"subsidy": whole}), "total_cost")

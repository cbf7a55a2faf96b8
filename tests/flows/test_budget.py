"""First come, first served: whoever arrives when the budget is used up is told so, in order of arrival only."""

from __future__ import annotations

import random

import pytest

from flows.checking import check, check_due
from storage import models as db
from storage.figures import budgets
from storage.settings import Settings
from tests.flows.test_checking import PROGRAMMES as INSTALLED
from tests.flows.test_checking import arrive, process

#: Five applications of 98,000 yen: the third goes over, the fourth and fifth come too late.
PROGRAMME = INSTALLED["shinjuku-ecohome"].model_copy(
    update={"budget": INSTALLED["shinjuku-ecohome"].budget.model_copy(update={"amount": 250_000, "first_come": True})}
)
PROGRAMMES = {PROGRAMME.id: PROGRAMME}
PEOPLE = ("山田太郎", "黒川茂", "松尾弘之", "木下真由美", "東和子")


def application(number: int, amount: int = 98_000) -> int:
    return process(
        number,
        applicant_name=PEOPLE[number - 1],
        applicant_kana="",
        address=f"東京都新宿区西新宿{number}-8-{number}",
        phone=f"031234567{number}",
        subsidy_amount=amount,
    )


def late() -> list[int]:
    rows = db.Finding.objects.filter(code="BUDGET_EXCEEDED", active=True).order_by("case__sequence")
    return list(rows.values_list("case__sequence", flat=True))


@pytest.mark.parametrize("seed", range(3))
def test_who_arrives_late_does_not_depend_on_the_order_of_processing(settings_sqlite: Settings, seed: int) -> None:
    order = list(range(1, 6))
    for number in order:
        arrive(number)
    random.Random(seed).shuffle(order)
    for number in order:
        check(application(number), PROGRAMMES)
    check_due(PROGRAMMES)
    assert late() == [3, 4, 5]
    assert budgets(PROGRAMMES)[0].beyond == 3


def test_an_amount_that_is_corrected_moves_the_line(settings_sqlite: Settings) -> None:
    for number in range(1, 6):
        arrive(number)
        check(application(number), PROGRAMMES)
    assert late() == [3, 4, 5]
    application(1, 8_000)
    check_due(PROGRAMMES)
    assert late() == [4, 5]


def test_a_programme_that_is_not_first_come_says_nothing(settings_sqlite: Settings) -> None:
    for number in range(1, 5):
        arrive(number)
        check(application(number), INSTALLED)
    assert late() == []

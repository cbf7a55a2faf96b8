"""How an amount comes about, in words; worked out here once more by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.programmes import FlatRule, PerUnitRule, RateRule
from validators.crosschecks.working import working_ja, working_of_rows_ja

RATE = RateRule(kind="rate", rate="1/3", cap=150_000)
UNIT = PerUnitRule(kind="per_unit", amount=20_000, unit="kWh", cap=None)


@pytest.mark.parametrize(
    ("rule", "base", "step", "said"),
    [
        (RATE, 270_000, 1000, ["補助対象経費（270,000円）×1/3で90,000円"]),
        (RATE, 271_000, 1000, ["補助対象経費（271,000円）×1/3で90,333円", "1,000円未満は切り捨て"]),
        (RATE, 900_000, 1000, ["補助対象経費（900,000円）×1/3で300,000円", "上限は150,000円"]),
        (RATE.model_copy(update={"lower": 100_000}), 270_000, 1000, ["で90,000円", "下限の100,000円に届かないので0円"]),
        (UNIT, Fraction("9.8"), 1000, ["9.8kWh×20,000円で196,000円"]),
        (UNIT, Fraction(7), 1, ["7kWh×20,000円で140,000円"]),
        (FlatRule(kind="flat", amount=30_000), 0, 1000, ["定額30,000円"]),
    ],
)
def test_every_step_is_told_and_none_that_changed_nothing(
    rule: FlatRule | RateRule | PerUnitRule, base: int | Fraction, step: int, said: list[str]
) -> None:
    steps = working_ja(rule, base, key="purchase_amount", round_down_to=step).removesuffix("。").split("。")
    assert len(steps) == len(said)
    assert steps[0].startswith("計算のしかた：") and all(one in told for one, told in zip(said, steps, strict=True))


def test_facilities_are_worked_out_one_by_one() -> None:
    assert working_of_rows_ja(3) == "計算のしかた：設備3件をそれぞれ計算した合計。"

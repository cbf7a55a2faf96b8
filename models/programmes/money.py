"""How the amount of a subsidy is worked out, and how much the office has to give."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, field_validator

from models.programmes.base import Condition, Strict


class _Terms(Strict):
    when: dict[str, str] = Field(default={})
    """Form entries and the choices they must have; empty: always."""
    only_if: Condition = ""
    """A further condition (``出力 < 50``); where nobody can tell, no amount is worked out."""
    lower: int | None = None
    """Below this amount nothing is granted (下限)."""


class FlatRule(_Terms):
    """A fixed amount."""

    kind: Literal["flat"]
    amount: int


class RateRule(_Terms):
    """A share of the eligible cost, up to `cap`."""

    kind: Literal["rate"]
    rate: str
    cap: int | None = None

    @field_validator("rate")
    @classmethod
    def _is_fraction(cls, value: str) -> str:
        try:
            share = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ValueError("rate は「1/3」のような分数で書いてください") from None
        if not 0 < share <= 1:
            raise ValueError("rate は 0 より大きく 1 以下にしてください")
        return value

    @property
    def share(self) -> Fraction:
        return Fraction(self.rate)


class PerUnitRule(_Terms):
    """An amount per unit of a quantity on the form (kW, kWh, 件), up to `cap`."""

    kind: Literal["per_unit"]
    amount: int
    unit: str
    quantity_field: str = "capacity"
    below: str = ""
    """Only for quantities below this one (``50``: 50 kW 未満); empty: any."""
    cap: int | None = None

    @field_validator("below")
    @classmethod
    def _is_number(cls, value: str) -> str:
        try:
            Fraction(value or 0)
        except (ValueError, ZeroDivisionError):
            raise ValueError('below は「"50"」のような数で書いてください') from None
        return value


SubsidyRule = Annotated[FlatRule | RateRule | PerUnitRule, Field(discriminator="kind")]


class Subsidy(Strict):
    """How the amount is worked out."""

    per: Literal["application", "facility_row", "none"]
    """``facility_row``: every row of the facility list by itself, the form carries the total; ``none``: no money here."""
    base_field: str = "purchase_amount"
    """The form entry that a rate applies to (補助対象経費)."""
    rules: tuple[SubsidyRule, ...] = ()

    def rule(self, choices: dict[str, str]) -> FlatRule | RateRule | PerUnitRule | None:
        """The first rule without `only_if` whose `when` fits the form's choices, or None."""
        return next((r for r in self.fitting(choices) if not r.only_if), None)

    def fitting(self, choices: dict[str, str]) -> tuple[FlatRule | RateRule | PerUnitRule, ...]:
        """The rules whose `when` fits the form's choices, in the file's order."""
        return tuple(r for r in self.rules if all(choices.get(key) == wanted for key, wanted in r.when.items()))

    def perhaps_fitting(self, choices: dict[str, str]) -> tuple[FlatRule | RateRule | PerUnitRule, ...]:
        """Those and the rules that a choice might fit that is not among `choices`: nobody could read it."""
        return tuple(r for r in self.rules if all(choices.get(key, wanted) == wanted for key, wanted in r.when.items()))


class Budget(Strict):
    """予算: what the office may give in this programme."""

    amount: Annotated[int, Field(gt=0)] | None = None
    """Whole yen; None where nothing is published."""
    first_come: bool = False
    """先着順: when it is used up, the office stops taking applications."""
    warn_at: Annotated[float, Field(gt=0, le=1)] = 0.9
    """The share of it applied for from which the lead is told."""

    @property
    def limit(self) -> int | None:
        """The yen that applications in order of arrival share (先着順); None where they share none."""
        return self.amount if self.first_come else None

    def reached(self, before: int, own: int | None) -> bool:
        """Whether it does not reach for an application of `own` yen after others of `before` yen: used up before it, or
        by it. Never where it is not given in order of arrival."""
        if self.limit is None:
            return False
        return before >= self.limit or before + (own or 0) > self.limit


class ServiceLevels(Strict):
    """How fast the office promised to work; None where nothing is published."""

    acknowledge_business_days: int | None = None
    """Business days from arrival until the applicant is told that it arrived (収受通知)."""
    review_days: int | None = None
    """Days from arrival until the review is done, counted without holidays (休日を除く)."""

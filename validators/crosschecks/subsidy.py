"""The amount applied for against what rate, cap and rounding give: SUBSIDY_AMOUNT_WRONG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from models.documents import DocumentKind, Field
from models.findings import FieldRef, Finding, FindingCode, FindingStatus
from models.programmes import FlatRule, PerUnitRule, RateRule, SubsidyRule
from validators import money
from validators.crosschecks.amounts import possible, whole
from validators.crosschecks.context import Context, finding, yen
from validators.crosschecks.rules import holds
from validators.crosschecks.working import working_ja, working_of_rows_ja
from validators.evidence import Certainty, alternatives, certainty, distance, status_for, sure
from validators.expressions.casefacts import cell
from validators.expressions.evaluating import Value
from validators.expressions.vocabulary import columns


def amount_by(rule: SubsidyRule, *, base: int, quantity: Fraction | None, round_down_to: int) -> int | None:
    """The amount `rule` gives: cut to the cap, rounded down to `round_down_to`, 0 below the lower limit.

    `base` is the eligible cost in yen; `quantity` the number of units. None: the quantity is needed and unknown.
    """
    if isinstance(rule, FlatRule):
        return money.granted(rule.amount, lower=rule.lower, round_down_to=round_down_to)
    if isinstance(rule, RateRule):
        return money.granted(base, rate=rule.share, cap=rule.cap, lower=rule.lower, round_down_to=round_down_to)
    if quantity is None:
        return None
    return money.granted(quantity * rule.amount, cap=rule.cap, lower=rule.lower, round_down_to=round_down_to)


def quantity(value: object, unit: str) -> Fraction | None:
    """The number in ``9.8kWh`` where the unit is `unit`; a bare count (contract_count) counts in any unit."""
    if isinstance(value, int):
        return Fraction(value)
    m = re.fullmatch(r"(\d+(?:\.\d+)?)(\D*)", str(value)) if value is not None else None
    if m is None or (m[2] and m[2].lower() != unit.lower()):
        return None
    return Fraction(m[1])


CHOICES = ("equipment_type", "course", "facility_class")
"""What a rule is chosen by: one of few, so an amount that fits says nothing for it."""


class Expected(NamedTuple):
    """Amounts, the believed one first, and what they rest on."""

    amounts: Sequence[int] = ()
    worked_from: Sequence[Field] = ()
    """The choices, and the numbers that a rule is applied to."""
    led_by: Sequence[Field] = ()
    """The entries that conditions asked for, and choices that kept another rule away. Many values do: an amount that fits
    says nothing for them."""

    @property
    def rest_on(self) -> list[Field]:
        return [*self.worked_from, *self.led_by]


def expected_amounts(context: Context) -> Expected:
    """The amounts that the rules give for the form as the engines read it, the believed one first, and what they rest on.

    Empty where an entry is missing, where nothing is to be worked out, or where the rules know no such choice.
    """
    subsidy = context.programme.subsidy
    if subsidy.per == "none":
        return Expected()
    if subsidy.per == "facility_row":
        return _expected_by_row(context)
    choices, chosen_by = _choices(context)
    rule = rule_for(context, choices)
    if rule is None:
        return Expected()
    led_by = [*_conditions(context, choices, rule), *_kept_away(context, choices, rule, chosen_by)]
    chosen_by = [f for f in chosen_by if f.key in rule.when]
    step = context.programme.round_down_to
    if isinstance(rule, FlatRule):
        amount = amount_by(rule, base=0, quantity=None, round_down_to=step)
        return Expected([] if amount is None else [amount], chosen_by, led_by)
    field = context.form_field(_measured_by(context, rule))
    if field is None or field.value is None:
        return Expected()
    amounts: list[int] = []
    for value in alternatives(field):
        if (measure := _measure(rule, value)) is not None:
            amount = amount_by(rule, base=int(measure), quantity=Fraction(measure), round_down_to=step)
            amounts += [] if amount is None else [amount]
    return Expected(amounts, [*chosen_by, field], led_by)


def _measured_by(context: Context, rule: RateRule | PerUnitRule) -> str:
    """The form's entry that `rule` is applied to."""
    return rule.quantity_field if isinstance(rule, PerUnitRule) else context.programme.subsidy.base_field


def _measure(rule: RateRule | PerUnitRule, value: object) -> int | Fraction | None:
    """What `rule` is applied to, out of the entry's value: a number of units, or whole yen."""
    return quantity(value, rule.unit) if isinstance(rule, PerUnitRule) else whole(value)


def rule_for(
    context: Context, choices: dict[str, str], row: Mapping[str, Value] | None = None
) -> FlatRule | RateRule | PerUnitRule | None:
    """The rule that the form's choices, its conditions and its quantity lead to.

    None where no rule fits, or where nobody can tell whether an earlier one does: a choice it asks for is unread.
    """
    fitting = context.programme.subsidy.fitting(choices)
    for rule in context.programme.subsidy.perhaps_fitting(choices):
        if rule not in fitting:
            return None
        asked = holds(context, rule.only_if, row)
        if not asked.known:
            return None
        if not asked.value:
            continue
        if isinstance(rule, PerUnitRule) and rule.below:
            field = context.form_field(rule.quantity_field)
            number = quantity(field.value, rule.unit) if field is not None else None
            if number is None:
                return None
            if number >= Fraction(rule.below):
                continue
        return rule
    return None


def _conditions(
    context: Context, choices: dict[str, str], rule: SubsidyRule, row: Mapping[str, Value] | None = None
) -> list[Field]:
    """The entries that led to `rule` and not to one before it: 従業員数 of 従業員数 <= 20, the output of 50 kW 未満."""
    refs: dict[FieldRef, None] = {}
    for tried in context.programme.subsidy.fitting(choices):
        asked = holds(context, tried.only_if, row)
        refs |= dict.fromkeys(asked.refs)
        if asked.value and isinstance(tried, PerUnitRule) and tried.below:
            refs |= dict.fromkeys(context.ref(context.form, tried.quantity_field))
        if tried is rule:
            break
    fields = (context.field(ref.document, ref.key) for ref in refs if ref.key)
    return [field for field in fields if field is not None]


def _kept_away(context: Context, choices: dict[str, str], rule: SubsidyRule, chosen_by: Sequence[Field]) -> list[Field]:
    """Those of the choices that did nothing but keep a rule before `rule` from fitting."""
    rules = context.programme.subsidy.rules
    others = (
        key
        for earlier in rules[: rules.index(rule)]
        for key, wanted in earlier.when.items()
        if choices.get(key) != wanted
    )
    keys = set(others) - set(rule.when)
    return [field for field in chosen_by if field.key in keys]


def _choices(context: Context) -> tuple[dict[str, str], list[Field]]:
    """The form's choices that rules depend on; where a tick could not be read, the warranty's kind of equipment."""
    keys = {key for rule in context.programme.subsidy.rules for key in rule.when}
    fields = [f for key in sorted(keys) if (f := context.form_field(key)) is not None and isinstance(f.value, str)]
    choices = {f.key: str(f.value) for f in fields}
    if "equipment_type" in keys and "equipment_type" not in choices:
        for position in context.positions(DocumentKind.WARRANTY):
            field = context.field(position, "equipment_type")
            for option in context.programme.options("equipment_type"):
                if field is not None and field.value in (option.value, *option.aliases):
                    return {**choices, "equipment_type": option.value}, [*fields, field]
    return choices, fields


def row_amount(context: Context, rule: SubsidyRule | None, cost: int, *, alone: bool = False) -> int | None:
    """What `rule` gives for one facility of this cost (税抜).

    An amount per unit is known only where the facility is `alone` on the list: the form states one quantity.
    """
    step = context.programme.round_down_to
    if isinstance(rule, RateRule):
        return amount_by(rule, base=cost, quantity=None, round_down_to=step)
    if not isinstance(rule, PerUnitRule) or not alone:
        return None
    field = context.form_field(rule.quantity_field)
    number = quantity(field.value, rule.unit) if field is not None else None
    amount = amount_by(rule, base=cost, quantity=number, round_down_to=step)
    return None if amount is None else min(amount, cost)


def _expected_by_row(context: Context) -> Expected:
    positions = context.positions(DocumentKind.FACILITY_LIST)
    rows = context.field(positions[0], "facilities") if positions else None
    choices, chosen_by = _choices(context)
    if rows is None:
        return Expected()
    names = columns("facilities")
    amounts: list[int] = []
    worked_from = [*chosen_by, rows]
    led_by: list[Field] = []
    for value in alternatives(rows):
        lines = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        each = []
        for row in lines:
            cells = {name: cell(row.get(column), kind, ()) for name, (column, kind) in names.items()}
            cost = whole(row.get("cost"))
            rule = rule_for(context, choices, cells)
            each.append(None if cost is None else row_amount(context, rule, cost, alone=len(lines) == 1))
            if rule is not None:
                led_by += _conditions(context, choices, rule, cells)
            if isinstance(rule, PerUnitRule) and (units := context.form_field(rule.quantity_field)) is not None:
                worked_from.append(units)
        if each and None not in each:
            amounts.append(sum(a for a in each if a is not None))
    return Expected(amounts, worked_from, led_by)


def check(context: Context) -> Iterator[Finding]:
    expected = expected_amounts(context)
    amounts, rest_on = expected.amounts, expected.rest_on
    for position, key in _stated(context):
        stated = context.field(position, key)
        if not amounts or stated is None or not possible(stated):
            continue
        said = possible(stated)
        if set(said) & set(amounts):
            continue
        status = status_for([stated, *rest_on])
        if not sure(stated) and _said_right(context, amounts[0]):
            continue
        if status is FindingStatus.SUSPECTED and _one_character_off(context, stated, amounts[0], rest_on):
            continue
        if not sure(stated) and distance(str(said[0]), str(amounts[0])) <= 1:
            status = FindingStatus.SUSPECTED
        refs = tuple(FieldRef(document=i, key=f.key) for f in rest_on for i in _holders(context, f))
        yield finding(
            FindingCode.SUBSIDY_AMOUNT_WRONG,
            status,
            f"{context.document(position).kind.label_ja}の申請額{yen(said[0])}が、計算した額{yen(amounts[0])}と一致しません。{_working(context)}",
            clause=context.programme.clause("subsidy", "round_down_to"),
            refs=tuple(dict.fromkeys((*context.ref(position, key), *refs))),
        )
        return


def _working(context: Context) -> str:
    """How the believed one of `expected_amounts` comes about, in words."""
    subsidy = context.programme.subsidy
    if subsidy.per == "facility_row":
        rows = context.field(context.positions(DocumentKind.FACILITY_LIST)[0], "facilities")
        return working_of_rows_ja(len(rows.value) if rows is not None and isinstance(rows.value, list) else 0)
    rule = rule_for(context, _choices(context)[0])
    step = context.programme.round_down_to
    if rule is None or isinstance(rule, FlatRule):
        return working_ja(rule, 0, round_down_to=step) if rule is not None else ""
    key = _measured_by(context, rule)
    field = context.form_field(key)
    base = _measure(rule, field.value) if field is not None else None
    return "" if base is None else working_ja(rule, base, key=key, round_down_to=step)


def _stated(context: Context) -> Iterator[tuple[int, str]]:
    """Where the amount applied for stands: on the form, and on the claim."""
    if context.form is not None:
        yield context.form, "subsidy_amount"
    if context.claim is not None and context.claim != context.form:
        yield context.claim, "subsidy_amount"


def _said_right(context: Context, right: int) -> bool:
    """Whether another paper states the right amount: then this one was misread."""
    lists = context.positions(DocumentKind.FACILITY_LIST)
    places = [*_stated(context), *((p, "subsidy_amount") for p in lists)]
    return any(right in possible(context.field(p, key)) for p, key in places)


def _one_character_off(context: Context, stated: Field, right: int, rest_on: list[Field]) -> bool:
    """Whether one misread character on a weak side explains the difference."""
    if certainty(stated) is Certainty.WEAK and distance(str(possible(stated)[0]), str(right)) <= 1:
        return True
    rows = next((f for f in rest_on if f.key == "facilities"), None)
    if rows is not None:
        others = (f for f in rest_on if f.key not in CHOICES)
        return any(certainty(f) is Certainty.WEAK for f in others)
    base = next((f for f in rest_on if f.key == context.programme.subsidy.base_field), None)
    if base is None or certainty(base) is not Certainty.WEAK:
        return any(certainty(f) is Certainty.WEAK for f in rest_on if f.key not in ("equipment_type", "course"))
    choices, _ = _choices(context)
    rule = rule_for(context, choices)
    if not isinstance(rule, RateRule):
        return False
    step = context.programme.round_down_to
    said = possible(stated)[0]
    return any(
        amount_by(rule, base=near, quantity=None, round_down_to=step) == said for near in _near(possible(base)[0])
    )


def _near(number: int) -> Iterator[int]:
    """Every number that differs from `number` in one digit, one digit more or one less."""
    digits = str(number)
    for i in range(len(digits) + 1):
        for d in "0123456789":
            yield int(digits[:i] + d + digits[i:])
            if i < len(digits):
                yield int(digits[:i] + d + digits[i + 1 :])
        if i < len(digits) and len(digits) > 1:
            yield int(digits[:i] + digits[i + 1 :])


def _holders(context: Context, field: Field) -> list[int]:
    return [i for i, d in enumerate(context.case.documents) if d.fields.get(field.key) is field]

"""The programme's own rules: what its file says must hold (PROGRAMME_RULE, or the code that the rule names).

A rule speaks over what is believed: it says nothing where a value it rests on was not read, or waits for a person (whose
decision has the case checked again). Where it does not hold, the finding is confirmed only if every value is borne out by
more than engines, and there is none at all if what another engine read would keep the rule (:mod:`validators.evidence`: a
misread character must not accuse an applicant).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from models.documents import FieldStatus
from models.findings import FieldRef, Finding, FindingStatus
from models.programmes import Programme, Rule
from validators.crosschecks.context import Context, finding, yen
from validators.evidence import alternatives, borne_out, sure
from validators.expressions.casefacts import CaseFacts
from validators.expressions.checking import PLACE, Row, table
from validators.expressions.checking import check as type_of
from validators.expressions.evaluating import Evaluator, Value, joined
from validators.expressions.vocabulary import Entry, Type, Vocabulary, columns, plain_name

#: Other readings that are tried before a rule speaks.
MOST_TRIALS = 24

#: Places that a finding points at.
MOST_REFS = 8

_known: dict[int, tuple[Programme, Vocabulary]] = {}


def vocabulary(programme: Programme) -> Vocabulary:
    """The names of `programme`, worked out once."""
    found = _known.get(id(programme))
    if found is None or found[0] is not programme:
        if len(_known) > 200:
            _known.clear()
        found = _known[id(programme)] = (programme, Vocabulary(programme))
    return found[1]


def check(context: Context) -> Iterator[Finding]:
    names = vocabulary(context.programme)
    for rule in context.programme.rules:
        if not rule.phases or context.case.stage in rule.phases:
            yield from _asked(context, names, rule)


def holds(context: Context, condition: str, row: Mapping[str, Value] | None = None) -> Value:
    """The value of a condition of the programme (:attr:`Requirement.when` …) over the case; true where it is empty.

    `row`: the cells of the row it is asked for (:meth:`CaseFacts.row_values`).
    """
    if not condition:
        return Value(True, True)
    return Evaluator(vocabulary(context.programme), CaseFacts(context), row).value(condition)


def certain(context: Context, refs: tuple[FieldRef, ...]) -> bool:
    """Whether every value at `refs` is borne out by more than engines."""
    return all(borne_out(context.field(ref.document, ref.key)) for ref in refs if ref.key)


def _asked(context: Context, names: Vocabulary, rule: Rule) -> Iterator[Finding]:
    facts = CaseFacts(context)
    if not rule.for_each:
        yield from _judged(context, names, rule, facts, {})
        return
    tabled = table(rule.for_each, names)
    if tabled is None:
        kind = names.papers[plain_name(rule.for_each)]
        for place in facts.positions(kind):
            yield from _judged(context, names, rule, replace(facts, at={kind: place}), {})
        return
    for place in facts.positions(tabled.kind):
        yield from _by_row(context, names, rule, facts, tabled, place)


def _by_row(
    context: Context, names: Vocabulary, rule: Rule, facts: CaseFacts, tabled: Entry, place: int
) -> Iterator[Finding]:
    """One finding for all rows of a table that break the rule."""
    found = [
        one
        for row in facts.row_values(place, tabled)
        for one in _judged(context, names, rule, replace(facts, at={tabled.kind: place}), row)
    ]
    if found:
        more = f"（ほかに{len(found) - 1}行）" if len(found) > 1 else ""
        status = (
            FindingStatus.CONFIRMED
            if any(f.status is FindingStatus.CONFIRMED for f in found)
            else FindingStatus.SUSPECTED
        )
        yield found[0].model_copy(update={"message_ja": found[0].message_ja + more, "status": status})


def _judged(
    context: Context, names: Vocabulary, rule: Rule, facts: CaseFacts, row: Mapping[str, Value]
) -> Iterator[Finding]:
    def asked(over: CaseFacts) -> tuple[bool, tuple[FieldRef, ...]]:
        """Whether the rule is broken, and the places that says so."""
        evaluator = Evaluator(names, over, row)
        when = evaluator.value(rule.when) if rule.when else Value(True, True)
        if not when.known or not when.value:
            return False, ()
        kept = evaluator.value(rule.require)
        return kept.known and not kept.value, joined(kept, when)

    broken, refs = asked(facts)
    if not broken or not all(_believed(context, ref) for ref in refs):
        return
    if _another_reading_keeps(context, facts, refs, asked):
        return
    sure_enough = rule.severity == "error" and certain(context, refs)
    yield finding(
        rule.code,
        FindingStatus.CONFIRMED if sure_enough else FindingStatus.SUSPECTED,
        told(rule.message, names, Evaluator(names, facts, row), row),
        clause=context.programme.clause(rule.source),
        refs=refs[:MOST_REFS],
        rule=rule.id,
    )


def _believed(context: Context, ref: FieldRef) -> bool:
    """Whether the value at `ref` is accepted; a paper as a whole is what it was taken for."""
    found = context.field(ref.document, ref.key) if ref.key else None
    return found is None or sure(found) or found.status is FieldStatus.ACCEPTED


def _another_reading_keeps(context: Context, facts: CaseFacts, refs: tuple[FieldRef, ...], asked: Any) -> bool:
    """Whether some engine read, in place of one value, something that breaks no rule."""
    trials = 0
    for ref in refs:
        read = context.field(ref.document, ref.key) if ref.key else None
        if read is None or sure(read):
            continue
        for other in alternatives(read)[1:]:
            trials += 1
            if trials > MOST_TRIALS:
                return False
            if not asked(replace(facts, instead={**facts.instead, ref: other}))[0]:
                return True
    return False


def told(message: str, names: Vocabulary, evaluator: Evaluator, row: Mapping[str, Value] | None = None) -> str:
    """`message` with the values in its places, as people write them."""

    def shown(written: str) -> str:
        value = evaluator.value(written)
        if not value.known:
            return "（読めない値）"
        kind = type_of(written, names, row=_row_types(row, names))
        return in_words(value.value, kind)

    return PLACE.sub(lambda place: shown(place[1]), message)


def _row_types(row: Mapping[str, Value] | None, names: Vocabulary) -> Row | None:
    if not row:
        return None
    every = {name: kind for key in ("line_items", "facilities", "officers") for name, (_, kind) in columns(key).items()}
    return Row({name: every[name] for name in row if name in every})


def in_words(value: Any, kind: Type) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int):
        return yen(value) if kind is Type.YEN else f"{value:,}"
    if isinstance(value, Fraction):
        number = f"{float(value):,.2f}".rstrip("0").rstrip(".")
        return f"{number}円" if kind is Type.YEN else number
    if isinstance(value, list):
        return "、".join(in_words(item, kind) for item in value[:5])
    return str(value)

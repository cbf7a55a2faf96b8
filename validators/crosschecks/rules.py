"""The programme's own rules: what its file says must hold (PROGRAMME_RULE, or the code that the rule names).

A rule speaks over what is believed: it says nothing where a value it rests on was not read, or waits for a person (whose
decision has the case checked again). Where it does not hold, the finding is confirmed only if every value is borne out by
more than engines, and there is none at all if what another engine read would keep the rule (:mod:`validators.evidence`: a
misread character must not accuse an applicant).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
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
from validators.expressions.vocabulary import Type, Vocabulary, columns, plain_name

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
    """Whether every value at `refs` is borne out by more than engines; how a cell is *written* only a text layer says."""
    fields = [(ref, context.field(ref.document, ref.key)) for ref in refs if ref.key]
    return all(borne_out(f) and not (ref.cell and f is not None and not f.exact) for ref, f in fields)


class Outcome(StrEnum):
    """What a rule says of a case."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_ASKED = "not_asked"
    """Its condition does not hold, or there is no such paper or row."""
    SILENT = "silent"
    """A value it needs was not read, or is left empty."""


def outcomes(context: Context) -> Iterator[tuple[Rule, Outcome]]:
    """Every rule of the case's phase and what it says, for an office that tries its rules."""
    names = vocabulary(context.programme)
    for rule in context.programme.rules:
        if rule.phases and context.case.stage not in rule.phases:
            continue
        said = [question.outcome() for group in _questions(context, names, rule) for question in group]
        order = (Outcome.BROKEN, Outcome.SILENT, Outcome.KEPT)
        yield rule, next((o for o in order if o in said), Outcome.NOT_ASKED)


def _asked(context: Context, names: Vocabulary, rule: Rule) -> Iterator[Finding]:
    """The rule asked of the case, of each paper, or of each row of a table."""
    for group in _questions(context, names, rule):
        yield from _as_one([found for question in group for found in question.answer()])


def _questions(context: Context, names: Vocabulary, rule: Rule) -> Iterator[list[_Question]]:
    """The rule as it is asked: once, once a paper, or once a row; the rows of one table make one group."""
    facts = CaseFacts(context)
    if not rule.for_each:
        yield [_Question(names, rule, facts)]
        return
    tabled = table(rule.for_each, names)
    kind = tabled.kind if tabled else names.papers[plain_name(rule.for_each)]
    for place in facts.positions(kind):
        here = replace(facts, at={kind: place})
        if tabled is None:
            yield [_Question(names, rule, here)]
            continue
        types = Row({name: cell for name, (_, cell) in columns(tabled.key).items()})
        yield [_Question(names, rule, here, row, types) for row in facts.row_values(place, tabled)]


def _as_one(found: list[Finding]) -> Iterator[Finding]:
    """One finding for all rows of a table that break a rule: the surest, with how many there are, and all their places."""
    if found:
        surest = min(found, key=lambda f: f.status is not FindingStatus.CONFIRMED)
        more = f"（ほかに{len(found) - 1}行）" if len(found) > 1 else ""
        refs = tuple(dict.fromkeys(ref for f in (surest, *found) for ref in f.refs))
        yield surest.model_copy(update={"message_ja": surest.message_ja + more, "refs": refs[:MOST_REFS]})


@dataclass(frozen=True)
class _Question:
    """One rule asked once. `row`: the cells of the row it is asked of, and their types."""

    names: Vocabulary
    rule: Rule
    facts: CaseFacts
    row: Mapping[str, Value] = field(default_factory=dict)
    types: Row | None = None

    def answer(self) -> Iterator[Finding]:
        context, rule = self.facts.context, self.rule
        broken, refs = self._broken(self.facts)
        if not broken or not all(_believed(context, ref) for ref in refs) or self._another_reading_keeps(refs):
            return
        sure_enough = rule.severity == "error" and certain(context, refs)
        yield finding(
            rule.code,
            FindingStatus.CONFIRMED if sure_enough else FindingStatus.SUSPECTED,
            PLACE.sub(lambda place: self._shown(place[1]), rule.message),
            clause=context.programme.clause(rule.source),
            refs=refs[:MOST_REFS],
            rule=rule.id,
        )

    def outcome(self) -> Outcome:
        evaluator = Evaluator(self.names, self.facts, self.row)
        when = evaluator.value(self.rule.when) if self.rule.when else Value(True, True)
        if when.known and not when.value:
            return Outcome.NOT_ASKED
        kept = evaluator.value(self.rule.require)
        if not (when.known and kept.known):
            return Outcome.SILENT
        return Outcome.KEPT if kept.value else Outcome.BROKEN

    def _broken(self, facts: CaseFacts) -> tuple[bool, tuple[FieldRef, ...]]:
        """Whether the rule is known not to hold, and the places that say so."""
        evaluator = Evaluator(self.names, facts, self.row)
        when = evaluator.value(self.rule.when) if self.rule.when else Value(True, True)
        if not when.known or not when.value:
            return False, ()
        kept = evaluator.value(self.rule.require)
        return kept.known and not kept.value, joined(kept, when)

    def _another_reading_keeps(self, refs: tuple[FieldRef, ...]) -> bool:
        """Whether some engine read, in place of one value, something that breaks no rule."""
        trials = 0
        for ref in refs:
            read = self.facts.field_of(ref) if ref.key else None
            if read is None or sure(read):
                continue
            for other in alternatives(read)[1:]:
                trials += 1
                if trials > MOST_TRIALS:
                    return False
                if not self._broken(replace(self.facts, instead={ref: other}))[0]:
                    return True
        return False

    def _shown(self, written: str) -> str:
        value = Evaluator(self.names, self.facts, self.row).value(written)
        if not all(_believed(self.facts.context, ref) for ref in value.refs):
            return "（確認中）"
        if not value.known:
            return "（読めない値）"
        return in_words(value.value, type_of(written, self.names, row=self.types))


def _believed(context: Context, ref: FieldRef) -> bool:
    """Whether the value at `ref` is accepted; a paper as a whole is what it was taken for."""
    found = context.field(ref.document, ref.key) if ref.key else None
    return found is None or sure(found) or found.status is FieldStatus.ACCEPTED


def in_words(value: Any, kind: Type) -> str:
    """A value of an expression as people write it."""
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

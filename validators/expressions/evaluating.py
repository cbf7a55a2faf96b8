"""An expression's value over one case, in three-valued logic: what nobody could read makes nothing true or false.

simpleeval walks the tree; its table of nodes, operators and functions is replaced by the closed one of this language, and
every value carries the places (:class:`models.findings.FieldRef`) it rests on. Evaluating ends after a bounded number of
steps and raises nothing: whatever does not fit (a date plus a text, a division by zero) is unknown.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from simpleeval import SimpleEval

from models.documents import DocumentKind
from models.findings import FieldRef
from models.programmes import squeezed
from validators.expressions import formats
from validators.expressions.functions import FUNCTIONS
from validators.expressions.syntax import parsed
from validators.expressions.vocabulary import Entry, Vocabulary, columns, plain_name

#: Longer whole numbers than this do not stand on any paper: 10 to the power of 40.
BIGGEST = 10**40


@dataclass(frozen=True, slots=True)
class Written:
    """What stands at a place, character for character. `as_on_paper`: widths and spaces are those of the paper."""

    text: str
    as_on_paper: bool
    ref: FieldRef


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is worth: `known` false where nobody can tell. `refs`: the places it rests on.

    `blank`: of a cell in a row that was read, nothing stands in it (and so its value is not known).
    """

    known: bool
    value: Any = None
    refs: tuple[FieldRef, ...] = ()
    blank: bool = False
    written: Written | None = None
    """Of a cell in a row: what stands there on paper; None where nobody knows."""


UNKNOWN = Value(False)


class Facts(Protocol):
    """What the evaluator asks of a case."""

    def one(self, entry: Entry) -> Value:
        """The entry on the paper that counts; of several papers the first."""

    def every(self, entry: Entry) -> Value:
        """The entry of every paper of its kind, or the column's cells, as a list."""

    def blank(self, entry: Entry) -> Value:
        """Whether the entry was left empty."""

    def count(self, kind: DocumentKind) -> Value:
        """How many papers of the kind lie in the case."""

    def rows(self, entry: Entry) -> Value:
        """How many rows the table has."""

    def written(self, entry: Entry) -> Written | None:
        """What is written in the entry, where that is known and says what is believed."""

    def fact(self, name: str) -> Value:
        """One of :data:`validators.expressions.vocabulary.FACTS`."""

    def differ(self, left: Value, right: Value) -> bool | None:
        """Whether two unequal values differ on paper: None where a misread character may be all there is to it."""


def joined(*values: Value) -> tuple[FieldRef, ...]:
    return tuple(dict.fromkeys(ref for v in values for ref in v.refs))


class Evaluator(SimpleEval):  # type: ignore[misc]  # simpleeval has no types
    """Evaluates expressions of one programme over the facts of one case."""

    def __init__(self, vocabulary: Vocabulary, facts: Facts, row: Mapping[str, Value] | None = None) -> None:
        super().__init__(operators={}, functions={}, names={})
        self.vocabulary, self.facts, self.row = vocabulary, facts, row or {}
        self.nodes: dict[type[ast.AST], Callable[[Any], Value]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.BoolOp: self._logic,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._call,
            ast.Tuple: self._several,
            ast.List: self._several,
        }

    def value(self, written: str) -> Value:
        """The value of `written`, which :func:`validators.expressions.checking.check` has accepted."""
        tree, _ = parsed(written)
        return self._eval_any(tree)

    def _eval_any(self, node: ast.AST) -> Value:
        handler = self.nodes.get(type(node))
        return handler(node) if handler else UNKNOWN

    # ------------------------------------------------------------ leaves
    def _constant(self, node: ast.Constant) -> Value:
        value = node.value
        return Value(True, Fraction(str(value)) if isinstance(value, float) else value)

    def _name(self, node: ast.Name) -> Value:
        name = plain_name(node.id)
        if name in self.row:
            return self.row[name]
        if name in self.vocabulary.constants:
            return Value(True, self.vocabulary.constants[name][1])
        entry = self._entry(node)
        return self.facts.one(entry) if entry else self.facts.fact(name)

    def _attribute(self, node: ast.Attribute) -> Value:
        entry = self._entry(node)
        if entry is None:
            return UNKNOWN
        return self.facts.every(entry) if entry.column else self.facts.one(entry)

    def _entry(self, node: ast.AST) -> Entry | None:
        return entry_at(node, self.vocabulary)

    def _several(self, node: ast.Tuple | ast.List) -> Value:
        values = [self._eval_any(item) for item in node.elts]
        if not all(v.known for v in values):
            return Value(False, refs=joined(*values))
        return Value(True, [v.value for v in values], joined(*values))

    # ------------------------------------------------------------ logic
    def _logic(self, node: ast.BoolOp) -> Value:
        deciding = isinstance(node.op, ast.Or)
        values = [self._eval_any(item) for item in node.values]
        for value in values:
            if value.known and bool(value.value) is deciding:
                return Value(True, deciding, value.refs)
        if all(v.known for v in values):
            return Value(True, not deciding, joined(*values))
        return Value(False, refs=joined(*values))

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self._eval_any(node.operand)
        if not value.known:
            return value
        if isinstance(node.op, ast.Not):
            return Value(True, not value.value, value.refs)
        return Value(True, -value.value, value.refs) if _number(value.value) else Value(False, refs=value.refs)

    def _choice(self, node: ast.IfExp) -> Value:
        test = self._eval_any(node.test)
        if not test.known:
            return test
        chosen = self._eval_any(node.body if test.value else node.orelse)
        return Value(chosen.known, chosen.value, joined(test, chosen))

    # ------------------------------------------------------------ comparing and reckoning
    def _comparison(self, node: ast.Compare) -> Value:
        sides = [self._eval_any(item) for item in (node.left, *node.comparators)]
        results = [self._compare(op, a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)]
        for result in results:
            if result.known and not result.value:
                return result
        if all(r.known for r in results):
            return Value(True, True, joined(*results))
        return Value(False, refs=joined(*results))

    def _compare(self, op: ast.cmpop, left: Value, right: Value) -> Value:
        refs = joined(left, right)
        if not (left.known and right.known):
            return Value(False, refs=refs)
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(right.value, list | str) or (
                isinstance(right.value, str) and not isinstance(left.value, str)
            ):
                return Value(False, refs=refs)
            inside = (
                _plain(left.value) in [_plain(x) for x in right.value]
                if isinstance(right.value, list)
                else left.value in right.value
            )
            return Value(True, inside is isinstance(op, ast.In), refs)
        a, b = _plain(left.value), _plain(right.value)
        if isinstance(op, ast.Eq | ast.NotEq):
            if _family(a) != _family(b):
                return Value(False, refs=refs)
            equal = a == b
            if not equal and self.facts.differ(left, right) is None:
                return Value(False, refs=refs)
            return Value(True, equal is isinstance(op, ast.Eq), refs)
        if _family(a) != _family(b) or _family(a) not in ("number", "date"):
            return Value(False, refs=refs)
        return Value(True, _ORDERS[type(op)](a, b), refs)

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self._eval_any(node.left), self._eval_any(node.right)
        refs = joined(left, right)
        if not (left.known and right.known and _number(left.value) and _number(right.value)):
            return Value(False, refs=refs)
        try:
            result = _RECKONING[type(node.op)](Fraction(left.value), Fraction(right.value))
        except (ZeroDivisionError, KeyError):
            return Value(False, refs=refs)
        if abs(result) > BIGGEST or Fraction(result).denominator > BIGGEST:
            return Value(False, refs=refs)
        return Value(True, _tidy(Fraction(result)), refs)

    # ------------------------------------------------------------ functions
    def _call(self, node: ast.Call) -> Value:
        assert isinstance(node.func, ast.Name)  # syntax.parsed
        name = node.func.id
        if name == "書き方":
            return self._written_so(node.args)
        if name in ("空欄", "記入あり", "書類あり", "枚数", "行数"):
            return self._special(name, node.args)
        function = FUNCTIONS.get(name)
        if function is None:
            return UNKNOWN
        values = [self._argument(function.takes, i, arg) for i, arg in enumerate(node.args)]
        if not all(v.known for v in values):
            return Value(False, refs=joined(*values))
        try:
            result = function.work(*(v.value for v in values))
        except (TypeError, ValueError, AttributeError, OverflowError, ArithmeticError):
            result = None
        if result is False and name == "同じ" and self.facts.differ(values[0], values[1]) is None:
            result = None
        return Value(result is not None, result, joined(*values))

    def _argument(self, takes: Sequence[Any], index: int, node: ast.AST) -> Value:
        entry = self._entry(node) if takes and takes[0].name == "LIST" and index == 0 else None
        return self.facts.every(entry) if entry else self._eval_any(node)

    def _written_so(self, arguments: Sequence[ast.AST]) -> Value:
        """書き方(項目, "…"): over the characters on paper, never over the value."""
        if len(arguments) != 2 or not isinstance(arguments[1], ast.Constant):
            return UNKNOWN
        node = arguments[0]
        cell = self.row.get(plain_name(node.id)) if isinstance(node, ast.Name) else None
        entry = self._entry(node) if cell is None else None
        found = cell.written if cell is not None else self.facts.written(entry) if entry is not None else None
        if found is None:
            return UNKNOWN
        kept = formats.parsed(str(arguments[1].value)).kept_by(found.text, as_on_paper=found.as_on_paper)
        return Value(kept is not None, kept, (found.ref,))

    def _special(self, name: str, arguments: Sequence[ast.AST]) -> Value:
        if len(arguments) != 1:
            return UNKNOWN
        node = arguments[0]
        if name in ("書類あり", "枚数"):
            kind = self.vocabulary.papers.get(plain_name(node.id)) if isinstance(node, ast.Name) else None
            counted = self.facts.count(kind) if kind else UNKNOWN
            if name == "枚数" or not counted.known:
                return counted
            return Value(True, counted.value > 0, counted.refs)
        if name != "行数" and isinstance(node, ast.Name) and (cell := self.row.get(plain_name(node.id))) is not None:
            return Value(True, cell.blank is (name == "空欄"), cell.refs)
        entry = self._entry(node)
        if entry is None:
            return UNKNOWN
        if name == "行数":
            return self.facts.rows(entry)
        empty = self.facts.blank(entry)
        return empty if name == "空欄" or not empty.known else Value(True, not empty.value, empty.refs)


def entry_at(node: ast.AST, vocabulary: Vocabulary) -> Entry | None:
    """The entry or column that `node` names; None where it names none, or several."""
    if isinstance(node, ast.Name):
        found = vocabulary.bare(plain_name(node.id))
        return found[0] if len(found) == 1 else None
    if not isinstance(node, ast.Attribute):
        return None
    if isinstance(node.value, ast.Name):
        kind = vocabulary.papers.get(plain_name(node.value.id))
        if kind is not None:
            return vocabulary.entry(kind, node.attr)
    table = entry_at(node.value, vocabulary)
    column = columns(table.key).get(plain_name(node.attr)) if table and not table.column else None
    return Entry(table.kind, table.key, column[1], column=column[0]) if table and column else None


_RECKONING: dict[type[ast.operator], Callable[[Fraction, Fraction], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_ORDERS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _tidy(value: Fraction) -> Fraction | int:
    return int(value) if value.denominator == 1 else value


def _plain(value: Any) -> Any:
    """Texts are compared in NFKC without spaces, everything else as it is."""
    return squeezed(value) if isinstance(value, str) else value


def _family(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    if _number(value):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__

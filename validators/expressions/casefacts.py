"""What expressions ask of a case: the entries as they were read, the papers that lie there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from models.documents import DocumentKind, Field
from models.findings import FieldRef
from models.labels import COLUMNS, PART_COLUMNS
from models.values.dates import from_parts
from models.values.fields import parse_cell, parse_field
from models.values.numbers import parse_capacity
from models.values.text import squeeze
from validators.crosschecks.context import Context
from validators.crosschecks.proxies import PROXY_KEYS, has_proxy
from validators.dates import as_date
from validators.evidence import Certainty, certainty, within_noise
from validators.expressions.evaluating import UNKNOWN, Value, Written
from validators.expressions.vocabulary import Entry, Type, columns

STAGES = {"apply": "交付申請", "report": "実績報告", "claim": "交付請求"}

K = DocumentKind


@dataclass(frozen=True)
class CaseFacts:
    """The facts of one case; `instead` gives other values for some entries, as another engine read them.

    `at`: the papers that a rule is asked for by themselves (one of each kind).
    """

    context: Context
    instead: Mapping[FieldRef, Any] = field(default_factory=dict)
    at: Mapping[DocumentKind, int] = field(default_factory=dict)

    # ------------------------------------------------------------ papers
    def positions(self, kind: DocumentKind) -> list[int]:
        """The papers of `kind`; second copies of one receipt left out."""
        if kind in self.at:
            return [self.at[kind]]
        if kind is K.RECEIPT:
            return self.context.receipts
        if kind is K.APPLICATION_FORM:
            return [] if self.context.form is None else [self.context.form]
        return self.context.positions(kind)

    def count(self, kind: DocumentKind) -> Value:
        places = self.positions(kind)
        if not places and self.context.positions(K.UNKNOWN):
            return UNKNOWN  # it may be the paper whose kind nobody can tell
        return Value(True, len(places), tuple(FieldRef(document=p) for p in places))

    # ------------------------------------------------------------ entries
    def one(self, entry: Entry) -> Value:
        places = self.positions(entry.kind)
        return self._at(places[0], entry) if places else UNKNOWN

    def every(self, entry: Entry) -> Value:
        if entry.column:
            return self._cells(entry)
        values = [self._at(place, entry) for place in self.positions(entry.kind)]
        refs = tuple(ref for v in values for ref in v.refs)
        if not values or not all(v.known for v in values):
            return Value(False, refs=refs)
        return Value(True, [v.value for v in values], refs)

    def blank(self, entry: Entry) -> Value:
        places = self.positions(entry.kind)
        found = self.context.field(places[0], entry.key) if places else None
        if found is None:
            return UNKNOWN
        refs = (FieldRef(document=places[0], key=entry.key),)
        if found.value is None and not found.blank:
            return Value(False, refs=refs)
        return Value(True, found.value is None or found.value == [], refs)

    def rows(self, entry: Entry) -> Value:
        places = self.positions(entry.kind)
        rows = self._raw(places[0], entry.key) if places else None
        refs = (FieldRef(document=places[0], key=entry.key),) if places else ()
        return Value(True, len(rows), refs) if isinstance(rows, list) else Value(False, refs=refs)

    def row_values(self, place: int, entry: Entry) -> list[dict[str, Value]]:
        """The rows of the table on the paper at `place`: name of a column → its cell."""
        rows = self._raw(place, entry.key)
        named = columns(entry.key)
        found: list[dict[str, Value]] = []
        for at, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                on_paper = self._row_written(place, entry.key, at, row)
                found.append({n: self._cell(place, entry.key, row, c, t, on_paper) for n, (c, t) in named.items()})
        return found

    def _cell(
        self, place: int, key: str, row: Mapping[str, Any], column: str, kind: Type, on_paper: Mapping[str, Written]
    ) -> Value:
        """The cell of a column; a part of one (和暦, 年) is worth what is written there."""
        ref = (FieldRef(document=place, key=key),)
        seen = on_paper.get(column)
        if column in COLUMNS[key]:
            return replace(cell(row.get(column), kind, ref), written=seen)
        return Value(seen is not None, squeeze(seen.text) if seen else None, ref, blank=seen is None, written=seen)

    # ------------------------------------------------------------ what is written
    def written(self, entry: Entry) -> Written | None:
        places = self.positions(entry.kind)
        found = self.context.field(places[0], entry.key) if places and not entry.column else None
        if found is None or not found.raw.strip() or found.value is None:
            return None
        ref = FieldRef(document=places[0], key=entry.key)
        if not found.exact and parse_field(entry.key, found.raw) != found.value:
            return None  # what was read there is not what is believed
        return Written(found.raw, found.exact, ref)

    def _row_written(self, place: int, key: str, at: int, row: Mapping[str, Any]) -> dict[str, Written]:
        """What is written in the cells of the row `at`, by column; a cell whose characters do not say what is believed
        is left out: it was misread, or the row is another one now."""
        table = self.context.field(place, key)
        if table is None or not table.written:
            return {}
        raws = {c: table.written[p] for c in self._columns_of(key) if (p := f"{key}[{at}].{c}") in table.written}

        exact = table.exact

        def says(column: str) -> bool:
            value = row.get(column)
            return parse_cell(key, column, raws[column]) == value and (exact or value is not None)

        kept = {c for c in raws if c in COLUMNS[key] and says(c)}
        for whole, parts in PART_COLUMNS.get(key, {}).items():
            day = from_parts(*(raws.get(p, "") for p in parts)) if set(parts) <= set(raws) else None
            if table.exact or (day is not None and day.isoformat() == row.get(whole)):
                kept |= {p for p in parts if p in raws}
        return {
            c: Written(raws[c], table.exact, FieldRef(document=place, key=key, cell=f"{key}[{at}].{c}"))
            for c in sorted(kept)
        }

    @staticmethod
    def _columns_of(key: str) -> tuple[str, ...]:
        return (*COLUMNS[key], *(part for parts in PART_COLUMNS.get(key, {}).values() for part in parts))

    def _cells(self, entry: Entry) -> Value:
        places = self.positions(entry.kind)
        if not places:
            return UNKNOWN
        refs = (FieldRef(document=places[0], key=entry.key),)
        rows = self._raw(places[0], entry.key)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return Value(False, refs=refs)
        cells = [cell(row.get(entry.column), entry.type, refs) for row in rows]
        if not cells or not all(c.known for c in cells):
            return Value(False, refs=refs)
        return Value(True, [c.value for c in cells], refs)

    def _raw(self, place: int, key: str) -> Any:
        ref = FieldRef(document=place, key=key)
        if ref in self.instead:
            return self.instead[ref]
        found = self.context.field(place, key)
        return found.value if found else None

    def _at(self, place: int, entry: Entry) -> Value:
        return cell(self._raw(place, entry.key), entry.type, (FieldRef(document=place, key=entry.key),))

    # ------------------------------------------------------------ the case
    def fact(self, name: str) -> Value:
        if name == "段階":
            return Value(True, STAGES[self.context.case.stage])
        if name == "受付日":
            day = as_date(self.context.case.received_on)
            return Value(day is not None, day)
        if name == "代理申請":
            if self.context.form is None:
                return UNKNOWN
            keys = [k for k in PROXY_KEYS if (f := self.context.form_field(k)) is not None and f.value is not None]
            refs = tuple(FieldRef(document=self.context.form, key=k) for k in keys)
            return Value(True, has_proxy(self.context) is not None, refs)
        return UNKNOWN

    def field_of(self, ref: FieldRef) -> Field | None:
        return self.context.field(ref.document, ref.key)

    def differ(self, left: Value, right: Value) -> bool | None:
        fields = [f for ref in (*left.refs, *right.refs) if ref.key and (f := self.field_of(ref)) is not None]
        weakest = min((certainty(f) for f in fields), default=Certainty.SURE)
        if weakest <= Certainty.WEAK and within_noise(str(left.value), str(right.value)):
            return None
        return True


def _number(value: Any) -> Fraction | int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = re.match(r"-?\d+(?:\.\d+)?", parse_capacity(value) or value) if isinstance(value, str) else None
    if match is None:
        return None
    number = Fraction(match[0])
    return int(number) if number.denominator == 1 else number


_READ: dict[Type, Callable[[Any], Any]] = {
    Type.NUMBER: _number,
    Type.YEN: _number,
    Type.DATE: as_date,
    Type.TEXT: lambda value: str(value) if isinstance(value, str | int) and value != "" else None,
}


def cell(raw: Any, kind: Type, refs: tuple[FieldRef, ...]) -> Value:
    """What stands in an entry, as expressions reckon with it; unknown where it is left empty or nobody could read it.

    `blank` of the value means something only in a row of a table: an entry's own blank is told by :meth:`CaseFacts.blank`.
    """
    read = _READ[kind](raw) if raw is not None and kind in _READ else None
    return Value(read is not None, read, refs, blank=raw is None or (isinstance(raw, str) and not raw.strip()))

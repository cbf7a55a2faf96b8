"""Queries whose SQL is made once and asked again and again; and columns of many rows written in one go.

Django composes the SQL of a query anew each time it is asked, which takes several times as long as SQLite takes to answer
it, and more the more tables it joins. A page of the review room asks two dozen. What every request asks is therefore said
once, with places for what differs::

    _FIELD = Prepared(lambda pk: Field.objects.filter(pk=pk).select_related("document"))
    row = _FIELD.first(12)

Rows come back as the same objects that the query itself would give: with what is joined to them, without what is deferred.
A value may be a list, for ``field__in``: the SQL is made for lists of 1, 2, 4, 8 … values, and a shorter one filled up.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators

M = TypeVar("M")

#: Queries that one `Prepared` keeps: one for each kind of database and each `shape`.
_MOST = 200
#: Numbers end here in both databases.
_BEYOND = 1 << 63


class Slot(Expression):
    """The place of a value that each asking gives anew; stands in a query wherever the value would."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    @property
    def identity(self) -> tuple[Any, ...]:
        return (Slot, self.number)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query as the database hears it, and how its answer becomes objects."""

    sql: str
    values: tuple[Any, ...]
    """With a `Slot` wherever a value is missing."""
    model: type[Model] | None
    """None where plain values are asked for (``values_list``)."""
    columns: slice
    names: Sequence[str]
    joined: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """A query of objects, or of tuples (``values_list``). `build` gets a placeholder for each value that differs, and makes the query.

    What changes the query itself and not only a value in it (whose programmes, how many) goes into `shape`: `build` gets
    it after the values, and is called once for each.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, M]]) -> None:
        self._build = build
        self._known: dict[Hashable, _Compiled | None] = {}

    def rows(self, *values: Any, shape: tuple[Hashable, ...] = ()) -> list[M]:
        """What the query gives with these `values`."""
        if any(type(value) is int and not -_BEYOND <= value < _BEYOND for value in values):
            return []  # somebody typed an address; no row has such a number, and no database takes it
        lengths = tuple(_length(value) for value in values)
        key = (connection.vendor, lengths, shape)
        try:
            compiled = self._known[key]
        except KeyError:
            compiled = self._compile(lengths, shape)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = compiled
        return [] if compiled is None else self._ask(compiled, _flat(values, lengths))

    def first(self, *values: Any, shape: tuple[Hashable, ...] = ()) -> M | None:
        """The first object, None where there is none. The query itself says how many it asks for."""
        rows = self.rows(*values, shape=shape)
        return rows[0] if rows else None

    def _compile(self, lengths: Sequence[int | None], shape: tuple[Hashable, ...]) -> _Compiled | None:
        number = itertools.count()
        slots = [
            Slot(next(number)) if length is None else [Slot(next(number)) for _ in range(length)] for length in lengths
        ]
        query = self._build(*slots, *shape)
        if query._prefetch_related_lookups:
            raise ValueError("what is fetched beside it is a query of its own")
        compiler = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        told, select = compiler.klass_info, compiler.select
        found = compiler.get_converters([column for column, _sql, _alias in select])
        converters = [(place, convert, column) for place, (convert, column) in found.items()]
        if query._fields is not None:
            return _Compiled(sql, tuple(values), None, slice(None), (), (), converters)
        if told is None or compiler.annotation_col_map:
            raise ValueError("not a query of plain objects")
        start, end = told["select_fields"][0], told["select_fields"][-1] + 1
        return _Compiled(
            sql,
            tuple(values),
            told["model"],
            slice(start, end),
            [column.target.attname for column, _sql, _alias in select[start:end]],
            get_related_populators(told, select, DEFAULT_DB_ALIAS),
            converters,
        )

    def _ask(self, compiled: _Compiled, values: Sequence[Any]) -> list[M]:
        given = [_adapted(values[v.number]) if isinstance(v, Slot) else v for v in compiled.values]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, given)
            answer = cursor.fetchall()
        found: list[Any] = []
        for told in answer:
            row = list(told)
            for place, converters, column in compiled.converters:
                value = row[place]
                for convert in converters:
                    value = convert(value, column, connection)
                row[place] = value
            if compiled.model is None:
                found.append(tuple(row))
                continue
            one = compiled.model.from_db(DEFAULT_DB_ALIAS, compiled.names, row[compiled.columns])
            for joined in compiled.joined:
                joined.populate(row, one)
            found.append(one)
        return found


class Loaded(list[M]):
    """Rows that were loaded for the row they belong to: what ``row.fields.all()`` gives, and nothing to ask further."""


def hang(rows: Iterable[Model], relation: str, children: Iterable[Any]) -> None:
    """Give each of `rows` those of `children` that point to it, in their order, as ``prefetch_related`` would."""
    by_id = {row.pk: row for row in rows}
    found: dict[Any, Loaded[Any]] = {pk: Loaded() for pk in by_id}
    back: Any = None
    for child in children:
        if back is None:
            back = type(next(iter(by_id.values())))._meta.get_field(relation).remote_field
        pk = getattr(child, back.attname)
        found[pk].append(child)
        setattr(child, back.name, by_id[pk])
    for pk, row in by_id.items():
        row.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = found[pk]


def put(row: Model, new: Mapping[str, object]) -> list[str]:
    """Give `row` the values of `new` that it has otherwise; the names of those, still to be written."""
    different = [name for name, value in new.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, new[name])
    return different


def write(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of `rows`, all of one model and in the database already. Call inside a transaction.

    ``save(update_fields=…)`` composes its statement for every row anew.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns = [meta.get_field(name) for name in names]
    settings = ", ".join(f'"{column.column}" = %s' for column in columns)
    given = [(*(c.get_db_prep_save(getattr(row, c.attname), connection) for c in columns), row.pk) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{meta.db_table}" SET {settings} WHERE "{meta.pk.column}" = %s', given)


def _length(value: Any) -> int | None:
    """For how many values there are places where `value` is a list; None where it is none."""
    if not isinstance(value, list):
        return None
    return 1 << (len(value) - 1).bit_length() if value else 0


def _flat(values: Sequence[Any], lengths: Sequence[int | None]) -> list[Any]:
    flat: list[Any] = []
    for value, length in zip(values, lengths, strict=True):
        flat += [value] if length is None else [*value, *value[-1:] * (length - len(value))]
    return flat


def _adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value

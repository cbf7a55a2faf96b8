"""Queries whose SQL is made once and asked again and again.

Django composes the SQL of a query anew each time it is asked, which takes several times as long as SQLite takes to answer
it, and more the more tables it joins. A page of the review room asks two dozen. What every request asks is therefore said
once, with places for what differs::

    _FIELD = Prepared(lambda pk: Field.objects.filter(pk=pk).select_related("document"))
    row = _FIELD.first(12)

Rows come back as the same objects that the query itself would give: with what is joined to them, without what is deferred.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)

#: Queries that one `Prepared` keeps: one for each kind of database and each `shape`.
_MOST = 200


class Slot(Expression):  # type: ignore[misc]
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
    model: type[Model]
    columns: slice
    names: Sequence[str]
    joined: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """A query of objects. `build` gets a placeholder for each value that differs, and makes the query.

    What changes the query itself and not only a value in it (whose programmes, how many) goes into `shape`: `build` gets
    it after the values, and is called once for each. Lists of values cannot be placeholders.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._known: dict[Hashable, _Compiled | None] = {}
        self._parameters = len(inspect.signature(build).parameters)

    def rows(self, *values: Any, shape: tuple[Hashable, ...] = ()) -> list[M]:
        """What the query gives with these `values`."""
        key = (connection.vendor, shape)
        try:
            compiled = self._known[key]
        except KeyError:
            compiled = self._compile(shape)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = compiled
        return [] if compiled is None else self._ask(compiled, values)

    def first(self, *values: Any, shape: tuple[Hashable, ...] = ()) -> M | None:
        """The first object, None where there is none. The query itself says how many it asks for."""
        rows = self.rows(*values, shape=shape)
        return rows[0] if rows else None

    def _compile(self, shape: tuple[Hashable, ...]) -> _Compiled | None:
        slots = [Slot(n) for n in range(self._parameters - len(shape))]
        query = self._build(*slots, *shape)
        if query._prefetch_related_lookups:
            raise ValueError("what is fetched beside it is a query of its own")
        compiler = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        told, select = compiler.klass_info, compiler.select
        if told is None or compiler.annotation_col_map:
            raise ValueError("not a query of plain objects")
        start, end = told["select_fields"][0], told["select_fields"][-1] + 1
        found = compiler.get_converters([column for column, _sql, _alias in select])
        return _Compiled(
            sql,
            tuple(values),
            told["model"],
            slice(start, end),
            [column.target.attname for column, _sql, _alias in select[start:end]],
            get_related_populators(told, select, DEFAULT_DB_ALIAS),
            [(place, convert, column) for place, (convert, column) in found.items()],
        )

    def _ask(self, compiled: _Compiled, values: Sequence[Any]) -> list[M]:
        given = [_adapted(values[v.number]) if isinstance(v, Slot) else v for v in compiled.values]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, given)
            answer = cursor.fetchall()
        found = []
        for told in answer:
            row = list(told)
            for place, converters, column in compiled.converters:
                value = row[place]
                for convert in converters:
                    value = convert(value, column, connection)
                row[place] = value
            one = compiled.model.from_db(DEFAULT_DB_ALIAS, compiled.names, row[compiled.columns])
            for joined in compiled.joined:
                joined.populate(row, one)
            found.append(one)
        return found


def _adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value

"""Receipt numbers 受付番号: as people type them, and cases found by how theirs begins."""

from __future__ import annotations

import re
import unicodedata

from django.db import connection
from django.db.models import Max, Min, Q

from storage.models import Case

#: Behind every character that a number can hold, in the order of bytes.
_LAST = "\U0010ffff"
_HYPHENS = re.compile("[‐‑‒–—―−ー]")


def typed(text: str) -> str:
    """A receipt number, or the beginning of one, as it is kept (``R8-0000``): whatever the width, case, spaces and
    hyphens it was typed with."""
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).upper()
    return "".join(each for each in plain if each.isprintable() and not each.isspace())


def beginning(number: str, case: str = "") -> Q:
    """What holds of the cases whose receipt number begins with `number`; with `case` (``case__``), of rows that belong
    to such a case and copy its `sequence`.

    Numbers are given in order of arrival, so these cases lie close together in it. Where they lie is looked up in the
    index over the numbers; said as a range of `sequence`, it bounds every index that goes by order of arrival: of all
    cases, of one programme's, of those in one state.
    """
    found = Case.objects.filter(_begins("receipt_number", number)).aggregate(
        first=Min("sequence"), last=Max("sequence")
    )
    if found["first"] is None:
        return Q(pk__in=())
    return Q(sequence__gte=found["first"], sequence__lte=found["last"]) & _begins(f"{case}receipt_number", number)


def _begins(path: str, number: str) -> Q:
    """By an index: on SQLite as a range, because its LIKE takes ``r`` for ``R`` and reads everything for it; on Postgres
    as LIKE, for which Django keeps an index of its own (how a range sorts depends on the server's language)."""
    if connection.vendor == "sqlite":
        return Q(**{f"{path}__gte": number, f"{path}__lt": number + _LAST})
    return Q(**{f"{path}__startswith": number})

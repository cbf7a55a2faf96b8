"""The search for cases that share something with a case: by index, never by scanning, and bounded however many there are.

Of each key only the :data:`NEIGHBOURS` nearest arrivals count, and of all cases found the :data:`MOST` that share most.
Both depend on what lies in the database and not on the order in which it came there, so that processing in another
order finds the same; and a case that changes concerns as few later ones as it can be concerned by earlier ones. A key
that thousands share (the address of a home for the aged, a dealer's account) therefore costs no more than any other;
what is really the same shares rarer keys besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from models.checks import CaseKey, EarlierCase, Profile
from storage import models as db
from storage.caseview import find_case
from storage.prepared import Prepared

#: Cases before (and after) a case that are looked at for one key.
NEIGHBOURS = 16
#: Cases compared with one case.
MOST = 24
#: Keys asked for in one statement; SQLite joins at most 500 selects and 32,766 values.
_AT_ONCE = 100

#: What a printed receipt number counts for among shared keys.
_NAMED = 1000

_SELECT = """SELECT case_id FROM (
    SELECT case_id FROM storage_casekey
    WHERE key = %s AND kind = %s AND (sequence, part) {side} (%s, %s)
    ORDER BY sequence {way}, part {way} LIMIT %s
) AS found"""
_PROFILES: Prepared[db.Case] = Prepared(
    lambda pks: db.Case.objects.filter(pk__in=pks).order_by("sequence", "part").only("receipt_number", "profile")
)
_EARLIER = _SELECT.format(side="<", way="DESC")
_LATER = _SELECT.format(side=">", way="ASC")


def earlier_with_keys(case_id: int, keys: Iterable[CaseKey], numbers: Iterable[str] = ()) -> list[EarlierCase]:
    """Cases that arrived before this one and share a key with it, oldest first. Arrival counts, not processing.

    `numbers` are receipt numbers printed on its papers: those cases count as well, as if they shared most.

    Raises:
        ObjectNotFoundError: no such case.
    """
    case = find_case(case_id)
    shared = Counter(_neighbours(_EARLIER, case, keys))
    if printed := list(numbers):
        named = db.Case.objects.filter(case.arrived_before, receipt_number__in=printed).exclude(profile=None)
        shared.update(dict.fromkeys(named.values_list("pk", flat=True), _NAMED))
    rows = [(row.pk, row.receipt_number, row.profile) for row in _PROFILES.rows(list(shared))]
    # of equally many keys the later arrival: it comes later in `rows`
    kept = {pk for pk, *_ in sorted(reversed(rows), key=lambda row: -shared[row[0]])[:MOST]}
    return [EarlierCase(receipt_number=n, profile=Profile.model_validate(p or {})) for pk, n, p in rows if pk in kept]


def later_with_keys(case: db.Case, keys: Iterable[CaseKey]) -> set[int]:
    """Ids of the cases that arrived after this one and may be compared with it: they are checked again when it changes."""
    return set(_neighbours(_LATER, case, keys))


def _neighbours(select: str, case: db.Case, keys: Iterable[CaseKey]) -> Iterator[int]:
    """Ids, once for each key shared."""
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        values = [v for k in some for v in (k.key, k.kind, case.sequence, case.part, NEIGHBOURS)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([select] * len(some)), values)
            yield from (pk for (pk,) in cursor.fetchall())

"""What an event of the audit trail was about, in words a 統括 recognises: receipt number, paper, entry, login name.

The trail keeps kind and row (``field:12``), because only those never change. Here they are looked up as they are now:
at most one query for each kind of thing, however many events a page shows. What is gone says so and keeps its number,
by which the rest of the trail can be searched. No value from a paper and no file name is ever part of the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from review.labels import OBJECT_WORDS, TASK_KIND_LABELS_JA, field_label, finding_label, kind_label
from review.services import programme_title
from review.templatetags.words import moment_of_year
from storage.models import (
    AcceptanceStop,
    AuditEvent,
    Batch,
    Case,
    Delivery,
    Document,
    Field,
    Finding,
    Page,
    Quarantine,
    ReviewTask,
    User,
)

#: Row's id (a delivery's digest) → words, for those that are there.
Words = Mapping[str, str]


def names(events: Iterable[AuditEvent]) -> dict[int, str]:
    """What each event was about, by its sequence."""
    wanted: dict[str, set[str]] = defaultdict(set)
    placed = [(event.sequence, *_parted(event)) for event in events]
    for _sequence, kind, key in placed:
        if kind in _ROWS and _looked_up(kind, key):
            wanted[_TABLES[kind]].add(key)
    found: dict[str, Words] = {kind: _LOOK_UP[kind](keys) for kind, keys in wanted.items()}
    return {sequence: _name(kind, key, found.get(_TABLES.get(kind, ""), {})) for sequence, kind, key in placed}


def _parted(event: AuditEvent) -> tuple[str, str]:
    kind, _colon, key = event.object.partition(":")
    # Sheets are printed for a batch by its number, before there is a row of it.
    return ("sheets" if event.action == "sheets.printed" else kind), key


def _looked_up(kind: str, key: str) -> bool:
    if kind == "delivery":
        return True
    return key.isascii() and key.isdigit() and len(key) < 19


def _name(kind: str, key: str, found: Words) -> str:
    word = OBJECT_WORDS.get(kind)
    if word is None:
        return f"{kind}:{key}" if key else kind
    if kind not in _ROWS:
        return _joined(word, key)
    if not _looked_up(kind, key):
        return key  # a case that was named by its receipt number
    if key not in found:
        return _("%(what)s %(key)s（いまはありません）") % {"what": word, "key": key[:12]}
    return _joined(found[key], word if kind in _SAID_BESIDE else "")


def _joined(*parts: object) -> str:
    return "・".join(str(part) for part in parts if part)


def _cases(ids: Collection[str]) -> Words:
    return {str(pk): number for pk, number in Case.objects.filter(pk__in=ids).values_list("pk", "receipt_number")}


def _documents(ids: Collection[str]) -> Words:
    rows = Document.objects.filter(pk__in=ids).values_list("pk", "kind", "case__programme_id", "case__receipt_number")
    return {str(pk): _joined(number, kind_label(kind, programme)) for pk, kind, programme, number in rows}


def _fields(ids: Collection[str]) -> Words:
    about = ("document__kind", "document__case__programme_id", "document__case__receipt_number")
    rows = Field.objects.filter(pk__in=ids).values_list("pk", "key", *about)
    return {
        str(pk): _joined(number, kind_label(kind, programme), field_label(key, kind, programme))
        for pk, key, kind, programme, number in rows
    }


def _findings(ids: Collection[str]) -> Words:
    rows = Finding.objects.filter(pk__in=ids).values_list("pk", "code", "case__receipt_number")
    return {str(pk): _joined(number, finding_label(code)) for pk, code, number in rows}


def _pages(ids: Collection[str]) -> Words:
    about = ("document__kind", "document__case__programme_id", "document__case__receipt_number")
    rows = Page.objects.filter(pk__in=ids).values_list("pk", "index", "delivery__envelope__number", *about)
    return {
        str(pk): _joined(
            number or envelope,
            kind_label(kind, programme) if kind else "",
            _("%(span)sページ目") % {"span": index + 1},
        )
        for pk, index, envelope, kind, programme, number in rows
    }


def _tasks(ids: Collection[str]) -> Words:
    about = ("case__receipt_number", "field__key", "field__document__kind", "programme_id", "finding__code")
    rows = ReviewTask.objects.filter(pk__in=ids).values_list("pk", "kind", "document__kind", *about)
    words = {}
    for pk, kind, paper, number, key, field_paper, programme, code in rows:
        paper = field_paper or paper
        what = field_label(key, paper, programme) if key else finding_label(code) if code else TASK_KIND_LABELS_JA[kind]
        words[str(pk)] = _joined(number, kind_label(paper, programme) if paper else "", what)
    return words


def _people(ids: Collection[str]) -> Words:
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "username")}


def _files(ids: Collection[str]) -> Words:
    """Files in quarantine: by when they came and why they lie there; their names are personal data."""
    rows = Quarantine.objects.filter(pk__in=ids).values_list("pk", "at", "code")
    return {str(pk): _joined(moment_of_year(at), code) for pk, at, code in rows}


def _batches(ids: Collection[str]) -> Words:
    return {str(pk): number for pk, number in Batch.objects.filter(pk__in=ids).values_list("pk", "number")}


def _stops(ids: Collection[str]) -> Words:
    rows = AcceptanceStop.objects.filter(pk__in=ids).values_list("pk", "programme_id", "key")
    return {str(pk): _joined(programme_title(programme), field_label(key)) for pk, programme, key in rows}


def _deliveries(digests: Collection[str]) -> Words:
    rows = Delivery.objects.filter(sha256__in=digests).values_list("sha256", "envelope__number")
    return dict(rows)


#: Kind of thing an event names → the kind whose rows tell about it: what was done to a paper's pages is told by it.
_TABLES = {
    **dict.fromkeys(("case", "papers", "programme"), "case"),
    **dict.fromkeys(("document", "extent"), "document"),
    **dict.fromkeys(("field", "entry", "settle", "sample"), "field"),
    **{kind: kind for kind in ("finding", "page", "task", "user", "quarantine", "batch", "acceptance", "delivery")},
}
_ROWS = frozenset(_TABLES)
#: Kinds that the words of their row leave open.
_SAID_BESIDE = frozenset(
    ("papers", "programme", "extent", "entry", "settle", "sample", "quarantine", "batch", "acceptance", "delivery")
)
_LOOK_UP: dict[str, Callable[[Collection[str]], Words]] = {
    "case": _cases,
    "document": _documents,
    "field": _fields,
    "finding": _findings,
    "page": _pages,
    "task": _tasks,
    "user": _people,
    "quarantine": _files,
    "batch": _batches,
    "acceptance": _stops,
    "delivery": _deliveries,
}

"""Who may do what, and whose papers they see.

Two questions, asked in two ways:

- *May this role do this at all?* Every view says so with `needs`; a view without it answers nobody
  (`review.middleware.Rights`). A role that lacks the right is refused with 403.
- *Is this one theirs?* Rights count within a person's programmes. Views look rows up through `cases_for`, `tasks_for`
  and the like, never through a bare manager: what belongs to another programme is not found (404), exactly like what
  does not exist, so that nothing can be learnt by trying numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from types import EllipsisType
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from storage import audit
from storage.db.people import UNKNOWN
from storage.models import Case, Document, Field, Finding, Page, ReviewTask, Role, User
from storage.prepared import Prepared


class Right(StrEnum):
    """Something a role may do."""

    OWN = "own"
    """What everybody may do who is logged in: log out, change their password, their language."""
    SEE_CASES = "see_cases"
    """The lists of cases and tasks, cases, pages and crops."""
    SEE_PAGES = "see_pages"
    """Pictures of single pages: of one's cases, and of quarantine with `SEE_INTAKE` (`pages_for`)."""
    DECIDE = "decide"
    """Take tasks; decide fields, findings, kinds of papers, programmes; correct documents."""
    SETTLE = "settle"
    """What is brought before a senior: questions of others, the third voice where two differ."""
    ASSIGN = "assign"
    """Give tasks to a person, and say what comes first."""
    INTAKE = "intake"
    """Upload, print separators and covers, try again what is in quarantine."""
    SEE_INTAKE = "see_intake"
    """What arrived, the ledger of pages, quarantine: across programmes, with file names."""
    SEE_FIGURES = "see_figures"
    """The dashboard: counts, accuracy, deadlines, budget. Nothing personal."""
    SEE_THROUGHPUT = "see_throughput"
    """How much each person does."""
    EXPORT = "export"
    """Registers, letters and downloads of many cases at once."""
    PEOPLE = "people"
    """Add people, change their roles and programmes, unlock them, end their sessions."""
    AUDIT = "audit"
    """Read and verify the audit trail."""


_SEE = frozenset({Right.OWN, Right.SEE_CASES, Right.SEE_PAGES, Right.SEE_FIGURES})
_REVIEW = _SEE | {Right.DECIDE}
_SENIOR = _REVIEW | {Right.SETTLE, Right.ASSIGN, Right.SEE_INTAKE}

#: The whole table of rights. An auditor sees everything and changes nothing; a clerk sees no case.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: frozenset({Right.OWN, Right.INTAKE, Right.SEE_INTAKE, Right.SEE_PAGES}),
    Role.REVIEWER: _REVIEW,
    Role.SENIOR: _SENIOR,
    Role.LEAD: _SENIOR | {Right.INTAKE, Right.SEE_THROUGHPUT, Right.EXPORT, Right.PEOPLE, Right.AUDIT},
    Role.AUDITOR: _SEE | {Right.SEE_INTAKE, Right.AUDIT},
}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Row = TypeVar("Row")


def may(user: Any, right: Right, programme_id: str | EllipsisType | None = ...) -> bool:
    """Whether `user` has `right`: in general, or for cases of one programme (None: of no known programme).

    Nobody who is logged out or was deactivated has any.
    """
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return False
    if not user.is_active or right not in RIGHTS.get(Role(user.role), frozenset()):
        return False
    return programme_id is ... or user.all_programmes or (programme_id or UNKNOWN) in programmes_of(user)


def programmes_of(user: Any) -> frozenset[str]:
    """Ids of the programmes given to `user` one by one; asked of the database once a request."""
    found = getattr(user, "_programmes", None)
    if found is None:
        found = frozenset(user.programme_rights.values_list("programme_id", flat=True))
        user._programmes = found
    return cast("frozenset[str]", found)


@dataclass(frozen=True)
class Scope:
    """Whose cases somebody sees: every programme's, or those of some."""

    everything: bool
    programmes: frozenset[str] = frozenset()

    def holds(self, path: str = "") -> Q:
        """The condition that a row belongs to them; `path` leads to the case (``"document__case__"``)."""
        if self.everything:
            return Q()
        mine = Q(**{f"{path}programme_id__in": sorted(self.programmes - {UNKNOWN})})
        return mine | Q(**{f"{path}programme_id__isnull": True}) if UNKNOWN in self.programmes else mine


def scope_of(user: Any) -> Scope:
    """The programmes whose cases `user` sees, where their role sees any."""
    return Scope(True) if user.all_programmes else Scope(False, programmes_of(user))


def theirs(user: Any, path: str = "") -> Q:
    """The condition that a row belongs to `user`'s programmes; `path` leads to the case."""
    return scope_of(user).holds(path)


def found_for(user: Any, question: Prepared[Row], *values: Any) -> Row:
    """The row that `question` gives of those `user` may see; its `shape` is the `Scope` to keep to.

    Raises:
        Http404: there is none, or it is not theirs.
    """
    row = question.first(*values, shape=(scope_of(user),)) if may(user, Right.SEE_CASES) else None
    if row is None:
        raise Http404
    return row


def cases_for(user: Any) -> QuerySet[Case]:
    """The cases `user` may see."""
    return _seen(user, Case.objects.filter(theirs(user)))


def tasks_for(user: Any) -> QuerySet[ReviewTask]:
    """The review tasks `user` may see, in any state."""
    return _seen(user, ReviewTask.objects.filter(theirs(user, "case__")))


def fields_for(user: Any) -> QuerySet[Field]:
    """The fields `user` may see."""
    return _seen(user, Field.objects.filter(theirs(user, "document__case__")))


def findings_for(user: Any) -> QuerySet[Finding]:
    """The findings `user` may see."""
    return _seen(user, Finding.objects.filter(theirs(user, "case__")))


def documents_for(user: Any) -> QuerySet[Document]:
    """The documents `user` may see."""
    return _seen(user, Document.objects.filter(theirs(user, "case__")))


def pages_for(user: Any) -> QuerySet[Page]:
    """The pages `user` may see: those of their cases' documents; pages of no document with `Right.SEE_INTAKE`."""
    return pages_within(scope_of(user), may(user, Right.SEE_CASES), may(user, Right.SEE_INTAKE))


def pages_within(scope: Scope, cases: bool, intake: bool) -> QuerySet[Page]:
    """The pages of the documents of `scope` where `cases` may be seen; pages of no document where `intake` may."""
    seen = Q()
    if cases:
        seen |= Q(document__isnull=False) & scope.holds("document__case__")
    if intake:
        seen |= Q(document__isnull=True)
    return Page.objects.filter(seen) if seen else Page.objects.none()


def _seen(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if may(user, Right.SEE_CASES) else rows.none()


def needs(right: Right, *, post: Right | None = None, at_the_door: bool = False) -> Callable[[View], View]:
    """Only people whose role has `right` get an answer from this view; to POST, also those of `post`.

    The refusal (403) is audited. Put it outermost; for a class-based view wrap ``as_view()``. A view `at_the_door` answers
    also those who logged in and still owe a code or a password of their own (`review.middleware.Door`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wanted = post if post is not None and request.method == "POST" else right
            if not may(request.user, wanted):
                refused(request, wanted)
            return view(request, *args, **kwargs)

        checked.needs = (right, post or right)  # type: ignore[attr-defined]
        checked.at_the_door = at_the_door  # type: ignore[attr-defined]
        return cast("View", checked)

    return decorate


def refused(request: HttpRequest, right: Right) -> None:
    """Record that somebody tried what their role does not allow, and refuse it with 403."""
    match = request.resolver_match
    where = f"route:{match.url_name}" if match else "route"
    audit.record(str(request.user.get_username()), "refused", where, {"right": right.value})
    raise PermissionDenied

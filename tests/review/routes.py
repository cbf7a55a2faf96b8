"""Every address of the pages and who may go there. A new route needs a line here, or `test_walls` fails.

What stands here is written by hand from the issue, not read from the code it tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CLERK, REVIEWER, SENIOR, LEAD, AUDITOR = ROLES = ("clerk", "reviewer", "senior", "lead", "auditor")
EVERYBODY = frozenset(ROLES)
#: Those who see cases; those who decide; seniors and leads.
SEE = EVERYBODY - {CLERK}
DECIDE = frozenset({REVIEWER, SENIOR, LEAD})
SETTLE = frozenset({SENIOR, LEAD})
#: Those who see what arrived, and those who take it in.
INTAKE_SEEN = EVERYBODY - {REVIEWER}
INTAKE = frozenset({CLERK, LEAD})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
    """One route: who may read and who may post, and what of a programme's it is about."""

    get: frozenset[str] = NOBODY
    """Roles that get an answer; the others are refused. Nobody: the address takes no GET at all."""
    post: frozenset[str] = NOBODY
    about: str = ""
    """``case``, ``task``, ``field``, ``finding``, ``document`` or ``page``: another programme's is not found.
    ``person``, ``delivery``, ``quarantine``: rows that belong to no programme. ``entry``: the name of an entry."""
    shows: bool = True
    """Whether a look at it must leave an event: everything but the pages of one's own login."""
    data: dict[str, str] = field(default_factory=dict)
    """What to post; nothing by it may change what other routes are about."""


#: No login needed: what they show is nobody's. (``drafts`` shows nothing; a signed ticket says whose text it takes.)
OPEN = frozenset({"login", "language", "texts", "health", "drafts"})

ROUTES: dict[str, Route] = {
    "home": Route(get=EVERYBODY, shows=False),
    "logout": Route(post=EVERYBODY, shows=False),
    "password": Route(get=EVERYBODY, post=EVERYBODY, shows=False),
    "second": Route(get=EVERYBODY, post=EVERYBODY, shows=False),
    "enrol": Route(get=EVERYBODY, post=EVERYBODY, shows=False),
    "qr": Route(get=EVERYBODY, shows=False),
    "queue": Route(get=SEE),
    "start": Route(get=DECIDE),
    "arrange": Route(post=SETTLE),
    "task": Route(get=DECIDE, post=DECIDE, about="task"),
    "undo": Route(post=DECIDE, shows=False),
    "walls": Route(get=DECIDE),
    "wall": Route(get=DECIDE, post=DECIDE, about="entry"),
    "field": Route(get=SEE, post=DECIDE, about="field"),
    "field_crop": Route(get=SEE, about="field"),
    "finding": Route(get=SEE, post=DECIDE, about="finding"),
    "document": Route(get=SEE, post=DECIDE, about="document"),
    "seal_crop": Route(get=SEE, about="document"),
    "page": Route(get=SEE, about="page"),
    "page_image": Route(get=SEE, about="page"),
    "page_thumb": Route(get=SEE, about="page"),
    "cases": Route(get=SEE),
    "case": Route(get=SEE, about="case"),
    "case_programme": Route(get=SEE, post=DECIDE, about="case"),
    "case_note": Route(post=DECIDE, about="case"),
    "papers": Route(get=SEE, post=DECIDE, about="case"),
    "intake": Route(get=INTAKE_SEEN, post=INTAKE),
    "quarantine": Route(get=INTAKE_SEEN),
    "quarantine_again": Route(post=INTAKE, about="quarantine"),
    "quarantine_aside": Route(post=INTAKE, about="quarantine"),
    "read_again": Route(post=INTAKE, about="delivery"),
    "batches": Route(get=INTAKE_SEEN, post=INTAKE),
    "sheets": Route(get=INTAKE_SEEN, post=INTAKE),
    "figures": Route(get=SEE),
    "run": Route(get=INTAKE_SEEN, about="delivery"),
    "status": Route(get=INTAKE_SEEN),
    "staff": Route(get=frozenset({LEAD})),
    "staff_add": Route(get=frozenset({LEAD}), post=frozenset({LEAD})),
    "staff_one": Route(get=frozenset({LEAD}), post=frozenset({LEAD}), about="person", data={"do": "unlock"}),
    "audit": Route(get=frozenset({LEAD, AUDITOR})),
    "audit_verify": Route(post=frozenset({LEAD, AUDITOR})),
    "audit_export": Route(get=frozenset({LEAD, AUDITOR})),
}

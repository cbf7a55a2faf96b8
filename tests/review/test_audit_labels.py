"""Everything that is recorded has words for whoever reads the trail, and is found by its receipt number at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from review.labels import ACTION_LABELS_JA, EVENT_LABELS_JA
from storage.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
#: What stands in an action's name for something else, by its beginning.
ENDINGS = {"decision.": tuple(ACTION_LABELS_JA), "file.": ("taken", "aside")}
#: Functions that hand an action on to `audit.record`, and which of their arguments it is.
HANDED_ON = {"_audit": 0}


def actions(given: ast.expr) -> Iterator[str]:
    """What an argument may be: a text, one of two, or a beginning with something behind it."""
    if isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.IfExp):
        yield from actions(given.body)
        yield from actions(given.orelse)
    elif isinstance(given, ast.JoinedStr):
        start = given.values[0]
        assert isinstance(start, ast.Constant)
        yield from (f"{start.value}{end}" for end in ENDINGS[str(start.value)])
    else:
        assert isinstance(given, ast.Name) and given.id == "action", ast.dump(given)


def recorded() -> set[str]:
    found: set[str] = set()
    for room in ("storage", "review", "flows"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if ast.unparse(node.func) == "audit.record":
                    found |= set(actions(node.args[1]))
                elif isinstance(node.func, ast.Name) and node.func.id in HANDED_ON:
                    found |= set(actions(node.args[HANDED_ON[node.func.id]]))
    return found


def test_every_action_that_is_recorded_has_a_label() -> None:
    found = recorded()
    assert len(found) > 60
    assert sorted(found - set(EVENT_LABELS_JA)) == []


def test_events_of_a_case_are_found_by_an_index(database: Settings) -> None:
    from django.db import connection

    from storage import audit
    from storage.models import AuditEvent
    from storage.people import add_user

    add_user("mori", "hizuke-wo-miru-7")
    for n in range(300):
        audit.record("mori", "view", f"case:{n}", {"case": f"R8-{n:06}"} if n % 2 else {"blind": True})
    rows = AuditEvent.objects.filter(case_number="R8-000007").order_by("-sequence")
    assert [row.object for row in rows] == ["case:7"]
    assert audit.verify().intact
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = off")  # so few rows would be read through
    assert "audit_of_case" in rows.explain()

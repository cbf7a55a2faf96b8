"""Which decisions still count: those that nobody took back."""

from __future__ import annotations

from collections.abc import Iterable

from storage import models as db

#: The action of what somebody typed blind, and of taking a decision back.
ENTER, UNDO = "enter", "undo"


def standing(decisions: Iterable[db.Decision]) -> list[db.Decision]:
    """`decisions` without those that were taken back, and without the taking back."""
    rows = list(decisions)
    undone = {row.after["undoes"] for row in rows if row.action == UNDO}
    return [row for row in rows if row.action != UNDO and row.pk not in undone]


def had_a_say(decisions: Iterable[db.Decision]) -> set[str]:
    """Who has seen what others made of a field: whoever decided it, taken back or not, and whoever typed it blind."""
    rows = list(decisions)
    typed = {row.user for row in standing(rows) if row.action == ENTER}
    return typed | {row.user for row in rows if row.action not in (ENTER, UNDO)}

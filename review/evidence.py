"""What speaks against a value and for it, as every page shows it: one sentence each, never the same twice."""

from __future__ import annotations

from dataclasses import dataclass

from models.reasons import doubts, reasons
from storage.fields import believed
from storage.models import Field


@dataclass(frozen=True)
class Reason:
    supports: bool
    text: str


def evidence(row: Field) -> tuple[Reason, ...]:
    """The doubts about the value of `row`, then the reasons for it."""
    field = believed(row)
    accepted = row.status == Field.Status.ACCEPTED or any(c.supports for c in field.corroborations)
    supports = reasons(field) if accepted else ()  # that it is clear to read supports nothing that waits for a person
    return tuple(Reason(False, text) for text in doubts(field)) + tuple(Reason(True, text) for text in supports)

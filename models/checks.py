"""What the checks of one case take and give: keys to find it again by, earlier cases, and the outcome."""

from __future__ import annotations

from pydantic import BaseModel

from models.documents import CaseView
from models.findings import Finding
from models.pages import Frozen


class CaseKey(Frozen):
    """A fingerprint of a case under which another case with the same content is found.

    `kind` is a stable word (``application``, ``receipt``); `key` is opaque and compared for equality only.
    """

    kind: str
    key: str


class EarlierCase(Frozen):
    """A case that arrived before the one being checked and shares at least one key with it."""

    receipt_number: str
    """受付番号"""
    keys: tuple[CaseKey, ...]
    """All its keys, not only the shared ones."""
    case: CaseView


class CheckedCase(BaseModel):
    """The outcome of the checks: the case with confidence, status and reasons set on every field."""

    case: CaseView
    findings: list[Finding] = []
    keys: list[CaseKey] = []

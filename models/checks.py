"""What the checks of one case take and give: keys to find it again by, earlier cases, and the outcome."""

from __future__ import annotations

from pydantic import BaseModel, Field

from models.documents import CaseView, ExtractedDocument, Stage
from models.findings import FieldRef, Finding
from models.pages import Frozen


class CaseKey(Frozen):
    """A fingerprint of a case under which another case with the same content is found.

    `kind` is a stable word (``applicant``, ``account``, ``equipment``, ``receipt``); `key` is opaque and compared for equality only.
    """

    kind: str
    key: str


class Mark(Frozen):
    """One entry of a case as other cases are compared with it."""

    ref: FieldRef
    texts: tuple[str, ...]
    """The value, and behind it what engines read in its place (nothing else where it is certain)."""
    certainty: int
    """A :class:`validators.evidence.Certainty`."""
    place: tuple[float, float, float, float] | None = None
    """Its box on the page: the same paper scanned once has it at the same place in every copy of the scan."""


#: Marks by key; several entries of one paper.
Marks = dict[str, Mark]


class Profile(Frozen):
    """What a case is compared with other cases by, so that looking for duplicates needs no papers loaded."""

    programme_id: str | None = None
    stage: Stage = Stage.APPLY
    fiscal_year: int | None = None
    applicant: Marks = Field(default_factory=dict)
    """Person, address, telephone and thing, as the application form has them."""
    account: Marks = Field(default_factory=dict)
    """The account to pay into."""
    equipment: tuple[Marks, ...] = ()
    """Papers that name one machine by its serial number."""
    receipts: tuple[Marks, ...] = ()
    decision: Marks = Field(default_factory=dict)
    """The number of the grant decision 交付決定番号, from whichever paper has it."""
    printed: tuple[str, ...] = ()
    """Receipt numbers 受付番号 that stand on its papers."""


class EarlierCase(Frozen):
    """A case that arrived before the one being checked and shares at least one key with it."""

    receipt_number: str
    """受付番号"""
    profile: Profile


class CheckedCase(BaseModel):
    """The outcome of the checks: the case with confidence, status and reasons set on every field."""

    case: CaseView
    findings: list[Finding] = []
    keys: list[CaseKey] = []
    profile: Profile
    follows: str | None = None
    """The receipt number of the case of an earlier phase that this one goes on with."""


class PastCase(Frozen):
    """A case of an earlier phase of the same grant, as it is believed now."""

    receipt_number: str
    documents: tuple[ExtractedDocument, ...]
    """In the order of that case; of each only the accepted entries."""

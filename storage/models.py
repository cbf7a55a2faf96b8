"""All tables of this application, gathered for Django. See `storage.db` for each."""

from storage.db.arrivals import Arrival, Batch, Counter, Delivery, Envelope, Page, Quarantine
from storage.db.cases import Case, CaseKey, Corroboration, Document, Field, Finding, Reading
from storage.db.people import ProgrammeRight, Role, User
from storage.db.quality import AcceptanceStop, QualitySample
from storage.db.reviews import AuditEvent, Decision, Draft, Note, ReviewTask
from storage.db.telephones import Telephone

__all__ = [
    "AcceptanceStop",
    "Arrival",
    "AuditEvent",
    "Batch",
    "Case",
    "CaseKey",
    "Corroboration",
    "Counter",
    "Decision",
    "Delivery",
    "Document",
    "Draft",
    "Envelope",
    "Field",
    "Finding",
    "Note",
    "Page",
    "ProgrammeRight",
    "QualitySample",
    "Quarantine",
    "Reading",
    "ReviewTask",
    "Role",
    "Telephone",
    "User",
]

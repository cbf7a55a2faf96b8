"""Cases 案件 in the database: everything the stages of the pipeline need of them, in one place.

Every function may be run again, whole or half-way, and gives the same rows once. What a person decided (a field's
value, a paper's kind, the programme, a finding) is never touched by a later run. In the order of the pipeline:
`save_sorted`, `save_extracted`, `load_for_check`, `earlier_with_keys`, `save_checked`, `due_for_check`.
"""

from storage.alike import earlier_with_keys
from storage.caseview import (
    CheckInput,
    case_ids,
    due_for_check,
    due_for_extraction,
    is_due,
    load_before,
    load_for_check,
    load_sorted,
    receipt_number,
    set_stage,
)
from storage.checking import Saved, save_checked
from storage.sorting import save_extracted, save_sorted

__all__ = [
    "CheckInput",
    "Saved",
    "case_ids",
    "due_for_check",
    "due_for_extraction",
    "earlier_with_keys",
    "is_due",
    "load_before",
    "load_for_check",
    "load_sorted",
    "receipt_number",
    "save_checked",
    "save_extracted",
    "save_sorted",
    "set_stage",
]

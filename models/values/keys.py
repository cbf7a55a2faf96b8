"""Keys that a programme invents for entries nobody knew: their ending says what stands in them.

`completion_date` is a date wherever a key is all there is to go by: in extraction, in the checks, on the review pages, in
results. So a new entry needs no code, no table and no registration.

>>> alike("completion_date"), alike("inspector_person"), alike("subsidy_amount"), alike("remarks")
('issue_date', 'proxy_contact', 'subsidy_amount', 'description')
"""

from __future__ import annotations

from collections.abc import Mapping

ENDINGS: Mapping[str, tuple[str, str]] = {
    "person": ("_person", "proxy_contact"),
    "company": ("_company", "vendor_name"),
    "party": ("_party", "applicant_name"),
    "kana": ("_kana", "applicant_kana"),
    "postal_code": ("_postal_code", "postal_code"),
    "address": ("_address", "address"),
    "phone": ("_phone", "phone"),
    "date": ("_date", "issue_date"),
    "yen": ("_amount", "total_amount"),
    "count": ("_count", "contract_count"),
    "capacity": ("_capacity", "capacity"),
    "choice": ("_choice", "course"),
    "tick": ("_tick", "course"),
    "model": ("_model", "model"),
    "document_number": ("_number", "document_number"),
    "text": ("_text", "description"),
}
"""Kind of value → the ending of an invented key, and the well-known entry that is read, checked and shown like it."""

KNOWN: frozenset[str] = frozenset(
    [
        "applicant_name",
        "applicant_kana",
        "representative_name",
        "postal_code",
        "address",
        "phone",
        "application_date",
        "request_date",
        "purchase_date",
        "installation_date",
        "issue_date",
        "contract_date",
        "grant_decision_date",
        "grant_decision_number",
        "meter_date",
        "birth_date",
        "equipment_type",
        "manufacturer",
        "model",
        "capacity",
        "serial_number",
        "purchase_amount",
        "total_cost",
        "subsidy_amount",
        "vendor_name",
        "issuer_name",
        "payer_name",
        "customer_number",
        "document_number",
        "batch_no",
        "contract_count",
        "course",
        "facility_class",
        "bank_name",
        "bank_code",
        "branch_name",
        "branch_code",
        "account_type",
        "account_number",
        "account_holder",
        "account_holder_kana",
        "yucho_symbol",
        "yucho_number",
        "total_amount",
        "subtotal_amount",
        "tax_amount",
        "invoice_number",
        "description",
        "proxy_name",
        "proxy_address",
        "proxy_phone",
        "proxy_contact",
        "line_items",
        "facilities",
        "officers",
    ]
)
"""The keys of the results format."""


def alike(key: str) -> str:
    """The well-known key whose entry is read, checked and shown like that of `key`; free text for an unknown ending."""
    if key in KNOWN:
        return key
    return next((known for ending, known in ENDINGS.values() if key.endswith(ending)), "description")

"""Kinds of entries that engines misread about equally often, and the kinds of corroborations there are."""

from __future__ import annotations

from enum import StrEnum

from models.values.fields import DATE_KEYS, KANA_KEYS, NAME_KEYS, NUMBER_KEYS, YEN_KEYS
from models.values.keys import alike


class Group(StrEnum):
    DIGITS = "digits"
    YEN = "yen"
    DATE = "date"
    KANA = "kana"
    NAME = "name"
    ADDRESS = "address"
    CODE = "code"
    CHOICE = "choice"
    TEXT = "text"
    ROWS = "rows"


GROUPS: dict[str, Group] = {
    **dict.fromkeys(NUMBER_KEYS | {"contract_count"}, Group.DIGITS),
    **dict.fromkeys(YEN_KEYS, Group.YEN),
    **dict.fromkeys(DATE_KEYS, Group.DATE),
    **dict.fromkeys(KANA_KEYS, Group.KANA),
    **dict.fromkeys(NAME_KEYS, Group.NAME),
    **dict.fromkeys(("address", "proxy_address"), Group.ADDRESS),
    **dict.fromkeys(
        (
            "model",
            "serial_number",
            "invoice_number",
            "document_number",
            "grant_decision_number",
            "customer_number",
            "batch_no",
        ),
        Group.CODE,
    ),
    **dict.fromkeys(("equipment_type", "course", "facility_class", "account_type"), Group.CHOICE),
    **dict.fromkeys(("line_items", "facilities", "officers"), Group.ROWS),
}


def group(key: str) -> Group:
    """The group of entry `key`; free text where nobody said more."""
    return GROUPS.get(alike(key), Group.TEXT)


#: Kinds of corroborations that may speak for a value.
SUPPORTING = frozenset(
    {
        "arithmetic",
        "bank_dictionary",
        "check_digit",
        "chosen_among_readings",
        "date_plausible",
        "engines_agree",
        "exact_on_other_document",
        "form_receipt_amount",
        "found_in_text",
        "holder_applicant",
        "kana_kanji",
        "known_option",
        "known_words",
        "passbook",
        "postal_address",
        "rows_add_up",
        "same_on_other_document",
        "subsidy_rule",
        "tax",
        "tax_contained",
        "yucho_conversion",
    }
)

#: Kinds that may speak against one.
DOUBTING = frozenset(
    {
        "arithmetic",
        "bank_dictionary",
        "check_digit",
        "cut_short",
        "date_plausible",
        "engines_agree",
        "exact_on_other_document",
        "form_receipt_amount",
        "holder_applicant",
        "kana_kanji",
        "look_alike",
        "low_score",
        "misplaced",
        "passbook",
        "postal_address",
        "rows_add_up",
        "same_on_other_document",
        "subsidy_rule",
        "tax",
        "variant_possible",
        "yucho_conversion",
    }
)

"""How far each source and each corroboration can be trusted: the one table of numbers behind `confidence`.

The estimate is naive Bayes in odds: ``odds of being wrong = odds by source × factor of every corroboration``. Sources
start from how often a reading of that kind is wrong; a corroboration multiplies the odds by (chance to see it although
the value is wrong) / (chance to see it when the value is right); what speaks against a value multiplies them up.

The numbers are cautious estimates, checked against the development corpus (digits and dates that two engines agree on:
0 wrong of 380; codes 0 of 120; names 10 of 340, mostly cut at the wrong place, which both engines share), and no
calibration: calibration replaces this module and nothing else. `ERROR_TARGET` is the estimated error below which a field is accepted.
"""

from __future__ import annotations

from enum import StrEnum

from models.values.fields import DATE_KEYS, KANA_KEYS, NAME_KEYS, YEN_KEYS

#: Accept below this estimated probability of being wrong.
ERROR_TARGET = 0.005


class Group(StrEnum):
    """Kinds of entries that engines misread about equally often."""

    DIGITS = "digits"
    DATE = "date"
    KANA = "kana"
    NAME = "name"
    ADDRESS = "address"
    CODE = "code"
    CHOICE = "choice"
    TEXT = "text"
    ROWS = "rows"


GROUPS: dict[str, Group] = {
    **dict.fromkeys(
        (
            "postal_code",
            "phone",
            "proxy_phone",
            "bank_code",
            "branch_code",
            "account_number",
            "yucho_symbol",
            "yucho_number",
            "contract_count",
            *YEN_KEYS,
        ),
        Group.DIGITS,
    ),
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

#: Odds of being wrong: a single engine, on print and on what may be handwriting (entries of forms).
PRINT_ODDS: dict[Group, float] = {
    Group.DIGITS: 0.03,
    Group.DATE: 0.03,
    Group.KANA: 0.10,
    Group.NAME: 0.10,
    Group.ADDRESS: 0.15,
    Group.CODE: 0.06,
    Group.CHOICE: 0.03,
    Group.TEXT: 0.12,
    Group.ROWS: 0.40,
}
HAND_ODDS: dict[Group, float] = {
    Group.DIGITS: 0.06,
    Group.DATE: 0.05,
    Group.KANA: 0.30,
    Group.NAME: 0.40,
    Group.ADDRESS: 0.50,
    Group.CODE: 0.30,
    Group.CHOICE: 0.08,
    Group.TEXT: 0.40,
    Group.ROWS: 0.60,
}
#: Exact text layer or form field that parses; a person's decision.
EXACT_ODDS = 0.0005
PERSON_ODDS = 0.0001

#: Factor on the odds of being wrong when the corroboration supports the value.
SUPPORT: dict[str, float] = {
    "engines_agree": 0.08,  # two families misread alike on poor scans and on look-alike characters
    "exact_on_other_document": 0.004,
    "same_on_other_document": 0.06,  # the same engine may misread the same glyph twice
    "passbook": 0.04,  # claim and passbook: two hands, two layouts
    "arithmetic": 0.01,
    "rows_add_up": 0.2,  # the figures; the names of the rows stay one engine's word
    "tax": 0.03,
    "tax_contained": 0.5,
    "form_receipt_amount": 0.01,
    "subsidy_rule": 0.15,
    "check_digit": 0.12,
    "postal_address": 0.05,
    "bank_dictionary": 0.03,
    "kana_kanji": 0.12,
    "holder_applicant": 0.10,
    "yucho_conversion": 0.02,
    "found_in_text": 0.10,
    "known_option": 0.5,
    "date_plausible": 0.7,
    "chosen_among_readings": 1.0,
}

#: Factor on the odds when the corroboration speaks against the value.
AGAINST: dict[str, float] = {
    "engines_agree": 6.0,
    "same_on_other_document": 4.0,
    "exact_on_other_document": 20.0,
    "passbook": 10.0,
    "arithmetic": 10.0,
    "tax": 10.0,
    "form_receipt_amount": 10.0,
    "subsidy_rule": 3.0,
    "check_digit": 30.0,
    "postal_address": 10.0,
    "bank_dictionary": 10.0,
    "kana_kanji": 4.0,
    "holder_applicant": 3.0,
    "yucho_conversion": 20.0,
    "date_plausible": 30.0,
    "variant_possible": 30.0,
    "rows_add_up": 10.0,
    "look_alike": 30.0,
    "cut_short": 20.0,
    "low_score": 3.0,
}

#: What a second, third … corroboration of the same kind still adds.
REPEATED = 0.5


def group(key: str) -> Group:
    return GROUPS.get(key, Group.TEXT)


def source_odds(key: str, *, handwritten: bool) -> float:
    """The odds that one engine's reading of entry `key` is wrong."""
    return (HAND_ODDS if handwritten else PRINT_ODDS)[group(key)]

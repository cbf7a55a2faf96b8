"""Which parser reads which entry: the field keys of the results format, and the columns of its row lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.documents import Value
from models.values import account, address, company, dates, identifiers, kana, money, names, numbers, phone, postal
from models.values.keys import alike
from models.values.text import fold_itaiji, squeeze

Parser = Callable[[str], Value]


def parse_sex(text: str) -> str | None:
    """``M`` or ``F`` from 男/女, 男性/女性 or M/F; None where neither or both stand (a choice only its ring decides)."""
    rest = squeeze(text).upper().strip("()[]・")
    found = {sex for sex, marks in (("M", "男M"), ("F", "女F")) if any(m in rest for m in marks)}
    return found.pop() if len(found) == 1 and len(rest) <= 2 else None


def _iso(text: str) -> str | None:
    day = dates.parse_date(text)
    return day.isoformat() if day else None


DATE_KEYS = frozenset(
    [
        "application_date",
        "request_date",
        "purchase_date",
        "installation_date",
        "issue_date",
        "contract_date",
        "grant_decision_date",
        "meter_date",
        "birth_date",
    ]
)
"""Entries that are dates."""

NUMBER_KEYS = frozenset(
    [
        "postal_code",
        "phone",
        "proxy_phone",
        "bank_code",
        "branch_code",
        "account_number",
        "yucho_symbol",
        "yucho_number",
    ]
)
"""Entries of digits that tell something apart: nothing is counted or paid with them."""

YEN_KEYS = frozenset(
    ["purchase_amount", "total_cost", "subsidy_amount", "total_amount", "subtotal_amount", "tax_amount"]
)
"""Entries that are amounts of whole yen."""

KANA_KEYS = frozenset({"applicant_kana", "account_holder_kana"})
"""Entries in katakana."""

NAME_KEYS = frozenset(
    [
        "applicant_name",
        "representative_name",
        "account_holder",
        "payer_name",
        "proxy_contact",
        "vendor_name",
        "issuer_name",
        "proxy_name",
        "bank_name",
        "branch_name",
        "manufacturer",
    ]
)
"""Entries that name a person, a company or a place of one."""

PARSERS: Mapping[str, Parser] = {
    **dict.fromkeys(DATE_KEYS, _iso),
    **dict.fromkeys(YEN_KEYS, money.parse_yen),
    **dict.fromkeys(
        ["applicant_name", "representative_name", "account_holder", "payer_name", "proxy_contact"], names.parse_name
    ),
    **dict.fromkeys(["vendor_name", "issuer_name", "proxy_name"], company.parse_company),
    **dict.fromkeys(["phone", "proxy_phone"], phone.parse_phone),
    **dict.fromkeys(["address", "proxy_address"], address.parse_address),
    **dict.fromkeys(["document_number", "grant_decision_number", "batch_no"], identifiers.parse_reference),
    **dict.fromkeys(["model", "serial_number"], identifiers.parse_model),
    **dict.fromkeys(
        ["equipment_type", "manufacturer", "course", "facility_class", "description"], identifiers.parse_text
    ),
    "applicant_kana": kana.parse_kana,
    "account_holder_kana": kana.parse_holder,
    "postal_code": postal.parse_postal,
    "capacity": numbers.parse_capacity,
    "contract_count": numbers.parse_count,
    "customer_number": identifiers.parse_customer_number,
    "invoice_number": identifiers.parse_invoice_number,
    "bank_name": account.parse_bank_name,
    "branch_name": account.parse_branch_name,
    "bank_code": account.parse_bank_code,
    "branch_code": account.parse_branch_code,
    "account_type": account.parse_account_type,
    "account_number": account.parse_account_number,
    "yucho_symbol": account.parse_yucho_symbol,
    "yucho_number": account.parse_yucho_number,
}


def _words(text: str) -> str | None:
    """Common words, which nobody writes in old characters: 高齢者福祉施設, read as 高齡者福祉施設."""
    found = identifiers.parse_text(text)
    return fold_itaiji(found) if found is not None else None


def _named(text: str) -> str | None:
    """What a row is of, goods or a place, in words of common letters."""
    found = identifiers.parse_text(text)
    return kana.of_one_script(found) if found is not None else None


#: Columns of the row lists.
COLUMNS: Mapping[str, Mapping[str, Parser]] = {
    "line_items": {
        "name": _named,
        "qty": numbers.parse_count,
        "unit": identifiers.parse_text,
        "unit_price": money.parse_yen,
        "amount": money.parse_yen,
    },
    "facilities": {
        "name": _named,
        "category": _words,
        "equipment": identifiers.parse_text,
        "cost": money.parse_yen,
        "rate": identifiers.parse_text,
        "amount": money.parse_yen,
    },
    "officers": {
        "name": names.parse_person,
        "kana": kana.parse_kana,
        "birth_date": _iso,
        "sex": parse_sex,
        "company": company.parse_company,
        "title": identifiers.parse_text,
    },
}


def is_date(key: str) -> bool:
    """Whether the entry `key` holds a date (so that the era printed beside it matters)."""
    return alike(key) in DATE_KEYS


def parse_field(key: str, text: str, *, era: str | None = None) -> Value:
    """The canonical value of the entry `key` from its text; None where it does not parse.

    `era` is for dates whose era is printed apart (see :func:`models.values.dates.parse_date`). A key that
    a programme invented is read as its ending says (:mod:`models.values.keys`).
    """
    key = alike(key)
    if key in DATE_KEYS:
        day = dates.parse_date(text, era=era)
        return day.isoformat() if day else None
    return PARSERS.get(key, identifiers.parse_text)(text)


def parse_cell(key: str, column: str, text: str, *, era: str | None = None) -> Value:
    """The canonical value of one cell of the row list `key`; None where it does not parse."""
    if column == "birth_date":
        day = dates.parse_date(text, era=era)
        return day.isoformat() if day else None
    return COLUMNS.get(key, {}).get(column, identifiers.parse_text)(text)

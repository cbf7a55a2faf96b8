"""One entry of a form: what stands in it, the words printed beside it, and what is asked of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from models.programmes.base import Condition, Printed, Strict, TargetError, plain_items


class ValueKind(StrEnum):
    """What stands in an entry: decides alphabet, parser and canonical form (:mod:`models.values`)."""

    PERSON = "person"
    """A person's name."""
    COMPANY = "company"
    """A company's name, spelled out (株式会社…)."""
    PARTY = "party"
    """A person or a company: the applicant of a programme that takes both."""
    KANA = "kana"
    HOLDER_KANA = "holder_kana"
    """The account holder in the banks' kana, with カ) style abbreviations."""
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    PHONE = "phone"
    DATE = "date"
    YEN = "yen"
    COUNT = "count"
    CAPACITY = "capacity"
    """A number with its unit: 9.8kWh, 4窓, 1台."""
    CHOICE = "choice"
    """One of `options`, ticked or written."""
    TICK = "tick"
    """A square that must be ticked (同意, 誓約); `labels` is the sentence printed beside it."""
    MODEL = "model"
    TEXT = "text"
    BANK = "bank"
    BRANCH = "branch"
    BANK_CODE = "bank_code"
    BRANCH_CODE = "branch_code"
    ACCOUNT_NUMBER = "account_number"
    CUSTOMER_NUMBER = "customer_number"
    DOCUMENT_NUMBER = "document_number"
    ROWS = "rows"
    """A table: `columns` names its columns."""


ACCOUNT_KEYS = ("bank_name", "bank_code", "branch_name", "branch_code", "account_type", "account_number",
                "account_holder", "account_holder_kana", "yucho_symbol", "yucho_number")  # fmt: skip
"""Entries of the block 振込先, and of a bank book."""
TICKED = "はい"
"""The value of a tick where `options` names no other."""


class Label(Strict):
    """The words printed beside an entry, and where the entry stands seen from them.

    In the file a plain string means ``{text: …}``.
    """

    text: Printed
    where: Literal["right", "below", "inside", "inline"] = "right"
    """``right``/``below``: the entry's cell; ``inside``: the label stands in the entry's own cell (〒, 生年月日);
    ``inline``: the entry stands in a running sentence between `text` and `until`."""
    until: Printed = ""
    """What is printed behind the entry (円, 件, で交付決定)."""
    part: int = 0
    """Which part of the cell it is, where two entries share one cell (メーカー・型式), from 0."""
    divider: Printed = ""
    """The printed sign between the parts of a shared cell (／, （); empty: a space or nothing."""
    versions: tuple[str, ...] = ()
    """The form versions that print it; empty: all."""


class Option(Strict):
    """One choice of an entry. In the file a plain string means ``{value: …}``."""

    value: str
    """Canonical: as printed beside the tick box."""
    aliases: tuple[str, ...] = ()
    """Other words for it on receipts, estimates and old forms."""


class DoubleEntry(StrEnum):
    """When an entry is entered twice. The first entry is the value the machine accepted, or a person's decision."""

    NEVER = "never"
    UNLESS_CORROBORATED = "unless_corroborated"
    """Unless another paper of the case shows the same value (通帳の写し): two independent papers are two entries."""
    ALWAYS = "always"
    """``true`` in the file means this."""


class FieldSpec(Strict):
    """One entry of a form."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """A key of the results format (applicant_name …), or one of the programme's own that ends as its kind asks
    (:data:`models.values.keys.ENDINGS`: completion_date is a date)."""
    kind: ValueKind
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]
    label: str = ""
    """What reviewers and expressions call the entry; empty: the usual Japanese name of the key, else the first label."""
    names: tuple[str, ...] = ()
    """Further names for it in expressions."""
    section: str = ""
    """The block it stands in, where labels repeat (申請者 / 代理申請者 / 振込先)."""
    required: bool = True
    required_if: Condition = ""
    """Needed only where this holds (``代理申請``, ``従業員数 >= 21``); empty: always."""
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    boxed: tuple[str, ...] = ()
    """The form versions that give one box per character."""
    versions: tuple[str, ...] = ()
    """The form versions that have the entry; empty: all."""
    target_error: TargetError | None = None
    """This entry's own target; None: the programme's, stricter for accounts and amounts."""
    double_entry: DoubleEntry = DoubleEntry.NEVER
    """When the entry is vouched for twice, the second time by somebody who sees no value (二重入力)."""

    @property
    def block(self) -> str:
        """The block the entry stands in: `section`; of the account and the proxy, by the key, where none is named."""
        if self.section:
            return self.section
        return "proxy" if self.key.startswith("proxy_") else "account" if self.key in ACCOUNT_KEYS else ""

    @field_validator("double_entry", mode="before")
    @classmethod
    def _plain_double_entry(cls, value: object) -> object:
        if isinstance(value, bool):
            return DoubleEntry.ALWAYS if value else DoubleEntry.NEVER
        return value

    @field_validator("labels", mode="before")
    @classmethod
    def _plain_labels(cls, value: object) -> object:
        return plain_items(value, "text")

    @field_validator("options", mode="before")
    @classmethod
    def _plain_options(cls, value: object) -> object:
        return plain_items(value, "value")

    @model_validator(mode="before")
    @classmethod
    def _ticked(cls, value: object) -> object:
        if isinstance(value, dict) and value.get("kind") == ValueKind.TICK:
            return {"options": [TICKED], **value}
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is ValueKind.TICK and len(self.options) != 1:
            raise ValueError("kind: tick の options（印のあるときの値）は一つだけです")
        if self.kind is ValueKind.CHOICE and not self.options:
            raise ValueError("kind: choice には options（選択肢）が必要です")
        if self.kind is ValueKind.ROWS and not self.columns:
            raise ValueError("kind: rows には columns（列）が必要です")
        return self

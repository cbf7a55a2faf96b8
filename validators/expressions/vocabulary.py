"""The names that a programme's expressions may use: its papers, their entries, its constants and a few facts of the case.

People write what stands on the paper: ``従業員数``, ``交付請求書.請求金額``, ``施設別一覧.施設一覧.経費``. A name is compared
in NFKC and without the signs that no name may hold (``補助対象経費（税抜）`` is written ``補助対象経費税抜``). An entry goes by its label
in the file, its usual name, the words printed beside it, and its key; a name that several entries of one paper share is
no name. Without a paper in front, a name means the application form's entry, else the only paper's that has it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.documents import KIND_LABELS_JA, DocumentKind, Stage
from models.labels import COLUMN_LABELS_JA, COLUMNS, FIELD_LABELS_JA, PART_COLUMNS
from models.programmes import ACCOUNT_KEYS, FieldSpec, Programme, ValueKind
from models.values.dates import parse_date
from models.values.fields import DATE_KEYS, YEN_KEYS
from models.values.keys import alike
from validators.expressions.syntax import is_written_date, written_amount

K = DocumentKind


class Type(StrEnum):
    """What an expression's value is."""

    NUMBER = "数"
    YEN = "金額"
    DATE = "日付"
    TEXT = "文字"
    TRUTH = "はい・いいえ"
    LIST = "一覧"
    """Several values: the entry of a kind of paper that may lie there more than once, or a column of a table."""
    ROWS = "表"
    PAPER = "書類"
    ANY = "値"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, or one column of a table."""

    kind: DocumentKind
    key: str
    type: Type
    column: str = ""
    options: tuple[str, ...] = ()


_MONEY = ("document_number", "issue_date", "issuer_name", "payer_name", "invoice_number", "description", "line_items",
          "subtotal_amount", "tax_amount", "total_amount")  # fmt: skip

#: The entries of papers that applicants get from others and that no programme need describe.
EVIDENCE: dict[DocumentKind, tuple[str, ...]] = {
    K.RECEIPT: _MONEY,
    K.INVOICE: _MONEY,
    K.ESTIMATE: _MONEY,
    K.CONTRACT: ("applicant_name", "vendor_name", "description", "address", "manufacturer", "model", "total_amount", "tax_amount",
                 "subtotal_amount", "contract_date", "document_number"),
    K.WARRANTY: ("document_number", "applicant_name", "equipment_type", "manufacturer", "model", "serial_number",
                 "installation_date", "vendor_name"),
    K.PASSBOOK: ACCOUNT_KEYS,
    K.RESIDENT_CERTIFICATE: ("address", "applicant_kana", "birth_date", "applicant_name", "issue_date", "document_number"),
    K.REGISTRY_CERTIFICATE: ("address", "applicant_name", "representative_name", "issue_date", "document_number"),
    K.METER_SLIP: ("applicant_name", "address", "customer_number", "meter_date", "vendor_name"),
    K.PRODUCT_PHOTO: ("applicant_name",),
    K.POWER_OF_ATTORNEY: ("issue_date", "address", "applicant_name", "phone", "proxy_address", "proxy_name", "proxy_contact",
                          "proxy_phone"),
    K.FACILITY_LIST: ("applicant_name", "facilities", "purchase_amount", "subsidy_amount"),
    K.OFFICER_LIST: ("application_date", "applicant_name", "officers"),
    K.BUSINESS_OVERVIEW: ("applicant_kana", "applicant_name", "postal_code", "address", "representative_name", "phone"),
}  # fmt: skip

_TYPES = {
    ValueKind.DATE: Type.DATE,
    ValueKind.YEN: Type.YEN,
    ValueKind.COUNT: Type.NUMBER,
    ValueKind.CAPACITY: Type.NUMBER,
    ValueKind.ROWS: Type.ROWS,
}
_COLUMN_TYPES = {
    "qty": Type.NUMBER,
    "unit_price": Type.YEN,
    "amount": Type.YEN,
    "cost": Type.YEN,
    "birth_date": Type.DATE,
}
_COLUMN_NAMES = {"name": ("氏名", "品名", "施設名"), "title": ("役職名",), "company": ("会社名",), "era": ("元号",)}

#: Facts of a case: name → type.
FACTS: dict[str, Type] = {"代理申請": Type.TRUTH, "段階": Type.TEXT, "受付日": Type.DATE}


def plain_name(text: str) -> str:
    """`text` as a name: NFKC, without anything that no name may hold; empty where nothing is left."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c == "_")
    kept = unicodedata.normalize("NFKC", kept)
    return kept if kept.isidentifier() else ""


class Vocabulary:
    """The names of one programme."""

    def __init__(self, programme: Programme) -> None:
        self.papers: dict[str, DocumentKind] = {}
        self.entries: dict[DocumentKind, dict[str, Entry]] = {}
        self.shared: dict[DocumentKind, dict[str, list[str]]] = {}
        """Names that several entries of one paper have, with better ones for each."""
        self.constants: dict[str, tuple[Type, Any]] = dict(_dates(programme))
        for name, value in programme.constants.items():
            self.constants[plain_name(name)] = _constant(value)
        for kind in (*(k for k in DocumentKind), *programme.documents):
            spec = programme.documents.get(kind)
            own = (spec.label, *spec.titles) if spec else ()
            for name in (kind.value, KIND_LABELS_JA.get(kind, ""), *own):
                if plain := plain_name(name):
                    self.papers.setdefault(plain, kind)
            self._add_entries(kind, spec.fields if spec else ())

    def _add_entries(self, kind: DocumentKind, fields: tuple[FieldSpec, ...]) -> None:
        described = {f.key: f for f in fields}
        usual = () if described and kind not in EVIDENCE else EVIDENCE.get(kind, ())
        keys = dict.fromkeys((*described, *(k for k in usual if k not in described)))
        ranks: list[dict[str, list[Entry]]] = [defaultdict(list), defaultdict(list), defaultdict(list)]
        for key in keys:
            spec = described.get(key)
            entry = Entry(kind, key, type_of(key, spec), options=tuple(o.value for o in spec.options) if spec else ())
            best = (key, spec.label, *spec.names) if spec else (key,)
            for rank, names in enumerate(
                (best, (FIELD_LABELS_JA.get(key, ""),), tuple(x.text for x in spec.labels) if spec else ())
            ):
                for name in dict.fromkeys(plain_name(n) for n in names):
                    if name:
                        ranks[rank][name].append(entry)
        table = self.entries.setdefault(kind, {})
        shared = self.shared.setdefault(kind, {})
        for rank_names in ranks:
            for name, entries in rank_names.items():
                if name in table or name in shared:
                    continue
                if len(entries) == 1:
                    table[name] = entries[0]
                else:
                    shared[name] = [e.key for e in entries]

    def entry(self, kind: DocumentKind, name: str) -> Entry | None:
        return self.entries.get(kind, {}).get(plain_name(name))

    def bare(self, name: str) -> list[Entry]:
        """What `name` may mean without a paper in front: one entry, or several that need a paper named, or none."""
        own = self.entry(K.APPLICATION_FORM, name)
        if own is not None:
            return [own]
        return [table[name] for table in self.entries.values() if name in table]

    def paper_name(self, kind: DocumentKind) -> str:
        """A name of `kind` for messages, the Japanese one where there is one."""
        names = [n for n, k in self.papers.items() if k == kind]
        return next((n for n in names if not n.isascii()), names[0] if names else kind.value)

    def all_names(self) -> list[str]:
        """Every name there is, for suggesting the one that was meant."""
        bare = {name for table in self.entries.values() for name in table}
        return sorted({*self.papers, *self.constants, *FACTS, *bare})


def columns(key: str) -> dict[str, tuple[str, Type]]:
    """Names of the columns of the table `key` → (column, type)."""
    found: dict[str, tuple[str, Type]] = {}
    parts = (part for of in PART_COLUMNS.get(key, {}).values() for part in of)
    for column in (*COLUMNS.get(key, ()), *parts):
        for name in (column, COLUMN_LABELS_JA.get(column, ""), *_COLUMN_NAMES.get(column, ())):
            if plain := plain_name(name):
                found.setdefault(plain, (column, _COLUMN_TYPES.get(column, Type.TEXT)))
    return found


def type_of(key: str, spec: FieldSpec | None = None) -> Type:
    """What stands in the entry `key`, by its description or, without one, by its key."""
    if spec is not None:
        return _TYPES.get(spec.kind, Type.TEXT)
    key = alike(key)
    if key in DATE_KEYS:
        return Type.DATE
    if key in YEN_KEYS:
        return Type.YEN
    if key in COLUMNS:
        return Type.ROWS
    return Type.NUMBER if key in ("contract_count", "capacity") else Type.TEXT


def _dates(programme: Programme) -> list[tuple[str, tuple[Type, date]]]:
    """The programme's own days as constants."""
    days: list[tuple[str, date | None]] = []
    for stage, name in ((Stage.APPLY, "申請"), (Stage.REPORT, "実績報告"), (Stage.CLAIM, "交付請求")):
        phase = programme.phases.get(stage)
        if phase is not None:
            days += [(f"{name}期限", phase.closes), (f"{name}開始日", phase.period.start if phase.period else None)]
    for period, name in ((programme.purchase_period, "購入期間"), (programme.meter_period, "検針期間")):
        if period is not None:
            days += [(f"{name}開始日", period.start), (f"{name}終了日", period.end)]
    return [(name, (Type.DATE, day)) for name, day in days if day is not None]


def _constant(value: bool | int | date | str) -> tuple[Type, Any]:
    """A constant as expressions reckon with it: a date or an amount written as in expressions is one."""
    if isinstance(value, bool):
        return Type.TRUTH, value
    if isinstance(value, int):
        return Type.NUMBER, value
    if isinstance(value, date):
        return Type.DATE, value
    if (amount := written_amount(value)) is not None:
        return Type.YEN, amount
    day = parse_date(value) if is_written_date(value) else None
    return (Type.DATE, day) if day else (Type.TEXT, value)

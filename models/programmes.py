"""A subsidy programme 補助金事業 as data: what `programmes/<id>/programme.yaml` may say, and what it means.

The models are strict: an unknown key, a date that is no date or a rule without a source is an error. The loader
(:func:`programmes.load`) turns such errors into Japanese sentences that name file and line. Money is whole yen.

Every fact rests on a *source*: the clause (条項) of what the office published, or ``assumed: true`` with a reason
where the office is silent. Findings quote the clause.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from models.documents import DocumentKind, Stage
from models.values.fields import YEN_KEYS

#: The version of this schema; a file written for another version is refused with a remedy.
SCHEMA_VERSION = 1


def squeezed(text: str) -> str:
    """`text` in NFKC without any white space: the form in which printed words are kept and compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


#: Words as printed on a paper; the file may write them in any width and with spaces, the model holds them squeezed.
Printed = Annotated[str, AfterValidator(squeezed)]


#: A share of wrong values among the accepted ones that a programme puts up with.
TargetError = Annotated[float, Field(gt=0.0, le=0.05)]

#: Entries of which a wrong one pays the wrong person or the wrong sum: half of the programme's target. (Stricter
#: ones could not be shown with less than ten times the examples; the gates of validators.decisions do the rest.)
STRICTER_KEYS = YEN_KEYS | frozenset(
    ("account_number", "account_holder", "account_holder_kana", "yucho_symbol", "yucho_number")
)
STRICTER = 0.5


class Strict(BaseModel):
    """Base of every part of a programme file: frozen, and nothing unknown may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class Source(Strict):
    """根拠: why a rule holds. Either a clause of a published text, or an assumption with its reason."""

    document: str = ""
    """The published text (a file name of the office's papers)."""
    clause: str = ""
    """The clause as a reviewer would cite it: 「仕様書３（３）①」."""
    assumed: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _has_a_ground(self) -> Self:
        if self.assumed and not self.reason:
            raise ValueError("assumed: true には reason（そう置いた理由）が必要です")
        if not self.assumed and not self.clause:
            raise ValueError("clause（条項）を書くか、assumed: true と reason を書いてください")
        return self


class Period(Strict):
    """Both days belong to the period."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("end が start より前になっています")
        return self

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


class Area(Strict):
    """Where applicants live or work; empty where the programme is open to the whole country."""

    prefecture: str = ""
    city: str = ""


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


def _labels(value: object) -> object:
    if isinstance(value, list):
        return [{"text": item} if isinstance(item, str) else item for item in value]
    return value


class Option(Strict):
    """One choice of an entry. In the file a plain string means ``{value: …}``."""

    value: str
    """Canonical: as printed beside the tick box."""
    aliases: tuple[str, ...] = ()
    """Other words for it on receipts, estimates and old forms."""


class FieldSpec(Strict):
    """One entry of a form."""

    key: str
    kind: ValueKind
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]
    section: str = ""
    """The block it stands in, where labels repeat (申請者 / 代理申請者 / 振込先)."""
    required: bool = True
    required_if: Literal["", "proxy"] = ""
    """``proxy``: needed only where somebody applies on the applicant's behalf."""
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    boxed: tuple[str, ...] = ()
    """The form versions that give one box per character."""
    versions: tuple[str, ...] = ()
    """The form versions that have the entry; empty: all."""
    target_error: TargetError | None = None
    """This entry's own target; None: the programme's, stricter for accounts and amounts."""

    _plain_labels = field_validator("labels", mode="before")(_labels)

    @field_validator("options", mode="before")
    @classmethod
    def _plain_options(cls, value: object) -> object:
        if isinstance(value, list):
            return [{"value": item} if isinstance(item, str) else item for item in value]
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is ValueKind.CHOICE and not self.options:
            raise ValueError("kind: choice には options（選択肢）が必要です")
        if self.kind is ValueKind.ROWS and not self.columns:
            raise ValueError("kind: rows には columns（列）が必要です")
        return self


class FormVersion(Strict):
    """One printed version of a form (様式の版)."""

    marks: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Printed words that only this version of this document carries."""
    pages: int = 1
    blank: str = ""
    """File name of the blank form, below the programme's folder, where it is kept."""


class DocumentSpec(Strict):
    """A paper of the office's own making that applicants fill in."""

    titles: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Printed titles; compared with tolerance for misread characters."""
    seal: bool = False
    """The applicant's seal belongs on it (印)."""
    seal_labels: tuple[Printed, ...] = ("印",)
    sections: dict[str, tuple[Printed, ...]] = {}
    """Section name → the headings printed for it; a section without heading stands at the top."""
    versions: dict[str, FormVersion] = {}
    fields: tuple[FieldSpec, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        seen: set[str] = set()
        for field in self.fields:
            if field.key in seen:
                raise ValueError(f"項目 {field.key} が二度書かれています")
            seen.add(field.key)
            if field.section and field.section not in self.sections:
                raise ValueError(f"項目 {field.key} の section「{field.section}」が sections にありません")
            named = {*field.versions, *field.boxed, *(v for x in field.labels for v in x.versions)}
            if unknown := named - set(self.versions):
                raise ValueError(f"項目 {field.key} の版「{'、'.join(sorted(unknown))}」が versions にありません")
        return self

    def field(self, key: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.key == key), None)

    def keys(self, version: str | None = None) -> tuple[str, ...]:
        """The entries of `version` (None: of any version), in printed order."""
        return tuple(f.key for f in self.fields if version is None or not f.versions or version in f.versions)


class Requirement(Strict):
    """Papers of which at least one must lie in the envelope."""

    one_of: Annotated[tuple[DocumentKind, ...], Field(min_length=1)]
    condition: Literal["", "proxy"] = ""
    """``proxy``: only where somebody applies on the applicant's behalf."""
    source: str = "required_documents"
    """Which entry of `sources` it rests on."""


class AmountCheck(Strict):
    """An amount on evidence that must equal an entry of the application form (with tax)."""

    stage: Stage
    evidence: Literal["receipt", "estimate", "invoice", "contract"]
    """Several receipts are added up; of several estimates one must fit."""
    form_field: str


class _Rule(Strict):
    when: dict[str, str] = {}
    """Form entries and the choices they must have; empty: always."""
    lower: int | None = None
    """Below this amount nothing is granted (下限)."""


class FlatRule(_Rule):
    """A fixed amount."""

    kind: Literal["flat"]
    amount: int


class RateRule(_Rule):
    """A share of the eligible cost, up to `cap`."""

    kind: Literal["rate"]
    rate: str
    cap: int | None = None

    @field_validator("rate")
    @classmethod
    def _is_fraction(cls, value: str) -> str:
        try:
            share = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ValueError("rate は「1/3」のような分数で書いてください") from None
        if not 0 < share <= 1:
            raise ValueError("rate は 0 より大きく 1 以下にしてください")
        return value

    @property
    def share(self) -> Fraction:
        return Fraction(self.rate)


class PerUnitRule(_Rule):
    """An amount per unit of a quantity on the form (kW, kWh, 件), up to `cap`."""

    kind: Literal["per_unit"]
    amount: int
    unit: str
    quantity_field: str = "capacity"
    cap: int | None = None


SubsidyRule = Annotated[FlatRule | RateRule | PerUnitRule, Field(discriminator="kind")]


class Subsidy(Strict):
    """How the amount is worked out."""

    per: Literal["application", "facility_row", "none"]
    """``facility_row``: every row of the facility list by itself, the form carries the total; ``none``: no money here."""
    base_field: str = "purchase_amount"
    """The form entry that a rate applies to (補助対象経費)."""
    rules: tuple[SubsidyRule, ...] = ()

    def rule(self, choices: dict[str, str]) -> FlatRule | RateRule | PerUnitRule | None:
        """The first rule whose `when` fits the form's choices, or None."""
        for rule in self.rules:
            if all(choices.get(key) == wanted for key, wanted in rule.when.items()):
                return rule
        return None


class Programme(Strict):
    """One subsidy scheme of one office in one fiscal year."""

    schema_version: int
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    title_patterns: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Names of the programme as its papers print them; compared with tolerance for misreading."""
    addressee: str
    addressee_patterns: tuple[Printed, ...] = ()
    """The addressee as printed on papers; several programmes of one office may share it."""
    office: str
    office_address: str = ""
    fiscal_year: int
    """年度, western."""
    applicant: Literal["individual", "business"]
    application_period: Period
    purchase_period: Period | None = None
    meter_period: Period | None = None
    claim_deadline: date | None = None
    purchase_amount_tax: Literal["included", "excluded", "none"] = "none"
    """Whether the form's purchase_amount is with consumption tax."""
    round_down_to: Annotated[int, Field(ge=1)] = 1
    area: Area = Area()
    target_error: TargetError = 0.001
    """Of the values accepted without a person, the share that may be wrong (0.001: one in a thousand). Accounts and
    amounts are held to half of it, unless their entry says otherwise."""
    subsidy: Subsidy
    required_documents: dict[Stage, tuple[Requirement, ...]]
    amount_checks: tuple[AmountCheck, ...] = ()
    documents: dict[DocumentKind, DocumentSpec]
    sources: dict[str, Source]
    """Rule name (application_period, subsidy, …) → why it holds."""

    @field_validator("schema_version")
    @classmethod
    def _known_version(cls, value: int) -> int:
        if value != SCHEMA_VERSION:
            raise ValueError(f"schema_version は {SCHEMA_VERSION} にしてください（{value} は読めません）")
        return value

    @field_validator("required_documents", mode="before")
    @classmethod
    def _plain_kinds(cls, value: object) -> object:
        """A plain kind in the file means ``{one_of: [kind]}``."""
        if not isinstance(value, dict):
            return value
        return {
            stage: [{"one_of": [x]} if isinstance(x, str) else x for x in items] if isinstance(items, list) else items
            for stage, items in value.items()
        }

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        needed = {"application_period", "required_documents", "subsidy"}
        for name in ("purchase_period", "meter_period", "claim_deadline"):
            if getattr(self, name) is not None:
                needed.add(name)
        needed |= {r.source for items in self.required_documents.values() for r in items}
        if missing := needed - set(self.sources):
            raise ValueError(f"sources に根拠がありません: {'、'.join(sorted(missing))}")
        return self

    def clause(self, *rules: str) -> str:
        """The clause of the first of `rules` that has a published one, for findings; empty where all are assumed."""
        for rule in rules:
            source = self.sources.get(rule)
            if source and not source.assumed:
                return source.clause
        return ""

    def document(self, kind: DocumentKind) -> DocumentSpec | None:
        return self.documents.get(kind)

    def required(self, stage: Stage, *, proxy: bool) -> tuple[Requirement, ...]:
        """The requirements of `stage`; those on a proxy's papers only where there is a proxy."""
        return tuple(r for r in self.required_documents.get(stage, ()) if r.condition != "proxy" or proxy)

    def target_error_of(self, kind: DocumentKind, key: str) -> float:
        """The share of wrong values among the accepted ones that entry `key` of a paper of `kind` puts up with."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        if field is not None and field.target_error is not None:
            return field.target_error
        return self.target_error * (STRICTER if key in STRICTER_KEYS else 1.0)

    def options(self, key: str, kind: DocumentKind = DocumentKind.APPLICATION_FORM) -> tuple[Option, ...]:
        """The choices of entry `key` of the form `kind`."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        return field.options if field else ()

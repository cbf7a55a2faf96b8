"""The whole of a programme file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from models.documents import DocumentKind, Stage
from models.programmes.base import Kind, Period, Printed, Source, Strict, TargetError
from models.programmes.entries import DoubleEntry, Option
from models.programmes.money import Budget, ServiceLevels, Subsidy
from models.programmes.papers import DocumentSpec
from models.programmes.phases import AmountCheck, Phase, Requirement
from models.programmes.rules import Rule
from models.values.fields import YEN_KEYS
from models.values.keys import KNOWN

#: The version of this schema; a file written for another version is refused with a remedy.
SCHEMA_VERSION = 2

#: Entries of which a wrong one pays the wrong person or the wrong sum: half of the programme's target. (Stricter
#: ones could not be shown with less than ten times the examples; the gates of validators.decisions do the rest.)
STRICTER_KEYS = YEN_KEYS | frozenset(
    ("account_number", "account_holder", "account_holder_kana", "yucho_symbol", "yucho_number")
)
STRICTER = 0.5
#: Free words of bills, which only say what was bought: a misread letter in them pays nobody wrongly, and at 0.001 nearly
#: every receipt would wait for a person because of them alone.
LAXER_KEYS = frozenset(("description", "line_items"))
LAXER = 10.0


class Area(Strict):
    """Where applicants live or work; empty where the programme is open to the whole country."""

    prefecture: str = ""
    city: str = ""


class Programme(Strict):
    """One subsidy scheme of one office in one fiscal year."""

    schema_version: int
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    title_en: str = ""
    """What the pages call the programme for whoever reads them in English; `title` where it is empty."""
    title_patterns: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Names of the programme as its papers print them; compared with tolerance for misreading."""
    addressee: str
    addressee_patterns: tuple[Printed, ...] = ()
    """The addressee as printed on papers; several programmes of one office may share it."""
    office: str
    office_address: str = ""
    fiscal_year: int
    """年度, western."""
    applicants: Annotated[tuple[Literal["individual", "company", "facility"], ...], Field(min_length=1)]
    """Who may apply: a person, a company, or whoever runs a facility (施設等の設置者)."""
    proxy: bool = False
    """Somebody else may apply on the applicant's behalf (代理申請)."""
    budget: Budget = Budget()
    service_levels: ServiceLevels = ServiceLevels()
    phases: Annotated[dict[Stage, Phase], Field(min_length=1)]
    purchase_period: Period | None = None
    meter_period: Period | None = None
    purchase_amount_tax: Literal["included", "excluded", "none"] = "none"
    """Whether the form's purchase_amount is with consumption tax."""
    round_down_to: Annotated[int, Field(ge=1)] = 1
    area: Area = Area()
    target_error: TargetError = 0.001
    """Of the values accepted without a person, the share that may be wrong (0.001: one in a thousand). Accounts and
    amounts are held to half of it, unless their entry says otherwise."""
    subsidy: Subsidy
    amount_checks: tuple[AmountCheck, ...] = ()
    documents: dict[Kind, DocumentSpec]
    constants: dict[str, bool | int | date | str] = Field(default={})
    """Names for numbers, days and words that expressions use (``上限額: 5000000``)."""
    rules: tuple[Rule, ...] = ()
    sources: dict[str, Source]
    """Rule name (application_period, subsidy, …) → why it holds."""

    @field_validator("schema_version")
    @classmethod
    def _known_version(cls, value: int) -> int:
        if value != SCHEMA_VERSION:
            raise ValueError(f"schema_version は {SCHEMA_VERSION} にしてください（{value} は読めません）")
        return value

    @model_validator(mode="after")
    def _first_phase(self) -> Self:
        if Stage.APPLY not in self.phases or self.phases[Stage.APPLY].period is None:
            raise ValueError("phases に apply（交付申請）と、その period（申請期間）が必要です")
        return self

    def kind_label(self, kind: DocumentKind) -> str:
        """What this programme calls a kind of paper."""
        spec = self.documents.get(kind)
        return spec.label if spec is not None and spec.label else kind.label_ja

    def field_label(self, kind: DocumentKind, key: str) -> str:
        """What this programme calls an entry; empty where it has no word of its own for it."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        if field is None:
            return ""
        return field.label or (field.labels[0].text if key not in KNOWN else "")

    @property
    def applicant(self) -> Literal["individual", "business"]:
        """Whether people apply for themselves, or businesses."""
        return "individual" if "individual" in self.applicants else "business"

    @property
    def application_period(self) -> Period:
        period = self.phases[Stage.APPLY].period
        assert period is not None  # _first_phase
        return period

    @property
    def claim_deadline(self) -> date | None:
        return self.phases[Stage.CLAIM].closes if Stage.CLAIM in self.phases else None

    def clause(self, *rules: str) -> str:
        """The clause of the first of `rules` that has a published one, for findings; empty where all are assumed."""
        for rule in rules:
            source = self.sources.get(rule)
            if source and not source.assumed:
                return source.clause
        return ""

    def document(self, kind: DocumentKind) -> DocumentSpec | None:
        return self.documents.get(kind)

    def requirements(self, stage: Stage) -> tuple[Requirement, ...]:
        """Everything `stage` may ask for, with its conditions."""
        return self.phases[stage].requirements if stage in self.phases else ()

    def asked_for(self, requirement: Requirement) -> tuple[str, str]:
        """What `requirement` asks for in words (領収書または請求書), and the clause it rests on."""
        names = "または".join(self.kind_label(kind) for kind in requirement.one_of)
        return names, self.clause(requirement.source or "required_documents")

    def required(self, stage: Stage, *, proxy: bool) -> tuple[Requirement, ...]:
        """The requirements of `stage` without other conditions; those on a proxy's papers only where there is a proxy."""
        return tuple(r for r in self.requirements(stage) if not r.when or (proxy and r.for_proxy))

    def target_error_of(self, kind: DocumentKind, key: str) -> float:
        """The share of wrong values among the accepted ones that entry `key` of a paper of `kind` puts up with."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        if field is not None and field.target_error is not None:
            return field.target_error
        return self.target_error * (STRICTER if key in STRICTER_KEYS else LAXER if key in LAXER_KEYS else 1.0)

    def double_entry(self, kind: DocumentKind, key: str) -> DoubleEntry:
        """When `key` of a paper of `kind` is entered twice (二重入力)."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        return field.double_entry if field else DoubleEntry.NEVER

    def options(self, key: str, kind: DocumentKind = DocumentKind.APPLICATION_FORM) -> tuple[Option, ...]:
        """The choices of entry `key` of the form `kind`."""
        spec = self.documents.get(kind)
        field = spec.field(key) if spec else None
        return field.options if field else ()

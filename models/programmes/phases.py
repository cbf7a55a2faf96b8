"""The phases of a programme: when they are open, until when, and which papers each asks for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from models.documents import Stage
from models.programmes.base import Condition, Kind, Period, Strict

#: The condition that somebody applies on the applicant's behalf.
PROXY = "代理申請"


class Requirement(Strict):
    """Papers of which at least one must lie in the envelope.

    In the file a plain kind means ``{one_of: [kind]}``, and so does ``document: kind``.
    """

    one_of: Annotated[tuple[Kind, ...], Field(min_length=1)]
    when: Condition = ""
    """Asked for only where this holds (``従業員数 >= 21``); where nobody can tell, it is not missed."""
    reason: str = ""
    """The condition in words for people (``建物の所有者でない場合``); empty: the condition as it is written."""
    source: str = ""
    """Which entry of `sources` it rests on; empty: ``required_documents``."""

    @property
    def for_proxy(self) -> bool:
        """Asked for where somebody applies on the applicant's behalf."""
        return self.when == PROXY


def _one(item: object) -> object:
    """A plain kind, or ``{document: kind, …}``, as a requirement of that kind alone."""
    if isinstance(item, str):
        return {"one_of": [item]}
    if isinstance(item, dict) and "document" in item:
        return {"one_of": [item["document"]], **{k: v for k, v in item.items() if k != "document"}}
    return item


class MatrixRow(Strict):
    """One row of a matrix of papers (提出書類一覧): the sign in each column that is not －."""

    document: Kind
    signs: dict[str, Literal["●", "▲", "－"]]
    """Column → ``●`` always, ``▲`` where `when` holds, ``－`` not."""
    when: Condition = ""
    """When a ``▲`` is asked for; empty: nobody can tell from the papers, so it is never missed."""


class Matrix(Strict):
    """Which paper each kind of applicant hands in, as offices print it: a table of ● and ▲."""

    columns: Annotated[dict[str, Condition], Field(min_length=1)]
    """Column → the condition under which an applicant belongs to it (``申請者区分 == '幹事社'``)."""
    rows: Annotated[tuple[MatrixRow, ...], Field(min_length=1)]
    source: str = ""

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        for row in self.rows:
            if unknown := set(row.signs) - set(self.columns):
                raise ValueError(f"提出書類一覧の列「{'、'.join(sorted(unknown))}」が columns にありません")
        return self

    def requirements(self) -> tuple[Requirement, ...]:
        """The table as requirements with conditions."""
        found = []
        for row in self.rows:
            for column, sign in row.signs.items():
                if sign == "●" or (sign == "▲" and row.when):
                    parts = [c for c in (self.columns[column], row.when if sign == "▲" else "") if c]
                    joined = parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)
                    found.append(Requirement(one_of=(row.document,), when=joined, source=self.source))
        return tuple(found)


class Phase(Strict):
    """One phase 段階 of a programme."""

    label: str = ""
    """What the office calls it; empty: 交付申請, 実績報告, 交付請求."""
    period: Period | None = None
    """When papers of this phase are taken in."""
    deadline: date | None = None
    """The last day for handing in, where no period is known or it ends otherwise; empty: the period's end."""
    source: str = ""
    """Which entry of `sources` period and deadline rest on; empty: application_period, report_period, claim_deadline."""
    documents: tuple[Requirement, ...] = ()
    matrix: Matrix | None = None

    @field_validator("documents", mode="before")
    @classmethod
    def _plain_kinds(cls, value: object) -> object:
        if isinstance(value, list):
            return [_one(item) for item in value]
        return value

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        return (*self.documents, *(self.matrix.requirements() if self.matrix else ()))

    @property
    def closes(self) -> date | None:
        """The last day for handing in; None where nobody said."""
        return self.deadline or (self.period.end if self.period else None)


#: Phase → the entry of `sources` for its dates, where the phase names no other.
DATE_SOURCES: dict[Stage, str] = {
    Stage.APPLY: "application_period",
    Stage.REPORT: "report_period",
    Stage.CLAIM: "claim_deadline",
}


class AmountCheck(Strict):
    """An amount on evidence that must equal an entry of the application form: with tax, or without where the programme
    says so of its purchase amount."""

    stage: Stage
    evidence: Literal["receipt", "estimate", "invoice", "contract"]
    """Several receipts are added up; of several estimates one must fit."""
    form_field: str

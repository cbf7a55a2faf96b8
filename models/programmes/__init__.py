"""A subsidy programme 補助金事業 as data: what `programmes/<id>/programme.yaml` may say, and what it means.

The models are strict: an unknown key, a date that is no date or a rule without a source is an error. The loader
(:func:`programmes.load`) turns such errors into Japanese sentences that name file and line. Money is whole yen.

Every fact rests on a *source*: the clause (条項) of what the office published, or ``assumed: true`` with a reason
where the office is silent. Findings quote the clause.

One module per part of the file: :mod:`~models.programmes.base` what all are made of, :mod:`~models.programmes.entries`
and :mod:`~models.programmes.papers` forms, :mod:`~models.programmes.phases` phases and required papers,
:mod:`~models.programmes.money` amounts, :mod:`~models.programmes.rules` rules, :mod:`~models.programmes.programme` the
whole. The language is described for the office in docs/adding-a-programme.md.
"""

from models.programmes.base import Kind, Period, Printed, Source, Strict, TargetError, squeezed
from models.programmes.entries import ACCOUNT_KEYS, DoubleEntry, FieldSpec, Label, Option, ValueKind
from models.programmes.money import Budget, FlatRule, PerUnitRule, RateRule, ServiceLevels, Subsidy, SubsidyRule
from models.programmes.papers import DocumentSpec, FormVersion
from models.programmes.phases import AmountCheck, Matrix, MatrixRow, Phase, Requirement
from models.programmes.programme import SCHEMA_VERSION, STRICTER, STRICTER_KEYS, Area, Programme
from models.programmes.rules import Rule

__all__ = [
    "ACCOUNT_KEYS",
    "SCHEMA_VERSION",
    "STRICTER",
    "STRICTER_KEYS",
    "AmountCheck",
    "Area",
    "Budget",
    "DocumentSpec",
    "DoubleEntry",
    "FieldSpec",
    "FlatRule",
    "FormVersion",
    "Kind",
    "Label",
    "Matrix",
    "MatrixRow",
    "Option",
    "PerUnitRule",
    "Period",
    "Phase",
    "Printed",
    "Programme",
    "RateRule",
    "Requirement",
    "Rule",
    "ServiceLevels",
    "Source",
    "Strict",
    "Subsidy",
    "SubsidyRule",
    "TargetError",
    "ValueKind",
    "squeezed",
]

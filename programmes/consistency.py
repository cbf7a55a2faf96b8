"""What the schema of a single part cannot tell: kinds, keys, sources and names that must fit each other, and expressions.

Each problem is the path of the part in the file and a Japanese sentence with the remedy.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from models.documents import DocumentKind
from models.errors import ExpressionError
from models.programmes import PerUnitRule, Programme, ServiceLevels
from models.programmes.phases import DATE_SOURCES
from models.values.keys import ENDINGS, KNOWN
from validators.expressions.checking import Row, check, check_message, table
from validators.expressions.vocabulary import Type, Vocabulary, columns

Path = tuple[Any, ...]
Problem = tuple[Path, str]

FORM = DocumentKind.APPLICATION_FORM


def problems(programme: Programme) -> list[Problem]:
    """Everything in a well-formed programme that does not fit together."""
    return [
        *_kinds(programme),
        *_keys(programme),
        *_sources(programme),
        *_form_entries(programme),
        *_expressions(programme, Vocabulary(programme)),
        *_rules(programme),
    ]


def meant(given: str, known: Iterable[str]) -> str:
    """The end of a sentence that names what was probably meant."""
    known = list(known)
    near = difflib.get_close_matches(given, known, n=1)
    return f"「{near[0]}」の書き誤りではありませんか" if near else f"次のどれかにしてください: {', '.join(known)}"


# ------------------------------------------------------------ papers and entries
def _kinds(programme: Programme) -> Iterator[Problem]:
    known = [k.value for k in (*DocumentKind, *(k for k in programme.documents if not k.well_known))]
    for stage, phase in programme.phases.items():
        places: list[tuple[Path, DocumentKind]] = [
            (("documents", i, "one_of", j), kind)
            for i, r in enumerate(phase.documents)
            for j, kind in enumerate(r.one_of)
        ]
        if phase.matrix:
            places += [(("matrix", "rows", i, "document"), row.document) for i, row in enumerate(phase.matrix.rows)]
        for path, kind in places:
            if kind.value not in known:
                text = f"書類の種類「{kind.value}」がありません。{meant(kind.value, known)}（新しい書類は documents に書き足します）"
                yield ("phases", stage.value, *path), text
    for kind, spec in programme.documents.items():
        if not kind.well_known and not spec.label:
            near = difflib.get_close_matches(kind.value, [k.value for k in DocumentKind], n=1, cutoff=0.8)
            hint = f"「{near[0]}」の書き誤りなら直してください。" if near else ""
            yield (
                ("documents", kind.value),
                f"書類「{kind.value}」は新しい種類です。{hint}label に書類の名前を書いてください",
            )


def _keys(programme: Programme) -> Iterator[Problem]:
    for kind, spec in programme.documents.items():
        for i, field in enumerate(spec.fields):
            if field.key in KNOWN:
                continue
            path = ("documents", kind.value, "fields", i, "key")
            ending = ENDINGS.get(field.kind.value)
            if ending is None:
                text = f"kind: {field.kind.value} は決まった項目名でだけ使えます。{meant(field.key, sorted(KNOWN))}"
                yield path, text
            elif not field.key.endswith(ending[0]):
                stem = field.key.rpartition("_")[0] or field.key
                near = difflib.get_close_matches(field.key, sorted(KNOWN), n=1, cutoff=0.8)
                hint = f"「{near[0]}」の書き誤りでなければ、" if near else ""
                yield (
                    path,
                    f"新しい項目名「{field.key}」は、{hint}kind: {field.kind.value} なら {ending[0]} で終わらせてください（例: {stem}{ending[0]}）",
                )


def _form_entries(programme: Programme) -> Iterator[Problem]:
    """Entries of the application form that money and amounts are named after."""
    spec = programme.document(FORM)
    if spec is None:
        yield ("documents",), "documents に application_form（交付申請書）がありません。書き足してください"
        return
    keys = spec.keys()
    named: list[tuple[Path, str]] = [
        (("amount_checks", i, "form_field"), c.form_field) for i, c in enumerate(programme.amount_checks)
    ]
    for i, rule in enumerate(programme.subsidy.rules):
        named += [(("subsidy", "rules", i, "when", key), key) for key in rule.when]
        if isinstance(rule, PerUnitRule):
            named.append((("subsidy", "rules", i, "quantity_field"), rule.quantity_field))
        for key, wanted in rule.when.items():
            options = [o.value for o in programme.options(key)]
            if key in keys and wanted not in options:
                yield (
                    ("subsidy", "rules", i, "when", key),
                    f"「{wanted}」は {key} の選択肢にありません。{meant(wanted, options)}",
                )
    if any(r.kind == "rate" for r in programme.subsidy.rules):
        named.append((("subsidy", "base_field"), programme.subsidy.base_field))
    for path, key in named:
        if key not in keys:
            yield path, f"交付申請書に項目「{key}」がありません。{meant(key, keys)}"


def _sources(programme: Programme) -> Iterator[Problem]:
    needed: dict[str, Path] = {"required_documents": ("phases",), "subsidy": ("subsidy",)}
    for name in ("purchase_period", "meter_period"):
        if getattr(programme, name) is not None:
            needed.setdefault(name, (name,))
    for stage, phase in programme.phases.items():
        if phase.closes is not None:
            needed.setdefault(phase.source or DATE_SOURCES[stage], ("phases", stage.value))
        for i, requirement in enumerate(phase.documents):
            if requirement.source:
                needed.setdefault(requirement.source, ("phases", stage.value, "documents", i, "source"))
        if phase.matrix and phase.matrix.source:
            needed.setdefault(phase.matrix.source, ("phases", stage.value, "matrix", "source"))
    if programme.budget.amount is not None or programme.budget.first_come:
        needed.setdefault("budget", ("budget",))
    if programme.service_levels != ServiceLevels():
        needed.setdefault("service_levels", ("service_levels",))
    for i, rule in enumerate(programme.rules):
        needed.setdefault(rule.source, ("rules", i, "source"))
    for name, path in needed.items():
        if name not in programme.sources:
            yield (
                path,
                f"sources に根拠「{name}」がありません。条項（clause）か、assumed: true と reason を書き足してください",
            )


# ------------------------------------------------------------ expressions
def _rules(programme: Programme) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, rule in enumerate(programme.rules):
        if rule.id in seen:
            yield ("rules", i, "id"), f"rules の id「{rule.id}」が二度使われています。別の名前にしてください"
        seen.add(rule.id)
        if rule.phases and not set(rule.phases) & set(programme.phases):
            yield ("rules", i, "phases"), "この事業にない段階だけが書かれているので、この決まりは決して働きません"


def _expressions(programme: Programme, names: Vocabulary) -> Iterator[Problem]:
    rows = programme.subsidy.per == "facility_row"
    per_row = Row({n: kind for n, (_, kind) in columns("facilities").items()}) if rows else None
    for path, written in _conditions(programme):
        row = per_row if path[0] == "subsidy" else None
        if written and (problem := _wrong(path, lambda w=written, r=row: check(w, names, wanted=Type.TRUTH, row=r))):
            yield problem
    for i, rule in enumerate(programme.rules):
        at: Path = ("rules", i)
        row = None
        if rule.for_each:
            try:
                tabled = table(rule.for_each, names)
            except ExpressionError as error:
                yield (*at, "for_each"), _said(error)
                continue
            row = Row({n: kind for n, (_, kind) in columns(tabled.key).items()}) if tabled else None
        for part in ("when", "require"):
            written = getattr(rule, part)
            if written and (
                problem := _wrong((*at, part), lambda w=written, r=row: check(w, names, wanted=Type.TRUTH, row=r))
            ):
                yield problem
        if problem := _wrong((*at, "message"), lambda m=rule.message, r=row: check_message(m, names, r)):
            yield problem


def _conditions(programme: Programme) -> Iterator[tuple[Path, str]]:
    for stage, phase in programme.phases.items():
        at: Path = ("phases", stage.value)
        for i, requirement in enumerate(phase.documents):
            yield (*at, "documents", i, "when"), requirement.when
        if phase.matrix:
            for column, condition in phase.matrix.columns.items():
                yield (*at, "matrix", "columns", column), condition
            for i, line in enumerate(phase.matrix.rows):
                yield (*at, "matrix", "rows", i, "when"), line.when
    for kind, spec in programme.documents.items():
        for i, field in enumerate(spec.fields):
            yield ("documents", kind.value, "fields", i, "required_if"), field.required_if
    for i, terms in enumerate(programme.subsidy.rules):
        yield ("subsidy", "rules", i, "only_if"), terms.only_if


def _wrong(path: Path, test: Any) -> Problem | None:
    try:
        test()
    except ExpressionError as error:
        return path, _said(error)
    return None


def _said(error: ExpressionError) -> str:
    return f"{error.column} 文字目: {error.message_ja}"

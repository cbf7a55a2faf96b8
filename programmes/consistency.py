"""What the schema of a single part cannot tell: kinds, keys, sources and names that must fit each other, and expressions.

Each problem is the path of the part in the file and a Japanese sentence with the remedy.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from models.documents import DocumentKind, Stage
from models.errors import ExpressionError
from models.programmes import DocumentSpec, FieldSpec, PerUnitRule, Programme, ServiceLevels, ValueKind
from models.programmes.phases import DATE_SOURCES
from models.values.keys import ENDINGS, KNOWN
from programmes import slips
from validators.expressions.checking import Row, check, check_message, table
from validators.expressions.vocabulary import Type, Vocabulary, columns

Path = tuple[Any, ...]
Problem = tuple[Path, str]

K = DocumentKind
FORM = K.APPLICATION_FORM


def problems(programme: Programme) -> list[Problem]:
    """Everything in a well-formed programme that does not fit together."""
    return [
        *_kinds(programme),
        *_fields(programme),
        *_keys(programme),
        *_sources(programme),
        *_dates(programme),
        *_form_entries(programme),
        *_expressions(programme, Vocabulary(programme)),
        *_rules(programme),
    ]


def meant(given: str, known: Iterable[str]) -> str:
    """The end of a sentence that names what was probably meant."""
    known = list(known)
    near = difflib.get_close_matches(given, known, n=1)
    return f"「{near[0]}」の書き誤りではありませんか" if near else f"次のどれかにしてください: {', '.join(known)}"


#: What lies in envelopes and is no paper that an applicant could be asked for.
NOT_ASKED = frozenset((K.ENVELOPE, K.BLANK_BACK, K.SEPARATOR_SHEET, K.SET_ASIDE, K.UNKNOWN))

#: Other words for the well-known papers, in English and in Latin letters.
_ALSO = {
    K.PASSBOOK: ("bankbook", "bank_book", "bank_passbook", "bank_account", "account_copy", "tsucho"),
    K.APPLICATION_FORM: ("application", "shinseisho"),
    K.PAYMENT_REQUEST: ("claim", "claim_form", "payment_claim", "seikyusho"),
    K.ESTIMATE: ("quotation", "quote", "mitsumorisho"),
    K.RECEIPT: ("ryoshusho", "payment_proof"),
    K.INVOICE: ("bill",),
    K.CONTRACT: ("agreement", "keiyakusho"),
    K.WARRANTY: ("guarantee", "hoshosho"),
    K.RESIDENT_CERTIFICATE: ("juminhyo", "residence_certificate", "certificate_of_residence"),
    K.PRODUCT_PHOTO: ("photo", "photos", "photograph", "picture"),
    K.METER_SLIP: ("meter_reading", "gas_slip"),
    K.REGISTRY_CERTIFICATE: ("registration_certificate", "company_registry", "tokibo"),
    K.POWER_OF_ATTORNEY: ("proxy_letter", "proxy", "mandate", "ininjo"),
    K.OFFICER_LIST: ("board_list", "directors", "yakuin"),
    K.BUSINESS_OVERVIEW: ("company_profile", "company_overview"),
}


def meant_kind(given: str, known: Mapping[str, str]) -> str:
    """As :func:`meant`, for a kind of paper by its key, another word for it, or its Japanese name.

    `known`: key → Japanese name.
    """
    words = {key: key for key in known} | {label: key for key, label in known.items()}
    words |= {word: kind.value for kind, others in _ALSO.items() if kind.value in known for word in others}
    holding = [label for label in words if len(given) >= 2 and slips.is_japanese(given) and given in label]
    close = [given] if given in words else holding or difflib.get_close_matches(given, words, n=1, cutoff=0.7)
    if close:
        key = words[close[0]]
        return f"「{key}」（{known[key]}）の書き誤りではありませんか"
    return f"次のどれかにしてください: {', '.join(f'{key}（{label}）' for key, label in known.items())}"


# ------------------------------------------------------------ papers and entries
def _kinds(programme: Programme) -> Iterator[Problem]:
    known = [
        k.value
        for k in (
            *(k for k in DocumentKind if k not in NOT_ASKED),
            *(k for k in programme.documents if not k.well_known),
        )
    ]
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
                hint = meant_kind(kind.value, {k: programme.kind_label(DocumentKind(k)) for k in known})
                text = f"書類の種類「{kind.value}」がありません。{hint}（新しい書類は documents に書き足します）"
                yield ("phases", stage.value, *path), text
    for kind, spec in programme.documents.items():
        if not kind.well_known and not spec.label:
            near = difflib.get_close_matches(kind.value, [k.value for k in DocumentKind], n=1, cutoff=0.8)
            hint = f"「{near[0]}」の書き誤りなら直してください。" if near else ""
            yield (
                ("documents", kind.value),
                f"書類「{kind.value}」は新しい種類です。{hint}label に書類の名前を書いてください",
            )


KINDS: dict[str, ValueKind] = {
    **{
        key: ValueKind(key) for key in ("postal_code", "address", "phone", "bank_code", "branch_code", "account_number")
    },
    **{key: ValueKind.DATE for key in KNOWN if key.endswith("_date")},
    **{key: ValueKind.YEN for key in ("purchase_amount", "total_cost", "subsidy_amount")},
    **{
        "bank_name": ValueKind.BANK,
        "branch_name": ValueKind.BRANCH,
        "account_type": ValueKind.CHOICE,
        "applicant_kana": ValueKind.KANA,
    },
    "account_holder_kana": ValueKind.HOLDER_KANA,
}
"""What stands in the well-known entries that can hold one thing only: alphabet and parser depend on it."""


def _fields(programme: Programme) -> Iterator[Problem]:
    """Entries written twice; sections and versions that their paper has not."""
    for kind, spec in programme.documents.items():
        seen: set[str] = set()
        known = set(spec.versions) or _only_version(spec)
        for i, field in enumerate(spec.fields):
            path: Path = ("documents", kind.value, "fields", i)
            if field.key in seen:
                text = f"項目 {field.key} が同じ書類に二度書かれています。片方を削除するか、別の項目なら key を変えてください"
                yield (*path, "key"), text
            seen.add(field.key)
            if field.section and field.section not in spec.sections:
                yield (
                    (*path, "section"),
                    f"section「{field.section}」が sections にありません。書き足すか、直してください",
                )
            if unknown := _versions(field) - known:
                yield path, f"版「{'、'.join(sorted(unknown))}」が versions にありません。書き足すか、直してください"


def _versions(field: FieldSpec) -> set[str]:
    """The versions that an entry names."""
    return {*field.versions, *field.boxed, *(v for label in field.labels for v in label.versions)}


def _only_version(spec: DocumentSpec) -> set[str]:
    """The one version that the entries of a paper name where it lists none: a form that has only one needs no marks."""
    named = {v for field in spec.fields for v in _versions(field)}
    return named if len(named) == 1 else set()


def _keys(programme: Programme) -> Iterator[Problem]:
    for kind, spec in programme.documents.items():
        for i, field in enumerate(spec.fields):
            if field.key in KNOWN:
                wanted = KINDS.get(field.key)
                if wanted is not None and field.kind is not wanted:
                    path = ("documents", kind.value, "fields", i, "kind")
                    yield path, f"{field.key} の kind は {wanted.value} です（{field.kind.value} と書かれています）"
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


def _dates(programme: Programme) -> Iterator[Problem]:
    """Phases follow each other, and something of them lies in the fiscal year (April to March)."""
    phases = [(stage, programme.phases[stage]) for stage in Stage if stage in programme.phases]
    for stage, phase in phases:
        if phase.period and phase.deadline and phase.deadline < phase.period.start:
            yield ("phases", stage.value, "deadline"), "deadline が period の start より前になっています"
    for at, (earlier, before) in enumerate(phases):
        for stage, phase in phases[at + 1 :]:
            begins = before.period.start if before.period else None
            if begins is None:
                continue
            if phase.period and phase.period.start < begins:
                path: Path = ("phases", stage.value, "period", "start")
                what = f"開始日 {phase.period.start}"
            elif phase.closes and phase.closes < begins:
                path = ("phases", stage.value, "deadline" if phase.deadline else "period")
                what = f"期限 {phase.closes}"
            else:
                continue
            yield (
                path,
                f"{what} が、先の段階 {earlier.value} の開始日 {begins} より前です。どちらかの日付を直してください",
            )
    if not 2000 <= programme.fiscal_year <= 2999:
        yield ("fiscal_year",), f"{programme.fiscal_year} は西暦の年度ではありません。2026 のように書いてください"
        return
    first, last = date(programme.fiscal_year, 4, 1), date(programme.fiscal_year + 1, 3, 31)
    periods = [(p.period.start if p.period else p.closes, p.closes) for _, p in phases]
    if not any(start and end and start <= last and end >= first for start, end in periods):
        yield (
            ("fiscal_year",),
            f"{programme.fiscal_year} 年度（{first} から {last} まで）に、どの段階の期間も入っていません。年度か期間の年を直してください",
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

"""Trying a programme on typed values: no paper, no engine, the checks and rules as they run on real mail.

The values stand in a YAML file, in the words of the programme (:class:`validators.expressions.vocabulary.Vocabulary`). What is
typed is certain; what is not written there was not read; what is written empty was left empty on the paper.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Stage, Value
from models.errors import ProgrammeError
from models.findings import Finding
from models.programmes import Programme, squeezed
from models.values.dates import from_parts, parse_date
from models.values.fields import parse_cell, parse_field
from validators.checks import check_case
from validators.crosschecks.context import Context
from validators.crosschecks.rules import Outcome, holds, outcomes, vocabulary
from validators.crosschecks.subsidy import expected_amounts
from validators.expressions.casefacts import STAGES
from validators.expressions.vocabulary import Entry, Vocabulary, columns, plain_name

SEAL = "押印"
_NO_SEAL = ("なし", "無", "無し", "いいえ", "no", "false")
_TOP = {"段階": "stage", "stage": "stage", "phase": "stage", "受付日": "received", "received": "received",
        "書類": "documents", "documents": "documents"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the phase may ask for. `asked`: None where nobody can tell from the values given."""

    name: str
    when: str
    asked: bool | None
    there: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What the programme says of the values."""

    stage: str
    findings: tuple[Finding, ...]
    papers: tuple[Paper, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    """Each rule of the phase by its id."""
    amount: int | None
    """The subsidy that its money rules give; None where they give none of these values."""
    stated: int | None
    """The amount applied for, as typed."""


def try_file(file: Path, programme: Programme) -> Trial:
    """
    Raises:
        ProgrammeError: the file cannot be read, or names something that the programme has not; all of it in Japanese.
    """
    try:
        content = YAML(typ="base").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = f"{error.problem_mark.line + 1} 行目: " if error.problem_mark else ""
        _refuse(f"{line}YAML として読めません。コロンの後の空白と字下げを確かめてください")
    except (OSError, UnicodeDecodeError, YAMLError):
        _refuse("ファイルを読めません。UTF-8 の YAML ファイルを指定してください")
    return attempt(case_of(content, programme), programme)


def attempt(case: CaseView, programme: Programme) -> Trial:
    """What the checks say of `case`."""
    checked = check_case(case, programme)
    context = Context(checked.case, programme)
    amounts = expected_amounts(context).amounts
    stated = context.form_field("subsidy_amount")
    return Trial(
        stage=STAGES[case.stage],
        findings=tuple(checked.findings),
        papers=tuple(_papers(context)),
        outcomes=tuple((rule.id, outcome) for rule, outcome in outcomes(context)),
        amount=amounts[0] if amounts else None,
        stated=stated.value if stated is not None and isinstance(stated.value, int) else None,
    )


def _papers(context: Context) -> Iterable[Paper]:
    present = {d.kind for d in context.case.documents}
    for requirement in context.programme.requirements(context.case.stage):
        asked = holds(context, requirement.when)
        name, clause = context.programme.asked_for(requirement)
        yield Paper(
            name=name,
            when=requirement.reason or requirement.when,
            asked=bool(asked.value) if asked.known else None,
            there=bool(present & set(requirement.one_of)),
            clause=clause,
        )


# ---------------------------------------------------------------------- from words to a case
def case_of(content: Any, programme: Programme) -> CaseView:
    """The case that the values describe.

    Raises:
        ProgrammeError: a word or value that the programme does not know.
    """
    if not isinstance(content, Mapping):
        _refuse("「段階」「受付日」「書類」のどれかで始めてください（docs/adding-a-programme.md の「値で試す」）")
    given: dict[str, Any] = {}
    for key, value in content.items():
        if str(key) not in _TOP:
            _refuse(f"「{key}」は使えません。使えるのは 段階、受付日、書類 です")
        given[_TOP[str(key)]] = value
    names = vocabulary(programme)
    return CaseView(
        programme_id=programme.id,
        stage=_stage(given.get("stage") or "apply", programme),
        received_on=_day(given["received"]).isoformat() if given.get("received") else None,
        documents=list(_documents(given.get("documents") or {}, programme, names)),
    )


def _stage(written: str, programme: Programme) -> Stage:
    known = {**{s.value: s for s in Stage}, **{label: Stage(value) for value, label in STAGES.items()}}
    if written not in known or known[written] not in programme.phases:
        has = "、".join(STAGES[s.value] for s in programme.phases)
        _refuse(f"段階「{written}」はこの事業にありません。あるのは {has} です")
    return known[written]


def _day(written: str) -> date:
    day = parse_date(written)
    if day is None:
        _refuse(f"「{written}」は日付として読めません。2026-04-01 か 令和8年4月1日 のように書いてください")
    return day


def _documents(content: Any, programme: Programme, names: Vocabulary) -> Iterable[ExtractedDocument]:
    if not isinstance(content, Mapping):
        _refuse("「書類」の下には、書類の名前と項目を書いてください（交付申請書: の下に 申請日: …）")
    for name, papers in content.items():
        kind = names.papers.get(plain_name(str(name)))
        if kind is None:
            _unknown("書類", str(name), [n for n in names.papers if not n.isascii()])
        for entries in papers if isinstance(papers, list) else [papers]:
            yield _document(kind, str(name), entries, programme, names)


def _document(
    kind: DocumentKind, name: str, entries: Any, programme: Programme, names: Vocabulary
) -> ExtractedDocument:
    if entries not in ("", None) and not isinstance(entries, Mapping):
        _refuse(f"「{name}」の下には「項目: 値」を書いてください。何枚もあるときは「- 」で始めます")
    spec, sealed, fields = programme.document(kind), True, {}
    for word, value in (entries or {}).items():
        if word == SEAL:
            sealed = str(value).strip().lower() not in _NO_SEAL
            continue
        entry = names.entry(kind, str(word))
        if entry is None:
            _unknown(f"{name}の項目", str(word), [n for n in names.entries.get(kind, {}) if not n.isascii()])
        fields[entry.key] = _field(entry, str(word), value)
    return ExtractedDocument(
        kind=kind,
        delivery_sha256="0" * 64,
        page_indexes=[0],
        fields=fields,
        seal_present=sealed if spec is not None and spec.seal else None,
        kind_confidence=1.0,
    )


def _field(entry: Entry, word: str, value: Any) -> Field:
    if isinstance(value, list):
        return _table(entry, word, value)
    text = "" if value is None else str(value)
    if not text.strip():
        return Field(key=entry.key, blank=True, exact=True)
    if entry.options:
        chosen = next((o for o in entry.options if squeezed(o) == squeezed(text)), None)
        if chosen is None:
            _refuse(f"「{word}」の選択肢に「{text}」がありません。あるのは {'、'.join(entry.options)} です")
        return Field(key=entry.key, value=chosen, raw=text, exact=True)
    return Field(key=entry.key, value=_value(parse_field(entry.key, text), word, text), raw=text, exact=True)


def _table(entry: Entry, word: str, rows: list[Any]) -> Field:
    known, made, written = columns(entry.key), [], {}
    if not known:
        _refuse(f"「{word}」は表ではありません。値を一つ書いてください")
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            _refuse(f"「{word}」の行は {{{'、'.join(n for n in known if not n.isascii())}}} の形で書いてください")
        cells: dict[str, Any] = {}
        texts: dict[str, str] = {}
        for name, value in row.items():
            if plain_name(str(name)) not in known:
                _unknown(f"{word}の列", str(name), [n for n in known if not n.isascii()])
            column = known[plain_name(str(name))][0]
            texts[column] = written[f"{entry.key}[{at}].{column}"] = str(value)
            if column not in ("era", "year", "month", "day"):
                cells[column] = (
                    _value(parse_cell(entry.key, column, str(value)), f"{word}・{name}", str(value)) if value else None
                )
        if "birth_date" not in cells and {"era", "year", "month", "day"} <= set(texts):
            day = from_parts(texts["era"], texts["year"], texts["month"], texts["day"])
            cells["birth_date"] = day.isoformat() if day else None
        made.append(cells)
    return Field(key=entry.key, value=made, exact=True, written=written)


def _value(value: Value, word: str, text: str) -> Value:
    if value is None:
        _refuse(f"「{word}」の値「{text}」が読めません。その項目の書き方（日付、金額、番号 など）で書いてください")
    return value


def _unknown(what: str, given: str, known: Iterable[str]) -> NoReturn:
    known = list(known)
    near = difflib.get_close_matches(plain_name(given), known, n=3, cutoff=0.4)
    hint = (
        f"{'、'.join(f'「{n}」' for n in near)}ではありませんか" if near else f"あるのは {'、'.join(known[:30])} です"
    )
    _refuse(f"{what}「{given}」がありません。{hint}")


def _refuse(message_ja: str) -> NoReturn:
    raise ProgrammeError("values to try", message_ja=message_ja)

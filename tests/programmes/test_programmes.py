"""The programme files: the facts they state, the labels of the blank forms, and what a mistake in one says."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from models.documents import DocumentKind, Stage
from models.errors import ProgrammeError
from models.programmes import FieldSpec, FlatRule, PerUnitRule, Programme, RateRule, squeezed
from models.values.fields import PARSERS
from models.values.keys import alike
from programmes.consistency import problems
from tests import shared
from validators.crosschecks.subsidy import amount_by

ALL = programmes.load()
IDS = ["nagano-welfare", "nara-business", "nara-smarthouse", "shinjuku-ecohome", "sii-enemane", "yamato-lpgas"]


def test_the_six_programmes_are_there() -> None:
    assert list(ALL) == IDS


# ---------------------------------------------------------------- facts
@cache
def facts() -> dict[str, Any]:
    """The block "Programme rules" of the corpus description."""
    text = shared.path("corpus", "FORMAT.md").read_text(encoding="utf-8")
    block = re.search(r"### Programme rules.*?```json\n(.*?)```", text, re.S)
    assert block is not None
    rules: dict[str, Any] = json.loads(block[1])
    return rules


@pytest.mark.parametrize("id_", IDS)
def test_facts_are_the_published_ones(id_: str) -> None:
    told, programme = facts()[id_], ALL[id_]
    for key in ("title", "addressee", "office", "office_address", "round_down_to"):
        assert getattr(programme, key) == told[key], key
    period = programme.application_period
    assert [period.start.isoformat(), period.end.isoformat()] == told["application_period"]
    for key in ("purchase_period", "meter_period"):
        period = getattr(programme, key)
        assert ([period.start.isoformat(), period.end.isoformat()] if period else None) == told.get(key), key
    deadline = programme.claim_deadline
    assert (deadline.isoformat() if deadline else None) == told.get("claim_deadline")
    assert programme.purchase_amount_tax == told.get("purchase_amount_tax", "none")
    assert {k: v for k, v in programme.area.model_dump().items() if v} == told["area"]


@pytest.mark.parametrize("id_", IDS)
def test_required_documents_are_the_published_ones(id_: str) -> None:
    told, programme = facts()[id_], ALL[id_]
    for stage in map(Stage, told["required_documents"]):
        plain = [r.one_of[0].value for r in programme.required(stage, proxy=False)]
        assert plain == told["required_documents"][stage.value]
    extra = {r.one_of[0].value for r in programme.required(Stage.APPLY, proxy=True)} - {
        r.one_of[0].value for r in programme.required(Stage.APPLY, proxy=False)
    }
    assert extra == set(told.get("required_if_proxy", []))


@pytest.mark.parametrize("id_", IDS)
def test_money_is_the_published_one(id_: str) -> None:
    told, programme = facts()[id_]["subsidy"], ALL[id_]
    for choice, terms in told.items():
        course, _, facility = choice.partition("/")
        choices = {"course": course, "facility_class": facility} if facility else {"equipment_type": choice}
        rule = programme.subsidy.rule(choices)
        assert rule is not None, choice
        assert rule.lower == terms.get("lower")
        if isinstance(rule, RateRule):
            assert (rule.rate, rule.cap) == (terms["rate"], terms.get("cap"))
        elif isinstance(rule, FlatRule):
            assert rule.amount == terms["flat"]
        elif id_ == "yamato-lpgas":
            assert rule.amount == terms["flat"], "6,000 yen for each contract"
        else:
            assert (rule.amount, rule.unit, rule.cap) == (terms["per_unit"], terms["unit"], terms.get("cap"))
    assert sum(not r.only_if for r in programme.subsidy.rules) == len(told)


@pytest.mark.parametrize("id_", IDS)
def test_choices_with_rules_are_printed_choices(id_: str) -> None:
    programme = ALL[id_]
    for rule in programme.subsidy.rules:
        for key, wanted in rule.when.items():
            assert wanted in {o.value for o in programme.options(key)}


@pytest.mark.parametrize("id_", IDS)
def test_every_rule_has_its_ground(id_: str) -> None:
    programme = ALL[id_]
    assert programme.clause("required_documents")
    for source in programme.sources.values():
        assert source.reason if source.assumed else source.clause


# ---------------------------------------------------------------- forms
def blank_forms() -> list[tuple[str, DocumentKind, str]]:
    return [
        (id_, kind, version) for id_ in IDS for kind, spec in ALL[id_].documents.items() for version in spec.versions
    ]


@cache
def printed(id_: str, kind: DocumentKind, version: str) -> str:
    """All words of a blank form, squeezed."""
    path = shared.path("programmes", "forms", id_, f"{kind.value}-{version}.pdf")
    with pdfplumber.open(path) as pdf:
        return squeezed("".join(page.extract_text() or "" for page in pdf.pages))


def stands_in(label: str, text: str) -> bool:
    """Whether a label is printed, in one piece or broken over two lines of its cell."""
    if label in text:
        return True
    return any(label[:i] in text and label[i:] in text for i in range(1, len(label)))


@pytest.mark.parametrize(("id_", "kind", "version"), blank_forms())
def test_labels_marks_and_titles_are_printed_on_the_form(id_: str, kind: DocumentKind, version: str) -> None:
    spec, text = ALL[id_].documents[kind], printed(id_, kind, version)
    for field in spec.fields:
        if field.versions and version not in field.versions:
            continue
        labels = [x for x in field.labels if not x.versions or version in x.versions]
        assert any(stands_in(label.text, text) for label in labels), field.key
        assert all(label.until in text for label in labels if label.until and label.versions), field.key
    assert all(stands_in(mark, text) for mark in spec.versions[version].marks)
    assert any(stands_in(title, text) for title in spec.titles)


@pytest.mark.parametrize(("id_", "kind", "version"), blank_forms())
def test_marks_tell_the_versions_apart(id_: str, kind: DocumentKind, version: str) -> None:
    spec = ALL[id_].documents[kind]
    for other in spec.versions:
        if other != version:
            text = printed(id_, kind, other)
            assert not all(mark in text for mark in spec.versions[version].marks)


@pytest.mark.parametrize("id_", IDS)
def test_titles_of_the_programme_stand_on_its_application_form(id_: str) -> None:
    programme = ALL[id_]
    for version in programme.documents[DocumentKind.APPLICATION_FORM].versions:
        text = printed(id_, DocumentKind.APPLICATION_FORM, version)
        assert any(stands_in(title, text) for title in programme.title_patterns), version
        assert any(stands_in(name, text) for name in programme.addressee_patterns), version


@pytest.mark.parametrize("id_", IDS)
def test_keys_are_known_to_the_parsers(id_: str) -> None:
    for spec in ALL[id_].documents.values():
        for field in spec.fields:
            assert alike(field.key) in PARSERS or field.columns or field.options, field.key


def test_entries_are_those_of_the_corpus_forms() -> None:
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        for document in row["documents"]:
            spec = ALL[row["programme"]].document(DocumentKind(document["type"]))
            if spec is not None:
                version = document["layout"].rsplit("_", 1)[-1]
                assert set(spec.keys(version)) == set(document["fields"]), (row["case_id"], document["type"])


# ---------------------------------------------------------------- money, as laws
rules = st.one_of(
    st.builds(FlatRule, kind=st.just("flat"), amount=st.integers(0, 10**7)),
    st.builds(
        RateRule,
        kind=st.just("rate"),
        rate=st.sampled_from(["1/10", "1/4", "1/3", "1/2", "2/3", "3/4"]),
        cap=st.none() | st.integers(1, 10**7),
        lower=st.none() | st.integers(0, 10**6),
    ),
    st.builds(
        PerUnitRule,
        kind=st.just("per_unit"),
        amount=st.integers(1, 10**6),
        unit=st.just("kW"),
        cap=st.none() | st.integers(1, 10**7),
    ),
)


@given(rule=rules, base=st.integers(0, 10**8), quantity=st.fractions(0, 1000), step=st.sampled_from([1, 100, 1000]))
def test_amounts_keep_cap_step_and_lower_limit(
    rule: FlatRule | RateRule | PerUnitRule, base: int, quantity: Fraction, step: int
) -> None:
    amount = amount_by(rule, base=base, quantity=quantity, round_down_to=step)
    assert amount is not None and amount >= 0 and amount % step == 0
    cap = getattr(rule, "cap", None)
    assert cap is None or amount <= cap
    assert amount == 0 or rule.lower is None or amount >= rule.lower
    more = amount_by(rule, base=base + step, quantity=quantity + 1, round_down_to=step)
    assert more is not None and more >= amount


def test_amounts_by_hand() -> None:
    home, welfare = ALL["shinjuku-ecohome"].subsidy, ALL["nagano-welfare"].subsidy
    solar, window = home.rule({"equipment_type": "太陽光発電システム"}), home.rule({"equipment_type": "窓の断熱改修"})
    assert solar is not None and window is not None
    assert amount_by(solar, base=0, quantity=Fraction("2.48"), round_down_to=1000) == 248000
    assert amount_by(solar, base=0, quantity=Fraction("3.48"), round_down_to=1000) == 300000
    assert amount_by(solar, base=0, quantity=None, round_down_to=1000) is None
    assert amount_by(window, base=286000, quantity=None, round_down_to=1000) == 71000
    basic = welfare.rule({"course": "基本コース", "facility_class": "その他施設"})
    assert basic is not None
    assert amount_by(basic, base=999_999, quantity=None, round_down_to=1000) == 0, "below the lower limit"
    assert amount_by(basic, base=1_000_001, quantity=None, round_down_to=1000) == 500000
    assert welfare.rule({"course": "基本コース"}) is None


# ---------------------------------------------------------------- mistakes
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programmes folder with one good file."""
    target = tmp_path / "programmes" / "yamato-lpgas"
    target.mkdir(parents=True)
    shutil.copy(programmes.INSTALLED / "yamato-lpgas" / programmes.FILE_NAME, target)
    return tmp_path / "programmes"


def broken(folder: Path, change: Callable[[str], str]) -> tuple[str, list[str]]:
    """Load after `change`; the Japanese message, and the lines of the changed file."""
    file = folder / "yamato-lpgas" / programmes.FILE_NAME
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        programmes.load(folder)
    assert str(folder) not in caught.value.message_ja + str(caught.value), "no machine path in a message"
    return caught.value.message_ja, after.splitlines()


MISTAKES = [
    ("fiscal_year: 2023", "fiscal_jaar: 2023", "fiscal_jaar", "fiscal_year」の書き誤り"),
    ("round_down_to: 1\n", "round_down_to: 千円\n", "千円", "整数ではありません"),
    ("start: 2023-09-01, end: 2023-12-28", "start: 2023-09-01, end: 2023-13-28", "2023-13-28", "日付ではありません"),
    ("start: 2023-09-01, end: 2023-12-28", "start: 2023-09-01, end: 2022-12-28", "end: 2022-12-28", "start より前"),
    ("applicants: [individual]", "applicants: [person]", "applicants: [person]", "次のどれか"),
    ("      - meter_slip\n", "      - meterslip\n", "- meterslip", "「meter_slip」（検針票）の書き誤り"),
    ("kind: per_unit", "kind: per_piece", "per_piece", "kind が正しくありません"),
    ("        section: account\n        boxed: [a]", "        section: konto\n        boxed: [a]", None, "konto"),
    ("options: [普通, 当座, 貯蓄]", "options: []", None, "options（選択肢）"),
    ("assumed: true, reason: 公表", "assumed: true, riyu: 公表", "riyu", "riyu」という項目はありません"),
    ("{assumed: true, reason:", "{assumed: false, reason:", "assumed: false", "assumed: true と reason"),
    ("kind: person", "kind: {person: 1}", "person: 1", "次のどれか"),
    ("title: 令和", "title: 5 #", "title: 5", "文字で書いてください"),
    ("area: {prefecture: 熊本県, city: 上益城郡山都町}", "area: 熊本県", "area: 熊本県", "「項目: 値」の形"),
    ("title: 令和", "title: 令和\ntitle: 令和", None, "二度書かれています"),
    ("    titles: [給付", "    titles: 給付", "titles: 給付", "一覧で書いてください"),
    ("area: {", "area: {{", "area: {{", "かっこ「{」が閉じていません"),
    ("schema_version: 2", "schema_version: 99", "99", "schema_version は 2"),
    ("id: yamato-lpgas", "id: Yamato LPG", "Yamato LPG", "英小文字"),
    ("id: yamato-lpgas", "id: yamato-gas", "yamato-gas", "フォルダー名"),
    ("boxed: [a, b]", "boxed: [a, z]", None, "z"),
]


@pytest.mark.parametrize(("good", "bad", "at", "says"), MISTAKES)
def test_a_mistake_is_told_with_file_line_and_remedy(
    folder: Path, good: str, bad: str, at: str | None, says: str
) -> None:
    message, lines = broken(folder, lambda text: text.replace(good, bad, 1))
    assert "yamato-lpgas/programme.yaml の " in message
    assert says in message
    told = [int(n) for n in re.findall(r"の (\d+) 行目", message)]
    if at is not None:
        assert any(at in lines[n - 1] for n in told), (message, told)


def test_all_mistakes_of_a_file_are_told_at_once(folder: Path) -> None:
    message, _ = broken(
        folder,
        lambda t: t.replace("round_down_to: 1", "round_down_to: x").replace("fiscal_year: 2023", "fiscal_year: y"),
    )
    assert len(message.splitlines()) == 2


def test_a_missing_entry_is_named(folder: Path) -> None:
    message, _ = broken(folder, lambda text: re.sub(r"^office: .*\n", "", text, flags=re.M))
    assert "「office」がありません" in message


def test_a_missing_ground_is_named(folder: Path) -> None:
    message, _ = broken(folder, lambda text: re.sub(r"^  meter_period: \{assumed.*\n", "", text, flags=re.M))
    assert "meter_period" in message and "根拠" in message


def test_an_unreadable_encoding_is_told(folder: Path) -> None:
    file = folder / "yamato-lpgas" / programmes.FILE_NAME
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp932"))
    with pytest.raises(ProgrammeError, match="yamato-lpgas") as caught:
        programmes.load(folder)
    assert "UTF-8" in caught.value.message_ja


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "ただの文\n"])
def test_a_file_that_is_no_table_is_told(folder: Path, content: str) -> None:
    message, _ = broken(folder, lambda _: content + "\n")
    assert "項目: 値" in message


def test_a_folder_without_programmes_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError) as caught:
        programmes.load(tmp_path)
    assert "補助金事業がひとつもありません" in caught.value.message_ja


def test_loading_is_the_same_every_time() -> None:
    again: dict[str, Programme] = programmes.load()
    assert again == ALL


def test_the_only_version_of_a_form_needs_no_marks() -> None:
    """`boxed: [a]` without `versions`; where two are named, they have to be told apart."""

    def told(*named: str) -> list[str]:
        programme = ALL["yamato-lpgas"]
        form = programme.documents[DocumentKind.APPLICATION_FORM]
        fields = [
            FieldSpec.model_validate({"key": f"{n}_text", "kind": "text", "labels": [n], "boxed": [n]}) for n in named
        ]
        paper = form.model_copy(update={"versions": {}, "fields": tuple(fields), "sections": {}})
        documents = {DocumentKind("paper_of_its_own"): paper}
        changed = programme.model_copy(update={"documents": {**programme.documents, **documents}})
        return [text for _, text in problems(changed) if "versions にありません" in text]

    assert told("a") == []
    assert len(told("a", "b")) == 2

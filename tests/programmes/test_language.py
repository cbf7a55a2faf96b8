"""The programme language: its JSON Schema, the skeleton, and what a mistake in a file says, with line and remedy."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

import programmes
from models.documents import DocumentKind, Stage
from models.errors import ProgrammeError
from models.programmes import Matrix
from models.values.keys import ENDINGS, KNOWN, alike
from programmes import schema
from programmes.forms import fit, load_forms
from programmes.starting import SKELETON, start
from validators.expressions.functions import FUNCTIONS, SPECIAL

ROOT = Path(__file__).parents[2]
FILES = [*sorted(programmes.INSTALLED.glob("*/programme.yaml")), SKELETON]


# ---------------------------------------------------------------- schema
def plain(value: Any) -> Any:
    """YAML's values as JSON has them."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def test_the_schema_beside_the_programmes_is_current() -> None:
    kept = (programmes.INSTALLED / schema.FILE_NAME).read_text(encoding="utf-8")
    assert kept == schema.text(), "uketsuke programme schema --write programmes"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.parent.name)
def test_editors_accept_every_file(file: Path) -> None:
    tree = plain(YAML(typ="safe").load(file.read_text(encoding="utf-8").replace("__ID__", "new")))
    jsonschema.Draft202012Validator(schema.schema()).validate(tree)


def test_editors_see_a_mistake() -> None:
    tree = plain(YAML(typ="safe").load(FILES[0].read_text(encoding="utf-8")))
    tree["fiscal_jaar"] = 2026
    assert [e.message for e in jsonschema.Draft202012Validator(schema.schema()).iter_errors(tree)]


# ---------------------------------------------------------------- a new programme
def test_a_skeleton_is_a_good_programme(tmp_path: Path) -> None:
    file = start("himeji-ev", tmp_path)
    assert programmes.load(tmp_path)["himeji-ev"].rules
    assert file.read_text(encoding="utf-8").startswith("# yaml-language-server")
    with pytest.raises(ProgrammeError) as caught:
        start("himeji-ev", tmp_path)
    assert "もうあります" in caught.value.message_ja
    with pytest.raises(ProgrammeError) as caught:
        start("姫路", tmp_path)
    assert "英小文字" in caught.value.message_ja


def test_the_manual_names_every_function_and_every_ending() -> None:
    manual = (ROOT / "docs" / "adding-a-programme.md").read_text(encoding="utf-8")
    assert [name for name in (*FUNCTIONS, *SPECIAL) if name not in manual] == []
    assert [ending for ending, _ in ENDINGS.values() if f"`{ending}`" not in manual] == []


# ---------------------------------------------------------------- mistakes
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "programmes"
    for id_ in ("nagano-welfare", "sii-enemane"):
        (target / id_).mkdir(parents=True)
        shutil.copy(programmes.INSTALLED / id_ / programmes.FILE_NAME, target / id_)
    return target


def told(folder: Path, id_: str, change: Callable[[str], str]) -> list[tuple[str, str]]:
    """(line of the file, sentence) for each mistake after `change`."""
    file = folder / id_ / programmes.FILE_NAME
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        programmes.load(folder)
    lines = after.splitlines()
    found = re.findall(r"programme\.yaml の (\d+) 行目: (.*)", caught.value.message_ja)
    return [(lines[int(number) - 1], sentence) for number, sentence in found]


MISTAKES = [
    ("when: 従業員数 >= 21", "when: 従業員すう >= 21", "従業員すう", ["1 文字目", "「従業員数」ではありませんか"]),
    ("when: 従業員数 >= 21", "when: 従業員数 >= ", "従業員数 >= }", ["式の書き方"]),
    ("when: 従業員数 >= 21", "when: 従業員数 + 21", "従業員数 + 21", ["はい・いいえになる式が必要"]),
    ("when: 従業員数 >= 21", "when: 21 >= 20", "21 >= 20", ["どの案件でも結果が同じ"]),
    ("require: 補助対象経費税抜 <= 総事業費税込", "require: 補助対象経費税抜 <= 申請日", "<= 申請日", ["比べられません"]),
    ("総事業費（{総事業費税込}）を超えています", "総事業費（{総事業ひ}）を超えています", "{総事業ひ}", ["総事業費"]),
    ('when: コース == "促進コース"\n    require: not', 'when: コース == "特別コース"\n    require: not', "特別コース", ["決して成り立ちません"]),
    ("for_each: 施設別一覧.施設一覧", "for_each: 施設別一覧.名称一覧", "名称一覧", ["for_each"]),
    ("    phases: [report]\n    require: 実績報告書.総事業費税込", "    phases: [repot]\n    require: 実績報告書.総事業費税込", "repot", ["次のどれか"]),
    ("id: report_same_model", "id: report_same_applicant", "report_same_applicant", ["二度使われています"]),
    ("code: EQUIPMENT_MISMATCH", "code: EQUIPMENT", "EQUIPMENT", ["次のどれか"]),
    ("key: bank_name\n        kind: bank\n", "key: bank_name\n        kind: text\n", "kind: text", ["bank_name の kind は bank"]),
    ("key: settled_amount", "key: settled_sum", "settled_sum", ["_amount", "settled_amount"]),
    ("key: settled_amount", "key: subsidy_amont", "subsidy_amont", ["subsidy_amount"]),
    ("completion_report:\n    label: 実績報告書\n", "completion_report:\n", "completion_report", ["label"]),
    ("base_field: purchase_amount", "base_field: purchase_amont", "purchase_amont", ["purchase_amount"]),
    ("form_field: total_cost}", "form_field: totalcost}", "totalcost", ["total_cost"]),
    ("{when: {course: 基本コース, facility_class: 社会福祉施設}", "{when: {course: 基本, facility_class: 社会福祉施設}", "course: 基本,", ["基本コース"]),
    ("only_if: '含む(設備, \"太陽光発電\")'", "only_if: '含む(設備名, \"太陽光発電\")'", "設備名", ["「設備」"]),
    ('below: "50"', 'below: "五十"', "五十", ["数で書いてください"]),
    ("source: report_as_applied\n  - id: report_same_model", "source: report_applied\n  - id: report_same_model", "report_applied", ["sources", "report_applied"]),
    ("report:\n    period: {start: 2026-10-01, end: 2027-01-08}", "report:\n    period: {start: 2026-10-01, end: 2026-01-08}", "2026-01-08", ["start より前"]),
    ("budget: {first_come: true}", "budget: {first_come: true, amount: 0}", "amount: 0", ["amount"]),
    ("applicants: [facility]", "applicants: [facility、company]", "facility、company", ["半角の「,」", "[facility, company]"]),
    ("fiscal_year: 2026\n", "fiscal_year: 2036\n", "fiscal_year", ["2036 年度", "どの段階の期間も入っていません"]),
    ("fiscal_year: 2026\n", "fiscal_year: 8\n", "fiscal_year", ["西暦"]),
    ("deadline: 2027-03-05", "deadline: 2026-03-05", "2026-03-05", ["先の段階", "2026-06-15 より前"]),
    ("period: {start: 2026-10-01, end: 2027-01-08}", "period: {start: 2026-05-01, end: 2027-01-08}", "start: 2026-05-01", ["先の段階 apply"]),
    ("key: settled_amount", "key: total_cost", "key: total_cost", ["二度書かれています", "key を変えて"]),
    ("  completion_report:\n    label", "  実績報告書:\n    label", "実績報告書:", ["英小文字", "label に書いて"]),
    ("{one_of: [payment_request]", "{one_of: [bankbook]", "bankbook", ["「passbook」（通帳の写し）"]),
    ("{one_of: [payment_request]", "{one_of: [通帳]", "通帳", ["「passbook」（通帳の写し）"]),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "at", "says"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_remedy(
    folder: Path, good: str, bad: str, at: str, says: list[str]
) -> None:
    found = told(folder, "nagano-welfare", lambda text: text.replace(good, bad, 1))
    assert found and any(at in line for line, _ in found), found
    assert all(any(word in sentence for _, sentence in found) for word in says), found


SLIPS = [
    ("fiscal_year: 2026\n", "fiscal_year：2026\n", "fiscal_year：2026", "「fiscal_year」の後のコロンが全角"),
    ("fiscal_year: 2026\n", "fiscal_year:2026\n", "fiscal_year:2026", "「fiscal_year:」のコロンの後に空白がありません"),
    ("budget: {first_come: true}", "budget: {amount：80000000}", "amount：", "「amount」の後のコロンが全角"),
    ("budget: {first_come: true}", "budget: {first_come:true}", "first_come:true", "コロンの後に空白"),
    ("budget: {first_come: true}", "budget: {first_come：true, amount: 1}", "first_come：", "「first_come」の後のコロンが全角"),
    ("constants:\n  全書類を調べる: false", "constants: {上限額：5000000}", "上限額：", "「上限額」の後のコロンが全角"),
    ("budget: {first_come: true}", "budget:\n  上限額：5000000", "上限額：", "「上限額」の後のコロンが全角"),
    ("  report:\n    period: {", "  report:\n    period：{", "period：{", "「period」の後のコロンが全角"),
    ("  report:\n    period: {", "  report:\n\tperiod: {", "\tperiod", "字下げにタブ"),
    ("  report:\n    period: {", "  report:\n　　period: {", "　　period", "全角の空白"),
    ("end: 2027-01-08}", "end: 2027-01-08", "end: 2027-01-08", "かっこ「{」が閉じていません"),
    ("end: 2027-01-08}", "end: 2027-01-08]", "end: 2027-01-08]", "かっこ「{」が閉じていません"),
    ("end: 2027-01-08}", "end: 2027-01-08}}", "end: 2027-01-08}}", "閉じかっこが多すぎます"),
    ("  - id: report_same_model", "    id: report_same_model", "id: report_same_model", "「- 」を付けて"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "at", "says"), SLIPS)
def test_a_slip_of_the_pen_is_named_once_and_where_it_is(folder: Path, good: str, bad: str, at: str, says: str) -> None:
    found = told(folder, "nagano-welfare", lambda text: text.replace(good, bad, 1))
    assert len(found) == 1, found
    assert at in found[0][0] and says in found[0][1], found


def test_a_list_item_without_its_dash_names_both_lines(folder: Path) -> None:
    found = told(
        folder, "nagano-welfare", lambda t: t.replace("  - id: report_same_model", "    id: report_same_model", 1)
    )
    lines = (folder / "nagano-welfare" / programmes.FILE_NAME).read_text(encoding="utf-8").splitlines()
    numbers = [int(n) for n in re.findall(r"(\d+) 行目", found[0][1])]
    assert [lines[n - 1].strip(" -") for n in numbers] == ["id: report_same_applicant", "id: report_same_model"]


@pytest.mark.parametrize("written", ["[設備、名称]", "[設備，名称]"])
def test_a_comma_of_the_wrong_width_makes_one_item_and_is_refused(folder: Path, written: str) -> None:
    found = told(
        folder, "nagano-welfare", lambda t: t + f"\n      - {{key: remarks_text, kind: text, labels: {written}}}\n"
    )
    assert len(found) == 1 and "[設備, 名称]" in found[0][1] and written in found[0][0]


def test_a_comma_in_quotes_is_meant(folder: Path) -> None:
    file = folder / "nagano-welfare" / programmes.FILE_NAME
    text = file.read_text(encoding="utf-8")
    file.write_text(f'{text}\n      - {{key: remarks_text, kind: text, labels: ["設備、名称"]}}\n', encoding="utf-8")
    assert programmes.load(folder)


def test_a_matrix_names_its_columns(folder: Path) -> None:
    found = told(folder, "sii-enemane", lambda t: t.replace("signs: {幹事社: ●}}", "signs: {幹事: ●}}", 1))
    assert "幹事" in found[0][1] and "columns" in found[0][1]
    table = Matrix.model_validate(
        {
            "columns": {"一社": "not 代理申請", "幹事社": "代理申請"},
            "rows": [
                {"document": "estimate", "signs": {"一社": "●", "幹事社": "▲"}, "when": "枚数(領収書) > 1"},
                {"document": "contract", "signs": {"一社": "－", "幹事社": "▲"}},
            ],
        }
    )
    assert [(r.one_of, r.when) for r in table.requirements()] == [
        ((DocumentKind.ESTIMATE,), "not 代理申請"),
        ((DocumentKind.ESTIMATE,), "(代理申請) and (枚数(領収書) > 1)"),
    ]


def test_a_file_of_version_1_is_told_what_to_change(folder: Path) -> None:
    def older(text: str) -> str:
        text = text.replace("schema_version: 2", "schema_version: 1").replace(
            "applicants: [facility]", "applicant: business"
        )
        return text + "\nclaim_deadline: 2027-03-05\nrequired_documents: {apply: [receipt]}\n"

    found = told(folder, "nagano-welfare", older)
    assert [line.split(":")[0] for line, _ in found] == [
        "schema_version",
        "applicant",
        "claim_deadline",
        "required_documents",
    ]
    assert "docs/adding-a-programme.md" in found[0][1] and "phases の claim" in found[2][1]


def test_a_form_map_must_fit_its_programme(tmp_path: Path) -> None:
    shutil.copytree(programmes.INSTALLED / "yamato-lpgas", tmp_path / "yamato-lpgas")
    file = tmp_path / "yamato-lpgas" / "forms" / "application_form-a.yaml"
    text = file.read_text(encoding="utf-8")
    fit(tmp_path, programmes.load(tmp_path), load_forms(tmp_path))
    file.write_text(text.replace("key: contract_count", "key: contract_cont", 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        fit(tmp_path, programmes.load(tmp_path), load_forms(tmp_path))
    line = int(re.findall(r"の (\d+) 行目", caught.value.message_ja)[0])
    assert "contract_cont" in file.read_text(encoding="utf-8").splitlines()[line - 1]
    assert "「contract_count」の書き誤り" in caught.value.message_ja


# ---------------------------------------------------------------- what the six say
def test_phases_are_the_offices() -> None:
    known = programmes.load()
    assert list(known["nagano-welfare"].phases) == [Stage.APPLY, Stage.REPORT, Stage.CLAIM]
    assert known["nara-smarthouse"].budget.amount == 46_000_000 and known["nara-smarthouse"].proxy
    assert known["nara-business"].budget.amount == 220_000_000 and known["nara-business"].budget.first_come
    levels = known["nara-business"].service_levels
    assert (levels.acknowledge_business_days, levels.review_days) == (2, 7)


def test_invented_keys_are_read_like_their_kind() -> None:
    assert {known for _, known in ENDINGS.values()} <= KNOWN
    assert all(alike(key) == key for key in KNOWN)
    assert all(alike(f"something{ending}") == known for ending, known in ENDINGS.values())

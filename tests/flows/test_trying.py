"""A programme tried on typed values says what it would say of a case with them on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

import programmes
from flows.trying import Trial, try_file
from models.errors import ProgrammeError
from models.findings import FindingCode as C
from validators.crosschecks.rules import Outcome

PROGRAMMES = programmes.load()
VALUES = """
段階: 交付申請
受付日: 2025-11-20
書類:
  交付申請書:
    申請日: 令和7年11月17日
    氏名: 松尾弘之
    電話番号: ""
    住所: 東京都渋谷区神南1-1-1
    対象設備: LED照明器具
    購入金額: 363,000円
    補助金交付申請額: 60000
    押印: なし
  領収書:
    - {合計金額: 363000, 宛名: 株式会社松尾, 発行日: 2025-11-10}
"""


def tried(tmp_path: Path, text: str, programme: str = "shinjuku-ecohome") -> Trial:
    file = tmp_path / "values.yaml"
    file.write_text(text, encoding="utf-8")
    return try_file(file, PROGRAMMES[programme])


def test_findings_papers_amount_and_rules_of_typed_values(tmp_path: Path) -> None:
    told = tried(tmp_path, VALUES)
    codes = {f.code for f in told.findings}
    assert {C.DOCUMENT_MISSING, C.FIELD_MISSING, C.SEAL_MISSING, C.PAYER_MISMATCH, C.SUBSIDY_AMOUNT_WRONG} <= codes
    assert (told.amount, told.stated, told.stage) == (50_000, 60_000, "交付申請")
    assert {p.name: (p.asked, p.there) for p in told.papers}["通帳の写し"] == (True, False)
    said = dict(told.outcomes)
    assert said["resident_of_the_ward"] is Outcome.BROKEN
    assert said["installed_before_application"] is Outcome.SILENT
    assert said["claim_equals_decision"] is Outcome.NOT_ASKED


def test_a_rule_that_is_kept_and_a_number_that_begins_with_zero(tmp_path: Path) -> None:
    text = VALUES.replace("渋谷区神南", "新宿区四谷") + "  通帳の写し: {口座番号: 0012345}\n"
    told = tried(tmp_path, text)
    assert dict(told.outcomes)["resident_of_the_ward"] is Outcome.KEPT
    assert all(f.code is not C.PASSBOOK_MISMATCH for f in told.findings)


def test_rows_and_how_they_are_written(tmp_path: Path) -> None:
    rows = (
        "{氏名: 環境　太郎, カナ: ｶﾝｷｮｳ ﾀﾛｳ, 和暦: S, 年: 45, 月: 1, 日: 02, 性別: M, 会社: 環境株式会社, 役職: 社長}"
    )
    told = tried(tmp_path, f"書類:\n  役員名簿:\n    役員一覧:\n      - {rows}\n", "sii-enemane")
    said = {rule: outcome for rule, outcome in told.outcomes if rule.endswith("_format")}
    assert said.pop("officers_birth_format") is Outcome.BROKEN
    assert set(said.values()) == {Outcome.KEPT}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("段階: 実績報告\n", "交付請求"),
        ("書類: {申込書: {氏名: 松尾弘之}}\n", "申込書"),
        ("書類: {交付申請書: {しめい: 松尾弘之}}\n", "しめい"),
        ("書類: {交付申請書: {申請日: 2026-13-45}}\n", "2026-13-45"),
        ("書類: {交付申請書: {対象設備: 風車}}\n", "LED照明器具"),
        ("書類: [交付申請書]\n", "書類の名前"),
        ("そのほか: 1\n", "そのほか"),
        ("段階: [1\n", "YAML"),
        ("", "書類"),
    ],
)
def test_what_the_programme_does_not_know_is_named_in_japanese(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        tried(tmp_path, text)
    assert word in caught.value.message_ja

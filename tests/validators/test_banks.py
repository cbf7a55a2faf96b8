from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from zengin_code import Bank as Source

from tests import shared
from validators.banks import (
    bank_by_code,
    banks_named,
    branch_by_code,
    branches_named,
    check_bank,
    check_branch,
    full_bank_name,
    full_branch_name,
)
from validators.likeness import Verdict


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("三井住友", "0009"), ("三井住友銀行", "0009"), ("三菱ＵＦＪ", "0005"), ("三菱UFJ信託銀行", "0288"), ("西武信金", "1341"), ("西武信用金庫", "1341"), ("ゆうちょ", "9900"),
        ("上益城農業協同組合", "8982"), ("JA奈良県", "7387"), ("ＪＡならけん", "7387"), ("住信SBIネット銀行", "0038"), ("八十二銀行", "0143"), ("商工組合中央金庫", "2004"), ("株式会社南都銀行", "0162"),
    ],
)  # fmt: skip
def test_banks_by_every_name(name: str, code: str) -> None:
    hits = banks_named(name)
    assert [h.bank.code for h in hits if h.exact] == [code]


@pytest.mark.parametrize(
    ("name", "code"),
    [("みすほ銀行", "0001"), ("諏訪信用金犀", "1393"), ("上盆城農業協同組合", "8982"), ("三井往友銀行", "0009")],
)
def test_misread_banks_are_candidates_but_not_exact(name: str, code: str) -> None:
    hits = banks_named(name)
    assert hits and hits[0].bank.code == code and not hits[0].exact and hits[0].distance == 1


def test_every_bank_and_branch_is_found_by_its_own_name_and_code() -> None:
    sample = random.Random(2).sample(sorted(Source.all), 150)
    for code in sample:
        bank = bank_by_code(code)
        assert bank is not None
        assert any(h.exact and h.bank == bank for h in banks_named(bank.name)), bank.name
        # two banks share a name that variants fold (中国・中國): the code decides
        assert check_bank(bank.name, code).bank == bank
        for branch_code in list(Source.all[code].branches)[:20]:
            branch = branch_by_code(code, branch_code)
            assert branch is not None
            got = check_branch(code, branch.name, branch_code)
            assert (got.verdict, got.branch) == (Verdict.AGREE, branch), branch
            assert any(h.exact and h.branch == branch for h in branches_named(code, branch.name, limit=99))


@pytest.mark.parametrize(
    ("bank", "name", "code", "verdict", "missing"),
    [
        ("0162", "駅前第二支店", "075", "disagree", True), ("7387", "駅前第二支店", "075", "disagree", True), ("0001", None, "999", "disagree", True), ("0162", "駅前第二支店", None, "disagree", True),
        ("0009", "飯田橋支店", "888", "agree", False), ("0009", "飯田橋", None, "agree", False), ("0009", "飯田檎支店", "888", "agree", False), ("0009", "飯田檎支店", None, "unknown", False),
        ("0162", "天理南", "010", "disagree", False), ("9900", "九五八店", "958", "agree", False), ("9900", "九五八", "968", "disagree", False), ("8982", "清和支所", "018", "agree", False),
        ("0000", "本店", "001", "unknown", False), (None, "本店", "001", "unknown", False), ("0162", None, None, "unknown", False), ("0162", "奈良支店", "010", "disagree", False),
    ],
)  # fmt: skip
def test_branches(bank: str | None, name: str | None, code: str | None, verdict: str, missing: bool) -> None:
    got = check_branch(bank, name, code)
    assert (got.verdict, got.no_such_branch) == (verdict, missing)


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("南都銀行", "0162", "agree"),
        ("南都銀行", "0001", "disagree"),
        ("南部銀行", "0162", "agree"),
        ("南都銀行", "9999", "disagree"),
        ("中国", "0168", "agree"),
        ("中国", None, "unknown"),
        (None, "0162", "agree"),
        (None, None, "unknown"),
        ("存在しない銀行", "9999", "unknown"),
    ],
)
def test_bank_against_code(name: str | None, code: str | None, verdict: str) -> None:
    assert check_bank(name, code).verdict == verdict


def test_every_account_of_the_corpus() -> None:
    """Only the branch that the corpus made up is unknown; names written short are completed."""
    unknown = []
    for case in shared.jsonl("corpus", "dev", "truth.jsonl"):
        for document in case["documents"]:
            fields = document["fields"]
            if not fields.get("bank_name", {}).get("value") or not fields.get("branch_name", {}).get("value"):
                continue
            code = fields.get("bank_code", {}).get("value")
            bank = check_bank(fields["bank_name"]["raw"], code)
            assert bank.verdict is Verdict.AGREE and bank.bank is not None
            assert full_bank_name(fields["bank_name"]["raw"]) == fields["bank_name"]["value"]
            branch = check_branch(
                bank.bank.code, fields["branch_name"]["raw"], fields.get("branch_code", {}).get("value")
            )
            if branch.no_such_branch:
                unknown.append(case["case_id"])
                continue
            assert branch.verdict is Verdict.AGREE
            assert full_branch_name(bank.bank.code, fields["branch_name"]["raw"]) == fields["branch_name"]["value"]
    expected = [
        c["case_id"] for c in shared.jsonl("corpus", "dev", "truth.jsonl") if "BANK_BRANCH_UNKNOWN" in c["findings"]
    ]
    assert unknown == expected


def test_threads_may_share_it() -> None:
    with ThreadPoolExecutor(4) as pool:
        names = ["南都", "みずほ", "りそな", "三井往友"] * 25
        assert list(pool.map(lambda n: banks_named(n)[0].bank.code, names)) == ["0162", "0001", "0010", "0009"] * 25


def test_a_look_up_takes_milliseconds() -> None:
    banks_named("南都")
    began = time.perf_counter()
    for i in range(50):
        banks_named(f"南郁{i}")
    assert (time.perf_counter() - began) / 50 < 0.02

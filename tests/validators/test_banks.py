from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from zengin_code import Bank as Source

from tests import shared
from validators.bankchecks import check_bank, check_branch
from validators.banks import (
    Branch,
    bank_by_code,
    banks_named,
    branch_by_code,
    branches_named,
    former_bank,
    full_bank_name,
    full_branch_name,
    moved_branches,
)
from validators.formerbanks import FORMER, STILL_READ
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


@pytest.mark.parametrize("row", FORMER, ids=lambda row: row.name)
def test_every_former_bank_leads_to_banks_of_today(row: object) -> None:
    name, until, successors = row  # type: ignore[misc]
    former = former_bank(name)
    assert former is not None and (former.name, former.until) == (name, until)
    assert [b.name for b in former.successors] == list(successors)
    assert not any(h.exact and h.bank.name == name for h in banks_named(name))
    if until is None or until >= STILL_READ:
        assert [h.bank for h in banks_named(name) if h.exact] == list(former.successors)
        assert former_bank(name.removesuffix("銀行")) == former
        assert former_bank(f"株式会社{name}") == former or not name.endswith("銀行")


def test_no_bank_of_today_is_a_former_one() -> None:
    for code in Source.all:
        bank = bank_by_code(code)
        assert bank is not None and former_bank(bank.name) is None, bank.name
    for name in ("", "銀行", "存在しない銀行", "三井住友銀行"):
        assert former_bank(name) is None


def test_branches_of_a_former_bank() -> None:
    former = former_bank("みちのく銀行")
    assert former is not None
    found = moved_branches(former, "八戸支店")
    assert [b.bank_code for b in found] == ["0117"] and found == moved_branches(former, "八戸")
    assert moved_branches(former, "存在しない支店") == ()
    divided = former_bank("あさひ銀行")
    assert divided is not None and len(divided.successors) == 2
    assert {b.bank_code for b in moved_branches(divided, "浦和")} <= {"0010", "0017"}


@pytest.mark.parametrize(
    ("bank", "suffix"),
    [("0001", "支店"), ("1341", "支店"), ("2004", "支店"), ("2951", "支店"), ("8982", "支所"), ("9900", "店")],
)
def test_branches_are_called_as_their_kind_of_bank_calls_them(bank: str, suffix: str) -> None:
    names = [branch_by_code(bank, code) for code in list(Source.all[bank].branches)[:60]]
    assert any(b is not None and b.name.endswith(suffix) for b in names)
    for b in names:
        assert b is not None
        stem = b.name.removesuffix(suffix)
        if stem and stem != b.name:
            assert any(h.exact and h.branch == b for h in branches_named(bank, stem, limit=99)), b.name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("西武信金", "信用金庫"), ("茨城県信組", "信用組合"), ("中央労金", "労働金庫"), ("近畿労金", "労働金庫"), ("上益城農協", "農業協同組合"), ("ゆうちょ", "銀行"), ("東日本信漁連", "信用漁業協同組合連合会"),
    ],
)  # fmt: skip
def test_every_kind_of_bank_is_spelled_out(name: str, kind: str) -> None:
    exact = [h.bank for h in banks_named(name) if h.exact]
    assert len(exact) == 1 and exact[0].name.endswith(kind), exact
    assert full_bank_name(name) == exact[0].name


def _sample(seed: int, banks: int, branches: int) -> list[Branch]:
    rng = random.Random(seed)
    found = []
    for code in rng.sample(sorted(Source.all), banks):
        for branch_code in rng.sample(sorted(Source.all[code].branches), min(branches, len(Source.all[code].branches))):
            branch = branch_by_code(code, branch_code)
            assert branch is not None
            found.append(branch)
    return found


def test_banks_written_as_papers_write_them() -> None:
    missed = []
    for code in random.Random(5).sample(sorted(Source.all), 300):
        bank = bank_by_code(code)
        assert bank is not None
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in bank.name)
        forms = [wide, " ".join(bank.name), f"株式会社{bank.name}", f"㈱{bank.name}", f"{bank.name}（株）"]
        for full, short in (("信用金庫", "信金"), ("信用組合", "信組"), ("労働金庫", "労金"), ("漁業協同組合", "漁協")):
            if bank.name.endswith(full):
                forms.append(bank.name.removesuffix(full) + short)
        if bank.name.endswith("農業協同組合"):
            stem = bank.name.removesuffix("農業協同組合")
            forms += [f"{stem}農協", f"JA{stem}", f"ＪＡ {stem}", f"JAバンク{stem}", f"農協{stem}"]
        missed += [f for f in forms if not any(h.exact and h.bank == bank for h in banks_named(f))]
    assert missed == []


def test_branches_written_as_papers_write_them() -> None:
    missed = []
    for branch in _sample(6, 60, 12):
        for name in (branch.name, " ".join(branch.name), branch.name.replace("ケ", "ヶ").replace("ノ", "の")):
            if not any(h.exact and h.branch == branch for h in branches_named(branch.bank_code, name, limit=99)):
                missed.append((branch.bank_code, name))
        for suffix in ("支店", "支所", "出張所", "営業部", "営業所"):
            stem = branch.name.removesuffix(suffix)
            if stem in ("", branch.name):
                continue
            hits = branches_named(branch.bank_code, stem, limit=99)
            assert not check_branch(branch.bank_code, stem, None).no_such_branch, branch
            # of 大田支店 and 大田営業部, the bare name is the former
            if suffix in ("支店", "支所") and not any(h.exact and h.branch == branch for h in hits):
                missed.append((branch.bank_code, stem))
            got = check_branch(branch.bank_code, stem, branch.code)
            namesake = any(h.exact and h.branch != branch for h in hits)
            assert got.verdict is Verdict.AGREE or namesake, branch
    assert missed == []


def test_a_sub_branch_without_its_suffix() -> None:
    """Forms print 支店・支所・出張所 behind the line: はびきの出張所 is written as はびきの, or with the wrong one of them."""
    assert [(h.branch.name, h.exact) for h in branches_named("0009", "はびきの")] == [("はびきの出張所", True)]
    assert full_branch_name("0009", "はびきの") == "はびきの出張所"
    assert [(h.branch.name, h.exact) for h in branches_named("0009", "はびきの支店")] == [("はびきの出張所", False)]
    assert check_branch("0009", "はびきの支店", None).verdict is Verdict.UNKNOWN

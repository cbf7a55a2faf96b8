from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import shared
from validators import gazetteer
from validators.addresses import compare_addresses, nearly_listed, old_forms
from validators.gazetteer import Town, towns_of
from validators.likeness import Likeness, Verdict
from validators.locating import locate
from validators.placenames import fold_place, fold_town
from validators.postal import check_postal


@pytest.mark.parametrize(
    ("code", "address", "verdict"),
    [
        ("1620065", "東京都新宿区住吉町29-8", "agree"), ("1620065", "新宿区住吉町２９番８号", "agree"), ("1620065", "東京都新宿区佳吉町29-8", "agree"), ("1620065", "東京都新宿区住吉田29-8", "agree"),
        ("1620065", "東京都新宿匿住吉町29-8", "agree"), ("1600011", "東京都新宿区住吉町29-8", "disagree"), ("6301105", "奈良県五條市田園1-32-15", "disagree"), ("6370093", "五条市田園1-32-15", "agree"),
        ("6390276", "奈良県葛城市當麻1696", "agree"), ("6390276", "奈良県葛城市当麻1696", "agree"), ("8613916", "山都町塩原1873-3", "agree"), ("8613916", "熊本県上益城郡山都町塩原1873", "agree"),
        ("0600001", "札幌市中央区北１条西2丁目", "agree"), ("3800928", "長野市大字若里1-1", "agree"), ("1600000", "東京都新宿区住吉町29-8", "unknown"), ("1620065", "東京都新宿区", "unknown"),
        ("1608484", "東京都新宿区歌舞伎町1-4-1", "agree"), ("1631390", "東京都新宿区西新宿6-5-1", "unknown"), ("1631390", "東京都新宿区西新宿6-5-1新宿アイランドタワー", "agree"),
        ("9999999", "東京都新宿区住吉町29-8", "disagree"), ("1620065", "どこか遠く1-2", "unknown"), ("1620065", "", "unknown"), (None, "東京都新宿区住吉町29-8", "unknown"),
        ("6020877", "京都市上京区河原町通丸太町下る桝屋町359", "agree"), ("3998305", "長野県南安曇郡穂高町牧1787", "agree"), ("3998201", "長野県南安曇郡穂高町牧1787", "unknown"), ("1020094", "紀尾井町1-3", "agree"), ("1600014", "紀尾井町1-3", "unknown"),
        ("3300061", "埼玉県浦和市常盤6-4-4", "agree"), ("8613518", "熊本県上益城郡矢部町浜町6", "agree"), ("4080315", "山梨県北巨摩郡白州町白須1", "agree"), ("1600000", "東京都新宿区新しくない町1-2", "agree"), ("9188155", "福井市杉谷町3", "agree"), ("9102346", "福井市椙谷町3", "agree"), ("9102346", "福井市杉谷町3", "unknown"),
    ],
)  # fmt: skip
def test_codes_against_addresses(code: str | None, address: str, verdict: str) -> None:
    assert check_postal(code, address).verdict == verdict


def test_a_disagreement_names_the_right_codes() -> None:
    check = check_postal("1600011", "東京都新宿区住吉町29-8")
    assert check.right_codes == ("1620065",) and check.town is None and check.code_exists
    assert not check_postal("9999999", "東京都新宿区住吉町29-8").code_exists
    corrected = check_postal("1620065", "東京都新宿区佳吉町29-8")
    assert corrected.town is not None and corrected.town.name == "住吉町" and not corrected.exact


def _towns(count: int, seed: int) -> list[Town]:
    """Towns from all over the country."""
    towns_of("1600014")
    known = [t for towns in gazetteer.dictionary().by_code.values() for t in towns if t.name]
    assert len(known) > 100_000
    return random.Random(seed).sample(known, count)


def test_no_town_disagrees_with_its_own_code() -> None:
    verdicts = Counter(check_postal(t.code, t.text + "12-3").verdict for t in _towns(600, 1))
    assert verdicts[Verdict.DISAGREE] == 0
    assert verdicts[Verdict.AGREE] >= 0.99 * 600, verdicts


def test_one_wrong_character_is_no_disagreement() -> None:
    towns = [t for t in _towns(600, 2) if len(t.name) >= 3 and "（" not in t.name]
    draw = random.Random(3)
    letters = [c for t in towns for c in t.name]
    verdicts: Counter[Verdict] = Counter()
    for t in towns:
        at = draw.randrange(len(t.name))
        wrong = t.name[:at] + draw.choice(letters) + t.name[at + 1 :]
        verdicts[check_postal(t.code, t.prefecture + t.city + wrong + "12-3").verdict] += 1
    assert verdicts[Verdict.DISAGREE] <= 0.005 * len(towns), verdicts
    assert verdicts[Verdict.AGREE] >= 0.85 * len(towns), verdicts


def test_other_places_disagree() -> None:
    towns = _towns(400, 4)
    pairs = [(a, b) for a, b in zip(towns, towns[1:] + towns[:1], strict=True) if a.city != b.city]
    verdicts = Counter(check_postal(a.code, b.text + "1-2").verdict for a, b in pairs)
    assert verdicts[Verdict.DISAGREE] >= 0.98 * len(pairs), verdicts
    assert verdicts[Verdict.AGREE] <= 0.01 * len(pairs), verdicts


def test_threads_may_share_it() -> None:
    cases = [
        ("1620065", "東京都新宿区住吉町29-8"),
        ("1608484", "東京都新宿区歌舞伎町1-4-1"),
        ("1600011", "新宿区住吉町1"),
    ] * 20
    with ThreadPoolExecutor(4) as pool:
        got = [c.verdict for c in pool.map(lambda c: check_postal.__wrapped__(*c), cases)]
    assert got == [Verdict.AGREE, Verdict.AGREE, Verdict.DISAGREE] * 20


def test_only_the_planted_mismatches_of_the_corpus_disagree() -> None:
    disagreeing = set()
    checked = 0
    for case in shared.jsonl("corpus", "dev", "truth.jsonl"):
        for document in case["documents"]:
            fields = document["fields"]
            code, address = fields.get("postal_code", {}).get("value"), fields.get("address", {})
            if code and address.get("value"):
                checked += 1
                verdict = check_postal(code, address["raw"]).verdict
                assert verdict is not Verdict.UNKNOWN
                if verdict is Verdict.DISAGREE:
                    disagreeing.add(case["case_id"])
    planted = {
        c["case_id"] for c in shared.jsonl("corpus", "dev", "truth.jsonl") if "POSTAL_ADDRESS_MISMATCH" in c["findings"]
    }
    assert checked > 50 and disagreeing == planted


# ---------------------------------------------------------------- rows of other projects


def _bare(town: str | None) -> str:
    return re.sub(r"^字|(?<!^)\d+$", "", fold_town(town or ""))


def _misses(rows: Iterable[tuple[str, str, str, str | None]]) -> tuple[list[str], list[str]]:
    """Addresses not located as expected: (not found or found without its town, located elsewhere)."""
    lost, wrong = [], []
    for address, prefecture, city, town in rows:
        place = locate(address)
        wanted = _bare(town)
        if place is None:
            lost.append(address)
        elif (place.prefecture, fold_place(place.city)) != (prefecture, fold_place(city)):
            wrong.append(address)
        elif wanted and not place.town:
            lost.append(address)
        elif wanted and not (wanted.startswith(_bare(place.town)) or _bare(place.town).startswith(wanted)):
            wrong.append(address)
    return lost, wrong


def test_reference_geolonia() -> None:
    rows = [
        (r["住所"], r["都道府県"], r["市区町村"], r["町字"])
        for r in shared.rows("reference-cases", "geolonia_addresses.csv")
    ]
    lost, wrong = _misses(rows)
    assert len(rows) > 1000
    assert len(lost) <= 2 and wrong == [], (lost, wrong)


def test_reference_japanese_address_parser() -> None:
    cases = shared.jsonl("reference-cases", "japanese-address-parser.jsonl")
    lost, wrong = _misses((c["address"], c["prefecture"], c["city"], c["town"]) for c in cases)
    assert len(cases) > 100
    assert len(lost) <= 1 and len(wrong) <= 1, (lost, wrong)


def test_reference_abr_geocoder() -> None:
    cases = shared.jsonl("reference-cases", "abr_geocoder.jsonl")
    lost, wrong = _misses(
        (c["input"], c["pref"], (c["county"] or "") + (c["city"] or "") + (c["ward"] or ""), c["oaza_cho"])
        for c in cases
    )
    assert len(cases) > 300
    # towns the postal dictionary does not list by that name (芦村町, 竹ノ腰町 …), and addresses without any city
    assert len(lost) <= 23 and wrong == [], (lost, wrong)


# ---------------------------------------------------------------- one address against another


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("東京都新宿区住吉町29-8", "新宿区住吉町２９番８号", "equal"), ("熊本県上益城郡山都町塩原1873-3", "山都町塩原1873番地の3", "equal"), ("長野県長野市大字若里1-1", "長野市若里1丁目1", "equal"),
        ("葛城市當麻1696", "葛城市当麻1696番地", "equal"), ("新宿区住吉町29-8", "新宿区佳吉町29-8", "near"), ("新宿区住吉町29-8", "新宿区住吉町29-6", "different"),
        ("新宿区中里町28-22エスポワール506", "新宿区中里町28-22", "confusable"), ("新宿区住吉町29-8", "新宿区市谷柳町29-8", "different"), ("", "新宿区", "different"),
    ],
)  # fmt: skip
def test_compare_addresses(a: str, b: str, likeness: str) -> None:
    assert compare_addresses(a, b) == compare_addresses(b, a)
    assert compare_addresses(a, b) == likeness or (
        likeness == "near" and compare_addresses(a, b) is Likeness.CONFUSABLE
    )


@settings(max_examples=50)
@given(st.text(alphabet="東京都新宿区奈良県市町村一二三0123456789-ケヶノの大字", max_size=20))
def test_nothing_makes_it_fail(address: str) -> None:
    place = locate(address)
    assert place is None or place.towns == () or place.codes
    assert check_postal("1600014", address).verdict in set(Verdict)


@pytest.mark.parametrize(
    ("address", "old"),
    [
        ("長野県安曇野市穗高牧1787-7", "穗"),
        ("長野県安曇野市穂高牧1787-7", ""),
        ("長野県安曇野市穂高牧1787-7穗高荘", ""),  # a building may spell itself as it likes
        ("奈良県橿原市新沢町1-1", ""),
        ("どこでもない1-1", ""),
    ],
)
def test_old_forms_that_the_dictionary_does_not_have_are_told(address: str, old: str) -> None:
    assert old_forms(address) == old


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("上益城郡山都町田占2101", True),  # 田吉
        ("熊本県上益城郡山都町田吉2101", False),
        ("上益城郡山都町大字何処其処2101", False),  # a 字 unlike any town of the dictionary
        ("上益城郡山都町2101", False),
        ("どこでもない1-1", False),
    ],
)
def test_a_town_one_character_from_a_listed_one_is_told(address: str, near: bool) -> None:
    assert nearly_listed(address) is near

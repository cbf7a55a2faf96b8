from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.address import fold_address, parse_address, plain_address, split_address

CANON = "東京都新宿区西新宿2-8-1サンハイツ305"


@pytest.mark.parametrize(
    "text",
    [
        "東京都新宿区西新宿2-8-1サンハイツ305", "東京都新宿区西新宿２丁目８番１号　サンハイツ３０５号室", "〒160-0023 東京都新宿区西新宿2－8－1 サンハイツ305号", "東京都新宿区西新宿二丁目8番地1 サンハイツ305",
        "東京都新宿区西新宿2ー8ー1 サンハイツ305", "東京都新宿区西新宿2丁目8番地の1サンハイツ305号室", "住所：東京都新宿区西新宿2一8一1 サンハイツ305", "東京都 新宿区 西新宿 2-8の1 サンハイツ305",
    ],
)  # fmt: skip
def test_one_place_has_one_form(text: str) -> None:
    assert parse_address(text) == CANON


@pytest.mark.parametrize(
    ("text", "canon"),
    [
        ("橿原市慈明寺町１２８３番地の３", "橿原市慈明寺町1283-3"), ("長野市大字南長野字幅下692-2", "長野市大字南長野字幅下692-2"), ("浜町6番地", "浜町6"), ("九段南一丁目", "九段南1"),
        ("馬場下町31-9　グランドメゾンⅡ1506号室", "馬場下町31-9グランドメゾンII1506"), ("内藤町52-9 内藤町壱番館 704号室", "内藤町52-9内藤町壱番館704"), ("札幌市中央区南2条西1丁目5番地", "札幌市中央区南2条西1-5"),
        ("神楽坂1-1 メゾンド3号館", "神楽坂1-1メゾンド3号館"), ("渋谷区1番街2-3", "渋谷区1番街2-3"), ("千代田区6番町2番地", "千代田区6番町2"), ("髙田町1-2", "髙田町1-2"), ("コーポ・ヤマダ1-2", "コーポ・ヤマダ1-2"),
        ("之代稻長野県佐久市茂田井914-15", "長野県佐久市茂田井914-15"), ("二熊本県上益城郡山都町1", "熊本県上益城郡山都町1"), ("東京都府中市宮町1-2", "東京都府中市宮町1-2"),
        ("香芝市五位堂4丁日212番地の1", "香芝市五位堂4-212-1"), ("広陵町馬見北三丁日7番15号", "広陵町馬見北3-7-15"),
        ("奈良市学園緑ヶ丘2丁目26番23号 2024年11月19日", "奈良市学園緑ヶ丘2-26-23"), ("新宿区西新宿2-8-1 令和8年2月1日", "新宿区西新宿2-8-1"),
        ("五條市本町/丁目7-16", "五條市本町1-7-16"), ("五條市本町|丁目7-16", "五條市本町1-7-16"),
        ("長野県佐久市岩村田1361番地4ほか2施設", "長野県佐久市岩村田1361-4"), ("大和郡山市筒井町816番地(他3か所)", "大和郡山市筒井町816"), ("外1番地", "外1"),
        ("", None), ("123-4", None), ("---", None),
    ],
)  # fmt: skip
def test_canonical_form(text: str, canon: str | None) -> None:
    assert parse_address(text) == canon


def test_parts() -> None:
    assert tuple(split_address(CANON)) == ("東京都", "新宿区西新宿", "2-8-1", "サンハイツ305")
    assert tuple(split_address("札幌市中央区南2条西1-5")) == ("", "札幌市中央区南2条西", "1-5", "")
    assert tuple(split_address("奈良市登大路町")) == ("", "奈良市登大路町", "", "")


def test_fold_leaves_out_what_people_leave_out() -> None:
    assert fold_address("長野県長野市大字南長野字幅下692番地の2") == fold_address("長野市南長野幅下692-2")
    assert fold_address("茨城県龍ヶ崎市3-1") == fold_address("龍ケ崎市３－１")
    assert fold_address("熊本県上益城郡山都町塩原1873-3") == fold_address("山都町塩原1873番地の3")
    assert fold_address("葛城市當麻1696") == fold_address("葛城市当麻1696")
    assert fold_address("大和郡山市北郡山町1") == "大和郡山市北郡山町1"


def test_to_the_letter_variants_and_counties_are_different() -> None:
    assert plain_address("長野県長野市大字若里1-1") == plain_address("長野市若里1丁目1")
    assert plain_address("葛城市當麻1696") != plain_address("葛城市当麻1696")
    assert plain_address("上益城郡山都町塩原1") != plain_address("山都町塩原1")


@given(
    st.sampled_from(["東京都新宿区西新宿", "奈良市三条本町", "上益城郡山都町塩原", "大字南長野字幅下", ""]),
    st.lists(st.integers(1, 9999), min_size=1, max_size=3),
    st.sampled_from(["", "サンハイツ305", "コーポ大和101", "第一ビル3階"]),
)
def test_every_way_to_write_the_numbers_gives_one_form(area: str, numbers: list[int], building: str) -> None:
    area = area or "浜町"
    dashed = area + "-".join(map(str, numbers)) + building
    once = parse_address(dashed)
    assert once == dashed
    words = dict(enumerate({1: ["番地"], 2: ["番", "号"], 3: ["丁目", "番", "号"]}[len(numbers)]))
    spelled = area + "".join(f"{n}{words[i]}" for i, n in enumerate(numbers)) + "　" + building
    assert parse_address(spelled) == once


@given(st.text(alphabet="新宿区一二丁目番地の号室0123456789-ー－ サンハイツ", max_size=24))
def test_idempotent(text: str) -> None:
    once = parse_address(text)
    if once is not None:
        assert parse_address(once) == once

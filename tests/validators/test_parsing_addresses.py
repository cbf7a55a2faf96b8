"""Addresses told apart: other projects' rows one by one, our own classes of variation, and the laws of parsing."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import knowledge
from models.values.address import PREFECTURES
from models.values.text import fold_itaiji
from tests import shared
from validators import gazetteer
from validators.addresses import NoteKind, ParsedAddress, parse, place_key
from validators.gazetteer import City, offices_of, towns_of
from validators.locating import locate
from validators.mergers import table
from validators.placenames import fold_place, fold_town

# ---------------------------------------------------------------- rows of other projects

#: Rows that we understand otherwise than their authors, each with the reason. The list may only shrink.
DISAGREEMENTS = {
    "府中市宮西町2丁目24番地": "the library did not find the town (level 3 with no 町字); 宮西町2丁目24 is right",
    "京都府京都市伏見区醍醐辰己町4-1": "spelled 辰巳町 in the postal dictionary; said in the notes",
    "東京都千代田区紀尾井町1丁目3番地デジタルビル９９９": "紀尾井町 has no 丁目; we keep the 丁目 that is written",
    "京都府福知山市字裏ノ(南栄町)８": "a remark in brackets within the name; dropped there, kept here",
    "中京区東堀川通錦小路上る四坊堀川町622-2": "the library failed to read the streets",
    "南１２西１２ー２-２７": "南十二条西 is a town of Sapporo and of 網走; without a city nobody can tell",
}


def _rows(name: str) -> list[dict[str, Any]]:
    return knowledge.reference(name) if shared.SHARED.is_dir() else []


CASES = [
    pytest.param(differences, row, key, id=f"{name.split('_')[0]}-{n}")
    for name, differences, key, _ in knowledge.FILES
    for n, row in enumerate(_rows(name))
]


@pytest.mark.parametrize(("differences", "row", "key"), CASES)
def test_rows_of_other_projects(differences: Any, row: dict[str, Any], key: str) -> None:
    wrong = differences(row)
    if row[key] in DISAGREEMENTS:
        assert wrong, "understood as its author meant it: take it off the list"
    else:
        assert not wrong, f"{wrong}: {parse(row[key])}"


# ---------------------------------------------------------------- our own classes


def _parts(p: ParsedAddress) -> tuple[str, ...]:
    return p.city, p.town, p.area, p.number, p.building, p.room


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # numbers in every writing
        ("東京都新宿区西新宿2-8-1", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("東京都新宿区西新宿二丁目八番一号", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("東京都新宿区西新宿２－８－１", ("新宿区", "西新宿", "", "2-8-1", "", "")),
        ("東京都新宿区西新宿2の8の1", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("東京都新宿区西新宿２丁目８番地の１", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("東京都新宿区西新宿2丁目8番1", ("新宿区", "西新宿", "", "2-8-1", "", "")),
        ("〒160-0023　東京都新宿区西新宿２ー８ー１", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("住所：東京都新宿区西新宿2一8一1", ("新宿区", "西新宿", "", "2-8-1", "", "")), ("東京都 新宿区 西新宿 2 - 8 - 1", ("新宿区", "西新宿", "", "2-8-1", "", "")),
        ("橿原市慈明寺町１２８３番地の３", ("橿原市", "慈明寺町", "", "1283-3", "", "")), ("神奈川県綾瀬市無番地", ("綾瀬市", "", "", "無番地", "", "")), ("東京都新宿区西新宿2丁目", ("新宿区", "西新宿", "", "2", "", "")),
        ("兵庫県神崎郡神河町吉冨88番地10号", ("神崎郡神河町", "吉冨", "", "88-10", "", "")), ("奈良県奈良市高畑町千二百番地", ("奈良市", "高畑町", "", "1200", "", "")), ("東京都新宿区西新宿2丁目8番1号の2", ("新宿区", "西新宿", "", "2-8-1-2", "", "")),
        # lots: 甲乙丙, イロハ, 地割, 丁
        ("愛媛県松山市堀江町甲1234番地5", ("松山市", "堀江町", "", "甲1234-5", "", "")), ("石川県金沢市大桑町ヲ23番地", ("金沢市", "大桑町", "", "ヲ23", "", "")), ("千葉県旭市ハの７４-2", ("旭市", "ハ", "", "74-2", "", "")),
        ("岩手県八幡平市大更第35地割63番地", ("八幡平市", "大更", "", "35地割63", "", "")), ("岩手県八幡平市大更35地割63", ("八幡平市", "大更", "", "35地割63", "", "")), ("大阪府堺市堺区南瓦町3丁1番1号", ("堺市堺区", "南瓦町", "", "3-1-1", "", "")),
        # 条丁目 of Hokkaido
        ("札幌市中央区北１条西２丁目", ("札幌市中央区", "北一条西", "", "2", "", "")), ("札幌市中央区北一条西2-1", ("札幌市中央区", "北一条西", "", "2-1", "", "")), ("北海道旭川市四条通6丁目", ("旭川市", "4条通", "", "6", "", "")),
        ("中央区北2西23-1-10", ("札幌市中央区", "北二条西", "", "23-1-10", "", "")), ("北海道帯広市西十八条南３７－１－６", ("帯広市", "西十八条南", "", "37-1-6", "", "")),
        # Kyoto's streets
        ("京都市上京区河原町通丸太町下る桝屋町359", ("京都市上京区", "桝屋町", "", "359", "", "")), ("京都市中京区柳馬場通御池上ル虎石町45-3", ("京都市中京区", "虎石町", "", "45-3", "", "")), ("京都市下京区楊梅通新町東入ル蛭子町120-1", ("京都市下京区", "蛭子町", "", "120-1", "", "")),
        # 大字, 字, 郡
        ("長野県長野市大字南長野字幅下692-2", ("長野市", "南長野", "字幅下", "692-2", "", "")), ("長野市南長野幅下692-2", ("長野市", "南長野", "幅下", "692-2", "", "")), ("山都町塩原1873番地の3", ("上益城郡山都町", "塩原", "", "1873-3", "", "")),
        ("熊本県山都町塩原字向川原1873", ("上益城郡山都町", "塩原", "字向川原", "1873", "", "")), ("秋田県大仙市神宮寺字中瀬古川敷３１－４", ("大仙市", "神宮寺", "字中瀬古川敷", "31-4", "", "")),
        # building and room told apart from the number
        ("東京都新宿区西新宿2-8-1 サンハイツ305号室", ("新宿区", "西新宿", "", "2-8-1", "サンハイツ", "305")), ("東京都新宿区西新宿2-8-1サンハイツ305", ("新宿区", "西新宿", "", "2-8-1", "サンハイツ", "305")), ("東京都新宿区西新宿2-8-1-305", ("新宿区", "西新宿", "", "2-8-1", "", "305")),
        ("東京都新宿区西新宿2-8-1-305号室", ("新宿区", "西新宿", "", "2-8-1", "", "305")), ("東京都新宿区西新宿2丁目8番1号305", ("新宿区", "西新宿", "", "2-8-1", "", "305")), ("東京都新宿区西新宿2-8-1 A棟203", ("新宿区", "西新宿", "", "2-8-1", "A棟", "203")),
        ("東京都新宿区西新宿2-8-1ABCビル3階", ("新宿区", "西新宿", "", "2-8-1", "ABCビル", "3階")), ("東京都新宿区西新宿2-8-1 グリーンハイツ B-102", ("新宿区", "西新宿", "", "2-8-1", "グリーンハイツ", "B-102")), ("東京都新宿区西新宿2-8-1-B102", ("新宿区", "西新宿", "", "2-8-1", "", "B102")),
        ("東京都新宿区内藤町52-9 内藤町壱番館 704号室", ("新宿区", "内藤町", "", "52-9", "内藤町壱番館", "704")), ("東京都新宿区西新宿2-8-1 第2ビル", ("新宿区", "西新宿", "", "2-8-1", "第2ビル", "")), ("東京都新宿区西新宿2-8-1 サンハイツ3号棟305号", ("新宿区", "西新宿", "", "2-8-1", "サンハイツ3号棟", "305")),
        ("大分市大字荏隈394-1(小野ビル101号)", ("大分市", "荏隈", "", "394-1", "小野ビル", "101")), ("東京都新宿区西新宿2-8-1メゾンドⅡ203", ("新宿区", "西新宿", "", "2-8-1", "メゾンドII", "203")), ("札幌市中央区南２条西１ー５ー301C", ("札幌市中央区", "南二条西", "", "1-5", "", "301C")),
        # widths and half-width kana
        ("岩手県胆沢郡金ｹ崎町西根二ﾂ堤45-24", ("胆沢郡金ケ崎町", "西根", "二ツ堤", "45-24", "", "")), ("東京都新宿区西新宿２－８－１　ﾊﾟｰｸﾊｲﾂ３０５", ("新宿区", "西新宿", "", "2-8-1", "パークハイツ", "305")),
        # names that look like numbers
        ("東京都千代田区三番町3-1", ("千代田区", "三番町", "", "3-1", "", "")), ("東京都千代田区六番町２番地", ("千代田区", "六番町", "", "2", "", "")), ("岩手県花巻市十二丁目７０４", ("花巻市", "十二丁目", "", "704", "", "")), ("兵庫県西宮市甲子園三番町1-25", ("西宮市", "甲子園三番町", "", "1-25", "", "")),
        # misread, and put right
        ("東京都新宿区佳吉町29-8", ("新宿区", "住吉町", "", "29-8", "", "")), ("東京都新宿匿住吉町29-8", ("新宿区", "住吉町", "", "29-8", "", "")), ("奈艮県橿原市慈明寺町1283", ("橿原市", "慈明寺町", "", "1283", "", "")), ("千葉市川市八幡1丁目1番1号", ("市川市", "八幡", "", "1-1-1", "", "")),
    ],
)  # fmt: skip
def test_classes_of_variation(text: str, parts: tuple[str, ...]) -> None:
    parsed = parse(text)
    assert _parts(parsed) == parts
    assert parsed.as_read == text


@pytest.mark.parametrize(
    ("text", "kind", "as_read", "now"),
    [
        ("奈良県葛城市當麻1696", NoteKind.VARIANT, "", ""),  # the dictionary's own spelling: no note
        ("奈良県葛城市当麻1696", NoteKind.VARIANT, "当麻", "當麻"), ("茨城県龍ヶ崎市馴馬町5387", NoteKind.VARIANT, "龍ヶ崎市", "龍ケ崎市"),
        ("東京都新宿区佳吉町29-8", NoteKind.CORRECTED, "佳吉町", "住吉町"), ("新宿区住吉町29-8", NoteKind.PREFECTURE_ADDED, "", "東京都"), ("熊本県山都町塩原1", NoteKind.CITY_ADDED, "山都町", "上益城郡山都町"), ("紀尾井町1-3", NoteKind.CITY_ADDED, "", "千代田区"),
        ("長野県南安曇郡穂高町大字牧1787", NoteKind.FORMER_NAME, "南安曇郡穂高町", "長野県安曇野市"), ("岐阜県吉城郡宮川村塩屋104", NoteKind.FORMER_NAME, "吉城郡宮川村", "岐阜県飛騨市"), ("長野県木曽郡山口村1", NoteKind.FORMER_NAME, "木曽郡山口村", "岐阜県中津川市"),
        ("愛知県田原市芦村町小山田5", NoteKind.UNLISTED, "芦村町小山田", ""), ("どこか遠く1-2", NoteKind.UNKNOWN, "どこか遠く1-2", ""), ("北海道釧路市豊川８－１９", NoteKind.SHORTENED, "豊川", "豊川町"),
        ("奈艮県橿原市慈明寺町1283", NoteKind.CORRECTED, "奈艮県", "奈良県"), ("千葉市川市八幡1-1-1", NoteKind.SHORTENED, "千葉", "千葉県"), ("東京都世田谷区二軒茶屋2-1", NoteKind.CORRECTED, "二軒茶屋", "三軒茶屋"),
    ],
)  # fmt: skip
def test_what_was_supposed_is_said(text: str, kind: NoteKind, as_read: str, now: str) -> None:
    found = [(n.as_read, n.now) for n in parse(text).notes if n.kind is kind]
    assert found == ([(as_read, now)] if as_read or now else [])
    assert all(n.message_ja for n in parse(text).notes)


def test_the_postal_code_helps_where_the_town_is_not_found() -> None:
    alone, with_code = parse("東京都新宿区住古田29-8"), parse("東京都新宿区住吉田29-8", "1620065")
    assert not alone.town and not alone.certain
    assert with_code.town == "住吉町" and with_code.number == "29-8" and not with_code.certain
    # but what is spelled as a town of its own is not respelled, only doubted
    other = parse("群馬県高崎市中里町31-36", "3700875")
    assert other.town == "中里町"


def test_a_code_of_an_office_is_one() -> None:
    offices = offices_of("1608484")
    assert [o.town.text for o in offices] == ["東京都新宿区歌舞伎町"] and "1丁目" in offices[0].number
    assert offices_of("1600014") == () and offices_of("9999999") == ()


def test_postal_codes_both_ways() -> None:
    """Several towns of one code, several codes of one town, and the code of what is not listed."""
    assert [t.name for t in towns_of("9218046")] == ["大桑町", "三小牛町"]
    assert set(parse("札幌市中央区北一条西2-1").codes) == {"0600001", "0640821"}
    assert [t.name for t in towns_of("1600000")] == [""] and parse("東京都新宿区").codes == ("1600000",)
    for town in ("大桑町", "三小牛町"):
        assert "9218046" in parse(f"石川県金沢市{town}ヲ23").codes


def test_two_towns_that_fold_alike_are_two() -> None:
    for town, code in (("杉谷町", "9188155"), ("椙谷町", "9102346")):
        parsed = parse(f"福井県福井市{town}12-3")
        assert (parsed.town, parsed.codes, parsed.number, parsed.notes) == (town, (code,), "12-3", ())
        place = locate(f"福井市{town}12-3")
        assert place is not None and place.codes == (code,)
    assert parse("福島県耶麻郡猪苗代町横まくり3").town == "横まくり"


def test_every_former_municipality_has_its_successor_of_today() -> None:
    assert len(table()) >= 1850 and len({(f.prefecture, f.name) for f in table()}) == len(table())
    assert {f.prefecture for f in table()} == set(PREFECTURES)
    cities = gazetteer.dictionary().cities
    for former in table():
        for name in former.now:
            assert [c for c in cities[fold_place(name)] if c.prefecture == former.now_prefecture], former
        assert former.kind in "市町村" and not [
            c
            for c in cities.get(fold_place(former.name), ())
            if (c.prefecture, c.name) == (former.prefecture, former.name)
        ]


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("長野県更埴市杭瀬下84", "長野県千曲市杭瀬下84"), ("奈良県宇陀郡榛原町萩原12", "奈良県宇陀市榛原萩原12"), ("奈良県北葛城郡新庄町忍海353", "奈良県葛城市忍海353"), ("熊本県上益城郡矢部町浜町6", "熊本県上益城郡山都町浜町6"),
        ("浦和市常盤6-4-4", "埼玉県さいたま市浦和区常盤6-4-4"), ("京都府北桑田郡京北町周山1", "京都府京都市右京区京北周山町1"), ("熊本県下益城郡城南町宮地5", "熊本県熊本市南区城南町宮地5"), ("山梨県北巨摩郡白州町白須1", "山梨県北杜市白州町白須1"),
        ("広島県安芸郡江田島町小用1-2", "広島県江田島市江田島町小用1-2"), ("岐阜県吉城郡宮川村塩屋104", "岐阜県飛騨市宮川町塩屋104"),
        ("北海道沙流郡門別町富川北1-2", "北海道沙流郡日高町富川北1-2"), ("青森県南津軽郡平賀町柏木町藤山16", "青森県平川市柏木町藤山16"), ("三重県上野市丸之内116", "三重県伊賀市上野丸之内116"), ("福井県武生市府中1-13-7", "福井県越前市府中1-13-7"),
        ("新潟県中蒲原郡亀田町船戸山3-1", "新潟県新潟市江南区船戸山3-1"), ("徳山市岐山通1-1", "山口県周南市岐山通り1-1"), ("愛媛県伊予三島市宮川4-6", "愛媛県四国中央市三島宮川4-6"), ("鹿児島県川内市神田町3-22", "鹿児島県薩摩川内市神田町3-22"),
        ("沖縄県平良市西里186", "沖縄県宮古島市平良西里186"), ("兵庫県氷上郡柏原町柏原1", "兵庫県丹波市柏原町柏原1"), ("茨城県勝田市東石川2-10-1", "茨城県ひたちなか市東石川2-10-1"), ("岡山県御津郡建部町福渡489", "岡山県岡山市北区建部町福渡489"),
        ("大分県南海部郡蒲江町西野浦1", "大分県佐伯市蒲江西野浦1"), ("高知県香美郡土佐山田町宝町1-2", "高知県香美市土佐山田町宝町1-2"), ("宮城県古川市七日町1-1", "宮城県大崎市古川七日町1-1"), ("静岡県引佐郡細江町気賀305", "静岡県浜松市浜名区細江町気賀305"),
    ],
)  # fmt: skip
def test_old_municipalities_are_found_today(old: str, today: str) -> None:
    assert parse(old).text == today
    assert parse(old).says(NoteKind.FORMER_NAME) and parse(old).as_read == old


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("熊本県上益城郡山都町塩原1873-3", "山都町大字塩原１８７３番地の３", True), ("東京都新宿区西新宿2-8-1サンハイツ305", "新宿区西新宿二丁目8番1号305号室", True), ("東京都新宿区西新宿2-8-1-305", "新宿区西新宿2-8-1 サンハイツ305", True), ("奈良県葛城市當麻1696", "奈良県北葛城郡當麻町當麻1696", True),
        ("長野県南安曇郡穂高町牧1787", "安曇野市穂高牧1787", True), ("東京都新宿区西新宿2-8-1サンハイツ305", "東京都新宿区西新宿2-8-1サンハイツ306", False), ("東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1サンハイツ306", False), ("東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-11", False),
        ("東京都新宿区住吉町29-8", "長崎県長崎市住吉町29-8", False), ("愛媛県松山市堀江町甲1234", "愛媛県松山市堀江町乙1234", False), ("東京都新宿区", "東京都新宿区", False),
    ],
)  # fmt: skip
def test_one_key_for_one_door(a: str, b: str, same: bool) -> None:
    assert (place_key(a) == place_key(b) != "") == same


# ---------------------------------------------------------------- laws


@cache
def _cities() -> list[City]:
    return sorted(
        {c for cities in gazetteer.dictionary().cities.values() for c in cities}, key=lambda c: (c.prefecture, c.name)
    )


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str, list[int], str, str]:
    """(place, town, groups, building, room) of a town somewhere in Japan."""
    city = _cities()[draw(st.integers(0, len(_cities()) - 1))]
    names = [t.name for t in city.members if len(t.name) >= 2 and not re.search(r"[(（\d一二三四五六七八九十]", t.name)]
    town = names[draw(st.integers(0, len(names) - 1))] if names else ""
    groups = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3))
    building = draw(st.sampled_from(["", "サンハイツ", "コーポ大和", "第一ビル"]))
    room = draw(st.sampled_from(["", "101", "305"])) if building else ""
    return city.prefecture + city.name, town, groups, building, room


_DASHES = ["-", "－", "ー", "―", "−", "‐", "–", "の"]


@settings(max_examples=60, deadline=None)
@given(addresses(), st.sampled_from(_DASHES), st.booleans(), st.booleans())
def test_every_writing_of_an_address_agrees(
    address: tuple[str, str, list[int], str, str], dash: str, wide: bool, spaced: bool
) -> None:
    place, town, groups, building, room = address
    plain = parse(place + town + "-".join(map(str, groups)) + building + room)
    number = dash.join(map(str, groups))
    number = number.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else number
    gap = "　" if spaced else ""
    other = parse(place + gap + town + gap + number + gap + building + gap + room)
    words = {1: ["番地"], 2: ["番", "号"], 3: ["丁目", "番", "号"]}[len(groups)]
    spelled = parse(place + town + "".join(f"{n}{w}" for n, w in zip(groups, words, strict=True)) + building + room)
    assert _parts(other) == _parts(plain) == _parts(spelled)
    assert other.codes == plain.codes and other.text == plain.text
    if town:
        assert plain.number == "-".join(map(str, groups)) and (plain.building, plain.room) == (building, room)
        assert (plain.prefecture + plain.city, fold_place(plain.town)) == (place, fold_place(town))


@settings(max_examples=60, deadline=None)
@given(addresses())
def test_the_full_text_is_stable(address: tuple[str, str, list[int], str, str]) -> None:
    place, town, groups, building, room = address
    once = parse(place + town + "-".join(map(str, groups)) + building + room)
    again = parse(once.text)
    assert again.text == once.text and _parts(again) == _parts(once)


def test_whatever_was_put_right_is_said_and_no_digit_of_the_number_with_it() -> None:
    told = {NoteKind.CORRECTED, NoteKind.SHORTENED, NoteKind.AMBIGUOUS, NoteKind.BY_POSTAL_CODE}
    for case in knowledge.noisy(40, seed=7):
        parsed = parse(case.text, case.code)
        if parsed.distance or not parsed.city:
            assert told & {n.kind for n in parsed.notes} or parsed.says(NoteKind.UNKNOWN), (case, parsed)
        if parsed.certain and fold_town(parsed.town) == fold_town(case.town.name):
            assert parsed.number == case.number, (case, parsed)


_NOISE = st.text(
    alphabet="東京都新宿区西新宿奈良市町村大字甲イロハの一二三丁目番地号室0123456789０１２-ー－ 　サンハイツAB()第地割",
    max_size=30,
)


def _digits(text: str) -> str:
    return "".join(
        c for c in re.sub(r"[０-９]", lambda m: chr(ord(m[0]) - 0xFEE0), text) if c.isascii() and c.isdigit()
    )


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", "東京都新宿区西新宿", "長野市大字南長野字幅下", "札幌市中央区", "奈良県"]), _NOISE)
@example("", "(0)")
def test_no_digit_is_ever_lost_or_invented(place: str, rest: str) -> None:
    text = place + rest
    if re.match(r"\s*(?:〒|T|テ|干)?\s*\d{3}\s*[-ー－]?\s*\d{4}", re.sub("[０-９]", "0", text)):
        return  # a postal code in front is dropped
    parsed = parse(text)
    kept = parsed.streets + parsed.town + parsed.area + parsed.number + parsed.building + parsed.room
    missing = list(_digits(text))
    for digit in _digits(kept):
        if digit in missing:
            missing.remove(digit)
    # numerals of a city or town stand in kanji in the dictionary: 北1条西 is 北一条西, 3条市 三条市
    names = parsed.city + parsed.town
    assert len(missing) <= sum(c in "一二三四五六七八九十" for c in names), (parsed, missing)


@settings(max_examples=200, deadline=None)
@given(_NOISE)
def test_anything_can_be_parsed(text: str) -> None:
    parsed = parse(text)
    assert parsed.as_read == text and (parsed.town == "" or parsed.city)
    assert parsed.city or parsed.says(NoteKind.UNKNOWN)


def test_no_variant_is_normalised_silently() -> None:
    """Wherever the dictionary spells a name with other variants than the paper, a note says so."""
    draw = random.Random(5)
    old = {chr(n): chr(o) for o, n in gazetteer_variants()}
    for city in draw.sample(_cities(), 200):
        town = draw.choice(city.members)
        spelled = "".join(old.get(c, c) for c in town.name)
        if spelled == town.name or re.search("[(（]", town.name):
            continue
        parsed = parse(city.prefecture + city.name + spelled + "1-2")
        assert fold_itaiji(parsed.town) == fold_itaiji(town.name), (town, parsed)
        assert parsed.says(NoteKind.VARIANT), (spelled, parsed)


def gazetteer_variants() -> list[tuple[int, int]]:
    from models.values.text import ITAIJI

    return [(o, n if isinstance(n, int) else ord(n)) for o, n in ITAIJI.items()]

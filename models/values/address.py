"""Addresses 住所 in their canonical form: ``東京都新宿区西新宿2-8-1サンハイツ305``."""

from __future__ import annotations

import re
from typing import NamedTuple

from models.values.numbers import parse_kanji_number
from models.values.text import DASHES, fold_itaiji, squeeze

PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]
_PREFECTURE = re.compile("^(?:" + "|".join(PREFECTURES) + ")")
#: What a seal or a 〒 leaves in front of a prefecture.
_BEFORE_PREFECTURE = re.compile("^.{1,5}?(?=" + "|".join(PREFECTURES) + ")")
#: The line below, where its label could not be read.
_DAY_BEHIND = re.compile(r"(?<=[\d号室])(?:(?:令和|平成|昭和)(?:\d{1,2}|元)|(?:19|20)\d\d)年\d{1,2}月\d{1,2}日$")
_MORE_PLACES = re.compile(
    r"(?<=[\d号地番])\(?(?:ほか|他|外)\d{1,3}(?:施設|[箇か力カヶケ]?所|事業所|店舗|棟|筆|地点|件)\)?$"
)
"""How many more places there are, which is none of them: 岩村田1361番地4ほか2施設."""
_POSTAL = re.compile(rf"^(?:〒|T|テ|干)?\s*\d{{3}}\s*[{re.escape(DASHES)}]?\s*\d{{4}}(?=\D)\s*")
_LABEL = re.compile(r"^(?:現住所|住所|所在地|設置場所|本店所在地)\s*[:)]\s*")
_DASH_CLASS = re.escape(DASHES)
_DIGIT_LETTERS = str.maketrans("OoIl|", "00111")


class AddressParts(NamedTuple):
    """`prefecture` (empty where not written), `area` down to the town, `numbers` as ``2-8-1``, and the `building`."""

    prefecture: str
    area: str
    numbers: str
    building: str


_TELEPHONE = re.compile(r"(?<=\S{4})\(?(?:TEL|Tel|電話|℡|☎|FAX)(?:番号)?[:.]?\(?0\d.*$")


def parse_address(text: str) -> str | None:
    """The canonical address; None where `text` holds no Japanese character.

    NFKC without spaces; 丁目 番地 番 の between and behind numbers become ``-`` (the last one is dropped), 号 and 号室
    behind a number are dropped, kanji numerals in front of 丁目 become digits. The prefecture stays as written or
    missing; a postal code, a label or up to five stray characters in front of it are dropped, and a date, a telephone or ほか2施設 behind.
    """
    s = _TELEPHONE.sub("", squeeze(text))
    # what one rule leaves may be another's business (8番番地); every rule uses up what it matches
    while (shorter := _shortened(s)) != s:
        s = shorter
    return s if re.search(r"[\u3400-\u9fff々ぁ-ヺ]", s) else None


def without_heading(address: str) -> str:
    """An address in NFKC without the label (住所：) and the postal code in front of it."""
    return _LABEL.sub("", _POSTAL.sub("", _LABEL.sub("", address)))


_BAR_FOR_ONE = re.compile(r"(?<=[\u3040-\u9fff々])(?:[|｜丨](?=\d{1,4}-)|[/|｜丨](?=丁目))")
"""A written 1 in front of a house number's other digits, or of 丁目: 貴布祢|204-5, 本町/丁目."""


def _shortened(s: str) -> str:
    s = _MORE_PLACES.sub("", _DAY_BEHIND.sub("", without_heading(_BAR_FOR_ONE.sub("1", s))))
    if _PREFECTURE.match(s) is None:
        s = _BEFORE_PREFECTURE.sub("", s)
    s = re.sub(r"(?<=[\d一二三四五六七八九十])丁[日曰](?=\d|$)", "丁目", s)  # as engines read small print
    s = re.sub(r"([一二三四五六七八九十]{1,3})丁目", _chome, s)
    # what stands between digits: dashes in any shape, and letters that engines take for digits
    s = re.sub(r"(?<=[\d\-])[OoIl|](?=[\d\-])", lambda m: m[0].translate(_DIGIT_LETTERS), s)
    s = re.sub(rf"(?<=\d)[{_DASH_CLASS}一](?=\d)", "-", s)
    s = re.sub(rf"(?<=\d)丁目?[{_DASH_CLASS}]?(?=\d)", "-", s)
    s = re.sub(r"(?<=\d)丁目(?=\D|$)", "-" if re.search(r"丁目[^\d]*$", s) is None else "", s)
    s = re.sub(rf"(?<=\d)(?:番地の|番の|番地|番|の)[{_DASH_CLASS}]?(?=\d)", "-", s)
    s = re.sub(rf"(?<=\d)号[{_DASH_CLASS}](?=\d)", "-", s)
    s = re.sub(r"(?<=\d)番地?(?![館棟街目線丁町])", "", s)
    s = re.sub(r"(?<=\d)号室?(?![館棟線車機])", "", s)
    s = re.sub(rf"(?<=\d)[{_DASH_CLASS}](?=[^\d{_DASH_CLASS}]|$)", "", s)
    s = re.sub(r"-{2,}", "-", s).strip("、。,.:;・")
    return s


def _chome(m: re.Match[str]) -> str:
    number = parse_kanji_number(m[1])
    return f"{number}丁目" if number is not None and number > 0 else m[0]


def split_address(address: str) -> AddressParts:
    """An address in canonical form (other forms are brought into it) cut at its prefecture and its numbers.

    Purely by its letters: the numbers are the first run of digits joined by dashes that no letter of a town's name
    (条 線 区 町 …) follows. Where none stands, `numbers` and `building` are empty.
    """
    s = parse_address(address) or ""
    m = _PREFECTURE.match(s)
    prefecture = m[0] if m else ""
    rest = s[len(prefecture) :]
    for n in re.finditer(r"\d+(?:-\d+)*", rest):
        if n.start() == 0 or rest[n.end() : n.end() + 1] in {
            "条",
            "線",
            "区",
            "町",
            "丁",
            "番",
            "号",
            "の",
            "通",
            "軒",
            "地",
        }:
            continue
        return AddressParts(prefecture, rest[: n.start()], n[0], rest[n.end() :])
    return AddressParts(prefecture, rest, "", "")


_COUNTY = re.compile(r"^.{1,4}?郡(?!市|山市|上市)(?=.{1,6}[町村])")


def plain_address(address: str) -> str:
    """An address to the letter, but for what the canonical form leaves free: prefecture, 大字 and 字, ヶヵノ."""
    s = _PREFECTURE.sub("", parse_address(address) or "")
    s = re.sub(r"大字|(?<!文)字(?=\D)", "", s)
    return s.translate(str.maketrans("ヶヵがガノ之", "ケカケケのの"))


def fold_address(address: str) -> str:
    """For comparing: :func:`plain_address` without 郡, variant characters folded (當麻 and 当麻 are one place)."""
    return fold_itaiji(_COUNTY.sub("", plain_address(address)))

"""Values made of words that are known: evidence that no character was misread, since a misread word is hardly a word.

It says nothing of whether the right word stands there: 武 and 茂 are both given names. It is weighed, and opens no gate.
"""

from __future__ import annotations

import re
from functools import lru_cache

from models.programmes import Option, Programme
from models.values.company import is_company
from models.values.numbers import parse_capacity
from models.values.text import squeeze
from validators.equipment import known_maker
from validators.readings import is_given_name, is_surname

#: Units that sizes of equipment are given in.
_UNITS = re.compile(r"^\d+(?:\.\d+)?(?:kW|kWh|m2|㎡|L|台|窓|基|枚|箇所|か所|灯|件|セット|式|組|本|個)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def known_person(name: str) -> bool:
    """Whether `name` is a surname and a given name of the dictionary, one behind the other."""
    text = squeeze(name)
    if is_company(text) or not 2 <= len(text) <= 10:
        return False
    return any(is_surname(text[:i]) and is_given_name(text[i:]) for i in range(1, len(text)))


def known_size(value: str) -> bool:
    """Whether `value` is a number with a unit that sizes are given in."""
    return bool(_UNITS.match(squeeze(parse_capacity(value) or "")))


#: Words that names of apartment houses are made of.
_BUILDINGS = re.compile(
    "グランド|グラン|グリーン|サン|コスモ|ロイヤル|ライオンズ|パーク|サイド|シティ|セントラル|スカイ|リバー|フォレスト|アーバン|クレスト|エスポワール|プレジール|ベル|フローラ|カーサ|ラ|ル|レ|リ|ザ|ニュー|"
    "ハイツ|ハイム|ハイデンス|コーポラス|コーポ|コート|メゾネット|メゾンド|メゾン|マンション|レジデンス|ヴィラ|ビラ|シャトー|シャルマン|プラザ|ガーデン|ヒルズ|タワー|テラス|フラット|ハウス|アパートメント|アパート|"
    "ドエル|ドミール|エステート|エクセル|エレガンス|カルム|フィールド|ステージ|スクエア|センター|ビルディング|ビル|荘|寮|団地|住宅|社宅|官舎|公営|県営|市営|町営|村営|区営|都営|"
    "第[一二三四五1-5]|[壱弐参]番館|[一二三1-9]番館|[東西南北新本]館|[A-Z東西南北]棟|[A-Z]|[0-9]+|号室|号|階|F|若草|青葉|みどり|さくら|桜|ひまわり|あおば|若葉|緑|新町|本町|中央|駅前|"
    "[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V|[-・ー]"
)


def known_building(address: str, town: str = "") -> bool:
    """Whether nothing stands behind the house number, or only words that apartment houses are called by."""
    parts = re.split(r"\d+(?:-\d+)*", squeeze(address), maxsplit=1)
    rest = parts[1] if len(parts) > 1 else ""
    for n in range(len(town), 1, -1):  # houses are called after their town, or the end of its name
        rest = rest.replace(town[-n:], "") if n >= 2 else rest
    return not _BUILDINGS.sub("", rest)


def equipment_words(programme: Programme | None) -> list[str]:
    """Every word of the programme for its kinds of equipment."""
    if programme is None:
        return []
    return list(dict.fromkeys(w for option in programme.options("equipment_type") for w in words_of(option)))


def words_of(option: Option) -> list[str]:
    """The words for one choice: as printed, without and within its brackets, and its other names."""
    plain, inside = re.sub(r"[(（].*$", "", option.value), re.findall(r"[(（](.+?)[)）]", option.value)
    return [w for w in dict.fromkeys([option.value, plain, *inside, *option.aliases]) if len(w) >= 2]


def maker(value: str) -> bool:
    """Whether `value` is a maker of the list."""
    return known_maker(value) is not None

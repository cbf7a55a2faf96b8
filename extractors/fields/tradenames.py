"""How the names of companies and traders stand on their lines: behind a label, in front of an address, with a shop behind."""

from __future__ import annotations

import re

from extractors.fields.layout import Text
from models.values.company import is_company

FORM = r"(?:株式会社|有限会社|合同会社|合資会社|合名会社)"
REGISTRATION = "登[録錄]番[号號]"
"""What the number behind it is: 登録番号, as it is read, too."""
TRADE = re.compile(
    r"(?:工務店|商店|電機|電器|電気|電設|設備|住設|建設|工業|産業|商会|商事|本店|支店|営業所|協業組合|[^来当本代取支発売商書約盟門]店|センター|ストア|ガス|プロパン|石油|燃料|ホーム|ソーラー|住建|建築|サッシ|硝子|ガラス|水道|畳店|薬局|ショップ|建材|冷機|家電館|工業所|(?<!ター)(?<![送守置理])サービス|リフォーム|空調|冷熱|管工|塗装|板金|製作所|電業|テクノ|エンジニアリング)$"
)
"""How the names of traders without a corporate form end."""

_LABEL = re.compile(
    r"^\s*(?:(?:発行者?|発行元|会社名|販売店|販売[者元]|販売|施工店|請求元|店名|商号|社名|名称|氏名|事業者)\s*[:：]?|元\s*[:：]|[^\s:：\d]{2,8}[:：])\s*(?=\S{4})"
)
_ENDS = re.compile(
    r"(?<=\S)[ 　]+(?=\S)|〒|(?:東京都|北海道|京都府|大阪府|(?:神奈川|和歌山|鹿児島|[一-龠]{2})県)|TEL|代表(?:取締役|者|社員)?"
)
"""Where a name may end on its line."""


def name_only(text: Text) -> Text:
    """The company's name without its label, the address behind it, or what else is printed on the line."""
    if (said := text.raw.rfind("。", 0, len(text.raw) - 4)) >= 0:  # a sentence that was read with it
        text = text.part(said + 1)
    while label := _LABEL.match(text.raw):
        text = text.part(label.end())
    for end in _ENDS.finditer(text.raw):
        before = text.raw[: end.start()].strip()
        if len(before) >= 4 and _is_whole(before, text.raw[end.end() :]):
            text = text.part(0, end.start())
            break
    bracket = re.search(r"\s*[（(](?:以[下卜]|甲|乙|印|適格|ショップ|店舗名|店名|屋号)", text.raw)
    if bracket and bracket.start() >= 4:
        text = text.part(0, bracket.start())
    number = re.search(rf"\s*[(（]?\s*(?:{REGISTRATION}|[TＴ]\s?\d{{13}})", text.raw)
    if number and number.start() >= 4:
        text = text.part(0, number.start())
    if (unit := _UNIT.search(text.raw)) is not None:
        text = text.part(0, unit.start())
    behind = re.search(rf"(?<=\S\S){FORM}(?=[一-龠]{{1,4}}[都道府県市区町村郡])", text.raw)
    if behind:
        text = text.part(0, behind.end())
    again = re.match(rf"\s*{FORM}(?P<core>\S{{3,}})(?=(?P=core))", text.raw)  # its shop's name goes on behind it
    if again:
        text = text.part(0, again.end())
    return _up_to_gap(text)


_UNIT = re.compile(rf"(?<=\S\S{FORM})[^\s\d]{{1,8}}?(?:事業部|営業部|販売部|[一-龠]{{2}}課|[一-龠]{{2}}係)\s*$")
"""A company's department behind its name."""
_OTHER_THAN_NAME = re.compile(
    r"^\s*(?:〒|[\dＴ]|TEL|Tel|℡|☎|電話|FAX|登録|代表|取締役|店長|担当|所在|住所|[（(])|[^\s:：]{2,12}[:：]|[都道府県市区町村郡].*\d|(?:店|営業所|支社|事業所|センター)\s*$"
)
"""What stands behind a company's name on its line and is no more of it."""


def _is_whole(before: str, behind: str) -> bool:
    """Whether a name ends in front of a space: 株式会社 光陽 サッシ goes on, ひがし電機株式会社 does not."""
    if not is_company(before):
        return bool(TRADE.search(before)) and not is_company(before + behind)
    if re.fullmatch(FORM, before):
        return False
    return not re.match(FORM, before) or bool(_OTHER_THAN_NAME.search(behind))


_GAP, _SPACED = 1.45, 1.1
"""A step from one character to the next so many times as wide as usual, and in heights of the line, is a space that was not
read."""
_SEALS_LETTERS = 2
"""So few characters behind a gap are what was read of the seal there."""
_DEPARTMENT = re.compile("[課係室部]$")


def _up_to_gap(text: Text) -> Text:
    """The company's side of a gap on its line: its shop or its seal stands behind it, its brand in front of it."""
    raw = text.raw
    if text.line.char_x is None or len(raw) < 7:
        return text
    steps = [text.x_at(i) - text.x_at(i - 1) for i in range(1, len(raw))]
    usual = sorted(steps)[len(steps) // 2]
    gaps = [i for i, step in enumerate(steps, 1) if step >= _GAP * usual]
    for i in gaps:
        spaced = steps[i - 1] >= _SPACED * text.box.height
        if spaced and len(raw) - i >= 6 and is_company(raw[i:]) and not is_company(raw[:i]):
            return _up_to_gap(text.part(i))
    for i in gaps:
        front, behind = raw[:i], raw[i:].strip()
        if i < 6 or is_company(behind) or not is_company(front) or re.fullmatch(FORM, front):
            continue
        if len(behind) <= _SEALS_LETTERS or _DEPARTMENT.search(behind) or _OTHER_THAN_NAME.search(behind):
            return text.part(0, i)
    return text

"""What can stand in an entry at all: a sentence is no thing, a printed unit no amount, a label no name."""

from __future__ import annotations

import re

from extractors.fields.layout import Region
from extractors.fields.parts import NAME_KINDS, ROLES, STRICT_KINDS
from extractors.meanings import is_any_label
from models.documents import Field, Value
from models.programmes import FieldSpec, ValueKind
from models.values.account import BANK_END
from models.values.keys import KNOWN

_WORDS = (*NAME_KINDS, ValueKind.BANK, ValueKind.BRANCH)
#: Printed over the boxes of an amount.
_UNITS = re.compile(r"[百千万億円金¥￥\s]+")
#: A sentence names no thing.
_SENTENCE = re.compile(r"[^。]{10,}。\s*$|(?:ください|下さい|します|ません)[。．]")
#: What something is based on is no maker: メーカー省エネ試算による.
_BASED_ON = re.compile(r"(?:による|によります|のとおり|参照)\s*$")
#: Said of what a programme pays at most.
_LIMIT = re.compile("上限|以内|限度")
#: Whom a paper is addressed to lives at no such address: 奈良県知事様.
_ADDRESSED = re.compile(r"(?:知事|[市区町村]長|様|殿|御中|宛て?|あて)\s*$")
#: A branch is not called a bank, whose name one label for both leads to first: 銀行・支店名.
_A_BANK = re.compile(rf".*(?:{BANK_END}|金庫|組合)")
_ONLY_A_BRANCH = re.compile("本店|支店|出張所|支所|本支店|営業部")
#: The label 金融機関, whatever engines made of its end: no bank and no branch is called so.
_BANKS_LABEL = re.compile(r"\s*金融\S{0,3}\s*")
#: Words of labels that are no label by themselves.
_SCRAPS = frozenset(
    {
        "名",
        "カナ",
        "氏名",
        "名義",
        "コード",
        "番号",
        "商品",
        "製品",
        "売主",
        "買主",
        "発注者",
        "受注者",
        "注文者",
        "請負者",
        "委任者",
        "受任者",
        "省略",
        "記載省略",
    }
)


def plausible(spec: FieldSpec, value: Value, text: str) -> Value:
    """`value`, or None where nothing like it can stand in such an entry: a sentence, a number of another kind, a label."""
    if spec.kind is ValueKind.YEN and (_UNITS.fullmatch(text) or _LIMIT.search(text)):
        return None
    if isinstance(value, str) and spec.kind in _WORDS and not _is_word(value):
        return None
    if spec.kind is ValueKind.BRANCH and isinstance(value, str) and _A_BANK.fullmatch(value):
        return None
    if spec.kind is ValueKind.BANK and isinstance(value, str) and _ONLY_A_BRANCH.fullmatch(value):
        return None
    if spec.kind is ValueKind.ADDRESS and _ADDRESSED.search(text):
        return None
    if spec.kind is ValueKind.PERSON and ROLES.fullmatch(text.strip()):
        return None
    if spec.kind is ValueKind.DOCUMENT_NUMBER and not re.search(r"\d", text):
        return None
    if spec.kind in (ValueKind.TEXT, ValueKind.ADDRESS) and _SENTENCE.search(text):
        return None
    if spec.key == "manufacturer" and _BASED_ON.search(text):
        return None
    if spec.kind is ValueKind.COUNT and isinstance(value, int) and value > 999:
        return None
    if spec.kind is ValueKind.YEN and isinstance(value, int) and 0 <= value < 100 and (value or spec.key in KNOWN):
        return None
    if spec.key == "grant_decision_number" and isinstance(value, str):
        sentence = re.search(r"[ぁ-ん]{2}|[。、]", value) or len(value) > 24
        return None if sentence or not re.search(r"[第号一-龠]", value) or not re.search(r"\d", value) else value
    return value


def reads_label(spec: FieldSpec, field: Field) -> bool:
    """Whether an engine has read, where a bank's or branch's name ought to stand, the label that asks for it."""
    names = spec.kind in (ValueKind.BANK, ValueKind.BRANCH)
    return names and any(_BANKS_LABEL.fullmatch(reading.raw) for reading in field.readings)


def _is_word(value: str) -> bool:
    """Whether a value has letters and is, or begins with, no label."""
    first = re.split(r"[\s:：]", value.strip())[0]
    return bool(re.search(r"[^\W\d_]", value)) and not is_any_label(first) and value not in _SCRAPS


def is_words(spec: FieldSpec, region: Region) -> bool:
    """Whether words surely stand where a number should: what an engine makes of them in digits is no number."""
    if spec.kind not in STRICT_KINDS or spec.kind is ValueKind.DATE or not region.texts:
        return False
    sure = "".join(t.raw for t in region.texts if t.line.score >= 0.9)
    sure = re.sub(r"[（(].*?(?:[)）]|$)|※.*", "", sure)  # what is printed behind the entry: （千円未満切捨て）
    letters = len(re.findall(r"[一-龠ぁ-んァ-ヶ]", re.sub(r"[億百十千万円金也税込抜消費電話番号]", "", sure)))
    return letters >= 5 and letters > 2 * len(re.findall(r"\d", sure))

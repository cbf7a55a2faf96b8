"""Whether the entries of a form were found where they stand.

A form of another printing than the known ones, or a page laid over the wrong blank, is read from wrong places: a printed
label is taken for a value, a name is sought where digits stand, and the room beside it looks empty. Each sign alone may
be bad handwriting; two of them on one paper say that its *empty* rooms prove nothing.
"""

from __future__ import annotations

import re

from models.documents import ExtractedDocument, Field
from models.programmes import FieldSpec, ValueKind
from models.values.company import is_company
from models.values.fields import NUMBER_KEYS
from models.values.text import squeeze
from validators.evidence import decided_by_person

#: So many entries out of place, and nothing on the paper is taken to be blank.
ASTRAY = 2

#: Words printed beside entries of forms, that no value of the kind in question contains.
_LABELS = re.compile(
    "コード|店番|口座番号|預金種別|預金種目|フリガナ|ふりがな|金融機関|支店名|電話番号|郵便番号|口座名義|申請者|生年月日"
)
#: Endings printed to be chosen from, in the name of a bank or a branch: 本店・支店日出, 銀行・信用金庫.
_ENDINGS = re.compile(
    "(?:銀行|金庫|組合|農協|漁協|[本支]店|[本支]所|出張所)[・/／](?:信用|銀行|金庫|組合|農協|漁協|労働|[本支]店|[本支]所|出張所)"
)
_HEADING = "欄の見出しの文字が混じっています"
_NAME_KEYS = frozenset(("applicant_name", "representative_name", "account_holder", "proxy_contact", "bank_name"))
_LOOKED_AT = NUMBER_KEYS | _NAME_KEYS | {"branch_name"}
_JAPANESE = re.compile("[\u3400-\u9fffぁ-ゖァ-ヺ]")

#: What stands in the room of a kind, as it is printed or written; to find one that no entry has claimed.
_SHAPES: dict[ValueKind, re.Pattern[str]] = {
    ValueKind.PHONE: re.compile(r"(?<!\d)0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}(?!\d)"),
    ValueKind.POSTAL_CODE: re.compile(r"(?<!\d)\d{3}-\d{4}(?![\d\-])"),
    ValueKind.YEN: re.compile(r"(?<![\d,])\d[\d,]{3,}(?=円)"),
    ValueKind.DATE: re.compile(r"(?:令和|平成|昭和)\d{1,2}年\d{1,2}月\d{1,2}日"),
}
_NEVER_PRINTED_ALONE = frozenset({ValueKind.PHONE, ValueKind.POSTAL_CODE})


def astray(field: Field) -> str:
    """What shows that `field` was taken from another place, as a reviewer reads it; empty where nothing does."""
    if field.key not in _LOOKED_AT or decided_by_person(field):
        return ""
    texts = [squeeze(r.raw) for r in field.readings if r.raw.strip()]
    value = squeeze(field.value) if isinstance(field.value, str) else ""
    if any(_LABELS.search(t) for t in (*texts, value)):
        return _HEADING
    if field.key in ("bank_name", "branch_name") and _ENDINGS.search(value):
        return "選ぶ語として印刷された文字が混じっています"
    if field.value is None and texts and not field.blank:
        if field.key in NUMBER_KEYS and all(len(_JAPANESE.findall(t)) >= 2 for t in texts):
            return "数字の欄に文字があります"
        if field.key in _NAME_KEYS and all(re.fullmatch(r"[\d\-〒]{3,}", t) for t in texts):
            return "氏名の欄に数字があります"
    if field.key == "branch_name" and value and (value.isdigit() or is_company(value)):
        return "支店名の欄に別のものがあります"
    if field.key == "bank_name" and re.match(r"\d", value):
        return "金融機関の欄に別のものがあります"
    return ""


def displaced(document: ExtractedDocument) -> bool:
    """Whether so many entries of the paper stand elsewhere that a room found empty may be the wrong room.

    A heading in a value is proof enough: it is printed, and the room it stands beside is another one.
    """
    signs = [why for field in document.fields.values() if (why := astray(field))]
    return _HEADING in signs or len(signs) >= ASTRAY


def unclaimed(document: ExtractedDocument, entry: FieldSpec) -> bool:
    """Whether something that looks like `entry` stands on a paper, and no entry has taken it.

    Known layouts print amounts and dates of their own; there the known room decides. Telephone numbers and postal codes
    they print in a row with the words that say whose they are: one that stands alone was filled in, and its room is
    elsewhere than the map has it.
    """
    shape = _SHAPES.get(entry.kind)
    known = document.form_version is not None
    if shape is None or (known and entry.kind not in _NEVER_PRINTED_ALONE):
        return False
    taken = {
        re.sub(r"\D", "", text) for f in document.fields.values() for text in (f.raw, *(r.raw for r in f.readings))
    }
    lines = (squeeze(line) for line in document.text.splitlines())
    found = (m[0] for line in lines for m in shape.finditer(line) if not known or m[0] == line)
    return any(re.sub(r"\D", "", number) not in taken for number in found)

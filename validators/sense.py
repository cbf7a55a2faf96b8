"""Whether a value is a thing of its entry's kind at all: a name is a name, a number has digits, a total is no tax.

On a layout nobody described, extraction may take a heading, a sentence or the neighbour for the value, and every engine
reads it alike: 者事項証明書 for a representative, 書 for a 但し書き, the tax for the total. Agreement of engines, which speaks
for the characters, says nothing of that. What is said here is no proof of a mistake either: it sends the value to a person.

>>> nonsense("representative_name", "者事項証明書")
'書類や欄の名前のようです'
>>> nonsense("representative_name", "髙橋勇")
''
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import ExtractedDocument, Field
from models.programmes import PerUnitRule, Programme
from models.values.account import BANK_END_IN_FULL, NO_HOLDER
from models.values.company import FORMS, is_company, split_company
from models.values.fields import KANA_KEYS
from models.values.kana import ASKS_FOR_KANA
from models.values.keys import alike
from models.values.postal import find_postal
from models.values.text import nfkc, squeeze
from validators import money
from validators.evidence import decided_by_person
from validators.legibility import PERSON_KEYS, say
from validators.names import Fit, check_reading

_HEADING = "書類や欄の名前のようです"
_SENTENCE = "文章の一部のようです"
_MORE = "名前のほかの文字が混じっています"
_NO_DIGIT = "番号に数字がありません"
_OTHERS = "別の欄の番号と同じです"
_BANK = "銀行や支店の名前のようです"
_OFFICE = "事務局の郵便番号です"

_COMPANY_KEYS = frozenset(("issuer_name", "vendor_name", "proxy_name", "manufacturer"))
_CODE_KEYS = frozenset(
    ("model", "serial_number", "document_number", "grant_decision_number", "customer_number", "batch_no")
)
_WORD_KEYS = frozenset(("description", "equipment_type"))
_NUMBERED = frozenset(("document_number", "customer_number", "serial_number"))
"""Numbers without a shape of their own: any number of the paper may be taken for one."""

_RUNNING = re.compile(
    r"。|(?:です|ます|ました|ません|でした)(?:[。、が]|$)|ください|下さい|いたし|致し|申し?上げ|お願い|下記|上記[のに通]|以下[のに]|のとおり|の通り|場合"
)
"""What only sentences have."""
_NAMES_A_PAPER = re.compile(
    r".{0,6}(?:証明書?|領収[書証]|請求書|見積書|契約書|注文書|明細書?|保証書|通知書|申請書|事項|番号|名称?欄|[のご]?氏名|カテゴリー?|区分|種別|種類|年月日|金額|合計額?|小計|備考|摘要|内訳|単価|数量|但し?書き?|様式|記載欄?)|[書欄票証印記様殿円年月日]"
)
"""The whole of what names a paper or an entry; a single character of one."""
_ROLE = re.compile(
    r"(?:申請|請求|契約|設置|使用|購入|発注|受注|注文|施工|販売|代表|担当|委任|受任|保証|責任|世帯|届出|所有)(?:者|主|人)|[売買借貸施]主|[甲乙丙]|本人|取締役|理事長?|代表取締役|お客様|ご?担当"
)
"""The whole of what says whose name stands beside it."""
_ENGLISH = re.compile(
    r"^(?:(?:product|model|dealer|customer|serial|name|date|address|shop|store|no|tel|fax|maker|category|type|description)(?:name|no\.?|number)?)(?=$|[^a-z])",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(r".(?:代表取締役|代表社員|代表者|取締役|支店長|営業所長|店長|所長|担当者?|様|御中)$")
_PLACE_BEHIND = re.compile(r"(?:[都道府県]|[^\W\d_]{1,4}[市区郡町村])[^\W\d_]*\d")
_SHOP_BEHIND = re.compile(
    r"(?:[東西南北中]口|[\d一二三四五六七八九]丁目|駅前|通り?|本|支|[^\W\d_]{2}[市区町村])店$|営業所$|支社$"
)
"""A shop of the company before it: 株式会社コジラ新宿東口店."""
_SIGN_OF_FORM = re.compile("株(?!式)(?!.*(?:会社|法人|組合))..")
"""㈱ whose brackets were not read: 株吉野ほっと設備."""
_TORN_FORM = re.compile(r"(?:株式|有限|合同)会?$")
_PLACE = re.compile(r"(?:[都道府県]|[市区郡町村]).*\d")
_DATE = re.compile(r"(?:令和|平成|昭和|\d{4}年|\d年).*\d月|\d{4}[/.]\d{1,2}[/.]\d{1,2}")
_FORM = re.compile("|".join(full for full, _, _ in FORMS if full.endswith("会社")))
_A_BANK = re.compile(rf"(?:{BANK_END_IN_FULL})$")
"""A bank's whole name, which is no branch's."""
_LONGEST_NAME = 40
_LONGEST_PERSON = 9
_LONGEST_PARTY = 16
"""Homes, schools and associations have no corporate form: 特別養護老人ホーム梓苑."""
_UNIT_IN_FRONT = re.compile(
    r"(?:総務|営業|経理|企画|管理|設備|人事|業務|施設|工務|製造|技術|事業|環境)[^\W\d_]{0,6}[部課室係][^\W\d_]{2}"
)
_KANA_THEN_NAME = re.compile("[ァ-ヺー]{4,}(?=[一-龠々]{2})")
_LONGEST_CODE = 30
_AMOUNT = re.compile(r"(?<![\d\-./,])(?:\d{1,3}(?:,\d{3})+|\d{4,9})(?![\d\-./,])")
_LEAST = 1000
"""Nothing that is subsidised costs less: beside a larger amount, it is a stamp's or a part's."""


def doubt(document: ExtractedDocument, programme: Programme | None) -> None:
    """Say of every value of `document` that it is no thing of its entry's kind, where it is none; in place.

    To be asked after the other papers were: an amount that another paper or a sum bears out is no tax.
    """
    for field in document.fields.values():
        if decided_by_person(field) or field.value is None:
            continue
        for why in (
            nonsense(field.key, field.value),
            _elsewhere(field, document),
            _office(field, programme),
            _part_of_total(field, document),
            _too_little(field),
            _torn_unit(field, document, programme),
        ):
            if why:
                say(field, "misplaced", False, f"{why}。欄の取り違えでないか確かめてください")


def nonsense(key: str, value: object) -> str:
    """Why `value` is no thing that entry `key` could hold, in words for a reviewer; empty where it may be one."""
    if not isinstance(value, str):
        return ""
    like, text = alike(key), squeeze(value)
    if like in _CODE_KEYS:
        return _no_code(like, text)
    if like in _COMPANY_KEYS and _SIGN_OF_FORM.match(text):
        return _MORE
    if like in _COMPANY_KEYS or like in PERSON_KEYS:
        return _no_words(text) or (_no_company(text) if is_company(text) else _no_name(text, like))
    if like in _WORD_KEYS:
        return _no_words(text)
    if like in KANA_KEYS:
        return _HEADING if ASKS_FOR_KANA.fullmatch(text) else ""
    if like == "branch_name" and _A_BANK.search(text):
        return _BANK
    if like in ("address", "proxy_address") and not re.search(r"\d|[都道府県市区町村郡]", text):
        return _HEADING
    return ""


def _no_words(text: str) -> str:
    if _RUNNING.search(text):
        return _SENTENCE
    if _NAMES_A_PAPER.fullmatch(text) or _ROLE.fullmatch(text) or _ENGLISH.match(text):
        return _HEADING
    return ""


def _no_company(text: str) -> str:
    found = split_company(text)
    if (
        len(found.core) > _LONGEST_NAME
        or found.form is None
        or not found.core
        or _FORM.search(found.core)
        or re.search(r"\d{5,}|\d{2,4}-\d{2,4}-\d{3,4}", text)
        or _ROLE_BEHIND.search(text)
        or _PLACE_BEHIND.search(text)
        or (found.front and _SHOP_BEHIND.search(found.core))
        or _TORN_FORM.search(text)
    ):
        return _MORE
    return ""


def _no_name(text: str, key: str) -> str:
    person = key in PERSON_KEYS
    if len(text) < 2 and not re.match("[A-Z]", text):
        return _HEADING
    if key == "account_holder" and NO_HOLDER.search(text):
        return _BANK
    if re.search(r"\d{3,}", text) or _ROLE_BEHIND.search(text) or _TORN_FORM.search(text) or _PLACE.search(text):
        return _MORE
    longest = _LONGEST_PERSON if key in ("representative_name", "proxy_contact") else _LONGEST_PARTY
    if person and (_UNIT_IN_FRONT.match(text) or _kana_in_front(text)):
        return _MORE
    if person and len(text) > longest and not re.search("[ァ-ヺA-Za-z]{2}", text):
        return _MORE
    return ""


def _kana_in_front(text: str) -> bool:
    """Whether a name stands behind its own kana: ワタナベサチコ渡辺サチ子."""
    kana = _KANA_THEN_NAME.match(text)
    labels = (0, len("カナ"), len("フリガナ"))
    return kana is not None and any(check_reading(text[kana.end() :], kana[0][n:]) is Fit.FITS for n in labels)


def _no_code(key: str, text: str) -> str:
    if not re.search(r"\d", text) and not (key == "model" and re.search("[A-Z]{2}|[ァ-ヺ]{3}", text)):
        return _NO_DIGIT
    if len(text) > _LONGEST_CODE or _DATE.search(text) or re.search(r"[¥円様]|数量|\d,\d{3}(?!\d)", text):
        return "番号のほかの文字が混じっています"
    return ""


def _elsewhere(field: Field, document: ExtractedDocument) -> str:
    """A number that is the paper's telephone, account or registration number as well."""
    if alike(field.key) not in _NUMBERED or not isinstance(field.value, str):
        return ""
    digits = re.sub(r"\D", "", field.value)
    others = ("phone", "proxy_phone", "postal_code", "invoice_number", "account_number", "yucho_number")
    taken = {re.sub(r"\D", "", str(document.value(k) or "")) for k in others}
    return _OTHERS if len(digits) >= 5 and digits in taken else ""


def _office(field: Field, programme: Programme | None) -> str:
    """The postal code printed in the office's own address, where no address of the paper bears it out."""
    if programme is None or field.key != "postal_code" or any(c.kind == "postal_address" for c in field.corroborations):
        return ""
    return _OFFICE if field.value in find_postal(programme.office_address) else ""


#: What shows that an amount is the paper's total, whatever else is printed on it.
_IS_TOTAL = frozenset({"arithmetic", "form_receipt_amount", "same_on_other_document", "exact_on_other_document"})


def _part_of_total(field: Field, document: ExtractedDocument) -> str:
    """A total beside which the paper prints the amount that it would be the tax of, or that it would be without tax."""
    value = field.value
    if field.key != "total_amount" or not isinstance(value, int):
        return ""
    if any(c.supports and c.kind in _IS_TOTAL for c in field.corroborations):
        return ""
    printed = {n for n in _amounts(document) if n > value}
    if value < _LEAST:  # smaller totals have too many neighbours by chance
        return "収入印紙や内訳の額のようです" if printed else ""
    if any(value in money.tax_in(n) for n in printed):
        return "消費税額のようです"
    if any(value in money.without_tax(n) for n in printed):
        return "税抜の金額のようです"
    return ""


#: What a form asks for in yen about the whole of what is subsidised.
_COSTS = frozenset(("purchase_amount", "total_cost", "subsidy_amount"))


def _too_little(field: Field) -> str:
    """A cost or a grant of some hundred yen that nothing else bears out: the last digits of a larger one."""
    if field.key not in _COSTS or not isinstance(field.value, int) or not 0 < field.value < _LEAST:
        return ""
    borne_out = any(c.supports and c.kind in _IS_TOTAL | {"subsidy_rule"} for c in field.corroborations)
    return "" if borne_out else "金額の一部だけのようです"


def _torn_unit(field: Field, document: ExtractedDocument, programme: Programme | None) -> str:
    """A quantity whose unit is the beginning of the one that the programme counts this equipment in: 13.0kW of a battery."""
    if programme is None or alike(field.key) != "capacity" or not isinstance(field.value, str):
        return ""
    chosen = document.value("equipment_type")
    units = {
        rule.unit.lower()
        for rule in programme.subsidy.rules
        if isinstance(rule, PerUnitRule) and rule.when.get("equipment_type") == chosen
    }
    own = re.sub(r"^[\d.,]+", "", field.value).lower()
    return (
        "単位の終わりが読めていないようです"
        if own not in units and any(own and u.startswith(own) for u in units)
        else ""
    )


def _amounts(document: ExtractedDocument) -> Iterator[int]:
    for found in _AMOUNT.findall(nfkc(document.text)):
        yield int(found.replace(",", ""))

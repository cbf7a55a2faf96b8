"""Names of companies and other corporations 法人."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from models.values.text import squeeze, twin_kana
from models.values.zengin import split_zengin

#: Form in full → its abbreviations as written in brackets, and as written on transfers. A form that another one ends
#: with or begins with stands before it.
#: Source: 全国銀行協会「法人略語」「事業略語」 for the last column.
FORMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("株式会社", ("株",), "カ"),
    ("特例有限会社", (), "ユ"),
    ("有限会社", ("有",), "ユ"),
    ("合同会社", ("同", "合"), "ド"),
    ("合名会社", ("名", "合名"), "メ"),
    ("合資会社", ("資", "合資"), "シ"),
    ("相互会社", ("相", "互"), "ソ"),
    ("認定特定非営利活動法人", (), "トクヒ"),
    ("特定非営利活動法人", ("特非", "特"), "トクヒ"),
    ("社会福祉法人", ("福", "社福"), "フク"),
    ("社会医療法人財団", (), "イ"),
    ("社会医療法人社団", (), "イ"),
    ("社会医療法人", (), "イ"),
    ("特定医療法人", (), "イ"),
    ("医療法人社団", ("医社",), "イ"),
    ("医療法人財団", ("医財",), "イ"),
    ("医療法人", ("医",), "イ"),
    ("一般社団法人", ("一社",), "シヤ"),
    ("公益社団法人", ("公社",), "シヤ"),
    ("一般財団法人", ("一財",), "ザイ"),
    ("公益財団法人", ("公財",), "ザイ"),
    ("社団法人", ("社",), "シヤ"),
    ("財団法人", ("財",), "ザイ"),
    ("学校法人", ("学",), "ガク"),
    ("宗教法人", ("宗",), "シユウ"),
    ("更生保護法人", (), "ホゴ"),
    ("農事組合法人", ("農",), "ノウ"),
    ("社会保険労務士法人", (), "ロウム"),
    ("行政書士法人", ("行",), "ギヨ"),
    ("司法書士法人", ("司",), "シホウ"),
    ("税理士法人", ("税",), "ゼイ"),
    ("弁護士法人", ("弁",), "ベン"),
    ("監査法人", ("監",), ""),
    ("地方独立行政法人", (), "チドク"),
    ("独立行政法人", ("独",), "ドク"),
    ("国立大学法人", (), "ダイ"),
    ("公立大学法人", (), "ダイ"),
    ("有限責任事業組合", (), "ユウクミ"),
    ("農業協同組合連合会", (), "ノウキヨウレン"),
    ("農業協同組合", (), "ノウキヨウ"),
    ("漁業協同組合連合会", (), "ギヨレン"),
    ("漁業協同組合", (), "ギヨキヨウ"),
    ("生活協同組合", ("生協",), "セイキヨウ"),
    ("協同組合", ("協",), "キヨウクミ"),
    ("管理組合法人", (), "カンリ"),
    ("社会福祉協議会", ("社協",), "シヤキヨウ"),
)
_FULL = tuple(full for full, _, _ in FORMS)
_ANY_FORM = re.compile("|".join(_FULL))
_ABBREVIATED = tuple((re.compile(rf"[(<〈【\[{{]{a}[)>〉】\]}}]"), full) for full, short, _ in FORMS for a in short)
#: A form at either end of which one bracket was cut off or not read: 株) and (株, (株山田
_TORN = tuple(
    (
        re.compile(
            rf"^[(<〈【\[{{]?{a}[)>〉】\]}}]|[(<〈【\[{{]{a}$|(?<=..){a}[)>〉】\]}}]$"
            rf"|^[(<〈【\[{{]{a}(?!{full.removeprefix(a)[:2]})(?=[^)>〉】\]}}]{{2}})"
        ),
        full,
    )
    for full, short, _ in FORMS
    for a in short
    if a in "株有福医"
)
_MISREAD = (
    (
        re.compile(
            "株式[会會合今]?[杜枉]|[様樣株]式会社|株式會社|林式会[社杜]|抹式会[社杜]|株武会[社杜]|株式[合余公]社|株弍会社"
        ),
        "株式会社",
    ),
    (re.compile("有限[会會合今]杜|有限會社|有眼会社|有限合社"), "有限会社"),
    (re.compile("合同[会會]杜|合同會社|台同会社|合同合社"), "合同会社"),
    (re.compile("社会福[杜祉]法人|社会福社法人|杜会福[祉社]法人|社會福祉法人"), "社会福祉法人"),
    (re.compile("NPO法人|特定非営利活動法入"), "特定非営利活動法人"),
    (re.compile(r"^(?:LLC|合同会社LLC)(?=[^A-Za-z])"), "合同会社"),
)
_BRACKET = re.compile(r"[(<〈【\[{)>〉】\]}]")
#: A form in brackets of its own, as ㈱ is read by an engine that knows it as 株式会社.
_BRACKETED = re.compile(rf"[(\[〔【]({'|'.join(_FULL)})[)\]〕】]")
#: ㈱ of which only the 株 was read: no name ends in it, and no kana or Latin name begins with it (株木建設 does).
_BARE_END = re.compile(r"(?<=[^株]{2})株$")
_BARE_FRONT = re.compile(r"^株(?=[ぁ-んァ-ヺA-Za-z]{2})")
_HONORIFIC = re.compile(r"(?:御中|様|殿|さま|さん)$")


class CompanyName(NamedTuple):
    """`form` in full (None: no form is written), whether it stands in `front`, and the `core` of the name.

    Where the form stands between name and branch (大和株式会社新宿支店), the core is both without it.
    """

    form: str | None
    front: bool
    core: str


_LABEL_IN_FRONT = re.compile(r"^(?:名称|商号|社名|会社名|販売):?(?=(?:株式|有限|合同|合資|合名)会社)")
_CALLED = re.compile(r"(?<=\S{4})[(（]?以下[「『]?.*$")
_OFFICE_BEHIND = re.compile(r"(?<=\S{4})代表(?:取締役|社員|理事).*$")
"""Read with a company's name on one line: 株式会社佐保電機代表取締役."""


@lru_cache(maxsize=8192)
def parse_company(text: str) -> str | None:
    """The full name without spaces, ㈱ (株) and their like spelled out, 御中 and 様 dropped; None where nothing is left."""
    name = twin_kana(squeeze(text))
    for pattern, full in _MISREAD:
        name = pattern.sub(full, name)
    name = _HONORIFIC.sub("", name)
    if _BRACKET.search(name):
        for pattern, full in (*_ABBREVIATED, *_TORN):
            name = pattern.sub(full, name)
    name = _BRACKETED.sub(r"\1", name)
    name = _BARE_END.sub("株式会社", _BARE_FRONT.sub("株式会社", name))
    name = name.strip(".,、。:;・*'`|_")
    name = _CALLED.sub("", _OFFICE_BEHIND.sub("", _LABEL_IN_FRONT.sub("", name)))
    if name.endswith(("(", "[", "〔")):  # begun behind the name and never closed: a stroke of the seal
        name = name[:-1]
    return name or None


def split_company(name: str) -> CompanyName:
    """Where the corporate form stands in a name. Works on the output of :func:`parse_company`, and on raw text too."""
    full = parse_company(name) or ""
    for form in _FULL:
        if full.startswith(form):
            return CompanyName(form, True, full[len(form) :])
        if full.endswith(form):
            return CompanyName(form, False, full[: -len(form)])
    middle = _MIDDLE.match(full)
    if middle is not None:
        return CompanyName(middle["form"], False, middle["name"] + middle["unit"])
    return CompanyName(None, False, full)


_MIDDLE = re.compile(
    rf"^(?P<name>.+?)(?P<form>{'|'.join(_FULL)})(?P<unit>.*(?:支店|支社|本店|本社|営業所|事業所|出張所|工場|センター|店|部|課|室|病院|園|荘|ホーム))$"
)


def is_company(name: str) -> bool:
    """Whether `name` carries a corporate form, so that it is no person's name."""
    return _ANY_FORM.search(parse_company(name) or "") is not None


def holder_form(form: str) -> str:
    """The abbreviation of a corporate form on bank transfers (``カ`` for 株式会社); empty where there is none."""
    return next((short for full, _, short in FORMS if full == form), "")


def split_holder(kana: str) -> tuple[str | None, str]:
    """The corporate abbreviation of an account holder (``カ``, ``フク``, …; None for a person) and the rest.

    It may stand in front (``カ)ヤマト``), behind (``ヤマト(カ``) or between name and branch (``ヤマト(カ)シンジユク``); the mark
    of an office behind the name is dropped. Takes the output of :func:`models.values.kana.parse_holder`.
    """
    corporate, name, _ = split_zengin(kana)
    return corporate, name

"""Names of persons, and of whoever signs (a person or a company)."""

from __future__ import annotations

import re

from models.values.company import is_company, parse_company
from models.values.text import nfkc, squeeze, without_spaces

_TITLES = re.compile(r"(?:様方|様邸|様|殿|御中|先生|さま|さん|氏)$")
_SEAL = re.compile(r"[(（]?[印㊞㊟][)）]?$")
_LABEL = re.compile(
    r"^[ご二ニこビ]?芳名:?|^(?:氏名|お名前|名前|代表者氏名|代表者名|申請者名?|口座名義人?|名義人?|担当者名?)[:)]"
)
_ROLE = re.compile(
    r"^(?:代表取締役社長|代表取締役|取締役社長|代表社員|理事長|代表理事|代表者|会長|社長|所長|施設長|院長|事務局長)(?=.{2,})"
)
_NOISE = "\"'`.,:;、。|_*~^<>《》〈〉「」[]{}()（）=+/\\"
_NAME = re.compile(
    r"^[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆ヶ〇ぁ-ゖァ-ヺーA-Za-z・.\-\ufe00-\ufe0f\U000e0100-\U000e01ef]+$"
)


#: Dust between the parts of a name: 坂梨.文江.
_SPECK = re.compile("(?<=[一-龠々])[.．,，](?=[一-龠々])")


def parse_person(text: str) -> str | None:
    """A person's name as written, without spaces, 様 殿 and a seal mark 印 dropped; None where it is no name.

    Old and variant characters stay (髙 﨑 邊). A role in front (代表取締役 …) is dropped. Digits, or symbols that no
    name has, make it None.
    """
    name = _SPECK.sub("", squeeze(text))
    name = _LABEL.sub("", name).strip(_NOISE)
    name = _SEAL.sub("", name)
    name = _ROLE.sub("", _TITLES.sub("", name)).strip(_NOISE)
    return name if _NAME.match(name) and not re.fullmatch(r"[・.\-ー]+", name) else None


def parse_name(text: str) -> str | None:
    """A company's full name where a corporate form stands in `text`, else a person's name; see their parsers."""
    return parse_company(text) if is_company(text) else parse_person(text)


def split_person(text: str) -> tuple[str, str] | None:
    """Surname and given name, where white space stands between them on paper; None where it does not."""
    parts = nfkc(text).split()
    if len(parts) >= 2 and parts[-1] in {"様", "殿", "印", "先生"}:
        parts = parts[:-1]
    if len(parts) != 2:
        return None
    given = parse_person(parts[1])
    surname = without_spaces(parts[0])
    return (surname, given) if given and surname and not is_company(text) else None

"""The opening sentence of a contract, which names its parties: 阪口榮一（以下「発注者」という。）と株式会社吉野設備（以下「受注者」という。）とは…

What a party is called from there on tells who it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from extractors.fields.layout import Layout, Region, Text
from extractors.fields.running import sentence, span
from extractors.fields.texts import reading_order
from extractors.meanings import is_any_label
from models.values.company import is_company

CUSTOMER, CONTRACTOR = "applicant_name", "vendor_name"
_WORDS = {
    **dict.fromkeys(("発注者", "注文者", "委託者", "買主", "施主"), CUSTOMER),
    **dict.fromkeys(("受注者", "請負者", "受託者", "売主", "施工者"), CONTRACTOR),
}
"""Who a party is, by the word for it."""
_LETTERS = {"甲": CUSTOMER, "乙": CONTRACTOR}
"""Who a party is as a rule; a word in front tells more: 売主 有限会社ひがし電機（以下「甲」）."""


class Party(NamedTuple):
    """Where a party's name stands, and whether it surely does, all of it; 甲 or 乙 if the party is called so."""

    region: Region
    sure: bool
    letter: str | None = None


class _Said(NamedTuple):
    """A party as the sentence has it: who it is by its words, None where only the letter tells."""

    key: str | None
    party: Party


_ROLE = rf"(?:ご|お|御)?(?P<role>{'|'.join(_WORDS)})(?:である)?:?"
_BEFORE = re.compile(rf"\s*{_ROLE}\s*")
#: Folded, as all running text: 「 and 」 are brackets.
_NAMED = re.compile(
    rf"(?P<and>\)と、?)?(?:{_ROLE})?(?P<name>(?:[^、。()]|\((?:株|有|合|同|資)\)){{2,40}}?)"
    rf"\(以下、?(?:単に)?\(?(?P<called>{'|'.join((*_WORDS, *_LETTERS))})(?:\)|と[いす称])"
)
_NO_NAME = re.compile(r"(?:ご|お|御)?[一-龠・]{0,6}(?:者|主|側|様)|お客さま|当社|弊社|当店|私|[甲乙]")
"""Words for a party, and no party's name: ご注文者（以下「甲」）."""


def opening_parties(layout: Layout) -> dict[str, Party]:
    """Customer and contractor by their keys, as far as one sentence alone names them."""
    said = _told_by_names(_said(reading_order(layout.texts)))
    found: dict[str, Party] = {}
    for key in (CUSTOMER, CONTRACTOR):
        parties = [s.party for s in said if (s.key or _LETTERS.get(s.party.letter or "")) == key]
        if len(parties) == 1:
            found[key] = parties[0]
    return found


def _said(texts: list[Text]) -> list[_Said]:
    """The parties of all sentences of the page, in their order."""
    text, origin = sentence(texts)
    found = []
    for match in _NAMED.finditer(text):
        places, role = origin[slice(*match.span("name"))], match["role"]
        begun = match["and"] is not None
        if not begun:  # it begins a line: what stands on the line before, a title, is none of it
            whole, places = len(places), [p for p in places if p[0] is places[-1][0]]
            role = role if len(places) == whole else None
            line, first = places[0]
            torn = first > 0 and line.raw[first - 1] in "「（(『"
            if torn:  # a bracket was read into the name: 社会福祉法人「曲福祉会 is 千曲福祉会
                places, first = [(line, at) for at in range(first)] + places, 0
            words = _BEFORE.match(line.raw, first)
            if torn and words is None:
                continue
            places = [p for p in places if words is None or p[1] >= words.end()]
            role = words["role"] if words else role
            begun = not torn and (role is not None or not _runs_on(texts, line))
        if len(places) > 1 and _is_name((region := span(places)).raw):
            key, letter = _WORDS.get(role or match["called"]), match["called"] if match["called"] in _LETTERS else None
            found.append(_Said(key, Party(region, begun and len(region.texts) == 1, letter)))
    return found


def _told_by_names(said: list[_Said]) -> list[_Said]:
    """`said`, where only 甲 and 乙 tell who is who and 甲 is a company, 乙 a person: dealers write their contracts so too, and
    who builds is the company. To be confirmed."""
    if [s.party.letter for s in said] != ["甲", "乙"] or any(s.key for s in said):
        return said
    first, second = (s.party for s in said)
    if not is_company(first.region.raw) or is_company(second.region.raw):
        return said
    return [_Said(CONTRACTOR, first._replace(sure=False)), _Said(CUSTOMER, second._replace(sure=False))]


def customers_letter(parties: Mapping[str, Party]) -> str:
    """What the customer is called where the signatures have nothing but letters: 甲, unless the dealer is."""
    contractor = parties.get(CONTRACTOR)
    return "乙" if contractor is not None and contractor.letter == "甲" else "甲"


def _is_name(raw: str) -> bool:
    return is_company(raw) or not (_NO_NAME.fullmatch(raw.strip()) or is_any_label(raw) or re.search(r"\d", raw))


def _runs_on(texts: list[Text], line: Text) -> bool:
    """Whether a whole line of running text stands right over `line`, which may run on into it."""
    over = [t for t in texts if t is not line and 0 < line.box.cy - t.box.cy < _APART * line.box.height]
    return any(len(t.raw) > _FULL and t.box.x0 < line.box.cx for t in over)


_APART = 2.5
_FULL = 25
"""From so many letters on a line is no title."""

"""Who signed a contract: the names beside, under and in the blocks of the words for its parties, 発注者, 乙, 売主."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.parts import ROLES
from extractors.fields.texts import same_row
from extractors.meanings import is_any_label
from models.values.company import is_company

CUSTOMER = (
    "お名前", "注文者", "発注者", "甲", "買主", "施主", "委託者", "お客様名", "契約者名", "ご契約者様", "ご契約者", "氏名",
)  # fmt: skip
CONTRACTOR = (
    "商号・代表者", "商号", "会社名", "請負者", "受注者", "乙", "売主", "施工者", "販売施工者", "販売・施工者", "受託者", "販売・施工会社",
    "販売・施工店", "販売・施工",
)  # fmt: skip


def party_named(layout: Layout, labels: tuple[str, ...]) -> Region | None:
    """A party's name beside its label in the block of signatures."""
    for label in labels:
        for hit in layout.find(label):
            if _OF_BOTH.search(hit.text.raw) or f"「{label}" in hit.text.raw:
                continue  # 注文者・請負者 各1通保管: a remark about the paper; 「受注者」という: what a party is called
            region = layout.beside(hit) or layout.below(hit)
            names = [n for t in _own(region.texts if region else ()) if (n := _name(t)) is not None]
            # a seal stands right of the name and is read as scraps: a company's name, else the first on the row
            names.sort(key=lambda n: (not is_company(n.raw), abs(n.box.cy - hit.box.cy) > hit.box.height, n.box.x0))
            if names and label in CONTRACTOR and len(names[0].raw.strip()) <= _FEW:
                block = _under_heading(layout, hit, of_party=False) if hit.whole else None
                if block is not None:
                    return block  # what is read of a seal beside the word that heads the dealer's block
            if names:
                return Region((names[0],), names[0].box, None)
            if hit.whole and (party := _under_heading(layout, hit, label in _PARTIES)) is not None:
                return party
            if hit.whole and (party := _labelled_in_block(layout, hit)) is not None:
                return party
    return None


_FEW = 3


def _own(texts: Sequence[Text]) -> list[Text]:
    """What stands beside a party's word, up to the word of the next: 注文者 生駒市… and 川﨑勇, without 請負者 and its lines."""
    return [*texts[:1], *takewhile(lambda t: not _NEXT_PARTY.match(t.raw), texts[1:])]


def _under_heading(layout: Layout, hit: Hit, of_party: bool) -> Region | None:
    """The company in the lines under a party's word that heads a block without labels, down to a gap; a person's name
    there where the word is the party's own, not one for a name."""
    above = hit.box
    person = None
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        if text.box.cy < above.y1 or abs(text.box.x0 - hit.box.x0) > 2 * hit.box.height:
            continue
        if text.box.y0 - above.y1 > 1.5 * hit.box.height:
            break
        if (name := _name(text)) is not None:
            if is_company(name.raw):
                return Region((name,), name.box, None)
            person = person or name
        above = text.box
    return Region((person,), person.box, None) if of_party and person is not None else None


def _labelled_in_block(layout: Layout, hit: Hit) -> Region | None:
    """The name beside 氏名, 名称 or 商号 in the block that a party's word heads, right of that word: 請負者　住所 … over
    氏名 大和熱機工業株式会社."""
    height = hit.box.height
    others = [t.box.cy for t in layout.texts if t.box.cy > hit.box.y1 and abs(t.box.x0 - hit.box.x0) < 2 * height]
    end = min((*others, hit.box.cy + _BLOCK * height))
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        if not (hit.box.cy - height < text.box.cy < end and text.box.x0 > hit.box.x1 and _OF_NAME.fullmatch(text.raw)):
            continue
        region = layout.beside(Hit(text, text.box, None, text.raw))
        names = [n for t in (region.texts if region is not None else ()) if (n := _name(t)) is not None]
        names.sort(key=lambda n: not same_row(n.box, text.box))
        if names:
            return Region((names[0],), names[0].box, None)
    return None


_BLOCK = 6.0
"""So many heights under a party's word the last line of its block stands at most."""
_OF_NAME = re.compile(r"\s*(?:ご?氏\s*名|名\s*称|商\s*号|会社名|(?:氏名|商号)(?:又は|または|・)名称)\s*[:：]?\s*")

_PARTIES = frozenset(
    ("注文者", "発注者", "甲", "買主", "施主", "委託者", "請負者", "受注者", "乙", "売主", "施工者", "受託者")
)
_PARTY = re.compile("|".join((*_PARTIES, "壳主", "貿主")))
_NEXT_PARTY = re.compile(rf"\s*[(（]?(?:{'|'.join(_PARTIES)})[\s　:：)）]")
_OF_BOTH = re.compile(r"[注発][文注]者.{0,3}[請受][負注]者|甲.{0,3}乙")


_COMPANY_THEN_PLACE = re.compile(r"\s*(?P<company>\S{3,30})[\s　]+(?:〒|\S{1,6}?[都道府県市区町村郡]).*\d")
"""A company and its seat on one line: 大和ガス住設株式会社 大和高田市大中98-4."""


def _name(text: Text) -> Text | None:
    """The name in a line of a block of signatures; None where the line is an address, a sentence or a label."""
    prefix = re.match(r"\s*(?:氏\s*名|商\s*号|名\s*称|会社名|代表者)\s*[:：]?\s*", text.raw)
    if prefix and prefix.end() < len(text.raw):
        text = text.part(prefix.end())
    role = ROLES.search(text.raw)
    if role and role.start() > 1:
        text = text.part(0, role.start())
    if (named := _COMPANY_THEN_PLACE.match(text.raw)) is not None and is_company(named["company"]):
        text = text.part(*named.span("company"))
    raw = text.raw.strip()
    address = re.search(r"[都道府県市区町村郡].*\d|〒|\d-\d|TEL|電話", raw)
    sentence = re.search(r"[、。]|契約|締結|条", raw)
    if (
        address
        or sentence
        or len(raw) < 2
        or re.match(r"住\s*所|氏\s*名", raw)
        or is_any_label(raw)
        or _PARTY.fullmatch(re.sub(r"\s", "", raw))
    ):
        return None
    return text

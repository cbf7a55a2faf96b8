"""Who a paper is made out to, and who issued it: read from how business papers are laid out, not from labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.overstamped import lift_seal, reread
from extractors.fields.sealednames import doubt_sealed_end, seal_begins
from extractors.fields.tradenames import FORM, REGISTRATION, TRADE, name_only
from models.documents import Field, Reading
from models.geometry import Box
from models.values.company import is_company, parse_company
from models.values.identifiers import find_invoice_numbers
from models.values.phone import find_phones
from models.values.postal import find_postal

HONORIFIC = re.compile(r"(?:(?:御中|様|殿)\s*[・･/／]\s*)?(?:様|樣|殿|御中|(?<![発銀施代執])行)\s*(?:分)?$")
"""Behind a name; 発行, in front of the day, is none."""
_STAFF = re.compile(r"知事|市長|区長|町長|村長|事務局|担当|お客[様さ]ま?$|各位|皆[様さ]|お得意")
_WHO = re.compile(r"(?:お?名前|氏名|宛名|お客様名?|ご契約者名?)(?:\s*[A-Za-z]{3,})?")
"""What stands in front of whom a paper is made out to and is no part of the name."""
_NO_NAME = re.compile(
    r"^\s*(?:[ご御]?(?:工事)?件名|工事名称?|案件名)|振込|口座|普通|当座|銀行|信用金庫|として|工事場所|現場"
)
TORN_FORM = re.compile(r"(株式会|有限会|合同会|株式|有限|合同)$|^式会社\S{2}|(?:株式|有限|合同)会会社")
"""A corporate form whose end lies under a seal."""


_NUMBER_BEHIND = re.compile(
    r"(?P<who>.{2,}?(?:御中|様|殿))\s*(?:N[oO]\s?[.:：]|№|(?:請求|見積|領収|伝票|発行)書?(?:番号|日)).*"
)
"""The paper's number or day on the right margin, read with whom it is made out to: あずさ会御中No.見-0803."""


def _addressed(text: Text) -> Text:
    """`text` up to its honorific, where the paper's number was read with it."""
    numbered = _NUMBER_BEHIND.fullmatch(text.raw)
    return text.part(0, numbered.end("who")) if numbered is not None else text


def addressee(layout: Layout) -> Region | None:
    """The name in front of 様 or 御中, the highest on the page; offices' heads (知事 殿) are no customers."""
    for text in map(_addressed, sorted(layout.texts, key=lambda t: t.box.y0)):
        raw = text.raw.strip()
        match = HONORIFIC.search(raw)
        if match is None or _STAFF.search(raw) or _NO_NAME.search(raw):
            continue
        name = raw[: match.start()].strip()
        label = re.match(
            r"(?:お客[様さ]ま?名|お名前|ご?契約者名?|ご?契約名義人?|ご?氏名|ご?宛名|お届け先|納入先|領\s?収\s?[書証]\s|[御ご]?(?:請求|見積)書\s)\s*[:：]?\s*",
            text.raw.strip(),
        )
        if label and label.end() < len(raw) - 1 and label.end() < match.start():
            text = text.part(text.raw.index(raw[0]) + label.end())
            raw = text.raw.strip()
            name = raw[: len(raw) - len(match[0])].strip()
        if len(name) >= 2:
            cut = text.raw.rfind(match[0].strip()[0])
            part = text.part(0, cut) if cut > 0 else text
            inside = _set_into(layout, text)
            if inside is not None:
                part = inside
            before = [] if len(name) >= 4 and not _torn(layout, text) else _left_of(layout, text, named=True)
            texts = (*before, part)
            named = Region(texts, Box.around(t.box for t in texts), None)
            return _company_over(layout, named) or _in_full(layout, named) or named
        alone = name == ""
        left = (_in_its_room(layout, text) if alone else []) or _left_of(layout, text)
        left = left or (_over_left(layout, text) if alone else [])
        if left:
            part = text.part(0, max(0, text.raw.rfind(match[0].strip()[0])))
            texts = (*left, part) if part.raw.strip() else tuple(left)
            return Region(texts, Box.around(t.box for t in texts), None)
    return None


_FOR = re.compile(r"\s*(?:代表(?:取締役(?:社長)?|者|社員|理事)?|理事長|取締役|会長|社長|施設長|院長)\s*\S")


def _company_over(layout: Layout, person: Region) -> Region | None:
    """The company whose office-holder is named: it stands right over 代表者 白石 友彦 様. None where nobody holds one."""
    if not _FOR.match(person.raw):
        return None
    first = person.texts[0]
    over = [
        t
        for t in layout.texts
        if 0.5 * first.box.height < first.box.cy - t.box.cy < 2.5 * first.box.height
        and abs(t.box.x0 - first.box.x0) < 4 * first.box.height
        and is_company(t.raw)
    ]
    nearest = max(over, key=lambda t: t.box.cy, default=None)
    return _region(nearest) if nearest is not None else None


def _in_full(layout: Layout, short: Region) -> Region | None:
    """Whom the paper itself is made out to where its stub, higher up, has the surname alone: 渡辺様 and 渡辺 千代 様."""
    name = re.sub(r"\s", "", short.raw)
    for text in layout.texts:
        match = HONORIFIC.search(text.raw.strip())
        if match is None or len(name) > 3:
            continue
        whole = text.part(0, text.raw.rfind(match[0].strip()[0]))
        plain = re.sub(r"\s", "", whole.raw)
        if (
            plain.startswith(name)
            and len(name) < len(plain) <= len(name) + 4
            and text.box.height > 1.1 * short.box.height
        ):
            return Region((whole,), whole.box, None)
    return None


def _set_into(layout: Layout, text: Text) -> Text | None:
    """The name of a line whose middle was found as a line of its own: 松永…様 and 真央 between."""
    between = [
        t
        for t in layout.texts
        if t is not text
        and abs(t.box.cy - text.box.cy) < 0.4 * text.box.height
        and text.box.x0 + 0.5 * text.box.height < t.box.x0
        and t.box.x1 < text.box.x1
        and 0.7 < t.box.height / text.box.height < 1.4
    ]
    if len(between) != 1 or text.line.char_x is None:
        return None
    at = sum(x < between[0].box.x0 for x in text.line.char_x)
    whole = text.raw[:at] + between[0].raw + text.raw[at:]
    cut = HONORIFIC.search(whole.strip())
    name = whole.strip()[: cut.start()] if cut else whole
    return Text(text.line.model_copy(update={"text": name, "char_x": None}), text.cell)


def _torn(layout: Layout, text: Text) -> bool:
    """Whether the name goes on closely on the left of `text`."""
    return any(
        t is not text
        and not _WHO.fullmatch(t.raw.strip())
        and abs(t.box.cy - text.box.cy) < 0.5 * max(t.box.height, text.box.height)
        and 0 <= text.box.x0 - t.box.x1 < 1.6 * text.box.height
        and 0.6 < t.box.height / text.box.height < 1.7
        for t in layout.texts
    )


_ALONE = 30
"""So many heights a lone name may stand left of its 殿, on one line of a receipt book."""


_SMALLER = 0.65
"""Letters so much lower than those beside them are another paper's."""
_SCRAP = re.compile(r"\d{2,}[A-Z]?")
"""What is read of a stamp or a seal beside a name."""


_TITLE = re.compile(r"\s*[御ご]?(?:領\s*収|請\s*求|見\s*積|納\s*品)\s*[書証證]\s*")
_APART = 2.0
"""A company's name so many heights in front of a customer's is another's: the issuer's on the left side of the sheet."""


def _left_of(layout: Layout, text: Text, *, named: bool = False) -> list[Text]:
    """The texts on the row of a lone 様, close on its left; `named`: of one that has a name in front of it already."""
    row = [
        t
        for t in layout.texts
        if t is not text
        and abs(t.box.cy - text.box.cy) < 0.7 * max(t.box.height, text.box.height)
        and t.box.x1 <= text.box.x0
        and not _WHO.fullmatch(t.raw.strip())
        and not _TITLE.fullmatch(t.raw)
    ]
    taken: list[Text] = []
    edge = text.box.x0
    for other in sorted(row, key=lambda t: -t.box.x1):
        reach = 5 if taken else _ALONE if len(row) == 1 else 14
        if edge - other.box.x1 >= reach * max(text.box.height, other.box.height):
            break
        if _of_downward_title(layout, other):
            break
        if named and is_company(other.raw) and edge - other.box.x1 >= _APART * text.box.height:
            break
        if taken and (other.box.height < _SMALLER * taken[0].box.height or _SCRAP.fullmatch(other.raw.strip())):
            break  # a slip's words beside the paper, or what was read of a stamp
        taken.insert(0, other)
        edge = other.box.x0
    return taken


def _of_downward_title(layout: Layout, text: Text) -> bool:
    """Whether a letter is one of a title set downwards beside the paper, each letter a line of its own: 領／収／証."""
    if len(text.raw.strip()) != 1:
        return False
    column = [
        t for t in layout.texts if len(t.raw.strip()) == 1 and abs(t.box.cx - text.box.cx) < 0.5 * text.box.height
    ]
    letters = "".join(t.raw.strip() for t in sorted(column, key=lambda t: t.box.cy))
    return len(letters) >= 3 and letters.endswith(("書", "証", "證"))


def _in_its_room(layout: Layout, text: Text) -> list[Text]:
    """The one text over a lone 様 in the cell that is the customer's: beside it stands the dealer's, with its telephone."""
    mates = [t for t in layout.texts if t is not text and t.cell == text.cell and not _WHO.fullmatch(t.raw.strip())]
    one = text.cell is not None and len(mates) == 1 and mates[0].box.cy < text.box.cy
    return mates if one else []


def _over_left(layout: Layout, text: Text) -> list[Text]:
    """The name a line higher than its lone 様, where tills have no room for both on one: the only text on its row."""
    over = [
        t
        for t in layout.texts
        if 0.6 * text.box.height < text.box.cy - t.box.cy < 1.8 * text.box.height and t.box.x1 <= text.box.x0
    ]
    named = [t for t in over if not _WHO.fullmatch(t.raw.strip()) and not re.search(r"\d|[:：。]|書[】」]?$", t.raw)]
    return named if len(over) == len(named) == 1 else []


def issuer(layout: Layout, not_these: Sequence[Text] = ()) -> Region | None:
    """The company that issued the paper: a company's name nearest above (or at) its address, telephone or number.

    A trader without a corporate form is known by what such names end in.
    """
    taken = {id(t.line) for t in not_these}
    lines = [t for t in layout.texts if not t.line.vertical and id(t.line) not in taken and t not in not_these]
    anchors = [
        t
        for t in lines
        if find_invoice_numbers(t.raw)
        or re.search(rf"{REGISTRATION}|TEL|Tel|℡|電話", t.raw)
        or (find_postal(t.raw) and "〒" in t.raw)
        or find_phones(t.raw)
    ]
    free = [
        t
        for t in lines
        if not HONORIFIC.search(_addressed(t).raw.strip())
        and not _NO_NAME.search(t.raw)
        and not any(t.raw.strip().startswith(n.raw.strip()) for n in not_these if len(n.raw.strip()) >= 4)
    ]
    names = [
        t
        for t in free
        if is_company(re.sub(r"(?<![(（])[株有同]\s*$", "", t.raw))
        or (TORN_FORM.search(t.raw.strip()) and not re.search(r"\d", t.raw) and len(t.raw) > 4)
    ]
    if not names:
        names = [
            t
            for t in free
            if TRADE.search(re.sub(r"[\s　]*代表.*$", "", t.raw.strip()))
            and "専門" not in t.raw
            and 3 <= len(t.raw.strip()) <= 20
        ]
    if not names:
        return None
    if not anchors:
        return _region(name_only(names[0]))

    def distance(name: Text) -> float:
        return min(
            abs(a.box.x0 - name.box.x0) * 0.5
            + abs(a.box.cy - name.box.cy)
            + (0 if a.box.cy >= name.box.cy - 5 else 3 * name.box.height)
            for a in anchors
        )

    return _region(name_only(min(names, key=distance)))


def _region(text: Text) -> Region:
    return Region((text,), text.box, None)


def issuing_company(sheet: Sheet, key: str, found: Region) -> Field:
    """The field `key` of the company named at `found`, whose name lies under its seal."""
    region = unsealed(sheet, found)
    field = field_from(sheet, key, region)
    doubt_sealed_end(sheet, region, field)
    if seal_begins(found.raw) is not None:
        doubt_place(field)
    line = region.texts[0].line
    value = parse_company(region.raw)
    if line is found.texts[0].line or field.exact or value is None or value == field.value:
        return field
    # what the seal hides was read from the darkest ink, or elsewhere on the page: the crop alone does not show it
    named = Reading(engine="ppocr-darkest", raw=region.raw, value=value, score=line.score)
    return field.model_copy(update={"value": value, "raw": region.raw, "readings": [named, *field.readings]})


def unsealed(sheet: Sheet, found: Region) -> Region:
    """The issuer's name as it stands under its seal.

    The line is read again from its darkest ink; the same name elsewhere on the page (beside the account to pay into)
    tells what the seal hides.
    """
    text = found.texts[0]
    best = text
    again = reread(sheet, text, reach=4.0 if text.after is None else 0.0)
    if again is not None and _plausible(again, text):
        best = name_only(again)
        lift_seal(sheet, again, text)
    best = _without_scraps(best)
    if _stands_twice(sheet.layout, best):
        return _region(best)
    for other in sheet.layout.texts:
        name = _within(other, best)
        if name is not None:
            return _region(name)
    return _region(best)


def _plausible(again: Text, first: Text) -> bool:
    """Whether the second reading of a name is the same name, and the better one: it goes on where the first breaks
    off, or it leaves out what the first took from the seal."""
    new, old = again.raw.replace(" ", ""), first.raw.replace(" ", "")
    if re.search(r"印|会.?社.{1,3}$|[之章也]", new[len(old) :]) and len(new) > len(old) and not TORN_FORM.search(old):
        return False  # what it read more is the seal
    if seal_begins(new) is not None:
        return False
    if len(new) > len(old) + 2 and re.match(FORM, new) and re.search("[会社]", new[len(old) :]):
        return False
    if (is_company(old) and not is_company(new)) or fuzz.partial_ratio(new, old) < 60 or again.line.score < 0.85:
        return False
    if len(new) > len(old):
        return True
    if len(new) < len(old):
        return old.startswith(new) or again.line.score > first.line.score
    return again.line.score > first.line.score + 0.02


def _without_scraps(text: Text) -> Text:
    """The name without what of the seal was read behind it; a corporate form at the end that the seal hides is whole."""
    if "会会社" in text.raw:
        line = text.line.model_copy(update={"text": text.raw.replace("会会社", "会社"), "char_x": None})
        text = Text(line, text.cell)
    if re.match(r"^式会社", text.raw):
        text = Text(text.line.model_copy(update={"text": f"株{text.raw}", "char_x": None}), text.cell)
    if (empty := re.search(r"(?<=\S\S)\s*[(（]\s*[)）]\s*$", text.raw)) is not None:
        text = text.part(0, empty.start())
    scraps = re.search(r"(?<=\S\S\S\S)\s*[之ェエ]?印(?![刷章房])\S{0,2}\s*$", text.raw)
    if scraps:
        text = text.part(0, scraps.start())
    if (seal := seal_begins(text.raw)) is not None:
        text = text.part(0, seal)
    behind = re.match(
        rf"^(.{{2,}}?{FORM})(?!.*(?:支店|営業所|支社|本店|店|部|課|センター)$)\S{{1,5}}$", text.raw.strip()
    )
    if behind and not re.match(FORM, text.raw.strip()):
        return text.part(text.raw.index(text.raw.strip()[0]), text.raw.index(behind[1]) + len(behind[1]))
    torn = TORN_FORM.search(text.raw.strip())
    if torn and torn[1] and torn.start() > 1:
        stem = text.raw.strip()[: torn.start()]
        whole = torn[1][:2] + "会社"
        return Text(text.line.model_copy(update={"text": stem + whole, "char_x": None}), text.cell)
    return text


def _stands_twice(layout: Layout, name: Text) -> bool:
    """Whether the page says the name twice, to the letter: then no seal hides its end."""
    whole = re.compile(rf"{re.escape(name.raw.strip())}(?!\S)")
    return sum(whole.search(t.raw) is not None for t in layout.texts) > 1


def _within(other: Text, name: Text) -> Text | None:
    """The part of `other` that is the whole of a name of which `name` shows the beginning."""
    stem = (parse_company(name.raw) or "").rstrip("一ーｰ")
    if other.line is name.line or len(stem) < 6 or other.line.score < 0.9:
        return None
    match = re.search(rf"{re.escape(stem[:-1])}\S{{1,8}}", other.raw)
    if match is None or len(match[0]) <= len(stem) or not is_company(match[0]):
        return None
    if abs(other.box.cy - name.box.cy) < name.box.height:
        return None
    return other.part(match.start(), match.end())

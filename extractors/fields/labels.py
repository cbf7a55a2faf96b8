"""Labels on the lines of a page: where one stands, and what stands behind it on the same line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from rapidfuzz import fuzz

from extractors.fields.texts import Text, between, by_rows, is_how_to, joined_texts, overlap_x, same_row
from extractors.folding import fold
from extractors.meanings import is_any_label, mended_label
from models.geometry import Box
from models.pages import Source

NUMBERING = re.compile(r"^[\d①-⑳⑴-⑽(()・、,*※■□●○◎◆▼口]{0,4}[ごお御]?$")
"""What may stand in front of a label on its line: ``1``, ``(2)``, ``③``, ``■``, a word's courtesy (ご契約金額)."""

PARTICLE = re.compile(
    r"[はをにのがとでもへ、。・欄印等又及並及書名者別数料先コ]|から|より|まで|変更|証明|登録|確認|種|ご?相談|お?問い?合わ?せ|窓口|センター"
)
"""What behind a label's words makes them part of a sentence or of a longer label."""

QUALIFIER = re.compile(r"^(?:\)|\((?!\d+\))[^()]{0,16}\)?|[::・]|にし|※.*|[千百]円未満.*)+")
"""What may stand behind a label and still belong to it: ``(税込)``, ``:``, how it is rounded."""


_REQUEST = re.compile(r"(?:ください|下さい|ですか|ますか|すること|しなさい)[。．.]?$")


def is_request(text: str) -> bool:
    """Whether a line says what shall be done, or asks: the labels within it name no place."""
    return len(text) >= 10 and _REQUEST.search(text.strip()) is not None


OPENS = re.compile(r"\s*(?:電\s*話|TEL|FAX|℡|☎|〒|ご?住\s*所|お?名\s*前|ご?氏\s*名)")
"""How a line begins that holds another entry, its label read with its value."""
CLAUSE = re.compile(r"\s*[(（]?(?:\d{1,2}\s?[.．、)）]\s*(?=[^\W\d])|[①-⑳]|[一二三四五六七八九]\s?[、,])")
"""The number of a contract's clause in front of its words: a clause ends where the next begins."""
SHORTEST_BEHIND = 3
"""Characters of a label that is told from the end of the value before it."""
_TOTAL_BEHIND = re.compile(
    r"(?P<amount>\s*[¥￥]?\d[\d,，]{2,}円?)\s*"
    r"(?P<label>(?:総?合計|総計|小計|消費税|税込|税抜|税額|御?請求)(?:等|合計)?(?:額|金額)?\s*[:：]?)\s*"
)
"""An amount with the label of the next one behind it: 181,000 合計 1,991,000."""
_LABEL_BEHIND = re.compile(r"(?P<value>.*\d.*?(?:円|\S(?=\s)))\s*(?P<label>\S+)")


_SECOND_NAME = re.compile(
    r"\s*(?:[/／]{1,2}\s*(?P<word>[^\s:：/／\d]{2,8})|[(（/／]?\s*(?P<english>[A-Za-z]{3,}(?:\s(?:Name|Date|Number|No\.?))?))"
    r"\s*[)）]?\s*[:：]?(?:\s+|(?=[^\x00-\x7f])|$)"
)
"""A label's second name behind it: 品番/型名, 商品名 Product."""


_JOINED_NAME = re.compile(r"・(?:商品|製品|機種|機器)名(?:称|等)?[::]?(?=.)")
"""How the label of a model goes on, which for windows is a name: 型番・商品名マドリモ内窓."""

_ITS_NAME = re.compile("の(?:名称?|名前|氏名)")
"""How a label ends behind a remark in its middle: 販売店（供給会社）の名称."""


@dataclass(frozen=True, eq=False)
class Hit:
    """A label found in a text. `rest` is what stands behind it on the same line, without its qualifier."""

    text: Text
    box: Box
    rest: Text | None
    label: str

    @property
    def whole(self) -> bool:
        """The line is the label and nothing else."""
        return self.rest is None


def hit_on(text: Text, wanted: str, label: str, *, misread: bool = False) -> Hit | None:
    """`label` (folded: `wanted`) at the head of `text` or apart in it; `misread`: with the misreadings that faxes bring."""
    plain, origin = text.plain
    plain = mended_label(plain) if misread else plain
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _starts_label(text, plain, origin, at):
            qualifier = QUALIFIER.match(plain[end:])
            behind = end + (qualifier.end() if qualifier else 0)
            if qualifier and _ITS_NAME.fullmatch(plain, behind):
                behind = len(plain)
            start, stop = origin[at], origin[end - 1] + 1
            if behind >= len(plain):
                return Hit(text, text.part(start, stop).box, None, label)
            alone = at == 0 and not PARTICLE.match(plain[end:]) and len(plain) - end >= 2
            if qualifier or alone or separate(text, origin, end - 1, end):
                joined = _JOINED_NAME.match(plain, behind - 1)
                behind = joined.end() if joined is not None else behind
                return Hit(text, text.part(start, stop).box, _value_behind(text.part(origin[behind])), label)
        at = plain.find(wanted, at + 1)
    return None


def _value_behind(rest: Text) -> Text | None:
    """What stands behind a label, if it is not more of the label or how to fill the entry in: 所在地 県名から記入."""
    return None if is_how_to(rest.raw) else without_second_name(rest)


def without_second_name(rest: Text) -> Text | None:
    """What stands behind a label, without the label's English or its second word; None where nothing more stands there."""
    found = _SECOND_NAME.match(rest.raw)
    if found is None or not is_any_label(found["word"] or found["english"]):
        return rest
    return rest.part(found.end()) if found.end() < len(rest.raw) else None


def _starts_label(text: Text, plain: str, origin: list[int], at: int) -> bool:
    """Whether a label may begin at `at`: at the line's start, behind a number, a bracket or a gap."""
    if NUMBERING.match(plain[:at]):
        return True
    return plain[at - 1] in "()、:・/" or separate(text, origin, at - 1, at)


def separate(text: Text, origin: Sequence[int], left: int, right: int) -> bool:
    """Whether two neighbouring characters of the folded text stand visibly apart, or the value is plainly no kanji."""
    a, b = origin[left], origin[right]
    if any(c.isspace() for c in text.raw[a + 1 : b]) or text.raw[b] in "0123456789０１２３４５６７８９¥￥T〒(（:：":
        return True
    pitch = min(text.box.height, 1.15 * text.box.width / max(1, len(text.raw)))
    if _wide(text.raw[a]) and _wide(text.raw[b]):
        apart = [text.x_at(i + 1) - text.x_at(i) for i in range(len(text.raw) - 1) if _wide(text.raw[i : i + 2])]
        pitch = max(pitch, min(text.box.height, float(np.median(apart)))) if len(apart) > 2 else pitch
    return text.x_at(b) - text.x_at(a) > 1.5 * pitch


def _wide(characters: str) -> bool:
    return all(ord(c) > 0x2E80 for c in characters)


def nearly(plain: str, wanted: str) -> bool:
    """Whether a whole line is the label with a character or so misread."""
    plain = re.sub(r"^[\d①-⑳()・]{0,3}", "", plain)
    if abs(len(plain) - len(wanted)) > 1:
        plain = re.sub(r"\(.*$", "", plain)
    if not plain or abs(len(plain) - len(wanted)) > 1:
        return False
    if plain.endswith("書") and not wanted.endswith("書"):
        return False  # a title: 交付請求書 is no 交付請求額
    allowed = 1 if len(wanted) < 8 else 2
    return fuzz.ratio(plain, wanted) >= 100 * (1 - (allowed + 0.1) / max(len(plain), len(wanted)))


def spread_hits(texts: Sequence[Text], wanted: str, label: str) -> list[Hit]:
    """The label where its characters are set so far apart that they were read as two texts (氏　　名), or where it
    takes two lines (振込先金 over 融機関)."""
    hits = []
    for head in texts:
        start = head.plain[0]
        if not start or len(start) >= len(wanted) or not wanted.startswith(start):
            continue
        for tail in texts:
            plain, origin = tail.plain
            if tail.cell != head.cell or not plain.startswith(wanted[len(start) :]):
                continue
            beside = same_row(head.box, tail.box) and 0 <= tail.box.x0 - head.box.x1 < 8 * head.box.height
            under = _next_line(head, tail)
            length = len(wanted) - len(start)
            if not beside and not (under and length == len(plain) and len(start) > 1):
                continue
            end = tail.part(0, origin[length - 1] + 1)
            rest = tail.part(origin[length]) if length < len(plain) else None
            hits.append(Hit(tail, Box.around((head.box, end.box)), rest, label))
            break
    return hits


def unglued(texts: Sequence[Text], is_label: Callable[[str], bool]) -> tuple[Text, ...]:
    """`texts` with labels set wide put together, and cut from the value that was read with their end: 氏 and 名 井関 沙織
    are 氏名 and 井関 沙織, 所：生駒市 is 住所 and 生駒市. Else the value would belong to the label above. And with the next entry's label cut from a
    value's end: 885,170円 支払年月日."""
    texts = [part for text in texts for part in _without_next_label(text, is_label)]
    texts = _set_wide(texts, is_label)
    left = list(texts)
    for text in texts:
        if text not in left:
            continue
        found = next(((h, n) for h in left if h is not text and (n := _label_ends_at(h, text, is_label, texts))), None)
        if found is None:
            continue
        head, end = found
        left.remove(head)
        left[left.index(text)] = joined_texts(head, text.part(0, end))
        if behind := text.raw[end:].lstrip(" \u3000:："):
            left.append(text.part(len(text.raw) - len(behind)))
    return tuple(by_rows(left))


def _set_wide(texts: Sequence[Text], is_label: Callable[[str], bool]) -> list[Text]:
    """`texts` with the labels put together that were set so wide that they were read as three texts or more: カ ナ 氏名."""
    left = list(texts)
    for head in texts:
        if head not in left or not _piece(head):
            continue
        run = [head]
        for text in sorted((t for t in left if _behind(head, t)), key=lambda t: t.box.x0):
            if not _piece(text) or text.box.x0 - run[-1].box.x1 > 5 * head.box.height:
                break
            run.append(text)
        while len(run) > 2 and not is_label("".join(t.raw for t in run)):
            run.pop()
        if len(run) > 2:
            left[left.index(head)] = reduce(joined_texts, run)
            left = [t for t in left if t not in run]
    return left


_SHORT = re.compile("[\u3041-\u9fffー]{1,2}")


def _piece(text: Text) -> bool:
    return _SHORT.fullmatch(text.raw) is not None and not _known(text)


def _behind(head: Text, text: Text) -> bool:
    return text.box.x0 > head.box.x0 and text.cell == head.cell and same_row(head.box, text.box)


def _known(text: Text) -> bool:
    """Whether a text stands as the blank form prints it, or upright: neither is part of a label that was read."""
    return text.line.vertical or text.line.source is Source.BLANK_FORM


def _without_next_label(text: Text, is_label: Callable[[str], bool]) -> list[Text]:
    """`text` as it is, or the value and the label behind it."""
    if _known(text):
        return [text]
    if (total := _TOTAL_BEHIND.fullmatch(text.raw)) is not None:
        return [text.part(0, total.end("amount")), text.part(total.start("label"))]
    found = _LABEL_BEHIND.fullmatch(text.raw.rstrip())
    if found is None:
        return [text]
    value, label = found["value"], found["label"]
    if len(fold(label)) < SHORTEST_BEHIND or NUMBERING.match(fold(value)):
        return [text]
    if not (is_label(fold(label)) or is_label(label)):
        return [text]
    return [text.part(0, len(value)), text.part(found.start("label"))]


def _label_ends_at(head: Text, text: Text, is_label: Callable[[str], bool], texts: Sequence[Text]) -> int:
    """At which character of `text` the label ends that `head` begins; 0 where it begins none."""
    start, (plain, origin) = head.plain[0], text.plain
    if Source.BLANK_FORM in (head.line.source, text.line.source):
        return 0  # what a form prints is known as it stands
    start = _ITEM.sub("", start)
    if text.line.vertical or not _FEW_KANJI.fullmatch(start) or head.cell != text.cell:
        return 0
    if not same_row(head.box, text.box) or not 0 <= text.box.x0 - head.box.x1 < 8 * head.box.height:
        return 0
    for length in (1, 2):
        if length <= len(plain) and _FEW_KANJI.fullmatch(plain[:length]) and is_label(start + plain[:length]):
            return 0 if between(head, text, texts) else origin[length - 1] + 1
    return 0


_FEW_KANJI = re.compile("[\u4e00-\u9fff]{1,3}")
_ITEM = re.compile(r"^[(]?\d{1,2}[)・、]?(?=\D)")
"""The number of an item in front of a label (folded): 3.件 of 3.件　　名."""


def second_line(texts: Sequence[Text], text: Text) -> Text | None:
    """The short text right under a short one in the open: the two may be one label."""
    return next((t for t in texts if t.cell is None and len(t.raw) <= 8 and _next_line(text, t)), None)


def _next_line(first: Text, second: Text) -> bool:
    """Whether a text stands right under another, a line's height away."""
    height = first.box.height
    return 0.5 * height < second.box.cy - first.box.cy < 1.4 * height and overlap_x(first.box, second.box) > 0.6

"""What is printed on a blank form, by its words: sentences and remarks, what stands within the room of an entry, numbers of
headings; and words that are set letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.fields.layout import Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.geometry import Box
from models.pages import Source, TextLine

SEAL_NOTE = re.compile(
    r"^\(?(?:印|㊞|㊞|代表者?印?|者印|実印|捨印|認印|届出印|\(?(?:自署|記名|署名).*|.{0,6}押印\)?|個人印|法人印|会社印|受付印)\)?$"
)
"""Printed where the seal goes, or what kind of signature is asked for: no part of the entry's room."""
SQUARED = re.compile("口(?!座)")
"""A square to be ticked, as engines read it, in front of a sentence."""
PLACEHOLDER = re.compile(
    r"(?:令和|平成|昭和|大正|明治|西暦|[TSHR]|年|月|日|円|金|件|〒|¥|,|ー|~|第|号|様|殿|から|まで|/|:|;|\(|\)|百万|千|万|億|kW|kWh|Wh|台|窓|基|口座?|No|支店|銀行|本店|・|=|x|×|\s|_|\d,\d{3}|)*"
)
"""Words that may be printed within the room of an entry."""
BEGUN_ADDRESS = re.compile(
    "(?:東京都|北海道|(?:京都|大阪)府|[一-龠]{2,3}県)(?:[一-龠ぁ-んァ-ヶ]{1,7}[市区町村郡]){0,2}"
)
"""An address that the form begins for the writer: 東京都新宿区."""
BANK_WORDS = ("支店", "銀行", "本店")
"""Printed within a room (　　銀行　　支店), or the label of one."""
_ASKED_TO_MARK = re.compile(r"[(（][^()（）]*(?:に[○◯〇✓レ]|[○◯〇□☐][をでに印])[^()（）]*[)）]")
"""A remark that asks to mark one of the choices: （該当に○）, （○で囲む）, （□に✓）."""
NUMBERED = re.compile(
    r"^(?:[①-⑳⑴-⑽■◆●◎▼【＜<〔]|\(?[0-9０-９]{1,2}[\)\.．、 　]|第?[0-9０-９一二三四五六七八九]{1,2}(?:\s|$))"
)


_IN_BRACKETS = re.compile(r"\(\d{1,2}\)")
"""A number in brackets in front of a label, which is no remark for that: (6)口座番号."""


def is_prose(text: Text) -> bool:
    """Whether a text is a sentence: nothing that is printed in an entry's room, and no label."""
    plain = fold(text.raw)
    if SQUARED.match(plain) or has_square(text):
        return False
    worded = len(plain) >= 8 and re.search(r"[ぁ-ん]{3,}[、。]", plain)  # 見積額ではなく、領収書の額
    worded = worded or (len(plain) >= 14 and re.search(r"[ぁ-ん]{2}|[。、]", plain))
    return bool(worded) and not is_any_label(text.raw)  # 代金を支払った日（領収書の日付）


def is_remark(text: Text) -> bool:
    """Whether a text is a remark for the writer: (千円未満切捨て), ※…, 左詰め."""
    plain = fold(text.raw)
    noted = plain.startswith(("※", "*", "(", "注")) and not _IN_BRACKETS.match(plain)
    return noted or bool(re.search(r"[右左]詰め|記入|に限|ください|捨て|(?:どちら|いずれ)でも", plain))


def in_brackets(text: Text) -> bool:
    """Whether a whole line is a remark in brackets: （代行を依頼する場合のみ）."""
    return bool(re.fullmatch(r"\([^()]+\)", fold(text.raw)))


_SMALL = 0.86
"""How high the letters of small print are, of those of the label over or beside it, at most."""


def is_small_print(text: Text, label: Text) -> bool:
    """Whether a text is a remark on `label`, told by its smaller letters: 日中つながる番号 under 電話番号. What stands in brackets may be
    a part of the label, and a word for another entry is one."""
    small = text.box.height < _SMALL * label.box.height
    return small and text is not label and "(" not in text.plain[0] and not is_any_label(text.raw)


def has_square(text: Text) -> bool:
    """Whether a square or a circle to be marked is printed; one that a remark only speaks of is none: （一つに○）."""
    return any(s in _ASKED_TO_MARK.sub("", text.raw) for s in "□☐○◯◇")


def is_placeholder(text: Text) -> bool:
    """Whether a text is printed in entries: 令和　年　月　日, 〒, 円, choices with their squares, 印."""
    plain = fold(text.raw)
    dated = len(plain) <= 14 and bool(
        re.match("(?:令和|平成|昭和|大正|西暦)年.{0,3}月.{0,3}日|年.{0,3}月.{0,3}日", plain)
    )
    return dated or has_square(text) or bool(PLACEHOLDER.fullmatch(plain)) or bool(SEAL_NOTE.match(plain))


_LETTERS = re.compile(r"\w{1,2}")
_LABEL_AHEAD = re.compile(r"(?P<label>[^()（）\s]{2,10}[(（][^()（）]{1,8}[)）])[\s　]*(?=\S{6,})")
_UNIT_AHEAD = re.compile(r"(?P<unit>[令和平成昭年月金\s　]{0,12}[日円件])[\s　]*(?=[※(（].{4,})")
"""What is printed to be written around, with a remark behind it: 円（千円未満切捨て）, 日　※保証書の開始日と同じ日."""
_NO_POST = re.compile("登録|適格|インボイス|^[EＥMＭSＳHＨ]")
"""On the row of a T that is one: 登録番号 T, T E L, M T S H."""


def parted(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """`lines` as a form means them: a label and the sentence behind it, read as one line (口座名義人（カナ）姓と名の間は１マス
    あけ…), are two, and so are a unit and the remark behind it; a T by itself is a 〒."""
    found: list[TextLine] = []
    for line in lines:
        text, match = Text(line, None), _LABEL_AHEAD.match(line.text)
        if match is not None and is_any_label(match["label"]) and is_prose(behind := text.part(match.end())):
            parts = (text.part(0, match.end("label")), behind)
            found += _never_joined_again(parts)
        elif (unit := _UNIT_AHEAD.match(line.text)) is not None:
            found += _never_joined_again((text.part(0, unit.end("unit")), text.part(unit.end())))
        elif line.text.strip() in ("T", "Ｔ") and not any(
            _NO_POST.search(x.text) for x in lines if x is not line and same_row(x.box, line.box)
        ):
            found.append(line.model_copy(update={"text": "〒", "char_x": None}))
        else:
            found.append(line)
    return tuple(found)


def _never_joined_again(parts: Iterable[Text]) -> list[TextLine]:
    return [p.line.model_copy(update={"source": Source.BLANK_FORM}) for p in parts]


def unspaced(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """`lines` with words joined that are set letter by letter over a width: 住　　　所, メ ー カ ー 名."""
    singles = sorted((x for x in lines if not x.vertical and _LETTERS.fullmatch(fold(x.text))), key=lambda x: x.box.x0)
    columns = [(x.box.x0, x.box.x1) for x in lines if len(fold(x.text)) >= 3]
    used: set[int] = set()
    joined: list[TextLine] = []
    for first in singles:
        if id(first) in used:
            continue
        run = [first]
        for line in singles:
            last = run[-1]
            gap = line.box.x0 - last.box.x1
            if line is first or id(line) in used or not same_row(line.box, last.box) or gap < -2:
                continue
            step = line.box.cx - last.box.cx
            even = len(run) < 2 or abs(step - (last.box.cx - run[-2].box.cx)) < 0.35 * step
            alike = 0.75 < line.box.height / max(1.0, last.box.height) < 1.33 or len(fold(line.text)) == 1
            if gap < 5 * first.box.height and even and alike:
                run.append(line)
        words = "".join(x.text for x in run)
        if len(run) == 1 and (mate := _justified(first, singles, used, columns)) is not None:
            run = [first, mate]
            words = first.text + mate.text
            justified = True
        else:
            justified = False
        if (
            (len(run) >= 3 or justified)
            and (fold(words) in BANK_WORDS or not PLACEHOLDER.fullmatch(fold(words)))
            and not any(c in fold(words) for c in "年月円〒")
        ):
            used |= {id(x) for x in run}
            joined.append(
                run[0].model_copy(update={"text": words, "box": Box.around(x.box for x in run), "char_x": None})
            )
    return (*(x for x in lines if id(x) not in used), *joined)


def _justified(
    first: TextLine, singles: Sequence[TextLine], used: set[int], columns: Sequence[tuple[float, float]]
) -> TextLine | None:
    """The far second letter of a word of two that is spread over the width of the labels above and below (住　　　　所)."""
    height = first.box.height
    for line in singles:
        if line is first or id(line) in used or not same_row(line.box, first.box):
            continue
        gap = line.box.x0 - first.box.x1
        as_wide = [
            1 for x0, x1 in columns if abs(x0 - first.box.x0) < 0.8 * height and abs(x1 - line.box.x1) < 0.8 * height
        ]
        if 0 < gap < 10 * height and (len(as_wide) >= 2 or is_any_label(first.text + line.text)):
            return line
    return None

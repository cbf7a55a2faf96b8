"""Every amount of money on a page, and the words that say what it is: total, tax, what was handed over, an old balance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from extractors.fields.layout import Layout, Region, Text
from extractors.fields.texts import same_row
from models.geometry import Box
from models.values.money import parse_yen


class Role(Enum):
    """What an amount is on its paper."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    """Without tax."""
    TAX = "tax"
    BASE = "base"
    """What is taxed at one rate: with the tax or without, by the paper's custom."""
    ASIDE = "aside"
    """Handed over, change, points, earlier balances, discounts: nothing that was paid for."""
    UNSAID = "unsaid"


@dataclass(frozen=True, eq=False)
class Amount:
    """One amount where it stands. `strength` (0..3) says how plainly the words name its role."""

    yen: int
    text: Text
    label: str
    role: Role
    rate: int | None = None
    strength: float = 0.0

    @property
    def region(self) -> Region:
        return Region((self.text,), self.text.box, None)


NARROW = {**{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}, 0xFFE5: 0xA5, 0x3000: 0x20}
"""Full-width signs as their narrow ones, one for one, so that places in the text stay."""

MONEY = re.compile(
    r"(?:金\s?)?[¥羊半\\]\s?[▲△\-−]?\s?\d(?:[\d,.、]|(?<=[,.])\s)*\d?"
    r"|(?<![\d,.\-/年月:])[▲△\-−]?\s?\d{1,3}(?:[,.、]\s?\d{3})+(?![\d/%]|-\d|[,.、]\S)"
    r"|(?<![\d,.\-/:T])[▲△\-−]?\d+(?=\s?円)"
    r"|(?<![\d,.\-/:A-Za-z])\d{4,7}$"
)
"""An amount in running text: marked with ¥ or 円, grouped by thousands, or a number at the end of a line."""

_WORDLESS = re.compile(
    r"[\s\d,.、:;'¥\\羊半YV*※★#=()〔〕\[\]一二三四五六七八九〇壱壹弐貳参參拾十百千万萬億金円圓也整▲△\-−‐―ー~|/oOlI]*(?:\(?(?:税込|税抜|消費税込|内税|外税)み?\)?)?[\s※*]*[内外軽課非込]?"
)
"""An amount and nothing else."""

_NEVER = re.compile(
    r"お返し|前回|前月|前期|(?<!購)入金|繰越|残高|累計|ポイント|預|釣|つり|点数|限度|手数料|印紙|単価|口座|番号|電話|TEL|FAX|登録"
)
_ASIDE = re.compile(
    r"現金|現計|クレジット|カード|電子マネー|商品券|小切手|手形|振込|値引|割引|手付|内金|前受|下取|補助金|\d点$"
)
_BASE = re.compile(
    r"対象(?:額|計|金額|合計|分)*(?:税[抜込])?$|^\d+%(?:税抜|税込)?$|課税(?:額|計|対象)|\d+%(?:商品|計)$"
)
_TAX = re.compile(
    r"(?:消費税|内税|外税|税額|内税等)(?:及び|地方|消費税|の|額|等|合計|計|相当|\d+%|[()])*$|^(?:うち|内)?税(?:\d+%)?$|^税[・/]送料$"
)
_SUBTOTAL = re.compile(r"小計|税抜|本体|工事価格|工事費計|税別|課税前|買上額|^計$")
_TOTAL = re.compile(
    r"合計|総額|総計|請求(?:金)?額|見積(?:金)?額|領収(?:金)?額|受領(?:金)?額|買上(?:げ)?計|税込|支払(?:い)?(?:金)?額|代金額|契約金額|領収いたし|お会計$"
)
_WEAK_TOTAL = re.compile(r"金額$|^金$|^計$|^¥$|^★$")


_WIDER = str.maketrans("壳內额收頷數價费稅込迂拂", "売内額収領数価費税込込払")


def _plain(label: str) -> str:
    """`label` without spaces, full-width signs and the commonest misreadings."""
    rest = re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", label)).translate(_WIDER)
    rest = re.sub("税[技扱披](?=[金価額き]|$)", "税抜", rest)
    rest = re.sub(r"(?<=\d)[.,]0(?=%)", "", rest)  # 外税 10.0%
    return re.sub(r"[【〔「〈《\[]", "(", re.sub(r"[】〕」〉》\]]", ")", rest))


_KANA_WORDS = (
    (re.compile("ショウケイ"), "小計"),
    (re.compile("(?:ショウヒ|ウチ|ソト)?ゼイ(?=$|[^ァ-ヺー])"), "消費税"),
    (re.compile("(?:オシハライ)?ゴウ[ケヶ]?イ(?=$|[^ァ-ヺー])"), "合計"),
    (re.compile("ゲンキン|オ?アズカリ|オ?ツリ"), "釣"),
)


def _in_kanji(label: str) -> str:
    """`label` with the word in kana at its head, which old tills print, in kanji: ゼイ10% is 消費税10%."""
    for pattern, word in _KANA_WORDS:
        if (found := pattern.match(label)) is not None:
            return word + label[found.end() :]
    return label


def role_of(label: str) -> tuple[Role, float]:
    """What `label` says about the amount beside it, and how plainly."""
    plain = _in_kanji(_plain(label).strip(":・,、.。-_*※★■●○◇＜＞<>【】[]"))
    if not plain:
        return Role.UNSAID, 0.0
    bare = re.sub(r"\([^()]*\)?", "", plain).strip("()") or plain.strip("()")
    if _NEVER.search(bare):
        return Role.ASIDE, 3.0
    if _TAX.search(bare):
        return Role.TAX, 3.0
    if _BASE.search(bare):
        return Role.BASE, 2.0
    if _SUBTOTAL.search(bare) and not re.search(r"税込", bare):
        return (Role.SUBTOTAL, 1.0) if bare == "計" else (Role.SUBTOTAL, 3.0)
    if _TOTAL.search(bare):
        return Role.TOTAL, 3.0 if re.search(r"請求|見積|領収|受領|契約|税込|総", bare) else 2.5
    if _ASIDE.search(bare):
        return Role.ASIDE, 2.0
    if re.search(r"\(税[抜別]\)", plain):
        return Role.SUBTOTAL, 2.0
    if _WEAK_TOTAL.search(bare):
        return Role.TOTAL, 1.0
    return Role.UNSAID, 0.0


def rate_in(label: str) -> int | None:
    """The rate of tax that `label` names."""
    match = re.search(r"(?<!\d)(10|8)\s?[%％]", _plain(label))
    return int(match[1]) if match else None


def yen_of(raw: str) -> int | None:
    """The amount that `raw` states, without (税込), its marks of rates and its tail."""
    rest = re.sub(r"[(（](?:税込|税抜|税别|税別|消費税込|外税|内税).{0,3}[)）]?$|^[@＠]\s?", "", raw.strip())
    rest = re.sub(r"(?<=\d)\s?[内外軽課非込税]{1,2}$|^[(（]|[)）]$", "", rest.strip())
    return None if re.match(r"[,.、，．]\s?\d", rest) else parse_yen(rest)  # its first digits were not read


_TWO_AMOUNTS = re.compile(r"\s*[¥\\]?\s?\d[\d,]*円?\s*/\s*[¥\\]?\s?\d[\d,]*円?\s*")


def money_in(text: Text) -> list[tuple[int, int, int]]:
    """The amounts of one text as (start, end, yen), left to right."""
    narrow = text.raw.translate(NARROW)
    if _WORDLESS.fullmatch(narrow) and re.search(r"\d[,.]?\d\d|[¥円]|[壱弐参拾百千万]", narrow):
        whole = yen_of(text.raw)
        if whole is not None or not _TWO_AMOUNTS.fullmatch(narrow):
            return [] if whole is None else [(0, len(text.raw), whole)]
    found = []
    for match in MONEY.finditer(narrow):
        yen = yen_of(match[0])
        if yen is not None:
            found.append((match.start(), match.end(), yen))
    return found


def amounts_on(layout: Layout) -> list[Amount]:
    """Every amount of the page with its role, top to bottom."""
    tokens: list[tuple[Text, int, Text, str]] = []
    stamps = [t for t in layout.texts if _STAMP.search(t.raw) and len(t.raw.strip()) <= _STAMPS_WORDS]
    for text in layout.texts:
        if text.line.vertical or any(_on_stamp(stamp, text) for stamp in stamps):
            continue
        end = 0
        for start, stop, yen in money_in(text):
            part = text.part(start, stop) if (start, stop) != (0, len(text.raw)) else text
            tokens.append((part, yen, text, text.raw[end:start]))
            end = stop
    boxes = [t[0].box for t in tokens]
    return [_named(layout, part, yen, text, before, boxes) for part, yen, text, before in tokens]


_STAMP = re.compile("印紙")
_STAMPS_WORDS = 6
_DUTY = re.compile(r"\s*[1246]0{2,5}\s?(?:円|[1Il])?\s*|\s*[1246]0?,000\s?円?\s*")
"""What a revenue stamp says it is worth: 200円, 2,000円 (円 read as 1)."""


def _on_stamp(stamp: Text, text: Text) -> bool:
    """Whether an amount is what a revenue stamp is worth: it stands under 収入印紙, in the stamp's own frame or close to it."""
    if not _DUTY.fullmatch(text.raw.translate(NARROW)) or text is stamp:
        return False
    down = text.box.y0 - stamp.box.y1
    framed = stamp.cell is not None and stamp.cell == text.cell
    reach = (6.0 if framed else 4.0) * stamp.box.height
    return -0.3 * stamp.box.height < down < reach and min(stamp.box.x1, text.box.x1) > max(stamp.box.x0, text.box.x0)


def _named(layout: Layout, part: Text, yen: int, text: Text, before: str, others: Sequence[Box]) -> Amount:
    """The amount with its role: by the words in front of it, on its row, or above it."""
    words = re.sub(r"[¥￥金]\s*$", "", re.sub(r"^\s*円[\s(（、,を]*", "", before)).strip(" 　:：(（")
    words = within[1] if (within := _WITHIN.search(words)) is not None else words
    if words and re.search(r"[^\W\d_]|%", words):
        role, strength = role_of(words)
        if role is not Role.UNSAID:
            return Amount(yen, part, words, role, rate_in(words), strength)
    left, apart = _left_words(layout, part, text, others)
    if (own := _share_of(left, text, part)) is not None:
        left, apart = own, False
    role, strength = role_of(left)
    above = _above_words(layout, part)
    if role is Role.UNSAID or apart:
        over, over_strength = role_of(above)
        if over is not Role.UNSAID and (over_strength >= 2 or role is Role.UNSAID):
            return Amount(yen, part, above, over, rate_in(above) or rate_in(left), over_strength)
        if apart:
            return Amount(yen, part, left, Role.UNSAID if role is not Role.ASIDE else role, rate_in(left), 0.0)
    return Amount(yen, part, left, role, rate_in(left), strength)


_WITHIN = re.compile(r"[(（〔]\s*((?:内|うち|消費税)[^()（）〔〕]*)$")
"""What an amount in brackets behind other words is a part of them: 但し、工事代金（内消費税額等6,000円）."""


def _share_of(words: str, text: Text, part: Text) -> str | None:
    """Of a label for two amounts, the word for `part` of them: of (税抜/消費税) 546,000/54,600, 消費税 for the second."""
    amounts = [start for start, _, _ in money_in(text)]
    names = re.split("[/／]", words.strip().strip("()（）"))
    if len(amounts) < 2 or len(names) != len(amounts) or not re.search("[/／]", text.raw):
        return None
    at = [i for i, start in enumerate(amounts) if abs(text.x_at(start) - part.x_at(0)) < 1]
    return names[at[0]] if len(at) == 1 else None


def _left_words(layout: Layout, part: Text, text: Text, others: Sequence[Box]) -> tuple[str, bool]:
    """The nearest words left of an amount on its row; and whether other amounts stand between."""
    row = [
        t
        for t in layout.texts
        if t is not text
        and not t.line.vertical
        and t.box.x1 <= part.box.x0 + 0.4 * part.box.height
        and (same_row(t.box, part.box) or abs(t.box.cy - part.box.cy) < 0.6 * max(t.box.height, part.box.height))
        and re.search(r"[^\W\d_]|%", re.sub(r"[¥￥円]", "", t.raw))
        and not re.fullmatch(r"[\s\d,.]+\D{1,2}|[^\W\d_]|㎡|kW|kWh", t.raw.strip())
    ]
    if not row:
        return "", False
    nearest = max(row, key=lambda t: t.box.x1)
    words = nearest.raw
    inside = money_in(nearest)
    between = [
        b
        for b in others
        if b.x0 >= nearest.box.x1 - 2 and b.x1 <= part.box.x0 + 2 and abs(b.cy - part.box.cy) < 0.6 * part.box.height
    ]
    behind = _OWN_TAIL.sub("", words[inside[-1][1] :]) if inside else ""
    if re.search(r"[^\W\d_]{2}", behind):
        return behind, bool(between)  # 税抜 90,909円 消費税: the last word is the next amount's
    if inside:
        words = words[: inside[0][0]] or words
    # labels spread over the row: 消　費　税 found apart, and remarks between (10%)
    spread = [
        t for t in row if t is not nearest and nearest.box.x0 - t.box.x1 < 3 * nearest.box.height and len(t.raw) <= 8
    ]
    if len(_plain(words)) <= 2 or re.fullmatch(r"[(（\d%％)）対象税込抜額¥￥]+", words.strip()):
        words = "".join(t.raw for t in sorted(spread, key=lambda t: t.box.x0)) + words
    return words, bool(between or inside)


_OWN_TAIL = re.compile(r"^\s*[円也]?\s*(?:[(（]?(?:税込|税抜|税別|内税|外税)み?[)）]?)?[\s、,・/／]*")
"""Behind an amount and its own: its unit, and whether the tax is in it."""


def _above_words(layout: Layout, part: Text) -> str:
    """The heading over an amount: the nearest words above it, if they are no heading of a table of goods."""
    near = [
        t
        for t in layout.texts
        if t.box.cy < part.box.y0
        and part.box.y0 - t.box.y1 < 2.6 * part.box.height
        and (_shared_x(t.box, part.box) > 0.2 or _heads_column(t.cell, part.cell))
        and not t.line.vertical
    ]
    if not near:
        return ""
    nearest = max(near, key=lambda t: t.box.y1)
    plain = _plain(nearest.raw)
    if money_in(nearest) or plain in ("金額", "小計", "計") or _OF_ABOVE.match(plain):
        return ""
    if _heads_goods(layout, nearest) and not (_HEADS_ONE_SUM.search(plain) or _beside_tax(layout, nearest)):
        return ""
    return nearest.raw


_OF_ABOVE = re.compile("上記")
"""What begins so says something of the amount over it, 上記正に領収いたしました, and heads none."""


def _shared_x(one: Box, other: Box) -> float:
    """How much of the narrower box stands over or under the other."""
    return (min(one.x1, other.x1) - max(one.x0, other.x0)) / max(1.0, min(one.width, other.width))


def _heads_column(heading: Box | None, cell: Box | None) -> bool:
    """Whether an amount's cell lies under a heading's: the one is set to the right, the other to the middle."""
    return heading is not None and cell is not None and heading != cell and _shared_x(heading, cell) > 0.8


_HEADS_ONE_SUM = re.compile(r"消費税|領収(?:金)?額|請求(?:金)?額|税込(?:合計|金額)")


def _beside_tax(layout: Layout, heading: Text) -> bool:
    """Whether a heading stands in a row that has one for the tax, too: its columns hold sums, not prices of goods."""
    return re.search("税抜", heading.raw) is not None and any(
        "消費税" in t.raw for t in layout.texts if abs(t.box.cy - heading.box.cy) < 0.6 * heading.box.height
    )


def _heads_goods(layout: Layout, heading: Text) -> bool:
    return any(
        re.search(r"品名|数量|単価|単位|摘要|名称", _plain(t.raw))
        for t in layout.texts
        if abs(t.box.cy - heading.box.cy) < 0.6 * heading.box.height
    )

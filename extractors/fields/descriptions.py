"""What was paid for: behind 件名 or 但, or on the line under whom the paper is made out to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.papernumbers import heads_amounts
from extractors.fields.texts import same_row
from extractors.folding import fold
from models.documents import Value
from models.geometry import Box
from models.values.fields import parse_field

_TOTALS = re.compile(r"\s*(?:税抜|税込|消費税|合\s?計|小\s?計|総額|税額|金額)")
DESCRIPTION_LABELS = (
    "工事件名", "工事名称", "工事名", "工事(現場)名", "案件名", "件名", "但し書き", "但し書", "但書き", "但書", "但し", "但", "ただし", "摘要:", "摘要", "ご用件", "御用件", "内容",
)  # fmt: skip
_CONTENT = re.compile("(?:ご?(?:入金|利用)|お?支払い?)?の?内容")
"""What receipts for a payment call it, alone in front of it."""
_BEFORE_LABEL = re.compile(
    r"(?:[\d①-⑳]{1,2}[.,:)・]?|[ー一二三四五六七八九][、,])?(?:[ご御](?:照会|依頼|注文|請求|見積)?)?(?=件名|工事|案件|摘要)|(?:ご?(?:入金|利用)|お?支払い?)の?(?=内容)"
)
"""A number of the list and a word of courtesy in front of a label: 1. 件名, 御照会件名."""
_STROKE_OF_LABEL = re.compile(r"但レ(?![ンッジスベバー])")
"""但し whose し was read as レ: 但レエコキュート; 但 レンジフード stays."""


_REFERRED_TO = re.compile("但し?書き?の(?:通り|とおり|とうり)")
"""A sentence that names the line that says what was paid for: 但書の通り領収致しました."""
_LONG_MARK = re.compile("(?<=[ァ-ヺ])一(?=[^式括部台棟組体般面個人番級日月年回本階つ]|$)")
"""ー behind katakana that was read as 一: チラ一更新."""


def paid_for(raw: str) -> Value:
    """What was paid for, without quotation marks around all of it; 一 of 一式, one stroke, is read as ー, and ー as 一."""
    quoted = re.fullmatch(r"\s*[「『](?P<within>[^「」『』]+)[」』]\s*", raw)
    words = _LONG_MARK.sub("ー", re.sub("ー(?=式)", "一", quoted["within"] if quoted else raw))
    return parse_field("description", words)


def description(layout: Layout) -> Region | None:
    """What was paid for: behind 件名 or 但, without the closing として, 代として."""
    for label in DESCRIPTION_LABELS:
        wanted = fold(label)
        for text in layout.texts:
            plain, origin = text.plain
            if label == "内容" and (not _CONTENT.fullmatch(plain) or heads_amounts(layout, text)):
                continue
            ahead = _BEFORE_LABEL.match(plain)
            start = ahead.end() if ahead else 0
            if not plain.startswith(wanted, start) or (label == "摘要" and heads_amounts(layout, text)):
                continue
            if _REFERRED_TO.match(plain, start):
                continue
            start += len(wanted) + (label == "但" and _STROKE_OF_LABEL.match(plain, start) is not None)
            while start < len(plain) and plain[start] in ":、,.・":
                start += 1
            texts = [text.part(origin[start])] if start < len(plain) else []
            if not texts:
                texts = _nearer_below(layout, text) or _on_row(layout, text)
            texts = [t for t in (_without_closing(_without_colon(t)) for t in texts) if t is not None]
            if texts:
                return Region(tuple(texts), Box.around(t.box for t in texts), None)
    return None


_FAR = 10.0
"""What stands further right of a label than so many heights is another column's."""


def _on_row(layout: Layout, label: Text) -> list[Text]:
    """What stands beside a label, on its row and in one run."""
    beside = layout.beside(Hit(label, label.box, None, label.raw))
    texts = beside.texts if beside is not None else ()
    return _in_one_run([t for t in texts if abs(t.box.cy - label.box.cy) < 0.7 * max(t.box.height, label.box.height)])


def _nearer_below(layout: Layout, label: Text) -> list[Text]:
    """The line right under a label, begun where it begins, where nothing stands beside the label but far away; where nothing
    does at all, a line of work."""
    height = label.box.height
    row = [t for t in layout.texts if t is not label and same_row(t.box, label.box) and t.box.x0 >= label.box.x1]
    if row and min(t.box.x0 for t in row) - label.box.x1 < _FAR * height:
        return []
    under = [
        t
        for t in layout.texts
        if 0 < t.box.cy - label.box.cy < 2 * height and abs(t.box.x0 - label.box.x0) < height and t.cell == label.cell
    ]
    first = min(under, key=lambda t: t.box.cy, default=None)
    return [first] if first is not None and (row or _WORK.search(first.raw.strip())) else []


_WORK = re.compile(
    r"(?:工事|更新|設置|購入|導入|取替え?|取り?付け?|交換|一式|修理|業務|改修|設計|点検|撤去|賃貸借|委託)(?:の件|について|代金?|\s?[(（][^()（）]{1,8}[)）])?$"
)


def under_addressee(layout: Layout, payer: Region | None) -> Region | None:
    """The line of work right under whom the paper is made out to, where no label says what was paid for."""
    if payer is None or not payer.texts:
        return None
    box = payer.box
    for text in sorted(layout.texts, key=lambda t: t.box.y0):
        near = 0.5 * box.height < text.box.cy - box.cy < 3 * box.height and abs(text.box.x0 - box.x0) < 2 * box.height
        if near and _WORK.search(text.raw.strip()) and len(text.raw) <= 40 and not re.search(r"[、。]|円", text.raw):
            return Region((text,), text.box, None)
    return None


_OVER_AMOUNTS = re.compile("摘要|(?:ご?請求|ご?入金|ご?利用|お?支払い?)の?内容")


def under_heading(layout: Layout) -> Region | None:
    """The one work under a heading in a row with those of amounts: エネファーム設置工事代金 under 摘要. None where several are."""
    for heading in layout.texts:
        row = [t for t in layout.texts if t is not heading and same_row(t.box, heading.box)]
        if not _OVER_AMOUNTS.fullmatch(heading.plain[0]) or not any(_TOTALS.search(t.raw) for t in row):
            continue
        height, box = heading.box.height, heading.box
        left = max((t.box.x1 for t in row if t.box.x1 <= box.x0), default=0.0)
        right = min((t.box.x0 for t in row if t.box.x0 >= box.x1), default=layout.page.geometry.width)
        under = [t for t in layout.texts if 0.7 * height < t.box.cy - box.cy < 6 * height and left < t.box.cx < right]
        if len(under) == 1 and _WORK.search(under[0].raw.strip()):
            return Region((under[0],), under[0].box, None)
    return None


_AS = re.compile(
    r"\s*(?:[上右]記の?金額を?\s*)?(?P<what>(?![上下右左]記)\S[^、。円]{1,38}(?:代金?|費用?|(?:残|内|頭|手付|着手|中間)金|工事|一式|購入|更新|設置))\s*(?:として|と[しレ]て)"
    r"\s*(?:、?[正確]かに|、?正に|、?上記の?金額を?)*\s*(?:(?:領収|受領|頂戴)(?:いた)?しました。?)?\s*"
)


def ending_as(layout: Layout) -> Region | None:
    """The one line that says as what something was paid, without 但 in front of it: LED照明取替工事代として, 内窓工事代として
    領収いたしました. None where several do."""
    lines = [(t, m) for t in layout.texts if (m := _AS.fullmatch(t.raw)) is not None]
    if len(lines) != 1:
        return None
    text, found = lines[0]
    part = text.part(*found.span("what"))
    return Region((part,), part.box, None)


def _in_one_run(texts: Sequence[Text]) -> list[Text]:
    """`texts` of a row up to the first wide gap: behind it stands another column."""
    run: list[Text] = []
    for text in sorted(texts, key=lambda t: t.box.x0):
        # what is read of a seal is as high as the seal
        apart = 3 * min(text.box.height, run[-1].box.height) if run else 0.0
        if run and (text.box.x0 - run[-1].box.x1 > apart or _TOTALS.match(text.raw)):
            break
        run.append(text)
    return run


def _without_colon(text: Text) -> Text:
    """`text` without the colon that was read with it, its label's."""
    colon = re.match(r"\s*[:：]\s*(?=\S)", text.raw)
    return text.part(colon.end()) if colon else text


_PAID_HOW = re.compile(
    r"\s*[(（](?:請求|契約|注文|伝票|見積)書?(?:番号|N[oO]\.?|№)[^()（）]*[)）]\s*$|"
    r"\s*[(（]\s*[おご]?(?:銀行)?(?:振り?込み?|現金|クレジット(?:カード)?|カード|口座振替)(?:払い?|にて|済み?)?\s*[)）]\s*$|\s*[(（〔](?:内|うち)?[^()（）]{0,8}税[^()（）]*\d[^()（）]*[)）〕]\s*$|[\s　]*上記(?:の?金額)?\s?(?:を?正に|の通り|のとおり|を?確かに).*$"
)
"""How it was paid, the tax in it, and that it was, behind what was paid for: エネファーム設置工事代（お振込）, ボイラ更新工事代金
（内消費税額等6,000円）, 蓄電池設置工事代 上記正に領収いたしました."""


def _without_closing(text: Text) -> Text | None:
    if (paid := _PAID_HOW.search(text.raw)) is not None and paid.start() > 0:
        text = text.part(0, paid.start())
    match = re.search(
        r"\s*(?:として|と[しレ]て)(?:[\s、。,]|上記|(?:ご?入金|領収|受領|頂戴|お?支払)|$).*$|(?<![落おオ])とし$",
        text.raw,
    )
    if match is None:
        return text
    return text.part(0, match.start()) if match.start() > 0 else None

"""Pages torn from receipt books, written by hand: the common wide one, a duplicate with 内訳, an upright one, kanji."""

from __future__ import annotations

import random

from benchmarks.synth import people, seals
from benchmarks.synth.draw import Box, Color, Sheet
from benchmarks.synth.fill import era
from benchmarks.synth.ink import Hand
from benchmarks.synth.papers import Paper
from benchmarks.synth.sales import Sale, tell

DIGITS = "〇壱弐参四五六七八九"


def receipt_page(sale: Sale, version: str, rng: random.Random) -> Paper:
    """One page: ``wide``, ``copy``, ``upright`` or ``formal``."""
    sheet = {"wide": _wide, "copy": _copy, "upright": _upright, "formal": _formal}[version](sale, rng)
    return Paper("receipt", f"synth_receiptbook_{version}", (sheet,), "mixed", pasted=True)


def kanji_amount(amount: int) -> str:
    """壱百弐拾万参千円 as receipts write it."""
    text, rest = "", amount
    for size, name in ((10**8, "億"), (10**4, "万"), (1, "")):
        group, rest = divmod(rest, size)
        if not group:
            continue
        for unit, word in ((1000, "千"), (100, "百"), (10, "拾"), (1, "")):
            digit, group = divmod(group, unit)
            if digit:
                text += DIGITS[digit] + word
        text += name
    return text


class Pen:
    """Writes by hand and tells the truth about it."""

    def __init__(self, sheet: Sheet, rng: random.Random) -> None:
        self.sheet, self.rng, self.hand = sheet, rng, Hand.of(rng)

    def put(
        self, key: str, value: object, raw: str, x: float, y: float, width: float, size: float, align: str = "l"
    ) -> Box:
        size *= 1.1
        while self.hand.width(raw, size) > width:
            size *= 0.95
        slack = width - self.hand.width(raw, size)
        left = x + {"l": 0.0, "c": slack / 2, "r": slack}[align]
        box = self.hand.write(self.sheet, left, y + self.rng.gauss(0, 0.3), raw, size, self.rng)
        if key:
            tell(self.sheet, key, value, box, raw, hand=True)
        return box

    def day(self, sale: Sale, x: float, y: float, size: float, ink: Color, *, western: bool = False) -> None:
        """The year, month and day written into printed gaps."""
        name, _, year = era(sale.day)
        year, name = (sale.day.year, "") if western else (year, name)
        pen, boxes = x, []
        if name:
            boxes.append(self.sheet.text(pen, y, name, size, "mincho", color=ink))
            pen = boxes[-1][2] + 0.4
        for number, word in ((year, "年"), (sale.day.month, "月"), (sale.day.day, "日")):
            gap = size * (0.9 if number < 1000 else 1.15)
            boxes.append(self.put("", None, str(number), pen + 0.4, y, gap, size * 1.05, "c"))
            boxes.append(self.sheet.text(pen + gap + 0.6, y, word, size, "mincho", color=ink))
            pen = boxes[-1][2] + 0.5
        tell(
            self.sheet,
            "issue_date",
            sale.day.isoformat(),
            (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes)),
            f"{name}{year}年{sale.day.month}月{sale.day.day}日",
            hand=True,
        )


def _stamped(s: Sheet, sale: Sale, x: float, y: float, rng: random.Random, color: Color, *, size: float = 10.0) -> None:
    """The shop's rubber stamp: address, name, telephone, number."""
    shop = sale.shop
    post = shop.address.postal_code
    s.text(x, y, f"〒{post[:3]}-{post[3:]}", size * 0.72, "gothic", color=color)
    written = shop.address.written("hyphen")
    s.text(x, y + size * 0.36, written, size * (0.72 if len(written) < 22 else 0.6), "gothic", color=color)
    box = s.text(x, y + size * 0.86, shop.name, size * (1.15 if len(shop.name) < 13 else 0.95), "mincho", color=color)
    tell(s, "issuer_name", shop.name, box)
    s.text(x, y + size * 1.32, f"TEL {people.phone_written(shop.phone, 'paren')}", size * 0.72, "gothic", color=color)
    label = s.text(x, y + size * 1.68, "登録番号 ", size * 0.72, "gothic", color=color)
    number = shop.invoice_number
    tell(
        s, "invoice_number", number, s.text(label[2] + 1.4, y + size * 1.68, number, size * 0.72, "gothic", color=color)
    )
    seals.company(s, x + 52, y + size * 0.9, shop.name.replace(shop.form, "")[:5], rng, 16)


def _stamp_box(s: Sheet, x: float, y: float, ink: Color, w: float = 18, h: float = 22) -> None:
    s.rect(x, y, x + w, y + h, line=ink, width=0.2)
    s.text(x + w / 2, y + h / 2 - 3, "収　入", 8, "mincho", align="c", color=ink)
    s.text(x + w / 2, y + h / 2 + 2, "印　紙", 8, "mincho", align="c", color=ink)


def _wide(sale: Sale, rng: random.Random) -> Sheet:
    ink = rng.choice([(40, 40, 44), (30, 80, 60), (30, 60, 120)])
    s = Sheet(172, 78, rng.choice([(255, 255, 255), (252, 250, 240), (240, 246, 250)]))
    pen = Pen(s, rng)
    s.text(60, 11, "領　収　証", 18, "mincho", align="c", color=ink)
    s.line(38, 16, 82, 16, 0.3, ink)
    s.text(126, 9, "No.", 9, "mincho", color=ink)
    tell(
        s,
        "document_number",
        sale.number,
        pen.put("document_number", sale.number, sale.number, 134, 9, 28, 10),
        hand=True,
    )
    pen.put("payer_name", sale.payer.replace("　", ""), sale.payer, 12, 23, 66, 14)
    s.line(10, 28, 88, 28, 0.25, ink)
    s.text(90, 25, sale.honorific if rng.random() < 0.6 else "様", 11, "mincho", color=ink)
    pen.day(sale, 116, 23, 9, ink, western=rng.random() < 0.3)
    s.rect(26, 32, 146, 44, line=ink, width=0.5)
    s.line(26, 44.8, 146, 44.8, 0.2, ink)
    s.text(30, 38, "★" if rng.random() < 0.5 else "金額", 10, "mincho", color=ink)
    mark = rng.choice(["－", "※", "-", ""])
    pen.put("total_amount", sale.total, f"￥{sale.total:,}{mark}", 44, 38, 94, 20, "c")
    s.text(24, 50, "但", 10, "mincho", color=ink)
    pen.put("description", sale.description, sale.description, 32, 50, 78, 11.5)
    s.line(30, 54, 112, 54, 0.2, ink)
    s.text(114, 50.5, "として", 9, "mincho", color=ink)
    s.text(24, 58, "上記正に領収いたしました", 8.5, "mincho", color=ink)
    s.text(24, 63, "内　訳", 8, "mincho", color=ink)
    for i, (label, key, value) in enumerate(
        (("税抜金額", "subtotal_amount", sale.subtotal), ("消費税額(10%)", "tax_amount", sale.tax))
    ):
        y = 67.5 + 5.6 * i
        s.text(24, y, label, 7.5, "mincho", color=ink)
        s.line(44, y + 2.6, 78, y + 2.6, 0.15, ink)
        pen.put(key, value, f"{value:,}", 46, y, 30, 10, "r")
    _stamp_box(s, 3, 52, ink)
    _stamped(s, sale, 92, 59, rng, (40, 40, 70), size=9)
    return s


def _copy(sale: Sale, rng: random.Random) -> Sheet:
    """The carbon copy 控 with how it was paid; blue writing, a filing edge on the left."""
    ink = (34, 70, 130)
    s = Sheet(178, 84, (246, 248, 253))
    pen = Pen(s, rng)
    s.line(18, 2, 18, 82, 0.2, ink, True)
    s.text(98, 10, "領　収　書", 16, "gothic", align="c", color=ink)
    s.text(122, 10, "（控）" if rng.random() < 0.4 else "", 9, "gothic", color=ink)
    s.text(134, 8, "№", 9, "gothic", color=ink)
    tell(s, "document_number", sale.number, s.text(140, 8, sale.number, 10, "gothic", color=(170, 40, 40)))
    pen.day(sale, 126, 15, 8.5, ink)
    pen.put("payer_name", sale.payer.replace("　", ""), sale.payer, 26, 20, 60, 13)
    s.text(90, 21, sale.honorific, 10, "gothic", color=ink)
    s.line(24, 25, 98, 25, 0.25, ink)
    s.text(26, 34, "金額", 10, "gothic", color=ink)
    s.rect(36, 28, 130, 39, line=None, fill=(222, 230, 244))
    pen.put("total_amount", sale.total, f"¥{sale.total:,}-", 40, 33.5, 84, 19, "c")
    s.text(132, 36, "(税込)", 8, "gothic", color=ink)
    s.text(26, 45, "但し", 9, "gothic", color=ink)
    pen.put("description", sale.description, sale.description, 36, 45, 70, 11)
    s.text(108, 45, "として", 8.5, "gothic", color=ink)
    s.text(26, 51, "上記の金額正に領収いたしました。", 8, "gothic", color=ink)
    rows = [("現金", sale.total), ("小切手", None), ("手形", None), ("消費税額等", sale.tax)]
    s.text(24, 57, "内訳", 8, "gothic", color=ink)
    for i, (label, value) in enumerate(rows):
        y = 57 + 6 * i
        s.rect(34, y - 3, 56, y + 3, line=ink, width=0.15)
        s.rect(56, y - 3, 88, y + 3, line=ink, width=0.15)
        s.text(45, y, label, 7.5, "gothic", align="c", color=ink)
        if value is not None:
            pen.put("tax_amount" if label.startswith("消費") else "", value, f"{value:,}", 58, y, 28, 9, "r")
    _stamp_box(s, 92, 57, ink, 16, 20)
    _stamped(s, sale, 112, 56, rng, (36, 36, 60), size=8.4)
    return s


def _upright(sale: Sale, rng: random.Random) -> Sheet:
    """A small book held upright, for the counter."""
    ink = (90, 40, 40)
    s = Sheet(88, 150, (254, 252, 246))
    pen = Pen(s, rng)
    s.rect(4, 4, 84, 146, line=ink, width=0.6)
    s.text(44, 14, "領 収 証", 17, "mincho", align="c", color=ink)
    s.text(52, 23, "No.", 8, "mincho", color=ink)
    pen.put("document_number", sale.number, sale.number, 58, 23, 22, 9)
    pen.day(sale, 40, 30, 7.5, ink)
    pen.put("payer_name", sale.payer.replace("　", ""), sale.payer, 9, 42, 56, 13)
    s.line(8, 47, 80, 47, 0.25, ink)
    s.text(79, 43, "様", 11, "mincho", align="r", color=ink)
    s.rect(8, 54, 80, 68, line=ink, width=0.4)
    pen.put("total_amount", sale.total, f"￥{sale.total:,}－", 11, 61, 66, 18, "c")
    s.text(8, 76, "但し", 9, "mincho", color=ink)
    pen.put("description", sale.description, sale.description, 18, 76, 60, 10)
    s.line(8, 80, 80, 80, 0.15, ink)
    s.text(10, 86, "上記の金額正に領収致しました", 8, "mincho", color=ink)
    for i, (label, key, value) in enumerate(
        (("うち消費税額", "tax_amount", sale.tax), ("税抜金額", "subtotal_amount", sale.subtotal))
    ):
        s.text(10, 93 + 6 * i, label, 8, "mincho", color=ink)
        pen.put(key, value, f"{value:,}円", 36, 93 + 6 * i, 36, 10, "r")
    _stamped(s, sale, 10, 110, rng, (40, 40, 70), size=9)
    _stamp_box(s, 62, 124, ink, 17, 20)
    return s


def _formal(sale: Sale, rng: random.Random) -> Sheet:
    """The amount in the kanji of documents, 金 … 円也, with brush or pen."""
    ink = (30, 30, 34)
    s = Sheet(182, 90)
    pen = Pen(s, rng)
    s.rect(3, 3, 179, 87, line=ink, width=0.3)
    s.rect(4.4, 4.4, 177.6, 85.6, line=ink, width=0.7)
    s.text(91, 14, "領　　収　　証", 17, "mincho", align="c", color=ink)
    pen.put("payer_name", sale.payer.replace("　", ""), sale.payer, 14, 26, 66, 15)
    s.text(84, 27, "殿", 12, "mincho", color=ink)
    s.line(12, 31, 92, 31, 0.25, ink)
    s.text(30, 40, "金", 14, "mincho", color=ink)
    amount = kanji_amount(sale.total)
    pen.put("total_amount", sale.total, f"{amount}円也", 40, 40, 104, 16)
    s.line(28, 45, 150, 45, 0.3, ink)
    s.text(30, 52, "但", 10, "mincho", color=ink)
    pen.put("description", sale.description, sale.description, 37, 52, 76, 11)
    s.text(118, 52.5, "として", 9, "mincho", color=ink)
    s.text(30, 59, "右正に受領致しました", 9, "mincho", color=ink)
    pen.day(sale, 30, 67, 9.5, ink)
    s.text(30, 75, "消費税等", 8, "mincho", color=ink)
    pen.put("tax_amount", sale.tax, f"{sale.tax:,}", 46, 75, 30, 9.5)
    _stamp_box(s, 8, 60, ink, 17, 21)
    _stamped(s, sale, 96, 63, rng, (40, 40, 46), size=9.4)
    return s

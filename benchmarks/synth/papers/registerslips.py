"""Long thermal slips as the tills of chains print them: item codes, tax within prices, money handed over and change.

Three tills: ``denki`` (electronics chain, codes above names, points), ``home`` (home centre, one line an item, marks
for the reduced rate), ``proof`` (領収証 that the till prints on request, without items).
"""

from __future__ import annotations

import random

from benchmarks.synth import people
from benchmarks.synth.draw import Box, Color, Sheet
from benchmarks.synth.papers import Paper
from benchmarks.synth.sales import Line, Sale, minus, tell, tell_rows

WEEKDAYS = "月火水木金土日"


class Roll:
    """A till roll, printed line by line."""

    def __init__(self, width: float, face: str, ink: Color, lines: int) -> None:
        self.sheet = Sheet(width, 24 + 4.6 * lines, (250, 250, 247))
        self.face, self.ink, self.y = face, ink, 9.0
        self.left, self.right = 5.0, width - 5.0

    def middle(self, text: str, size: float = 8.0) -> Box:
        return self._put((self.left + self.right) / 2, text, size, "c")

    def at(self, text: str, size: float = 8.0, indent: float = 0.0) -> Box:
        return self._put(self.left + indent, text, size, "l")

    def end(self, text: str, size: float = 8.0) -> Box:
        return self._put(self.right, text, size, "r")

    def pair(self, left: str, right: str, size: float = 8.0, indent: float = 0.0) -> tuple[Box, Box]:
        return self.at(left, size, indent), self.end(right, size)

    def feed(self, lines: float = 1.0) -> None:
        self.y += 4.4 * lines

    def rule(self, char: str = "-") -> None:
        width = self.right - self.left
        self.at(char * int(width / (1.42 if char in "-=*" else 2.85)), 8.0)
        self.feed()

    def _put(self, x: float, text: str, size: float, align: str) -> Box:
        room = (self.right - self.left) if align != "l" else self.right - x
        box = self.sheet.text(x, self.y, text, size, self.face, align=align, color=self.ink)
        if box[2] - box[0] > room:
            self.sheet.marks.pop()
            return self._put(x, text, size * 0.94, align)
        return box


def register_slip(sale: Sale, version: str, rng: random.Random) -> Paper:
    """The slip of a till of `version`."""
    sheet = {"denki": _denki, "home": _home, "proof": _proof, "tickets": _tickets}[version](sale, rng)
    return Paper("receipt", f"synth_register_{version}", (sheet,), pasted=True)


def _head(roll: Roll, sale: Sale, *, legal: bool) -> None:
    roll.middle(sale.store, 12)
    roll.feed(1.2)
    shop = sale.shop
    if legal:
        tell(roll.sheet, "issuer_name", shop.name, roll.middle(shop.name, 8.5))
        roll.feed()
    roll.middle(shop.address.written("hyphen"), 7)
    roll.feed()
    roll.middle(f"TEL {people.phone_written(shop.phone, 'hyphen')}", 8)
    roll.feed()
    number = sale.shop.invoice_number
    label = roll.at("登録番号 ", 8, 8)
    box = roll.sheet.text(label[2] + 2, roll.y, number, 8, roll.face, color=roll.ink)
    tell(roll.sheet, "invoice_number", number, box)
    roll.feed(1.4)


def _when(roll: Roll, sale: Sale, rng: random.Random, style: str) -> None:
    day, clock = sale.day, f"{rng.randint(10, 19)}:{rng.randint(0, 59):02d}"
    shown = {
        "long": f"{day.year}年{day.month:2d}月{day.day:2d}日({WEEKDAYS[day.weekday()]})",
        "slash": f"{day:%Y/%m/%d}",
        "dash": f"{day:%Y-%m-%d}",
        "short": f"{day:%y/%m/%d}",
    }[style]
    tell(roll.sheet, "issue_date", day.isoformat(), roll.at(shown), shown)
    roll.end(clock)
    roll.feed()


def _money(roll: Roll, sale: Sale, rng: random.Random, yen: str) -> None:
    """How it was paid, and the change."""
    way = rng.choice(["cash", "card", "even"])
    if way == "card":
        roll.pair("クレジット", f"{yen}{sale.total:,}")
        roll.feed()
        roll.pair("お釣り", f"{yen}0")
    else:
        given = sale.total if way == "even" else (sale.total // 10000 + 1) * 10000
        roll.pair(rng.choice(["お預り", "お預かり金額", "現金"]), f"{yen}{given:,}")
        roll.feed()
        roll.pair(rng.choice(["お釣り", "おつり", "釣銭"]), f"{yen}{given - sale.total:,}")
    roll.feed()


def _denki(sale: Sale, rng: random.Random) -> Sheet:
    roll = Roll(80, "gothic", (70, 70, 80), 34 + 3 * len(sale.lines))
    _head(roll, sale, legal=True)
    roll.middle("お買上げ明細書（領収書）", 9)
    roll.feed(1.3)
    _when(roll, sale, rng, "long")
    label = roll.at("伝票番号:")
    box = roll.sheet.text(label[2] + 1.5, roll.y, sale.number, 8, roll.face, color=roll.ink)
    tell(roll.sheet, "document_number", sale.number, box)
    roll.end(f"レジ{rng.randint(1, 12):02d}")
    roll.feed()
    roll.at(f"担当者:{rng.randint(1000, 9999)} {sale.shop.person.split('　')[0]}")
    roll.feed()
    roll.rule()
    cells: dict[str, Box] = {}
    for i, line in enumerate(sale.lines):
        if line.code:
            roll.at(line.code, 7)
            roll.feed(0.9)
        cells[f"line_items[{i}].name"] = roll.at(line.name)
        roll.feed()
        roll.at(f"{line.qty}{line.unit} × {minus(line.unit_price, '-')}", 8, 6)
        cells[f"line_items[{i}].amount"] = roll.end(f"¥{minus(line.amount, '-')}")
        roll.feed(1.1)
    tell_rows(roll.sheet, sale.lines, ("name", "qty", "unit", "unit_price", "amount"), cells)
    roll.rule()
    if not sale.inclusive:
        _, box = roll.pair("小計", f"¥{sale.subtotal:,}")
        tell(roll.sheet, "subtotal_amount", sale.subtotal, box)
        roll.feed()
        _, box = roll.pair("消費税(10%)", f"¥{sale.tax:,}")
        tell(roll.sheet, "tax_amount", sale.tax, box)
        roll.feed()
    _, box = roll.pair("合計", f"¥{sale.total:,}", 13)
    tell(roll.sheet, "total_amount", sale.total, box)
    roll.feed(1.5)
    if sale.inclusive:
        roll.pair("(10%対象", f"¥{sale.total:,})", 7.5, 4)
        roll.feed()
        _, box = roll.pair("(内消費税等", f"¥{sale.tax:,})", 7.5, 4)
        tell(roll.sheet, "tax_amount", sale.tax, box)
        roll.feed()
    _money(roll, sale, rng, "¥")
    roll.rule("=")
    roll.pair("今回ポイント", f"{sale.total // 100}P")
    roll.feed()
    roll.pair("累計ポイント", f"{rng.randint(200, 90000):,}P")
    roll.feed(1.4)
    roll.middle("またのご来店をお待ちしております", 7.5)
    return roll.sheet


def _home(sale: Sale, rng: random.Random) -> Sheet:
    """One line an item; how many of a thing stands under it; the reduced rate is marked ※."""
    roll = Roll(rng.choice([72, 80]), rng.choice(["exgothic", "pgothic"]), (60, 58, 84), 30 + 2 * len(sale.lines))
    _head(roll, sale, legal=True)
    roll.middle("領 収 書", 11)
    roll.feed(1.5)
    _when(roll, sale, rng, "slash")
    label = roll.at("取引番号 ")
    box = roll.sheet.text(label[2] + 2, roll.y, sale.number, 8, roll.face, color=roll.ink)
    tell(roll.sheet, "document_number", sale.number, box)
    roll.feed(1.4)
    cells: dict[str, Box] = {}
    rows = []
    for i, line in enumerate(sale.lines):
        mark = "※" if line.rate == 8 else ""
        amount = f"{minus(line.amount, '-')}{mark}"
        price = roll.end(amount)
        cells[f"line_items[{i}].name"] = _fitting(roll, line, price[0])
        cells[f"line_items[{i}].amount"] = price
        roll.feed()
        if line.qty > 1:
            cells[f"line_items[{i}].qty"] = roll.at(f"（{line.qty}個 × 単{line.unit_price:,}）", 7.5, 8)
            roll.feed()
        shown = line.row("name", "amount") if line.qty == 1 else line.row("name", "qty", "unit_price", "amount")
        if line.qty > 1:
            shown["unit"] = "個"
        rows.append(shown)
    tell_rows(roll.sheet, sale.lines, (), cells)
    roll.sheet.entries["line_items"].value = rows
    roll.rule("-")
    if not sale.inclusive:
        _, box = roll.pair(f"小計 / {sum(x.qty for x in sale.lines)}点", f"{sale.subtotal:,}")
        tell(roll.sheet, "subtotal_amount", sale.subtotal, box)
        roll.feed()
        boxes = []
        for rate in sale.rates:
            roll.pair(f"{rate}%外税対象額", f"{sale.base(rate):,}")
            roll.feed()
            boxes.append(roll.pair(f"外税{rate}%", f"{sale.tax_at(rate):,}")[1])
            roll.feed()
        tell(roll.sheet, "tax_amount", sale.tax, boxes[0])
    _, box = roll.pair("合 計", f"¥{sale.total:,}", 12)
    tell(roll.sheet, "total_amount", sale.total, box)
    roll.feed(1.5)
    if sale.inclusive:
        boxes = []
        for rate in sale.rates:
            roll.pair(f"{rate}%対象", f"¥{sale.base(rate):,}", 7.5, 4)
            roll.feed()
            boxes.append(roll.pair(f"内消費税{rate}%", f"¥{sale.tax_at(rate):,}", 7.5, 4)[1])
            roll.feed()
        tell(roll.sheet, "tax_amount", sale.tax, boxes[0])
    _money(roll, sale, rng, "")
    roll.feed(0.4)
    if 8 in sale.rates:
        roll.at("※印は軽減税率(8%)対象商品です", 7)
        roll.feed()
    roll.at(f"No.{rng.randint(1000, 9999)} レジ{rng.randint(1, 9)} 責{rng.randint(100, 999)}", 7)
    return roll.sheet


def _fitting(roll: Roll, line: Line, until: float) -> Box:
    size = 8.0
    while True:
        box = roll.at(line.name, size)
        if box[2] < until - 2:
            return box
        roll.sheet.marks.pop()
        size *= 0.95


def _proof(sale: Sale, rng: random.Random) -> Sheet:
    """領収証 made out by the till: name and amount, no items."""
    roll = Roll(80, "gothic", (66, 66, 78), 27)
    s = roll.sheet
    roll.middle("領 収 証", 14)
    roll.feed(2)
    _when(roll, sale, rng, rng.choice(["long", "dash"]))
    roll.feed(0.6)
    tell(s, "payer_name", sale.payer.replace("　", ""), roll.at(sale.payer, 11, 6), sale.payer)
    roll.end(sale.honorific, 10)
    s.line(roll.left, roll.y + 3, roll.right, roll.y + 3, 0.2, roll.ink)
    roll.feed(2.2)
    tell(s, "total_amount", sale.total, roll.middle(f"¥{sale.total:,}-", 18), f"¥{sale.total:,}-")
    roll.feed(1.6)
    roll.middle("(消費税込)", 7.5)
    roll.feed(1.2)
    text = rng.choice(["但し、", "但 "])
    label = roll.at(text, 9)
    box = s.text(label[2] + 1.5, roll.y, sale.description, 9, roll.face, color=roll.ink)
    s.text(box[2] + 1, roll.y, "として", 9, roll.face, color=roll.ink)
    tell(s, "description", sale.description, box)
    roll.feed(1)
    roll.at("上記正に領収いたしました", 8)
    roll.feed(1.4)
    roll.at("(内訳)", 7.5)
    roll.feed()
    _, box = roll.pair("10%対象 税抜金額", f"¥{sale.subtotal:,}", 8, 3)
    tell(s, "subtotal_amount", sale.subtotal, box)
    roll.feed()
    _, box = roll.pair("消費税額等", f"¥{sale.tax:,}", 8, 3)
    tell(s, "tax_amount", sale.tax, box)
    roll.feed(1.4)
    s.rect(roll.left, roll.y, roll.left + 17, roll.y + 20, line=roll.ink, width=0.2)
    s.text(roll.left + 8.5, roll.y + 7, "収入", 8, roll.face, align="c", color=roll.ink)
    s.text(roll.left + 8.5, roll.y + 12, "印紙", 8, roll.face, align="c", color=roll.ink)
    for i, text in enumerate((sale.store, sale.shop.name, f"TEL {people.phone_written(sale.shop.phone, 'paren')}", "")):
        y, size = roll.y + 2 + 4.6 * i, 8.0
        box = s.text(roll.left + 21, y, text, size if len(text) < 14 else 6.6, roll.face, color=roll.ink)
        if i == 1:
            tell(s, "issuer_name", sale.shop.name, box)
    y = roll.y + 16
    label = s.text(roll.left + 21, y, "登録番号 ", 7, roll.face, color=roll.ink)
    n = sale.shop.invoice_number
    tell(
        s,
        "invoice_number",
        n,
        s.text(label[2] + 1, y, f"T{n[1]}-{n[2:6]}-{n[6:10]}-{n[10:]}", 7, roll.face, color=roll.ink),
    )
    roll.y += 24
    label = roll.at("領収証No. ", 8)
    tell(s, "document_number", sale.number, s.text(label[2] + 1, roll.y, sale.number, 8, roll.face, color=roll.ink))
    return s


def _tickets(sale: Sale, rng: random.Random) -> Sheet:
    """A small trader's till: prices first by number, `@` and `x`, totals in capitals of kanji."""
    roll = Roll(58, "exgothic", (74, 66, 96), 27 + 2 * len(sale.lines))
    tell(roll.sheet, "issuer_name", sale.shop.name, roll.middle(sale.shop.name, 9.5))
    roll.feed(1.2)
    roll.middle(f"電話{people.phone_written(sale.shop.phone, 'hyphen')}", 7.5)
    roll.feed()
    number = sale.shop.invoice_number
    tell(roll.sheet, "invoice_number", number, roll.middle(number, 7.5))
    roll.feed(1.2)
    roll.middle("＊＊ レシート ＊＊", 8)
    roll.feed(1.2)
    _when(roll, sale, rng, "dash")
    cells: dict[str, Box] = {}
    for i, line in enumerate(sale.lines):
        cells[f"line_items[{i}].name"] = roll.at(line.name, 8)
        roll.feed()
        cells[f"line_items[{i}].qty"] = roll.at(f"@{minus(line.unit_price, '-')} x {line.qty}", 8, 4)
        cells[f"line_items[{i}].amount"] = roll.end(f"¥{minus(line.amount, '-')}内")
        roll.feed()
    tell_rows(roll.sheet, sale.lines, ("name", "qty", "unit_price", "amount"), cells)
    roll.rule("*")
    _, box = roll.pair("お買上計", f"¥{sale.total:,}", 10)
    tell(roll.sheet, "total_amount", sale.total, box)
    roll.feed(1.2)
    _, box = roll.pair("(うち消費税等10%", f"¥{sale.tax:,})", 7.5)
    tell(roll.sheet, "tax_amount", sale.tax, box)
    roll.feed()
    _money(roll, sale, rng, "¥")
    label = roll.at("No.", 8)
    tell(
        roll.sheet,
        "document_number",
        sale.number,
        roll.sheet.text(label[2] + 0.5, roll.y, sale.number, 8, roll.face, color=roll.ink),
    )
    return roll.sheet

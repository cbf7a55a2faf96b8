"""A4 business papers of the invoice system 適格請求書: totals by rate, earlier balances, transfer accounts, sections.

Receipts ``split`` and ``sentence``, invoices ``balance``, ``service`` and ``ledger``, estimates ``build`` (sections on
several pages), ``frame`` and ``order``.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import timedelta

from benchmarks.synth import banks, people, seals
from benchmarks.synth.draw import BLACK, GREY, PALE, WHITE, Box, Color, Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Paper
from benchmarks.synth.sales import Line, Sale, minus, tell, tell_rows


def business_paper(sale: Sale, version: str, rng: random.Random) -> Paper:
    """The paper of one `version`."""
    kind, draw = {
        "split": ("receipt", _split),
        "sentence": ("receipt", _sentence),
        "balance": ("invoice", _balance),
        "service": ("invoice", _service),
        "ledger": ("invoice", _ledger),
        "build": ("estimate", _build),
        "frame": ("estimate", _frame),
        "order": ("estimate", _order),
    }[version]
    return Paper(kind, f"synth_{kind}_{version}", draw(sale, rng))


def _entry(
    s: Sheet,
    key: str,
    value: object,
    raw: str,
    x: float,
    y: float,
    size: float,
    face: str,
    align: str = "l",
    color: Color = BLACK,
) -> Box:
    box = s.text(x, y, raw, size, face, align=align, color=color)
    tell(s, key, value, box, raw)
    return box


def _payer(s: Sheet, sale: Sale, x: float, y: float, size: float, face: str, *, gap: float = 4) -> Box:
    box = _entry(s, "payer_name", sale.payer.replace("　", ""), sale.payer, x, y, size, face)
    return s.text(box[2] + gap, y, sale.honorific, size * 0.85, face)


def _shop(
    s: Sheet,
    sale: Sale,
    x: float,
    y: float,
    face: str,
    rng: random.Random,
    *,
    two_lines: bool = False,
    grouped: bool = False,
) -> None:
    """Who issued it, with the registration number and a seal over the end of the name."""
    shop = sale.shop
    if two_lines and shop.name.startswith(shop.form):
        s.text(x, y - 5, "住まいと電気の専門店", 8, face)
    box = s.text(x, y, shop.name, 12 if len(shop.name) < 14 else 10, face)
    tell(s, "issuer_name", shop.name, box)
    post = shop.address.postal_code
    s.text(x, y + 6, f"〒{post[:3]}-{post[3:]}", 8.5, face)
    written = shop.address.written("hyphen")
    s.text(x, y + 10.5, written, 8.5 if len(written) < 24 else 7, face)
    s.text(
        x,
        y + 15,
        f"TEL:{people.phone_written(shop.phone, 'hyphen')}  FAX:{people.phone_written(shop.phone[:-1] + str(rng.randint(0, 9)), 'hyphen')}",
        8,
        face,
    )
    label = s.text(x, y + 19.5, rng.choice(["登録番号：", "登録番号 ", "事業者登録番号 "]), 8.5, face)
    n = shop.invoice_number
    shown = f"{n[0]} {n[1]} {n[2:6]} {n[6:10]} {n[10:]}" if grouped else n
    tell(s, "invoice_number", n, s.text(label[2] + 1.5, y + 19.5, shown, 8.5, face), shown)
    s.text(x, y + 24, f"担当：{shop.person.split('　')[0]}", 8.5, face)
    seals.company(s, min(box[2] + 2, 192), y + 3, shop.name.replace(shop.form, "")[:6], rng, 18)


def _table(
    s: Sheet,
    lines: Sequence[Line],
    x: float,
    y: float,
    columns: Sequence[tuple[str, str, float]],
    face: str,
    *,
    height: float = 7.4,
    rows: int = 10,
    style: str = "grid",
    head: Color = PALE,
    head_text: Color = BLACK,
    first: int = 0,
    cells: dict[str, Box] | None = None,
    size: float = 9.0,
) -> tuple[float, dict[str, Box]]:
    """Lines under `columns` (what, heading, width); returns the bottom and the boxes of the cells."""
    cells = {} if cells is None else cells
    edges = [x]
    for _, _, width in columns:
        edges.append(edges[-1] + width)
    s.rect(x, y, edges[-1], y + height, fill=head, line=BLACK if style == "grid" else None, width=0.25)
    for (_, text, _), a, b in zip(columns, edges, edges[1:], strict=False):
        s.text((a + b) / 2, y + height / 2, text, size, face, align="c", color=head_text)
    for i in range(rows + 1):
        top = y + height * i
        if style == "grid":
            for a, b in itertools.pairwise(edges):
                s.rect(a, top, b, top + height, width=0.18)
        elif i:
            s.line(x, top + height, edges[-1], top + height, 0.12, GREY, style == "dots")
    for i, line in enumerate(lines):
        mid, path = y + height * (i + 1.5), f"line_items[{first + i}]."
        for (what, _, _), a, b in zip(columns, edges, edges[1:], strict=False):
            text, align = _shown(line, what, i)
            if not text:
                continue
            fit = size
            at = {"l": a + 1.6, "r": b - 1.6, "c": (a + b) / 2}[align]
            while True:
                box = s.text(at, mid, text, fit, face, align=align)
                if box[2] - box[0] < b - a - 2 or fit < 5:
                    break
                s.marks.pop()
                fit *= 0.95
            if what in ("name", "qty", "unit", "unit_price", "amount"):
                cells[path + what] = box
            elif what == "qty_unit":
                cells[path + "qty"] = box
    return y + height * (rows + 1), cells


def _shown(line: Line, what: str, at: int) -> tuple[str, str]:
    match what:
        case "no":
            return str(at + 1), "c"
        case "name":
            return line.name, "l"
        case "qty":
            return str(line.qty), "r"
        case "unit":
            return line.unit, "c"
        case "qty_unit":
            return f"{line.qty} {line.unit}", "r"
        case "unit_price":
            return minus(line.unit_price, "△"), "r"
        case "amount":
            return minus(line.amount, "△"), "r"
        case "rate":
            return f"{line.rate}%", "c"
    return "", "c"


ALL = ("name", "qty", "unit", "unit_price", "amount")


def _split(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """A4 receipt with a box of totals by rate under the amount."""
    s, face = Sheet(), "pgothic"
    s.text(105, 24, "領 収 書", 22, face, align="c")
    s.text(150, 34, "No.", 9, face)
    _entry(s, "document_number", sale.number, sale.number, 158, 34, 9.5, face)
    s.text(150, 39.5, "発行日", 9, face)
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "plain"), 163, 39.5, 9.5, face)
    _payer(s, sale, 22, 48, 15, face)
    s.line(20, 53, 108, 53, 0.4)
    s.rect(20, 62, 190, 78, width=0.6)
    s.text(26, 70, "領収金額", 11, face)
    _entry(s, "total_amount", sale.total, f"¥{sale.total:,}-", 150, 70, 22, face, "r")
    s.text(154, 71, "（税込）", 9, face)
    s.text(22, 86, "但し", 10, face)
    box = _entry(s, "description", sale.description, sale.description, 33, 86, 11, face)
    s.text(max(box[2] + 3, 70), 86, "として、上記正に領収いたしました。", 10, face)
    y = 96.0
    heads = ["税率", "税抜対象額", "消費税額", "税込金額"]
    for i, head in enumerate(heads):
        s.rect(20 + 24 * i, y, 44 + 24 * i, y + 6.4, fill=PALE, width=0.18)
        s.text(32 + 24 * i, y + 3.2, head, 8, face, align="c")
    taxes, bases = [], []
    for r, rate in enumerate(sale.rates):
        top = y + 6.4 * (r + 1)
        base, tax = sale.base(rate), sale.tax_at(rate)
        net = base - tax if sale.inclusive else base
        for i, text in enumerate((f"{rate}%対象", f"{net:,}", f"{tax:,}", f"{net + tax:,}")):
            s.rect(20 + 24 * i, top, 44 + 24 * i, top + 6.4, width=0.18)
            box = s.text(42 + 24 * i, top + 3.2, text, 8.5, face, align="r")
            if i == 1:
                bases.append(box)
            if i == 2:
                taxes.append(box)
    tell(s, "subtotal_amount", sale.subtotal, bases[0])
    tell(s, "tax_amount", sale.tax, taxes[0])
    _shop(s, sale, 124, 100, face, rng)
    s.rect(100, 140, 118, 162, line=GREY, width=0.2)
    s.text(109, 151, "収入印紙", 7, face, align="c", color=GREY)
    _, cells = _table(
        s,
        sale.lines,
        20,
        172,
        [
            ("name", "品名", 82),
            ("rate", "税率", 14),
            ("qty", "数量", 16),
            ("unit", "単位", 14),
            ("unit_price", "単価", 22),
            ("amount", "金額", 22),
        ],
        face,
        rows=len(sale.lines) + 2,
        style="lines",
        head=(60, 64, 70),
        head_text=WHITE,
    )
    tell_rows(s, sale.lines, ALL, cells)
    return (s,)


def _sentence(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """A letter: the amount within the page's text, hardly any frame."""
    s, face = Sheet(), rng.choice(["mincho", "exmincho"])
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "wide"), 190, 24, 10.5, face, "r")
    _payer(s, sale, 22, 36, 14, face, gap=6)
    s.text(105, 58, "領　　収　　証", 20, face, align="c")
    label = s.text(48, 78, "一　金 ", 14, face)
    box = _entry(s, "total_amount", sale.total, f"{sale.total:,}", label[2] + 3, 78, 16, face)
    s.text(box[2] + 2, 78, "円也", 14, face)
    s.line(46, 84, 160, 84, 0.3)
    s.text(48, 92, "（", 10.5, face)
    label = s.text(52, 92, "うち消費税額 ", 10, face)
    box = _entry(s, "tax_amount", sale.tax, f"{sale.tax:,}", label[2] + 2, 92, 10, face)
    s.text(box[2] + 1, 92, "円 ）", 10, face)
    label = s.text(48, 102, "但し　", 11, face)
    box = _entry(s, "description", sale.description, sale.description, label[2] + 4, 102, 11, face)
    s.text(box[2] + 1.5, 102, "として", 11, face)
    s.text(48, 114, "上記の金額、正に領収いたしました。", 11, face)
    _shop(s, sale, 112, 140, face, rng, two_lines=True)
    s.rect(30, 140, 50, 164, width=0.2)
    s.text(40, 152, "印紙", 9, face, align="c")
    return (s,)


def _balance(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """The monthly invoice of wholesalers: earlier balance, payment, what is new, what is owed now."""
    s, face = Sheet(), "gothic"
    s.text(105, 20, "請　求　書", 18, face, align="c")
    s.line(74, 25, 136, 25, 0.3)
    post = people.town(rng, "奈良県").postal_code
    s.text(22, 32, f"〒{post[:3]}-{post[3:]}", 9, face)
    _payer(s, sale, 22, 40, 13, face)
    s.text(150, 30, "請求No", 8.5, face)
    _entry(s, "document_number", sale.number, sale.number, 166, 30, 9, face)
    s.text(22, 54, "毎度ありがとうございます。下記のとおりご請求申し上げます。", 8.5, face)
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "plain"), 150, 35, 9, face)
    s.text(180, 35, "締切分", 8.5, face)
    _shop(s, sale, 128, 44, face, rng, grouped=True)
    before = rng.randint(3, 90) * 10000
    heads = [
        ("前回御請求額", before),
        ("御入金額", before),
        ("繰越金額", 0),
        ("税抜御買上額", sale.subtotal),
        ("消費税額等", sale.tax),
        ("今回御請求額", sale.total),
    ]
    for i, (head, value) in enumerate(heads):
        x = 20 + 28.4 * i
        s.rect(x, 76, x + 28.4, 83, fill=(214, 224, 236), width=0.2)
        s.rect(x, 83, x + 28.4, 92, width=0.2 if i < 5 else 0.7)
        s.text(x + 14.2, 79.5, head, 8.5, face, align="c")
        box = s.text(x + 26.6, 87.5, f"{value:,}", 10.5, face, align="r")
        key = {"税抜御買上額": "subtotal_amount", "消費税額等": "tax_amount", "今回御請求額": "total_amount"}.get(head)
        if key:
            tell(s, key, value, box)
    bottom, cells = _table(
        s,
        sale.lines,
        20,
        100,
        [
            ("no", "No", 10),
            ("name", "品番・品名", 80),
            ("qty", "数量", 16),
            ("unit", "単位", 14),
            ("unit_price", "単価", 24),
            ("amount", "金額", 26.4),
        ],
        face,
        rows=12,
        size=8.5,
    )
    tell_rows(s, sale.lines, ALL, cells)
    account = banks.account(rng, "奈良県", sale.shop.name, "カ", yucho=False)
    s.text(
        22,
        bottom + 8,
        f"お振込先：{account.bank} {account.branch}　普通 {rng.randint(1000000, 9999999)}　{sale.shop.name}",
        9,
        face,
    )
    s.text(22, bottom + 13, "※お振込手数料はお客様にてご負担願います。", 8, face)
    return (s,)


def _service(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """An accounting service's invoice: a summary beside the title, labels in grey, due date under it."""
    s, face = Sheet(), "pgothic"
    s.text(190, 22, "請求書", 20, "pgothic-bold", align="r")
    label = s.text(148, 32, "請求日", 8.5, face, color=GREY)
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "slash"), 190, 32, 9, face, "r")
    s.text(148, 37, "請求書番号", 8.5, face, color=GREY)
    _entry(s, "document_number", sale.number, sale.number, 190, 37, 9, face, "r")
    s.text(148, 42, "登録番号", 8.5, face, color=GREY)
    n = sale.shop.invoice_number
    tell(s, "invoice_number", n, s.text(190, 42, n, 9, face, align="r"), n)
    _payer(s, sale, 20, 30, 13, face)
    s.line(20, 35, 100, 35, 0.2, GREY)
    s.text(20, 44, "件名", 8.5, face, color=GREY)
    _entry(s, "description", sale.description, sale.description, 34, 44, 10, face)
    s.text(20, 50, "下記のとおりご請求申し上げます。", 8.5, face)
    box = s.text(136, 54, sale.shop.name, 11, face)
    tell(s, "issuer_name", sale.shop.name, box)
    s.text(136, 59, sale.shop.address.written("hyphen"), 7.5, face)
    s.text(136, 63.5, f"TEL: {people.phone_written(sale.shop.phone, 'hyphen')}", 8, face)
    seals.company(s, min(192, box[2] + 6), 58, sale.shop.name.replace(sale.shop.form, "")[:6], rng, 18)
    del label
    for i, (head, key, value, width) in enumerate(
        (
            ("小計", "subtotal_amount", sale.subtotal, 28),
            ("消費税", "tax_amount", sale.tax, 28),
            ("請求金額", "total_amount", sale.total, 40),
        )
    ):
        x = 20 + 28 * i
        s.rect(x, 60, x + width, 66, fill=(52, 58, 64), line=WHITE, width=0.3)
        s.text(x + width / 2, 63, head, 8.5, face, align="c", color=WHITE)
        s.rect(x, 66, x + width, 76, line=GREY, width=0.2)
        _entry(s, key, value, f"{value:,}円", x + width - 2, 71, 10 if i < 2 else 14, face, "r")
    due = sale.day + timedelta(days=30)
    s.text(20, 84, "入金期日", 8.5, face, color=GREY)
    s.text(40, 84, written_date(due, "slash"), 9, face)
    s.text(20, 89, "振込先", 8.5, face, color=GREY)
    account = banks.account(rng, "東京都", sale.shop.name, "カ", yucho=False)
    s.text(40, 89, f"{account.bank} {account.branch} 普通 {rng.randint(1000000, 9999999)} {sale.shop.name}", 8.5, face)
    bottom, cells = _table(
        s,
        sale.lines,
        20,
        98,
        [("name", "摘要", 92), ("qty_unit", "数量", 22), ("unit_price", "単価", 26), ("amount", "明細金額", 30)],
        face,
        rows=len(sale.lines) + 2,
        style="lines",
        head=(52, 58, 64),
        head_text=WHITE,
    )
    tell_rows(s, sale.lines, ALL, cells)
    for i, rate in enumerate(sale.rates):
        s.text(120, bottom + 6 + 10 * i, f"内訳　{rate}%対象(税抜)", 8.5, face)
        s.text(190, bottom + 6 + 10 * i, f"{sale.base(rate):,}円", 9, face, align="r")
        s.text(120, bottom + 11 + 10 * i, f"　　　{rate}%消費税", 8.5, face)
        s.text(190, bottom + 11 + 10 * i, f"{sale.tax_at(rate):,}円", 9, face, align="r")
    return (s,)


def _ledger(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """A paper form of a stationer, printed: dates of delivery in the first column, sums at the foot of the table."""
    s, face, ink = Sheet(182, 257), "mincho", (40, 90, 60)
    s.text(60, 18, "御 請 求 書", 17, face, align="c", color=ink)
    s.line(36, 23, 84, 23, 0.5, ink)
    s.text(124, 14, "No.", 8, face, color=ink)
    _entry(s, "document_number", sale.number, sale.number, 132, 14, 9, "gothic")
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "era"), 124, 20, 9, "gothic")
    _payer(s, sale, 14, 34, 13, "gothic")
    s.line(12, 39, 86, 39, 0.25, ink)
    s.text(14, 50, "合計金額", 10, face, color=ink)
    _entry(s, "total_amount", sale.total, f"￥{sale.total:,}－", 40, 50, 16, "gothic")
    s.line(12, 55, 90, 55, 0.4, ink)
    _shop(s, sale, 104, 32, "gothic", rng)
    columns = [
        ("", "月日", 16),
        ("name", "品　　　　名", 70),
        ("qty", "数量", 14),
        ("unit", "単位", 12),
        ("unit_price", "単価", 22),
        ("amount", "金　額", 26),
    ]
    bottom, cells = _table(s, sale.lines, 11, 66, columns, "gothic", rows=11, head=WHITE, head_text=ink, size=8.5)
    for i in range(len(sale.lines)):
        s.text(19, 66 + 7.4 * (i + 1.5), f"{sale.day.month}/{max(1, sale.day.day - 3)}", 8, "gothic", align="c")
    tell_rows(s, sale.lines, ALL, cells)
    for i, (label, key, value) in enumerate(
        (("小　計", "subtotal_amount", sale.subtotal), ("消費税", "tax_amount", sale.tax), ("合　計", "", sale.total))
    ):
        y = bottom + 7.4 * i
        s.rect(97, y, 145, y + 7.4, width=0.18)
        s.rect(145, y, 171, y + 7.4, width=0.18)
        s.text(121, y + 3.7, label, 9, face, align="c", color=ink)
        box = s.text(169.4, y + 3.7, f"{value:,}", 9, "gothic", align="r")
        if key:
            tell(s, key, value, box)
    return (s,)


def _build(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """A builder's estimate: a cover with the sum, and sections with their own subtotals on the next page."""
    cover, face = Sheet(), "mincho"
    cover.text(105, 30, "御　見　積　書", 22, face, align="c")
    _entry(cover, "issue_date", sale.day.isoformat(), written_date(sale.day, "era"), 190, 42, 10, face, "r")
    cover.text(150, 47, "見積番号", 9, face)
    _entry(cover, "document_number", sale.number, sale.number, 168, 47, 9.5, face)
    _payer(cover, sale, 22, 58, 15, face)
    cover.line(20, 63, 110, 63, 0.3)
    cover.text(22, 74, "下記の通り御見積申し上げます。", 10, face)
    cover.line(20, 92, 120, 92, 0.5)
    cover.text(22, 87, "御見積金額", 12, face)
    _entry(cover, "total_amount", sale.total, f"￥{sale.total:,}－", 118, 87, 17, face, "r")
    cover.text(122, 88, "（消費税込み）", 9, face)
    for i, (label, key, value) in enumerate(
        (
            ("工 事 名", "description", sale.description),
            ("工事場所", "", "ご指定場所"),
            ("工　　期", "", "別途打合せ"),
            ("有効期限", "", "見積後 1ヶ月"),
            ("支払条件", "", "御社規定による"),
        )
    ):
        y: float = 102 + 8 * i
        cover.text(22, y, label, 10.5, face)
        cover.line(44, y + 3.4, 116, y + 3.4, 0.15)
        box = cover.text(46, y, value, 10.5, face)
        if key:
            tell(cover, key, value, box)
    _shop(cover, sale, 126, 106, face, rng, two_lines=True)
    for i, (label, key, yen) in enumerate(
        (
            ("工事価格", "subtotal_amount", sale.subtotal),
            ("消費税等（10%）", "tax_amount", sale.tax),
            ("合計", "", sale.total),
        )
    ):
        y = 152 + 8 * i
        cover.rect(22, y, 62, y + 8, width=0.2)
        cover.rect(62, y, 112, y + 8, width=0.2)
        cover.text(42, y + 4, label, 10, face, align="c")
        box = cover.text(110, y + 4, f"{yen:,}", 11, face, align="r")
        if key:
            tell(cover, key, yen, box)
    inside = Sheet()
    inside.text(105, 22, "内　訳　明　細　書", 14, face, align="c")
    inside.text(190, 22, "2/2", 9, face, align="r")
    columns = [
        ("name", "名　　　称", 76),
        ("qty", "数量", 16),
        ("unit", "単位", 14),
        ("unit_price", "単　価", 26),
        ("amount", "金　額", 28),
        ("", "備考", 16),
    ]
    at, y = 0, 34.0
    cells: dict[str, Box] = {}
    half = max(1, len(sale.lines) // 2)
    for number, part in enumerate((sale.lines[:half], sale.lines[half:]), 1):
        if not part:
            continue
        inside.text(20, y, f"{number}. {'機器費' if number == 1 else '工事費'}", 10, face)
        bottom, cells = _table(inside, part, 18, y + 4, columns, face, rows=len(part), first=at, cells=cells, size=8.8)
        at += len(part)
        inside.rect(18, bottom, 150, bottom + 7.4, width=0.18)
        inside.rect(150, bottom, 178, bottom + 7.4, width=0.18)
        inside.text(60, bottom + 3.7, "小　　計", 9, face, align="c")
        inside.text(176.4, bottom + 3.7, minus(sum(x.amount for x in part), "△"), 8.8, face, align="r")
        y = bottom + 16
    tell_rows(inside, sale.lines, ALL, cells)
    return (cover, inside)


def _frame(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """Everything in frames: conditions left, issuer right, amount over the table."""
    s, face = Sheet(), "exgothic"
    s.rect(70, 14, 140, 26, width=0.6)
    s.text(105, 20, "見 積 書", 18, face, align="c")
    s.text(152, 18, "見積No.", 8.5, face)
    _entry(s, "document_number", sale.number, sale.number, 168, 18, 9, face)
    s.text(152, 24, "作成日", 8.5, face)
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "slash"), 168, 24, 9, face)
    _payer(s, sale, 20, 36, 13, face)
    for i, (label, value) in enumerate(
        (
            ("件　　名", sale.description),
            ("納　　期", "受注後約3週間"),
            ("支払条件", "月末締翌月末払"),
            ("有効期限", written_date(sale.day + timedelta(days=60), "plain")),
        )
    ):
        y: float = 44 + 7 * i
        s.rect(20, y, 40, y + 7, fill=PALE, width=0.2)
        s.rect(40, y, 112, y + 7, width=0.2)
        s.text(30, y + 3.5, label, 8.5, face, align="c")
        box = s.text(42, y + 3.5, value, 9, face)
        if not i:
            tell(s, "description", value, box)
    _shop(s, sale, 122, 42, face, rng)
    s.rect(20, 78, 112, 90, width=0.6)
    s.text(24, 84, "御見積合計金額", 10, face)
    _entry(s, "total_amount", sale.total, f"¥{sale.total:,}", 108, 84, 15, face, "r")
    s.text(20, 94, "（上記金額には消費税を含みます）", 8, face)
    bottom, cells = _table(
        s,
        sale.lines,
        20,
        98,
        [
            ("name", "品名・仕様", 80),
            ("unit_price", "単価", 26),
            ("qty", "数量", 16),
            ("unit", "単位", 14),
            ("amount", "金額（税抜）", 34),
        ],
        face,
        rows=9,
    )
    tell_rows(s, sale.lines, ALL, cells)
    for i, (label, key, yen) in enumerate(
        (
            ("税抜合計", "subtotal_amount", sale.subtotal),
            ("消費税額", "tax_amount", sale.tax),
            ("税込合計", "", sale.total),
        )
    ):
        y = bottom + 7.4 * i
        s.rect(126, y, 156, y + 7.4, fill=PALE, width=0.18)
        s.rect(156, y, 190, y + 7.4, width=0.18)
        s.text(141, y + 3.7, label, 8.5, face, align="c")
        box = s.text(188.4, y + 3.7, f"{yen:,}", 9, face, align="r")
        if key:
            tell(s, key, yen, box)
    s.rect(20, bottom + 4, 120, bottom + 26, width=0.2)
    s.text(22, bottom + 8, "備考", 8, face)
    s.text(22, bottom + 13, "※現地調査の結果により変更となる場合があります。", 8, face)
    return (s,)


def _order(sale: Sale, rng: random.Random) -> tuple[Sheet, ...]:
    """Landscape, wide columns, discount in the sums, no rules in the table."""
    s, face = Sheet(297, 210), "pgothic"
    s.text(20, 20, "お見積書", 20, "pgothic-bold")
    _entry(s, "issue_date", sale.day.isoformat(), written_date(sale.day, "plain"), 277, 16, 10, face, "r")
    s.text(240, 22, "見積書番号：", 9, face)
    _entry(s, "document_number", sale.number, sale.number, 277, 22, 9.5, face, "r")
    _payer(s, sale, 20, 36, 14, face)
    s.text(20, 48, "件名：", 10, face)
    _entry(s, "description", sale.description, sale.description, 33, 48, 10.5, face)
    label = s.text(20, 60, "お見積金額（税込）", 11, face)
    box = _entry(s, "total_amount", sale.total, f"{sale.total:,}円", label[2] + 10, 60, 18, "pgothic-bold")
    s.line(20, 66, box[2] + 4, 66, 0.6)
    _shop(s, sale, 200, 34, face, rng)
    bottom, cells = _table(
        s,
        sale.lines,
        20,
        76,
        [
            ("no", "項番", 14),
            ("name", "品目", 120),
            ("qty", "数量", 24),
            ("unit", "単位", 20),
            ("unit_price", "単価（円）", 38),
            ("amount", "金額（円）", 40),
        ],
        face,
        rows=len(sale.lines) + 1,
        style="dots",
        size=9.5,
    )
    tell_rows(s, sale.lines, ALL, cells)
    for i, (label_, key, value) in enumerate(
        (
            ("小計", "subtotal_amount", sale.subtotal),
            ("消費税（10%）", "tax_amount", sale.tax),
            ("合計", "", sale.total),
        )
    ):
        y = bottom + 7 * i + 5
        s.text(200, y, label_, 9.5, face)
        box = s.text(274, y, f"{value:,}円", 10, face, align="r")
        if key:
            tell(s, key, value, box)
        s.line(198, y + 3.5, 276, y + 3.5, 0.15, GREY)
    return (s,)

"""A4 business papers about money: 領収書, 請求書 and 御見積書, in two layouts of which shops use one for all three."""

from __future__ import annotations

from benchmarks.synth import people, seals
from benchmarks.synth.draw import BLACK, GREY, PALE, WHITE, Box, Color, Entry, Sheet, union
from benchmarks.synth.facts import Bill, Facts, Voucher
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper

TITLES = {"receipt": "領　収　書", "invoice": "請　求　書", "estimate": "御　見　積　書"}
WORDS = {
    "receipt": "下記の金額を正に領収いたしました。",
    "invoice": "下記のとおりご請求申し上げます。",
    "estimate": "下記のとおりお見積り申し上げます。",
}
TOTALS = {"receipt": "領収金額", "invoice": "ご請求金額", "estimate": "お見積金額"}


def voucher_paper(desk: Desk, kind: str, version: str, voucher: Voucher | None = None) -> Paper:
    """A `kind` of ``receipt``, ``invoice`` or ``estimate`` over `voucher` (default: the envelope's)."""
    voucher = voucher or desk.facts.voucher
    sheet = Sheet()
    (_plain if version == "a" else _modern)(desk, sheet, kind, voucher)
    return Paper(kind, f"synth_{kind}_{version}", (sheet,))


def _number(kind: str, voucher: Voucher) -> str:
    return {"receipt": "", "invoice": "SK-", "estimate": "Q"}[kind] + voucher.number


def _plain(desk: Desk, s: Sheet, kind: str, v: Voucher) -> None:
    """Title in the middle, ruled table of Mincho type."""
    f, fill = desk.facts, desk.shop_filler(s)
    s.text(105, 26, TITLES[kind], 20, "mincho", align="c")
    s.line(62, 32, 148, 32, 0.3)
    s.line(62, 32.9, 148, 32.9, 0.3)
    s.text(150, 40, "発行番号", 9, "mincho")
    fill.put("document_number", _number(kind, v), _number(kind, v), 167, 40, 28, 9, face="mincho", hand=False)
    s.text(150, 45.5, "発行日", 9, "mincho")
    fill.put("issue_date", v.day.isoformat(), written_date(v.day, "wide"), 163, 45.5, 34, 9, face="mincho", hand=False)
    payer = _payer(f, v)
    fill.put("payer_name", v.payer, payer, 22, 52, 72, 14, face="mincho", hand=False)
    s.text(98, 52, "様" if not f.applicant.company else "御中", 12, "mincho")
    s.line(20, 56.5, 106, 56.5, 0.3)
    s.text(22, 64, WORDS[kind], 10, "mincho")
    s.rect(20, 70, 106, 82, width=0.5)
    s.text(24, 76, TOTALS[kind], 10.5, "mincho")
    fill.put(
        "total_amount",
        v.bill.total,
        f"金{v.bill.total:,}円也" if kind != "estimate" else f"￥{v.bill.total:,}－",
        50,
        76,
        52,
        14,
        align="r",
        face="mincho",
        hand=False,
    )
    s.text(22, 89, "但し" if kind == "receipt" else "件名", 10, "mincho")
    fill.put("description", v.description, v.description, 34, 89, 70, 10.5, face="mincho", hand=False)
    s.text(34 + 72, 89, "として" if kind == "receipt" else "", 10, "mincho")
    _issuer(desk, s, kind, 122, 60, "mincho")
    bottom = _table(
        s, v.bill, 20, 102, [84, 18, 14, 26, 28], ["品　　　名", "数量", "単位", "単　価", "金　額"], "mincho", 8.0, 11
    )
    _sums(desk, s, v.bill, 120, bottom + 0.0, 190, "mincho", ["小　計", "消費税（１０％）", "合　計"])
    if kind == "invoice":
        a = f.vendor
        s.text(
            20,
            bottom + 34,
            f"お振込先　{desk.facts.account.bank}　普通　{desk.rng.randint(1000000, 9999999)}　{a.name}",
            9,
            "mincho",
        )
    if kind == "estimate":
        s.text(20, bottom + 34, "見積有効期限　発行日より６０日　　支払条件　工事完了後３０日以内", 9, "mincho")


def _modern(desk: Desk, s: Sheet, kind: str, v: Voucher) -> None:
    """A coloured band, proportional Gothic, hairlines: what accounting services print."""
    f, fill = desk.facts, desk.shop_filler(s)
    blue = (38, 82, 120)
    s.rect(0, 0, 210, 7, line=None, fill=blue)
    s.text(20, 24, TITLES[kind].replace("　", ""), 22, "pgothic-bold", color=blue)
    s.text(190, 20, "No.", 8.5, "pgothic", align="r", color=GREY)
    fill.put(
        "document_number", _number(kind, v), _number(kind, v), 160, 24.5, 30, 9.5, align="r", face="pgothic", hand=False
    )
    fill.put(
        "issue_date",
        v.day.isoformat(),
        written_date(v.day, "slash"),
        160,
        30,
        30,
        9.5,
        align="r",
        face="pgothic",
        hand=False,
    )
    fill.put("payer_name", v.payer, _payer(f, v), 20, 42, 70, 13, face="pgothic", hand=False)
    s.text(94, 42, "様" if not f.applicant.company else "御中", 11, "pgothic")
    s.line(20, 47, 104, 47, 0.2, GREY)
    s.text(20, 53, "件　名：", 9.5, "pgothic", color=GREY)
    fill.put("description", v.description, v.description, 36, 53, 68, 10, face="pgothic", hand=False)
    s.text(20, 60, WORDS[kind], 9, "pgothic", color=GREY)
    s.text(20, 73, f"{TOTALS[kind]}（税込）", 10, "pgothic", color=GREY)
    fill.put(
        "total_amount", v.bill.total, f"¥{v.bill.total:,}", 56, 73, 48, 17, align="r", face="pgothic-bold", hand=False
    )
    s.line(20, 79, 104, 79, 0.7, blue)
    _issuer(desk, s, kind, 122, 42, "pgothic")
    s.rect(20, 90, 190, 98, line=None, fill=blue)
    bottom = _table(
        s,
        v.bill,
        20,
        90,
        [80, 16, 14, 28, 32],
        ["摘要", "数量", "単位", "単価", "金額（税抜）"],
        "pgothic",
        8.0,
        9,
        head_color=WHITE,
        lines=False,
    )
    _sums(desk, s, v.bill, 126, bottom + 3, 190, "pgothic", ["小計", "消費税額（10%）", "合計"])


def _payer(f: Facts, v: Voucher) -> str:
    """With the gap between the names where it is the applicant's own or a relative's name."""
    family = f.applicant.name.split("　")[0]
    return v.payer if f.applicant.company or not v.payer.startswith(family) else family + "　" + v.payer[len(family) :]


def _issuer(desk: Desk, s: Sheet, kind: str, x: float, y: float, face: str) -> None:
    f, shop = desk.facts, desk.facts.vendor
    box = s.text(x, y, shop.name, 11.5, face if face == "mincho" else "pgothic-bold")
    s.entries["issuer_name"] = Entry(shop.name, shop.name, box)
    post = shop.address.postal_code
    s.text(x, y + 6, f"〒{post[:3]}-{post[3:]}", 8.5, face)
    s.text(x, y + 10.5, shop.address.written("hyphen"), 8.5 if len(shop.address.written("hyphen")) < 24 else 7, face)
    s.text(x, y + 15, f"TEL {people.phone_written(shop.phone, 'hyphen')}", 8.5, face)
    number = f.voucher.invoice_number
    label = s.text(x, y + 19.5, "登録番号 ", 8.5, face)
    s.entries["invoice_number"] = Entry(number, number, s.text(label[2] + 2.5, y + 19.5, number, 8.5, face))
    seals.company(s, x + 58, y + 8, shop.name.replace(shop.form, "")[:6], desk.rng, 18)
    if kind == "receipt" and f.voucher.bill.subtotal >= 50000 and face == "mincho":
        seals.revenue(s, x + 48, y + 22, 200 if f.voucher.bill.subtotal <= 1_000_000 else 400)
        seals.personal(s, x + 62, y + 38, shop.person.split("　")[0], desk.rng, 9)


def _table(
    s: Sheet,
    bill: Bill,
    x: float,
    y: float,
    widths: list[float],
    heads: list[str],
    face: str,
    height: float,
    rows: int,
    *,
    head_color: Color = BLACK,
    lines: bool = True,
) -> float:
    """The lines of the bill as the entry ``line_items``; returns where the table ends."""
    at = x
    for width, head in zip(widths, heads, strict=True):
        s.text(at + width / 2, y + height / 2, head, 9, face, align="c", color=head_color)
        if lines:
            s.rect(at, y, at + width, y + height, fill=None, width=0.3)
        at += width
    cells: dict[str, Box] = {}
    right = x + sum(widths)
    for i in range(rows):
        top = y + height * (i + 1)
        if lines:
            at = x
            for width in widths:
                s.rect(at, top, at + width, top + height, width=0.2)
                at += width
        else:
            if i % 2:
                s.rect(x, top, right, top + height, line=None, fill=PALE)
            s.line(x, top + height, right, top + height, 0.12, GREY)
        if i >= len(bill.items):
            continue
        item, mid, path = bill.items[i], top + height / 2, f"line_items[{i}]."
        minus = "▲" if lines else "-"
        money = [f"{minus}{-v:,}" if v < 0 else f"{v:,}" for v in (item.unit_price, item.amount)]
        size = 9.5 if len(item.name) < 26 else 8
        cells[path + "name"] = s.text(x + 2, mid, item.name, size, face)
        edges = [x + sum(widths[: n + 1]) for n in range(5)]
        cells[path + "qty"] = s.text(edges[1] - 3, mid, str(item.qty), 9.5, face, align="r")
        cells[path + "unit"] = s.text((edges[1] + edges[2]) / 2, mid, item.unit, 9.5, face, align="c")
        cells[path + "unit_price"] = s.text(edges[3] - 2, mid, money[0], 9.5, face, align="r")
        cells[path + "amount"] = s.text(edges[4] - 2, mid, money[1], 9.5, face, align="r")
    s.entries["line_items"] = Entry([i.row() for i in bill.items], "", union(cells.values()), False, cells)
    return y + height * (rows + 1)


def _sums(desk: Desk, s: Sheet, bill: Bill, x: float, y: float, right: float, face: str, labels: list[str]) -> None:
    for i, (label, key, value) in enumerate(
        zip(labels, ("subtotal_amount", "tax_amount", ""), (bill.subtotal, bill.tax, bill.total), strict=True)
    ):
        top = y + 7.6 * i
        s.rect(x, top, x + 36, top + 7.6, width=0.2, fill=PALE)
        s.rect(x + 36, top, right, top + 7.6, width=0.2)
        s.text(x + 18, top + 3.8, label, 9, face, align="c")
        box = s.text(right - 2, top + 3.8, f"{value:,}", 10, face, align="r")
        if key:
            s.entries[key] = Entry(value, f"{value:,}", box)

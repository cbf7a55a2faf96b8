"""Small receipts: a page of a receipt book filled in by hand, and the long slip of a till."""

from __future__ import annotations

from benchmarks.synth import people, seals
from benchmarks.synth.draw import GREY, Box, Entry, Sheet, union
from benchmarks.synth.fill import written_date
from benchmarks.synth.ink import Hand
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.vouchers import _payer
from benchmarks.synth.writers import Writer


def receipt_book(desk: Desk, version: str = "a") -> Paper:
    """領収証, 178 x 84 mm, written by the shop; ``b`` is upright and printed in green."""
    f, v = desk.facts, desk.facts.voucher
    clerk = Writer.of(desk.rng) if desk.habits.pen else Hand.of(desk.rng)
    tint, ink = ((255, 255, 255), (40, 40, 44)) if version == "a" else ((240, 247, 240), (34, 92, 60))
    s = Sheet(178, 86, tint)
    fill = desk.shop_filler(s, "handwritten")
    fill = type(fill)(
        s, type(fill.habits)(clerk, "hyphen", "hyphen", "comma", False, False, "mincho"), "handwritten", desk.rng
    )
    s.rect(4, 4, 174, 82, line=ink, width=0.5)
    s.text(89 if version == "a" else 40, 12, "領　収　証", 17, "mincho", align="c", color=ink)
    s.text(140, 11, "№", 9, "mincho", color=ink)
    fill.put("document_number", v.number, v.number, 146, 11, 26, 9.5, hand=False, face="gothic")
    fill.put("payer_name", v.payer, _payer(f, v), 14, 24, 66, 15)
    s.line(12, 29, 90, 29, 0.25, ink)
    s.text(86, 25, "様", 12, "mincho", align="r", color=ink)
    fill.date("issue_date", v.day, 122, 24, 9.5)
    s.rect(30, 33, 148, 45, line=None, fill=(228, 232, 240) if version == "a" else (216, 234, 220))
    total = f"￥{v.bill.total:,}－" if version == "a" else f"¥{v.bill.total:,}※"
    fill.put("total_amount", v.bill.total, total, 36, 39, 108, 21, align="c")
    s.text(14, 51, "但", 10.5, "mincho", color=ink)
    fill.put("description", v.description, v.description, 22, 51, 88, 12)
    s.line(20, 55, 112, 55, 0.2, ink)
    s.text(114, 51.5, "として", 9.5, "mincho", color=ink)
    s.text(22, 59.5, "上記正に領収いたしました", 9, "mincho", color=ink)
    for i, (label, key, value) in enumerate(
        (("税抜金額", "subtotal_amount", v.bill.subtotal), ("消費税額等", "tax_amount", v.bill.tax))
    ):
        top = 64 + 7 * i
        s.text(36, top + 3, label, 8, "mincho", color=ink)
        s.line(34, top + 6.4, 84, top + 6.4, 0.15, ink)
        fill.put(key, value, f"{value:,}", 54, top + 3, 28, 11, align="r")
    seals.revenue(s, 13, 62, 200 if v.bill.subtotal <= 1_000_000 else 400)
    shop = f.vendor
    s.entries["issuer_name"] = Entry(shop.name, shop.name, s.text(98, 62, shop.name, 11.5, "gothic", color=ink))
    post = shop.address.postal_code
    s.text(98, 67, f"〒{post[:3]}-{post[3:]}", 7.5, "gothic", color=ink)
    s.text(
        98,
        71,
        shop.address.written("hyphen"),
        7.5 if len(shop.address.written("hyphen")) < 24 else 6.2,
        "gothic",
        color=ink,
    )
    s.text(98, 75, f"TEL {people.phone_written(shop.phone, 'hyphen')}", 7.5, "gothic", color=ink)
    tag = s.text(98, 79, "登録番号", 7.5, "gothic", color=ink)
    s.entries["invoice_number"] = Entry(
        v.invoice_number, v.invoice_number, s.text(tag[2] + 2, 79, v.invoice_number, 7.5, "gothic", color=ink)
    )
    seals.company(s, 160, 68, shop.name.replace(shop.form, "")[:5], desk.rng, 17)
    return Paper("receipt", f"synth_receipt_book_{version}", (s,), "mixed", pasted=True)


def till_slip(desk: Desk, version: str = "a") -> Paper:
    """レシート兼領収書 of a shop with a till, 80 mm wide, grey thermal print."""
    f, v = desk.facts, desk.facts.voucher
    ink, face = ((84, 84, 92), "gothic") if version == "a" else ((62, 58, 92), "exgothic")
    s = Sheet(80, 128 + 9.5 * len(v.bill.items), (250, 250, 248))
    middle, y = 40.0, 12.0
    s.entries["issuer_name"] = Entry(
        f.vendor.name,
        f.vendor.name,
        s.text(middle, y, f.vendor.name, 12 if len(f.vendor.name) < 12 else 10, face, align="c", color=ink),
    )
    s.text(
        middle,
        y + 6,
        f.vendor.address.written("hyphen"),
        7 if len(f.vendor.address.written("hyphen")) < 25 else 5.6,
        face,
        align="c",
        color=ink,
    )
    s.text(middle, y + 10, f"電話 {people.phone_written(f.vendor.phone, 'hyphen')}", 7.5, face, align="c", color=ink)
    label = s.text(16, y + 14.5, "登録番号 ", 7.5, face, color=ink)
    s.entries["invoice_number"] = Entry(
        v.invoice_number, v.invoice_number, s.text(label[2] + 2, y + 14.5, v.invoice_number, 7.5, face, color=ink)
    )
    s.text(middle, y + 24, "領 収 書", 15, face, align="c", color=ink)
    y += 33
    s.entries["issue_date"] = Entry(
        v.day.isoformat(), written_date(v.day, "plain"), s.text(6, y, written_date(v.day, "plain"), 9, face, color=ink)
    )
    s.text(46, y, f"{desk.rng.randint(10, 18)}:{desk.rng.randint(10, 59)}", 9, face, color=ink)
    y += 6
    number = s.text(6, y, "伝票No.", 9, face, color=ink)
    s.entries["document_number"] = Entry(v.number, v.number, s.text(number[2] + 1.5, y, v.number, 9, face, color=ink))
    y += 9
    payer = _payer(f, v)
    s.entries["payer_name"] = Entry(v.payer, payer, s.text(8, y, payer, 11, face, color=ink))
    s.text(72, y, "様", 10, face, align="r", color=ink)
    s.line(6, y + 4, 74, y + 4, 0.2, ink)
    y += 9
    cells: dict[str, Box] = {}
    for i, item in enumerate(v.bill.items):
        path, money = f"line_items[{i}].", [f"-{-m:,}" if m < 0 else f"{m:,}" for m in (item.unit_price, item.amount)]
        cells[path + "name"] = s.text(6, y, item.name, 8.5 if len(item.name) < 24 else 7, face, color=ink)
        cells[path + "qty"] = s.text(14, y + 4.6, str(item.qty), 8.5, face, align="r", color=ink)
        cells[path + "unit"] = s.text(15, y + 4.6, item.unit, 8.5, face, color=ink)
        s.text(22, y + 4.6, "@", 8.5, face, color=ink)
        cells[path + "unit_price"] = s.text(25, y + 4.6, money[0], 8.5, face, color=ink)
        cells[path + "amount"] = s.text(73, y + 4.6, money[1], 8.5, face, align="r", color=ink)
        y += 9.5
    s.entries["line_items"] = Entry([i.row() for i in v.bill.items], "", union(cells.values()), False, cells)
    s.line(6, y - 1.5, 74, y - 1.5, 0.25, ink, dash=True)
    y += 3
    for label_, key, value, size in (
        ("小計", "subtotal_amount", v.bill.subtotal, 9.0),
        ("10%消費税", "tax_amount", v.bill.tax, 9.0),
        ("合計", "total_amount", v.bill.total, 14.0),
    ):
        s.text(6, y, label_, size, face, color=ink)
        raw = f"¥{value:,}"
        s.entries[key] = Entry(value, raw, s.text(73, y, raw, size, face, align="r", color=ink))
        y += 6 if size < 10 else 9
    s.text(6, y, "お預り（振込）", 8.5, face, color=ink)
    s.text(73, y, f"¥{v.bill.total:,}", 8.5, face, align="r", color=ink)
    y += 8
    label = s.text(6, y, "但し ", 8.5, face, color=ink)
    s.entries["description"] = Entry(
        v.description,
        v.description,
        s.text(label[2] + 2, y, v.description, 8.5 if len(v.description) < 18 else 7, face, color=ink),
    )
    s.text(middle, y + 8, "またのご利用をお待ちしております", 7.5, face, align="c", color=GREY)
    return Paper("receipt", f"synth_till_slip_{version}", (s,), "typed", pasted=True)

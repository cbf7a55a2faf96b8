"""工事請負契約書 and 保証書, two layouts each."""

from __future__ import annotations

from benchmarks.synth import people, seals
from benchmarks.synth.draw import GREY, PALE, Entry, Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.vouchers import _payer

CLAUSES = [
    "（総則）甲及び乙は、この契約を信義に従い誠実に履行するものとする。",
    "（引渡し）乙は、工事完成後速やかに甲の検査を受け、目的物を引き渡す。",
    "（支払）甲は、引渡しを受けた後、乙の請求により代金を支払う。",
    "（契約不適合）引き渡された目的物が契約の内容に適合しないときは、甲は補修を請求することができる。",
    "（協議）この契約に定めのない事項は、甲乙協議のうえ定める。",
]


def contract(desk: Desk, version: str) -> Paper:
    """The contract for the work. Its parties' seals are no finding of the corpus."""
    f, v, s = desk.facts, desk.facts.voucher, Sheet()
    fill, who, shop = desk.shop_filler(s), desk.facts.applicant, desk.facts.vendor
    face = "mincho" if version == "a" else "exgothic"
    rng = desk.rng
    number = f"第{rng.randint(101, 998)}号" if version == "a" else f"KY{f.contract_on:%y%m}{rng.randint(10, 99)}"
    s.text(105, 28, "工 事 請 負 契 約 書" if version == "a" else "設備設置工事　契約書", 18, face, align="c")
    s.text(188, 38, "契約番号 " if version == "a" else "契約No.", 9, face, align="r", color=GREY)
    s.entries["document_number"] = Entry(number, number, s.text(172, 44, number, 10, face))
    y = 54.0
    buyer, title = who.plain if who.company else who.name, f.voucher.description.replace("代", "")
    rows = [
        ("工事名", "description", title, title),
        ("工事場所", "address", who.address.value(), who.address.written("hyphen" if version == "b" else "formal")),
        (
            "契約日",
            "contract_date",
            f.contract_on.isoformat(),
            written_date(f.contract_on, "plain" if version == "a" else "era"),
        ),
        ("製造者", "manufacturer", f.goods.maker, f.goods.maker),
        ("型　式", "model", f.shown_model, f.shown_model),
        (
            "請負代金額",
            "total_amount",
            v.bill.total,
            f"金{v.bill.total:,}円" if version == "a" else f"¥{v.bill.total:,}",
        ),
        ("うち消費税額", "tax_amount", v.bill.tax, f"{v.bill.tax:,}円" if version == "a" else f"¥{v.bill.tax:,}"),
        (
            "うち工事価格",
            "subtotal_amount",
            v.bill.subtotal,
            f"{v.bill.subtotal:,}円" if version == "a" else f"¥{v.bill.subtotal:,}",
        ),
    ]
    if version == "a":
        s.text(22, y, "　発注者（甲）と請負者（乙）は、次のとおり工事請負契約を締結する。", 10.5, face)
        y += 10
    for label, key, value, raw in rows:
        if version == "a":
            s.spread(26, 50, y, label, 10.5, face)
            fill.put(key, value, raw, 58, y, 128, 11, hand=False, face=face, lines=1)
            s.line(56, y + 4, 186, y + 4, 0.12, GREY)
            y += 9
        else:
            s.rect(22, y - 4.5, 60, y + 4.5, fill=PALE)
            s.rect(60, y - 4.5, 188, y + 4.5)
            s.text(26, y, label, 10, face)
            fill.put(key, value, raw, 64, y, 120, 10.5, hand=False, face=face)
            y += 9
    y += 6
    for i, clause in enumerate(CLAUSES, 1):
        s.text(24, y, f"第{i}条　{clause}", 8.8, face)
        y += 6.4
    y += 6
    s.text(24, y, "この契約の証として本書２通を作成し、甲乙記名押印のうえ各自１通を保有する。", 9.2, face)
    y += 14
    for party, key, name, raw, where in (
        ("甲", "applicant_name", who.plain, buyer, who.address.written("hyphen")),
        ("乙", "vendor_name", shop.name, shop.name, shop.address.written("hyphen")),
    ):
        s.text(70, y, party, 11, face)
        s.text(82, y - 5, where, 9.5 if len(where) < 30 else 8, face)
        if key == "applicant_name" and desk.mode != "typed" and not who.company:
            fill.put(key, name, raw, 84, y + 2, 66, 13, hand=True)
        else:
            fill.put(key, name, raw, 84, y + 2, 66, 12, hand=False, face=face)
        if key == "vendor_name" or who.company:
            seals.company(s, 160, y, name.replace(who.form or "　", "").replace(shop.form, "")[:6], rng, 18)
        else:
            seals.personal(s, 158, y + 2, who.name.split("　")[0], rng)
        y += 26
    return Paper("contract", f"synth_contract_{version}", (s,), "typed" if desk.mode == "typed" else "mixed")


def warranty(desk: Desk, version: str) -> Paper:
    """保証書: printed by the maker, the customer's part filled in by the shop."""
    f, g = desk.facts, desk.facts.goods
    small = version == "b"
    s = Sheet(190, 132, (252, 252, 249)) if small else Sheet()
    fill, y = desk.shop_filler(s, "typed" if desk.mode == "typed" else "mixed"), 20.0
    right, face = (178, "exmincho") if small else (186, "gothic")
    left = 12 if small else 24
    s.rect(left - 5, 7, right + 5, 125 if small else 176, width=0.8, line=(90, 80, 40) if small else (30, 30, 30))
    s.rect(
        left - 3.5, 8.5, right + 3.5, 123.5 if small else 174.5, width=0.2, line=(90, 80, 40) if small else (30, 30, 30)
    )
    s.text((left + right) / 2, y, "保 証 書" if small else "製 品 保 証 書", 18, face, align="c")
    y += 9
    s.text(
        (left + right) / 2,
        y,
        "本書は、取扱説明書に従った正常な使用状態で故障した場合に、無料修理をお約束するものです。",
        7.6 if small else 8.6,
        face,
        align="c",
    )
    y += 11
    rows = [
        ("品　名", "equipment_type", g.kind, g.kind, False),
        ("型　名", "model", f.shown_model, f.shown_model, None),
        ("製造番号", "serial_number", g.serial, g.serial, None),
        (
            "お引渡し日",
            "installation_date",
            f.installed_on.isoformat(),
            written_date(f.installed_on, "plain" if small else "dots"),
            None,
        ),
        (
            "お客様名",
            "applicant_name",
            f.applicant.plain,
            _payer(f, f.voucher) if f.applicant.company else f.applicant.name,
            None,
        ),
        ("販売店", "vendor_name", f.vendor.name, f.vendor.name, None),
    ]
    height = 10.6 if small else 16
    for label, key, value, raw, hand in rows:
        s.rect(left, y, left + 36, y + height, fill=PALE)
        s.rect(left + 36, y, right, y + height)
        s.text(left + 18, y + height / 2, label, 10, face, align="c")
        fill.put(key, value, raw, left + 41, y + height / 2, right - left - 60, 11, hand=hand, face=face)
        if key == "vendor_name":
            seals.company(s, right - 12, y + height / 2, f.vendor.name.replace(f.vendor.form, "")[:5], desk.rng, 15)
        if key == "applicant_name":
            s.text(right - 8, y + height / 2, "様", 10, face, align="c")
        y += height
    y += 4 if small else 7
    s.text(
        left,
        y,
        "保証期間　お引渡し日から１０年間" if not small else "保証期間：お引渡し日より 本体１０年・部品５年",
        9,
        face,
    )
    y += 6 if small else 9
    if small:
        s.entries["manufacturer"] = Entry(g.maker, g.maker, s.text(left + 3, y, g.maker, 12, face))
    else:
        s.text(left, y, "保証者", 9, face)
        s.entries["manufacturer"] = Entry(g.maker, g.maker, s.text(left + 18, y, g.maker, 13, face))
        people_note = people.phone_written("0120" + f"{desk.rng.randint(100000, 999999)}", "hyphen")
        s.text(left + 90, y, f"お客様相談窓口 {people_note}", 9, face)
    return Paper(
        "warranty", f"synth_warranty_{version}", (s,), "typed" if desk.mode == "typed" else "mixed", pasted=small
    )

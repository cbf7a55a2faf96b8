"""検針票: what the gas dealer leaves in the letter box."""

from __future__ import annotations

from benchmarks.synth import people
from benchmarks.synth.draw import Color, Entry, Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper


def meter_slip(desk: Desk, version: str) -> Paper:
    """``a``: a till-like slip; ``b``: a pre-printed postcard."""
    f, rng = desk.facts, desk.rng
    m, who = f.meter, f.applicant
    assert m is not None
    name = m.name if m.name != who.plain else who.name
    place = who.address.written("hyphen", False)
    used = rng.randint(4, 18)
    before = rng.randint(120, 880)
    yen = 1900 + used * 620
    ink: Color = (40, 40, 60)
    if version == "a":
        s = Sheet(78, 150, (250, 250, 250))
        s.text(39, 12, "ＬＰガス検針のお知らせ", 12, "gothic-bold", align="c", color=ink)
        _put(s, "vendor_name", f.vendor.name, 39, 20, f.vendor.short, 10.5, "c", ink)
        s.line(5, 26, 73, 26, 0.2, ink)
        _put(s, "applicant_name", m.name, 8, 34, name, 13, "l", ink)
        s.text(70, 34, "様", 11, "gothic", align="r", color=ink)
        _put(s, "address", who.address.value(False), 8, 41, place, 8 if len(place) < 22 else 6.6, "l", ink)
        y = 50.0
        for label, key, value, raw in (
            ("お客様番号", "customer_number", m.customer, m.customer),
            ("検針日", "meter_date", m.day.isoformat(), written_date(m.day, "plain")),
            ("今回指針", "", "", f"{before + used}.0"),
            ("前回指針", "", "", f"{before}.0"),
            ("使用量", "", "", f"{used}.0m3"),
            ("基本料金", "", "", "1,900円"),
            ("従量料金", "", "", f"{used * 620:,}円"),
            ("ご請求額", "", "", f"{yen:,}円"),
        ):
            s.text(8, y, label, 9, "gothic", color=ink)
            if key:
                _put(s, key, value, 70, y, raw, 10, "r", ink)
            else:
                s.text(70, y, raw, 10, "gothic", align="r", color=ink)
            s.line(7, y + 4, 71, y + 4, 0.1, ink, dash=True)
            y += 9
        s.text(
            39, y + 5, f"ご連絡先 {people.phone_written(f.vendor.phone, 'hyphen')}", 8.5, "gothic", align="c", color=ink
        )
        return Paper("meter_slip", "synth_meter_a", (s,), pasted=True)
    s = Sheet(150, 106, (255, 255, 255))
    pink: Color = (196, 70, 90)
    s.rect(4, 4, 146, 102, line=pink, width=0.4)
    s.rect(4, 4, 146, 15, line=None, fill=pink)
    s.text(75, 9.5, "ガスご使用量のお知らせ（請求書）", 13, "pgothic-bold", align="c", color=(255, 255, 255))
    s.text(10, 22, "ご契約者名", 8, "pgothic", color=pink)
    _put(s, "applicant_name", m.name, 12, 29, name, 13, "l")
    s.text(80, 29, "様", 11, "gothic", align="r")
    s.text(10, 37, "ご使用場所", 8, "pgothic", color=pink)
    _put(s, "address", who.address.value(False), 12, 43, place, 9, "l")
    s.rect(92, 19, 142, 33, line=pink)
    s.text(94, 22, "お客様番号", 7.5, "pgothic", color=pink)
    _put(s, "customer_number", m.customer, 138, 28.5, m.customer, 13, "r")
    s.rect(92, 33, 142, 47, line=pink)
    s.text(94, 36, "検針年月日", 7.5, "pgothic", color=pink)
    _put(s, "meter_date", m.day.isoformat(), 138, 42.5, written_date(m.day, "dots"), 12, "r")
    for i, (label, raw) in enumerate(
        (
            ("今回検針", f"{before + used}.0"),
            ("前回検針", f"{before}.0"),
            ("ご使用量", f"{used}.0 m3"),
            ("ご請求予定額", f"{yen:,} 円"),
        )
    ):
        x = 10 + 33 * i
        s.rect(x, 53, x + 33, 60, line=pink, fill=(252, 236, 239))
        s.text(x + 16.5, 56.5, label, 8, "pgothic", align="c", color=pink)
        s.rect(x, 60, x + 33, 70, line=pink)
        s.text(x + 30, 65, raw, 11, "gothic", align="r")
    s.text(10, 79, "※ 料金は基本料金1,900円と従量料金の合計です。口座振替日は毎月26日です。", 7.5, "pgothic")
    _put(s, "vendor_name", f.vendor.name, 140, 89, f.vendor.name, 12, "r")
    s.text(
        140,
        95.5,
        f"{f.vendor.address.written('hyphen')}  ℡{people.phone_written(f.vendor.phone, 'hyphen')}",
        7.5,
        "gothic",
        align="r",
    )
    return Paper("meter_slip", "synth_meter_b", (s,), pasted=True)


def _put(
    s: Sheet, key: str, value: str, x: float, y: float, raw: str, size: float, align: str, color: Color = (24, 24, 28)
) -> None:
    s.entries[key] = Entry(value, raw, s.text(x, y, raw, size, "gothic", align=align, color=color))

"""What comes with the papers: envelope fronts, separator sheets, blank backs."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from benchmarks.synth.draw import Entry, Sheet
from benchmarks.synth.papers import Desk, Paper


def envelope(desk: Desk, version: str) -> Paper:
    """The front of a 長形3号 (``a``, upright) or 角形2号 (``b``, lying) envelope; its sender stands on it, too."""
    f, rng = desk.facts, desk.rng
    brush = desk.habits.hand if desk.mode != "typed" else None
    tint = rng.choice([(255, 255, 255), (226, 204, 168), (238, 232, 214)])
    who, red = f.applicant, (200, 60, 50)
    office = f.rules.office
    if version == "a":
        s = Sheet(120, 235, tint)
        for i, digit in enumerate(f.rules.office_postal):
            x = 58 + i * 7.6 + (1.8 if i > 2 else 0)
            s.rect(x, 12, x + 5.8, 20, line=red, width=0.35)
            s.text(x + 2.9, 16, digit, 13, "gothic", align="c")
        _stamp(s, 8, 8)
        s.column(100, 36, f.rules.office_address, 15)
        half = len(office) // 2 + 2 if len(office) > 16 else len(office)
        s.column(66, 46, office[:half], 17)
        s.column(54, 60, office[half:] + "　御中", 17)
        s.column(26, 120, who.address.written("hyphen"), 10)
        s.column(16, 150, who.name, 14)
    else:
        s = Sheet(240, 120, tint)
        _stamp(s, 8, 8)
        s.text(40, 22, f"〒{f.rules.office_postal[:3]}-{f.rules.office_postal[3:]}", 14, "gothic")
        if brush:
            brush.write(s, 44, 36, f.rules.office_address, 14, rng)
            brush.write(s, 54, 54, office + "　御中", 18 if len(office) < 18 else 13, rng)
        else:
            s.text(44, 36, f.rules.office_address, 14, "mincho")
            s.text(54, 54, office + "　御中", 18 if len(office) < 18 else 13, "mincho")
        s.rect(150, 70, 232, 106, line=(60, 60, 60), width=0.2)
        s.text(154, 76, f"〒{who.address.postal_code[:3]}-{who.address.postal_code[3:]}", 9, "gothic")
        s.text(154, 84, who.address.written("hyphen"), 9 if len(who.address.written("hyphen")) < 24 else 7.4, "gothic")
        s.text(154, 95, who.name, 13, "gothic")
        s.text(60, 100, "補助金申請書在中", 13, "gothic-bold", color=red)
        s.rect(56, 95, 106, 105, line=red, width=0.5)
    return Paper("envelope", f"synth_envelope_{version}", (s,), pasted=True)


def _stamp(s: Sheet, x: float, y: float) -> None:
    s.rect(x, y, x + 19, y + 23, line=(90, 110, 150), fill=(214, 224, 238), width=0.3)
    s.text(x + 9.5, y + 5, "NIPPON", 7, "pgothic", align="c", color=(60, 80, 130))
    s.text(x + 9.5, y + 14, "110", 14, "pgothic-bold", align="c", color=(60, 80, 130))
    s.oval(x + 4, y + 2, x + 27, y + 25, line=(50, 50, 60), width=0.35)
    for dy in (9, 18):
        s.line(x + 4.5, y + dy, x + 26.5, y + dy, 0.3, (50, 50, 60))


def separator(batch_no: str) -> Paper:
    """仕切紙 with its number as QR and Code 128, as the system prints it."""
    s = Sheet()
    s.rect(14, 14, 196, 283, width=1.2)
    s.rect(14, 14, 196, 40, line=None, fill=(40, 40, 40))
    s.text(105, 27, "封筒区切り用紙", 24, "gothic-bold", align="c", color=(255, 255, 255))
    s.text(105, 56, "この紙のうしろに、封筒１通分の書類を重ねてください。", 12, "gothic", align="c")
    code = f"SEPARATOR:{batch_no}"
    side = 56.0
    s.picture(_code(code, zxingcpp.BarcodeFormat.QRCode), 105 - side / 2, 78, side, side)
    s.text(60, 156, "整理番号", 12, "gothic")
    s.entries["batch_no"] = Entry(batch_no, batch_no, s.text(88, 156, batch_no, 26, "gothic-bold"))
    s.picture(_code(f"SEP-{batch_no}", zxingcpp.BarcodeFormat.Code128), 55, 176, 100, 20)
    s.text(105, 202, f"SEP-{batch_no}", 10, "gothic", align="c")
    s.text(105, 270, "※ この用紙は受付システムが印刷したものです。折り曲げないでください。", 9, "gothic", align="c")
    return Paper("separator_sheet", "synth_separator", (s,))


def _code(text: str, kind: zxingcpp.BarcodeFormat) -> Image.Image:
    pixels = zxingcpp.create_barcode(text, kind).to_image(scale=8, add_quiet_zones=False)
    return Image.fromarray(pixels).convert("RGBA")


def blank_back(desk: Desk) -> Paper:
    """The empty back of a paper whose front shows through a little."""
    s = Sheet()
    pale = (246, 246, 246)
    for i in range(desk.rng.randint(4, 9)):
        y = 40 + i * desk.rng.uniform(14, 24)
        s.line(30, y, desk.rng.uniform(90, 180), y, 0.4, pale)
    return Paper("blank_back", "synth_blank", (s,))

"""Lists that firms hand in: 施設別内訳, 役員名簿, 会社概要."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from benchmarks.synth import banks, people
from benchmarks.synth.draw import PALE, Box, Entry, Sheet, union
from benchmarks.synth.fill import era, written_date
from benchmarks.synth.papers import Desk, Paper


def facility_list(desk: Desk, version: str = "a") -> Paper:
    """施設別の経費内訳: one row (a) or a pair of rows (b) for each facility, and the totals."""
    f, s = desk.facts, Sheet(297, 210) if version == "a" else Sheet()
    fill = desk.filler(s, "facility_list", "typed")
    right = s.width - 16
    s.text(
        s.width / 2, 20, "施設別事業費内訳書" if version == "a" else "補助対象施設一覧", 15, "gothic-bold", align="c"
    )
    s.text(18, 33, "申請者名", 10, "gothic")
    fill.put("applicant_name", f.applicant.plain, f.applicant.plain, 38, 33, 100, 11, face="gothic")
    s.line(37, 37, 120, 37, 0.2)
    s.text(right, 38, "（単位：円）", 8.5, "gothic", align="r")
    cells: dict[str, Box] = {}
    heads = ["№", "施設の名称", "種別", "導入設備", "補助対象経費", "補助率", "交付申請額"]
    if version == "a":
        widths = [10, 78, 42, 44, 36, 18, 37]
        y = _heads(s, 16, 42, widths, heads, 9)
        for i, row in enumerate(f.facilities):
            edges = [16 + sum(widths[:n]) for n in range(8)]
            for a, b in pairwise(edges):
                s.rect(a, y, b, y + 12)
            s.text((edges[0] + edges[1]) / 2, y + 6, str(i + 1), 10, "gothic", align="c")
            _row(
                s,
                cells,
                i,
                row,
                [
                    (edges[1] + 2, y + 6, "l"),
                    (edges[2] + 2, y + 6, "l"),
                    (edges[3] + 2, y + 6, "l"),
                    (edges[5] - 2, y + 6, "r"),
                    ((edges[5] + edges[6]) / 2, y + 6, "c"),
                    (edges[7] - 2, y + 6, "r"),
                ],
            )
            y += 12
        s.rect(16, y, 190, y + 10, fill=PALE)
        s.text(103, y + 5, "合　計", 10.5, "gothic", align="c")
        s.rect(190, y, 226, y + 10)
        s.rect(226, y, 244, y + 10)
        s.rect(244, y, 281, y + 10)
        at = ((224, y + 5), (279, y + 5))
    else:
        y = 44.0
        for i, row in enumerate(f.facilities):
            s.rect(16, y, right, y + 26, width=0.4)
            s.rect(16, y, 26, y + 26, fill=PALE)
            s.text(21, y + 13, str(i + 1), 11, "gothic", align="c")
            for label, x, dy in (
                ("施設名", 28, 6),
                ("種別", 28, 13),
                ("設備", 108, 13),
                ("対象経費", 28, 20.5),
                ("補助率", 92, 20.5),
                ("申請額", 130, 20.5),
            ):
                s.text(x, y + dy, label, 8, "gothic", color=(110, 110, 110))
            s.line(26, y + 16.8, right, y + 16.8, 0.15)
            _row(
                s,
                cells,
                i,
                row,
                [
                    (44, y + 6, "l"),
                    (44, y + 13, "l"),
                    (120, y + 13, "l"),
                    (84, y + 20.5, "r"),
                    (108, y + 20.5, "l"),
                    (176, y + 20.5, "r"),
                ],
            )
            y += 28
        s.rect(16, y, right, y + 11, width=0.4)
        s.text(28, y + 5.5, "対象経費の計", 9, "gothic")
        s.text(112, y + 5.5, "申請額の計", 9, "gothic")
        at = ((98, y + 5.5), (176, y + 5.5))
    s.entries["facilities"] = Entry(
        [
            {
                "name": r.name,
                "category": r.category,
                "equipment": r.equipment,
                "cost": r.cost,
                "rate": r.rate,
                "amount": r.amount,
            }
            for r in f.facilities
        ],
        "",
        union(cells.values()),
        False,
        cells,
    )
    for key, value, (x, height) in (
        ("purchase_amount", sum(r.cost for r in f.facilities), at[0]),
        ("subsidy_amount", f.subsidy, at[1]),
    ):
        s.entries[key] = Entry(value, f"{value:,}", s.text(x, height, f"{value:,}", 10.5, "gothic", align="r"))
    return Paper("facility_list", f"synth_facilities_{version}", (s,))


def _row(s: Sheet, cells: dict[str, Box], i: int, row: object, places: list[tuple[float, float, str]]) -> None:
    for key, (x, y, align) in zip(("name", "category", "equipment", "cost", "rate", "amount"), places, strict=True):
        value = getattr(row, key)
        text = f"{value:,}" if isinstance(value, int) else value
        cells[f"facilities[{i}].{key}"] = s.text(x, y, text, 10 if len(text) < 12 else 9, "gothic", align=align)


def _heads(s: Sheet, x: float, y: float, widths: Sequence[float], heads: list[str], height: float) -> float:
    for width, head in zip(widths, heads, strict=True):
        s.rect(x, y, x + width, y + height, fill=PALE)
        s.text(x + width / 2, y + height / 2, head, 9, "gothic", align="c")
        x += width
    return y + height


def officer_list(desk: Desk, version: str = "a") -> Paper:
    """役員名簿 as the office wants it: half-width kana, era letter, M/F."""
    f, s = desk.facts, Sheet(297, 210) if version == "a" else Sheet()
    s.text(s.width / 2, 22, "役　員　名　簿", 16, "mincho", align="c")
    day = written_date(f.applied_on, "era")
    s.entries["application_date"] = Entry(
        f.applied_on.isoformat(), day, s.text(s.width - 20, 32, day, 10.5, "mincho", align="r")
    )
    s.text(20, 36, "法人名", 10, "mincho")
    s.entries["applicant_name"] = Entry(
        f.applicant.plain, f.applicant.plain, s.text(36, 36, f.applicant.plain, 11, "mincho")
    )
    scale = 1.0 if version == "a" else 0.68
    widths = [w * scale for w in (54, 46, 14, 14, 14, 14, 14, 56, 34)]
    y = _heads(
        s,
        18,
        44,
        widths,
        ["氏名（半角カナ）", "氏名（漢字）", "元号", "年", "月", "日", "性別", "会社名", "役職名"],
        10,
    )
    edges = [18 + sum(widths[:n]) for n in range(10)]
    cells: dict[str, Box] = {}
    rows = []
    for i, officer in enumerate(f.officers):
        _, letter, year = era(officer.birth)
        shown = [
            ("kana", banks.half_kana(officer.kana).replace("　", " ")),
            ("name", officer.name),
            ("era", letter),
            ("year", f"{year:02d}"),
            ("month", f"{officer.birth.month:02d}"),
            ("day", f"{officer.birth.day:02d}"),
            ("sex", officer.sex),
            ("company", f.applicant.plain),
            ("title", officer.title),
        ]
        for (key, text), a, b in zip(shown, edges, edges[1:], strict=False):
            s.rect(a, y, b, y + 10)
            wide = key in ("kana", "name", "company", "title")
            cells[f"officers[{i}].{key}"] = s.text(
                a + 2 if wide else (a + b) / 2,
                y + 5,
                text,
                10 if version == "a" else 8,
                "gothic",
                align="l" if wide else "c",
            )
        rows.append(
            {
                "name": officer.name.replace("　", ""),
                "kana": officer.kana.replace("　", ""),
                "birth_date": officer.birth.isoformat(),
                "sex": officer.sex,
                "company": f.applicant.plain,
                "title": officer.title,
            }
        )
        y += 10
    s.entries["officers"] = Entry(rows, "", union(cells.values()), False, cells)
    return Paper("officer_list", f"synth_officers_{version}", (s,))


def business_overview(desk: Desk) -> Paper:
    """会社概要書."""
    who, s = desk.facts.applicant, Sheet()
    fill = desk.filler(s, "business_overview", "typed")
    s.text(105, 26, "会　社　概　要　書", 16, "gothic-bold", align="c")
    y = 42.0
    post = who.address.postal_code
    rows = [
        ("会社名フリガナ", "applicant_kana", who.kana, who.kana),
        ("会社名", "applicant_name", who.plain, who.plain),
        ("郵便番号", "postal_code", post, f"〒{post[:3]}-{post[3:]}"),
        ("本社所在地", "address", who.address.value(), who.address.written("hyphen")),
        ("代表者氏名", "representative_name", who.representative.replace("　", ""), who.representative),
        ("代表電話", "phone", who.phone, people.phone_written(who.phone, "hyphen")),
        ("設立", "", None, "平成 9 年 4 月"),
        ("従業員数", "", None, f"{desk.rng.randint(12, 400)} 名"),
        ("主な事業", "", None, "エネルギー管理システムの設計・施工・保守"),
    ]
    for label, key, value, raw in rows:
        s.rect(20, y, 64, y + 12, fill=PALE)
        s.rect(64, y, 190, y + 12)
        s.text(42, y + 6, label, 10, "gothic", align="c")
        if key:
            fill.put(key, value, raw, 68, y + 6, 118, 11, face="gothic")
        else:
            s.text(68, y + 6, raw, 10.5, "gothic")
        y += 12
    return Paper("business_overview", "synth_overview", (s,))

"""Papers of public offices: 住民票の写し and 履歴事項全部証明書."""

from __future__ import annotations

import random
from datetime import timedelta

from benchmarks.synth import seals
from benchmarks.synth.draw import Color, Entry, Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper


def _security_print(s: Sheet, color: Color, step: float) -> None:
    """地紋: fine slanted lines all over."""
    at = -s.height
    while at < s.width:
        s.line(at, s.height, at + s.height, 0, 0.12, color)
        at += step


def resident_certificate(desk: Desk, version: str) -> Paper:
    f, who, rng = desk.facts, desk.facts.applicant, desk.rng
    assert who.birth is not None
    s = Sheet(tint=(247, 250, 246) if version == "a" else (248, 247, 252))
    _security_print(s, (222, 234, 220) if version == "a" else (228, 226, 240), 3.0 if version == "a" else 2.2)
    issued = f.applied_on - timedelta(days=rng.randint(8, 50))
    number = f"{rng.randint(1000, 9999)}-{rng.randint(100, 999)}"
    s.text(105, 24, "住　民　票　の　写　し" if version == "a" else "住 民 票", 18, "mincho", align="c")
    y, face = 40.0, "mincho" if version == "a" else "exmincho"
    rows = [
        ("住　所", "address", who.address.value(), who.address.written("formal" if version == "a" else "hyphen")),
        ("世帯主", "", "", who.name),
        ("フリガナ", "applicant_kana", who.kana.replace("　", ""), who.kana),
        ("氏　名", "applicant_name", who.plain, who.name),
        ("生年月日", "birth_date", who.birth.isoformat(), written_date(who.birth, "era")),
        ("性　別", "", "", "女" if who.sex == "F" else "男"),
        ("続　柄", "", "", "世帯主"),
        ("住民となった日", "", "", written_date(who.birth + timedelta(days=9000), "era")),
        ("本　籍", "", "", "省略"),
        ("個人番号", "", "", _grouped(f.my_number, rng) if f.my_number else "省略"),
    ]
    for label, key, value, raw in rows:
        height = 11.0 if version == "a" else 9.4
        s.rect(22, y, 62, y + height, width=0.3)
        s.rect(62, y, 188, y + height, width=0.3)
        s.text(42, y + height / 2, label, 10, face, align="c")
        box = s.text(66, y + height / 2, raw, 12 if key == "applicant_name" else 10.5, face)
        if key:
            s.entries[key] = Entry(value, raw, box)
        y += height
    y += 14
    s.text(24, y, "この写しは、住民基本台帳の原本と相違ないことを証明する。", 10.5, face)
    s.entries["issue_date"] = Entry(
        issued.isoformat(), written_date(issued, "era"), s.text(34, y + 12, written_date(issued, "era"), 11, face)
    )
    city = who.address.city.split("郡")[-1]
    s.text(104, y + 24, f"{city}長　{rng.choice(['山本　一成', '吉川　文子', '平野　学'])}", 13, face)
    seals.company(s, 168, y + 22, f"{city}長", rng, 21)
    tag = s.text(24, 282, "発行番号 ", 8, "gothic")
    s.entries["document_number"] = Entry(number, number, s.text(tag[2] + 3, 282, number, 8, "gothic"))
    return Paper("resident_certificate", f"synth_resident_{version}", (s,))


def _grouped(number: str, rng: random.Random) -> str:
    """Twelve digits as town halls print them: in one run, in groups of four, in full width, spread out."""
    fours = [number[i : i + 4] for i in (0, 4, 8)]
    wide = number.translate({ord("0") + i: "０１２３４５６７８９"[i] for i in range(10)})
    return rng.choice([number, " ".join(fours), "-".join(fours), wide, " ".join(number)])


def registry_certificate(desk: Desk, version: str = "a") -> Paper:
    f, who, rng = desk.facts, desk.facts.applicant, desk.rng
    s = Sheet(tint=(246, 248, 250))
    _security_print(s, (224, 230, 238), 2.6)
    issued = f.applied_on - timedelta(days=rng.randint(10, 60))
    number = f"{rng.choice('アイウエオカ')}{rng.randint(100000, 999999)}"
    s.text(105, 26, "履歴事項全部証明書", 18, "mincho", align="c")
    s.text(22, 36, who.address.written("formal"), 9.5, "mincho")
    s.text(22, 42, who.plain, 9.5, "mincho")
    y = 50.0
    rows = [
        ("商号" if who.form != "社会福祉法人" else "名称", "applicant_name", who.plain, who.plain),
        (
            "本店" if who.form != "社会福祉法人" else "主たる事務所",
            "address",
            who.address.value(),
            who.address.written("formal"),
        ),
        ("法人成立の年月日", "", "", "平成9年4月1日"),
        ("目的", "", "", "１．前各号に附帯する一切の事業"),
        ("資本金の額" if who.form != "社会福祉法人" else "資産の総額", "", "", f"金{rng.randint(5, 80)}00万円"),
        ("役員に関する事項", "representative_name", who.representative.replace("　", ""), who.representative),
    ]
    for label, key, value, raw in rows:
        height = 22.0 if key == "representative_name" else 14.0
        s.rect(22, y, 66, y + height, width=0.3)
        s.rect(66, y, 188, y + height, width=0.3)
        s.text(25, y + 7, label, 10, "mincho")
        if key == "representative_name":
            title = "代表取締役" if who.form != "社会福祉法人" else "理事長"
            s.text(70, y + 6, who.address.written("hyphen"), 8.5, "mincho")
            end = s.text(70, y + 14, title, 10.5, "mincho")[2]
            s.entries[key] = Entry(value, raw, s.text(end + 6, y + 14, raw, 10.5, "mincho"))
            s.text(150, y + 14, "令和 4年 6月 1日就任", 8, "mincho")
        else:
            box = s.text(70, y + height / 2, raw, 10.5 if len(raw) < 30 else 8.8, "mincho")
            if key:
                s.entries[key] = Entry(value, raw, box)
        y += height
    y += 14
    s.text(
        24, y, "これは登記簿に記録されている閉鎖されていない事項の全部であることを証明した書面である。", 8.8, "mincho"
    )
    s.entries["issue_date"] = Entry(
        issued.isoformat(), written_date(issued, "era"), s.text(34, y + 14, written_date(issued, "era"), 11, "mincho")
    )
    s.text(50, y + 24, f"{who.address.prefecture[:-1]}地方法務局", 11, "mincho")
    s.text(110, y + 32, f"登記官　{rng.choice(['小野　隆', '三宅　昭子'])}", 13, "mincho")
    seals.company(s, 172, y + 30, "登記官", rng, 22)
    tag = s.text(24, 282, "整理番号 ", 9, "mincho")
    s.entries["document_number"] = Entry(number, number, s.text(tag[2] + 3, 282, number, 9, "mincho"))
    s.text(188, 282, "1/1", 9, "mincho", align="r")
    return Paper("registry_certificate", "synth_registry_a", (s,))

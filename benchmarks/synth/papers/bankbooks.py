"""通帳の写し: the first opening of a bank's passbook (two layouts) and of ゆうちょ's."""

from __future__ import annotations

from benchmarks.synth import banks
from benchmarks.synth.draw import GREY, Color, Entry, Sheet
from benchmarks.synth.fill import era
from benchmarks.synth.papers import Desk, Paper


def passbook(desk: Desk, version: str) -> Paper:
    """The passbook of the account as the bank knows it; ゆうちょ accounts have their own layout."""
    if desk.facts.passbook.yucho:
        return _yucho(desk)
    return _cover(desk) if version == "a" else _inside(desk)


def _say(
    s: Sheet,
    key: str,
    value: str,
    x: float,
    y: float,
    raw: str,
    size: float,
    face: str = "gothic",
    color: Color = (24, 24, 28),
) -> None:
    s.entries[key] = Entry(value, raw, s.text(x, y, raw, size, face, color=color))


def _holder(
    s: Sheet,
    desk: Desk,
    x: float,
    kana_y: float,
    name_y: float,
    *,
    kana_after: str = "",
    name_after: str = "　様",
    size: float = 12,
) -> None:
    a = desk.facts.passbook
    kana = banks.half_kana(a.holder_kana).replace("　", " ")
    _say(s, "account_holder_kana", a.holder_kana.replace("　", ""), x, kana_y, kana, size * 0.9)
    _say(s, "account_holder", a.holder.replace("　", ""), x, name_y, a.holder, size)
    end = s.entries["account_holder"].box[2]
    s.text(end + 1, name_y, name_after, size, "gothic")
    if kana_after:
        s.text(s.entries["account_holder_kana"].box[2] + 2, kana_y, kana_after, size * 0.9, "gothic")


def _cover(desk: Desk) -> Paper:
    """The page behind the cover: everything in a frame, the bank at the top right."""
    a, rng = desk.facts.passbook, desk.rng
    tint, ink = rng.choice(
        [((236, 243, 248), (30, 70, 120)), ((248, 240, 240), (130, 40, 60)), ((240, 246, 236), (40, 96, 60))]
    )
    s = Sheet(140, 88, tint)
    s.rect(5, 5, 135, 83, line=ink, width=0.5)
    s.text(12, 14, "総合口座通帳" if a.kind == "普通" else "当座勘定入金帳", 13, "mincho", color=ink)
    _say(s, "bank_name", a.bank, 84, 14, a.bank, 13, "mincho", ink)
    for x, label in ((12, "店番"), (36, "科目"), (60, "口座番号")):
        s.text(x, 26, label, 7.5, "gothic", color=ink)
    _say(s, "branch_code", a.branch_code, 13, 33, a.branch_code, 13)
    _say(s, "account_type", a.kind, 37, 33, a.kind + ("預金" if a.kind == "普通" else ""), 11)
    s.entries["account_type"].raw = a.kind
    _say(s, "account_number", a.number, 61, 33, a.number, 14)
    s.line(10, 38, 130, 38, 0.2, ink)
    s.text(12, 44, "おなまえ", 7.5, "gothic", color=ink)
    _holder(s, desk, 14, 51, 59, size=14)
    s.text(12, 72, "お取引店", 7.5, "gothic", color=ink)
    _say(s, "branch_name", a.branch, 30, 72, a.branch, 11)
    s.text(76, 72, "金融機関コード", 7.5, "gothic", color=ink)
    _say(s, "bank_code", a.bank_code, 100, 72, a.bank_code, 11)
    s.text(130, 79, "届出印は通帳に押印していません", 6.5, "gothic", align="r", color=GREY)
    return Paper("passbook", "synth_passbook_a", (s,), pasted=True)


def _inside(desk: Desk) -> Paper:
    """Opened: printed by the machine on top, the first movements below."""
    a, rng = desk.facts.passbook, desk.rng
    s = Sheet(150, 176, (250, 250, 246))
    _say(s, "bank_name", a.bank, 14, 16, a.bank, 12)
    _say(s, "branch_name", a.branch, s.entries["bank_name"].box[2] + 6, 16, a.branch, 12)
    s.text(14, 27, "店番", 9, "gothic", color=GREY)
    _say(s, "branch_code", a.branch_code, 24, 27, a.branch_code, 12)
    s.text(40, 27, "口座番号", 9, "gothic", color=GREY)
    _say(s, "account_number", a.number, 57, 27, a.number, 12)
    s.text(84, 27, "種類", 9, "gothic", color=GREY)
    _say(s, "account_type", a.kind, 94, 27, a.kind, 12)
    _holder(s, desk, 14, 38, 47, kana_after="様")
    s.line(0, 86, 150, 86, 0.35, (170, 170, 165))
    heads = ["年月日", "お取引内容", "お支払金額", "お預り金額", "差引残高"]
    edges = [10, 34, 66, 92, 118, 142]
    balance, year = rng.randint(80_000, 1_900_000), era(desk.facts.applied_on)[2] - 1
    for row in range(9):
        y = 94 + 7.2 * row
        s.line(10, y, 142, y, 0.15, GREY)
        if row == 0:
            for i, head in enumerate(heads):
                s.text((edges[i] + edges[i + 1]) / 2, y + 3.6, head, 7.5, "gothic", align="c", color=GREY)
            continue
        move = rng.choice([-1, -1, 1]) * rng.randint(1200, 58000)
        balance += move
        s.text(12, y + 3.6, f"{year:02d}-{row + 2:02d}-{rng.randint(1, 28):02d}", 8, "gothic")
        s.text(36, y + 3.6, rng.choice(["ﾃﾞﾝｷ", "ｽｲﾄﾞｳ", "ｶｰﾄﾞ", "ATM", "ﾈﾝｷﾝ", "ﾌﾘｺﾐ"]), 8, "gothic")
        s.text((90 if move < 0 else 116), y + 3.6, f"{abs(move):,}", 8, "gothic", align="r")
        s.text(140, y + 3.6, f"{balance:,}", 8, "gothic", align="r")
    for x in edges:
        s.line(x, 94, x, 94 + 7.2 * 9, 0.15, GREY)
    return Paper("passbook", "synth_passbook_b", (s,), pasted=True)


def _yucho(desk: Desk) -> Paper:
    a = desk.facts.passbook
    green = (24, 110, 72)
    s = Sheet(148, 104, (233, 243, 236))
    s.text(10, 12, "総合口座通帳", 12, "mincho", color=green)
    s.text(138, 12, "ゆうちょ銀行", 13, "gothic-bold", align="r", color=green)
    s.line(8, 18, 140, 18, 0.4, green)
    s.text(14, 26, "記　号", 8.5, "gothic", color=green)
    s.text(58, 26, "番　号", 8.5, "gothic", color=green)
    s.rect(12, 30, 50, 40, line=green)
    s.rect(56, 30, 110, 40, line=green)
    _say(s, "yucho_symbol", a.symbol, 18, 35, a.symbol, 15)
    _say(s, "yucho_number", a.long_number, 62, 35, a.long_number, 15)
    s.text(14, 47, "おなまえ", 8, "gothic", color=green)
    kana = a.holder_kana
    _say(s, "account_holder_kana", kana.replace("　", ""), 16, 54, kana, 12)
    s.text(s.entries["account_holder_kana"].box[2] + 2, 54, "様", 11, "gothic")
    _say(s, "account_holder", a.holder.replace("　", ""), 16, 61, a.holder, 12)
    s.line(8, 70, 140, 70, 0.2, green)
    s.text(
        10, 75, "他の金融機関からの振込の受取口座として利用される際は、次をご指定ください。", 7, "gothic", color=green
    )
    s.text(12, 83, "店名", 8.5, "gothic")
    _say(s, "branch_name", a.branch, 22, 83, a.branch, 11)
    s.text(54, 83, "店番", 8.5, "gothic")
    _say(s, "branch_code", a.branch_code, 64, 83, a.branch_code, 11)
    s.text(12, 92, "預金種目", 8.5, "gothic")
    _say(s, "account_type", a.kind, 28, 92, a.kind, 11)
    s.text(s.entries["account_type"].box[2] + 0.3, 92, "預金", 11, "gothic")
    s.text(54, 92, "口座番号", 8.5, "gothic")
    _say(s, "account_number", a.number, 70, 92, a.number, 11)
    return Paper("passbook", "synth_passbook_yucho", (s,), pasted=True)

"""交付請求書 (payment requests) and 委任状 (powers of attorney), in two versions each."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.synth import people, seals
from benchmarks.synth.draw import Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.application import FIRM_A, PAY_B, WHO_A
from benchmarks.synth.papers.form import Form, Row


def payment_request(desk: Desk, version: str) -> Paper:
    """The claim; firms name the grant decision in it."""
    f, firm = desk.facts, desk.facts.applicant.company
    ledger = version == "b"
    form = Form(desk, "payment_request", ledger=ledger, left=24 if not ledger else 18, right=188 if not ledger else 192)
    form.sheet.text(form.left, 13, "様式第６号（第１２条関係）" if not ledger else "第４号様式", 9, "mincho")
    form.y = 17
    who = [r for r in (FIRM_A if firm else WHO_A) if r[1] != "applicant_kana"]
    seal_on = "representative_name" if firm else "applicant_name"
    if ledger:
        form.title(f.rules.title, "補助金請求書", size=12.5)
        form.sheet.text(form.left + 1, form.y + 3, f"{f.rules.addressee}　あて", 10.5, "gothic")
        form.day("request_date")
        form.section("請求者", [[(label, key)] for label, key in who], seal_on=seal_on, height=8.8)
        if firm:
            form.section("交付決定", [[("決定日", "grant_decision_date"), ("文書番号", "grant_decision_number")]])
        form.section("請求額", [[("金　額", "subsidy_amount")]], height=10.5)
        form.section("口座情報", PAY_B, label=25)
    else:
        form.day("request_date")
        form.sheet.text(form.left, form.y + 2, f"{f.rules.addressee}　殿", 11, "mincho")
        form.y += 9
        form.applicant(who, seal_on=seal_on)
        form.title(f.rules.title, "請　求　書", size=13.5)
        form.note("　下記のとおり補助金を請求します。", 10)
        form.sheet.text(106, form.y + 2, "記", 11, "mincho", align="c")
        form.y += 8
        if firm:
            form.section(
                "#交付決定の年月日及び番号",
                [[("交付決定日", "grant_decision_date"), ("番号", "grant_decision_number")]],
            )
        form.section("#請求金額", [[("請求金額", "subsidy_amount")]], height=12)
        rows: list[Row] = [
            [("金融機関名", "bank_name"), ("金融機関番号", "bank_code")],
            [("支店等の名称", "branch_name"), ("店番号", "branch_code")],
            [("種目", "account_type"), ("口座番号", "account_number")],
            [("口座名義\n（カタカナ）", "account_holder_kana")],
            [("口座名義", "account_holder")],
        ]
        form.section("#振込先", rows, label=30)
    form.note("※ 通帳の見開き（カナ名義・店番・口座番号が分かるもの）の写しを添付してください。", 8.5)
    return Paper("payment_request", f"synth_payment_request_{version}", (form.sheet,), desk.mode, form.sealed)


def power_of_attorney(desk: Desk, version: str) -> Paper:
    """委任状 from the applicant to the shop that applies for them."""
    f = desk.facts
    assert f.proxy is not None
    sheet = Sheet()
    fill = desk.filler(sheet, "power_of_attorney")
    day = f.applied_on - timedelta(days=desk.rng.randint(5, 20))
    sheet.text(105, 30, "委　任　状", 20, "mincho", align="c")
    height = 50.0
    rows = [
        (
            "受任者",
            [
                ("住　所", "proxy_address", f.proxy.address.value(False), f.proxy.address.written("hyphen", False)),
                ("名　称", "proxy_name", f.proxy.name, f.proxy.name),
                ("担当者", "proxy_contact", f.proxy.person.replace("　", ""), f.proxy.person),
                ("電　話", "proxy_phone", f.proxy.phone, people.phone_written(f.proxy.phone, "hyphen")),
            ],
        )
    ]
    who = f.applicant
    giver = (
        "委任者",
        [
            ("住　所", "address", who.address.value(), who.address.written(desk.habits.address)),
            ("氏　名", "applicant_name", who.plain, who.name),
            ("電　話", "phone", who.phone, people.phone_written(who.phone, desk.habits.phone)),
        ],
    )
    rows = [*rows, giver] if version == "a" else [giver, *rows]
    for heading, lines in rows:
        sheet.text(30, height, heading, 12, "gothic" if version == "b" else "mincho")
        for label, key, value, raw in lines:
            height += 10
            sheet.text(40, height, label, 10.5, "mincho")
            hand = False if heading == "受任者" and desk.mode != "handwritten" else None
            fill.put(key, value, raw, 62, height, 96, 11, lines=2, hand=hand)
            sheet.line(61, height + 4.4, 165, height + 4.4, 0.15)
            if key == "applicant_name":
                sheet.text(170, height, "㊞", 11, "mincho", align="c")
                if "power_of_attorney" not in f.unsealed:
                    seals.personal(sheet, 170, height, who.name.split("　")[0], desk.rng)
        height += 18
        if heading == rows[0][0]:
            for text in (
                f"{'上記の者を代理人と定め' if version == 'a' else '私は、次の者を代理人と定め'}、{f.rules.title}の",
                "交付申請及び請求に関する一切の手続きを委任します。",
            ):
                sheet.text(30, height - 4, text, 10.5 if len(text) < 40 else 9.6, "mincho")
                height += 7
            height += 8
    if desk.mode == "typed":
        fill.put("issue_date", day.isoformat(), written_date(day, "era"), 130, height, 50, 11)
    else:
        fill.date("issue_date", day, 120, height, 11)
    return Paper(
        "power_of_attorney", f"synth_poa_{version}", (sheet,), desk.mode, "power_of_attorney" not in f.unsealed
    )

"""交付申請書 of the six programmes, each in two versions of our own design (letter A, ledger B)."""

from __future__ import annotations

from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.form import Form, Row

WHO_A: Row = [
    ("郵便番号", "postal_code"),
    ("住所", "address"),
    ("ふりがな", "applicant_kana"),
    ("氏名", "applicant_name"),
    ("電話", "phone"),
]
FIRM_A: Row = [
    ("郵便番号", "postal_code"),
    ("所在地", "address"),
    ("法人名", "applicant_name"),
    ("代表者氏名", "representative_name"),
    ("電話番号", "phone"),
]
WHO_B: list[Row] = [
    [("フリガナ", "applicant_kana")],
    [("お名前", "applicant_name")],
    [("郵便番号", "postal_code")],
    [("ご住所", "address")],
    [("日中連絡のつく電話", "phone")],
]
FIRM_B: list[Row] = [
    [("フリガナ", "applicant_kana")],
    [("事業者名", "applicant_name")],
    [("代表者 職・氏名", "representative_name")],
    [("郵便番号", "postal_code"), ("電話番号", "phone")],
    [("主たる事務所の\n所在地", "address")],
]
GOODS_A: list[Row] = [
    [("設備の種類", "equipment_type")],
    [("メーカー", "manufacturer"), ("型番", "model")],
    [("容量・台数", "capacity"), ("設置完了日", "installation_date")],
    [("購入先", "vendor_name")],
    [("支払金額\n（消費税込み）", "purchase_amount"), ("支払日", "purchase_date")],
]
GOODS_B: list[Row] = [
    [("対象設備", "equipment_type")],
    [("製造者名", "manufacturer")],
    [("型式", "model"), ("数量・能力", "capacity")],
    [("工事完了日", "installation_date"), ("領収日", "purchase_date")],
    [("販売・施工業者", "vendor_name")],
    [("購入に要した費用", "purchase_amount")],
    [("補助金申請額", "subsidy_amount")],
]
PROXY: list[Row] = [
    [("会社名", "proxy_name"), ("担当者", "proxy_contact")],
    [("所在地", "proxy_address"), ("電話番号", "proxy_phone")],
]
PAY_A: list[Row] = [
    [("金融機関名", "bank_name"), ("支店名", "branch_name")],
    [("預金の種別", "account_type"), ("口座番号", "account_number")],
    [("口座名義（カナ）", "account_holder_kana")],
]
PAY_B: list[Row] = [
    [("金融機関", "bank_name"), ("コード", "bank_code")],
    [("本・支店", "branch_name"), ("店番", "branch_code")],
    [("種別", "account_type"), ("番号", "account_number")],
    [("カナ名義", "account_holder_kana")],
    [("口座名義人", "account_holder")],
]
FIRM_GOODS_A: list[Row] = [
    [("導入設備", "equipment_type")],
    [("製造者", "manufacturer"), ("型式", "model")],
    [("数量", "capacity"), ("発注予定先", "vendor_name")],
    [("総事業費\n（税込）", "total_cost"), ("補助対象経費\n（税抜）", "purchase_amount")],
]
FIRM_GOODS_B: list[Row] = [
    [("更新する設備", "equipment_type")],
    [("メーカー名", "manufacturer"), ("型番", "model")],
    [("台数", "capacity"), ("施工業者", "vendor_name")],
    [("事業に要する経費（税込）", "total_cost")],
    [("うち補助対象経費（税抜）", "purchase_amount")],
    [("交付申請額", "subsidy_amount")],
]

TITLES = {
    "shinjuku-ecohome": (
        ["新宿区省エネルギー及び創エネルギー機器等導入補助金", "交付申請書兼完了報告書"],
        "様式第１号（第６条関係）",
        "上記補助金の交付を受けたいので、次のとおり申請します。",
    ),
    "nara-smarthouse": (
        ["奈良県スマートハウス普及促進事業補助金", "交付申請書"],
        "第１号様式",
        "奈良県スマートハウス普及促進事業補助金の交付について、関係書類を添えて申請します。",
    ),
    "nara-business": (
        ["奈良県事業所エネルギー効率的利用推進事業補助金", "交付申請書"],
        "第１号様式（第５条関係）",
        "標記補助金の交付を受けたいので、下記のとおり申請します。",
    ),
    "yamato-lpgas": (
        ["山都町LPガス価格高騰対応生活者支援金", "申請書（兼請求書）"],
        "様式第１号",
        "支援金の支給を受けたいので、誓約事項に同意のうえ申請します。",
    ),
    "nagano-welfare": (
        ["長野県社会福祉施設等エネルギーコスト削減促進事業補助金", "交付申請書"],
        "様式第１号（第５関係）",
        "補助金の交付を受けたいので、関係書類を添えて申請します。",
    ),
    "sii-enemane": (
        ["平成28年度 エネルギー使用合理化等事業者支援補助金", "エネルギー管理支援サービス事業者 登録申請書"],
        "様式第１",
        "エネマネ事業者の登録を受けたいので、必要書類を添えて申請します。",
    ),
}
VOWS = [
    "本申請の内容に虚偽がないことを誓います。",
    "同一の設備について他の補助金を受けていません。",
    "審査に必要な範囲で、関係機関に照会することに同意します。",
]


def application(desk: Desk, version: str) -> Paper:
    """The application form of the envelope's programme; `version` ``a`` or ``b``."""
    form = Form(
        desk,
        "application_form",
        ledger=version == "b",
        left=22 if version == "a" else 17,
        right=190 if version == "a" else 193,
    )
    (_letter if version == "a" else _ledger)(desk, form)
    return Paper(
        "application_form", f"synth_application_{desk.facts.rules.id}_{version}", (form.sheet,), desk.mode, form.sealed
    )


def _letter(desk: Desk, form: Form) -> None:
    rules, firm = desk.facts.rules, desk.facts.applicant.company
    titles, number, preamble = TITLES[rules.id]
    form.sheet.text(form.left, 14, number, 9, "mincho")
    form.y = 17
    form.day("application_date")
    form.sheet.text(
        form.left,
        form.y + 2,
        f"{rules.addressee}　{'御中' if '法人' in rules.addressee or '局' in rules.addressee else '殿'}",
        11,
        "mincho",
    )
    form.y += 8
    rows = list(FIRM_A if firm else WHO_A)
    if rules.id == "sii-enemane":
        rows = [("住所", "address"), ("名称", "applicant_name"), ("代表者氏名", "representative_name")]
    form.applicant(rows, seal_on="representative_name" if firm else "applicant_name")
    form.title(*titles)
    form.note("　" + preamble, 10)
    form.sheet.text(106, form.y + 2, "記", 11, "mincho", align="c")
    form.y += 7
    if rules.id == "sii-enemane":
        form.section(
            "#登録を受けようとする区分",
            [[("区分", "=新規登録")], [("支援サービスの名称", "=エネルギー見える化サービス")]],
        )
        form.note("２　添付書類　会社概要、役員名簿、履歴事項全部証明書、概算見積書", 10)
        return
    if rules.id == "yamato-lpgas":
        form.section(
            "#契約の内容",
            [
                [("ＬＰガス販売店", "vendor_name")],
                [("お客様番号", "customer_number"), ("契約数", "contract_count")],
                [("申請額", "subsidy_amount")],
            ],
        )
        form.section("#振込先（申請者本人の口座）", PAY_A)
        _vows(form, "#誓約・同意")
        return
    if rules.id == "nagano-welfare":
        form.section("#補助事業", [[("事業区分", "course"), ("施設区分", "facility_class")], *FIRM_GOODS_A])
    else:
        form.section("#設備の内容", FIRM_GOODS_A if firm else GOODS_A)
    form.section("#交付申請額", [[("申請額", "subsidy_amount")]])
    if rules.id == "nara-smarthouse":
        form.section("#手続代行者（代行を依頼する場合のみ記入）", PROXY, label=24)
    _vows(form, "#誓約・同意")


def _ledger(desk: Desk, form: Form) -> None:
    rules, firm = desk.facts.rules, desk.facts.applicant.company
    titles, number, preamble = TITLES[rules.id]
    form.sheet.text(form.right, 12, number, 8.5, "gothic", align="r")
    form.y = 15
    form.title(*titles, size=13)
    form.sheet.text(form.left + 1, form.y + 3, f"（あて先）{rules.addressee}", 10.5, "gothic")
    form.sheet.text(form.right - 64, form.y + 3, "申請年月日", 9, "gothic", align="r")
    form.day("application_date")
    form.note(preamble, 9)
    rows = list(FIRM_B if firm else WHO_B)
    if rules.id == "nara-smarthouse":
        rows[2] = [("郵便番号", "postal_code"), ("生年月日", "birth_date")]
    form.section("#申請者", rows, seal_on="representative_name" if firm else "applicant_name", height=8.6)
    if rules.id == "sii-enemane":
        form.section(
            "#登録の区分", [[("区分", "=新規登録")], [("対象とする事業", "=工場・事業場のエネルギー管理支援")]]
        )
        _vows(form, "#誓約事項")
        return
    if rules.id == "yamato-lpgas":
        form.section(
            "#ＬＰガスの契約",
            [
                [("契約先の販売店", "vendor_name")],
                [("お客さま番号", "customer_number"), ("契約件数", "contract_count")],
                [("支援金の額", "subsidy_amount")],
            ],
        )
        form.section("#支援金を受け取る口座", PAY_B, label=26, height=8.6)
        _vows(form, "#確認事項")
        return
    if rules.id == "nagano-welfare":
        form.section("#コース", [[("申請コース", "course"), ("施設の区分", "facility_class")]], height=8.2)
    if rules.id == "nara-smarthouse":
        form.section("#手続きを代行する会社", PROXY, label=24, height=7.6)
    form.section("#設備と費用", FIRM_GOODS_B if firm else GOODS_B, label=36, height=8.2)
    _vows(form, "#誓約事項")


def _vows(form: Form, heading: str) -> None:
    s = form.sheet
    s.text(form.left, form.y + 2, form.numbered(heading), 10, "gothic" if form.ledger else "mincho")
    form.y += 6.5
    for vow in VOWS:
        s.rect(form.left + 3, form.y - 0.4, form.left + 6, form.y + 2.6, width=0.2)
        if form.fill.by_hand():
            form.desk.habits.hand.tick(s, form.left + 4.5, form.y + 1.1, 3, form.desk.rng)
        else:
            s.text(form.left + 4.5, form.y + 1.1, "✓", 9, "gothic", align="c")
        s.text(form.left + 8, form.y + 1.1, vow, 9, "mincho")
        form.y += 5.2

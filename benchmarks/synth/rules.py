"""What the six programmes ask for, as far as sample mail needs it (from the corpus format's table of rules)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rules:
    id: str
    title: str
    addressee: str
    office: str
    office_address: str
    office_postal: str
    area: str
    opens: date
    closes: date
    needs: tuple[str, ...]
    purchase_opens: date | None = None
    claim_needs: tuple[str, ...] = ()
    claim_deadline: date | None = None
    tax_included: bool = True
    round_to: int = 1000


HOME = ("application_form", "receipt", "warranty", "product_photo", "payment_request", "passbook")

PROGRAMMES: dict[str, Rules] = {
    r.id: r
    for r in (
        Rules(
            "shinjuku-ecohome",
            "新宿区省エネルギー及び創エネルギー機器等導入補助金",
            "新宿区長",
            "新宿区環境清掃部環境対策課",
            "東京都新宿区歌舞伎町1-4-1",
            "1608484",
            "新宿区",
            date(2025, 4, 1),
            date(2026, 2, 27),
            HOME,
            date(2025, 4, 1),
        ),
        Rules(
            "nara-smarthouse",
            "奈良県スマートハウス普及促進事業補助金",
            "奈良県知事",
            "奈良県スマートハウス普及促進事業補助金事務局",
            "奈良市登大路町30",
            "6308501",
            "奈良県",
            date(2024, 6, 15),
            date(2025, 1, 31),
            (*HOME, "contract", "resident_certificate"),
            date(2024, 4, 1),
        ),
        Rules(
            "nara-business",
            "奈良県事業所エネルギー効率的利用推進事業補助金",
            "奈良県知事",
            "奈良県環境森林部脱炭素・水素社会推進課",
            "奈良市登大路町30",
            "6308501",
            "奈良県",
            date(2024, 6, 15),
            date(2024, 12, 13),
            ("application_form", "estimate", "registry_certificate", "product_photo"),
            claim_needs=("application_form", "payment_request", "contract", "invoice", "receipt", "passbook"),
            claim_deadline=date(2025, 2, 28),
            tax_included=False,
        ),
        Rules(
            "yamato-lpgas",
            "令和５年度山都町ＬＰガス価格高騰対応生活者支援金",
            "山都町LPガス生活者支援事業事務局",
            "山都町LPガス生活者支援事業事務局",
            "熊本県上益城郡山都町浜町6番地",
            "8613592",
            "山都町",
            date(2023, 9, 1),
            date(2023, 12, 28),
            ("application_form", "meter_slip", "passbook"),
            date(2023, 7, 1),
            round_to=1,
        ),
        Rules(
            "nagano-welfare",
            "長野県社会福祉施設等エネルギーコスト削減促進事業補助金",
            "長野県知事",
            "長野県社会福祉施設等エネルギーコスト削減促進事業補助金事務局",
            "長野市大字南長野字幅下692-2",
            "3808570",
            "長野県",
            date(2026, 6, 15),
            date(2026, 8, 14),
            ("application_form", "facility_list", "estimate", "registry_certificate", "product_photo"),
            claim_needs=(
                "application_form",
                "facility_list",
                "payment_request",
                "contract",
                "receipt",
                "warranty",
                "passbook",
            ),
            claim_deadline=date(2027, 3, 5),
            tax_included=False,
        ),
        Rules(
            "sii-enemane",
            "平成２８年度エネルギー使用合理化等事業者支援補助金",
            "一般社団法人 環境共創イニシアチブ",
            "一般社団法人環境共創イニシアチブ",
            "東京都中央区銀座2-16-7",
            "1040061",
            "東京都",
            date(2016, 4, 4),
            date(2016, 4, 20),
            ("application_form", "business_overview", "officer_list", "registry_certificate", "estimate"),
        ),
    )
}

Rule = tuple[str] | tuple[str, int] | tuple[str, int, int] | tuple[str, int, int, int]

#: programme -> equipment kind -> (subsidy rule, [(maker, model, capacity, price before tax in thousands)])
#: A rule is ("flat", yen), ("rate", numerator, denominator, cap) or ("unit", yen per unit, cap).
GOODS: dict[str, dict[str, tuple[Rule, list[tuple[str, str, str, int]]]]] = {
    "shinjuku-ecohome": {
        "太陽光発電システム": (
            ("unit", 100000, 300000),
            [("シャープ", "NQ-256AF", "4.1kW", 980), ("長州産業", "CS-340B81", "3.4kW", 870)],
        ),
        "家庭用燃料電池（エネファーム）": (
            ("flat", 100000),
            [("パナソニック", "FC-70NR1SK", "0.7kW", 1480), ("アイシン", "AS-10R", "0.7kW", 1550)],
        ),
        "蓄電池システム": (
            ("unit", 10000, 100000),
            [("ニチコン", "ESS-U4M1", "11.1kWh", 1690), ("オムロン", "KPAC-B98", "9.8kWh", 1420)],
        ),
        "窓の断熱改修": (
            ("rate", 1, 4, 100000),
            [("YKK AP", "MADO-U2", "6窓", 420), ("三協アルミ", "PLM-R45", "3窓", 236)],
        ),
        "高効率給湯器（エコキュート）": (
            ("flat", 50000),
            [("ダイキン", "EQX37YFV", "370L", 410), ("日立", "BHP-F37WU", "370L", 386)],
        ),
        "LED照明器具": (
            ("rate", 1, 4, 50000),
            [("東芝", "LEKR425203N", "8台", 118), ("オーデリック", "OL251819R", "12台", 176)],
        ),
    },
    "nara-smarthouse": {
        "定置用蓄電池": (
            ("flat", 100000),
            [("ニチコン", "ESS-T3M1", "9.9kWh", 1580), ("シャープ", "JH-WB2421", "13.0kWh", 1770)],
        ),
        "家庭用燃料電池（エネファーム）": (("flat", 60000), [("パナソニック", "FC-70NR1SK", "0.7kW", 1460)]),
        "太陽熱利用システム": (
            ("rate", 1, 10, 50000),
            [("長府製作所", "STD-231N", "4.26㎡", 462), ("チリウ", "SHW-304", "5.8㎡", 536)],
        ),
        "V2H": (("flat", 100000), [("ニチコン", "VSG3-666CN7", "1台", 1180), ("デンソー", "DNEVC-D6075", "1台", 1240)]),
    },
    "nara-business": {
        "高効率空調設備": (("rate", 1, 3, 3000000), [("三菱電機", "PLZ-ERMP140H4", "4台", 5120)]),
        "高効率ボイラ": (("rate", 1, 3, 3000000), [("サムソン", "EH-2000F", "1台", 6840)]),
        "LED照明設備": (("rate", 1, 3, 3000000), [("岩崎電気", "EHWP13018W", "42台", 2630)]),
    },
    "nagano-welfare": {
        "高効率空調設備": (("facility",), [("東芝キヤリア", "RUEA14031M", "5台", 3180)]),
        "LED照明設備": (("facility",), [("パナソニック", "XLX460NENT", "86台", 2240)]),
        "高効率給湯設備": (("facility",), [("コロナ", "CHP-5602H", "2台", 2460)]),
    },
    "sii-enemane": {"エネルギー管理システム": (("none",), [("横河電機", "ENM-4000", "1式", 8200)])},
    "yamato-lpgas": {"LPガス": (("flat", 6000), [("", "", "", 0)])},
}


def subsidy(rule: Rule, amount: int, capacity: str, round_to: int) -> int:
    """What the rule gives for an amount applied for, cut to the cap and rounded down."""
    match rule:
        case ("flat", int(yen)):
            return yen
        case ("rate", int(top), int(bottom), int(cap)):
            return min(amount * top // bottom, cap) // round_to * round_to
        case ("unit", int(yen), int(cap)):
            number = "".join(c for c in capacity if c.isdigit() or c == ".")
            return min(round(float(number) * 1000) * yen // 1000, cap) // round_to * round_to
    return 0

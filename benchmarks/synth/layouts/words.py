"""What offices print beside their entries: labels, English beside Japanese, headings, notes."""

from __future__ import annotations

#: key -> labels; the first is the commonest.
LABELS: dict[str, tuple[str, ...]] = {
    "application_date": ("申請日", "申請年月日", "記入日", "提出年月日"),
    "request_date": ("請求日", "請求年月日", "記入日"),
    "applicant_name": ("氏名", "お名前", "申請者氏名", "氏名（自署）", "申請者名"),
    "applicant_kana": ("フリガナ", "ふりがな", "氏名（カナ）", "カナ氏名"),
    "birth_date": ("生年月日",),
    "postal_code": ("郵便番号", "〒", "郵便番号（７桁）"),
    "address": ("住所", "現住所", "ご住所", "住所（住民票上の住所）"),
    "phone": ("電話番号", "連絡先", "電話", "日中の連絡先", "ＴＥＬ", "連絡先電話番号"),
    "representative_name": ("代表者氏名", "代表者職・氏名", "代表者名"),
    "equipment_type": ("設備の種類", "対象設備", "機器区分", "補助対象設備", "設備区分"),
    "manufacturer": ("メーカー", "製造者", "メーカー名", "製造事業者"),
    "model": ("型番", "型式", "型式番号", "品番", "機種・型番"),
    "capacity": ("容量・台数", "能力・数量", "数量", "出力・容量等", "規模"),
    "installation_date": ("設置完了日", "工事完了日", "設置日", "引渡日"),
    "vendor_name": ("購入先", "施工業者", "販売店名", "契約の相手方", "施工事業者名"),
    "purchase_amount": ("購入金額（税込）", "支払金額", "購入費用", "設置費用（消費税込）", "支払総額"),
    "purchase_date": ("購入日", "支払日", "領収日", "支払年月日"),
    "subsidy_amount": ("交付申請額", "補助金申請額", "申請額", "申請金額"),
    "total_cost": ("総事業費（税込）", "事業に要する経費（税込）", "事業費総額（税込）"),
    "course": ("申請コース", "事業区分", "コース"),
    "facility_class": ("施設区分", "施設の種別", "施設の区分"),
    "customer_number": ("お客様番号", "契約者番号", "お客さま番号"),
    "contract_count": ("契約数", "契約件数", "供給契約数"),
    "bank_name": ("金融機関名", "金融機関", "銀行名等", "振込先金融機関"),
    "branch_name": ("支店名", "本・支店名", "支店", "店舗名"),
    "bank_code": ("金融機関コード", "銀行コード", "金融機関番号"),
    "branch_code": ("支店コード", "店番号", "店番"),
    "account_type": ("預金種別", "口座種別", "預金種目", "科目"),
    "account_number": ("口座番号", "番号", "口座番号（右詰め）"),
    "account_holder": ("口座名義人", "口座名義", "名義人"),
    "account_holder_kana": ("口座名義（カナ）", "フリガナ", "名義人カナ", "口座名義カナ"),
    "proxy_name": ("事業者名", "会社名", "代行者名称"),
    "proxy_contact": ("担当者", "担当者名", "担当者氏名"),
    "proxy_address": ("所在地", "事業所所在地"),
    "proxy_phone": ("電話番号", "担当者電話", "電話"),
    "grant_decision_date": ("交付決定日", "決定年月日"),
    "grant_decision_number": ("交付決定番号", "文書番号", "決定番号"),
    "issue_date": ("委任日", "作成日"),
}
#: The same for companies.
FIRM_LABELS: dict[str, tuple[str, ...]] = {
    "applicant_name": ("法人名", "事業者名", "名称", "法人の名称", "商号又は名称"),
    "address": ("所在地", "本社所在地", "主たる事務所の所在地", "住所"),
    "purchase_amount": ("補助対象経費（税抜）", "うち補助対象経費（税抜）", "補助対象経費（消費税抜）"),
    "capacity": ("数量", "台数", "規模・台数", "数量・能力"),
    "vendor_name": ("施工予定業者", "発注予定先", "見積業者", "施工業者"),
}
REQUEST_LABELS: dict[str, tuple[str, ...]] = {"subsidy_amount": ("請求金額", "補助金請求額", "請求額")}
WELFARE_OPTIONS = {"course": ("基本コース", "促進コース"), "facility_class": ("社会福祉施設", "その他施設")}
ACCOUNT_KINDS = (("普通", "当座", "貯蓄"), ("普通", "当座"), ("普通", "当座", "貯蓄", "その他"))

ENGLISH: dict[str, str] = {
    "application_date": "Date",
    "request_date": "Date",
    "applicant_name": "Name",
    "applicant_kana": "Name in kana",
    "birth_date": "Date of birth",
    "postal_code": "Postal code",
    "address": "Address",
    "phone": "Phone",
    "equipment_type": "Equipment",
    "manufacturer": "Maker",
    "model": "Model",
    "capacity": "Capacity",
    "installation_date": "Installed on",
    "vendor_name": "Vendor",
    "purchase_amount": "Amount paid",
    "purchase_date": "Paid on",
    "subsidy_amount": "Subsidy",
    "bank_name": "Bank",
    "branch_name": "Branch",
    "bank_code": "Bank code",
    "branch_code": "Branch code",
    "account_type": "Type",
    "account_number": "Account No.",
    "account_holder": "Holder",
    "account_holder_kana": "Holder in kana",
    "customer_number": "Customer No.",
}
HEADINGS: dict[str, tuple[str, ...]] = {
    "applicant": ("申請者", "申請者情報", "申請する方", "申請者の情報"),
    "goods": ("設備の内容", "対象設備", "導入した設備", "設備の概要"),
    "project": ("事業の内容", "補助事業の概要", "事業計画"),
    "money": ("申請金額", "費用と申請額", "補助金の額", "経費"),
    "account": ("振込先", "振込先口座", "補助金の振込先", "受取口座"),
    "proxy": ("手続代行者", "手続きを代行する事業者", "代理申請者（代行の場合のみ記入）"),
    "contract": ("ＬＰガスの契約", "契約の内容", "供給契約"),
    "grant": ("交付決定", "交付決定の内容"),
}
#: Rows that nobody asks for: some forms have them, some filled forms have one that the blank at hand lacks.
EXTRAS: tuple[tuple[str, str], ...] = (
    ("ＦＡＸ番号", ""),
    ("メールアドレス", ""),
    ("備考", ""),
    ("勤務先", ""),
    ("設置場所", "申請者住所に同じ"),
    ("整理番号", ""),
    ("連絡可能な時間帯", "平日 10時～16時"),
    ("世帯主との続柄", "本人"),
)
NOTES = (
    "※ 太枠の中を黒のボールペンで記入してください。",
    "※ 訂正する場合は二重線で消し、訂正印を押してください。",
    "※ 振込先は申請者本人名義の口座に限ります。",
    "※ 通帳の写し（口座名義のカナが分かるページ）を添付してください。",
    "※ 申請額は千円未満を切り捨てて記入してください。",
    "（注）記入漏れがある場合は受付できません。",
)
VOWS = (
    "申請の内容に偽りはありません。",
    "市区町村税を滞納していません。",
    "暴力団員等に該当しません。",
    "住民基本台帳の照会に同意します。",
    "同一の設備について他の補助金を受けていません。",
)

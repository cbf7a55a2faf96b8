"""Entries of the common papers, and synonyms for the entries of forms: which labels Japanese offices and shops print.

The same shape as a programme's own description of its forms, so that one engine reads both.
"""

from __future__ import annotations

from models.documents import DocumentKind as K
from models.programmes import FieldSpec, Label, Option
from models.programmes import ValueKind as V


def _spec(key: str, kind: V, *labels: str | Label, section: str = "", options: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(
        key=key,
        kind=kind,
        labels=tuple(Label(text=x) if isinstance(x, str) else x for x in labels),
        section=section,
        options=tuple(Option(value=o) for o in options),
    )


def _inside(text: str) -> Label:
    return Label(text=text, where="inside")


def _below(text: str) -> Label:
    return Label(text=text, where="below")


ACCOUNT_TYPES = ("普通", "当座", "貯蓄")
ERAS = (_inside("令和"), _inside("平成"), _inside("昭和"))

FORM_SYNONYMS: dict[str, FieldSpec] = {
    spec.key: spec
    for spec in (
        _spec("application_date", V.DATE, "申請日", "申請年月日", "記入日", "提出日", *ERAS),
        _spec("request_date", V.DATE, "請求日", "請求年月日", "申請日", "記入日", *ERAS),
        _spec("postal_code", V.POSTAL_CODE, "郵便番号", _inside("〒")),
        _spec("address", V.ADDRESS, "住所", "ご住所", "現住所", "所在地", "本社所在地", "主たる事務所の所在地", "住所又は所在地", "申請者住所"),
        _spec("applicant_kana", V.KANA, "フリガナ", "ふりがな", "氏名(カナ)", "カナ氏名"),
        _spec("applicant_name", V.PARTY, "申請者氏名", "氏名", "申請者名", "申請者名(法人名)", "法人名", "事業者名", "名称", "商号又は名称", "お名前", "契約者氏名"),
        _spec("representative_name", V.PERSON, "代表者職氏名", "代表者職・氏名", "代表者名", "代表者氏名", "代表者"),
        _spec("phone", V.PHONE, "電話番号", "日中連絡先", "連絡先電話番号", "連絡先", "電話", "TEL"),
        _spec("birth_date", V.DATE, "生年月日"),
        _spec("manufacturer", V.TEXT, "メーカー名", "メーカー", "製造者名", "製造者", "製造会社", "製造事業者名"),
        _spec("model", V.MODEL, "型式・型番", "型式", "型番", "品番", "機種名"),
        _spec("capacity", V.CAPACITY, "能力・台数等", "能力・数量", "容量・台数等", "容量・台数", "規模・台数", "容量", "数量", "能力"),
        _spec("installation_date", V.DATE, "設置完了日", "設置日", "工事完了日", "完了日"),
        _spec("vendor_name", V.COMPANY, "購入(契約)先", "購入先事業者", "購入先", "販売・施工業者", "販売店", "施工業者", "施工者", "予定業者", "見積業者", "契約先"),
        _spec("purchase_date", V.DATE, "購入日", "支払日", "領収日", "購入年月日"),
        _spec("purchase_amount", V.YEN, "購入金額(税込)", "購入金額", "設備購入費(税込)", "設備購入費", "補助対象経費(税抜)", "補助対象経費"),
        _spec("total_cost", V.YEN, "総事業費(税込)", "総事業費"),
        _spec("subsidy_amount", V.YEN, "補助金交付申請額", "交付申請額", "補助金申請額", "申請額", "請求金額", "申請金額", "補助金額", "交付請求額", "請求額"),
        _spec("grant_decision_date", V.DATE, "交付決定日", "交付決定", "決定通知日"),
        _spec("grant_decision_number", V.DOCUMENT_NUMBER, "交付決定番号", "決定番号"),
        _spec("customer_number", V.CUSTOMER_NUMBER, "お客様番号", "顧客番号", "契約番号"),
        _spec("bank_name", V.BANK, "金融機関名", "金融機関", "銀行名"),
        _spec("branch_name", V.BRANCH, "支店名", "支店", "店名", "支店・支所名"),
        _spec("bank_code", V.BANK_CODE, "金融機関コード", "銀行コード"),
        _spec("branch_code", V.BRANCH_CODE, "支店コード", "店番号", "店番"),
        _spec("account_type", V.CHOICE, "預金種別", "預金種目", "口座種別", "種別", "種目", options=ACCOUNT_TYPES),
        _spec("account_number", V.ACCOUNT_NUMBER, "口座番号"),
        _spec("account_holder_kana", V.HOLDER_KANA, "口座名義(カナ)", "口座名義(カタカナ)", "口座名義人(カナ)", "名義(カナ)", "口座名義フリガナ", "フリガナ"),
        _spec("account_holder", V.PARTY, "口座名義人", "口座名義", "名義人"),
    )
}  # fmt: skip
"""Words that forms of other offices and versions use for the same entries."""

PAPERS: dict[K, tuple[FieldSpec, ...]] = {
    K.CONTRACT: (
        _spec("contract_date", V.DATE, "契約日", "ご契約日", "契約締結日", "締結日", "契約年月日", "注文日", "ご注文日", "発注日", "注文年月日"),
        _spec("document_number", V.DOCUMENT_NUMBER, "契約番号", "契約書番号", "契約No", "注文番号", "注文書番号", "注文No", "発注番号", "発注No"),
        _spec("description", V.TEXT, "工事名", "工事名称", "件名", "工事件名", "契約の件名", "契約件名", "工事の件名", "工事の名称", _below("商品・工事名"), _below("工事名"), _below("物品名"), "品名", "商品名", _below("ご契約内容"), _below("契約内容")),
        _spec("total_amount", V.YEN, "契約代金総額(税込)", "契約代金総額", "請負代金額", "契約金額合計", "ご契約金額", "代金額", "請負代金", "契約金額(税込)", "契約金額", "合計金額", "工事代金", "請負金額(税込)", "請負金額", "注文金額合計", "注文金額"),
        _spec("subtotal_amount", V.YEN, "契約金額(税抜)", "工事価格(税抜)", "税抜金額", "うち工事価格", "内工事価格", "商品・工事代金(税抜)", "工事価格", "本体価格"),
        _spec("tax_amount", V.YEN, "消費税額(10%)", "うち消費税額", "消費税額", "消費税及び地方消費税の額", "消費税等"),
        _spec("manufacturer", V.TEXT, _below("メーカー名"), _below("メーカー"), _below("機器メーカー"), _below("製造者"), _below("製造会社")),
        _spec("model", V.MODEL, _below("型式"), _below("型番"), _below("品番"), _below("形式")),
    ),
    K.WARRANTY: (
        _spec("document_number", V.DOCUMENT_NUMBER, "保証書番号", "保証番号", "登録No.", "登録No", "保証書ID", "保証書No.", "保証書No", "保証No.", "保証No", "登録番号", "加入番号", "証書番号"),
        _spec("applicant_name", V.PARTY, "お客様名", "お客様氏名", "ご芳名", "お客様ご芳名", "ご氏名", "お名前", "ご購入者名", "ご購入者", "ご契約者", "ご加入者", "登録者", "ご使用者名", "ご使用者", "使用者", "氏名", "お客様"),
        _spec("equipment_type", V.TEXT, "商品区分", "製品区分", "商品分類", "製品分類", "品目", "製品名", "品名", "機器名称", "機器名", "商品名", "製品名称", "対象商品", "対象製品", "対象機器", "対象システム", "保証対象", "製品カテゴリ", "カテゴリ", "機器", "設備名", "設備名称"),
        _spec("manufacturer", V.TEXT, "製造者", "メーカー", "製造元", "メーカー名", "ブランド"),
        _spec("model", V.MODEL, "型式", "型番", "商品型番", "商品名・品番", "モデル", "品番", "形名", "型名", "製品型番", "形式", "型式名", "機器型式", "製品形名", "機種", "機種名"),
        _spec("serial_number", V.MODEL, "製造番号", "シリアル番号", "シリアルNo", "製造No", "製番", "機番", "機体番号", "ロット番号", "製造ロット番号", "製造ロット", "シリアルNo.", "シリアルナンバー", "管理番号", "S/N"),
        _spec("installation_date", V.DATE, "保証開始日", "お引渡し日", "お引渡日", "引渡日", "設置日", "お買上げ日", "お買い上げ日", "お買上日", "ご購入日", "購入日", "取付日", "取付年月日", "取付完了日", "設置完了日", "施工完了日", "施工日", "お取付日", "お取付け日", "保証期間開始日", "据付日", "据付年月日", "お買い上げ年月日", "お買上げ年月日", "ご購入年月日", "お引渡し", "保証の始期", "保証始期", "保証期間の始期", "保証の開始日", "保証期間の開始日", "引渡し", "引渡"),
        _spec("vendor_name", V.COMPANY, "販売・施工店", "販売店", "施工店", "取扱店", "販売店名", "販売会社", "取扱販売店", "お買上げ店", "お買い上げ店", "ご購入店", "購入店", "取付店", "取扱店名", "工事店", "施工会社", "施工業者", "設置業者"),
    ),
    K.RESIDENT_CERTIFICATE: (
        _spec("address", V.ADDRESS, "住所", "現住所"),
        _spec("applicant_kana", V.KANA, "フリガナ", "ふりがな", "カナ"),
        _spec("birth_date", V.DATE, "生年月日"),
        _spec("applicant_name", V.PERSON, "氏名"),
        _spec("document_number", V.DOCUMENT_NUMBER, "発行番号", "交付番号", "証明番号", "認証番号", "証明書番号"),
    ),
    K.METER_SLIP: (
        _spec("applicant_name", V.PARTY, "お客様名", "ご契約者名", "お名前"),
        _spec("address", V.ADDRESS, "ご使用場所", "使用場所", "ご使用先住所", "供給場所", "ご住所", "住所"),
        _spec("customer_number", V.CUSTOMER_NUMBER, "お客様番号", "顧客番号", "お客さま番号", "お客様No.", "お客さまNo.", "お得意様番号", "お客様コード", "お客さまコード", "供給番号", "供給地点番号", "台帳No.", "台帳番号"),
        _spec("meter_date", V.DATE, "検針日", "検針年月日", "今回検針日", "検針月日", "今回検針"),
    ),
    K.REGISTRY_CERTIFICATE: (
        _spec("applicant_name", V.COMPANY, "名称", "商号", "法人名", "商号又は名称"),
        _spec("address", V.ADDRESS, "主たる事務所", "本店", "主たる事務所の所在地"),
        _spec("document_number", V.DOCUMENT_NUMBER, "整理番号"),
    ),
    K.POWER_OF_ATTORNEY: (
        _spec("issue_date", V.DATE, *ERAS),
        _spec("address", V.ADDRESS, "住所", section="applicant"),
        _spec("applicant_name", V.PERSON, "氏名", section="applicant"),
        _spec("phone", V.PHONE, "電話番号", "電話", section="applicant"),
        _spec("proxy_address", V.ADDRESS, "所在地", "住所", section="proxy"),
        _spec("proxy_name", V.COMPANY, "商号又は名称", "氏名又は名称", "事業者の名称", "法人の名称", "会社の名称", "名称", "会社名", "事業者名", "事業所名", "商号", "事業所", section="proxy"),
        _spec("proxy_contact", V.PERSON, "担当者名", "担当者", "担当", section="proxy"),
        _spec("proxy_phone", V.PHONE, "電話番号", "電話", "日中連絡先", "連絡先", section="proxy"),
    ),
    K.BUSINESS_OVERVIEW: (
        _spec("applicant_kana", V.KANA, "フリガナ", "会社名フリガナ", "法人名フリガナ", "事業者名フリガナ", "商号カナ", "商号フリガナ"),
        _spec("applicant_name", V.COMPANY, "事業者名", "会社名", "法人名", "商号又は名称", "商号"),
        _spec("postal_code", V.POSTAL_CODE, _inside("〒"), "郵便番号"),
        _spec("address", V.ADDRESS, "所在地", "本社所在地", "本店所在地", "本社住所", "住所", "本社", "本店"),
        _spec("representative_name", V.PERSON, "代表者氏名", "代表者名", "代表者"),
        _spec("phone", V.PHONE, "電話番号"),
    ),
    K.FACILITY_LIST: (_spec("applicant_name", V.COMPANY, "申請者名", "法人名", "事業者名", "団体名", "設置者名", "申請者"),),
    K.OFFICER_LIST: (_spec("applicant_name", V.COMPANY, "事業者名", "法人名", "申請者名", "団体名", "商号又は名称"),),
    K.PRODUCT_PHOTO: (_spec("applicant_name", V.PARTY, "申請者氏名", "申請者名", "申請者", "提出者氏名", "提出者名", "提出者", "施主名", "施主", "氏名・名称", "氏名"),),
    K.PASSBOOK: (
        _spec("branch_code", V.BRANCH_CODE, "店番号", "店番", "テンバン", "支店コード"),
        _spec("account_number", V.ACCOUNT_NUMBER, "口座番号", "コウザバンゴウ"),
        _spec("bank_code", V.BANK_CODE, "金融機関コード", "銀行コード"),
        _spec("yucho_symbol", V.DOCUMENT_NUMBER, _below("記号"), "記号"),
        _spec("yucho_number", V.DOCUMENT_NUMBER, _below("番号"), "番号"),
    ),
}  # fmt: skip

SECTIONS: dict[K, dict[str, tuple[str, ...]]] = {
    K.POWER_OF_ATTORNEY: {"applicant": ("(委任者)", "委任者"), "proxy": ("(代理人)", "代理人", "受任者")},
}

AGENTS_BLOCK = "proxy"
"""The section of a form in which an applicant's agent is named."""

FORM_SECTIONS: dict[str, tuple[str, ...]] = {
    "applicant": ("申請者情報", "申請者の情報", "申請する方"),
    "equipment": ("設備の内容", "設備の概要", "導入した設備"),
    "proxy": (
        "代理申請者",
        "代理人",
        "手続代行者",
        "手続きを代行する会社",
        "手続きを代行する者",
        "手続きを代行する事業者",
    ),
    "account": (
        "振込先口座",
        "振込先",
        "振込口座",
        "受取口座",
        "口座情報",
        "支援金を受け取る口座",
        "補助金を受け取る口座",
        "補助金の振込先",
    ),
}
"""Headings of blocks that repeat labels, on forms nobody described."""

PROXY_KEYS: tuple[FieldSpec, ...] = (
    _spec("proxy_name", V.COMPANY, "事業者名", "会社名", "名称", section="proxy"),
    _spec("proxy_contact", V.PERSON, "担当者名", "担当者", section="proxy"),
    _spec("proxy_address", V.ADDRESS, "所在地", "住所", section="proxy"),
    _spec("proxy_phone", V.PHONE, "電話番号", "電話", section="proxy"),
)

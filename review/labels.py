"""Japanese words for the keys and codes a reviewer meets."""

from __future__ import annotations

from models.documents import DocumentKind
from models.findings import FindingCode

#: What each field of docs/results-format.md is called on the pages.
FIELD_LABELS_JA: dict[str, str] = {
    "applicant_name": "申請者氏名・名称",
    "applicant_kana": "申請者フリガナ",
    "representative_name": "代表者氏名",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "application_date": "申請日",
    "request_date": "請求日",
    "purchase_date": "購入日・領収日",
    "installation_date": "設置日",
    "issue_date": "発行日",
    "contract_date": "契約日",
    "grant_decision_date": "交付決定日",
    "grant_decision_number": "交付決定番号",
    "meter_date": "検針日",
    "birth_date": "生年月日",
    "equipment_type": "対象設備",
    "manufacturer": "メーカー",
    "model": "型式",
    "capacity": "容量・能力",
    "serial_number": "製造番号",
    "purchase_amount": "購入金額・補助対象経費",
    "total_cost": "総事業費",
    "subsidy_amount": "補助金申請額・請求額",
    "vendor_name": "販売・施工業者",
    "issuer_name": "発行者",
    "payer_name": "宛名",
    "customer_number": "お客様番号",
    "document_number": "書類番号",
    "batch_no": "束番号",
    "contract_count": "契約件数",
    "course": "コース",
    "facility_class": "施設区分",
    "bank_name": "金融機関名",
    "bank_code": "金融機関コード",
    "branch_name": "支店名",
    "branch_code": "支店コード",
    "account_type": "預金種別",
    "account_number": "口座番号",
    "account_holder": "口座名義",
    "account_holder_kana": "口座名義（カナ）",
    "yucho_symbol": "ゆうちょ記号",
    "yucho_number": "ゆうちょ番号",
    "total_amount": "合計金額",
    "subtotal_amount": "小計（税抜）",
    "tax_amount": "消費税額",
    "invoice_number": "登録番号（インボイス）",
    "description": "但し書き・件名",
    "proxy_name": "手続代行者名称",
    "proxy_address": "手続代行者住所",
    "proxy_phone": "手続代行者電話番号",
    "proxy_contact": "手続代行者担当者",
    "line_items": "明細",
    "facilities": "施設一覧",
    "officers": "役員一覧",
}

#: Columns of the row lists, in the order in which they stand on paper.
COLUMNS: dict[str, tuple[str, ...]] = {
    "line_items": ("name", "qty", "unit", "unit_price", "amount"),
    "facilities": ("name", "category", "equipment", "cost", "rate", "amount"),
    "officers": ("name", "kana", "birth_date", "sex", "company", "title"),
}

COLUMN_LABELS_JA: dict[str, str] = {
    "name": "名称",
    "qty": "数量",
    "unit": "単位",
    "unit_price": "単価",
    "amount": "金額",
    "category": "区分",
    "equipment": "設備",
    "cost": "経費",
    "rate": "補助率",
    "kana": "カナ",
    "birth_date": "生年月日",
    "sex": "性別",
    "company": "会社",
    "title": "役職",
}

ENGINE_LABELS_JA: dict[str, str] = {
    "ppocr": "読取A",
    "tesseract": "読取B",
    "text_layer": "PDFの文字",
    "form_field": "PDFの入力欄",
    "hidden_layer": "隠れ文字",
}

STAGE_LABELS_JA: dict[str, str] = {"apply": "交付申請", "report": "実績報告", "claim": "交付請求"}

FIELD_STATUS_LABELS_JA: dict[str, str] = {"accepted": "確定", "review": "要確認"}

FINDING_STATE_LABELS_JA: dict[str, str] = {
    "open": "未判断",
    "upheld": "不備",
    "dismissed": "問題なし",
    "inquiry": "照会中",
}

TASK_KIND_LABELS_JA: dict[str, str] = {
    "field": "項目",
    "finding": "指摘",
    "document": "書類の種類",
    "programme": "事業の判定",
}


#: What kind of entry it is, by the name of its shape (:class:`review.entries.Shape`).
SHAPE_LABELS_JA: dict[str, str] = {
    "date": "日付",
    "yen": "金額",
    "count": "数",
    "postal": "郵便番号7桁",
    "phone": "電話番号",
    "digits": "数字",
    "kana": "カナ",
    "holder": "カナ（口座名義）",
    "choice": "選択",
    "word": "文字",
    "text": "文字",
    "rows": "表",
}

#: What a person decided, in a line of a history.
ACTION_LABELS_JA: dict[str, str] = {
    "confirm": "確定",
    "correct": "訂正",
    "blank": "空欄",
    "unreadable": "値なし",
    "upheld": "不備",
    "dismissed": "問題なし",
    "inquiry": "照会",
    "set_kind": "種類を指定",
    "set_programme": "事業を指定",
}


def field_label(key: str) -> str:
    """What the entry `key` is called; the key itself where nobody named it."""
    return FIELD_LABELS_JA.get(key, key)


def engine_label(engine: str) -> str:
    return ENGINE_LABELS_JA.get(engine, engine)


def finding_label(code: str) -> str:
    """What a finding is called; its code where nobody named it."""
    return FindingCode(code).label_ja if code in FindingCode.__members__ else code


def kind_label(kind: str) -> str:
    """What a kind of paper is called."""
    return DocumentKind(kind).label_ja if kind in set(DocumentKind) else kind

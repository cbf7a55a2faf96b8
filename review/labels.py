"""Japanese words for the keys and codes a reviewer meets."""

from __future__ import annotations

from models.documents import DocumentKind
from models.findings import FindingCode
from models.labels import FIELD_LABELS_JA
from review.services import known_programmes

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
    "entry": "二人目の入力",
    "settle": "食い違い",
    "sample": "抜き取り検査",
}


#: Why a task waits whose field's own reason must not, or need not, be told.
TASK_REASONS_JA: dict[str, str] = {
    "entry": "二人目として、紙面のとおりに入力します。",
    "settle": "二人の入力が違います。どちらが紙面のとおりかを決めます。",
    "sample": "機械が採用した値を、見ずに入力して確かめます。",
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
    "unreadable": "判読不能",
    "amended": "訂正印あり",
    "elsewhere": "別紙参照",
    "enter": "見ずに入力",
    "undo": "取り消し",
    "upheld": "不備",
    "dismissed": "問題なし",
    "inquiry": "照会",
    "set_kind": "種類を指定",
    "set_programme": "事業を指定",
}


def field_label(key: str, kind: str = "", programme_id: str | None = None) -> str:
    """What the entry `key` is called: by the programme on its paper of `kind`, else usually, else by any programme.

    The key itself where nobody named it.
    """
    programmes = known_programmes()
    own = programmes.get(programme_id or "")
    if own is not None and kind and (label := own.field_label(DocumentKind(kind), key)):
        return label
    if key in FIELD_LABELS_JA:
        return FIELD_LABELS_JA[key]
    others = (p.field_label(k, key) for p in programmes.values() for k in p.documents)
    return next((label for label in others if label), key)


def engine_label(engine: str) -> str:
    return ENGINE_LABELS_JA.get(engine, engine)


def finding_label(code: str) -> str:
    """What a finding is called; its code where nobody named it."""
    return FindingCode(code).label_ja if code in FindingCode.__members__ else code


def kind_label(kind: str, programme_id: str | None = None) -> str:
    """What a kind of paper is called: by the programme, else usually, else by whichever programme describes it."""
    try:
        named = DocumentKind(kind)
    except ValueError:
        return kind
    programmes = known_programmes()
    own = programmes.get(programme_id or "")
    if own is not None and named in own.documents:
        return own.kind_label(named)
    if named.well_known:
        return named.label_ja
    return next((p.kind_label(named) for p in programmes.values() if named in p.documents), kind)

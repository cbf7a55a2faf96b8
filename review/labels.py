"""Japanese words for the keys and codes a reviewer meets."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from models.documents import DocumentKind
from models.findings import FindingCode
from models.labels import COLUMN_LABELS_JA, FIELD_LABELS_JA
from models.reasons import ENGINES_JA, engine_family
from review.services import known_programmes


def _translated(labels: dict[str, str]) -> dict[str, str]:
    """The same labels in the language of whoever looks at them (`scripts/messages.py` collects them)."""
    return {key: gettext_lazy(label) for key, label in labels.items()}


ENGINE_LABELS_JA: dict[str, str] = _translated(ENGINES_JA)

STAGE_LABELS_JA: dict[str, str] = _translated({"apply": "交付申請", "report": "実績報告", "claim": "交付請求"})

FIELD_STATUS_LABELS_JA: dict[str, str] = _translated({"accepted": "確定", "review": "要確認"})

FINDING_STATE_LABELS_JA: dict[str, str] = _translated(
    {
        "open": "未判断",
        "upheld": "不備",
        "dismissed": "問題なし",
        "inquiry": "照会中",
    }
)

TASK_KIND_LABELS_JA: dict[str, str] = _translated(
    {
        "field": "項目",
        "finding": "指摘",
        "document": "書類の種類",
        "programme": "事業の判定",
        "entry": "二人目の入力",
        "settle": "食い違い",
        "sample": "抜き取り検査",
    }
)


#: Why a task waits whose field's own reason must not, or need not, be told.
TASK_REASONS_JA: dict[str, str] = _translated(
    {
        "entry": "大事な項目なので、ほかの入力とは別に、紙面だけを見て入力します。",
        "settle": "入力が食い違っています。どれが紙面のとおりかを決めます。",
        "sample": "機械の読みが正しいかを調べる検査です。紙面だけを見て入力してください。",
    }
)

#: What kind of entry it is, by the name of its shape (:class:`review.entries.Shape`).
SHAPE_LABELS_JA: dict[str, str] = _translated(
    {
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
)

#: What a person decided, in a line of a history.
ACTION_LABELS_JA: dict[str, str] = _translated(
    {
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
        "split": "書類を分けた",
        "merge": "書類をつないだ",
        "move": "ほかの案件へ移した",
        "aside": "除外した",
        "turn": "ページを回した",
    }
)


#: What an event of the audit trail says somebody did.
EVENT_LABELS_JA: dict[str, str] = _translated(
    {
        "view": "見た",
        "refused": "権限がなく断られた",
        "login": "ログイン",
        "login_failed": "ログイン失敗",
        "login_locked": "ログイン制限",
        "logout": "ログアウト",
        "second_factor": "確認コードで認証",
        "second_factor_failed": "確認コードの誤り",
        "audit.verified": "監査記録を確かめた",
        "audit.exported": "監査記録を取り出した",
        "task.skipped": "あとまわしにした",
        "task.asked_senior": "上席に相談した",
        "task.senior_withdrawn": "上席への相談を取り消した",
        "case.assigned": "案件を割り当てた",
        "case.ranked": "案件の順番を変えた",
        "user.added": "利用者を登録した",
        "user.role": "役割を変えた",
        "user.programmes": "補助金事業の権限を変えた",
        "user.let_in": "利用を再開した",
        "user.kept_out": "利用を停止した",
        "user.password_reset": "パスワードを再設定した",
        "user.password_changed": "パスワードを変えた",
        "user.unlocked": "ログイン制限を外した",
        "user.sessions_ended": "すべての端末からログアウトさせた",
        "user.second_factor": "2段階認証を登録した",
        "user.second_factor_reset": "2段階認証を解除した",
        "user.recovery_code_used": "回復コードを使った",
        "file.quarantined": "ファイルを隔離した",
        "file.tried": "隔離したファイルをもう一度受け付けようとした",
        "file.taken": "隔離したファイルを受け付けた",
        "file.aside": "隔離したファイルを処理しないことにした",
        "upload": "画面から受け付けた",
        "delivery.registered": "到着物を受け付けた",
        "delivery.duplicate": "同じ到着物がもう一度届いた",
        "page.my_number_hidden": "個人番号を隠した",
        "page.read_again": "ページをもう一度読み取らせた",
        "batch.opened": "束を登録した",
        "batch.changed": "束の内容を変えた",
        "batch.closed": "束の照合を終えた",
        "sheets.printed": "用紙を印刷した",
        "note.added": "案件にメモを書いた",
        "sample.wrong": "抜き取り検査で誤りが見つかった",
        "acceptance.stopped": "項目の自動採用を止めた",
        "acceptance.resumed": "項目の自動採用を再開した",
        "delivery.failed": "到着物の処理に失敗した",
        "delivery.reopened": "到着物の処理をやり直した",
        "decision.confirm": "項目を確定した",
        "decision.correct": "項目を訂正した",
        "decision.blank": "項目を空欄とした",
        "decision.unreadable": "項目を判読不能とした",
        "decision.amended": "項目を訂正印ありとした",
        "decision.elsewhere": "項目を別紙参照とした",
        "decision.enter": "項目を見ずに入力した",
        "decision.upheld": "指摘を不備とした",
        "decision.dismissed": "指摘を問題なしとした",
        "decision.inquiry": "指摘を照会とした",
        "decision.set_kind": "書類の種類を決めた",
        "decision.set_programme": "補助金事業を決めた",
        "decision.split": "書類を分けた",
        "decision.merge": "書類をつないだ",
        "decision.move": "書類をほかの案件へ移した",
        "decision.aside": "ページを除外した",
        "decision.turn": "ページを回した",
        "decision.undo": "判断を取り消した",
    }
)

_OBJECT_LABELS_JA: dict[str, str] = _translated(
    {
        "papers": "書類の範囲",
        "programme": "事業の判定",
        "document": "書類",
        "extent": "書類の範囲",
        "field": "項目",
        "entry": "二人目の入力",
        "settle": "食い違い",
        "sample": "抜き取り検査",
        "finding": "指摘",
        "task": "確認作業",
        "quarantine": "隔離したファイル",
        "batch": "束",
        "sheets": "区切り紙",
        "acceptance": "自動採用",
        "session": "ログイン",
        "queue": "確認待ち",
        "cases": "案件の一覧",
        "figures": "状況",
        "walls": "まとめて確認",
        "intake": "受付",
        "batches": "束の照合",
        "status": "受付状況",
        "people": "利用者の一覧",
        "audit": "監査記録",
    }
)

#: What an event of the audit trail can be about: kinds of things (one of them: elsewhere these words head a list), and
#: pages as a whole.
OBJECT_WORDS: dict[str, str] = _OBJECT_LABELS_JA | {
    "case": pgettext_lazy("one", "案件"),
    "page": pgettext_lazy("one", "ページ"),
    "user": pgettext_lazy("one", "利用者"),
    "delivery": pgettext_lazy("one", "到着物"),
    "route": pgettext_lazy("one", "画面"),
}


def cell_label(path: str) -> str:
    """Which cell of a table ``officers[0].kana`` is, behind the table's name; empty for no cell."""
    found = re.fullmatch(r"\w+\[(\d+)\]\.(\w+)", path)
    if found is None:
        return ""
    return _("（%(row)s行目・%(column)s）") % {"row": int(found[1]) + 1, "column": column_label(found[2])}


def field_label(key: str, kind: str = "", programme_id: str | None = None) -> str:
    """What the entry `key` is called: by the programme on its paper of `kind`, else usually, else by any programme.

    The key itself where nobody named it.
    """
    programmes = known_programmes()
    own = programmes.get(programme_id or "")
    if own is not None and kind and (label := own.field_label(DocumentKind(kind), key)):
        return label
    if key in FIELD_LABELS_JA:
        return _(FIELD_LABELS_JA[key])
    others = (p.field_label(k, key) for p in programmes.values() for k in p.documents)
    return next((label for label in others if label), key)


def column_label(column: str) -> str:
    """What a column of a row list is called; its key where nobody named it."""
    return _(COLUMN_LABELS_JA[column]) if column in COLUMN_LABELS_JA else column


def engine_label(engine: str) -> str:
    """What a reader is called; its second looks (``ppocr-boxes``) by the family's name."""
    return str(ENGINE_LABELS_JA.get(engine) or ENGINE_LABELS_JA.get(engine_family(engine), engine))


def finding_label(code: str) -> str:
    """What a finding is called; its code where nobody named it."""
    return _(FindingCode(code).label_ja) if code in FindingCode.__members__ else code


def unknown_version(kind: str, form_version: str | None, programme_id: str | None) -> str:
    """What a person is told of a form of which the programme knows versions and this is none; else nothing."""
    programme = known_programmes().get(programme_id or "")
    spec = programme.document(DocumentKind(kind)) if programme is not None else None
    if form_version is not None or spec is None or not spec.versions:
        return ""
    return _("様式の版が不明")


def kind_label(kind: str, programme_id: str | None = None) -> str:
    """What a kind of paper is called: by the programme, else usually, else by whichever programme describes it."""
    try:
        named = DocumentKind(kind)
    except ValueError:
        return kind
    programmes = known_programmes()
    own = programmes.get(programme_id or "")
    spec = own.document(named) if own is not None else None
    if spec is not None and spec.label:
        return spec.label
    if named.well_known:
        return _(named.label_ja)
    return next((p.kind_label(named) for p in programmes.values() if named in p.documents), kind)

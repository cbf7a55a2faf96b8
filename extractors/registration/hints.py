"""Words that hint at an entry, for labels that no programme and no list of common labels names.

Weaker than :mod:`extractors.meanings`: tried only when learning a blank form, where a person checks the result.
"""

from __future__ import annotations

import re

from extractors.folding import fold

_HINTS: dict[str, tuple[str, str]] = {
    "applicant_kana": ("フリカナ|フリガナ|ふりがな|カナ", "口座|名義|担当"),
    "applicant_name": ("氏名|名称|名前|法人の名|事業者名|商号|申請者名", "カナ|ふりがな|代表|担当|口座|金融|支店|販売|業者|施設|製造|メーカー|機関"),
    "representative_name": ("代表者", "印"),
    "address": ("住所|所在地|居所", "設置|施設|送付|実施|使用|勤務"),
    "postal_code": ("郵便番号|〒", ""),
    "phone": ("電話|連絡先|TEL|携帯", "FAX|ファクス|メール"),
    "birth_date": ("生年月日", ""),
    "equipment_type": ("(?:設備|機器).{0,4}(?:種類|区分|種別|名)|補助対象(?:設備|機器)", "番号|金額|経費|費"),
    "manufacturer": ("メーカー|製造", "番号|日"),
    "model": ("型式|型番|品番|形式|機種", ""),
    "capacity": ("容量|能力|数量|出力|台数|規模", ""),
    "installation_date": ("(?:設置|工事|完了|引渡|完成|据付).{0,4}日", "購入|領収|予定"),
    "vendor_name": ("(?:購入|契約|販売|施工|発注|取扱|工事).{0,4}(?:先|店|業者|会社|事業者|相手方)|相手方", "日|金額|番号|電話|住所"),
    "purchase_date": ("(?:購入|支払|領収|契約).{0,3}日", "設置|完了"),
    "purchase_amount": ("対象経費|(?:購入|設置|支払|機器|設備|工事).{0,4}(?:金額|費用?|代金|額)", "総|日"),
    "total_cost": ("総(?:事業|経|工事|額|費)|事業費|(?:事業|全体).{0,4}(?:経費|費用)", "対象"),
    "subsidy_amount": ("(?:申請|請求|交付|補助金|助成金|支援金|給付金).{0,6}額", "総|対象経費|決定"),
    "grant_decision_date": ("(?:決定|通知).{0,4}日", ""),
    "grant_decision_number": ("(?:決定|指令|通知|文書).{0,4}番号", ""),
    "customer_number": ("(?:お?客(?:様|さま)?|顧客|契約者?|使用者|需要家).{0,2}(?:番号|No|コード)", "件"),
    "contract_count": ("契約.{0,3}(?:件数|数)", ""),
    "bank_name": ("金融機関|銀行", "コード|番号|支店"),
    "branch_name": ("支店|店舗?名|支所|取扱店", "コード|番号|販売|購入"),
    "bank_code": ("(?:金融機関|銀行).{0,2}(?:コード|番号)", ""),
    "branch_code": ("(?:支店|店).{0,2}(?:コード|番号)|店番", ""),
    "account_type": ("(?:預金|口座|貯金).{0,2}(?:種別|種目|種類)|預金種|口座種", ""),
    "account_number": ("口座番号", "名義"),
    "account_holder_kana": (r"名義.{0,4}カナ|カナ.{0,3}名義|フリガナ|^[（(]?(?:カタ)?カナ[）)]?$", ""),
    "account_holder": ("名義", "カナ|ナ$|フリ|ふり"),
    "proxy_name": ("会社|事業者|名称|商号|法人", "担当|所在|住所|電話"),
    "proxy_contact": ("担当", "電話|連絡"),
    "proxy_address": ("所在地|住所", ""),
    "proxy_phone": ("電話|連絡先|TEL", "FAX"),
    "application_date": ("(?:申請|記入|提出|申込|届出).{0,3}日", "予定"),
    "request_date": ("(?:請求|記入|提出).{0,3}日", ""),
    "issue_date": ("(?:委任|作成|発行).{0,3}日", ""),
    "course": ("コース", ""),
    "facility_class": ("施設.{0,3}(?:区分|種別|種類)", ""),
}  # fmt: skip
"""Entry → (words one of which must stand in the label, words none of which may)."""

_COMPILED = {key: (re.compile(yes), re.compile(no) if no else None) for key, (yes, no) in _HINTS.items()}


def hinted(key: str, label: str) -> bool:
    """Whether the words of `label` hint at the entry `key`."""
    patterns = _COMPILED.get(key)
    plain = "".join(label.split())
    if patterns is None or len(plain) > 22:
        return False
    yes, no = patterns
    return any(yes.search(words) and not (no and no.search(words)) for words in (plain, fold(plain)))

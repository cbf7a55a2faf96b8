"""What a printed label means, by its words: for forms and versions that nobody described.

Each pattern must fit the whole label (NFKC, without spaces, numbering and remarks in front left out). They are tried
only where the labels a programme names are not on the paper.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DAY = "(?:年月)?日"
KANA = "(?:[カ力][タ夕])?[カ力][ナ十力]?"
"""カナ or カタカナ on a label, as engines read it."""
# "_" holds labels of entries that nobody asks for: what stands beside them is no other entry's value.
MEANINGS: dict[str, re.Pattern[str]] = {
    key: re.compile(pattern)
    for key, pattern in {
        "application_date": rf"(?:申請|記入|提出|申込|届出){_DAY}",
        "request_date": rf"(?:請求|記入|提出|申請){_DAY}",
        "postal_code": "郵便番号|〒",
        "address": "(?:ご|現|申請者の?|設置者の?)?住所|(?:本社|本店|主たる事務所の?)?所在地|住所(?:又は|・|または)所在地|主たる事務所",
        "applicant_kana": rf"フリガナ|ふりがな|カナ氏名|氏名\(?(?:{KANA}|フリガナ|ふりがな)\)?",
        "applicant_name": "(?:申請者|契約者|請求者|届出者|設置者)?(?:の?氏名|お名前|名)|名称|(?:法人|事業者|団体)の?名称?|商号(?:又は名称)?|申請者",
        "representative_name": "代表者(?:職|の職)?・?(?:氏名|名)?|職・?氏名|代表者職氏名",
        "phone": "(?!.*FAX).{0,6}(?:電話|TEL|連絡先|連絡のつく).{0,5}",
        "birth_date": "生年月日",
        "equipment_type": "(?:更新|導入|設置|購入|申請)(?:する|した|予定の?)(?:設備|機器)(?:の?(?:種類|名|区分|種別))?|(?:補助)?(?:対象|導入|設置)?(?:設備|機器)等?の?(?:種類|名|区分|種別)?|種類",
        "manufacturer": "(?:メーカー|製造(?:者|元|会社|事業者|業者))名?|保証者|保証責任者",
        "model": r"(?:型式|型番|形式|形名|型名|品番|機種)(?:・型番|・型式|名|番号|等)?",
        "capacity": "(?:数量|容量|能力|規模|出力|台数)(?:・(?:数量|容量|能力|台数))?等?",
        "serial_number": r"製造(?:番号|No\.?|№)|シリアル(?:番号|No\.?|№)?|機番|S/N",
        "installation_date": rf"(?:設置|工事|施工|引渡)し?(?:完了)?{_DAY}|完了{_DAY}",
        "vendor_name": r"(?:LP|ガス|LPガス)?(?:購入|契約|販売|施工|発注|見積|取扱|予定|工事)(?:予定)?(?:・施工)?の?(?:\(契約\))?(?:先|店|業者|会社|事業者)(?:の?販売店|事業者)?(?:名称?)?|施工者|契約の?相手方",
        "purchase_date": rf"(?:購入|支払|領収|代金支払)(?:完了)?{_DAY}(?:\(.*\))?",
        "purchase_amount": r"(?:うち)?(?:購入|支払|設備|機器|工事|設置|補助?対象|対象)(?:に要した|となる)?(?:購入|設置|工事)?(?:金額|費用?|経費|代金|総額|額)(?:\(.*\)?)?",
        "total_cost": r"(?:総事業費|総経費|総工事費|事業費総額|事業に要する(?:総?経費|費用))(?:\(.*\)?)?",
        "subsidy_amount": "(?:補助金|助成金|支援金|給付金)?の?(?:交付|支給)?(?:申請|請求|交付)額|(?:補助金|助成金|支援金|給付金)の?額|(?:申請|請求)金?額|金額",
        "grant_decision_date": f"交付決定(?:通知)?{_DAY}|決定{_DAY}",
        "grant_decision_number": "交付決定(?:通知)?(?:文書)?番号|決定(?:通知)?(?:文書)?番号|指令(?:書)?番号|(?:通知)?文書番号|通知(?:書)?番号",
        "customer_number": "お客(?:様|さま)番号|顧客番号|契約者?番号",
        "contract_count": "(?:供給)?契約(?:件)?数",
        "course": "コース|(?:事業|申請)?コース区分|事業区分|申請区分",
        "facility_class": "施設の?(?:区分|種別|種類)",
        "bank_name": "(?:振込先)?(?:の?金融機関|銀行)の?名?称?等?",
        "branch_name": "(?:本・?)?支店・?(?:支所)?等?の?(?:名称?)?|本支店名?|店名|店舗名?|取扱店",
        "bank_code": "(?:金融機関|銀行)(?:コード|番号)|コード",
        "branch_code": "(?:支店|店舗)(?:コード|番号)|店番号?|店コード|コード",
        "account_type": "(?:預金|口?座|貯金)?の?(?:種別|種目|種類)|科目|種目",
        "account_number": "口?座番号|番号",
        "account_holder_kana": rf"(?:口?座)?名義人?\(?(?:{KANA}|フリガナ)\)?|カナ名義|フリガナ|ふりがな",
        "account_holder": "(?:口?座)?名義人?(?:氏名)?",
        "document_number": r"(?:発行|領収書?|請求書?|見積書?|伝票|契約書?|整理|管理|書類|取引|交付|証明)(?:番号|No\.?|№)|No\.?|№",
        "proxy_name": "会社名|事業者名|代行者(?:名称?)?|名称|商号|法人名",
        "proxy_contact": "担当者(?:氏名|名)?",
        "proxy_address": "(?:事業所の?)?所在地|住所",
        "proxy_phone": "(?:担当者の?)?(?:電話|TEL|連絡先).{0,3}",
        "_": "(?i:(?:applicant'?s?|account|bank|branch|given|family|full)?(?:name|number|no\\.?|holder|type|code)(?:\\(?(?:katakana|kana)\\)?)?|(?:postal|zip)code|(?:home|current)?address|(?:tele)?phone(?:number|no\\.?)?|date(?:of(?:birth|application|request|purchase))?|(?:total|subsidy|requested)?amount|furigana|katakana|model(?:number|no\\.?)?|manufacturer|maker|capacity|representative|signature|bank|branch)|(?:E|電子)?メール(?:アドレス)?|E-?mail|(?:FAX|ファクス|ファックス)(?:番号)?|勤務先(?:名)?|整理番号|受付番号|職業|年齢|(?:世帯主との|申請者との)続柄|連絡可能な?時間帯?|設置場所|工期|納期|支払(?:い)?(?:条件|方法)|見積?有効期限|有効期限|保証期間|備考|(?:工事|設置|施工|納入|引渡)(?:場所|先)|現場名?|振込先|受渡(?:場所|方法)?|公告をする方法|会社成立の年月日|法人成立の年月日|目的等?|(?:発行可能|発行済)株式.{0,10}|資本金の額|資産の総額|役員に関する事項|登記記録に関する事項|会社法人等番号|(?:住民(?:となった|と?なつた)|転入|届出の?|改製)(?:年月)?日|(?:前|転入前)住所|世帯主(?:氏名)?|続柄|本籍|筆頭者|性別|個人番号|住民票コード",
    }.items()
}  # fmt: skip

_FRONT = re.compile(r"^[\d①-⑳()．.、・※■□●○◎◆]{0,3}")


@lru_cache(maxsize=4096)
def plain_label(text: str) -> str:
    """`text` as the patterns see it."""
    bare = re.sub(r"[\s_]|(?<=^[一-龠])[:.・](?=[一-龠]$)", "", unicodedata.normalize("NFKC", text))
    return _FRONT.sub("", mended_label(re.sub(r"[□ロ](?=座)", "口", bare))).strip(":")


_MISREAD = (
    (re.compile("[中巾甲](?=[請清晴])"), "申"),
    (re.compile("(?<=[記購])人"), "入"),
    (re.compile("(?<=[請入了求収出算定払行届月])[口Hロ]$"), "日"),
    (re.compile("[积積](?=類)"), "種"),
    (re.compile("(?<=事)案(?=所)"), "業"),
    (re.compile("决(?=定)"), "決"),
    (re.compile("(?<=[ふフ])[リり1](?=が)"), "り"),
    (re.compile("(?<=申)[清晴]|[清晴](?=求)"), "請"),
    (re.compile("^[1I口](?=中の?連)"), "日"),
    (re.compile("[上エ土](?=事)"), "工"),
    (re.compile("^比(?=名$)"), "氏"),
    (re.compile("捕(?=助)"), "補"),
    (re.compile("(?<=郵)使"), "便"),
    (re.compile("(?<=^型)器$"), "番"),
    (re.compile("(?<=[求請])年[几兀]"), "年月"),
    (re.compile("(?<=店)舖"), "舗"),
    (re.compile("(?<=支)[弘私]"), "払"),
    (re.compile("^[二ニ](?=住所)"), "ご"),
    (re.compile("^[TＴ丁]$"), "〒"),
)


@lru_cache(maxsize=4096)
def mended_label(text: str) -> str:
    """A label's words with the misreadings put right that faxes bring; same length. For labels only, never for values."""
    for pattern, right in _MISREAD:
        text = pattern.sub(right, text)
    return text


@lru_cache(maxsize=4096)
def _entries_of(label: str) -> frozenset[str]:
    """The keys of the entries that `label`, in the patterns' spelling, may name; what is longer than a label names none."""
    return frozenset(key for key, pattern in MEANINGS.items() if len(label) <= 18 and pattern.fullmatch(label))


def means(key: str, text: str) -> bool:
    """Whether a label with the words `text` names the entry `key`."""
    return key in _entries_of(plain_label(text))


def names_another(label: str, text: str) -> bool:
    """Whether `text`, which begins with the words of `label`, is as a whole the label of other entries: 金融機関番号."""
    whole, own = _entries_of(plain_label(text)), _entries_of(plain_label(label))
    return bool(whole and own) and not whole & own


def is_any_label(text: str) -> bool:
    """Whether `text` has the words of any entry's label."""
    label = plain_label(text)
    return label == "〒" or (len(label) >= 2 and bool(_entries_of(label)))

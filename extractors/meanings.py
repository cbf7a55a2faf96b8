"""What a printed label means, by its words: for forms and versions that nobody described.

Each pattern must fit the whole label (NFKC, without spaces, numbering and remarks in front left out). They are tried
only where the labels a programme names are not on the paper.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extractors.wording import ANOTHERS, NOTHING, SURE, Question, answers

_DAY = "(?:年月)?日"
KANA = "(?:[カ力][タ夕])?[カ力][ナ十力]?"
"""カナ or カタカナ on a label, as engines read it."""
_OF_KANA = rf"[(/・]?(?:半角|全角)?(?:{KANA}|フリガナ|ふりがな|よみがな|ヨミガナ|振り?仮名)(?:[・、,](?:[左右](?:詰め?|づめ)|\d[^()]{{1,6}}))?\)?"
"""What makes a name's label that of its kana: (フリガナ), カナ, (カタカナ・左づめ)."""
_KANA_OVER = rf"\((?:上段|上の[段行欄])[^()]{{0,4}}(?:{KANA}|フリガナ|ふりがな)[^()]{{0,8}}\)"
"""Said of a room for both, the kana over the name: 法人等の名称(上段フリガナ)."""
_NAME_UNDER = re.compile(r"(?<=[ナ十力な])[・、,/]?(?:下段|下の[段行欄])[^()]{1,16}(?=\)$)")
"""What else is said there, of the name under the kana: 口座名義(上段:カタカナ 下段:漢字等の正式名称)."""
_PARTY = (
    "(?:お?名前|氏名|名称|(?:申請|設置|運営|請求)(?:法人|団体|事業者)名?|(?:法人|団体|事業者|会社|企業)(?:\\((?:法人|団体|事業者)\\))?等?の?名称?等?|商号|屋号|法人(?=・)|補助事業者名?)"
    "(?:(?:又は|または|及び|・|/|\\()(?:氏名|名称|商号|屋号|団体名?|事業者名|法人名)\\)?)?"
)
"""The label of whoever applies: 氏名, 法人名・屋号, 氏名(名称)."""
_MEASURE = "(?:設置|定格|蓄電|発電|集熱|(?:公称)?最大|公称)?(?:数量|容量|能力|規模|出力|台数|面積|規格)"
_VENDOR = "(?:LP)?(?:ガスの?)?(?:購入|契約|販売|施工|発注|請負|見積|取扱|予定|工事|設置|納入)(?:予定|\\(予定\\))?の?(?:\\(契約\\))?(?:先|店|業者|会社|事業者)(?:の?販売店|事業者)?"
_AND = "(?:[・/、と]|及び|並びに|又は)"
"""Between the names of two entries in one room."""
_CODE_OF_BOTH = rf"(?:金融機関|銀行)(?:コード|番号)(?:{_AND}|[ー―‐−－-])(?:支店|店舗?)(?:コード|番号)"
"""Likewise: 銀行コード―支店コード over 0162-160."""
_MODEL_AND_COUNT = rf"(?:型式|型番|形式|機種|品番|型名)名?(?:{_AND})(?:台数|数量|個数)"
"""Likewise: 型式及び台数 beside SZRC160BY (3台)."""
_BANK_AND_BRANCH = rf"(?:(?:振込|振替)先)?の?(?:金融機関|銀行)名?{_AND}(?:本・?)?(?:支?店|店舗)名?"
"""The label of two entries in one room."""
# "_" holds labels of entries that nobody asks for: what stands beside them is no other entry's value.
MEANINGS: dict[str, re.Pattern[str]] = {
    key: re.compile(pattern)
    for key, pattern in {
        "application_date": rf"(?:申請|記入|提出|申込|届出){_DAY}",
        "request_date": rf"(?:請求|記入|提出|申請){_DAY}",
        "postal_code": rf"郵便番号(?:{_AND}(?:ご?住所|所在地))?|〒",
        "address": rf"(?:LP)?ガスを(?:お?使い?(?:の|になる)?|使う|使用する)(?:住所|場所)|(?:ご|現|(?:申請|請求|設置|届出)者の?)?住所|(?:(?:本社|本店|法人|(?:主たる)?事[務業]所)の?)?所在地|本[社店]の?住所|お?ところ|住所(?:又は|・|または|及び)所在地|主たる事務所|住民登録地|所在|郵便番号{_AND}(?:ご?住所|所在地)",
        "applicant_kana": rf"(?:{_PARTY}|(?:申請|請求|契約|届出|設置)者)の?(?:{_OF_KANA})|{_PARTY}{_KANA_OVER}|同?フリガナ|ふ?りがな|振り?仮名|カナ氏名|(?:よみがな|ヨミガナ)(?:\({KANA}\))?",
        "applicant_name": rf"{_PARTY}(?:{_KANA_OVER})?|ご?契約(?:者の?)?名義人?|(?:申請|契約|請求|届出|設置)者(?:\((?:法人|団体|事業者)\))?(?:の?ご?氏名|の?お?名前|の?名称?)?|ご氏名",
        "representative_name": r"代表者等?(?:の?役?職[名・(及び]{0,3}の?氏名|の?氏名|名)?\)?|代表者\(職・?氏名\)|役?職・?氏名",
        "phone": "(?!.*FAX).{0,6}(?:電話|TEL|連絡先|連絡のつく).{0,5}",
        "birth_date": "生年月日",
        "equipment_type": "(?:更新|導入|設置|購入|申請)(?:する|した|予定の?)(?:設備|機器)(?:の?(?:種類|名|区分|種別))?|(?:補助)?(?:対象|導入|設置)?(?:設備|機器)等?の?(?:種類|名称?|区分|種別)?|種類|種別",
        "manufacturer": "(?:(?:設備|機器)等?の)?(?:メーカー|製造(?:者|元|会社|事業者|業者|メーカー))の?(?:名称?)?|保証者|保証責任者",
        "model": rf"{_MODEL_AND_COUNT}|" r"(?:\S{1,6}(?:ユニット|システム|本体|パネル|モジュール|機器)|\S{0,6}パッケージ)の?(?:型式|型番|品番|形名)等?|(?:型式|型番|形式|形名|型名|品番|機種)(?:の?名称|[・/](?:型番|型式|品番|形式|型名|形名)|名|番号|等)?|(?:機種|商品|製品|機器)名?(?:[・/(]|及び)?(?:型式|型番|品番|形式|形名|型名)(?:番号)?\)?",
        "capacity": rf"{_MODEL_AND_COUNT}|{_MEASURE}(?:(?:[・/]|又は|及び){_MEASURE})*等?|窓の?(?:枚|箇所)?数|施工(?:箇所|窓)数",
        "serial_number": r"(?:\S{1,6}(?:ユニット|システム|本体|機器))?(?:製造(?:ロット)?|ロット)(?:番号|No\.?|№)|シリアル(?:番号|No\.?|№)?|機番|S/N",
        "installation_date": rf"(?:(?:設備|機器)等?の)?(?:設置|工事|施工|引渡|取付|据付|据え付け)し?(?:工事)?[のが]?(?:\(?(?:完了|終了)\)?)?(?:した)?{_DAY}|完了{_DAY}|(?:設置|工事|取付)[がの]?(?:終わった|済んだ|終了した|完成した){_DAY}",
        "vendor_name": rf"{_VENDOR}(?:(?:[・/(]|又は|または){_VENDOR}\)?)?(?:の?名称?)?|(?:見積|購入|契約|販売|施工|設置)(?:[・/](?:見積|購入|契約|販売|施工|設置))+(?:予定)?(?:先|店|業者|会社|事業者)名?|(?:購入|契約|販売|施工|設置)[(・](?:施工|販売|契約|設置)\)?(?:先|店|業者|会社|事業者)名?|施工者|契約の?相手方|ガス会社名?|(?:工事|設置|施工)を(?:行った|行う|依頼する|依頼した|した|する)(?:事業者|業者|者|店)名?|(?:施工|販売|設置|購入|契約)(?:[・/](?:施工|販売|設置|購入|契約))*を?した(?:事業者|業者|会社|相手方|店)名?|見積書?の?(?:発行|作成|提出)(?:元|先|者|業者|会社|事業者|店)名?",
        "purchase_date": rf"(?:代金の?|費用の?)?(?:購入|支払い?|領収)(?:完了)?{_DAY}(?:\([^)]*\))?|(?:費用|代金|経費)を?(?:支払っ?た|支払完了){_DAY}|領収書?の?(?:日付|発行{_DAY})",
        "purchase_amount": r"(?:代金|費用|経費)(?:として|に|を)?(?:支払っ?た|要した)(?:金額|額|費用)(?:\([^)]*\)?)?[A-Z]?|領収金額|ご?契約(?:代金|金額)(?:\([^)]*\)?)?[A-Z]?|(?:機器|設備|本体|材料|購入)費(?:[・/]|及び)(?:工事|設置|取付|施工)費(?:\([^)]*\)?)?[A-Z]?|(?:うち)?(?:(?:機器|設備)等?の)?(?:機器|設備|購入|本体|製品|工事|設置|支払|補助?対象|対象)(?:費|代金?)?(?:(?:[・/]|及び)(?:工事|設置|取付|施工)(?:費|代金?))?(?:\(支払\))?(?:に要した|に要する|となる)?(?:購入|設置|工事)?(?:金額|費用?|経費|代金|総額|額|の合計額?)(?:\([^)]*\)?)?[A-Z]?",
        "total_cost": r"(?:総事業費|総経費|総費用|総工事費|事業費(?:総額|合計)|(?:補助)?事業に要する(?:総?経費|費用))(?:\([^)]*\)?)?[A-Z]?",
        "subsidy_amount": "(?:補助金|助成金|支援金|給付金)?の?(?:交付|支給|今回)?(?:申請|請求)(?:予定|金)?額|(?:補助金|助成金|支援金|給付金)の?(?:交付|支給|所要)?額|交付(?:を受けようとする|予定)額|交付額|申請する金額|(?:支給|交付|給付)を受け(?:る|ようとする)(?:金額|額)|金額",
        "grant_decision_date": f"交付決定(?:通知)?{_DAY}|決定{_DAY}|交付決定(?:通知書?)?(?:の?{_DAY})?(?:(?:及び|・|、)番号)?",
        "grant_decision_number": f"交付決定通知書?|交付決定(?:通知書?)?の?{_DAY}(?:及び|・|、)番号|交付決定(?:通知)?(?:文書)?番号|決定(?:通知)?(?:文書)?番号|指令(?:書)?番号|(?:通知)?文書番号|通知(?:書)?番号",
        "customer_number": r"(?:お客|お?得意|使用者|需要家)(?:様|さま)?の?(?:番号|コード|No\.?)|顧客の?(?:番号|コード|No\.?)|ご?契約者?番号等?",
        "meter_date": "(?:今回の?)?検針(?:年月|月)?日|今回検針",
        "contract_count": "(?:供給)?契約の?(?:件|口)?数",
        "course": "(?:事業|申請)?(?:する)?コース(?:の?区分|の別|名)?|事業区分|申請区分",
        "facility_class": "施設の?(?:区分|種別|種類|別)",
        "bank_name": rf"(?:(?:振込|振替)先)?(?:の?金融機関|銀行)の?(?:名称?|名前)?等?|ゆうちょ(?:銀行)?以外の?金融機関|{_BANK_AND_BRANCH}",
        "branch_name": rf"(?:本・?)?支店・?(?:支所)?等?の?(?:名称?|名前)?|本支店名?|お?店の?名前|店名?|店舗名?|取扱店|取引店|{_BANK_AND_BRANCH}",
        "bank_code": rf"(?:金融機関|銀行)(?:コード|番号)|コード|{_BANK_AND_BRANCH}(?:コード|番号)|{_CODE_OF_BOTH}",
        "branch_code": rf"(?:支店|店舗)(?:コード|番号)|店番号?|店コード|コード|{_BANK_AND_BRANCH}(?:コード|番号)|{_CODE_OF_BOTH}",
        "account_type": rf"(?:預金|口?座|貯金)?の?(?:種別|種目|種類)(?:{_AND}(?:口座)?番号)?|科目|種目",
        "account_number": rf"口?座番号|番号|口座|(?:預金|口座)?の?(?:種別|種目|種類){_AND}(?:口座)?番号",
        "account_holder_kana": rf"(?:口?座)?の?名義人?(?:の?(?:{_OF_KANA})|{_KANA_OVER})|カナ名義|フリガナ|ふりがな|振り?仮名|(?:口?座)?の?名義人?\(?通帳の{KANA}(?:表記)?\)?",
        "account_holder": rf"(?:口?座)?の?名義人?(?:氏名|{_KANA_OVER})?",
        "document_number": r"(?:発行|領収書?|請求書?|見積書?|伝票|契約書?|整理|管理|書類|取引|交付|証明)(?:番号|No\.?|№)|No\.?|№",
        "proxy_name": "会社名|事業者名|法人名・屋号|屋号|(?:手続)?代行(?:者|業者|事業者)(?:名称?)?|名称|商号|法人名",
        "proxy_contact": "(?:ご|実務|事務|業務|手続|申請)?担当者?(?:の?(?:氏名|お?名前)|名)?",
        "proxy_address": "(?:事業所の?)?所在地?|住所",
        "proxy_phone": "(?:ご?担当者の?)?(?:電話|TEL|連絡先).{0,3}",
        "_": "(?:代表者|申請者|請求者|届出者|法人|会社|団体)(?:の?役?職?印|印鑑)|(?:工事)?件名|(?:前回|次回|前月|次月)の?検針(?:予定)?(?:年月|月)?日?(?:予定)?|(?:メーター|計量器|メータ)番号|補助率等?|世帯の?人数|従業員数|資本金|設置事業所名?|交付決定額|既受領額|残額|差引額|補助上限額?|上限額|工事期間|事業の(?:内容|効果)|更新の?理由|代表者の?(?:役職名?|職名?)|役職名?|職名|(?i:(?:applicant'?s?|account|bank|branch|given|family|full)?(?:name|number|no\\.?|holder|type|code)(?:\\(?(?:katakana|kana)\\)?)?|(?:postal|zip)code|(?:home|current)?address|(?:tele)?phone(?:number|no\\.?)?|date(?:of(?:birth|application|request|purchase))?|(?:total|subsidy|requested)?amount|furigana|katakana|model(?:number|no\\.?)?|manufacturer|maker|capacity|representative|signature|bank|branch|(?:product|item|serial|dealer|store|customer)(?:name|number|no\\.?)?|(?:warranty)?period|warranty(?:card)?)|(?:E|電子)?メール(?:アドレス)?|E-?mail|(?:FAX|ファクス|ファックス)(?:番号)?|勤務先(?:名)?|整理番号|受付番号|職業|年齢|(?:世帯主との|申請者との)続柄|連絡可能な?時間帯?|設置場所|工期|納期|納入(?:期限|期日|予定日)|引渡(?:し)?(?:期限|予定日|時期)|(?:契約)?締結日|支払(?:い)?(?:条件|方法|期日|期限)|瑕疵担保|契約不適合責任|添付書類|保証(?:プラン|終了日|満了日|年数)|ガス種|発行日時|見積?有効期限|有効期限|保証期間|備考|(?:工事|設置|施工|納入|引渡)(?:場所|先)|現場名?|振込先|受渡(?:場所|方法)?|公告をする方法|会社成立の年月日|法人成立の年月日|目的等?|(?:発行可能|発行済)株式.{0,10}|資本金の額|資産の総額|役員に関する事項|登記記録に関する事項|会社法人等番号|(?:住民(?:となった|と?なつた)|転入|届出の?|改製)(?:年月)?日|(?:前|転入前)住所|世帯主(?:氏名)?|続柄|本籍|筆頭者|性別|個人番号|住民票コード",
    }.items()
}  # fmt: skip

SURER = 0.93
"""From this probability on words are a label of an entry though a pattern says that of another."""
SHARED_LABEL = 0.15
"""Of several entries that words may ask for, each has so much at least: 電話番号 is the applicant's or the agent's."""
FEWEST_WORDED, MOST_WORDED = 3, 24
"""Characters of a label that is told by its wording."""
_FRONT = re.compile(r"^(?:[(（][ア-コ工才力][)）]|[\d①-⑳(){〔．.、・※■□●○◎◆★☆]{0,3})")
"""Numbering and marks in front of a label: (1), ①, (イ); エ, オ and カ are read as the characters that look like them."""

_BRACKETED = re.compile(r"\((?P<words>[^()]{2,})\)|[【\[〈<《](?P<within>.{2,})[】\]〉>》]")
_REMARK = re.compile(r"(?P<words>.{2,}?)(?:\((?!.*(?:[カ力]ナ|がな|ガナ))[^()]{1,20}\)?|※.*)")
_TRANSLATED = re.compile(r"(?P<words>.+[^\W\d_a-zA-Z])[/(・]?(?P<english>[A-Za-z.]{3,})\)?")
"""A label in two languages: 商品名Product."""
_PARTY_IN_FRONT = re.compile("(?:申請|請求|設置|契約|届出|補助事業)者の?")
_AGENT_IN_FRONT = re.compile("(?:手続|申請)?の?(?:代行|代理)(?:者|業者|事業者|人|申請者)の?")
AGENTS = {"address": "proxy_address", "phone": "proxy_phone", "applicant_name": "proxy_name"}
"""What an agent's entry is called under the label of an applicant's."""


@lru_cache(maxsize=4096)
def plain_label(text: str) -> str:
    """`text` as the patterns see it."""
    bare = re.sub(r"[\s_]|(?<=^[一-龠])[:.・](?=[一-龠]$)", "", unicodedata.normalize("NFKC", text))
    if whole := _BRACKETED.fullmatch(bare):
        bare = whole["words"] or whole["within"]
    bare = _NAME_UNDER.sub("", bare)
    return _FRONT.sub("", mended_label(re.sub(r"[□ロ](?=座)", "口", bare))).strip(":")


_MISREAD = (
    (re.compile("[中巾甲](?=[請清晴])"), "申"),
    (re.compile("(?<=[記購])人"), "入"),
    (re.compile(r"(?<=[請入了求収出算定払行届月])[口Hロ](?=$|[(（])|(?<=の)[口Hロ](?=付)"), "日"),
    (re.compile("[积積](?=類)"), "種"),
    (re.compile("(?<=事)案(?=所)"), "業"),
    (re.compile("决(?=定)"), "決"),
    (re.compile("(?<=[ふフ])[リり1](?=が)"), "り"),
    (re.compile("(?<=申)[清晴]|[清晴](?=求)"), "請"),
    (re.compile("^[1I口](?=中の?連)"), "日"),
    (re.compile("[上エ土](?=事)"), "工"),
    (re.compile("メ[一ー][力カ][一ー]"), "メーカー"),
    (re.compile("^[比民](?=名$)"), "氏"),
    (re.compile("(?<=^電)[品語詁]"), "話"),
    (re.compile("(?<=[座店話便行])[器潘将香](?=号)|(?<=^店)[器潘]$"), "番"),
    (re.compile("捕(?=助)"), "補"),
    (re.compile("(?<=郵)使"), "便"),
    (re.compile("(?<=^型)器$"), "番"),
    (re.compile("(?<=[求請])年[几兀]"), "年月"),
    (re.compile("(?<=店)舖"), "舗"),
    (re.compile("(?<=支)[弘私]"), "払"),
    (re.compile("^[二ニ](?=住所)"), "ご"),
    (re.compile("^[TＴ丁]$"), "〒"),
    (re.compile("(?<=販)壳"), "売"),
    (re.compile("版(?=売)"), "販"),
    (re.compile("(?<=[払了成])曰$"), "日"),
)


@lru_cache(maxsize=4096)
def mended_label(text: str) -> str:
    """A label's words with the misreadings put right that faxes bring; same length. For labels only, never for values."""
    for pattern, right in _MISREAD:
        text = pattern.sub(right, text)
    return text


@lru_cache(maxsize=4096)
def _entries_of(label: str) -> frozenset[str]:
    """The keys of the entries that `label`, in the patterns' spelling, may name; what is longer than a label names none.

    Whose entry it is may stand in front (手続代行者_所在地), a remark how to fill it in behind (規模(kW・台数), ※), or its
    English (型名 Model).
    """
    found = frozenset(key for key, pattern in MEANINGS.items() if len(label) <= 18 and pattern.fullmatch(label))
    if (agent := _AGENT_IN_FRONT.match(label)) is not None and agent.end() < len(label):
        asked = _entries_of(label[agent.end() :])
        if of_agent := frozenset(AGENTS.get(k, k) for k in asked if k in AGENTS or k.startswith("proxy_")):
            return of_agent
    if found:
        return found
    if (remark := _REMARK.fullmatch(label)) is not None:
        return _entries_of(remark["words"])
    translated = _TRANSLATED.fullmatch(label)
    if translated is not None and MEANINGS["_"].fullmatch(translated["english"]):
        return _entries_of(translated["words"])
    if (party := _PARTY_IN_FRONT.match(label)) is not None:
        return _entries_of(label[party.end() :])
    return found


def means(key: str, text: str) -> bool:
    """Whether a label with the words `text` names the entry `key`."""
    return key in _entries_of(plain_label(text))


@lru_cache(maxsize=16384)
def worded(text: str) -> frozenset[str]:
    """The keys of the entries that `text`, which stands where a label would, is most probably worded for:
    工事を行ったお店の名称. None for what is no label; words that a pattern knows for others must be surer.

    How to fill the entry in may stand behind its words: 請求する額（円）頭に￥を付け、右づめで記入.
    """
    label = plain_label(text)
    if known := _entries_of(label):
        surely = _asked_by(label, SURER)
        return surely if surely.isdisjoint(known) and ANOTHERS not in known else frozenset()
    asked = _asked_by(label)
    remarked = _HOW_TO.match(label) if not asked else None
    asked = _asked_by(remarked["words"]) if remarked is not None else asked
    return frozenset() if asked and _holds_value(label) else asked


def asks(key: str, text: str) -> bool:
    """Whether `text`, which stands where a label would, asks for the entry `key`: by a pattern, or most probably by its
    wording."""
    return means(key, text) or key in worded(text)


def _holds_value(label: str) -> bool:
    """Whether words are a label that a pattern knows, read with its value: 店舗名羽曳野支店. 購入店又は施工店の名称 is one label."""
    return any(
        label[end] not in _GOES_ON and not may_be_label(label[end:]) and _entries_of(plain_label(label[:end]))
        for end in range(2, len(label) if label[-1:].isdigit() else len(label) - 1)
    )


_GOES_ON = "のをがはにとでや・/、,(又及若等など名"
"""How a label goes on, and no value begins: 銀行・農協など."""
_HOW_TO = re.compile(r"(?P<words>[^(※]{3,})[(※](?!.*(?:[カ力]ナ|がな|ガナ))")
"""A label's words with a remark behind them that does not ask for kana."""


def _asked_by(label: str, sure: float = SURE) -> frozenset[str]:
    if not FEWEST_WORDED <= len(label) <= MOST_WORDED:
        return frozenset()
    shares = {a: s for a, s in answers(Question.LABEL, label).items() if a not in (NOTHING, ANOTHERS)}
    if sum(shares.values()) < sure:
        return frozenset()
    return frozenset(key for key, share in shares.items() if share >= SHARED_LABEL)


def may_be_label(text: str, *, doubt: float = 0.5) -> bool:
    """Whether `text` is rather a label, of whatever entry, than anything else that stands on paper: with less than the
    probability `doubt` it is something else."""
    label = plain_label(text)
    remarked = _HOW_TO.match(label) if len(label) <= MOST_WORDED else None  # a sentence is longer
    said = (label, remarked["words"]) if remarked is not None else (label,)
    return any(words and answers(Question.LABEL, words).get(NOTHING, 0.0) < doubt for words in said)


def names_both(text: str) -> bool:
    """Whether a label is that of a name and of its kana, which stand in one room: 法人等の名称(上段フリガナ)."""
    return {"applicant_name", "applicant_kana"} <= _entries_of(plain_label(text))


def names_several(text: str) -> bool:
    """Whether a label joins the names of two entries that stand in one room: 金融機関・支店, 種目及び番号."""
    label = plain_label(text)
    return "・" in label or (re.search(_AND, label) is not None and len(_entries_of(label) | worded(text)) > 1)


def names_another(label: str, text: str) -> bool:
    """Whether `text`, which begins with the words of `label`, is as a whole the label of other entries: 金融機関番号."""
    whole, own = _entries_of(plain_label(text)), _entries_of(plain_label(label))
    return bool(whole and own) and not whole & own


def goes_with(label: str, text: str) -> bool:
    """Whether `text`, `label` with more words, still names whatever `label` may name: 氏名(自署又は押印), no コード of 銀行コード."""
    own = _entries_of(plain_label(label))
    return bool(own) and own <= _entries_of(plain_label(text))


def is_any_label(text: str) -> bool:
    """Whether `text` has the words of any entry's label."""
    label = plain_label(text)
    return label == "〒" or (len(label) >= 2 and bool(_entries_of(label)))

"""Kinds are known by titles and words; a title that is only mentioned is none."""

from __future__ import annotations

import pytest

import programmes
from extractors.sorting import guess_kind
from extractors.sorting.kinds import named_programme
from models.documents import DocumentKind as K
from models.geometry import Box
from models.pages import Barcode, FormMatch, PageContent, PageReading, TextLine
from tests.extractors.drawnpaper import line, reading

PROGRAMMES = tuple(programmes.load().values())
NARA = "奈良県事業所エネルギー効率的利用推進事業補助金"


def page(title: str, *body: str, size: float = 60, foot: str = "", **more: object) -> PageReading:
    """A title in large print at the top and ordinary lines under it."""
    lines = [line(title, 350, 90, size)] if title else []
    lines += [line(words, 120, 260 + 70 * i, 30) for i, words in enumerate(body)]
    if foot:
        lines.append(line(foot, 560, 1520, 28))
    return reading(*lines, **more)  # type: ignore[arg-type]


PAPERS = [
    (K.APPLICATION_FORM, "補助金交付申請書", ("下記のとおり補助金の交付を受けたいので申請します。", "氏名 山田太郎")),
    (K.PAYMENT_REQUEST, "補助金交付請求書", ("下記のとおり請求します。", "振込先口座", "預金種別 普通")),
    (K.RECEIPT, "領収書", ("山田太郎 様", "￥120,000", "上記正に領収いたしました")),
    (K.INVOICE, "請求書", ("株式会社山田工務店 御中", "下記のとおりご請求申し上げます", "お振込先")),
    (K.ESTIMATE, "御見積書", ("下記のとおりお見積り申し上げます", "有効期限 1か月")),
    (K.CONTRACT, "工事請負契約書", ("注文者と請負者は契約を締結する", "請負代金 1,000,000円")),
    (K.WARRANTY, "保証書", ("製造番号 A123", "保証期間 10年", "保証開始日 2025年5月1日")),
    (K.PASSBOOK, "普通預金通帳", ("店番号 123", "お届け印")),
    (
        K.RESIDENT_CERTIFICATE,
        "住民票",
        ("世帯主 山田太郎", "続柄 本人", "この写しは、世帯全員の住民票の原本と相違ない"),
    ),
    (K.METER_SLIP, "ガス使用量のお知らせ", ("検針日 7月10日", "今回指針 123", "前回指針 100")),
    (K.OFFICER_LIST, "役員名簿", ("氏名カナ 氏名 生年月日 会社名 役職名",)),
    (K.FACILITY_LIST, "施設別申請額一覧", ("事業所・施設の名称 施設種別",)),
    (K.BUSINESS_OVERVIEW, "会社概要", ("資本金 1,000万円", "設立年月日 平成元年4月1日")),
    (K.REGISTRY_CERTIFICATE, "履歴事項全部証明書", ("会社法人等番号 1500-01-000001", "役員に関する事項")),
    (K.POWER_OF_ATTORNEY, "委任状", ("下記の者を代理人と定め、権限を委任します",)),
    (K.PRODUCT_PHOTO, "設置状況写真", ("写真1 全景", "撮影日 令和7年5月1日")),
]


@pytest.mark.parametrize(("kind", "title", "body"), PAPERS, ids=[kind.value for kind, _, _ in PAPERS])
def test_knows_a_paper_with_its_title(kind: K, title: str, body: tuple[str, ...]) -> None:
    guess = guess_kind(page(title, *body), PROGRAMMES)
    assert guess.kind is kind
    assert guess.titled
    assert 0.4 < guess.confidence <= 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (K.RECEIPT, ("山田太郎 様", "￥120,000", "上記正に領収いたしました", "収入印紙")),
        (K.PASSBOOK, ("テンバン 004 カモク 普通", "コウザバンゴウ 9382936", "お届け印")),
        (K.METER_SLIP, ("検針日 7月10日", "今回指針 123", "前回指針 100", "ご使用量 23")),
    ],
)
def test_knows_a_paper_that_lost_its_title_by_its_words(kind: K, body: tuple[str, ...]) -> None:
    guess = guess_kind(page("", *body), PROGRAMMES)
    assert guess.kind is kind
    assert not guess.titled


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (K.WARRANTY, "長期修理あんしんカード（保証）"),
        (K.RECEIPT, "お買上げ明細票"),
        (K.PRODUCT_PHOTO, "設置前後の写真"),
    ],
)
def test_knows_a_title_that_is_not_listed_by_its_wording(kind: K, title: str) -> None:
    guess = guess_kind(page(title, "型番 AB-1234"), PROGRAMMES)
    assert guess.kind is kind
    assert guess.titled


@pytest.mark.parametrize("title", ["申込書", "申請票", "申請シート"])
def test_a_programme_s_name_in_front_of_a_short_title(title: str) -> None:
    name = PROGRAMMES[0].title_patterns[0] if PROGRAMMES[0].title_patterns else PROGRAMMES[0].title
    guess = guess_kind(page(f"{name}{title}", "氏名 山田太郎"), PROGRAMMES)
    assert guess.kind is K.APPLICATION_FORM
    assert guess.titled


def test_an_estimate_that_calls_itself_no_paper() -> None:
    assert guess_kind(page("御見積", "合計 4,400,000円"), PROGRAMMES).kind is K.ESTIMATE


def test_a_piece_of_a_title_is_no_title() -> None:
    assert not guess_kind(page("請書", "型番 AB-1234"), PROGRAMMES).titled


def test_titles_in_a_list_of_enclosures_do_not_count() -> None:
    enclosures = (
        "添付書類",
        "（1）領収書の写し",
        "（2）保証書の写し",
        "（3）住民票の写し",
        "（4）振込先口座の通帳の写し",
        "見積書及び契約書",
    )
    guess = guess_kind(page("交付申請書", "補助金の交付を受けたいので申請します。", *enclosures), PROGRAMMES)
    assert guess.kind is K.APPLICATION_FORM
    alone = guess_kind(page("", *enclosures), PROGRAMMES)
    assert not alone.titled, "none of them is this page's title"


@pytest.mark.parametrize(
    "mention",
    ["住民票の写しを添付する", "履歴事項全部証明書の写し", "頷収書の写し", "補助金父付申請書に記載", "交付申請書在中"],
)
def test_a_mention_is_no_title_misread_or_not(mention: str) -> None:
    assert not guess_kind(page(mention, "いろはにほへと", "ちりぬるを", "わかよたれそ"), PROGRAMMES).titled


def test_a_receipt_that_names_the_invoice_it_pays_is_a_receipt() -> None:
    guess = guess_kind(page("領収書", "請求書番号 2025-001 に係る代金として", "￥120,000"), PROGRAMMES)
    assert guess.kind is K.RECEIPT


@pytest.mark.parametrize(
    "read", ["補助金交付申誼書", "補助金父付申請書", "補 助 金 交 付 申 請 書", "頷収書", "領 収 書"]
)
def test_a_misread_or_spread_title_still_counts(read: str) -> None:
    kind = K.RECEIPT if "収" in read else K.APPLICATION_FORM
    assert guess_kind(page(read, "山田太郎"), PROGRAMMES).kind is kind


def test_a_title_in_small_print_at_the_foot_is_no_title() -> None:
    lines = [line("あいうえお" * 3, 100, 100 + 80 * i, 30) for i in range(15)]
    guess = guess_kind(reading(*lines, line("領収書", 100, 1400, 24)), PROGRAMMES)
    assert not guess.titled


def test_a_claim_for_this_programme_is_no_invoice() -> None:
    guess = guess_kind(page("請求書", f"{NARA}について", "奈良県知事 殿", "下記のとおり請求します"), PROGRAMMES)
    assert (guess.kind, guess.programme_id) == (K.PAYMENT_REQUEST, "nara-business")
    assert guess_kind(page("請求書", "山田工務店 御中", "ご請求金額 ￥10,000"), PROGRAMMES).kind is K.INVOICE


@pytest.mark.parametrize(
    ("words", "continues"),
    [
        ("(2/2)", True), ("- 2 -", True), ("2ページ", True), ("３／４", True), ("P.2", True), ("Page 3", True), ("1/2", False), ("P.1", False), ("- 1 -", False), ("(5/3)", False),
        ("2025", False), ("99", False),
    ],
)  # fmt: skip
def test_page_numbers_at_the_foot(words: str, continues: bool) -> None:
    assert guess_kind(page("", "設備の内容は次のとおり", foot=words), PROGRAMMES).continues is continues


def test_a_two_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert not guess_kind(page("", "設備", "2", "台数"), PROGRAMMES).continues


@pytest.mark.parametrize("words", ["（裏面）", "工事請負契約約款", "誓約事項及び同意事項"])
def test_words_of_second_pages(words: str) -> None:
    assert guess_kind(page("", words, "第1条 甲は乙に"), PROGRAMMES).continues


# ------------------------------------------------------------------ what is no paper
CODE = Box(x0=100, y0=100, x1=300, y1=300)


def coded(text: str) -> tuple[Barcode, ...]:
    return (Barcode(symbology="QRCode", text=text, box=CODE),)


def test_separators_by_their_code_or_by_a_code_and_their_words() -> None:
    for code in ("SEP-12", "UKETSUKE-SEP:R8-3", "sep:7"):
        assert guess_kind(reading(barcodes=coded(code)), PROGRAMMES).kind is K.SEPARATOR_SHEET
    assert guess_kind(page("仕切紙", barcodes=coded("0012")), PROGRAMMES).kind is K.SEPARATOR_SHEET


def test_a_code_alone_makes_no_separator() -> None:
    guess = guess_kind(page("領収書", "￥1,000", barcodes=coded("4901234567894")), PROGRAMMES)
    assert guess.kind is K.RECEIPT
    assert guess_kind(page("領収書", "SEP-12", "￥1,000"), PROGRAMMES).kind is K.RECEIPT, "nor its text in print"


def test_blanks_pictures_and_envelopes() -> None:
    assert guess_kind(reading(content=PageContent.BLANK), PROGRAMMES).kind is K.BLANK_BACK
    assert guess_kind(reading(content=PageContent.PICTURE, ink=0.2), PROGRAMMES).kind is K.PRODUCT_PHOTO
    columns = [
        line(w, 900 - 150 * i, 100, 50, vertical=True) for i, w in enumerate(["奈良市登大路町三〇", "奈良県庁御中"])
    ]
    assert guess_kind(reading(*columns), PROGRAMMES).kind is K.ENVELOPE
    addressed = page("", "〒630-8501", "奈良市登大路町30", "奈良県環境森林部脱炭素・水素社会推進課 御中")
    assert guess_kind(addressed, PROGRAMMES).kind is K.ENVELOPE
    assert guess_kind(page("", "補助金申請書在中", "山田太郎"), PROGRAMMES).kind is K.ENVELOPE


def test_a_page_of_which_nobody_knows_anything_is_unknown() -> None:
    guess = guess_kind(page("", "いろはにほへと", "ちりぬるを", "わかよたれそ", "つねならむ"), PROGRAMMES)
    assert (guess.kind, guess.confidence, guess.titled) == (K.UNKNOWN, 0.0, False)
    assert guess_kind(reading(), PROGRAMMES).kind is K.UNKNOWN


# ------------------------------------------------------------------ programmes
def named(*lines: TextLine) -> str | None:
    return named_programme(reading(*lines), PROGRAMMES)


def test_a_programme_is_known_by_its_name_misread_or_broken_in_two() -> None:
    assert named(line(NARA)) == "nara-business"
    assert named(line("奈良県事業所エネルギ一効率的利川推進事業補助金")) == "nara-business"
    assert named(line(NARA[:12], 100, 100), line(NARA[12:], 100, 140)) == "nara-business"


def test_lines_far_apart_are_no_broken_name() -> None:
    assert named(line(NARA[:12], 100, 100), line(NARA[12:], 100, 700)) is None


def test_an_addressee_of_several_programmes_names_none_and_one_of_its_own_does() -> None:
    assert named(line("奈良県知事 殿")) is None
    assert named(line("長野県知事 殿")) == "nagano-welfare"
    assert named(line("領収書")) is None


def matched(form: FormMatch) -> PageReading:
    return page("読めない題名").model_copy(update={"form": form})


def test_a_page_of_a_known_form_is_certain_whatever_its_title_says() -> None:
    form = FormMatch(
        form_id="p/application_form-a", programme_id="p", document="application_form", version="a", score=0.9
    )
    guess = guess_kind(matched(form), PROGRAMMES)
    assert (guess.kind, guess.confidence, guess.programme_id) == (K.APPLICATION_FORM, 1.0, "p")
    assert guess.titled and not guess.continues
    back = guess_kind(matched(form.model_copy(update={"page": 1})), PROGRAMMES)
    assert back.continues and not back.titled


def test_a_back_page_that_two_programmes_share_names_neither() -> None:
    form = FormMatch(
        form_id="p/application_form-a",
        programme_id="p",
        document="application_form",
        version="a",
        page=1,
        others=("q/application_form-b",),
    )
    assert guess_kind(matched(form), PROGRAMMES).programme_id is None


@pytest.mark.parametrize("title", ["御請求書", "請求書", "ご請求書"])
def test_a_shops_bill_is_no_claim_although_it_says_the_same_words(title: str) -> None:
    bill = page(
        title,
        "株式会社太陽印刷 御中",
        "下記のとおり請求申し上げます",
        "請求金額 ￥826,100",
        "お振込先 普通預金 1234567",
    )
    assert guess_kind(bill, PROGRAMMES).kind is K.INVOICE


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("印鑑登録証明書", ("氏名 山田太郎", "この写しは、登録された印影と相違ないことを証明します")),
        ("エコキュートのご案内", ("キャンペーン実施中", "保証期間 10年")),
        ("納品書", ("株式会社太陽印刷 御中", "品名 数量 単価 金額", "納期 5月")),
        ("取扱説明書", ("保証期間 1年", "お買い上げの販売店")),
    ],
)
def test_papers_that_nobody_asked_for_are_of_no_kind(title: str, body: tuple[str, ...]) -> None:
    assert guess_kind(page(title, *body), PROGRAMMES).kind is K.UNKNOWN


@pytest.mark.parametrize("title", ["納品書兼請求書", "納品書兼領収書"])
def test_a_paper_that_is_two_things_is_the_one_that_is_asked_for(title: str) -> None:
    guess = guess_kind(page(title, "山田太郎 様", "合計 ￥98,000"), PROGRAMMES)
    assert guess.kind in (K.INVOICE, K.RECEIPT)


def test_an_application_that_serves_as_a_claim_is_an_application() -> None:
    body = ("令和5年度山都町LPガス価格高騰対応生活者支援金", "金融機関コード", "3.振込みを希望する口座")
    assert guess_kind(page("申込書（請求書を兼ねます）", *body), PROGRAMMES).kind is K.APPLICATION_FORM


def test_a_title_behind_the_full_name_of_the_programme_is_a_title() -> None:
    guess = guess_kind(
        page(f"{NARA}請求書兼口座振込依頼書", "下記のとおり関係書類を添えて請求します。", "交付決定", size=45),
        PROGRAMMES,
    )
    assert guess.kind is K.PAYMENT_REQUEST and guess.titled


def test_a_passbook_is_known_by_what_the_bank_typed_in_when_its_print_is_gone() -> None:
    typed = ("三菱UFJ銀行 六番町支店", "663", "4603375 普通", "カイ ミユキ 様", "06-03-08 デンキ 28,570 1,103,272")
    assert guess_kind(page("", *typed), PROGRAMMES).kind is K.PASSBOOK
    assert guess_kind(page("", *typed[:2], *typed[3:]), PROGRAMMES).kind is K.UNKNOWN, "no account, no passbook"


def test_a_page_that_begins_with_a_later_section_asks_for_entries_whatever_its_remarks_mention() -> None:
    cells = tuple(Box(x0=100, y0=250 + 70 * i, x1=600, y1=310 + 70 * i) for i in range(4))
    entries = ("金融機関名", "支店名", "口座番号")
    remark = "通帳の写しを添付してください"
    assert guess_kind(page("3 振込先", *entries, remark, size=34, cells=cells), PROGRAMMES).asks
    assert guess_kind(page("", *entries, remark), PROGRAMMES).asks, "a passbook asks for no copy of itself"
    assert not guess_kind(page("", *entries, "普通預金通帳", "お取引店"), PROGRAMMES).asks


@pytest.mark.parametrize("first", ["様式第6号（第12条関係）", "新宿区長 殿", "請求書", "奈良県知事 様"])
def test_a_page_with_the_head_of_a_form_is_a_first_page_however_small_its_title(first: str) -> None:
    cells = tuple(Box(x0=100, y0=250 + 70 * i, x1=600, y1=310 + 70 * i) for i in range(4))
    entries = ("金融機関名", "支店名", "口座番号", "口座名義")
    assert guess_kind(page("3 振込先", *entries, size=34, cells=cells), PROGRAMMES).asks
    assert not guess_kind(page("3 振込先", first, *entries, size=34, cells=cells), PROGRAMMES).asks


def test_the_label_of_an_amount_is_no_title() -> None:
    guess = guess_kind(page("3 費用", "交付申請額", "施工業者", "支払年月日", size=34), PROGRAMMES)
    assert not guess.titled


@pytest.mark.parametrize(
    "entries",
    [
        ("金融機関名", "西京信用金庫", "支店名", "西荻窪支店", "預金種別", "口座番号 5502036", "口座名義"),
        ("購入先", "中央住宅設備合同会社", "補助金の額", "購入金額 1,460,910円", "支払日", "交付申請額"),
        ("補助金の振込先", "金融機関名", "金融機関コード", "支店名", "六二八店", "口座番号"),
        ("銀行名等", "銀行コード", "支店名", "店番号", "口座番号", "（右詰め）", "市区町村税を滞納していません。"),
        ("銀行名等", "長野信用金庫", "金融機関", "コード", "本・支店名", "東雲台支店", "店番号", "口座番号", "普通",
         "※振込先は申請者本人名義の口座に限ります。"),
        ("費用と申請額", "事業に要する経費（税込）", "2,626,250円", "申請額", "申請の内容に偽りはありません。"),
    ],
)  # fmt: skip
def test_a_page_in_the_open_that_asks_what_offices_ask_is_a_later_page_of_a_form(entries: tuple[str, ...]) -> None:
    assert guess_kind(page("", *entries), PROGRAMMES).asks


@pytest.mark.parametrize(
    "words",
    [
        ("普通預金", "西京信用金庫", "西荻窪支店", "店番 123", "口座番号 5502036", "おなまえ 渡邊 恵 様"),
        ("保証期間 10年", "お買上げ日", "販売店名", "型式", "製造番号", "お客様名"),
        ("保証期間 10年", "お買上げ日", "販売店名", "型式", "製造番号", "販売店で記入してください。"),
        ("合計金額 98,000円", "お振込先", "西京信用金庫 西荻窪支店", "口座番号 5502036", "支払期限"),
    ],
)
def test_untitled_papers_of_others_are_no_later_page_of_a_form(words: tuple[str, ...]) -> None:
    assert not guess_kind(page("", *words), PROGRAMMES).asks


def test_a_numbered_heading_is_no_title() -> None:
    guess = guess_kind(page("④ 振込先口座", "金融機関名", "銀行コード", "預金種目", "口座名義（カナ）"), PROGRAMMES)
    assert guess.asks and not guess.titled
    assert guess_kind(page("第3号様式 補助金交付申請書", "新宿区長 殿", "氏名 山田太郎"), PROGRAMMES).titled


def test_a_later_section_with_two_labels_is_enough_on_a_fax() -> None:
    assert guess_kind(page("4 申請金額", "施工串菜者名", "購入費用", "￥1,598,740", "申請額", size=34), PROGRAMMES).asks


def test_a_request_that_heads_the_account_like_a_bank_is_a_request() -> None:
    guess = guess_kind(
        page(
            "", "第4号様式", NARA, "補助金請求書", "奈良県知事 あて", "請求者", "郵便番号", "住所", "氏名", "請求額", "金額",
            "口座情報", "金融機関", "本・支店", "店番", "番号", "カナ名義", "口座名義人",
            "※ 通帳の見開き（カナ名義・店番・口座番号が分かるもの）の写しを添付してください。",
            cells=tuple(Box(x0=100, y0=250 + 70 * i, x1=600, y1=310 + 70 * i) for i in range(6)),
        ),
        PROGRAMMES,
    )  # fmt: skip
    assert guess.kind is K.PAYMENT_REQUEST


def test_the_title_of_a_receipt_whose_middle_was_misread() -> None:
    body = ("渡邊六輔 様", "￥352,000-", "但 内窓取付工事代")
    assert guess_kind(page("領又書", *body), PROGRAMMES).kind is K.RECEIPT
    assert guess_kind(page("要領書", *body), PROGRAMMES).kind is not K.RECEIPT


def test_a_title_whose_letters_were_found_one_by_one() -> None:
    letters = [line(c, 652 + 142 * i, 724, 50) for i, c in enumerate("領収証")]
    rest = [
        line("後藤 幸雄", 212, 805, 56),
        line("殿", 761, 837, 34),
        line("金壱百六拾壱万九千四百弐拾也", 338, 930, 50),
    ]
    assert guess_kind(reading(*letters, *rest), PROGRAMMES).kind is K.RECEIPT


def test_a_passbook_that_is_titled_with_its_bank() -> None:
    """遠州信用金庫 総合口座通帳 asks for as much as a form does, and was taken for the request's second page."""
    rows = (
        "口座名義人 寺田幸子",
        "フリガナ テラダサチコ",
        "金融機関コード 1517",
        "預金種目 普通預金",
        "口座番号 1186024",
    )
    guess = guess_kind(page("", "遠州信用金庫　総合口座通帳", *rows), PROGRAMMES)
    assert (guess.kind, guess.asks) == (K.PASSBOOK, False)


def test_the_front_of_an_envelope_to_an_office_whose_name_was_misread() -> None:
    front = page("", "金沢市広坂1-1-1", "ゼロカボンシテ推進課　行", "金沢市鳴和1丁目4番11号", "斉藤友美")
    assert guess_kind(front, PROGRAMMES).kind is K.ENVELOPE
    letter = page("お知らせ", *(f"本文の{n}行目です" for n in range(12)), "環境政策課　行")
    assert guess_kind(letter, PROGRAMMES).kind is not K.ENVELOPE


def test_a_bank_that_heads_the_page_of_its_customer_asks_for_nothing() -> None:
    rows = (
        "銀行コード 0183",
        "河野隆史様",
        "カワノタカシ",
        "お取引店",
        "店番",
        "科目",
        "口座番号",
        "別府北浜支店",
        "019",
        "普通",
        "5513902",
    )
    cells = tuple(Box(x0=100, y0=180 + 70 * i, x1=600, y1=240 + 70 * i) for i in range(12))
    assert guess_kind(page("", *rows, cells=cells), PROGRAMMES).asks
    assert guess_kind(page("大分銀行", *rows, size=34, cells=cells), PROGRAMMES).kind is K.PASSBOOK


def test_an_account_that_its_bank_tells_in_the_words_of_a_request() -> None:
    """預金種目 and 金融機関コード stand on requests; a bank that heads the page of its customer requests nothing."""
    rows = ("ｶ)ﾐｽｽﾞﾔﾂｷﾖｸ", "株式会社みすず薬局　様", "お取扱店", "岩村田支店", "店番", "061", "預金種目", "普通", "口座番号", "1106487", "金融機関コード", "2390")  # fmt: skip
    assert guess_kind(page("長野県信用組合", *rows, size=34), PROGRAMMES).kind is K.PASSBOOK
    assert guess_kind(page("株式会社みすず薬局", *rows, size=34), PROGRAMMES).kind is not K.PASSBOOK
    slip = page("長野県信用組合", *rows, "ご依頼人 株式会社浅間電設", size=34)
    assert guess_kind(slip, PROGRAMMES).kind is not K.PASSBOOK, "a transfer's account is another's"


@pytest.mark.parametrize("title", ["申請書・請求書", "申請書兼口座登録票", "申請書兼振込依頼書", "申請書（兼請求書）"])
def test_an_application_that_asks_for_the_money_as_well_is_an_application(title: str) -> None:
    named = f"令和5年度　山都町LPガス価格高騰対応生活者支援金　{title}"
    form = page(named, "氏名", "申請金額 6,000円", "振込先", "金融機関名", "支店名", size=45)
    assert guess_kind(form, PROGRAMMES).kind is K.APPLICATION_FORM


def test_a_page_made_of_a_kinds_words_is_of_that_kind_though_its_title_was_torn() -> None:
    body = (
        "検針日 9月21日",
        "今回指針 412.6",
        "前回指針 405.1",
        "ご使用量 7.5",
        "基本料金 1,850円",
        "従量料金 4,762円",
    )
    torn = (line("LPガスご使用", 150, 44, 34), line("量のお知らせ", 360, 44, 34))
    slip = page("", *body)
    assert guess_kind(slip.model_copy(update={"lines": (*torn, *slip.lines)}), PROGRAMMES).kind is K.METER_SLIP


PEOPLE = tuple(
    line(words, 500, 1300 + 40 * i, 36)
    for i, words in enumerate(
        (
            "郵便番号 861-3518",
            "住所 山都町浜町147番地2",
            "氏名 坂梨 美津子",
            "電話番号 0967-72-1385",
            "通帳の写しを添えてください。",
        )
    )
)


def test_a_claim_that_would_like_the_money_to_be_granted_is_a_claim() -> None:
    claim = reading(
        line("第9号様式（第13条関係）", 100, 80, 34),
        line("新宿区長 宛て", 100, 190, 36),
        line("交付請求書兼口座振替依頼書", 400, 520, 40),
        line("新宿区省エネルギー機器等導入補助金の交付を受けたいので、下記のとおり", 140, 610, 36),
        line("請求します。なお、補助金は下記の口座へ振り込んでください。", 110, 655, 36),
        line("1 請求金額", 120, 770, 36),
        line("金融機関コード", 160, 1000, 36),
        line("（口座名義）", 160, 1200, 36),
        *PEOPLE,
    )
    assert guess_kind(claim, PROGRAMMES).kind is K.PAYMENT_REQUEST


def test_an_application_is_an_application_although_it_asks_for_an_account_like_a_claim() -> None:
    application = reading(
        line("様式第2号", 100, 60, 40),
        line("令和5年度山都町LPガス価格高騰対応", 480, 220, 44),
        line("生活者支援金 申請書兼請求書", 560, 290, 44),
        line("山都町LPガス生活者支援事業事務局 宛て", 100, 380, 42),
        line("申請（請求）額", 200, 900, 40),
        line("振込先口座（申請者本人名義に限ります）", 100, 1000, 40),
        line("金融機関名", 200, 1060, 40),
        line("預金種別", 200, 1180, 40),
        line("口座番号（右づめ）", 700, 1180, 40),
        *PEOPLE,
    )
    assert guess_kind(application, PROGRAMMES).kind is K.APPLICATION_FORM

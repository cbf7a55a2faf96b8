"""Forms of offices that nobody described: endings to be ringed, entries in sentences, blocks without labels."""

from __future__ import annotations

import pytest

from extractors.fields.endings import listed
from extractors.fields.plausible import plausible
from extractors.fields.texts import Text
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.documents import Value
from models.geometry import Box
from models.pages import Source, TextLine
from models.programmes import FieldSpec, Label, ValueKind
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("applicant_name", "法人・団体名"), ("applicant_name", "お名前（ガス契約者本人）"), ("applicant_name", "氏名（名称）"),
        ("applicant_kana", "法人名等（フリガナ）"), ("applicant_kana", "(ふりがな)"), ("address", "住所（所在地）"),
        ("representative_name", "代表者の職氏名"), ("representative_name", "代表者(職・氏名)"),
        ("equipment_type", "設備区分（１つ選択）"), ("manufacturer", "製造メーカー"), ("model", "型式の名称"),
        ("model", "機種・型番"), ("capacity", "容量・面積・台数"), ("capacity", "規模（kW・kWh・台数）"),
        ("installation_date", "設置（完了）年月日"), ("vendor_name", "施工（販売）業者名"), ("vendor_name", "工事を行った事業者"),
        ("purchase_date", "費用を支払った日"), ("purchase_amount", "機器費及び工事費"), ("purchase_amount", "設備費・工事費の合計（税込）"),
        ("subsidy_amount", "交付申請額（②×③、千円未満切捨て）"), ("customer_number", "お客様コード"),
        ("bank_name", "金融機関・支店"), ("branch_name", "金融機関・支店"), ("branch_code", "銀行・店舗コード"),
        ("account_type", "預金種別・番号"), ("account_number", "預金種別・番号"), ("account_holder_kana", "名義人カナ"),
        ("capacity", "蓄電容量・発電出力・集熱面積"), ("capacity", "容量又は出力"), ("vendor_name", "設置業者・販売店"),
        ("vendor_name", "工事を依頼する業者"), ("purchase_amount", "機器の購入金額（税込）"), ("purchase_date", "領収書の発行日"),
        ("installation_date", "設備の設置が完了した日"), ("birth_date", "申請者_生年月日"), ("proxy_phone", "手続代行者_電話番号"),
        ("proxy_name", "代行事業者名"), ("account_holder", "口座の名義（漢字）"), ("applicant_kana", "よみがな（カタカナ）"),
        ("account_holder_kana", "口座名義人（カナ）※通帳の表記どおり"), ("model", "製品型番"), ("manufacturer", "設備の製造者名"), ("bank_code", "銀行コード―支店コード"),
    ],
)  # fmt: skip
def test_labels_as_other_offices_word_them(key: str, label: str) -> None:
    assert means(key, label)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("representative_name", "代表者職名"), ("account_holder", "口座名義（カタカナ）"), ("applicant_name", "法人名等（フリガナ）"),
        ("subsidy_amount", "補助率"), ("application_date", "申請書の提出先"),
        ("phone", "手続代行者_電話番号"), ("purchase_amount", "交付決定額"),
    ],
)  # fmt: skip
def test_labels_of_other_entries(key: str, label: str) -> None:
    assert not means(key, label)


def ringed(paper: Paper, x: float, y: int, *parts: str, ring: str = "", size: int = 30) -> None:
    """Words side by side, the one of them that is `ring` with a ring around it."""
    for words in parts:
        box = paper.text(x, y, words, size=size)
        if words == ring:
            paper.draw.ellipse((box.x0 - 12, box.y0 - 10, box.x1 + 12, box.y1 + 10), outline="black", width=3)
        x = box.x1 + 24


def request() -> Paper:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付請求書")
    return paper


def table(paper: Paper, *rows: str, left: int = 60, middle: int = 340, right: int = 1340, top: int = 120) -> list[int]:
    """Draw a table with labels on its left; where the text of each row begins in y."""
    at = []
    for number, label in enumerate(rows):
        y = top + 80 * number
        paper.draw.rectangle((left, y, middle, y + 80), outline="black", width=3)
        paper.draw.rectangle((middle, y, right, y + 80), outline="black", width=3)
        if label:
            paper.text(left + 20, y + 24, label, size=30)
        at.append(y + 24)
    return at


def test_a_name_goes_with_the_ending_that_is_ringed() -> None:
    paper = request()
    bank, branch, kind = table(paper, "金融機関", "店舗", "種別")
    ringed(paper, 360, bank, "松本", "銀行", "・", "信用金庫", "・", "農協", ring="信用金庫")
    ringed(paper, 360, branch, "塩尻", "本店", "・", "支店", "・", "出張所", ring="支店")
    ringed(paper, 360, kind, "普通", "・", "当座", ring="普通")
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["branch_name"]) == ("松本信用金庫", "塩尻支店")
    assert found["account_type"] == "普通"


def test_a_row_of_endings_tells_by_itself_whose_name_it_holds() -> None:
    paper = request()
    paper.draw.rectangle((60, 120, 340, 440), outline="black", width=3)
    paper.text(80, 250, "振込先の口座", size=30)
    for y in (120, 200, 280, 360):
        paper.draw.rectangle((340, y, 1340, y + 80), outline="black", width=3)
    ringed(paper, 360, 144, "肥後", "銀行", "・", "信用金庫", "・", "農協", ring="銀行")
    ringed(paper, 360, 224, "御船", "本店", "・", "支店", "・", "支所", "・", "出張所", ring="支店")
    ringed(paper, 360, 304, "普通", "・", "当座", ring="普通")
    paper.text(640, 304, "5367967", size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["branch_name"]) == ("肥後銀行", "御船支店")
    assert found["account_number"] == "5367967", "it stands behind 普通・当座 without a word"


def test_an_ending_that_nobody_marked_is_left_to_a_person() -> None:
    paper = request()
    (bank,) = table(paper, "金融機関")
    ringed(paper, 360, bank, "松本", "銀行", "・", "信用金庫", "・", "農協")
    field = extracted(K.PAYMENT_REQUEST, paper).fields["bank_name"]
    assert field.value == "松本" and any(not c.supports for c in field.corroborations)


def test_an_ending_that_is_written_needs_no_mark() -> None:
    paper = request()
    (branch,) = table(paper, "店舗")
    ringed(paper, 360, branch, "新奈良営業部", "本店", "・", "支店", "・", "出張所")
    assert values(extracted(K.PAYMENT_REQUEST, paper))["branch_name"] == "新奈良営業部"


def test_a_name_over_its_endings() -> None:
    paper = request()
    paper.draw.rectangle((60, 120, 340, 280), outline="black", width=3)
    paper.draw.rectangle((340, 120, 1340, 280), outline="black", width=3)
    paper.text(80, 180, "金融機関", size=30)
    paper.text(380, 140, "松本", size=34)
    ringed(paper, 380, 220, "銀行", "・", "信用金庫", "・", "農協", ring="信用金庫")
    assert values(extracted(K.PAYMENT_REQUEST, paper))["bank_name"] == "松本信用金庫"


def test_a_bank_and_its_branch_in_one_room() -> None:
    paper = request()
    (both,) = table(paper, "金融機関・支店")
    paper.text(360, both, "三井住友銀行　桜井出張所", size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["branch_name"]) == ("三井住友銀行", "桜井出張所")


def form(*lines: tuple[int, int, str], kind: K = K.APPLICATION_FORM, programme: str | None = None) -> dict[str, Value]:
    paper = Paper(1400, 1200)
    paper.text(500, 20, "補助金交付申請書" if kind is K.APPLICATION_FORM else "補助金交付請求書")
    for x, y, words in lines:
        paper.text(x, y, words, size=28)
    return values(extracted(kind, paper, programme=programme))


def test_an_amount_in_a_sentence() -> None:
    found = form(
        (80, 200, "補助金の交付を受けたいので、規則第4条により、金　60,000　円の交付を申請します。"),
        programme="nara-smarthouse",
    )
    assert found["subsidy_amount"] == 60000


def test_what_a_programme_pays_at_most_is_not_what_is_applied_for() -> None:
    found = form((80, 200, "対象経費の3分の1（上限3,000,000円）を交付します。"), programme="nara-smarthouse")
    assert found.get("subsidy_amount") is None


def test_the_number_of_a_decision_in_a_sentence() -> None:
    found = form(
        (80, 200, "令和6年11月20日付け奈良県指令脱炭第31号により額の決定を受けた補助金"), (80, 250, "について、金　897,000　円を交付されるよう請求いたします。"),
        kind=K.PAYMENT_REQUEST, programme="nara-business",
    )  # fmt: skip
    assert found["grant_decision_number"] == "奈良県指令脱炭第31号" and found["subsidy_amount"] == 897000


def test_an_applicants_block_without_labels() -> None:
    found = form(
        (80, 120, "長野県知事 様"), (700, 200, "（〒391-0001）"), (700, 250, "茅野市ちの1564-5"), (700, 300, "社会福祉法人ともしび"),
        (700, 350, "理事長　西川　昇"), (700, 400, "電話　0266-74-5344"),
        kind=K.PAYMENT_REQUEST, programme="nagano-welfare",
    )  # fmt: skip
    assert (found["address"], found["applicant_name"]) == ("茅野市ちの1564-5", "社会福祉法人ともしび")
    assert (found["representative_name"], found["phone"]) == ("西川昇", "0266745344")


def test_the_value_in_its_labels_own_cell_is_not_the_next_cards() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書")
    cards = (
        (60, 100, "①総事業費（税込）", "2920500"), (720, 100, "②うち補助対象経費（税抜）", "2555000"),
        (60, 240, "③補助率", "1／3以内（上限3,000,000円）"), (720, 240, "④交付申請額", "851000"),
    )  # fmt: skip
    for x, y, label, value in cards:
        paper.draw.rectangle((x, y, x + 600, y + 120), outline="black", width=3)
        paper.text(x + 12, y + 8, label, size=24)
        paper.text(x + 420 if value.isdigit() else x + 12, y + 66, value, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["total_cost"], found["subsidy_amount"]) == (2920500, 851000)


def test_the_era_of_a_date_is_ringed() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付申請書")
    (birth,) = table(paper, "生年月日")
    ringed(paper, 360, birth, "大正", "・", "昭和", "・", "平成", ring="昭和")
    paper.text(720, birth, "62年10月8日", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["birth_date"] == "1987-10-08"


def test_things_to_be_ticked_of_which_nobody_said_what_they_are() -> None:
    paper = Paper(1400, 800)
    paper.text(500, 20, "補助金交付申請書")
    paper.draw.rectangle((60, 120, 340, 340), outline="black", width=3)
    paper.draw.rectangle((340, 120, 1340, 340), outline="black", width=3)
    paper.text(80, 210, "設備区分", size=30)
    for number, thing in enumerate(("LED照明設備", "高効率空調設備", "高効率給湯設備", "高断熱窓")):
        y = 130 + 50 * number
        paper.draw.rectangle((360, y + 4, 386, y + 30), outline="black", width=2)
        paper.text(398, y, thing, size=30)
        if number == 1:
            paper.draw.line((363, y + 14, 371, y + 28), fill="black", width=4)
            paper.draw.line((371, y + 28, 392, y - 4), fill="black", width=4)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert found["equipment_type"] == "高効率空調設備"


def test_an_agents_block_whose_heading_nobody_described() -> None:
    found = form(
        (700, 100, "氏名　戸田 美智代"), (700, 150, "TEL　090-9015-4570"), (80, 300, "＜手続を代行した事業者＞"),
        (80, 360, "名称　近畿スマートハウス株式会社"), (80, 410, "担当　西川 昇"), (80, 460, "電話　0742-48-6868"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert (found["phone"], found["proxy_phone"]) == ("09090154570", "0742486868")


def test_an_agents_block_beside_ends_with_its_table() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書")
    paper.draw.rectangle((720, 60, 1340, 120), outline="black", width=3)
    paper.text(900, 76, "手続代行者", size=28)
    table(paper, "氏名", "電話番号", middle=240, right=660, top=120)
    agent = table(paper, "事業者名", "電話番号", left=720, middle=920, top=120)
    paper.text(260, 144, "岸本 あかね", size=28)
    paper.text(260, 224, "070-5047-4088", size=28)
    day, paid = table(paper, "工事完了日", "支払完了日", left=720, middle=920, top=400)
    paper.text(940, day, "令和6年10月15日", size=28)
    paper.text(940, paid, "令和6年10月17日", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["purchase_date"] == "2024-10-17", "what lies under the agent's table is not the agent's"
    assert found["phone"] == "07050474088" and len(agent) == 2


def test_examples_of_how_to_fill_it_in_are_nobodys_entry() -> None:
    paper = Paper(1400, 800)
    paper.text(500, 20, "補助金交付申請書")
    name, place = table(paper, "氏名", "住所")
    paper.text(360, name - 20, "例：新宿　太郎", size=18)
    paper.text(360, name + 6, "小笠原　智子", size=28)
    paper.text(360, place - 20, "例：〒160-8484　新宿区歌舞伎町1-4-1", size=18)
    paper.text(360, place + 6, "〒162-0803　新宿区赤城下町30番20号", size=26)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["applicant_name"], found["postal_code"]) == ("小笠原智子", "1620803")
    assert found["address"] == "新宿区赤城下町30-20"


def test_a_frame_headed_as_an_example_is_nobodys_entry() -> None:
    paper = request()
    (bank,) = table(paper, "金融機関")
    paper.text(360, bank, "熊本第一信用金庫", size=28)
    paper.draw.rectangle((60, 400, 1340, 500), outline="black", width=2)
    paper.text(80, 410, "記入例　金融機関：肥後銀行　店名：本店", size=22)
    paper.text(80, 450, "口座番号：1234567", size=22)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert found["bank_name"] == "熊本第一信用金庫" and found.get("account_number") is None


def test_the_offices_own_block_is_nobodys_entry() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    (amount,) = table(paper, "購入（支払）金額", right=900)
    paper.text(600, amount, "429,000円", size=28)
    paper.draw.rectangle((1000, 120, 1340, 200), outline="black", width=3)
    paper.text(1020, 144, "区使用欄", size=28)
    paper.draw.rectangle((1000, 200, 1340, 280), outline="black", width=3)
    paper.text(1020, 204, "補助対象額", size=22)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["purchase_amount"] == 429000


def test_a_day_under_the_label_of_another_day_is_that_ones() -> None:
    found = form(
        (80, 100, "長野県知事 殿"), (900, 100, "提出日：2027年2月25日"), (80, 240, "交付決定年月日"), (80, 280, "令和8年8月20日"),
        kind=K.PAYMENT_REQUEST, programme="nagano-welfare",
    )  # fmt: skip
    assert found["request_date"] == "2027-02-25"


def test_amounts_over_columns_stand_in_the_row_of_totals() -> None:
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    rows = [
        ["経費区分", "総事業費", "補助対象経費", "交付申請額"], ["設備費", "10,521,500", "9,465,000", ""], ["その他経費", "0", "0", ""],
        ["合計", "10,521,500", "9,465,000", "3,000,000"],
    ]  # fmt: skip
    paper.grid(60, 120, rows, [300, 320, 320, 320], height=70)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    amounts = {k: found.get(k) for k in ("total_cost", "purchase_amount", "subsidy_amount")}
    assert amounts == {"total_cost": 10521500, "purchase_amount": 9465000, "subsidy_amount": 3000000}


def test_the_number_of_an_option_is_written_into_a_box() -> None:
    paper = request()
    (kind,) = table(paper, "預金種目")
    paper.draw.rectangle((360, kind - 8, 410, kind + 42), outline="black", width=3)
    paper.text(376, kind, "2", size=30)
    paper.text(460, kind, "1 普通　2 当座　3 貯蓄", size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_type"] == "当座"


def test_an_option_printed_in_longer_words_is_ringed() -> None:
    paper = request()
    (kind,) = table(paper, "預金種目")
    ringed(paper, 380, kind, "普通預金", "・", "当座預金", ring="普通預金")
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_type"] == "普通"


def test_the_codes_of_bank_and_branch_in_one_room() -> None:
    paper = request()
    bank, codes = table(paper, "金融機関名", "銀行・店舗コード")
    paper.text(360, bank, "りそな銀行（0010）", size=30)
    paper.text(360, codes, "0010-050", size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["bank_code"], found["branch_code"]) == ("りそな銀行", "0010", "050")


def test_an_area_code_in_brackets_is_no_remark() -> None:
    found = form((80, 200, "連絡先（090）8492-8413"), programme="shinjuku-ecohome")
    assert found["phone"] == "09084928413"


def test_words_beside_the_label_of_an_amount_are_no_amount() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    amount, period = table(paper, "補助金交付申請額", "10 事業実施予定期間")
    paper.text(360, amount, "金2,161,000円", size=28)
    paper.text(360, period, "交付決定の日から令和7年1月31日まで", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["subsidy_amount"] == 2161000


def test_what_stands_behind_a_label_within_the_room_belongs_to_that_label() -> None:
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    (both,) = table(paper, "メーカー・品番")
    paper.text(360, both, "三菱電機", size=28)
    paper.text(700, both, "品番　SRT-S376U", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["manufacturer"], found["model"]) == ("三菱電機", "SRT-S376U")


def test_a_question_is_no_label() -> None:
    found = form(
        (80, 200, "Q2 ガスを契約している方のお名前・ご住所・お電話番号を書いてください。"), (80, 280, "ご住所"), (300, 280, "上益城郡山都町白藤2077-13"),
        programme="yamato-lpgas",
    )  # fmt: skip
    assert found["address"] == "上益城郡山都町白藤2077-13"


def test_columns_under_known_headings_are_beyond_doubt() -> None:
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    rows = [["設備の種類", "メーカー", "型番"], ["業務用冷凍冷蔵設備", "フクシマガリレイ", "GRN-182RMD"]]
    paper.grid(60, 120, rows, [420, 420, 420], height=80)
    fields = extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare").fields
    assert fields["model"].value == "GRN-182RMD"
    assert not any(not c.supports for c in fields["model"].corroborations), "the column beside has a heading of its own"


def test_a_value_in_the_row_above_is_no_caption() -> None:
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    for number, (label, value) in enumerate(
        (("申請者氏名（漢字）", "宮崎　香織"), ("メーカー名", "長府製作所"), ("型番", "SW1-231"))
    ):
        paper.text(120, 120 + 50 * number, label, size=28)
        paper.text(580, 120 + 50 * number, value, size=28)
    fields = extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse").fields
    assert fields["manufacturer"].value == "長府製作所"
    assert not any(not c.supports for c in fields["manufacturer"].corroborations)


@pytest.mark.parametrize("ring", ["銀行", "信用金庫", "農協"])
def test_endings_one_under_the_other_behind_the_name(ring: str) -> None:
    paper = request()
    paper.draw.rectangle((60, 120, 340, 300), outline="black", width=3)
    paper.draw.rectangle((340, 120, 1340, 300), outline="black", width=3)
    paper.text(80, 190, "金融機関", size=30)
    paper.text(380, 190, "遠州", size=36)
    for n, word in enumerate(("銀行", "信用金庫", "農協")):
        ringed(paper, 800, 136 + 50 * n, word, ring=ring if word == ring else "")
    ending = {"農協": "農業協同組合"}.get(ring, ring)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["bank_name"] == f"遠州{ending}"


def test_endings_in_rows_and_columns_behind_the_name() -> None:
    """The name stands between the rows; the box of what was read in a ring is as high as the ring."""
    cell = Box(x0=427, y0=118, x1=924, y1=222)
    places = {
        "諏訪": (442, 138, 512, 200), "銀行": (602, 132, 651, 159), "信用金庫": (749, 117, 867, 166),
        "信用組合": (602, 171, 692, 198), "農業協同組合": (764, 171, 895, 199),
    }  # fmt: skip
    texts = [
        Text(TextLine(text=word, box=Box(x0=a, y0=b, x1=c, y1=d), score=0.99, source=Source.PPOCR), cell)
        for word, (a, b, c, d) in places.items()
    ]
    [found] = listed(texts, ValueKind.BANK)
    assert found.written.raw == "諏訪"
    assert set(found.words) == {"銀行", "信用金庫", "信用組合", "農業協同組合"}


def test_endings_behind_brackets_to_be_marked() -> None:
    places = {"南都": (500, 129, 568, 168), "(○)銀行": (816, 98, 949, 130), "（）信用金庫": (816, 134, 996, 170)}
    texts = [
        Text(TextLine(text=word, box=Box(x0=a, y0=b, x1=c, y1=d), score=0.99, source=Source.PPOCR), None)
        for word, (a, b, c, d) in places.items()
    ]
    [found] = listed(texts, ValueKind.BANK)
    assert (found.written.raw, found.words) == ("南都", ("銀行", "信用金庫"))


@pytest.mark.parametrize(
    "words",
    [
        ((380, 24, "金"), (700, 30, "88,000"), (900, 22, "円　（千円未満切捨て。要綱別表の上限額以内）")),
        ((380, 24, "金"), (640, 26, "88,000円（千円未満切捨て。要綱別表の上限額以内）")),
    ],
)
def test_an_amount_in_front_of_a_remark(words: tuple[tuple[int, int, str], ...]) -> None:
    paper = request()
    (top,) = table(paper, "請求金額")
    for x, down, text in words:
        paper.text(x, top - 24 + down, text, size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["subsidy_amount"] == 88_000


def test_endings_of_which_the_ringed_one_was_misread() -> None:
    def texts(places: dict[str, tuple[int, int, int, int]]) -> list[Text]:
        return [
            Text(TextLine(text=word, box=Box(x0=a, y0=b, x1=c, y1=d), score=0.9, source=Source.PPOCR), None)
            for word, (a, b, c, d) in places.items()
        ]

    branch = {
        "高田馬場": (888, 1260, 1077, 1314), "本店": (1215, 1243, 1264, 1278), "店": (1206, 1273, 1272, 1315),
        "出張所": (1216, 1314, 1287, 1342),
    }  # fmt: skip
    [found] = listed(texts(branch), ValueKind.BRANCH)
    assert (found.written.raw, found.words) == ("高田馬場", ("本店", "支店", "出張所"))
    bank = {"西武": (276, 1263, 549, 1322), "銀行": (648, 1244, 741, 1279), "信用金中": (641, 1277, 748, 1313)}
    [found] = listed(texts(bank), ValueKind.BANK)
    assert (found.written.raw, found.words) == ("西武", ("銀行", "信用金庫"))
    assert not list(listed(texts({"本店": (100, 100, 160, 130), "売店": (100, 140, 160, 170)}), ValueKind.BRANCH))


def test_the_ending_of_a_branch_is_no_bank() -> None:
    spec = FieldSpec(key="bank_name", kind=ValueKind.BANK, labels=(Label(text="金融機関名"),))
    assert plausible(spec, "本店", "本店") is None
    assert plausible(spec, "西武信用金庫", "西武信用金庫") == "西武信用金庫"

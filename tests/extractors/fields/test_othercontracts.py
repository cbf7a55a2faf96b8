"""Contracts in clauses and of other dealers; what stands beside and around their entries."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Value
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written

CLAUSES = (
    "工事請負契約書", "発注者 医療法人ならまち会（以下「甲」という。）と請負者 株式会社ひがし電機（以下「乙」という。）とは", "第1条（工事名）診療所空調設備更新工事",
    "第2条（工事場所）奈良県橿原市土橋町1728番地", "第3条（使用機器）製造者 ダイキン 型番 SZRC80BYT", "第4条（工期）着手 令和8年9月7日 完成 令和8年11月13日",
    "第5条（請負代金）金3,041,500円（うち取引に係る消費税額276,500円）", "第6条（支払）甲は、工事完成の引渡しを受けた後、一括して支払う。", "令和8年8月31日",
    "甲　奈良県奈良市三条町1-2",
)  # fmt: skip


def contract(*lines: str | tuple[int, int, str]) -> ExtractedDocument:
    return extracted(K.CONTRACT, written(*lines, width=1600))


def read(*lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(contract(*lines))


def test_each_clause_ends_where_the_next_begins() -> None:
    found = read(*CLAUSES)
    assert (found["description"], found["address"]) == ("診療所空調設備更新工事", "奈良県橿原市土橋町1728")
    assert (found["manufacturer"], found["model"]) == ("ダイキン", "SZRC80BYT")
    assert (found["total_amount"], found["tax_amount"]) == (3041500, 276500)
    assert (found["applicant_name"], found["vendor_name"]) == ("医療法人ならまち会", "株式会社ひがし電機")


BARE = (
    "工事請負契約書", "第1条 工事名 作業場空調設備更新工事", "第2条 工事場所 奈良県橿原市土橋町1728番地", "第3条設置機器ダイキンSZRC80BYT 2台", "第4条 工期", "第5条請負代金金3,041,500円（うち消費税276,500円）",
    "第6条 代金は、受注者の請求により支払う。", "第7条 機器不良のときは受注者が修補する", "令和8年8月31日",
)  # fmt: skip


def test_headings_of_clauses_without_brackets() -> None:
    found = read(*BARE)
    assert (found["description"], found["address"]) == ("作業場空調設備更新工事", "奈良県橿原市土橋町1728")
    assert (found["manufacturer"], found["model"]) == ("ダイキン", "SZRC80BYT")
    assert (found["total_amount"], found["tax_amount"]) == (3041500, 276500)


def test_what_stands_under_the_next_partys_word_is_its_own() -> None:
    signed = (
        (500, 300, "注文者 橿原市土橋町1728"),
        (620, 350, "大谷 香織"),
        (500, 410, "請負者 奈良市大宮町3-4"),
        (620, 460, "ひがし電機有限会社"),
    )
    assert read("工事契約書", "令和8年8月31日", *signed)["applicant_name"] == "大谷香織"


def test_a_dealer_with_its_seat_behind_its_name() -> None:
    drawn = Paper(1600, 900)
    drawn.text(600, 40, "住宅設備工事契約書", size=40)
    drawn.grid(
        80,
        160,
        [["お客様（甲）", "大谷 香織 様"], ["工事会社（乙）", "株式会社ひがし電機 奈良市大宮町3-4"]],
        [350, 1000],
        height=70,
    )
    assert values(extracted(K.CONTRACT, drawn))["vendor_name"] == "株式会社ひがし電機"


SENTENCES = (
    "請負契約書", "第1条 乙は、甲の注文に係る高効率ヒートポンプ設備設置工事を請け負い、これを完成する。", "第2条 設置する設備は日本キヤリア製RUA-UP511Hとする。", "令和8年9月2日",
    "（甲）奈良県橿原市土橋町1728番地5", "（乙）奈良県奈良市三条町1-2",
)  # fmt: skip


def test_what_a_clause_says_in_a_sentence() -> None:
    fields = contract(*SENTENCES).fields
    said = {k: fields[k].value for k in ("description", "manufacturer", "model")}
    assert said == {
        "description": "高効率ヒートポンプ設備設置工事",
        "manufacturer": "日本キヤリア",
        "model": "RUA-UP511H",
    }
    assert all(place_doubted(fields[k]) for k in said), "no label led there"
    assert fields["address"].value == "奈良県橿原市土橋町1728-5"


def test_a_sentence_about_what_both_do_is_no_address() -> None:
    assert "address" not in read("請負契約書", "甲は奈良県内の工場1棟を乙に引き渡す。", "甲乙各1通を所持する。")


def test_the_words_of_a_dealers_own_sheet() -> None:
    paper = Paper(1600, 1400)
    paper.text(100, 60, "ご注文・契約書", size=44)
    paper.grid(
        80, 200, [["ご契約者様", "大谷 香織"], ["設置先ご住所", "奈良県奈良市三条町1-2"]], [300, 1000], height=80
    )
    paper.grid(
        80,
        420,
        [["ご契約内容", "メーカー名", "品番"], ["定置用蓄電池設置工事", "ニチコン", "ESS-U4X1"]],
        [640, 300, 360],
        height=80,
    )
    paper.grid(
        700,
        640,
        [["本体価格+工事費", "2,150,000円"], ["消費税(10%)", "215,000円"], ["ご契約金額", "2,365,000円"]],
        [320, 360],
        height=80,
    )
    paper.text(700, 1000, "販売・施工")
    paper.text(700, 1050, "有限会社ひがし電機")
    paper.text(700, 1100, "奈良県奈良市大宮町3-4")
    found = values(extracted(K.CONTRACT, paper))
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "有限会社ひがし電機")
    assert (found["address"], found["description"]) == ("奈良県奈良市三条町1-2", "定置用蓄電池設置工事")
    assert (found["manufacturer"], found["model"]) == ("ニチコン", "ESS-U4X1")
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (2365000, 2150000, 215000)


def test_the_whole_price_under_the_price_of_goods_and_work() -> None:
    found = read(
        "売買及び工事請負契約書", (600, 300, "商品・工事代金(税抜)"), (1100, 300, "2,150,000円"), (600, 370, "消費税等(10%)"), (1100, 370, "215,000円"),
        (600, 440, "契約代金総額(税込)"), (1100, 440, "2,365,000円"),
    )  # fmt: skip
    assert (found["total_amount"], found["subtotal_amount"]) == (2365000, 2150000)


def test_the_dealers_block_under_its_word_with_scraps_of_a_seal_beside() -> None:
    found = read(
        "売買及び工事請負契約書",
        (100, 600, "販売・施工会社"),
        (620, 606, "ーソ"),
        (100, 650, "大阪府八尾市久宝寺411番地"),
        (100, 700, "ひがしソーラー合同会社"),
    )
    assert found["vendor_name"] == "ひがしソーラー合同会社"


@pytest.mark.parametrize("mark", ["〒", "元", "T"])
def test_a_postal_code_in_front_of_an_address_is_no_part_of_it(mark: str) -> None:
    found = read("注文書兼契約書", (100, 300, "ご住所"), (420, 300, f"{mark}634-0076 奈良県橿原市兵部町2丁目14番3号"))
    assert found["address"] == "奈良県橿原市兵部町2-14-3"


def test_the_address_over_whom_an_acceptance_is_sent_to() -> None:
    fields = contract(
        "注文請書", (100, 200, "注文番号 PO-24-1187"), (100, 255, "奈良県大和郡山市新庄町1120番地"), (100, 300, "ならまち化学株式会社御中"), (900, 255, "奈良県天理市石上町4-1"),
        (900, 300, "天理空調有限会社"),
    ).fields  # fmt: skip
    assert fields["document_number"].value == "PO-24-1187"
    assert fields["address"].value == "奈良県大和郡山市新庄町1120" and place_doubted(fields["address"])


def test_entries_set_to_the_left_under_headings_set_to_the_middle() -> None:
    paper = Paper(1600, 900)
    paper.text(100, 60, "ご注文・契約書", size=44)
    for x, words in ((420, "ご契約内容"), (940, "メーカー名"), (1330, "品番")):
        paper.text(x, 310, words, size=30)
    for x0, x1, words in ((80, 850, "蓄電池設置工事"), (850, 1170, "ニチコン"), (1170, 1540, "ESS-U4")):
        paper.draw.rectangle((x0, 365, x1, 460), outline="black", width=3)
        paper.text(x0 + 12, 395, words)
    paper.text(100, 560, "工事予定 2024/08/19")
    found = values(extracted(K.CONTRACT, paper))
    assert (found["description"], found["manufacturer"], found["model"]) == ("蓄電池設置工事", "ニチコン", "ESS-U4")


def test_a_few_letters_of_a_seal_beside_the_word_over_the_dealers_block() -> None:
    found = read(
        "ご注文・契約書",
        (700, 600, "販売・施工"),
        (1250, 600, "ラぎか"),
        (700, 650, "(有)ひがしソーラー住設"),
        (700, 700, "奈良県葛城市忍海318-2"),
    )
    assert found["vendor_name"] == "有限会社ひがしソーラー住設"


# ---------------------------------------------------------------- the opening sentence, and the signatures without labels
OPENING = (
    "大谷香織（以下「発注者」という。）と株式会社ほっと設備（以下「受注者」という。）とは、次の条項により契約する。"
)


@pytest.mark.parametrize(
    "opening",
    [
        OPENING,
        OPENING.replace("発注者", "甲").replace("受注者", "乙"),
        OPENING.replace("大谷", "注文者 大谷"),
        OPENING.replace("「", "").replace("」", ""),
    ],
)
def test_the_parties_of_an_opening_sentence(opening: str) -> None:
    found = read("工事請負契約書", opening, "第1条 工事内容は別紙による。")
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "株式会社ほっと設備")


@pytest.mark.parametrize(("dealer", "customer", "doubted"), [("売主 ", "買主 ", False), ("", "", True)])
def test_a_dealer_who_is_called_by_the_first_letter(dealer: str, customer: str, doubted: bool) -> None:
    opening = (
        f"{dealer}有限会社ほっと設備（以下「甲」という。）と{customer}大谷 香織（以下「乙」という。）は、契約する。"
    )
    fields = contract("物品売買契約書", opening).fields
    assert (fields["applicant_name"].value, fields["vendor_name"].value) == ("大谷香織", "有限会社ほっと設備")
    assert place_doubted(fields["applicant_name"]) is doubted
    assert place_doubted(fields["vendor_name"]) is doubted


def test_the_first_letters_address_is_the_dealers_where_the_dealer_is_called_so() -> None:
    opening = "売主 有限会社ほっと設備（以下「甲」という。）と買主 大谷 香織（以下「乙」という。）は、契約する。"
    found = read("物品売買契約書", opening, "（甲）奈良県奈良市大宮町3-4", "（乙）奈良県奈良市三条町1-2")
    assert found["address"] == "奈良県奈良市三条町1-2"


def test_a_sentence_that_breaks_within_what_a_party_is_called() -> None:
    lines = (
        "大谷 香織（以下「発注者」という。）と株式会社ほっと設備（以下「受注者」とい",
        "う。）とは、次の条項により契約する。",
    )
    found = read("工事請負契約書", *lines)
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "株式会社ほっと設備")


def test_a_bracket_that_was_read_into_a_name_does_not_cut_it() -> None:
    """社会福祉法人千曲福祉会 on a fax: half a name must not be taken for all of it."""
    found = read(
        "工事請負契約書",
        "発注者　社会福祉法人「曲福祉会（以下「甲」という。）と受注者 三協エンジニアリング株式会社",
        "（以下「乙」という。）とは、次のとおり工事請負契約を締結する。",
    )
    assert found["applicant_name"] == "社会福祉法人「曲福祉会"  # for the case's other papers to put right


def test_a_word_for_a_party_is_no_partys_name() -> None:
    found = read("工事請負契約書", "ご注文者（以下「甲」）と販売施工者（以下「乙」）は、契約を締結します。")
    assert not {"applicant_name", "vendor_name"} & found.keys()


def test_a_name_that_may_have_begun_on_the_line_before_goes_to_a_person() -> None:
    fields = contract(
        (100, 300, "国の補助金を受けて行う下記の工事につき契約を結ぶ株式会社奈良総合食品流通"),
        (100, 350, "センター（以下「甲」という。）と株式会社ほっと設備（以下「乙」という。）とは、契約する。"),
    ).fields
    assert place_doubted(fields["applicant_name"])


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (
            (
                (100, 900, "発注者 奈良県橿原市曽我町1041番地の6コーポ"),
                (100, 947, "真菅502号室"),
                (100, 994, "大谷 香織"),
            ),
            "奈良県橿原市曽我町1041-6コーポ真菅502",
        ),
        (("発注者奈良県吉野郡大淀町北野83番地の12", "大谷 香織"), "奈良県吉野郡大淀町北野83-12"),
    ],
)
def test_the_address_behind_the_customers_word(lines: tuple[str | tuple[int, int, str], ...], address: str) -> None:
    field = contract("工事請負契約書", OPENING, "令和6年6月28日", *lines).fields["address"]
    assert field.value == address and not place_doubted(field)


def test_an_address_that_ends_in_a_buildings_name_may_go_on() -> None:
    field = contract("工事請負契約書", OPENING, "発注者 奈良県橿原市曽我町1041番地の6コーポ", "真菅", "大谷 香織")
    assert place_doubted(field.fields["address"])


@pytest.mark.parametrize(
    ("clause", "work"),
    [
        ("第1条 受注者は、太陽熱利用システム設置工事を請け負い、これを完成させる。", "太陽熱利用システム設置工事"),
        ("第1条 受注者は、給湯設備更新工事（2施設）を請け負い、これを完成させる。", "給湯設備更新工事（2施設）"),
        ("第1条 受注者は、この契約の工事を完成させる。", None),
        ("第1条 乙は、追加工事を施工するときは甲と協議する。", None),
        ("第1条 乙は、頭書の工事を完成し、甲に引き渡すものとする。", None),
    ],
)
def test_the_work_that_the_contractor_takes_on(clause: str, work: str | None) -> None:
    field = contract("工事請負契約書", OPENING, clause).fields.get("description")
    assert (field.value if field else None) == work and (field is None or place_doubted(field))


def test_the_subject_of_a_contract_and_the_room_of_who_sells_and_builds() -> None:
    paper = Paper(1600, 1400)
    paper.text(100, 60, "売買・取付工事契約書", size=44)
    rows = [["契約の件名", "定置用蓄電池設置工事"], ["(販売施工者)", "奈良県奈良市大宮町3-4 ビル1階"]]
    paper.grid(80, 200, rows, [300, 1000], height=160)
    paper.text(420, 480, "合同会社ひがし設備")
    found = values(extracted(K.CONTRACT, paper))
    assert (found["description"], found["vendor_name"]) == ("定置用蓄電池設置工事", "合同会社ひがし設備")


# ---------------------------------------------------------------- what stands around names and models
def test_where_the_work_is_done_in_other_words() -> None:
    drawn = Paper(1300, 1000)
    drawn.text(400, 60, "販売施工契約書", size=44)
    drawn.grid(
        80, 200, [["氏名", "大谷 佳奈子"], ["工事先住所", "奈良県大和郡山市小泉町1286番地5"]], [300, 800], height=80
    )
    assert values(extracted(K.CONTRACT, drawn))["address"] == "奈良県大和郡山市小泉町1286-5"


@pytest.mark.parametrize("count", ["（6台）", " (2基)"])
def test_how_many_of_a_model_in_brackets_is_no_part_of_it(count: str) -> None:
    found = values(
        extracted(
            K.CONTRACT,
            written("工事請負契約書", (100, 200, "対象機器"), (500, 200, f"三菱電機製 PLZ-ERMP160H4{count}")),
        )
    )
    assert (found["manufacturer"], found["model"]) == ("三菱電機", "PLZ-ERMP160H4")


def test_a_models_own_brackets_stay() -> None:
    found = values(
        extracted(K.CONTRACT, written("工事請負契約書", (100, 200, "対象機器"), (500, 200, "コロナ製 CHP-37AZ1(W)")))
    )
    assert found["model"] == "CHP-37AZ1(W)"


def test_what_was_read_of_the_customers_seal_is_no_part_of_the_name() -> None:
    lines = ("令和6年8月21日", (300, 300, "(甲)有限会社山辺木工所木社有"), (300, 360, "代表取締役 薮内 利明"))
    field = extracted(K.CONTRACT, written("工事請負契約書", *lines)).fields["applicant_name"]
    assert field.value == "有限会社山辺木工所" and place_doubted(field)


def test_how_many_of_a_model_beside_it_is_no_part_of_it() -> None:
    found = read("売買契約書", (240, 200, "型式"), (416, 200, "EHF-S99MP4B"), (700, 200, "数量1台"))
    assert found["model"] == "EHF-S99MP4B"


def test_headings_in_brackets_in_front_of_the_clauses_numbers() -> None:
    found = read(
        "設備工事請負契約書", "（工事名）第1条　蒸気ボイラ更新工事", "（工事場所）第2条　甲の工場内", "（機器）第3条　サムソン製　EH-750NS　1基",
        "（請負代金）第5条　金6,402,000円（うち消費税等 金582,000円）", "令和6年9月17日", "甲　奈良県大和高田市幸町3-18",
    )  # fmt: skip
    assert (found["description"], found["address"]) == ("蒸気ボイラ更新工事", "奈良県大和高田市幸町3-18")
    assert (found["manufacturer"], found["model"]) == ("サムソン", "EH-750NS")
    assert (found["total_amount"], found["tax_amount"]) == (6402000, 582000)


@pytest.mark.parametrize("label", ["設置する機器", "納入した設備", "(3)導入予定の機器名"])
def test_maker_and_model_beside_other_words_for_the_equipment(label: str) -> None:
    paper = Paper(1400, 400)
    paper.text(500, 40, "工事請負契約書", size=44)
    cells = paper.table(60, 150, [340, 900], [110], stroke=3)[0]
    paper.text(cells[0].x0 + 16, cells[0].cy - 14, label, size=28)
    paper.text(cells[1].x0 + 16, cells[1].cy - 14, "ニチコン VCG-666CN7 1台", size=28)
    found = values(extracted(K.CONTRACT, paper))
    assert (found["manufacturer"], found["model"]) == ("ニチコン", "VCG-666CN7")


def test_a_day_under_the_contracts_number_is_no_part_of_it() -> None:
    paper = Paper(1600, 500)
    paper.text(600, 40, "工事請負契約書", size=44)
    paper.text(1250, 110, "契約番号 HK-0246", size=28)
    paper.text(1250, 150, "2024年9月4日", size=28)
    assert values(extracted(K.CONTRACT, paper))["document_number"] == "HK-0246"


def test_the_name_in_the_block_that_the_contractors_word_heads() -> None:
    blocks = (
        (230, 400, "発注者"), (400, 400, "住所 奈良県宇陀市榛原上井足1382番地"), (400, 470, "氏名"), (520, 470, "有限会社榛原酒造場"),
        (230, 600, "請負者"), (400, 600, "住所 奈良県桜井市桜井1127-4"), (400, 670, "氏名"), (520, 670, "大和熱機工業株式会社"),
    )  # fmt: skip
    found = read("工事請負契約書", "令和6年9月24日", *blocks)
    assert (found["applicant_name"], found["vendor_name"]) == ("有限会社榛原酒造場", "大和熱機工業株式会社")
    assert "vendor_name" not in read("工事請負契約書", "令和6年9月24日", *blocks[:-1])


@pytest.mark.parametrize(
    "opening", [(), ("株式会社奈良EV（以下「甲」という。）と、百々芳樹（以下「乙」という。）とは、",)]
)
def test_the_address_labelled_as_the_customers(opening: tuple[str, ...]) -> None:
    rows = ("甲の住所", "奈良県奈良市四条大路5-2-14", "乙の住所", "奈良県生駒郡平群町緑ケ丘5-7-3")
    places = ((100, 400), (400, 400), (100, 500), (400, 500))
    found = read("設置工事契約書", *opening, *((x, y, row) for (x, y), row in zip(places, rows, strict=True)))
    assert found["address"] == ("奈良県生駒郡平群町緑ケ丘5-7-3" if opening else "奈良県奈良市四条大路5-2-14")


def test_the_day_on_the_page_of_the_signatures() -> None:
    first = written("工事請負契約書", "発注者 株式会社御所染工 （以下「甲」という。）と", "請負者 株式会社金剛熱機（以下「乙」という。）は、", "5. 工期 令和6年11月8日まで", width=1600)  # fmt: skip
    second = written("第4条（契約不適合責任）甲は、乙に対し、修補を請求することができる。", "令和6年8月21日", "甲 奈良県御所市櫛羅2106", "株式会社御所染工", width=1600)  # fmt: skip
    found = values(extracted(K.CONTRACT, first, second))
    assert (found["contract_date"], found["applicant_name"]) == ("2024-08-21", "株式会社御所染工")


def test_the_work_under_a_heading_with_more_words() -> None:
    assert (
        read("工事請負契約書", "第1条（工事の名称）", (500, 150, "太陽光発電設備設置工事"), "第2条（設置場所）")[
            "description"
        ]
        == "太陽光発電設備設置工事"
    )


def test_the_kind_of_thing_and_how_many_read_onto_the_model() -> None:
    """Spaces that the page's reader overlooked are seen in where it found the letters."""
    paper = written("建設工事請負契約書", (100, 330, "6 主要機器"), (400, 330, "三菱電機照明"), width=1600)
    paper.text(780, 330, "LED器具 EL-LHV4030B 126台")
    set_apart = paper.lines.pop()
    letters = [(c, x) for c, x in zip(set_apart.text, set_apart.char_x or (), strict=True) if c != " "]
    words, places = "".join(c for c, _ in letters), tuple(x for _, x in letters)
    paper.lines.append(set_apart.model_copy(update={"text": words, "char_x": places}))
    found = values(extracted(K.CONTRACT, paper))
    assert (found["manufacturer"], found["model"]) == ("三菱電機照明", "EL-LHV4030B")


def test_the_number_that_a_seller_files_a_contract_under() -> None:
    fields = contract((900, 60, "受付No.IG24-1187"), *CLAUSES).fields
    assert fields["document_number"].value == "IG24-1187" and place_doubted(fields["document_number"])
    assert "document_number" not in read((900, 60, "受付No.IG24-1187"), (900, 110, "受注No.33-071"), *CLAUSES)


@pytest.mark.parametrize(
    ("written_as", "maker", "model"),
    [
        ("ホシザキ HR-120A3", "ホシザキ", "HR-120A3"), ("YKKAPプラマードU", "YKKAP", "プラマードU"),
        ("NEC-1200B", None, "NEC-1200B"),
    ],
)  # fmt: skip
def test_a_known_maker_in_front_of_the_model_is_no_part_of_it(written_as: str, maker: str | None, model: str) -> None:
    found = read("注文請書", "下記のとおり御注文をお請けいたします。", (100, 300, "機器型式"), (400, 300, written_as))
    assert (found.get("manufacturer"), found["model"]) == (maker, model)

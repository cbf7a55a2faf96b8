"""Forms of offices nobody had seen: boxes behind a margin or far from their label, codes under names, numbered labels
over one another, remarks printed in an entry's room."""

from __future__ import annotations

import pytest

from extractors.fields.endings import listed
from extractors.fields.layout import Layout, Text
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.geometry import Box
from models.pages import Source, TextLine
from models.programmes import ValueKind
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_fifthversions import rows
from tests.extractors.fields.test_seventhversions import open_list
from tests.extractors.fields.test_thirdversions import cell_of, form


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("capacity", "公称最大出力等（単位も記入）"), ("capacity", "窓の数"), ("capacity", "窓の箇所数"),
        ("purchase_date", "支払H（領収書のH付）"),
    ],
)  # fmt: skip
def test_labels(key: str, label: str) -> None:
    assert means(key, label)


@pytest.mark.parametrize("margin", [70, 180], ids=["as wide as a box", "wider than it is high"])
def test_an_amount_in_boxes_behind_an_empty_margin(margin: int) -> None:
    paper = form()
    cells = paper.table(60, 120, [450, margin, *[70] * 8, 180], [104], stroke=3)[0]
    paper.text(cells[0].x0 + 20, cells[0].cy - 14, "交付申請額", size=28)
    for cell, digit in zip(cells[3:10], "¥245000", strict=True):
        paper.text(cell.x1 - 18, cell.y0 + 6, "T", size=14)  # 千, as it is read: 〒 to whoever looks for labels
        paper.text(cell.x0 + 24, cell.y0 + 40, digit, size=40)
    layout = Layout(paper.read().reading)
    [hit] = layout.find("交付申請額")
    region = layout.beside(hit)
    assert region is not None and region.cell is not None
    assert region.cell.x1 > cells[9].x1 - 10


def test_an_empty_cell_in_front_of_other_cells_is_empty() -> None:
    paper = form()
    cells = paper.table(60, 120, [320, 180, 200, 400], [104], stroke=3)[0]
    for cell, words in zip((cells[0], *cells[2:]), ("交付申請額", "支払総額", "462,000円"), strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, words, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found.get("subsidy_amount") is None


def test_amounts_in_boxes_by_themselves_far_from_their_labels() -> None:
    paper = open_list(("施工店名", "株式会社神楽坂硝子"), step=60)
    paper.text(200, 300, "工事代金の支払総額（税込）", size=33)
    paper.text(200, 410, "補助金申請額（支払総額の４分の１、上限10万円、千円未満切捨て）", size=27)
    for y, amount in ((281, "462,000"), (391, "100,000")):
        box = paper.table(1100, y, [380], [78], stroke=3)[0][0]
        paper.text(box.x0 + 200, y + 16, amount, size=42)
        paper.text(box.x0 + 350, y + 46, "円", size=23)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found.get("purchase_amount"), found.get("subsidy_amount")) == (462000, 100000)


def test_a_code_under_the_name_it_is_of() -> None:
    paper = form("補助金交付請求書")
    heads, cells = paper.table(60, 120, [400, 400], [70, 170], stroke=3)
    for cell, words in zip(heads, ("金融機関名", "支店名"), strict=True):
        paper.text(cell.x0 + 100, cell.cy - 14, words, size=28)
    for cell, name, code in zip(cells, ("三井住友銀行", "新宿西口支店"), ("0009", "259"), strict=True):
        paper.text(cell.x0 + 20, cell.y0 + 30, name, size=30)
        paper.text(cell.x0 + 20, cell.y0 + 116, "コード", size=20)
        paper.text(cell.x0 + 130, cell.y0 + 110, code, size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="shinjuku-ecohome"))
    assert (found["bank_name"], found["bank_code"]) == ("三井住友銀行", "0009")
    assert (found["branch_name"], found["branch_code"]) == ("新宿西口支店", "259")


def test_a_branch_behind_the_endings_of_its_bank_in_one_cell() -> None:
    cell = Box(x0=408, y0=1272, x1=1602, y1=1458)
    places = {
        "肥後": (436, 1310, 543, 1362), "銀行": (662, 1277, 764, 1342), "信用金庫": (815, 1289, 942, 1326),
        "信用組合": (814, 1345, 942, 1382), "浜町": (1012, 1303, 1125, 1365),
        "本店": (1285, 1287, 1363, 1328), "支店": (1273, 1320, 1381, 1383), "支所": (1292, 1372, 1365, 1418),
    }  # fmt: skip
    texts = [
        Text(TextLine(text=word, box=Box(x0=a, y0=b, x1=c, y1=d), score=0.99, source=Source.PPOCR), cell)
        for word, (a, b, c, d) in places.items()
    ]
    [bank], [branch] = list(listed(texts, ValueKind.BANK)), list(listed(texts, ValueKind.BRANCH))
    assert (bank.written.raw, branch.written.raw) == ("肥後", "浜町")
    assert branch.words == ("本店", "支店", "支所")


def test_the_label_of_the_next_number_is_no_value() -> None:
    paper = form()
    for y, label, height in ((120, "3 導入設備", 270), (390, "4 事業費等", 180)):
        cell = paper.table(60, y, [320], [height], stroke=3)[0][0]
        paper.text(cell.x0 + 90, cell.cy - 14, label, size=28)
    for y, label, value in (
        (120, "設備の種類", "高効率空調設備"),
        (210, "メーカー", "ダイキン工業"),
        (300, "数量", "6台"),
        (390, "総事業費（税込）", "8,217,000円"),
        (480, "交付申請額", "4,980,000円"),
    ):
        left, right = paper.table(380, y, [300, 600], [90], stroke=3)[0]
        paper.text(left.x0 + 14, left.cy - 14, label, size=28)
        paper.text(right.x0 + 14, right.cy - 14, value, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert (found["equipment_type"], found["total_cost"]) == ("高効率空調設備", 8217000)


def test_a_remark_how_to_fill_in_under_the_address() -> None:
    paper = form()
    x = cell_of(paper, 120, "住　所", height=160)
    paper.text(x, 150, "東京都新宿区上落合2丁目19番7号", size=30)
    paper.text(x, 220, "（建物名・部屋番号まで記入してください）", size=20)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["address"] == "東京都新宿区上落合2-19-7"


def test_an_address_on_the_line_under_its_postal_code_in_the_open() -> None:
    paper = open_list(("お名前", "五十棲 修"), ("ご住所", "〒637-0041"), step=70)
    for x, y, words in ((700, 320, "奈良県五條市本町1丁目7-16"), (200, 400, "電話番号"), (700, 400, "0747-22-6835")):
        paper.text(x, y, words)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["postal_code"], found["address"]) == ("6370041", "奈良県五條市本町1-7-16")


def test_a_decisions_number_with_its_branch() -> None:
    paper = form("補助金交付請求書")
    paper.text(60, 200, "令和６年７月30日付け奈脱水第118号の7で交付決定の通知があった標記補助金について、", size=26)
    paper.text(60, 250, "次のとおり請求します。", size=26)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert found["grant_decision_number"] == "奈脱水第118号の7"


def test_a_count_of_one_stroke_in_front_of_its_unit() -> None:
    paper = form()
    x = cell_of(paper, 120, "契約件数")
    paper.text(x + 300, 160, "件", size=30)
    paper.draw.line((x + 120, 155, x + 118, 192), fill="black", width=5)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))["contract_count"] == 1


def test_a_count_that_nobody_wrote() -> None:
    assert rows(("契約件数", "　　　　件"), programme="yamato-lpgas").get("contract_count") is None


def test_a_name_by_hand_reaches_a_little_over_the_endings_behind_it() -> None:
    def line(words: str, x0: int, x1: int, y0: int, y1: int) -> TextLine:
        return TextLine(text=words, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), score=0.9, source=Source.PPOCR)

    cell = Box(x0=320, y0=1340, x1=890, y1=1450)
    printed = (("銀 行", 1347), ("信用金庫", 1383), ("信用組合", 1418))
    texts = [Text(line("ゆうちょ", 520, 657, 1372, 1415), cell)]
    texts += [Text(line(words, 650, 748, y, y + 24), cell) for words, y in printed]
    [found] = listed(texts, ValueKind.BANK)
    assert found.written.raw == "ゆうちょ" and found.words == ("銀行", "信用金庫", "信用組合")

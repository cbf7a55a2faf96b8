"""More versions of known offices' forms: longer labels, labels of the everyday, blocks without any."""

from __future__ import annotations

from extractors.fields.certainty import place_doubted
from extractors.fields.layout import Layout
from extractors.fields.plausible import plausible
from models.documents import DocumentKind as K
from models.programmes import FieldSpec, Label, ValueKind
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written
from tests.extractors.fields.test_thirdversions import cell_of, form


def rows(*entries: tuple[str, str], programme: str, kind: K = K.APPLICATION_FORM) -> dict[str, object]:
    """What is read of a form with a table of two columns: labels and what was written beside them."""
    paper = form("補助金交付申請書" if kind is K.APPLICATION_FORM else "補助金交付請求書", 200 + 130 * len(entries))
    for number, (label, value) in enumerate(entries):
        y = 120 + 130 * number
        paper.text(cell_of(paper, y, label), y + 40, value, size=28)
    return dict(values(extracted(kind, paper, programme=programme)))


def test_a_label_of_three_measures_is_one_label() -> None:
    found = rows(("容量／出力／面積", "9.5kWh"), ("支店・支所", "清和支所"), programme="nara-smarthouse")
    assert found["capacity"] == "9.5kWh"


def test_the_day_beside_another_label_is_not_the_day_of_application() -> None:
    found = rows(("取付けた日", "令和7年11月15日"), ("書いた日", "令和7年12月1日"), programme="yamato-lpgas")
    assert found["application_date"] == "2025-12-01"


def test_a_label_read_onto_its_day() -> None:
    found = rows(("使い始めた日", "令和6年10月21日"), ("メモ", "申請日令和6年11月18日"), programme="nara-smarthouse")
    assert found["application_date"] == "2024-11-18"


def test_the_one_cost_that_a_form_asks_for_may_be_called_the_whole_cost() -> None:
    found = rows(("導入に要した費用（消費税込）", "1,958,000円"), programme="nara-smarthouse")
    assert found["purchase_amount"] == 1_958_000
    apart = rows(("総事業費（税込）", "2,362,800円"), programme="nara-business")
    assert apart["total_cost"] == 2_362_800
    assert apart.get("purchase_amount") is None


def test_an_amount_in_a_numbered_line() -> None:
    paper = written("事業補助金の交付について（申請）", "1. 交付を受けようとする額　金716,000円", "2. 事業に要する経費")
    assert values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))["subsidy_amount"] == 716_000


def test_maker_and_model_read_as_one_text_with_their_label() -> None:
    paper = written("事業補助金の交付について（申請）", "(2)メーカー及び型番ダイキンSZRC160BJ")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["manufacturer"], found["model"]) == ("ダイキン", "SZRC160BJ")


def test_a_branch_in_the_cell_behind_its_bank_s() -> None:
    paper = form("補助金交付請求書")
    cells = paper.table(60, 120, [320, 500, 400], [110], stroke=3)[0]
    for cell, words in zip(cells, ("振込先", "長野信用金庫", "須坂支店"), strict=True):
        paper.text(cell.x0 + 20, cell.cy - 15, words, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert (found["bank_name"], found["branch_name"]) == ("長野信用金庫", "須坂支店")


def test_postal_code_and_address_on_one_line_under_one_label() -> None:
    found = rows(("郵便番号・住所", "〒630-0257 奈良県生駒市元町1丁目7番12号"), programme="nara-smarthouse")
    assert found["postal_code"] == "6300257"
    assert found["address"] == "奈良県生駒市元町1-7-12"


def test_a_letterhead_whose_postal_sign_was_misread() -> None:
    paper = Paper(1400, 1400)
    paper.text(500, 40, "補助金請求書")
    for y, words in (
        (300, "=382-0064"),
        (370, "須坂市沼目町603-8"),
        (440, "医療法人社団清流会"),
        (510, "理事長　宮坂典子"),
    ):
        paper.text(600, y, words)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert found["applicant_name"] == "医療法人社団清流会"
    assert found["address"] == "須坂市沼目町603-8"


def test_whom_a_paper_is_addressed_to_is_no_address() -> None:
    spec = FieldSpec(key="address", kind=ValueKind.ADDRESS, labels=(Label(text="住所"),))
    assert plausible(spec, "奈良県知事様", "奈良県知事様") is None
    assert plausible(spec, "奈良県生駒市元町1-7-12", "奈良県生駒市元町1-7-12") is not None


def test_a_row_with_a_label_told_by_its_wording_belongs_to_that_entry() -> None:
    layout = Layout(written("家電を買ったお店のお名前").read().reading)
    assert layout.names_an_entry(layout.texts[0])


def test_amounts_over_each_other_are_not_the_column_s_heading_s() -> None:
    """金額 stands over the amounts of three rows, each with a label of its own: no amount is two entries'."""
    paper = form(height=800)
    table = (
        ("区分", "金額"),
        ("① 事業に要する経費の総額（消費税を含む）", "4,675,000"),
        ("③ 交付を申請する額", "2,833,000"),
    )
    for (left, right), (label, amount) in zip(paper.table(60, 120, [800, 400], [80] * 3, stroke=3), table, strict=True):
        paper.text(left.x0 + 20, left.cy - 15, label, size=26)
        paper.text(right.x0 + 20, right.cy - 15, amount, size=26)
    fields = extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare").fields
    claimed = fields.get("subsidy_amount")
    assert claimed is None or claimed.value == 2_833_000 or place_doubted(claimed)

"""Forms nobody has learned: a text layer is sure of its characters, not of the place they stand in."""

from __future__ import annotations

import pytest

from extractors.fields.entries import Sheet
from extractors.fields.forms import entry_field
from extractors.fields.layout import Region
from extractors.reading import Reader
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted

WIDTHS = [260, 380, 260, 300]


def read(paper: Paper, kind: K = K.APPLICATION_FORM) -> ExtractedDocument:
    return extracted(kind, paper, programme=None)


def boxes(paper: Paper, x: int, y: int, digits: str, side: int = 44) -> int:
    """One character a box, a space leaving its box empty; where the strip ends."""
    for box, digit in zip(paper.strip(x, y, len(digits), side=side), digits, strict=True):
        if digit != " ":
            paper.text(box.x0 + 14, box.y0 + 13, digit, size=28)
    return x + side * len(digits)


def dated(paper: Paper, x: int, y: int, year: str, month: str, day: str) -> None:
    paper.text(x, y + 14, "令和", size=28)
    at = x + 70
    for digits, word in ((year, "年"), (month, "月"), (day, "日")):
        at = boxes(paper, at, y, digits)
        paper.text(at + 6, y + 14, word, size=28)
        at += 44


# ------------------------------------------------------------------ places that are certain
def test_a_cell_beside_its_only_label_is_certain() -> None:
    paper = Paper(1300, 700)
    paper.grid(80, 100, [["氏名", "山田太郎", "電話番号", "03-1234-5678"]], WIDTHS, height=70)
    fields = read(paper).fields
    assert (fields["applicant_name"].value, fields["phone"].value) == ("山田太郎", "0312345678")
    assert fields["applicant_name"].exact and fields["phone"].exact


def test_labels_above_their_values_in_one_cell() -> None:
    paper = Paper(1300, 700)
    for cell, (label, value) in zip(
        paper.table(80, 100, [380, 380, 380], [110])[0],
        [("製造事業者", "シャープ"), ("型番", "JH-WB2421"), ("容量・台数", "13.0kWh")],
        strict=True,
    ):
        paper.text(cell.x0 + 8, cell.y0 + 8, label, size=20)
        paper.text(cell.x0 + 14, cell.y0 + 52, value, size=30)
    fields = read(paper).fields
    assert fields["manufacturer"].value == "シャープ"
    assert fields["model"].value == "JH-WB2421"


# ------------------------------------------------------------------ places that are not
def test_an_amount_under_a_caption_that_nobody_could_read() -> None:
    """③補助金の額 heads three cells; of the small labels in them a fax has left 業二竣广名."""
    paper = Paper(1300, 700)
    paper.text(88, 70, "③補助金の額", size=32)
    cells = paper.table(80, 110, [380, 380], [110])[0]
    for cell, label, value in zip(cells, ("業二竣广名", "定国日清"), ("5,169,230円", "1,566,000円"), strict=True):
        paper.text(cell.x0 + 8, cell.y0 + 8, label, size=20)
        paper.text(cell.x0 + 100, cell.y0 + 56, value, size=28)
    field = read(paper).fields["subsidy_amount"]
    assert any(c.kind == "place" for c in field.corroborations)


def test_a_day_behind_words_that_are_no_label_of_its_entry() -> None:
    """On a fax 設置完了日 was read as 没道完了, and the 日 of 記入日 in front of the right day as a 7."""
    paper = Paper(1300, 700)
    paper.text(80, 100, "7 令和 7 年 9 月 17 日", size=28)
    paper.text(80, 300, "没道完了令和7年8月26日", size=28)
    assert read(paper).fields["application_date"].value == "2025-09-17"
    alone = Paper(1300, 700)
    alone.text(80, 300, "没道完了令和7年8月26日", size=28)
    assert "application_date" not in read(alone).fields


def test_a_label_that_stands_twice_is_certain_of_neither() -> None:
    paper = Paper(1300, 700)
    paper.grid(80, 100, [["電話番号", "03-1234-5678"], ["連絡先", "090-1234-5678"]], [260, 700], height=70)
    assert not read(paper).fields["phone"].exact


def test_a_doubt_about_one_of_two_numbers_is_a_doubt_about_the_other() -> None:
    paper = Paper(1300, 700)
    rows = [["氏名", "山田太郎"], ["電話番号", "03-1234-5678"], ["担当者", "鈴木一郎"], ["電話番号", "090-1234-5678"]]
    paper.grid(80, 100, rows, [260, 700], height=70)
    fields = read(paper).fields
    assert not any(fields[k].exact for k in ("phone", "proxy_phone") if k in fields)
    assert all(
        any(c.kind == "place" for c in fields[k].corroborations) for k in ("phone", "proxy_phone") if k in fields
    )


def test_headings_tell_which_of_two_labels_is_whose() -> None:
    paper = Paper(1300, 900)
    paper.text(80, 60, "申請者情報")
    paper.grid(80, 120, [["氏名", "山田太郎"], ["連絡先", "090-1234-5678"]], [260, 700], height=70)
    paper.text(80, 330, "手続代行者")
    paper.grid(80, 390, [["担当者名", "鈴木一郎"], ["電話番号", "03-1234-5678"]], [260, 700], height=70)
    fields = read(paper).fields
    assert (fields["phone"].value, fields["proxy_phone"].value) == ("09012345678", "0312345678")


def test_a_heading_in_a_cell_beside_its_rows_holds_all_of_them() -> None:
    paper = Paper(1300, 900)
    paper.table(80, 100, [180], [140, 140])
    paper.text(96, 160, "申請する方", size=26)
    paper.text(96, 300, "代理申請者", size=26)
    paper.grid(
        260,
        100,
        [["氏名", "山田太郎"], ["ＴＥＬ", "090-1234-5678"], ["担当者", "鈴木一郎"], ["電話番号", "03-1234-5678"]],
        [260, 600],
        height=70,
    )
    fields = read(paper).fields
    assert (fields["phone"].value, fields["proxy_phone"].value) == ("09012345678", "0312345678")


def test_a_text_that_two_entries_take_is_certain_for_neither() -> None:
    paper = Paper(1300, 700)
    paper.text(80, 100, "メーカー名")
    paper.text(80, 170, "型番")
    paper.text(330, 170, "KPAC-B98")
    fields = read(paper).fields
    assert not any(f.exact for k, f in fields.items() if f.value == "KPAC-B98" and k != "model")


def test_small_labels_over_their_values_in_the_open() -> None:
    """Which of the two, the word beside or the one below, is the entry, no geometry tells: none of them is certain."""
    paper = Paper(1300, 700)
    for x, label, value in ((80, "代表者氏名", "長谷川翔太"), (560, "部署", "総務課")):
        paper.text(x, 100, label, size=20)
        paper.text(x + 6, 140, value, size=30)
    field = read(paper).fields.get("representative_name")
    assert field is None or not field.exact or field.value == "長谷川翔太"


def test_the_end_of_a_label_is_no_value() -> None:
    paper = Paper(1300, 400)
    paper.grid(80, 100, [["銀行名等", "ゆうちょ銀行"]], [260, 700], height=70)
    assert read(paper, K.PAYMENT_REQUEST).fields["bank_name"].value == "ゆうちょ銀行"


@pytest.mark.parametrize(
    ("label", "written", "key", "value"),
    [
        ("金融機関名", "東京信用金庫 コード", "bank_name", "東京信用金庫"),
        ("支店名", "田無支店 店番 021", "branch_name", "田無支店"),
        ("支店名", "七二八店", "branch_name", "七二八店"),
        ("支店名", "店番町支店", "branch_name", "店番町支店"),
    ],
)
def test_the_number_of_a_bank_is_no_part_of_its_name(label: str, written: str, key: str, value: str) -> None:
    paper = Paper(1300, 400)
    paper.grid(80, 100, [[label, written]], [260, 700], height=70)
    assert read(paper, K.PAYMENT_REQUEST).fields[key].value == value


@pytest.mark.parametrize(("label", "value"), [("金融機関名", "0010"), ("支店名", "015"), ("口座名義人", "カナ")])
def test_numbers_and_labels_are_no_names(label: str, value: str) -> None:
    paper = Paper(1300, 400)
    paper.grid(80, 100, [[label, value]], [260, 700], height=70)
    fields = read(paper, K.PAYMENT_REQUEST).fields
    key = {"金融機関名": "bank_name", "支店名": "branch_name", "口座名義人": "account_holder"}[label]
    assert fields[key].value is None and not fields[key].blank


def test_a_label_printed_in_the_room_is_no_part_of_the_value() -> None:
    page = Paper(1300, 400)
    page.text(120, 104, "メーカー", size=20)
    page.text(126, 140, "岩崎電気", size=30)
    read_page = page.read()
    sheet = Sheet.of(read_page, frozenset(), Reader())
    region = Region(sheet.layout.texts, Box(x0=100, y0=100, x1=700, y1=190))
    spec = FieldSpec(key="manufacturer", kind=ValueKind.TEXT, labels=(Label(text="メーカー"),))
    field = entry_field(sheet, spec, region)
    assert field is not None and field.value == "岩崎電気"


# ------------------------------------------------------------------ boxes
@pytest.mark.parametrize("digits", ["   30000", " 1673870", "  100000"])
def test_an_amount_in_boxes_with_its_units_printed_small(digits: str) -> None:
    paper = Paper(1300, 400)
    cells = paper.table(80, 100, [260, 700], [80])[0]
    paper.text(96, 125, "交付申請額", size=28)
    x = int(cells[1].x0) + 20
    end = boxes(paper, x, 112, digits)
    paper.text(x + 44 + 10, 104, "百万", size=10)
    paper.text(x + 4 * 44 + 14, 104, "千", size=10)
    paper.text(end + 6, 126, "円", size=28)
    field = read(paper).fields["subsidy_amount"]
    assert field.value == int(digits)


def test_units_over_empty_boxes_are_no_million() -> None:
    paper = Paper(1300, 400)
    cells = paper.table(80, 100, [260, 700], [80])[0]
    paper.text(96, 125, "交付申請額", size=28)
    boxes(paper, int(cells[1].x0) + 20, 112, " " * 8)
    paper.text(cells[1].x0 + 74, 104, "百万", size=10)
    assert read(paper).fields["subsidy_amount"].value is None


def test_a_date_in_boxes_is_read_across_them() -> None:
    paper = Paper(1300, 500)
    cells = paper.table(80, 100, [260, 800], [80])[0]
    paper.text(96, 125, "設置完了日", size=28)
    dated(paper, int(cells[1].x0) + 20, 112, "07", "12", " 9")
    assert read(paper).fields["installation_date"].value == "2025-12-09"


def test_an_amount_far_behind_its_printed_sign() -> None:
    paper = Paper(1300, 500)
    paper.text(80, 100, "補助金申請額")
    paper.text(330, 100, "金")
    paper.text(720, 100, "100,000円")
    assert read(paper).fields["subsidy_amount"].value == 100000


def test_a_number_in_boxes_is_not_its_first_digit() -> None:
    paper = Paper(1300, 400)
    cells = paper.table(80, 100, [260, 700], [80])[0]
    paper.text(96, 125, "お客様番号", size=28)
    boxes(paper, int(cells[1].x0) + 20, 112, "457785")
    assert read(paper).fields["customer_number"].value == "457785"

"""A blank form never seen before becomes a map: rooms in the open, in cells, in strips, behind and under labels."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind
from models.forms import FormMap
from models.geometry import Box
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES
from tests.extractors.registration.blankforms import HEIGHT, WIDTH, claim, entry_box, learned


@pytest.fixture(scope="module")
def form() -> FormMap:
    return learned(claim()).form


@pytest.mark.parametrize(
    ("key", "point"),
    [
        ("request_date", (1300, 284)),
        ("postal_code", (900, 394)),
        ("address", (1000, 464)),
        ("applicant_name", (1000, 544)),
        ("bank_name", (620, 740)),
        ("branch_name", (1300, 740)),
        ("account_type", (620, 820)),
        ("account_number", (1250, 820)),
        ("account_holder", (620, 900)),
        ("account_holder_kana", (1300, 900)),
    ],
)
def test_each_entry_has_its_room(form: FormMap, key: str, point: tuple[int, int]) -> None:
    box = entry_box(form, key)
    assert box.x0 < point[0] < box.x1
    assert box.y0 < point[1] < box.y1


def test_the_room_ends_before_the_seal(form: FormMap) -> None:
    assert entry_box(form, "applicant_name").x1 <= 1450


def test_boxes_for_digits_and_choices_are_mapped(form: FormMap) -> None:
    entries = {e.key: e for e in form.pages[0].entries}
    assert len(entries["account_number"].strip) == 7
    assert [o.value for o in entries["account_type"].options] == ["普通", "当座"]


def test_a_blank_printed_twice_gives_the_same_map(form: FormMap) -> None:
    assert learned(claim()).form == form


def test_a_label_above_its_room_in_one_cell() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [660, 660], [130, 130])
    for cell, label in zip([*cells[0], *cells[1]], ("住所", "氏名", "電話番号", "請求金額"), strict=True):
        paper.text(cell.x0 + 10, cell.y0 + 8, label, size=22)
    box = entry_box(learned(paper).form, "address")
    assert box.y0 > 425
    assert box.y1 > 500


def test_an_entry_that_is_guessed_is_said() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [400, 900], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "携帯のつながる時間帯", size=28)
    result = learned(paper)
    assert "phone" in result.doubts
    assert "account_number" in result.missing


def test_a_longer_label_is_not_taken_for_the_shorter() -> None:
    """金融機関コード is no 金融機関, whichever stands first."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 360, 300, 360], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "金融機関コード", size=28)
    paper.text(cells[0][2].x0 + 20, cells[0][2].cy - 14, "金融機関", size=28)
    form = learned(paper).form
    assert entry_box(form, "bank_code").cx == pytest.approx(cells[0][1].cx, abs=10)
    assert entry_box(form, "bank_name").cx == pytest.approx(cells[0][3].cx, abs=10)


def test_a_label_that_is_a_part_of_another_s_leads_nowhere() -> None:
    """代表者氏名 holds 氏名, and names somebody else than 法人名 does."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [400, 900], [90, 90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "法人名", size=28, pitch=128)
    paper.text(cells[1][0].x0 + 20, cells[1][0].cy - 14, "代表者氏名", size=28, pitch=64)
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.APPLICATION_FORM).form
    assert entry_box(form, "applicant_name").cy == pytest.approx(cells[0][1].cy, abs=10)
    assert entry_box(form, "representative_name").cy == pytest.approx(cells[1][1].cy, abs=10)


def test_a_label_in_two_lines_names_what_both_say() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 900], [90, 90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].y0 + 10, "口座名義", size=28)
    paper.text(cells[0][0].x0 + 20, cells[0][0].y0 + 50, "（カナ）", size=28)
    paper.text(cells[1][0].x0 + 20, cells[1][0].cy - 14, "口座名義", size=28)
    form = learned(paper).form
    assert entry_box(form, "account_holder_kana").cy == pytest.approx(cells[0][1].cy, abs=10)
    assert entry_box(form, "account_holder").cy == pytest.approx(cells[1][1].cy, abs=10)


def test_an_entry_of_the_account_that_stands_alone_on_its_row_heads_no_block() -> None:
    """口座番号 in the right column: the codes above it belong to the same block."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "③　受取口座", size=32)
    for row, labels in enumerate((("金融機関名", "金融機関コード"), ("支店名", "店番号"), ("預金種別", "口座番号"))):
        for x, label in zip((160, 860), labels, strict=True):
            paper.text(x, 430 + 70 * row, label, size=28)
    form = learned(paper).form
    assert entry_box(form, "bank_code").x0 > 1000
    assert entry_box(form, "branch_code").cy == pytest.approx(514, abs=20)


def test_a_label_over_boxes_for_digits_is_no_heading_of_a_table() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "③　振込先", size=32)
    paper.text(160, 430, "支店名", size=22)
    paper.text(860, 430, "番号", size=22)
    paper.strip(860, 465, 7)
    assert len({e.key: e for e in learned(paper).form.pages[0].entries}["account_number"].strip) == 7


def test_room_for_two_lines_above_a_line_for_writing() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 400, "現住所", size=22)
    paper.draw.line([(155, 540), (1480, 540)], fill="black", width=2)
    paper.text(160, 560, "電話番号", size=22)
    box = entry_box(learned(paper).form, "address")
    assert (box.x0, box.y0) < (200, 440) and box.x1 > 1400 and box.y1 > 520


def test_a_heading_worded_like_a_label_gives_way_to_the_label() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 358, "申請金額", size=28)
    cells = paper.table(160, 400, [400, 900], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "補助金請求額", size=28)
    assert entry_box(learned(paper).form, "subsidy_amount").cy == pytest.approx(cells[0][1].cy, abs=10)


def test_a_branch_is_a_label_where_it_begins_its_row_and_a_word_of_the_room_elsewhere() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 900], [90, 90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "金融機関名", size=28)
    paper.text(cells[0][1].x0 + 500, cells[0][1].cy - 14, "銀行", size=28)
    paper.text(cells[1][0].x0 + 20, cells[1][0].cy - 14, "支店", size=28, pitch=200)
    form = learned(paper).form
    assert entry_box(form, "bank_name").x1 == pytest.approx(cells[0][1].x1, abs=10)
    assert entry_box(form, "branch_name").cy == pytest.approx(cells[1][1].cy, abs=10)


def test_a_remark_is_no_label() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    paper.text(160, 430, "支店名", size=28)
    paper.text(160, 520, "※　振込先は申請者本人名義の口座に限ります。", size=24)
    assert "account_holder" in learned(paper).missing


def test_the_maps_that_come_with_the_programmes_hold_what_the_programmes_ask_for() -> None:
    from programmes.forms import load_forms

    for form in load_forms():
        document = PROGRAMMES[form.programme].document(DocumentKind(form.document))
        assert document is not None
        mapped = {e.key for page in form.pages for e in page.entries}
        assert mapped == set(document.keys(form.version)), form.id


def account_table(*rows: tuple[str, tuple[tuple[int, int, str], ...]]) -> tuple[Paper, list[list[Box]]]:
    """A request whose account is asked for in a table of four columns; texts of a row stand at (column, x, words)."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [260, 520, 180, 400], [110] * len(rows))
    for row, (label, texts) in zip(cells, rows, strict=True):
        if label:
            paper.text(row[0].x0 + 20, row[0].cy - 14, label, size=28)
        for column, x, words in texts:
            for n, line in enumerate(words.splitlines()):
                paper.text(row[column].x0 + x, row[column].y0 + 20 + 40 * n, line, size=24)
    return paper, cells


def test_the_room_in_front_of_printed_endings() -> None:
    ends = ((1, 340, "銀行・信金\n信組・農協"), (2, 20, "支店名"), (3, 280, "本店・支店\n出張所"))
    paper, cells = account_table(("金融機関名", ends))
    form = learned(paper).form
    for key, cell, start in (("bank_name", cells[0][1], 340), ("branch_name", cells[0][3], 280)):
        box = entry_box(form, key)
        assert cell.x0 - 8 < box.x0 < cell.x0 + 8 and box.x1 < cell.x0 + start + 8, key


def test_boxes_behind_a_label_in_its_own_cell() -> None:
    paper, cells = account_table(("金融機関名", ()), ("", ()), ("預金種別", ((1, 30, "普通・当座"),)))
    paper.text(cells[1][1].x0 + 20, cells[1][1].cy - 14, "コード", size=28)
    strip = paper.strip(round(cells[1][1].x0) + 150, round(cells[1][1].y0) + 28, 4)
    form = learned(paper).form
    box = entry_box(form, "bank_code")
    assert all(b.share_inside(box) > 0.9 for b in strip)
    assert entry_box(form, "account_type").cy == pytest.approx(cells[2][1].cy, abs=12)


def test_a_table_over_the_whole_page_under_a_block_on_its_right() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(900, 220, "1 請求者", size=28)
    for n, label in enumerate(("住所", "氏名")):
        paper.text(940, 280 + 60 * n, label, size=28)
    paper.text(160, 480, "2 振込先", size=28)
    cells = paper.table(160, 540, [260, 620, 160, 320], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "金融機関名", size=28)
    paper.text(cells[0][2].x0 + 20, cells[0][2].cy - 14, "コード", size=28)
    assert entry_box(learned(paper).form, "bank_code").cx == pytest.approx(cells[0][3].cx, abs=40)


def test_a_room_in_which_the_form_begins_the_entry() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [300, 1000], [120, 90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "住所", size=28)
    paper.text(cells[0][1].x0 + 20, cells[0][1].cy - 14, "金沢市", size=28)
    paper.text(cells[1][0].x0 + 20, cells[1][0].cy - 14, "氏名", size=28)
    assert entry_box(learned(paper).form, "address").cy == pytest.approx(cells[0][1].cy, abs=12)

"""Labels and what belongs to them: in cells, in the open, on one line, in a sentence."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout, Region
from extractors.fields.running import inline
from extractors.folding import fold
from models.geometry import Box
from models.pages import PageReading, Rule, Source, TextLine
from tests.extractors.drawnpaper import Paper, line, reading


def layout(page: PageReading, *labels: str) -> Layout:
    return Layout(page, frozenset(map(fold, labels)))


def written(*lines: TextLine, labels: tuple[str, ...] = (), **more: object) -> Layout:
    return layout(reading(*lines, **more), *labels)  # type: ignore[arg-type]


def beside(page: Layout, label: str) -> str | None:
    """The text of the value beside the only place where `label` stands."""
    (hit,) = page.find(label)
    region = page.beside(hit)
    return None if region is None else region.raw


# ------------------------------------------------------------------ labels
@pytest.mark.parametrize(
    "printed",
    ["電話番号", "電 話 番 号", "３ 電話番号", "（1）電話番号", "※電話番号", "電話番号（日中）", "電話番号："],
)
def test_a_label_is_found_however_it_is_set(printed: str) -> None:
    (hit,) = written(line(printed)).find("電話番号")
    assert hit.whole
    assert hit.label == "電話番号"


@pytest.mark.parametrize(
    "sentence",
    ["電話番号は市外局番から", "電話番号及び氏名を", "変更後の電話番号", "電話番号欄に", "お客様の電話番号を控える"],
)
def test_a_label_in_a_sentence_is_none(sentence: str) -> None:
    assert written(line(sentence)).find("電話番号") == []


def test_the_number_in_front_of_a_label_is_no_value_before_it() -> None:
    page = written(line("2 工事場所"), line("98,000円 支払年月日", y=300))
    assert [h.text.raw for h in page.find("工事場所")] == ["2 工事場所"]
    assert [h.text.raw for h in page.find("支払年月日")] == ["支払年月日"]


def test_a_longer_label_does_not_pass_for_a_shorter_one() -> None:
    page = written(line("氏名カナ"), line("口座名義人", y=200))
    assert page.find("口座") == []
    assert [h.text.raw for h in page.find("口座名義人")] == ["口座名義人"]


def test_a_long_label_with_a_misread_character_is_found_and_a_short_one_is_not() -> None:
    page = written(line("金融機閏コード"), line("氏各", y=300))
    assert [h.text.raw for h in page.find("金融機関コード")] == ["金融機閏コード"]
    assert page.find("氏名") == []


def test_labels_come_from_top_to_bottom() -> None:
    page = written(line("住所", y=500), line("住所", y=100), line("住所", y=300))
    assert [h.box.y0 for h in page.find("住所")] == [100, 300, 500]


def test_letters_of_a_label_found_apart_are_one_label() -> None:
    page = written(line("住", 100), line("所", 190), line("東京都新宿区1-2", 400))
    (hit,) = page.find("住所")
    assert page.beside(hit).raw == "東京都新宿区1-2"  # type: ignore[union-attr]


def test_label_and_value_far_apart_are_not_joined() -> None:
    page = written(line("住", 100), line("所", 900))
    assert page.find("住所") == []


# ------------------------------------------------------------------ on one line
def test_label_and_value_on_one_line() -> None:
    page = written(line("電話番号 03-1234-5678"))
    assert beside(page, "電話番号") == "03-1234-5678"
    assert beside(written(line("電話番号：03-1234-5678")), "電話番号") == "03-1234-5678"
    assert beside(written(line("フリガナ（全角） ヤマダ")), "フリガナ") == "ヤマダ"


def test_the_end_of_the_bracket_around_a_label_is_no_value() -> None:
    page = written(line("補助事業に要する経費（総事業費・税込）"), line("7,095,000 円", x=900))
    assert beside(page, "総事業費") == "7,095,000 円"


def test_the_box_of_a_value_on_the_labels_line_holds_the_value_only() -> None:
    words = "電話番号 03-1234-5678"
    paper = Paper()
    whole = paper.text(100, 200, words)
    page = layout(paper.read().reading)
    (hit,) = page.find("電話番号")
    region = page.beside(hit)
    assert region is not None
    assert region.box.x0 == pytest.approx(100 + 4 * 30 + 15, abs=6)
    assert region.box.x1 == pytest.approx(whole.x1, abs=1)


def test_several_labels_on_one_line_each_have_their_own() -> None:
    page = written(
        line("氏名", 100), line("山田太郎", 250), line("電話", 600), line("03-1234-5678", 750), labels=("氏名", "電話")
    )
    assert beside(page, "氏名") == "山田太郎"
    assert beside(page, "電話") == "03-1234-5678"


def test_a_second_label_within_the_same_text_is_found() -> None:
    page = written(line("店番 123 口座番号 1234567"))
    (hit,) = page.find("口座番号")
    assert page.beside(hit).raw == "1234567"  # type: ignore[union-attr]


def test_the_next_line_of_a_value_belongs_to_it_and_the_next_entry_does_not() -> None:
    page = written(
        line("住所 東京都新宿区西新宿二丁目", 100, 100), line("サンハイツ305", 175, 142), line("電話 03-1234-5678", 100, 184),
        labels=("住所", "電話"),
    )  # fmt: skip
    assert beside(page, "住所") == "東京都新宿区西新宿二丁目 サンハイツ305"


# ------------------------------------------------------------------ in cells
def form() -> Paper:
    paper = Paper()
    paper.grid(100, 100, [["氏名", "山田太郎"], ["住所", "東京都新宿区1-2-3"], ["電話", ""]], [200, 600], height=70)
    return paper


def test_the_cell_right_of_a_labels_cell_is_its_value() -> None:
    page = layout(form().read().reading, "氏名", "住所", "電話")
    assert beside(page, "氏名") == "山田太郎"
    assert beside(page, "住所") == "東京都新宿区1-2-3"


def test_an_empty_cell_is_a_region_without_text_and_not_the_next_rows_value() -> None:
    page = layout(form().read().reading, "氏名", "住所", "電話")
    (hit,) = page.find("電話")
    region = page.beside(hit)
    assert region is not None and region.cell is not None
    assert region.texts == ()
    assert region.ink_box == region.box
    assert 290 < region.box.x0 < 310 and region.box.y0 > 235


def test_all_lines_of_a_cell_belong_to_its_value() -> None:
    paper = Paper()
    left, right = paper.table(100, 100, [200, 700], [140])[0]
    paper.text(left.x0 + 20, 150, "住所")
    paper.text(right.x0 + 20, 115, "東京都新宿区西新宿")
    paper.text(right.x0 + 20, 175, "サンハイツ305")
    assert beside(layout(paper.read().reading, "住所"), "住所") == "東京都新宿区西新宿 サンハイツ305"


def test_four_cells_in_a_row_are_two_pairs() -> None:
    paper = Paper()
    paper.grid(50, 100, [["店番", "123", "口座番号", "1234567"]], [150, 250, 200, 400])
    page = layout(paper.read().reading, "店番", "口座番号")
    assert beside(page, "店番") == "123"
    assert beside(page, "口座番号") == "1234567"


def test_a_value_under_its_heading() -> None:
    paper = Paper()
    paper.grid(100, 100, [["数量", "金額"], ["2", "1,000円"], ["3", "2,500円"]], [300, 400])
    page = layout(paper.read().reading, "数量", "金額")
    (hit,) = page.find("金額")
    assert [page.below(hit, row).raw for row in (0, 1)] == ["1,000円", "2,500円"]  # type: ignore[union-attr]
    assert page.below(hit, 2) is None


def test_a_value_under_its_heading_without_rules() -> None:
    page = written(
        line("メーカー", 100, 100), line("型式", 500, 100), line("サンプル電機", 100, 150), line("ES-1", 500, 150)
    )
    (hit,) = page.find("型式")
    assert page.below(hit).raw == "ES-1"  # type: ignore[union-attr]


def test_entry_boxes_are_not_taken_for_the_cell_of_their_label() -> None:
    paper = Paper()
    left, _ = paper.table(100, 100, [250, 600], [90])[0]
    paper.text(left.x0 + 20, 130, "口座番号")
    for box, digit in zip(paper.strip(380, 117, 7), "1234567", strict=True):
        paper.text(box.x0 + 14, 130, digit)
    page = layout(paper.read().reading, "口座番号")
    assert (beside(page, "口座番号") or "").replace(" ", "") == "1234567"


@pytest.mark.parametrize("margin", [0, 46])
def test_a_strip_as_high_as_its_cell_is_the_value_with_all_its_boxes(margin: int) -> None:
    paper = Paper()
    left, right = paper.table(100, 100, [250, 800], [62])[0]
    paper.text(left.x0 + 20, 116, "補助金申請額")
    boxes = paper.strip(round(right.x0) + margin, 103, 9)
    for box, digit in zip(boxes[4:], "98000", strict=True):
        paper.text(box.x0 + 14, 116, digit)
    paper.text(boxes[-1].x1 + 20, 116, "円")
    page = layout(paper.read().reading, "補助金申請額")
    assert (beside(page, "補助金申請額") or "").replace(" ", "") == "98000円"


def test_a_frame_around_the_whole_paper_is_no_cell() -> None:
    paper = Paper(1200, 1000)
    paper.table(40, 40, [1100], [900])
    rows = ["氏名", "住所", "電話", "店番", "日付", "番号", "品名", "金額", "備考"]
    for i, label in enumerate(rows):
        paper.text(100, 100 + 80 * i, label)
        paper.text(400, 100 + 80 * i, f"値{i}")
    page = layout(paper.read().reading, *rows)
    assert len(page.page.cells) <= 1
    assert all(t.cell is None for t in page.texts)
    assert beside(page, "住所") == "値1"
    small = Layout(reading(line("氏名", 120, 120), cells=(Box(x0=100, y0=100, x1=700, y1=300),)))
    assert small.texts[0].cell is not None, "a large cell with little in it stays one"


# ------------------------------------------------------------------ in the open
def test_in_the_open_the_value_is_what_stands_on_the_labels_row() -> None:
    page = written(
        line("住所", 100, 100), line("東京都新宿区1-2-3", 400, 100), line("氏名", 100, 200), line("山田太郎", 400, 200),
        labels=("住所", "氏名"),
    )  # fmt: skip
    assert beside(page, "住所") == "東京都新宿区1-2-3"
    assert beside(page, "氏名") == "山田太郎"


def test_a_line_between_two_labels_goes_to_the_nearer_one() -> None:
    page = written(
        line("住所", 100, 100), line("東京都新宿区西新宿", 400, 100), line("サンハイツ305", 400, 140), line("氏名", 100, 220),
        line("山田太郎", 400, 220), labels=("住所", "氏名"),
    )  # fmt: skip
    assert beside(page, "住所") == "東京都新宿区西新宿 サンハイツ305"
    assert beside(page, "氏名") == "山田太郎"


def test_a_label_with_nothing_beside_it_has_no_value() -> None:
    page = written(line("住所", 100, 100), line("氏名", 100, 400), line("山田太郎", 400, 400), labels=("住所", "氏名"))
    assert beside(page, "住所") is None


# ------------------------------------------------------------------ what does not count
def struck(words: str, x0: float, x1: float, y: float = 115) -> list[str]:
    page = written(line(words, 100, 100), rules=(Rule(x0=x0, y0=y, x1=x1, y1=y),))
    return [t.raw for t in page.texts]


def test_struck_out_characters_are_gone_and_their_correction_stays() -> None:
    assert struck("山田三郎太郎", 160, 220) == ["山田太郎"]
    assert struck("山田太郎", 95, 225) == []


def test_a_line_under_or_far_beyond_the_writing_strikes_nothing_out() -> None:
    assert struck("山田三郎太郎", 160, 220, y=129) == ["山田三郎太郎"]
    assert struck("山田三郎太郎", 0, 1000) == ["山田三郎太郎"], "a rule of the form runs on"
    assert struck("山田三郎太郎", 160, 180) == ["山田三郎太郎"], "a stroke of a character"


def test_strokes_of_two_letters_at_one_height_strike_nothing_out() -> None:
    assert struck("社会福祉施設", 105, 145) == ["社会福祉施設"], "one line, hardly longer than a letter"
    pen = tuple(Rule(x0=98, y0=y, x1=143, y1=y) for y in (112, 119))
    page = written(line("社会福祉施設", 100, 100), rules=pen)
    assert [t.raw for t in page.texts] == ["福祉施設"], "a pen goes over it twice"


def test_a_line_that_ends_within_the_letters_of_a_text_layer_is_their_strokes() -> None:
    exact = line("補助対象事業者", 100, 100).model_copy(update={"source": Source.TEXT_LAYER})
    assert exact.char_x is not None
    left, right, pitch = exact.char_x[4], exact.char_x[6], exact.char_x[1] - exact.char_x[0]
    for over, read in ((0.3, "補助対象事業者"), (0.6, "補助対象")):
        rule = Rule(x0=left - over * pitch, y0=115, x1=right + over * pitch, y1=115)
        assert [t.raw for t in written(exact, rules=(rule,)).texts] == [read]


def test_scraps_of_noise_are_no_texts() -> None:
    page = written(line("冂二", score=0.3), line("山田太郎殿", y=200, score=0.3), line("山", y=300), line("  ", y=400))
    assert [t.raw for t in page.texts] == ["山田太郎殿", "山"]


def test_corners_of_dashed_frames_are_no_texts() -> None:
    """A frame of dashes was read as r in front of 長府製作所, and as an agent's address where none was written."""
    corners = [line("r", 100, y, 18, score=0.9) for y in (100, 200)]
    page = written(*corners, line("長府製作所", 130, 115, 46), line("STD-231N", 130, 215, 46), line("r", 100, 300, 46))
    assert [t.raw for t in page.texts] == ["長府製作所", "STD-231N", "r"]


# ------------------------------------------------------------------ running text
def test_what_stands_between_two_words_of_a_sentence() -> None:
    page = written(
        line("発注者 山田太郎（以下「甲」という。）と", 100, 100), line("受注者 株式会社サンプル（以下「乙」", 100, 160)
    )
    assert inline(page.texts, "発注者", "（以下").raw.strip() == "山田太郎"  # type: ignore[union-attr]
    assert inline(page.texts, "受注者", "（以下").raw.strip() == "株式会社サンプル"  # type: ignore[union-attr]
    assert inline(page.texts, "請負者", "（以下") is None
    assert inline(page.texts, "発注者", "円") is None


def test_a_sentence_may_run_over_the_end_of_a_line() -> None:
    page = written(line("令和7年5月10日付け環第", 100, 100), line("123号で交付決定のあった", 100, 150))
    region = inline(page.texts, "付け", "で交付決定")
    assert region is not None
    assert [t.raw for t in region.texts] == ["環第", "123号"]


def test_to_the_end_of_its_line_where_nothing_closes_it() -> None:
    page = written(line("但し 蓄電池設備代", 100, 100), line("上記正に領収", 100, 160))
    assert inline(page.texts, "但し", "").raw.strip() == "蓄電池設備代"  # type: ignore[union-attr]


# ------------------------------------------------------------------ parts of a text
def test_a_part_of_a_text_has_the_part_of_its_box_and_its_places() -> None:
    (text,) = written(line("電話番号1234", 100, 100, 30)).texts
    part = text.part(4)
    assert part.raw == "1234"
    assert part.box.x0 == pytest.approx(220, abs=8)
    assert part.box.x1 == text.box.x1
    assert part.line.char_x == text.line.char_x[4:]  # type: ignore[index]
    assert text.part(0, len(text.raw)).box == text.box
    assert text.part(3, 3).raw == "" and text.part(3, 3).box.width == 0


def test_a_region_without_text_keeps_its_box() -> None:
    box = Box(x0=1, y0=2, x1=3, y1=4)
    assert Region((), box).ink_box == box
    assert Region((), box).raw == ""


def test_what_follows_under_a_heading_belongs_to_it_and_what_stands_under_the_next_one_does_not() -> None:
    page = written(
        line("フリガナ", 100, 100),
        line("電話番号", 700, 100),
        line("オ ガ タ", 100, 150),
        line("ユ キ オ", 300, 150),
        line("0742", 700, 150),
        labels=("フリガナ", "電話番号"),
    )
    [hit] = page.find("フリガナ")
    region = page.below(hit)
    assert region is not None and region.raw == "オ ガ タ ユ キ オ"


def test_under_a_heading_over_labels_there_is_no_value() -> None:
    page = written(line("② 申請金額", 100, 100), line("請求額", 130, 150), labels=("申請金額", "請求額"))
    [hit] = page.find("申請金額")
    assert page.below(hit) is None


@pytest.mark.parametrize(
    "kana", ["カナ", "（カナ）", "力ナ", "力力", "フリガナ", "ふりがな", "（カタカナ・左づめ）", "（カナ、1マス1字）"]
)
def test_the_label_of_the_kana_is_not_the_names(kana: str) -> None:
    page = written(line(f"口座名義{kana}", 100, 100), line("エトウ ヒロミ", 400, 100), labels=("口座名義",))
    assert page.find("口座名義") == []


# ------------------------------------------------------------------ words set wide
def test_letters_close_together_are_one_word_whatever_rule_parts_them() -> None:
    """数量 単 位 単 価: 位 and the next 単 had been joined over the gap, because a stray rule parted 単 and 位."""
    letters = [
        line(c, x, size=34) for c, x in (("数", 810), ("量", 846), ("単", 933), ("位", 968), ("単", 1100), ("価", 1135))
    ]
    page = written(*letters, cells=(Box(x0=920, y0=90, x1=966, y1=150),))
    assert [t.raw for t in page.texts] == ["数量", "単位", "単価"]
    far = written(line("氏", 100), line("名", 200), line("井関沙織", 300))
    assert [t.raw for t in far.texts] == ["氏名", "井関沙織"]
    read_with = written(line("氏", 100), line("名：井関沙織", 200))
    assert [t.raw for t in read_with.texts] == ["氏名", "井関沙織"]

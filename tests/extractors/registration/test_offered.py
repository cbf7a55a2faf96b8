"""Choices told by their options."""

from __future__ import annotations

from tests.extractors.registration.blankforms import APPLICATION, NAGANO, entry_box, learned, sheet


def test_a_choice_whose_label_names_two_things_is_told_by_its_options() -> None:
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [260, 400, 200, 400], [90])
    for x, words in ((cells[0][0].x0, "種目・番号"), (cells[0][2].x0, "口座番号")):
        paper.text(x + 15, cells[0][0].cy - 14, words, size=26)
    for n, words in enumerate(("１普通", "２当座", "３貯蓄")):
        paper.text(cells[0][1].x0 + 30 + 125 * n, cells[0][1].cy - 14, words, size=26)
    form = learned(paper, programme=NAGANO).form
    entry = next(e for e in form.pages[0].entries if e.key == "account_type")
    assert [o.value for o in entry.options] == ["普通", "当座", "貯蓄"]
    assert entry_box(form, "account_type").share_inside(cells[0][1].grown(4)) > 0.9


def test_options_under_a_label_with_a_remark_and_in_a_frame_under_a_heading() -> None:
    paper = sheet("交付申請書")
    cells = paper.table(160, 400, [650, 650], [110])
    paper.text(170, 408, "申請コース（いずれかの番号を○で囲む）", size=22)
    paper.text(210, 460, "１ 基本コース", size=30)
    paper.text(520, 460, "２ 促進コース", size=30)
    paper.text(cells[0][1].x0 + 10, 408, "補助事業の実施期間", size=22)
    form = learned(paper, programme=NAGANO, kind=APPLICATION)
    course = next(e for e in form.form.pages[0].entries if e.key == "course")
    assert [o.value for o in course.options] == ["基本コース", "促進コース"]
    assert "course" not in form.doubts

    framed = sheet("交付申請書")
    framed.text(160, 350, "【２】導入した機器（該当する記号１つを○で囲んでください。）", size=28)
    framed.table(160, 400, [1300], [220])
    listed = ("ア 太陽光発電システム", "イ 家庭用燃料電池（エネファーム）", "ウ 蓄電池システム", "エ 窓の断熱改修")
    for n, words in enumerate(listed):
        framed.text(190 + 630 * (n % 2), 425 + 70 * (n // 2), words, size=28)
    entry = next(e for e in learned(framed, kind=APPLICATION).form.pages[0].entries if e.key == "equipment_type")
    assert len(entry.options) == 4

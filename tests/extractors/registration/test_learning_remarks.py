"""Remarks on a blank form that stand by its labels, its rooms and its headings; total rows; the block of an agent."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind
from models.forms import Entry
from models.geometry import Box
from tests.extractors.drawnpaper import Paper
from tests.extractors.registration.blankforms import APPLICATION, NAGANO, entry_box, learned, sheet

AGENTS = "４ 手続代行者（申請者以外の方が手続を行う場合のみ記入）"


def table(paper: Paper, top: int, *labels: tuple[str, str]) -> list[Box]:
    """A table of labels, each with a remark under it in smaller letters; returns the rooms beside them."""
    rooms = []
    for (label, remark), (head, room) in zip(
        labels, paper.table(160, top, [300, 1000], [90] * len(labels)), strict=True
    ):
        paper.text(head.x0 + 20, head.y0 + 8, label, size=34)
        if remark:
            paper.text(head.x0 + 20, head.y0 + 52, remark, size=24)
        rooms.append(room)
    return rooms


def entries(paper: Paper) -> dict[str, Entry]:
    return {e.key: e for page in learned(paper, kind=APPLICATION).form.pages for e in page.entries}


def test_small_print_under_a_label_is_no_part_of_it() -> None:
    paper = sheet("交付申請書")
    rooms = table(paper, 400, ("電話番号", "日中つながる番号"), ("メーカー名", "保証書等と同じもの"))
    form = learned(paper, kind=APPLICATION).form
    assert entry_box(form, "phone").cy == pytest.approx(rooms[0].cy, abs=10)
    assert next(e for e in form.pages[0].entries if e.key == "manufacturer").label.text == "メーカー名"


def test_a_remark_in_brackets_under_a_label_is_no_label() -> None:
    """The room of the day holds a remark, too, behind 年　月　日."""
    paper = sheet("交付申請書")
    rooms = table(paper, 400, ("購入日", "（領収書の日付）"), ("購入金額", "（税込）"))
    paper.text(rooms[0].x0 + 20, rooms[0].cy - 14, "令和　　年　　月　　日", size=28)
    paper.text(rooms[0].x0 + 600, rooms[0].cy - 12, "分割払の場合は最後の領収日", size=24)
    room = entry_box(learned(paper, kind=APPLICATION).form, "purchase_date")
    assert (room.x0, room.x1, room.cy) == pytest.approx((rooms[0].x0, rooms[0].x1, rooms[0].cy), abs=10)


def test_a_total_row_s_rooms_belong_to_the_headings_of_their_columns() -> None:
    paper = Paper(2339, 1654)
    paper.text(900, 120, "施設別一覧", size=44)
    heads = ("事業所・施設の名称", "施設の種別", "導入設備", "補助対象経費（税抜）", "補助率", "補助金申請額")
    cells = paper.table(160, 300, [420, 320, 320, 320, 160, 320], [90] * 6)
    for cell, words in zip(cells[0], heads, strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, words, size=26)
    paper.text(cells[5][0].x0 + 60, cells[5][0].cy - 14, "合計", size=28, pitch=80)
    form = learned(paper, programme=NAGANO, kind=DocumentKind.FACILITY_LIST).form
    rooms = {e.key: e.box for e in form.pages[0].entries}
    for key, column in (("purchase_amount", 3), ("subsidy_amount", 5)):
        assert rooms[key].cx * 2339 == pytest.approx(cells[5][column].cx, abs=10)
        assert rooms[key].cy * 1654 == pytest.approx(cells[5][column].cy, abs=10)


def test_the_applicant_s_role_in_front_of_the_labels_under_it_is_no_label() -> None:
    paper = sheet("交付申請書")
    paper.text(640, 400, "申請者", size=28)
    for row, label in enumerate(("所在地", "法人等名", "代表者氏名")):
        paper.text(760, 440 + 70 * row, label, size=28)
    form = learned(paper, programme=NAGANO, kind=APPLICATION).form
    assert entry_box(form, "applicant_name").cy == pytest.approx(524, abs=20)


@pytest.mark.parametrize("heading", [AGENTS, ""])
def test_an_agent_s_block_is_learned_where_its_heading_is_printed(heading: str) -> None:
    """The remark behind the heading names the applicant; the programme asks for no agent, and gets one only there."""
    paper = sheet("交付申請書")
    [own] = table(paper, 300, ("電話番号", "日中つながる番号"))
    if heading:
        paper.text(160, 500, heading, size=30)
    rooms = table(paper, 560, ("名称", ""), ("電話", ""))
    found = entries(paper)
    assert found["phone"].box.cy * 2339 == pytest.approx(own.cy, abs=10)
    agent = {key: e.box.cy * 2339 for key, e in found.items() if key.startswith("proxy_")}
    expected = {"proxy_name": rooms[0].cy, "proxy_phone": rooms[1].cy} if heading else {}
    assert agent == pytest.approx(expected, abs=25)

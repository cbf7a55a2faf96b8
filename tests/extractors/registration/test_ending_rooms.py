"""The room of a name beside or over the endings that a form prints for it."""

from __future__ import annotations

import pytest

from tests.extractors.registration.blankforms import entry_box, learned, sheet


def test_a_name_under_its_label_beside_endings_in_rows_and_columns() -> None:
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    cell = paper.table(160, 400, [800, 500], [165])[0][0]
    paper.text(cell.x0 + 15, cell.y0 + 15, "金融機関", size=26)
    for n, words in enumerate(("銀行", "信用金庫", "信用組合")):
        paper.text(cell.x0 + 400, cell.y0 + 15 + 42 * n, words, size=26)
    paper.text(cell.x0 + 560, cell.y0 + 15, "農業協同組合", size=26)
    room = entry_box(learned(paper).form, "bank_name")
    assert (room.x0, room.x1) == (pytest.approx(cell.x0, abs=8), pytest.approx(cell.x0 + 400, abs=8))
    assert (room.y0 > cell.y0 + 30, room.y1) == (True, pytest.approx(cell.y1, abs=8))


def test_a_name_over_a_row_of_endings() -> None:
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    label, cell = paper.table(160, 400, [260, 1000], [127])[0]
    paper.text(label.x0 + 15, label.cy - 14, "金融機関", size=26)
    for n, words in enumerate(("銀行", "信用金庫", "信用組合", "農協")):
        paper.text(cell.x0 + 40 + 150 * n, cell.y1 - 42, words, size=26)
    room = entry_box(learned(paper).form, "bank_name")
    assert room.share_inside(cell.grown(8)) > 0.95
    assert room.height == pytest.approx(cell.height, abs=12)

"""The maker and model of what is replaced are nobody's entry, wherever a form asks for them."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values

OLD, NEW = {"メーカー": "日立製作所", "型番": "OSP-37S5A"}, {"メーカー": "三菱電機", "型番": "PUZ-ZRMP160"}


def cell(paper: Paper, box: tuple[int, int, int, int], words: str) -> None:
    paper.draw.rectangle(box, outline="black", width=3)
    if words:
        paper.text(box[0] + 16, box[1] + 18, words, size=28)


def form() -> Paper:
    paper = Paper(1400, 900)
    paper.text(300, 20, "奈良県事業所エネルギー効率的利用推進事業補助金交付申請書", size=28)
    return paper


def told(paper: Paper) -> tuple[object, object]:
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    return found.get("manufacturer"), found.get("model")


@pytest.mark.parametrize(
    ("old", "new"), [("更新前", "更新後"), ("既存設備", "導入設備"), ("【改修前】", "【改修後（補助対象）】")]
)
def test_two_columns_with_labels_of_their_own(old: str, new: str) -> None:
    paper = form()
    for left, heading, things in ((60, old, OLD), (700, new, NEW)):
        cell(paper, (left, 120, left + 640, 190), heading)
        for n, (label, value) in enumerate(things.items()):
            top = 190 + 70 * n
            cell(paper, (left, top, left + 220, top + 70), label)
            cell(paper, (left + 220, top, left + 640, top + 70), value)
    assert told(paper) == tuple(NEW.values())


@pytest.mark.parametrize(("old", "new"), [("更新前", "更新後"), ("現在の設備", "新設備")])
def test_two_columns_behind_one_column_of_labels(old: str, new: str) -> None:
    paper = form()
    for left, right, words in ((60, 280, "項目"), (280, 800, old), (800, 1340, new)):
        cell(paper, (left, 120, right, 190), words)
    for n, label in enumerate(OLD):
        top = 190 + 70 * n
        cell(paper, (60, top, 280, top + 70), label)
        cell(paper, (280, top, 800, top + 70), OLD[label])
        cell(paper, (800, top, 1340, top + 70), NEW[label])
    assert told(paper) == tuple(NEW.values())


def test_a_table_of_its_own_under_a_heading() -> None:
    paper = form()
    for top, heading, things in ((120, "■既存設備の概要", OLD), (420, "■導入設備の概要", NEW)):
        paper.text(60, top, heading, size=28)
        for n, (label, value) in enumerate(things.items()):
            y = top + 50 + 70 * n
            cell(paper, (60, y, 320, y + 70), label)
            cell(paper, (320, y, 1340, y + 70), value)
    assert told(paper) == tuple(NEW.values())


def test_rows_beside_a_heading_that_spans_them() -> None:
    paper = form()
    for top, heading, things in ((120, "更新前", OLD), (260, "更新後", NEW)):
        cell(paper, (60, top, 220, top + 140), heading)
        for n, (label, value) in enumerate(things.items()):
            y = top + 70 * n
            cell(paper, (220, y, 440, y + 70), label)
            cell(paper, (440, y, 1340, y + 70), value)
    assert told(paper) == tuple(NEW.values())


@pytest.mark.parametrize("words", ["更新前の設備の写真", "既存設備の撤去費", "導入設備"])
def test_what_heads_nothing_that_is_replaced(words: str) -> None:
    paper = form()
    cell(paper, (60, 120, 1340, 190), words)
    for n, (label, value) in enumerate(NEW.items()):
        top = 190 + 70 * n
        cell(paper, (60, top, 320, top + 70), label)
        cell(paper, (320, top, 1340, top + 70), value)
    assert told(paper) == tuple(NEW.values())

"""Pages are known as copies of their blank form, and entries found where they went; other pages are left alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.forms import FormMap
from models.geometry import Box
from tests.extractors.drawnpaper import Paper, Pixels
from tests.extractors.registration.blankforms import (
    HEIGHT,
    WIDTH,
    claim,
    entry_box,
    index,
    learned,
    off,
    turned_about,
    words_of,
)

KEYS = ("bank_name", "branch_name", "account_number", "account_holder")
AS_IT_WAS = np.eye(3)


@cache
def form() -> FormMap:
    return learned(claim()).form


@given(
    degrees=st.floats(-2.5, 2.5),
    scale=st.floats(0.97, 1.02),
    dx=st.floats(-25, 25),
    dy=st.floats(-25, 25),
)
@settings(max_examples=12)
def test_entries_are_found_wherever_the_scanner_put_them(degrees: float, scale: float, dx: float, dy: float) -> None:
    image, way = turned_about(claim().pixels, degrees, scale, dx, dy)
    matched = index(form()).match(image, words_of(claim(), scale=scale, dx=dx, dy=dy))
    assert matched is not None
    assert all(off(matched, form(), key, way, (WIDTH, HEIGHT)) < 10 for key in KEYS)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_lying_on_its_side_or_head_is_set_upright(quarters: int) -> None:
    image = np.ascontiguousarray(np.rot90(claim().pixels, quarters))
    matched = index(form()).match(image, words_of(claim()))
    assert matched is not None
    assert matched.geometry.rotation == quarters * 90
    assert matched.image.shape == (HEIGHT, WIDTH, 3)


@given(moved=st.integers(-60, 80))
@settings(max_examples=8)
def test_a_table_that_sits_elsewhere_takes_its_entries_along(moved: int) -> None:
    copy = claim(moved=moved)
    matched = index(form()).match(copy.pixels, words_of(copy))
    assert matched is not None
    placed = {e.key: matched.placement.area(e.box)[0] for e in form().pages[0].entries}
    for key in KEYS:
        assert abs(placed[key].cy - entry_box(form(), key).cy - moved) < 8


def test_the_head_of_the_page_stays_when_the_table_moves() -> None:
    copy = claim(moved=70)
    matched = index(form()).match(copy.pixels, words_of(copy))
    assert matched is not None
    entry = next(e for e in form().pages[0].entries if e.key == "address")
    placed, _ = matched.placement.area(entry.box, "住所")
    assert abs(placed.cy - entry_box(form(), "address").cy) < 8


def test_words_tell_forms_of_one_design_apart() -> None:
    other = claim("奈良県スマートハウス普及促進事業補助金")
    forms = index(form(), learned(other, "y").form)
    for paper, version in ((claim(), "z"), (other, "y")):
        matched = forms.match(paper.pixels, words_of(paper))
        assert matched is not None
        assert matched.blank.form.version == version
        assert matched.others == ()


def test_forms_that_print_the_same_are_both_named() -> None:
    forms = index(form(), learned(claim(), "y").form)
    matched = forms.match(claim().pixels, words_of(claim()))
    assert matched is not None
    assert {matched.blank.form.id, *matched.others} == {
        "shinjuku-ecohome/payment_request-z",
        "shinjuku-ecohome/payment_request-y",
    }


def test_a_copy_whose_rules_faded_is_known_by_its_words() -> None:
    """Faxes lose thin grey rules; what is left stands where the blank's words do."""
    faded = claim().pixels.copy()
    across = sorted((r for r in form().pages[0].rules if r.width > r.height), key=lambda r: r.y0)
    for rule in across[1:]:
        x0, x1 = round(rule.x0 * WIDTH) - 4, round(rule.x1 * WIDTH) + 5
        y0, y1 = round(rule.y0 * HEIGHT) - 4, round(rule.y1 * HEIGHT) + 5
        faded[y0:y1, x0:x1] = 255
    matched = index(form()).match(faded, words_of(claim()))
    assert matched is not None
    assert all(off(matched, form(), key, AS_IT_WAS, (WIDTH, HEIGHT)) < 12 for key in KEYS)


def test_letters_spread_over_a_label_s_cell_are_no_witnesses() -> None:
    """Of 施　工　業　者 a fax leaves nothing to read; other lines of the form are as good as ever."""

    copy = claim()
    cells = copy.table(160, 1200, [400, 700], [110] * 3)
    for (label, _), words in zip(
        cells, ("施　　　工　　　者", "記　　　入　　　日", "品　　　　　　　番"), strict=True
    ):
        copy.text(label.x0 + 20, label.cy - 22, words, size=40)
    read = words_of(copy)

    def faxed(image: Pixels, box: Box) -> str:
        words = read(image, box)
        return "口" if "　　　" in words else words

    assert index(learned(copy).form).match(copy.pixels, faxed) is not None


def test_words_alone_do_not_do_where_the_page_has_rules_of_its_own() -> None:
    page = claim()
    for y in range(1000, 1800, 60):
        page.draw.line((160, y, 1490, y), fill="black", width=3)
    pixels = page.pixels.copy()
    pixels[690:945] = 255
    assert index(form()).match(pixels, words_of(claim())) is None


def test_the_design_alone_is_not_enough() -> None:
    assert index(form()).match(claim().pixels, lambda image, box: "領収証") is None


def test_most_of_the_design_and_most_of_the_words_are_another_version() -> None:
    """Where either is whole, the other may be worn; both in part is a form that nobody learned."""
    blank, copy = form(), claim()
    read, part = words_of(copy), claim().pixels
    part[900:] = 255

    def alike(image: Pixels, box: Box) -> str:
        words = read(image, box)
        kept = round(0.75 * len(words))
        return words[:kept] + "〇" * (len(words) - kept)

    assert index(blank).match(part, read) is not None
    assert index(blank).match(copy.pixels, alike) is not None
    assert index(blank).match(part, alike) is None


def test_another_paper_is_no_copy() -> None:
    paper = Paper(WIDTH, HEIGHT)
    for i in range(30):
        paper.text(150, 150 + 65 * i, "契約の条項は次のとおりとする。" * 3, size=28)
    assert index(form()).match(paper.pixels, words_of(paper)) is None


def test_without_forms_nothing_matches() -> None:
    forms = index()
    assert not forms
    assert forms.match(claim().pixels, words_of(claim())) is None


ROWS = ("住所", "フリガナ", "氏名", "電話番号", "請求金額")


def rows(labels: tuple[str, ...]) -> Paper:
    """A payment request whose rows all look alike: a label, and a line for writing on; an account under them."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(180, 120, "新宿区省エネルギー及び創エネルギー機器等導入補助金", size=40)
    paper.text(700, 190, "交 付 請 求 書", size=44)
    for row, label in enumerate(labels):
        paper.text(180, 320 + 80 * row, label, size=28)
        paper.draw.line([(420, 370 + 80 * row), (1480, 370 + 80 * row)], fill="black", width=3)
    under = 360 + 80 * len(labels)
    paper.text(160, under + 40, "振込先口座", size=28)
    cells = paper.table(160, under + 90, [260, 400, 260, 414], [80, 80])
    for cell, label in zip(
        (*cells[0][::2], *cells[1][::2]), ("金融機関名", "支店名", "預金種別", "口座番号"), strict=True
    ):
        paper.text(cell.x0 + 20, cell.cy - 14, label, size=28)
    return paper


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_a_row_that_was_put_in_moves_only_what_stands_under_it(after: int) -> None:
    blank, copy = learned(rows(ROWS)).form, rows((*ROWS[:after], "ＦＡＸ番号", *ROWS[after:]))
    matched = index(blank).match(copy.pixels, words_of(copy))
    assert matched is not None
    for row, key in enumerate(("address", "applicant_kana", "applicant_name", "phone", "subsidy_amount")):
        entry = next((e for e in blank.pages[0].entries if e.key == key), None)
        if entry is None:
            continue
        placed, _ = matched.placement.area(entry.box, entry.label.text if entry.label else "")
        wanted = entry_box(blank, key).cy + (80 if row >= after else 0)
        assert abs(placed.cy - wanted) < 20, key


@pytest.mark.parametrize("degrees", [-1.2, 0.9])
def test_the_dark_edge_of_a_scanners_glass_beside_a_paper_that_lies_askew(degrees: float) -> None:
    """The edge is as straight as the scanner; it had been taken for how the paper lies, and the form was not known."""
    image, way = turned_about(claim().pixels, degrees, 1.0, 0, 0)
    image = image.copy()
    image[:, :34] = 105
    matched = index(form()).match(image, words_of(claim(), scale=1.0, dx=0, dy=0))
    assert matched is not None
    assert all(off(matched, form(), key, way, (WIDTH, HEIGHT)) < 10 for key in KEYS)

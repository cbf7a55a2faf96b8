"""Forms whose labels and headings nobody has listed, told by their wording."""

from __future__ import annotations

from extractors.fields.layout import Layout
from extractors.fields.meant import label_of
from extractors.fields.sections import find_sections
from extractors.meanings import means
from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written
from tests.extractors.fields.test_thirdversions import cell_of, form

SHOP, MAKER = "家電を買ったお店のお名前", "買った家電のメーカーの名前"


def test_entries_beside_labels_that_no_pattern_knows() -> None:
    assert not means("vendor_name", SHOP)
    assert not means("manufacturer", MAKER)
    paper = form()
    for y, label, written_ in ((120, SHOP, "株式会社落合電器"), (260, MAKER, "ダイキン")):
        paper.text(cell_of(paper, y, label), y + 40, written_, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["vendor_name"] == "株式会社落合電器"
    assert found["manufacturer"] == "ダイキン"


def test_two_labels_one_over_the_other_are_not_taken_for_one() -> None:
    layout = Layout(written("件名", "製造者名", top=80, step=36).read().reading)
    subject = next(t for t in layout.texts if t.raw == "件名")
    assert label_of(layout, subject, "manufacturer") is None


def test_kana_with_its_label_is_no_label() -> None:
    layout = Layout(written("（カタカナ）ワタナベ サチコ").read().reading)
    assert label_of(layout, layout.texts[0], "applicant_kana") is None


def test_a_block_whose_heading_nobody_has_listed() -> None:
    paper = Paper(1200, 900)
    paper.text(100, 100, "お名前")
    paper.text(100, 300, "代わりに手続きをする方")
    paper.text(100, 380, "電話番号")
    layout = Layout(paper.read().reading)
    sections = find_sections([layout], {"proxy": ("代理申請者",)})
    label = next(t for t in layout.texts if t.raw == "電話番号")
    assert sections["proxy"].holds(0, label.box)

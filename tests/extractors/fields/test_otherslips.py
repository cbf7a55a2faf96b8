"""Meter slips of dealers nobody described: two parties with an address each, days of several kinds, numbers under many words."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def slip(*lines: tuple[int, int, str]) -> ExtractedDocument:
    return extracted(K.METER_SLIP, written((400, 40, "ガス検針のお知らせ"), *lines, width=1600))


DEALER = (
    (100, 900, "有限会社岡部燃料店"),
    (100, 945, "熊本県上益城郡御船町滝尾88番地2"),
    (100, 990, "電話 096-282-0000"),
)


def test_the_address_above_the_customers_name_is_the_customers() -> None:
    document = slip(
        (100, 200, "〒861-3207"), (100, 250, "熊本県上益城郡御船町御船995番地1"), (100, 320, "小坂 あや 様"), *DEALER
    )
    assert document.fields["address"].value == "熊本県上益城郡御船町御船995-1"
    assert not place_doubted(document.fields["address"])


def test_the_dealers_address_is_never_the_customers() -> None:
    assert "address" not in values(slip((100, 320, "小坂 あや 様"), *DEALER))


def test_a_label_in_the_dealers_block_leads_to_a_doubted_address() -> None:
    lines = ((100, 200, "小坂 あや 様"), DEALER[0], (100, 945, "住所 熊本県上益城郡御船町滝尾88番地2"))
    assert place_doubted(slip(*lines).fields["address"])
    used = ((100, 200, "小坂 あや 様"), DEALER[0], (100, 945, "ご使用場所 上益城郡御船町御船995番地1"))
    assert not place_doubted(slip(*used).fields["address"])


def test_the_telephone_on_the_dealers_line_is_no_part_of_an_address() -> None:
    document = slip(
        (100, 200, "小坂 あや 様"), (100, 250, "御船町御船995番地1"), (700, 900, "岡部燃料店"), (700, 945, "御船町滝尾88番地2 096-282-0000"),
    )  # fmt: skip
    assert document.fields["address"].value == "御船町御船995-1"


def test_an_address_that_needs_two_lines() -> None:
    document = slip(
        (100, 200, "小坂 あや 様"),
        (100, 250, "上益城郡御船町御船995番地1 サン"),
        (100, 284, "ライズ203号室"),
        (100, 400, "お客様番号 12-345"),
        *DEALER,
    )
    assert document.fields["address"].value == "上益城郡御船町御船995-1サンライズ203"


def test_an_address_ends_before_the_next_label() -> None:
    document = slip(
        (100, 200, "小坂 あや 様"), (100, 250, "上益城郡御船町御船995番地1"), (100, 284, "お客様番号445566"), *DEALER
    )
    assert document.fields["address"].value == "上益城郡御船町御船995-1"


@pytest.mark.parametrize("line", ["口座振替 毎月27日", "ガスは安全にお使いください", "今月の検針員 井手"])
def test_a_remark_under_an_address_is_no_part_of_it(line: str) -> None:
    document = slip((100, 200, "小坂 あや 様"), (100, 250, "上益城郡御船町御船995番地1"), (100, 284, line), *DEALER)
    assert document.fields["address"].value == "上益城郡御船町御船995-1"


def test_what_may_or_may_not_go_on_with_an_address_is_doubted() -> None:
    document = slip(
        (100, 200, "小坂 あや 様"), (100, 250, "上益城郡御船町御船995番地1"), (100, 284, "いつもありがとう"), *DEALER
    )
    assert place_doubted(document.fields["address"])


@pytest.mark.parametrize("label", ["お客様No.", "お得意様番号", "お客様コード", "ご契約番号", "需要家番号"])
def test_the_customers_number_has_many_names(label: str) -> None:
    assert means("customer_number", label)


def test_a_label_of_the_number_ends_the_address_above_it() -> None:
    found = values(
        slip((100, 200, "小坂 あや 様"), (100, 250, "住所 御船町御船995-1"), (100, 300, "お客様No. 445-6"), *DEALER)
    )
    assert (found["address"], found["customer_number"]) == ("御船町御船995-1", "445-6")


@pytest.mark.parametrize(
    ("written_day", "day"), [("'24年3月5日", "2024-03-05"), ("24年3月5日", "2024-03-05"), ("6年3月5日", "2024-03-05")]
)
def test_the_day_of_reading_without_its_century_or_era(written_day: str, day: str) -> None:
    document = slip(
        (100, 200, "小坂 あや 様"),
        (100, 300, "検針日"),
        (500, 300, written_day),
        (100, 350, "前回検針日"),
        (500, 350, "2024/02/04"),
    )
    assert document.fields["meter_date"].value == day


def test_the_only_day_of_a_slip_is_taken_and_doubted() -> None:
    field = slip((700, 100, "令和6年3月5日"), (100, 200, "小坂 あや 様"), (100, 500, "次回検針予定 4月4日")).fields[
        "meter_date"
    ]
    assert field.value == "2024-03-05" and place_doubted(field), "nothing says that it is the day of reading"


def test_the_day_of_payment_is_no_day_of_reading() -> None:
    found = values(slip((100, 200, "小坂 あや 様"), (100, 300, "口座振替日"), (500, 300, "2024/03/20")))
    assert found.get("meter_date") is None


def test_a_slip_in_cells_keeps_the_frame_of_its_customer() -> None:
    paper = Paper(1400, 800)
    paper.draw.rectangle((60, 100, 700, 320), outline="black", width=3)
    paper.text(80, 110, "御船町御船995番地1")
    paper.text(80, 260, "小坂 あや 様")
    paper.text(80, 340, "(有)岡部燃料店")
    paper.text(80, 400, "御船町滝尾88番地2")
    assert values(extracted(K.METER_SLIP, paper))["address"] == "御船町御船995-1"


@pytest.mark.parametrize("words", ["番号：K-20881", "No.K-20881"])
def test_a_number_behind_its_plain_word_is_confirmed(words: str) -> None:
    field = slip((100, 200, "小坂 あや 様"), (100, 260, words), *DEALER).fields["customer_number"]
    assert field.value == "K-20881" and place_doubted(field)


def test_a_lone_number_at_the_head_is_confirmed() -> None:
    field = slip((100, 120, "0412-077"), (100, 200, "小坂 あや 様"), *DEALER).fields["customer_number"]
    assert field.value == "0412-077" and place_doubted(field)


@pytest.mark.parametrize("words", ["861-3207", "0967-72-1184", "メーター番号：20881"])
def test_other_numbers_are_no_customers(words: str) -> None:
    assert "customer_number" not in values(slip((100, 120, words), (100, 200, "小坂 あや 様"), *DEALER))

"""What other papers tell is found on a paper whose layout nobody described, and nothing else is."""

from __future__ import annotations

import pytest

from extractors.fields import seek
from extractors.reading import Reader
from models.documents import SOUGHT, ExtractedDocument, Field, Value
from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import written

NAME = "大谷香織"


def sought(kind: K, paper: Paper, *taken: Field, **wanted: Value | tuple[Value, ...]) -> dict[str, Field]:
    page = paper.read()
    document = ExtractedDocument(
        kind=kind, delivery_sha256="0" * 64, page_indexes=[0], fields={field.key: field for field in taken}
    )
    values = {key: value if isinstance(value, tuple) else (value,) for key, value in wanted.items()}
    return seek(document, [page], Reader(), values)


def only(kind: K, *lines: str | tuple[int, int, str], **wanted: Value | tuple[Value, ...]) -> Value:
    """The value of the one entry `wanted`; None where it was not found."""
    found = sought(kind, written(*lines), **wanted)
    return next((f.value for f in found.values()), None)


@pytest.mark.parametrize(
    "line",
    ["大谷 香織", "ご契約者：大谷香織", "大谷香織様", "申請者氏名 大谷香織 印", "(甲) 大谷香織", "代表取締役 大谷香織", "大谷香織（本人）"],
)  # fmt: skip
def test_a_name_is_found_alone_and_behind_what_may_stand_in_front_of_one(line: str) -> None:
    assert only(K.CONTRACT, "工事請負契約書", line, "令和6年8月1日", applicant_name=NAME) == NAME


@pytest.mark.parametrize(
    "line",
    ["小大谷香織", "大谷香織子", "大谷香織商店", "大谷香織は乙に工事を発注する。", "大谷香", "株式会社大谷香織設備"],
)
def test_a_name_within_other_words_is_not_that_name(line: str) -> None:
    assert only(K.CONTRACT, "工事請負契約書", line, "令和6年8月1日", applicant_name=NAME) is None


def test_parts_of_a_name_that_stand_together_are_one() -> None:
    assert only(K.PASSBOOK, "普通預金通帳", (100, 220, "大谷"), (200, 220, "香織"), account_holder=NAME) == NAME
    assert only(K.PASSBOOK, "普通預金通帳", (100, 220, "大谷"), (700, 220, "香織"), account_holder=NAME) is None


def test_what_is_found_is_doubted_and_shows_its_place() -> None:
    (field,) = sought(K.CONTRACT, written("工事請負契約書", "大谷香織"), applicant_name=NAME).values()
    assert SOUGHT in field.corroborations and not field.exact
    assert field.box is not None and field.box.y0 < 0.15 and [r.value for r in field.readings] == [NAME]


def test_what_another_entry_has_taken_is_left_to_it() -> None:
    paper = written("工事請負契約書", "大谷香織")
    (first,) = sought(K.CONTRACT, paper, applicant_name=NAME).values()
    other = first.model_copy(update={"key": "vendor_name"})
    assert sought(K.CONTRACT, paper, other, applicant_name=NAME) == {}
    assert sought(K.CONTRACT, paper, first, applicant_name=NAME)  # its own place may be found again


def test_two_entries_do_not_take_one_text() -> None:
    found = sought(K.APPLICATION_FORM, written("交付申請書", "大谷香織"), applicant_name=NAME, account_holder=NAME)
    assert list(found) == ["applicant_name"]


def test_of_two_values_on_the_paper_none_is_taken() -> None:
    lines = ("工事請負契約書", "大谷香織", "森下一郎")
    assert only(K.CONTRACT, *lines, applicant_name=(NAME, "森下一郎")) is None
    assert only(K.CONTRACT, *lines[:2], applicant_name=("森下一郎", NAME)) == NAME


def test_values_that_were_misread_variously_lead_to_one_place() -> None:
    told = ("株式会社戸山サッシ工業", "株式会社广山サッシ工業")
    assert only(K.CONTRACT, "工事請負契約書", told[0], vendor_name=told) == told[0]
    assert only(K.CONTRACT, "工事請負契約書", told[0], vendor_name=told[::-1]) == told[0]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("total_amount", 1595000, "ご請求額 ￥1,595,000－"), ("issue_date", "2024-08-01", "発行 令和6年8月1日"),
        ("phone", "0742335678", "TEL 0742-33-5678"), ("postal_code", "6308001", "〒630-8001"),
        ("invoice_number", "T3150001016093", "登録番号 T3150001016093"), ("model", "SRT-S377U", "型番:SRT-S377U"),
        ("address", "奈良県奈良市二条大路南1-1-1", "住所 奈良県奈良市二条大路南一丁目1番1号"), ("branch_code", "019", "店番号 019"),
        ("applicant_kana", "オオタニカオリ", "オオタニ カオリ"),
    ],
)  # fmt: skip
def test_values_are_found_however_they_are_written(key: str, value: Value, line: str) -> None:
    assert only(K.INVOICE, "御請求書", line, **{key: value}) == value


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("total_amount", 15950, "1,595,000円"), ("total_amount", 95000, "1,595,000円"), ("branch_code", "019", "0190123"),
        ("phone", "0742335678", "0742-33-56781"),
    ],
)  # fmt: skip
def test_a_part_of_a_number_is_another_number(key: str, value: Value, line: str) -> None:
    assert only(K.INVOICE, "御請求書", line, **{key: value}) is None


@pytest.mark.parametrize(
    ("key", "value", "line", "read"),
    [
        ("model", "SRT-S377U", "SRT-S376U", "SRT-S376U"), ("account_holder_kana", "イソズミオサム", "イツズミオサム", "イツズミオサム"),
        ("applicant_name", "山﨑浩之", "山崎浩之", "山崎浩之"), ("vendor_name", "有限会社ひがし電機", "(有)ひがし電機", "有限会社ひがし電機"),
        ("vendor_name", "有限会社ひがし電機", "有限公社ひがし電機", "有限公社ひがし電機"),
    ],
)  # fmt: skip
def test_what_engines_may_confuse_is_found_and_read_as_it_stands(key: str, value: str, line: str, read: str) -> None:
    assert only(K.CONTRACT, "契約書", line, **{key: value}) == read


def test_an_entry_that_has_a_value_is_no_place_for_what_is_only_like_another() -> None:
    had = Field(key="model", value="ABC", raw="ABC")
    assert sought(K.CONTRACT, written("契約書", "SRT-S376U"), had, model="SRT-S377U") == {}
    assert sought(K.CONTRACT, written("契約書", "SRT-S377U"), had, model="SRT-S377U")["model"].value == "SRT-S377U"


def test_short_names_that_differ_are_other_names() -> None:
    assert only(K.CONTRACT, "契約書", "大谷香緒", applicant_name=NAME) is None


def test_an_address_goes_on_in_the_next_line() -> None:
    lines = ("工事請負契約書", (100, 220, "奈良県奈良市二条大路南"), (100, 265, "一丁目1番1号"))
    assert only(K.CONTRACT, *lines, address="奈良県奈良市二条大路南1-1-1") == "奈良県奈良市二条大路南1-1-1"

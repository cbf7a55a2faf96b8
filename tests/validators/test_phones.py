from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import shared
from validators.likeness import Verdict
from validators.phones import PhoneKind, describe, format_phone, grouped_right

#: Area codes of two to five digits, each with a number as the city itself publishes it or one of its form.
FIXED = (
    "03-5273-3763", "06-6208-8181", "011-211-2111", "022-261-1111", "045-671-2121", "052-961-1111", "075-222-3111", "078-331-8181", "082-245-2111", "092-711-4111", "0742-27-8501",
    "0263-34-3000", "026-235-7169", "0967-72-1111", "096-328-2111", "0745-22-1101", "0744-22-4001", "0266-52-4141", "0268-22-4100", "0269-22-2111", "0997-52-1111", "0980-82-9911",
    "04992-2-1121", "04996-2-1121", "04998-2-3121", "0136-22-1121", "01267-3-2211", "01558-6-2311", "042-724-2121", "042-769-8204", "04-7167-1111", "0422-51-5131", "0428-22-1111",
    "0852-55-5555", "0857-22-8111", "088-621-5111", "0897-65-1234", "0956-24-1111", "0985-25-2111", "099-224-1111", "098-867-0111",
)  # fmt: skip


@pytest.mark.parametrize("written", FIXED)
def test_area_codes_end_where_the_plan_says(written: str) -> None:
    digits = written.replace("-", "")
    phone = describe(digits)
    assert phone is not None and phone.kind is PhoneKind.FIXED and phone.assigned
    assert format_phone(digits) == format_phone(written) == written
    area, rest = written.split("-", 1)
    for other in (written, f"({area}){rest}", f"{area}（{rest.replace('-', '）', 1)}" if "(" not in rest else written):
        assert grouped_right(other) is Verdict.AGREE, other
    assert grouped_right(digits) is Verdict.UNKNOWN
    moved = f"{digits[: len(area) + 1]}-{digits[len(area) + 1 : -4]}-{digits[-4:]}"
    if len(digits[len(area) + 1 : -4]):
        assert grouped_right(moved) is Verdict.DISAGREE


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        ("09012345678", "mobile", "090-1234-5678"), ("08012345678", "mobile", "080-1234-5678"), ("07012345678", "mobile", "070-1234-5678"), ("06012345678", "mobile", "060-1234-5678"),
        ("05012345678", "ip", "050-1234-5678"), ("0120123456", "toll_free", "0120-123-456"), ("08001234567", "toll_free", "0800-123-4567"), ("0570012345", "shared", "0570-012-345"),
        ("02012345678", "other", "020-1234-5678"), ("+81 3-5273-3763", "fixed", "03-5273-3763"), ("TEL 0263(34)3000 (代)", "fixed", "0263-34-3000"),
    ],
)  # fmt: skip
def test_kinds(number: str, kind: str, written: str) -> None:
    phone = describe(number)
    assert phone is not None and phone.kind == kind and phone.kind.label_ja
    assert format_phone(number) == written


@pytest.mark.parametrize("text", ["", "1234567", "090-1234-567", "110", "山田", "T7010002082351", "012-345-678"])
def test_no_number(text: str) -> None:
    assert describe(text) is None and format_phone(text) == text and grouped_right(text) is Verdict.UNKNOWN


@given(st.from_regex(r"0[1-9][1-9][0-9]{7}|0[5-9]0[1-9][0-9]{7}", fullmatch=True))
def test_dashes_change_no_digit(digits: str) -> None:
    phone = describe(digits)
    assert phone is not None and phone.digits == digits
    assert format_phone(digits).replace("-", "") == digits
    assert not phone.parts or "".join(phone.parts) == digits
    assert describe(format_phone(digits)) == phone


def test_every_phone_of_the_corpus() -> None:
    """Invented numbers: all are numbers, and where the plan has them, the paper's dashes stand where it puts them."""
    groups = {v: 0 for v in Verdict}
    for case in shared.jsonl("corpus", "dev", "truth.jsonl"):
        for document in case["documents"]:
            for key in ("phone", "proxy_phone"):
                field = document["fields"].get(key)
                if field and field["value"]:
                    phone = describe(field["raw"])
                    assert phone is not None and phone.digits == field["value"]
                    groups[grouped_right(field["raw"])] += 1
    assert groups[Verdict.AGREE] > 10 * groups[Verdict.DISAGREE]

"""Names whose characters have twins: what the pictures on all papers of a case say together."""

from __future__ import annotations

import pytest

from models.documents import CaseView, Field
from models.documents import DocumentKind as K
from tests.validators.resolving import sheet, undecided
from validators import twinforms

PAPERS = (K.APPLICATION_FORM, K.CONTRACT, K.WARRANTY, K.PRODUCT_PHOTO)


def pictured(key: str, value: str, share: float, twin: str) -> Field:
    """A name that PP-OCR read as `value`; the picture of its character is `value`'s with `share`, else `twin`'s."""
    looked = undecided(key, (value, share), (twin, 1 - share), engine="ppocr-twins").readings
    read = undecided(key, ("築田花子" if value == "簗田花子" else value, 0.99))
    read.value = value
    return read.model_copy(update={"readings": [*read.readings, *looked]})


def asked(*shares: float, value: str = "鬼頭多恵子", twin: str = "鬼頭多惠子") -> list[bool]:
    """Whether a person is asked about the name on each of so many papers."""
    papers = [sheet(k, pictured("applicant_name", value, s, twin)) for k, s in zip(PAPERS, shares, strict=False)]
    case = CaseView(programme_id="nara-smarthouse", stage="apply", documents=papers)
    twinforms.doubt(case)
    fields = [d.fields["applicant_name"] for d in case.documents]
    return [any(c.kind == "variant_possible" for c in f.corroborations) for f in fields]


@pytest.mark.parametrize(
    ("shares", "doubted"),
    [
        ((0.97,), [True]),
        ((0.97, 0.97), [True, True]),
        ((0.97, 0.97, 0.97), [False, False, False]),
        ((0.97, 0.97, 0.97, 0.45), [True, True, True, True]),
        ((0.8, 0.8, 0.8, 0.8), [True, True, True, True]),
        ((0.97, 0.999999), [True, False]),
    ],
)
def test_three_clear_pictures_and_none_against_settle_a_form(shares: tuple[float, ...], doubted: list[bool]) -> None:
    assert asked(*shares) == doubted


@pytest.mark.parametrize(
    ("value", "twin"), [("高橋花子", "髙橋花子"), ("鍛治花子", "鍜治花子"), ("簗田花子", "築田花子")]
)
def test_no_number_of_pictures_settles_what_engines_cannot_show(value: str, twin: str) -> None:
    assert all(asked(0.99, 0.99, 0.99, 0.99, value=value, twin=twin))


def test_two_entries_of_one_paper_are_one_paper() -> None:
    """A claim names the applicant and the holder: both were printed, or written, together."""
    pictures = [pictured(key, "鬼頭多恵子", 0.97, "鬼頭多惠子") for key in ("applicant_name", "account_holder")]
    old = [undecided(key, ("薗頭伸吾", 0.99)) for key in ("applicant_name", "account_holder")]
    for pair in (pictures, old):
        documents = [sheet(K.PAYMENT_REQUEST, *pair), sheet(K.WARRANTY, pair[0].model_copy(deep=True))]
        case = CaseView(programme_id=None, stage="claim", documents=documents)
        twinforms.doubt(case)
        assert all(f.corroborations for d in case.documents for f in d.fields.values())


def test_what_engines_often_show_as_another_is_settled_by_its_pictures_too() -> None:
    """慎 is written for 愼 in a third of the faces; where nobody looked at the pictures, a person does."""
    assert asked(0.97, 0.97, value="小笠原慎太郎", twin="小笠原愼太郎") == [True, True]
    assert asked(0.999, 0.999, 0.999, value="小笠原慎太郎", twin="小笠原愼太郎") == [False, False, False]
    documents = [sheet(kind, undecided("applicant_name", ("小笠原慎太郎", 0.99))) for kind in PAPERS]
    case = CaseView(programme_id=None, stage="apply", documents=documents)
    twinforms.doubt(case)
    assert all(d.fields["applicant_name"].corroborations for d in case.documents)


@pytest.mark.parametrize(
    ("name", "papers", "doubted"),
    [
        ("薗頭伸吾", 2, True),
        ("薗頭伸吾", 3, False),
        ("奧村伸吾", 4, True),
        ("悅田伸吾", 4, True),
        ("園田伸吾", 1, False),
    ],
)
def test_an_old_form_on_three_papers_is_believed_where_engines_write_it_for_no_other(
    name: str, papers: int, doubted: bool
) -> None:
    documents = [sheet(kind, undecided("applicant_name", (name, 0.99))) for kind in PAPERS[:papers]]
    case = CaseView(programme_id=None, stage="apply", documents=documents)
    twinforms.doubt(case)
    found = [c.kind for d in case.documents for c in d.fields["applicant_name"].corroborations]
    assert found == ["variant_possible"] * (papers if doubted else 0)


@pytest.mark.parametrize(
    ("key", "value", "doubted"),
    [
        ("vendor_name", "株式会社鍛治工務店", True),
        ("issuer_name", "有限会社築瀬電機", True),
        ("vendor_name", "株式会社富士見テクノス", False),
        ("manufacturer", "鍛治", False),
    ],
)
def test_a_company_may_be_called_after_such_a_name(key: str, value: str, doubted: bool) -> None:
    case = CaseView(programme_id=None, stage="apply", documents=[sheet(K.CONTRACT, undecided(key, (value, 0.99)))])
    twinforms.doubt(case)
    [found] = [[c.kind for c in f.corroborations] for d in case.documents for f in d.fields.values()]
    assert ("variant_possible" in found) is doubted

"""A company's name whose end lies under its seal."""

from __future__ import annotations

import pytest

from extractors.fields.sealednames import seal_begins
from models.documents import CaseView, Corroboration, Field
from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted
from tests.validators.cases import checked, individual, on, scanned
from validators.decisions import contradicted


def doubted(name: str, *, sealed: bool) -> bool:
    paper = Paper(1200, 600)
    paper.text(450, 40, "領収書", size=44)
    box = paper.text(500, 300, name, size=36)
    paper.text(500, 360, "TEL 03-3261-0902")
    if sealed:
        paper.draw.rectangle((box.x1 + 4, box.y0 - 30, box.x1 + 84, box.y1 + 30), outline="black", width=4)
        for n in range(4):
            paper.draw.line(
                (box.x1 + 10, box.y0 - 18 + 20 * n, box.x1 + 78, box.y0 - 14 + 20 * n), fill="black", width=5
            )
    field = extracted(K.RECEIPT, paper).fields["issuer_name"]
    return any(c.kind == "under_seal" for c in field.corroborations)


@pytest.mark.parametrize(
    ("name", "sealed", "doubt"),
    [
        ("株式会社まどリノ", True, True),
        ("株式会社まどリノ", False, False),
        ("株式会社ひがし電機", True, False),
        ("まどリノ株式会社", True, False),
    ],
)
def test_a_seal_on_the_end_of_a_name(name: str, sealed: bool, doubt: bool) -> None:
    assert doubted(name, sealed=sealed) is doubt


def _vendors(case: CaseView) -> list[Field]:
    return [d.fields["vendor_name"] for d in case.documents if "vendor_name" in d.fields]


@pytest.mark.parametrize("repeated", [True, False])
def test_another_paper_that_says_the_same_outweighs_the_seal(repeated: bool) -> None:
    case = individual(scanned)
    issuer = on(case, K.RECEIPT).fields["issuer_name"]
    assert _vendors(case), "the case says on another paper who sold it"
    issuer.corroborations = [Corroboration(kind="under_seal", supports=False, reason_ja="印影があります")]
    if not repeated:
        for document in case.documents:
            document.fields.pop("vendor_name", None)
    assert contradicted(on(checked(case).case, K.RECEIPT).fields["issuer_name"]) is not repeated


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("有限会社山辺木工所木社有", "有限会社山辺木工所"), ("株式会社伊北冷熱熱伊式", "株式会社伊北冷熱"), ("社会福祉法人みすず福祉会", None), ("株式会社大和和大建設", None),
        ("学校法人北学会社会学園", None), ("株式会社ひがし電機 株式会社", None), ("有限会社山辺木工所", None),
    ],
)  # fmt: skip
def test_where_a_seal_goes_on_behind_a_name(read: str, name: str | None) -> None:
    assert seal_begins(read) == (None if name is None else len(name))

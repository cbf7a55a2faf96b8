"""Receipts written down the page in columns."""

from __future__ import annotations

from models.documents import DocumentKind as K
from models.documents import ExtractedDocument
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted


def written(*columns: str | tuple[str, str]) -> ExtractedDocument:
    """Columns from right to left; of two texts the second goes on under the first after a gap."""
    paper = Paper(1200, 1500)
    for i, column in enumerate(columns):
        texts = (column,) if isinstance(column, str) else column
        y = 120.0
        for words in texts:
            y = paper.column(1000 - 90 * i, y, words, size=40).y1 + 60
    paper.text(900, 1400, "No.0602", size=28)
    return extracted(K.RECEIPT, paper, programme=None)


def test_every_column_by_its_words() -> None:
    found = written(
        "領収証", "大久保雅彦殿", ("一金", "壱拾六萬五千円也"), ("但し内窓設置工事", "着手金として"), "右の金額正に領収致しました",
        "令和七年六月五日", "東京都豊島区長崎四丁目", "株式会社サッシセンター東都",
    ).fields  # fmt: skip
    assert {k: f.value for k, f in found.items()} == {
        "payer_name": "大久保雅彦",
        "total_amount": 165000,
        "description": "内窓設置工事 着手金",
        "issue_date": "2025-06-05",
        "issuer_name": "株式会社サッシセンター東都",
        "document_number": "0602",
    }


def test_a_receipt_across_the_page_with_a_column_is_none() -> None:
    paper = Paper(1200, 900)
    paper.column(60, 120, "領収証", size=40)
    paper.text(300, 120, "山田太郎 様", size=40)
    paper.text(300, 240, "¥120,000-", size=50)
    paper.text(300, 360, "但し 内窓設置工事代として", size=32)
    paper.text(300, 460, "令和7年6月5日", size=32)
    found = extracted(K.RECEIPT, paper, programme=None).fields
    assert (found["payer_name"].value, found["total_amount"].value) == ("山田太郎", 120000)

"""Papers of two parties whose blocks are headed from the side: 委任者 and 受任者, 買主 and 売主."""

from __future__ import annotations

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


def sided(title: str, blocks: dict[str, tuple[tuple[str, str], ...]]) -> Paper:
    """A table of labels and entries, each block of it with its party written downwards in front."""
    paper = Paper(1400, 1200)
    paper.text(500, 40, title, size=44)
    y = 200
    for party, rows in blocks.items():
        cell = paper.table(80, y, [60], [70 * len(rows)])[0][0]
        paper.column(cell.x0 + 15, cell.cy - 17 * len(party), party, size=30)
        cells = paper.table(140, y, [240, 900], [70] * len(rows))
        for (label, entry), row in zip(rows, cells, strict=True):
            paper.text(row[0].x0 + 12, row[0].cy - 14, label, size=28)
            paper.text(row[1].x0 + 12, row[1].cy - 14, entry, size=28)
        y += 70 * len(rows)
    return paper


def test_the_agent_stands_above_who_gives_the_mandate() -> None:
    """受任者 is no 委任者 misread, though two of three characters are the same."""
    agent = (("事業者名", "株式会社ひがし電機"), ("担当者", "西川 昇"), ("電話", "0742-33-5678"))
    giver = (("住所", "奈良市三条町1-2"), ("氏名", "大谷 香織"), ("電話", "0742-44-9012"))
    found = values(extracted(K.POWER_OF_ATTORNEY, sided("委任状", {"受任者": agent, "委任者": giver})))
    assert (found["phone"], found["proxy_phone"]) == ("0742449012", "0742335678")


def test_the_label_of_the_other_party_is_no_name() -> None:
    buyer = (("ご住所", "奈良県北葛城郡広陵町馬見中2丁目6番15号"), ("ご氏名", "大谷 香織"))
    dealer = (("商号", "株式会社ひがし電機"), ("所在地", "奈良市大宮町3-4"))
    found = values(extracted(K.CONTRACT, sided("ご注文書　兼　売買契約書", {"買主": buyer, "売主": dealer})))
    assert found["applicant_name"] == "大谷香織"

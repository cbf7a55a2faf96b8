"""Individual numbers 個人番号 on the papers sent in: MY_NUMBER_FOUND.

Rests on the law, not on a programme's rules, so it needs no programme: whoever is not one of those whom 番号法 第19条
names must not collect or keep a number (第20条). The digits were hidden when the page was read; what is left to do is
the paper itself. Confirmed: the check digit is right and words beside it name it. Suspected: one of the two is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.documents import CaseView
from models.findings import FieldRef, Finding, FindingCode, FindingStatus

CLAUSE = "行政手続における特定の個人を識別するための番号の利用等に関する法律 第20条"


def check(case: CaseView) -> Iterator[Finding]:
    """A finding for each paper on which an individual number was hidden."""
    for position, document in enumerate(case.documents):
        if not document.redactions:
            continue
        certain = any(r.certain for r in document.redactions)
        indexes = sorted({r.page_index for r in document.redactions if r.certain or not certain})
        # counted within the paper, as the person who holds it counts
        pages = "、".join(str(document.page_indexes.index(i) + 1) for i in indexes if i in document.page_indexes)
        where = (
            f"{document.kind.label_ja}の{pages}枚目に"
            if len(document.page_indexes) > 1
            else document.kind.label_ja + "に"
        )
        yield Finding(
            code=FindingCode.MY_NUMBER_FOUND,
            status=FindingStatus.CONFIRMED if certain else FindingStatus.SUSPECTED,
            message_ja=where + (_CERTAIN_JA if certain else _SUSPECTED_JA),
            clause=CLAUSE,
            refs=(FieldRef(document=position),),
            document_kind=document.kind,
        )


_CERTAIN_JA = (
    "個人番号（マイナンバー）が記載されています。番号は読み取らず、画面では黒く塗って隠しています。"
    "原本は受け取らずに返すか、番号が読めないように塗りつぶしてください。"
)
_SUSPECTED_JA = (
    "個人番号（マイナンバー）または住民票コードと思われる数字があります。念のため黒く塗って隠しています。"
    "そのとおりであれば原本を返すか塗りつぶしてください。別の番号であれば「問題なし」にすると画面に表示されます。"
)

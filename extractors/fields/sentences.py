"""Entries written into a sentence: 金 48,000 円を交付されたく; 令和6年11月20日付け奈良県指令脱炭第31号により."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.accounts import ReadEntry, only_entry
from extractors.fields.entries import Sheet
from extractors.fields.layout import Region
from extractors.fields.running import sentence, span
from extractors.fields.texts import reading_order
from models.documents import Field
from models.programmes import FieldSpec

#: Folded, as all running text here: hyphens and 一 are ー, full stops ・.
_SENTENCES = {
    "subsidy_amount": re.compile(
        r"(?<![\d,・xX×*])(?P<value>[¥￥]?\d[\d,・]{2,})円[)]?(?:を|の|は|也を?|に?ついて)[^。\d]{0,14}?(?:交付|支給|請求|申請|振り?込)"
    ),
    "contract_count": re.compile(r"(?<![\d,・])(?P<value>\d{1,3})(?:契約|件|口|世帯)[×xX*][¥￥]?\d"),
    "grant_decision_date": re.compile(
        r"号[(](?P<value>(?:令和|平成)[^()]{4,14}日)(?:付け?)?[)](?:に|で)[^。]{0,8}交付の?決定"
    ),
    "grant_decision_number": re.compile(
        r"(?:日付?(?:け|で|の|をもって)?(?P<value>[^、。\d\s][^、。]{1,16}?第[^、。第]{1,8}?号(?:の\d{1,3})?)(?:で|に|を|の|をもって)"
        r"|(?P<on_its_line>[^、。\s(]{2,30}?第[^、。第]{1,8}?号(?:の\d{1,3})?)[(](?:令和|平成)[^()]{4,14}日(?:付け?)?[)])"
    ),
}
_LIMIT = re.compile(r"(?:上限|以内|以下|まで|限度)[^。]{0,4}$")
"""In front of an amount: it is the programme's, not the applicant's."""


def sentence_entry(sheets: Sequence[Sheet], spec: FieldSpec, read: ReadEntry) -> Field | None:
    """The entry `spec` out of the one sentence that says it; None where none does, or more than one."""
    pattern = _SENTENCES.get(spec.key)
    if pattern is None:
        return None
    places: list[tuple[Sheet, Region]] = []
    for sheet in sheets:
        text, origin = sentence(reading_order(sheet.layout.texts))
        for match in pattern.finditer(text):
            if not _LIMIT.search(text, max(0, match.start() - 12), match.start()):
                said = next(name for name, value in match.groupdict().items() if value is not None)
                found = origin[slice(*match.span(said))]
                if said == "on_its_line":  # a title above is no part of it
                    found = [place for place in found if place[0] is found[-1][0]]
                places.append((sheet, span(found)))
    return only_entry(places, spec, read)

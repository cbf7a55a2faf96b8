"""Blocks that repeat the labels of others: whose a label is, and whether it stands in a second place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from extractors.fields.certainty import shared_places
from extractors.fields.entries import Sheet
from extractors.fields.layout import Text
from extractors.fields.sections import NOBODYS, Section
from extractors.folding import fold
from extractors.meanings import AGENTS, means
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind
from models.values.phone import find_phones

REPEATING = ("proxy", "account", *NOBODYS)
"""Blocks that repeat the labels of others (氏名, 電話番号, フリガナ): the office's own and the household's are nobody's."""
#: Headings of the block of whoever applies, which may label the name, too.
_BLOCK = re.compile(r"[\d・]*(?:申請|請求|契約|届出|設置)者(?:の?情報|欄)?")

Taken = Sequence[tuple[int, Box]]
"""Page and place (pixels) of labels that led to an entry."""


def is_taken(taken: Taken, page: int, label: Box) -> bool:
    """Whether the label at this place led to an entry already."""
    return any(n == page and place.intersection(label) > 0.5 * label.area for n, place in taken)


def anothers_block(spec: FieldSpec, bands: dict[str, Section], page: int, place: Box) -> bool:
    """Whether a place lies in a block that repeats the labels of others, and not in the entry's own; or, for an entry of
    such a block, outside of it."""
    own = bands.get(spec.block)
    if own is not None and (own.holds(page, place) or spec.block in REPEATING):
        return not own.holds(page, place)
    return any(n != spec.block and bands[n].holds(page, place) for n in REPEATING if n in bands)


def repeated(sheets: Sequence[Sheet], spec: FieldSpec, bands: dict[str, Section], page: int, chosen: Box) -> bool:
    """Whether the entry's label stands in a second place that no heading tells from the one chosen."""
    own = {fold(x.text) for x in spec.labels if x.where in ("right", "below")}
    section = bands.get(spec.block)
    others = [bands[n] for n in REPEATING if n in bands and n != spec.block]
    for number, sheet in enumerate(sheets):
        for text in sheet.layout.texts:
            if fold(text.raw) not in own and not means(spec.key, text.raw) and not _with_its_number(spec, own, text):
                continue
            if text.line.vertical or _BLOCK.fullmatch(text.plain[0]):
                continue  # a block's heading
            if number == page and text.cell is not None and chosen.share_inside(text.cell) > 0.8:
                continue  # the label's own second line
            if number == page and text.box.intersection(chosen) > 0.5 * min(text.box.area, chosen.area):
                continue
            if section is not None and section.holds(page, chosen):
                if section.holds(number, text.box):
                    return True
            elif not any(b.holds(number, text.box) for b in others):
                return True
    return False


def _with_its_number(spec: FieldSpec, own: Collection[str], text: Text) -> bool:
    """Whether a line is the label of a telephone number with a number behind it: another's telephone, perhaps."""
    plain = text.plain[0]
    at = plain.find("0") if spec.kind is ValueKind.PHONE else -1
    return at > 1 and (plain[:at].strip("(:") in own or means(spec.key, plain[:at])) and bool(find_phones(text.raw))


_AGENTS = re.compile("代行|代理|担当|業者|会社|店")
"""What a label says whose entry is the agent's."""


def the_applicants(fields: Mapping[str, Field], agents: str, label: str, field: Field) -> bool:
    """Whether `field`, found for an agent's entry beside `label`, stands where the applicant's was read: what is one's is not
    the other's as well, and most forms are sent without an agent."""
    own = next((fields[key] for key, agent in AGENTS.items() if agent == agents and key in fields), None)
    if own is None or _AGENTS.search(label):
        return False
    return bool(shared_places({"": own, agents: field}, frozenset()))

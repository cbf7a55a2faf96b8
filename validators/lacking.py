"""What papers of a case lack and other papers of it tell, to be looked for once more.

A paper of a layout that nobody has described may say whose it is where no label leads to it. What the other papers say
of the same thing is a good guess at what stands there: extraction looks whether it does (``extractors.fields.seeking``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from models.documents import FORMS, CaseView, ExtractedDocument, Field, Value
from models.programmes import Programme
from models.values.address import fold_address
from models.values.fields import DATE_KEYS, NUMBER_KEYS, YEN_KEYS
from models.values.text import fold_dashes, fold_itaiji, squeeze
from validators.entities import ENTITIES, GROSS_COST, NET_COST, Entity, members
from validators.evidence import decided_by_person
from validators.placing import astray
from validators.sense import nonsense

#: Told by a mark and not by words, or by so few digits that they stand on any paper.
_NEVER = frozenset({"account_type"})
#: Printed on forms to be chosen from.
_CHOSEN_ON_FORMS = frozenset({"equipment_type"})
#: What no applicant leaves out of a form: a room for it that is empty is another's.
_NEVER_BLANK = frozenset({"applicant_name", "applicant_kana", "address", "representative_name"})
#: Smaller amounts stand on papers by chance.
_LEAST_YEN = 1000
#: Of an address so many characters must stand on the paper as they are.
_FRAGMENT = 5


def lacking(case: CaseView, programme: Programme | None) -> dict[int, dict[str, tuple[Value, ...]]]:
    """Entries without a value by document (its position), with the values that other entries of the case have for the
    same thing, the one with most witnesses first. Values whose characters are not on the paper are left out."""
    cost = None
    if programme is not None and programme.purchase_amount_tax != "none":
        cost = NET_COST if programme.purchase_amount_tax == "excluded" else GROSS_COST
    plain = [_Plain(d.text) for d in case.documents]
    found: dict[int, dict[str, tuple[Value, ...]]] = {}
    for entity in (*ENTITIES, *((cost,) if cost is not None else ())):
        told = [(p, f) for p, f in members(case, entity) if len(str(f.value)) >= 2 and not _no_thing(f)]
        if not told or entity.name in _NEVER:
            continue
        for position, key in _lacks(case, entity, programme):
            witnesses = Counter(entity.letter(str(f.value)) for _, f in told)
            first = {entity.letter(str(f.value)): f.value for _, f in reversed(told)}
            values = tuple(
                first[letter] for letter, _ in witnesses.most_common() if plain[position].may_hold(key, first[letter])
            )
            if values and key not in found.setdefault(position, {}):
                found[position][key] = values
    return {position: keys for position, keys in found.items() if keys}


def _lacks(case: CaseView, entity: Entity, programme: Programme | None) -> Iterator[tuple[int, str]]:
    """The entries of `entity` that were not found on the papers that ought to have them. What was found empty is no such."""
    if entity.stage is not None and entity.stage is not case.stage:
        return
    for position, document in enumerate(case.documents):
        if entity.name in _CHOSEN_ON_FORMS and document.kind in FORMS:
            continue
        for key in entity.keys(document.kind):
            if _asked(document, key, programme) and _unread(document, key):
                yield position, key


def _asked(document: ExtractedDocument, key: str, programme: Programme | None) -> bool:
    spec = programme.document(document.kind) if programme is not None else None
    return spec is None or document.kind not in FORMS or spec.field(key) is not None


def _unread(document: ExtractedDocument, key: str) -> bool:
    field = document.fields.get(key)
    if field is None:
        return True
    if decided_by_person(field):
        return False
    if field.blank:
        return document.kind in FORMS and key in _NEVER_BLANK
    return field.value is None or _no_thing(field)


def _no_thing(field: Field) -> bool:
    """Whether the value is none that the entry could have, by itself."""
    return bool(nonsense(field.key, field.value) or astray(field))


class _Plain:
    """The text of a paper without what is free in writing, to see quickly what cannot stand on it."""

    def __init__(self, text: str) -> None:
        self._words = fold_itaiji(squeeze(text))
        self._digits = re.sub(r"\D", "", self._words)

    def may_hold(self, key: str, value: Value) -> bool:
        text = str(value)
        if key in YEN_KEYS:
            return isinstance(value, int) and value >= _LEAST_YEN and text in self._digits
        if key in DATE_KEYS:
            return bool(self._digits)
        if key in NUMBER_KEYS:
            return text in self._digits
        if key in ("address", "proxy_address"):
            return fold_address(text)[:_FRAGMENT] in fold_address(self._words) or text[-_FRAGMENT:] in self._words
        return fold_dashes(fold_itaiji(squeeze(text))) in fold_dashes(self._words)

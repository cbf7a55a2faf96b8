"""What papers of a case lack and other papers of it tell, to be looked for once more.

A paper of a layout that nobody has described may say whose it is where no label leads to it. What the other papers say
of the same thing is a good guess at what stands there: extraction looks whether it does (``extractors.fields.seeking``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from models.documents import FORMS, CaseView, ExtractedDocument, Field, Value
from models.programmes import Programme
from models.values.address import fold_address
from models.values.fields import DATE_KEYS, NUMBER_KEYS, YEN_KEYS
from models.values.text import fold_itaiji, squeeze
from validators.entities import ENTITIES, READING, Entity, entities_of, members
from validators.evidence import decided_by_person, sure
from validators.groups import Group, group
from validators.placing import astray
from validators.sense import nonsense

#: Told by a mark and not by words, or by so few digits that they stand on any paper.
_NEVER = frozenset({"account_type"})
#: Printed on forms to be chosen from.
_CHOSEN_ON_FORMS = frozenset({"equipment_type"})
#: What no applicant leaves out of a form: a room for it that is empty is another's.
_NEVER_BLANK = frozenset({"applicant_name", "applicant_kana", "address", "representative_name"})
#: Entities of which none is the other, though extraction may take one for the other.
_APART = (("vendor", "applicant"), ("address", "proxy_address"), ("phone", "proxy_phone"))
#: What may have been read with a label or another word before or behind it.
_WORDS = frozenset({Group.NAME, Group.CODE})
#: A value of fewer characters tells nothing.
_FEWEST = 2
#: Smaller amounts stand on papers by chance.
_LEAST_YEN = 1000
#: Words (0..100) that engines may have read for the value.
_LIKE = 60
#: Of an address so many characters must stand on the paper as they are.
_FRAGMENT = 5


def lacking(case: CaseView, programme: Programme | None) -> dict[int, dict[str, tuple[Value, ...]]]:
    """Entries without a value by document (its position), with the values that other entries of the case have for the
    same thing, the one with most witnesses first. Values whose characters are not on the paper are left out."""
    plain = [_Plain(d.text) for d in case.documents]
    found: dict[int, dict[str, tuple[Value, ...]]] = {}
    strangers = _strangers(case)
    heads = [f for d in case.documents if (f := d.fields.get("representative_name")) is not None and f.value]
    for entity in (*entities_of(programme), READING):
        told = [f for _, f in members(case, entity) if len(str(f.value)) >= _FEWEST and not _no_thing(f)]
        if not told or entity.name in _NEVER:
            continue
        for position, key in _asked(case, entity, programme):
            field = case.documents[position].fields.get(key)
            others = [f for f in told if f is not field]
            witnesses = Counter(entity.letter(str(f.value)) for f in others)
            first = {entity.letter(str(f.value)): f.value for f in reversed(others)}
            persons = frozenset(entity.letter(str(f.value)) for f in heads)
            if not _open(case.documents[position], field, witnesses, entity, strangers, persons):
                continue
            values = tuple(
                first[letter] for letter, _ in witnesses.most_common() if plain[position].may_hold(key, first[letter])
            )
            if values and key not in found.setdefault(position, {}):
                found[position][key] = values
    return {position: keys for position, keys in found.items() if keys}


def _asked(case: CaseView, entity: Entity, programme: Programme | None) -> Iterator[tuple[int, str]]:
    """The entries of `entity` that the papers of the case ought to have, by document."""
    if entity.stage is not None and entity.stage is not case.stage:
        return
    for position, document in enumerate(case.documents):
        if entity.name in _CHOSEN_ON_FORMS and document.kind in FORMS:
            continue
        spec = programme.document(document.kind) if programme is not None and document.kind in FORMS else None
        for key in entity.keys(document.kind):
            if spec is None or spec.field(key) is not None:
                yield position, key


def _open(
    document: ExtractedDocument,
    field: Field | None,
    witnesses: Mapping[str, int],
    entity: Entity,
    strangers: Mapping[str, frozenset[str]],
    persons: frozenset[str],
) -> bool:
    """Whether the entry may stand elsewhere than where `field` was read; None: it was not found. `witnesses` are the values
    that other entries have, `persons` the names of those who represent the applicant: an account may be in the name of a
    shop and of its owner."""
    if field is None:
        return True
    if decided_by_person(field):
        return False
    if field.blank:
        return document.kind in FORMS and field.key in _NEVER_BLANK
    if field.value is None or _no_thing(field):
        return True
    if sure(field):
        return False
    own = entity.letter(str(field.value))
    alike = witnesses.get(own, 0)
    if own in strangers.get(entity.name, ()) and not alike:
        return True
    longer = group(field.key) in _WORDS
    within = [word for word, n in witnesses.items() if 2 < len(word) < len(own) and word in own and n > alike]
    return longer and bool(within) and not any(own.replace(word, "", 1) in persons for word in within)


def _strangers(case: CaseView) -> dict[str, frozenset[str]]:
    """By entity, the values of the one that stands beside it on papers: a dealer is not the applicant."""
    by_name = {entity.name: entity for entity in ENTITIES}

    def values(name: str) -> frozenset[str]:
        return frozenset(by_name[name].letter(str(f.value)) for _, f in members(case, by_name[name]))

    pairs = [(a, b) for one, other in _APART for a, b in ((one, other), (other, one))]
    return {mine: values(other) for mine, other in pairs}


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
        return fuzz.partial_ratio(fold_itaiji(squeeze(text)), self._words) >= _LIKE

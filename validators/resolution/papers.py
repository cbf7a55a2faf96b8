"""The same thing on several papers of one case: of what a reader considered, the candidate that the others show.

Two papers that differ stay different: a candidate must compete on its own paper before another paper may raise it
(:mod:`.choices`). A person's name that some papers show and more show otherwise goes with the more: papers of one hand
are misread alike. But who shows a character more is not outvoted: engines pass over what they cannot read. The papers
are compared as they were before anything was chosen here, so their order is nothing; and of two papers that would each
take what the other shows only one does, the one that held it the likelier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.documents import CaseView, DocumentKind, Field
from models.programmes import Programme
from models.values.fields import YEN_KEYS
from models.values.text import fold_itaiji
from models.values.variants import as_borne
from validators.addresses import old_forms
from validators.billwords import row_names
from validators.crosschecks.amounts import whole
from validators.entities import READING, Entity, entities_of
from validators.equipment import find_model
from validators.evidence import sought, sure
from validators.legibility import PERSON_KEYS
from validators.likeness import Likeness, Verdict, passed_over
from validators.money import total_fits
from validators.resolution.choices import Choice, Ground, choose, open_to_choice, options, share_of

K = DocumentKind


@dataclass(frozen=True)
class _Place:
    """One entry of an entity. `own` is its value in the letters of the entity; empty where nothing parsed."""

    position: int
    field: Field
    own: str


class _Move(NamedTuple):
    """An entry that takes what `others` show."""

    place: _Place
    choice: Choice
    others: Sequence[_Place]


def settle(case: CaseView, programme: Programme | None) -> None:
    plans: dict[int, tuple[Field, Choice, str]] = {}
    for entity in (*entities_of(programme), READING):
        for field, choice, reason in _entity(case, entity):
            plans.setdefault(id(field), (field, choice, reason))
    for field, choice, reason in plans.values():
        choose(field, choice, reason)
    _models_in_rows(case)


def _entity(case: CaseView, entity: Entity) -> Iterator[tuple[Field, Choice, str]]:
    places = list(_places(case, entity))
    moves: list[_Move] = []
    for place in places:
        if not open_to_choice(place.field) or _adds_up(case, place):
            continue
        others = [p for p in places if p is not place and p.own and not sought(p.field)]
        alike = [p for p in others if p.own == place.own]
        person = place.field.key in PERSON_KEYS
        if not others or (alike and not person and not _in_old_forms(place.field.key, place.field.value)):
            continue
        found: list[tuple[int, float, str, Choice, list[_Place]]] = []
        for choice in (*options(place.field, Ground.OTHER_PAPER), *_without_seal(place.field)):
            if choice.value == place.field.value:
                continue
            said = entity.letter(str(choice.value))
            if passed_over(said, place.own):
                continue
            agreeing = [p for p in others if p.own == said]
            votes = _votes(agreeing)
            if _listed_spelling(place.field.key, place.field.value, choice.value):
                continue  # 赤穂 follows no other paper to 赤穗
            if person and place.field.value == as_borne(str(choice.value)):
                continue  # nor 興梠 to 興侶
            listed = _listed_spelling(place.field.key, choice.value, place.field.value)
            if agreeing and (not alike or listed or (person and votes > _votes([place, *alike]))):
                found.append((votes, choice.share, str(choice.value), choice, agreeing))
        if found:
            *_, choice, agreeing = max(found, key=lambda f: f[:3])
            moves.append(_Move(place, choice, agreeing))
    moved: set[int] = set()
    for move in sorted(moves, key=lambda m: (-m.choice.share, str(m.choice.value))):
        standing = [p for p in move.others if id(p.field) not in moved]
        if not standing:
            continue  # the papers that it would follow have followed another
        moved.add(id(move.place.field))
        where = min((case.documents[p.position].kind for p in standing), key=list(K).index).label_ja
        yield move.place.field, move.choice, f"{where}と同じ値に読めるため、そう読みました"


def _in_old_forms(key: str, value: object) -> bool:
    return key in _ADDRESSES and isinstance(value, str) and fold_itaiji(value) != value and bool(old_forms(value))


def _listed_spelling(key: str, listed: object, old: object) -> bool:
    """Whether `listed` is the address `old` with its place spelled as the dictionary spells it, 赤穂 for 赤穗: engines like the
    old forms too much, on several papers of an envelope at once."""
    if not isinstance(listed, str) or not isinstance(old, str) or listed == old:
        return False
    same = fold_itaiji(listed) == fold_itaiji(old)
    return same and _in_old_forms(key, old) and not _in_old_forms(key, listed)


_ADDRESSES = ("address", "proxy_address")


def _votes(places: Sequence[_Place]) -> int:
    """What papers weigh that show the same: one whose text is certain as much as three that were read."""
    return sum(3 if sure(p.field) else 1 for p in places)


def _without_seal(field: Field) -> Iterator[Choice]:
    """A person's name without the surname that the seal behind it repeats: 乾京子乾."""
    value = field.value
    if field.key not in PERSON_KEYS or not isinstance(value, str):
        return
    for n in (1, 2, 3):
        if len(value) > 2 * n and value.endswith(value[:n]):
            yield Choice(value[:-n], field.raw, share_of(field, value), folded=True)


def _places(case: CaseView, entity: Entity) -> Iterator[_Place]:
    if entity.stage is not None and entity.stage is not case.stage:
        return
    for position, document in enumerate(case.documents):
        for key in entity.places.get(document.kind, ()):
            field = document.fields.get(key)
            if field is None or field.blank or isinstance(field.value, list):
                continue
            own = entity.letter(str(field.value)) if field.value not in (None, "") else ""
            yield _Place(position, field, own)


def _adds_up(case: CaseView, place: _Place) -> bool:
    """Whether the amount is borne out by its own paper, so that no other paper has a say."""
    if place.field.key not in YEN_KEYS:
        return False
    document = case.documents[place.position]
    amounts = [whole(document.value(k)) for k in ("subtotal_amount", "tax_amount", "total_amount")]
    return place.field.value in amounts and total_fits(*amounts) is Verdict.AGREE


def _models_in_rows(case: CaseView) -> None:
    """The model on the form, as the rows and descriptions of the bills spell it."""
    bills = case.of_kind(K.RECEIPT, K.INVOICE, K.ESTIMATE, K.CONTRACT)
    passages = [p for bill in bills for p in _passages(bill.value)]
    for document in case.of_kind(K.APPLICATION_FORM, K.WARRANTY, K.CONTRACT):
        field = document.fields.get("model")
        if field is None or not open_to_choice(field) or _stands_in(field.value, passages):
            continue
        for choice in options(field, Ground.OTHER_PAPER):
            if choice.value != field.value and _stands_in(choice.value, passages):
                choose(field, choice, "領収書などの内容にある型式に合わせて読みました")
                break


def _passages(value: Callable[[str], object]) -> list[str]:
    return [str(value("description") or ""), *row_names(value("line_items"))]


def _stands_in(model: object, passages: list[str]) -> bool:
    return isinstance(model, str) and any(find_model(model, p) is Likeness.EQUAL for p in passages)

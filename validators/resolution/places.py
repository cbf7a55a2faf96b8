"""Postal code and address, read together: the town that both can mean.

Only the part of an address down to its town is ever respelled. House numbers and buildings are in no dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.documents import ExtractedDocument, Field
from models.values.text import fold_itaiji
from validators.addresses import old_forms
from validators.gazetteer import Town, towns_of
from validators.likeness import Verdict, confusable
from validators.locating import locate
from validators.placenames import fold_place
from validators.postal import check_postal
from validators.resolution.choices import Choice, Ground, choices, choose, open_to_choice, options, share_of
from validators.within_city import Place

#: What stands in front of the house number.
_PLACE = re.compile(r"\D*")
#: A town's name may be respelled in so many characters, and in every fourth.
_MOST_RESPELLED = 3


def settle(document: ExtractedDocument) -> None:
    code, address = document.fields.get("postal_code"), document.fields.get("address")
    if code is not None and address is not None:
        _together(code, address)
    for key in ("address", "proxy_address"):
        field = document.fields.get(key)
        if field is not None and isinstance(field.value, str) and open_to_choice(field):
            _by_itself(field)
            _in_listed_form(field)


def _in_listed_form(field: Field) -> None:
    """穂高 for 穗高, 早稲田 for 早稻田: a place has one spelling, and engines like old forms. A building keeps its own."""
    value = str(field.value)
    if old := old_forms(value):
        head = _PLACE.match(value)
        common = str.maketrans({c: fold_itaiji(c) for c in old})
        end = head.end() if head is not None else 0
        listed = value[:end].translate(common) + value[end:]
        choice = Choice(listed, field.raw, share_of(field, value), folded=True)
        choose(field, choice, "地名の字体を住所の辞書に合わせて読みました")


_SEEN = 0.1
"""An address that a reader held so likely leaves no reason for one spelled anew after the dictionary."""


def _agree(code: object, address: object) -> bool:
    """Whether both name the same town of the dictionary, to the letter."""
    if not isinstance(code, str) or not isinstance(address, str):
        return False
    outcome = check_postal(code, address)
    return outcome.verdict is Verdict.AGREE and outcome.exact and outcome.town is not None and bool(outcome.town.name)


def _together(code: Field, address: Field) -> None:
    if _agree(code.value, address.value):
        return
    codes, addresses = options(code, Ground.DICTIONARY), options(address, Ground.DICTIONARY)
    pairs: list[tuple[float, int, Choice, Choice]] = []
    for i, c in enumerate(codes):
        # 山都町大平, not 山都町大平平 out of 山都町丁大平
        seen = any(_likely(address, a) >= _SEEN and _agree(c.value, a.value) for a in addresses)
        respelled = [] if seen else [r for a in addresses for r in _respelled(address, a, towns_of(str(c.value)))]
        for j, a in enumerate([*addresses, *respelled]):
            if _agree(c.value, a.value):
                pairs.append((_likely(code, c) * _likely(address, a), -i - j, c, a))
    if not pairs:
        return
    _, _, c, a = max(pairs, key=lambda p: p[:2])
    choose(code, c, f"住所の町域の郵便番号が「{c.value}」です")
    choose(address, a, "郵便番号の町域の名前に合わせて読みました")


def _likely(field: Field, choice: Choice) -> float:
    """The share of `choice`; the value that stands counts even where no reading gave it a share."""
    return max(choice.share, 0.5 if choice.value == field.value and not share_of(field, field.value) else 0.0)


def _by_itself(field: Field) -> None:
    """An address whose town is nearly one of the dictionary's, and of one only."""
    place = locate(str(field.value))
    if place is None or place.distance == 0 or not place.town:
        if place is None or not place.town:
            _listed(field)
        return
    own = Choice(field.value, field.raw, share_of(field, field.value))
    for choice in [*_candidates(field), *_respelled(field, own, place.towns)]:
        if _spelled(choice.value, place):
            choose(field, choice, f"町域の名前「{place.town}」に合わせて読みました")
            return


def _candidates(field: Field) -> list[Choice]:
    return [c for c in options(field, Ground.SPELLING) if c.value != field.value]


def _spelled(value: object, place: Place) -> bool:
    found = locate(str(value))
    return found is not None and found.distance == 0 and (found.city, found.town) == (place.city, place.town)


def _listed(field: Field) -> None:
    """An address that is nowhere, though one of its candidates names a town."""
    for choice in _candidates(field):
        found = locate(str(choice.value))
        if found is not None and found.distance == 0 and found.town:
            choose(field, choice, f"町域の名前「{found.town}」に合わせて読みました")
            return


def _respelled(field: Field, choice: Choice, towns: Sequence[Town]) -> Iterator[Choice]:
    """`choice` with its town spelled as the dictionary does, where every character put right is a documented
    look-alike of the one read, or stands there in another candidate. Behind the town nothing changes."""
    if not open_to_choice(field):
        return
    value = str(choice.value)
    others = [str(c.value) for c in choices(field)]
    for town in towns:
        if not town.name:
            continue
        for spelled in _spellings(town):
            head = value[: len(spelled)]
            if len(head) < len(spelled):
                continue
            unlike = [i for i, (a, b) in enumerate(zip(head, spelled, strict=True)) if not _same(a, b)]
            if not 0 < len(unlike) <= max(1, min(_MOST_RESPELLED, len(spelled) // 4)):
                continue
            if any(head[i].isdigit() or spelled[i].isdigit() for i in unlike):
                continue
            if all(confusable(head[i], spelled[i]) or _read_so(others, i, spelled) for i in unlike):
                letters = [spelled[i] if i in unlike else c for i, c in enumerate(head)]
                new = "".join(letters) + value[len(spelled) :]
                yield Choice(new, choice.raw, choice.share, folded=True)


def _spellings(town: Town) -> Iterator[str]:
    name = re.sub(r"[(（].*$", "", town.name)
    city = re.sub(r"^.{1,4}?郡(?=.+[町村]$)", "", town.city)
    for start in dict.fromkeys((town.prefecture + town.city, town.city, town.prefecture + city, city)):
        yield start + name


def _same(a: str, b: str) -> bool:
    return a == b or fold_itaiji(a) == fold_itaiji(b) or fold_place(a) == fold_place(b)


def _read_so(others: Sequence[str], at: int, spelled: str) -> bool:
    """Whether another candidate has the dictionary's character in this place."""
    return any(o[at : at + 1] == spelled[at] for o in others)

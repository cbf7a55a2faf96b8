"""What a field may become: its readings' candidates, how likely they are, and the law of choosing among them.

The law in one table. A candidate may replace the value only if its share is at least this part of the value's share:

===============  ======  =====================================================================================
ground           part    what it takes
===============  ======  =====================================================================================
DICTIONARY       1/50    two entries of one paper satisfy a dictionary together, and to the letter
SPELLING         1/20    one entry stands in a list to the letter
OTHER_PAPER      1/20    another paper of the case says the same, to the letter
ARITHMETIC       1/5     amounts of one paper add up
MONEY            1/2     as any of the above, but the entry is an account number or an amount
===============  ======  =====================================================================================

Shares are the engines' own (mixed over the families of engines), no calibrated probabilities; the parts are chosen so
that a text printed and read clearly (share of its rival below one in a thousand) is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from models.documents import Corroboration, Field, Reading, Value
from models.reasons import engine_family
from models.values.fields import YEN_KEYS
from validators.evidence import sure

#: Kind of the corroboration that every choice leaves.
CHOSEN = "chosen_among_readings"

#: Entries of which a wrong one costs money at once: their own readings must be undecided before anything may choose.
MONEY_KEYS = YEN_KEYS | frozenset(("account_number", "yucho_symbol", "yucho_number"))

#: How much the families of engines count in the mixture. Tesseract reads Japanese print fairly and hands badly.
_WEIGHTS = {"ppocr": 1.0, "crnn": 1.0, "tesseract": 0.3}
#: The most that a reading without an n-best list is believed.
_MOST = 0.9
#: Longer lists are cut: what stands so far down is noise.
_LONGEST = 12


class Ground(Enum):
    """Why a candidate is chosen; the value is the part of the present value's share that it needs."""

    DICTIONARY = 0.02
    SPELLING = 0.0501
    OTHER_PAPER = 0.05
    ARITHMETIC = 0.2


MONEY_PART = 0.5


@dataclass(frozen=True)
class Choice:
    """One value that a field may have. `folded`: no engine read it so; it is a documented fold of one that was read."""

    value: Value
    raw: str
    share: float
    folded: bool = False


def considered(reading: Reading) -> Iterator[tuple[Value, str, float]]:
    """(value, raw, share) of what one reading holds possible; its own text only, where it gives no n-best list."""
    if not reading.candidates:
        yield reading.value, reading.raw, min(_MOST, max(0.05, reading.score))
        return
    for candidate in reading.candidates[:_LONGEST]:
        yield candidate.value, candidate.raw, candidate.share


def choices(field: Field) -> tuple[Choice, ...]:
    """Everything the readings of `field` considered that parses, likeliest first; empty for tables and blanks."""
    if field.blank or isinstance(field.value, list):
        return ()
    lists: dict[str, list[Reading]] = {}
    for reading in field.readings:
        lists.setdefault(engine_family(reading.engine), []).append(reading)
    mass: dict[Value, float] = {}
    raws: dict[Value, tuple[float, str]] = {}
    whole = sum(_WEIGHTS.get(name, 0.5) for name in lists)
    for name, readings in lists.items():
        weight = _WEIGHTS.get(name, 0.5) / whole / len(readings)
        for reading in readings:
            for value, raw, share in considered(reading):
                if value is None or isinstance(value, list):
                    continue
                mass[value] = mass.get(value, 0.0) + weight * share
                if value not in raws or share > raws[value][0]:
                    raws[value] = (share, raw)
    found = [Choice(v, raws[v][1], min(1.0, m)) for v, m in mass.items()]
    return tuple(sorted(found, key=lambda c: (-c.share, str(c.value))))


def share_of(field: Field, value: Value) -> float:
    """The share of one value among the field's choices; 0.0 where nothing considered it."""
    return _share(choices(field), value)


def _share(listed: Iterable[Choice], value: Value) -> float:
    return next((c.share for c in listed if c.value == value), 0.0)


def open_to_choice(field: Field | None) -> bool:
    """Whether anything may be chosen for `field` at all."""
    return field is not None and not sure(field) and not field.blank and not isinstance(field.value, list)


def permitted(field: Field, choice: Choice, ground: Ground) -> bool:
    """Whether the law lets `choice` replace the value of `field` on `ground`."""
    if not open_to_choice(field) or choice.value is None:
        return False
    return choice.value == field.value or choice.share >= _part(field, ground) * share_of(field, field.value)


def _part(field: Field, ground: Ground) -> float:
    return max(ground.value, MONEY_PART) if field.key in MONEY_KEYS else ground.value


def options(field: Field | None, ground: Ground) -> list[Choice]:
    """The value as it stands first, then every other choice that the law permits on `ground`, likeliest first."""
    if field is None:
        return []
    listed = choices(field)
    own = Choice(field.value, field.raw, _share(listed, field.value))
    if not open_to_choice(field):
        return [own] if field.value is not None else []
    least = _part(field, ground) * own.share
    others = [c for c in listed if c.value not in (None, field.value) and c.share >= least]
    return ([own] if field.value is not None else []) + others


def choose(field: Field, choice: Choice, reason_ja: str) -> None:
    """Make `choice` the value of `field`, in place, and say why. The readings stay; so does the value as read."""
    if choice.value == field.value:
        return
    if not field.chosen:
        field.as_read, field.chosen = field.value, True
    field.value = choice.value
    if field.value == field.as_read:
        as_extracted(field)
        return
    said = Corroboration(kind=CHOSEN, supports=True, reason_ja=reason_ja)
    field.corroborations = [*(c for c in field.corroborations if c.kind != CHOSEN), said]


def as_extracted(field: Field) -> None:
    """Take back what an earlier resolution chose, in place, unless a person decided the field meanwhile."""
    if not field.chosen:
        return
    if not sure(field):
        field.value = field.as_read
    field.chosen, field.as_read = False, None
    field.corroborations = [c for c in field.corroborations if c.kind != CHOSEN]


def likeliest(found: Iterable[Choice]) -> Choice | None:
    return max(found, key=lambda c: c.share, default=None)

"""How sure a read value is, and whether two values that differ differ on paper or only in the reading.

The rule behind every finding: *a misread character must not accuse an applicant*. Two values are compared with the
strength of both readings in mind:

=====================  ==========================  ===================================
weaker side            values differ               status of the finding
=====================  ==========================  ===================================
SURE (exact, person)   at all                      confirmed
STRONG (corroborated)  by more than one character  confirmed
STRONG                 by one character            suspected
WEAK (one engine)      beyond what OCR confuses    suspected
WEAK                   within what OCR confuses    none: the field itself goes to a person
=====================  ==========================  ===================================

And if any engine read, on a side that is not SURE, just what the other side says, there is no finding at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum

from rapidfuzz.distance import Levenshtein

from models.documents import SOUGHT, Field, Value
from models.findings import FindingStatus

#: Kind of the corroboration that a field carries which a person decided (storage adds it when it loads the field).
PERSON = "person"

#: Kind of the doubt that a value was taken from another entry's place.
MISPLACED = "misplaced"

#: Kind of extraction's doubt that the value was taken from the neighbour's place.
PLACE = "place"

#: Corroborations that make a value STRONG: independent of the engine that read it, and hardly met by chance.
STRENGTHENING = frozenset(
    {
        "engines_agree",
        "same_on_other_document",
        "exact_on_other_document",
        "arithmetic",
        "tax",
        "check_digit",
        "postal_address",
        "bank_dictionary",
        "passbook",
        "form_receipt_amount",
        "kana_kanji",
        "yucho_conversion",
    }
)


class Certainty(IntEnum):
    """How much a finding may lean on a value."""

    NONE = 0
    """No value: nobody could read it, or the paper has no such entry."""
    WEAK = 1
    """One engine's word."""
    STRONG = 2
    """At least one independent reason supports it (see STRENGTHENING)."""
    SURE = 3
    """Exact text layer or form field, or a person decided."""


def decided_by_person(field: Field) -> bool:
    return any(c.kind == PERSON and c.supports for c in field.corroborations)


def place_in_doubt(field: Field) -> bool:
    """Whether extraction could not tell that the value stands in this entry's own place."""
    return any(c.kind == PLACE and not c.supports for c in field.corroborations)


def sought(field: Field) -> bool:
    """Whether the entry was found by the value that another paper has (:mod:`validators.lacking`)."""
    return SOUGHT in field.corroborations


def misplaced(field: Field) -> bool:
    """Whether the value seems to have been taken from another entry's place (:mod:`validators.placing`)."""
    return any(c.kind == MISPLACED and not c.supports for c in field.corroborations)


def sure(field: Field) -> bool:
    """Exact text in its own place, or a person's word."""
    return decided_by_person(field) or (field.exact and not misplaced(field))


def typed(field: Field) -> bool:
    """Whether the value's characters are certain, whatever is to be said of its place: they come from a text layer or a
    form field. (Where the place is certain, too, the field is exact.)"""
    return any(r.engine in ("text_layer", "form_field") and r.value == field.value for r in field.readings)


def certainty(field: Field | None) -> Certainty:
    """How sure the value of `field` is, from its source and the corroborations set on it.

    What speaks against it does not count here: a finding is just such a contradiction, and asks how firmly each of its
    two sides stands by itself.
    """
    if field is None or field.value is None or field.value == [] or field.value == "":
        return Certainty.NONE
    if sure(field):
        return Certainty.SURE
    if misplaced(field) or sought(field):
        return Certainty.WEAK
    kinds = {c.kind for c in field.corroborations if c.supports}
    if place_in_doubt(field):
        kinds -= {"engines_agree"}  # they agree on what stands there, which may be another entry
    return Certainty.STRONG if kinds & STRENGTHENING else Certainty.WEAK


def alternatives(field: Field) -> list[Value]:
    """The value and, unless it is sure, everything else an engine read in its place."""
    values: list[Value] = [field.value]
    if not sure(field):
        values += [r.value for r in field.readings if r.value is not None and r.value not in values]
    return values


def texts(field: Field, fold: Callable[[str], str] = str) -> list[str]:
    """:func:`alternatives` of a field that is no table, as folded text."""
    return [fold(str(v)) for v in alternatives(field) if isinstance(v, str | int)]


def distance(left: str, right: str) -> int:
    return Levenshtein.distance(left, right)


def within_noise(left: str, right: str, *, share: float = 0.0) -> bool:
    """Whether OCR alone may have made `right` of `left`: one character, or `share` of the longer one if that is more."""
    longest = max(len(left), len(right))
    return distance(left, right) <= max(1, int(longest * share + 1e-9))


def mismatch(
    left: Field, right: Field, fold: Callable[[str], str] = str, *, noise_share: float = 0.0
) -> FindingStatus | None:
    """Whether two fields that ought to say the same differ on paper; see the table above. None: no finding."""
    weaker = min(certainty(left), certainty(right))
    if weaker is Certainty.NONE:
        return None
    lefts, rights = texts(left, fold), texts(right, fold)
    if not lefts or not rights or set(lefts) & set(rights):
        return None
    if weaker is Certainty.SURE:
        return FindingStatus.CONFIRMED
    gap = distance(lefts[0], rights[0])
    if weaker is Certainty.STRONG:
        return FindingStatus.CONFIRMED if gap > 1 else FindingStatus.SUSPECTED
    return None if within_noise(lefts[0], rights[0], share=noise_share) else FindingStatus.SUSPECTED


def borne_out(field: Field | None) -> bool:
    """Whether more than engines speaks for the value: it is sure, or another paper or a dictionary says the same."""
    if field is None or certainty(field) is Certainty.SURE:
        return field is not None
    return any(c.supports and c.kind in STRENGTHENING and c.kind != "engines_agree" for c in field.corroborations)


def status_for(fields: Iterable[Field | None]) -> FindingStatus:
    """Confirmed where every value is at least STRONG, else suspected."""
    weakest = min((certainty(f) for f in fields), default=Certainty.NONE)
    return FindingStatus.CONFIRMED if weakest >= Certainty.STRONG else FindingStatus.SUSPECTED

"""What is known of a reading, as numbers: the input of the calibration.

Every feature is 0 where nothing is known, so that an engine that did not read, or a kind of evidence that cannot be
had, is neither good nor bad. Names are stable: coefficients are kept by name, and a feature without one counts nothing.

============================  =====================================================================================
``score:F``, ``share:F``      log odds of family F's score, and of its share among its candidates, for this value
``margin``                    log of how much likelier the value is than the next candidate, all readings together
``weaker``                    log odds of the share that the less sure of two agreeing families gives the value
``agree:F``, ``differ:F``     family F read this value; read another one (and not this one)
``garbage:F``                 family F read something that does not parse
``reread``                    a second look of the same family gave another value
``clarity``, ``quarrel``      how surely, and with how much disagreement, the rest of the same paper was read
``hand``, ``filled_in``       seen to be handwritten; a paper that people fill in by hand
``placed``                    a filled-in paper that was laid over its learned blank form
``length``                    doublings of the number of characters
``for:K``, ``more:K``         a corroboration of kind K; further ones of the same kind (at most two)
``against:K``                 a doubt of kind K
``chosen``, ``amended``       chosen among candidates by resolution; struck out and written anew
``old``, ``prone``            a character in its old form; one with a twin that differs by a stroke
============================  =====================================================================================
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from models.documents import DocumentKind, ExtractedDocument, Field, Reading
from models.reasons import engine_family
from models.values.text import fold_itaiji
from validators.groups import Group, group
from validators.legibility import VARIANT_PRONE
from validators.resolution.choices import choices, considered

#: Papers whose entries somebody fills in by hand, as a rule.
FILLED_IN = frozenset(
    {DocumentKind.APPLICATION_FORM, DocumentKind.PAYMENT_REQUEST, DocumentKind.POWER_OF_ATTORNEY, DocumentKind.ENVELOPE}
)
#: Log odds are cut here: an engine that says 0.9999 knows no more than one that says 0.999.
_CUT = 6.0
#: What pages are usually read with: log odds of the mean score.
_USUAL_CLARITY = 3.0


@dataclass(frozen=True)
class Surroundings:
    """How the paper around a field was read: log odds of the mean score, and the share of fields engines quarrel over."""

    clarity: float = 0.0
    quarrel: float = 0.0


def log_odds(share: float) -> float:
    """Log odds, cut at ±6."""
    if share <= 0.0:
        return -_CUT
    if share >= 1.0:
        return _CUT
    return max(-_CUT, min(_CUT, math.log(share / (1.0 - share))))


@dataclass(frozen=True)
class Legible:
    """How one field was read: its best score; whether families of engines quarrel (None: fewer than two read it)."""

    score: float
    quarrel: bool | None


def legible(document: ExtractedDocument) -> dict[str, Legible]:
    """How each field of a paper that engines read was read, by its key."""
    found = {}
    for key, field in document.fields.items():
        if field.exact or not field.readings:
            continue
        values = {engine_family(r.engine): r.value for r in field.readings if r.value is not None}
        quarrel = len({str(v) for v in values.values()}) > 1 if len(values) >= 2 else None
        found[key] = Legible(max(r.score for r in field.readings), quarrel)
    return found


def surroundings(paper: Mapping[str, Legible], key: str) -> Surroundings:
    """How the fields of a paper other than `key` were read; neutral where there are fewer than three."""
    others = [one for name, one in paper.items() if name != key]
    if len(others) < 3:
        return Surroundings()
    quarrels = [one.quarrel for one in others if one.quarrel is not None]
    return Surroundings(
        clarity=log_odds(sum(one.score for one in others) / len(others)) - _USUAL_CLARITY,
        quarrel=sum(quarrels) / len(quarrels) if len(quarrels) >= 3 else 0.0,
    )


def features(field: Field, document: ExtractedDocument, paper: Mapping[str, Legible] | None = None) -> dict[str, float]:
    """The features of a field that has a value and was read by engines; those that are 0 are left out.

    `paper`: how the fields of `document` were read, for callers that ask for many of them.
    """
    found: dict[str, float] = {}
    found.update(of_readings(field))
    around = surroundings(legible(document) if paper is None else paper, field.key)
    found["clarity"], found["quarrel"] = around.clarity, around.quarrel
    found["hand"] = float(field.handwritten)
    found["filled_in"] = float(document.kind in FILLED_IN)
    found["placed"] = float(document.kind in FILLED_IN and document.form_version is not None)
    found["amended"] = float(field.amended)
    found["chosen"] = float(field.chosen)
    found["length"] = _length(field)
    if isinstance(field.value, str) and group(field.key) in (Group.NAME, Group.ADDRESS):
        found["old"] = float(fold_itaiji(field.value) != field.value)
        found["prone"] = float(group(field.key) is Group.NAME and bool(set(field.value) & VARIANT_PRONE))
    counted = Counter((c.kind, c.supports) for c in field.corroborations)
    for (kind, supports), n in counted.items():
        if not supports:
            found[f"against:{kind}"] = 1.0
            continue
        found[f"for:{kind}"] = 1.0
        if n > 1:
            found[f"more:{kind}"] = float(min(2, n - 1))
    return {name: round(value, 4) for name, value in found.items() if value}


def _length(field: Field) -> float:
    if isinstance(field.value, list):
        return math.log2(1 + len(field.value))
    return math.log2(max(1, len(str(field.value))))


def of_readings(field: Field) -> dict[str, float]:
    """Those of the features that the readings of the field alone say."""
    families: dict[str, list[Reading]] = {}
    for reading in field.readings:
        families.setdefault(engine_family(reading.engine), []).append(reading)
    found: dict[str, float] = {}
    shares: list[float] = []
    for name, readings in families.items():
        same = [r for r in readings if r.value is not None and r.value == field.value]
        other = [r for r in readings if r.value is not None and r.value != field.value]
        if same:
            found[f"agree:{name}"] = 1.0
            found[f"score:{name}"] = log_odds(max(r.score for r in same))
            if listed := [_share(r, field) for r in same if r.candidates]:
                found[f"share:{name}"] = max(listed)
                shares.append(max(listed))
            found["reread"] = max(found.get("reread", 0.0), float(bool(other)))
        elif other:
            found[f"differ:{name}"] = 1.0
        else:
            found[f"garbage:{name}"] = 1.0
    found["margin"] = _margin(field)
    found["weaker"] = min(shares) if len(shares) >= 2 else 0.0
    return found


def _share(reading: Reading, field: Field) -> float:
    return log_odds(sum(share for value, _, share in considered(reading) if value == field.value))


def _margin(field: Field) -> float:
    """Log of the value's share over the next one's; 0 where no engine gave candidates."""
    if not any(r.candidates for r in field.readings):
        return 0.0
    shares = {str(c.value): c.share for c in choices(field)}
    own = shares.pop(str(field.value), 0.0)
    following = max(shares.values(), default=0.0)
    return max(-_CUT, min(_CUT, math.log((own + 1e-4) / (following + 1e-4))))

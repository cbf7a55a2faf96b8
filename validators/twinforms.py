"""Names whose characters have twins: 髙 and 高, 鍜 and 鍛, 恵 and 惠. Which of them stands on paper is a part of who somebody is."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from models.documents import CaseView, Field, Reading
from models.values.text import fold_itaiji
from models.values.variants import as_borne
from validators.evidence import sure, typed
from validators.legibility import PERSON_KEYS, exact_elsewhere, say
from validators.misreadkanji import MOSTLY, OFTEN, other_name, stands_for_others
from validators.resolution.words import TWINS

MISREAD_KEYS = PERSON_KEYS | {"issuer_name", "vendor_name", "proxy_name"}
"""Entries that may be another's name without anybody seeing it on paper: :mod:`validators.misreadkanji`."""
#: Characters with a twin that our engines do not show reliably: 﨑 𠮷 濵 are in no recogniser's alphabet, 髙 冨 籔 邉
#: (Japanese variants that Chinese print has not) are read as their common forms, all of a paper alike.
TWIN_UNREADABLE = frozenset("高髙崎﨑嵜吉𠮷浜濱濵富冨藪薮籔邉邊纐")
_VARIANT_POSSIBLE = "字体の似た異体字（髙・高など）の可能性があります"
_AT_SOMEBODYS = re.compile("(.{1,8}?)(?:様|邸)")
"""Work that is called after whose house it is done at: 楢﨑様邸蓄電池設置工事."""
_TWIN_SHARE = 0.02
"""A candidate that differs in such a character only, this likely against the value, is a doubt."""
_CLEAREST = math.log(100)
"""What one paper's picture says for a form at most: whoever drew the others may draw alike, and each may be misjudged."""
_PAPERS = 3
"""So many papers show an old form, and engines read no other kanji as it: it is written so."""
_OUTWEIGHED = math.log(10_000)
"""So much more likely the papers of a case together make a form, or a person is asked: three clear ones, and none against."""


def doubt(case: CaseView) -> None:
    """Say of the names of `case` that a twin of a character may be meant, where one may; in place."""
    said: dict[str, dict[int, list[Field]]] = defaultdict(lambda: defaultdict(list))
    for position, document in enumerate(case.documents):
        for field in document.fields.values():
            if field.key in PERSON_KEYS and isinstance(field.value, str):
                said[field.value][position].append(field)
    for document in case.documents:
        for field in document.fields.values():
            if isinstance(field.value, str):
                _doubt(field, list(said[field.value].values()))


def _doubt(field: Field, papers: Sequence[Sequence[Field]]) -> None:
    """A name whose character has a twin: one that no engine can show, one that is always read as another's, one in its old
    form that only one engine saw (PP-OCR likes some old forms), or one of which a reading or a candidate has the twin, unless
    the pictures on all papers say otherwise. `papers`: the entries that say the same name, by paper, its own among them."""
    if sure(field) or typed(field) or not isinstance(field.value, str) or exact_elsewhere(field):
        return
    if field.key not in PERSON_KEYS:
        named = _AT_SOMEBODYS.match(field.value) if field.key == "description" else None
        another = field.key in MISREAD_KEYS and other_name(field.value, MOSTLY) is not None
        if another or (named is not None and set(named[1]) & TWIN_UNREADABLE):
            say(field, "variant_possible", False, _VARIANT_POSSIBLE)
        return
    repeated = any(c.kind == "engines_agree" and c.supports for c in field.corroborations)
    old = not repeated and _old_form(field.value, len(papers))
    unborne = as_borne(field.value) != field.value
    unreadable = set(field.value) & TWIN_UNREADABLE or _may_be_another(field, field.value, MOSTLY)
    twin = _twin_read(field, field.value) or _may_be_another(field, field.value)
    twin = twin and not _seen_by_all(papers, field.value)
    if old or unborne or unreadable or twin:
        say(field, "variant_possible", False, _VARIANT_POSSIBLE)


def _may_be_another(field: Field, value: str, least: float = OFTEN) -> bool:
    """Whether `value`, or what an engine read for it, is a name that engines show for another's."""
    read = {value, *(r.value for r in field.readings if isinstance(r.value, str))}
    return any((other := other_name(n, least)) is not None and value in (n, other) for n in read)


def _twins(name: str, other: object) -> bool:
    """Whether two names differ in the form of a character only, or in one that engines take for the other."""
    if not isinstance(other, str) or other == name:
        return False
    return fold_itaiji(name) == fold_itaiji(other) or other_name(name) == other or other_name(other) == name


def _old_form(name: str, papers: int) -> bool:
    """Whether a character of a name may be an old form that nobody wrote: 奧 for 奥. One that engines read no other kanji as
    (薗, 廣) is believed where enough `papers` show it."""
    forms = [c for c in name if fold_itaiji(c) != c]
    return bool(forms) and (papers < _PAPERS or any(stands_for_others(c) for c in forms))


def _twin_read(field: Field, value: str) -> bool:
    """Whether a reading of the name, or a candidate of one, has the twin of a character."""
    for reading in field.readings:
        if _twins(value, reading.value):
            return True
        own = sum(c.share for c in reading.candidates if c.value == value)
        if any(c.share >= _TWIN_SHARE * own and _twins(value, c.value) for c in reading.candidates):
            return True
    return False


def _seen_by_all(papers: Sequence[Sequence[Field]], value: str) -> bool:
    """Whether the pictures of the name's characters on all papers together leave no doubt of `value`, and none of them is
    rather another's. Of the entries of one paper, which one hand wrote, the least clear counts."""
    found = 0.0
    for fields in papers:
        clear = [_clearness(r, value) for field in fields for r in field.readings if r.engine == TWINS]
        if min(clear, default=0.0) < 0:
            return False
        found += min(clear, default=0.0)
    return found >= _OUTWEIGHED


def _clearness(picture: Reading, value: str) -> float:
    """How much likelier a name's picture is `value` than its likeliest twin, as a logarithm; negative where it is the twin's."""
    own = sum(c.share for c in picture.candidates if c.value == value)
    other = max((c.share for c in picture.candidates if _twins(value, c.value)), default=0.0)
    if other >= own:
        return -1.0
    return min(_CLEAREST, math.log(own / other)) if other else _CLEAREST

"""What a form offers to choose from: an entry's options in all their words, and the choice told by them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.choices import Options, read_choice
from extractors.fields.entries import Sheet
from extractors.fields.layout import Region
from extractors.fields.options import with_misread
from extractors.folding import fold
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec
from models.values.account import ACCOUNT_TYPES
from models.values.keys import alike


def among_options(sheets: Sequence[Sheet], spec: FieldSpec) -> Field | None:
    """A choice found by its printed options, whatever its label."""
    words = [fold(w) for o in spec.options for w in (o.value, *o.aliases)]
    for sheet in sheets:
        texts = tuple(t for t in sheet.layout.texts if any(w in t.plain[0] for w in words if len(w) >= 2))
        if len({o.value for o in spec.options for t in texts if fold(o.value) in t.plain[0]}) < 2:
            continue
        listed = with_misread(texts, sheet.layout.texts)
        field = read_choice(sheet, spec.key, options_of(spec), Region(listed, Box.around(t.box for t in listed), None))
        if field.value is not None:
            return field
    return None


def options_of(spec: FieldSpec) -> Options:
    """What may be chosen; 普通 may be printed as 普通預金 or ふつう."""
    if alike(spec.key) != "account_type":
        return [(o.value, o.aliases) for o in spec.options]
    kana = {kind: tuple(w for w in words if re.fullmatch("[ぁ-ん]{2,}", w)) for kind, words in ACCOUNT_TYPES.items()}
    return [
        (o.value, (*o.aliases, *(f"{o.value}{m}" for m in ("預金", "貯金")), *kana.get(o.value, ())))
        for o in spec.options
    ]

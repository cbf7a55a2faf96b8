"""Maker and model in one room, under one label of both, 製造者/型式 三菱電機 / PLZ-ZRMP160HF4, or under that of the model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.entries import Sheet, unread
from extractors.fields.layout import Hit, Region, Text
from extractors.fields.tails import cut_to
from extractors.folding import fold, folded
from extractors.meanings import means, plain_label
from extractors.ocr.lexicons import EQUIPMENT_MAKERS
from models.documents import Field
from models.programmes import FieldSpec

MAKERS = tuple(sorted((fold(m) for m in EQUIPMENT_MAKERS), key=len, reverse=True))
"""The known makers, folded, longest first."""
_JOINED = re.compile(r"(?P<maker>[^/／・,、]{2,8}?)(?:名?)(?:[/／・,、]|及び|と)(?P<model>[^/／・,、]{2,8})")
"""A label of both."""
_BOTH = re.compile(
    r"\s*(?P<maker>[^\d/／]{2,20}?)\s*[/／・,、ノ]?\s*(?P<model>(?=\S*\d)[A-Z][A-Z0-9][^\s/／]*(?:\s\S*\d\S*)?)\s*"
)
"""A maker's name and the model behind it, the sign between them read or not."""
_SIGN = re.compile(r"\s*[/／・]\s*(?=\S)")
"""The sign that a form prints between the two blanks, read with the second: YKK AP / ・プラマードU."""
_SHORTEST, _LONGEST = 5, 16
"""Characters of such a label, numbered or not."""


def maker_and_model(sheets: Sequence[Sheet], specs: Sequence[FieldSpec], read: ReadEntry) -> dict[str, Field]:
    """The two entries of a label that names both, each from its own part of the room; a form that describes such a label
    itself (a divider, a part) is read by its description."""
    wanted = {spec.key: spec for spec in specs if spec.key in ("manufacturer", "model")}
    if len(wanted) < 2:
        return {}
    for sheet in sheets:
        for text in sheet.layout.texts:
            if any(_described(spec, text) for spec in wanted.values()):
                continue
            if _names_both(_label(sheet, text)):
                room = sheet.layout.beside(Hit(text, text.box, None, text.raw))
            else:
                room = _read_with_label(text)
            parts = _parts(room) if room is not None else {}
            found = {key: read(sheet, wanted[key], Region((part,), part.box)) for key, part in parts.items()}
            if found and all(field is not None and field.value is not None for field in found.values()):
                return {key: field for key, field in found.items() if field is not None}
    return {}


_BEHIND_MAKER = re.compile(r"\s*製?\s*[/／・]?\s*(?P<model>(?=.*[A-Za-z0-9])[^\s\-ー].+)")
_GOES_ON = re.compile(r"[A-Za-z][A-Za-z0-9\-]", re.ASCII)


def maker_apart(sheets: Sequence[Sheet], specs: Sequence[FieldSpec], fields: Mapping[str, Field]) -> dict[str, Field]:
    """The two entries, where a known maker was written in front of the model under the model's label, ホシザキ HR-120A3, and
    the maker's own entry has nothing else."""
    model = fields.get("model")
    if model is None or model.value is None or {"manufacturer", "model"} - {spec.key for spec in specs}:
        return {}
    plain, origin = folded(model.raw)
    maker = next((m for m in MAKERS if plain.startswith(m)), None)
    end = origin[len(maker) - 1] + 1 if maker is not None else 0
    rest = _BEHIND_MAKER.fullmatch(model.raw, end)
    if maker is None or rest is None or _GOES_ON.fullmatch(model.raw[end - 1 : end + 1]):
        return {}  # NEC-12 is a model
    if not unread(fields, "manufacturer") and fold(fields["manufacturer"].raw) != maker:
        return {}
    sheet = next(s for s in sheets if s.page.reading.page_index == model.page_index)
    apart = cut_to(sheet, model, re.compile(f"{re.escape(model.raw[: rest.start('model')])}(?P<head>.+)"))
    if apart is None:
        return {}
    whole = re.compile(f"(?P<head>{re.escape(model.raw[:end])}).+")
    made = cut_to(sheet, model.model_copy(update={"key": "manufacturer"}), whole)
    return {"model": apart} | ({"manufacturer": made} if made is not None and unread(fields, "manufacturer") else {})


def _label(sheet: Sheet, text: Text) -> str:
    """The words of a label that may take two lines of its cell, from its first: 製造者名 over 及び型式."""
    if text.cell is None:
        return text.raw
    lines = sorted((t for t in sheet.layout.texts if t.cell == text.cell), key=lambda t: t.box.y0)
    return "".join(t.raw for t in lines) if len(lines) == 2 and lines[0] is text else text.raw


def _read_with_label(text: Text) -> Region | None:
    """What stands behind such a label that was read with it as one text: (2)メーカー及び型番ダイキンSZRC160BJ."""
    for end in range(min(_LONGEST, len(text.raw) - 4), _SHORTEST, -1):
        if _BOTH.fullmatch(text.raw, end) and _names_both(text.raw[:end]):
            part = text.part(end)
            return Region((part,), part.box)
    return None


def _names_both(words: str) -> bool:
    label = _JOINED.fullmatch(plain_label(words))
    return label is not None and means("manufacturer", label["maker"]) and means("model", label["model"])


def _described(spec: FieldSpec, text: Text) -> bool:
    return any(fold(label.text) == text.plain[0] and (label.divider or label.part) for label in spec.labels)


def _parts(room: Region) -> dict[str, Text]:
    """The maker's and the model's part of what stands beside such a label; empty where they cannot be told apart."""
    if len(room.texts) == 2 and _BOTH.fullmatch(f"{room.texts[0].raw} {room.texts[1].raw}"):
        return {"manufacturer": room.texts[0], "model": room.texts[1]}
    if len(room.texts) == 2 and (sign := _SIGN.match(room.texts[1].raw)) is not None:
        return {"manufacturer": room.texts[0], "model": room.texts[1].part(sign.end())}
    if len(room.texts) != 1 or (both := _BOTH.fullmatch(room.texts[0].raw)) is None:
        return {}
    return {"manufacturer": room.texts[0].part(*both.span("maker")), "model": room.texts[0].part(*both.span("model"))}

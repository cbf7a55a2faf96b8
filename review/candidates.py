"""What the value of a field may be: the machine's choice, each reader, other papers, people, the form's own choices."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from models.documents import DocumentKind, Value
from models.values.text import fold_itaiji, squeeze
from review.entries import Piece, Shape, as_typed, difference, shape_of
from review.labels import engine_label, kind_label
from review.lookalikes import names
from review.services import known_programmes
from storage import entering
from storage.models import Field
from storage.prepared import Prepared
from validators.misreadkanji import other_name
from validators.twinforms import MISREAD_KEYS

MOST = 9
#: Of each engine's further candidates so many are shown, and only those it holds at least so likely.
MOST_FURTHER = 3
WORTH_SHOWING = 0.02

#: Entries in which every paper has its own: what another paper says is no candidate.
_OWN = frozenset({"document_number", "issue_date", "description"})
_SAME: Prepared[tuple[str, str]] = Prepared(
    lambda case, key, pk: (
        Field.objects.filter(document__case_id=case, key=key, value__isnull=False)
        .exclude(pk=pk)
        .order_by("document__position")
        .values_list("value", "document__kind")
    )
)


@dataclass(frozen=True)
class Candidate:
    value: str
    by: str
    """Everybody who says so."""
    pieces: tuple[Piece, ...]
    """The value, with what the likeliest other one does not have marked."""
    names: str = ""
    """What those characters are called, where they look like others."""


def candidates(row: Field, mine: str = "", *, settling: bool = False) -> list[Candidate]:
    """What `row` may be, likeliest first, each value once. `mine` is what this person typed before; `settling` puts
    what people typed blind beside what stands."""
    if shape_of(row.key) is Shape.ROWS:
        return []
    said: dict[str, list[str]] = {}

    spaced: dict[str, str] = {}  # of texts that differ in spaces and widths only the first one counts

    def say(value: Value, raw: str, who: str) -> None:
        text = as_typed(row.key, value, row.raw) or raw.strip()
        if text:
            text = spaced.setdefault(squeeze(text), text)
            if who not in said.setdefault(text, []):
                said[text].append(who)

    if row.value is not None:
        say(row.value, "", row.decided_by or _("機械の判断"))
    if settling:
        for one in entering.typed_blind(row):
            say(one.value, "", _("{name}（見ずに入力）").format(name=one.user))
    if mine:
        said.setdefault(mine, []).append(_("あなたの入力"))
    readings = sorted(row.readings.all(), key=lambda r: r.position)
    for reading in readings:
        say(reading.value, reading.raw, engine_label(reading.engine))
    for reading in readings:
        for candidate in reading.candidates[1:MOST_FURTHER]:
            if candidate["value"] is not None and candidate["share"] >= WORTH_SHOWING:
                who = _("{reader}の別の読み").format(reader=engine_label(reading.engine))
                say(candidate["value"], candidate["raw"], who)
    for value, kind in _SAME.rows(row.document.case_id, row.key, row.pk) if row.key not in _OWN else ():
        if not isinstance(value, list):
            say(value, "", kind_label(kind))
    for option in options(row):
        said.setdefault(option, [_("選択肢")])
    if row.key in MISREAD_KEYS and isinstance(row.value, str) and (other := other_name(row.value)) is not None:
        said.setdefault(other, [_("機械がいつも読み違える字")])
    texts = list(said)[:MOST]
    compared = shape_of(row.key) is not Shape.CHOICE
    found = []
    for n, text in enumerate(texts):
        other = _likeliest_other(texts, n) if compared else ""
        pieces = difference(text, other)
        called = names(pieces) if _look_alike(text, other) else ""
        if not called and other and fold_itaiji(text) == fold_itaiji(other):
            called = _("字体の違い：{c}").format(c="、".join(f"「{p.text}」" for p in pieces if p.differs))
        found.append(Candidate(text, "・".join(said[text]), pieces, called))
    return found


def _look_alike(text: str, other: str) -> bool:
    """Whether two texts are so alike that the characters in which they differ want a name."""
    return bool(other) and len(text) == len(other) and sum(a != b for a, b in zip(text, other, strict=True)) <= 2


def _likeliest_other(texts: list[str], n: int) -> str:
    if n:
        return texts[0]
    return texts[1] if len(texts) > 1 else ""


def options(row: Field) -> list[str]:
    """The choices the form prints for this entry."""
    if row.key == "account_type":
        return ["普通", "当座", "貯蓄"]
    programme = known_programmes().get(row.document.case.programme_id or "")
    if programme is None:
        return []
    own = programme.options(row.key, DocumentKind(row.document.kind)) or programme.options(row.key)
    return [option.value for option in own]

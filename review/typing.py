"""From what a page sent back to what a person decided of a field: a value, or the reason why there is none. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models.documents import Value
from review.doubts import doubt
from review.entries import EntryError, OddEntryError, Shape, as_typed, canonical, shape_of
from review.rowlists import check_products, rows_from, typed_text
from storage.models import Field
from storage.reviewing import FieldAction


@dataclass(frozen=True)
class NoValue:
    """A reason why an entry has no value: what is stored, what the person reads."""

    action: FieldAction
    label: str | Promise
    help: str | Promise

    @property
    def code(self) -> str:
        return self.action.value


NO_VALUE = (
    NoValue(FieldAction.BLANK, gettext_lazy("空欄"), gettext_lazy("何も書かれていない")),
    NoValue(FieldAction.UNREADABLE, gettext_lazy("判読不能"), gettext_lazy("書かれているが、人にも読めない")),
    NoValue(
        FieldAction.AMENDED, gettext_lazy("訂正印あり"), gettext_lazy("訂正されていて、どれが正しいか決められない")
    ),
    NoValue(FieldAction.ELSEWHERE, gettext_lazy("別紙参照"), gettext_lazy("「別紙のとおり」などと書かれている")),
)


@dataclass(frozen=True)
class Typed:
    """What a person decided of a field."""

    value: Value
    action: FieldAction
    reason: str = ""
    """Their words beside the action."""

    @property
    def no_value(self) -> FieldAction | None:
        return self.action if self.action not in (FieldAction.CONFIRM, FieldAction.CORRECT) else None


def typed(row: Field, posted: Mapping[str, str], *, blind: bool = False) -> Typed:
    """What was decided of `row`; `blind`: the person did not see its value, so that nothing can be a confirmation.

    Raises:
        EntryError: it cannot be the value of this entry, or the reason why there is none is missing.
        OddEntryError: it is seldom right, and the person has not been told yet (``sure`` is the text they saw doubted).
    """
    if posted.get("action") == "novalue":
        chosen = next((r for r in NO_VALUE if r.code == posted.get("reason")), None)
        if chosen is None:
            raise EntryError("no reason", message_ja=_("値を入れない理由を選んでください。"))
        return Typed(None, chosen.action, posted.get("note", "").strip())
    text = posted.get("value", "")
    value: Value
    if shape_of(row.key) is Shape.ROWS:
        value = rows_from(row.key, posted, None if blind else row.value)
        if value != row.value and posted.get("sure") != typed_text(posted):
            check_products(value)
    elif blind:
        value = _understood(row.key, text, posted)
    else:
        if not text.strip() and row.value is None and row.blank:
            return Typed(None, FieldAction.CONFIRM)
        if text == as_typed(row.key, row.value, row.raw) and row.value is not None:
            return Typed(row.value, FieldAction.CONFIRM)  # untouched: to the letter what the machine read
        value = _understood(row.key, text, posted)
    confirmed = not blind and value == row.value
    return Typed(value, FieldAction.CONFIRM if confirmed else FieldAction.CORRECT)


def _understood(key: str, text: str, posted: Mapping[str, str]) -> Value:
    value = canonical(key, text)
    if posted.get("sure") != text and (odd := doubt(key, text, value, timezone.localdate())):
        raise OddEntryError("seldom right", message_ja=odd.said, instead=odd.instead)
    return value

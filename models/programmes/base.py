"""What every part of a programme file is made of: strict models, printed words, kinds of paper, sources, periods."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from models.documents import DocumentKind


def squeezed(text: str) -> str:
    """`text` in NFKC without any white space: the form in which printed words are kept and compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


#: Words as printed on a paper; the file may write them in any width and with spaces, the model holds them squeezed.
Printed = Annotated[str, AfterValidator(squeezed)]

#: A share of wrong values among the accepted ones that a programme puts up with.
TargetError = Annotated[float, Field(gt=0.0, le=0.05)]

#: A kind of paper: one of the well-known ones, or one that the programme describes itself under `documents`.
Kind = Annotated[
    DocumentKind,
    WithJsonSchema({"anyOf": [{"enum": [k.value for k in DocumentKind]}, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}]}),
]  # fmt: skip

#: A condition in the language of :mod:`validators.expressions`: ``従業員数 >= 21``. Empty: always.
Condition = Annotated[str, Field(max_length=1000)]


class Strict(BaseModel):
    """Base of every part of a programme file: frozen, and nothing unknown may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """根拠: why a rule holds. Either a clause of a published text, or an assumption with its reason."""

    document: str = ""
    """The published text (a file name of the office's papers)."""
    clause: str = ""
    """The clause as a reviewer would cite it: 「仕様書３（３）①」."""
    assumed: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _has_a_ground(self) -> Self:
        if self.assumed and not self.reason:
            raise ValueError("assumed: true には reason（そう置いた理由）が必要です")
        if not self.assumed and not self.clause:
            raise ValueError("clause（条項）を書くか、assumed: true と reason を書いてください")
        return self


class Period(Strict):
    """Both days belong to the period."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("end が start より前になっています")
        return self

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def plain_items(value: object, key: str) -> object:
    """A list in which a plain word stands for ``{key: word}``."""
    if isinstance(value, list):
        return [{key: item} if isinstance(item, str) else item for item in value]
    return value

"""What the printed words of a paper say: which entry a label asks for, which paper a title names, which block a heading opens.

Offices, shops and banks word the same thing in hundreds of ways (購入した店舗の名称, 工事を行った事業者, お買い上げ店). A linear
model over runs of characters knows them by their parts, also those that no list has; RECIPE.md says how it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractors.folding import fold
from models.errors import EngineError

WEIGHTS = Path(__file__).parent / "weights.npz"
LONGEST_RUN = 4
"""Characters of the longest run that the model looks at."""
NOTHING = "-"
"""The class of what is no label (no title, no heading): values, notes, sentences."""
SURE = 0.8
"""From this probability on an answer is believed."""
ANOTHERS = "_"
"""The class of labels of entries that nobody asks for: FAX番号, 世帯人数."""


class Question(StrEnum):
    """What may be asked about printed words."""

    LABEL = "label"
    """Which entry do they ask for? Answers are keys of entries."""
    TITLE = "title"
    """Which paper do they name? Answers are kinds of documents."""
    HEADING = "heading"
    """Which block of a form do they open? Answers are the names of :data:`extractors.fields.papers.FORM_SECTIONS` and others."""


def runs(text: str) -> set[str]:
    """Every run of one to `LONGEST_RUN` characters of `text`, its beginning (^) and end ($) being characters."""
    marked = f"^{text}$"
    return {marked[i : i + n] for n in range(1, LONGEST_RUN + 1) for i in range(len(marked) - n + 1)}


def plain(text: str) -> str:
    """`text` as the model sees it: folded, for engines take シート for シー卜 and じゅうしょ for じゅうしよ; small letters."""
    return fold(text).lower()


class _Model:
    """The layer of one question: a row of weights for each run of characters, a column for each answer."""

    def __init__(self, stored: np.lib.npyio.NpzFile, question: Question) -> None:
        self.answers: list[str] = stored[f"{question}_answers"].tolist()
        self._row = {run: i for i, run in enumerate(stored[f"{question}_runs"].tolist())}
        self._weights: npt.NDArray[np.int8] = stored[f"{question}_weights"]
        self._scale: npt.NDArray[np.float32] = stored[f"{question}_scale"]
        self._bias: npt.NDArray[np.float32] = stored[f"{question}_bias"]

    def shares(self, text: str) -> npt.NDArray[np.float32]:
        rows = [row for run in runs(text) if (row := self._row.get(run)) is not None]
        scores = self._bias + self._weights[rows].sum(0, dtype=np.int32) * self._scale
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), np.float32)


@lru_cache(maxsize=len(Question))
def _model(question: Question) -> _Model:
    try:
        with np.load(WEIGHTS) as stored:
            return _Model(stored, question)
    except (OSError, KeyError) as error:
        raise EngineError("the weights of printed words are missing") from error


@lru_cache(maxsize=16384)
def answers(question: Question, text: str) -> Mapping[str, float]:
    """The probability of each answer to `question` about the printed words `text`; those under 1 % are left out.

    Raises:
        EngineError: on first use, where the weights are missing.
    """
    model = _model(question)
    shares = model.shares(plain(text))
    return {model.answers[i]: float(shares[i]) for i in np.flatnonzero(shares >= 0.01)}


def sure_answer(question: Question, text: str) -> str | None:
    """What the printed words `text` surely say; None where they say nothing, or nothing surely."""
    answer, share = max(answers(question, text).items(), key=lambda told: told[1])
    return answer if share >= SURE and answer != NOTHING else None

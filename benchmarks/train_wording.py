"""What printed words say, learned from lists of wordings:  python -m benchmarks.train_wording measure | export [--out FILE]

`measure` learns from all lists but one and asks about the one left out, for each of them; `export` learns from all and
writes the weights of :mod:`extractors.wording`. The lists and where they come from: benchmarks/wordings/README.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from zengin_code import Bank

from extractors.meanings import plain_label
from extractors.wording.reader import ANOTHERS, NOTHING, WEIGHTS, Question, plain, runs

LISTS = Path(__file__).parent / "wordings"
FEWEST = 2
"""Wordings that a run of characters must stand in to be kept."""
LOOSENESS = 10.0
"""Of the regression (C): how far weights may grow."""
SAME_PAPER = {"completion_report": "application_form"}
"""Papers that are sorted as another kind."""
OTHERS, ADDED = "others", "d"
"""The sources of what is no label (values, notes, parts of lines), and of wordings met later, too few to be measured."""
SEED, TOGETHER, BRACKETED = 7, 1500, 0.2
"""How many labels are drawn with values behind them, and the share of these that stand in brackets."""
BANKS, BRANCHES = 100, 400
"""How many names of banks and of branches are shown as what is no label."""
NO_TITLE = ("pledge", "other")
"""Titles of papers that have no kind of their own."""
SURE = (0.5, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Wording:
    """Printed words of one list and what they say."""

    text: str
    answer: str
    source: str


def wordings(question: Question) -> list[Wording]:
    """Everything that is known for `question`; what answers another question, or none, answers `NOTHING`.

    What people write into entries (理事長, 普通) stays in dispute with the labels that are worded so.
    """
    labels = [Wording(_label(r["text"]), r["key"], r["list"]) for r in _rows("labels")]
    titles = [
        Wording(plain(r["text"]), NOTHING if r["kind"] in NO_TITLE else SAME_PAPER.get(r["kind"], r["kind"]), r["list"])
        for r in _rows("titles")
    ]
    headings = [Wording(_label(r["text"]), r["block"], r["list"]) for r in _rows("headings")]
    others = [Wording(plain(r["text"]), NOTHING, OTHERS) for r in _rows("others")]
    if question is Question.LABEL:
        others += [Wording(plain(name), NOTHING, OTHERS) for name in _bank_names()]
        others += _read_together(labels, [r["text"] for r in _rows("others") if r["what"] == "value"])
    asked = {Question.LABEL: labels, Question.TITLE: titles, Question.HEADING: headings}
    own = asked.pop(question)
    return [*_undisputed([*own, *(w for more in asked.values() for w in _as_nothing(more))]), *others]


def _read_together(labels: Sequence[Wording], values: Sequence[str]) -> list[Wording]:
    """Labels with a value behind them, as an engine reads a line. They are no labels.

    Above all kana, which their label stands in front of: (カナ)ワタナベ.
    """
    rng = random.Random(SEED)
    kana = [w for w in labels if w.answer.endswith("_kana")]
    names = [v for v in values if re.fullmatch("[ァ-ヺー]+", v)]
    pairs = list(zip(rng.choices(labels, k=TOGETHER), rng.sample(values, TOGETHER), strict=True))
    pairs += [(rng.choice(kana), rng.choice(names)) for _ in range(TOGETHER // 4)]
    banks = [w for w in labels if w.answer in ("bank_name", "branch_name")]
    pairs += [(rng.choice(banks), name) for name in _bank_names()]
    texts = [(f"({w.text})" if rng.random() < BRACKETED else w.text) + plain(value) for w, value in pairs]
    return [Wording(text, NOTHING, OTHERS) for text in texts]


@cache
def _bank_names() -> tuple[str, ...]:
    """Names of banks and branches as people write them: 光の森支店 is none of the labels that end in 支店."""
    rng = random.Random(SEED)
    banks = sorted(Bank.all.values(), key=lambda bank: bank.code)
    branches = sorted({branch.name for bank in banks for branch in bank.branches.values()})
    return (
        *(f"{bank.name}銀行" for bank in rng.sample(banks, BANKS)),
        *(f"{name}支店" for name in rng.sample([b for b in branches if not b.endswith(("店", "所", "部"))], BRANCHES)),
    )


def _as_nothing(found: Iterable[Wording]) -> Iterable[Wording]:
    return (Wording(w.text, NOTHING, w.source) for w in found)


def _undisputed(found: Sequence[Wording]) -> list[Wording]:
    """`found` without those that say nothing, or name another's entry, where the same words say something elsewhere."""
    said = {w.text for w in found if w.answer not in (NOTHING, ANOTHERS)}
    named = said | {w.text for w in found if w.answer == ANOTHERS}
    return [w for w in found if w.text not in {NOTHING: named, ANOTHERS: said}.get(w.answer, ())]


def _label(text: str) -> str:
    return plain(plain_label(text))


def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Learned:
    """A layer fitted on `found`: words that say several things count for each in part."""

    def __init__(self, found: Iterable[Wording]) -> None:
        pairs = sorted({(w.text, w.answer) for w in found})
        said: dict[str, int] = defaultdict(int)
        stands: dict[str, int] = defaultdict(int)
        for text, _ in pairs:
            said[text] += 1
        for text in said:
            for run in runs(text):
                stands[run] += 1
        self.runs = sorted(run for run, count in stands.items() if count >= FEWEST)
        self._column = {run: i for i, run in enumerate(self.runs)}
        model = LogisticRegression(C=LOOSENESS, max_iter=500)
        model.fit(
            self._matrix([t for t, _ in pairs]), [a for _, a in pairs], sample_weight=[1 / said[t] for t, _ in pairs]
        )
        self.answers: list[str] = [str(a) for a in model.classes_]
        self.weights = np.asarray(model.coef_.T, np.float32)
        self.bias = np.asarray(model.intercept_, np.float32)

    def _matrix(self, texts: Sequence[str]) -> csr_matrix:
        columns, ends = [], [0]
        for text in texts:
            columns += [i for run in runs(text) if (i := self._column.get(run)) is not None]
            ends.append(len(columns))
        return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), len(self.runs)))

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        scores = self._matrix(texts) @ self.weights + self.bias
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return np.asarray(scores / scores.sum(1, keepdims=True))

    def stored(self, question: Question) -> dict[str, np.ndarray]:
        """The arrays that :mod:`extractors.wording` reads: weights in steps of a 127th of the largest of their answer."""
        scale = np.abs(self.weights).max(0) / 127
        return {
            f"{question}_answers": np.array(self.answers),
            f"{question}_runs": np.array(self.runs),
            f"{question}_weights": np.rint(self.weights / scale).astype(np.int8),
            f"{question}_scale": scale.astype(np.float32),
            f"{question}_bias": self.bias,
        }


def told(learned: Learned, truth: Mapping[str, Collection[str]]) -> list[str]:
    """For each share from which an answer is believed: of words that say something those told rightly and wrongly, of
    the others those that something is told of."""
    texts = list(truth)
    shares = learned.shares(texts)
    sure, best = shares.max(1), [learned.answers[i] for i in shares.argmax(1)]
    silent = (NOTHING, ANOTHERS)
    asking = [i for i, t in enumerate(texts) if not set(silent) & set(truth[t])]
    rest = [i for i, t in enumerate(texts) if set(silent) & set(truth[t])]
    rows = []
    for least in SURE:
        believed = [i for i in asking if sure[i] >= least and best[i] not in silent]
        right = sum(best[i] in truth[texts[i]] for i in believed)
        taken = sum(sure[i] >= least and best[i] not in silent for i in rest)
        rows.append(
            f"| {least} | {len(asking)} | {100 * right / len(asking):.1f} | {100 * (len(believed) - right) / len(asking):.1f}"
            f" | {len(rest)} | {100 * taken / max(1, len(rest)):.1f} |"
        )
    return rows


def measure() -> None:
    """Print what each list's words are taken for by a layer that has not seen the list."""
    for question in Question:
        found = wordings(question)
        for source in sorted({w.source for w in found} - {OTHERS, ADDED}):
            truth: dict[str, set[str]] = defaultdict(set)
            for w in found:
                if w.source == source:
                    truth[w.text].add(w.answer)
            print(
                f"\n{question}, list {source} left out\n\n| from | words | right | wrong | others | taken |\n|---|---|---|---|---|---|"
            )
            print("\n".join(told(Learned(w for w in found if w.source != source), truth)))


def export(out: Path) -> None:
    """Write the weights, learned from all lists, to `out`."""
    arrays: dict[str, np.ndarray] = {}
    for question in Question:
        arrays |= Learned(wordings(question)).stored(question)
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    print(f"{out.stat().st_size / 1024:.0f} KiB")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.train_wording", description="Learn what printed words say."
    )
    parser.add_argument("what", choices=("measure", "export"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    if options.what == "measure":
        measure()
    else:
        export(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

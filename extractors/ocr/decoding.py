"""Own CTC decoding of a recogniser's output: over the alphabet of an entry, with n-best lists.

A recogniser gives, for each step from left to right, the probability of each of its classes (class 0 is CTC's blank).
Its greedy text takes the best class of each step. Whoever knows what kind of entry a line is can do better:

- classes that cannot stand there are left out, and the rest of each step's probability is theirs (*mask*);
- classes that are one character there (``ー`` ``－`` ``-`` in a telephone number, ``O`` and ``0``) are *summed*, so that
  a character is not lost because its probability was spread over look-alikes (*fold*);
- a prefix beam search sums the probability of all ways to spell a text, and gives the runners-up with their shares.

Source: Graves et al. 2006 (CTC); Hannun et al. 2014 (prefix beam search).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

Probabilities = npt.NDArray[np.floating]
"""Steps x classes."""

_CERTAIN = 1 - 1e-4
"""A step whose blank is surer than this says nothing but blank."""
_TINY = 1e-12

INVENTED = frozenset("ー・")
"""What recognisers read where nothing stands: between the parts of a name."""


@dataclass(frozen=True)
class Allowed:
    """The characters that can stand in one kind of entry.

    `folds` maps other classes of the recogniser to the character they are here; `silent` classes (rules of entry
    boxes read as ``|``) are there on paper and are no character. What is in none of them cannot stand there.
    `weights` says how much rarer than usual a character is there (0..1; 1 where it is not named): a letter that engines
    and papers confuse goes to the usual one unless it is clearly the other.
    """

    name: str
    characters: frozenset[str]
    folds: Mapping[str, str] = field(default_factory=dict, hash=False)
    silent: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if any(v not in self.characters for v in self.folds.values()):
            raise ValueError(f"{self.name}: folded to a character that is not in the alphabet")
        if self.silent & (self.characters | set(self.folds)):
            raise ValueError(f"{self.name}: a class is a character and silent at once")

    def spells(self, text: str) -> bool:
        """Whether every character of `text` is in the alphabet, as it is or folded."""
        return all(c in self.characters or c in self.folds or c in self.silent for c in text)


@dataclass(frozen=True, slots=True)
class Decoded:
    """One text that a line may say.

    `share` is its probability among all texts of the alphabet (the mask's own: over-confident, no calibrated one).
    `char_x` holds the centre of each character as a fraction of the line's width. `score` is the mean over the
    characters of the probability that the recogniser itself gave them, before the mask: low where the mask had to
    force the text.
    """

    text: str
    share: float
    char_x: tuple[float, ...]
    score: float


@dataclass(frozen=True)
class Folded:
    """A line's probabilities over the columns of one alphabet: column 0 is blank, column i stands for `characters[i]`.

    `kept` is the share of each step's probability that the alphabet covers (blank included).
    """

    probabilities: npt.NDArray[np.float64]
    characters: tuple[str, ...]
    kept: npt.NDArray[np.float64]


@lru_cache(maxsize=128)
def _columns(alphabet: tuple[str, ...], allowed: Allowed) -> tuple[npt.NDArray[np.intp], tuple[str, ...]]:
    """For each class of a recogniser its column (0: blank, -1: cannot stand there), and the characters of the columns."""
    characters = [""]
    numbers: dict[str, int] = {}
    columns = np.full(len(alphabet), -1, np.intp)
    columns[0] = 0
    for index, character in enumerate(alphabet[1:], 1):
        if character in allowed.silent:
            columns[index] = 0
            continue
        target = character if character in allowed.characters else allowed.folds.get(character)
        if target:
            if target not in numbers:
                numbers[target] = len(characters)
                characters.append(target)
            columns[index] = numbers[target]
    return columns, tuple(characters)


def fold(
    logits: Probabilities,
    alphabet: Sequence[str],
    allowed: Allowed,
    *,
    inkless: npt.NDArray[np.bool_] | None = None,
    floor: float = 1e-5,
) -> Folded:
    """The probabilities of `logits` over the columns of `allowed`; every step sums to one.

    Classes that reach `floor` at no step are left out. A step at which nothing of the alphabet has any probability is
    blank. At the steps that `inkless` marks, bare paper lies: none of the `INVENTED` characters can stand there.
    """
    columns, names = _columns(tuple(alphabet), allowed)
    if len(logits) == 0:
        return Folded(np.zeros((0, 1)), ("",), np.zeros(0))
    active = np.flatnonzero((logits.max(0) > floor) & (columns >= 0))
    used, places = np.unique(np.append(0, columns[active]), return_inverse=True)
    summed = np.zeros((len(used), len(logits)))
    np.add.at(summed, places[1:], logits[:, active].T)
    rows = summed.T
    kept = np.minimum(rows.sum(1), 1.0)
    characters = tuple(names[c] for c in used)
    if allowed.weights:
        rows = rows * np.array([allowed.weights.get(c, 1.0) for c in characters])
    if inkless is not None and inkless.any():
        inked = np.array([c in INVENTED for c in characters])
        rows = np.where(inkless[:, None] & inked[None, :], 0.0, rows)
    rows[rows.sum(1) < _TINY, 0] = 1.0
    rows = rows / np.maximum(rows.sum(1, keepdims=True), _TINY)
    return Folded(np.ascontiguousarray(rows), characters, kept)


def fit(logits: Probabilities, alphabet: Sequence[str], allowed: Allowed) -> float:
    """The share of the characters of the greedy text that the alphabet has; 1 where there is none.

    Low where something else stands there than the alphabet is for: decoding with it would force nonsense.
    """
    if len(logits) == 0:
        return 1.0
    columns, _ = _columns(tuple(alphabet), allowed)
    best = logits.argmax(1)
    seen = best[np.flatnonzero((best != 0) & (best != np.append(0, best[:-1])))]
    return float((columns[seen] >= 0).mean()) if seen.size else 1.0


def decode(
    logits: Probabilities,
    alphabet: Sequence[str],
    allowed: Allowed,
    *,
    inkless: npt.NDArray[np.bool_] | None = None,
    overhang: int = 0,
    beam: int = 16,
    best: int = 5,
    prune: float = 1e-4,
    choices: int = 8,
) -> list[Decoded]:
    """The `best` likeliest texts of `allowed` that `logits` may say, likeliest first; never empty.

    At most `beam` prefixes are followed, and at each step at most `choices` characters of probability `prune` or more.
    With all of them wide open the search is exact. The last `overhang` steps lie behind the line's right end. Shares sum to at most one; what is missing was pruned.
    """
    folded = fold(logits, alphabet, allowed, inkless=inkless)
    return search(folded, overhang=overhang, beam=beam, best=best, prune=prune, choices=choices)


def search(
    folded: Folded, *, overhang: int = 0, beam: int = 16, best: int = 5, prune: float = 1e-4, choices: int = 8
) -> list[Decoded]:
    """:func:`decode` of probabilities that are folded already."""
    rows = folded.probabilities
    # A prefix is a str whose characters are column numbers: cheap to extend, to compare and to hash.
    blank_ended, char_ended = {"": 1.0}, {"": 0.0}
    born: dict[str, tuple[float, int]] = {}  # the step that gave most to a prefix when its last character appeared
    settled = True
    for step, blank in enumerate(rows[:, 0].tolist()):
        if blank > _CERTAIN:
            if not settled:
                blank_ended = {p: blank_ended[p] + char_ended[p] for p in blank_ended}
                char_ended = dict.fromkeys(blank_ended, 0.0)
                settled = True
            continue
        settled = False
        row = rows[step]
        likely = np.flatnonzero(row[1:] >= prune) + 1
        if likely.size > choices:
            likely = likely[np.argsort(row[likely])[::-1][:choices]]
        options = [(chr(c), float(row[c])) for c in likely.tolist()]
        next_blank: dict[str, float] = {}
        next_char: dict[str, float] = {}
        for prefix, ended in blank_ended.items():
            open_ = char_ended[prefix]
            total = ended + open_
            last = prefix[-1:]
            next_blank[prefix] = total * blank
            for c, p in options:
                if c == last:
                    next_char[prefix] = next_char.get(prefix, 0.0) + open_ * p
                    gain = ended * p  # the same character twice needs a blank between
                else:
                    gain = total * p
                if gain > 0.0:
                    longer = prefix + c
                    next_char[longer] = next_char.get(longer, 0.0) + gain
                    if longer not in born or gain > born[longer][0]:
                        born[longer] = (gain, step)
        totals = dict(next_blank)
        for prefix, p in next_char.items():
            totals[prefix] = totals.get(prefix, 0.0) + p
        kept = sorted(totals, key=totals.__getitem__, reverse=True)[:beam] if len(totals) > beam else list(totals)
        blank_ended = {p: next_blank.get(p, 0.0) for p in kept}
        char_ended = {p: next_char.get(p, 0.0) for p in kept}
    shares = {p: blank_ended[p] + char_ended[p] for p in blank_ended}
    likeliest = sorted(shares, key=shares.__getitem__, reverse=True)[:best]
    return [_decoded(p, min(1.0, shares[p]), folded, born, overhang) for p in likeliest]


def _decoded(
    prefix: str, share: float, folded: Folded, born: Mapping[str, tuple[float, int]], overhang: int
) -> Decoded:
    steps = [born[prefix[: i + 1]][1] for i in range(len(prefix))]
    columns = [ord(c) for c in prefix]
    own = (folded.probabilities[steps, columns] * folded.kept[steps]).tolist() if steps else []
    places: list[float] = []
    width = max(1, len(folded.probabilities) - overhang)
    for s, c in zip(accumulate(steps, max), columns, strict=True):
        places += [min(1.0, (s + 0.5) / width)] * len(folded.characters[c])
    text = "".join(folded.characters[c] for c in columns)
    return Decoded(text, share, tuple(places), sum(own) / len(own) if own else 0.0)


def likelihoods(folded: Folded, texts: Iterable[str]) -> npt.NDArray[np.float64]:
    """For each text the probability that the line says exactly it; 0 where the alphabet cannot spell it.

    The exact sum over all alignments (CTC's forward pass), all texts side by side.
    """
    wanted = list(texts)
    column = {c: i for i, c in enumerate(folded.characters) if i}
    spelled = [[column.get(c, -1) for c in text] for text in wanted]
    rows = folded.probabilities
    result = np.zeros(len(wanted))
    able = [i for i, codes in enumerate(spelled) if -1 not in codes]
    if not able:
        return result
    longest = max(len(spelled[i]) for i in able)
    labels = np.zeros((len(able), 2 * longest + 1), np.intp)  # blank, first, blank, second, … blank
    for row, i in enumerate(able):
        labels[row, 1 : 2 * len(spelled[i]) : 2] = spelled[i]
    skips = np.zeros(labels.shape, bool)
    skips[:, 2:] = (labels[:, 2:] != 0) & (labels[:, 2:] != labels[:, :-2])
    state = np.zeros(labels.shape)
    state[:, 0] = 1.0  # before the first step: nothing said
    for step in range(len(rows)):
        emitted = rows[step][labels]
        ahead = state.copy()
        ahead[:, 1:] += state[:, :-1]
        ahead[:, 2:] += np.where(skips[:, 2:], state[:, :-2], 0.0)
        state = ahead * emitted
    for row, i in enumerate(able):
        end = 2 * len(spelled[i])
        result[i] = state[row, end] + (state[row, end - 1] if end else 0.0)
    return result

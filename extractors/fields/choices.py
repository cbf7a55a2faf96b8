"""Which of several printed choices somebody ticked, ringed, underlined or left unstruck."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.fields.entries import Sheet
from extractors.fields.layout import Region
from extractors.fields.options import CIRCLED, NUMBER, OPEN, TICKED, Located, letter_height, located, usual_pitch
from extractors.folding import fold
from extractors.imaging.colour import flat_ink
from extractors.imaging.marks import NAMES, fronts, measures, without_rules
from extractors.imaging.squares import Spot
from extractors.ocr.engine import Image
from models.documents import Candidate, Field, Reading
from models.geometry import Box
from models.pages import Source

ENOUGH = 0.85
"""Share of likelihood from which on an option counts as chosen; less goes to a person with the candidates."""

SEVERAL = 0.35
"""Contradictory marks are rarer on paper than on the sheets that the model was fitted on, where they weigh triple."""

EMPTY = 0.7
"""Likelihood from which on an entry counts as left without a mark: a blank entry is asked about anyway."""

LEAST_TICK = 0.06
"""Share of a square that the smallest tick blackens; specks of a scan blacken less."""

TICKED_ALONE, UNTICKED = 0.97, 0.5
"""How likely the option is meant whose square alone has ink in it, while nothing much speaks for another one."""

EXACT = 0.98
"""On a born-digital page, a mark this clear is as good as the text beside it."""

RING_FROM, NO_RING = 1.3, 1.15
"""How large, in letters, what surrounds a number is at least if it is a ring, and at most if it is none: a printed ① or ア
is one letter large, a digit three quarters of one."""

Options = Sequence[tuple[str, Sequence[str]]]
"""(canonical value, other words for it)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen option and its share of the likelihood (0..1) among all that the marks may mean."""

    value: str
    score: float
    box: Box


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the marks of one entry say.

    `shares`: each option's likelihood of being the only one chosen. `empty`: the likelihood that nothing is marked,
    `several` that the marks contradict each other. The three together are 1. `complete`: every option was found on
    the paper, so that `empty` can be believed.
    """

    shares: dict[str, float]
    boxes: dict[str, Box]
    empty: float
    several: float
    complete: bool

    @property
    def choice(self) -> Choice | None:
        """The one option that was clearly chosen."""
        if not self.shares:
            return None
        best = max(self.shares, key=lambda value: self.shares[value])
        return Choice(best, self.shares[best], self.boxes[best]) if self.shares[best] >= ENOUGH else None

    @property
    def blank(self) -> bool:
        """Whether the entry was left without a mark."""
        return self.complete and self.empty >= EMPTY

    @property
    def reading(self) -> Reading:
        """The marks as an engine's reading: options as candidates, likeliest first; "" stands for no mark."""
        ordered = sorted(self.shares.items(), key=lambda s: -s[1])
        candidates = [Candidate(raw=v, value=v, share=round(s, 4)) for v, s in ordered if s >= 0.005]
        if self.empty >= 0.005:
            candidates.append(Candidate(raw="", value=None, share=round(self.empty, 4)))
        candidates.sort(key=lambda c: -c.share)
        choice = self.choice
        score = choice.score if choice else self.empty if self.blank else 0.0
        value = choice.value if choice else None
        return Reading(engine="marks", raw=value or "", value=value, score=score, candidates=tuple(candidates))


def read_choice(sheet: Sheet, key: str, options: Options, region: Region) -> Field:
    """The choice `key` as it is marked in `region`; blank where nothing is marked, no value where marks contradict."""
    told = weigh(region, options, sheet.page.image, usual_pitch(sheet.layout.texts))
    if told.choice is None and (numbered := _by_number(region, options)) is not None:
        told = numbered
    choice, reading = told.choice, sheet.page.reading
    return Field(
        key=key,
        value=choice.value if choice else None,
        raw=choice.value if choice else region.raw,
        page_index=reading.page_index,
        box=reading.geometry.delivered(choice.box if choice else region.ink_box),
        blank=told.blank,
        exact=reading.exact and choice is not None and choice.score >= EXACT,
        readings=[told.reading],
    )


def _by_number(region: Region, options: Options) -> Chosen | None:
    """The option whose number is written into a box in front of the list: [2]　1 普通　2 当座; None without such a number."""
    found, complete = located(region, options)
    numbers = {o.before: o for o in found if o.before.isdigit()}
    first = min((o.front.x0 for o in found if o.front is not None), default=None)
    if len(numbers) < 2 or len(numbers) < len(found) or first is None:
        return None
    written = [
        (text.raw[i], text)
        for text in region.texts
        for i in range(len(text.raw))
        if text.raw[i].isdigit() and text.x_at(i) < first - 2
    ]
    if len(written) != 1 or (chosen := numbers.get(unicodedata.normalize("NFKC", written[0][0]))) is None:
        return None
    score = min(written[0][1].line.score, 0.97)
    boxes = {o.value: o.box for o in found}
    return Chosen({chosen.value: score}, boxes, 0.0, 1 - score, complete)


def choose(region: Region, options: Options, image: Image, letters: float | None = None) -> Choice | None:
    """The option that is marked in `region`, or None where none or several are, or nobody can tell."""
    return weigh(region, options, image, letters).choice


def weigh(region: Region, options: Options, image: Image, letters: float | None = None) -> Chosen:
    """What the marks in `region` say about `options`. `image` is the page in its own colours, `letters` the
    usual distance of its characters (pixels): the only measure where the options are single letters.

    A single option standing alone was written, not chosen from a list, and counts as it is.
    """
    found, complete = located(region, options)
    boxes = {o.value: o.box for o in found}
    if len(found) == 1 and len(options) > 1 and _written(region, found[0], image):
        score = found[0].text.line.score
        return Chosen({found[0].value: score}, boxes, 0.0, 1 - score, complete)
    typed = [o for o in found if o.before and o.before in TICKED]
    if typed and all(o.text.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for o in found):
        if len(typed) == 1:
            return Chosen({typed[0].value: 1.0}, boxes, 0.0, 0.0, complete)
        return Chosen({o.value: 0.0 for o in typed}, boxes, 0.0, 1.0, complete)
    if len(found) < 2:
        return Chosen({}, boxes, 0.0, 1.0, False)
    rows = measures(image, spots_of(found), letter_height(found, letters))
    marked, struck = likelihoods(rows, model())
    only = only_ticked(rows)
    if only is not None and marked.sum() - marked[only] >= UNTICKED:
        only = None
    if only is None:
        only = only_ringed(rows)
    if only is None:
        only = only_front(image, found, letters)
    if only is not None:
        marked = np.where(np.arange(len(rows)) == only, np.maximum(marked, TICKED_ALONE), marked * (1 - TICKED_ALONE))
    return told([o.value for o in found], boxes, marked, struck, complete)


def only_ticked(rows: npt.NDArray[np.float64]) -> int | None:
    """Which option's square alone has ink in it, where every square was seen and the others are as printed: a small
    tick is one, too. None where that cannot be said."""
    own, inside = rows[:, NAMES.index("own square")], rows[:, NAMES.index("inside")]
    if not own.all():
        return None
    full, least = int(np.argmax(inside)), float(np.sort(inside)[-2])
    return full if inside[full] >= LEAST_TICK and least <= LEAST_TICK / 6 else None


def only_ringed(rows: npt.NDArray[np.float64]) -> int | None:
    """Which option alone has a ring all around it: of words set closely, one under the other, the neighbours see parts of
    the ring. None where squares are printed, or where that cannot be said."""
    names = ("ring", "ring left", "ring right")
    whole, left, right = (rows[:, NAMES.index(name)] for name in names)
    sides = np.minimum(left, right)
    full = int(np.argmax(whole))
    others = np.arange(len(rows)) != full
    alone = whole[full] >= 0.95 and sides[full] >= 0.9 and (whole[others] < 0.85).all() and (sides[others] < 0.6).all()
    return full if alone and not rows[:, NAMES.index("squares")].any() else None


def only_front(image: Image, found: Sequence[Located], letters: float | None) -> int | None:
    """Which option alone is marked at what is printed in front of it: a ring around its number or letter (① 空調　2 ボイラ
    3 照明), anything between its brackets ((○) 空調 ( ) ボイラ). None where that cannot be said."""
    bracketed = sum(o.bracketed for o in found)
    numbered = sum(o.before.isalnum() and not o.bracketed for o in found)
    spots = spots_of(found)
    if 2 * max(bracketed, numbered) < max(4, len(found)) or any(s.front is None for s in spots):
        return None
    around, inside = fronts(image, spots, letter_height(found, letters))
    if numbered > bracketed:
        full = int(np.argmax(around))
        return full if around[full] >= RING_FROM and np.delete(around, full).max() < NO_RING else None
    full = int(np.argmax(inside))
    others = np.delete(inside, full)
    usual = float(np.median(others))
    alone = inside[full] - usual >= LEAST_TICK and np.abs(others - usual).max() <= LEAST_TICK / 3
    return full if alone else None


def _written(region: Region, option: Located, image: Image) -> bool:
    """Whether the only option found was written into the entry, not left over from a list of which the rest is unread."""
    raw = NUMBER.sub("", region.raw).strip()
    if len(fold(raw)) > len(fold(option.value)) + 6 or re.search(r"^[・･·、/／]|[・･·、/／]$", raw):
        return False
    if option.before and (option.before in TICKED + OPEN + CIRCLED or option.before.isdigit()):
        return False  # one of a list, of which the rest stands elsewhere
    em = letter_height([option])
    around = (region.cell or Box.around(t.box for t in region.texts).grown(4 * em, 0)).grown(-3)
    above = min(t.box.y0 for t in region.texts) - 0.4 * em  # what stands over it in its cell is the label
    x0, y0 = max(0, int(around.x0)), max(0, int(around.y0), int(above))
    part = np.ascontiguousarray(image[y0 : int(around.y1), x0 : int(around.x1)])
    if min(part.shape[:2]) < 4:
        return True
    ink = without_rules(flat_ink(part), em, 3 * em)
    for text in region.texts:
        b = text.box.grown(0.3 * em, 0.2 * em)
        ink[max(0, int(b.y0) - y0) : max(0, int(b.y1) - y0), max(0, int(b.x0) - x0) : max(0, int(b.x1) - x0)] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    return not any(h > 0.5 * em and w > 0.25 * em for _, _, w, h, _ in stats[1:count].tolist())


def spots_of(found: Sequence[Located]) -> list[Spot]:
    """The options as the measures want them; where a number or bracket is missing in front of one, by its neighbours'."""
    distances = [o.box.x0 - o.front.cx for o in found if o.front is not None]
    spots = []
    for option in found:
        box, front = option.box, option.front
        if front is None and 2 * len(distances) >= len(found):
            half = 0.4 * box.height
            cx = box.x0 - float(np.median(distances))
            front = Box(x0=cx - half, y0=box.cy - half, x1=cx + half, y1=box.cy + half)
        spots.append(Spot(box, _read_before(option), front, option.bracketed))
    return spots


def _read_before(option: Located) -> int:
    if not option.before:
        return 0
    if option.bracketed:
        return -1 if option.before in " 　" else 1
    return 1 if option.before in TICKED + CIRCLED else -1 if option.before in OPEN else 0


def told(
    values: Sequence[str],
    boxes: dict[str, Box],
    marked: npt.NDArray[np.float64],
    struck: npt.NDArray[np.float64],
    complete: bool,
) -> Chosen:
    """Each option marked or not, struck or not, as independent guesses: what they say together."""
    clear, kept = 1 - marked, 1 - struck
    shares = {}
    for i, value in enumerate(values):
        others_clear = float(np.prod(np.delete(clear, i)))
        ringed = float(marked[i] * kept[i]) * others_clear
        left_over = float(clear[i] * kept[i]) * others_clear * float(np.prod(np.delete(struck, i)))
        # where an option is unread, it may be the one that was not struck out
        shares[value] = ringed + (left_over if complete else 0.0)
    empty = float(np.prod(clear) * np.prod(kept))
    several = SEVERAL * max(0.0, 1 - empty - sum(shares.values()))
    total = empty + several + sum(shares.values())
    return Chosen({v: s / total for v, s in shares.items()}, boxes, empty / total, several / total, complete)


@cache
def model() -> dict[str, npt.NDArray[np.float64]]:
    """The numbers that `benchmarks/choices.py` fitted."""
    stored = json.loads(Path(__file__).with_name("choices.json").read_text())
    return {name: np.array(values) for name, values in stored["model"].items()}


def likelihoods(
    rows: npt.NDArray[np.float64], numbers: dict[str, npt.NDArray[np.float64]]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each option (a row of measures) the probability that it is marked, and that it is struck out."""
    scaled = np.clip((rows - numbers["mean"]) / numbers["scale"], -4, 4)
    hidden = np.tanh(scaled @ numbers["w1"] + numbers["b1"])
    out = 1 / (1 + np.exp(-(hidden @ numbers["w2"] + numbers["b2"])))
    return out[:, 0], out[:, 1]

"""Laying a blank form over a page whose rows may sit elsewhere.

Across, the page is the blank scaled and shifted. Down it is not: a paragraph that wraps differently or a taller row
moves everything under it. So each printed rule and line votes for how far down it sits, and the one course of shifts
from top to bottom is sought that explains most of them with fewest jumps (Viterbi).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from extractors.imaging.colour import Mask
from extractors.registration.blanks import BlankPage, Vector
from extractors.registration.structure import Plane, Skeleton
from models.geometry import Box

STRETCHES = np.arange(0.94, 1.0601, 0.005)
SIDEWAYS = 48
"""Pixels by which the page may lie left or right of the blank."""
JUMP = 1.0
"""Cost of a jump between two neighbouring things, in weights of a rule."""
SLOPE = 0.12
"""Cost of each pixel of a small jump."""
UNRULED_TRIES = 6
"""Without upright rules the columns of text tell little: so many ways to lie across are tried."""
FAINT_RULES = 0.85
"""What a page is worth whose words all stand where the blank's do, whatever became of its rules: faxes lose thin grey ones."""
ALL_WORDS = 0.9
"""Least clarity of all the words together, of a blank with at least `MANY_WORDS` lines of them."""
MANY_WORDS = 12
ALL_KNOWN = 0.03
"""Most of a page's own rules that the blank may not have."""
FAR = 0.004
"""Cost of each pixel of a wide jump."""
SMALL = int(JUMP / SLOPE)
"""Pixels up to which a jump is small: it costs less than a wide one."""

Indexes = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Sums:
    """What is counted on a skeleton, once a page, and shared by all candidates."""

    bones: Skeleton
    across: Counts
    """Pixels of horizontal rules left of each x (first index) and above each y (second index)."""
    text: Counts
    ruled: int
    """All pixels of horizontal rules."""
    down_profile: Plane
    text_profile: Plane

    @classmethod
    def of(cls, bones: Skeleton) -> Sums:
        across, text = _counted(bones.across), _counted(bones.text)
        return cls(bones, across, text, int(across[-1, -1]), _profile(bones.down), _profile(bones.text))


def _counted(mask: Mask) -> Counts:
    """Pixels of `mask` left of each x and above each y. Columns are its rows: they are what is looked up."""
    ones = cv2.threshold(cv2.transpose(mask), 0, 1, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.integral(ones, sdepth=cv2.CV_32S), dtype=np.int32)


def _shares(counts: Counts, x0: Indexes, x1: Indexes) -> Plane:
    """For each stretch from `x0` to `x1` (a row of the result) how much of it is ink at each y."""
    ink = np.diff(counts[x1] - counts[x0], axis=1).astype(np.float32)
    return np.asarray(ink / np.maximum(1, x1 - x0).astype(np.float32)[:, None], dtype=np.float32)


def _profile(mask: Mask) -> Plane:
    """How much of `mask` stands at each x."""
    sums = cv2.reduce(mask, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return _soft(np.asarray(sums / 255, dtype=np.float32))


def _soft(profile: Plane) -> Plane:
    return np.asarray(cv2.GaussianBlur(profile.reshape(1, -1), (0, 0), 1.5).ravel(), dtype=np.float32)


@dataclass(frozen=True)
class Across:
    """``page x = stretch * blank x + shift`` and how well the two profiles agree."""

    stretch: float
    shift: float
    agreement: float


@dataclass(frozen=True)
class Alignment:
    """A blank page laid over a page. All lengths are pixels of the skeleton."""

    blank: BlankPage
    across: Across
    offset: float
    """Where the blank's top would be if no row had moved."""
    shifts: tuple[float, ...]
    """How far below its place each of the blank's items stands."""
    found: tuple[float, ...]
    """How clearly each of the blank's items was seen, 0..1."""
    score: float
    """The weighted mean of `found`, less what the page has and the blank has not."""
    unknown: float
    """Share of the page's horizontal rules that the blank does not have."""

    def x(self, x: float) -> float:
        return self.across.stretch * x + self.across.shift

    def y(self, y: float, shift: float) -> float:
        return self.across.stretch * y + self.offset + shift

    def item_box(self, index: int) -> Box:
        """Where item `index` of the blank stands on the page."""
        box, shift = self.blank.items[index].box, self.shifts[index]
        return Box(x0=self.x(box.x0), y0=self.y(box.y0, shift), x1=self.x(box.x1), y1=self.y(box.y1, shift))

    @cached_property
    def doubt(self) -> Vector:
        """Pixels by which each item counts as farther away: what was not clearly seen tells little of its surroundings."""
        return np.where(np.array(self.found) >= 0.4, 0.0, 400.0)


def fit_across(blank: BlankPage, page: Sums, count: int = 1) -> list[Across]:
    """Scale and shift in x: by the upright rules where there are some, by the columns of text else; the `count` best."""
    width, page_width = blank.size[0], page.bones.width
    ruled = int((blank.profile_down > 20).sum()) >= 3
    wanted_down, wanted_text = _soft(blank.profile_down), _soft(blank.profile_text)
    pad = SIDEWAYS + 64
    down = np.pad(page.down_profile, pad)
    text = np.pad(page.text_profile, pad)
    norm_down = float(np.linalg.norm(page.down_profile)) + 1e-6
    norm_text = float(np.linalg.norm(page.text_profile)) + 1e-6
    fits: list[Across] = []
    places = np.arange(width, dtype=np.float32)
    for relative in STRETCHES:
        stretch = float(relative) * page_width / width
        length = round(width * stretch)
        at = np.arange(length, dtype=np.float32) / stretch
        middle = (page_width - length) // 2
        begin = pad + middle - SIDEWAYS
        if begin < 0 or begin + length + 2 * SIDEWAYS > down.size:
            continue
        score = np.zeros(2 * SIDEWAYS + 1, np.float32)
        if ruled:
            model = np.interp(at, places, wanted_down).astype(np.float32)
            seen = down[begin : begin + length + 2 * SIDEWAYS]
            score += np.correlate(seen, model, "valid") / (norm_down * (float(np.linalg.norm(model)) + 1e-6))
        model = np.interp(at, places, wanted_text).astype(np.float32)
        # entries put ink where the blank has none and more where it has some: that is no argument against
        seen = np.minimum(text[begin : begin + length + 2 * SIDEWAYS], 2 * float(wanted_text.max()))
        share = np.correlate(seen, model, "valid") / (norm_text * (float(np.linalg.norm(model)) + 1e-6))
        score += (0.3 if ruled else 1.0) * share
        peaks = [int(score.argmax())]
        if count > 1:
            peaks = [
                i for i in np.argsort(-score)[: 3 * count].tolist() if score[i] >= score[max(0, i - 3) : i + 4].max()
            ]
        fits += [Across(stretch, float(middle - SIDEWAYS + i), float(score[i])) for i in peaks]
    if not fits:
        return [Across(page_width / width, 0.0, 0.0)]
    fits.sort(key=lambda f: -f.agreement)
    kept: list[Across] = []
    for fit in fits:
        ends = fit.shift, fit.shift + fit.stretch * width
        if all(abs(ends[0] - k.shift) + abs(ends[1] - k.shift - k.stretch * width) > 8 for k in kept):
            kept.append(fit)
        if len(kept) == count:
            break
    return kept


def align(blank: BlankPage, page: Sums) -> Alignment:
    """The best way to lay `blank` over the page."""
    tries = 1 if len(blank.uprights) >= 3 else UNRULED_TRIES
    return max((_align(blank, page, across) for across in fit_across(blank, page, tries)), key=lambda a: a.score)


def _align(blank: BlankPage, page: Sums, across: Across) -> Alignment:
    offset = (page.bones.height - across.stretch * blank.size[1]) / 2
    if not blank.items:
        return Alignment(blank, across, offset, (), (), 0.0, 1.0)
    votes = _votes(blank, page, across, offset)
    weights = blank.measures.weight
    course = _course(blank, votes)
    found = votes[np.arange(len(course)), course]
    shifts = tuple(float(c - blank.reach[0]) for c in course)
    draft = Alignment(blank, across, offset, shifts, tuple(float(f) for f in found), 0.0, 0.0)
    unknown = _unknown_rules(draft, page)
    seen = max(float((found * weights).sum() / weights.sum()), _by_words_alone(blank, found, unknown))
    return Alignment(blank, across, offset, shifts, draft.found, seen - 0.5 * unknown, unknown)


def _by_words_alone(blank: BlankPage, found: Plane, unknown: float) -> float:
    """How well the words fit where the rules may have faded; 0 where some are missing or the page has rules of its own."""
    words, weights = ~blank.measures.rule, blank.measures.weight
    if words.sum() < MANY_WORDS or unknown > ALL_KNOWN:
        return 0.0
    clear = float((found * weights)[words].sum() / weights[words].sum())
    return FAINT_RULES * clear if clear >= ALL_WORDS else 0.0


def _votes(blank: BlankPage, page: Sums, across: Across, offset: float) -> Plane:
    """How clearly each item (a row) is seen at each shift from `reach` up to `reach` down, 0..1."""
    measures, width, (up, down) = blank.measures, page.bones.width, blank.reach
    x0 = np.clip(_whole(across.stretch * measures.x0 + across.shift), 0, width - 2)
    x1 = np.clip(_whole(across.stretch * measures.x1 + across.shift), x0 + 1, width)
    top = _whole(across.stretch * measures.y0 + offset) - up
    shifts = up + down + 1
    votes = np.zeros((len(top), shifts), np.float32)
    rule = measures.rule
    if rule.any():
        votes[rule] = _rules_seen(_shares(page.across, x0[rule], x1[rule]), top[rule], shifts)
    if not rule.all():
        left, right = np.maximum(0, x0[~rule] - 3), np.minimum(width, x1[~rule] + 3)
        tall = np.maximum(4, _whole(across.stretch * (measures.y1 - measures.y0)[~rule]))
        inside, around = _texts_seen(_shares(page.text, left, right), top[~rule], tall, shifts)
        inside /= tall[:, None]
        free = measures.free_left[~rule]
        if free.any():  # ink right before a label's first letter: the label does not begin here
            far, near = _whole(0.9 * tall[free]), _whole(0.1 * tall[free])
            flank = _shares(page.text, np.maximum(0, left[free] - far), np.maximum(1, left[free] - near))
            beside, _ = _texts_seen(flank, top[~rule][free], tall[free], shifts)
            inside[free] -= 0.7 * beside / tall[free][:, None]
        full = 0.6 * measures.density[~rule] + 1e-6
        votes[~rule] = np.clip((inside - 1.2 * (around / 6)) / full[:, None], 0, 1)
    return votes


def _rules_seen(shares: Plane, top: Indexes, shifts: int) -> Plane:
    """How clearly a rule is seen at `top` (or a pixel beside it) and at each shift below."""
    rows = _windows(shares, top - 1, shifts + 2)
    near = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return np.asarray(np.clip((near - 0.35) / 0.5, 0, 1), dtype=np.float32)


def _texts_seen(shares: Plane, top: Indexes, tall: Indexes, shifts: int) -> tuple[Vector, Vector]:
    """The ink in a band `tall` pixels high, and in the three rows above and below it: for the band at `top` and at each
    shift below."""
    rows = _windows(shares, top - 3, shifts + int(tall.max()) + 6)
    sums = np.zeros((rows.shape[0], rows.shape[1] + 1))
    sums[:, 1:] = np.cumsum(rows, axis=1)
    foot = np.arange(3, shifts + 3) + tall[:, None]
    above, first = sums[:, :shifts], sums[:, 3 : shifts + 3]
    last, below = np.take_along_axis(sums, foot, 1), np.take_along_axis(sums, foot + 3, 1)
    return last - first, first - above + below - last


def _whole(values: Vector) -> Indexes:
    return np.rint(values).astype(np.intp)


def _windows(values: Plane, starts: Indexes, length: int) -> Plane:
    """From each row of `values` so many entries from its start on, nothing standing outside of the page."""
    padded = np.pad(values, ((0, 0), (1, 1)))
    places = np.clip(starts[:, None] + np.arange(1, length + 1), 0, padded.shape[1] - 1)
    return np.take_along_axis(padded, places, 1)


def _course(blank: BlankPage, votes: Plane) -> Indexes:
    """The shift (as an index into `votes`) of each item: most votes, fewest jumps."""
    count = votes.shape[1]
    worth = votes * blank.measures.weight[:, None]
    value = worth[0] - FAR * np.abs(np.arange(count) - blank.reach[0])
    steps = []
    for one_row, room, gain in zip(blank.measures.one_row, blank.measures.room, worth[1:], strict=True):
        moves = _moves(3.0 if one_row else 1.0, min(room, count - 1))
        steps.append((moves, value))
        value = moves.best(value) + gain
    course = [int(value.argmax())]
    for moves, value in reversed(steps):
        course.append(moves.source(value, course[-1]))
    return np.array(course[::-1])


@dataclass(frozen=True)
class _Moves:
    """What it costs that an item's shift is another than that of the item before.

    A shift may shrink by at most `room` pixels: things do not pass each other. It may grow by any number.
    """

    room: int
    costs: Vector
    """Cost of coming from each state, from `SMALL` below to `room` above the state that is reached."""
    nearest: Indexes
    """The places in `costs`, from the nearest state to the farthest: of equal ones the nearest counts."""
    jump: float
    """Cost of coming from any state below, besides `FAR` a pixel."""

    def best(self, value: Vector) -> Vector:
        """The best value with which each state can be reached."""
        near = (sliding_window_view(self._around(value), value.size) - self.costs[:, None]).max(0)
        # any jump downwards: its cost grows evenly, so a running maximum finds the best
        far = FAR * np.arange(value.size)
        return np.asarray(np.maximum(near, np.maximum.accumulate(value + far) - far - self.jump))

    def source(self, value: Vector, state: int) -> int:
        """The state from which `state` is reached with that value."""
        near = self._around(value)[state : state + len(self.costs)] - self.costs
        place = int(self.nearest[near[self.nearest].argmax()])
        tilted = (value + FAR * np.arange(value.size))[state::-1]
        jumped = int(tilted.argmax())
        if tilted[jumped] - FAR * state - self.jump > near[place]:
            return state - jumped
        return state + place - SMALL

    def _around(self, value: Vector) -> Vector:
        around = np.full(SMALL + value.size + self.room, -np.inf)
        around[SMALL : SMALL + value.size] = value
        return around


@cache
def _moves(dearer: float, room: int) -> _Moves:
    changes = np.arange(-SMALL, room + 1)
    size = np.abs(changes)
    costs = np.where(size <= SMALL, SLOPE * size * dearer, JUMP * dearer + FAR * size)
    return _Moves(room, costs, np.lexsort((changes, size)), JUMP * dearer)


def _unknown_rules(alignment: Alignment, page: Sums) -> float:
    """Share of the page's horizontal rules where the blank, laid over it, has none."""
    if page.ruled < 200:
        return 0.0
    known = np.zeros_like(page.bones.across)
    for table in alignment.blank.rows_tables:
        box = alignment.blank.pixels(table.box)
        ends = nearest_shift(alignment, box.y0), nearest_shift(alignment, box.y1)
        corner = round(alignment.x(box.x0)), round(alignment.y(box.y0, ends[0]))
        cv2.rectangle(known, corner, (round(alignment.x(box.x1)), round(alignment.y(box.y1, ends[1]))), 255, -1)
    for index, item in enumerate(alignment.blank.items):
        if item.is_rule:
            box = alignment.item_box(index)
            cv2.line(known, (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1)), 255, 7)
    return cv2.countNonZero(cv2.subtract(page.bones.across, known)) / page.ruled


def nearest_shift(alignment: Alignment, y: float) -> float:
    """The shift of what stands nearest to the blank's height `y`, of the things that were clearly seen."""
    if not alignment.shifts:
        return 0.0
    measures = alignment.blank.measures
    apart = np.maximum(0.0, np.maximum(measures.y0 - y, y - measures.y1)) + alignment.doubt
    return alignment.shifts[int(apart.argmin())]

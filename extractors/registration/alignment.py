"""Laying a blank form over a page whose rows may sit elsewhere.

Across, the page is the blank scaled and shifted. Down it is not: a paragraph that wraps differently or a taller row
moves everything under it. So each printed rule and line votes for how far down it sits, and the one course of shifts
from top to bottom is sought that explains most of them with fewest jumps (Viterbi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask
from extractors.registration.blanks import BlankPage, Item
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

Indexes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Sums:
    """Running sums of a skeleton along its rows, made once a page and shared by all candidates."""

    bones: Skeleton
    across: Plane
    text: Plane
    down_profile: Plane
    text_profile: Plane

    @classmethod
    def of(cls, bones: Skeleton) -> Sums:
        def along(mask: Mask) -> Plane:
            sums = np.zeros((bones.height, bones.width + 1), np.float32)
            np.cumsum(mask > 0, axis=1, out=sums[:, 1:])
            return sums

        return cls(
            bones,
            along(bones.across),
            along(bones.text),
            _soft(bones.down.sum(0, dtype=np.float32) / 255),
            _soft(bones.text.sum(0, dtype=np.float32) / 255),
        )


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
    up, down = blank.reach
    items = blank.items
    if not items:
        return Alignment(blank, across, offset, (), (), 0.0, 1.0)
    votes = np.stack([_vote(item, page, across, offset, up, down) for item in items])
    weights = np.array([item.weight for item in items], np.float32)
    course = _course(items, votes, weights, up)
    found = votes[np.arange(len(items)), course]
    shifts = tuple(float(c - up) for c in course)
    draft = Alignment(blank, across, offset, shifts, tuple(float(f) for f in found), 0.0, 0.0)
    unknown = _unknown_rules(draft, page)
    seen = max(float((found * weights).sum() / weights.sum()), _by_words_alone(items, found, weights, unknown))
    return Alignment(blank, across, offset, shifts, draft.found, seen - 0.5 * unknown, unknown)


def _by_words_alone(items: Sequence[Item], found: Plane, weights: Plane, unknown: float) -> float:
    """How well the words fit where the rules may have faded; 0 where some are missing or the page has rules of its own."""
    words = np.array([not item.is_rule for item in items])
    if words.sum() < MANY_WORDS or unknown > ALL_KNOWN:
        return 0.0
    clear = float((found * weights)[words].sum() / weights[words].sum())
    return FAINT_RULES * clear if clear >= ALL_WORDS else 0.0


def _vote(item: Item, page: Sums, across: Across, offset: float, up: int, down: int) -> Plane:
    """How clearly `item` is seen at each shift from ``-up`` to ``down``, 0..1."""
    width = page.bones.width
    x0 = int(np.clip(round(across.stretch * item.box.x0 + across.shift), 0, width - 2))
    x1 = int(np.clip(round(across.stretch * item.box.x1 + across.shift), x0 + 1, width))
    y0 = round(across.stretch * item.box.y0 + offset)
    if item.is_rule:
        share = (page.across[:, x1] - page.across[:, x0]) / (x1 - x0)
        rows = _window(share, y0 - up - 1, y0 + down + 2)
        near = np.maximum(np.maximum(rows[:-2], rows[1:-1]), rows[2:])
        return np.asarray(np.clip((near - 0.35) / 0.5, 0, 1), dtype=np.float32)
    x0, x1 = max(0, x0 - 3), min(width, x1 + 3)
    share = (page.text[:, x1] - page.text[:, x0]) / (x1 - x0)
    tall = max(4, round(across.stretch * item.box.height))
    rows = np.concatenate([[0.0], np.cumsum(_window(share, y0 - up - 3, y0 + down + tall + 4))])
    n = up + down + 1
    inside = (rows[3 + tall : 3 + tall + n] - rows[3 : 3 + n]) / tall
    if item.free_left:  # ink right before a label's first letter: the label does not begin here
        f0, f1 = max(0, x0 - round(0.9 * tall)), max(1, x0 - round(0.1 * tall))
        flank = (page.text[:, f1] - page.text[:, f0]) / max(1, f1 - f0)
        beside = np.concatenate([[0.0], np.cumsum(_window(flank, y0 - up - 3, y0 + down + tall + 4))])
        inside = inside - 0.7 * (beside[3 + tall : 3 + tall + n] - beside[3 : 3 + n]) / tall
    around = (rows[3 : 3 + n] - rows[:n] + rows[6 + tall : 6 + tall + n] - rows[3 + tall : 3 + tall + n]) / 6
    return np.asarray(np.clip((inside - 1.2 * around) / (0.6 * item.density + 1e-6), 0, 1), dtype=np.float32)


def _window(values: Plane, start: int, stop: int) -> Plane:
    """``values[start:stop]``, nothing standing outside of the page."""
    before, after = max(0, -start), max(0, stop - values.size)
    inside = values[max(0, start) : max(0, min(stop, values.size))]
    if before or after:
        inside = np.pad(inside, (min(before, stop - start), 0))
        inside = np.pad(inside, (0, stop - start - inside.size))
    return inside


def _course(items: Sequence[Item], votes: Plane, weights: Plane, up: int) -> Indexes:
    """The shift (as an index into `votes`) of each item: most votes, fewest jumps."""
    states = np.arange(votes.shape[1])
    value = votes[0] * weights[0] - FAR * np.abs(states - up)
    came_from = []
    for i in range(1, len(items)):
        a, b = items[i - 1], items[i]
        level = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
        one_row = not a.is_rule and not b.is_rule and level > 0.5 * min(a.box.height, b.box.height)
        # what stands lower on the blank stands lower on the page, or has gone (rows of a table)
        room = max(0.0, b.box.cy - a.box.cy) + 2.0
        best, source = _arrivals(value, 3.0 if one_row else 1.0, round(room))
        came_from.append(source)
        value = best + votes[i] * weights[i]
    course = [int(value.argmax())]
    for source in reversed(came_from):
        course.append(int(source[course[-1]]))
    return np.array(course[::-1])


def _arrivals(value: Plane, dearer: float, room: int) -> tuple[Plane, Indexes]:
    """The best value with which each state can be reached, and the state it is reached from.

    A shift may shrink by at most `room` pixels: things do not pass each other.
    """
    states = np.arange(value.size)
    best, source = value.copy(), states.copy()

    def offer(here: slice, there: slice, cost: float) -> None:
        better = value[there] - cost > best[here]
        best[here] = np.where(better, value[there] - cost, best[here])
        source[here] = np.where(better, states[there], source[here])

    for step in range(1, int(JUMP / SLOPE) + 1):
        offer(slice(step, None), slice(None, -step), SLOPE * step * dearer)
        if step <= room:
            offer(slice(None, -step), slice(step, None), SLOPE * step * dearer)
    for step in range(1, min(room, value.size - 1) + 1):
        offer(slice(None, -step), slice(step, None), JUMP * dearer + FAR * step)
    tilted = value + FAR * states  # any jump downwards: its cost grows evenly, so running maxima find the best
    top = np.maximum.accumulate(tilted)
    at = np.maximum.accumulate(np.where(tilted == top, states, 0))
    reached = top - FAR * states - JUMP * dearer
    better = reached > best
    return np.where(better, reached, best), np.where(better, at, source)


def _unknown_rules(alignment: Alignment, page: Sums) -> float:
    """Share of the page's horizontal rules where the blank, laid over it, has none."""
    total = int((page.bones.across > 0).sum())
    if total < 200:
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
    return float(((page.bones.across > 0) & (known == 0)).sum() / total)


def nearest_shift(alignment: Alignment, y: float) -> float:
    """The shift of what stands nearest to the blank's height `y`, of the things that were clearly seen."""
    best, nearest = 0.0, float("inf")
    for item, shift, found in zip(alignment.blank.items, alignment.shifts, alignment.found, strict=True):
        apart = max(0.0, item.box.y0 - y, y - item.box.y1) + (0 if found >= 0.4 else 400)
        if apart < nearest:
            best, nearest = shift, apart
    return best

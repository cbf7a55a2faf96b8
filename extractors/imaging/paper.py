"""Where the sheet of paper lies in a photograph, and how to lay it flat.

A sheet is bounded by four straight steps of lightness or colour: paper inside, something else outside. The strokes of
tables have paper on both sides and shadows have soft edges, so neither is taken for a side. A hand over a corner, a
fold, or a side outside the frame leaves enough of the four sides to find them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ocr.engine import Image

Corners = npt.NDArray[np.float32]
"""Top left, top right, bottom right, bottom left; pixels. May lie a little outside the image."""

Floats = npt.NDArray[np.float64]

SIZE = 640
"""Longest side of the copy in which sides are sought."""
BRIGHT = 205
"""A border lighter than this (CIE L* as a byte) nearly all around is a scanner's lid: the image is the sheet."""
STEP = 7.0
"""Least difference between paper and table across a side, in CIE Lab as bytes."""
ONE_SIDED = 1.5
"""How much lighter it gets to one side of a line than to the other: a rule has the same paper on both."""
LINES = 12
"""At most so many candidates for sides run across, and as many down, of each bend."""
SIDE = 0.3
"""Least share of a side along which the step is seen."""
SHEET = 0.6
"""Least such share of all four sides together."""
FRAME = 0.5
"""What a side counts that lies outside the picture."""
BENDS = (4.0, 10.0)
"""How far, in pixels of the copy, a side may be from straight: paper curls, but other lines lie near it too."""
REACH = 7
"""How far, in pixels of the copy, a side is looked for anew once the sheet is known."""
BAR = (0.015, 0.2)
"""How high, in parts of `SIZE`, a bar across the sheet's head or foot is that is darker than the table."""
GOES_ON = 0.75
"""Least share of its ends and its far side along which such a bar shows."""
SAME_BAR, MOSTLY = 25.0, 0.7
"""So far, in CIE Lab as bytes, most of a bar is from its middle colour; and how much is most: letters are not."""
LARGE = 0.4
"""What a sheet as large as the picture is worth more than a tiny one: a fold or a dark bar on the sheet is no side."""


def paper_corners(image: Image) -> Corners | None:
    """The corners of a sheet of paper photographed on something else, or None where the image *is* the sheet.

    A scan has no surroundings, so None is the usual answer, and costs little.
    """
    height, width = image.shape[:2]
    if min(height, width) < 64 or _bright_all_around(image):
        return None
    scale = SIZE / max(height, width)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (3, 3), 0), cv2.COLOR_RGB2LAB), np.uint8)
    across, down = _lines(lab)
    found = _best_quad(lab, across, down)
    return None if found is None else (_refined(lab.astype(np.float32), found) / scale).astype(np.float32)


def _bright_all_around(image: Image) -> bool:
    height, width = image.shape[:2]
    edge = max(2, round(0.009 * max(height, width)))
    strips = (image[:edge], image[-edge:], image[:, :edge], image[:, -edge:])
    thin = [s[:, ::7] if s.shape[1] > s.shape[0] else s[::7] for s in strips]
    pixels = np.concatenate([s.reshape(-1, 3) for s in thin])[None]
    return bool(np.percentile(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)[0, :, 0], 60) > BRIGHT)


@dataclass(frozen=True)
class _Line:
    """A candidate for a side: the points ``origin + t * along``; `normal` points down, or to the right.

    `brighter[0]` and `brighter[1]` are running sums over whole `t` from 0: how often paper was seen on the side of the
    normal, and on the other side; `step` how often its two sides differ, whichever is the lighter; `seen` how often the line
    was within the picture at all.
    """

    origin: Floats
    along: Floats
    normal: Floats
    brighter: tuple[Floats, Floats]
    step: Floats
    seen: Floats
    frame: bool = False


def _lines(lab: npt.NDArray[np.uint8]) -> tuple[list[_Line], list[_Line]]:
    """The likeliest sides that run across, and those that run down; the picture's own edges are among them."""
    height, width = lab.shape[:2]
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    pieces = []
    for plane in (lab[:, :, 0], lab[:, :, 2]):
        found = detector.detect(np.ascontiguousarray(plane))[0]
        if found is not None:
            pieces.append(found.reshape(-1, 4).astype(np.float64))
    segments = np.concatenate(pieces) if pieces else np.zeros((0, 4))
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    keep = lengths > 0.025 * max(height, width)
    segments, lengths = segments[keep], lengths[keep]
    soft = lab.astype(np.float32)
    keep = _steps(soft, segments) > STEP
    segments, lengths = segments[keep], lengths[keep]
    flat = np.abs(segments[:, 2] - segments[:, 0]) >= np.abs(segments[:, 3] - segments[:, 1])
    across = [_line(soft, *ends) for ends in _candidates(segments[flat], lengths[flat])]
    down = [_line(soft, *ends) for ends in _candidates(segments[~flat], lengths[~flat])]
    right, foot = float(width - 1), float(height - 1)
    across += [_frame((0.0, y), (right, y), width) for y in (0.0, foot)]
    down += [_frame((x, 0.0), (x, foot), height) for x in (0.0, right)]
    return across, down


def _steps(lab: npt.NDArray[np.float32], segments: Floats) -> Floats:
    """How different the two sides of each segment are, at its middle third."""
    a, b = segments[:, :2], segments[:, 2:]
    along = (b - a) / np.maximum(1e-6, np.linalg.norm(b - a, axis=1, keepdims=True))
    normal = np.stack([-along[:, 1], along[:, 0]], 1)
    difference = np.zeros((len(segments), 3))
    for share in (0.3, 0.5, 0.7):
        middle = a + share * (b - a)
        difference += (_sampled(lab, middle + 4 * normal) - _sampled(lab, middle - 4 * normal)) / 3
    return np.asarray(np.linalg.norm(difference, axis=1))


def _sampled(lab: npt.NDArray[np.float32], points: Floats) -> npt.NDArray[np.float32]:
    """Colours at `points` (nearest pixel; those outside take the edge's)."""
    x = np.clip(np.rint(points[..., 0]), 0, lab.shape[1] - 1).astype(np.intp)
    y = np.clip(np.rint(points[..., 1]), 0, lab.shape[0] - 1).astype(np.intp)
    return lab[y, x]


def _candidates(segments: Floats, lengths: Floats) -> list[tuple[Floats, Floats]]:
    """The lines that `segments` make, joined strictly and loosely, each once; two points of each."""
    found: list[tuple[Floats, Floats]] = []
    for bend in BENDS:
        for a, b in _joined(segments, lengths, bend):
            known = any(
                abs(float((a - o) @ n)) < 1 and abs(float((a + SIZE / 2 * (b - a) - o) @ n)) < 1.5
                for o, n in ((o, np.array([o[1] - p[1], p[0] - o[0]])) for o, p in found)
            )
            if not known:
                found.append((a, b))
    return found


def _joined(segments: Floats, lengths: Floats, bend: float) -> list[tuple[Floats, Floats]]:
    """Segments that lie on one line as one, those with most length behind them first; two points of each."""
    groups: list[list[int]] = []
    fits: list[tuple[Floats, Floats]] = []
    for index in np.argsort(-lengths)[:200].tolist():
        a, b = segments[index, :2], segments[index, 2:]
        for number, (origin, along) in enumerate(fits):
            normal = np.array([-along[1], along[0]])
            turn = abs(float((b - a) @ normal)) / lengths[index]
            if turn < 0.06 and max(abs(float((a - origin) @ normal)), abs(float((b - origin) @ normal))) < bend:
                groups[number].append(index)
                fits[number] = _fitted(segments[groups[number]])
                break
        else:
            groups.append([index])
            fits.append(_fitted(segments[[index]]))
    order = np.argsort([-float(lengths[g].sum()) for g in groups])[:LINES]
    return [(fits[i][0], fits[i][0] + fits[i][1]) for i in order.tolist()]


def _fitted(segments: Floats) -> tuple[Floats, Floats]:
    """A point on the line through `segments`, and its direction (to the right, or down)."""
    points = np.concatenate([segments[:, :2], segments[:, 2:], (segments[:, :2] + segments[:, 2:]) / 2])
    vx, vy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    forward = vx >= 0 if abs(vx) >= abs(vy) else vy >= 0
    along = np.array([vx, vy]) if forward else np.array([-vx, -vy])
    return np.array([x, y]), along


def _line(lab: npt.NDArray[np.float32], a: Floats, b: Floats) -> _Line:
    """The line through `a` and `b`, and where along it paper meets something else."""
    height, width = lab.shape[:2]
    along = b - a
    flat = abs(along[0]) >= abs(along[1])
    main = 0 if flat else 1
    length = (width if flat else height) - 1
    along = along / along[main]  # t counts whole columns (rows)
    origin = a - along * a[main]
    unit = along / np.linalg.norm(along)
    normal = np.array([-unit[1], unit[0]]) if flat else np.array([unit[1], -unit[0]])
    points = origin + np.arange(length + 1)[:, None] * along
    best = np.full((2, length + 1), -np.inf)
    light, any_step = best.copy(), np.zeros(length + 1)
    for off in (-2.5, 0.0, 2.5):  # paper curls: the side need not be quite straight
        near = _sampled(lab, points + (off + 4) * normal) - _sampled(lab, points + (off - 4) * normal)
        colour = np.hypot(near[:, 1], near[:, 2]) - STEP / 2
        best[0] = np.maximum(best[0], np.where(near[:, 0] > -STEP, np.maximum(near[:, 0], colour), near[:, 0]))
        best[1] = np.maximum(best[1], np.where(near[:, 0] < STEP, np.maximum(-near[:, 0], colour), -near[:, 0]))
        light = np.maximum(light, [near[:, 0], -near[:, 0]])
        any_step = np.maximum(any_step, np.linalg.norm(near, axis=1))
    inside = ((points > 4) & (points < [width - 5, height - 5])).all(1)
    stroke = (light > STEP) & (light < ONE_SIDED * light[::-1])
    first, second, step = (_sums(side & inside) for side in (*((best > STEP) & ~stroke), any_step > STEP))
    return _Line(origin, along, normal, (first, second), step, _sums(inside))


def _sums(seen: npt.NDArray[np.bool_]) -> Floats:
    return np.concatenate([[0.0], np.cumsum(seen)])


def _frame(a: tuple[float, float], b: tuple[float, float], length: int) -> _Line:
    """An edge of the picture, beyond which the paper may go on."""
    start, end = np.array(a), np.array(b)
    along = (end - start) / max(1.0, float(np.abs(end - start).max()))
    nothing = np.zeros(length + 1)
    return _Line(start, along, np.zeros(2), (nothing, nothing), nothing, nothing, frame=True)


def _best_quad(lab: npt.NDArray[np.uint8], across: list[_Line], down: list[_Line]) -> Floats | None:
    """The quadrangle of two lines across and two down whose sides show most; None where none is a sheet."""
    height, width = lab.shape[:2]
    points, on_across, on_down = _crossings(across, down)
    outside = np.maximum(np.maximum(-points[..., 0], points[..., 0] - width) / width, 0)
    outside = np.maximum(outside, np.maximum(-points[..., 1], points[..., 1] - height) / height)
    shown_a = np.stack([_shares(line, on_across[i]) for i, line in enumerate(across)])  # line, from, to, which side
    shown_d = np.stack([_shares(line, on_down[:, j]) for j, line in enumerate(down)])
    length_a = on_across[:, None, :] - on_across[:, :, None]
    length_d = (on_down[None, :, :] - on_down[:, None, :]).transpose(2, 0, 1)
    # indexes: top, foot, left, right
    top, foot = shown_a[:, None, :, :, 0], shown_a[None, :, :, :, 1]
    left = shown_d[:, :, :, 0].transpose(1, 2, 0)[:, :, :, None]
    right = shown_d[:, :, :, 1].transpose(1, 2, 0)[:, :, None, :]
    sides = [
        (top, length_a[:, None]),
        (foot, length_a[None, :]),
        (left, length_d.transpose(1, 2, 0)[:, :, :, None]),
        (right, length_d.transpose(1, 2, 0)[:, :, None, :]),
    ]
    shape = (len(across), len(across), len(down), len(down))
    total, shown, least = np.zeros(shape), np.zeros(shape), np.ones(shape)
    for share, length in sides:
        total, shown, least = total + length, shown + share * length, np.minimum(least, share)
    score = shown / np.maximum(1.0, total)
    la, lb, lc, ld = (np.broadcast_to(length, shape) for _, length in sides)
    possible = (least >= SIDE) & (score >= SHEET)
    possible &= (np.minimum(la, lb) > 0.2 * width) & (np.minimum(lc, ld) > 0.1 * height)
    possible &= (np.minimum(la, lb) > 0.55 * np.maximum(la, lb)) & (np.minimum(lc, ld) > 0.55 * np.maximum(lc, ld))
    far = outside > 0.25
    far_top = far[:, :, None] | far[:, None, :]
    possible &= ~(far_top[:, None] | far_top[None, :])
    framed_a, framed_d = np.array([x.frame for x in across]), np.array([x.frame for x in down])
    frames = framed_a[:, None, None, None].astype(int) + framed_a[None, :, None, None]
    frames = frames + framed_d[None, None, :, None] + framed_d[None, None, None, :]
    possible &= frames <= 2
    if not possible.any():
        return None
    area = (la + lb) * (lc + ld) / (4.0 * width * height)
    worth = np.where(possible, score + LARGE * np.minimum(1.0, area), -1.0)
    i, j, k, m = (int(n) for n in np.unravel_index(int(worth.argmax()), shape))
    i, j = (_beyond(lab, across, n, (down[k], down[m]), points[:, (k, m)], out) for n, out in ((i, -1), (j, 1)))
    k, m = (
        _beyond(lab, down, n, (across[i], across[j]), points[(i, j), :].swapaxes(0, 1), o) for n, o in ((k, -1), (m, 1))
    )
    return np.array([points[i, k], points[i, m], points[j, m], points[j, k]])


def _beyond(
    lab: npt.NDArray[np.uint8],
    lines: list[_Line],
    chosen: int,
    sides: tuple[_Line, _Line],
    corners: Floats,
    outwards: int,
) -> int:
    """The line in place of `chosen` to which the sheet goes on with a bar darker than the table, or `chosen`.

    Both `sides` then go on past `chosen` to the other line, which shows as well, and all between has one colour, letters
    apart. `corners` are where each line crosses the two sides.
    """
    found, farthest = chosen, 0.0
    across = 0 if lines[chosen].along[0] == 1 else 1
    near = corners[chosen]
    for other, line in enumerate(lines):
        far = corners[other]
        gaps = outwards * (far - near)[:, 1 - across]
        if line.frame or gaps.min() <= max(BAR[0] * SIZE, farthest) or gaps.max() > BAR[1] * SIZE:
            continue
        ends = ((line, far[0], far[1]), (sides[0], near[0], far[0]), (sides[1], near[1], far[1]))
        if all(_stepped(*end) >= GOES_ON for end in ends) and _one_colour(lab, near, far):
            found, farthest = other, float(gaps.min())
    return found


def _stepped(line: _Line, a: Floats, b: Floats) -> float:
    """The share of a line between two points on it where its two sides differ."""
    ends = sorted((a, b), key=lambda p: float(p @ line.along))
    start, end = (int(np.clip(round(float(p[0 if line.along[0] == 1 else 1])), 0, len(line.step) - 1)) for p in ends)
    return float(line.step[end] - line.step[start]) / max(1, end - start)


def _one_colour(lab: npt.NDArray[np.uint8], near: Floats, far: Floats) -> bool:
    """Whether most of the stretch between two pairs of corners has one colour: a bar, no pattern of the table."""
    along = np.linspace(0.05, 0.95, 48)[None, :, None]
    inner, outer = (pair[0] + along * (pair[1] - pair[0]) for pair in (near, far))
    points = inner + np.linspace(0.2, 0.8, 7)[:, None, None] * (outer - inner)
    colours = _sampled(lab.astype(np.float32), points).reshape(-1, 3)
    return bool((np.linalg.norm(colours - np.median(colours, axis=0), axis=1) < SAME_BAR).mean() > MOSTLY)


def _crossings(across: list[_Line], down: list[_Line]) -> tuple[Floats, Floats, Floats]:
    """Where each line across meets each line down: the point, and its `t` on either."""
    points = np.zeros((len(across), len(down), 2))
    on_across, on_down = np.zeros(points.shape[:2]), np.zeros(points.shape[:2])
    for i, a in enumerate(across):
        for j, d in enumerate(down):
            # a.origin + s * a.along = d.origin + t * d.along; across never runs as steeply as down
            s, t = np.linalg.solve(np.stack([a.along, -d.along], 1), d.origin - a.origin)
            points[i, j] = a.origin + s * a.along
            on_across[i, j], on_down[i, j] = s, t
    return points, on_across, on_down


def _refined(lab: npt.NDArray[np.float32], quad: Floats) -> Floats:
    """`quad` with each side laid through where the step is sharpest; sides that show none stay where they are."""
    sides = []
    offsets = np.arange(-REACH, REACH + 1)
    size = np.array([lab.shape[1], lab.shape[0]])
    for a, b in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = (b - a) / max(1.0, float(np.linalg.norm(b - a)))
        inward = np.array([-along[1], along[0]])
        middle = a + np.linspace(0.05, 0.95, 64)[:, None] * (b - a)
        points = middle[:, None] + offsets[None, :, None] * inward
        steps = _sampled(lab, points + 2 * inward) - _sampled(lab, points - 2 * inward)
        size_of_step = np.linalg.norm(steps, axis=2) * np.where(steps[..., 0] > -STEP, 1.0, 0.5)
        best = size_of_step.argmax(1)
        kept = size_of_step[np.arange(len(best)), best] > STEP
        kept &= ((middle > REACH) & (middle < size - REACH)).all(1)
        if kept.sum() < 16:
            sides.append((a, along))
            continue
        chosen = points[np.arange(len(best)), best][kept].astype(np.float32)
        vx, vy, x, y = cv2.fitLine(chosen, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        straight = abs(float(np.dot([vx, vy], along))) > 0.995
        sides.append((np.array([x, y]), np.array([vx, vy])) if straight else (a, along))
    corners = []
    for (p, u), (q, v) in zip((sides[-1], *sides[:-1]), sides, strict=True):
        s = np.linalg.solve(np.stack([u, -v], 1), q - p)[0]
        corners.append(p + s * u)
    return np.array(corners)


def _shares(line: _Line, places: Floats) -> Floats:
    """For each pair of `places` along `line` the share of the way between them that is a side of paper, on either side.

    What lies outside the picture counts as half seen.
    """
    n = len(line.seen) - 1
    whole = np.clip(np.rint(places), 0, n).astype(np.intp)
    length = np.maximum(1.0, places[None, :] - places[:, None])
    if line.frame:
        return np.full((len(places), len(places), 2), FRAME)
    hidden = length - (line.seen[whole][None, :] - line.seen[whole][:, None])
    shares = [
        (np.maximum(0, s[whole][None, :] - s[whole][:, None]) + FRAME * np.maximum(0, hidden)) / length
        for s in line.brighter
    ]
    return np.stack(shares, -1)


def flattening(corners: Corners) -> tuple[npt.NDArray[np.float64], tuple[int, int]]:
    """The homography that lays the photographed sheet flat, and the (width, height) it then has."""
    tl, tr, br, bl = corners
    width = round(max(np.linalg.norm(tr - tl), np.linalg.norm(br - bl)))
    height = round(max(np.linalg.norm(bl - tl), np.linalg.norm(br - tr)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(corners, target).astype(np.float64), (width, height)

"""From single glyphs to lines of text, by geometry alone (the order of a PDF's content means nothing).

A line ends where the gap gets wide or a drawn vertical rule stands between two glyphs, so that a label and the value
beside it stay two lines. Two things are kept together in spite of that: words spread evenly over a cell in one piece
(均等割付: 氏　　　名), and one character per box (口座番号, 郵便番号), whose even pitch gives them away.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from models.geometry import Box
from models.pages import Source, TextLine

#: Gaps, in glyph sizes (em), up to which two neighbours belong to one line.
GAP = 0.95
GAP_OTHER_FONT = 0.5
GAP_SAME_RUN = 3.0
#: A gap of this many em becomes a space in the text.
SPACE = 0.45
#: Gap, in em, that the pieces of one date may have.
DATE_GAP = 2.5
_ERAS = frozenset({"令和", "平成", "昭和", "大正"})
#: Widest pitch, in em, of one character per box.
BOX_PITCH = 3.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character: its box in pixels (origin top left), its font, and the text operation that drew it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    run: int = 0
    font: str = ""
    vertical: bool = False
    upright: bool = True

    @property
    def cx(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        return (self.y0 + self.y1) / 2


Divider = tuple[float, float, float]
"""A vertical rule: x, top, bottom in pixels."""


def lines_of(glyphs: Sequence[Glyph], dividers: Sequence[Divider] = ()) -> list[TextLine]:
    """Lines of text, top to bottom and left to right; spaces among `glyphs` count as gaps that bridge."""
    inked = _without_doubles([g for g in glyphs if g.text.strip()])
    spaces = [g for g in glyphs if g.text and not g.text.strip() and not g.vertical]
    standing = [g for g in inked if g.vertical]
    lying = [g for g in inked if not g.vertical]
    rules = _Rules(dividers)
    chains = _chains(lying, sorted(spaces, key=lambda g: g.x0), rules)
    chains = _dates(_boxed(chains), rules)
    columns, chains = _columns(chains)
    lines = [_horizontal(c, spaces) for c in chains] + [_vertical(c) for c in columns]
    lines += [_vertical(c) for c in _vertical_chains(standing)]
    return sorted(lines, key=lambda line: (round(line.box.cy / 8), line.box.x0))


class _Rules:
    def __init__(self, dividers: Sequence[Divider]) -> None:
        self._all = sorted(dividers)
        self._xs = [d[0] for d in self._all]

    def between(self, a: Glyph, b: Glyph) -> bool:
        """Whether a rule stands between the middles of two neighbours and is as tall as the text."""
        top, bottom = max(a.y0, b.y0), min(a.y1, b.y1)
        need = 0.6 * (bottom - top)
        start = bisect_left(self._xs, a.cx + 0.2 * (a.x1 - a.x0))
        stop = b.cx - 0.2 * (b.x1 - b.x0)
        for x, y0, y1 in self._all[start:]:
            if x > stop:
                return False
            if min(y1, bottom) - max(y0, top) >= need:
                return True
        return False


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Bold made by drawing a character twice counts once."""
    kept: list[Glyph] = []
    near: dict[tuple[str, int, int], list[Glyph]] = {}
    for g in glyphs:
        col, row = int(g.cx / g.size), int(g.cy / g.size)
        around = [h for i in (-1, 0, 1) for j in (-1, 0, 1) for h in near.get((g.text, col + i, row + j), ())]
        if any(abs(h.cx - g.cx) < 0.2 * g.size and abs(h.cy - g.cy) < 0.2 * g.size for h in around):
            continue
        near.setdefault((g.text, col, row), []).append(g)
        kept.append(g)
    return kept


def _level(a: Glyph, b: Glyph) -> bool:
    """Whether two glyphs stand on one line: middles or feet level, sizes not too far apart."""
    small, large = sorted((a.size, b.size))
    if large > 2.2 * small:
        return False
    return abs(a.cy - b.cy) <= 0.35 * small or (abs(a.y1 - b.y1) <= 0.2 * small and large <= 1.7 * small)


def _chains(glyphs: list[Glyph], spaces: list[Glyph], rules: _Rules) -> list[list[Glyph]]:
    """Glyphs linked to their nearest neighbour on the right, as far as they belong together."""
    ordered = sorted(glyphs, key=lambda g: g.x0)
    starts = [g.x0 for g in ordered]
    nearest: dict[int, tuple[float, int]] = {}
    for i, g in enumerate(ordered):
        reach = g.x1 + GAP_SAME_RUN * g.size
        best: tuple[float, int] | None = None
        for j in range(bisect_left(starts, g.x0), len(ordered)):
            if starts[j] > reach:
                break
            h = ordered[j]
            if j == i or h.cx <= g.cx or h.x0 < g.x1 - 0.5 * min(g.size, h.size, g.x1 - g.x0 + 1) or not _level(g, h):
                continue
            gap = h.x0 - g.x1
            if best is None or gap < best[0]:
                best = (gap, j)
        if best is None:
            continue
        gap, j = best
        if _together(g, ordered[j], gap, spaces, rules) and (j not in nearest or gap < nearest[j][0]):
            nearest[j] = (gap, i)
    after = {i: j for j, (_, i) in nearest.items()}
    chains = []
    for first in (i for i in range(len(ordered)) if i not in nearest):
        chain, at = [ordered[first]], first
        while at in after:
            at = after[at]
            chain.append(ordered[at])
        chains.append(chain)
    return chains


def _together(a: Glyph, b: Glyph, gap: float, spaces: list[Glyph], rules: _Rules) -> bool:
    if gap > 0.15 * min(a.size, b.size) and rules.between(a, b):
        return False
    em = gap / max(a.size, b.size)
    if em <= GAP_OTHER_FONT or (em <= GAP and a.font == b.font):
        return True
    if a.run == b.run:
        return em <= GAP_SAME_RUN
    bridged = sum(s.x1 - s.x0 for s in _spaces_between(a, b, spaces))
    return a.font == b.font and em <= GAP_SAME_RUN and bridged >= 0.6 * gap


def _spaces_between(a: Glyph, b: Glyph, spaces: list[Glyph]) -> list[Glyph]:
    return [s for s in spaces if a.cx <= s.cx <= b.cx and abs(s.cy - a.cy) <= 0.6 * a.size]


def _boxed(chains: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join single characters that stand in a row at one pitch: one character per box."""
    singles = sorted((c[0] for c in chains if len(c) == 1 and _boxable(c[0].text)), key=lambda g: (g.cy, g.x0))
    rows: list[list[Glyph]] = []
    for g in singles:
        row = next((r for r in rows if abs(r[-1].cy - g.cy) <= 0.3 * g.size and _same_size(r[-1], g)), None)
        if row is None:
            rows.append([g])
        else:
            row.append(g)
    runs: list[list[Glyph]] = []
    for row in rows:
        row.sort(key=lambda g: g.x0)
        run = [row[0]]
        for g in row[1:]:
            pitch = g.cx - run[-1].cx
            first = run[1].cx - run[0].cx if len(run) > 1 else pitch
            if pitch <= BOX_PITCH * g.size and abs(pitch - first) <= 0.25 * first:
                run.append(g)
            else:
                runs.append(run)
                run = [g]
        runs.append(run)
    joined = _postal([r for r in runs if len(r) >= 3])
    used = {id(g) for r in joined for g in r}
    return [c for c in chains if id(c[0]) not in used] + joined


def _postal(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join the three and the four boxes of a postal code."""
    out: list[list[Glyph]] = []
    for run in runs:
        before = out[-1] if out else None
        if before is not None and (len(before), len(run)) == (3, 4) and _beside(before[-1], run[0]):
            before.extend(run)
        else:
            out.append(run)
    return out


def _dates(chains: list[list[Glyph]], rules: _Rules) -> list[list[Glyph]]:
    """Join the pieces of a date that was filled into a printed 令和　年　月　日."""
    rest = sorted(chains, key=lambda c: c[0].x0)
    joined: list[list[Glyph]] = []
    while rest:
        chain = rest.pop(0)
        while True:
            last = chain[-1]
            after = [c for c in rest if c[0].cx - last.cx > 0 and _beside(last, c[0])]
            following = min(after, key=lambda c: c[0].x0, default=None)
            if following is None or not _date_goes_on(chain, following) or rules.between(last, following[0]):
                break
            rest = [c for c in rest if c is not following]
            chain = chain + following
        joined.append(chain)
    return joined


def _beside(a: Glyph, b: Glyph) -> bool:
    level = abs(a.cy - b.cy) <= 0.5 * min(a.size, b.size)
    return level and -0.5 * a.size <= b.x0 - a.x1 <= DATE_GAP * max(a.size, b.size)


def _date_goes_on(chain: list[Glyph], following: list[Glyph]) -> bool:
    tail, head = "".join(g.text for g in chain[-2:]), following[0].text[:1]
    if tail in _ERAS:
        return head.isdigit() or head in ("年", "元")
    if tail[-1:].isdigit() or tail[-1:] == "元":
        return head in ("年", "月", "日")
    return (tail[-1:] == "年" and (head.isdigit() or head == "月")) or (
        tail[-1:] == "月" and (head.isdigit() or head == "日")
    )


def _boxable(text: str) -> bool:
    return len(text) == 1 and (text.isdigit() or text.isascii() or "゠" <= text <= "ヿ" or "｡" <= text <= "ﾟ")


def _same_size(a: Glyph, b: Glyph) -> bool:
    return max(a.size, b.size) <= 1.25 * min(a.size, b.size)


def _columns(chains: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """Single characters stacked closely one below the other are a word written downwards (申／請／者)."""
    singles = [c[0] for c in chains if len(c) == 1 and not c[0].text.isascii() and not c[0].text.isdigit()]
    columns = [c for c in _vertical_chains(singles) if len(c) >= 2]
    used = {id(g) for c in columns for g in c}
    return columns, [c for c in chains if id(c[0]) not in used]


def _vertical_chains(glyphs: list[Glyph]) -> list[list[Glyph]]:
    chains: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: (g.y0, -g.x0)):
        for chain in chains:
            last = chain[-1]
            if (
                abs(last.cx - g.cx) <= 0.3 * g.size
                and _same_size(last, g)
                and -0.3 * g.size <= g.y0 - last.y1 <= 0.7 * g.size
            ):
                chain.append(g)
                break
        else:
            chains.append([g])
    return chains


def _box(glyphs: Sequence[Glyph]) -> Box:
    return Box(
        x0=min(g.x0 for g in glyphs),
        y0=min(g.y0 for g in glyphs),
        x1=max(g.x1 for g in glyphs),
        y1=max(g.y1 for g in glyphs),
    )


def _horizontal(chain: list[Glyph], spaces: list[Glyph]) -> TextLine:
    text: list[str] = []
    xs: list[float] = []
    for i, g in enumerate(chain):
        if i:
            gap = g.x0 - chain[i - 1].x1
            real = any(0.15 * g.size <= s.x1 - s.x0 for s in _spaces_between(chain[i - 1], g, spaces))
            if gap > SPACE * max(g.size, chain[i - 1].size) or (real and gap > 0.1 * g.size):
                text.append(" ")
                xs.append(chain[i - 1].x1 + gap / 2)
        step = (g.x1 - g.x0) / len(g.text)
        for k, ch in enumerate(g.text):
            text.append(ch)
            xs.append(g.x0 + (k + 0.5) * step)
    return TextLine(
        text="".join(text), box=_box(chain), score=1.0, source=Source.TEXT_LAYER,
        char_x=tuple(round(x, 2) for x in xs),
    )  # fmt: skip


def _vertical(chain: list[Glyph]) -> TextLine:
    return TextLine(
        text="".join(g.text for g in chain),
        box=_box(chain),
        score=1.0,
        source=Source.TEXT_LAYER,
        vertical=True,
    )

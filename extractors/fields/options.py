"""Where the printed options of a choice stand, whatever an engine made of the one that somebody drew over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from extractors.fields.layout import Region, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from models.geometry import Box
from models.pages import Source

TICKED = "☑☒✓✔✅■●◉◎レ図凶"
OPEN = "□☐○◯口〇"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⓪❶❷❸"
SEPARATOR = r"[・･·.、,/／|｜\s　()（）\[\]:：;；]"
NUMBER = re.compile(r"第?\s*\d[\d\s]{3,}号?")
"""Of an account, behind its kind in the same room: 当座 第0003714号."""
_LETTER = re.compile(r"\s*([^\W\d_])\s?")
"""Alone in front of an option."""
DROPDOWN = "▼▽▾∨"
"""What a sheet prints at the end of a room whose entry is taken from a list: no option."""
MARKS = re.compile(rf"[{TICKED}{OPEN}{CIRCLED}{DROPDOWN}]|\d|{SEPARATOR}")


@dataclass(frozen=True, slots=True)
class Located:
    """An option on the paper: the box of its letters, the mark read in front of it ("" if none) and where that stands."""

    value: str
    text: Text
    box: Box
    letters: int
    """How many characters stand in `box`: an option may be printed in other words."""
    before: str = ""
    front: Box | None = None
    bracketed: bool = False
    """Whether the place for the mark is between brackets: （　）普通."""
    start: int = 0
    """Where the option's letters begin in `text`."""


@dataclass(frozen=True, slots=True)
class _Span:
    text: int
    start: int
    end: int


def located(region: Region, options: Sequence[tuple[str, Sequence[str]]]) -> tuple[list[Located], bool]:
    """The options in `region`, in the order of `options`; and whether none can stand there unseen.

    Longer words are looked for first, so that 住宅 is not found in 非住宅. A word drawn over is often misread: what is
    left between the others is taken for the one that is missing.
    """
    spans: dict[str, _Span] = {}
    taken: list[_Span] = []
    words = sorted(((w, value) for value, also in options for w in (value, *also)), key=lambda p: -len(fold(p[0])))
    known = all(t.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for t in region.texts)
    for exact in (True,) if known else (True, False):  # a text layer misreads nothing
        for word, value in words:
            if value in spans:
                continue
            span = _find(region.texts, fold(word), taken, exact=exact)
            if span is not None:
                spans[value] = span
                taken.append(span)
    values = [value for value, _ in options]
    if spans:
        _fill(region.texts, values, spans, taken)
    found = [_place(value, region.texts[s.text], s) for value in values if (s := spans.get(value)) is not None]
    found = _lettered([_ticked_apart(o, region.texts) for o in found])
    if len(found) == len(values):
        return found, True
    hanging = any(re.search(r"[・･·.、,/／|｜]\s*$|^\s*[・･·.、,/／|｜]", t.raw) for t in region.texts)
    return found, len(found) >= 2 and not hanging and not any(True for _ in _left(region.texts, taken))


_FRONT = re.compile(rf"\s*(?:[(（\[][^()（）\[\]]{{0,2}}[)）\]]|[{TICKED}{OPEN}{CIRCLED}]|\d(?!\d)|[)）])\s*")
"""What stands in front of each option of a list, whatever an engine made of some."""
LEAST_LISTED = 3


def printed_options(region: Region) -> list[tuple[str, Sequence[str]]]:
    """The options of a list that nobody described, as (value, no other words): each behind a bracket, a square or a number
    of its own. Empty where the entry is no such list."""
    marks = [(t, m) for t in region.texts if (m := _FRONT.match(t.raw)) is not None]
    names = [t.raw[m.end() :].strip() for t, m in marks]
    apart = all(not re.search(r"[(（\[□☐]\s?[)）\]]?|\d", name) and 2 <= len(name) <= 20 for name in names)
    if len(names) < LEAST_LISTED or len(names) < len(region.texts) - 1 or not apart or len(set(names)) < len(names):
        return []
    return [(name, ()) for name in names]


def with_rows_of(region: Region, texts: Sequence[Text], options: Sequence[tuple[str, Sequence[str]]]) -> Region:
    """A room in the open that holds one option alone with the rows around it, where they are further options and nothing
    else: some stand beside the label, the rest under it."""
    if region.cell is not None or len(region.texts) != 1:
        return region
    words = {fold(w): value for value, also in options for w in (value, *also)}
    own = region.texts[0]
    first = _option_alone(own, words)
    if first is None:
        return region
    rows = [
        t for t in texts if t is not own and t.cell == own.cell and abs(t.box.cy - own.box.cy) < 2.5 * own.box.height
    ]
    others = [t for t in rows if (value := _option_alone(t, words)) is not None and value != first]
    if not others:
        return region
    listed = sorted((own, *others), key=lambda t: (t.box.y0, t.box.x0))
    return Region(tuple(listed), Box.around(t.box for t in listed), None)


def with_misread(found: Sequence[Text], texts: Sequence[Text]) -> tuple[Text, ...]:
    """The texts in which options were `found` and those on their rows in the same cell: one that is ringed is often misread."""
    rows = [t for t in texts if t in found or any(t.cell == o.cell and same_row(t.box, o.box) for o in found)]
    return tuple(t for t in rows if t.cell is not None or t in found)


def _option_alone(text: Text, words: dict[str, str]) -> str | None:
    """The option that a text is, with or without a mark in front; None for anything else."""
    return words.get(fold(re.sub(rf"^\s*[{TICKED}{OPEN}{CIRCLED}]?\s*", "", text.raw)))


def letter_height(found: Sequence[Located], usual: float | None = None) -> float:
    """The height of a letter: the distance of characters within words; for single letters `usual`, else the line's."""
    pitches = [o.box.width / o.letters for o in found if o.letters > 1]
    line = float(np.median([o.text.box.height for o in found])) * 0.82
    if pitches:
        return float(np.clip(np.median(pitches), 0.5 * line, 1.15 * line))
    return min(line, 1.2 * usual) if usual else line


def usual_pitch(texts: Sequence[Text]) -> float | None:
    """The usual distance (pixels) of full-width characters on a page; None where nothing tells."""
    pitches = []
    for text in texts:
        places = text.line.char_x
        if places is None or text.line.vertical or len(places) < 3:
            continue
        if sum(ord(c) > 0x2E80 for c in text.raw) < 0.8 * len(text.raw):
            continue
        pitches.append((places[-1] - places[0]) / (len(places) - 1))
    return float(np.median(pitches)) if pitches else None


def _find(texts: Sequence[Text], wanted: str, taken: Sequence[_Span], *, exact: bool) -> _Span | None:
    for number, text in enumerate(texts):
        plain, origin = text.plain
        at = -1
        if exact:
            starts = (m.start() for m in re.finditer(re.escape(wanted), plain))
            at = next((s for s in starts if _free(taken, number, origin[s], origin[s + len(wanted) - 1] + 1)), -1)
        elif len(wanted) >= 4 and len(plain) >= len(wanted):
            hit = fuzz.partial_ratio_alignment(wanted, plain, score_cutoff=100 * (1 - 1.6 / len(wanted)))
            # a window at the text's end may be shorter than the word: 空調設備 is not found in the end of 照明設備
            at = hit.dest_start if hit is not None and hit.dest_end - hit.dest_start >= len(wanted) - 1 else -1
        if at < 0:
            continue
        start, end = origin[at], origin[min(len(origin), at + len(wanted)) - 1] + 1
        if _free(taken, number, start, end):
            return _Span(number, start, end)
    return None


def _free(taken: Sequence[_Span], number: int, start: int, end: int) -> bool:
    return all(t.text != number or t.end <= start or t.start >= end for t in taken)


def _fill(texts: Sequence[Text], values: Sequence[str], spans: dict[str, _Span], taken: list[_Span]) -> None:
    """Give what nobody claimed to the options that are missing, in their order, where it lies between their neighbours."""
    missing = [v for v in values if v not in spans]
    for value in missing:
        before = [spans[v] for v in values[: values.index(value)] if v in spans]
        after = [spans[v] for v in values[values.index(value) + 1 :] if v in spans]
        low = max(((s.text, s.end) for s in before), default=(-1, 0))
        high = min(((s.text, s.start) for s in after), default=(len(texts), 0))
        best: _Span | None = None
        for piece in _left(texts, taken):
            if not low <= (piece.text, piece.start) < high:
                continue
            length = piece.end - piece.start
            if length <= len(value) + 2 and length >= max(1, len(value) - 2):
                nearer = best is None or abs(length - len(value)) < abs(best.end - best.start - len(value))
                best = piece if nearer else best
        if best is not None:
            spans[value] = best
            taken.append(best)


def _left(texts: Sequence[Text], taken: Sequence[_Span]) -> Iterator[_Span]:
    """Runs of letters that no option claimed: no squares, numbers, brackets, separators."""
    for number, text in enumerate(texts):
        start: int | None = None
        counted = {i for m in NUMBER.finditer(text.raw) for i in range(*m.span())}
        for i in range(len(text.raw) + 1):
            letter = i < len(text.raw) and i not in counted and not MARKS.match(text.raw[i])
            letter = letter and _free(taken, number, i, i + 1)
            if letter and start is None:
                start = i
            elif not letter and start is not None:
                yield _Span(number, start, i)
                start = None


def _place(value: str, text: Text, span: _Span) -> Located:
    places = [text.x_at(i) for i in range(span.start, span.end)]
    pitch = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else 0.82 * text.box.height
    box = Box(x0=places[0] - pitch / 2, y0=text.box.y0, x1=places[-1] + pitch / 2, y1=text.box.y1)
    bracket = re.search(r"[(（\[]([^()（）\[\]]{0,3})[)）\]]\s*$", text.raw[: span.start])
    if bracket is not None:
        cx = (text.x_at(bracket.start()) + text.x_at(bracket.end() - 1)) / 2
        mark = (bracket[1].strip() or " ")[:1]
        front = _around(cx, text, pitch)
        return Located(value, text, box, len(places), mark, front, bracketed=True, start=span.start)
    i = span.start - 1
    while i >= 0 and text.raw[i] in " 　.．":
        i -= 1
    if i < 0 or not (text.raw[i] in TICKED + OPEN + CIRCLED or text.raw[i].isdigit()):
        return Located(value, text, box, len(places), start=span.start)
    return Located(value, text, box, len(places), text.raw[i], _around(text.x_at(i), text, pitch), start=span.start)


def _lettered(found: Sequence[Located]) -> list[Located]:
    """The options with the letters that number them, ア イ ウ or A B C, whatever engines make of some (了 for ア).

    Only where most of the options have one of their own: the arc of a ring is read as a letter, too.
    """
    signs = {o.value: m for o in found if (m := _LETTER.fullmatch(o.text.raw[: o.start])) and not o.before}
    if len(signs) < 2 or 2 * len(signs) < len(found) or len({m[1] for m in signs.values()}) < len(signs):
        return list(found)
    lettered = []
    for option in found:
        if (sign := signs.get(option.value)) is not None:
            front = _around(option.text.x_at(sign.start(1)), option.text, option.box.width / option.letters)
            option = replace(option, before=sign[1], front=front)
        lettered.append(option)
    return lettered


def _ticked_apart(option: Located, texts: Sequence[Text]) -> Located:
    """The option with the tick that stands in front of it as a text of its own, drawn into a square that is none."""
    if option.before:
        return option
    box = option.box
    for text in texts:
        sign, near = text.raw.strip(), -0.3 * box.height <= box.x0 - text.box.x1 < 1.5 * box.height
        if near and sign in TICKED and len(sign) == 1 and abs(text.box.cy - box.cy) < 0.6 * box.height:
            return replace(option, before=sign, front=text.box)
    return option


def _around(cx: float, text: Text, pitch: float) -> Box:
    half = 0.5 * min(pitch, text.box.height)
    return Box(x0=cx - half, y0=text.box.cy - half, x1=cx + half, y1=text.box.cy + half)

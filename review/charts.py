"""Charts as SVG, drawn here: no script, no inline style, a title and a description for those who do not see them.

A chart is geometry and words only; colours are classes of the style sheet. The figures themselves stand in a table
behind every chart (`Chart.rows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

WIDTH = 400
_LABEL = 15
_TOP = 18


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    tone: str = ""
    text: str = ""
    """What stands above the bar; its value where empty."""


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the table behind it."""

    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: bool = False


@dataclass(frozen=True)
class Interval:
    """A measured share with its interval and the target it must not miss."""

    label: str
    low: float
    high: float
    rate: float
    target: float
    text: str
    tone: str = ""


def columns(
    name: str, title: str, about: str, bars: Sequence[Bar], head: tuple[str, ...], *, height: int = 150
) -> Chart:
    """Upright bars, one beside the other."""
    most = max((b.value for b in bars), default=0) or 1
    room = WIDTH / max(1, len(bars))
    floor = height - _LABEL - 4
    parts = [f'<line class="axis" x1="0" y1="{floor}" x2="{WIDTH}" y2="{floor}"/>']
    every = 1 if room >= 34 else 2 if room >= 20 else 7
    for n, bar in enumerate(bars):
        tall = (floor - _TOP) * bar.value / most
        x, w = n * room + room * 0.14, room * 0.72
        cx = _n(n * room + room / 2)
        parts.append(
            f'<rect class="col {bar.tone}" x="{_n(x)}" y="{_n(floor - tall)}" width="{_n(w)}" height="{_n(tall)}"/>'
        )
        if bar.value:
            parts.append(
                f'<text class="figure" x="{cx}" y="{_n(floor - tall - 4)}">{escape(bar.text or _whole(bar.value))}</text>'
            )
        if (len(bars) - 1 - n) % every == 0:
            parts.append(f'<text class="label" x="{cx}" y="{height - 3}">{escape(bar.label)}</text>')
    rows = tuple((b.label, b.text or _whole(b.value)) for b in bars)
    return Chart(_svg(name, title, about, parts, height), head, rows, not any(b.value for b in bars))


def stacked(name: str, title: str, about: str, bars: Sequence[Bar], head: tuple[str, ...]) -> Chart:
    """One lying bar made of parts, with its key below."""
    total = sum(b.value for b in bars) or 1
    parts, x = [], 0.0
    for bar in bars:
        w = WIDTH * bar.value / total
        if w:
            parts.append(f'<rect class="part {bar.tone}" x="{_n(x)}" y="4" width="{_n(max(w, 1.5))}" height="30"/>')
        x += w
    columns_, line = 3, 19
    for n, bar in enumerate(bars):
        cx, cy = (n % columns_) * WIDTH / columns_, 50 + (n // columns_) * line
        parts.append(f'<rect class="part {bar.tone}" x="{_n(cx)}" y="{_n(cy)}" width="11" height="11"/>')
        words = f"{bar.label} {bar.text or _whole(bar.value)}"
        parts.append(f'<text class="key" x="{_n(cx + 16)}" y="{_n(cy + 10)}">{escape(words)}</text>')
    height = 50 + line * -(-len(bars) // columns_)
    rows = tuple((b.label, b.text or _whole(b.value)) for b in bars)
    return Chart(_svg(name, title, about, parts, height), head, rows, not any(b.value for b in bars))


def shares(
    name: str, title: str, about: str, bars: Sequence[Bar], head: tuple[str, ...], *, marks: Sequence[float] = ()
) -> Chart:
    """Lying bars, each a share (0..1, more is cut) of the full width; `marks` are limits drawn across them."""
    line = 54
    parts = []
    for n, bar in enumerate(bars):
        y = n * line
        parts.append(f'<text class="name" x="0" y="{y + 12}">{escape(_cut(bar.label, 30))}</text>')
        parts.append(f'<rect class="rail" x="0" y="{y + 18}" width="{WIDTH}" height="12"/>')
        parts.append(
            f'<rect class="col {bar.tone}" x="0" y="{y + 18}" width="{_n(WIDTH * min(1.0, bar.value))}" height="12"/>'
        )
        if n < len(marks) and 0 < marks[n] < 1:
            x = _n(WIDTH * marks[n])
            parts.append(f'<line class="limit" x1="{x}" y1="{y + 15}" x2="{x}" y2="{y + 33}"/>')
        parts.append(f'<text class="figure end" x="{WIDTH}" y="{y + 43}">{escape(bar.text)}</text>')
    rows = tuple((b.label, b.text) for b in bars)
    return Chart(_svg(name, title, about, parts, max(20, line * len(bars))), head, rows, not bars)


def intervals(name: str, title: str, about: str, rows: Sequence[Interval], head: tuple[str, ...]) -> Chart:
    """Measured shares as points with their intervals, on a scale from the lowest bound to 100 %."""
    line, left, right = 24, 132, 62
    least = min([*(r.low for r in rows), *(r.target for r in rows), 0.99]) if rows else 0.99
    least = max(0.0, least - 0.1 * (1 - least))
    wide = WIDTH - left - right - 10

    def at(share: float) -> float:
        return left + wide * (share - least) / (1 - least)

    parts = []
    for n, row in enumerate(rows):
        y = n * line + 12
        parts += [
            f'<text class="name" x="0" y="{y + 4}">{escape(_cut(row.label, 9))}</text>',
            f'<line class="rail" x1="{left}" y1="{y}" x2="{left + wide}" y2="{y}"/>',
            f'<line class="limit" x1="{_n(at(row.target))}" y1="{y - 8}" x2="{_n(at(row.target))}" y2="{y + 8}"/>',
            f'<line class="whisker {row.tone}" x1="{_n(at(row.low))}" y1="{y}" x2="{_n(at(row.high))}" y2="{y}"/>',
            f'<circle class="point {row.tone}" cx="{_n(at(row.rate))}" cy="{y}" r="4.5"/>',
            f'<text class="figure end" x="{WIDTH}" y="{y + 4}">{escape(row.text)}</text>',
        ]
    y = len(rows) * line + 12
    parts.append(f'<text class="label start" x="{left}" y="{y}">{_percent(least)}</text>')
    parts.append(f'<text class="label" x="{left + wide}" y="{y}">100%</text>')
    table = tuple((r.label, r.text, f"{_percent(r.low)}–{_percent(r.high)}", _percent(r.target)) for r in rows)
    return Chart(_svg(name, title, about, parts, y + 6), head, table, not rows)


def _svg(name: str, title: str, about: str, parts: Sequence[str], height: float) -> SafeString:
    ids = quoteattr(f"{name}-title {name}-about")
    return mark_safe(  # every word in it went through `escape`
        f'<svg class="chart" viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-labelledby={ids}>'
        f"<title id={quoteattr(f'{name}-title')}>{escape(title)}</title>"
        f"<desc id={quoteattr(f'{name}-about')}>{escape(about)}</desc>{''.join(parts)}</svg>"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _cut(label: str, most: int = 20) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")

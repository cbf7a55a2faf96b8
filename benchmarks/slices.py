"""Every entry on paper against what was read of it, cut into slices: by ink, scan, paper, field.

The corpus's ``score.py`` says what counts as the same value; here are the entries one by one, so that two runs can be
compared entry by entry and rates carry their uncertainty. All mail is synthetic: values may be listed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from models.shares import wilson

#: An accepted error in one of these pays the wrong person or the wrong sum.
CRITICAL = frozenset(
    [
        "account_number",
        "account_holder",
        "account_holder_kana",
        "branch_code",
        "bank_code",
        "purchase_amount",
        "total_cost",
        "subsidy_amount",
        "total_amount",
        "subtotal_amount",
        "tax_amount",
        "yucho_symbol",
        "yucho_number",
    ]
)


@dataclass(frozen=True)
class Outcome:
    """One entry of the truth and its fate."""

    case: str
    file: str
    page: int
    paper: str
    layout: str
    entry_style: str
    scan: str
    key: str
    hand: bool
    outcome: str
    """ok, itaiji, wrong, missing; blank_ok or blank_filled where the paper has nothing."""
    accepted: bool
    confidence: float
    truth: Any
    got: Any

    @property
    def blank(self) -> bool:
        return self.outcome.startswith("blank")

    @property
    def right(self) -> bool:
        return self.outcome in ("ok", "blank_ok")

    @property
    def name(self) -> str:
        """The same entry in another run of the same mail."""
        return f"{self.case}/{self.file}/{self.page}/{self.paper}/{self.key}"


@dataclass
class Tally:
    """How a slice of entries fared. Blank entries count only where something was accepted for them."""

    n: int = 0
    ok: int = 0
    missing: int = 0
    accepted: int = 0
    accepted_wrong: int = 0

    def add(self, o: Outcome) -> None:
        if not o.blank:
            self.n += 1
            self.ok += o.right
            self.missing += o.outcome == "missing"
            self.accepted += o.accepted
            self.accepted_wrong += o.accepted and not o.right
        elif o.accepted and not o.right:
            self.accepted += 1
            self.accepted_wrong += 1

    @property
    def accuracy(self) -> float | None:
        return self.ok / self.n if self.n else None

    @property
    def coverage(self) -> float | None:
        return self.accepted / self.n if self.n else None

    @property
    def error(self) -> float | None:
        return self.accepted_wrong / self.accepted if self.accepted else None


def outcomes(truth: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]], score: ModuleType) -> list[Outcome]:
    """Every entry of `truth` with what `results` (score.py's format) say of it; documents pair by shared pages."""
    read: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        only = result["files"][0] if len(result.get("files", [])) == 1 else None
        for document in result.get("documents", []):
            read[document.get("file_sha256", only)].append(document)
    found = []
    used: set[int] = set()
    papers = [(case, document) for case in truth for document in case["documents"]]
    for case, document in sorted(papers, key=lambda pair: -len(pair[1]["pages"])):
        sha = {f["path"]: f["sha256"] for f in case["files"]}[document["file"]]
        mine = set(document["pages"])
        best = max(
            (d for d in read[sha] if id(d) not in used and mine & set(d["pages"])),
            key=lambda d: (len(mine & set(d["pages"])) / len(mine | set(d["pages"])), d["type"] == document["type"]),
            default=None,
        )
        if best is not None:
            used.add(id(best))
        fields = (best or {}).get("fields") or {}
        for key, entry in document["fields"].items():
            found.append(_outcome(case, document, key, entry, fields.get(key) or {}, score))
    return sorted(found, key=lambda o: o.name)


def _outcome(
    case: dict[str, Any],
    document: dict[str, Any],
    key: str,
    entry: dict[str, Any],
    read: dict[str, Any],
    score: ModuleType,
) -> Outcome:
    got = read.get("value")
    verdict = score.compare(key, entry["value"], got)
    if score.empty(entry["value"]):
        verdict = "blank_ok" if verdict == "ok" else "blank_filled"
    return Outcome(
        case["case_id"],
        document["file"],
        entry["page"],
        document["type"],
        document["layout"],
        document["entry_style"],
        document["scan_style"],
        key,
        bool(entry["handwritten"]),
        verdict,
        read.get("status") == "accepted" and not score.empty(got),
        float(read.get("confidence") or 0.0),
        entry["value"],
        got,
    )


SLICES = ("ink", "entry style", "scan", "paper", "field")


def slices(found: Iterable[Outcome]) -> dict[str, dict[str, Tally]]:
    """Title of a table -> its rows."""
    tables: dict[str, dict[str, Tally]] = {title: defaultdict(Tally) for title in ("all", *SLICES)}
    for o in found:
        for title, row in (
            ("all", "all"),
            ("all", "account, holder, amount" if o.key in CRITICAL else "the rest"),
            ("ink", "handwritten" if o.hand else "printed"),
            ("entry style", o.entry_style),
            ("scan", o.scan),
            ("paper", o.paper),
            ("field", o.key),
        ):
            tables[title][row].add(o)
    return {title: dict(sorted(rows.items())) for title, rows in tables.items()}


def percent(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{100 * value:.{digits}f}"


def report(found: Sequence[Outcome], worst: int = 40) -> str:
    """The tables as text, then the accepted errors that cost most."""
    lines = []
    for title, rows in slices(found).items():
        lines.append(
            f"\n{title:<26}{'n':>6}{'exact %':>9}{'unread':>8}{'coverage %':>12}{'error % of accepted (95 %)':>32}"
        )
        for name, t in rows.items():
            low, high = wilson(t.accepted_wrong, t.accepted)
            error = (
                f"{percent(t.error, 2)} ({percent(low, 2)} to {percent(high, 2)})  {t.accepted_wrong}/{t.accepted}"
                if t.accepted
                else "–"
            )
            lines.append(
                f"  {name:<24}{t.n:>6}{percent(t.accuracy):>9}{t.missing:>8}{percent(t.coverage):>12}{error:>32}"
            )
    blanks = [o for o in found if o.blank]
    lines.append(f"\nempty entries left empty: {sum(o.right for o in blanks)}/{len(blanks)}")
    errors = sorted(
        (o for o in found if o.accepted and not o.right), key=lambda o: (o.key not in CRITICAL, o.key, -o.confidence)
    )
    lines.append(f"accepted but wrong: {len(errors)}, of them account, holder or amount: {critical_errors(found)}")
    lines += [
        f"  {'!' if o.key in CRITICAL else ' '} {o.case} {o.file} p{o.page} {o.paper}.{o.key}: "
        f"{str(o.got)[:44]!r} for {str(o.truth)[:44]!r} ({o.confidence:.4f}, {o.scan}{', hand' if o.hand else ''})"
        for o in errors[:worst]
    ]
    return "\n".join(lines)


def critical_errors(found: Iterable[Outcome]) -> int:
    """Wrong account numbers, holders and amounts that no person would have seen."""
    return sum(o.accepted and not o.right and o.key in CRITICAL for o in found)


@dataclass(frozen=True)
class Saved:
    """A run on file."""

    about: dict[str, Any]
    found: list[Outcome] = field(repr=False)


def save(path: Path, about: dict[str, Any], found: Sequence[Outcome]) -> None:
    """Keep a run: what it was (`about`), its tables, and every entry."""
    tables = {
        title: {
            row: {**asdict(t), "exact": t.accuracy, "coverage": t.coverage, "error": t.error} for row, t in rows.items()
        }
        for title, rows in slices(found).items()
    }
    data = {"about": about, "tables": tables, "entries": [asdict(o) for o in found]}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Saved:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Saved(data["about"], [Outcome(**row) for row in data["entries"]])


def compare(old: Sequence[Outcome], new: Sequence[Outcome], examples: int = 12) -> str:
    """What became better and worse: rows of the tables that moved, and entries by field, with examples."""
    lines = []
    before, after = slices(old), slices(new)
    for title in ("all", *SLICES):
        for row in sorted(set(before[title]) | set(after[title])):
            a, b = before[title].get(row, Tally()), after[title].get(row, Tally())
            if (a.ok, a.n, a.accepted, a.accepted_wrong) != (b.ok, b.n, b.accepted, b.accepted_wrong):
                lines.append(
                    f"  {title + ': ' + row:<40} exact {percent(a.accuracy)} → {percent(b.accuracy)}   coverage {percent(a.coverage)} → "
                    f"{percent(b.coverage)}   accepted wrong {a.accepted_wrong}/{a.accepted} → {b.accepted_wrong}/{b.accepted}"
                )
    was = {o.name: o for o in old}
    pairs = [(was[o.name], o) for o in new if o.name in was]
    for title, wanted in (("newly right", (False, True)), ("newly wrong", (True, False))):
        moved = [(a, b) for a, b in pairs if (a.right, b.right) == wanted]
        lines.append(f"\n{title}: {len(moved)}")
        lines += [
            f"  {b.case} {b.file} p{b.page} {b.paper}.{b.key} ({b.scan}{', hand' if b.hand else ''}): {str(a.got)[:40]!r} → {str(b.got)[:40]!r}, truth {str(b.truth)[:40]!r}"
            for a, b in moved[:examples]
        ]
    return "\n".join(lines)

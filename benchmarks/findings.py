"""How right are the findings?  python -m benchmarks.findings dev.gz [more.gz …]

Checks collected cases (`python -m benchmarks.calibration collect`) with the checks as they are now, in order of arrival,
and holds what they find against the truth: precision and recall of every code, every finding that is wrong or missing,
and how many notices there were. Seconds, not minutes: nothing is read again.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import programmes
from benchmarks.calibrating.collecting import Envelope, envelopes
from models.checks import CaseKey, EarlierCase
from models.documents import CaseView
from models.findings import Finding, FindingStatus
from validators.checks import against, check_case


@dataclass(frozen=True)
class Checked:
    """One case, what was found in it, and the case of the truth whose pages it has."""

    told: dict[str, Any]
    findings: tuple[Finding, ...]
    seconds: float


def check_all(given: Sequence[Envelope]) -> Iterator[Checked]:
    """Check every case of `given` against the earlier ones of the same mail."""
    known = programmes.load()
    earlier: list[tuple[set[CaseKey], EarlierCase]] = []
    for number, envelope in enumerate(given):
        for view in envelope.views:
            programme = known.get(view.programme_id or "")
            started = time.process_time()
            alone = check_case(view, programme)
            keys = set(alone.keys)
            checked = against(alone, programme, [case for theirs, case in earlier if keys & theirs])
            spent = time.process_time() - started
            earlier.append((keys, EarlierCase(receipt_number=f"R{number}", profile=checked.profile)))
            if (told := truth_of(view, envelope.truth)) is not None:
                yield Checked(told, tuple(checked.findings), spent)


def truth_of(view: CaseView, truth: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The case of the truth that shares most pages with `view`."""
    mine = {(d.delivery_sha256, page) for d in view.documents for page in d.page_indexes}
    shared = {
        n: len(mine & {(d["file"], page) for d in case["documents"] for page in d["pages"]})
        for n, case in enumerate(truth)
    }
    best = max(shared, key=lambda n: shared[n], default=None)
    return truth[best] if best is not None and shared[best] else None


def report(checked: Sequence[Checked]) -> str:
    """Precision and recall of every code, and every difference."""
    right, extra, missed, notices = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    lines: list[str] = []
    confirmed_wrong = 0
    for case in checked:
        wanted, tolerated = set(case.told["findings"]), set(case.told.get("findings_tolerated", ()))
        found = {f.code.value: f for f in reversed(case.findings) if f.status is not FindingStatus.NOTICE}
        notices.update(f.code.value for f in case.findings if f.status is FindingStatus.NOTICE)
        right.update(wanted & set(found))
        missed.update(wanted - set(found))
        lines += [f"  missed  {case.told['case_id']} {code}" for code in sorted(wanted - set(found))]
        for code in sorted(set(found) - wanted - tolerated):
            extra[code] += 1
            sure = any(f.status is FindingStatus.CONFIRMED and f.code.value == code for f in case.findings)
            confirmed_wrong += sure
            lines.append(
                f"  wrong   {case.told['case_id']} {code} {'CONFIRMED' if sure else 'suspected'} {found[code].message_ja}"
            )
    table = [
        f"  {code:30} right {right[code]:3} wrong {extra[code]:3} missed {missed[code]:3}"
        for code in sorted(right | extra | missed)
    ]
    hits, wrong, lost = right.total(), extra.total(), missed.total()
    spent = sorted(c.seconds for c in checked)
    return "\n".join(
        [
            f"{len(checked)} cases: precision {_share(hits, wrong)}, recall {_share(hits, lost)}, "
            f"confirmed and wrong {confirmed_wrong}",
            *table,
            *lines,
            f"notices: {', '.join(f'{code} {n}' for code, n in notices.most_common()) or 'none'}",
            f"checks: median {1000 * spent[len(spent) // 2]:.0f} ms CPU a case, most {1000 * spent[-1]:.0f} ms",
        ]
    )


def _share(hits: int, others: int) -> str:
    return f"{100 * hits / (hits + others):.1f} % ({hits}/{hits + others})" if hits + others else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    given = argparse.ArgumentParser(prog="python -m benchmarks.findings", description=(__doc__ or "").split("\n\n")[0])
    given.add_argument("files", nargs="+", type=Path, help="collected cases; each file is one office's mail")
    for file in given.parse_args(arguments).files:
        print(f"{file.name}\n{report(list(check_all(list(envelopes(file)))))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What applicants lay in although nobody asked for it: the back of their 個人番号カード, and the 通知カード."""

from __future__ import annotations

from benchmarks.synth.draw import Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper

CARD = (85.6, 54.0)
_WARNINGS = (
    "この面をコピーできるのは、法令で認められた者に限られています。",
    "本カードの裏面の複写は法律で制限されています。",
)


def number_card(desk: Desk, version: str = "back") -> Paper:
    """``back``: the card's back with its number; ``notice``: the paper card that told it. Both copied by themselves."""
    f, rng = desk.facts, desk.rng
    number = " ".join(f.my_number[i : i + 4] for i in (0, 4, 8))
    s = Sheet(*CARD, tint=(250, 246, 238) if version == "back" else (238, 248, 240))
    s.rect(0.5, 0.5, CARD[0] - 0.5, CARD[1] - 0.5, width=0.2)
    born = written_date(f.applicant.birth, "era") if f.applicant.birth else ""
    if version == "back":
        s.text(6, 8, "個人番号", 7, "gothic")
        s.text(24, 8, number, 13, "gothic")
        s.text(6, 18, f"氏名　{f.applicant.name}", 8, "gothic")
        s.text(6, 25, f"{born}生", 7, "gothic")
        s.text(6, 46, rng.choice(_WARNINGS), 5, "gothic")
    else:
        s.text(CARD[0] / 2, 6, "通知カード", 9, "gothic", align="c")
        s.text(6, 14, "個人番号", 8, "mincho")
        s.text(26, 14, number, 13, "mincho")
        s.text(6, 23, f"氏名　{f.applicant.name}", 9, "mincho")
        s.text(6, 31, f.applicant.address.written("hyphen"), 7, "mincho")
        s.text(6, 38, f"{born}生", 7, "mincho")
    return Paper("unknown", f"synth_number_card_{version}", (s,), pasted=True)

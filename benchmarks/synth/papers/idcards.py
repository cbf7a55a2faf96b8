"""What applicants lay in although nobody asked for it: their 個人番号カード, the 通知カード, statements with the number."""

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


def number_statement(desk: Desk, version: str = "boxes") -> Paper:
    """A statement that asks for the number, filled in by pen: ``boxes`` one to a digit, or a ``line``."""
    f, rng = desk.facts, desk.rng
    s = Sheet()
    filler = desk.filler(s, "unknown", "handwritten")
    s.text(105, 30, "扶養控除等申告書（控）" if version == "boxes" else "世帯状況申出書", 16, "mincho", align="c")
    rows = [
        ("氏　　名", f.applicant.name),
        ("住　　所", f.applicant.address.written("hyphen")),
        ("電話番号", f.applicant.phone),
    ]
    y = 50.0
    for label, words in rows:
        s.rect(20, y, 60, y + 12, width=0.25)
        s.rect(60, y, 190, y + 12, width=0.25)
        s.text(40, y + 6, label, 10.5, "mincho", align="c")
        filler.words(words, 64, y + 6, 120, 11, hand=True)
        y += 12
    s.rect(20, y, 60, y + 14, width=0.25)
    s.rect(60, y, 190, y + 14, width=0.25)
    s.text(40, y + 7, "個人番号", 10.5, "mincho", align="c")
    if version == "boxes":
        filler.digits("my_number", f.my_number, 64, y + 2.5, 8, 9, count=12, size=13)
    else:
        fours = [f.my_number[i : i + 4] for i in (0, 4, 8)]
        filler.words(rng.choice([" ", "-", "　"]).join(fours), 66, y + 7, 110, 13, hand=True)
    s.entries.pop("my_number", None)
    s.text(20, y + 40, "上記のとおり申し出ます。", 10.5, "mincho")
    return Paper("unknown", f"synth_number_statement_{version}", (s,), entry_style="handwritten")

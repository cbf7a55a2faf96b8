"""A form as an office designs it: which entries, what they are called, in which manner they are laid out.

A plan is drawn by lot from a seed and knows nothing of any applicant, so that the blank and every filled copy of a
form come from the same plan.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.synth.draw import PALE, Color
from benchmarks.synth.layouts import words
from benchmarks.synth.rules import GOODS, PROGRAMMES, Rules


@dataclass(frozen=True)
class Slot:
    """One entry. `shape`: how its place looks: line, boxes, date, dateboxes, tick, ring, yen, yenboxes, parts."""

    key: str
    label: str
    shape: str
    wide: bool = False
    options: tuple[str, ...] = ()
    count: int = 0
    """Boxes."""
    filler: str = ""
    """What stands in a row that nobody asks for."""


@dataclass(frozen=True)
class Block:
    role: str
    heading: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Manner:
    """How a family of forms looks."""

    frame: str
    """ruled, open (lines to write on), dotted (dotted entry boxes), card (a frame around the block)."""
    label: str = "left"
    """left, above (small, over the entry)."""
    heading: str = "number"
    """number, bar (dark), grey, vertical (a cell at the left, written downwards), group (a cell at the left)."""
    across: int = 2
    """Entries side by side, at most."""
    columns: int = 1
    """Blocks side by side."""
    boxes: float = 0.4
    """How many of the entries that could have a box for each character do."""
    english: bool = False


FAMILIES: dict[str, Manner] = {
    "ruled": Manner("ruled"),
    "ledger": Manner("ruled", heading="bar"),
    "open": Manner("open", across=1, boxes=0.1),
    "open2": Manner("open", heading="grey", across=2, boxes=0.2),
    "strips": Manner("ruled", heading="grey", boxes=1.0),
    "columns": Manner("ruled", heading="bar", across=1, columns=2, boxes=0.3),
    "dotted": Manner("dotted", heading="number", across=2, boxes=0.3),
    "above": Manner("ruled", label="above", heading="grey", across=3, boxes=0.3),
    "cards": Manner("card", label="above", heading="grey", across=2, boxes=0.4),
    "vertical": Manner("ruled", heading="vertical", boxes=0.5),
    "grouped": Manner("ruled", heading="group", across=2, boxes=0.3),
    "bilingual": Manner("ruled", heading="bar", english=True, boxes=0.4),
}


@dataclass(frozen=True)
class Plan:
    """One form of one programme."""

    id: str
    """Unique among the forms of a seed: ``f03``."""
    family: str
    manner: Manner
    rules: Rules
    kind: str
    stage: str
    firm: bool
    blocks: tuple[Block, ...]
    titles: tuple[str, ...]
    number: str
    preamble: str
    notes: tuple[str, ...]
    vows: tuple[str, ...]
    face: str
    head_face: str
    shade: Color | None
    rule: float
    """Width of the rules in millimetres."""
    row: float
    """Height of a row in millimetres."""
    size: float
    """Size of the labels in points."""
    margin: float
    date_top: bool
    """The date stands at the top right instead of in a row."""
    seal_on: str
    seal_mark: str
    office: str
    """Office's own corner: none, stamp, table."""
    break_before: int | None = None
    """The block that begins the second page."""
    layout: str = field(default="")


def plan(seed: int, number: int, family: str | None = None, target: tuple[str, str, str] | None = None) -> Plan:
    """Form `number` of `seed`; `target` is (programme, kind of paper, stage) where they are not to be drawn by lot."""
    rng = random.Random(f"plan/{seed}/{number}")
    names = list(FAMILIES)
    family = family or names[number % len(names)]
    manner = FAMILIES[family]
    programme, kind, stage = (
        target
        or rng.choices(
            [
                ("shinjuku-ecohome", "application_form", "apply"),
                ("nara-smarthouse", "application_form", "apply"),
                ("yamato-lpgas", "application_form", "apply"),
                ("nara-business", "application_form", "apply"),
                ("nagano-welfare", "application_form", "apply"),
                ("shinjuku-ecohome", "payment_request", "apply"),
                ("nara-smarthouse", "payment_request", "apply"),
                ("nara-business", "payment_request", "claim"),
            ],
            [4, 4, 4, 2, 2, 3, 3, 2],
        )[0]
    )
    rules = PROGRAMMES[programme]
    firm = programme in ("nara-business", "nagano-welfare")
    date_top = rng.random() < 0.55
    blocks = [
        Block(role, rng.choice(words.HEADINGS[role]), tuple(_slots(rng, keys, role, kind, firm, rules.id, manner)))
        for role, keys in _contents(rng, programme, kind, firm, date_top)
    ]
    many = sum(len(b.slots) for b in blocks) > 15
    two = len(blocks) > 2 and (rng.random() < 0.3 if manner.columns == 1 else False)
    titles = _titles(rng, rules, kind, programme)
    return Plan(
        f"f{number:02d}",
        family,
        manner,
        rules,
        kind,
        stage,
        firm,
        tuple(blocks),
        titles,
        rng.choice(["様式第{}号", "第{}号様式", "別記様式第{}号", "様式{}", "第{}号様式（第{}条関係）"]).format(
            *rng.choice([("１", "５"), ("２", "７"), ("３", "１０"), ("４", "１２")])
        ),
        rng.choice(
            [
                "次のとおり{}します。",
                "下記のとおり関係書類を添えて{}します。",
                "標記の件について、以下のとおり{}します。",
                "",
            ]
        ).format("請求" if kind == "payment_request" else "申請"),
        tuple(rng.sample(words.NOTES, rng.randint(1, 3))),
        tuple(rng.sample(words.VOWS, rng.randint(2, 4))) if kind == "application_form" else (),
        *rng.choice(
            [
                ("mincho", "gothic"),
                ("gothic", "gothic-bold"),
                ("exmincho", "exgothic"),
                ("exgothic", "gothic-bold"),
                ("pgothic", "pgothic-bold"),
                ("pmincho", "gothic-bold"),
            ]
        ),
        rng.choice([None, PALE, (220, 220, 220), (206, 206, 206), (222, 234, 246), (232, 242, 226), (252, 240, 214)]),
        rng.choice([0.15, 0.2, 0.25, 0.35]),
        rng.uniform(8.2, 9.4) if many else rng.uniform(9.0, 12.0),
        rng.uniform(8.2, 10.4),
        rng.uniform(15, 24),
        date_top,
        "representative_name" if firm else "applicant_name",
        rng.choice(["印", "㊞", "印", ""]) if kind == "application_form" else rng.choice(["印", "㊞"]),
        rng.choice(["none", "stamp", "table", "none"]),
        len(blocks) - 1 if two else None,
        f"form_{family}_{programme}_{kind}",
    )


def _titles(rng: random.Random, rules: Rules, kind: str, programme: str) -> tuple[str, ...]:
    name = rules.title
    paper = {
        "application_form": {"yamato-lpgas": "申請書（請求書）"}.get(programme, "交付申請書"),
        "payment_request": rng.choice(["交付請求書", "請求書", "請求書兼口座振込依頼書"]),
    }[kind]
    return (f"{name}{paper}",) if len(name) < 24 and rng.random() < 0.3 else (name, paper)


def _contents(rng: random.Random, programme: str, kind: str, firm: bool, date_top: bool) -> list[tuple[str, list[str]]]:
    """Blocks: (role, keys in the order they are asked for)."""
    day = "request_date" if kind == "payment_request" else "application_date"
    who = ["postal_code", "address", "applicant_kana", "applicant_name", "phone"]
    if firm:
        who = ["applicant_name", "representative_name", "postal_code", "address", "phone"]
        if rng.random() < 0.5:
            who.insert(0, "applicant_kana")
    elif rng.random() < 0.5:
        who = ["applicant_kana", "applicant_name", "postal_code", "address", "phone"]
    if kind == "payment_request" and "applicant_kana" in who and rng.random() < 0.7:
        who.remove("applicant_kana")
    if programme == "nara-smarthouse" and kind == "application_form" and rng.random() < 0.6:
        who.insert(who.index("applicant_name") + 1, "birth_date")
    if not date_top:
        who.insert(0, day)
    account = ["bank_name", "branch_name", "account_type", "account_number", "account_holder_kana", "account_holder"]
    if rng.random() < 0.6:
        account[1:1] = ["bank_code"]
        account.insert(account.index("branch_name") + 1, "branch_code")
    if rng.random() < 0.25:
        account.remove("account_holder")
    if kind == "payment_request":
        found = [("applicant", who), ("money", ["subsidy_amount"]), ("account", account)]
        if firm:
            found.insert(1, ("grant", ["grant_decision_date", "grant_decision_number"]))
        return found
    if programme == "yamato-lpgas":
        return [
            ("applicant", who),
            ("contract", ["vendor_name", "customer_number", "contract_count", "subsidy_amount"]),
            ("account", account),
        ]
    if firm:
        project = ["equipment_type", "manufacturer", "model", "capacity", "vendor_name"]
        if programme == "nagano-welfare":
            project = ["course", "facility_class", *project]
        return [
            ("applicant", who),
            ("project", project),
            ("money", ["total_cost", "purchase_amount", "subsidy_amount"]),
        ]
    goods = ["equipment_type", "manufacturer", "model", "capacity", "installation_date"]
    money = ["vendor_name", "purchase_amount", "purchase_date", "subsidy_amount"]
    found = [("applicant", who), ("goods", goods), ("money", money)]
    if programme == "nara-smarthouse":
        found.insert(rng.choice([1, 3]), ("proxy", ["proxy_name", "proxy_contact", "proxy_address", "proxy_phone"]))
    return found


def _slots(
    rng: random.Random, keys: list[str], role: str, kind: str, firm: bool, programme: str, manner: Manner
) -> list[Slot]:
    found = []
    for key in keys:
        choices = words.LABELS[key]
        if firm and key in words.FIRM_LABELS:
            choices = words.FIRM_LABELS[key]
        if kind == "payment_request" and key in words.REQUEST_LABELS:
            choices = words.REQUEST_LABELS[key]
        label = rng.choice(choices) if rng.random() < 0.7 else choices[0]
        found.append(_slot(rng, key, label, programme, manner, firm))
    if rng.random() < 0.3 and role in ("applicant", "goods", "project"):
        label, filler = rng.choice(words.EXTRAS)
        found.insert(rng.randint(1, len(found)), Slot("", label, "line", filler=filler))
    return found


def _slot(rng: random.Random, key: str, label: str, programme: str, manner: Manner, firm: bool) -> Slot:
    boxed = rng.random() < manner.boxes
    match key:
        case "postal_code":
            return Slot(key, label, "boxes" if boxed else "line", count=7)
        case "account_number":
            return Slot(key, label, "boxes" if boxed or rng.random() < 0.5 else "line", count=7)
        case "bank_code":
            return Slot(key, label, "boxes" if boxed or rng.random() < 0.5 else "line", count=4)
        case "branch_code":
            return Slot(key, label, "boxes" if boxed or rng.random() < 0.5 else "line", count=3)
        case "applicant_kana":
            return Slot(key, label, "boxes" if boxed and rng.random() < 0.5 and not firm else "line", True, count=20)
        case "account_holder_kana":
            return Slot(
                key, label, "boxes" if boxed and rng.random() < 0.6 else "line", True, count=rng.choice([20, 22, 24])
            )
        case "phone" | "proxy_phone":
            return Slot(key, label, rng.choice(["line", "line", "parts"]) if not boxed else "line")
        case "purchase_amount" | "subsidy_amount" | "total_cost":
            return Slot(key, label, "yenboxes" if boxed else "yen", count=rng.choice([8, 9] if firm else [7, 8, 9]))
        case "account_type":
            return Slot(key, label, rng.choice(["ring", "tick", "ring"]), options=rng.choice(words.ACCOUNT_KINDS))
        case "course" | "facility_class":
            return Slot(key, label, rng.choice(["tick", "tick", "ring"]), options=words.WELFARE_OPTIONS[key])
        case "equipment_type":
            options = tuple(GOODS[programme])
            if programme in ("shinjuku-ecohome", "nara-smarthouse"):
                return Slot(key, label, "tick", True, options=options)
            return Slot(key, label, "line", True)
        case "address" | "proxy_address" | "vendor_name" | "applicant_name" | "account_holder":
            return Slot(key, label, "line", True)
        case _ if key.endswith("_date"):
            return Slot(key, label, "dateboxes" if boxed and manner.across < 3 else "date")
    return Slot(key, label, "line")

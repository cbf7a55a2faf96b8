"""How well names and addresses are known: other projects' rows, noisy addresses, readings, and the time each takes.

``python -m benchmarks.knowledge addresses`` · ``python -m benchmarks.knowledge names`` print figures per class.
``--failures`` lists every row that is understood otherwise than its author wrote it. ``names --people FILE`` takes people
of yours (``surname TAB kana TAB given name TAB kana`` a line) besides those of the corpus.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.values.text import DASHES, ITAIJI, nfkc
from validators.addresses import NoteKind, ParsedAddress, parse
from validators.gazetteer import Town, dictionary, towns_of
from validators.likeness import _CONFUSABLE_CLASSES
from validators.names import Fit, check_reading
from validators.placenames import fold_place, fold_town

SHARED = Path(os.environ.get("UKETSUKE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
Row = dict[str, Any]


# ---------------------------------------------------------------- other projects' rows


def reference(name: str) -> list[Row]:
    """The rows of one file of the shared reference cases."""
    with (SHARED / "reference-cases" / name).open(encoding="utf-8", newline="") as lines:
        if name.endswith(".csv"):
            return list(csv.DictReader(lines))
        return [json.loads(line) for line in lines if line.strip()]


def loose(text: str) -> str:
    """For comparing what other libraries write with what we do: dashes, 丁目 番地 号, spaces between digits in one form."""
    s = fold_place(re.sub(r"(?<=[\dA-Za-z])[\s・、]+(?=\d)", "-", nfkc(text)))
    s = re.sub(rf"[{re.escape(DASHES)}]", "-", re.sub("^字", "", s))
    s = re.sub(r"(?<=\d)(?:丁目|丁(?=\d)|番地の|番地|番の|番|号室|号|の)(?=-|[\d南北東西]|$)", "-", s)
    s = re.sub(r"(?<=\d)(?:番地|番|号室|号)(?![館棟線街町])", "-", s)
    s = re.sub(r"(?<=[^\d])の(?=\d)|[(),、・\[\]#:]", "", s)
    return re.sub(r"-+(?=\D|$)|(?<=\D)-+", "", re.sub("-+", "-", s))


def behind_town(parsed: ParsedAddress) -> str:
    """What we say stands behind town and 丁目, as one text."""
    number = parsed.number
    if parsed.chome is not None:
        number = number.partition("-")[2]
    return " ".join(p for p in (parsed.area + number, parsed.building, parsed.room) if p)


def _town(parsed: ParsedAddress) -> str:
    return fold_place(parsed.town + (f"{parsed.chome}丁目" if parsed.chome is not None else ""))


def _differences(parsed: ParsedAddress, prefecture: str, city: str, town: str, rest: str) -> list[str]:
    """What of an expected address is not as expected. A town may be cut elsewhere: what follows it then tells."""
    wrong = []
    if parsed.prefecture != prefecture:
        wrong.append("prefecture")
    if fold_place(parsed.city) != fold_place(city):
        wrong.append("city")
    # 字 and unlisted towns may be counted to the town or to what follows: together they must be the same
    if loose(_town(parsed) + behind_town(parsed)) != loose(town + rest):
        wrong.append("town or rest")
    return wrong


def geolonia(row: Row) -> list[str]:
    """The differences of one row of geolonia_addresses.csv."""
    rest = row["番地号"] + row["その他"]
    return _differences(parse(row["住所"]), row["都道府県"], row["市区町村"], row["町字"], rest)


def address_parser(row: Row) -> list[str]:
    """The differences of one row of japanese-address-parser.jsonl."""
    return _differences(parse(row["address"]), row["prefecture"], row["city"], row["town"], row["rest"])


def abr(row: Row) -> list[str]:
    """The differences of one row of abr_geocoder.jsonl: the parts, the whole, and the building apart from the number."""
    parsed = parse(row["input"])
    city = "".join(row[k] or "" for k in ("county", "city", "ward"))
    rest = row["output"].removeprefix((row["pref"] or "") + city)
    town = parsed.streets + parsed.town + (f"{parsed.chome}丁目" if parsed.chome is not None else "")
    wrong = []
    if parsed.prefecture != (row["pref"] or ""):
        wrong.append("prefecture")
    if fold_place(parsed.city) != fold_place(city):
        wrong.append("city")
    if loose(town + behind_town(parsed)) != loose(rest):
        wrong.append("whole")
    unresolved = any(re.match(r"[\d\-]", o) for o in row["others"])  # numbers its own registry does not have
    if (any(row["prc"]) or row["blk"]) and not unresolved:
        number = "-".join(p for p in (row["blk"], row["rsdt"], row["rsdt2"]) if p) or "-".join(filter(None, row["prc"]))
        ours = parsed.number.partition("-")[2] if parsed.chome is not None else parsed.number
        bare = re.sub("^[^0-9]+", "", ours)
        # a 丁目 that is not written as one, in a town of which the dictionary does not know that it has them
        if number != bare and not (parsed.chome is None and bare.partition("-")[2] == number):
            wrong.append("number")
    others = row["others"] if row["blk"] and not unresolved else []
    if others and loose("".join(others)) != loose(parsed.building + parsed.room):
        wrong.append("building")
    return wrong


FILES: tuple[tuple[str, Callable[[Row], list[str]], str, str], ...] = (
    ("geolonia_addresses.csv", geolonia, "住所", "備考"),
    ("japanese-address-parser.jsonl", address_parser, "address", "category"),
    ("abr_geocoder.jsonl", abr, "input", "case"),
)


def _print_references(failures: bool) -> None:
    for name, differences, key, group in FILES:
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        missed = []
        for row in reference(name):
            wrong = differences(row)
            total[row[group]] += 1
            right[row[group]] += not wrong
            if wrong:
                missed.append(f"    {row[key]}: {', '.join(wrong)} | {_shown(parse(row[key]))}")
        print(f"{name}: {right.total()}/{total.total()}")
        for label in total:
            print(f"  {right[label]:4}/{total[label]:4}  {label or '(plain)'}")
        if failures:
            print("\n".join(missed))


def _shown(p: ParsedAddress) -> str:
    parts = (p.prefecture, p.city, p.streets, p.town, str(p.chome or ""), p.area, p.number, p.building, p.room)
    return "/".join(parts) + " " + ",".join(n.kind for n in p.notes)


# ---------------------------------------------------------------- noisy addresses


@dataclass(frozen=True)
class Noisy:
    """An address that a reading or a hurried hand changed, and the town it means."""

    kind: str
    text: str
    town: Town
    number: str
    code: str | None = None


_OLD = {new: old for old, new in ((chr(o), chr(n) if isinstance(n, int) else n) for o, n in ITAIJI.items())}
_TWINS: dict[str, str] = {}
for _word in " ".join(_CONFUSABLE_CLASSES.split()).split():
    for _c in _word:
        if ord(_c) > 0x3000:
            _TWINS[_c] = "".join(d for d in _word if d != _c and ord(d) > 0x3000)


def noisy(count: int, seed: int = 1) -> Iterator[Noisy]:
    """`count` addresses of each kind of noise, of towns drawn from all over the country."""
    draw = random.Random(seed)
    known = [t for code in _codes() for t in towns_of(code) if len(re.sub(r"[(（].*$", "", t.name)) >= 2]
    for _ in range(count):
        town = draw.choice(known)
        name = re.sub(r"[(（].*$", "", town.name)
        number = "-".join(str(draw.randint(1, 40)) for _ in range(draw.randint(1, 3)))
        whole = town.prefecture + town.city + name
        at = draw.randrange(len(name))
        yield Noisy("as listed", whole + number, town, number)
        yield Noisy("without prefecture", town.city + name + number, town, number)
        yield Noisy(
            "without 郡 or city of the ward", town.prefecture + _shorter(town.city) + name + number, town, number
        )
        yield Noisy(
            "大字 or 字 added", town.prefecture + town.city + draw.choice(["大字", "字"]) + name + number, town, number
        )
        yield Noisy("full width, 番地の", whole + _wide(number, draw), town, number)
        old = "".join(_OLD.get(c, c) for c in name)
        if old != name:
            yield Noisy("old characters", town.prefecture + town.city + old + number, town, number)
        lookalikes = [(i, t) for i, c in enumerate(name) for t in _TWINS.get(c, "")]
        if lookalikes:
            i, twin = draw.choice(lookalikes)
            yield Noisy(
                "one look-alike", town.prefecture + town.city + name[:i] + twin + name[i + 1 :] + number, town, number
            )
        other = draw.choice(draw.choice(known).name)
        wrong = name[:at] + other + name[at + 1 :]
        if other != name[at]:
            yield Noisy("one wrong character", town.prefecture + town.city + wrong + number, town, number)
            yield Noisy(
                "one wrong character, with code", town.prefecture + town.city + wrong + number, town, number, town.code
            )
        cut = name[:at] + name[at + 1 :]
        yield Noisy(
            "one character lost, with code", town.prefecture + town.city + cut + number, town, number, town.code
        )
        city_at = draw.randrange(len(town.city) - 1)
        city = town.city[:city_at] + other + town.city[city_at + 1 :]
        if other != town.city[city_at]:
            yield Noisy("city with a wrong character", town.prefecture + city + name + number, town, number)


def _codes() -> list[str]:
    return list(dictionary().by_code)


def _shorter(city: str) -> str:
    return re.sub(r"^.+?市(?=.+区$)|^.{1,4}?郡(?=.+[町村]$)", "", city)


def _wide(number: str, draw: random.Random) -> str:
    groups = number.translate(str.maketrans("0123456789", "０１２３４５６７８９")).split("-")
    words = {1: ("番地",), 2: draw.choice([("番地の", ""), ("番", "号")]), 3: ("丁目", "番", "号")}[len(groups)]
    return "".join(g + w for g, w in zip(groups, words, strict=True))


def _print_noisy(count: int, failures: bool) -> None:
    parse("東京都新宿区西新宿2-8-1")
    outcomes: dict[str, Counter[str]] = {}
    spent = 0.0
    cases = list(noisy(count))
    for case in cases:
        began = time.process_time()
        found = parse.__wrapped__(case.text, case.code)
        spent += time.process_time() - began
        same_city = (found.prefecture, found.city) == (case.town.prefecture, case.town.city)
        if not found.town or found.says(NoteKind.AMBIGUOUS):
            outcome = "open" if same_city or not found.city else "wrong"
        else:
            right = same_city and fold_town(found.town) == fold_town(case.town.name)
            outcome = "right" if right else "wrong" if found.certain else "wrong, said to be corrected"
        if outcome == "right" and found.number != case.number:
            outcome = "number wrong"
        if failures and "wrong" in outcome:
            print(f"    {case.kind}: {case.text} {case.town.name} | {_shown(found)}")
        outcomes.setdefault(case.kind, Counter())[outcome] += 1
    for kind, counts in outcomes.items():
        total = counts.total()
        print(f"  {kind:32} " + "  ".join(f"{name} {n / total:.1%}" for name, n in counts.most_common()))
    print(f"{len(cases)} addresses, {1000 * spent / len(cases):.2f} ms of processor time each")
    print(f"resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")


# ---------------------------------------------------------------- names


#: Kana that engines take for each other, and 濁点 that they lose or add.
_KANA_TWINS = dict(
    zip(
        "シツンソコユアマスヌクワラセサナメテチルレリヒカミタエキトイ",
        "ツシソンユコマアヌスワクヲサセメナチテレルソセヤシクコモイト",
        strict=True,
    )
)
_VOICING = dict(
    zip("カキクケコサシスセソタチツテトハヒフヘホ", "ガギグゲゴザジズゼゾダヂヅデドバビブベボ", strict=True)
)
_VOICING |= {v: k for k, v in _VOICING.items()}


def people(file: Path | None) -> list[tuple[str, str]]:
    """(name, kana) of the corpus, and of `file`."""
    found: dict[tuple[str, str], None] = {}
    for line in (SHARED / "corpus" / "dev" / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        for document in json.loads(line)["documents"]:
            fields = document["fields"]
            if fields.get("applicant_kana", {}).get("value") and fields.get("applicant_name", {}).get("value"):
                found[fields["applicant_name"]["value"], fields["applicant_kana"]["value"]] = None
            for officer in fields.get("officers", {}).get("value") or []:
                found[officer["name"], officer["kana"]] = None
    for line in file.read_text(encoding="utf-8").splitlines() if file else ():
        surname, surname_kana, given, given_kana = line.split("\t")
        found[surname + given, surname_kana + given_kana] = None
    return list(found)


def _swapped(kana: str, table: dict[str, str], draw: random.Random) -> str:
    at = [i for i, c in enumerate(kana) if c in table]
    if not at:
        return kana
    i = draw.choice(at)
    return kana[:i] + table[kana[i]] + kana[i + 1 :]


def _print_names(file: Path | None, failures: bool) -> None:
    draw = random.Random(1)
    pairs = people(file)
    kanas = [k for _, k in pairs]
    classes: dict[str, list[tuple[str, str]]] = {
        "its own kana": pairs,
        "somebody else's kana": [(n, other) for n, k in pairs if (other := draw.choice(kanas)) != k],
        "one kana misread": [(n, m) for n, k in pairs if (m := _swapped(k, _KANA_TWINS, draw)) != k],
        "濁点 lost or added": [(n, m) for n, k in pairs if (m := _swapped(k, _VOICING, draw)) != k],
    }
    check_reading("安田武", "ヤスダタケシ")
    began = time.process_time()
    for label, rows in classes.items():
        verdicts = Counter(check_reading.__wrapped__(n, k) for n, k in rows)
        print(f"  {label:24} " + "  ".join(f"{v} {n / len(rows):.1%}" for v, n in verdicts.most_common()))
        if failures and label == "its own kana":
            print("\n".join(f"    {n} {k}" for n, k in rows if check_reading(n, k) is Fit.UNLIKELY))
    total = sum(map(len, classes.values()))
    print(f"{len(pairs)} people, {1000 * (time.process_time() - began) / total:.1f} ms of processor time a check")
    given = reference("kanji_kana_pairs.jsonl")
    fits = [(r, check_reading(r["kanji"], r["kana"])) for r in given]
    right = sum(f is (Fit.FITS if r["ok"] else Fit.UNLIKELY) for r, f in fits)
    contrary = [r for r, f in fits if f is (Fit.UNLIKELY if r["ok"] else Fit.FITS)]
    print(
        f"kanji_kana_pairs.jsonl: {right} as written, {len(contrary)} the contrary, the rest undecided, of {len(given)}"
    )
    if failures:
        print("\n".join(f"    {r['kanji']} {r['kana']}" for r in contrary))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["addresses", "names"])
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--people", type=Path)
    parser.add_argument("--count", type=int, default=300)
    given = parser.parse_args()
    if given.what == "names":
        _print_names(given.people, given.failures)
        return
    _print_references(given.failures)
    _print_noisy(given.count, given.failures)


if __name__ == "__main__":
    main()

"""Banks and branches 金融機関・支店: names ↔ codes, from zengin-code's list (current institutions only).

Names are compared as papers write them: ``三井住友`` = ``三井住友銀行``, ``○○信金`` = ``○○信用金庫``, ``JA奈良県`` =
``奈良県農業協同組合``, ``飯田橋`` = ``飯田橋支店``. The list knows no former branches: one that is missing from it never
existed, was closed or merged, or is misread. Former banks stand in :mod:`validators.formerbanks`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from models.values.account import BANK_ENDINGS, parse_bank_name, yucho_branch_code, yucho_branch_name
from models.values.kana import fold_kana
from models.values.text import fold_itaiji, squeeze
from validators.formerbanks import FORMER, STILL_READ

YUCHO = "9900"


@dataclass(frozen=True)
class Bank:
    """A bank: `code` (4 digits), `name` in full (みずほ銀行, 西武信用金庫) and `kana` as transfers write it."""

    code: str
    name: str
    kana: str


@dataclass(frozen=True)
class Branch:
    """A branch: `code` (3 digits), `name` in full (飯田橋支店, 本店営業部, 九五八店) and `kana`."""

    bank_code: str
    code: str
    name: str
    kana: str


@dataclass(frozen=True)
class BankHit:
    """A candidate for a name read from paper. `exact`: the same but for width, variants and abbreviations."""

    bank: Bank
    exact: bool
    distance: int
    """Characters that differ from the name read, after folding."""


@dataclass(frozen=True)
class BranchHit:
    """As :class:`BankHit`, for a branch."""

    branch: Branch
    exact: bool
    distance: int


# ---------------------------------------------------------------- the list, loaded once


@dataclass(frozen=True)
class _List:
    banks: Mapping[str, Bank]
    by_key: Mapping[str, tuple[Bank, ...]]
    raw: Mapping[str, Any]


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _load() -> _List:
    # zengin_code reads its 1,146 files when it is imported: only now, and once.
    from zengin_code import Bank as Source

    banks: dict[str, Bank] = {}
    keys: dict[str, list[Bank]] = {}
    for code, item in Source.all.items():
        bank = Bank(code, _full_bank_name(code, squeeze(item.name)), squeeze(item.kana).replace("-", "ー"))
        banks[code] = bank
        kana_key = fold_kana(item.kana) if "農業協同組合" in bank.name else ""
        for key in sorted({_bank_key(bank.name), _bank_key(squeeze(item.name)), kana_key} - {""}):
            keys.setdefault(key, []).append(bank)
    named = {bank.name: bank for bank in banks.values()}
    for former in FORMER:
        if former.until is None or former.until >= STILL_READ:
            keys.setdefault(_bank_key(former.name), []).extend(named[s] for s in former.successors if s in named)
    return _List(banks, {k: tuple(v) for k, v in keys.items()}, Source.all)


def _list() -> _List:
    with _lock:
        return _load()


_UNION = (
    ("信漁連", "信用漁業協同組合連合会"),
    ("信連", "信用農業協同組合連合会"),
    ("全信組連", "全国信用協同組合連合会"),
    ("労金連", "労働金庫連合会"),
)
_WHOLE = {
    "商工中金": "商工組合中央金庫",
    "農林中金": "農林中央金庫",
    "PayPay": "PayPay銀行",
    "みんなの": "みんなの銀行",
}


def _full_bank_name(code: str, short: str) -> str:
    if short in _WHOLE:
        return _WHOLE[short]
    for abbreviation, full in _UNION:
        if short.endswith(abbreviation):
            return short[: -len(abbreviation)] + full
    if code < "1000" or code == YUCHO:
        return short if short.endswith(("銀行", "機構", "金庫")) else short + "銀行"
    return parse_bank_name(short) or short


def _bank_key(name: str) -> str:
    """What two spellings of one bank have in common."""
    key = fold_itaiji(parse_bank_name(name) or "").upper()
    key = re.sub(r"^株式会社|株式会社$|^\(株\)|\(株\)$", "", key)
    key = re.sub(r"^(農業協同組合|漁業協同組合)(.+)$", r"\2\1", key)
    key = re.sub(r"^(?:JAバンク|JF|JA)", "農協", key) if key.startswith(("JA", "JF")) else key
    if key.startswith("農協"):
        key = key[2:].removesuffix("農業協同組合") + "農業協同組合"
        if re.fullmatch(r"[ぁ-ゖー]+農業協同組合", key):
            # JA's own names are the reading of the cooperative's: JAならけん = 奈良県農業協同組合
            return fold_kana(key.removesuffix("農業協同組合")) + "ノウキヨウ"
    key = key.replace("商工組合中央金庫", "商工中金").replace("農林中央金庫", "農林中金")
    return re.sub(r"銀行$|[・\-ー()\s]", "", key)


def _branch_key(name: str) -> str:
    key = fold_itaiji(squeeze(name)).upper().translate(str.maketrans("ヶヵがガノ之", "ケカケケのの"))
    key = re.sub(r"^(?:本店営業部|本店営業所)$", "本店", key)
    return re.sub(r"[・\-()\s]", "", re.sub(r"(?:支店|支所|店|支社)$", "", key) if key != "本店" else key) or key


def _stem(key: str) -> str:
    """A branch's key without the suffix that stays in keys because 大田営業部 and 大田支店 are two: 大田."""
    return re.sub(r"(?<=.)(?:出張所|営業部|営業所)$", "", key)


@lru_cache(maxsize=256)
def _branches_by_stem(bank_code: str) -> Mapping[str, tuple[Branch, ...]]:
    """The branches that a name without its suffix may mean, where no other branch has just that name."""
    branches, by_key, _ = branches_of(bank_code)
    stems: dict[str, list[Branch]] = {}
    for branch in branches:
        key = _branch_key(branch.name)
        stem = _stem(key)
        if stem != key and stem not in by_key:
            stems.setdefault(stem, []).append(branch)
    return {stem: tuple(found) for stem, found in stems.items()}


@lru_cache(maxsize=256)
def branches_of(bank_code: str) -> tuple[tuple[Branch, ...], Mapping[str, tuple[Branch, ...]], Mapping[str, Branch]]:
    """All branches of a bank; by what spellings of a name have in common, and by code. Empty for a bank not in the list."""
    source = _list().raw.get(bank_code)
    if source is None:
        return (), {}, {}
    branches = tuple(
        Branch(
            bank_code,
            code,
            _full_branch_name(bank_code, code, squeeze(item.name)),
            squeeze(item.kana).replace("-", "ー"),
        )
        for code, item in source.branches.items()
    )
    keys: dict[str, list[Branch]] = {}
    for branch in branches:
        keys.setdefault(_branch_key(branch.name), []).append(branch)
    return branches, {k: tuple(v) for k, v in keys.items()}, {b.code: b for b in branches}


_OWN_SUFFIX = (
    "支店",
    "支所",
    "店",
    "出張所",
    "営業部",
    "営業所",
    "本所",
    "センター",
    "営業一部",
    "営業二部",
    "営業第一部",
    "営業第二部",
    "代理店",
    "プラザ",
    "統括本部",
    "本部",
    "公務部",
    "法人部",
    "事業所",
)


def _full_branch_name(bank_code: str, code: str, short: str) -> str:
    if bank_code == YUCHO:
        return yucho_branch_name(code)
    if short.endswith(_OWN_SUFFIX):
        return short
    # 農協 and 漁協 (codes 3000 and up, but for ゆうちょ) call their branches 支所 as a rule.
    return short + ("支所" if bank_code >= "3000" else "支店")


# ---------------------------------------------------------------- looking up


def bank_by_code(code: str | None) -> Bank | None:
    """The bank of a four-digit code; None where there is none (any more)."""
    return _list().banks.get(code or "")


def banks_named(name: str, *, limit: int = 5) -> tuple[BankHit, ...]:
    """Banks that `name` may mean, the likest first: exact ones, else those at most a third of the characters away."""
    return _banks_named(name)[:limit]


@lru_cache(maxsize=2048)
def _banks_named(name: str) -> tuple[BankHit, ...]:
    key = _bank_key(name)
    if not key:
        return ()
    by_key = _list().by_key
    if key in by_key:
        return tuple(BankHit(bank, True, 0) for bank in by_key[key])
    hits = [BankHit(b, False, d) for k, d in _near(key, by_key.keys()) for b in by_key[k]]
    return tuple(dict.fromkeys(hits))


@dataclass(frozen=True)
class FormerBank:
    """A bank of then: its `name`, the last day of it (None: not known), and the banks of today that took it over."""

    name: str
    until: date | None
    successors: tuple[Bank, ...]


def former_bank(name: str) -> FormerBank | None:
    """What became of a bank that is no more; None for a bank of today, and for a name nobody knows."""
    return _former().get(_bank_key(name))


@lru_cache(maxsize=1)
def _former() -> Mapping[str, FormerBank]:
    named = {bank.name: bank for bank in _list().banks.values()}
    known = {_bank_key(name) for name in named}
    return {
        key: FormerBank(f.name, f.until, tuple(named[s] for s in f.successors if s in named))
        for f in FORMER
        if (key := _bank_key(f.name)) not in known
    }


def moved_branches(former: FormerBank, branch_name: str) -> tuple[Branch, ...]:
    """The branches of today that carry the name a former bank's branch had; empty where there is none any more.

    A merger of two banks that both had a branch of that name renames one of them: of several, a person chooses.
    """
    return tuple(
        hit.branch for bank in former.successors for hit in branches_named(bank.code, branch_name) if hit.exact
    )


def branch_by_code(bank_code: str | None, code: str | None) -> Branch | None:
    """The branch of a three-digit code at a bank; None where there is none (any more)."""
    return branches_of(bank_code or "")[2].get(code or "")


def branches_named(bank_code: str, name: str, *, limit: int = 5) -> tuple[BranchHit, ...]:
    """Branches of a bank that `name` may mean, the likest first; see :func:`banks_named`."""
    return _branches_named(bank_code, name)[:limit]


@lru_cache(maxsize=4096)
def _branches_named(bank_code: str, name: str) -> tuple[BranchHit, ...]:
    _, by_key, by_code = branches_of(bank_code)
    if bank_code == YUCHO:
        code = yucho_branch_code(name)
        if code is not None:
            return (BranchHit(by_code[code], True, 0),) if code in by_code else ()
    key = _branch_key(name)
    if not key:
        return ()
    if key in by_key:
        return tuple(BranchHit(b, True, 0) for b in by_key[key])
    if stems := _branches_by_stem(bank_code).get(_stem(key)):
        # Forms print 支店・支所・出張所 to be ringed: what is written before them is the name without its suffix.
        bare = not squeeze(name).endswith(_OWN_SUFFIX)
        return tuple(BranchHit(b, bare and len(stems) == 1, 0) for b in stems)
    hits = [BranchHit(b, False, d) for k, d in _near(key, by_key.keys()) for b in by_key[k]]
    return tuple(dict.fromkeys(hits))


def _near(key: str, names: Iterable[str]) -> list[tuple[str, int]]:
    """Names like `key`: at most a third of its characters away (one for names of two to five), the likest first."""
    own = re.sub("|".join(BANK_ENDINGS), "", key)
    allowed = max(1, len(own) // 3) if len(own) >= 2 else 0
    found = process.extract(key, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=40)
    near = [(name, Levenshtein.distance(key, name)) for name, _, _ in found]
    return sorted(((n, d) for n, d in near if d <= allowed), key=lambda pair: pair[1])


# ---------------------------------------------------------------- names short and in full


_REMAINS = re.compile("[銀行信用金庫組合農漁業協同労働・]+$")
"""What is left behind a name of the endings that a form prints to be ringed, the ring over them: のと共栄 銀 信組・."""


def banks_without_ending(name: str) -> tuple[Bank, ...]:
    """The banks that a name without its ending may mean: のと共栄 is のと共栄信用金庫, 長野 a bank or a credit union.

    Remains of printed endings behind the name count for nothing. None for a name that has one ending, whole.
    """
    whole = _bank_key(name)
    stem = _REMAINS.sub("", whole)
    if len(stem) < 2 or whole[len(stem) :] in BANK_ENDINGS:
        return ()
    by_key = _list().by_key
    keys = (stem, *(stem + ending for ending in BANK_ENDINGS))
    return tuple(dict.fromkeys(bank for key in keys for bank in by_key.get(key, ())))


def branches_without_ending(bank_code: str, name: str) -> tuple[Branch, ...]:
    """The branches of a bank that a name without its ending may mean: 早稲田 is 早稲田支店, 大田 a 支店 or a 営業部."""
    key = _branch_key(name)
    return tuple(b for b in branches_of(bank_code)[0] if _stem(_branch_key(b.name)) == key)


def full_bank_name(name: str) -> str:
    """The name in full where exactly one bank is meant (``南都`` → ``南都銀行``), else as written."""
    hits = banks_named(name)
    return hits[0].bank.name if len(hits) == 1 and hits[0].exact else name


def full_branch_name(bank_code: str | None, name: str) -> str:
    """The branch's name in full where exactly one is meant (``飯田橋`` → ``飯田橋支店``), else as written.

    A name that carries a suffix of its own (支店, 支所, 出張所 …) stays as written.
    """
    if squeeze(name).endswith(_OWN_SUFFIX):
        return squeeze(name)
    hits = branches_named(bank_code or "", name)
    return hits[0].branch.name if len(hits) == 1 and hits[0].exact else name

"""Accounts at real banks and branches (zengin-code), with invented numbers; ゆうちょ with 記号・番号."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from functools import cache

import jaconv
from zengin_code import Bank

#: Bank codes that people of an area use.
LOCAL = {
    "新宿区": ["0001", "0005", "0009", "1349", "1336"],
    "奈良県": ["0162", "1666", "1668", "0010"],
    "山都町": ["0182", "0587", "8982"],
    "長野県": ["0143", "1390", "1393"],
    "東京都": ["0001", "0005", "0009"],
}
KANJI = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
YUCHO = "9900"


@dataclass(frozen=True)
class Account:
    bank_code: str
    bank: str
    """Full name: 南都銀行."""
    branch_code: str
    branch: str
    """With 支店, 店, 営業部 ..."""
    kind: str
    number: str
    holder: str
    holder_kana: str
    symbol: str = ""
    """ゆうちょ 記号, 5 digits."""
    long_number: str = ""
    """ゆうちょ 番号, 8 digits ending in 1."""

    @property
    def yucho(self) -> bool:
        return self.bank_code == YUCHO


def bank_name(code: str) -> str:
    """The name on a passbook."""
    name = unicodedata.normalize("NFKC", Bank[code].name)
    for short, full in (("信金", "信用金庫"), ("信組", "信用組合"), ("農協", "農業協同組合")):
        if name.endswith(short):
            return name.removesuffix(short) + full
    return name + "銀行"


def branch_name(bank: str, code: str) -> str:
    name = unicodedata.normalize("NFKC", Bank[bank].branches[code].name)
    return (
        name
        if name.endswith(("営業部", "本部", "所", "店"))
        else name + ("支所" if bank_name(bank).endswith("組合") else "支店")
    )


@cache
def _branches(bank: str) -> tuple[str, ...]:
    return tuple(sorted(c for c, b in Bank[bank].branches.items() if len(b.name) <= 6 and c.isdigit()))


def account(rng: random.Random, area: str, holder: str, holder_kana: str, *, yucho: bool = False) -> Account:
    """An account of `holder` at a bank of the area."""
    if yucho:
        while True:
            middle = f"{rng.randint(0, 9)}{rng.randint(0, 9)}"
            if middle + "8" in Bank[YUCHO].branches:
                break
        number = f"{rng.randint(1, 9)}{rng.randint(0, 999999):06d}"
        return Account(
            YUCHO,
            "ゆうちょ銀行",
            middle + "8",
            "".join(KANJI[c] for c in middle + "8") + "店",
            "普通",
            number,
            holder,
            holder_kana,
            f"1{middle}{rng.randint(1, 9)}0",
            number + "1",
        )
    bank = rng.choice(LOCAL[area])
    branch = rng.choice(_branches(bank))
    kind = "当座" if holder_kana[:2].endswith(")") and rng.random() < 0.3 else "普通"
    return Account(
        bank,
        bank_name(bank),
        branch,
        branch_name(bank, branch),
        kind,
        f"{rng.randint(1, 9)}{rng.randint(0, 999999):06d}",
        holder,
        holder_kana,
    )


def no_such_branch(rng: random.Random, bank: str) -> tuple[str, str]:
    """A branch code and name that the bank does not have."""
    names = {unicodedata.normalize("NFKC", b.name) for b in Bank[bank].branches.values()}
    name = rng.choice([n for n in ("富士見野", "藤ノ森", "東雲台", "七曲") if n not in names])
    code = rng.choice([c for c in (f"{n:03d}" for n in range(700, 1000)) if c not in Bank[bank].branches])
    return code, name + "支店"


def half_kana(text: str) -> str:
    """ﾊﾝｶｸ as passbooks print it."""
    return jaconv.z2h(text, kana=True, digit=False, ascii=False)

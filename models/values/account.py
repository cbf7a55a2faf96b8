"""Bank accounts: numbers, kinds, codes, and the way from a ゆうちょ passbook to an account for transfers."""

from __future__ import annotations

import re
from typing import NamedTuple

from models.values.numbers import to_digits
from models.values.text import squeeze

#: The kinds that FORMAT knows, with what stands for them on papers and passbooks.
ACCOUNT_TYPES: dict[str, tuple[str, ...]] = {
    "普通": ("普通", "普", "総合口座", "総合", "通常貯金", "ふつう"),
    "当座": ("当座", "当", "振替口座", "とうざ"),
    "貯蓄": ("貯蓄", "ちょちく"),
}
_KANJI = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○◯", "〇〇")
_IN_KANJI = str.maketrans("0123456789Oo○◯", f"{_KANJI}〇〇〇〇")


class TransferAccount(NamedTuple):
    """Where money is sent: `branch_code` (3 digits), `branch_name`, `account_type` and `account_number` (7 digits)."""

    branch_code: str
    branch_name: str
    account_type: str
    account_number: str


def parse_account_number(text: str) -> str | None:
    """Seven digits, padded with zeros on the left as banks do; None for no digit or more than seven.

    Source: 全国銀行協会「総合振込 レコード・フォーマット」, data record item 7.
    """
    found = transfer_number(text)
    return found.number if found else None


_BOTH_CODES = re.compile(r"(?P<bank>\d{4})-(?P<branch>\d{3})")
"""A bank's code and its branch's, as forms ask for them in one row: 金融機関コード／店番号."""


def parse_bank_code(text: str) -> str | None:
    """The four digits of a bank code 金融機関コード, with the branch's behind it or alone; None otherwise."""
    if (both := _BOTH_CODES.fullmatch(squeeze(text))) is not None:
        return both["bank"]
    digits = to_digits(text)
    return digits if digits is not None and len(digits) == 4 else None


def parse_branch_code(text: str) -> str | None:
    """The three digits of a branch code 支店コード, with the bank's in front of it or alone; None otherwise."""
    if (both := _BOTH_CODES.fullmatch(squeeze(text))) is not None:
        return both["branch"]
    digits = to_digits(text)
    return digits if digits is not None and len(digits) == 3 else None


def parse_account_type(text: str) -> str | None:
    """普通, 当座 or 貯蓄; None where none or more than one of them stands (a choice that only its ring decides)."""
    rest = re.sub(
        r"[預予貯]金|口座|種別|[・/,()○●◯☑レ✓:]",
        "",
        squeeze(text).replace("総合口座", "総合").replace("振替口座", "当座"),
    )
    found = {kind for kind, words in ACCOUNT_TYPES.items() if any(w in rest for w in words if len(w) > 1)}
    if not found:
        found = {kind for kind, words in ACCOUNT_TYPES.items() if rest in words}
    return found.pop() if len(found) == 1 else None


def parse_yucho_symbol(text: str) -> str | None:
    """The five digits of a ゆうちょ 記号 (1…0 or 0…0); a re-issue digit behind a dash is dropped. None otherwise."""
    rest = re.sub(r"^(?:記号)[:]?", "", squeeze(text))
    digits = to_digits(re.split(r"(?<=\d{5})[-ーの]", rest)[0])
    return digits if digits is not None and re.fullmatch(r"[01]\d{3}0", digits) else None


def parse_yucho_number(text: str) -> str | None:
    """The up to eight digits of a ゆうちょ 番号, as printed; None otherwise."""
    digits = to_digits(re.sub(r"^(?:番号)[:]?", "", squeeze(text)))
    return digits if digits is not None and 2 <= len(digits) <= 8 else None


def yucho_transfer(symbol: str, number: str) -> TransferAccount | None:
    """The account for transfers that belongs to a 記号 and 番号; None where they cannot belong to one.

    記号 1abcd: branch ``ab8``, 普通, the 番号 without its last digit (always 1). 記号 0abcd: branch ``ab9``, 当座, the
    番号 as it is. Source: ゆうちょ銀行「記号番号から振込用の店名・預金種目・口座番号への変換」.
    """
    if parse_yucho_symbol(symbol) != symbol or parse_yucho_number(number) != number:
        return None
    if symbol[0] == "1":
        if number[-1] != "1" or len(number) < 2:
            return None
        code, kind, account = symbol[1:3] + "8", "普通", number[:-1]
    else:
        code, kind, account = symbol[1:3] + "9", "当座", number
    if len(account) > 7:
        return None
    return TransferAccount(code, yucho_branch_name(code), kind, account.zfill(7))


class YuchoPassbook(NamedTuple):
    """What a ゆうちょ passbook must show for an account: 記号 with ``?`` for its check digit, and 番号 (8 or 7 digits)."""

    symbol: str
    number: str

    def matches(self, symbol: str, number: str) -> bool:
        """Whether a 記号 and 番号 as printed (zeros in front may be left out) are these."""
        fits = len(symbol) == len(self.symbol) and all(a in ("?", b) for a, b in zip(self.symbol, symbol, strict=True))
        return fits and number.isdigit() and number.lstrip("0") == self.number.lstrip("0")


def yucho_passbook(branch_code: str, account_type: str, account_number: str) -> YuchoPassbook | None:
    """The 記号 and 番号 of a ゆうちょ account for transfers, the way back of :func:`yucho_transfer`; None for no such one.

    Branch ``ab8`` (普通 総合口座・通常貯金, 貯蓄 通常貯蓄貯金): 記号 ``1ab?0``, 番号 the account number and a 1. Branch ``ab9``
    (当座 振替口座): 記号 ``0ab?0``, 番号 the account number. The fourth digit of the 記号 is a check digit whose rule the
    bank does not publish: it is lost on the way to a transfer account, and never checked here.
    """
    if not (re.fullmatch(r"[0-9]{3}", branch_code) and re.fullmatch(r"[0-9]{7}", account_number)):
        return None
    if branch_code[2] == "8" and account_type in ("普通", "貯蓄"):
        return YuchoPassbook(f"1{branch_code[:2]}?0", account_number + "1")
    if branch_code[2] == "9" and account_type == "当座":
        return YuchoPassbook(f"0{branch_code[:2]}?0", account_number)
    return None


class TransferNumber(NamedTuple):
    """An account number for transfers, and how it came from what is written: ``as_is``, ``padded``, ``yucho``."""

    number: str
    how: str


def transfer_number(text: str, *, yucho: bool = False) -> TransferNumber | None:
    """The seven digits to pay into, from an account number as an applicant writes it; None where it cannot be one.

    Fewer than seven digits get zeros in front. At ゆうちょ銀行 (`yucho`), applicants write the 番号 of the passbook: eight
    digits that end in 1 are the account number and that 1. Seven digits or fewer that end in 1 may be either there, and
    are taken as they stand: the passbook's 記号 and 番号 decide (:func:`yucho_transfer`).
    """
    digits = to_digits(re.sub(r"^(?:口座番号|番号|No\.?|№)[:]?", "", squeeze(text)))
    if digits is None:
        return None
    if len(digits) == 8 and yucho and digits.endswith("1"):
        return TransferNumber(digits[:-1], "yucho")
    if not 1 <= len(digits) <= 7:
        return None
    return TransferNumber(digits.zfill(7), "as_is" if len(digits) == 7 else "padded")


def yucho_branch_name(code: str) -> str:
    """The name of a ゆうちょ branch, its code in kanji digits: ``九五八店`` for 958."""
    return "".join(_KANJI[int(d)] for d in code) + "店"


def yucho_branch_code(name: str) -> str | None:
    """The code of a ゆうちょ branch from its name (``九五八店``, ``九五八``, ``958店``); None where it is no such name."""
    rest = squeeze(name).removesuffix("支店").removesuffix("店").replace("零", "〇").translate(_ZEROS)
    digits = "".join(str(_KANJI.index(c)) if c in _KANJI else c for c in rest)
    return digits if re.fullmatch(r"\d{3}", digits) and digits.isascii() else None


#: The full words that banks' names end in, and what people write for them; 銀行 has no short word.
BANK_ENDINGS: dict[str, str] = {
    "農業協同組合": "農協",
    "漁業協同組合": "漁協",
    "信用金庫": "信金",
    "信用組合": "信組",
    "労働金庫": "労金",
}
BANK_END_IN_FULL = "|".join(("銀行", *BANK_ENDINGS))
"""Pattern of the end of a bank's name that is written out."""
BANK_END = "|".join((BANK_END_IN_FULL, *BANK_ENDINGS.values()))
"""The same, written out or short."""
NO_HOLDER = re.compile(r"(?:銀行|信用金庫|支店|出張所)\s*$")
"""How names of banks and of their branches end, which hold no account. A company's own branch may: 株式会社甲 大阪支店."""

_BANK_WORDS = (
    (re.compile("信金(?!中央金庫)"), "信用金庫"),
    (re.compile("信組(?!連)"), "信用組合"),
    (re.compile("農協(?!業)"), "農業協同組合"),
    (re.compile("漁協(?!業)"), "漁業協同組合"),
    (re.compile("労金"), "労働金庫"),
)

_JA = re.compile(r"JA(?!バンク)([^ぁ-ん\s]+?)(?:農業協同組合)?", re.IGNORECASE)
"""JA奈良県 is how a 農業協同組合 calls itself; those in kana (JAならけん) have names of their own."""


def parse_bank_name(text: str) -> str | None:
    """A bank's name without spaces, 信金 農協 … spelled out; None where nothing is left.

    The full name of a bank written short (``三井住友``) needs the list of banks: see ``validators.banks``.
    """
    name = squeeze(text).strip(".,:;・|_")
    for pattern, full in _BANK_WORDS:
        name = pattern.sub(full, name)
    if (ja := _JA.fullmatch(name)) is not None:
        name = f"{ja[1]}農業協同組合"
    return re.sub("銀行銀行$", "銀行", name) or None


def parse_branch_name(text: str) -> str | None:
    """A branch's name without spaces, as written; None where nothing is left.

    The zero of a ゆうちょ branch is 〇, whatever circle was typed or read for it.
    """
    name = squeeze(text).strip(".,:;・|_")
    if any(c in _KANJI for c in name):  # one of the three was read, or written, as a figure: 二0八店
        name = re.sub(rf"^[{_KANJI}0-9Oo○◯]{{3}}(?=店|支店|$)", lambda m: m[0].translate(_IN_KANJI), name)
    return (name.translate(_ZEROS) if yucho_branch_code(name) is not None else name) or None

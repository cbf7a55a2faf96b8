"""How an entry must be written, as an office says it: kinds of characters one after the other (書き方).

``半角カナ 半角空白 半角カナ`` is half-width kana, one half-width space, half-width kana. A part is a kind of characters
(:data:`KINDS`), one or more of them, or as many as stand behind it: ``半角数字2`` two, ``半角数字1-2`` one or two. ``(-)``
is that text itself, and ``(M/F)`` one of several. A space in the text is a part of its own (``全角空白``).

What an engine read from a scan has lost widths and spaces, so of that only the *loose* comparison says anything: one in
which both are alike.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from models.errors import ExpressionError

_SPACES = " \t\u00a0"
_FULL_SPACE = "\u3000"

#: Kind → the characters of it (a character class of a pattern), and the same where width is not known.
KINDS: dict[str, tuple[str, str]] = {
    "半角カナ": (r"\uff65-\uff9f", r"ァ-ヺー・"),
    "全角カナ": (r"ァ-ヺー・", r"ァ-ヺー・"),
    "カナ": (r"ァ-ヺー・\uff65-\uff9f", r"ァ-ヺー・"),
    "ひらがな": (r"ぁ-ゖー", r"ぁ-ゖー"),
    "漢字": (r"㐀-鿿豈-﫿々〆ヶ𠀀-𯿿", r"㐀-鿿豈-﫿々〆ヶ𠀀-𯿿"),
    "半角数字": (r"0-9", r"0-9"),
    "全角数字": (r"０-９", r"0-9"),
    "数字": (r"0-9０-９", r"0-9"),
    "半角英字": (r"A-Za-z.,'\-", r"A-Za-z.,'\-"),
    "全角英字": (r"Ａ-Ｚａ-ｚ．，’－", r"A-Za-z.,'\-"),
    "英字": (r"A-Za-z.,'\-Ａ-Ｚａ-ｚ．，’－", r"A-Za-z.,'\-"),
    "半角": (r"\x21-\x7e\uff61-\uff9f", r"\S"),
    "全角": (r"^\x00-\xff\uff61-\uff9f\u3000", r"\S"),
    "文字": (r"\S", r"\S"),
    "半角空白": (r" ", r" "),
    "全角空白": (r"\u3000", r" "),
    "空白": (r" \u3000", r" "),
}

_PART = re.compile(r"(?P<kind>[^\d\s()/]+)(?P<least>\d{1,2})?(?:-(?P<most>\d{1,2}))?")
_LITERALS = re.compile(r"[(（]([^()（）]{1,60})[)）]")
MOST_PARTS = 12
LONGEST = 200
"""Characters of an entry that are compared; nothing longer is written in a prescribed form."""


@dataclass(frozen=True, slots=True)
class Format:
    """How an entry must be written."""

    strict: re.Pattern[str]
    loose: re.Pattern[str]

    def kept_by(self, text: str, *, as_on_paper: bool) -> bool | None:
        """Whether `text` is written so; None where widths and spaces are not known (`as_on_paper` false) and would tell."""
        text = unicodedata.normalize("NFC", text).strip(_SPACES + _FULL_SPACE)
        if len(text) > LONGEST:
            return False
        if as_on_paper:
            return self.strict.fullmatch(text) is not None
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        return None if self.loose.fullmatch(plain) is not None else False


@lru_cache(maxsize=256)
def parsed(written: str) -> Format:
    """
    Raises:
        ExpressionError: `written` is no way of writing; the message names what is.
    """
    parts = written.split()
    if not parts or len(parts) > MOST_PARTS:
        raise _no_format("書き方が空です" if not parts else "書き方の部分が多すぎます")
    strict, loose = "", ""
    for part in parts:
        one, other = _literal(part) if part[0] in "(（" else _kind(part)
        strict, loose = strict + one, loose + other
    return Format(re.compile(strict), re.compile(loose))


def _literal(part: str) -> tuple[str, str]:
    found = _LITERALS.fullmatch(part)
    texts = re.split("[/／]", found[1]) if found else []
    if not texts or not all(texts):
        raise _no_format(f"「{part}」は書き方として読めません。決まった文字は (M/F) のように書きます")
    plain = [re.sub(r"\s", "", unicodedata.normalize("NFKC", t)) for t in texts]
    return f"(?:{'|'.join(map(re.escape, texts))})", f"(?:{'|'.join(map(re.escape, plain))})"


def _kind(part: str) -> tuple[str, str]:
    found = _PART.fullmatch(unicodedata.normalize("NFKC", part))
    if found is None or found["kind"] not in KINDS:
        raise _no_format(
            f"「{part}」という書き方はありません。使えるのは {'、'.join(KINDS)} と、決まった文字の (M/F) です"
        )
    strict, loose = KINDS[found["kind"]]
    space = "空白" in found["kind"]
    if found["least"]:
        least, most = int(found["least"]), int(found["most"] or found["least"])
        if not 1 <= least <= most:
            raise _no_format(f"「{part}」の数は、1 以上で、小さい方を先に書いてください")
        times = f"{{{least},{most}}}"
    else:
        times = "" if space else "+"
    return _class(strict) + times, "" if space else _class(loose) + times


def _class(characters: str) -> str:
    return characters if characters == r"\S" else f"[{characters}]"


def _no_format(message_ja: str) -> ExpressionError:
    return ExpressionError("no format", column=1, message_ja=message_ja)

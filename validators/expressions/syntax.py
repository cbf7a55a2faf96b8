"""From what an office person wrote to a checked syntax tree.

The language is a small part of Python's expressions, so that an existing parser reads it; nothing of Python's own can be
reached from it. Written forms that people use in Japanese are put into that shape first: full-width signs, ≧ ≦ ≠,
かつ / または, 50万円, 2025年4月1日. The tree may hold only the parts listed in :data:`ALLOWED`, and is small
(:data:`LONGEST`, :data:`MOST_PARTS`, :data:`DEEPEST`), so that evaluating it always ends soon.
"""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from fractions import Fraction
from functools import lru_cache

from models.errors import ExpressionError

LONGEST = 1000
"""Characters of an expression."""
MOST_PARTS = 250
"""Nodes of its tree."""
DEEPEST = 40
"""Levels of its tree."""
LARGEST = 10**15
"""The largest number that may be written."""

ALLOWED: tuple[type[ast.AST], ...] = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv,
    ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp, ast.Call, ast.Name,
    ast.Attribute, ast.Constant, ast.Tuple, ast.List, ast.Load,
)  # fmt: skip

_WIDE = {
    "≧": ">=", "≥": ">=", "≦": "<=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "。": ".", "、": ",",
    "「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip
_WORDS = {"かつ": "and", "または": "or", "又は": "or", "でない": "not", "はい": "True", "いいえ": "False"}

_DATE = re.compile(
    r"(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})|((?:令和|平成|昭和)?(?:\d{1,4}|元)年\d{1,2}月\d{1,2}日))(?!\d)"
)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(億|千万|百万|万|千)?(円)?(?![\w])")
_UNITS = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, None: 1}
_NAME = re.compile(r"[^\W\d]\w*", re.UNICODE)


class Text:
    """An expression in the parser's shape, and where each of its characters came from."""

    def __init__(self) -> None:
        self.text = ""
        self.origin: list[int] = []

    def add(self, piece: str, position: int, *, same: bool = False) -> None:
        self.text += piece
        self.origin += range(position, position + len(piece)) if same else [position] * len(piece)

    def column(self, offset: int) -> int:
        """The place (from 1) in what was written, of the character at `offset` in :attr:`text`."""
        if not self.origin:
            return 1
        return self.origin[min(max(offset, 0), len(self.origin) - 1)] + 1


def rewritten(written: str) -> Text:
    """`written` in the parser's shape. Words in quotation marks stay as they are, save their marks.

    Raises:
        ExpressionError: a quotation is not closed.
    """
    out = Text()
    i = 0
    while i < len(written):
        sign = _WIDE.get(written[i], unicodedata.normalize("NFKC", written[i]))
        if sign in ('"', "'"):
            i = _quoted(written, i, sign, out)
            continue
        rest = unicodedata.normalize("NFKC", written[i:]) if sign.isalnum() else ""
        plain = len(rest) == len(written) - i  # otherwise positions would shift: ㈱, ㎡ and their like
        before = out.text[-1:] if out.text else ""
        if plain and not (before.isalnum() or before == "_"):
            taken = _literal(rest, i, out) or _word(rest, i, out)
            if taken:
                i += taken
                continue
        if sign == "=" and _lone(written, i):
            sign = "=="  # people write one
        if sign == "・" and before.isalnum():
            sign = ""  # 代表者職・氏名 is one name
        for character in sign:
            out.add(" " if character.isspace() else character, i)
        i += 1
    return out


def _lone(written: str, place: int) -> bool:
    """Whether the = at `place` stands by itself, and is not part of == != <= >=."""
    around = written[max(0, place - 1) : place] + written[place + 1 : place + 2]
    return not any(_WIDE.get(c, unicodedata.normalize("NFKC", c))[-1:] in tuple("=<>!") for c in around)


def _quoted(written: str, start: int, mark: str, out: Text) -> int:
    for end in range(start + 1, len(written)):
        if _WIDE.get(written[end], unicodedata.normalize("NFKC", written[end])) == mark:
            out.add(repr(written[start + 1 : end]), start)
            return end + 1
    raise ExpressionError("quotation not closed", column=start + 1, message_ja="かぎかっこや引用符が閉じていません")


def _literal(rest: str, position: int, out: Text) -> int:
    """A date or a number with its unit at the start of `rest`: how many characters it takes, 0 where none stands there."""
    if day := _DATE.match(rest):
        text = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day[1] else day[4]
        out.add(f"日付({text!r})", position)
        return day.end()
    number = _NUMBER.match(rest)
    if number is None or (("," in number[1]) and not (number[3] or number[4])):
        return 0
    digits, unit = number[1].replace(",", ""), _UNITS[number[3]]
    if unit == 1 and not number[4]:
        return 0
    out.add(f"({digits}{number[2] or ''}*{unit})" if unit != 1 else f"{digits}{number[2] or ''}", position)
    return number.end()


def is_written_date(text: str) -> bool:
    """Whether `text` is a date as expressions have it, and nothing else."""
    return _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def written_amount(text: str) -> int | None:
    """The amount that `text` is, written as in expressions (``500万円``, ``５００，０００円``, ``500,000``), or None.

    A plain row of digits is none: it may be a number that begins with 0.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    number = _NUMBER.fullmatch(plain)
    if number is None or not (number[3] or number[4] or "," in number[1]):
        return None
    amount = Fraction(number[1].replace(",", "") + (number[2] or "")) * _UNITS[number[3]]
    return int(amount) if amount.denominator == 1 else None


def _word(rest: str, position: int, out: Text) -> int:
    name = _NAME.match(rest)
    if name is None:
        return 0
    word = name[0]
    if word in _WORDS:
        out.add(f" {_WORDS[word]} ", position)
    else:
        out.add(word, position, same=True)
    return len(word)


@lru_cache(maxsize=4096)
def parsed(written: str) -> tuple[ast.expr, Text]:
    """The tree of `written`, and the text its columns count in.

    Raises:
        ExpressionError: it is empty, too long or too deep, no expression, or holds a part that the language has not.
    """
    if not written.strip():
        raise ExpressionError("empty", column=1, message_ja="式が空です")
    if len(written) > LONGEST:
        raise ExpressionError(
            "too long", column=1, message_ja=f"式が長すぎます（{LONGEST} 文字まで）。分けて書いてください"
        )
    text = rewritten(written)
    shift = len(text.text) - len(text.text.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "is" with a literal and the like: refused below anyway
            tree = ast.parse(text.text.strip(), mode="eval").body
    except SyntaxError as error:
        line = text.text.strip().split("\n")[: (error.lineno or 1) - 1]
        column = text.column(shift + sum(len(x) + 1 for x in line) + (error.offset or len(text.text)) - 1)
        raise ExpressionError("syntax", column=column, message_ja=_said(error)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("not readable", column=1, message_ja="式として読めません") from None
    _accept(tree, text, shift)
    return tree, text


def _said(error: SyntaxError) -> str:
    message = str(error.msg)
    if "was never closed" in message or "unmatched" in message or "does not match" in message or "EOF" in message:
        return "かっこの数が合いません"
    if "leading zeros" in message:
        return '0 で始まる番号は「"012"」のように引用符で囲んでください'
    return "式の書き方に誤りがあります。演算記号、かっこ、コンマの位置を確かめてください"


def position(node: ast.AST, text: Text) -> int:
    """The place (from 1) of `node` in what was written."""
    shift = len(text.text) - len(text.text.lstrip())
    lines = text.text.strip().split("\n")
    row = getattr(node, "lineno", 1) - 1
    line = lines[row] if row < len(lines) else ""
    offset = len(line.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore"))
    return text.column(shift + sum(len(x) + 1 for x in lines[:row]) + offset)


def _accept(tree: ast.expr, text: Text, shift: int) -> None:
    """Refuse what the language has not. Walks without recursion: the tree may be as deep as the parser takes."""
    parts = 0
    pending: list[tuple[ast.AST, int]] = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        parts += 1
        if parts > MOST_PARTS or depth > DEEPEST:
            raise ExpressionError(
                "too complex", column=1, message_ja="式が込み入りすぎています。いくつかの決まりに分けてください"
            )
        if not isinstance(node, ALLOWED):
            raise ExpressionError(
                "not allowed",
                column=position(node, text),
                message_ja="この書き方は使えません。使えるのは四則、比較、かつ・または・でない、決まった関数だけです",
            )
        if isinstance(node, ast.Constant):
            _accept_constant(node, text)
        if isinstance(node, ast.Call) and (node.keywords or not isinstance(node.func, ast.Name)):
            raise ExpressionError(
                "not a function",
                column=position(node, text),
                message_ja="関数の呼び方に誤りがあります。「合計(領収書.合計金額)」のように書きます",
            )
        pending += [(child, depth + 1) for child in ast.iter_child_nodes(node)]


def _accept_constant(node: ast.Constant, text: Text) -> None:
    value = node.value
    if isinstance(value, bool | str):
        return
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return
    raise ExpressionError(
        "constant",
        column=position(node, text),
        message_ja="この値は使えません。数、日付、引用符で囲んだ文字だけが使えます",
    )

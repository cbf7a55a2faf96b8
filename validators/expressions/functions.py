"""The closed set of functions of the language: name → what it takes, what it gives, how it works.

Each gets plain values and gives a plain value, or None where it cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from models.values.address import PREFECTURES
from models.values.company import is_company
from models.values.dates import parse_date
from models.values.text import squeeze
from validators.dates import add_business_days, as_date
from validators.expressions.vocabulary import Type
from validators.likeness import Likeness
from validators.names import compare_names

N, D, T, B, L, ANY = Type.NUMBER, Type.DATE, Type.TEXT, Type.TRUTH, Type.LIST, Type.ANY
Y = Type.YEN

FARTHEST = 100 * 366
"""Days that a date may be moved by."""


@dataclass(frozen=True, slots=True)
class Function:
    """`takes`: the types of the arguments, `least` of which must be given."""

    takes: tuple[Type, ...]
    gives: Type
    work: Callable[..., Any]
    least: int
    help_ja: str


def _round(value: Fraction | int, step: Fraction | int, up: int) -> Any:
    if Fraction(step) <= 0:
        return None
    whole = Fraction(value) / Fraction(step)
    if up == 0:  # 四捨五入: away from zero
        n = int(abs(whole) + Fraction(1, 2)) * (1 if whole >= 0 else -1)
    else:
        n = whole.__floor__() if up < 0 else whole.__ceil__()
    return _tidy(n * Fraction(step))


def _tidy(value: Fraction | int) -> Fraction | int:
    return int(value) if Fraction(value).denominator == 1 else value


def _moved(day: date, days: Fraction | int) -> date | None:
    if Fraction(days).denominator != 1 or abs(Fraction(days)) > FARTHEST:
        return None
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return None


def _months_after(day: date, count: Fraction | int) -> date | None:
    """The same day of a later month, or its last one where it has none (民法 143条2項)."""
    if Fraction(count).denominator != 1 or abs(Fraction(count)) > 1200:
        return None
    month = day.year * 12 + day.month - 1 + int(count)
    for last in (day.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, last)
        except ValueError:
            continue
    return None


def _business_days_after(day: date, count: Fraction | int) -> date | None:
    if Fraction(count).denominator != 1 or not 0 <= Fraction(count) <= 366:
        return None
    return add_business_days(day, int(count))


def _date(text: str) -> date | None:
    return as_date(text) or parse_date(text)


def _same(left: str, right: str) -> bool:
    """Whether two texts say the same to a clerk: width, spaces, 株式会社 and ㈱, old and new characters aside."""
    return squeeze(left) == squeeze(right) or compare_names(left, right) in (Likeness.EQUAL, Likeness.VARIANT)


def _prefecture(address: str) -> str | None:
    """The prefecture at the start of an address, where it is written."""
    return next((name for name in PREFECTURES if squeeze(address).startswith(name)), None)


FUNCTIONS: dict[str, Function] = {
    "合計": Function((L,), N, lambda xs: _tidy(sum(map(Fraction, xs), Fraction(0))), 1, "合計(領収書.合計金額): 全部の書類、または表の全部の行の合計"),
    "最大": Function((L,), ANY, lambda xs: max(xs) if xs else None, 1, "最大(…): いちばん大きい値、いちばん遅い日"),
    "最小": Function((L,), ANY, lambda xs: min(xs) if xs else None, 1, "最小(…): いちばん小さい値、いちばん早い日"),
    "大きい方": Function((ANY, ANY), ANY, max, 2, "大きい方(a, b)"),
    "小さい方": Function((ANY, ANY), ANY, min, 2, "小さい方(a, b): 上限の計算などに"),
    "切捨て": Function((N, N), N, lambda x, step=1: _round(x, step, -1), 1, "切捨て(金額, 1000): 千円未満切捨て"),
    "切上げ": Function((N, N), N, lambda x, step=1: _round(x, step, 1), 1, "切上げ(金額, 1000)"),
    "四捨五入": Function((N, N), N, lambda x, step=1: _round(x, step, 0), 1, "四捨五入(金額, 1000)"),
    "日付": Function((T,), D, _date, 1, '日付("令和7年4月1日")。2025-04-01 や 令和7年4月1日 とそのまま書いてもかまいません'),
    "日数": Function((D, D), N, lambda a, b: (b - a).days, 2, "日数(始め, 終わり): 何日あるか"),
    "日後": Function((D, N), D, _moved, 2, "日後(日付, 30)"),
    "月後": Function((D, N), D, _months_after, 2, "月後(発行日, 3): 三か月後の同じ日"),
    "営業日後": Function((D, N), D, _business_days_after, 2, "営業日後(受付日, 2): 土日と祝日を除く"),
    "年": Function((D,), N, lambda day: day.year, 1, "年(日付)"),
    "文字数": Function((T,), N, lambda text: len(squeeze(text)), 1, "文字数(氏名): 空白を除いた文字の数"),
    "含む": Function((T, T), B, lambda text, part: squeeze(part) in squeeze(text), 2, '含む(品名, "太陽光")'),
    "始まる": Function((T, T), B, lambda text, part: squeeze(text).startswith(squeeze(part)), 2, '始まる(住所, "新宿区")'),
    "終わる": Function((T, T), B, lambda text, part: squeeze(text).endswith(squeeze(part)), 2, '終わる(番号, "号")'),
    "同じ": Function((T, T), B, _same, 2, "同じ(申請者名, 領収書.宛名): 全角半角、空白、㈱と株式会社の違いを除いて同じ"),
    "法人": Function((T,), B, is_company, 1, "法人(氏名): 株式会社などの法人の名前かどうか"),
    "都道府県": Function((T,), T, _prefecture, 1, '都道府県(住所) == "奈良県"。住所に都道府県が書かれていないときは、何も言えません'),
    "単位": Function((T,), T, lambda text: "".join(c for c in squeeze(text) if not (c.isdigit() or c in ".,")), 1, "単位(能力)"),
}  # fmt: skip
"""Functions of values."""

SPECIAL: dict[str, str] = {
    "空欄": "空欄(従業員数): 何も書かれていない",
    "記入あり": "記入あり(従業員数)",
    "書類あり": "書類あり(領収書)",
    "枚数": "枚数(領収書): その書類がいくつあるか",
    "行数": "行数(役員名簿.役員一覧): 表の行の数",
    "書き方": '書き方(カナ, "半角カナ 半角空白 半角カナ"): 紙に書かれたままの文字が、そのとおりの字の種類と空白か',
}
"""Functions that ask about papers and entries themselves, not about their values."""

"""Equipment: models, serial numbers, makers and sizes, compared as papers really write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from models.values.identifiers import parse_model
from models.values.kana import LARGE_KANA
from models.values.numbers import parse_capacity
from models.values.text import DASHES, fold_dashes, squeeze
from validators.likeness import Likeness, compare, confusable

#: Other names that papers use for a maker; folded (upper case, no spaces, no corporate form) → the folded main name.
#: Source: the makers' own names in the two scripts.
_MAKERS = {
    "PANASONIC": "パナソニック", "TOSHIBA": "東芝", "HITACHI": "日立", "MITSUBISHIELECTRIC": "三菱電機", "MITSUBISHI": "三菱電機", "三菱": "三菱電機",
    "SHARP": "シャープ", "KYOCERA": "京セラ", "DAIKIN": "ダイキン", "ダイキン工業": "ダイキン", "CORONA": "コロナ", "NORITZ": "ノーリツ", "RINNAI": "リンナイ",
    "LIXIL": "リクシル", "TOTO": "TOTO", "NICHICON": "ニチコン", "OMRON": "オムロン", "CHOFU": "長府製作所", "長府": "長府製作所", "AISIN": "アイシン",
    "CANADIANSOLAR": "カナディアンソーラー", "QCELLS": "ハンファQセルズ", "Qセルズ": "ハンファQセルズ", "HANWHAQCELLS": "ハンファQセルズ", "YKKAP": "YKKAP",
    "TESLA": "テスラ", "IRISOHYAMA": "アイリスオーヤマ", "MIURA": "三浦工業", "三浦": "三浦工業", "FUJITSUGENERAL": "富士通ゼネラル",
    "日立製作所": "日立", "日立アプライアンス": "日立", "日立グローバルライフソリューションズ": "日立", "東芝キヤリア": "東芝", "東芝ライテック": "東芝",
    "パナソニックホールディングス": "パナソニック", "住友電気工業": "住友電工", "LOOOP": "ループ", "NEC": "NEC", "日本電気": "NEC",
}  # fmt: skip


_KNOWN = tuple(dict.fromkeys([*_MAKERS.values(), *_MAKERS]))


def fold_model(text: str) -> str:
    """For comparing models and serial numbers: half width, upper case, no spaces, one dash."""
    return fold_dashes(squeeze(text)).upper()


def compare_models(a: str, b: str) -> Likeness:
    """How alike two models or serial numbers are: dashes, case and width never matter; O/0, I/1, B/8 … are confusable.

    A missing dash is confusable too. Another digit is not: ``SPS-200`` and ``SPS-600`` are two models.
    """
    x, y = fold_model(a), fold_model(b)
    likeness = compare(x, y, near_from=5)
    if not likeness.same:
        short, long = x.replace("-", ""), y.replace("-", "")
        if short and (short == long or compare(short, long).same):
            return Likeness.CONFUSABLE
    return likeness


class Kinship(StrEnum):
    """What two models are to each other."""

    SAME = "same"
    """The same but for width, case, dashes and characters that are taken for each other (O/0, I/1, B/8)."""
    VARIANT = "variant"
    """One is the other with a suffix of colour, region, voltage or the like: the same goods in most catalogues."""
    DIFFERENT = "different"


#: Suffixes that makers put behind a model for its finish, climate or mains: colour (W ホワイト, K ブラック …), 寒冷地,
#: 塩害, 50/60 Hz, 100/200 V, sets. Behind a dash, slash, bracket or space; or one letter straight behind a digit.
_SUFFIX = re.compile(
    r"^(?:[-/ (]?(?:W|WH|K|BK|B|S|SV|SL|T|TM|BR|H|HL|C|CW|G|GY|N|R|L|P|U|A|E|Z|X)\)?"
    r"|[-/ (](?:[A-Z]{1,3}|5[0]|6[0]|1[0]0V?|2[0]0V?|5[0]HZ|6[0]HZ|SET|[0-9])\)?"
    r"|[-/ (]?(?:[ァ-ヺー一-鿿]{1,6})\)?)$"
)


def kinship(a: str, b: str) -> Kinship:
    """Whether two models are one, one of one family, or two.

    ``EHP-S370`` is one family with ``EHP-S370W`` and ``EHP-S370-K``, and these two with each other; ``EHP-S460`` is
    another model. Whether a variant is covered is the programme's word: VARIANT is for a person to see.
    """
    if not (fold_model(a) and fold_model(b)):
        return Kinship.DIFFERENT
    if compare_models(a, b).same:
        return Kinship.SAME
    x, y = fold_model(a), fold_model(b)
    stem = _common(x, y)
    if len(re.sub(r"[^0-9A-Z]", "", stem)) < 4 or not re.search(r"[0-9][)]?$", stem):
        return Kinship.DIFFERENT
    tails = [t for t in (x[len(stem) :], y[len(stem) :]) if t]
    return Kinship.VARIANT if all(_SUFFIX.match(t) for t in tails) else Kinship.DIFFERENT


def _common(a: str, b: str) -> str:
    """What two models begin with, without a dash or bracket at its end."""
    n = next((i for i, (c, d) in enumerate(zip(a, b, strict=False)) if c != d), min(len(a), len(b)))
    return a[:n].rstrip("-/( ")


def compare_serials(a: str, b: str) -> Likeness:
    """How alike two serial numbers are: as models, and the words 製造番号 S/N No. before them never matter.

    A serial number names one piece: there are no variants, and another digit is another piece.
    """
    return compare_models(_bare_serial(a), _bare_serial(b))


def _bare_serial(text: str) -> str:
    return re.sub(r"^(?:製造番号|製造№|機番|製番|S/?N(?=[:. ])|SERIAL|NO\.)[:. ]*", "", squeeze(text).upper())


def odd_ones(values: Mapping[str, str], alike: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Which papers disagree: of `values` (paper → model or serial), those unlike what most papers say.

    Nobody is the odd one where all agree; everybody is where no two agree, or where two sides are of the same size.
    """
    groups: list[list[str]] = []
    for paper, value in values.items():
        home = next((g for g in groups if alike(values[g[0]], value)), None)
        if home is None:
            groups.append([paper])
        else:
            home.append(paper)
    if len(groups) < 2:
        return ()
    most = max(len(g) for g in groups)
    largest = [g for g in groups if len(g) == most]
    rest = [g for g in groups if g is not largest[0]] if len(largest) == 1 else groups
    return tuple(paper for paper in values if any(paper in g for g in rest))


def find_model(model: str, text: str) -> Likeness:
    """How well `model` stands somewhere in `text` (a line item, a description, all text of a warranty).

    EQUAL where it stands there by itself, CONFUSABLE where it does but for confusable characters or dashes, else
    DIFFERENT. Models of fewer than three letters and digits are never found.
    """
    wanted = re.sub(r"[^0-9A-Z]", "", fold_model(model))
    if len(wanted) < 3:
        return Likeness.DIFFERENT
    body = fold_model(text)
    if re.search(rf"(?<![0-9A-Z\-]){re.escape(fold_model(model))}(?![0-9A-Z]|-[0-9A-Z])", body):
        return Likeness.EQUAL
    for run in re.findall(rf"[0-9A-Z|!〇○]+(?:[{re.escape(DASHES)}/.]?[0-9A-Z|!〇○]+)*", body):
        bare = re.sub(r"[^0-9A-Z|!〇○]", "", run)
        if len(bare) == len(wanted) and _confusable_text(bare, wanted):
            return Likeness.CONFUSABLE
    return Likeness.DIFFERENT


def models_in(text: str) -> list[str]:
    """What looks like a model in running text: at least one letter and two digits, five characters or more."""
    found = []
    for run in re.findall(
        r"[0-9A-Z]+(?:-[0-9A-Z]+)*", fold_dashes(re.sub(r"[ \u3000]+", " ", text)).upper().translate(_NARROW)
    ):
        if len(run) >= 5 and re.search(r"[A-Z]", run) and len(re.findall(r"\d", run)) >= 2 and parse_model(run):
            found.append(run)
    return found


_NARROW = {ord("Ａ") + i: chr(ord("A") + i) for i in range(26)} | {ord("０") + i: chr(ord("0") + i) for i in range(10)}


def _confusable_text(a: str, b: str) -> bool:
    unlike = [(c, d) for c, d in zip(a, b, strict=True) if c != d]
    return all(confusable(c, d) for c, d in unlike) and len(unlike) <= max(1, len(a) // 3)


def compare_makers(a: str, b: str) -> Likeness:
    """How alike two makers are; 株式会社 and the like, ・ and case never matter, known names in two scripts are equal."""
    x, y = _maker(a), _maker(b)
    return compare(x, y)


def known_maker(text: str, *, sizes: bool = True) -> str | None:
    """The maker as the list spells it; None where the list has none of that name.

    ``sizes=False``: the size of ャュョッ does not matter (パナソニツク is パナソニック).
    """
    bare = _maker(text)
    if sizes:
        return text if bare in _KNOWN else None
    return next((name for name in _KNOWN if name.translate(LARGE_KANA) == bare.translate(LARGE_KANA)), None)


def _maker(text: str) -> str:
    bare = re.sub(r"株式会社|\(株\)|有限会社|[・\-\s.]", "", squeeze(text)).upper()
    return _MAKERS.get(bare, bare)


def compare_capacities(a: str, b: str) -> Likeness:
    """How alike two sizes are: ``9.80 kWh`` and ``9.8kWh`` are equal; another unit or number is different."""
    x, y = parse_capacity(a), parse_capacity(b)
    if x is None or y is None:
        return compare(a, b)
    return Likeness.EQUAL if _plain(x) == _plain(y) else compare(_plain(x), _plain(y), near_from=99)


def _plain(capacity: str) -> str:
    m = re.match(r"(\d+)(?:\.(\d+))?(.*)", capacity)
    if m is None:
        return capacity
    decimals = (m[2] or "").rstrip("0")
    return f"{int(m[1])}{'.' + decimals if decimals else ''}{m[3].lower()}"

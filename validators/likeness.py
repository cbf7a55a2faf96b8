"""How alike two readings are, and what a piece of knowledge says of a value. The words all knowledge modules answer in."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from models.values.text import fold_itaiji, squeeze


class Verdict(StrEnum):
    """What knowledge says of values that should belong together."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNKNOWN = "unknown"
    """The knowledge does not reach that far; no evidence either way."""


#: So many characters are passed over at most, and so many others stay.
_PASSED_OVER, _STAY = 2, 3


def passed_over(short: str, long: str) -> bool:
    """Whether `short` is `long` without one or two characters between its first and its last."""
    if not (0 < len(long) - len(short) <= _PASSED_OVER and len(short) >= _STAY):
        return False
    if short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(c in rest for c in short)


class Likeness(StrEnum):
    """How alike two written values are, from same to different."""

    EQUAL = "equal"
    VARIANT = "variant"
    """Same but for variant characters (髙/高, 﨑/崎)."""
    CONFUSABLE = "confusable"
    """Same but for characters that engines take for each other (O/0, ロ/口, 太/大)."""
    NEAR = "near"
    """One character differs that engines do not usually confuse: a misreading, or somebody else of the same family."""
    DIFFERENT = "different"

    @property
    def same(self) -> bool:
        """Whether a clerk would take both for the same thing, unless the difference is pointed out."""
        return self in (Likeness.EQUAL, Likeness.VARIANT, Likeness.CONFUSABLE)


#: Characters that engines (and hurried eyes) take for each other in Japanese text. Each word is one class.
_CONFUSABLE_CLASSES = """
    OoQD0〇○◯ Il1|i!丨 Zz2 Ss5 Gb6 B8 gq9 Uu Vv Ww Xx× Cc Kk Pp Yy Mm Nn Tt Ff Jj
    力カ 二ニ 口ロ囗 八ハ 工エ 夕タ 卜ト 千チ干于 三ミ 一ー丨-ー―— へヘ べベ ぺペ りリ 才オ 丿ノ 匕ヒ 乂メ ムム厶
    大太犬丈 土士 未末 己巳已 田由甲申 日曰目白 木本 人入 王玉主 天夫 刀力 問間 鳥烏 住佳往 侍待 持特 祐祜裕 佑祐 宮官 綱網 貝具 治冶 享亨 斉斎齊 崇祟 茂茨 緑縁 若苦 右石 今令 会合 徳得
    壬任 微徴 輪輸 暮墓 幣弊 遣遺 萩荻 粟栗 柿杮 塚塜 堀掘 揚場 梅海 崎埼 祗祇 祢弥 袖柚 彦產 光先 永水氷 平乎 正止 久欠 郎朗 助肋 宏広 清晴 弘引 博傅 和利 理埋 里黒 早旱 幸辛 桂柱 斑班 櫟擽轢 潟渇 狭挟峡 陣陳 柏拍 板坂阪 技枝 材村 池地他 谷合 鈴鉛 飽鉋 湖潮 沼沿 沖仲 浦捕 深探 渕淵 綿錦 端瑞 場塲埸
    シツ ンソ ジヅ ゾン コユ アマ スヌ クワ ラヲフ セサ ヤマ ウワ ケク ナメ テチ ルレ シジ ツヅ カガ キギ クグ ケゲ コゴ サザ スズ セゼ ソゾ タダ チヂ テデ トド ハバパ ヒビピ フブプ ヘベペ ホボポ
"""


def _pairs() -> frozenset[tuple[str, str]]:
    pairs = set()
    for cls in _CONFUSABLE_CLASSES.split():
        for a in cls:
            for b in cls:
                if a != b:
                    pairs.add((a, b))
    return frozenset(pairs)


_PAIRS = _pairs()


def confusable(a: str, b: str) -> bool:
    """Whether engines take the single characters `a` and `b` for each other (or they are the same)."""
    return a == b or (a, b) in _PAIRS


def compare(a: str, b: str, *, fold: Callable[[str], str] = squeeze, near_from: int = 3) -> Likeness:
    """How alike `a` and `b` are after `fold` (spaces and widths by default).

    Confusable: same length, and every difference (at most a third of the characters, or one) is between characters
    that engines confuse. Near: one edit between texts of at least `near_from` characters.
    """
    x, y = fold(a), fold(b)
    if x == y:
        return Likeness.EQUAL
    if not x or not y:
        return Likeness.DIFFERENT
    u, v = fold_itaiji(x), fold_itaiji(y)
    if u == v:
        return Likeness.VARIANT
    if len(u) == len(v):
        unlike = [(c, d) for c, d in zip(u, v, strict=True) if c != d]
        if all(confusable(c, d) for c, d in unlike) and len(unlike) <= max(1, len(u) // 3):
            return Likeness.CONFUSABLE
    if max(len(u), len(v)) >= near_from and Levenshtein.distance(u, v, score_cutoff=1) <= 1:
        return Likeness.NEAR
    return Likeness.DIFFERENT


def worst(*likenesses: Likeness) -> Likeness:
    """The least alike of several."""
    order = list(Likeness)
    return max(likenesses, key=order.index)

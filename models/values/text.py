"""Text as such: widths, spaces, dashes and variant characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Everything that people, fonts and engines use for a dash between digits.
DASHES = "-‐‑‒–—―−﹣－ーｰ〜~～─━╌╴⁻₋"
_DASH = re.compile(f"[{re.escape(DASHES)}]")
#: Variation selectors: 葛󠄀 is 葛 with one.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")

#: Variant and old characters, each before the one in common use. Names keep what is on paper; only comparisons fold.
#: Source: 旧字体・異体字 of 常用漢字表 and 人名用漢字, those that occur in Japanese names and places.
_VARIANTS = """
    鰺鯵 檪櫟 鷆鷏 檮梼 髙高 﨑崎 嵜崎 碕崎 邊辺 邉辺 齋斎 齊斎 斉斎 濱浜 濵浜 嶋島 嶌島 櫻桜 澤沢 德徳 廣広 國国 黑黒 眞真 𠮷吉 藏蔵 惠恵 壽寿 祗祇 籔藪 薮藪 瀨瀬 淸清 龍竜 冨富 﨟臈 榮栄 豐豊
    關関 驒騨 條条 鐵鉄 圓円 與与 寬寛 實実 學学 惣総 萬万 彌弥 會会 靜静 曾曽 增増 渕淵 渊淵 礒磯 縣県 總総 聰聡 莊荘 萠萌 薗園 讓譲 鄕郷 靑青 齡齢 龜亀 峯峰 嶽岳 栁柳 桒桑
    槇槙 檜桧 滿満 瑤瑶 禮礼 稻稲 竝並 絲糸 羣群 蘆芦 凞熙 緖緒 賴頼 舘館 當当 應応 檢検 氣気 淨浄 燈灯 狹狭 獨独 畫画 盡尽 竈釜 糺糾 繩縄 聲声 臺台 舊旧 號号 藝芸 藥薬 螢蛍
    衞衛 裝装 覺覚 觀観 證証 譽誉 讀読 豫予 貳弐 賣売 轉転 辨弁 遙遥 釋釈 鑛鉱 鹽塩 麥麦 黃黄 點点 齒歯 龝秋 穐秋 橫横 殘残 萊莱 帶帯 廳庁 徑径 恆恒 攝摂 數数 樂楽 樓楼 樣様
    歷歴 每毎 濟済 瀧滝 灣湾 爲為 犧犠 祿禄 穗穂 竊窃 經経 繪絵 續続 肅粛 舍舎 莖茎 蠻蛮 醫医 釀醸 錢銭 鎭鎮 陷陥 險険 雙双 雜雑 靈霊 顯顕 驗験 髓髄 體体 鷗鴎 鬪闘 麪麺 溪渓
    槪概 步歩 晉晋 晝昼 曉暁 埜野 嵓巌 巖巌 圀国 壯壮 奧奥 娛娯 寢寝 將将 尙尚 屆届 岀出 劍剣 剱剣 劔剣 勳勲 卷巻 參参 吳呉 㐂喜 單単 嚴厳 圖図 亞亜 佛仏 來来 倂併 假仮 傳伝
    價価 儉倹 兒児 兩両 册冊 凉涼 刄刃 效効 敎教 敍叙 杤栃 梹浜 椙杉 垰峠 籠篭 蛎蠣 砺礪 壷壺 頚頸 侠俠 噛嚙 掴摑 涛濤 祷禱 莵菟 諫諌 鴬鶯 鹸鹼 麹麴 屏屛 并幷 瓶甁 昻昂 桺柳
    菴庵 乘乗 冲沖 决決 况況 减減
"""
ITAIJI = str.maketrans({pair[0]: pair[1] for pair in _VARIANTS.split()})


def nfkc(text: str) -> str:
    """NFKC, except that compatibility ideographs stay what they are.

    Full-width letters and digits become ASCII, half-width kana become full-width, ㈱ becomes ``(株)``; the characters
    of names (塚 晴 福 …, which NFKC would replace by their modern twins) are kept as written.
    """
    if text.isascii():
        return text
    parts = _COMPATIBILITY.split(text)
    if len(parts) == 1:
        return unicodedata.normalize("NFKC", text)
    return "".join(p if _COMPATIBILITY.fullmatch(p) else unicodedata.normalize("NFKC", p) for p in parts)


_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def without_spaces(text: str) -> str:
    """`text` without any white space, visible or not."""
    return _SPACE.sub("", text)


def squeeze(text: str) -> str:
    """:func:`nfkc`, and no white space at all."""
    # again, because a mark that stood behind a space may now join the character before it
    return nfkc(without_spaces(nfkc(text)))


def tidy(text: str) -> str:
    """`text` as written: trimmed, every run of white space one space (the canonical form of free text)."""
    return _SPACE.sub(" ", text).strip()


_TWIN_KANA = re.compile("[リヘベペ](?=[んぁぃぅぇぉっゃゅょ])")


def twin_kana(text: str) -> str:
    """`text` with リ and ヘ, drawn like り and へ, in hiragana where hiragana follows with which no word begins: リんどう."""
    return _TWIN_KANA.sub(lambda kana: chr(ord(kana[0]) - 0x60), text)


def fold_dashes(text: str, to: str = "-") -> str:
    """Every dash look-alike becomes `to`. Not for Japanese words: ー is one of them."""
    return _DASH.sub(to, text)


@lru_cache(maxsize=4096)
def fold_itaiji(text: str) -> str:
    """`text` with variant characters replaced by the common ones, for comparing only."""
    return _SELECTORS.sub("", unicodedata.normalize("NFKC", text)).translate(ITAIJI)

"""What stands on a line: random texts of every kind that the second reader reads, in parts printed and written.

A :class:`Part` is a run of characters from one hand: the form prints 年月日 and 円, the applicant writes the digits
between them. The text of a line is the text of its parts; spaces are never part of it, gaps are.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

DIGITS = "0123456789"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KATAKANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォッャュョヵヶー・"
)
HIRAGANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽぁぃぅぇぉっゃゅょ"
)
SIGNS = "-,./:()¥+#%&*@_×〒、。"
KANJI = (
    "年月日令和平成昭大正明治元円也金壱弐参拾萬万千百億一二三四五六七八九十〇零時分税込抜計合数量単位"
    "台個式枚本点件回名人畳帖口戸窓号第番普通当座貯蓄記店銀行支電話携帯自内様殿御中"
)
ALPHABET = DIGITS + LATIN + "abcdefghijklmnopqrstuvwxyz" + KATAKANA + HIRAGANA + SIGNS + KANJI + "㎡"
"""Every character that a line may carry; width variants are folded (￥ → ¥, － → -, ｶﾞ → ガ)."""

#: Names' readings are made of these; mimicry of real ones matters little, every pair of kana must occur.
_MORAE = [
    *"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダデドバビブベボ",
    *("キョ", "シュ", "ショ", "ジュ", "ジョ", "チョ", "リョ", "ギョ", "ヒョ", "ミョ", "ニュ", "リュ", "シャ", "チャ"),
    *("パ", "ピ", "プ", "ポ", "ペ", "ッ", "ー", "ヴ", "ヂ", "ヅ", "フィ", "ティ", "ェ", "ファ", "ヲ"),
]
_MORA_WEIGHTS = [4] * 65 + [2] * (len(_MORAE) - 65)
_NAMES = [
    "サトウ",
    "スズキ",
    "タカハシ",
    "タナカ",
    "イトウ",
    "ワタナベ",
    "ヤマモト",
    "ナカムラ",
    "コバヤシ",
    "カトウ",
    "ヨシダ",
    "ヤマダ",
    "ササキ",
    "ヤマグチ",
    "マツモト",
    "イノウエ",
    "キムラ",
    "ハヤシ",
    "シミズ",
    "ヤマザキ",
    "モリ",
    "アベ",
    "イケダ",
    "ハシモト",
    "イシカワ",
    "オガワ",
    "マエダ",
    "フジタ",
    "オカダ",
    "ゴトウ",
    "ハセガワ",
    "ムラカミ",
    "コンドウ",
    "イシイ",
    "サカモト",
    "エンドウ",
    "アオキ",
    "フジイ",
    "ニシムラ",
    "フクダ",
    "オオタ",
    "ミウラ",
    "フジワラ",
    "マツダ",
    "オカモト",
    "ナカガワ",
    "ナカノ",
    "ハラダ",
    "オノ",
    "ヒロシ",
    "タケシ",
    "ユウコ",
    "ケイコ",
    "シンイチ",
    "ジュンコ",
    "キョウコ",
    "ショウタ",
    "リョウ",
    "ユミコ",
    "カズオ",
    "マサコ",
    "トシオ",
    "ヒデキ",
    "ミツコ",
    "サチコ",
    "ヨウスケ",
    "ケンジ",
    "タロウ",
    "ハナコ",
    "イチロウ",
    "ジロウ",
    "サブロウ",
    "ノボル",
    "マコト",
    "ツトム",
    "アキラ",
    "チヅコ",
    "シヅエ",
    "ヂュン",
]
#: Kana that are confused, drawn more often than chance would have it.
_LOOKALIKES = [
    "ソン",
    "シツ",
    "クケタ",
    "ワウ",
    "ナメ",
    "ヌス",
    "コユ",
    "ロコ",
    "チテ",
    "ラヲ",
    "ハバパ",
    "ヒビピ",
    "マム",
    "ノソ",
    "ミシ",
]
_LIKE_CODES = [
    "S5",
    "B8",
    "O0D",
    "I1",
    "G6C",
    "Z2",
    "Q0O",
    "UV",
    "VW",
    "EF",
    "PR",
    "T7",
    "MN",
    "XK",
    "5S3",
    "8B",
    "A4",
    "LI",
]
#: The same kana small and big, with and without its marks.
_SIZES = [
    "ャヤ",
    "ュユ",
    "ョヨ",
    "ッツ",
    "カガ",
    "キギ",
    "クグ",
    "ケゲ",
    "コゴ",
    "サザ",
    "シジ",
    "スズ",
    "セゼ",
    "ソゾ",
    "タダ",
    "チヂ",
]
_SIZES += [
    "ツヅ",
    "テデ",
    "トド",
    "ハバパ",
    "ヒビピ",
    "フブプ",
    "ヘベペ",
    "ホボポ",
    "ウヴ",
    "イィ",
    "アァ",
    "エェ",
    "オォ",
]
_LIKE_DIGITS = ["17", "38", "06", "56", "49", "08", "27", "35", "69"]


@dataclass(frozen=True, slots=True)
class Part:
    """`text` by one hand, `gap` ems after what precedes it; `printed` parts are the form's own words."""

    text: str
    printed: bool = False
    gap: float = 0.0


Text = tuple[Part, ...]
Maker = Callable[[random.Random], Text]


def spelled(parts: Text) -> str:
    """The text of the whole line as a reader should return it."""
    return "".join(p.text for p in parts)


def digits(rng: random.Random, count: int) -> str:
    """`count` digits; one time in four from a pair that is easily confused."""
    if rng.random() < 0.25:
        pair = rng.choice(_LIKE_DIGITS)
        return "".join(rng.choice(pair if rng.random() < 0.7 else DIGITS) for _ in range(count))
    return "".join(rng.choice(DIGITS) for _ in range(count))


def _plain(text: str) -> Text:
    return (Part(text),)


def number(rng: random.Random) -> Text:
    """Account, customer and branch numbers, counts."""
    count = rng.choices([1, 2, 3, 4, 5, 7, 8, 10, 11, 13], [2, 2, 4, 4, 2, 8, 3, 2, 1, 1])[0]
    return _plain(digits(rng, count))


def _yen(rng: random.Random) -> int:
    exact = rng.randint(1, 10 ** rng.choices([3, 4, 5, 6, 7, 8], [1, 2, 4, 5, 3, 1])[0] - 1)
    return exact if rng.random() < 0.5 else max(1, exact // 1000) * 1000


def amount(rng: random.Random) -> Text:
    """Money, with and without its signs; 円 is often printed."""
    value = _yen(rng)
    comma = "," if rng.random() < 0.8 else "." if rng.random() < 0.1 else ""
    figure = f"{value:,}".replace(",", comma)
    way = rng.random()
    if way < 0.22:
        return _plain(figure)
    if way < 0.45:
        return _plain("¥" + figure + rng.choice(["", "-", "-", "ー" if rng.random() < 0.2 else "-", "*"]))
    if way < 0.55:
        return (Part("¥", printed=rng.random() < 0.5), Part(figure, gap=rng.uniform(0, 0.8)))
    if way < 0.8:
        own = rng.random() < 0.5
        return (Part(figure), Part(rng.choice(["円", "円", "円也", "円(税込)", "円(税抜)"]), not own, _gap(rng)))
    if way < 0.88:
        return (
            Part("金", printed=rng.random() < 0.6),
            Part(figure, gap=_gap(rng)),
            Part("円也" if rng.random() < 0.5 else "円"),
        )
    if way < 0.95:
        return _plain(rng.choice(["金", "", "¥"]) + kanji_number(rng, value) + rng.choice(["円", "円也", "円整"[:1]]))
    return _plain("-" + figure)


def kanji_number(rng: random.Random, value: int) -> str:
    """`value` in kanji, legal (壱弐参拾) or plain."""
    legal = rng.random() < 0.6
    ones = "零壱弐参四五六七八九" if legal else "〇一二三四五六七八九"
    ten = "拾" if legal else "十"
    out = ""
    for power, unit in ((10**8, "億"), (10**4, "萬" if legal and rng.random() < 0.4 else "万"), (1, "")):
        group = value // power % 10**4
        if not group:
            continue
        for size, sign in ((1000, "千"), (100, "百"), (10, ten), (1, "")):
            digit = group // size % 10
            if digit and (size == 1 or digit > 1 or (legal and rng.random() < 0.7)):
                out += ones[digit]
            out += sign if digit else ""
        out += unit
    return out or ones[1]


def _gap(rng: random.Random) -> float:
    return rng.choice([0.0, 0.1, 0.3, rng.uniform(0.3, 2.5)])


def day(rng: random.Random) -> Text:
    """A date, Western or by era, by hand between printed words or in one go."""
    era, year = rng.choices(["令和", "平成", "昭和", "大正"], [10, 3, 4, 0.5])[0], rng.randint(1, 31)
    if era == "令和":
        year = rng.randint(1, 12)
    month, date = rng.randint(1, 12), rng.randint(1, 31)
    western = rng.randint(1930, 2030) if rng.random() < 0.4 else rng.randint(2020, 2028)
    way = rng.random()
    if way < 0.62:
        by_era = rng.random() < 0.72
        name = (era if rng.random() < 0.9 else era[0]) if by_era else ""
        count = str(year if by_era else western)
        if by_era and year == 1 and rng.random() < 0.5:
            count = "元"
        m, d = str(month), str(date)
        if rng.random() < 0.2:
            m, d = f"{month:02}", f"{date:02}"
        if rng.random() < 0.03 and by_era:
            count, m, d = (kanji_number(random.Random(1), int(x)) if x.isdigit() else x for x in (count, m, d))
        printed = rng.random() < 0.5
        wide = rng.random() < 0.6
        g: Callable[[], float] = lambda: rng.uniform(0.1, 1.6) if wide else 0.0  # noqa: E731
        shown = printed or rng.random() < 0.1
        return tuple(
            p
            for p in (
                Part(name, printed and rng.random() < 0.7),
                Part(count, False, g()),
                Part("年", shown, g()),
                Part(m, False, g()),
                Part("月", shown, g()),
                Part(d, False, g()),
                Part("日", shown, g()),
            )
            if p.text
        )
    dot = rng.choice([".", ".", "/", "-", "・" if rng.random() < 0.3 else "."])
    if way < 0.8:
        start = rng.choices("RHSrhs", [8, 3, 3, 0.4, 0.2, 0.2])[0] + str(year)
        return _plain(
            f"{start}{dot}{month}{dot}{date}" if rng.random() < 0.7 else f"{start}{dot}{month:02}{dot}{date:02}"
        )
    short = str(western) if rng.random() < 0.8 else f"{western % 100:02}"
    return _plain(f"{short}{dot}{month}{dot}{date}" if rng.random() < 0.5 else f"{short}{dot}{month:02}{dot}{date:02}")


def phone(rng: random.Random) -> Text:
    area = rng.choice(["03", "06", "090", "080", "070", "0742", "026", "0120", "050", "0265", "0968", "04"])
    if len(area) == 3 and area in ("090", "080", "070", "050"):
        middle, last = digits(rng, 4), digits(rng, 4)
    else:
        middle, last = digits(rng, 10 - 4 - len(area)), digits(rng, 4)
    way = rng.random()
    head = rng.choice(["", "", "", "", "電話", "TEL", "TEL:", "Tel", "携帯", "自"])
    body = f"{area}-{middle}-{last}" if way < 0.7 else f"{area}({middle}){last}" if way < 0.82 else area + middle + last
    if 0.82 <= way < 0.9:
        p = rng.random() < 0.7
        return (
            Part(area),
            Part("-", p, _gap(rng)),
            Part(middle, gap=_gap(rng)),
            Part("-", p),
            Part(last, gap=_gap(rng)),
        )
    return (Part(head, rng.random() < 0.8), Part(body, gap=_gap(rng))) if head else _plain(body)


def postal(rng: random.Random) -> Text:
    first, last = digits(rng, 3), digits(rng, 4)
    hyphen = "-" if rng.random() < 0.8 else ""
    if rng.random() < 0.5:
        return (Part("〒", rng.random() < 0.8), Part(first + hyphen + last, gap=rng.choice([0, 0, 0.3, 0.8])))
    if rng.random() < 0.2:
        return (Part(first), Part("-", True, 0.2), Part(last, gap=0.2))
    return _plain(first + hyphen + last)


def _word(rng: random.Random) -> str:
    if rng.random() < 0.35:
        return rng.choice(_NAMES)
    if rng.random() < 0.2:
        like = rng.choice(_LOOKALIKES)
        return "".join(
            rng.choice(like) if rng.random() < 0.7 else rng.choice(KATAKANA[:46]) for _ in range(rng.randint(2, 6))
        )
    if rng.random() < 0.15:  # no language to tell them by
        pairs = "".join(rng.choice(_SIZES) for _ in range(3))
        return rng.choice("カシタナハマヤラキ") + "".join(rng.choice(pairs) for _ in range(rng.randint(1, 5)))
    out = "".join(rng.choices(_MORAE, _MORA_WEIGHTS, k=rng.randint(1, 6)))
    return out.lstrip("ーッェ") or "カ"


def kana(rng: random.Random) -> Text:
    """A name's furigana: one to three words of katakana or hiragana."""
    words = [_word(rng) for _ in range(rng.choices([1, 2, 3], [4, 6, 1])[0])]
    if rng.random() < 0.25:
        words = [as_hiragana(w) for w in words]
    elif rng.random() < 0.06:
        words.insert(1, "・")
    return tuple(Part(w, gap=rng.choice([0, 0.3, 0.6, 1.0]) if i else 0.0) for i, w in enumerate(words))


def as_hiragana(text: str) -> str:
    """Katakana as hiragana, where hiragana has the sign."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ン" else c for c in text)


def as_big(text: str) -> str:
    """Small kana as big ones: the banks' kana know no small ones."""
    return text.translate(str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ"))


def holder(rng: random.Random) -> Text:
    """An account holder as banks write it."""
    words = [as_big(_word(rng)) for _ in range(rng.choices([1, 2, 3], [2, 5, 2])[0])]
    if rng.random() < 0.4:
        form = rng.choice(["カ", "カ", "カ", "ユ", "ド", "シヤ", "ザイ", "イ", "ガク", "シユウ", "フク", "メ", "シ"])
        mark = rng.choice([f"{form})", f"{form})", f"({form}", f"({form})"])
        if mark.startswith("("):
            words.append(mark)
            words = words if rng.random() < 0.6 or mark.endswith(")") else [*words[:-1], mark]
        else:
            words.insert(0, mark)
    if rng.random() < 0.12:
        words.append(rng.choice(["ダイヒヨウ", "リジチヨウ", "カイケイ", "ダイヒヨウシヤ"]))
    if rng.random() < 0.05:
        words.insert(1, rng.choice(["-", ".", "A", "NPO", "JA", "&"]))
    close = rng.random() < 0.4
    return tuple(Part(w, gap=0.0 if close or not i else rng.choice([0.3, 0.5, 1.0])) for i, w in enumerate(words))


def halfkana(rng: random.Random) -> Text:
    """What is set in half-width kana: holders, and names with their small kana."""
    if rng.random() < 0.65:
        return holder(rng)
    return tuple(Part(_word(rng), gap=0.5 if i else 0.0) for i in range(rng.choice([1, 2, 2, 3])))


def code(rng: random.Random) -> Text:
    """Models, serial numbers, invoice numbers, decision numbers."""
    way = rng.random()
    if way < 0.2:
        body = "T" + digits(rng, 13)
        if rng.random() < 0.2:
            body = f"T{digits(rng, 1)}-{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}"
        return _plain(body)
    like = "".join(rng.choice(_LIKE_CODES) for _ in range(3))
    pool = like if rng.random() < 0.35 else LATIN
    letters: Callable[[int], str] = lambda n: "".join(rng.choice(pool) for _ in range(n))  # noqa: E731
    if way < 0.6:
        pieces = [letters(rng.randint(1, 4)) + (digits(rng, rng.randint(0, 4)))]
        for _ in range(rng.randint(0, 3)):
            pieces.append(
                rng.choice(
                    [
                        digits(rng, rng.randint(1, 5)),
                        letters(rng.randint(1, 3)),
                        letters(1) + digits(rng, rng.randint(1, 3)),
                        digits(rng, rng.randint(1, 3)) + letters(rng.randint(1, 2)),
                    ]
                )
            )
        return _plain(rng.choice(["-", "-", "-", "", "/", "."]).join(pieces))
    if way < 0.75:
        return _plain(
            "".join(rng.choice(like if like is pool else LATIN + DIGITS * 3) for _ in range(rng.randint(4, 14)))
        )
    if way < 0.85:
        return _plain(
            rng.choice(["No.", "第", "#", "NO."]) + digits(rng, rng.randint(1, 6)) + rng.choice(["", "", "号"])
        )
    if way < 0.93:
        amount_, unit = (
            rng.choice([digits(rng, 1) + "." + digits(rng, rng.randint(1, 2)), str(rng.randint(1, 999))]),
            rng.choice(
                [
                    "kWh",
                    "kW",
                    "台",
                    "枚",
                    "式",
                    "個",
                    "本",
                    "件",
                    "L",
                    "㎡",
                    "窓",
                    "畳",
                    "号",
                    "%",
                    "A",
                    "V",
                    "m",
                    "kg",
                    "点",
                    "回",
                    "人",
                    "戸",
                ]
            ),
        )
        return (Part(amount_), Part(unit, rng.random() < 0.3, rng.choice([0, 0, 0.3])))
    return _plain(
        "".join(
            rng.choice(LATIN.lower() if rng.random() < 0.6 else LATIN + DIGITS + "-_.@")
            for _ in range(rng.randint(3, 12))
        )
    )


def bank(rng: random.Random) -> Text:
    """Numbers of bank papers, with the words around them."""
    way = rng.random()
    if way < 0.4:
        head = rng.choice(["普通", "当座", "貯蓄", "普", "口座番号", "記号", "番号", "店番", "店番号", "銀行", "支店"])
        return (Part(head, rng.random() < 0.8), Part(digits(rng, rng.choice([3, 4, 5, 7, 7, 8])), gap=_gap(rng)))
    if way < 0.6:
        return (Part(digits(rng, 4)), Part(digits(rng, 3), gap=rng.uniform(0.5, 3)))
    if way < 0.8:
        return (Part(digits(rng, 5)), Part("-", True, _gap(rng)), Part(digits(rng, 8), gap=_gap(rng)))
    return _plain(
        "".join(rng.choice("〇一二三四五六七八九十") for _ in range(rng.randint(1, 4)))
        if rng.random() < 0.4
        else digits(rng, 7)
    )


def soup(rng: random.Random) -> Text:
    """Any characters of the alphabet in any order: no language to lean on, and every sign occurs."""
    pool = rng.choices([ALPHABET, DIGITS + KANJI, DIGITS + LATIN + SIGNS, KATAKANA, HIRAGANA], [10, 4, 3, 2, 1])[0]
    return _plain("".join(rng.choice(pool) for _ in range(rng.randint(1, 9))).translate(_TOLD_BY_NEIGHBOURS))


def nothing(_: random.Random) -> Text:
    """An empty entry."""
    return ()


_TOLD_BY_NEIGHBOURS = str.maketrans("", "", "ー一二八〇口千ヶヵ・。、ァィゥェォャュョッぁぃぅぇぉゃゅょっ")
"""Signs that only their neighbours or their size tell from others (ー 一 -, 二 ニ, 〇 0, 口 ロ)."""


MAKERS: dict[str, Maker] = {
    "number": number,
    "amount": amount,
    "date": day,
    "phone": phone,
    "postal": postal,
    "kana": kana,
    "holder": holder,
    "halfkana": halfkana,
    "code": code,
    "bank": bank,
    "soup": soup,
    "nothing": nothing,
}
"""Kind of line -> its maker; `halfkana` is drawn in half-width kana."""

WEIGHTS: dict[str, float] = {
    "number": 14,
    "amount": 13,
    "date": 14,
    "phone": 7,
    "postal": 5,
    "kana": 18,
    "holder": 8,
    "halfkana": 9,
    "code": 15,
    "bank": 4,
    "soup": 6,
    "nothing": 1.5,
}


def text(rng: random.Random, kind: str) -> Text:
    """A text of `kind`; only characters of :data:`ALPHABET`."""
    return tuple(replace(p, text=p.text) for p in MAKERS[kind](rng) if p.text)


_HALF = {
    full: half
    for full, half in zip(
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜",
        (chr(c) for c in range(0xFF66, 0xFFA0)),
        strict=True,
    )
}


def as_half_width(text: str) -> str:
    """Katakana as half-width kana, voiced marks as characters of their own (ガ → ｶﾞ)."""
    import unicodedata

    out = []
    for char in text:
        for piece in unicodedata.normalize("NFD", char) if char in KATAKANA else char:
            piece = {"\u3099": "゛", "\u309a": "゜"}.get(piece, piece)
            out.append(_HALF.get(piece, piece))
    return "".join(out)

"""The alphabet of each kind of entry: what can stand there, printed placeholders included, and what is one there.

An alphabet holds characters as they are on paper; the parsers of :mod:`models.values` make values of them. Look-alikes
are folded only where the kind of entry decides which of them it is: in digits O is 0, in kana 力 is カ, in an address
both may stand and the neighbours decide (:mod:`extractors.ocr.context`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from extractors.ocr.decoding import Allowed
from models.programmes import ValueKind
from models.values.account import ACCOUNT_TYPES
from models.values.fields import DATE_KEYS, YEN_KEYS
from models.values.keys import alike

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = UPPER.lower()
KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7))) + "ー・"
HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))
HALF_WIDTH = "".join(map(chr, range(0xFF66, 0xFFA0)))
VOICING = "゛゜ﾞﾟ"
KANJI_DIGITS = "〇一二三四五六七八九十百千万億"
DAIJI = "壱弐参拾萬阡仟零伍陸漆捌玖壹貳參廿"
DASHES = "-‐‑‒–—―−－ーｰ─━一"
"""What is one dash between digits. (～ and ~ are none.)"""

_TO_DIGIT = {
    **dict.fromkeys("OoQDoО〇○◯●。", "0"),
    **dict.fromkeys("IlｌⅠ丨i!", "1"),
    **dict.fromkeys("Zzㄋ乙", "2"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gb", "6"),
    **dict.fromkeys("B", "8"),
    **dict.fromkeys("gq", "9"),
}
"""Letters and signs that are digits where only digits stand."""

_BOX_RULES = "|¦｜[]［］【】口□ロ囗∥"
"""What engines read where the rules of entry boxes are."""

_KANA_LOOKALIKES = dict(
    zip("力二口八工夕卜千三丿才匕ㄧ乂厶戸万刀又了", "カニロハエタトチミノオヒーメムトカカスア", strict=True)
)


def _wide(characters: Iterable[str]) -> dict[str, str]:
    """Full-width forms of ASCII characters, to fold them."""
    return {chr(ord(c) + 0xFEE0): c for c in characters if "!" <= c <= "~"}


def _alphabet(
    name: str,
    characters: str,
    folds: Mapping[str, str] | None = None,
    *,
    silent: str = "",
    space: bool = False,
    weights: Mapping[str, float] | None = None,
) -> Allowed:
    """An alphabet with full-width forms folded to ASCII, and `folds` where they change nothing of its own.

    Spaces are silent unless `space`: in most entries they say nothing.
    """
    own = frozenset(characters) | ({" "} if space else frozenset())
    all_folds = _wide(own) | {a: b for a, b in (folds or {}).items() if b in own}
    if space:
        all_folds["\u3000"] = " "
    all_folds = {a: b for a, b in all_folds.items() if a not in own}
    quiet = frozenset(silent + ("" if space else " \u3000")) - own - set(all_folds)
    return Allowed(name, own, all_folds, quiet, dict(weights or {}))


_DASH_FOLDS = {c: "-" for c in DASHES[1:]}
_BRACKETS = {**dict.fromkeys("（〔〈《", "("), **dict.fromkeys("）〕〉》", ")")}
_DATE_FOLDS = {
    **_TO_DIGIT,
    **_DASH_FOLDS,
    **dict.fromkeys("牛午", "年"),
    **dict.fromkeys("円用", "月"),
    **dict.fromkeys("目曰白", "日"),
    **dict.fromkeys("今冷", "令"),
    **dict.fromkeys("秋租", "和"),
    **dict.fromkeys("戌戊戍咸威", "成"),
    **dict.fromkeys("照沼", "昭"),
    **dict.fromkeys(["．", "·", "•", "∙", "・"], "."),
    **_BRACKETS,
}
_YEN_FOLDS = {
    **_TO_DIGIT,
    **{c: "-" for c in DASHES[1:] if c != "一"},
    **dict.fromkeys("￥YyVΥУ羊", "¥"),
    **dict.fromkeys("、，‚", ","),
    **dict.fromkeys(["．", "·", "•", "。"], "."),
    **dict.fromkeys("丹圓", "円"),
    **dict.fromkeys("他地池世", "也"),
    **_BRACKETS,
}
_KANA_FOLDS = {
    **_KANA_LOOKALIKES,
    **{c: chr(ord(c) + 0x60) for c in HIRAGANA},
    **dict.fromkeys("-‐‑‒–—―−－ｰ─━一~〜～", "ー"),
    **dict.fromkeys("“”\"〃‘’'`", "゛"),
    **dict.fromkeys("°○。", "゜"),
    "ﾞ": "゛",
    "ﾟ": "゜",
    **dict(
        zip(
            "ｦｧｨｩｪｫｬｭｮｯｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ",
            "ヲァィゥェォャュョッアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン",
            strict=True,
        )
    ),
}


ALPHABETS: dict[str, Allowed] = {
    a.name: a
    for a in (
        _alphabet("digits", DIGITS + "-", {**_TO_DIGIT, **_DASH_FOLDS}, silent=_BOX_RULES),
        _alphabet("count", DIGITS + KANJI_DIGITS + "件台式個契約世帯", _TO_DIGIT, silent=_BOX_RULES),
        _alphabet(
            "postal",
            DIGITS + "-〒",
            {**_TO_DIGIT, **_DASH_FOLDS, **dict.fromkeys("〶T干テ千丁Fモ下", "〒")},
            silent=_BOX_RULES,
        ),
        _alphabet(
            "phone",
            DIGITS + "-()+TELFAX.:・電話番号携帯自宅勤務先日中連絡内線代表℡☎",
            {**_TO_DIGIT, **_DASH_FOLDS, **_BRACKETS},
            silent=_BOX_RULES,
        ),
        _alphabet(
            "date",
            DIGITS + "元令和平成昭大正明治西暦年月日火水木金土曜RHSTM./-()" + "〇一二三四五六七八九十廿",
            {**_DATE_FOLDS, "一": "一"},
            silent="|¦｜[]［］【】□",
            space=True,
        ),
        _alphabet(
            "yen",
            DIGITS + KANJI_DIGITS + DAIJI + "¥\\,.-円也金整税込抜消費総額合計内外小()▲△*※:%",
            _YEN_FOLDS,
            silent="|¦｜[]［］【】□",
            space=True,
        ),
        _alphabet(
            "kana", KATAKANA + VOICING[:2] + "()", {**_KANA_FOLDS, **_BRACKETS}, silent="|¦｜[]［］□", space=True
        ),
        _alphabet(
            "holder",
            KATAKANA + VOICING[:2] + DIGITS + UPPER + "().,/&様殿",
            {**_KANA_FOLDS, **{c: c.upper() for c in LOWER}, **_BRACKETS, "樣": "様"},
            silent="|¦｜[]［］□",
            space=True,
            weights={**dict.fromkeys(DIGITS, 0.1), **dict.fromkeys(UPPER, 0.3)},
        ),
        _alphabet(
            "account_type", "".join(sorted({c for words in ACCOUNT_TYPES.values() for w in words for c in w} | set("預貯金口座種別・()○✓☑レ:")))
        ),
        _alphabet(
            "invoice",
            "T" + DIGITS + "-登録番号適格請求書発行事業者インボイスNo.:()",
            {**_TO_DIGIT, **_DASH_FOLDS, **_BRACKETS, **dict.fromkeys("丁Ｔ┬", "T")},
            silent="|¦｜[]［］□",
        ),
        _alphabet(
            "model",
            DIGITS + UPPER + LOWER + "-/.()+_*#&×,:" + "型式番品名機種製造号" + KATAKANA,
            {**{c: "-" for c in DASHES[1:]}, **_BRACKETS, "∕": "/", "・": ".", "·": "."},
            silent="|¦｜",
            space=True,
        ),
        _alphabet(
            "capacity",
            DIGITS + ".,kKwWhHVAmM2²㎡³㎥LℓlcCt°℃%×" + "台窓枚棟基個式件箇所本組面口戸セットリル馬力坪畳約合計型ヶカか/g",
            {
                **dict.fromkeys("OoQDО〇○◯", "0"),
                **dict.fromkeys("．·•・", "."),
                **dict.fromkeys("Il丨", "1"),
                "㎾": "W",
            },
            silent="|¦｜[]［］□",
        ),
    )
}  # fmt: skip
"""By name."""


_NAMED_KINDS: dict[str, ValueKind] = {
    "kana": ValueKind.KANA,
    "holder": ValueKind.HOLDER_KANA,
    "postal": ValueKind.POSTAL_CODE,
    "phone": ValueKind.PHONE,
    "date": ValueKind.DATE,
    "yen": ValueKind.YEN,
    "count": ValueKind.COUNT,
    "capacity": ValueKind.CAPACITY,
    "model": ValueKind.MODEL,
    "invoice": ValueKind.MODEL,
    "digits": ValueKind.ACCOUNT_NUMBER,
}

_KIND_NAMES: dict[ValueKind, str] = {
    **{kind: name for name, kind in _NAMED_KINDS.items() if name != "invoice"},
    **dict.fromkeys([ValueKind.BANK_CODE, ValueKind.BRANCH_CODE, ValueKind.CUSTOMER_NUMBER], "digits"),
}

_KEY_NAMES: dict[str, str] = {
    **dict.fromkeys(DATE_KEYS, "date"),
    **dict.fromkeys(YEN_KEYS, "yen"),
    **dict.fromkeys(
        ["bank_code", "branch_code", "account_number", "yucho_symbol", "yucho_number", "customer_number"], "digits"
    ),
    **dict.fromkeys(["phone", "proxy_phone"], "phone"),
    **dict.fromkeys(["model", "serial_number"], "model"),
    "contract_count": "count",
    "postal_code": "postal",
    "applicant_kana": "kana",
    "account_holder_kana": "holder",
    "account_type": "account_type",
    "invoice_number": "invoice",
    "capacity": "capacity",
}


@cache
def allowed_for(what: str | ValueKind) -> Allowed | None:
    """The alphabet of an entry, by its key or by its kind; None where any Japanese text may stand (:func:`text`)."""
    name = _KIND_NAMES.get(what) if isinstance(what, ValueKind) else _KEY_NAMES.get(alike(what))
    return ALPHABETS[name] if name is not None else None


def kind_of(key: str) -> ValueKind | None:
    """The kind of value whose alphabet the entry `key` has; None where it has none of its own."""
    name = _KEY_NAMES.get(alike(key))
    return _NAMED_KINDS.get(name) if name is not None else None


@cache
def kanji() -> frozenset[str]:
    """Every kanji of Japanese typesetting: JIS X 0208, JIS X 0213, the extensions of Windows' code page 932, and 𠮷."""
    ranges = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2A6E0))
    every = "".join(chr(n) for r in ranges for n in r)
    return typeset(every) | {"々", "〆", "〇", "ヶ", "𠮷"}


def typeset(characters: str) -> frozenset[str]:
    """Those of `characters` that Japanese typesetting has: Windows' code page 932 or JIS X 0213."""
    return _held_by("cp932", characters) | _held_by("euc_jisx0213", characters)


def _held_by(encoding: str, characters: str) -> frozenset[str]:
    """Those of `characters` that `encoding` holds. Asked all at once: asking for 70,000 of them one by one takes a second."""
    return frozenset(characters.encode(encoding, "ignore").decode(encoding))


@cache
def text() -> Allowed:
    """Any Japanese text: kanji, kana, Latin letters, digits and the signs of Japanese papers.

    Forms of a kanji that Japan wrote before its reforms, or never (增 綠 淸), are rarer than a recogniser trained on
    Chinese takes them for: they weigh less than their modern twins, save those that many families keep.
    """
    signs = "".join(chr(n) for n in range(0x20, 0x7F))
    japanese = "、。「」『』（）〔〕【】・：；！？％＆＋－／＝＠～〒※№℡㈱㈲㈹㊞①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥ°²³㎡㎥℃±×→←↑↓○●◎□■△▲▽▼◇◆☆★☑✓¥￥…―ー"
    own = "".join(kanji()) + HIRAGANA + KATAKANA + HALF_WIDTH + "･" + signs + japanese
    rare = kanji() - _held_by("shift_jis", "".join(kanji())) - _KEPT_FORMS
    weights = dict.fromkeys(rare, 0.15) | _RARE_FORMS
    folds = {chr(n): chr(n - 0xFEE0) for n in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    return _alphabet("text", own, {**folds, "·": "・", "•": "・"}, space=True, weights=weights)


_KEPT_FORMS = frozenset("髙﨑濵德瀨栁桒槗淸靑鄕增")
"""Forms outside JIS X 0208 that families really write."""
_RARE_FORMS = {"惠": 0.4, "薰": 0.3, "黑": 0.4, "增": 0.3, "德": 0.5, "淸": 0.5, "靑": 0.3, "瀨": 0.7}
"""Forms that are Chinese papers' usual ones and Japanese papers' rare ones: a recogniser prefers them too often."""


def known_gaps(alphabet: Iterable[str]) -> frozenset[str]:
    """The kanji of Japanese typesetting that a recogniser with this `alphabet` can never output."""
    return kanji() - frozenset(alphabet)

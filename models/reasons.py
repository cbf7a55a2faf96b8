"""Why a value is believed, in words: one sentence part for each reason, the same for every page, list and letter.

>>> from models.documents import Corroboration, Field
>>> reasons(Field(key="phone", value="0312345678", exact=True))
('文字情報をそのまま読み取り',)
>>> passbook = Corroboration(kind="passbook", supports=True, reason_ja="通帳の写しと一致します")
>>> "；".join(reasons(Field(key="account_number", value="1234567", corroborations=[passbook])))
'通帳の写しと一致'
"""

from __future__ import annotations

from models.documents import Field

#: Names of engines as people call them; one that is not listed is called by its own name.
ENGINES_JA: dict[str, str] = {
    "ppocr": "読取A",
    "tesseract": "読取B",
    "crnn": "読取C",
    "marks": "印の検出",
    "text_layer": "PDFの文字",
    "form_field": "PDFの入力欄",
    "hidden_layer": "隠れ文字",
}

#: Support that nearly every value has: true, but no reason by itself.
SAYS_LITTLE = frozenset({"date_plausible", "chosen_among_readings", "tax_contained"})


def engine_family(engine: str) -> str:
    """Engines of one family share their mistakes: ``ppocr-boxes`` is ``ppocr``."""
    return engine.split("-")[0].split(":")[0]


def reasons(field: Field) -> tuple[str, ...]:
    """Everything that speaks for the value of `field`, strongest first; empty where nothing but an engine's word does.

    A person's word, an exact source, engines of different families that read the same, then what other papers,
    dictionaries and sums say. An entry left blank on paper has its blank as the reason.
    """
    found: list[str] = []
    supporting = [c for c in field.corroborations if c.supports]
    if any(c.kind == "person" for c in supporting):
        found.append("担当者が確認")
    if field.value is None:
        return (*found, "記入なし") if field.blank else tuple(found)
    if field.exact:
        found.append("文字情報をそのまま読み取り")
    families = list(dict.fromkeys(engine_family(r.engine) for r in field.readings if r.value == field.value))
    if len(families) >= 2:
        found.append("＝".join(ENGINES_JA.get(name, name) for name in families))
    elif agreed := next((c for c in supporting if c.kind == "engines_agree"), None):
        found.append(_short(agreed.reason_ja))
    rest = sorted(
        (c for c in supporting if c.kind not in ("person", "engines_agree")), key=lambda c: c.kind in SAYS_LITTLE
    )
    found += [_short(c.reason_ja) for c in rest]
    if not found and field.confidence > 0:
        # True of a value that is accepted, and all there is: the calibrated probability rests on clear readings alone.
        found.append(f"はっきり読める（正しい見込み{percent(field.confidence)}）")
    return tuple(dict.fromkeys(found))


def why(field: Field) -> str:
    """:func:`reasons` as one line: ``読取A＝読取B；通帳の写しと一致。``"""
    return "；".join(reasons(field)) + "。"


def percent(confidence: float) -> str:
    """A probability as it is shown, rounded down, so that nothing short of certain reads 100％."""
    return f"{int(confidence * 1000) / 10:g}％"


def doubts(field: Field) -> tuple[str, ...]:
    """Everything that speaks against the value, as sentences."""
    return tuple(dict.fromkeys(c.reason_ja for c in field.corroborations if not c.supports))


#: How a sentence ends → how the same words end as a part of a list.
_ENDINGS = {
    "一致します": "一致",
    "一致しています": "一致",
    "合います": "合う",
    "あります": "あり",
    "ありません": "なし",
    "そろっています": "そろっている",
    "読みました": "読んだ",
    "照合しました": "照合",
    "です": "",
}


def lengthened(part: str) -> tuple[str, ...]:
    """The sentences that `_short` may have made this part of: 通帳の写しと一致 → 通帳の写しと一致します, …"""
    return tuple(part.removesuffix(short) + ending for ending, short in _ENDINGS.items() if part.endswith(short))


def _short(sentence: str) -> str:
    """通帳の写しと一致します → 通帳の写しと一致"""
    for ending, shorter in _ENDINGS.items():
        if sentence.endswith(ending):
            return sentence.removesuffix(ending) + shorter
    return sentence

"""What a field's own readings and characters say for and against it, before any other paper is asked."""

from __future__ import annotations

import re
import unicodedata

from models.documents import OTHER_PAPER, Corroboration, Field
from models.programmes import Programme
from models.reasons import engine_family
from models.values.identifiers import MODEL_KEYS, STROKE_AT_END
from models.values.text import squeeze
from validators.addresses import nearly_listed, old_forms
from validators.billwords import row_names
from validators.dates import as_date, plausible
from validators.evidence import sure, typed
from validators.groups import Group, group
from validators.lexicon import unwritten
from validators.names import in_kana, known_name

#: Characters with a twin that differs by a stroke or two; an engine that shows one may have been shown the other.
VARIANT_PRONE = frozenset("高髙崎﨑嵜黒黑真眞徳德瀬瀨清淸辺邉邊斎斉齋齊吉𠮷籔薮藪富冨恵惠曽曾祇祗増增寛寬")

#: Names of persons, where a variant character is part of the identity.
PERSON_KEYS = frozenset(("applicant_name", "representative_name", "account_holder", "payer_name", "proxy_contact"))

#: Below this an engine itself says it is guessing. No score, however high, speaks for a value.
LOW_SCORE = 0.6

#: More contracts than one applicant has.
_MOST_CONTRACTS = 99

#: Dates that have nothing to do with the programme's year.
_FREE_DATES = frozenset({"birth_date"})


def say(field: Field | None, kind: str, supports: bool, reason_ja: str) -> None:
    """Add a corroboration to `field`, once per kind and direction and reason."""
    if field is None or field.value is None:
        return
    found = Corroboration(kind=kind, supports=supports, reason_ja=reason_ja)
    if found not in field.corroborations:
        field.corroborations = [*field.corroborations, found]


def engines(field: Field) -> None:
    """Engines of different families agree, or not; an engine read again saw something else, or was guessing."""
    if field.value is None or sure(field):
        return
    read = field.readings
    mine = {engine_family(r.engine) for r in read if r.value == field.value}
    others = {engine_family(r.engine) for r in read if r.value is not None and r.value != field.value} - mine
    if len(mine) >= 2:
        say(field, "engines_agree", True, "種類の違う読取エンジンが同じ値を読みました")
    elif others:
        say(field, "engines_agree", False, "読取エンジンによって値が違います")
    if len(mine) >= 1 and any(engine_family(r.engine) in mine and r.value not in (None, field.value) for r in read):
        say(field, "engines_agree", False, "読み直すと別の値になりました")
    scores = [r.score for r in read if r.value == field.value]
    if scores and max(scores) < LOW_SCORE:
        say(field, "low_score", False, "文字がはっきり読めません")


def counts(field: Field) -> None:
    """A count of contracts beyond all reason is another number of the paper."""
    if field.key == "contract_count" and isinstance(field.value, int) and not 1 <= field.value <= _MOST_CONTRACTS:
        say(field, "cut_short", False, "件数としては大きすぎます")


def dates(field: Field, programme: Programme | None) -> None:
    """A date lies within two years of the programme's period. (That says little; an impossible one says much.)"""
    if programme is None or field.key in _FREE_DATES or not field.key.endswith("_date"):
        return
    day = as_date(field.value)
    if day is None:
        return
    near = plausible(day, programme)
    say(field, "date_plausible", near, "年度から見て自然な日付です" if near else "年度からかけ離れた日付です")


#: A day behind which nothing stands where the month is written out: its second digit may be what was not read.
_UNFINISHED = re.compile(r"月\s*\d{1,2}\s*$")


def unfinished(field: Field) -> None:
    """令和7年11月2 on a form that prints 日: who read no 日 may have read no 0 before it."""
    if not field.key.endswith("_date") or field.value is None or sure(field):
        return
    seen = [r.raw for r in field.readings if r.value == field.value] or [field.raw]
    if all(_UNFINISHED.search(unicodedata.normalize("NFKC", raw)) for raw in seen):
        say(field, "cut_short", False, "日付の終わりの「日」が読めていません")


def doubled_digits(field: Field) -> None:
    """A digit twice in a row is read as one, often by all readers alike: 1月 for 11月, 04023 for 004023. Where one of
    them, or the line drawn wider, has it twice, that was right nearly always."""
    if field.value is None or sure(field):
        return
    others = [squeeze(r.raw) for r in field.readings if r.value not in (None, field.value)]
    taken = {squeeze(r.raw) for r in field.readings if r.value == field.value}
    if any(
        o[:i] + o[i + 1 :] in taken for o in others for i in range(1, len(o)) if o[i].isdigit() and o[i] == o[i - 1]
    ):
        say(field, "look_alike", False, "続いた同じ数字（11や00）が一つに読まれていないか確かめてください")


def exact_elsewhere(field: Field) -> bool:
    """Whether a paper whose text is certain says the same."""
    return any(c.supports and c.kind == "exact_on_other_document" for c in field.corroborations)


def place_spelling(field: Field) -> None:
    """A place name in an old form, or a town one character from a listed one, that the dictionary does not have."""
    if group(field.key) is not Group.ADDRESS or sure(field) or typed(field) or not isinstance(field.value, str):
        return
    read = field.as_read if field.chosen and isinstance(field.as_read, str) else field.value
    if old_forms(read):
        say(field, "variant_possible", False, "地名の字体が住所の辞書と違います")
    if nearly_listed(field.value) and not exact_elsewhere(field):
        say(field, "look_alike", False, "町名の文字が郵便番号の辞書と少し違います")


#: Kana whose size alone tells them from another: ヤマサキユイ or ヤマサキュイ. A reading cannot tell either.
_SIZE = re.compile(
    "[キシチニヒミリギジビピ][ヤユヨャュョ]|(?<=.)[ツッ](?=[カキクケコサシスセソタチツテトパピプペポ])|ッ|[ァィゥェォ]|[フヴ][アイウエオ]"
)
#: Names end in ヨ (チヨ, キヨ, フミヨ) and hardly any in ョ.
_SMALL_AT_END = re.compile("(?<=[チキミヒニリ])[ャュョ]$")
#: A dash for 一, or a kanji for the kana it looks like, where the neighbours say so.
_LOOK_ALIKE = re.compile(
    r"(?:^|[^ァ-ヺぁ-ゖーA-Za-z])ー|[八二口工力夕卜千][ァ-ヺー]|[ァ-ヺー][八二口工力夕卜千]|一(?![のつ])[ぁ-ん]"
)
#: Kana that look the same in both scripts, between a word in one and a word in the other: みのり|リフォーム.
_EITHER_KANA = re.compile("[ぁ-ん][りリへヘべベぺペ]+(?=[ァ-ヺ])|[ァ-ヺー][りリへヘべベぺペ]+(?=[ぁ-ん])")
#: A letter in the middle of a number: 430-1 read as 43C-1, room 305 as 3C5. Rooms have theirs in front (B-201) or at the end.
_LETTER_IN_NUMBER = re.compile(r"\d[A-Z]-?\d")
#: Digits that stand apart with nothing between them: 4-9 8 may be 4-9-8.
_GAP = re.compile(r"\d\s+\d{1,4}(?!\d)")
#: A zero or an O with letters only around it (a hyphen after it says nothing), and an I or l, which a 1 looks like: no
#: engine can tell, and all papers are misread alike.
_DIGIT_OR_LETTER = re.compile(r"(?:^|[A-Z])[0O](?=[A-Z\-]|$)|[Il]")
#: A model among the words of a row.
_MODEL_IN_ROW = re.compile(r"(?=[A-Z\-]*\d)(?=[\d\-]*[A-Z])[A-Z0-9][A-Z0-9\-]{4,}")
#: What repeats a value to the letter and does not share its reader's habits (another paper read by the same engine does).
_TO_THE_LETTER = frozenset({"engines_agree", "exact_on_other_document"})
#: What stands in models and serial numbers.
_CODE = re.compile(r"[0-9A-Za-zァ-ヺー\-/.()#+_&・ぁ-ゖ一-龯]+")


#: Tens of yen behind ten thousands: 壱拾六万五十円 was 五千円, one stroke less.
_TENS_FOR_THOUSANDS = re.compile("[万萬].*十円")
_BEAR_OUT_AMOUNTS = OTHER_PAPER | {"arithmetic", "tax", "form_receipt_amount"}


def look_alikes(field: Field) -> None:
    """Characters that only their size or their neighbours tell apart, where nothing repeats them to the letter."""
    if sure(field) or typed(field):
        return
    borne_out = any(c.supports and c.kind in _BEAR_OUT_AMOUNTS for c in field.corroborations)
    if isinstance(field.value, int) and not borne_out and _TENS_FOR_THOUSANDS.search(squeeze(field.raw)):
        say(field, "look_alike", False, "「千」が「十」と読まれていないか確かめてください")
    if any(_DIGIT_OR_LETTER.search(model) for name in row_names(field.value) for model in _MODEL_IN_ROW.findall(name)):
        say(field, "look_alike", False, "数字の0や1と英字のOやIを確かめてください")
    if not isinstance(field.value, str):
        return
    repeated = any(c.supports and c.kind in _TO_THE_LETTER for c in field.corroborations)
    exact = exact_elsewhere(field)
    if field.key in MODEL_KEYS and not _CODE.fullmatch(field.value):
        say(field, "look_alike", False, "型番にない記号が混じっています")
    if field.key in MODEL_KEYS and _DIGIT_OR_LETTER.search(field.value) and not exact:
        say(field, "look_alike", False, "数字の0や1と英字のOやIを確かめてください")
    if field.key in MODEL_KEYS and field.handwritten and any(STROKE_AT_END.search(r.raw) for r in field.readings):
        say(field, "look_alike", False, "末尾の「1」が抜けていないか確かめてください")
    unusual = _SMALL_AT_END.search(field.value) is not None  # however many read it so
    if field.key == "applicant_kana" and not exact and (unusual or (_SIZE.search(field.value) and not repeated)):
        say(field, "look_alike", False, "小さい「ャュョッ」かどうかを確かめてください")
    elif (group(field.key) is Group.ADDRESS or field.key == "document_number") and _GAP.search(
        unicodedata.normalize("NFKC", field.raw)
    ):
        say(field, "look_alike", False, "数字のあいだが空いています。「-」が抜けていないか確かめてください")
    elif group(field.key) is Group.ADDRESS and re.search(r"[|｜丨]\s?\d|\d\s?[|｜丨]", field.raw):
        say(field, "look_alike", False, "番地の「1」が縦棒と読まれていないか確かめてください")
    elif group(field.key) is Group.ADDRESS and _LETTER_IN_NUMBER.search(field.value) and not exact:
        say(field, "look_alike", False, "番地の数字が英字と読まれていないか確かめてください")
    elif field.key in PERSON_KEYS and in_kana(field.value) and not exact:
        say(field, "look_alike", False, "名がカタカナ（ミチ子と三千子など）でないか確かめてください")
    elif group(field.key) in (Group.NAME, Group.ADDRESS) and (
        _LOOK_ALIKE.search(field.value) or (_EITHER_KANA.search(field.value) and not exact)
    ):
        say(field, "look_alike", False, "形の似た文字（一とー、ハと八、リとりなど）を確かめてください")


_TEXTS_OF_THINGS = frozenset({"description", "equipment_type", "line_items"})


def no_word(field: Field) -> None:
    """Two kanji of a text about things, or of a bill's row, that no word has so: 設置工車 for 設置工事."""
    if field.key not in _TEXTS_OF_THINGS or sure(field) or typed(field) or exact_elsewhere(field):
        return
    texts = [field.value] if isinstance(field.value, str) else row_names(field.value)
    pair = next((found for text in texts if (found := unwritten(text))), "")
    if pair:
        say(field, "look_alike", False, f"「{pair}」と続く言葉は辞書にありません。読み違いでないか確かめてください")


#: Letters that are read for the digits of a number where only digits are looked for.
_LETTERS_FOR = {"0": "ODQ", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
#: So many of them in one number are no misreadings of digits, BD-660418; nor is one in front of a hyphen, B-20517.
_LETTERED = 2


def lettered(field: Field, text: str) -> None:
    """A customer's number that a free reading of its paper, `text`, shows with letters: 80-660418 for BD-660418."""
    if field.key != "customer_number" or not isinstance(field.value, str) or sure(field) or typed(field):
        return
    pattern = "".join(f"[{c}{_LETTERS_FOR.get(c, '')}]" if c.isdigit() else re.escape(c) for c in field.value)
    found = re.finditer(rf"(?<![0-9A-Z]){pattern}(?![0-9A-Z])", unicodedata.normalize("NFKC", text).upper())
    if any(sum(c.isalpha() for c in m[0]) >= _LETTERED or re.match("[A-Z]-", m[0]) for m in found):
        say(field, "look_alike", False, "番号の英字（BやD）が数字と読まれていないか確かめてください")


#: A name that the dictionary has, this likely against the value, is a doubt about a value that it has not.
_NAME_SHARE = 0.02


def unknown_names(field: Field) -> None:
    """A person's name that the dictionary has not, where a reader considered one that it has: 陽于 for 陽子."""
    name = field.value
    if field.key not in PERSON_KEYS or sure(field) or typed(field) or not isinstance(name, str) or known_name(name):
        return
    if exact_elsewhere(field):
        return
    for reading in field.readings:
        own = sum(c.share for c in reading.candidates if c.value == name)
        for other in reading.candidates:
            if isinstance(other.value, str) and other.share >= _NAME_SHARE * own and _like_known(name, other.value):
                say(field, "look_alike", False, "名前の辞書にある、よく似た名前にも読めます")
                return


def _like_known(name: str, other: str) -> bool:
    one_differs = len(name) == len(other) and sum(a != b for a, b in zip(name, other, strict=True)) == 1
    return one_differs and known_name(other)

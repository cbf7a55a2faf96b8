"""Entries that a list or a calendar knows by themselves: makers, printed choices, plausible dates, common characters."""

from __future__ import annotations

import re

from models.documents import ExtractedDocument, Field
from models.programmes import Programme, ValueKind
from models.reasons import engine_family
from models.values.fields import DATE_KEYS, NAME_KEYS
from models.values.kana import LARGE_KANA, LOOKALIKES
from models.values.text import fold_itaiji, squeeze
from models.values.variants import as_borne
from validators.dates import plausible
from validators.equipment import known_maker
from validators.groups import Group, group
from validators.legibility import PERSON_KEYS
from validators.names import in_kana, known_name
from validators.resolution.choices import Choice, Ground, choices, choose, open_to_choice, options, share_of

_FIGURES = {"武": "弐", "弍": "弐", "査": "壱", "壹": "壱", "叁": "参"}
_HOUSE = re.compile("[武弍査壹叁](?=番館)")
#: The reader that tells characters from their twins by their picture.
TWINS = "ppocr-twins"
_LONG_VOWEL = re.compile(r"(?<=[A-Za-z0-9])[ー一](?=[A-Za-z0-9])")
_DOT = re.compile(r"(?<=[A-Za-z0-9])[・·](?=\d)")


def settle(document: ExtractedDocument, programme: Programme | None) -> None:
    for field in document.fields.values():
        if not open_to_choice(field):
            continue
        if field.key == "manufacturer":
            _maker(field)
        elif field.key in DATE_KEYS and field.key != "birth_date" and programme is not None:
            _date(field, programme)
        elif field.key in NAME_KEYS:
            _common_character(field)
        if field.key in PERSON_KEYS:
            _given_name(field)
            _borne_character(field)
        if group(field.key) in (Group.CODE, Group.TEXT):
            _dash(field)
        if field.key == "model":
            _first_letter(field)
        if field.key == "document_number":
            _leading_kana(field)
        if group(field.key) is Group.ADDRESS:
            _numbered_house(field)
    spec = programme.document(document.kind) if programme else None
    for entry in spec.fields if spec else ():
        chosen = document.fields.get(entry.key)
        if entry.kind is ValueKind.CHOICE and chosen is not None and open_to_choice(chosen):
            _option(chosen, {squeeze(o.value) for o in entry.options})


def _given_name(field: Field) -> None:
    """京子 for 京了, whose stroke a scan has lost, and トミ子 for 卜三子: what the dictionary knows, where it does not know
    the name as read."""
    value = field.value
    if not isinstance(value, str) or known_name(value):
        return
    name = in_kana(value) or value.replace("了", "子")
    if name != value and known_name(name):
        choose(field, Choice(name, field.raw, share_of(field, value), folded=True), "名前の辞書にある名に読みました")


def _borne_character(field: Field) -> None:
    """興梠 for 興侶, where a reading held it possible: the paper's other readings are misread alike. 纐, which hardly
    any shows, is put in front of its 纈."""
    value = field.value
    if not isinstance(value, str) or (borne := as_borne(value)) == value:
        return
    read = [c for c in options(field, Ground.SPELLING) if c.value == borne]
    if not read and "纐" in borne:
        read = [Choice(borne, field.raw, share_of(field, value), folded=True)]
    if read:
        choose(field, read[0], "姓に使われる文字に読みました")


_LESS_ALIKE = str.maketrans("示木十", "ホホナ")


def _leading_kana(field: Field) -> None:
    """The kana in front of a certificate's number (カ228665), not the kanji it looks like."""
    value = field.value
    if isinstance(value, str) and re.match(r"[^\d\x00-\x7f]\d{4,}$", value):
        # a kanji stands in front of numbers of other kinds, so the less alike are kana only before the six digits of a register
        table = LOOKALIKES | _LESS_ALIKE if re.fullmatch(r".\d{6}", value) else LOOKALIKES
        kana = value[0].translate(table)
        if kana != value[0]:
            choice = Choice(kana + value[1:], field.raw, share_of(field, value), folded=True)
            choose(field, choice, "番号の前の文字をカナと読みました")


def _numbered_house(field: Field) -> None:
    """Buildings are numbered 壱番館, 弐番館, 参番館: what looks like one of these figures is one."""
    value = field.value
    if isinstance(value, str) and (known := _HOUSE.sub(lambda m: _FIGURES[m[0]], value)) != value:
        choice = Choice(known, field.raw, share_of(field, value), folded=True)
        choose(field, choice, "「番館」の前の文字を数と読みました")


def _first_letter(field: Field) -> None:
    """A model begins with letters: in front of one, what looks like a zero is an O (OL251819R)."""
    value = field.value
    if isinstance(value, str) and re.match("0[A-Z]", value):
        choice = Choice(f"O{value[1:]}", field.raw, share_of(field, value), folded=True)
        choose(field, choice, "型番の先頭の0を英字のOと読みました")


def _dash(field: Field) -> None:
    """A dash between Latin letters and digits is no kana's long vowel (CS6Rー405MS), and in a number, where a fax has left a
    dot of it, no ・ (YJ・0298)."""
    if not isinstance(field.value, str):
        return
    plain = _LONG_VOWEL.sub("-", field.value)
    plain = _DOT.sub("-", plain) if group(field.key) is Group.CODE else plain
    if plain != field.value:
        choice = Choice(plain, field.raw, share_of(field, field.value), folded=True)
        choose(field, choice, "英数字の間の「ー」「・」をハイフンと読みました")


def _maker(field: Field) -> None:
    """A maker that the list knows, where the one read is none; the size of kana is put right as the list has it."""
    if isinstance(field.value, str) and known_maker(field.value):
        return
    found = [c for c in options(field, Ground.SPELLING) if isinstance(c.value, str) and known_maker(c.value)]
    if isinstance(field.value, str) and not found:
        spelled = known_maker(field.value.translate(LARGE_KANA), sizes=False)
        if spelled:
            found = [Choice(spelled, field.raw, share_of(field, field.value), folded=True)]
    if found:
        choose(field, found[0], "メーカー名の一覧に合わせて読みました")


def _date(field: Field, programme: Programme) -> None:
    """A date of the programme's years, where the one read is far from them or no date."""
    if plausible(field.value, programme):
        return
    for choice in options(field, Ground.SPELLING):
        if plausible(choice.value, programme):
            choose(field, choice, "年度から見て自然な日付に読みました")
            return


def _option(field: Field, printed: set[str]) -> None:
    if isinstance(field.value, str) and squeeze(field.value) in printed:
        return
    for choice in options(field, Ground.SPELLING):
        if isinstance(choice.value, str) and squeeze(choice.value) in printed:
            choose(field, choice, "様式の選択肢に合わせて読みました")
            return


def _common_character(field: Field) -> None:
    """惠 or 恵: PP-OCR likes old characters. Where another family of engines read the same name with the common ones,
    that reading stands, unless the reader of twins looked at both (no other engine of ours has 﨑 in its alphabet, so
    that it reads 崎 means nothing). Such a name still goes to a person (``variant_possible``); the other way round
    nothing moves."""
    value = field.value
    if not isinstance(value, str) or fold_itaiji(value) == value:
        return
    mine = {engine_family(r.engine) for r in field.readings if r.value == value}
    for choice in choices(field):
        if not isinstance(choice.value, str) or choice.value == value or fold_itaiji(value) != choice.value:
            continue
        looked = [r for r in field.readings if r.engine == TWINS and any(c.value == choice.value for c in r.candidates)]
        if any(r.value == value for r in looked):
            continue
        if any(r.value == choice.value and engine_family(r.engine) not in mine for r in field.readings):
            choose(field, choice, "別のエンジンは通用の字体で読みました")
            return

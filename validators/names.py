"""Names of persons and companies: kanji against kana, account holders against names, two spellings of one name."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.values.company import holder_form, is_company, split_company, split_holder
from models.values.kana import fold_holder, fold_kana, parse_holder, parse_kana
from models.values.names import parse_person
from models.values.text import squeeze
from validators.likeness import Likeness, compare
from validators.readings import is_given_name, is_surname, likely_readings, match


class Fit(StrEnum):
    """Whether a kana reading belongs to a name in kanji."""

    FITS = "fits"
    UNLIKELY = "unlikely"
    """The dictionary reads the name otherwise. Readings of names are free, so this is a suspicion, never proof."""
    UNKNOWN = "unknown"


@lru_cache(maxsize=4096)
def check_reading(name: str, kana: str) -> Fit:
    """Whether `kana` can be the reading of `name`, a person's or a company's; spaces in either do not matter.

    FITS: the name can be read so from dictionary words and readings of its characters. UNLIKELY: the dictionary knows
    the name's parts and reads them otherwise, by more than one kana. UNKNOWN: rare characters or readings, foreign
    names, a kana that one misread character would explain.
    """
    reading = parse_kana(re.sub(r"[()（）]", "", kana)) or ""
    if is_company(name):
        return _company_reading(name, reading)
    if not reading or not squeeze(name):
        return Fit.UNKNOWN
    fits = [_person_reading(option, reading) for option in _options(name)]
    for verdict in (Fit.FITS, Fit.UNKNOWN):
        if verdict in fits:
            return verdict
    return Fit.UNLIKELY if fits else Fit.UNKNOWN


def _options(name: str) -> list[str]:
    """The names one entry may hold: an alias in brackets (通称), a second surname, a name behind a foreign one."""
    text = squeeze(name)
    options: list[str] = []
    for part in re.split("_", text):
        outside = re.sub(r"[(\[〔［].*?[)\]〕］]", "", part)
        options.append(outside)
        for m in re.finditer(r"\((.*?)\)", part):
            options.append(m[1])
        for m in re.finditer(r"[\[〔［](.*?)[\]〕］]", part):
            options.append(m[1] + part[m.end() :])
    return [o for o in dict.fromkeys(options) if o]


def _person_reading(name: str, reading: str) -> Fit:
    if re.search(r"[A-Za-z]{2,}", name):
        return Fit.UNKNOWN
    found = match(name, reading)
    if found is not None and found.unread == 0:
        return Fit.FITS if found.unknown == 0 else Fit.UNKNOWN
    if _near_known(name, reading):
        return Fit.UNKNOWN
    if found is None:
        return Fit.UNLIKELY if likely_readings(name) else Fit.UNKNOWN
    # One kanji read freely is a matter of taste in given names — unless the dictionary has that very name.
    if found.unread == 1 and not _given_is_known(name):
        return Fit.UNKNOWN
    return Fit.UNLIKELY


def _near_known(name: str, reading: str) -> bool:
    """Whether one wrong kana would explain the difference to a likely reading."""
    folded = fold_kana(reading)
    return any(OSA.distance(folded, known, score_cutoff=1) <= 1 for known in likely_readings(name))


def _given_is_known(name: str) -> bool:
    """Whether the name splits into a known surname and a given name the dictionary has."""
    return any(is_surname(name[:i]) and is_given_name(name[i:]) for i in range(1, len(name)))


_FORM_KANA = re.compile(
    "カブシキ[ガカ]イシヤ|ユウゲン[ガカ]イシヤ|ゴウドウ[ガカ]イシヤ|ゴウメイ[ガカ]イシヤ|ゴウシ[ガカ]イシヤ|シヤカイフクシホウジン|イリヨウホウジン(?:シヤダン|ザイダン)?"
    "|トクテイヒエイリカツドウホウジン|(?:イツパン|コウエキ)?(?:シヤダン|ザイダン)ホウジン|ガツコウホウジン|シユウキヨウホウジン"
)


def _company_reading(name: str, reading: str) -> Fit:
    core = split_company(name).core
    folded = _FORM_KANA.sub("", fold_kana(reading))
    if not core or not folded:
        return Fit.UNKNOWN
    found = match(core, folded)
    if found is not None and found.unread == 0:
        return Fit.FITS if found.unknown == 0 else Fit.UNKNOWN
    if any(OSA.distance(folded, known, score_cutoff=1) <= 1 for known in likely_readings(core)):
        return Fit.UNKNOWN
    if found is None:
        return Fit.UNLIKELY if not re.search(r"[A-Za-z]{2,}", core) and likely_readings(core) else Fit.UNKNOWN
    # Companies read their kanji freely: only a name that is mostly read otherwise is suspicious.
    return Fit.UNLIKELY if 2 * found.unread >= len(core) else Fit.UNKNOWN


@lru_cache(maxsize=4096)
def check_holder(holder: str, name: str, kana: str | None = None) -> Fit:
    """Whether an account holder in kana (``カ)ヤマトセイサクシヨ``, ``ヤスダタケシ``) is the one named.

    `kana` is the furigana of that name, where the form has it: then the two kana are compared. Long holders are cut off
    by banks (30 half-width characters), so the beginning is enough from 20 kana on.
    """
    parsed = parse_holder(holder)
    if parsed is None:
        return Fit.UNKNOWN
    form, rest = split_holder(parsed)
    company = is_company(name)
    if company:
        wanted = holder_form(split_company(name).form or "")
        if form is None and _FORM_KANA.search(fold_kana(rest)) is None:
            # no form at all: somebody's private account, or a form the bank left out
            return Fit.UNLIKELY if _company_reading(name, rest) is Fit.UNLIKELY else Fit.UNKNOWN
        if form is not None and wanted and form != wanted:
            return Fit.UNLIKELY
    elif form is not None:
        return Fit.UNLIKELY
    if kana:
        a, b = (
            fold_holder(_FORM_KANA.sub("", fold_kana(rest))),
            fold_holder(_FORM_KANA.sub("", fold_kana(split_holder(kana)[1]))),
        )
        if a == b or (len(a) >= 20 and b.startswith(a)):
            return Fit.FITS
        if OSA.distance(a, b, score_cutoff=1) <= 1:
            return Fit.UNKNOWN
    by_name = _company_reading(name, rest) if company else check_reading(name, rest)
    if kana and by_name is Fit.FITS:
        # fits the kanji but not the furigana beside them: another reading of one name, or a relative's
        return Fit.UNKNOWN
    return by_name


def compare_kana(a: str, b: str) -> Likeness:
    """How alike two readings or account holders are; small kana, spaces and ・ never matter, カ) is kept."""
    return compare(a, b, fold=_fold_account)


def _fold_account(text: str) -> str:
    return fold_kana(text)


def compare_persons(a: str, b: str) -> Likeness:
    """How alike two persons' names are. 様, spaces and a seal mark never matter.

    CONFUSABLE only for characters that engines take for each other; a different given name of one character is NEAR
    (安田武 / 安田茂): a misreading, or a relative.
    """
    return compare(parse_person(a) or squeeze(a), parse_person(b) or squeeze(b))


def same_surname(a: str, b: str) -> bool:
    """Whether two different persons' names begin with the same surname (a relative, most likely)."""
    x, y = parse_person(a) or "", parse_person(b) or ""
    shared = 0
    while shared < min(len(x), len(y)) and x[shared] == y[shared]:
        shared += 1
    return any(is_surname(x[:n]) for n in range(shared, 0, -1)) and x != y


def compare_companies(a: str, b: str) -> Likeness:
    """How alike two companies' names are; ㈱ = 株式会社, ・ and 御中 never matter.

    A form that one of them lacks makes them CONFUSABLE; another form, or 株式会社 on the other side, NEAR.
    """
    x, y = split_company(a), split_company(b)
    core = compare(_bare(x.core), _bare(y.core))
    if not core.same:
        return core
    if x.form == y.form and (x.front == y.front or x.form is None):
        return core
    if x.form is None or y.form is None:
        return Likeness.CONFUSABLE
    return Likeness.NEAR


def _bare(text: str) -> str:
    return re.sub(r"[・.,\-\s&]", "", text).upper()


def compare_names(a: str, b: str) -> Likeness:
    """:func:`compare_companies` where either carries a corporate form, else :func:`compare_persons`."""
    return compare_companies(a, b) if is_company(a) or is_company(b) else compare_persons(a, b)

"""Names of persons and companies: kanji against kana, account holders against names, two spellings of one name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.values.company import FORMS, holder_form, is_company, split_company, split_holder
from models.values.kana import fold_holder, fold_kana, parse_holder, parse_kana, to_katakana
from models.values.names import parse_person, split_person
from models.values.text import squeeze
from models.values.zengin import CORPORATE_MARKS, TRADE_MARKS
from validators import foreign
from validators.likeness import Likeness, compare
from validators.readings import is_given_name, is_surname, likely_readings, match

#: No name is longer; what is, is a page read as one line.
LONGEST = 150


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
    if len(name) > LONGEST or len(kana) > 2 * LONGEST:
        return Fit.UNKNOWN
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
        return _foreign_reading(name, reading)
    found = match(name, reading)
    if found is not None and found.unread == 0:
        return Fit.FITS if found.unknown == 0 else Fit.UNKNOWN
    if _near_known(name, reading):
        return Fit.UNKNOWN
    if found is None:
        return Fit.UNLIKELY if likely_readings(name) else Fit.UNKNOWN
    # One kanji read freely is a matter of taste in given names — unless the dictionary has that very name.
    if found.unread == 1 and not known_name(name):
        return Fit.UNKNOWN
    return Fit.UNLIKELY


def _foreign_reading(name: str, reading: str) -> Fit:
    """A name in Latin letters throughout; one that is mixed with kanji says nothing here."""
    if re.search(r"[^A-Za-z\s.,・'\-\u00c0-\u024f]", name):
        return Fit.UNKNOWN
    price = foreign.cost(name, reading)
    return Fit.FITS if price <= foreign.FITS_UP_TO else Fit.UNLIKELY if price >= foreign.OTHER_FROM else Fit.UNKNOWN


def _near_known(name: str, reading: str) -> bool:
    """Whether one wrong kana would explain the difference to a likely reading."""
    folded = fold_kana(reading)
    return any(OSA.distance(folded, known, score_cutoff=1) <= 1 for known in likely_readings(name))


def known_name(name: str) -> bool:
    """Whether the name splits into a surname and a given name that the dictionary has."""
    return any(is_surname(name[:i]) and is_given_name(name[i:]) for i in range(1, len(name)))


#: Kanji that look like katakana, which given names are written in as well: トミ子, カツ江.
_LIKE_KANA = str.maketrans("力二口八工夕卜千三", "カニロハエタトチミ")


def in_kana(name: str) -> str | None:
    """`name` with katakana for the kanji of its given name that look like them (諸星卜三子: 諸星トミ子), where the
    dictionary has that name; None where it has not, or nothing looks so."""
    for i in range(1, len(name)):
        given = name[i:].translate(_LIKE_KANA)
        if given != name[i:] and is_surname(name[:i]) and is_given_name(given):
            return name[:i] + given
    return None


#: Forms read out in full, as furigana has them; ガイシヤ may be カイシヤ.
_FORM_KANA = re.compile(
    "|".join(
        sorted(
            {
                *(w.replace("ガイシヤ", "[ガカ]イシヤ") for words in CORPORATE_MARKS.values() for w in words),
                *(TRADE_MARKS[holder_form(form)] for form, _, mark in FORMS if mark in TRADE_MARKS),
                "(?:シヤカイ|トクテイ)イリヨウホウジン(?:シヤダン|ザイダン)?",
                "ニンテイトクテイヒエイリカツドウホウジン",
                "(?:ニンテイ)?エヌピーオーホウジン",
                "カンサホウジン",
            },
            key=len,
            reverse=True,
        )
    )
)
#: Whoever signs for a company, behind its name: カ)ヤマト ダイヒヨウトリシマリヤク ヤマダタロウ.
_OFFICE_HOLDER = re.compile(
    r"(?<=..)(?:ダイヒヨウ(?:トリシマリヤク|シヤイン|シヤ|リジ)?|トリシマリヤク|リジチヨウ|シヤチヨウ|インチヨウ|エンチヨウ|シセツチヨウ|ジムキヨクチヨウ|カイケイ).*$"
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
    by banks (30 half-width characters), so the beginning is enough from 20 kana on. Who signs for a company may stand
    behind its name. A trade name 屋号 beside a person's name makes it UNKNOWN: the account is that person's, but whether
    a programme pays into it is not for a reading to say.
    """
    parsed = parse_holder(holder)
    if parsed is None:
        return Fit.UNKNOWN
    form, rest = split_holder(parsed)
    company = is_company(name)
    if company:
        wanted = holder_form(split_company(name).form or "")
        if form is None and wanted in TRADE_MARKS and rest.endswith(wanted):
            form, rest = wanted, rest.removesuffix(wanted)
        if form is None and _FORM_KANA.search(fold_kana(rest)) is None:
            # no form at all: somebody's private account, or a form the bank left out
            return Fit.UNLIKELY if _company_reading(name, rest) is Fit.UNLIKELY else Fit.UNKNOWN
        if form is not None and wanted and form != wanted:
            return Fit.UNLIKELY
    elif form is not None:
        return Fit.UNLIKELY
    if company:
        folded = fold_holder(_FORM_KANA.sub("", fold_kana(rest)))
        if _OFFICE_HOLDER.search(folded) and _company_reading(name, _OFFICE_HOLDER.sub("", folded)) is Fit.FITS:
            rest = _OFFICE_HOLDER.sub("", folded)
    if kana:
        a = fold_holder(_FORM_KANA.sub("", fold_kana(rest)))
        b = fold_holder(_FORM_KANA.sub("", fold_kana(split_holder(kana)[1])))
        if a == b or (len(a) >= 20 and b.startswith(a)):
            return Fit.FITS
        if OSA.distance(a, b, score_cutoff=1) <= 1 or (len(b) >= 4 and b in a):
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


@dataclass(frozen=True)
class PersonName:
    """A name cut into surname and given name. `certain`: it stood so on paper, or can be cut in one way only."""

    surname: str
    given: str
    certain: bool


@lru_cache(maxsize=4096)
def split_name(name: str, kana: str = "") -> PersonName | None:
    """Surname and given name: by the space on paper, by the furigana's space, by the dictionary. None: nobody can tell.

    A kana written with its space (ヤスダ タケシ) decides where the dictionary knows several cuts, or none.
    """
    apart = split_person(name)
    if apart is not None:
        return PersonName(*apart, certain=True)
    whole = parse_person(name)
    if whole is None or is_company(whole) or len(whole) < 2:
        return None
    cuts = [i for i in range(1, len(whole)) if is_surname(whole[:i])]
    spoken = [parse_kana(part) or "" for part in to_katakana(kana).split()]
    if len(spoken) == 2 and all(spoken):
        read = [i for i in range(1, len(whole)) if _reads(whole[:i], spoken[0]) and _reads(whole[i:], spoken[1])]
        if len(read) == 1:
            return PersonName(whole[: read[0]], whole[read[0] :], certain=True)
        cuts = [i for i in cuts if i in read] or cuts
    both = [i for i in cuts if is_given_name(whole[i:])] or cuts
    if not both:
        return None
    at = min(both, key=lambda i: (abs(i - 2), -i))
    return PersonName(whole[:at], whole[at:], certain=len(both) == 1)


def _reads(part: str, kana: str) -> bool:
    found = match(part, kana)
    return found is not None and found.unread == 0 and found.unknown == 0


def same_surname(a: str, b: str) -> bool:
    """Whether two different persons' names begin with the same surname (a relative, most likely).

    松 is a surname, but 松尾弘之 and 松本真由美 share none: both have a longer one.
    """
    x, y = parse_person(a) or "", parse_person(b) or ""
    shared = 0
    while shared < min(len(x), len(y)) and x[shared] == y[shared]:
        shared += 1
    if x == y or not any(is_surname(x[:n]) for n in range(shared, 0, -1)):
        return False
    return not (is_surname(x[: shared + 1]) and is_surname(y[: shared + 1]))


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

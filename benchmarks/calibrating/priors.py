"""What was believed before anything was fitted: the odds and factors by which the fit is held where data are few.

Odds of being wrong by group, and for every kind of corroboration the factor on those odds: (chance to see it although
the value is wrong) / (chance to see it when the value is right). Cautious estimates, checked once against the
development corpus (digits and dates that two engines agree on: 0 wrong of 380; codes 0 of 120; names 10 of 340).
"""

from __future__ import annotations

from validators.groups import Group

#: Odds that a value is wrong: one engine, print.
ODDS: dict[Group, float] = {
    Group.DIGITS: 0.03,
    Group.YEN: 0.03,
    Group.DATE: 0.03,
    Group.KANA: 0.10,
    Group.NAME: 0.10,
    Group.ADDRESS: 0.15,
    Group.CODE: 0.06,
    Group.CHOICE: 0.03,
    Group.TEXT: 0.12,
    Group.ROWS: 0.40,
}

#: Factor on the odds of being wrong when the corroboration supports the value.
SUPPORT: dict[str, float] = {
    "exact_on_other_document": 0.004,
    "same_on_other_document": 0.06,
    "passbook": 0.04,
    "arithmetic": 0.01,
    "rows_add_up": 0.2,
    "tax": 0.03,
    "tax_contained": 0.5,
    "form_receipt_amount": 0.01,
    "subsidy_rule": 0.15,
    "check_digit": 0.12,
    "postal_address": 0.05,
    "bank_dictionary": 0.03,
    "kana_kanji": 0.12,
    "holder_applicant": 0.10,
    "yucho_conversion": 0.02,
    "found_in_text": 0.10,
    "known_words": 0.3,
    "known_option": 0.5,
    "date_plausible": 0.7,
    "engines_agree": 0.4,
}

#: Factor on the odds when the corroboration speaks against the value.
AGAINST: dict[str, float] = {
    "engines_agree": 2.0,
    "same_on_other_document": 4.0,
    "exact_on_other_document": 20.0,
    "passbook": 10.0,
    "arithmetic": 10.0,
    "tax": 10.0,
    "form_receipt_amount": 10.0,
    "subsidy_rule": 3.0,
    "check_digit": 30.0,
    "postal_address": 10.0,
    "bank_dictionary": 10.0,
    "kana_kanji": 4.0,
    "holder_applicant": 3.0,
    "yucho_conversion": 20.0,
    "date_plausible": 30.0,
    "variant_possible": 30.0,
    "rows_add_up": 10.0,
    "look_alike": 30.0,
    "cut_short": 20.0,
    "low_score": 3.0,
    "misplaced": 20.0,
    "place": 4.0,
}

#: Weights (log odds of being right) of the other features.
OTHER: dict[str, float] = {
    "agree:crnn": 1.5,
    "agree:tesseract": 1.5,
    "agree:ppocr": 0.5,
    "differ:crnn": -1.0,
    "differ:tesseract": -0.3,
    "differ:ppocr": -1.0,
    "garbage:ppocr": -0.5,
    "reread": -1.0,
    "margin": 0.3,
    "weaker": 0.2,
    "score:ppocr": 0.2,
    "share:ppocr": 0.2,
    "score:crnn": 0.1,
    "share:crnn": 0.1,
    "clarity": 0.2,
    "quarrel": -0.5,
    "hand": -0.7,
    "filled_in": -0.5,
    "placed": 0.3,
    "length": -0.1,
    "chosen": -1.0,
    "amended": -1.0,
    "old": -2.0,
    "prone": -0.5,
}

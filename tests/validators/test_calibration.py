"""The coefficients and what is made of them: probabilities that move the right way, thresholds that keep a promise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import Candidate, Corroboration, DocumentKind, Field, FieldStatus, Reading
from models.errors import CalibrationError, UketsukeError
from models.programmes import FieldSpec, Programme
from tests.validators.cases import PROGRAMMES, SOMEWHERE, checked, exact, individual, on, scanned, weak
from tests.validators.conftest import handmade
from validators import calibration
from validators.calibration import FILE, MOST_DOUBTFUL, SUREST, parse, probability, threshold
from validators.features import features, legible, log_odds, surroundings
from validators.groups import DOUBTING, GROUPS, SUPPORTING

K = DocumentKind
SHIPPED = parse(FILE.read_text(encoding="utf-8"))
HANDMADE = handmade()
both = st.sampled_from([SHIPPED, HANDMADE])
keys = st.sampled_from([*sorted(GROUPS), "capacity", "description"])
plain = st.dictionaries(
    st.sampled_from(["score:ppocr", "share:ppocr", "agree:crnn", "differ:tesseract", "hand", "length", "margin"]),
    st.floats(-6, 6),
    max_size=5,
)
support = st.sampled_from(sorted(SUPPORTING)).map(lambda k: f"for:{k}")
doubt = st.sampled_from(sorted(DOUBTING)).map(lambda k: f"against:{k}")


# ---------------------------------------------------------------- the file
def changed(**parts: Any) -> str:
    return json.dumps(json.loads(HANDMADE.model_dump_json()) | parts)


def test_the_shipped_file_says_where_it_comes_from() -> None:
    recipe = SHIPPED.recipe
    assert recipe.data and recipe.fitted_on and recipe.fields >= recipe.wrong
    assert sum(n for n, _ in recipe.by_group.values()) == recipe.fields


def test_a_round_trip_changes_nothing() -> None:
    assert parse(SHIPPED.model_dump_json()) == SHIPPED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "not json",
        changed(format=2),
        changed(format="1"),
        changed(extra=1),
        changed(intercepts={}),
        changed(maps={}),
        changed(maps={"all": [[0.0, 0.9], [1.0, 0.8]]}),
        changed(maps={"all": [[1.0, 0.8], [0.0, 0.9]]}),
        changed(maps={"all": [[0.0, 0.8], [1.0, 1.2]]}),
        changed(curves={"all": [[0.5, 0.001], [0.9, 0.01]]}),
        changed(curves={"all": [[0.5, 0.1]], "nobody": [[0.5, 0.1]]}),
        changed(weights={"for:passbook": -0.1}),
        changed(weights={"against:passbook": 0.1}),
        changed(group_weights={"kana": {"for:kana_kanji": -1.0}}),
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(CalibrationError) as refused:
        parse(text)
    assert isinstance(refused.value, UketsukeError) and "calibration.json" in refused.value.message_ja


def test_a_missing_file_is_our_own_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.undo()  # the fixed coefficients of the other tests
    monkeypatch.setattr(calibration, "FILE", tmp_path / "none.json")
    calibration.coefficients.cache_clear()
    with pytest.raises(CalibrationError):
        calibration.coefficients()
    calibration.coefficients.cache_clear()


# ---------------------------------------------------------------- probabilities
@given(by=both, key=keys, base=plain, more=support)
def test_support_never_lowers_it(by: calibration.Coefficients, key: str, base: dict[str, float], more: str) -> None:
    assert probability(key, {**base, more: 1.0}, by) >= probability(key, base, by)


@given(by=both, key=keys, base=plain, more=doubt)
def test_doubt_never_raises_it(by: calibration.Coefficients, key: str, base: dict[str, float], more: str) -> None:
    assert probability(key, {**base, more: 1.0}, by) <= probability(key, base, by)


@given(by=both, key=keys, base=plain)
def test_it_is_a_probability_and_never_certain(by: calibration.Coefficients, key: str, base: dict[str, float]) -> None:
    assert 0.0 <= probability(key, base, by) <= SUREST


@given(by=both, key=keys, base=plain)
def test_what_has_no_coefficient_counts_nothing(by: calibration.Coefficients, key: str, base: dict[str, float]) -> None:
    assert probability(key, {**base, "agree:unheard-of": 9.0}, by) == probability(key, base, by)


def test_what_a_gate_stops_is_less_likely_right() -> None:
    by = HANDMADE.model_copy(update={"maps": {**HANDMADE.maps, "gated": [(-6.0, 0.0), (6.0, 0.6)]}})
    found = {"for:passbook": 1.0, "for:kana_kanji": 1.0}
    assert probability("phone", found, by, gated=True) < probability("phone", found, by)
    assert probability("phone", found, HANDMADE, gated=True) == probability("phone", found, HANDMADE)


# ---------------------------------------------------------------- thresholds
targets = st.floats(0.00001, 0.05)


@given(by=both, key=keys, one=targets, other=targets)
def test_a_stricter_target_never_has_a_lower_threshold(
    by: calibration.Coefficients, key: str, one: float, other: float
) -> None:
    strict, loose = sorted((one, other))
    assert threshold(key, strict, by) >= threshold(key, loose, by)


@given(by=both, key=keys, target=targets)
def test_the_bound_at_the_threshold_keeps_the_target_or_is_the_best_there_is(
    by: calibration.Coefficients, key: str, target: float
) -> None:
    curve = by.curves.get(GROUPS.get(key, "text"), by.curves["all"])
    least = threshold(key, target, by)
    bound = min((b for p, b in curve if p <= least), default=1.0)
    assert bound <= target or bound == min(b for _, b in curve)
    assert least >= min(SUREST, 1 - MOST_DOUBTFUL * target)


def test_accounts_and_amounts_are_held_to_half() -> None:
    programme = PROGRAMMES["shinjuku-ecohome"]
    assert programme.target_error == 0.001
    assert programme.target_error_of(K.APPLICATION_FORM, "phone") == 0.001
    assert programme.target_error_of(K.PASSBOOK, "account_number") == pytest.approx(0.0005)
    assert programme.target_error_of(K.RECEIPT, "total_amount") == pytest.approx(0.0005)
    assert programme.target_error_of(K.RECEIPT, "description") == pytest.approx(0.01)


def with_target(programme: Programme, key: str, target: float) -> Programme:
    form = programme.documents[K.APPLICATION_FORM]
    entries = tuple(f.model_copy(update={"target_error": target}) if f.key == key else f for f in form.fields)
    documents = {**programme.documents, K.APPLICATION_FORM: form.model_copy(update={"fields": entries})}
    return programme.model_copy(update={"documents": documents})


def test_an_entry_s_own_target_wins() -> None:
    programme = with_target(PROGRAMMES["shinjuku-ecohome"], "purchase_amount", 0.01)
    assert programme.target_error_of(K.APPLICATION_FORM, "purchase_amount") == 0.01


@pytest.mark.parametrize("target", [0.0, -0.1, 0.2])
def test_a_target_that_is_none_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="target_error"):
        FieldSpec(key="phone", kind="phone", labels=("電話",), target_error=target)


def test_a_looser_target_accepts_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def accepted(target: float) -> int:
        monkeypatch.setitem(
            PROGRAMMES,
            "shinjuku-ecohome",
            PROGRAMMES["shinjuku-ecohome"].model_copy(update={"target_error": target}),
        )
        papers = checked(individual(weak)).case.documents
        return sum(f.status is FieldStatus.ACCEPTED for d in papers for f in d.fields.values())

    assert accepted(0.00001) < accepted(0.05)


# ---------------------------------------------------------------- gates
def by_hand(key: str, value: str) -> Field:
    field = scanned(key, value, engines=("ppocr", "crnn"))
    field.handwritten = True
    return field


def test_a_handwritten_account_number_needs_another_paper() -> None:
    case = individual(scanned)
    on(case, K.PAYMENT_REQUEST).fields["account_number"] = by_hand("account_number", "3120464")
    assert on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"].status is FieldStatus.ACCEPTED
    on(case, K.PASSBOOK).fields.pop("account_number")
    alone = on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"]
    assert alone.status is FieldStatus.REVIEW and "手書きの口座番号" in alone.reason_ja


def test_a_critical_entry_of_one_engine_goes_to_a_person_however_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "probability", lambda key, found, gated=False: SUREST)
    field = weak("payer_name", "東泰子")
    field.readings = [r.model_copy(update={"score": 1.0}) for r in field.readings]
    case = individual()
    receipt = on(case, K.RECEIPT)
    case.documents = [receipt]
    receipt.fields = {"payer_name": field}
    after = on(checked(case).case, K.RECEIPT).fields["payer_name"]
    assert after.status is FieldStatus.REVIEW and after.reason_ja == "裏付けがありません。"


def test_a_contradiction_goes_to_a_person_however_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "probability", lambda key, found, gated=False: SUREST)
    case = individual(scanned)
    on(case, K.PASSBOOK).fields["account_number"] = scanned("account_number", "3120484")
    for kind in (K.PASSBOOK, K.PAYMENT_REQUEST):
        assert on(checked(case).case, kind).fields["account_number"].status is FieldStatus.REVIEW


def test_the_reason_says_how_sure_where_nothing_else_speaks() -> None:
    case = individual(weak)
    field = on(checked(case).case, K.WARRANTY).fields["serial_number"]
    assert field.status is FieldStatus.REVIEW and "正しい見込み" in field.reason_ja


# ---------------------------------------------------------------- features
def test_what_is_not_known_is_left_out() -> None:
    paper = on(individual(), K.RECEIPT)
    bare = Field(key="total_amount", value=1, box=SOMEWHERE)
    assert set(features(bare, paper)) <= {"quarrel", "clarity"}


def test_agreement_and_disagreement_of_families() -> None:
    paper = on(individual(weak), K.RECEIPT)
    field = scanned("total_amount", 363000, 368000, 363000, engines=("ppocr", "tesseract", "crnn"))
    found = features(field, paper)
    assert found["agree:ppocr"] == found["agree:crnn"] == found["differ:tesseract"] == 1.0
    again = scanned("total_amount", 363000, 368000, engines=("ppocr", "ppocr-boxes"))
    assert features(again, paper)["reread"] == 1.0 and "differ:ppocr" not in features(again, paper)


def test_the_less_sure_of_two_families_tells_what_their_agreement_is_worth() -> None:
    paper = on(individual(weak), K.RECEIPT)

    def read(engine: str, value: int, share: float) -> Reading:
        listed = (Candidate(raw=str(value), value=value, share=share),)
        return Reading(engine=engine, raw=str(value), value=value, score=0.9, candidates=listed)

    def weaker(*readings: Reading) -> float:
        field = Field(key="total_amount", value=363000, box=SOMEWHERE, readings=list(readings))
        return features(field, paper).get("weaker", 0.0)

    sure, less = read("ppocr", 363000, 0.99), read("crnn", 363000, 0.7)
    assert weaker(sure, less) == pytest.approx(log_odds(0.7), abs=1e-4)
    assert weaker(sure) == 0.0, "one family agrees with nobody"
    assert weaker(sure, read("ppocr-boxes", 363000, 0.7)) == 0.0, "nor with itself"
    assert weaker(sure, read("crnn", 368000, 0.7)) == 0.0


def test_corroborations_are_counted_by_kind() -> None:
    paper = on(individual(weak), K.RECEIPT)
    field = weak("payer_name", "松尾弘之")
    field.corroborations = [
        Corroboration(kind="passbook", supports=True, reason_ja="一"),
        *(Corroboration(kind="same_on_other_document", supports=True, reason_ja=f"{i}") for i in range(5)),
        Corroboration(kind="kana_kanji", supports=False, reason_ja="三"),
    ]
    found = features(field, paper)
    assert (found["for:passbook"], found["more:same_on_other_document"], found["against:kana_kanji"]) == (1, 2, 1)
    assert "more:passbook" not in found


def test_a_bad_scan_shows_in_its_other_fields() -> None:
    good, bad = on(individual(weak), K.RECEIPT), on(individual(weak), K.RECEIPT)
    for field in bad.fields.values():
        field.readings = [Reading(engine=r.engine, raw=r.raw, value=r.value, score=0.5) for r in field.readings]
    one = good.fields["total_amount"]
    assert surroundings(legible(good), "total_amount").clarity > surroundings(legible(bad), "total_amount").clarity
    alone = good.model_copy(update={"fields": {"total_amount": one, "tax_amount": exact("tax_amount", 1)}})
    assert surroundings(legible(alone), "total_amount").clarity == 0.0


@given(st.floats(0, 1))
def test_log_odds_stay_within_six(share: float) -> None:
    assert -6 <= log_odds(share) <= 6

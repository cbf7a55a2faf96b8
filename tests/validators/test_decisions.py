"""What is accepted without a person, and why; how confidence moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import Candidate, CaseView, Corroboration, DocumentKind, Field, FieldStatus, Reading, Value
from models.geometry import Box
from models.values.fields import parse_field
from tests.validators.cases import INVOICE, SOMEWHERE, checked, exact, gas, individual, on, put, scanned, weak, welfare
from validators.decisions import wanting_evidence
from validators.evidence import PERSON, PLACE

K = DocumentKind
ACCEPTED, REVIEW = FieldStatus.ACCEPTED, FieldStatus.REVIEW


def test_a_high_score_alone_accepts_nothing() -> None:
    """One engine, score 1.0, nothing else in the envelope: every entry goes to a person."""
    for key, field in on(individual(weak), K.RECEIPT).fields.items():
        case = CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[on(individual(weak), K.RECEIPT)])
        sure_of_itself = [r.model_copy(update={"score": 1.0}) for r in field.readings]
        case.documents[0].fields = {key: field.model_copy(update={"readings": sure_of_itself})}
        after = checked(case).case.documents[0].fields[key]
        assert after.status is REVIEW, key


@pytest.mark.parametrize("build", [individual, welfare, gas])
def test_every_field_has_confidence_status_and_reason(build: Callable[..., CaseView]) -> None:
    for make in (exact, scanned, weak):
        for document in checked(build(make)).case.documents:
            for field in document.fields.values():
                assert 0 <= field.confidence <= 1
                assert field.reason_ja.endswith("。")


def test_redundancy_of_a_scanned_envelope_is_used() -> None:
    """Two engines and the other papers agree: names, accounts and amounts need no person."""
    case = checked(individual(scanned)).case
    for kind, key in (
        (K.APPLICATION_FORM, "applicant_name"),
        (K.APPLICATION_FORM, "purchase_amount"),
        (K.PAYMENT_REQUEST, "account_number"),
        (K.PASSBOOK, "account_holder_kana"),
        (K.RECEIPT, "total_amount"),
        (K.RECEIPT, "payer_name"),
    ):
        field = on(case, kind).fields[key]
        assert field.status is ACCEPTED, (kind, key, field.reason_ja)
        assert any(c.supports for c in field.corroborations)


def test_account_number_that_engines_alone_agree_on_needs_more_when_papers_contradict() -> None:
    case = checked(put(individual(scanned), K.PASSBOOK, "account_number", "3120484", scanned)).case
    for kind in (K.PAYMENT_REQUEST, K.PASSBOOK):
        assert on(case, kind).fields["account_number"].status is REVIEW


def test_disagreeing_engines_are_shown_to_a_person() -> None:
    case = checked(
        put(individual(scanned), K.WARRANTY, "serial_number", "N20989268", lambda k, v: scanned(k, v, "N20989288"))
    )
    field = on(case.case, K.WARRANTY).fields["serial_number"]
    assert field.status is REVIEW and "エンジンによって値が違います" in field.reason_ja


def test_papers_that_agree_among_themselves_and_with_few_others_go_to_a_person() -> None:
    """Two papers of one hand, misread alike, are no witnesses for each other where most papers say otherwise."""
    case = individual(scanned)
    for kind in (K.WARRANTY, K.PRODUCT_PHOTO):
        put(case, kind, "applicant_name", "松屋弘之", scanned)
    after = checked(case).case
    for kind in (K.WARRANTY, K.PRODUCT_PHOTO):
        field = on(after, kind).fields["applicant_name"]
        assert field.status is REVIEW and "一致しません" in field.reason_ja
    assert on(after, K.APPLICATION_FORM).fields["applicant_name"].status is ACCEPTED


@pytest.mark.parametrize(("raw", "accepted"), [("令和7年11月2日", True), ("令和7年11月2", False), ("R7.11.2", True)])
def test_a_day_whose_end_was_not_read_goes_to_a_person(raw: str, accepted: bool) -> None:
    """Of 20日 in boxes everything behind the 2 was lost."""
    case = individual(scanned)
    field = scanned("application_date", "2025-11-02")
    field.readings = [r.model_copy(update={"raw": raw}) for r in field.readings]
    on(case, K.APPLICATION_FORM).fields["application_date"] = field
    after = on(checked(case).case, K.APPLICATION_FORM).fields["application_date"]
    assert any("「日」" in c.reason_ja for c in after.corroborations) is not accepted
    assert accepted or after.status is REVIEW


def test_an_account_number_of_too_few_digits_needs_another_paper() -> None:
    """Of 5973685 in boxes on a fax two engines saw the last four."""
    case = individual(scanned)
    for kind in (K.PAYMENT_REQUEST, K.PASSBOOK):
        field = scanned("account_number", "0003685")
        field.readings = [r.model_copy(update={"raw": "3685"}) for r in field.readings]
        on(case, kind).fields["account_number"] = field.model_copy(update={"raw": "3685"})
    assert on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"].status is ACCEPTED
    del on(case, K.PASSBOOK).fields["account_number"]
    alone = on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"]
    assert alone.status is REVIEW and "7桁に満たない" in alone.reason_ja


@pytest.mark.parametrize(
    ("number", "status"),
    [("T4010089328792", ACCEPTED), (INVOICE[:-2] + INVOICE[-1] + INVOICE[-2], REVIEW)],
    ids=["another shop", "two digits exchanged"],
)
def test_the_registered_numbers_of_two_shops_do_not_speak_against_each_other(number: str, status: FieldStatus) -> None:
    case = individual(scanned)
    second = on(case, K.RECEIPT).model_copy(deep=True)
    second.fields["invoice_number"] = scanned("invoice_number", number)
    case.documents.append(second)
    after = checked(case).case
    for receipt in after.of_kind(K.RECEIPT):
        field = receipt.fields["invoice_number"]
        assert field.status is status, field.reason_ja


@pytest.mark.parametrize(
    ("raw", "doubted"), [("壱拾六万五十円也", True), ("壱拾六万五千円也", False), ("金五十円", False)]
)
def test_a_thousand_in_kanji_may_have_lost_a_stroke(raw: str, doubted: bool) -> None:
    case = individual(scanned)
    for kind in (K.INVOICE, K.APPLICATION_FORM, K.CONTRACT):
        case.documents = [d for d in case.documents if d.kind is not kind]
    field = scanned("total_amount", 160050).model_copy(update={"raw": raw})
    on(case, K.RECEIPT).fields["total_amount"] = field
    after = on(checked(case).case, K.RECEIPT).fields["total_amount"]
    assert any("「千」が「十」" in c.reason_ja for c in after.corroborations) is doubted


def test_a_tax_as_large_as_the_total_goes_to_a_person() -> None:
    case = individual(scanned)
    receipt = on(case, K.RECEIPT)
    receipt.fields = {k: scanned(k, 5320) for k in ("total_amount", "tax_amount")}
    assert on(checked(case).case, K.RECEIPT).fields["tax_amount"].status is REVIEW


def test_bills_of_other_registered_shops_do_not_speak_against_the_form_s_dealer() -> None:
    case = individual(scanned)
    for shop in ("ホームセンターオガワ", "デンキのマルヨシ", "照明の森", "ヨツヤ電器", "水道屋中村"):
        bill = on(case, K.RECEIPT).model_copy(deep=True)
        bill.fields |= {
            "issuer_name": scanned("issuer_name", shop),
            "invoice_number": scanned("invoice_number", "T4010089328792"),
        }
        case.documents.append(bill)
    said = checked(case).case.of_kind(K.APPLICATION_FORM)[0].fields["vendor_name"].corroborations
    assert not [c.reason_ja for c in said if c.kind.endswith("other_document") and not c.supports]


def test_a_persons_word_is_final() -> None:
    decided = Field(
        key="account_number",
        value="3120484",
        raw="3120464",
        readings=[
            Reading(engine="ppocr", raw="3120464", value="3120464", score=0.9),
            Reading(engine="tesseract", raw="3120464", value="3120464", score=0.9),
        ],
        corroborations=[Corroboration(kind=PERSON, supports=True, reason_ja="確認担当が確かめました。")],
    )
    case = individual(scanned)
    on(case, K.PASSBOOK).fields["account_number"] = decided
    outcome = checked(case)
    after = on(outcome.case, K.PASSBOOK).fields["account_number"]
    assert after.status is ACCEPTED and after.reason_ja == "担当者が確認しました。"
    on(case, K.PAYMENT_REQUEST).fields["account_number"] = exact("account_number", "3120464")
    assert [f.status for f in checked(case).findings] == ["confirmed"]


def test_blank_is_accepted_where_the_paper_shows_it_and_unread_never() -> None:
    seen = Field(key="proxy_phone", value=None, blank=True, box=SOMEWHERE)
    placeholder = seen.model_copy(update={"readings": [Reading(engine="ppocr", raw="年 月 日", value=None, score=0.9)]})
    unread = Field(
        key="proxy_phone", value=None, raw="O3-X", readings=[Reading(engine="ppocr", raw="O3-X", value=None, score=0.4)]
    )
    for field, status in ((seen, ACCEPTED), (placeholder, REVIEW), (unread, REVIEW)):
        case = individual(scanned).model_copy(update={"programme_id": "nara-smarthouse"})  # a proxy may be named there
        on(case, K.APPLICATION_FORM).fields["proxy_phone"] = field
        assert on(checked(case).case, K.APPLICATION_FORM).fields["proxy_phone"].status is status


@pytest.mark.parametrize(
    ("kind", "key"),
    [(K.APPLICATION_FORM, "phone"), (K.RECEIPT, "document_number")],
    ids=["wanted", "on a paper that the programme does not describe"],
)
def test_a_blank_where_something_belongs_is_shown_to_a_person(kind: K, key: str) -> None:
    """The entry may have been written elsewhere: under a heading of the same words, beside a label nobody knows."""
    case = individual(scanned)
    on(case, kind).fields[key] = Field(key=key, value=None, blank=True, box=SOMEWHERE)
    field = on(checked(case).case, kind).fields[key]
    assert field.status is REVIEW and field.reason_ja == "記入がないようです。用紙を確かめてください。"


def test_exact_value_from_the_wrong_place_is_looked_at() -> None:
    case = checked(put(individual(), K.RECEIPT, "issue_date", "1925-11-10")).case
    field = on(case, K.RECEIPT).fields["issue_date"]
    assert field.status is REVIEW and "日付" in field.reason_ja


def test_a_reading_to_the_letter_counts_and_a_like_one_does_not() -> None:
    """ムシャ and ムシヤ sound alike; only the same letters corroborate a furigana."""
    case = individual(scanned)
    for kind, kana in ((K.APPLICATION_FORM, "ムシャノコウジ"), (K.WARRANTY, "ムシヤノコウジ")):
        on(case, kind).kind = kind
        on(case, kind).fields["applicant_kana"] = scanned("applicant_kana", kana)
    on(case, K.WARRANTY).kind = K.RESIDENT_CERTIFICATE
    kana_field = on(checked(case).case, K.APPLICATION_FORM).fields["applicant_kana"]
    assert not [c for c in kana_field.corroborations if c.kind == "same_on_other_document"]


# ---------------------------------------------------------------- laws
@pytest.mark.parametrize("make", [exact, scanned, weak])
@pytest.mark.parametrize("build", [individual, welfare, gas])
def test_checking_twice_is_the_same_as_once_and_changes_nothing(build: Callable[..., CaseView], make: object) -> None:
    case = put(build(make), K.APPLICATION_FORM, "phone", "0312345678")
    before = case.model_copy(deep=True)
    once = checked(case)
    assert case == before
    assert checked(once.case) == once


@given(seed=st.randoms(use_true_random=False))
def test_order_of_papers_does_not_matter(seed: object) -> None:
    case = put(individual(scanned), K.RECEIPT, "payer_name", "木下真由美", scanned)
    shuffled = case.model_copy(deep=True)
    seed.shuffle(shuffled.documents)  # type: ignore[attr-defined]

    def outcome(view: CaseView) -> tuple[object, ...]:
        result = checked(view)
        fields = {
            (d.kind, f.key): (f.value, f.status, f.confidence) for d in result.case.documents for f in d.fields.values()
        }
        return {(f.code, f.status) for f in result.findings}, fields, set(result.keys)

    assert outcome(shuffled) == outcome(case)


def test_a_furigana_that_differs_from_the_dictionary_by_voicing_alone_goes_to_a_person() -> None:
    """オカタ can be read so, character by character; far more often the marks were lost, on every paper alike."""
    case = individual(scanned)
    for document in case.documents:
        for key, field in document.fields.items():
            if field.value == "マツオヒロユキ":
                document.fields[key] = weak(key, "オカタマユミ")
            elif field.value == "松尾弘之":
                document.fields[key] = scanned(key, "岡田真由美")
    after = on(checked(case).case, K.APPLICATION_FORM).fields["applicant_kana"]
    assert after.status is REVIEW and "濁点" in after.reason_ja


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("東京都新宿区市谷砂土原町3-34-19", ACCEPTED),
        ("東京都新宿区市谷砂土原町3-34-19グランドメゾン市谷砂土原町205", ACCEPTED),
        ("東京都新宿区市谷砂土原町3-34-19グランドメスン市谷砂土原町205", REVIEW),
    ],
)
def test_a_building_needs_more_than_the_postal_code(address: str, status: FieldStatus) -> None:
    """The same hand, read by the same engine, misspells it on every paper; the dictionary ends with the town."""
    case = individual(weak)
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "address", address, weak)
    assert on(checked(case).case, K.APPLICATION_FORM).fields["address"].status is status


@pytest.mark.parametrize("count", [949198, 100])
def test_a_count_beyond_reason_goes_to_a_person(count: int) -> None:
    case = put(gas(scanned), K.APPLICATION_FORM, "contract_count", count, scanned)
    assert on(checked(case).case, K.APPLICATION_FORM).fields["contract_count"].status is REVIEW


def test_the_same_number_in_two_people_s_entries_goes_to_a_person() -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "proxy_phone", "0395022691", scanned)
    papers = on(checked(case).case, K.APPLICATION_FORM).fields
    assert papers["phone"].status is papers["proxy_phone"].status is REVIEW


def test_an_amount_that_the_rule_does_not_give_goes_to_a_person() -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "subsidy_amount", 5000, scanned)
    put(case, K.PAYMENT_REQUEST, "subsidy_amount", 5000, scanned)
    assert on(checked(case).case, K.APPLICATION_FORM).fields["subsidy_amount"].status is REVIEW


def test_an_applicant_s_number_beside_the_proxy_goes_to_a_person() -> None:
    """The proxy's own number was not found: what was taken for the applicant's stands in the proxy's block."""
    case = individual(scanned)
    form = on(case, K.APPLICATION_FORM)
    for key, field in form.fields.items():
        field.box = Box(x0=0.1, y0=0.2, x1=0.4, y1=0.22) if key != "phone" else Box(x0=0.1, y0=0.52, x1=0.4, y1=0.54)
    for key, y in (("proxy_name", 0.5), ("proxy_address", 0.56)):
        form.fields[key] = scanned(key, "山一エナジー株式会社" if key == "proxy_name" else "東京都新宿区西新宿2-8-1")
        form.fields[key].box = Box(x0=0.1, y0=y, x1=0.4, y1=y + 0.02)
    assert on(checked(case).case, K.APPLICATION_FORM).fields["phone"].status is REVIEW


@pytest.mark.parametrize(("ticked", "status"), [("高効率給湯器（エコキュート）", ACCEPTED), ("LED照明器具", REVIEW)])
def test_a_tick_that_the_bill_contradicts_goes_to_a_person(ticked: str, status: FieldStatus) -> None:
    case = individual(scanned)
    for kind in (K.APPLICATION_FORM, K.WARRANTY):
        put(case, kind, "equipment_type", ticked, scanned)
    assert on(checked(case).case, K.APPLICATION_FORM).fields["equipment_type"].status is status


def _displaced(key: str, value: Value) -> Field:
    """An entry of a text layer that extraction may have taken from its neighbour's place."""
    doubt = Corroboration(kind=PLACE, supports=False, reason_ja="見出しとの位置の対応が確かでない")
    reading = Reading(engine="text_layer", raw=str(value), value=value, score=1.0)
    return Field(
        key=key, value=value, raw=str(value), box=SOMEWHERE, exact=False, readings=[reading], corroborations=[doubt]
    )


@pytest.mark.parametrize("key", ["bank_name", "bank_code", "branch_name"])
def test_a_dictionary_does_not_tell_that_a_value_stands_in_its_own_place(key: str) -> None:
    case = individual(exact)
    claim = on(case, K.PAYMENT_REQUEST)
    case.documents = [claim]
    claim.fields[key] = _displaced(key, claim.fields[key].value)
    field = on(checked(case).case, DocumentKind.PAYMENT_REQUEST).fields[key]
    assert field.status is REVIEW
    assert "位置の対応" in field.reason_ja


def test_the_doubt_of_a_place_survives_the_checks_and_counts_against_the_value() -> None:
    case = individual(exact)
    case.documents = [on(case, K.APPLICATION_FORM)]
    case.documents[0].fields["phone"] = _displaced("phone", "0312345678")
    field = on(checked(case).case, K.APPLICATION_FORM).fields["phone"]
    assert field.status is REVIEW
    assert [c.kind for c in field.corroborations if not c.supports] == [PLACE]


def test_no_character_of_a_text_layer_is_in_doubt() -> None:
    """高 may be 髙 for an engine; a text layer knows. What is left to ask is the place."""
    case = individual(exact)
    form = on(case, K.APPLICATION_FORM)
    case.documents = [form]
    form.fields["applicant_name"] = _displaced("applicant_name", "高崎弘之")
    field = on(checked(case).case, K.APPLICATION_FORM).fields["applicant_name"]
    assert "variant_possible" not in {c.kind for c in field.corroborations}
    assert field.status is REVIEW


@pytest.mark.parametrize(
    ("chosen", "share", "kinds", "wanting"),
    [
        (True, 0.9, ["same_on_other_document"], True),
        (False, 0.3, ["same_on_other_document"], True),
        (False, 0.55, ["same_on_other_document"], True),
        (False, 0.9, ["same_on_other_document"], False),
        (True, 0.9, ["same_on_other_document", "kana_kanji"], False),
        (False, 0.3, ["exact_on_other_document"], False),
    ],
)
def test_a_name_misread_alike_on_two_papers_of_one_hand_is_no_witness_of_itself(
    chosen: bool, share: float, kinds: list[str], wanting: bool
) -> None:
    candidates = (Candidate(raw="長等川良平", value="長等川良平", share=share),)
    field = Field(
        key="applicant_name",
        value="長等川良平",
        raw="長等川良平",
        handwritten=True,
        chosen=chosen,
        readings=[
            Reading(
                engine="ppocr", raw="長等川良平", value="長等川良平", score=0.9, box=SOMEWHERE, candidates=candidates
            )
        ],
        corroborations=[Corroboration(kind=kind, supports=True, reason_ja="別の書類。") for kind in kinds],
    )
    document = on(individual(scanned), K.APPLICATION_FORM)
    assert bool(wanting_evidence(field, document)) is wanting


@pytest.mark.parametrize(
    ("elsewhere", "share", "wanting"), [("マツザキオサム", 0.94, True), ("マツザキオサム", 0.6, False)]
)
def test_a_reading_chosen_for_another_papers_sake_goes_to_a_person_where_one_reader_is_sure_of_another(
    elsewhere: str, share: float, wanting: bool
) -> None:
    chosen = _read("account_holder_kana", ("マツサキオサム", 0.54), (elsewhere, 0.11))
    surer = _read("account_holder_kana", (elsewhere, share)).readings[0].model_copy(update={"engine": "crnn"})
    chosen.chosen, chosen.readings = True, [*chosen.readings, surer]
    chosen.corroborations = [Corroboration(kind="passbook", supports=True, reason_ja="交付請求書と一致します")]
    document = on(individual(scanned), K.PASSBOOK)
    assert bool(wanting_evidence(chosen, document)) is wanting
    chosen.chosen = False
    assert not wanting_evidence(chosen, document)


@pytest.mark.parametrize(
    ("kana", "status"),
    [("マツオ", FieldStatus.REVIEW), ("ヒロユキ", FieldStatus.REVIEW), ("マツオヒロユキ", FieldStatus.ACCEPTED)],
)
def test_the_reading_of_half_a_name_goes_to_a_person_even_to_the_letter(kana: str, status: FieldStatus) -> None:
    case = put(individual(exact), DocumentKind.APPLICATION_FORM, "applicant_kana", kana)
    assert on(checked(case).case, DocumentKind.APPLICATION_FORM).fields["applicant_kana"].status is status


def _doubts(field: Field) -> set[str]:
    case = individual(exact)
    form = on(case, K.APPLICATION_FORM)
    case.documents = [form]
    form.fields[field.key] = field
    return {
        c.kind for c in on(checked(case).case, K.APPLICATION_FORM).fields[field.key].corroborations if not c.supports
    }


def _read(key: str, *options: tuple[Value, float], raw: str = "", by_hand: bool = False) -> Field:
    value = options[0][0]
    raw = raw or str(value)
    reading = Reading(
        engine="ppocr",
        raw=raw,
        value=value,
        score=0.97,
        candidates=tuple(Candidate(raw=str(v), value=v, share=s) for v, s in options),
    )
    return Field(key=key, value=value, raw=raw, box=SOMEWHERE, readings=[reading], handwritten=by_hand)


@pytest.mark.parametrize(
    ("field", "doubted"),
    [
        (_read("applicant_name", ("戸田陽干", 0.9), ("戸田陽子", 0.05)), True),
        (_read("applicant_name", ("戸田陽干", 0.9), ("戸田陽子", 0.001)), False),
        (_read("applicant_name", ("戸田陽子", 0.9), ("戸田陽干", 0.05)), False),
        (_read("applicant_name", ("戸田陽子", 0.9), ("戸田洋子", 0.05)), False),
        (_read("applicant_name", ("戸田三千子", 0.9)), True),
        (_read("applicant_name", ("戸田三重子", 0.9)), False),
        (_read("vendor_name", ("株式会社みのリリフォーム", 0.9)), True),
        (_read("vendor_name", ("株式会社みのりリフォーム", 0.9)), True),
        (_read("vendor_name", ("株式会社リフォームみのり", 0.9)), False),
        (_read("model", ("FC-70NRISK", 0.9)), True),
        (_read("model", ("FC-70NR1SK", 0.9)), False),
        (_read("document_number", ("R715321", 0.9), raw="R7153 21."), True),
        (_read("vendor_name", ("株式会社一ばさ設備", 0.9)), True),
        (_read("vendor_name", ("株式会社一の宮設備", 0.9)), False),
        (_read("line_items", ([{"name": "LED照明器具 0L251819R", "amount": 1}], 0.9)), True),
        (_read("line_items", ([{"name": "LED照明器具 AL251819R", "amount": 1}], 0.9)), False),
        (_read("model", ("ESS-U4M", 0.9), raw="ESS-U4M|", by_hand=True), True),
        (_read("model", ("ESS-U4M", 0.9), raw="ESS-U4M|"), False),
        (_read("address", ("東京都中央区勝どき4-98", 0.9), raw="東京都中央区勝どき4-9 8"), True),
        (_read("address", ("東京都中央区勝どき4-98", 0.9), raw="東京都中央区勝どき4-98"), False),
        (_read("address", ("奈良県葛城市寺口43C-1", 0.9)), True),
        (_read("address", ("奈良県葛城市寺口430-1", 0.9)), False),
        (_read("address", ("東京都新宿区納戸町12-4メゾン青葉3C5", 0.9)), True),
        (_read("address", ("東京都新宿区納戸町12-4メゾン青葉3C", 0.9)), False),
        (_read("address", ("東京都新宿区西新宿2-8-1ハイツB-201", 0.9)), False),
        (_read("address", ("熊本県上益城郡山都町田占2101", 0.9)), True),
        (_read("address", ("熊本県上益城郡山都町田吉2101", 0.9)), False),
    ],
)
def test_what_only_the_paper_can_tell_is_doubted(field: Field, doubted: bool) -> None:
    assert ("look_alike" in _doubts(field)) is doubted


@pytest.mark.parametrize(
    ("wider", "doubted"),
    [
        ("令和7年11月25日", True),
        ("令和 7年 11月 25日", True),
        ("令和7年1月25日", False),
        ("令和7年12月25日", False),
        ("令和7年1月26日", False),
    ],
)
def test_two_ones_that_only_the_wider_line_shows_are_doubted(wider: str, doubted: bool) -> None:
    """Engines read 11月 as 1月, all alike, and so do they on the next paper."""
    raw = "令和7年1月25日"
    read = [("ppocr", raw), ("ppocr-stretched", wider), ("crnn", raw)]
    readings = [Reading(engine=e, raw=t, value=parse_field("installation_date", t), score=0.97) for e, t in read]
    field = Field(key="installation_date", value=readings[0].value, raw=raw, box=SOMEWHERE, readings=readings)
    assert ("look_alike" in _doubts(field)) is doubted


@pytest.mark.parametrize(("kana", "doubted"), [("ゴトウチョ", True), ("ゴトウチヨ", False), ("ゴトウリョウ", False)])
def test_a_name_hardly_ends_in_a_small_letter_whoever_reads_one(kana: str, doubted: bool) -> None:
    assert ("look_alike" in _doubts(scanned("applicant_kana", kana))) is doubted


@pytest.mark.parametrize(("page", "doubted"), [("004023", True), ("04023", False), ("04-023", False), ("04123", False)])
def test_a_digit_twice_in_a_row_that_one_reading_shows_is_doubted(page: str, doubted: bool) -> None:
    readings = [Reading(engine=e, raw=t, value=t, score=0.99) for e, t in (("ppocr", "04023"), ("ppocr-page", page))]
    field = Field(key="document_number", value="04023", raw="04023", box=SOMEWHERE, readings=readings)
    assert ("look_alike" in _doubts(field)) is doubted


@pytest.mark.parametrize("name", ["本店・支店日出", "銀行・信用金庫大分"])
def test_printed_endings_in_an_exact_name_go_to_a_person(name: str) -> None:
    case = put(individual(), DocumentKind.PAYMENT_REQUEST, "bank_name", name)
    field = on(checked(case).case, DocumentKind.PAYMENT_REQUEST).fields["bank_name"]
    assert field.status is FieldStatus.REVIEW
    assert "選ぶ語として印刷された文字" in field.reason_ja

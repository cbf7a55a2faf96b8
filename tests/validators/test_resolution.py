"""Choosing among what the readers considered: what it is for."""

from __future__ import annotations

import copy
import itertools

import pytest

from models.documents import (
    Candidate,
    CaseView,
    DocumentKind,
    Field,
    FieldStatus,
    Reading,
    Value,
)
from models.findings import FindingCode
from tests.validators.cases import PROGRAMMES, SOMEWHERE, checked, on, scanned
from tests.validators.resolving import resolved, sheet, undecided
from validators.checks import check_case
from validators.resolution import resolve

K, C = DocumentKind, FindingCode


def test_postal_code_and_address_are_chosen_together() -> None:
    """Each by itself prefers the wrong one; together they are one town."""
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("postal_code", ("1620842", 0.45), ("1620061", 0.4)),
        undecided("address", ("新宿区市谷御町37-2", 0.6), ("新宿区市谷柳町37-2", 0.2)),
    )
    assert resolved(paper) == [{"postal_code": "1620061", "address": "新宿区市谷柳町37-2"}]


def test_an_option_of_which_the_marks_are_undecided_goes_to_a_person() -> None:
    marks = undecided("facility_class", (None, 0.0), ("社会福祉施設", 0.73), ("その他施設", 0.02), engine="marks")
    document = sheet(K.APPLICATION_FORM, marks)
    case = CaseView(programme_id="nagano-welfare", stage="apply", documents=[document])
    found = check_case(case, PROGRAMMES["nagano-welfare"]).case.documents[0].fields["facility_class"]
    assert (found.value, found.status) == ("社会福祉施設", FieldStatus.REVIEW)
    assert found.reason_ja == "どの選択肢に印があるか、読み手が決めかねました。"


def test_an_address_that_was_read_is_not_respelled() -> None:
    read = ("熊本県上益城郡山都町丁大平846", 0.56), ("熊本県上益城郡山都町大平846", 0.43)
    paper = sheet(K.APPLICATION_FORM, undecided("postal_code", ("8613811", 0.99)), undecided("address", *read))
    assert resolved(paper)[0]["address"] == "熊本県上益城郡山都町大平846"


def test_a_town_is_respelled_by_its_code_and_house_number_and_building_stay() -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("postal_code", ("1620842", 0.95)),
        undecided("address", ("東京都新宿区市谷砂士原町3-34-19八イム205", 0.9)),
    )
    assert resolved(paper)[0]["address"] == "東京都新宿区市谷砂土原町3-34-19八イム205"


@pytest.mark.parametrize("number", ["3-34-19", "1-1", "99-9-9"])
def test_a_house_number_is_never_put_right(number: str) -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("postal_code", ("1620842", 0.95)),
        undecided("address", (f"新宿区市谷砂士原町{number}", 0.9)),
    )
    assert str(resolved(paper)[0]["address"]).endswith(f"原町{number}")


def test_name_and_code_of_bank_and_branch_vote() -> None:
    paper = sheet(
        K.PAYMENT_REQUEST,
        undecided("bank_name", ("みずぼ銀行", 0.6), ("みずほ銀行", 0.3)),
        undecided("bank_code", ("0007", 0.5), ("0001", 0.4)),
        undecided("branch_name", ("高田馬揚支店", 0.8)),
        undecided("branch_code", ("084", 0.6), ("064", 0.3)),
    )
    expected = {
        "bank_name": "みずほ銀行",
        "bank_code": "0001",
        "branch_name": "高田馬場支店",
        "branch_code": "064",
    }
    assert resolved(paper) == [expected]


def test_lost_voicing_marks_come_back_with_the_name() -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("applicant_name", ("黒川茂", 0.98)),
        undecided("applicant_kana", ("クロカワシケル", 0.9)),
    )
    assert resolved(paper)[0]["applicant_kana"] == "クロカワシゲル"


@pytest.mark.parametrize(
    ("name", "read", "wanted"),
    [
        ("乾京子", "イヌイキヨウコ", "イヌイキョウコ"),
        ("株式会社大和製作所", "カブシキガイシヤヤマトセイサクシヨ", "カブシキガイシャヤマトセイサクシヨ"),
        ("社会福祉法人梓川会", "シヤカイフクシホウジンアズサガワカイ", "シャカイフクシホウジンアズサガワカイ"),
    ],
)
def test_small_letters_go_where_the_words_have_them(name: str, read: str, wanted: str) -> None:
    kana = undecided("applicant_kana", (read, 0.7), (wanted, 0.2))
    paper = sheet(K.APPLICATION_FORM, undecided("applicant_name", (name, 0.98)), kana)
    assert resolved(paper)[0]["applicant_kana"] == wanted


def test_a_large_letter_stays_where_a_word_of_the_name_begins_with_it() -> None:
    kana = undecided("applicant_kana", ("イワサキユウイチ", 0.7), ("イワサキュウイチ", 0.2))
    paper = sheet(K.APPLICATION_FORM, undecided("applicant_name", ("岩崎雄一", 0.98)), kana)
    assert resolved(paper)[0]["applicant_kana"] == "イワサキユウイチ"


def test_a_large_letter_stays_behind_the_gap_that_was_read() -> None:
    """The name beside it was not read: no dictionary tells where its second word begins."""
    kana = undecided("applicant_kana", ("コウロギヨウイチ", 0.7), ("コウロギョウイチ", 0.2))
    kana.readings = [r.model_copy(update={"raw": "コウロギ ヨウイチ"}) for r in kana.readings]
    paper = sheet(K.APPLICATION_FORM, undecided("applicant_name", ("C", 0.4)), kana)
    assert resolved(paper)[0]["applicant_kana"] == "コウロギヨウイチ"


@pytest.mark.parametrize("others", [(), (("トドヨシキ", 0.2),)])
def test_no_voicing_mark_that_was_read_is_taken_away(others: tuple[tuple[Value, float], ...]) -> None:
    paper = sheet(
        K.RESIDENT_CERTIFICATE,
        undecided("applicant_name", ("百々芳樹", 0.98)),
        undecided("applicant_kana", ("ドドヨシキ", 0.9), *others),
    )
    assert resolved(paper)[0]["applicant_kana"] == "ドドヨシキ"


def test_a_family_bears_the_character_that_engines_seldom_read() -> None:
    """梠 is read as 侶 on one paper and rightly on another; of a name that stays 侶 a person is asked."""
    slip = sheet(K.METER_SLIP, undecided("applicant_name", ("興侶洋一", 0.7), ("興梠洋一", 0.1)))
    form = sheet(K.APPLICATION_FORM, undecided("applicant_name", ("興侶洋一", 0.9), ("興梠洋一", 0.01)))
    assert [d["applicant_name"] for d in resolved(slip, form)] == ["興梠洋一", "興侶洋一"]
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[slip, form])).case
    doubts = [c.kind for c in on(case, K.APPLICATION_FORM).fields["applicant_name"].corroborations if not c.supports]
    assert "variant_possible" in doubts


@pytest.mark.parametrize("read", ["纈良太郎", "纈纈良太郎", "繃纈良太郎"])
def test_a_character_that_stands_in_one_name_alone(read: str) -> None:
    paper = sheet(K.BUSINESS_OVERVIEW, undecided("representative_name", (read, 0.4)))
    assert resolved(paper)[0]["representative_name"] == "纐纈良太郎"
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[paper])).case
    field = on(case, K.BUSINESS_OVERVIEW).fields["representative_name"]
    assert "variant_possible" in [c.kind for c in field.corroborations if not c.supports], "a person looks"


def test_a_seal_behind_a_name_is_dropped_where_another_paper_has_the_name() -> None:
    proxy = sheet(K.POWER_OF_ATTORNEY, undecided("applicant_name", ("乾京子乾", 0.9)))
    form = sheet(K.APPLICATION_FORM, undecided("applicant_name", ("乾京子", 0.98)))
    assert resolved(form, proxy)[1]["applicant_name"] == "乾京子"
    assert resolved(proxy)[0]["applicant_name"] == "乾京子乾", "alone it stays as it was read"
    other = sheet(K.APPLICATION_FORM, undecided("applicant_name", ("乾京一", 0.98)))
    assert resolved(other, proxy)[1]["applicant_name"] == "乾京子乾"


def test_the_reader_of_twins_is_not_overruled_by_one_that_knows_but_one_of_them() -> None:
    def read(engine: str, *values: tuple[str, float]) -> Reading:
        listed = tuple(Candidate(raw=v, value=v, share=s) for v, s in values)
        return Reading(engine=engine, raw=values[0][0], value=values[0][0], score=0.9, candidates=listed)

    def named(*twins: tuple[str, float]) -> Value:
        readings = [read("ppocr", ("山崎結衣", 0.9)), read("ppocr-twins", *twins), read("tesseract", ("山崎結衣", 0.9))]
        field = Field(key="applicant_name", value="山﨑結衣", raw="山﨑結衣", box=SOMEWHERE, readings=readings)
        return resolved(sheet(K.APPLICATION_FORM, field))[0]["applicant_name"]

    assert named(("山﨑結衣", 0.9), ("山崎結衣", 0.1)) == "山﨑結衣"
    assert named(("山﨑結衣", 1.0)) == "山崎結衣", "it never looked at the other"


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("柴崎京了", "柴崎京子"),
        ("諸星卜三子", "諸星トミ子"),
        ("工藤三千子", "工藤三千子"),  # both are names
        ("二宮八重子", "二宮八重子"),
        ("安藤了", "安藤了"),
        ("柴崎京乃", "柴崎京乃"),
    ],
)
def test_a_given_name_that_no_dictionary_has_is_the_one_it_looks_like(read: str, name: str) -> None:
    paper = sheet(K.POWER_OF_ATTORNEY, undecided("proxy_contact", (read, 0.97)))
    found = resolved(paper)[0]["proxy_contact"]
    assert found == name
    if name != read:
        case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[paper])).case
        assert case.documents[0].fields["proxy_contact"].status is FieldStatus.REVIEW, (
            "a name is never changed silently"
        )


@pytest.mark.parametrize(
    ("read", "model"), [("0L251819R", "OL251819R"), ("02L51819R", "02L51819R"), ("AL0251819", "AL0251819")]
)
def test_a_model_begins_with_a_letter(read: str, model: str) -> None:
    assert resolved(sheet(K.WARRANTY, undecided("model", (read, 0.97))))[0]["model"] == model


def test_a_house_is_numbered_by_a_figure() -> None:
    address = undecided("address", ("新宿区市谷柳町37サンハイツ市谷柳町武番館1409", 0.9))
    assert resolved(sheet(K.APPLICATION_FORM, address))[0]["address"] == "新宿区市谷柳町37サンハイツ市谷柳町弐番館1409"
    street = undecided("address", ("新宿区市谷柳町37武田ビル1409", 0.9))
    assert resolved(sheet(K.APPLICATION_FORM, street))[0]["address"] == "新宿区市谷柳町37武田ビル1409"


@pytest.mark.parametrize(
    ("name", "read", "other", "wanted"),
    [
        ("坂梨美津子", "サカナシミッコ", "サカナシミツコ", "サカナシミツコ"),
        ("甲斐原ミツ子", "カイバラミッコ", "カイバラミツコ", "カイバラミツコ"),
        ("服部太郎", "ハットリタロウ", "ハツトリタロウ", "ハットリタロウ"),
        ("堀田三津子", "ホッタミッコ", "ホッタミツコ", "ホッタミツコ"),
    ],
)
def test_a_tsu_is_as_large_as_in_the_name(name: str, read: str, other: str, wanted: str) -> None:
    kana = undecided("applicant_kana", (read, 0.7), (other, 0.2))
    assert (
        resolved(sheet(K.APPLICATION_FORM, undecided("applicant_name", (name, 0.9)), kana))[0]["applicant_kana"]
        == wanted
    )


def test_no_letter_is_made_small_that_no_reader_saw_small() -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("applicant_name", ("乾京子", 0.98)),
        undecided("applicant_kana", ("イヌイキヨウコ", 0.9)),
    )
    assert resolved(paper)[0]["applicant_kana"] == "イヌイキヨウコ"


def test_a_bank_s_large_letters_stay() -> None:
    holder = undecided("account_holder_kana", ("イヌイキヨウコ", 0.7), ("イヌイキョウコ", 0.2))
    paper = sheet(K.PASSBOOK, undecided("account_holder", ("乾京子", 0.98)), holder)
    assert resolved(paper)[0]["account_holder_kana"] == "イヌイキヨウコ"


@pytest.mark.parametrize(
    ("name", "kana"), [("中島武", "ナカジマタケシ"), ("中島武", "ナカシマタケシ"), ("柴崎浩二", "シバサキコウジ")]
)
def test_a_reading_that_fits_is_left_alone(name: str, kana: str) -> None:
    """柴崎 is read both ways, and the dictionary knows one of them only: neither is made of the other."""
    paper = sheet(
        K.APPLICATION_FORM, undecided("applicant_name", (name, 0.98)), undecided("applicant_kana", (kana, 0.9))
    )
    assert resolved(paper)[0]["applicant_kana"] == kana


def test_a_candidate_that_the_dictionary_reads_as_a_whole_is_better() -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("applicant_name", ("岡田真由美", 0.98)),
        undecided("applicant_kana", ("オカタマユミ", 0.9), ("オカダマユミ", 0.05)),
    )
    assert resolved(paper)[0]["applicant_kana"] == "オカダマユミ"


@pytest.mark.parametrize(
    ("key", "read", "meant"),
    [("document_number", "YJ・0298", "YJ-0298"), ("description", "EV・V2H設備", "EV・V2H設備")],
)
def test_what_a_fax_leaves_of_a_hyphen_within_a_number(key: str, read: str, meant: str) -> None:
    assert resolved(sheet(K.RECEIPT, undecided(key, (read, 0.9))))[0][key] == meant


def test_specks_and_look_alikes_that_the_kind_of_entry_rules_out() -> None:
    paper = sheet(
        K.REGISTRY_CERTIFICATE,
        undecided("document_number", ("力228665", 0.9)),
        undecided("model", ("CS6Rー405MS", 0.9)),
        undecided("applicant_name", ("上村洋子", 0.9)),
        undecided("applicant_kana", ("ウエムラ・ヨウコ", 0.9)),
    )
    values = resolved(paper)[0]
    assert (values["document_number"], values["model"]) == ("カ228665", "CS6R-405MS")
    assert values["applicant_kana"] == "ウエムラヨウコ"


def test_amounts_of_one_paper_add_up() -> None:
    paper = sheet(
        K.RECEIPT,
        undecided("subtotal_amount", (330000, 0.9)),
        undecided("tax_amount", (38000, 0.5), (33000, 0.4)),
        undecided("total_amount", (363000, 0.9)),
    )
    assert resolved(paper)[0]["tax_amount"] == 33000


def test_amounts_that_add_up_to_the_yen_need_no_rate() -> None:
    paper = sheet(
        K.ESTIMATE,
        undecided("subtotal_amount", (14842800, 0.9)),
        undecided("tax_amount", (1483300, 0.5), (1483800, 0.4)),
        undecided("total_amount", (16326600, 0.9)),
    )
    assert resolved(paper)[0]["tax_amount"] == 1483800


def test_a_tax_by_the_rate_goes_before_one_that_only_adds_up() -> None:
    paper = sheet(
        K.ESTIMATE,
        undecided("subtotal_amount", (330000, 0.9)),
        undecided("tax_amount", (38000, 0.5), (33000, 0.4)),
        undecided("total_amount", (363000, 0.5), (368000, 0.9)),
    )
    values = resolved(paper)[0]
    assert (values["tax_amount"], values["total_amount"]) == (33000, 363000)


def test_the_other_papers_help_a_name_that_competes() -> None:
    papers = [
        sheet(K.APPLICATION_FORM, undecided("applicant_name", ("松屋弘之", 0.6), ("松尾弘之", 0.2))),
        sheet(K.WARRANTY, undecided("applicant_name", ("松尾弘之", 0.99))),
        sheet(K.RECEIPT, undecided("payer_name", ("松尾弘之", 0.99))),
    ]
    assert resolved(*papers)[0]["applicant_name"] == "松尾弘之"


def test_two_papers_misread_alike_do_not_hold_a_name_against_more_that_read_it_right() -> None:
    """One hand wrote both, and 千 looks like 干 on both."""
    wrong = [("佐々木干代", 0.57), ("佐々木千代", 0.2)]
    papers = [
        sheet(K.PAYMENT_REQUEST, undecided("applicant_name", *wrong)),
        sheet(K.CONTRACT, undecided("applicant_name", *wrong)),
        sheet(K.WARRANTY, undecided("applicant_name", ("佐々木千代", 0.99))),
        sheet(K.RECEIPT, undecided("payer_name", ("佐々木千代", 0.99))),
        sheet(K.RESIDENT_CERTIFICATE, undecided("applicant_name", ("佐々木千代", 0.99))),
    ]
    assert [x["applicant_name"] for x in resolved(*papers[:2], *papers[2:])[:2]] == ["佐々木千代"] * 2
    assert [x["applicant_name"] for x in resolved(*papers[:3])[:2]] == ["佐々木干代"] * 2, (
        "two against one decide nothing"
    )


def test_who_shows_a_character_more_is_not_outvoted_and_who_shows_less_goes_to_a_person() -> None:
    """曇 is blurred on all papers; one reading of it is worth more than two that passed it over."""
    whole = sheet(
        K.APPLICATION_FORM,
        undecided("applicant_name", ("社会福祉法人安曇会", 0.51), ("社会福祉法人安会", 0.12)),
    )
    short = [
        sheet(kind, undecided("applicant_name", ("社会福祉法人安会", 0.63), ("社会福祉法人安馨会", 0.11)))
        for kind in (K.FACILITY_LIST, K.REGISTRY_CERTIFICATE)
    ]
    assert resolved(whole, *short)[0]["applicant_name"] == "社会福祉法人安曇会"
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[whole, *short])).case
    for document in case.documents[1:]:
        field = document.fields["applicant_name"]
        assert field.status is FieldStatus.REVIEW
        assert "cut_short" in {c.kind for c in field.corroborations if not c.supports}


@pytest.mark.parametrize(
    ("read", "address"),
    [
        ("東京都新宿区早稻田鶴巻町543", "東京都新宿区早稲田鶴巻町543"),
        ("長野県安曇野市穗高牧1787-7", "長野県安曇野市穂高牧1787-7"),
        ("長野県安曇野市穂高牧1787-7穗高荘", "長野県安曇野市穂高牧1787-7穗高荘"),  # a building spells itself
    ],
)
def test_a_place_is_spelled_as_the_dictionary_spells_it(read: str, address: str) -> None:
    assert resolved(sheet(K.APPLICATION_FORM, undecided("address", (read, 0.9))))[0]["address"] == address


def test_no_paper_follows_others_into_the_old_forms_of_a_place() -> None:
    listed, old = "長野県安曇野市穂高牧1787-7", "長野県安曇野市穗高牧1787-7"
    form = sheet(K.APPLICATION_FORM, undecided("address", (listed, 0.7), (old, 0.3)))
    others = [sheet(kind, undecided("address", (old, 0.6), (listed, 0.4))) for kind in (K.PAYMENT_REQUEST, K.CONTRACT)]
    assert [found["address"] for found in resolved(form, *others)] == [listed] * 3
    assert [found["address"] for found in resolved(*others)] == [listed] * 2, "a place has one spelling"
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=others)).case
    assert {d.fields["address"].status for d in case.documents} == {FieldStatus.REVIEW}, "and a person confirms it"


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("示117406", "ホ117406"),
        ("木117406", "ホ117406"),
        ("木1174", "木1174"),
        ("市117406", "市117406"),
        ("十338104", "ナ338104"),
        ("十33-81", "十33-81"),
    ],
)
def test_the_kana_in_front_of_six_digits(read: str, number: str) -> None:
    paper = sheet(K.REGISTRY_CERTIFICATE, undecided("document_number", (read, 0.9)))
    assert resolved(paper)[0]["document_number"] == number


def test_two_papers_do_not_trade_their_readings() -> None:
    """Each took what the other showed, and both were changed: the one that was right became wrong."""
    form = sheet(K.APPLICATION_FORM, undecided("model", ("FC-70NRISK", 0.5), ("FC-70NR1SK", 0.49)))
    warranty = sheet(K.WARRANTY, undecided("model", ("FC-70NR1SK", 0.6), ("FC-70NRISK", 0.2)))
    assert [x["model"] for x in resolved(form, warranty)] == ["FC-70NR1SK"] * 2


def test_of_papers_that_say_the_same_the_reason_names_one_whatever_their_order() -> None:
    papers = (
        sheet(K.APPLICATION_FORM, undecided("address", ("新宿区市谷御町37", 0.5), ("新宿区市谷柳町37", 0.5))),
        sheet(K.PAYMENT_REQUEST, undecided("address", ("新宿区市谷柳町37", 1.0))),
        sheet(K.CONTRACT, undecided("address", ("新宿区市谷柳町37", 1.0))),
    )
    told = set()
    for order in itertools.permutations(papers):
        case = CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[copy.deepcopy(p) for p in order])
        resolve(case, PROGRAMMES["shinjuku-ecohome"])
        (reason,) = on(case, K.APPLICATION_FORM).fields["address"].corroborations
        told.add(reason.reason_ja)
    assert told == {"交付請求書と同じ値に読めるため、そう読みました"}


def test_a_value_that_was_chosen_because_another_paper_says_so_is_no_witness_of_that_paper() -> None:
    form = sheet(K.APPLICATION_FORM, undecided("phone", ("07054242987", 0.97)))
    claim = sheet(K.PAYMENT_REQUEST, undecided("phone", ("07054242981", 0.51), ("07054242987", 0.48)))
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[form, claim])).case
    on_form, on_claim = (d.fields["phone"] for d in case.documents)
    assert on_claim.value == "07054242987" and on_claim.chosen
    assert "same_on_other_document" not in {c.kind for c in on_form.corroborations}
    assert "same_on_other_document" in {c.kind for c in on_claim.corroborations}


def test_a_branch_is_spelled_as_the_list_spells_it_whatever_forms_an_engine_prefers() -> None:
    """黑 is how PP-OCR writes 黒; a branch has one spelling, and unlike a person nobody asks it for another."""
    paper = sheet(
        K.PASSBOOK,
        undecided("bank_name", ("みずほ銀行", 0.9)),
        undecided("bank_code", ("0001", 0.9)),
        undecided("branch_name", ("目黑支店", 0.9)),
    )
    assert resolved(paper)[0]["branch_name"] == "目黒支店"


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("のと共栄銀金", "のと共栄信用金庫"),  # a ring over 信用金庫 left these of the printed endings
        ("はくさん銀信用組合", "はくさん信用金庫"),
        ("松本ハイランド", "松本ハイランド農業協同組合"),
        ("飛騨", "飛騨"),  # a credit union and a farmers' cooperative are called so
        ("南都", "南都"),  # a bank is called so as it stands
        ("松本信用組合", "松本信用組合"),  # an ending that was read whole is no remains: there is no such bank
    ],
)
def test_a_bank_whose_printed_ending_nobody_could_read(read: str, name: str) -> None:
    assert resolved(sheet(K.PAYMENT_REQUEST, undecided("bank_name", (read, 0.9))))[0]["bank_name"] == name


@pytest.mark.parametrize(
    ("read", "code", "name"),
    [
        ("長野", "1390", "長野信用金庫"),
        ("長野", "0143", "長野"),  # 八十二銀行: not called so
        ("長野銀行", "1390", "長野銀行"),
    ],
)
def test_a_bank_s_code_says_what_a_bare_name_means(read: str, code: str, name: str) -> None:
    paper = sheet(K.PAYMENT_REQUEST, undecided("bank_name", (read, 0.95)), undecided("bank_code", (code, 0.95)))
    assert resolved(paper)[0]["bank_name"] == name


def test_a_bank_s_code_says_which_of_two_is_meant() -> None:
    paper = sheet(K.PAYMENT_REQUEST, undecided("bank_name", ("京都中央銀", 0.9)), undecided("bank_code", ("1611", 0.9)))
    assert resolved(paper)[0]["bank_name"] == "京都中央信用金庫"


@pytest.mark.parametrize(
    ("name", "read", "kana"),
    [
        ("森下勝彦", "カナモリシタカツヒコ", "モリシタカツヒコ"),
        ("金森勝彦", "カナモリカツヒコ", "カナモリカツヒコ"),
        ("金井正", "カナイタダシ", "カナイタダシ"),
    ],
)
def test_the_kana_s_printed_label_is_told_from_a_name_by_the_name(name: str, read: str, kana: str) -> None:
    paper = sheet(
        K.APPLICATION_FORM, undecided("applicant_name", (name, 0.9)), undecided("applicant_kana", (read, 0.9))
    )
    assert resolved(paper)[0]["applicant_kana"] == kana


def test_an_exact_address_is_not_respelled_however_its_postal_code_spells_the_town() -> None:
    paper = sheet(
        K.APPLICATION_FORM,
        undecided("postal_code", ("1620842", 1.0)),
        undecided("address", ("東京都新宿区市谷砂士原町3", 1.0)),
    )
    assert resolved(paper)[0]["address"] == "東京都新宿区市谷砂土原町3"  # what was read is
    exactly = sheet(
        K.APPLICATION_FORM,
        undecided("postal_code", ("1620842", 1.0)),
        undecided("address", ("東京都新宿区市谷砂士原町3", 1.0)),
    )
    exactly.fields["address"].exact = True
    assert resolved(exactly)[0]["address"] == "東京都新宿区市谷砂士原町3"


def test_a_maker_s_small_kana() -> None:
    assert resolved(sheet(K.WARRANTY, undecided("manufacturer", ("パナソニツク", 0.9))))[0] == {
        "manufacturer": "パナソニック"
    }


def test_a_second_engine_s_reading_is_a_candidate_too() -> None:
    field = scanned("bank_name", "みずぼ銀行", "みずほ銀行")
    assert resolved(sheet(K.PASSBOOK, field))[0]["bank_name"] == "みずほ銀行"


@pytest.mark.parametrize(
    ("bank", "written", "marked", "meant"),
    [
        ("みずほ銀行", "早稲田", "早稲田本店", "早稲田支店"),
        ("みずほ銀行", "早稲田", "早稲田支店", "早稲田支店"),
        ("みずほ銀行", "早稲田本店", "早稲田本店", "早稲田本店"),  # written so: no ending was ringed
        ("みずほ銀行", "早稻", "早稻本店", "早稻本店"),
    ],
)
def test_of_printed_endings_the_one_that_makes_a_branch_of_the_bank(
    bank: str, written: str, marked: str, meant: str
) -> None:
    reading = Reading(engine="ppocr", raw=written, value=marked, score=0.98)
    branch = Field(key="branch_name", value=marked, raw=written, box=SOMEWHERE, readings=[reading])
    paper = sheet(K.PAYMENT_REQUEST, undecided("bank_name", (bank, 0.95)), branch)
    assert resolved(paper)[0]["branch_name"] == meant


@pytest.mark.parametrize(("marked", "meant"), [("信用金庫", "農業協同組合"), ("農業協同組合", "農業協同組合")])
def test_of_printed_endings_the_one_that_makes_a_bank(marked: str, meant: str) -> None:
    reading = Reading(engine="ppocr", raw="上益城", value=f"上益城{marked}", score=0.98)
    name = Field(key="bank_name", value=f"上益城{marked}", raw="上益城", box=SOMEWHERE, readings=[reading])
    assert resolved(sheet(K.APPLICATION_FORM, name))[0]["bank_name"] == f"上益城{meant}"


@pytest.mark.parametrize(("read", "asked"), [("楢崎様邸蓄電池設置工事", True), ("高効率空調設備更新工事", False)])
def test_a_person_looks_at_whose_house_work_is_called_after(read: str, asked: bool) -> None:
    paper = sheet(K.CONTRACT, undecided("description", (read, 0.98)))
    case = checked(CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=[paper])).case
    doubts = [c.kind for c in on(case, K.CONTRACT).fields["description"].corroborations if not c.supports]
    assert ("variant_possible" in doubts) is asked

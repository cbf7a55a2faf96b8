"""One envelope as documents and cases: every page in exactly one document, whatever lies in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from extractors.sorting import sort_envelope
from extractors.sorting.envelope import batch_number, stage_of
from models.documents import DocumentKind as K
from models.documents import SortedCase, Stage
from models.geometry import Box
from models.pages import Barcode, PageContent, PageReading
from tests.extractors.drawnpaper import line, reading

LOADED = programmes.load()
PROGRAMMES = tuple(LOADED.values())
NARA = "奈良県事業所エネルギー効率的利用推進事業補助金"


def page(index: int, title: str = "", *body: str, foot: str = "", code: str = "") -> PageReading:
    lines = [line(title, 350, 90, 60)] if title else []
    lines += [line(words, 120, 260 + 70 * i, 30) for i, words in enumerate(body)]
    if foot:
        lines.append(line(foot, 560, 1520, 28))
    codes = (Barcode(symbology="QRCode", text=code, box=Box(x0=100, y0=900, x1=300, y1=1100)),) if code else ()
    content = PageContent.TEXT if lines or codes else PageContent.BLANK
    return reading(*lines, index=index, content=content, barcodes=codes)


def form(i: int) -> PageReading:
    return page(i, "交付申請書", NARA, "補助金の交付を受けたいので申請します。")


def second(i: int) -> PageReading:
    return page(i, "", "設備の内容は次のとおり", foot="(2/2)")


def receipt(i: int) -> PageReading:
    return page(i, "領収書", "￥120,000", "上記正に領収いたしました")


def contract(i: int) -> PageReading:
    return page(i, "工事請負契約書", "請負代金 100円", "契約を締結する")


def terms(i: int) -> PageReading:
    return page(i, "", "工事請負契約約款", "第1条(総則)")


def blank(i: int) -> PageReading:
    return page(i)


def separator(i: int) -> PageReading:
    return page(i, "仕切紙", code=f"SEP-{i:04}")


def unknown(i: int) -> PageReading:
    return page(i, "", "いろはにほへと", "ちりぬるを", "わかよたれそ", "つねならむ")


MAKERS = (form, second, receipt, contract, terms, blank, separator, unknown)


def rest_of_a_form(i: int) -> PageReading:
    """A form's second page that carries neither title nor number."""
    cells = [Box(x0=100, y0=200 + 90 * n, x1=600, y1=280 + 90 * n) for n in range(4)]
    lines = [line(label, 120, 220 + 90 * n) for n, label in enumerate(("経費", "購入先", "購入金額", "購入日"))]
    return reading(*lines, index=i, cells=tuple(cells))


def sorted_(*makers: object, sha: str = "a") -> list[SortedCase]:
    return sort_envelope([(sha, make(i)) for i, make in enumerate(makers)], PROGRAMMES)  # type: ignore[operator]


def shape(case: SortedCase) -> list[tuple[K, tuple[int, ...]]]:
    return [(d.kind, d.page_indexes) for d in case.documents]


def test_an_envelope_without_separators_is_one_case() -> None:
    (case,) = sorted_(form, receipt, contract)
    assert shape(case) == [(K.APPLICATION_FORM, (0,)), (K.RECEIPT, (1,)), (K.CONTRACT, (2,))]
    assert (case.part, case.batch_no, case.separator) == (0, None, ())
    assert case.programme_id == "nara-business"


def test_second_pages_join_the_paper_before_them_over_a_blank_back_too() -> None:
    assert shape(*sorted_(form, second)) == [(K.APPLICATION_FORM, (0, 1))]
    assert shape(*sorted_(contract, blank, terms)) == [(K.CONTRACT, (0, 2)), (K.BLANK_BACK, (1,))]


def test_two_receipts_are_two_documents() -> None:
    assert shape(*sorted_(receipt, receipt)) == [(K.RECEIPT, (0,)), (K.RECEIPT, (1,))]
    numbered = page(1, "領収書", "￥5,000", foot="(2/2)")
    (case,) = sort_envelope([("a", receipt(0)), ("a", numbered)], PROGRAMMES)
    assert len(case.documents) == 2


def test_a_page_that_does_not_say_that_it_goes_on_begins_a_document() -> None:
    assert [p for _, p in shape(*sorted_(form, unknown))] == [(0,), (1,)]
    assert [p for _, p in shape(*sorted_(contract, contract))] == [(0,), (1,)]


def test_a_second_page_behind_a_receipt_or_at_the_beginning_joins_nothing() -> None:
    assert [p for _, p in shape(*sorted_(receipt, second))] == [(0,), (1,)]
    assert [p for _, p in shape(*sorted_(second, form))] == [(0,), (1,)]


def margin(i: int, title: str, mark: str, *rows: str) -> PageReading:
    """A page that says at its top which of how many it is."""
    made = page(i, title, *rows)
    return made.model_copy(update={"lines": (line(mark, 500, 8), *made.lines)})


def test_a_page_that_says_2_of_2_follows_the_one_that_says_1_of_2_whatever_it_names() -> None:
    first = margin(0, "補助金交付申請書", "1/2", "の交付を受けたいので申請します")
    list_of_papers = margin(1, "提出書類の確認", "2/2", "事業所・施設別申請額一覧", "見積書", "登記事項証明書")
    facilities = page(2, "事業所・施設別申請額一覧", "施設種別", "施設の名称")
    (case,) = sort_envelope([("a", first), ("a", list_of_papers), ("a", facilities)], PROGRAMMES)
    assert shape(case) == [(K.APPLICATION_FORM, (0, 1)), (K.FACILITY_LIST, (2,))], "2/2 was its last"


def test_a_page_of_how_many_is_said_in_more_than_one_way() -> None:
    first = margin(0, "見積書", "1頁/2頁", "見積金額 1,080,000円", "有効期限 30日")
    rest = margin(1, "", "2頁/2頁", "ビル用マルチ室外機", "台", "540,000", "1,080,000")
    (case,) = sort_envelope([("a", first), ("a", rest)], PROGRAMMES)
    assert shape(case) == [(K.ESTIMATE, (0, 1))]


def test_a_page_s_mark_may_stand_behind_the_name_of_the_paper() -> None:
    first = margin(0, "補助金交付申請書", "申請票 P.1/2", "の交付を受けたいので申請します")
    rest = margin(1, "", "申請票 P.2/2", "D 同意・誓約事項", "受付", "決定番号")
    (case,) = sort_envelope([("a", first), ("a", rest)], PROGRAMMES)
    assert shape(case) == [(K.APPLICATION_FORM, (0, 1))]


def test_what_says_that_the_form_goes_on_belongs_to_it() -> None:
    rest = page(1, "", "会社についての同意を含みます。")
    rest = rest.model_copy(update={"lines": (line("申込書のつづき(同意事項)", 120, 60), *rest.lines)})
    (case,) = sort_envelope([("a", form(0)), ("a", rest)], PROGRAMMES)
    assert shape(case) == [(K.APPLICATION_FORM, (0, 1))]


def test_papers_of_two_deliveries_never_join() -> None:
    (case,) = sort_envelope([("a", form(0)), ("b", second(0))], PROGRAMMES)
    assert [(d.delivery_sha256, d.page_indexes) for d in case.documents] == [("a", (0,)), ("b", (0,))]


def test_separators_cut_and_belong_to_the_case_behind_them() -> None:
    first, last = sorted_(separator, form, blank, separator, receipt)
    assert shape(first) == [(K.SEPARATOR_SHEET, (0,)), (K.APPLICATION_FORM, (1,)), (K.BLANK_BACK, (2,))]
    assert (first.part, first.batch_no, first.separator) == (0, "0000", (0,))
    assert shape(last) == [(K.SEPARATOR_SHEET, (3,)), (K.RECEIPT, (4,))]
    assert (last.part, last.batch_no) == (1, "0003")


def test_papers_before_the_first_separator_are_a_case_of_their_own() -> None:
    first, last = sorted_(form, separator, receipt)
    assert (first.batch_no, last.batch_no) == (None, "0001")


def test_a_paper_never_reaches_over_a_separator() -> None:
    first, last = sorted_(form, separator, second)
    assert [p for _, p in shape(first)] == [(0,)]
    assert [p for _, p in shape(last)] == [(1,), (2,)]


def test_separators_in_a_row_open_one_case_and_one_at_the_end_is_not_lost() -> None:
    (case,) = sorted_(separator, separator, form)
    assert case.separator == (0, 1)
    assert case.batch_no == "0001", "the last one counts"
    assert [p for c in sorted_(form, separator) for _, p in shape(c)] == [(0,), (1,)]


def test_an_empty_envelope_has_no_case() -> None:
    assert sort_envelope([], PROGRAMMES) == []


@given(st.lists(st.tuples(st.sampled_from(MAKERS), st.sampled_from("abc")), max_size=14))
def test_every_page_is_in_exactly_one_document(makers: Sequence[tuple[object, str]]) -> None:
    counts: dict[str, int] = {}
    pages = []
    for make, sha in sorted(makers, key=lambda m: m[1]):
        pages.append((sha, make(counts.get(sha, 0))))  # type: ignore[operator]
        counts[sha] = counts.get(sha, 0) + 1
    cases = sort_envelope(pages, PROGRAMMES)
    placed = [(d.delivery_sha256, i) for c in cases for d in c.documents for i in d.page_indexes]
    assert sorted(placed) == sorted((sha, p.page_index) for sha, p in pages)
    assert [c.part for c in cases] == sorted(c.part for c in cases)
    assert all(list(d.page_indexes) == sorted(d.page_indexes) for c in cases for d in c.documents)
    assert all(0 <= d.confidence <= 1 for c in cases for d in c.documents)


# ------------------------------------------------------------------ batch number
@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("SEP-0042", "0042"),
        ("UKETSUKE-SEP:R8-000012", "R8-000012"),
        ("sep-7 ", "7"),
        ("4901234567894", None),
        ("", None),
    ],
)
def test_the_batch_number_from_the_code(code: str, wanted: str | None) -> None:
    assert batch_number(page(0, "仕切紙", code=code)) == wanted


def test_the_batch_number_in_print_where_no_code_was_read() -> None:
    assert batch_number(page(0, "仕切紙", "次のページから", "Ｂ０００１２")) == "B00012"
    assert batch_number(page(0, "仕切紙", "0012-3")) == "0012-3"
    assert batch_number(page(0, "仕切紙", "次の 3 枚")) is None


def test_the_code_is_believed_before_the_print() -> None:
    assert batch_number(page(0, "仕切紙", "0099", code="SEP-0042")) == "0042"


# ------------------------------------------------------------------ stage and programme
def test_claims_are_told_from_applications_by_the_papers_only_claims_need() -> None:
    nara = LOADED["nara-business"]
    assert stage_of([K.APPLICATION_FORM, K.ESTIMATE, K.REGISTRY_CERTIFICATE, K.PRODUCT_PHOTO], nara) is Stage.APPLY
    assert stage_of([K.APPLICATION_FORM, K.PAYMENT_REQUEST, K.CONTRACT, K.RECEIPT], nara) is Stage.CLAIM
    assert stage_of([K.APPLICATION_FORM], nara) is Stage.APPLY, "in doubt the first"


def test_where_the_first_application_asks_for_the_money_a_payment_request_makes_no_claim() -> None:
    assert (
        stage_of([K.APPLICATION_FORM, K.PAYMENT_REQUEST, K.RECEIPT, K.PASSBOOK], LOADED["shinjuku-ecohome"])
        is Stage.APPLY
    )
    assert stage_of([K.PAYMENT_REQUEST], None) is Stage.APPLY


def test_ten_copies_of_one_paper_weigh_as_one() -> None:
    kinds = [K.RECEIPT] * 10 + [K.ESTIMATE, K.REGISTRY_CERTIFICATE, K.PRODUCT_PHOTO]
    assert stage_of(kinds, LOADED["nara-business"]) is Stage.APPLY


def test_the_form_outvotes_enclosures_of_another_programme() -> None:
    others = [page(i, "領収書", "長野県社会福祉施設等エネルギーコスト削減促進事業補助金", "￥1,000") for i in (0, 1)]
    (case,) = sort_envelope([("a", others[0]), ("a", others[1]), ("a", form(2))], PROGRAMMES)
    assert case.programme_id == "nara-business"
    (nobody,) = sorted_(receipt)
    assert nobody.programme_id is None


def test_three_phases_are_told_apart_by_their_own_papers() -> None:
    nagano = LOADED["nagano-welfare"]
    report = [K("completion_report"), K("settlement_list"), K.PRODUCT_PHOTO, K.RECEIPT, K.WARRANTY]
    assert stage_of(report, nagano) is Stage.REPORT
    assert stage_of([K.APPLICATION_FORM, K.FACILITY_LIST, *report], nagano) is Stage.REPORT, "copies lie with it"
    assert (
        stage_of([K.APPLICATION_FORM, K.FACILITY_LIST, K.PAYMENT_REQUEST, K.RECEIPT, K.PASSBOOK], nagano) is Stage.CLAIM
    )


def test_a_claim_sent_after_the_decision_is_a_claim() -> None:
    home = LOADED["shinjuku-ecohome"]
    assert stage_of([K.PAYMENT_REQUEST, K.PASSBOOK], home) is Stage.CLAIM
    assert stage_of([K.PAYMENT_REQUEST, K("grant_decision")], home) is Stage.CLAIM


@pytest.mark.parametrize(
    ("programme", "kind"),
    [
        ("長野県社会福祉施設等エネルギーコスト削減促進事業補助金", K("equipment_check")),
        ("奈良県スマートハウス普及促進事業補助金", K.UNKNOWN),
    ],
)
def test_a_programme_s_own_paper_is_known_in_its_own_envelopes(programme: str, kind: K) -> None:
    form = page(0, "交付申請書", programme, "補助金の交付を受けたいので申請します。")
    own = page(1, "対象設備確認書", "建物の所有者", "長野太郎")
    [case] = sort_envelope([("a" * 64, form), ("b" * 64, own)], list(LOADED.values()))
    assert [d.kind for d in case.documents] == [K.APPLICATION_FORM, kind]


def test_a_page_that_only_asks_for_entries_goes_on_with_the_form_before_it() -> None:
    (case,) = sorted_(form, rest_of_a_form, receipt)
    assert [(d.kind, d.page_indexes) for d in case.documents] == [(K.APPLICATION_FORM, (0, 1)), (K.RECEIPT, (2,))]


def test_a_page_that_only_asks_for_entries_is_no_part_of_a_bill() -> None:
    (case,) = sorted_(receipt, rest_of_a_form)
    assert [d.page_indexes for d in case.documents] == [(0,), (1,)]


def faxed(paper: PageReading, number: int, of: int) -> PageReading:
    """`paper` under the line of a fax, whose end was read as a line of its own."""
    printed = (
        line("2023-12-05 14:22 FROM: 0967720382 TO: 0967721080", 60, 8, 24),
        line(f"P.{number}/{of}", 1000, 8, 24),
    )
    return paper.model_copy(update={"lines": (*printed, *paper.lines)})


def test_a_fax_machine_numbers_what_it_sends_and_joins_nothing() -> None:
    papers = (form(0), receipt(1), contract(2))
    sent = [("a", faxed(paper, i + 1, len(papers))) for i, paper in enumerate(papers)]
    (case,) = sort_envelope(sent, PROGRAMMES)
    assert [d.kind for d in case.documents] == [K.APPLICATION_FORM, K.RECEIPT, K.CONTRACT]
    assert [d.page_indexes for d in case.documents] == [(0,), (1,), (2,)]


def test_a_rate_among_the_entries_is_no_pages_number() -> None:
    def offices(i: int) -> PageReading:
        rows = ("事業所名", "清流クリニック", "施設の名称", "施設種別", "補助率", "3/4", "申請額", "1,980,000円")
        return page(i, "", "計画一覧(事業所別)", *rows)

    (case,) = sorted_(form, offices)
    assert [d.kind for d in case.documents] == [K.APPLICATION_FORM, K.FACILITY_LIST]


def headed(i: int, *head: str, body: Sequence[str], title: str = "") -> PageReading:
    """A sheet of a form with `head` in its corners."""
    lines = [line(words, 100 + 800 * n, 30, 28) for n, words in enumerate(head)]
    return reading(*lines, *page(i, title, *body).lines, index=i)


OPENED = (NARA, "補助金の交付を受けたいので申請します。")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("第1号様式(第5条関係)",), ("第1号様式(2枚目)",)),
        (("(様式第2号)", "その１"), ("その２",)),
        (("(様式第1号)(第6関係)",), ("(様式第1号)",)),
        (("第1号様式(第6条関係)",), ("第1号様式(第6条関係) 続き",)),
        (("様式第1号(第5条関係) 表面",), ("様式第1号 裏面",)),
        (("(様式第1号)(第6関係)",), ("(様式第1号 続き)",)),
        (("1枚目／2枚",), ("2枚目／2枚",)),
        (("1枚目(全2枚)",), ("2枚目(全2枚)",)),
    ],
)
def test_sheets_that_print_their_form_s_number_at_their_head_are_one_form(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    pages = [
        headed(0, *first, body=OPENED, title="交付申請書"),
        headed(1, *second, body=("補助対象経費の算定根拠となる書類", "施設別一覧の合計欄", "施設の名称")),
    ]
    (case,) = sort_envelope([("a", p) for p in pages], PROGRAMMES)
    assert [d.page_indexes for d in case.documents] == [(0, 1)]


@pytest.mark.parametrize("second", ["様式第1号別紙", "様式第2号"])
def test_another_form_of_the_office_is_a_paper_of_its_own(second: str) -> None:
    pages = [
        headed(0, "様式第1号", body=OPENED, title="交付申請書"),
        headed(1, second, body=("施設種別", "施設の名称"), title="施設別申請額一覧"),
    ]
    (case,) = sort_envelope([("a", p) for p in pages], PROGRAMMES)
    assert [d.page_indexes for d in case.documents] == [(0,), (1,)]


def test_an_untitled_annex_goes_with_the_form_before_it() -> None:
    rows = ("申請者の概要及び連絡先", "会社名", "株式会社久米紙工", "資本金／従業員数", "2,000万円／46名")
    pages = [headed(0, "様式第1号", body=OPENED, title="交付申請書"), headed(1, "(別記)", body=rows)]
    (case,) = sort_envelope([("a", p) for p in pages], PROGRAMMES)
    assert [d.page_indexes for d in case.documents] == [(0, 1)]


def test_a_plan_that_is_an_annex_goes_with_the_form_though_it_tells_of_offers() -> None:
    rows = ("施工業者及び見積りの状況", "業者名", "見積額(税抜)", "4,386,000円", "合計", "単価", "数量", "金額")
    pages = [
        headed(0, "様式第1号", body=OPENED, title="交付申請書"),
        headed(1, "別紙1", body=rows, title="事業計画書"),
        headed(2, "別紙2", body=rows, title="御見積書"),
    ]
    (case,) = sort_envelope([("a", p) for p in pages], PROGRAMMES)
    assert [d.page_indexes for d in case.documents] == [(0, 1), (2,)]

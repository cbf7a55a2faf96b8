"""The expression language: what it reads, what it refuses and how it says so, and that nothing gets out of it."""

from __future__ import annotations

import builtins
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import DocumentKind as K
from models.errors import ExpressionError
from tests.validators.cases import PROGRAMMES, individual, paper, put, scanned, weak, welfare, without
from validators.crosschecks.context import Context
from validators.expressions.casefacts import CaseFacts
from validators.expressions.checking import Row, check, check_message
from validators.expressions.evaluating import Evaluator, Value
from validators.expressions.syntax import DEEPEST, LONGEST, parsed
from validators.expressions.vocabulary import Type, Vocabulary, columns, plain_name

HOME, WELFARE = Vocabulary(PROGRAMMES["shinjuku-ecohome"]), Vocabulary(PROGRAMMES["nagano-welfare"])


def evaluator(case: Any = None) -> Evaluator:
    case = case or individual()
    programme = PROGRAMMES[case.programme_id]
    return Evaluator(Vocabulary(programme), CaseFacts(Context(case, programme)))


def worth(written: str, case: Any = None) -> Any:
    """The value of a checked expression; None where nobody can tell."""
    asked = evaluator(case)
    check(written, asked.vocabulary)
    value = asked.value(written)
    return value.value if value.known else None


# ---------------------------------------------------------------- what it reads
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("購入金額 == 363000", True),
        ("購入金額 ＝ ３６３，０００円", True),
        ("購入金額 ≧ 36万円 かつ 購入金額 ≦ 40万円", True),
        ("購入金額 < 1千円 または 購入金額 > 1億円", False),
        ("not 購入金額 < 1000", True),
        ("申請日 > 2025年4月1日", True),
        ("申請日 - 0 > 1", None),
        ("申請日 <= 令和8年2月27日", True),
        ("日数(購入日, 申請日)", 7),
        ("月後(購入日, 3) == 2026-02-10", True),
        ("営業日後(購入日, 2) == 2025-11-12", True),
        ("合計(領収書.合計金額) == 購入金額", True),
        ("合計(領収書.明細.金額) == 330000", True),
        ("行数(領収書.明細)", 3),
        ("最大(領収書.明細.単価)", 239000),
        ("切捨て(購入金額 * 1 / 4, 1000)", 90000),
        ("切上げ(1.2, 1)", 2),
        ("四捨五入(2.5, 1)", 3),
        ("0.1 + 0.2 == 0.3", True),
        ("小さい方(購入金額, 50万円) == 購入金額", True),
        ("補助対象機器等 in (\"窓の断熱改修\", '高効率給湯器（エコキュート）')", True),
        ("始まる(住所, 「東京都新宿区」)", True),
        ("同じ(申請者氏名名称, 領収書.宛名)", True),
        ("同じ(購入先, ㈱山一エナジー) if はい else いいえ", None),
        ('同じ(購入先事業者, "㈱山一エナジー")', True),
        ("書類あり(領収書) かつ not 書類あり(契約書)", True),
        ("枚数(領収書)", 1),
        ("記入あり(型式)", True),
        ("空欄(型式)", False),
        ("段階 == '交付申請'", True),
        ("代理申請", False),
        ("法人(購入先事業者)", True),
        ("単位(型式・型番)", None),
        ("100 / 0 > 1", None),
        ("日後(申請日, 99999999) > 申請日", None),
        ("交付請求書.請求金額 == 補助金交付申請額", True),
        ("1 if 購入金額 > 10 else 2", 1),
    ],
)
def test_what_people_write(written: str, value: Any) -> None:
    try:
        found = worth(written)
    except ExpressionError:
        assert value is None, written
        return
    if written.startswith("単位"):
        assert found
        return
    assert found == value, written


def test_capacity_is_its_number() -> None:
    case = put(individual(), K.APPLICATION_FORM, "capacity", "9.8kWh")
    assert worth("能力台数等 < 10", case) is True
    assert worth("能力台数等 * 2", case) == Fraction("19.6")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "空です"),
        ("購入金額 >", "書き方に誤り"),
        ("(購入金額 > 1", "かっこの数"),
        ("購入きんがく > 1", "「購入金額」"),
        ("購入金額 > 申請日", "比べられません"),
        ("申請日 > '2025'", "比べられません"),
        ("型式 > 'A'", "大小を比べられません"),
        ("補助対象機器等 == '窓の断熱'", "決して成り立ちません"),
        ("購入金額 == 購入金額", "いつも結果が同じ"),
        ("合計金額 > 1", "複数の書類"),
        ("領収書 > 1", "書類の名前です"),
        ("領収書.明細.金額 > 1", "合計(…)"),
        ("領収書.もの > 1", "名前「もの」がありません"),
        ("合計(購入金額, 2)", "数が合いません"),
        ("ごうけい(領収書.合計金額)", "関数「ごうけい」はありません"),
        ("切捨て(型式, 2)", "文字です"),
        ("書類あり(りょうしゅうしょ)", "書類の"),
        ("x := 3", "書き方に誤り"),
        ("lambda: 1", "使えません"),
        ("[x for x in (1,2)]", "使えません"),
        ("購入金額 ** 9", "使えません"),
        ("購入金額 << 9", "使えません"),
        ("f'{購入金額}'", "使えません"),
        ("住所[0]", "使えません"),
        ("住所.upper()", "関数の呼び方"),
        ("購入金額 > 1e400", "値は使えません"),
        ("購入金額 > 9999999999999999", "値は使えません"),
        ("購入金額 > 1j", "値は使えません"),
        ("'閉じない", "閉じていません"),
        ("購入金額 > 012", "引用符で囲んで"),
        ("1 + " * 400 + "1", "長すぎます"),
        ("-" * 200 + "1", "込み入りすぎ"),
        ("(" * 300 + "1" + ")" * 300, "かっこ"),
    ],
)
def test_what_means_nothing_is_said_with_its_remedy(written: str, says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(written, HOME)
    assert says in caught.value.message_ja, caught.value.message_ja
    assert 1 <= caught.value.column <= max(1, len(written))


@pytest.mark.parametrize(
    ("written", "column"),
    [("購入金額 > 購入きんがく", 8), ("１ ＜ 型式", 1), ("購入金額 > 1万円 かつ ない > 1", 15), ("購入金額 >", 6)],
)
def test_the_column_counts_in_what_was_written(written: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(written, HOME)
    assert caught.value.column == column


def test_a_truth_is_asked_for_where_one_is_needed() -> None:
    with pytest.raises(ExpressionError, match="no meaning"):
        check("購入金額 + 1", HOME, wanted=Type.TRUTH)
    with pytest.raises(ExpressionError) as caught:
        check("1 < 2", HOME, wanted=Type.TRUTH)
    assert "どの案件でも" in caught.value.message_ja


@pytest.mark.parametrize(
    "written", ['購入日 == ""', '"" != 氏名', '氏名 in ("", "なし")', '氏名 == "　"', "氏名 == 「」"]
)
def test_an_empty_text_is_compared_with_nothing(written: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(written, HOME)
    assert "空欄(" in caught.value.message_ja and "記入あり(" in caught.value.message_ja


@pytest.mark.parametrize(
    ("constant", "kind", "value"),
    [
        ("500万円", Type.YEN, 5_000_000),
        ("５００，０００円", Type.YEN, 500_000),
        ("1.5万", Type.YEN, 15_000),
        ("500,000", Type.YEN, 500_000),
        ("0123", Type.TEXT, "0123"),
        ("500万円以下", Type.TEXT, "500万円以下"),
        ("2026-04-01", Type.DATE, date(2026, 4, 1)),
        ("令和8年4月1日", Type.DATE, date(2026, 4, 1)),
        ("令和8年4月1日から", Type.TEXT, "令和8年4月1日から"),
        (True, Type.TRUTH, True),
        (7, Type.NUMBER, 7),
    ],
)
def test_a_constant_is_what_the_same_words_are_in_an_expression(constant: Any, kind: Type, value: Any) -> None:
    programme = PROGRAMMES["shinjuku-ecohome"].model_copy(update={"constants": {"値": constant}})
    assert Vocabulary(programme).constants["値"] == (kind, value)


OFFICERS = Row({n: kind for n, (_, kind) in columns("officers").items()})


@pytest.mark.parametrize(("cell", "empty"), [(None, True), ("", True), ("　", True), ("山田太郎", False)])
def test_a_cell_of_a_row_is_blank_or_not(cell: str | None, empty: bool) -> None:
    names = Vocabulary(PROGRAMMES["sii-enemane"])
    case = individual()
    case.documents.append(paper(K.OFFICER_LIST, {"officers": [{"name": cell, "title": "代表取締役"}]}))  # type: ignore[dict-item]
    facts = CaseFacts(Context(case, PROGRAMMES["shinjuku-ecohome"]))
    entry = names.entry(K.OFFICER_LIST, "役員一覧")
    assert entry is not None
    [row] = facts.row_values(len(case.documents) - 1, entry)
    for written, wanted in (("空欄(氏名)", empty), ("記入あり(氏名)", not empty)):
        assert check(written, names, wanted=Type.TRUTH, row=OFFICERS) is Type.TRUTH
        value = Evaluator(names, facts, row).value(written)
        assert (value.known, value.value) == (True, wanted) and value.refs


def test_a_column_is_blank_only_row_by_row() -> None:
    with pytest.raises(ExpressionError) as caught:
        check("空欄(役員名簿.役員一覧.氏名)", Vocabulary(PROGRAMMES["sii-enemane"]))
    assert "for_each" in caught.value.message_ja


def test_places_in_messages_are_checked() -> None:
    check_message("申請額（{補助金交付申請額}）です。", HOME)
    with pytest.raises(ExpressionError) as caught:
        check_message("額（{もうしこみ}）です。", HOME)
    assert caught.value.column == 4
    with pytest.raises(ExpressionError):
        check_message("額（{補助金交付申請額です。", HOME)


# ---------------------------------------------------------------- three values
TRUTHS = {"True": True, "False": False, "U": None}


@pytest.mark.parametrize("a", TRUTHS)
@pytest.mark.parametrize("b", TRUTHS)
def test_logic_has_three_values(a: str, b: str) -> None:
    case = put(individual(), K.APPLICATION_FORM, "purchase_amount", None)
    words = {"True": "(申請日 == 申請日)", "False": "(申請日 != 申請日)", "U": "(購入金額 > 1)"}
    x, y = TRUTHS[a], TRUTHS[b]
    both = False if x is False or y is False else None if None in (x, y) else True
    either = True if x is True or y is True else None if None in (x, y) else False
    for word, wanted in (("かつ", both), ("または", either)):
        found = evaluator(case).value(f"{words[a]} {word} {words[b]}")
        assert (found.value if found.known else None) == wanted


def test_an_entry_left_empty_is_known_to_be_empty_and_nothing_else() -> None:
    case = put(individual(), K.APPLICATION_FORM, "purchase_amount", None)
    assert worth("空欄(購入金額)", case) is True
    assert worth("購入金額 > 1", case) is None
    assert worth("合計(領収書.合計金額) > 1", without(individual(), K.RECEIPT)) is None


def test_a_missing_paper_is_unknown_while_one_of_unknown_kind_lies_there() -> None:
    case = without(individual(), K.RECEIPT)
    assert worth("書類あり(領収書)", case) is False
    case.documents[-1].kind = K.UNKNOWN
    assert worth("書類あり(領収書)", case) is None


def test_a_misread_character_makes_no_difference() -> None:
    case = put(individual(), K.APPLICATION_FORM, "purchase_amount", 363001, weak)
    assert worth("購入金額 == 合計(領収書.合計金額)", case) is None
    assert (
        worth("購入金額 == 合計(領収書.合計金額)", put(case, K.APPLICATION_FORM, "purchase_amount", 999, scanned))
        is False
    )


def test_the_places_a_value_rests_on_are_those_that_decide() -> None:
    asked = evaluator()
    refs = asked.value("購入金額 < 5 または 型式 == 'X' または 申請日 > 2020-01-01").refs
    assert {r.key for r in refs} == {"application_date"}
    refs = asked.value("購入金額 > 5 かつ 申請日 > 2020-01-01").refs
    assert {r.key for r in refs} == {"application_date", "purchase_amount"}


def test_tables_and_their_columns() -> None:
    case = welfare()
    assert worth("合計(施設別一覧.施設一覧.経費) == 施設別一覧.合計補助対象経費", case) is True
    assert worth("合計(施設別一覧.施設一覧.経費) == 補助対象経費税抜", case) is True
    assert worth("最小(施設別一覧.施設一覧.金額) > 50万円", case) is True


# ---------------------------------------------------------------- nothing gets out
NASTY = [
    "__import__('os').system('x')", "().__class__.__bases__", "open('/etc/passwd')", "eval('1')", "exec('1')", "globals()",
    "getattr(住所, 'x')", "住所.__class__", "領収書.__class__.mro", "print(1)", "'a' * 10**9", "9**9**9", "(1,) * 10**8",
    "「」.format(1)", "'%s' % 1", "True + True", "合計(合計(合計))", "最大(().__class__)", "枚数(__builtins__)", "1if 1else 2",
    "\x00", "\ud800", "購入金額\n> 1", "# 何か", "住所 == (", "not " * 300 + "代理申請", "a.b.c.d.e.f", "領収書.明細.金額.金額",
]  # fmt: skip


@pytest.mark.parametrize("written", NASTY)
def test_nothing_runs(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("code ran")

    for name in ("eval", "exec", "open", "__import__", "print"):
        if name != "__import__":
            monkeypatch.setattr(builtins, name, forbidden)
    try:
        check(written, HOME)
        evaluator().value(written)
    except ExpressionError:
        pass


NAMES = [
    "購入金額",
    "申請日",
    "型式",
    "補助金交付申請額",
    "領収書.合計金額",
    "合計(領収書.明細.金額)",
    "代理申請",
    "段階",
    "住所",
    "能力・台数等",
]
atoms = st.one_of(
    st.sampled_from(NAMES),
    st.integers(-(10**16), 10**16).map(str),
    st.sampled_from(["'あ'", "2025-04-01", "1.5", "50万円", "True"]),
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "==", "<", "かつ", "または", "in"]), inner
        ).map(" ".join),
        inner.map(lambda x: f"not {x}"),
        inner.map(lambda x: f"({x})"),
        st.tuples(
            st.sampled_from(["合計", "最大", "切捨て", "日後", "月後", "営業日後", "含む", "年", "空欄", "文字数"]),
            inner,
            inner,
        ).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} if {t[1]} else {t[2]}"),
    ),
    max_leaves=25,
)


@given(expressions)
@settings(max_examples=300, deadline=None)
def test_whatever_is_accepted_has_a_value(written: str) -> None:
    asked = evaluator()
    try:
        check(written, asked.vocabulary)
    except ExpressionError:
        pass
    else:
        assert isinstance(asked.value(written), Value)
    try:  # what was not accepted must not break the evaluator either
        parsed(written)
    except ExpressionError:
        return
    assert isinstance(asked.value(written), Value)


@given(
    st.text(
        alphabet=st.characters(codec="utf-8")
        | st.sampled_from("()[]{}.,=<>!+-*/%'\"「」かつ0123456789万円年月日購入金額 "),
        max_size=80,
    )
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_refused_or_read(written: str) -> None:
    try:
        check(written, HOME)
    except ExpressionError as error:
        assert error.message_ja and error.column >= 1


@given(st.text(max_size=40))
def test_names_are_names(text: str) -> None:
    name = plain_name(text)
    assert name == "" or name.isidentifier()
    assert plain_name(name) == name


def test_limits_are_what_they_say() -> None:
    assert LONGEST == 1000 and DEEPEST == 40
    with pytest.raises(ExpressionError):
        parsed("1+" * 130 + "1")

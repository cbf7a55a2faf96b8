"""Reasons to believe a field, and reasons not to: the redundancy of one envelope's papers, written down field by field.

Every function here looks at one kind of knowledge and adds :class:`~models.documents.Corroboration` to the fields it
speaks of. What they weigh is :mod:`validators.calibration`'s business, what follows is :mod:`validators.decisions`'.
"""

from __future__ import annotations

from typing import Any

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field
from models.labels import FIELD_LABELS_JA
from models.programmes import Programme, ValueKind
from models.values.account import yucho_transfer
from models.values.text import squeeze
from validators import bankchecks, contents, legibility, placing, sense, twinforms
from validators.crosschecks.amounts import row_sum, rows_multiply, tax_is_right, whole
from validators.crosschecks.bank import bank_of, text
from validators.crosschecks.context import BILLS, Context
from validators.crosschecks.subsidy import CHOICES, expected_amounts
from validators.entities import Entity, entities_of, fold_name, members
from validators.evidence import distance, sought, sure
from validators.groups import DOUBTING, SUPPORTING
from validators.identity import check_invoice_number
from validators.legibility import say
from validators.likeness import Verdict, passed_over
from validators.money import contained_tax_fits, total_fits
from validators.names import Fit, check_holder, check_reading, split_name
from validators.postal import check_postal
from validators.resolution.choices import CHOSEN
from validators.resolution.kana import voicing_in_doubt

#: The kinds that the checks themselves set; :mod:`validators.resolution` replaces its own.
OURS = (SUPPORTING | DOUBTING) - {CHOSEN}


def corroborate(case: CaseView, programme: Programme | None) -> None:
    """Set the corroborations of every field of `case`, in place.

    Those of an earlier check are replaced; a person's word and what extraction found (any kind that is not ours) stays.
    """
    for document in case.documents:
        for field in document.fields.values():
            field.corroborations = [c for c in field.corroborations if c.kind not in OURS]
    for document in case.documents:
        for field in document.fields.values():
            legibility.engines(field)
            legibility.dates(field, programme)
            legibility.unfinished(field)
            legibility.doubled_digits(field)
            legibility.counts(field)
        contents.misplaced(document)
        for field in document.fields.values():
            if why := placing.astray(field):
                say(field, "misplaced", False, f"{why}。欄の取り違えでないか確かめてください")
        _reading(document)
        _arithmetic(document)
        _postal(document)
        _bank(document)
        _options(document, programme)
    for entity in entities_of(programme):
        _across(case, entity)
    _same_rows(case)
    _holder(case)
    contents.models_in_text(case)
    contents.choices_in_text(case, programme)
    contents.sizes_in_text(case)
    contents.words(case, programme)
    if programme is not None:
        context = Context(case, programme)
        _payment(context)
        _subsidy(context)
    twinforms.doubt(case)
    for document in case.documents:
        sense.doubt(document, programme)
        for field in document.fields.values():
            legibility.look_alikes(field)
            legibility.no_word(field)
            legibility.lettered(field, document.text)
            legibility.unknown_names(field)
            legibility.place_spelling(field)


# ---------------------------------------------------------------- one paper
def _reading(document: ExtractedDocument) -> None:
    for name_key, kana_key in (("applicant_name", "applicant_kana"), ("account_holder", "account_holder_kana")):
        name, kana = document.fields.get(name_key), document.fields.get(kana_key)
        if name is None or kana is None or not isinstance(name.value, str) or not isinstance(kana.value, str):
            continue
        if kana_key == "applicant_kana":
            fit = check_reading(name.value, kana.value)
        else:
            fit = check_holder(kana.value, name.value)
        if fit is Fit.FITS:
            say(name, "kana_kanji", True, "フリガナと合います")
            say(kana, "kana_kanji", True, "漢字の読みと合います")
            agreed = any(c.supports and c.kind == "engines_agree" for c in kana.corroborations)
            if not sure(kana) and not agreed and voicing_in_doubt(name.value, kana.value):
                say(kana, "look_alike", False, "濁点を確かめてください（辞書の読みは濁点の有無が違います）")
        elif fit is Fit.UNLIKELY:
            say(name, "kana_kanji", False, "フリガナと読みが合いません")
            say(kana, "kana_kanji", False, "漢字の読みと合いません")
            parts = split_name(name.value)
            halves = (parts.surname, parts.given) if parts is not None and parts.given else ()
            if any(check_reading(half, kana.value) is Fit.FITS for half in halves):
                say(kana, "cut_short", False, "姓か名の一方の読みしかありません")


def _arithmetic(document: ExtractedDocument) -> None:
    subtotal, tax, total, rows, number = (
        document.fields.get(k)
        for k in ("subtotal_amount", "tax_amount", "total_amount", "line_items", "invoice_number")
    )
    values = [whole(f.value) if f else None for f in (subtotal, tax, total)]
    fits = total_fits(*values)
    if fits is not Verdict.UNKNOWN:
        good = fits is Verdict.AGREE
        reason = "小計と消費税と合計が合います" if good else "小計と消費税の和が合計になりません"
        for field in (subtotal, tax, total):
            say(field, "arithmetic", good, reason)
    if values[0] is not None and values[1] is not None:
        good = tax_is_right(values[0], values[1])
        reason = "消費税が小計の10％です" if good else "消費税が小計の10％ではありません"
        if good or fits is not Verdict.AGREE:
            say(subtotal, "tax", good, reason)
            say(tax, "tax", good, reason)
    elif contained_tax_fits(values[2], values[1]) is Verdict.AGREE:
        # the tax is a tenth of the total: it knows nothing of the total's last digit
        say(total, "tax_contained", True, "消費税が税込額と合います")
        say(tax, "tax", True, "消費税が税込額と合います")
    elif values[1] is not None and values[2] is not None and values[1] * 5 > values[2] > 0:
        say(tax, "tax", False, "消費税が税込額に対して大きすぎます")  # another row's amount
    if rows is not None and isinstance(rows.value, list):
        _rows(rows, rows.value, subtotal, total)
    if number is not None and isinstance(number.value, str):
        verdict = check_invoice_number(number.value)
        if verdict is not Verdict.UNKNOWN:
            good = verdict is Verdict.AGREE
            say(number, "check_digit", good, "検査数字が合います" if good else "検査数字が合いません")


def _rows(rows: Field, listed: list[dict[str, Any]], subtotal: Field | None, total: Field | None) -> None:
    """A bill's rows against its sums. A total below one of them is another row's amount; with a discount it may be less."""
    added = row_sum(listed)
    stated = whole(subtotal.value) if subtotal else None
    amounts = [whole(row.get("amount")) or 0 for row in listed]
    asked = whole(total.value) if total else None
    if asked is not None and min(amounts, default=0) >= 0 and max(amounts, default=0) > asked:
        say(total, "rows_add_up", False, "内訳にこれより大きい金額があります")
    if added is not None and stated is not None:
        good = added == stated
        reason = "内訳の合計が小計と一致します" if good else "内訳の合計が小計と一致しません"
        if good and rows_multiply(listed):
            say(rows, "rows_add_up", True, "数量×単価と合計がすべて合います")
        elif not good:
            say(rows, "rows_add_up", False, reason)
        say(subtotal, "arithmetic", good, reason)


def _postal(document: ExtractedDocument) -> None:
    code, address = document.fields.get("postal_code"), document.fields.get("address")
    if code is None or address is None or not isinstance(code.value, str) or not isinstance(address.value, str):
        return
    outcome = check_postal(code.value, address.value)
    if outcome.verdict is Verdict.AGREE and outcome.exact:
        say(code, "postal_address", True, "住所の郵便番号と一致します")
        say(address, "postal_address", True, "郵便番号の町域と一致します")
    elif outcome.verdict is Verdict.AGREE:
        say(code, "postal_address", True, "住所の郵便番号と一致します")
        say(address, "postal_address", False, "町名の文字が郵便番号の辞書と少し違います")
    elif outcome.verdict is Verdict.DISAGREE:
        say(code, "postal_address", False, "住所の郵便番号と違います")
        say(address, "postal_address", False, "郵便番号の地域と違います")


def _bank(document: ExtractedDocument) -> None:
    """Names and codes of bank and branch against the list. A name by itself counts when the list spells it so."""
    name, code = document.fields.get("bank_name"), document.fields.get("bank_code")
    checked = bankchecks.check_bank(text(document, "bank_name"), text(document, "bank_code"))
    exact = any(h.exact for h in checked.by_name)
    if checked.verdict is Verdict.AGREE and (exact or name is None):
        say(name, "bank_dictionary", True, "金融機関の一覧と一致します")
        if name is not None and name.value:
            say(code, "bank_dictionary", True, "金融機関名とコードが一致します")
    elif checked.verdict is Verdict.DISAGREE or (checked.verdict is Verdict.AGREE and not exact):
        say(name, "bank_dictionary", False, "金融機関の一覧と合いません")
        say(code, "bank_dictionary", checked.verdict is Verdict.AGREE, "金融機関名とコードを照合しました")
    bank = bank_of(document)
    branch, number = document.fields.get("branch_name"), document.fields.get("branch_code")
    if bank is not None and (branch is not None or number is not None):
        at = bankchecks.check_branch(bank.code, text(document, "branch_name"), text(document, "branch_code"))
        exact = any(h.exact for h in at.by_name)
        if at.verdict is Verdict.AGREE and (exact or branch is None or not branch.value):
            say(branch, "bank_dictionary", True, "支店の一覧と一致します")
            if branch is not None and branch.value:
                say(number, "bank_dictionary", True, "支店名とコードが一致します")
        elif at.verdict is not Verdict.UNKNOWN:
            say(branch, "bank_dictionary", False, "支店の一覧と合いません")
            say(number, "bank_dictionary", at.verdict is Verdict.AGREE, "支店名とコードを照合しました")
    _yucho(document)


def _yucho(document: ExtractedDocument) -> None:
    symbol, number = text(document, "yucho_symbol"), text(document, "yucho_number")
    if not symbol or not number:
        return
    account = yucho_transfer(symbol, number)
    if account is None:
        for key in ("yucho_symbol", "yucho_number"):
            say(document.fields.get(key), "yucho_conversion", False, "記号・番号の組合せがゆうちょの規則に合いません")
        return
    stated = text(document, "account_number")
    code = text(document, "branch_code")
    if stated is not None:
        good = stated.zfill(7) == account.account_number.zfill(7)
        reason = "記号・番号から求めた口座番号と一致します" if good else "記号・番号から求めた口座番号と違います"
        for key in ("account_number", "yucho_number"):
            say(document.fields.get(key), "yucho_conversion", good, reason)
    if code is not None:
        good = code == account.branch_code
        reason = "記号から求めた店番と一致します" if good else "記号から求めた店番と違います"
        for key in ("branch_code", "yucho_symbol"):
            say(document.fields.get(key), "yucho_conversion", good, reason)


def _options(document: ExtractedDocument, programme: Programme | None) -> None:
    spec = programme.document(document.kind) if programme else None
    for entry in spec.fields if spec else ():
        field = document.fields.get(entry.key)
        if entry.kind not in (ValueKind.CHOICE, ValueKind.TICK) or field is None or not isinstance(field.value, str):
            continue
        if squeeze(field.value) in {squeeze(o.value) for o in entry.options}:
            say(field, "known_option", True, "様式の選択肢のひとつです")


# ---------------------------------------------------------------- several papers
def _across(case: CaseView, entity: Entity) -> None:
    """The same thing on another paper: the same to the letter supports; different on every other paper, or on more of
    them than agree, speaks against."""
    found = list(members(case, entity))
    for position, field in found:
        others = [
            (p, f) for p, f in found if f is not field and (p != position or f.key != field.key) and not sought(f)
        ]
        mine = str(field.value)
        same = [(p, f) for p, f in others if entity.letter(str(f.value)) == entity.letter(mine)]
        for p, other in same:
            kind = case.documents[p].kind
            where = f"{_place_ja(kind, field, other)}と一致します"
            if sure(other):
                say(field, "exact_on_other_document", True, where)
            elif other.chosen:
                continue  # read so because we say so: no witness
            elif DocumentKind.PASSBOOK in (kind, case.documents[position].kind):
                say(field, "passbook", True, where)
            elif p != position:
                say(field, "same_on_other_document", True, where)
        longer = [p for p, f in others if _cut_short(entity, field, f)]
        lost = [p for p, f in others if _lost_inside(entity, field, f)]
        if lost and not longer:
            where = case.documents[lost[0]].kind.label_ja
            say(field, "cut_short", False, f"{where}にはある文字が、ここでは読めていません")
        if longer:
            where = case.documents[longer[0]].kind.label_ja
            say(field, "cut_short", False, f"{where}ではこの後に続きがあります")
        different = [(p, f) for p, f in others if entity.fold(str(f.value)) != entity.fold(mine)]
        if entity.name in _TRADERS:
            agreed = (position, *(p for p, _ in same))  # a form has no number, the bill that says the same has one
            different = [(p, f) for p, f in different if not any(_other_traders(case, a, p) for a in agreed)]
        if entity.lenient or (same and len(different) <= len(same) + 1):
            continue
        for p, other in different:
            doubt = "exact_on_other_document" if sure(other) else "same_on_other_document"
            if DocumentKind.PASSBOOK in (case.documents[p].kind, case.documents[position].kind) and not sure(other):
                doubt = "passbook"
            say(field, doubt, False, f"{_place_ja(case.documents[p].kind, field, other)}と一致しません")


_TRADERS = frozenset({"vendor", "invoice_number"})
_MISREAD = 3
"""Digits of a registered number that engines misread at most, so that its check digit still fits."""


def _other_traders(case: CaseView, *positions: int) -> bool:
    """Whether two bills are of two traders, both registered: their numbers are right and differ in more digits than were
    ever misread. Who buys in several shops has as many numbers, and none speaks against another."""
    numbers = [str(case.documents[p].value("invoice_number") or "") for p in positions]
    valid = all(check_invoice_number(n) is Verdict.AGREE for n in numbers)
    return valid and distance(*numbers) > _MISREAD


def _place_ja(kind: DocumentKind, field: Field, other: Field) -> str:
    """The other paper, and its entry where that goes by another name."""
    return kind.label_ja if other.key == field.key else f"{kind.label_ja}の{FIELD_LABELS_JA.get(other.key, other.key)}"


def _cut_short(entity: Entity, field: Field, other: Field) -> bool:
    """Whether another paper goes on where this one stops: a second line that was not read with the first."""
    if entity.name not in ("address", "applicant", "vendor", "proxy_address", "proxy_name"):
        return False
    mine, theirs = entity.fold(str(field.value)), entity.fold(str(other.value))
    return len(mine) >= 2 and len(theirs) > len(mine) and theirs.startswith(mine)


def _lost_inside(entity: Entity, field: Field, other: Field) -> bool:
    """Whether another paper has a character more within the same text: engines pass over what they cannot read (安会 for
    安曇会), all papers alike, and seldom invent anything."""
    if entity.fold is not fold_name and entity.name != "address":
        return False
    return passed_over(entity.letter(str(field.value)), entity.letter(str(other.value)))


def _same_rows(case: CaseView) -> None:
    """Two bills list the same rows, to the letter."""
    lists = [(d, f) for d in case.of_kind(*BILLS) if (f := d.fields.get("line_items")) is not None and f.value]
    for document, rows in lists:
        for other, others in lists:
            if other is not document and rows.value == others.value:
                kind = "exact_on_other_document" if sure(others) else "same_on_other_document"
                say(rows, kind, True, f"{other.kind.label_ja}の内訳と一致します")


def _holder(case: CaseView) -> None:
    """The account holder's kana against the applicant's name and reading."""
    forms = (DocumentKind.APPLICATION_FORM, DocumentKind.PAYMENT_REQUEST)
    name = next(contents.first(case, "applicant_name", *forms), None)
    kana = next(contents.first(case, "applicant_kana", *forms), None)
    if name is None:
        return
    for holder in contents.first(case, "account_holder_kana", *forms, DocumentKind.PASSBOOK):
        fit = check_holder(str(holder.value), str(name.value), str(kana.value) if kana else None)
        if fit is Fit.FITS:
            say(holder, "holder_applicant", True, "申請者の読みと一致します")
            say(kana, "holder_applicant", True, "口座名義の読みと一致します")
        elif fit is Fit.UNLIKELY:
            say(holder, "holder_applicant", False, "申請者の読みと一致しません")


def _payment(context: Context) -> None:
    """The evidence adds up to the amount on the form."""
    for rule in context.programme.amount_checks:
        if rule.stage is not context.case.stage:
            continue
        applied = context.form_field(rule.form_field)
        kind = DocumentKind(rule.evidence)
        positions = context.receipts if kind is DocumentKind.RECEIPT else context.positions(kind)[:1]
        totals = [context.field(p, "total_amount") for p in positions]
        amounts = [whole(t.value) if t else None for t in totals]
        if applied is None or whole(applied.value) is None or not amounts or None in amounts:
            continue
        good = sum(a for a in amounts if a is not None) == applied.value
        reason = (
            f"{kind.label_ja}と申請書の金額が一致します" if good else f"{kind.label_ja}と申請書の金額が一致しません"
        )
        for field in (applied, *totals):
            say(field, "form_receipt_amount", good, reason)


def _subsidy(context: Context) -> None:
    """The amount applied for is what rate, cap and rounding give."""
    amounts, worked_from, _ = expected_amounts(context)
    stated = context.form_field("subsidy_amount")
    if not amounts or stated is None or whole(stated.value) is None:
        return
    good = stated.value == amounts[0]
    reason = "補助率・上限から計算した額と一致します" if good else "補助率・上限から計算した額と一致しません"
    say(stated, "subsidy_rule", good, reason)
    for field in worked_from:
        if good and field.key not in CHOICES:
            say(field, "subsidy_rule", True, "申請額と計算が合います")

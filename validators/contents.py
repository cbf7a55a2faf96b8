"""What entries say, and where they stand: known words, things that other papers name, entries taken from another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field
from models.programmes import Programme
from models.values.text import squeeze
from validators import billwords, vocabulary
from validators.crosschecks.context import BILLS
from validators.equipment import find_model
from validators.evidence import sure
from validators.legibility import PERSON_KEYS, say
from validators.likeness import Likeness
from validators.locating import locate

_COUNTED = re.compile(r"(\d{1,4})(?:台|窓|基|枚|組|個|本|箇所|か所|セット|式)")


def first(case: CaseView, key: str, *kinds: DocumentKind) -> Iterator[Field]:
    """The entries `key` of papers of `kinds` that have a value, in order."""
    for document in case.of_kind(*kinds):
        field = document.fields.get(key)
        if field is not None and field.value is not None:
            yield field


def misplaced(document: ExtractedDocument) -> None:
    """The applicant's entry says what the proxy's does: one of them was taken from the other's place."""
    for mine, theirs in (
        ("phone", "proxy_phone"),
        ("address", "proxy_address"),
        ("applicant_name", "proxy_name"),
        ("applicant_name", "proxy_contact"),
        ("account_holder", "bank_name"),
    ):
        one, other = document.fields.get(mine), document.fields.get(theirs)
        if one is None or other is None or one.value in (None, "") or one.value != other.value:
            continue
        for field in (one, other):
            if not sure(field):
                say(field, "misplaced", False, "別の欄と同じ値です。欄の取り違えでないか確かめてください")
    for mine, theirs in (("phone", "proxy_phone"), ("address", "proxy_address")):
        one, other = document.fields.get(mine), document.fields.get(theirs)
        if (
            one is not None
            and not sure(one)
            and (other is None or other.value is None)
            and _beside_proxy(document, one)
        ):
            say(one, "misplaced", False, "代理人の欄のそばにあります。欄の取り違えでないか確かめてください")


def _beside_proxy(document: ExtractedDocument, field: Field) -> bool:
    """Whether an entry of the applicant's stands nearer to the proxy's entries than to the applicant's others."""

    def nearest(*keys: str) -> float:
        others = [document.fields[k] for k in keys if k in document.fields and document.fields[k] is not field]
        boxes = [o.box for o in others if o.box is not None and o.page_index == field.page_index]
        return min((abs(b.cy - field.box.cy) for b in boxes), default=1.0) if field.box is not None else 1.0

    proxy = nearest("proxy_name", "proxy_contact", "proxy_address", "proxy_phone")
    return proxy < nearest("applicant_name", "applicant_kana", "representative_name", "postal_code", "address", "phone")


def models_in_text(case: CaseView) -> None:
    """The form's model stands in a row or the description of a bill."""
    for model in first(case, "model", DocumentKind.APPLICATION_FORM, DocumentKind.WARRANTY, DocumentKind.CONTRACT):
        for bill in case.of_kind(*BILLS):
            passages = [str(bill.value("description") or "")]
            passages += billwords.row_names(bill.value("line_items"))
            if any(find_model(str(model.value), p) is Likeness.EQUAL for p in passages):
                say(model, "found_in_text", True, f"{bill.kind.label_ja}の内容に同じ型式があります")


def sizes_in_text(case: CaseView) -> None:
    """A number of machines is the quantity of a bill's row; a size in other units stands on another paper as it is."""
    for document in case.documents:
        size = document.fields.get("capacity")
        if size is None or not isinstance(size.value, str):
            continue
        counted = _COUNTED.fullmatch(squeeze(size.value))
        for other in case.documents:
            if other is document:
                continue
            if counted and other.kind in BILLS and int(counted[1]) in billwords.quantities(other.value("line_items")):
                say(size, "found_in_text", True, f"{other.kind.label_ja}の数量と一致します")
            elif not counted and re.search(
                rf"(?<![\d.,]){re.escape(squeeze(size.value))}(?![A-Za-z\d])", squeeze(other.text)
            ):
                say(size, "found_in_text", True, f"{other.kind.label_ja}に同じ数量・容量があります")


def choices_in_text(case: CaseView, programme: Programme | None) -> None:
    """The kind of equipment ticked on a form is named by a bill, and no other kind is."""
    options = programme.options("equipment_type") if programme else ()
    for field in first(case, "equipment_type", DocumentKind.APPLICATION_FORM, DocumentKind.WARRANTY):
        for bill in case.of_kind(*BILLS):
            passage = squeeze(
                " ".join([str(bill.value("description") or ""), *billwords.row_names(bill.value("line_items"))])
            )
            named = {o.value for o in options if any(squeeze(w) in passage for w in vocabulary.words_of(o))}
            if named == {field.value}:
                say(field, "found_in_text", True, f"{bill.kind.label_ja}の内容に同じ機器の種類があります")
            elif named and field.value not in named:
                say(field, "same_on_other_document", False, f"{bill.kind.label_ja}の内容は別の種類の機器です")


def words(case: CaseView, programme: Programme | None) -> None:
    """Values made of known words; a 但し書き of what other entries of the case name."""
    things = vocabulary.equipment_words(programme)
    for document in case.documents:
        for key in ("model", "manufacturer"):
            value = document.value(key)
            if isinstance(value, str) and document.kind not in BILLS:
                things.append(value)
    for document in case.documents:
        rows = document.fields.get("line_items")
        if rows is not None and not sure(rows) and billwords.known_rows(rows.value, things):
            say(rows, "known_words", True, "機器と工事の言葉だけでできています")
        for field in document.fields.values():
            if not isinstance(field.value, str) or sure(field):
                continue
            if field.key in PERSON_KEYS and vocabulary.known_person(field.value):
                say(field, "known_words", True, "辞書にある姓と名です")
            elif field.key == "manufacturer" and vocabulary.maker(field.value):
                say(field, "known_words", True, "メーカー名の一覧にあります")
            elif field.key == "capacity" and vocabulary.known_size(field.value):
                say(field, "known_words", True, "数と単位がそろっています")
            elif field.key in ("address", "proxy_address") and vocabulary.known_building(
                field.value, place.town if (place := locate(field.value)) else ""
            ):
                say(field, "known_words", True, "番地の後ろに読み違えやすい言葉がありません")
            elif field.key == "description" and billwords.known_text(field.value, things):
                say(field, "found_in_text", True, "機器と工事の言葉だけでできています")

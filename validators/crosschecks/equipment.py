"""The same machine on every paper: EQUIPMENT_MISMATCH.

Warranty and contract name the model in an entry of its own. Receipts, invoices and estimates name it inside a row or
the description: there the row that names the maker (or the kind of equipment) is the one compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents import DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from validators.billwords import row_names
from validators.crosschecks.context import Context, finding
from validators.equipment import fold_model
from validators.evidence import mismatch, status_for, sure, texts, within_noise

#: A model's letters and digits, as they stand in running text.
_MODEL_IN_TEXT = re.compile(r"[A-Z0-9][A-Z0-9\-]{2,}")
#: The number of a paper, behind its name: 代金(請求書KRE2410-116), 見積番号:Q24-0810.
_PAPERS_NUMBER = re.compile(
    r"(?:(?:請求|見積|契約|注文|発注|納品|領収|保証)書|伝票)(?:番号|NO)?[:.#(]*[A-Z0-9\-]{3,}"
    r"|(?:請求|見積|契約|注文|発注|受注|納品|領収|工事|案件|整理|管理)書?(?:番号|NO)[:.#(]*[A-Z0-9\-]{3,}"
)
#: Words of a row that name work or quantity, no model.
_WORK = re.compile("工事|設置|一式|本体|費|代金|更新|機器|設備")


def check(context: Context) -> Iterator[Finding]:
    """At most one finding: the first paper whose model is another one, the firmest status first."""
    model = context.form_field("model")
    if model is None or not isinstance(model.value, str):
        return
    found = [*_by_entry(context, model), *_by_text(context, model)]
    found.sort(key=lambda item: item[0] is not FindingStatus.CONFIRMED)
    for status, position, key, said in found[:1]:
        kind = context.document(position).kind
        yield finding(
            FindingCode.EQUIPMENT_MISMATCH,
            status,
            f"申請書の型式「{model.value}」と{kind.label_ja}の型式「{said}」が一致しません。",
            clause=context.programme.clause("equipment", "required_documents"),
            refs=(*context.ref(context.form, "model"), *context.ref(position, key)),
        )


Difference = tuple[FindingStatus, int, str, str]


def _by_entry(context: Context, model: Field) -> Iterator[Difference]:
    for position, paper in context.each(DocumentKind.WARRANTY, DocumentKind.CONTRACT):
        other = paper.fields.get("model")
        if other is None or not isinstance(other.value, str) or _names_it(paper, model):
            continue
        status = mismatch(model, other, fold_model, noise_share=0.25)
        if not (sure(model) and sure(other)) and _one_inside_the_other(model, other):
            continue
        if status is not None:
            yield status, position, "model", other.value


#: So many characters, a digit among them, of a model are no other word's on a paper.
_TELLING = 5


def _names_it(paper: ExtractedDocument, model: Field) -> bool:
    """Whether the form's model stands somewhere on `paper`, so that its entry was taken from the wrong place."""
    text = fold_model(paper.text)
    return any(len(m) >= _TELLING and re.search(r"\d", m) and m in text for m in texts(model, fold_model))


def _one_inside_the_other(model: Field, other: Field) -> bool:
    """Whether one was read with something more before or behind it: a neighbour's text, or a line cut short."""
    return any(a in b or b in a for a in texts(model, fold_model) for b in texts(other, fold_model) if a and b)


def _by_text(context: Context, model: Field) -> Iterator[Difference]:
    maker = context.form_field("manufacturer")
    words = _equipment_words(context)
    for position, paper in context.each(DocumentKind.RECEIPT, DocumentKind.INVOICE, DocumentKind.ESTIMATE):
        if _rows_name(paper, model):
            continue
        for key, passage in _passages(paper, maker):
            said = _other_model(passage, model, maker, words)
            if said is not None:
                yield status_for((model, paper.fields[key])), position, key, said
                break


def _rows_name(paper: ExtractedDocument, model: Field) -> bool:
    """Whether the form's model, one without digits (プラマードU), stands in a row of `paper`: what the work is called beside
    it, グランドハイツ802, is a house, which nothing tells from such a model."""
    wanted = texts(model, fold_model)
    rows = [fold_model(name) for name in row_names(paper.value("line_items"))]
    return not any(re.search(r"\d", m) for m in wanted) and any(
        len(m) >= _TELLING and m in row for m in wanted for row in rows
    )


def _equipment_words(context: Context) -> list[str]:
    """Every word for the form's kind of equipment, folded, the longest first."""
    kind = context.form_field("equipment_type")
    value = kind.value if kind is not None and isinstance(kind.value, str) else ""
    words = {value} if value else set()
    for option in context.programme.options("equipment_type"):
        if option.value == value:
            words.update(option.aliases)
    words.add(re.sub(r"[(（].*", "", value))
    return sorted((fold_model(w) for w in words if w), key=len, reverse=True)


def _passages(paper: ExtractedDocument, maker: Field | None) -> Iterator[tuple[str, str]]:
    """The rows that name the maker, and the description, as (field key, folded text)."""
    makers = texts(maker, fold_model) if maker is not None and maker.value else []
    for name in map(fold_model, row_names(paper.value("line_items"))):
        if any(m and name.startswith(m) for m in makers):
            yield "line_items", name
    description = paper.value("description")
    if isinstance(description, str):
        yield "description", fold_model(description)


def _other_model(passage: str, model: Field, maker: Field | None, words: list[str]) -> str | None:
    """A model in `passage` that is none of the ways the form's model was read, nor near one of them; else None."""
    wanted = texts(model, fold_model)
    if any(w in passage for w in wanted):
        return None
    rest = bare = _PAPERS_NUMBER.sub(" ", passage)
    for word in [*(texts(maker, fold_model) if maker is not None and maker.value else []), *words]:
        rest = rest.replace(word, " ")
    candidates: list[str] = [c for c in _MODEL_IN_TEXT.findall(rest) if re.search(r"\d", c) and re.search(r"[A-Z]", c)]
    if not candidates and rest != bare and not any(re.search(r"\d", w) for w in wanted):
        # a model without digits (インプラスPG): what is left of a row that names maker and equipment
        candidates = [c for c in rest.split() if len(c) >= 4 and not _WORK.search(c)]
    best = max(candidates, key=len, default="")
    if len(best) < 4 or any(best in w or w in best for w in wanted):
        return None
    if not sure(model) and any(within_noise(best, w, share=0.25) for w in wanted):
        return None
    return best

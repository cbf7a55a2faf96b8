"""English, where somebody chose it: no page and no sentence of the machine stays Japanese, but for what is data.

Data is what stands on the papers, what people typed, and a programme's own texts: those are shown as they are.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from review.said import said
from review.services import known_programmes
from tests.review.conftest import CLERK, LEAD, NAME, Office
from tests.review.test_accessibility import pages

ROOT = Path(__file__).resolve().parents[2]
#: Kana and kanji; ・ and 「」 are signs that English lines may hold.
JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff々ー]+")
#: Where the machine's sentences are written that a page may show.
SPEAKING = (
    *("validators/addresses.py", "validators/contents.py", "validators/corroboration.py", "validators/decisions.py"),
    *(
        "validators/legibility.py",
        "validators/twinforms.py",
        "validators/placing.py",
        "validators/stamps.py",
        "validators/mending.py",
        "validators/sense.py",
    ),
    *("validators/resolution", "validators/crosschecks", "validators/duplicates/relations.py"),
    *("models/errors.py", "models/reasons.py", "extractors/files.py", "extractors/fields/certainty.py"),
    *("storage/batches.py", "storage/people.py", "storage/placing.py", "storage/fields.py", "storage/quality.py"),
    *("flows/ingest.py", "flows/intake.py"),
    "models/documents.py",
)
#: The table of the manual, which no page shows.
NOT_SHOWN = ("validators/crosschecks/graph.py",)
HIRAGANA = re.compile("[\u3041-\u3096]")


def written(path: Path) -> Iterator[str]:
    """Every text with hiragana in a source file, with ``1`` where something is put in; patterns and docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "1" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (inner | told):
            text = re.sub(r"\{\w+\}", "1", node.value)
        else:
            continue
        if HIRAGANA.search(text) and not re.search(r"[\[\]|\\^$]", text):
            yield text


def sentences() -> list[str]:
    sources = [ROOT / name for name in SPEAKING]
    files = [file for source in sources for file in ([source] if source.is_file() else sorted(source.rglob("*.py")))]
    return sorted({s for f in files if f.relative_to(ROOT).as_posix() not in NOT_SHOWN for s in written(f)})


#: Parts of words, put together to a sentence that is looked for as a whole.
PARTS = frozenset({
    *("に", "です", "あり", "なし", "合う", "合います", "一致します", "一致しています", "あります", "ありません", "または"),
    *("そろっています", "そろっている", "読みました", "読んだ", "照合しました", "゙゚", "1の1枚目に", "別の申請者の"),
    *("ほかの補助金の", "代理申請者の記入があるため、", "「1」に当たるため、", "   お願い：1"),
    *("にこの申請額1を足した額", "に達しています", "を超えます", "先に届いた申請の合計11が、予算11。先着順のため、交付できない見込みです。"),
})  # fmt: skip


def test_every_sentence_the_machine_can_write_has_its_english() -> None:
    found = sentences()
    assert len(found) > 250
    with translation.override("en"):
        # one or two characters may stand in an English sentence that is about characters
        left = [t for t in found if t not in PARTS and any(len(run) > 2 for run in JAPANESE.findall(said(t)))]
    assert left == [], "put their English into review/said.tsv"


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("通帳の写しと一致します", "agrees with: Copy of a bankbook"),
        ("通帳の写しと一致", "agrees with: Copy of a bankbook"),
        ("読取A＝読取B；通帳の写しと一致。", "Reader A = Reader B; agrees with: Copy of a bankbook."),
        (
            "請求の口座番号「0123456」が通帳の「0123457」と一致しません。",
            "The account number “0123456” of the claim is not the bankbook's “0123457”.",
        ),
        (
            "申請書の金額286,000円と領収書の金額268,000円が一致しません。",
            "The form's amount ¥286,000 and the amount ¥268,000 do not agree (Receipt).",
        ),
        ("領収書の日付（2026年2月3日）が申請日（2026年1月31日）より後です。", "The receipt's date (2026-02-03) is after the date of the application (2026-01-31)."),
        ("代理申請者の記入があるため、委任状が必要ですが、入っていません。", "Since a proxy is named, this is needed but is not there: Power of attorney."),
        (
            "先に届いた申請の合計900,000円にこの申請額200,000円を足した額が、予算1,000,000円を超えます。先着順のため、交付できない見込みです。",
            "What arrived before asks for ¥900,000; with this one's ¥200,000 the budget of ¥1,000,000 is exceeded."
            " First come, first served: it will probably not be granted.",
        ),
        ("交付申請書の住所、領収書の宛名", "Application form: Address, Receipt: Payer"),
        ("東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1"),
    ],
)  # fmt: skip
def test_values_stay_and_words_of_ours_are_translated(japanese: str, english: str) -> None:
    with translation.override("en"):
        assert said(japanese) == english
    with translation.override("ja"):
        assert said(japanese) == japanese


def test_every_page_is_english(office: Office) -> None:
    places = {LEAD: pages("lead"), NAME: pages("reviewer"), CLERK: pages("clerk")}
    known = data()
    renamed = {p.title for p in known_programmes().values() if p.title_en}
    left: dict[str, list[str]] = {}
    seen: set[str] = set()
    for name, addresses in places.items():
        client = office.client(name)
        client.post("/language/", {"language": "en"})
        for address in addresses.values():
            if (name != LEAD and address in seen) or "qr" in address:
                continue
            seen.add(address)
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                shown = text_of(answer.content.decode())
                assert not [title for title in renamed if title in shown], address
                for one in known:
                    shown = shown.replace(one, "")
                if found := JAPANESE.findall(shown):
                    left[address] = found[:12]
    assert not left, "\n".join(f"{address}: {found}" for address, found in left.items())
    assert len(seen) > 25 and len(renamed) > 4


def test_what_is_wrong_is_said_in_english(office: Office) -> None:
    client = office.client(LEAD)
    client.post("/language/", {"language": "en"})
    for address in ("/nowhere/", "/cases/R8-999999/"):
        answer = client.get(address)
        assert answer.status_code == 404 and not JAPANESE.findall(text_of(answer.content.decode()))


def text_of(html: str) -> str:
    """What a person reads or hears: texts, and the attributes that are spoken or shown."""
    html = re.sub(r"</?mark>", "", html)  # a value whose differing characters are marked
    html = re.sub(r"<(script|style)\b.*?</\1>|<button[^>]*lang=\"ja\".*?</button>", "", html, flags=re.S)
    spoken = re.findall(r'\b(?:title|alt|aria-label|placeholder|value|data-caption|label)="([^"]*)"', html)
    return unescape(" ".join([re.sub(r"<[^>]+>", "\n", html), *spoken])).replace("日本語", "")


def data() -> list[str]:
    """Every Japanese text that is data, longest first."""
    from review.entries import as_typed, hint
    from storage.models import Delivery, Field, Reading, User

    texts: set[str] = set(programme_texts())
    for row in Field.objects.all():
        texts |= {row.raw, as_typed(row.key, row.value, row.raw), hint(row.key, row.value, row.raw)}
        texts |= set(strings(row.value))
    for reading in Reading.objects.all():
        texts |= {
            reading.raw,
            as_typed(reading.field.key, reading.value, reading.field.raw),
            *strings(reading.candidates),
        }
    texts |= set(Delivery.objects.values_list("original_name", flat=True))
    texts |= set(User.objects.values_list("first_name", flat=True))
    # characters that an English sentence is about
    table = (ROOT / "review" / "said.tsv").read_text(encoding="utf-8")
    texts |= {run for line in table.splitlines() if "\t" in line for run in JAPANESE.findall(line.split("\t")[1])}
    return sorted((t for t in texts if JAPANESE.search(t)), key=len, reverse=True)


@lru_cache(maxsize=1)
def programme_texts() -> tuple[str, ...]:
    import programmes

    return tuple(s for p in programmes.load().values() for s in strings(json.loads(p.model_dump_json())))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)

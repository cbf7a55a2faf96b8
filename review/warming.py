"""The first reviewer of the day should not wait for dictionaries: they load while the server starts to listen."""

from __future__ import annotations

import threading

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, Reading, Stage, Value

#: One entry of each kind whose check opens a dictionary: readings, towns, banks.
_ENTRIES: dict[str, Value] = {
    "applicant_name": "受付花子",
    "applicant_kana": "ウケツケハナコ",
    "postal_code": "1600023",
    "address": "東京都新宿区西新宿2-8-1",
    "bank_name": "みずほ銀行",
    "branch_name": "新宿支店",
    "account_holder": "受付花子",
    "account_holder_kana": "ウケツケハナコ",
}


def warm_up() -> threading.Thread:
    """Load programmes, object store and the checks' dictionaries in a thread of its own; requests need not wait."""
    thread = threading.Thread(target=_load, name="warm-up", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    from review.services import known_programmes, page_images
    from validators.checks import check_case

    page_images()
    fields = {
        key: Field(key=key, value=value, readings=[Reading(engine="none", raw=str(value), value=value, score=1.0)])
        for key, value in _ENTRIES.items()
    }
    form = ExtractedDocument(
        kind=DocumentKind.APPLICATION_FORM, delivery_sha256="0" * 64, page_indexes=[0], fields=fields
    )
    for programme in known_programmes().values():
        check_case(CaseView(programme_id=programme.id, stage=Stage.APPLY, documents=[form]), programme, ())

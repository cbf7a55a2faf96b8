"""Orders and their acceptance 注文書, 注文請書: contracts of two letters, in which the title tells who is who.

Whoever an order is addressed to is the contractor, and whoever wrote it the customer; on an acceptance it is the other
way round.
"""

from __future__ import annotations

import re

from extractors.fields.layout import Layout, Region
from extractors.fields.letterhead import letter_block
from extractors.fields.parties import addressee, issuer
from models.geometry import Box

_ORDER = re.compile(r"(?:御|ご)?(?:工事)?(?:注文|発注)(?:依頼)?書(?:\(.{1,6}\))?")
_ACCEPTANCE = re.compile(r"(?:御|ご)?(?:工事)?(?:注文|発注)?(?:工事)?請書(?:\(.{1,6}\))?")
_HEAD = 0.3
"""The title stands within this share of the page's height."""


def order_parties(layout: Layout) -> dict[str, Region]:
    """Customer and contractor by their keys, those that are found; empty where the title is no order's."""
    head = [t.plain[0] for t in layout.texts if t.box.cy < _HEAD * layout.page.geometry.height]
    accepted = any(_ACCEPTANCE.fullmatch(words) for words in head)
    if not accepted and not any(_ORDER.fullmatch(words) for words in head):
        return {}
    to = addressee(layout)
    if to is None:
        return {}  # without it, the only name on the paper may be either's
    written_by = issuer(layout, to.texts) if accepted else _customer(layout, to)
    parties = {"applicant_name": to, "vendor_name": written_by} if accepted else {
        "applicant_name": written_by, "vendor_name": to,
    }  # fmt: skip
    return {key: region for key, region in parties.items() if region is not None}


def _customer(layout: Layout, contractor: Region) -> Region | None:
    """Who wrote an order: the name in the block under a postal code, a person's or a company's; else the company on it."""
    names = letter_block(layout).get("applicant_name")
    if names:
        return Region(tuple(names), Box.around(t.box for t in names), None)
    return issuer(layout, contractor.texts)

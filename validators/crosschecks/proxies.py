"""Whether somebody applies on the applicant's behalf."""

from __future__ import annotations

from models.findings import FindingStatus
from validators.crosschecks.context import Context
from validators.evidence import Certainty, certainty

#: The entries of the block for whoever applies on the applicant's behalf.
PROXY_KEYS = ("proxy_name", "proxy_contact", "proxy_address", "proxy_phone")


def has_proxy(context: Context) -> FindingStatus | None:
    """Whether somebody applies on the applicant's behalf: an entry of the proxy block is filled in.

    Suspected where a single engine read a single entry: that may be dirt on an empty block. None: no proxy.
    """
    filled = [f for key in PROXY_KEYS if (f := context.form_field(key)) is not None and f.value is not None]
    if not filled:
        return None
    solid = len(filled) >= 2 or certainty(filled[0]) >= Certainty.STRONG
    return FindingStatus.CONFIRMED if solid else FindingStatus.SUSPECTED

"""Which of its readings' candidates a field is: the papers of a case and the dictionaries read together, as one code.

An engine that wavers between several texts says so (:class:`~models.documents.Candidate`); what the recogniser cannot
tell, a dictionary or another paper often can. Each module here knows one kind of knowledge and may *choose* another
candidate for a field. The law they all obey is in :mod:`.choices`:

* a value only becomes something that the field's own readings considered, or a documented fold of one of them
  (濁点, ー/一, look-alikes); house numbers, buildings and account numbers are never made up;
* the weaker the knowledge, the likelier the candidate must have been: a dictionary that two entries satisfy together
  may raise an unlikely candidate, another paper only one that competes, and for account numbers and amounts only one
  that is about as likely as the first. A reader that was sure is never overruled, so a real difference between two
  papers stays a difference;
* what is exact or decided by a person is never touched, and neither is a blank;
* every change leaves a corroboration that says why; the readings stay, and so does the value as extraction took it.

>>> resolve(case, programme)      # doctest: +SKIP
"""

from __future__ import annotations

from models.documents import CaseView
from models.programmes import Programme
from validators.resolution import accounts, amounts, kana, papers, places, words
from validators.resolution.choices import CHOSEN, as_extracted

__all__ = ["CHOSEN", "resolve"]


def resolve(case: CaseView, programme: Programme | None) -> None:
    """Let the fields of `case` choose among their readings' candidates, in place.

    Begins from what extraction took, so that resolving twice is resolving once.
    """
    for document in case.documents:
        for field in document.fields.values():
            as_extracted(field)
    for document in case.documents:
        words.settle(document, programme)
        accounts.settle(document)
        places.settle(document)
        kana.settle(document)
        amounts.settle(document)
    papers.settle(case, programme)
    for document in case.documents:  # what the other papers cleared up may help on the paper itself
        places.settle(document)
        kana.settle(document)

"""Blind quality samples 抜き取り検査: how right the accepted fields are, and what happens where they are not.

Of every stratum (field × form × way of writing) the same share is chosen, by a digest of where the field stands on
paper: whoever processes the case, whenever, chooses the same ones, and nobody can choose others. A person types the
sample without seeing the machine's value. Where both agree the machine was right; where they differ the case opens
again, somebody else decides, and only then is the machine called wrong: a typing slip is no error of the machine's.

Where the measured accuracy says, with its 95 % interval (Wilson), that more is wrong than the programme puts up with,
automatic acceptance of that field in that programme stops (`AcceptanceStop`): its fields go to a person. It ends by
itself when the machine has been calibrated again, and only samples of the calibration in use count.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from models.documents import DocumentKind, Value
from models.entering import Said, same
from models.programmes import Programme
from models.shares import wilson
from storage import audit
from storage import models as db
from storage.fields import about
from storage.prepared import Prepared
from storage.settings import Settings

_STATES = db.QualitySample.State
_KNOWN: Prepared[db.QualitySample] = Prepared(
    lambda subjects: db.QualitySample.objects.select_for_update().filter(subject__in=subjects)
)
_STOPS: Prepared[db.AcceptanceStop] = Prepared(
    lambda programme: db.AcceptanceStop.objects.filter(programme_id=programme, ended_at=None)
)
#: What strata may be grouped by, in this order.
STRATA = ("programme_id", "key", "document_kind", "style")
DISPUTED_JA = "抜き取り検査の入力と違います。紙面を確かめてください。"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the samples of one stratum say. Names of the stratum that was not asked for are empty."""

    programme_id: str
    key: str
    document_kind: str
    style: str
    right: int
    wrong: int
    waiting: int
    """Chosen and not judged yet."""
    target_error: float
    """The share of wrong values put up with; the most lenient where several are in here."""
    stopped: bool
    """Whether automatic acceptance of a field in here is stopped."""

    @property
    def judged(self) -> int:
        return self.right + self.wrong

    @property
    def rate(self) -> float | None:
        """The share that was right; None where nothing was judged."""
        return self.right / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share that is right."""
        return wilson(self.right, self.judged)

    @property
    def missed(self) -> bool:
        """Whether even the upper bound of the accuracy lies under the target."""
        return self.judged > 0 and self.interval[1] < 1 - self.target_error


def accuracy(by: Collection[str] = ("key",), *, programme: str = "", calibration: str | None = None) -> list[Measured]:
    """The measured accuracy of what the machine accepted, one row for each stratum of `by` (names of `STRATA`).

    `calibration` narrows to the samples of one calibration. Strata without samples are not listed.
    """
    names = [name for name in STRATA if name in by]
    if len(names) != len(set(by)):
        raise ValueError(f"strata are {', '.join(STRATA)}")
    rows = db.QualitySample.objects.exclude(state=_STATES.VOID)
    if programme:
        rows = rows.filter(programme_id=programme)
    if calibration is not None:
        rows = rows.filter(calibration=calibration)
    counts: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    targets: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows.order_by().values(*names, "state").annotate(n=Count("pk"), target=Max("target_error")):
        stratum = tuple(row[name] for name in names)
        counts[stratum][row["state"]] += row["n"]
        targets[stratum] = max(targets[stratum], row["target"])
    stopped = [(stop.programme_id, stop.key) for stop in stops()]
    found = []
    for stratum, states in sorted(counts.items()):
        at = dict.fromkeys(STRATA, "") | dict(zip(names, stratum, strict=True))
        found.append(
            Measured(
                **at,
                right=states[_STATES.RIGHT],
                wrong=states[_STATES.WRONG],
                waiting=states[_STATES.OPEN] + states[_STATES.DISPUTED],
                target_error=targets[stratum],
                stopped=any(at["programme_id"] in ("", p) and at["key"] in ("", k) for p, k in stopped),
            )
        )
    return found


def stops() -> list[db.AcceptanceStop]:
    """Where automatic acceptance is stopped now, newest first."""
    return list(db.AcceptanceStop.objects.filter(ended_at=None).order_by("-since", "programme_id", "key"))


def stopped_keys(programme_id: str | None, calibration: str) -> frozenset[str]:
    """The entries of a programme that may not be accepted automatically under `calibration`.

    Stops of another calibration end here: the machine was calibrated again.
    """
    active = _STOPS.rows(programme_id or "")
    over = [stop for stop in active if stop.calibration != calibration]
    if over:
        with transaction.atomic():
            for stop in over:
                if db.AcceptanceStop.objects.filter(pk=stop.pk, ended_at=None).update(ended_at=timezone.now()):
                    _audit("acceptance.resumed", stop)
    return frozenset(stop.key for stop in active if stop.calibration == calibration)


# ── while a case is being checked ───────────────────────────────────────────────────────────────────────────────


def chosen(subject: str, share: float) -> bool:
    """Whether the entry of this name is one of the `share` (0..1) that are sampled."""
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8]) < share * 2**64


def style_of(row: db.Field) -> str:
    """How the entry was written."""
    if row.exact:
        return "exact"
    return "handwritten" if row.handwritten else "printed"


def sample(
    case: db.Case,
    rows: Sequence[db.Field],
    typed: Mapping[int, Said | None],
    programme: Programme | None,
    calibration: str,
) -> dict[int, db.QualitySample]:
    """Choose and judge the samples among `rows`, the fields of `case`; those that concern a person, by field id.

    Says the same again however often and in whatever order it is called.
    """
    share = _share()
    subjects = {about("sample", row.document, row.key): row for row in rows}
    known = {s.subject: s for s in _KNOWN.rows(list(subjects))}
    waiting: dict[int, db.QualitySample] = {}
    for subject, row in subjects.items():
        one = known.get(subject)
        accepted = row.status == db.Field.Status.ACCEPTED and not row.decided_by
        if one is None:
            if programme is None or not accepted or not chosen(subject, share):
                continue
            one = db.QualitySample(subject=subject, case=case, chosen_at=timezone.now(), state=_STATES.VOID)
        before = one.state
        said = typed.get(row.pk)
        if said is None and programme is not None and accepted:
            _describe(one, case, row, programme, calibration)
        one.typed_by, one.typed = (said.user, said.value) if said else ("", None)
        one.state = _state(one, row, said, accepted=accepted)
        if one.state != before:
            one.judged_at = timezone.now() if one.state in (_STATES.RIGHT, _STATES.WRONG) else None
        one.save()
        if one.state == _STATES.WRONG != before:
            audit.record("checks", "sample.wrong", f"field:{row.pk}", {"case": case.receipt_number, "key": row.key})
            _stop_where_missed(one)
        if one.state in (_STATES.OPEN, _STATES.DISPUTED):
            waiting[row.pk] = one
    return waiting


def disputed(rows: Sequence[db.Field], typed: Mapping[int, Said | None]) -> set[int]:
    """Ids of the fields whose sample was typed otherwise than the machine read, and that nobody has decided yet."""
    subjects = {about("sample", row.document, row.key): row for row in rows if typed.get(row.pk) and not row.decided_by}
    found = db.QualitySample.objects.filter(subject__in=list(subjects)).exclude(state=_STATES.VOID)
    asked = {subjects[s.subject].pk: (s.value, typed[subjects[s.subject].pk]) for s in found}
    return {pk for pk, (value, said) in asked.items() if said is not None and not same(said.value, value)}


def _state(one: db.QualitySample, row: db.Field, said: Said | None, *, accepted: bool) -> str:
    if said is None:
        return _STATES.OPEN if accepted else _STATES.VOID
    if same(said.value, one.value):
        return _STATES.RIGHT
    if not row.decided_by:
        return _STATES.DISPUTED
    value: Value = row.value
    return _STATES.RIGHT if same(value, one.value) else _STATES.WRONG


def _describe(one: db.QualitySample, case: db.Case, row: db.Field, programme: Programme, calibration: str) -> None:
    kind = DocumentKind(row.document.kind)
    one.case, one.programme_id, one.key, one.document_kind = case, programme.id, row.key, kind.value
    one.style, one.value = style_of(row), row.value
    one.target_error, one.calibration = programme.target_error_of(kind, row.key), calibration


def _stop_where_missed(one: db.QualitySample) -> None:
    """Stop automatic acceptance of the sample's field where its samples, all of them or a stratum's, say so."""
    whole = accuracy(("programme_id", "key"), programme=one.programme_id, calibration=one.calibration)
    strata = accuracy(STRATA, programme=one.programme_id, calibration=one.calibration)
    missed = next((m for m in [*whole, *strata] if m.key == one.key and m.missed), None)
    if missed is None:
        return
    stop, new = db.AcceptanceStop.objects.get_or_create(
        programme_id=one.programme_id,
        key=one.key,
        calibration=one.calibration,
        defaults={
            "right": missed.right,
            "wrong": missed.wrong,
            "target_error": missed.target_error,
            "stratum": f"{missed.document_kind}/{missed.style}" if missed.style else "",
            "since": timezone.now(),
        },
    )
    if new:
        _audit("acceptance.stopped", stop)
        # What was accepted in cases still under way goes to a person too; finished ones stay finished.
        unfinished = db.Case.objects.filter(programme_id=one.programme_id).exclude(state=db.Case.State.COMPLETE)
        unfinished.update(check_due=True)


def _audit(action: str, stop: db.AcceptanceStop) -> None:
    detail = {"programme": stop.programme_id, "key": stop.key, "right": stop.right, "wrong": stop.wrong}
    audit.record("checks", action, f"acceptance:{stop.pk}", detail)


def _share() -> float:
    from django.conf import settings as django_settings

    settings: Settings = django_settings.UKETSUKE
    return settings.quality_share

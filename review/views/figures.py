"""The dashboard: how much comes, how long it waits, how right the machine is, what is due, who did how much."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from review.charts import Bar, Chart, Interval, columns, intervals, shares, stacked
from review.kept import kept, noting
from review.labels import field_label
from review.permissions import Right, may, needs, programmes_of
from review.said import said
from review.services import installation, known_programmes, programme_title
from review.views.common import saw, show
from storage import figures, quality
from storage.counters import JAPAN
from storage.db.people import UNKNOWN
from storage.figures import Programmes
from storage.ledger import totals
from storage.models import Delivery

#: Sums over every field change slowly and cost more: they are kept longer than the rest (seconds).
SLOW = 300.0
#: Days that are "soon" for a deadline.
SOON = 3
LATEST = 12


@needs(Right.SEE_FIGURES)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Counts and charts, nothing personal. What a person may not see the cases of is not counted for them."""
    saw(request, "figures")
    with noting() as times:
        context = _context(request)
    context["as_of"] = min(times)
    return show(request, "figures.html", context, section="figures")


def _context(request: HttpRequest) -> dict[str, Any]:
    mine = _programmes(request.user)
    now = timezone.now()
    today = now.astimezone(JAPAN).date()
    mail = kept("mail", lambda: figures.mail(now), today)
    straight = kept("straight", lambda: figures.straight_through(now, programmes=mine), mine, seconds=SLOW)
    due = kept("due", lambda: figures.deadlines(mine), mine)
    context: dict[str, Any] = {
        "today": {"files": mail[-1].files, "pages": mail[-1].pages},
        "waiting": sum(d.cases for d in due),
        "late": sum(d.cases for d in due if d.day is not None and d.day < today),
        "straight": straight,
        "cards": [
            _card(_("届いた郵便（14日間のページ数）"), _mail(mail)),
            _card(_("確認待ちの経過日数"), _ages(kept("ages", lambda: figures.queue_by_age(now, mine), mine, today))),
            _card(_("審査の期限"), _deadlines(due, today), note=_urgent(mine, today)),
            _card(_("人の手を通さず終わった割合"), _straight(straight)),
            _card(_("採用した値の正確さ（抜き取り検査）"), _accuracy(mine)),
            _card(_("予算の使われ方"), _budgets(mine)),
            _card(_("ページ台帳"), _ledger()),
        ],
        "stops": _stops(mine),
        "latest": _latest() if may(request.user, Right.SEE_INTAKE) else [],
    }
    if may(request.user, Right.SEE_THROUGHPUT):
        context["cards"].append(_card(_("担当者ごとの判断（14日間）"), _throughput(now, today)))
    return context


@needs(Right.SEE_INTAKE)
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead on to Prefect's page of the run that processed a delivery."""
    row = get_object_or_404(Delivery.objects.exclude(flow_run_id=""), pk=pk)
    settings = installation()
    base = settings.prefect_url.rstrip("/") or f"http://127.0.0.1:{settings.prefect_port}"
    if not base.startswith(("http://", "https://")):
        raise Http404
    return HttpResponseRedirect(f"{base}/runs/flow-run/{row.flow_run_id}")


def _programmes(user: Any) -> Programmes:
    if user.all_programmes:
        return None
    return frozenset(None if p == UNKNOWN else p for p in programmes_of(user))


def _card(title: str, chart: Chart, note: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"title": title, "chart": chart, "note": note or []}


def _mail(mail: list[figures.Mail]) -> Chart:
    bars = [Bar(f"{m.day.month}/{m.day.day}", m.pages, "now" if m is mail[-1] else "") for m in mail]
    about = _("きょうは %(files)s ファイル、%(pages)s ページ。") % {"files": mail[-1].files, "pages": mail[-1].pages}
    return columns("mail", _("届いた郵便"), about, bars, (_("日"), _("ページ")))


def _ages(ages: list[tuple[str, int]]) -> Chart:
    bars = [
        Bar(said(label), n, "bad" if least >= 5 else "warn" if least >= 3 else "")
        for (least, _l), (label, n) in zip(figures.AGE_BUCKETS, ages, strict=True)
    ]
    about = _("確認待ち %(n)s 件のうち、7日以上が %(old)s 件。") % {"n": sum(n for _l, n in ages), "old": ages[-1][1]}
    return columns("ages", _("確認待ちの経過日数"), about, bars, (_("経過"), _("件数")))


def _deadlines(due: list[figures.Due], today: dt.date) -> Chart:
    def count(first: int | None, last: int | None) -> int:
        return sum(
            d.cases
            for d in due
            if d.day is not None
            and (first is None or (d.day - today).days >= first)
            and (last is None or (d.day - today).days <= last)
        )

    unknown = sum(d.cases for d in due if d.day is None)
    bars = [
        Bar(_("超過"), count(None, -1), "bad"),
        Bar(_("今日"), count(0, 0), "warn"),
        Bar(_("あと1–%(n)s日") % {"n": SOON}, count(1, SOON), "soon"),
        Bar(_("それより先"), count(SOON + 1, None)),
        Bar(_("未定"), unknown, "none"),
    ]
    about = _("期限を過ぎた案件 %(n)s 件。") % {"n": bars[0].value}
    return columns("due", _("審査の期限"), about, bars, (_("期限まで"), _("案件")))


def _urgent(mine: Programmes, today: dt.date) -> list[dict[str, Any]]:
    before = today + dt.timedelta(days=2)
    cases = kept("urgent", lambda: figures.most_urgent(6, before, mine), mine, today)
    return [
        {"number": c.receipt_number, "day": c.due_on, "late": c.due_on is not None and c.due_on < today} for c in cases
    ]


def _straight(straight: figures.Straight) -> Chart:
    bars = []
    if straight.case_share is not None:
        text = f"{100 * straight.case_share:.1f}%（{straight.untouched:,}／{straight.cases:,}）"
        bars.append(Bar(_("案件（30日間に届いて終わったもの）"), straight.case_share, "good", text))
    if straight.field_share is not None:
        text = f"{100 * straight.field_share:.1f}%（{straight.fields - straight.asked:,}／{straight.fields:,}）"
        bars.append(Bar(_("項目（すべて）"), straight.field_share, "good", text))
    return shares(
        "straight",
        _("人の手を通さず終わった割合"),
        "；".join(f"{b.label} {b.text}" for b in bars),
        bars,
        (_("対象"), _("割合")),
    )


def _measured(mine: Programmes) -> list[quality.Measured]:
    """By key, worst first. With rights for some programmes only: theirs, programme by programme."""
    rows = quality.accuracy(("key",)) if mine is None else [
        row for p in sorted(p for p in mine if p) for row in quality.accuracy(("programme_id", "key"), programme=p)
    ]  # fmt: skip
    return sorted((r for r in rows if r.judged), key=lambda r: (not r.stopped, r.interval[0]))


def _stops(mine: Programmes) -> list[dict[str, Any]]:
    """Where automatic acceptance is stopped now, newest first. Asked anew each time: it is one short table."""
    return [
        {
            "label": field_label(stop.key),
            "programme": programme_title(stop.programme_id),
            "since": stop.since,
            "right": stop.right,
            "judged": stop.right + stop.wrong,
            "target": f"{100 * (1 - stop.target_error):.2f}".rstrip("0").rstrip("."),
        }
        for stop in quality.stops()
        if mine is None or stop.programme_id in mine
    ]


def _accuracy(mine: Programmes) -> Chart:
    rows = kept("accuracy", lambda: _measured(mine), mine)[:8]
    drawn = [
        Interval(
            field_label(r.key),
            *r.interval,
            rate=r.rate or 0.0,
            target=1 - r.target_error,
            text=f"{r.right:,}/{r.judged:,}",
            tone="bad" if r.stopped or r.missed else "good",
        )
        for r in rows
    ]
    about = _("点は正しかった割合、線は95％の区間（Wilson）、縦の線は目標。区間の低い順に8項目。")
    return intervals(
        "accuracy", _("採用した値の正確さ"), about, drawn, (_("項目"), _("正しい／検査"), _("95％区間"), _("目標"))
    )


def _budgets(mine: Programmes) -> Chart:
    known = known_programmes()
    spent = kept("budgets", lambda: figures.budgets(known, mine), mine, seconds=SLOW)
    bars, marks = [], []
    for one in spent:
        if one.share is None:
            text = _("申請 %(yen)s円（予算額の定めなし）") % {"yen": f"{one.applied:,}"}
            bars.append(Bar(programme_title(one.programme_id), 0.0, "none", text))
        else:
            tone = "bad" if one.share >= 1 else "warn" if one.share >= one.warn_at else "good"
            text = _("%(applied)s／%(budget)s円（%(share)s%%）") % {
                "applied": f"{one.applied:,}",
                "budget": f"{one.budget:,}",
                "share": f"{100 * one.share:.1f}",
            }
            if one.beyond:
                text += _("・予算超過の見込み %(count)s件") % {"count": one.beyond}
            bars.append(Bar(programme_title(one.programme_id), one.share, tone, text))
        marks.append(one.warn_at if one.share is not None else 0.0)
    about = _("確定した交付申請額の合計を、予算額と比べたもの。確認待ちの金額は入っていません。")
    return shares("budgets", _("予算の使われ方"), about, bars, (_("補助金事業"), _("申請額／予算額")), marks=marks)


def _ledger() -> Chart:
    pages = kept("ledger", totals, seconds=SLOW)
    bars = [
        Bar(_("書類"), pages.documents, "p1"),
        Bar(_("区切り紙"), pages.separators, "p2"),
        Bar(_("白紙"), pages.blanks, "p3"),
        Bar(_("隔離"), pages.quarantine, "p4"),
        Bar(_("処理待ち"), pages.pending, "p5"),
    ]
    fits = _("合っています") if pages.balances else _("合っていません")
    about = _("届いた %(n)s ページの行き先。台帳は%(fits)s。") % {"n": f"{pages.pages_in:,}", "fits": fits}
    return stacked("ledger", _("ページ台帳"), about, bars, (_("行き先"), _("ページ")))


def _throughput(now: dt.datetime, today: dt.date) -> Chart:
    rows = kept("throughput", lambda: figures.throughput(now), today)[:10]
    most = max((r.total for r in rows), default=0) or 1
    bars = [
        Bar(
            r.user,
            r.total / most,
            "",
            _("計 %(n)s 件、きょう %(today)s 件") % {"n": f"{r.total:,}", "today": f"{r.by_day[-1]:,}"},
        )
        for r in rows
    ]
    return shares("throughput", _("担当者ごとの判断"), _("14日間の判断の数。"), bars, (_("担当者"), _("判断")))


def _latest() -> list[dict[str, Any]]:
    rows = Delivery.objects.select_related("envelope").order_by("-sequence")[:LATEST]
    tones = {"registered": "", "reading": "info", "done": "ok", "failed": "ng"}
    return [
        {
            "pk": d.pk,
            "at": d.registered_at,
            "number": d.envelope.number,
            "pages": d.page_count,
            "state": _(d.get_state_display()),
            "tone": tones[d.state],
            "run": bool(d.flow_run_id),
        }
        for d in rows
    ]

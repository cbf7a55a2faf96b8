"""What the command line shows: progress bars, tables, error lines. Japanese, and free of personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from models.findings import FINDING_LABELS_JA, FindingStatus

if TYPE_CHECKING:
    from flows.ingest import IngestReport
    from flows.learning import LearnedForm
    from flows.trying import Trial
    from storage.status import CaseRow, FindingRow, Status

_STEPS = {"file": "受付　　", "page": "読み取り", "document": "書き起こし", "case": "照合　　"}
_DELIVERY_STATES = {"registered": "受付済み", "reading": "処理中", "done": "処理済み", "failed": "処理できず"}
_CASE_STATES = {"reading": "読み取り中", "review": "確認待ち", "complete": "確認済み"}
_TASK_KINDS = {
    "field": "項目",
    "finding": "指摘",
    "document": "書類の種類",
    "programme": "補助金事業",
    "entry": "二人目の入力",
    "settle": "食い違いの判断",
    "sample": "抜き取り検査",
}


def console(*, to_errors: bool = False) -> Console:
    """Where a person reads. A file or pipe has no width of its own: tables get room there."""
    made = Console(stderr=to_errors)
    return made if made.is_terminal else Console(stderr=to_errors, width=120)


class Bars:
    """Progress bars of the main job, one a stage. `report` is what the flows call; counts may come late.

    On a terminal they move; elsewhere (a log file) each is printed once, at its end.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._progress.tasks:
            if kind is None and task.total is None:
                self._progress.update(task.id, total=task.completed)
        self._progress.stop()

    def expect(self, step: str, total: int) -> None:
        """Say how many of `step` there will be."""
        self._progress.update(self._task(step), total=total)

    def report(self, step: str, count: int) -> None:
        """`count` more of `step` are through. Steps that have no bar are ignored."""
        if step in _STEPS:
            self._progress.advance(self._task(step), count)

    def progress(self, step: str) -> Callable[[int, int], None]:
        """A callback (done, in all) for work that counts for itself."""

        def tell(done: int, total: int) -> None:
            self._progress.update(self._task(step), completed=done, total=total)

        return tell

    def _task(self, step: str) -> TaskID:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(_STEPS[step], total=None)
        return self._tasks[step]


def show_status(console: Console, status: Status) -> None:
    """Everything `uketsuke status` tells, as tables."""
    counts = Table(box=box.SIMPLE_HEAD)
    for heading in ("", "状態", "件数"):
        counts.add_column(heading, justify="right" if heading == "件数" else "left")
    for title, labels, found in (
        ("到着物", _DELIVERY_STATES, status.deliveries),
        ("案件", _CASE_STATES, status.cases),
        ("確認待ち", _TASK_KINDS, status.tasks),
    ):
        for i, (name, count) in enumerate(found.items()):
            counts.add_row(title if i == 0 else "", labels.get(name, name), str(count))
    counts.add_row("二重の到着", "", str(status.duplicates))
    counts.add_row("隔離ファイル", "未対応", str(status.quarantined_files))
    console.print(counts)

    pages = status.pages
    ledger = Table(title="ページの収支", box=box.SIMPLE_HEAD)
    headings = ("受入", "書類", "区切り紙", "白紙", "隔離", "処理待ち", "収支")
    for heading in headings:
        ledger.add_column(heading, justify="right")
    numbers = (pages.pages_in, pages.documents, pages.separators, pages.blanks, pages.quarantine, pages.pending)
    ledger.add_row(*map(str, numbers), "一致" if pages.balances else "[bold red]不一致[/]")
    console.print(ledger)


def show_cases(console: Console, rows: Sequence[CaseRow]) -> None:
    """One line a case."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("受付番号", "事業", "状態"):
        table.add_column(heading, no_wrap=True)
    for heading in ("書類", "項目", "採用", "確認待ち"):
        table.add_column(heading, justify="right")
    linked = any(row.follows for row in rows)
    if linked:
        table.add_column("前の段階", no_wrap=True)
    table.add_column("指摘", overflow="fold", min_width=20)
    labels = {code.value: label for code, label in FINDING_LABELS_JA.items()}
    for row in rows:
        table.add_row(
            row.receipt_number,
            row.programme_id or "（不明）",
            _CASE_STATES.get(row.state, row.state),
            str(row.documents),
            str(row.fields),
            str(row.accepted),
            str(row.tasks),
            *([row.follows] if linked else []),
            "、".join(labels.get(code, code) for code in row.findings) or "なし",
        )
    console.print(table)


def show_findings(console: Console, rows: Sequence[FindingRow]) -> None:
    """Every finding with its sentence, clause and rule."""
    labels = {code.value: label for code, label in FINDING_LABELS_JA.items()}
    for row in rows:
        sure = "確定" if row.status == FindingStatus.CONFIRMED.value else "疑い"
        ground = "、".join(x for x in (row.clause, f"決まり {row.rule}" if row.rule else "") if x)
        console.print(
            f"{row.receipt_number}  {labels.get(row.code, row.code)}（{sure}）  {row.message_ja}"
            + (f"  根拠：{ground}" if ground else ""),
            markup=False,
            highlight=False,
        )


_OUTCOMES = {
    "kept": "○ 成り立つ",
    "broken": "× 成り立たない",
    "not_asked": "－ 当てはまらない",
    "silent": "？ 値がなく分からない",
}
_SAID = {"confirmed": "確定", "suspected": "疑い", "notice": "参考"}


def show_trial(console: Console, trial: Trial) -> None:
    """What a programme says of typed values."""

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False)

    say(f"段階: {trial.stage}")
    say("指摘:" if trial.findings else "指摘: ありません")
    for f in trial.findings:
        ground = "、".join(x for x in (f.clause, f"決まり {f.rule}" if f.rule else "") if x)
        say(f"  {f.code.label_ja}（{_SAID[f.status.value]}） {f.message_ja}" + (f" 根拠：{ground}" if ground else ""))
    say("必要な書類:")
    for paper in trial.papers:
        sign = "？ 条件が分からない" if paper.asked is None else "○" if paper.there else "× 足りない"
        sign = "－ いらない" if paper.asked is False else sign
        say(f"  {sign} {paper.name}" + (f"（{paper.when} のとき）" if paper.when else ""))
    amount = f"{trial.amount:,}円" if trial.amount is not None else "計算できません（値か決まりが足りません）"
    stated = f"（申請額 {trial.stated:,}円）" if trial.stated is not None else ""
    say(f"計算した補助額: {amount}{stated}")
    if trial.outcomes:
        say("決まり:")
    for rule, outcome in trial.outcomes:
        say(f"  {_OUTCOMES[outcome.value]} {rule}")


def show_taken(console: Console, report: IngestReport) -> None:
    """What intake did. Names of refused files are shown to the person who owns them, not logged."""
    refused = report.quarantined
    console.print(
        f"受付 {report.registered} 件、二重の到着 {report.duplicates} 件、受け付けられなかったもの {len(refused)} 件"
    )
    for one in refused:
        console.print(f"  {one.name}: {one.message_ja}（{one.code}）", markup=False, highlight=False)


def show_learned(console: Console, learned: LearnedForm) -> None:
    """What was learned from a blank form, and what the person should check."""
    console.print(
        f"記入欄 {learned.entries} 件を見つけました。対応表: {learned.map_file}", markup=False, highlight=False
    )
    console.print("確認用の画像:", markup=False)
    for picture in learned.pictures:
        console.print(f"  {picture}", markup=False, highlight=False)
    for key, doubt in learned.doubts.items():
        console.print(f"要確認 {key}: {doubt}", markup=False, highlight=False)
    if learned.ticks:
        console.print(
            f"チェック欄（文で見つけるので、枠はいりません）: {'、'.join(learned.ticks)}", markup=False, highlight=False
        )
    if learned.missing:
        console.print(f"見つからなかった項目: {'、'.join(learned.missing)}", markup=False, highlight=False)
    console.print("画像の赤枠を見て、違うところを対応表で直してください（docs/adding-a-form.ja.md）。")


def show_error(console: Console, code: str, message_ja: str) -> int:
    """The sentence and the code; returns the exit code."""
    console.print(Panel(message_ja, title=f"エラー {code}", title_align="left", border_style="red"), markup=False)
    return 1

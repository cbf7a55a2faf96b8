"""The command line: one command per thing a person does. Everything a person sees here is Japanese.

Errors are one Japanese sentence and a code, never a traceback; the exit code is 0 (done), 1 (not done, the sentence
says why), 2 (the command was not understood) or 130 (interrupted).
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import rich_utils

from flows import screens
from flows.programmecommands import programme_app
from models.errors import UketsukeError
from storage.settings import Settings, load_settings

rich_utils.OPTIONS_PANEL_TITLE = "オプション"
rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
rich_utils.COMMANDS_PANEL_TITLE = "コマンド"

app = typer.Typer(
    name="uketsuke",
    help="補助金の郵便・申請書類を読み取り、照合し、人が判断すべきものだけを確認待ちにします。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user_app = typer.Typer(help="確認画面を使う人（利用者）を扱います。", no_args_is_help=True)
app.add_typer(programme_app, name="programme")
app.add_typer(user_app, name="user")

console = screens.console()
errors = screens.console(to_errors=True)

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="データの置き場所。省略すると設定（UKETSUKE_DATA_DIR）に従います。"),
]


def _open(data: Path | None = None, **overrides: Any) -> Settings:
    """This installation's settings, its tables ready."""
    import storage

    settings = _at(data, **overrides)
    storage.migrate()
    return settings


def _at(data: Path | None = None, **overrides: Any) -> Settings:
    """This installation's settings; its data folder is there, its tables may be not."""
    import storage

    settings = load_settings(**({"data_dir": data} if data is not None else {}), **overrides)
    storage.setup(settings)
    return settings


@app.command()
def run(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="読み取る書類の入ったフォルダー。")
    ],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="データの置き場所（新しいフォルダー）。")],
    results: Annotated[Path, typer.Option("--results", metavar="FILE", help="結果を書き出すファイル（JSON Lines）。")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="読み取りプロセスの数。")] = 2,
) -> None:
    """フォルダーの中のすべての書類を、受付から結果の書き出しまで一度に処理します。"""
    # Embedded defaults, whatever an installation on this machine is set to.
    settings = _at(data, workers=workers, database_url="", objects_url="", inbox_dir="", done_dir="", quarantine_dir="")
    import storage
    from flows import run as main_job

    with main_job.prefect_server(settings) as server, screens.Bars(errors) as bars:  # it starts while we make ready
        storage.migrate()
        from flows.ingest import ingest as take_in

        taken = take_in([folder], settings, bars.progress("file"))
        bars.expect("page", main_job.pages_to_read())
        main_job.process_all(settings, server, bars.report)
    written = main_job.write_results(results)
    screens.show_taken(console, taken)
    screens.show_status(console, _status())
    console.print(f"結果 {written} 件を {results} に書き出しました。")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="受け付けるファイルまたはフォルダー。")],
    one_envelope: Annotated[
        bool, typer.Option("--one-envelope", help="フォルダーの中身全部を一つの封筒として受け付けます。")
    ] = False,
    data: Data = None,
) -> None:
    """手元のファイルやフォルダーを受け付けます。元のファイルはそのまま残ります。"""
    settings = _open(data)
    from flows.ingest import ingest as take_in

    with screens.Bars(errors) as bars:
        taken = take_in(paths, settings, bars.progress("file"), one_envelope=one_envelope)
    screens.show_taken(console, taken)


@app.command()
def watch(data: Data = None) -> None:
    """受付フォルダーを見張り、入ったファイルを受け付け続けます（Ctrl+C で終わります）。"""
    settings = _open(data)
    _log_to_the_journal()
    from flows.watch import watch as watch_inbox

    console.print(f"受付フォルダー: {settings.inbox_dir}")
    watch_inbox(settings)


@app.command()
def work(data: Data = None) -> None:
    """受け付けた書類を処理し続けます。何台の機械で動かしてもかまいません（Ctrl+C で終わります）。"""
    from flows.worker import work as work_on

    settings = _open(data)
    _log_to_the_journal()
    work_on(settings)


@app.command()
def serve(data: Data = None) -> None:
    """一台の機械で必要なものをすべて動かします: 見張り、処理、確認画面、処理の管理画面。"""
    from flows.serve import serve as serve_all

    settings = _open(data)
    _log_to_the_journal()
    serve_all(settings, console.print)


@app.command()
def status(
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON で表示します。")] = False,
) -> None:
    """到着物、ページ、案件、確認待ちの数と、ページの収支を表示します。収支が合わなければ終了コードは 1 です。"""
    _open(data)
    now = _status()
    if as_json:
        typer.echo(json.dumps({**asdict(now), "balances": now.pages.balances}, ensure_ascii=False, indent=2))
    else:
        screens.show_status(console, now)
    if not now.pages.balances:
        raise typer.Exit(1)


@app.command()
def cases(
    findings: Annotated[
        bool,
        typer.Option("--findings", help="指摘の文、条項、事業の決まりも一つずつ表示します（個人情報を含みます）。"),
    ] = False,
    data: Data = None,
) -> None:
    """案件の一覧を表示します: 受付番号、事業、書類、採用した項目、確認待ち、前の段階の案件、指摘。"""
    _open(data)
    from storage.status import case_rows, finding_rows

    screens.show_cases(console, case_rows())
    if findings:
        screens.show_findings(console, finding_rows())


@app.command()
def export(
    results: Annotated[Path, typer.Argument(metavar="FILE", help="書き出すファイル（JSON Lines）。")],
    data: Data = None,
) -> None:
    """いまの結果を、案件ごとに一行のファイルに書き出します。個人情報を含みます。"""
    from flows.run import write_results

    _open(data)
    console.print(f"結果 {write_results(results)} 件を {results} に書き出しました。")


@app.command()
def migrate(data: Data = None) -> None:
    """データベースの表を作り、または新しい版に合わせます。"""
    _open(data)
    console.print("データベースの準備ができました。")


UserName = Annotated[str, typer.Argument(metavar="NAME", help="利用者名（ログインに使います）。")]


@user_app.command("add")
def user_add(
    name: UserName,
    role: Annotated[
        str, typer.Option("--role", help="役割: clerk 受付・reviewer 確認・senior 上席・lead 統括・auditor 監査。")
    ] = "reviewer",
    programme: Annotated[
        list[str] | None,
        typer.Option("--programme", help="見られる補助金事業のID（繰り返し可）。省略するとすべての事業。"),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="パスワードを標準入力から読みます（自動設定用）。")
    ] = False,
    data: Data = None,
) -> None:
    """確認画面を使う人を登録します。パスワードは画面に表示されません。"""
    _open(data)
    from storage.people import add_user, role_named

    as_role = role_named(role)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("パスワード（10文字以上）", hide_input=True, confirmation_prompt="もう一度")
    add_user(name, password, role=as_role, programmes=programme or None)
    console.print("利用者を登録しました。")


@user_app.command("list")
def user_list(data: Data = None) -> None:
    """確認画面を使う人の一覧を表示します。"""
    _open(data)
    from storage.lockout import locked
    from storage.models import User

    people = list(User.objects.order_by("-is_active", "username"))
    shut = locked([person.username for person in people])
    for person in people:
        state = "ロック中" if person.username in shut else ("利用中" if person.is_active else "利用停止")
        ids = sorted(person.programme_rights.values_list("programme_id", flat=True))
        which = "すべての事業" if person.all_programmes else "、".join(ids) or "事業なし"
        console.print(f"{person.username}: {person.get_role_display()}・{state}・{which}", markup=False)


@user_app.command("set")
def user_set(
    name: UserName,
    role: Annotated[
        str | None,
        typer.Option("--role", help="役割: clerk 受付・reviewer 確認・senior 上席・lead 統括・auditor 監査。"),
    ] = None,
    programme: Annotated[
        list[str] | None,
        typer.Option("--programme", help="見られる補助金事業のID（繰り返し可）。* ですべての事業。"),
    ] = None,
    active: Annotated[
        bool | None, typer.Option("--let-in/--keep-out", help="ログインできるようにする・できないようにする。")
    ] = None,
    data: Data = None,
) -> None:
    """役割・補助金事業・利用の可否を変えます。"""
    _open(data)
    from storage import people

    user = people.find(name)
    if role is not None:
        people.set_role(user, people.role_named(role), people.OPERATOR)
    if programme is not None:
        people.set_programmes(user, None if "*" in programme else programme, people.OPERATOR)
    if active is not None:
        people.set_active(user, active, people.OPERATOR)
    console.print("変えました。")


@user_app.command("reset-password")
def user_reset_password(name: UserName, data: Data = None) -> None:
    """一度だけ使える仮のパスワードを表示します。最初のログインで本人が変えます。"""
    _open(data)
    from storage import people

    console.print(people.reset_password(people.find(name), people.OPERATOR), markup=False)


@user_app.command("unlock")
def user_unlock(name: UserName, data: Data = None) -> None:
    """パスワードを続けて間違えた人が、すぐにログインできるようにします。"""
    _open(data)
    from storage import people

    people.unlock(people.find(name), people.OPERATOR)
    console.print("すぐにログインできます。")


@user_app.command("end-sessions")
def user_end_sessions(name: UserName, data: Data = None) -> None:
    """すべての端末からログアウトさせます。"""
    _open(data)
    from storage import people

    people.end_sessions(people.find(name), people.OPERATOR)
    console.print("すべての端末からログアウトさせました。")


@user_app.command("reset-second-factor")
def user_reset_second_factor(name: UserName, data: Data = None) -> None:
    """2段階認証を解除します（スマートフォンを失くしたとき）。"""
    _open(data)
    from storage import people

    people.reset_second_factor(people.find(name), people.OPERATOR)
    console.print("2段階認証を解除しました。")


def _log_to_the_journal() -> None:
    """For commands that run for long: what happens, in English and without personal data, on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uketsuke").setLevel(logging.INFO)


def _status() -> Any:
    from storage.status import status as current

    return current()


def main() -> None:
    """Entry of the ``uketsuke`` command."""
    sys.exit(_main(sys.argv[1:]))


def _main(arguments: list[str]) -> int:
    try:
        code = app(arguments, prog_name="uketsuke", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except UketsukeError as error:
        return screens.show_error(errors, error.code, error.message_ja)
    except (KeyboardInterrupt, typer.Abort):
        errors.print("中断しました。")
        return 130
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as wrong:
        errors.print(f"コマンドの指定に誤りがあります: {wrong.format_message()}", markup=False, highlight=False)
        errors.print("使い方は uketsuke --help で確かめられます。")
        return 2
    except Exception as error:  # the last line of defence: a person sees a sentence, the operator the place
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        return screens.show_error(
            errors, "U001", f"予期しない誤りが起きました。運用担当にお知らせください。（{place}）"
        )


if __name__ == "__main__":
    main()

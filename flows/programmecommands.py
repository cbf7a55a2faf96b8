"""The commands `uketsuke programme …`: what an office does with its programmes and their blank forms.

They work on files alone: no database, and nothing of an installation but its settings.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from flows import screens
from storage.settings import load_settings

programme_app = typer.Typer(help="補助金事業の設定（programme.yaml）を扱います。", no_args_is_help=True)

console = screens.console()

ProgrammeId = Annotated[str, typer.Option("--programme", metavar="ID", help="補助金事業の ID。")]
DocumentName = Annotated[
    str, typer.Option("--document", metavar="KIND", help="書類の種類（application_form、payment_request など）。")
]
FormVersion = Annotated[str, typer.Option("--version", metavar="VER", help="様式の版（a、b など英小文字と数字）。")]
ProgrammesFolder = Annotated[
    Path | None,
    typer.Option("--programmes", metavar="DIR", help="補助金事業のフォルダー。省略すると設定に従います。"),
]


@programme_app.command("learn")
def programme_learn(
    blank: Annotated[
        Path,
        typer.Argument(
            metavar="BLANK",
            exists=True,
            dir_okay=False,
            help="白紙の様式（PDF または画像。白紙を読み取ったものでもかまいません）。",
        ),
    ],
    programme: ProgrammeId,
    document: DocumentName,
    version: FormVersion,
    folder: ProgrammesFolder = None,
    replace: Annotated[bool, typer.Option("--replace", help="前に作った対応表があれば置き換えます。")] = False,
) -> None:
    """白紙の様式から記入欄を見つけ、対応表（forms/書類-版.yaml）と確認用の画像を作ります。"""
    from flows.learning import learn_form

    settings = load_settings()
    learned = learn_form(
        blank,
        programme,
        document,
        version,
        folder or settings.programmes_dir,
        settings.limits,
        replace=replace,
    )
    screens.show_learned(console, learned)


@programme_app.command("preview")
def programme_preview(
    programme: ProgrammeId,
    document: DocumentName,
    version: FormVersion,
    folder: ProgrammesFolder = None,
) -> None:
    """手で直した対応表の記入欄を、確認用の画像に描き直します。"""
    from flows.learning import draw_form

    settings = load_settings()
    for picture in draw_form(programme, document, version, folder or settings.programmes_dir, settings.limits):
        console.print(f"描き直しました: {picture}", markup=False)


@programme_app.command("new")
def programme_new(
    programme: Annotated[str, typer.Argument(metavar="ID", help="補助金事業の ID（例: chiyoda-ev）。")],
    folder: ProgrammesFolder = None,
) -> None:
    """新しい補助金事業のフォルダーと、説明付きの設定ファイルのひな形を作ります。"""
    from programmes.starting import start

    file = start(programme, folder or load_settings().programmes_dir)
    console.print(f"作りました: {file}", markup=False)
    console.print(
        "書き換えたら uketsuke programme check で確かめてください。書き方は docs/adding-a-programme.md にあります。"
    )


@programme_app.command("schema")
def programme_schema(
    folder: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="このフォルダーに programme.schema.json を書きます。")
    ] = None,
) -> None:
    """設定ファイルの形（JSON Schema）を表示します。エディターに指定すると、書きながら誤りが分かります。"""
    from programmes.schema import text, write

    if folder is None:
        typer.echo(text(), nl=False)
    else:
        console.print(f"書きました: {write(folder)}", markup=False)


@programme_app.command("check")
def programme_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="補助金事業のフォルダー。省略すると設定に従います。")
    ] = None,
) -> None:
    """補助金事業の設定ファイルを調べ、誤りがあれば行番号とともに表示します。"""
    from programmes import gathered, load
    from programmes.forms import fit, load_forms

    directory = folder or load_settings().programmes_dir
    found: Any
    forms: Any
    found, forms = gathered((partial(load, directory), partial(load_forms, directory)))
    fit(directory, found, forms)
    for programme in found.values():
        console.print(f"{programme.id}: {programme.title}", markup=False)
    console.print(f"{len(found)} 件の補助金事業と {len(forms)} 件の様式の対応表に誤りはありません。")


@programme_app.command("try")
def programme_try(
    programme: Annotated[str, typer.Argument(metavar="ID", help="補助金事業の ID。")],
    values: Annotated[
        Path, typer.Argument(metavar="VALUES", exists=True, dir_okay=False, help="試す値を書いた YAML ファイル。")
    ],
    folder: ProgrammesFolder = None,
) -> None:
    """紙を読まずに、打ち込んだ値で決まりを試します: 指摘、必要な書類、補助額、決まりごとの結果。"""
    from flows.trying import try_file
    from programmes import load_one

    screens.show_trial(console, try_file(values, load_one(programme, folder or load_settings().programmes_dir)))

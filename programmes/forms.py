"""The maps of blank forms that lie beside a programme: `<id>/forms/<document>-<version>.yaml`, read, checked, written.

A mistake in a file ends in a :class:`~models.errors.ProgrammeError` whose Japanese text names the file, the line, the
problem and the remedy, like mistakes in `programme.yaml`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from models.documents import DocumentKind
from models.forms import FormMap
from models.programmes import Programme
from programmes import INSTALLED, explain, gathered, line_of, parsed, plain, problems_error, quickly
from programmes.consistency import meant

#: Name of the folder in each programme's folder.
FOLDER = "forms"


def load_forms(directory: Path = INSTALLED) -> tuple[FormMap, ...]:
    """Every form map below `directory`, in the order of their ids. No form at all is no error.

    Raises:
        ProgrammeError: a file is wrong.
    """
    files = sorted(directory.glob(f"*/{FOLDER}/*.yaml"))
    return tuple(gathered(partial(load_form, file) for file in files))


def fit(directory: Path, programmes: Mapping[str, Programme], forms: Sequence[FormMap]) -> None:
    """Check that every form belongs to a described paper and holds entries that its programme describes.

    Raises:
        ProgrammeError: a map names a programme, paper, version or entry that is not there.
    """
    gathered(partial(_fit, directory, programmes, form) for form in forms)


def _fit(directory: Path, programmes: Mapping[str, Programme], form: FormMap) -> None:
    found = list(_misfits(form, programmes))
    if found:
        name = f"{form.programme}/{FOLDER}/{stem(form.document, form.version)}.yaml"
        tree = parsed(directory / name, name)  # once more, for the lines
        raise problems_error(name, [(line_of(tree, path), f"{text}。") for path, text in found])


def _misfits(form: FormMap, programmes: Mapping[str, Programme]) -> Iterator[tuple[tuple[Any, ...], str]]:
    programme = programmes.get(form.programme)
    if programme is None:
        yield ("programme",), f"補助金事業「{form.programme}」がありません"
        return
    spec = programme.document(form.document)
    if spec is None:
        yield (
            ("document",),
            f"書類「{form.document.value}」が {form.programme} の documents にありません。書き足してください",
        )
        return
    known = spec.keys()
    for p, page in enumerate(form.pages):
        for e, entry in enumerate(page.entries):
            described = spec.field(entry.key)
            path = ("pages", p, "entries", e)
            if described is None:
                yield (*path, "key"), f"項目「{entry.key}」が設定にありません。{meant(entry.key, known)}"
            elif described.kind is not entry.kind:
                yield (*path, "kind"), f"項目「{entry.key}」の kind は設定では {described.kind.value} です"


def load_form(file: Path) -> FormMap:
    """The form map in one file.

    Raises:
        ProgrammeError: the file is not readable, is no YAML, breaks the schema, or its name or folder is another form's.
    """
    try:
        form = FormMap.model_validate(quickly(file))
    except ValidationError:
        return _told(file)
    in_place = form.programme == file.parent.parent.name and file.stem == stem(form.document, form.version)
    return form if in_place else _told(file)


def _told(file: Path) -> FormMap:
    """The form map in a file with something wrong, read in such a way that the mistake's line can be told."""
    name = f"{file.parent.parent.name}/{FOLDER}/{file.name}"
    tree = parsed(file, name)
    try:
        form = FormMap.model_validate(plain(tree))
    except ValidationError as error:
        problems = [explain(tree, dict(item), FormMap) for item in error.errors()]
        raise problems_error(name, problems) from None
    folder = file.parent.parent.name
    if form.programme != folder:
        text = f"programme「{form.programme}」がフォルダー名「{folder}」と違います。どちらかに合わせてください。"
        raise problems_error(name, [(line_of(tree, ("programme",)), text)])
    if file.stem != stem(form.document, form.version):
        text = (
            f"ファイル名は「{stem(form.document, form.version)}.yaml」にするか、document と version を直してください。"
        )
        raise problems_error(name, [(line_of(tree, ("document",)), text)])
    return form


def stem(document: DocumentKind, version: str) -> str:
    """File name, without its ending, of a form's map and blank."""
    return f"{document.value}-{version}"


def form_text(form: FormMap, doubts: Mapping[str, str] | None = None, missing: tuple[str, ...] = ()) -> str:
    """`form` as YAML for a person to correct: a comment at each entry that is unsure, and what was not found on top."""
    data = form.model_dump(mode="json", exclude_defaults=True)
    tree = CommentedMap({k: v for k, v in data.items() if k != "pages"})
    note = "様式の対応表。「uketsuke programme learn」が白紙の様式から作りました。位置は [左, 上, 右, 下]（用紙に対する割合）。"
    note += "\n空欄でもよい項目や事務局が書く欄は、programme.yaml の fields で required: false にします（書かなければ必ず記入する項目です）。"
    if missing:
        note += "\n記入欄の見つからなかった項目（あれば entries に書き足してください）: " + "、".join(missing)
    tree.yaml_set_start_comment(note)
    pages = CommentedSeq()
    for page in data["pages"]:
        node = CommentedMap({k: page[k] for k in ("width_mm", "height_mm")})
        node["entries"] = CommentedSeq()
        for at, entry in enumerate(page.get("entries", ())):
            node["entries"].append(_flowing(entry))
            doubt = (doubts or {}).get(entry["key"])
            if doubt:
                node["entries"].yaml_set_comment_before_after_key(at, before=f"要確認: {doubt}", indent=6)
        node["printed"] = CommentedSeq([_in_line(p) for p in page.get("printed", ())])
        for name in ("rules", "cells"):
            node[name] = CommentedSeq([_in_line(b) for b in page.get(name, ())])
        pages.append(node)
    tree["pages"] = pages
    yaml = YAML()
    yaml.width = 4000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _flowing(entry: dict[str, Any]) -> CommentedMap:
    """An entry as a block whose boxes stand in one line each."""
    node = CommentedMap()
    for key, value in entry.items():
        if key in ("strip", "options"):
            node[key] = CommentedSeq([_in_line(v) for v in value])
        elif isinstance(value, list | dict):
            node[key] = _in_line(value)
        else:
            node[key] = value
    return node


def _in_line(value: Any) -> Any:
    if isinstance(value, dict):
        node = CommentedMap({k: _in_line(v) for k, v in value.items()})
        node.fa.set_flow_style()
        return node
    if isinstance(value, list):
        items = CommentedSeq([_in_line(v) for v in value])
        items.fa.set_flow_style()
        return items
    return value

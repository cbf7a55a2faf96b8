"""The subsidy programmes as data: one folder each, `<id>/programme.yaml`, read and checked by :func:`load`.

A mistake in a file ends in a :class:`~models.errors.ProgrammeError` whose Japanese text names the file, the line, the
problem and the remedy, all mistakes of all files at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from models.documents import DocumentKind
from models.errors import ProgrammeError
from models.programmes import Programme
from programmes import slips
from programmes.consistency import NOT_ASKED, meant_kind
from programmes.consistency import problems as unfitting
from programmes.upgrading import changes

_T = TypeVar("_T")

#: The programmes that come with the software.
INSTALLED = Path(__file__).parent

#: Name of the file in each programme's folder.
FILE_NAME = "programme.yaml"


class _Constructor(RoundTripConstructor):
    """Leaves dates as text: the schema reads them, and can say on which line one is wrong."""


class _QuickConstructor(SafeConstructor):
    """The same without positions."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)
_QuickConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_scalar)


def load(directory: Path = INSTALLED) -> dict[str, Programme]:
    """Every programme below `directory`, by id, in the order of the ids.

    Raises:
        ProgrammeError: the folder holds no programme, or a file is wrong.
    """
    files = _files(directory)
    return dict(zip(files, gathered(partial(load_file, file) for file in files.values()), strict=True))


def gathered(readers: Iterable[Callable[[], _T]]) -> list[_T]:
    """What each of `readers` returns; a mistake that one of them finds keeps none of the others from being told.

    Raises:
        ProgrammeError: one of them did; the text is that of them all.
    """
    found: list[_T] = []
    wrong: list[ProgrammeError] = []
    for read in readers:
        try:
            found.append(read())
        except ProgrammeError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise ProgrammeError("; ".join(map(str, wrong)), message_ja="\n".join(error.message_ja for error in wrong))
    return found


def load_one(programme_id: str, directory: Path = INSTALLED) -> Programme:
    """The programme of that id below `directory`; the other files are not opened, so a mistake in them does no harm.

    Raises:
        ProgrammeError: there is no such programme (the message names those that are), or its file is wrong.
    """
    files = _files(directory)
    if programme_id not in files:
        raise ProgrammeError(
            "no such programme",
            message_ja=f"補助金事業「{programme_id}」がありません。次のどれかを指定してください: {'、'.join(files)}",
        )
    return load_file(files[programme_id])


def _files(directory: Path) -> dict[str, Path]:
    """The file of every programme below `directory`, by the folder's name (which :func:`load_file` holds to be the id)."""
    files = sorted(directory.glob(f"*/{FILE_NAME}"))
    if not files:
        raise ProgrammeError(
            "no programme found",
            message_ja=f"補助金事業がひとつもありません。フォルダー「{directory.name}」の下に「事業ID/{FILE_NAME}」を置いてください。",
        )
    return {file.parent.name: file for file in files}


def load_file(file: Path) -> Programme:
    """The programme in one file.

    Raises:
        ProgrammeError: the file is not readable, is no YAML, breaks the schema, or lies in a folder of another name.
    """
    name = f"{file.parent.name}/{file.name}"
    tree = parsed(file, name)
    text = file.read_text(encoding="utf-8")
    if old := changes(tree):
        raise problems_error(name, [(line_of(tree, path), f"{said}。") for path, said in old])
    try:
        programme = Programme.model_validate(plain(tree))
    except ValidationError as error:
        errors = error.errors()
        if misread := _misread(tree, errors):
            raise problems_error(name, misread) from None
        joined = [*slips.unseparated(tree, text)]
        lines = {line for line, _ in joined}
        refused = [explain(tree, dict(item)) for item in errors]
        raise problems_error(name, joined + [one for one in refused if one[0] not in lines]) from None
    if programme.id != file.parent.name:
        line = line_of(tree, ("id",))
        said = f"id「{programme.id}」がフォルダー名「{file.parent.name}」と違います。どちらかに合わせてください。"
        raise problems_error(name, [(line, said)])
    unfit = [(line_of(tree, path), f"「{_where(tree, path)}」: {said}。") for path, said in unfitting(programme)]
    unfit += slips.unseparated(tree, text)
    if unfit:
        raise problems_error(name, unfit)
    return programme


def _where(tree: Any, path: tuple[Any, ...]) -> str:
    """`path` in the file's own words; a rule by its id."""
    words = []
    for container, key in _steps(tree, path):
        if isinstance(container, CommentedMap):
            words.append(str(key))
        elif isinstance(container[key], CommentedMap):
            known = container[key].get("id") or container[key].get("key")
            words += [str(known)] if known else []
    return "・".join(words) or "全体"


def parsed(file: Path, name: str) -> CommentedMap:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    yaml.allow_duplicate_keys = False
    try:
        tree = yaml.load(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise problems_error(name, [(1, "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。")]) from None
    except OSError:
        raise problems_error(name, [(1, "ファイルを読めません。権限を確かめてください。")]) from None
    except MarkedYAMLError as error:
        raise problems_error(name, [_unreadable(file.read_text(encoding="utf-8"), error)]) from None
    except YAMLError:
        raise problems_error(name, [(1, "YAML として読めません。書き方を確かめてください。")]) from None
    if not isinstance(tree, CommentedMap):
        raise problems_error(
            name, [(1, "「項目: 値」の形になっていません。ほかの事業のファイルを手本にしてください。")]
        )
    return tree


def quickly(file: Path) -> Any:
    """``plain(parsed(file, …))`` in a quarter of the time, for files that are right as a rule: it knows no lines.

    None where the file cannot be read; `parsed` says why.
    """
    yaml = YAML(typ="safe")
    yaml.Constructor = _QuickConstructor
    yaml.allow_duplicate_keys = False
    try:
        return yaml.load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError):
        return None


def _unreadable(text: str, error: MarkedYAMLError) -> tuple[int, str]:
    """Where and why the parser gave up."""
    told = slips.twice(text) if isinstance(error, DuplicateKeyError) else slips.broken(text, error)
    if told is not None:
        return told
    mark = error.problem_mark or error.context_mark
    return (
        mark.line + 1 if mark else 1,
        "YAML として読めません。字下げ、コロン「:」の後の空白、かっこの対応を確かめてください。文の中に { } , : # があるときは、文を「'」で囲むか、一項目を一行に書きます。",
    )


def _misread(tree: CommentedMap, errors: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """The slips that made the file's words something else, where the schema refused them."""
    found = set(slips.swallowed(tree, _known_keys(Programme)))
    for error in errors:
        steps, given = list(_steps(tree, error["loc"])), error.get("input")
        if steps and isinstance(given, str) and error["type"] in ("dict_type", "model_type", "model_attributes_type"):
            container, key = steps[-1]
            place = container.lc.value(key) if isinstance(container, CommentedMap) else container.lc.item(key)
            if said := slips.one_word(given):
                found.add((place[0] + 1, said))
    return sorted(found)


def plain(node: Any) -> Any:
    """The tree as plain dicts, lists and scalars."""
    if isinstance(node, CommentedMap):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    return node


def _steps(tree: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """The (container, key) pairs that lead down `path`, skipping parts that pydantic added (union tags, `one_of`)."""
    node = tree
    for part in path:
        if isinstance(node, CommentedMap):
            key = next((k for k in node if str(k) == str(part)), None)
            if key is None:
                continue
            yield node, key
            node = node[key]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            yield node, part
            node = node[part]


def line_of(tree: Any, path: tuple[Any, ...]) -> int:
    """The line (from 1) of the deepest part of `path` that stands in the file."""
    line = 1
    for container, key in _steps(tree, path):
        position = container.lc.key(key) if isinstance(container, CommentedMap) else container.lc.item(key)
        line = position[0] + 1
    return line


def explain(tree: CommentedMap, item: dict[str, Any], model: type[BaseModel] = Programme) -> tuple[int, str]:
    """One of pydantic's errors as (line, Japanese sentence with the remedy)."""
    path: tuple[Any, ...] = item["loc"]
    steps = [str(key) for container, key in _steps(tree, path) if isinstance(container, CommentedMap)]
    last = str(path[-1]) if path else ""
    where = "・".join(steps) or last or "全体"
    kind = item["type"]
    context = item.get("ctx", {})
    given = item.get("input")
    shown = f"「{given}」" if isinstance(given, str | int | float) else ""
    if last == "[key]" and path[0] == "documents":
        return line_of(tree, path), (
            f"書類の名前「{path[-2]}」は documents の key に使えません。key は英小文字と「_」（例: work_completion）で書き、"
            f"日本語の名前は、その中の label に書いてください。"
        )
    if kind == "enum" and isinstance(given, str) and ("one_of" in path or last == "document"):
        known = {k.value: k.label_ja for k in DocumentKind if k not in NOT_ASKED}
        return line_of(tree, path), f"「{where}」の値{shown}は書類の種類ではありません。{meant_kind(given, known)}。"
    if kind == "missing":
        text = (
            f"項目「{last}」がありません。「{where}」の中に書き足してください。"
            if steps
            else f"項目「{last}」がありません。書き足してください。"
        )
    elif kind == "extra_forbidden":
        near = difflib.get_close_matches(last, _known_keys(model), n=1)
        hint = f"「{near[0]}」の書き誤りではありませんか。" if near else "削除するか、綴りを確かめてください。"
        text = f"「{last}」という項目はありません。{hint}"
    elif kind in ("enum", "literal_error"):
        text = f"「{where}」の値{shown}は使えません。次のどれかにしてください: {context.get('expected', '')}"
    elif kind in ("union_tag_invalid", "union_tag_not_found"):
        text = f"「{where}」の kind が正しくありません。次のどれかにしてください: {context.get('expected_tags', 'flat, rate, per_unit')}"
    elif kind.startswith("date"):
        text = f"「{where}」の値{shown}は日付ではありません。2025-04-01 のように書いてください。"
    elif kind.startswith("int"):
        text = f"「{where}」の値{shown}は整数ではありません。桁区切りや「円」を付けずに書いてください。"
    elif kind in ("tuple_type", "list_type"):
        text = f"「{where}」は一覧で書いてください。[あ, い] のように、または行ごとに「- あ」と書きます。"
    elif kind in ("dict_type", "model_type", "model_attributes_type"):
        text = f"「{where}」は「項目: 値」の形で書いてください。"
    elif kind == "string_type":
        text = f'「{where}」は文字で書いてください。数字だけの値は「"」で囲みます。'
    elif kind == "value_error":
        text = f"「{where}」: {context.get('error', item['msg'])}。"
    elif kind == "too_short":
        text = f"「{where}」が空です。ひとつ以上書いてください。"
    elif kind == "string_pattern_mismatch":
        text = f"「{where}」の値{shown}は使えません。英小文字、数字、ハイフンだけで書いてください。"
    else:
        text = f"「{where}」の値{shown}の形が違います。手本のファイルと見比べてください（{kind}）。"
    return line_of(tree, path), text


def _known_keys(model: type[BaseModel]) -> list[str]:
    """Every key the schema knows anywhere, for suggesting the one that was meant."""
    keys: set[str] = set()

    def collect(schema: Any) -> None:
        if isinstance(schema, dict):
            keys.update(schema.get("properties", {}))
            for value in schema.values():
                collect(value)
        elif isinstance(schema, list):
            for value in schema:
                collect(value)

    collect(model.model_json_schema())
    return sorted(keys)


def problems_error(name: str, problems: list[tuple[int, str]]) -> ProgrammeError:
    lines = [f"{name} の {line} 行目: {text}" for line, text in sorted(problems)]
    detail = f"{name}: {len(problems)} problem(s), first at line {min(line for line, _ in problems)}"
    return ProgrammeError(detail, message_ja="\n".join(lines))

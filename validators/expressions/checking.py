"""Whether an expression means something: names, types, functions, choices; and what it can never say.

Every problem is an :class:`~models.errors.ExpressionError` with the place in the expression and what to write instead.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from models.documents import DocumentKind
from models.errors import ExpressionError
from models.programmes import squeezed
from validators.expressions import formats
from validators.expressions.evaluating import entry_at
from validators.expressions.functions import FUNCTIONS, SPECIAL
from validators.expressions.syntax import Text, parsed, position
from validators.expressions.vocabulary import FACTS, Entry, Type, Vocabulary, columns, plain_name

PLACE = re.compile(r"\{([^{}]*)\}")
"""A place in a message: ``{交付申請額}``."""

_NUMBERS = (Type.NUMBER, Type.YEN)


@dataclass(frozen=True, slots=True)
class Row:
    """The names that the columns of a table have in a rule asked row by row."""

    names: dict[str, Type]


def check(written: str, vocabulary: Vocabulary, *, wanted: Type | None = None, row: Row | None = None) -> Type:
    """The type of `written`.

    Raises:
        ExpressionError: it means nothing under `vocabulary`, is not of the type `wanted`, or is always the same.
    """
    tree, text = parsed(written)
    checker = _Checker(vocabulary, text, row)
    found = checker.type_of(tree)
    if wanted is not None and found is not wanted:
        checker.fail(tree, f"ここには{wanted.value}になる式が必要です（いまは{found.value}になります）")
    if wanted is Type.TRUTH and not checker.named:
        checker.fail(tree, "どの案件でも結果が同じになる式です。書類の項目の名前を使ってください")
    return found


def check_message(message: str, vocabulary: Vocabulary, row: Row | None = None) -> None:
    """
    Raises:
        ExpressionError: a place in `message` means nothing; its column counts in the message.
    """
    for place in PLACE.finditer(message):
        try:
            check(place[1], vocabulary, row=row)
        except ExpressionError as error:
            column = place.start(1) + error.column
            raise ExpressionError(str(error), column=column, message_ja=error.message_ja) from None
    if re.search(r"[{}]", PLACE.sub("", message)):
        raise ExpressionError("brace", column=1, message_ja="波かっこ { } の対応が合いません")


def table(written: str, vocabulary: Vocabulary) -> Entry | None:
    """What a rule is asked for each of: a table, or None where `written` names a kind of paper.

    Raises:
        ExpressionError: it names neither.
    """
    tree, text = parsed(written)
    checker = _Checker(vocabulary, text, None)
    if isinstance(tree, ast.Name) and plain_name(tree.id) in vocabulary.papers:
        return None
    entry = entry_at(tree, vocabulary)
    if entry is None or entry.type is not Type.ROWS:
        checker.fail(tree, "for_each には書類の名前（領収書）か表の名前（役員名簿.役員一覧）を書いてください")
    return entry


class _Checker:
    def __init__(self, vocabulary: Vocabulary, text: Text, row: Row | None) -> None:
        self.vocabulary, self.text, self.row = vocabulary, text, row
        self.named = False

    def fail(self, node: ast.AST, message_ja: str) -> NoReturn:
        raise ExpressionError("no meaning", column=position(node, self.text), message_ja=message_ja)

    def type_of(self, node: ast.AST) -> Type:
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self._must(operand, Type.TRUTH, what="「でない」（not）")
                return Type.TRUTH
            case ast.UnaryOp(operand=operand):
                return self._must(operand, *_NUMBERS, what="「-」")
            case ast.BinOp(left=left, right=right):
                kinds = {self._must(side, *_NUMBERS, what="四則の計算") for side in (left, right)}
                return Type.YEN if Type.YEN in kinds else Type.NUMBER
            case ast.BoolOp(values=values):
                for part in values:
                    self._must(part, Type.TRUTH, what="「かつ」「または」")
                return Type.TRUTH
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                for op, a, b in zip(ops, sides, sides[1:], strict=False):
                    self._compare(op, a, b)
                return Type.TRUTH
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._must(test, Type.TRUTH, what="「if」")
                kinds = {self.type_of(body), self.type_of(orelse)}
                if len(kinds) > 1 and not kinds <= set(_NUMBERS):
                    self.fail(node, "if の前と else の後の種類が違います")
                return Type.YEN if Type.YEN in kinds else kinds.pop()
            case ast.Call():
                return self._call(node)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                for item in items:
                    self.type_of(item)
                return Type.LIST
        self.fail(node, "この書き方は使えません")

    def _must(self, node: ast.AST, *wanted: Type, what: str = "") -> Type:
        found = self.type_of(node)
        if found not in wanted and found is not Type.ANY:
            self.fail(node, f"{what}には{'か'.join(t.value for t in wanted)}が必要ですが、これは{found.value}です")
        return found

    # ------------------------------------------------------------ names
    def _name(self, node: ast.Name) -> Type:
        name = plain_name(node.id)
        if self.row is not None and name in self.row.names:
            self.named = True
            return self.row.names[name]
        if name in self.vocabulary.constants:
            kind = self.vocabulary.constants[name][0]
            self.named = self.named or kind is Type.TRUTH  # a switch that the office turns
            return kind
        found = self.vocabulary.bare(name)
        if len(found) > 1:
            ways = "、".join(f"「{self.vocabulary.paper_name(e.kind)}.{node.id}」" for e in found[:4])
            self.fail(node, f"「{node.id}」は複数の書類にあります。{ways}のように書類の名前を付けてください")
        if found:
            self.named = True
            return found[0].type
        if name in FACTS:
            self.named = True
            return FACTS[name]
        if name in self.vocabulary.papers:
            self.fail(
                node,
                f"「{node.id}」は書類の名前です。「{node.id}.項目名」か「書類あり({node.id})」のように書いてください",
            )
        self._unknown(node, node.id, [*self.vocabulary.all_names(), *(self.row.names if self.row else ())])

    def _attribute(self, node: ast.Attribute) -> Type:
        entry = entry_at(node, self.vocabulary)
        if entry is not None:
            self.named = True
            return Type.LIST if entry.column else entry.type
        if isinstance(node.value, ast.Name) and plain_name(node.value.id) in self.vocabulary.papers:
            kind = self.vocabulary.papers[plain_name(node.value.id)]
            if several := self.vocabulary.shared.get(kind, {}).get(plain_name(node.attr)):
                self.fail(
                    node,
                    f"「{node.attr}」は{node.value.id}に複数あります。{'、'.join(self._better(kind, key) for key in several)} のどれかを書いてください",
                )
            names = sorted(self.vocabulary.entries.get(kind, {}))
            if not names:
                self.fail(node, f"{node.value.id}の項目は設定に書かれていません。documents に書き足してください")
            self._unknown(node, node.attr, names, f"{node.value.id}の")
        holder = entry_at(node.value, self.vocabulary)
        if holder is not None and holder.type is Type.ROWS and not holder.column:
            self._unknown(node, node.attr, sorted(columns(holder.key)), "表の列の")
        if isinstance(node.value, ast.Name):
            self._unknown(node, node.value.id, sorted(self.vocabulary.papers), "書類の")
        self.fail(node, "「書類.項目」か「書類.表.列」の形で書いてください")

    def _better(self, kind: DocumentKind, key: str) -> str:
        """A name that only this entry of the paper has."""
        names = [name for name, e in self.vocabulary.entries[kind].items() if e.key == key]
        return next((f"「{n}」" for n in names if not n.isascii()), f"「{key}」")

    def _unknown(self, node: ast.AST, name: str, known: Sequence[str], of: str = "") -> NoReturn:
        near = difflib.get_close_matches(plain_name(name), known, n=3, cutoff=0.5)
        if not near:
            near = difflib.get_close_matches(plain_name(name), [k for k in known if not k.isascii()], n=5, cutoff=0.3)
        hint = (
            f"{'、'.join(f'「{n}」' for n in near)}ではありませんか"
            if near
            else "項目は documents に、定数は constants に書きます"
        )
        self.fail(node, f"{of}名前「{name}」がありません。{hint}")

    # ------------------------------------------------------------ comparing
    def _compare(self, op: ast.cmpop, left: ast.AST, right: ast.AST) -> None:
        a, b = self.type_of(left), self.type_of(right)
        for side, other in ((left, right), (right, left)):
            self._not_empty(side, other)
        if isinstance(op, ast.In | ast.NotIn):
            if b not in (Type.LIST, Type.TEXT):
                self.fail(right, 'in の後には ("あ", "い") のような一覧を書いてください')
            for item in getattr(right, "elts", []):
                self._possible(left, item)
            return
        for side, kind in ((left, a), (right, b)):
            if kind in (Type.LIST, Type.ROWS, Type.PAPER):
                self.fail(
                    side,
                    f"{kind.value}はそのまま比べられません。合計(…)、最大(…)、行数(…) などで一つの値にしてください",
                )
        same = a is b or {a, b} <= set(_NUMBERS) or Type.ANY in (a, b)
        if not same:
            self.fail(left, f"{a.value}と{b.value}は比べられません")
        if not isinstance(op, ast.Eq | ast.NotEq) and a in (Type.TEXT, Type.TRUTH):
            self.fail(left, f"{a.value}は大小を比べられません。== か != を使ってください")
        if ast.dump(left) == ast.dump(right):
            self.fail(left, "左右が同じなので、いつも結果が同じになります")
        self._possible(left, right)
        self._possible(right, left)

    def _not_empty(self, side: ast.AST, other: ast.AST) -> None:
        """An entry left empty is unknown, never an empty text: a comparison with one could never speak."""
        if isinstance(side, ast.Constant) and isinstance(side.value, str) and not side.value.strip():
            name = other.id if isinstance(other, ast.Name) else "項目"
            self.fail(side, f"空の文字とは比べられません。空欄({name}) か 記入あり({name}) を使ってください")
        for item in getattr(side, "elts", []):
            self._not_empty(item, other)

    def _possible(self, side: ast.AST, literal: ast.AST) -> None:
        """A choice can only be one of its options."""
        entry = entry_at(side, self.vocabulary)
        if (
            entry is None
            or not entry.options
            or not isinstance(literal, ast.Constant)
            or not isinstance(literal.value, str)
        ):
            return
        if squeezed(literal.value) not in {squeezed(o) for o in entry.options}:
            near = difflib.get_close_matches(literal.value, entry.options, n=1, cutoff=0.3)
            hint = f"「{near[0]}」ではありませんか" if near else f"選択肢は {'、'.join(entry.options)} です"
            self.fail(literal, f"選択肢に「{literal.value}」がないので、この条件は決して成り立ちません。{hint}")

    # ------------------------------------------------------------ functions
    def _call(self, node: ast.Call) -> Type:
        assert isinstance(node.func, ast.Name)  # syntax.parsed
        name = node.func.id
        if name in SPECIAL:
            return self._special(name, node)
        function = FUNCTIONS.get(name)
        if function is None:
            near = difflib.get_close_matches(name, [*FUNCTIONS, *SPECIAL], n=1, cutoff=0.4)
            hint = f"「{near[0]}」ではありませんか" if near else f"使えるのは {'、'.join([*FUNCTIONS, *SPECIAL])} です"
            self.fail(node, f"関数「{name}」はありません。{hint}")
        if not function.least <= len(node.args) <= len(function.takes):
            self.fail(node, f"「{name}」の中の値の数が合いません。{function.help_ja}")
        given = []
        for wanted, argument in zip(function.takes, node.args, strict=False):
            given.append(self._argument(name, wanted, argument))
        if function.gives is Type.ANY:
            return Type.YEN if Type.YEN in given else given[0]
        return Type.YEN if function.gives is Type.NUMBER and given and given[0] is Type.YEN else function.gives

    def _argument(self, name: str, wanted: Type, node: ast.AST) -> Type:
        if wanted is Type.LIST:
            entry = entry_at(node, self.vocabulary)
            if entry is None or entry.type is Type.ROWS:
                self.type_of(node)  # a name that means nothing says so itself
                self.fail(
                    node, f"「{name}」には「領収書.合計金額」や「施設別一覧.施設一覧.経費」のような項目を書いてください"
                )
            self.named = True
            return entry.type
        found = self.type_of(node)
        fits = (
            found is wanted or wanted is Type.ANY or found is Type.ANY or (wanted is Type.NUMBER and found is Type.YEN)
        )
        if not fits:
            self.fail(
                node,
                f"「{name}」のここには{wanted.value}が必要ですが、これは{found.value}です。{FUNCTIONS[name].help_ja}",
            )
        return found

    def _special(self, name: str, node: ast.Call) -> Type:
        if name == "書き方":
            self._format(node)
        elif len(node.args) != 1:
            self.fail(node, f"「{name}」の中の値は一つです。{SPECIAL[name]}")
        argument = node.args[0]
        self.named = True
        if name in ("書類あり", "枚数"):
            if not isinstance(argument, ast.Name) or plain_name(argument.id) not in self.vocabulary.papers:
                shown = argument.id if isinstance(argument, ast.Name) else "これ"
                names = sorted(n for n in self.vocabulary.papers if not n.isascii())
                self._unknown(argument, shown, names, "書類の")
            return Type.TRUTH if name == "書類あり" else Type.NUMBER
        if name != "行数" and isinstance(argument, ast.Name) and self.row and plain_name(argument.id) in self.row.names:
            return Type.TRUTH
        entry = entry_at(argument, self.vocabulary)
        if entry is not None and entry.column and name != "行数":
            self.fail(
                argument,
                f"「{name}」は表の列には、行ごとの決まり（for_each に表の名前）の中で、列の名前だけを書いて使います",
            )
        if entry is None:
            self.type_of(argument)
            self.fail(argument, f"「{name}」には項目の名前を書いてください。{SPECIAL[name]}")
        return Type.NUMBER if name == "行数" else Type.TRUTH

    def _format(self, node: ast.Call) -> None:
        """The second argument of 書き方 is a way of writing, and a text."""
        written = node.args[1] if len(node.args) == 2 else None
        if not isinstance(written, ast.Constant) or not isinstance(written.value, str):
            self.fail(node, f"「書き方」には項目と、書き方の文字を書いてください。{SPECIAL['書き方']}")
        try:
            formats.parsed(written.value)
        except ExpressionError as error:
            self.fail(written, error.message_ja)


def _constant(value: object) -> Type:
    if isinstance(value, bool):
        return Type.TRUTH
    return Type.TEXT if isinstance(value, str) else Type.NUMBER

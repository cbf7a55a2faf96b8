"""Bank and branch with their codes: names and codes vote, over everything that was considered for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.documents import ExtractedDocument, Field
from models.values.account import BANK_ENDINGS
from models.values.text import fold_itaiji, squeeze
from validators import bankchecks, banks
from validators.crosschecks.bank import bank_of
from validators.likeness import Verdict, confusable
from validators.resolution.choices import Choice, Ground, choose, open_to_choice, options, share_of


def settle(document: ExtractedDocument) -> None:
    fields = document.fields
    _complete(fields.get("bank_name"), _text(fields.get("bank_code")))
    _other_ending(
        fields.get("bank_name"),
        lambda name: bankchecks.check_bank(name, None).bank is not None,
        lambda written: [bank.name for bank in banks.banks_without_ending(written)],
    )
    _pair(fields.get("bank_name"), fields.get("bank_code"), _bank_agrees, _bank_spellings, "金融機関の一覧")
    bank = bank_of(document)
    if bank is None:
        return

    _other_ending(
        fields.get("branch_name"),
        lambda name: any(h.exact for h in banks.branches_named(bank.code, name)),
        lambda written: [branch.name for branch in banks.branches_without_ending(bank.code, written)],
    )

    def agrees(name: str | None, code: str | None) -> bool:
        found = bankchecks.check_branch(bank.code, name, code)
        listed = (h.branch.name for h in found.by_name if h.exact)
        return found.verdict is Verdict.AGREE and (name is None or any(_same_forms(name, n) for n in listed))

    def spellings(name: str, code: str | None) -> list[str]:
        coded = banks.branch_by_code(bank.code, code)
        return [h.branch.name for h in banks.branches_named(bank.code, name) if coded in (None, h.branch)]

    _pair(fields.get("branch_name"), fields.get("branch_code"), agrees, spellings, f"{bank.name}の支店の一覧")


def _complete(name: Field | None, code: str | None) -> None:
    """Give a bank's name the ending that the form prints and nobody could read, where one bank only has such a name, or
    one that has the code: 長野 is the bank, and with 1390 the credit union."""
    read, coded = _text(name), banks.bank_by_code(code)
    if name is None or read is None or not open_to_choice(name):
        return
    whole = squeeze(name.raw).endswith(("銀行", *BANK_ENDINGS))
    if (called := bankchecks.check_bank(read, None).bank) is not None and (whole or coded in (None, called)):
        return
    meant = [bank for bank in banks.banks_without_ending(read) if coded in (None, bank)]
    if len(meant) == 1:
        choice = Choice(meant[0].name, name.raw, share_of(name, name.value), folded=True)
        choose(name, choice, "その名の金融機関は一覧に一つだけです")


def _other_ending(name: Field | None, listed: Callable[[str], bool], meant: Callable[[str], Sequence[str]]) -> None:
    """Give a name that no list has another ending, where the form prints the endings to be ringed and one only makes it a
    listed name: 早稲田 [本店・支店] is 早稲田支店, whichever seemed to be ringed."""
    read = _text(name)
    if name is None or read is None or not open_to_choice(name):
        return
    written = squeeze(name.raw)
    if len(written) < 2 or read == written or not read.startswith(written) or listed(read):
        return
    found = meant(written)
    if len(found) == 1:
        choice = Choice(found[0], name.raw, share_of(name, name.value), folded=True)
        choose(name, choice, "その名で一覧にあるのは、語尾の違うこの名称だけです")


def _bank_agrees(name: str | None, code: str | None) -> bool:
    found = bankchecks.check_bank(name, code)
    listed = (h.bank.name for h in found.by_name if h.exact)
    return found.verdict is Verdict.AGREE and (name is None or any(_same_forms(name, n) for n in listed))


def _same_forms(read: str, listed: str) -> bool:
    """Whether no character of a name as read is another form of the listed one (目黑 for 目黒): banks have one spelling."""
    return all(a == b or fold_itaiji(a) != fold_itaiji(b) for a, b in zip(squeeze(read), listed, strict=False))


def _bank_spellings(name: str, code: str | None) -> list[str]:
    coded = banks.bank_by_code(code)
    return [h.bank.name for h in banks.banks_named(name) if coded in (None, h.bank)]


def _pair(
    name: Field | None,
    code: Field | None,
    agrees: Callable[[str | None, str | None], bool],
    spellings: Callable[[str, str | None], list[str]],
    where: str,
) -> None:
    """Choose the likeliest pair that the list has. A name without a code must be spelled as the list spells one."""
    if name is None and code is None:
        return
    if agrees(_text(name), _text(code)) and (_text(name) or name is None) and (_text(code) or code is None):
        return
    both = name is not None and code is not None and bool(_text(code) or options(code, Ground.DICTIONARY))
    ground = Ground.DICTIONARY if both else Ground.SPELLING
    names: Sequence[Choice | None] = options(name, ground) or [None]
    codes: Sequence[Choice | None] = options(code, ground) or [None]
    found: list[tuple[float, int, Choice | None, Choice | None]] = []
    for i, n in enumerate(names):
        for j, c in enumerate(codes):
            coded = str(c.value) if c else None
            respelled = _respelled(name, n, spellings(str(n.value), coded)) if n and name else []
            for k, option in enumerate([n, *respelled]):
                if agrees(str(option.value) if option else None, coded):
                    found.append((_likely(option) * _likely(c), -(i + j + k), option, c))
    if not found:
        return
    _, _, n, c = max(found, key=lambda f: f[:2])
    if n is not None and name is not None:
        choose(name, n, f"{where}の名称に合わせて読みました")
    if c is not None and code is not None:
        choose(code, c, f"{where}のコードに合わせて読みました")


def _text(field: Field | None) -> str | None:
    return field.value if field is not None and isinstance(field.value, str) and field.value else None


def _likely(choice: Choice | None) -> float:
    return max(choice.share, 1e-6) if choice else 1.0


def _respelled(field: Field, read: Choice, listed: Sequence[str]) -> list[Choice]:
    """The names of the list that differ from what was read in look-alike characters only."""
    if not open_to_choice(field):
        return []
    text = squeeze(str(read.value))
    share = read.share or share_of(field, field.value)
    found = []
    for name in dict.fromkeys(listed):
        for spelled in (name, name.removesuffix("銀行"), name.removesuffix("支店")):
            unlike = [(a, b) for a, b in zip(text, spelled, strict=False) if a != b]
            if len(text) == len(spelled) and unlike and len(unlike) <= max(1, len(text) // 3):
                if all(confusable(a, b) or fold_itaiji(a) == fold_itaiji(b) for a, b in unlike):
                    found.append(Choice(spelled, read.raw, share, folded=True))
                break
    return found

"""Rows of what was sold where no heading says which column is which: till slips, and tables whose heading was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.fields.amounts import NARROW, Role, role_of, yen_of
from extractors.fields.layout import Text
from models.values.dates import find_dates
from models.values.fields import parse_cell
from models.values.identifiers import find_invoice_numbers
from models.values.phone import find_phones

TIMES = "×xX*✕✖メ＊<〈"
_UNIT = r"[^\d\s×xX*✕@単¥￥羊\\(（)）▲△,\-]{0,3}"
_PRICE = r"[¥￥羊\\]?\s?[▲△\-−]?\s?[\d,.]*\d"
_LESS = r"[▲△\-−]?\s?"
"""The sign of what is taken off, in front of the yen's: -¥3,000."""
_RATE = r"(?:(?<=[内外込])(?:10|8)[%％])?"
"""The rate of the tax that is in an amount, behind it: ¥23,600内10%."""
_COUNT_FIRST = re.compile(
    rf"^[(（]?\s*(?P<qty>\d+)\s*(?P<unit>{_UNIT})\s*(?:[{TIMES}]\s*[@単]?|[@＠単])\s*(?P<price>{_PRICE})\s*円?\s*[)）]?\s*(?:=\s*)?(?P<amount>{_LESS}[¥￥羊\\]?\s?[▲△\-−]?\s?[\d,.]+\D{{0,2}})?{_RATE}$"
)
_PRICE_FIRST = re.compile(
    rf"^[(（]?\s*[@単]?\s*(?P<price>{_PRICE})\s*円?\s*[{TIMES}]\s*(?P<qty>\d+)\s*(?P<unit>{_UNIT})\s*[)）]?\s*(?:=\s*)?(?P<amount>{_LESS}[¥￥羊\\]\s?[▲△\-−]?\s?[\d,.]+\D{{0,2}}|(?<=\s)[▲△\-−]?\s?[\d,.]+\D{{0,2}})?{_RATE}$"
)
_AMOUNT_AT_END = re.compile(
    r"\s*(?P<amount>(?:(?<![\w\-])[▲△\-−]\s?)?[¥￥羊]\s?[▲△\-−]?\s?\d[\d,.]*|(?<![\d,.\-])[▲△\-−]?\s?\d{1,3}(?:[,.]\d{3})+|(?<=\s)[▲△\-−]?\d{2,6})\s*(?P<mark>[※*内外軽課非込税]{0,2}|[t+]\d?|[内外込](?:10|8)[%％])$"
)
_SPACED = re.compile(r"(?<=\d,) (?=\d{3}(?!\d))")
"""The space that wide print leaves behind the comma of an amount: 156, 000."""
_CODE = re.compile(r"^[\d\s\-*]{6,}$|^JAN|^[A-Z]?\d{8,}")
_NO_GOODS = re.compile(
    r"レジ|担当|責任?|店舗|取引|伝票|No\.?|№|領収|明細|お買上げ?|登録番号|TEL|電話|FAX|営業時間|様$|御中$|いらっしゃ|ありがとう|点数|お客様|会員|ポイント|〒|但し"
)
_TAKEN_OFF = re.compile(r"(?:割引|値引)き?\s*(?:$|[▲△\-−])")
"""What a till takes off, whoever is given it: 会員割引."""
_HANDED_OVER = re.compile("預り|預かり|釣|お返し|おつり|オツリ|アズカリ|現金|ゲンキン|現計")
"""What was paid with, under the total: no goods."""
TILL_WORDS = re.compile(f"{_HANDED_OVER.pattern}|レジ|ポイント|お買上|点数|レシート|軽減税率|内税|外税")
"""Words that only tills print."""


@dataclass
class Rows:
    """Rows of goods and the texts of their cells, by path."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[str, Text] = field(default_factory=dict)

    def add(self, row: dict[str, Any], cells: dict[str, Text]) -> None:
        for name, text in cells.items():
            self.cells[f"line_items[{len(self.rows)}].{name}"] = text
        self.rows.append(row)

    @property
    def counted(self) -> int:
        """Of how many rows the quantity is known."""
        return sum(r.get("qty") is not None for r in self.rows)

    @property
    def sum(self) -> int:
        return sum(r["amount"] for r in self.rows if isinstance(r.get("amount"), int))


def visual_rows(texts: Sequence[Text], slope: float = 0.0) -> list[list[Text]]:
    """Texts that stand beside each other, row by row, left to right; rows fall by `slope` pixels a pixel."""

    def height(text: Text) -> float:
        return text.box.cy - slope * text.box.cx

    rows: list[list[Text]] = []
    for text in sorted((t for t in texts if not t.line.vertical), key=height):
        if rows and height(text) - height(rows[-1][0]) < 0.6 * max(text.box.height, rows[-1][0].box.height):
            rows[-1].append(text)
        else:
            rows.append([text])
    return [sorted(r, key=lambda t: t.box.x0) for r in rows]


def slope_of(row: Sequence[Text]) -> float:
    """How far a row of texts falls to the right, in pixels a pixel; 0 where it is too short to tell."""
    if len(row) < 3:
        return 0.0
    width = max(t.box.cx for t in row) - min(t.box.cx for t in row)
    if width < 12 * row[0].box.height:
        return 0.0
    x = sum(t.box.cx for t in row) / len(row)
    y = sum(t.box.cy for t in row) / len(row)
    slope = sum((t.box.cx - x) * (t.box.cy - y) for t in row) / sum((t.box.cx - x) ** 2 for t in row)
    return slope if abs(slope) < 0.05 else 0.0


def till_rows(texts: Sequence[Text]) -> Rows:
    """The goods of a till slip: one line a thing, or its name on one line and ``4窓 × 43,700  ¥174,800`` on the next."""
    found = Rows()
    pending: list[Text] = []
    last = ""
    for line in visual_rows(texts):
        raw = _SPACED.sub("", " ".join(t.raw for t in line).translate(NARROW).strip())
        above, last = last, raw
        counted = counting(raw) or _priced(above, raw)
        if counted is not None:
            _count(found, pending, line, counted)
            pending = []
            continue
        raw = _amount_apart(line, raw)
        end = _AMOUNT_AT_END.search(raw)
        if end and not raw[: end.start()].strip() and _is_taken_off(pending, yen_of(end["amount"])):
            words = " ".join(t.raw for t in pending)
            row = {"name": _name(words), "qty": None, "unit": None, "unit_price": None, "amount": yen_of(end["amount"])}
            found.add(row, {"name": pending[0], "amount": line[-1]})
            pending = []
            continue
        before = raw[: end.start()].strip() if end else raw
        if role_of(before)[0] in (Role.TOTAL, Role.SUBTOTAL, Role.TAX, Role.BASE) and (
            end or role_of(before)[1] >= 2.5
        ):
            if found.rows:
                break
            pending = []
            continue
        if end and _HANDED_OVER.search(before):
            if found.rows:
                break
            continue
        if _skipped(raw):
            pending = [] if not found.rows and not _CODE.match(raw) else pending
            continue
        if end and len(re.sub(r"[\W\d_]", "", before)) >= 2:
            name = line[0] if len(line) > 1 else _before(line[0], len(before))
            amount = yen_of(end["amount"])
            row = {"name": _name(before), "qty": None, "unit": None, "unit_price": None, "amount": amount}
            found.add(row, {"name": name, "amount": line[-1]})
            pending = []
            continue
        pending = line
    return found


def _is_taken_off(above: Sequence[Text], amount: int | None) -> bool:
    """Whether an amount alone on its line is what a till takes off by the words above it: 値引 over -20,000."""
    return amount is not None and amount < 0 and bool(_TAKEN_OFF.search(" ".join(t.raw for t in above).strip()))


def _amount_apart(line: Sequence[Text], raw: str) -> str:
    """`raw` with a space where an amount was read onto the model number in front of it: SET9 1,117,260."""
    text = line[-1]
    narrow = text.raw.translate(NARROW)
    glued = re.search(r"(?<=[A-Za-z])(\d{1,3})(?:,\d{3})+\D{0,2}$|(?<=[A-Za-z]\d)(\d{1,3})(?:,\d{3})+\D{0,2}$", narrow)
    if glued is None or text.line.char_x is None or not raw.endswith(narrow.strip()):
        return raw
    starts = range(glued.start(), glued.start() + len(glued[1] or glued[2]))
    at = max(starts, key=lambda i: text.x_at(i) - text.x_at(i - 1))
    before = raw[: len(raw) - len(narrow.strip())]
    return f"{before}{narrow[:at].strip()} {narrow[at:].strip()}"


def counting(raw: str) -> dict[str, Any] | None:
    """What ``4窓 × 43,700 ¥174,800`` or ``@12,800 x 2`` says; None for any other line."""
    first, second = _COUNT_FIRST.match(raw), _PRICE_FIRST.match(raw)
    if first is None and second is None:
        return None
    match = first or second
    if first is not None and second is not None:
        marked = re.match(r"^[(（]?\s*[@単¥￥羊]|^\D*\d{1,3},\d{3}", raw)
        match = second if marked else first
    assert match is not None
    price = yen_of(match["price"])
    if price is None:
        return None
    amount = yen_of(match["amount"]) if match["amount"] else None
    return {
        "qty": int(match["qty"]),
        "unit": match["unit"].strip(" .・") or None,
        "unit_price": price,
        "amount": amount,
    }


_PRICED = re.compile(
    rf"単価\s*[:：]?\s*@?\s*(?P<price>{_PRICE})\s*円?\s+(?P<amount>[¥￥羊\\]?\s?\d[\d,.]*)\s*円?\s*[内外込税]{{0,2}}"
)
_COUNT_AT_END = re.compile(r"(?:^|\s)(?P<qty>\d{1,4})\s?(?P<unit>[^\d\s,.\-%円]{1,2})$")


def _priced(above: str, raw: str) -> dict[str, Any] | None:
    """What ``単価14,200 28,400円`` says under a line that ends in how many there are, 2台, where these multiply."""
    match, count = _PRICED.fullmatch(raw), _COUNT_AT_END.search(above)
    if match is None or count is None:
        return None
    price, amount = yen_of(match["price"]), yen_of(match["amount"])
    if not _multiply(int(count["qty"]), price, amount):
        return None
    return {"qty": int(count["qty"]), "unit": count["unit"], "unit_price": price, "amount": amount}


def _count(found: Rows, pending: Sequence[Text], line: Sequence[Text], counted: dict[str, Any]) -> None:
    """A line with a count belongs to the name above it, or to the thing whose amount stands above already."""
    if pending:
        row = {"name": _name(" ".join(t.raw for t in pending)), **counted}
        found.add(row, {"name": pending[0], "qty": line[0], "amount": line[-1]})
    elif found.rows and found.rows[-1]["qty"] is None and counted["amount"] in (None, found.rows[-1]["amount"]):
        last = found.rows[-1]
        found.rows[-1] = {**last, **{k: v for k, v in counted.items() if v is not None}}
        found.cells[f"line_items[{len(found.rows) - 1}].qty"] = line[0]


def _skipped(raw: str) -> bool:
    return bool(
        _CODE.match(raw)
        or find_dates(raw)
        or find_phones(raw)
        or find_invoice_numbers(raw)
        or (_NO_GOODS.search(raw) and not _TAKEN_OFF.search(raw))
        or not re.search(r"[^\W\d_]", raw)
    )


def _before(text: Text, length: int) -> Text:
    return text.part(0, min(len(text.raw), max(1, length)))


def _name(raw: str) -> Any:
    return parse_cell("line_items", "name", re.sub(r"^\s*[※*]\s*|\s*[※*]\s*$", "", raw))


def unheaded_rows(texts: Sequence[Text]) -> Rows:
    """Rows of a table whose heading was not read: words, then numbers of which two multiply to the third."""
    found = Rows()
    right: float | None = None
    for line in visual_rows(texts):
        words, numbers = words_and_numbers(line)
        name = " ".join(t.raw for t in words)
        if role_of(name)[0] in (Role.TOTAL, Role.TAX, Role.SUBTOTAL, Role.BASE):
            if found.rows and role_of(name)[0] is not Role.SUBTOTAL:
                break
            continue
        product = product_in([yen_of(t.raw) for t in numbers]) if words else None
        if product is None:
            continue
        q, p, a = product
        if right is not None and abs(numbers[a].box.x1 - right) > 3 * numbers[a].box.height:
            continue
        right = numbers[a].box.x1
        unit = _unit_behind(words, numbers[q])
        body = [
            t for t in words if t is not unit and t.box.x0 < numbers[a].box.x0 and not re.search(r"[%％]\s*$", t.raw)
        ]
        if not body:
            continue
        row = {
            "name": _name(" ".join(t.raw for t in body)),
            "qty": yen_of(numbers[q].raw),
            "unit": unit.raw.strip() if unit else None,
            "unit_price": yen_of(numbers[p].raw),
            "amount": yen_of(numbers[a].raw),
        }
        cells = {"name": body[0], "qty": numbers[q], "unit_price": numbers[p], "amount": numbers[a]}
        found.add(row, cells | ({"unit": unit} if unit else {}))
    return found


_LISTED = re.compile(r"^\s*(?:[①-⑳]|[(（]\d{1,2}[)）])")
_QUANTITY = re.compile(r"(?<=\s)(?P<qty>\d{1,4})\s*(?P<unit>[^\d\s,.\-%]{1,3})\s*$")


def listed_rows(texts: Sequence[Text]) -> Rows:
    """Goods of a list in a letter: ``① 電源配線工事  1 式  37,600 円``, one below the other, without headings."""
    found = Rows()
    for line in visual_rows(texts):
        raw = re.sub(r"\s*円\s*$", "", " ".join(t.raw for t in line).translate(NARROW))
        end = _AMOUNT_AT_END.search(raw)
        if _LISTED.match(raw) is None or end is None:
            continue
        counted = _QUANTITY.search(raw[: end.start()])
        name = raw[: counted.start() if counted else end.start()]
        qty, unit = (int(counted["qty"]), counted["unit"]) if counted else (None, None)
        row = {"name": _name(name), "qty": qty, "unit": unit, "unit_price": None, "amount": yen_of(end["amount"])}
        found.add(row, {"name": line[0], "amount": line[-1]})
    return found


def product_in(values: Sequence[int | None]) -> tuple[int, int, int] | None:
    """Where in `values` quantity, unit price and amount stand: two that multiply to a third; None where none do.

    The rightmost number is the amount where it can be, and the smaller factor the quantity.
    """
    for a in reversed(range(len(values))):
        for q in range(len(values)):
            for p in range(len(values)):
                if (
                    len({q, p, a}) == 3
                    and _multiply(values[q], values[p], values[a])
                    and abs(values[q] or 0) <= abs(values[p] or 0)
                ):
                    return q, p, a
    return None


def _multiply(q: int | None, p: int | None, a: int | None) -> bool:
    return q is not None and p is not None and a is not None and 0 < q < 10000 and q * p == a and abs(a) >= 100


def _unit_behind(words: Sequence[Text], count: Text) -> Text | None:
    """The unit printed right of a quantity."""
    near = [t for t in words if t.box.x0 - count.box.x1 + 0.3 * count.box.height >= 0 and len(t.raw.strip()) <= 3]
    nearest = min(near, key=lambda t: t.box.x0, default=None)
    return nearest if nearest is not None and not re.search(r"[%％]", nearest.raw) else None


def words_and_numbers(line: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """The texts of a row that are words, and those that are numbers; ``12台`` is one of each."""
    words: list[Text] = []
    numbers: list[Text] = []
    for text in line:
        narrow = text.raw.translate(NARROW)
        counted = re.fullmatch(r"\s*(\d{1,4})\s*([^\d\s,.\-%]{1,2})\s*", narrow)
        if counted:
            numbers.append(text.part(counted.start(1), counted.end(1)))
            words.append(text.part(counted.start(2), counted.end(2)))
        elif (priced := re.fullmatch(r"\s*(\d{1,3})\s*([¥@][\d,.]+)\s*", narrow)) is not None:
            numbers += [text.part(*priced.span(1)), text.part(*priced.span(2))]
        elif re.fullmatch(r"[\s¥@▲△\-−\d,.]+円?", narrow) and yen_of(text.raw) is not None:
            numbers.append(text)
        else:
            words.append(text)
    return words, numbers

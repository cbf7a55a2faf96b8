"""What warranties say without a label of its own: maker and thing beside the title, thing and model in one, the maker at the
foot."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.makermodels import MAKERS
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.values.company import is_company, parse_company
from models.values.phone import find_phones

_THING = re.compile(r"(?=.*[ァ-ヺ一-龠]{3})[^\d:：。、]{3,25}")
_BOTH = re.compile(r"(?:商品|製品|機器|機種|品)名?[・/](?:型[番式名]|品番|形[名式])")
_THING_THEN_MODEL = re.compile(r"\s*(?P<thing>.*[^\x00-\x7f])\s+(?P<model>[A-Z][A-Z0-9\-/]*\d[A-Z0-9\-/]*)\s*")
DESK = re.compile(
    r"(?P<head>.*?\S)[\s・]*(?:保証|修理|アフター|お客\s?[様さ]ま?|カスタマー?|ご?相談|お?問い?合わ?せ|サービス|サポート|コール|コンタクト|受付|登録)+"
    r"(?:センター|窓口|相談室|室|係|デスク)"
)
"""A company with its desk behind it, which makes nothing: 東都電機 保証受付センター, 東都電機お客様相談室."""


def by_title(layout: Layout) -> dict[str, Region]:
    """Maker and thing of the line beside or over the title, which a known maker begins: 保証書 コロナ自然冷媒ヒートポンプ給湯機."""
    title = next((t for t in layout.texts if t.plain[0].endswith("保証書") and not t.line.vertical), None)
    for text in layout.texts if title is not None else ():
        plain, origin = text.plain
        maker = next((m for m in MAKERS if plain.startswith(m) and len(plain) > len(m) + 2), None)
        if title is None or maker is None or text is title or not _near_title(title, text) or is_company(text.raw):
            continue
        start = origin[len(maker)]
        thing = text.part(start + len(text.raw[start:]) - len(text.raw[start:].lstrip(" 　・")))
        if _THING.fullmatch(thing.raw) and "保証" not in thing.raw:
            return {"manufacturer": _region(text.part(0, start)), "equipment_type": _region(thing)}
    behind = [t for t in layout.texts if title is not None and _behind(title, t) and _THING.fullmatch(t.raw.strip())]
    if len(behind) == 1 and not re.search("保証|修理|控|書|様|会社", behind[0].raw):
        return {"equipment_type": _region(behind[0])}
    return {}


def _behind(title: Text, text: Text) -> bool:
    """Whether a text stands close behind the title on its row."""
    return same_row(title.box, text.box) and 0 <= text.box.x0 - title.box.x1 < 2 * title.box.height


def _near_title(title: Text, text: Text) -> bool:
    return text.cell is None and abs(text.box.cy - title.box.cy) < 2 * title.box.height


def thing_and_model(layout: Layout) -> dict[str, Region]:
    """Thing and model that stand as one under a label for both: 商品名・型番 家庭用生ごみ処理機 SLW01."""
    for label in layout.texts:
        if not _BOTH.fullmatch(label.plain[0]):
            continue
        hit = Hit(label, label.box, None, label.raw)
        for region in (layout.beside(hit), layout.below(hit)):
            found = _THING_THEN_MODEL.fullmatch(region.texts[0].raw) if region is not None and region.texts else None
            if region is not None and found is not None and len(region.texts) == 1:
                text = region.texts[0]
                thing, model = text.part(*found.span("thing")), text.part(*found.span("model"))
                return {"equipment_type": _region(thing), "model": _region(model)}
    return {}


_MODEL_AND_SERIAL = re.compile(
    r"(?:型[番式名]|品番|形[名式]|機種名?)[/・](?:s・?/?n(?:o・?)?|シリアル(?:番号|no・?|ナンバー)?|製造?番号?|機番)",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\s*(?P<model>[A-Z][A-Z0-9\-]*\d[A-Z0-9\-]*)\s*[/／・]\s*(?P<serial>[A-Z0-9][A-Z0-9\-]*\d[A-Z0-9\-]*)\s*"
)


def model_and_serial(layout: Layout) -> dict[str, Region]:
    """Model and serial number that stand as one under a label for both: 型番/S.No. VSG3-666CN7 / 4H0291556."""
    for label in layout.texts:
        if not _MODEL_AND_SERIAL.fullmatch(label.plain[0]):
            continue
        beside = layout.beside(Hit(label, label.box, None, label.raw))
        found = _TWO.fullmatch(beside.texts[0].raw) if beside is not None and len(beside.texts) == 1 else None
        if beside is not None and found is not None:
            text = beside.texts[0]
            return {
                "model": _region(text.part(*found.span("model"))),
                "serial_number": _region(text.part(*found.span("serial"))),
            }
    return {}


_FOOT = 0.75
"""From this share of the page's height on."""


def at_foot(layout: Layout, shop: str) -> Region | None:
    """The maker: the one company alone on its line at the foot, with no telephone, where the shop is another."""
    foot = _FOOT * layout.page.geometry.height
    lines = [t for t in layout.texts if t.box.cy > foot and t.cell is None and is_company(t.raw) and len(t.raw) <= 25]
    names = [
        t for t in lines if not find_phones(t.raw) and not re.search(r"[。、:：]", t.raw) and not _shares_row(layout, t)
    ]
    if len(names) != 1 or not shop or parse_company(names[0].raw) == shop:
        return None
    return _region(names[0])


def _shares_row(layout: Layout, text: Text) -> bool:
    return any(t is not text and same_row(t.box, text.box) and t.line.score > 0.8 for t in layout.texts)


def under_caption(layout: Layout, captions: Collection[str]) -> Region | None:
    """The thing in the frame of its caption, 商品名 small over 蓄電池システム; None where the frame holds more."""
    for label in layout.texts:
        if label.cell is None or fold(label.raw) not in captions:
            continue
        others = [t for t in layout.texts if t.cell == label.cell and t is not label]
        if len(others) == 1 and not is_any_label(others[0].raw):
            return _region(others[0])
    return None


def begins_with_caption(raw: str) -> bool:
    """Whether what was taken is the next frame's caption with its entry: 型名 CB-LMP98A."""
    first, *rest = raw.split()
    return bool(rest) and is_any_label(first)


def _region(text: Text) -> Region:
    return Region((text,), text.box, None)

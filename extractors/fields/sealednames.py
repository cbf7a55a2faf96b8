"""Whether a seal stands on the end of a company's name, so that its last characters may be hidden or the seal's own.

Companies stamp their square seal over the end of their name. What lies under it is lost now and then, by every engine
alike: 株式会社まどリノ for 株式会社まどリノベ. A name that ends as names of trades do (電機, 設備, ホーム) is whole all the same.
"""

from __future__ import annotations

import re

import numpy as np

from extractors.fields.entries import Sheet
from extractors.fields.layout import Region, Text
from extractors.fields.tradenames import FORM
from extractors.imaging.colour import flat_ink
from extractors.reading import clipped
from models.documents import Corroboration, Field
from models.geometry import Box

_DOUBT = Corroboration(
    kind="under_seal",
    supports=False,
    reason_ja="社名の終わりに印影があるため、末尾の文字が隠れていないか確かめてください",
)
_WHOLE = re.compile(
    r"(?:会社|法人|組合|商店|工務店|電[機器気設工業]|でんき|設備|住設|建設|工業|産業|商[会事]|[支商本]店|営業所|センター|ストア|ガス|プロパン|石油|燃料|ホーム|ソーラー|住[建宅]|建[築材]|サッシ"
    r"|硝子|ガラス|アルミ|水道|サービス|リフォーム|空調|冷[熱暖]|熱機|管工|塗装|板金|製作所|工業所|テクノス?|テック|エンジニアリング|エネルギー|エナジー|ハウジング|システム|機[械工]|技研|工房|製麺所|食品)$"
)
_INK = 0.05
"""More ink than this right behind a name is no dust."""


_SEAL_FROM = 3
"""So many letters behind a name that stand in it already are no chance."""


def seal_begins(raw: str) -> int | None:
    """Where behind a company's name begins what was read of its seal, which says the same letters again in columns: 木社有
    in 有限会社山辺木工所木社有. None where nothing stands there: 株式会社大和和大建設, 社会福祉法人みすず福祉会."""
    name = raw.rstrip()
    start = next((i for i in range(6, len(name)) if set(name[i:]) <= set(name[:i])), len(name))
    tail = name[start:]
    if len(tail) < _SEAL_FROM or not re.search("[株式会社有限合同]", tail) or re.search("会社|法人", tail):
        return None
    return start if re.search(FORM, name[:start]) and tail not in name[:start] else None


def doubt_sealed_end(sheet: Sheet, region: Region, field: Field) -> None:
    """Write down at `field`, the name at `region`, that a seal may hide its end; nothing where the name is surely whole."""
    if not isinstance(field.value, str) or _WHOLE.search(field.value) or _DOUBT in field.corroborations:
        return
    if region.texts and _something_behind(sheet, region.texts[-1]):
        field.corroborations = [*field.corroborations, _DOUBT]
        field.exact = False


def _something_behind(sheet: Sheet, name: Text) -> bool:
    box, height = name.box, name.box.height
    end = Box(x0=box.x1 - 0.4 * height, y0=box.y0, x1=box.x1 + 1.2 * height, y1=box.y1)
    others = (
        t for t in sheet.layout.texts if t.line is not name.line and t.box.intersection(name.box) < 0.8 * t.box.area
    )
    if any(t.box.intersection(end) > 0.1 * height * height for t in others):
        return True
    behind = Box(x0=box.x1 + 0.15 * height, y0=box.y0 + 2, x1=box.x1 + 1.1 * height, y1=box.y1 - 2)
    area = clipped(behind, sheet.page.image)
    part = sheet.page.image[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)]
    return bool(min(part.shape[:2]) > 4 and (flat_ink(np.ascontiguousarray(part)) > 0).mean() > _INK)

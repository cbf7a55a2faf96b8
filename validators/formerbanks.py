"""Banks that merged or changed their name: what a passbook of then is worth today.

The list of banks (zengin-code) knows today's institutions only, and no branch that was closed. So the names of then stand
here, with the last day on which they were in use and what became of them. Rows: mergers and new names that the banks
announced; a name whose last day is None is known to be gone from the list, its day is not. Branches and account numbers
mostly live on under the new name, often with another branch code: :func:`validators.banks.moved_branches` looks them up,
and a person asks for a new passbook where it finds none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Former(NamedTuple):
    """`successors`: names of today, as the list writes them in full; several where the business was divided."""

    name: str
    until: date | None
    successors: tuple[str, ...]


def _gone(until: str | None, *names: str, to: str | tuple[str, ...]) -> list[Former]:
    day = date.fromisoformat(until) if until else None
    return [Former(name, day, (to,) if isinstance(to, str) else to) for name in names]


FORMER: tuple[Former, ...] = (
    # new names
    *_gone(None, "住信SBIネット銀行", to="ドコモSMTBネット銀行"),
    *_gone("2021-04-04", "ジャパンネット銀行", to="PayPay銀行"),
    *_gone("2023-01-03", "新生銀行", to="SBI新生銀行"),
    *_gone("2020-02-08", "じぶん銀行", to="auじぶん銀行"),
    *_gone("2018-03-31", "三菱東京UFJ銀行", "東京三菱UFJ銀行", to="三菱UFJ銀行"),
    *_gone("2013-03-31", "熊本ファミリー銀行", to="熊本銀行"),
    # mergers since 2018: papers of the last years still carry these names
    *_gone("2025-12-31", "八十二銀行", "長野銀行", to="八十二長野銀行"),
    *_gone(None, "福邦銀行", to="福井銀行"),
    *_gone("2024-12-31", "青森銀行", "みちのく銀行", to="青森みちのく銀行"),
    *_gone("2024-12-31", "愛知銀行", "中京銀行", to="あいち銀行"),
    *_gone("2021-04-30", "三重銀行", "第三銀行", to="三十三銀行"),
    *_gone("2020-12-31", "第四銀行", "北越銀行", to="第四北越銀行"),
    *_gone("2020-09-30", "十八銀行", "親和銀行", to="十八親和銀行"),
    *_gone("2019-12-31", "徳島銀行", "大正銀行", to="徳島大正銀行"),
    *_gone("2019-03-31", "近畿大阪銀行", "関西アーバン銀行", to="関西みらい銀行"),
    *_gone("2018-04-30", "東京都民銀行", "八千代銀行", "新銀行東京", to="きらぼし銀行"),
    *_gone("2019-07-21", "静岡信用金庫", "焼津信用金庫", to="しずおか焼津信用金庫"),
    *_gone("2019-06-23", "島田信用金庫", "掛川信用金庫", to="島田掛川信用金庫"),
    *_gone("2019-01-20", "浜松信用金庫", "磐田信用金庫", to="浜松磐田信用金庫"),
    *_gone("2018-01-21", "宮崎信用金庫", "都城信用金庫", to="宮崎第一信用金庫"),
    # earlier ones: on old passbooks that are still in use
    *_gone("2017-12-31", "札幌信用金庫", "北海信用金庫", "小樽信用金庫", to="北海道信用金庫"),
    *_gone("2013-06-30", "みずほコーポレート銀行", to="みずほ銀行"),
    *_gone("2012-09-17", "岐阜銀行", to="十六銀行"),
    *_gone("2010-04-30", "池田銀行", "泉州銀行", to="池田泉州銀行"),
    *_gone("2010-02-28", "びわこ銀行", to="関西みらい銀行"),
    *_gone("2010-02-28", "関東つくば銀行", "茨城銀行", to="筑波銀行"),
    *_gone("2007-05-06", "殖産銀行", "山形しあわせ銀行", to="きらやか銀行"),
    *_gone("2005-12-31", "東京三菱銀行", "UFJ銀行", to="三菱UFJ銀行"),
    *_gone("2004-09-30", "西日本銀行", "福岡シティ銀行", to="西日本シティ銀行"),
    *_gone("2004-04-30", "広島総合銀行", "せとうち銀行", to="もみじ銀行"),
    *_gone("2003-02-28", "あさひ銀行", to=("りそな銀行", "埼玉りそな銀行")),
    *_gone("2003-02-28", "大和銀行", to="りそな銀行"),
    *_gone("2002-03-31", "第一勧業銀行", "富士銀行", "日本興業銀行", to="みずほ銀行"),
    *_gone("2002-01-14", "三和銀行", "東海銀行", to="三菱UFJ銀行"),
    *_gone("2001-03-31", "さくら銀行", "住友銀行", to="三井住友銀行"),
)

#: Names in use after this day are read as the bank of today wherever a bank is looked up by name; older ones are only
#: explained, because many are short and like the names of other banks.
STILL_READ = date(2018, 1, 1)

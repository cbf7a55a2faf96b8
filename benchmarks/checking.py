"""How fast is a check, and the search for duplicates?  python -m benchmarks.checking DATA [--cases 100000] [--database URL]

An office of `--cases` cases is made in DATA (once): their keys and profiles, as the checks leave them, without papers,
for nothing else is touched by the search; a twentieth of them share one dealer's account and address. Then it tells how
long it takes to check a case of ten papers, to find a case's like among all and a dealer's, and to add up what all earlier
arrivals ask for (a budget first come, first served). (`bigoffice.py`
makes an office with papers and fields, for the review room.)
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.db import connection, transaction

import programmes
import storage
from benchmarks.bigoffice import invented
from models.checks import Mark, Marks, Profile
from models.documents import Stage
from models.findings import FieldRef
from models.programmes.money import Budget
from storage.settings import Settings
from tests.validators.cases import individual, scanned
from validators import duplicates
from validators.checks import against, check_case
from validators.evidence import Certainty

BATCH = 2000
#: One case in so many is the dealer's.
DEALER = 20
_DEALER = {"account_number": "7654321", "address": "東京都新宿区西新宿2-8-1", "phone": "0312345678"}


def profiles(cases: int, seed: int) -> Iterator[Profile]:
    """The profiles of as many applicants, in order of arrival."""
    rng = random.Random(seed)
    for n in range(cases):
        values = {k: str(v) for k, v in invented(rng, "新宿区").items()} | {"serial_number": f"N{n:08d}"}
        if n % DEALER == 0:
            values |= _DEALER
        values |= {"bank_name": "みずほ銀行", "branch_code": "064", "manufacturer": "三菱電機"}

        def marks(position: int, *keys: str, values: dict[str, str] = values) -> Marks:
            return {
                key: Mark(
                    ref=FieldRef(document=position, key=key), texts=(values[key],), certainty=int(Certainty.STRONG)
                )
                for key in keys
            }

        person = ("applicant_name", "applicant_kana", "postal_code", "address", "phone", "model", "manufacturer")
        yield Profile(
            programme_id="shinjuku-ecohome",
            stage=Stage.APPLY,
            fiscal_year=2025,
            applicant=marks(0, *person),
            account=marks(4, "bank_name", "branch_code", "account_number"),
            equipment=(marks(2, "serial_number", "manufacturer", "model"),),
            receipts=(marks(1, "document_number", "issue_date", "total_amount"),),
        )


def fill(cases: int, seed: int) -> None:
    """Make what is missing of `cases` cases."""
    from storage import models as db

    there = db.Case.objects.count()
    at = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
    rows: list[tuple[int, Profile]] = []
    for number, profile in enumerate(profiles(cases, seed), 1):
        if number > there:
            rows.append((number, profile))
        if len(rows) == BATCH or (rows and number == cases):
            with transaction.atomic():
                envelopes = db.Envelope.objects.bulk_create(
                    db.Envelope(key=f"big-{n}", sequence=n, number=f"R7-{n:06d}", arrived_at=at) for n, _ in rows
                )
                made = db.Case.objects.bulk_create(
                    db.Case(
                        receipt_number=e.number,
                        envelope=e,
                        part=0,
                        sequence=e.sequence,
                        programme_id="shinjuku-ecohome",
                        check_due=False,
                        applied_amount=98_000,
                        profile=p.model_dump(mode="json"),
                    )
                    for e, (_, p) in zip(envelopes, rows, strict=True)
                )
                db.CaseKey.objects.bulk_create(
                    db.CaseKey(case=case, kind=k.kind, key=k.key, sequence=case.sequence, part=0)
                    for case, (_, p) in zip(made, rows, strict=True)
                    for k in duplicates.keys(p)
                )
            rows = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def times(work: Callable[[int], object], numbers: Sequence[int]) -> str:
    """Median and worst of `work` over `numbers`, wall and CPU, in milliseconds."""
    wall, cpu = [], []
    for n in numbers:
        started, spent = time.perf_counter(), time.process_time()
        work(n)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - spent))
    return f"median {statistics.median(wall):.1f} ms (CPU {statistics.median(cpu):.1f}), worst {max(wall):.1f} ms"


def main() -> None:
    given = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    given.add_argument("data", type=Path, help="data folder of the installation to make or to use")
    given.add_argument("--cases", type=int, default=100_000)
    given.add_argument("--database", default="", help="postgresql://…; left out: SQLite in the data folder")
    given.add_argument("--seed", type=int, default=1)
    options = given.parse_args()
    storage.setup(Settings(data_dir=options.data, database_url=options.database))
    storage.migrate()
    from storage import alike, budgets
    from storage import models as db

    programme = programmes.load()["shinjuku-ecohome"]
    case = individual(scanned)
    case.documents += [d.model_copy(deep=True) for d in individual(scanned).documents[1:5]]
    check_case(case, programme)  # dictionaries are loaded once
    print(f"check of {len(case.documents)} papers: {times(lambda _: check_case(case, programme), range(20))}")

    started = time.monotonic()
    fill(options.cases, options.seed)
    print(f"{db.Case.objects.count():,} cases, {db.CaseKey.objects.count():,} keys, {time.monotonic() - started:.0f} s")
    checked = check_case(case, programme)
    ids = dict(db.Case.objects.values_list("sequence", "pk"))
    rng = random.Random(options.seed)
    top = max(ids)

    def find(number: int) -> None:
        row = db.Case.objects.get(pk=ids[number])
        keys = duplicates.keys(Profile.model_validate(row.profile))
        against(checked, programme, alike.earlier_with_keys(row.pk, keys))
        alike.later_with_keys(row, keys)

    own = [n for n in rng.sample(range(top // 2, top), 60) if (n - 1) % DEALER][:40]
    shop = [n for n in range(top // 2, top) if (n - 1) % DEALER == 0][:40]
    print(f"find and compare a case's like:   {times(find, own)}")
    print(f"the same for one of the dealer's: {times(find, shop)}")
    spent = programme.model_copy(update={"budget": Budget(amount=options.cases * 98_000, first_come=True)})
    print(f"what earlier arrivals ask for:    {times(lambda n: budgets.applied_before(ids[n], spent), own)}")


if __name__ == "__main__":
    main()

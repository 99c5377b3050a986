"""`python -m tests.bench.petitions`: DIGIT's load shape at growing stores; the status tells whether all holds.

The store is kept in `var/bench/petitions` and grows from one size to the next, so each size can also be
filled and measured by itself.
"""

import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy.local.home import Home
from deploy.local.postgres import LocalPostgres, for_a_city
from deploy.migrations import BACKBONE, SERVICE
from deploy.migrations.upgrading import upgrade
from shared import logging
from tests.bench.petitions.measuring import measured
from tests.bench.petitions.place import Place
from tests.bench.report import OUT

SIZES = (0, 100_000, 300_000, 500_000, 1_000_000)
SECONDS = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill and measure; answers 1 when a bar does not hold."""
    asked = _asked(arguments)
    OUT.mkdir(parents=True, exist_ok=True)
    folder = OUT / "petitions"
    if asked.sizes[0] == 0 and not asked.measure:
        shutil.rmtree(folder, ignore_errors=True)
    with (OUT / "log.jsonl").open("a", encoding="utf-8") as log:
        logging.configure("WARNING", log)
        server = LocalPostgres(folder / "postgres", for_a_city())
        try:
            url = server.ensure_database("petitions")
            upgrade(url, (*SERVICE, *BACKBONE))
            return _run(Place(url, Home(folder)), asked)
        finally:
            server.stop()


def _run(place: Place, asked: Namespace) -> int:
    held = True
    for size in asked.sizes:
        if not asked.measure:
            place.grow(size, lambda line: print(line, flush=True))
        if not asked.fill:
            burst = size == max(SIZES) or asked.burst
            for result in measured(place, seconds=asked.seconds, burst=burst):
                result.publish()
                held = held and result.holds
    return 0 if held else 1


def _asked(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench.petitions", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(SIZES), help="existing appeals"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    parser.add_argument("--fill", action="store_true", help="only fill")
    parser.add_argument("--measure", action="store_true", help="only measure what is filled")
    parser.add_argument("--burst", action="store_true", help="the burst at every size")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

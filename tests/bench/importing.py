"""A roster taken in over HTTP: a real server, a real .xlsx, views and policies at work beside it.

The reference is reading the same file and nothing else: no rules, no seal, no log.
"""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter

from python_calamine import CalamineWorkbook

from deploy.sample.million import members
from tests.bench import district
from tests.bench.report import Result, in_turn, rss_mb

ROUNDS = 3
ROWS = 5_000
SEED = 430111
BAR = 1_500.0


def run(rounds: int = ROUNDS, rows: int = ROWS) -> list[Result]:
    """Import another roster in each round, and read it."""
    with district.running() as running:
        people = members(rounds * rows, SEED, district.BRANCHES)
        rosters = [running.roster(list(islice(people, rows)), f"{n}.xlsx") for n in range(rounds)]
        ours, reading = in_turn(rounds, _importing(running, rosters, rows), _reading(rosters, rows))
    return [
        Result(
            "roster-import", ours, "rows/s", "reading the sheet alone", reading, ours / reading,
            f"≥ {BAR:,.0f} rows/s", ours >= BAR, rss_mb=rss_mb(),
        )
    ]  # fmt: skip


def _importing(running: district.District, rosters: list[Path], rows: int) -> Callable[[], float]:
    remaining = iter(rosters)

    def take_in() -> float:
        roster = next(remaining)
        began = perf_counter()
        tally = running.take_in(roster)
        seconds = perf_counter() - began
        assert tally["imported"] == rows, tally
        running.catch_up()  # the next round starts with nothing left to do
        return rows / seconds

    return take_in


def _reading(rosters: list[Path], rows: int) -> Callable[[], float]:
    def read() -> float:
        began = perf_counter()
        sheets = CalamineWorkbook.from_path(str(rosters[0]))
        found = sum(len(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names)
        seconds = perf_counter() - began
        assert found >= rows
        return rows / seconds

    return read

"""The bench of appeals at a size that proves nothing but that it still runs."""

from pathlib import Path

import pytest

from deploy.local.home import Home
from tests.bench import report
from tests.bench.load import Load
from tests.bench.petitions.measuring import BURST, _burst, measured
from tests.bench.petitions.place import Place


@pytest.mark.slow
def test_lifecycles_run_beside_appeals_that_were_filled_in(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "OUT", tmp_path)
    place, told = Place(database_url, Home(tmp_path)), list[str]()
    place.grow(20, told.append)
    place.grow(30, told.append)
    filled, *projected = map(_events, told[len(told) // 2 :])
    assert projected == [filled] * len(projected), "what was filled in is taken up, nothing twice"

    found = {each.name: each for each in measured(place, seconds=1.0, burst=True)}

    assert set(found) == {f"petitions-{name}-30" for name in ("rate", "p95", "burst")}
    assert found["petitions-rate-30"].measured > 0
    assert set(found["petitions-p95-30"].percentiles) == {"create", "assign", "resolve", "search"}
    assert found["petitions-burst-30"].measured == 0


def _events(line: str) -> int:
    """How many events a line of the filling tells of."""
    return int(line.partition(": ")[2].partition(" events")[0])


def test_an_error_in_the_burst_fails_it() -> None:
    failed = _burst(0, Load(sum(BURST) - 1, 7.0, {}, ["Failed: create: 503"]))
    assert (failed.measured, failed.holds) == (1.0, False)

"""What is measured at one size, and the bars."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import cycle
from statistics import quantiles

from tests.bench import report
from tests.bench.load import Begin, Load, flat_out, paced
from tests.bench.petitions.lifecycle import Resident
from tests.bench.petitions.place import ROLES, Place
from tests.bench.report import Result, rss_mb
from tests.bench.served import addresses, token

RATE_BAR, SHARE_BAR, P95_BAR = 60.0, 0.8, 150.0
"""Lifecycles a second; of the empty store's; milliseconds."""
PACE = 20.0
BURST = (1, 15, 1, 25, 2, 35, 10)
"""Lifecycles begun a second, one after the other: DIGIT's own shape."""
AT_ONCE, WAITING = 12, 60
"""Residents who go flat out; and who stand ready to begin at a pace."""


def measured(place: Place, *, seconds: float, burst: bool) -> list[Result]:
    """Serve, warm up, measure."""
    size = place.filled
    with place.served.serving(ROLES) as parts:
        begin = residents(place, addresses(parts))
        flat_out(begin, AT_ONCE, seconds / 5)
        full = flat_out(begin, AT_ONCE, seconds)
        even = paced(begin, WAITING, (PACE,), seconds)
        found = [*_rates(size, full), _p95(size, even)]
        if burst:
            found.append(_burst(size, paced(begin, WAITING, BURST, seconds / 2)))
        return found


def residents(place: Place, fronts: Sequence[str]) -> Begin:
    """Each takes the next address, as behind a balancer."""
    known: Callable[[str, str], str] = cache(partial(token, place.home))
    taken = cycle(fronts)
    return lambda: Resident(next(taken), known)


def _rates(size: int, load: Load) -> list[Result]:
    name, rate, memory = f"petitions-rate-{size}", load.rate, rss_mb()
    held = rate >= RATE_BAR and not load.failures
    found = [
        Result(name, rate, "lifecycles/s", "the bar", RATE_BAR, rate / RATE_BAR,
               f"≥ {RATE_BAR:.0f} lifecycles/s, no error", held, _p95s(load), memory)
    ]  # fmt: skip
    empty = report.OUT / "petitions-rate-0.json"
    if size and empty.exists():
        first = float(json.loads(empty.read_text(encoding="utf-8"))["measured"])
        found.append(
            Result(f"petitions-share-{size}", rate, "lifecycles/s", "empty store", first, rate / first,
                   f"ratio ≥ {SHARE_BAR}", rate >= SHARE_BAR * first, {}, memory)
        )  # fmt: skip
    return found


def _p95(size: int, load: Load) -> Result:
    each = _p95s(load)
    worst = max(each.values())
    held = worst <= P95_BAR and not load.failures
    return Result(
        f"petitions-p95-{size}", worst, "ms", "the bar", P95_BAR, worst / P95_BAR,
        f"p95 of each request ≤ {P95_BAR:.0f} ms at {PACE:.0f}/s", held, each, rss_mb(),
    )  # fmt: skip


def _burst(size: int, load: Load) -> Result:
    errors, whole = len(load.failures), load.done + len(load.failures)
    shape = "→".join(map(str, BURST))
    return Result(
        f"petitions-burst-{size}", errors, "errors", "lifecycles", whole, errors / whole,
        f"none in {shape} a second", not errors, _p95s(load), rss_mb(),
    )  # fmt: skip


def _p95s(load: Load) -> dict[str, float]:
    """The 95th percentile of each request, milliseconds."""
    return {
        name: round(quantiles(taken, n=20, method="inclusive")[-1], 1)
        for name, taken in load.milliseconds.items()
        if len(taken) > 1
    }

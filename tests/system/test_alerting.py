"""The real Prometheus on a running service: its relay stops, the alerts fire; it comes back, they clear."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.prometheus import RULES, LocalPrometheus, Target
from shared.clock import monotonic_seconds
from tests.support import prometheus
from tests.support.running_membership import running
from tests.support.running_service import Running
from tests.support.yuhua_district import settle

LONG = 60.0
pytestmark = pytest.mark.slow


def hasty_rules(folder: Path) -> list[Path]:
    """The city's own rules, with no patience: a lag of a second is too much, and at once."""
    hasty = []
    for rules in RULES.glob("*.yml"):
        text = re.sub(r"^ +for: .*\n", "", rules.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path = folder / rules.name
        path.write_text(re.sub(r"(_lag_seconds.*)vector\(60\)", r"\1vector(1)", text))
        hasty.append(path)
    return hasty


@pytest.fixture
def watcher(tmp_path: Path) -> Iterator[LocalPrometheus]:
    prometheus.programs()
    with LocalPrometheus(tmp_path, interval="200ms", rules=hasty_rules(tmp_path)) as found:
        yield found


def until(condition: Callable[[], bool]) -> bool:
    """Ask Prometheus until it is so."""
    end = monotonic_seconds() + LONG
    while not (so := condition()) and monotonic_seconds() < end:
        pass
    return so


def target(process: Running, role: str) -> Target:
    return Target(process.address.removeprefix("http://"), "membership", role)


def test_a_relay_that_stops_is_noticed_and_its_return_as_well(
    database_url: str, tmp_path: Path, watcher: LocalPrometheus
) -> None:
    def firing(name: str) -> bool:
        return name in prometheus.firing(watcher.address)

    def lag() -> float:
        asked = prometheus.asked(watcher.address, "subscription:lag_events:max")
        return asked.get("membership.relay", -1.0)

    with running(database_url, tmp_path, "api") as api:
        with running(database_url, tmp_path, "relay") as relay:
            watcher.watch([target(api, "api"), target(relay, "relay")])
            district = settle(api)
            assert until(lambda: lag() == 0)
            assert not firing("RelayLag")

        district.member(1)
        assert until(lambda: firing("RelayLag")), "the other process of the service tells of it"
        assert firing("ProcessDown")
        assert lag() > 0

        with running(database_url, tmp_path, "relay") as relay:
            watcher.watch([target(api, "api"), target(relay, "relay")])
            assert until(lambda: not prometheus.firing(watcher.address)), "told, and so cleared"
            assert lag() == 0

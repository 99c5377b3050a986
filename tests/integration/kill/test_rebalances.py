"""Parts dealt out anew every three seconds under load: each message counts once, and is worked on once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from shared.clock import monotonic_seconds
from tests.integration.kill.journal import Journal
from tests.integration.kill.kafka_journey import KafkaJourney
from tests.integration.kill.test_kafka import (
    CONSUMER,
    LONG,
    SHORT,
    ask_to_end,
    until_complete,
)
from tests.support.kafka import TestKafka
from tests.support.supervisor import Supervisor

EVERY_SECONDS, PACE_SECONDS, AT_ONCE, STREAMS = 3.0, 0.1, 10, 21
"""A hundred events a second, as far as the machine gets on."""


@pytest.fixture
def journey(database_url: str, kafka: TestKafka) -> Iterator[KafkaJourney]:
    with KafkaJourney(database_url, kafka) as journey:
        yield journey


def load(journey: KafkaJourney, supervisor: Supervisor, working: Sequence[int]) -> None:
    """Append at an even pace until the parts are to be dealt out again; nobody ends meanwhile."""
    until = monotonic_seconds() + EVERY_SECONDS
    while monotonic_seconds() < until:
        journey.append(AT_ONCE, streams=STREAMS)
        assert supervisor.ended(working, PACE_SECONDS) == {}


@pytest.mark.parametrize("visits", [pytest.param(2, marks=SHORT), pytest.param(20, marks=LONG)])
def test_whoever_comes_and_goes_every_three_seconds_takes_part_and_doubles_nothing(
    journey: KafkaJourney,
    supervisor: Supervisor,
    visits: int,
    tmp_path: Path,
    finding: Callable[[str], None],
) -> None:
    """Each coming and each going deals the parts out anew among those who stay."""
    told = {**journey.place, "journal": str(tmp_path / "journal")}
    stays = supervisor.start(CONSUMER, journey.url, more=told)
    came = []
    with journey.relaying():
        for _ in range(visits):
            came.append(supervisor.start(CONSUMER, journey.url, more=told))
            load(journey, supervisor, [stays, came[-1]])
            ask_to_end(supervisor, came[-1])
            load(journey, supervisor, [stays])
        until_complete(journey, supervisor, stays)
    ask_to_end(supervisor, stays)

    worked = Journal.read(tmp_path / "journal")
    finding(
        f"dealt out anew {2 * visits} times, every {EVERY_SECONDS:.0f} s under load:"
        f" {len(journey.expected())} events each once in the view; {worked.found}"
    )
    assert worked.workers == {stays, *came}, "each was dealt a part and worked on it"
    assert worked.nothing_was_run_again
    assert journey.arrived_whole()

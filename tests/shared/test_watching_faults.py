"""What is told of a service while something is away, or fails again and again."""

import pytest
from sqlalchemy import Engine

from shared.database import Pool
from shared.messaging.promise import POSITION_LOST_PAGE
from shared.metrics import Metrics
from shared.subscription.progress import Progress, State
from shared.subscription.projector import Projector
from shared.subscription.standing import Observer
from shared.watching import Watching
from tests.shared.test_watching import HERE, LAG, LATE, LONG, Run, engine, observing, run
from tests.support.sample import Sample, messages
from tests.support.scraping import samples
from tests.support.sources import ListSource

__all__ = ["engine", "observing", "run"]


class Silent:
    """The ends of a topic, which Kafka does not tell."""

    def heads(self) -> dict[str, int]:
        raise ConnectionError("Kafka is away")

    begins = heads


def test_what_answers_is_told_although_another_source_is_silent(
    engine: Engine, observing: Pool, run: Run
) -> None:
    """Else nobody would be called for the own log's relay as long as Kafka is away."""
    source = ListSource(messages(("a", 1)))
    loop = run(source, Projector(engine, Sample(refuses=frozenset({1}))))
    assert loop.progress.wait_until(lambda p: p.position == 1, LONG)
    loop.stop()
    source.tell(*messages(("a", 2), start=2))
    watched = Watching(Observer(observing, [Silent(), source], now=lambda: LATE), {})
    metrics = Metrics("sample")
    watched.show(metrics)

    found = samples(metrics)

    assert found[f"sample_{LAG}_events{HERE}"] == 1
    assert found["sample_dead_letters[subscription=sample.ledger]"] == 1
    assert found["sample_observation_failures_total"] == 1
    assert all(check.ok for check in watched.readiness()), "the database answers"
    with pytest.raises(ConnectionError, match="Kafka is away"):
        watched.observer.look().whole()


def test_a_position_beyond_the_end_of_its_source_is_lost_and_not_well(
    engine: Engine, observing: Pool, run: Run
) -> None:
    """A topic was made anew: what comes would be passed over, and nothing waits."""
    loop = run(ListSource(messages(("a", 1), ("a", 2))), Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.state is State.WAITING, LONG)
    for end, lost in (("1", True), ("-1", False), ("2", False)):
        again = Observer(observing, [Ending(int(end))], now=lambda: LATE, kept=0.0)
        [standing] = again.look().standings
        assert (standing.lost, standing.lag_events) == (lost, 0 if end == "2" else None)
        checks = {one.name: one for one in Watching(again, {loop.name: loop}).readiness()}
        assert checks[loop.name].ok is not lost
        told = checks[loop.name].detail
        assert ("position lost" in told) is told.endswith(POSITION_LOST_PAGE) is lost


def test_a_position_before_the_beginning_of_its_source_is_lost_as_well(
    engine: Engine, observing: Pool, run: Run
) -> None:
    """What comes next was deleted: the loop stops, and whoever else is up tells of it too."""
    loop = run(ListSource(messages(("a", 1), ("a", 2))), Projector(engine, Sample()))
    assert loop.progress.wait_until(lambda p: p.position == 2, LONG)
    for begin, lost in ((3, True), (2, False), (-1, False)):
        again = Observer(observing, [Ending(9, begin)], now=lambda: LATE, kept=0.0)
        [standing] = again.look().standings
        assert (standing.lost, standing.lag_events) == (lost, None if lost else 7)


class Ending:
    """The end and the beginning of a topic; -1 of a broker that does not know its own yet."""

    def __init__(self, end: int, begin: int = 0) -> None:
        self._end, self._begin = end, begin

    def heads(self) -> dict[str, int]:
        return {"sample.v1/0": self._end}

    def begins(self) -> dict[str, int]:
        return {"sample.v1/0": self._begin}


def test_who_fails_again_after_each_beginning_is_not_well_in_between() -> None:
    progress = Progress()
    progress.reach(5, 0)
    assert progress.healthy
    progress.retry("OSError")
    progress.reach(5, 0)
    assert (progress.healthy, progress.reason) == (False, "OSError")
    progress.reach(6, 1)
    assert (progress.healthy, progress.reason) == (True, "")

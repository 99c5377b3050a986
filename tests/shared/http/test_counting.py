"""Every command that was asked for is counted by how it ended, alone or with others."""

from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from fastapi import Response

from shared.access.refusals import Forbidden, KeysUnavailable
from shared.commands import SeenOtherVersion
from shared.deciding import Outcome
from shared.event_store import AlreadyClaimed, InvertedOrder, OutcomeUnknown, VersionConflict
from shared.http.asking import Asking
from shared.http.counting import outcome_of
from shared.http.refusals import NotFound
from shared.metrics import Metrics
from tests.shared.http.shop import OutOfStock
from tests.support.scraping import samples

DONE, AGAIN = Outcome((), {}), Outcome((), {}, repeated=True)
OUTCOMES: list[tuple[Outcome | Exception, str]] = [
    (DONE, "done"),
    (AGAIN, "repeated"),
    (OutOfStock("none left"), "rejected:out-of-stock"),
    (Forbidden("member:write"), "rejected:forbidden"),
    (NotFound("member"), "rejected:http-404"),
    (VersionConflict("a", 1, 2), "conflict"),
    (AlreadyClaimed("k", "a"), "conflict"),
    (SeenOtherVersion(1, 2), "conflict"),
    (OutcomeUnknown(), "failed"),
    (InvertedOrder(), "failed"),
    (KeysUnavailable(), "failed"),
    (psycopg.OperationalError(), "failed"),
    (KeyError("a fault of ours"), "failed"),
]
FAULTS = [(answer, word) for answer, word in OUTCOMES if isinstance(answer, Exception)]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("shop")


@pytest.fixture
def asked(metrics: Metrics) -> Asking[Any]:
    """Somebody asks; of the office, counting needs nothing but the metrics."""
    nobody: Any = None
    office: Any = SimpleNamespace(metrics=metrics)
    return Asking(office, Response(), nobody, nobody)


def counted(metrics: Metrics) -> dict[str, float]:
    start = "shop_commands_total[command=Buy,outcome="
    return {
        name.removeprefix(start).rstrip("]"): value
        for name, value in samples(metrics).items()
        if name.startswith(start)
    }


@pytest.mark.parametrize(("answer", "word"), OUTCOMES)
def test_an_ending_has_its_word(answer: Outcome | Exception, word: str) -> None:
    assert outcome_of(answer) == word


@pytest.mark.parametrize(("fault", "word"), FAULTS)
def test_whatever_stops_a_command_is_counted_and_goes_on(
    asked: Asking[Any], metrics: Metrics, fault: Exception, word: str
) -> None:
    def act() -> Outcome:
        raise fault

    with pytest.raises(type(fault)):
        asked.counted("Buy", act)

    assert counted(metrics) == {word: 1}
    assert samples(metrics)["shop_command_seconds_count[command=Buy]"] == 1


def test_of_those_carried_out_together_each_is_counted(
    asked: Asking[Any], metrics: Metrics
) -> None:
    answers = [answer for answer, _ in OUTCOMES]

    assert asked.counted_together("Buy", lambda: answers) == answers

    assert counted(metrics)["failed"] == 5
    assert counted(metrics)["done"] == 1
    assert sum(counted(metrics).values()) == len(OUTCOMES)


def test_when_all_fail_at_once_that_is_counted_too(asked: Asking[Any], metrics: Metrics) -> None:
    def act() -> list[Outcome | Exception]:
        raise psycopg.OperationalError

    with pytest.raises(psycopg.OperationalError):
        asked.counted_together("Buy", act)

    assert counted(metrics) == {"failed": 1}

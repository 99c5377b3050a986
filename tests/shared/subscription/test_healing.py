"""What was set aside comes into the view when its cause is mended, or is left out for good."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription.healing import Healed, Healing, ViewCure
from shared.subscription.locks import Lock, holding
from shared.subscription.projector import Projector
from shared.subscription.promise import Fenced
from shared.subscription.rebuild import Rebuild
from tests.support.gate import Gate
from tests.support.looking import last, ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3), ("a", 777), ("a", 4))
Refuse = Callable[..., Sample]


@pytest.fixture
def source() -> ListSource:
    return ListSource(TOLD)


@pytest.fixture
def ill(engine: Engine, view: Sample, source: ListSource) -> Sample:
    """The view after a projection that refuses 666 and 777: four entries of stream a wait."""
    projection = replace(view, refuses=frozenset({666, 777}))
    run(engine, projection, source)
    assert sorted(parked(engine)) == [2, 4, 5, 6]
    return projection


def run(engine: Engine, projection: Sample, source: ListSource) -> None:
    projector = Projector(engine, projection)
    position = projector.resume(source.name)
    if batch := source.read(position, 1000):
        projector.handle(source.name, position, batch)


def healing(engine: Engine, projection: Sample, source: ListSource) -> Healing[Message]:
    return Healing(ViewCure(engine, projection), [source])


@pytest.mark.usefixtures("ill")
def test_a_retry_after_the_cause_is_mended_heals_the_view(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    assert healing(engine, view, source).retry("a") == Healed("a", healed=4, left=0)

    assert ledger(engine) == ["a@1", "a@2", "a@3", "a@4", "a@5", "b@1"]
    assert (last(engine), parked(engine)) == ({"a": 4, "b": 2}, {})
    assert Rebuild(engine, view, [source]).run().identical


def test_a_retry_before_the_cause_is_mended_changes_nothing(
    engine: Engine, ill: Sample, source: ListSource
) -> None:
    before = parked(engine)

    reason = "ValueError: number 666 is refused"
    assert healing(engine, ill, source).retry("a") == Healed("a", 0, 4, reason)

    assert parked(engine) == before
    assert ledger(engine) == ["a@1", "b@1"]


def test_a_retry_goes_as_far_as_the_order_of_the_stream_allows(
    engine: Engine, ill: Sample, source: ListSource
) -> None:
    """Number 777 still fails: what stands before it is taken, what follows it goes on waiting."""
    better = replace(ill, refuses=frozenset({777}))

    [healed] = healing(engine, better, source).retry_all()

    assert healed == Healed("a", 2, 2, "ValueError: number 777 is refused")
    assert ledger(engine) == ["a@1", "a@2", "a@3", "b@1"]
    assert sorted(parked(engine)) == [5, 6]
    assert parked(engine)[5] == "ValueError: number 777 is refused", "the reason is the new one"


@pytest.mark.usefixtures("ill")
def test_once_healed_the_stream_goes_on_by_itself(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    healing(engine, view, source).retry_all()
    source.tell(messages(*[("a", n) for n in range(6)], start=2)[-1])

    run(engine, view, source)

    assert (ledger(engine)[-2:], last(engine)["a"]) == (["a@6", "b@1"], 5)


@pytest.mark.usefixtures("ill")
def test_two_retries_at_once_take_each_entry_once(
    engine: Engine, view: Sample, source: ListSource, database_url: str
) -> None:
    """Both have found the same entry; one waits at the gate with it, the other waits for that one."""
    with (
        Gate(database_url, "sample.ledger", "new.event_id = 'a@2'") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        asked = [threads.submit(healing(engine, view, source).retry, "a") for _ in range(2)]
        gate.wait_for_somebody()
        gate.wait_for_somebody("transactionid", "tuple")
        gate.open()
        found = [retry.result(10) for retry in asked]
    assert sum(healed.healed for healed in found) == 4
    assert [(healed.left, healed.reason) for healed in found] == [(0, ""), (0, "")]
    assert ledger(engine) == ["a@1", "a@2", "a@3", "a@4", "a@5", "b@1"]


@pytest.mark.usefixtures("ill")
def test_a_follower_that_arrives_during_the_retry_waits_its_turn(
    engine: Engine, view: Sample, source: ListSource, database_url: str
) -> None:
    """The projector holds still while an entry is healed, so nothing overtakes it."""
    source.tell(messages(*[("a", n) for n in range(6)], start=2)[-1])
    with (
        Gate(database_url, "sample.ledger", "new.event_id = 'a@5'") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        retry = threads.submit(healing(engine, view, source).retry, "a")
        gate.wait_for_somebody()
        live = threads.submit(run, engine, view, source)
        gate.wait_for_somebody("transactionid", "tuple")
        gate.open()
        live.result(10)
        retry.result(10)
    assert ledger(engine) == ["a@1", "a@2", "a@3", "a@4", "a@5", "a@6", "b@1"]
    assert (last(engine)["a"], parked(engine)) == (5, {})


def test_what_is_discarded_is_left_out_also_by_a_rebuild_and_its_followers_go_on(
    engine: Engine, ill: Sample, source: ListSource
) -> None:
    heal = healing(engine, ill, source)

    first = heal.listed()[0]
    assert heal.discard(first.id) == Healed("a", 1, 2, "ValueError: number 777 is refused")
    assert heal.discard(heal.listed()[0].id) == Healed("a", 1, 0)

    assert ledger(engine) == ["a@1", "a@3", "a@5", "b@1"]
    for _ in range(2):
        report = Rebuild(engine, ill, [source]).run()
        assert (report.identical, report.switched) == (True, True)
    assert ledger(engine) == ["a@1", "a@3", "a@5", "b@1"]
    with pytest.raises(LookupError, match=f"sample.ledger has no entry {first.id}"):
        heal.discard(first.id)


def test_a_rebuild_decides_anew_on_what_waits(
    engine: Engine, ill: Sample, view: Sample, source: ListSource
) -> None:
    again = Rebuild(engine, ill, [source]).run()
    assert (again.identical, sorted(parked(engine))) == (True, [2, 4, 5, 6])

    mended = Rebuild(engine, view, [source]).run(accept_differences=True)
    assert (mended.identical, parked(engine)) == (False, {})
    assert ledger(engine) == ["a@1", "a@2", "a@3", "a@4", "a@5", "b@1"]


@pytest.mark.usefixtures("ill")
def test_nothing_is_healed_while_a_rebuild_runs_or_in_another_shape(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    heal = healing(engine, view, source)
    with (
        holding(engine, view.name, Lock.REBUILDING),
        pytest.raises(Fenced, match="being rebuilt"),
    ):
        heal.retry("a")
    with pytest.raises(Fenced, match="another shape"):
        healing(engine, replace(view, shape="2"), source).discard(heal.listed()[0].id)
    assert len(parked(engine)) == 4


@pytest.mark.usefixtures("ill")
def test_an_entry_that_its_source_no_longer_holds_goes_on_waiting(
    engine: Engine, view: Sample
) -> None:
    healed = healing(engine, view, ListSource(TOLD[2:])).retry("a")

    assert (healed.healed, healed.left) == (0, 4)
    assert "no longer holds position 2" in healed.reason


@pytest.mark.usefixtures("ill")
def test_a_preview_tells_what_a_retry_would_do_and_changes_nothing(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    before = (ledger(engine), parked(engine))
    mended, half = view, replace(view, refuses=frozenset({777}))

    assert healing(engine, mended, source).preview("a") == Healed("a", 4, 0)
    failing = healing(engine, half, source).preview("a")

    assert (failing.healed, failing.left, "777" in failing.reason) == (2, 2, True)
    assert (ledger(engine), parked(engine)) == before
    assert healing(engine, mended, source).retry("a") == Healed("a", 4, 0), "no lock is left"


@pytest.mark.usefixtures("ill")
def test_why_something_was_left_out_is_noted(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    [first, *_] = healing(engine, view, source).listed()

    healing(engine, view, source).discard(first.id, "entered twice")

    with engine.connect() as connection:
        asked = text("select reason from subscription.dead_letters where id = :id")
        noted = connection.execute(asked, {"id": first.id}).scalar_one()
    assert noted.endswith("; left out because entered twice")

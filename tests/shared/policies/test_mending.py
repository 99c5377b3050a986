"""What a reaction has set aside is acted upon after all, once and in its order, while the loop goes on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from msgspec import structs
from sqlalchemy import Engine, text

from shared.database import open_observing_pool
from shared.metrics import Metrics
from shared.policies.reaction import Reaction
from shared.subscription.healing import Healed
from shared.subscription.loop import Subscription
from shared.subscription.standing import Observer
from shared.watching import Watching
from tests.support.doing import NAME, Doing, mended, refusing
from tests.support.gate import Gate
from tests.support.looking import checkpoint, parked
from tests.support.sample import messages
from tests.support.scraping import samples
from tests.support.sources import ListSource


def test_who_has_set_something_aside_gets_on_and_tells_how_much(
    engine: Engine, database_url: str
) -> None:
    """A consumer is watched as a view is."""
    source = ListSource(messages(("a", 666), ("a", 2), ("b", 3)))
    doing = Doing(refusing(666))
    loop = Subscription(f"{NAME}:{source.name}", source, Reaction(engine, NAME, doing.react))
    loop.start()
    assert loop.progress.wait_until(lambda p: p.position == 3, 20)
    loop.stop()
    with open_observing_pool(database_url) as observing:
        observer = Observer(observing, [source], kept=0.0)
        watched, metrics = Watching(observer, {loop.name: loop}), Metrics("test")
        watched.show(metrics)

        check = {one.name: one for one in watched.readiness()}[loop.name]

        assert (check.ok, check.detail.startswith("2 set aside")) == (True, True)
        assert samples(metrics)[f"test_dead_letters[subscription={NAME}]"] == 2


def test_a_retry_acts_in_the_order_of_the_stream_and_the_stream_goes_on(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    reason = "ValueError: number 666 is refused"
    assert ill.healing(engine, source).preview("a") == Healed("a", 0, 3, reason)
    assert ill.healing(engine, source).retry("a") == Healed("a", 0, 3, reason)

    better = mended(ill)
    assert better.healing(engine, source).preview("a") == Healed("a", 3, 0)
    assert ill.done == ["a@1", "b@1", "c@1"], "a preview does nothing"
    assert better.healing(engine, source).retry_all() == [Healed("a", 3, 0)]
    source.tell(messages(*[("a", n) for n in range(6)], start=2)[-1])
    better.run(engine, source)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "a@6"]
    assert (better.again, parked(engine, NAME)) == ([], {})


def test_what_was_healed_while_others_were_acted_upon_is_followed_at_once(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    """The loop has seen stream a parked; before it parks the next, somebody heals it."""
    better = mended(ill)
    later = messages(("d", 1), *[("a", n) for n in range(5)], start=6)
    source.tell(
        structs.replace(later[0], position=7, sequence=7),
        structs.replace(later[-1], position=8, sequence=8),
    )
    better.meanwhile = lambda: mended(ill).healing(engine, source).retry_all()

    better.run(engine, source)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "d@1", "a@5"]
    assert parked(engine, NAME) == {}


def test_a_follower_that_is_being_parked_is_healed_with_the_others(
    engine: Engine, source: ListSource, ill: Doing, database_url: str
) -> None:
    """The retry has acted upon all others, and waits with their end until it sees this one."""
    source.tell(
        structs.replace(messages(*[("a", n) for n in range(5)])[-1], position=7, sequence=7)
    )
    better = mended(ill)
    with (
        Gate(database_url, "subscription.dead_letters", "new.position = 7") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        live = threads.submit(better.run, engine, source)
        gate.wait_for_somebody()
        retry = threads.submit(better.healing(engine, source).retry, "a")
        gate.wait_for_somebody("transactionid", "tuple")
        gate.open()
        live.result(10)
        assert retry.result(10) == Healed("a", 4, 0)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "a@5"]
    assert parked(engine, NAME) == {}


def test_of_two_retries_at_once_one_acts(
    engine: Engine, source: ListSource, ill: Doing, database_url: str
) -> None:
    acting, go_on = Event(), Event()
    first, second = mended(ill), mended(ill)

    def stand_still() -> None:
        acting.set()
        go_on.wait(10)

    first.meanwhile = stand_still
    with (
        Gate(database_url, "subscription.dead_letters", "false") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        one = threads.submit(first.healing(engine, source).retry, "a")
        assert acting.wait(10)
        other = threads.submit(second.healing(engine, source).retry, "a")
        gate.wait_for_somebody()
        go_on.set()
        found = [one.result(10), other.result(10)]

    assert sum(each.healed for each in found) == 3
    assert [each.left for each in found] == [0, 0]
    assert (ill.done[3:], first.again + second.again) == (["a@2", "a@3", "a@4"], [])


def test_whoever_is_moved_back_leaves_out_what_was_discarded_and_parks_nothing_twice(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    healing = ill.healing(engine, source)
    assert healing.discard(healing.listed()[0].id, "made up") == Healed("a", 2, 0)
    source.tell(
        *(structs.replace(m, position=n, sequence=n) for n, m in enumerate(messages(("d", 666)), 7))
    )
    ill.run(engine, source)
    assert sorted(parked(engine, NAME)) == [7]
    with engine.begin() as connection:
        connection.execute(text("update subscription.checkpoints set position = 0"))

    mended(ill).run(engine, source)

    assert sorted(parked(engine, NAME)) == [7]
    assert ill.done == ["a@1", "b@1", "c@1", "a@3", "a@4"]
    assert checkpoint(engine, source.name, NAME).position == 7

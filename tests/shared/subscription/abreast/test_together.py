"""Several views kept by one thread: one transaction for all, and whoever is ill goes alone."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, event

from shared.subscription import locks
from shared.subscription.healing import Healing, ViewCure
from shared.subscription.locks import Lock
from shared.subscription.progress import State
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view
from tests.shared.subscription.abreast.scene import IDS, TOLD, Start, reached, turned
from tests.support.looking import parked
from tests.support.sample import messages
from tests.support.several_views import NAMES, Told, arrivals, made, positions, views
from tests.support.sources import ListSource


def test_what_happened_is_read_once_and_stored_once_for_all(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those, commits = made(engine, views()), []
    source.tell(*TOLD[:28])
    event.listen(engine, "commit", lambda _: commits.append(1))

    abreast = start(those)

    assert reached(abreast, 28)
    assert all(turned(abreast, name, State.WAITING) for name in NAMES)
    assert len(commits) == len(NAMES) + 28 // 7  # each takes up once; then one for each batch
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS[:28])
    assert positions(engine) == dict.fromkeys(NAMES, 28)
    assert all(one.lag() == 0 and one.progress.healthy for one in abreast.loops.values())


def test_what_only_one_hears_moves_all(engine: Engine, source: ListSource, start: Start) -> None:
    those = made(engine, views(one={"hears": frozenset({4})}, three={"hears": frozenset()}))
    source.tell(*TOLD)

    assert reached(start(those), 30)

    assert arrivals(engine, those) == {"one": [IDS[4]], "three": [], "two": IDS}
    assert positions(engine) == dict.fromkeys(NAMES, 30)


def test_an_entry_that_one_refuses_is_set_aside_there_and_nowhere_else(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views(two={"refuses": frozenset({4})}))
    source.tell(*TOLD)

    abreast = start(those)

    assert reached(abreast, 30)
    behind = [at for at in range(5, 31) if at % 3 == 2]  # of the same stream
    assert sorted(parked(engine, "sample.two")) == behind
    assert parked(engine, "sample.one") == {}
    told = arrivals(engine, those)
    assert (told["one"], told["three"]) == (IDS, IDS)
    assert told["two"] == [IDS[at - 1] for at in range(1, 31) if at not in behind]
    assert all(one.progress.healthy for one in abreast.loops.values())


def test_too_much_set_aside_ends_that_view_only(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views(one={"refuses": frozenset(range(3, 30))}))
    source.tell(*messages(*[(f"k{n}", n) for n in range(30)]))

    abreast = start(those)

    assert turned(abreast, "one", State.STOPPED)
    assert reached(abreast, 30, "two", "three")
    assert len(arrivals(engine, those)["two"]) == 30


def test_whose_dead_letters_were_decided_on_catches_up_and_goes_with_the_others(
    engine: Engine, source: ListSource, start: Start
) -> None:
    one, *_ = those = made(engine, views(one={"refuses": frozenset(range(3, 9))}))
    source.tell(*messages(*[(f"k{n}", n) for n in range(30)]))
    abreast = start(those)
    assert turned(abreast, "one", State.STOPPED)
    assert reached(abreast, 30, "two", "three")

    healing = Healing(ViewCure(engine, one), [source])
    for letter in healing.listed():
        healing.discard(letter.id)
    abreast.loops["sample.one"].look_again()

    assert reached(abreast, 30, "one")
    assert sorted(parked(engine, "sample.one")) == [7, 8, 9]
    source.tell(*messages(("k", 30), start=31))
    assert reached(abreast, 31)


def test_one_of_another_shape_stands_by(engine: Engine, source: ListSource, start: Start) -> None:
    one, *others = made(engine, views())
    source.tell(*TOLD)

    abreast = start([replace(one, shape="2"), *others])

    assert turned(abreast, "one", State.STANDING_BY)
    assert reached(abreast, 30, "two", "three")
    assert arrivals(engine, [one]) == {"one": []}


def test_nobody_waits_for_a_view_that_is_being_compared(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = made(engine, views())
    with locks.holding(engine, "sample.two", Lock.WRITING):
        source.tell(*TOLD)
        abreast = start(those)
        assert reached(abreast, 30, "one", "three")
        assert turned(abreast, "two", State.STANDING_BY)
        assert arrivals(engine, those)["two"] == []

    assert reached(abreast, 30, "two")
    assert arrivals(engine, those)["two"] == IDS


def test_one_that_is_behind_catches_up_and_goes_with_the_others(
    engine: Engine, source: ListSource, start: Start
) -> None:
    one, *others = made(engine, views())
    source.tell(*TOLD[:20])
    assert reached(start(others), 20, "two", "three")

    both = start([one, *others], batch=3)
    assert reached(both, 20)
    source.tell(*TOLD[20:])

    assert reached(both, 30, "one")
    assert arrivals(engine, [one, *others]) == dict.fromkeys(NAMES, IDS)


def test_one_is_rebuilt_and_switched_while_all_go_on(
    engine: Engine, source: ListSource, start: Start
) -> None:
    those = views()
    for view in those:
        assert ensure_view(engine, view)
    source.tell(*TOLD[:15])
    abreast = start(those, batch=2)

    def tell(*_: object) -> None:
        if source.head() < 30:
            source.tell(TOLD[source.head()])

    report = Rebuild(engine, those[1], [source]).run(progress=tell)
    source.tell(*TOLD[source.head() :])

    assert (report.identical, report.switched) == (True, True)
    assert reached(abreast, 30)
    assert {name: sorted(ids) for name, ids in ids_of(engine, those).items()} == dict.fromkeys(
        NAMES, sorted(IDS)
    )


def ids_of(engine: Engine, those: Sequence[Told]) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {v.schema: list(connection.execute(v.table.select()).scalars()) for v in those}

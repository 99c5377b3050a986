"""A view is rebuilt while it serves: compared, switched at once, and safe against every crash."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription import rebuild
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import TooManyDeadLetters
from shared.subscription.rebuild import Rebuild
from shared.subscription.rebuilds import NEXT
from tests.support.looking import checkpoint, last, ledger, parked
from tests.support.sample import Happened, LastOnly, Sample, messages
from tests.support.sources import ListSource


@dataclass(frozen=True)
class Doubled(Sample):
    """A different projection that is called the same."""

    def _line(self, entry: Message, happened: Happened) -> dict[str, Any]:
        line = super()._line(entry, happened)
        return line | ({"number": line["number"] * 2} if line["stream"] == "a" else {})


def schemas(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        asked = text("select nspname from pg_namespace where nspname like 'sample%'")
        return set(connection.execute(asked).scalars())


@pytest.mark.usefixtures("live")
def test_a_rebuild_is_identical_and_switched_and_the_old_copy_kept_until_it_is_dropped(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    told: list[tuple[int, int]] = []
    again = Rebuild(engine, view, [source])

    report = again.run(progress=lambda done, total: told.append((done, total)))

    assert (report.view, report.events, report.identical, report.switched) == (
        "sample.ledger",
        90,
        True,
        True,
    )
    assert told[-1] == (90, 90)
    assert len(ledger(engine)) == 90
    assert checkpoint(engine, source.name).position == 90
    assert schemas(engine) == {"sample", "sample_old"}
    assert again.run().identical
    again.drop_old()
    assert schemas(engine) == {"sample"}
    with engine.connect() as connection:
        indexes = text("select indexname from pg_indexes where schemaname = 'sample' order by 1")
        assert list(connection.execute(indexes).scalars()) == [
            "ledger_by_stream",
            "ledger_pkey",
            "streams_pkey",
        ]


@pytest.mark.usefixtures("live")
def test_a_different_projection_shows_its_differences_and_is_not_switched_unasked(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    before = last(engine)

    report = Rebuild(engine, Doubled(), [source]).run()

    assert (report.identical, report.switched) == (False, False)
    assert report.differences == {"ledger": 58}, "29 of 30 rows, each in two forms; 2 * 0 is 0"
    assert (schemas(engine), last(engine)) == ({"sample", "sample_next"}, before)

    Rebuild(engine, view, [source]).drop_copies()
    assert (schemas(engine), last(engine)) == ({"sample"}, before)
    assert checkpoint(engine, source.name, f"{view.name}{NEXT}") == Checkpoint()

    asked = Rebuild(engine, Doubled(), [source]).run(accept_differences=True)
    assert (asked.identical, asked.switched) == (False, True)
    assert Rebuild(engine, Doubled(), [source]).run().identical


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    "damage",
    [
        "delete from sample.ledger where event_id = 'a@1'",
        "insert into sample.streams values ('x', 1, 1)",
        "update sample.streams set last = null where stream = 'a'",
        """update sample.ledger set whole = '{"number": 1}' where event_id = 'a@1'""",
    ],
)
def test_a_damaged_view_is_noticed(
    engine: Engine, view: Sample, source: ListSource, damage: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text(damage))

    report = Rebuild(engine, view, [source]).run()

    assert (report.identical, report.switched) == (False, False)
    assert Rebuild(engine, view, [source]).run(accept_differences=True).switched
    assert Rebuild(engine, view, [source]).run().identical


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("failing", ["_make_indexes", "_compare", "_targets"])
def test_an_exception_in_the_middle_leaves_the_live_view_and_a_second_rebuild_works(
    engine: Engine,
    view: Sample,
    source: ListSource,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    def fail(*_asked: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Rebuild, failing, fail)
        with pytest.raises(ZeroDivisionError):
            Rebuild(engine, view, [source]).run()

    source.tell(messages(*[("abc"[n % 3], n) for n in range(91)])[-1])
    while len(ledger(engine)) < 91:
        assert last(engine)["a"] in {87, 90}, "it goes on serving, and goes on"
    assert Rebuild(engine, view, [source]).run().identical


_AT_COMMIT = """
create table at_commit (setting text);
create function note_setting() returns trigger language plpgsql as $$
begin insert into at_commit values (current_setting('synchronous_commit')); return null; end $$;
create constraint trigger note_setting after update on subscription.views
deferrable initially deferred for each row execute function note_setting();
"""


@pytest.mark.usefixtures("live")
def test_the_switch_waits_for_the_disk(engine: Engine, view: Sample, source: ListSource) -> None:
    """What was loaded and indexed before it does not: it is written with it, or was never live."""
    with engine.begin() as connection:
        connection.execute(text(_AT_COMMIT))

    assert Rebuild(engine, view, [source]).run().switched

    with engine.connect() as connection:
        assert list(connection.execute(text("table at_commit")).scalars()) == ["on"]


@pytest.mark.usefixtures("live")
def test_a_switch_that_fails_leaves_everything_as_it_was(
    engine: Engine, view: Sample, source: ListSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last statement of the switch fails: not one of those before it counts."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("shared.subscription.views.enter", fail)
        with pytest.raises(ZeroDivisionError):
            Rebuild(engine, view, [source]).run()

    assert schemas(engine) == {"sample", "sample_next"}
    assert (len(ledger(engine)), checkpoint(engine, source.name).position) == (90, 90)
    assert Rebuild(engine, view, [source]).run().identical


def test_a_projection_that_fails_on_too_much_leaves_the_live_view(
    engine: Engine, view: Sample, live: Subscription[Message], source: ListSource
) -> None:
    bad = replace(view, refuses=frozenset(range(90)))
    source.tell(*messages(*[(f"k{n}", n) for n in range(30)], start=91))
    assert live.progress.wait_until(lambda p: p.position == 120, 20)

    with pytest.raises(TooManyDeadLetters):
        Rebuild(engine, bad, [source]).run()

    assert (len(ledger(engine)), parked(engine)) == (120, {})


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("refused", [frozenset({666}), frozenset()])
def test_poison_and_twins_are_treated_as_in_the_live_view_whatever_the_batch(
    engine: Engine,
    view: Sample,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    refused: frozenset[int],
) -> None:
    """A number the projection refuses, one the database refuses, and messages that come again.

    Of what waits the last position is known at which it came.
    """
    monkeypatch.setattr(rebuild, "BATCH", size)
    numbers = (("a", 1), ("b", 666), ("a", 2), ("b", 3), ("c", 2**40), ("a", 4), ("c", 5), ("d", 6))
    told = messages(*numbers)
    twins = [replaced(m, position) for position, m in enumerate(told[2:6], 9)]
    more = [
        replaced(m, position) for position, m in enumerate(messages(*numbers, ("a", 7))[8:], 13)
    ]
    source = ListSource([*told, *twins, *more])
    projection = replace(view, refuses=refused)
    one_by_one(Projector(engine, projection), source)
    before, aside = ledger(engine), [2, 7, 10, 11] if refused else [7, 11]
    assert sorted(parked(engine)) == aside

    report = Rebuild(engine, projection, [source]).run()

    assert (report.identical, report.switched) == (True, True)
    assert (ledger(engine), sorted(parked(engine))) == (before, aside)


@pytest.mark.parametrize("size", [2, 1000])
def test_a_twin_does_not_bring_back_what_is_over_in_a_rebuild_either(
    engine: Engine, view: Sample, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", size)
    told = messages(("a", 1), ("a", 2))
    source = ListSource([*told, replaced(told[0], 3)])
    one_by_one(Projector(engine, LastOnly()), source)

    assert Rebuild(engine, LastOnly(), [source]).run().identical
    assert (last(engine), view.name) == ({"a": 2}, LastOnly().name)


def one_by_one(projector: Projector[Message], source: ListSource) -> None:
    """As a quiet live view takes them."""
    position = projector.resume(source.name)
    for message in source.read(0, 100):
        position = projector.handle(source.name, position, [message])


def replaced(message: Message, position: int) -> Message:
    """The same message, published again."""
    return structs.replace(message, position=position)

"""Commands gathered into one transaction: each has its own answer, none is in another's way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared import gathering
from shared.deciding import Ask, Decision, Desk, Loaded, Outcome
from shared.event_store import (
    NOTHING,
    Act,
    AlreadyClaimed,
    Claim,
    EventStore,
    Metadata,
    NewEvent,
    OutcomeUnknown,
    Slot,
    Slots,
    StreamAppend,
)
from tests.shared.deciding.crowd import served_together
from tests.support.counting import Counting, TooHigh, count
from tests.support.events import DAY, NOW


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 20)


class Noting:
    """A store that notes how many acts were appended at once."""

    def __init__(self, store: EventStore) -> None:
        self._store, self.together = store, list[int]()
        self.append, self.read_stream = store.append, store.read_stream
        self.read_streams, self.read_log = store.read_streams, store.read_log
        self.head, self.newest, self.claimed_by = store.head, store.newest, store.claimed_by
        self.position_of, self.position_after = store.position_of, store.position_after

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        self.together.append(len(acts))
        return self._store.append_each(acts, standing)


class Losing(Noting):
    """A store whose answer to many acts is lost, before or after they were stored."""

    def __init__(self, store: EventStore, *, stored: bool) -> None:
        super().__init__(store)
        self._stored = stored

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        if self._stored:
            super().append_each(acts, standing)
        raise OutcomeUnknown


@pytest.fixture
def noting(store: EventStore) -> Noting:
    return Noting(store)


@pytest.fixture
def desk(noting: Noting) -> Desk:
    return Desk(noting, Counting())


def numbers(desk: Desk, stream: str) -> list[int]:
    return [int(event.data) for event in desk.store.read_stream(stream)]


def test_commands_that_come_together_are_stored_by_one_append(desk: Desk, noting: Noting) -> None:
    desk.execute(count("s-3"))

    told = served_together(desk, [count(f"s-{number}") for number in range(8)])

    assert noting.together == [8]
    assert [outcome.versions for outcome in told if isinstance(outcome, Outcome)] == [
        {f"s-{number}": 2 if number == 3 else 1} for number in range(8)
    ]
    assert [numbers(desk, f"s-{number}") for number in (2, 3)] == [[1], [1, 2]]


def test_a_command_that_comes_alone_is_not_gathered(desk: Desk, noting: Noting) -> None:
    assert desk.execute(count("a")).versions == {"a": 1}
    assert noting.together == []


def test_who_is_refused_repeated_or_has_nothing_to_do_stops_nobody(
    desk: Desk, noting: Noting
) -> None:
    first = desk.execute(count("a", "b", command="again"))
    idle = replace(count("c"), decide=lambda _: Decision(()))

    refused, repeated, nothing, done = served_together(
        desk, [count("d", most=0), count("a", "b", command="again"), idle, count("e")]
    )

    assert isinstance(refused, TooHigh)
    assert repeated == Outcome(first.events, first.versions, repeated=True)
    assert nothing == Outcome((), {})
    assert isinstance(done, Outcome)
    assert done.versions == {"e": 1}
    assert noting.together == [1]


def test_who_meets_a_conflict_decides_again_and_stops_nobody(desk: Desk, noting: Noting) -> None:
    """Somebody else appends to the stream between the reading and the append."""
    meeting = count("a")
    met: list[bool] = []

    def decide(loaded: Loaded) -> Decision:
        decision = meeting.decide(loaded)
        if not met:
            met.append(True)
            faster = NewEvent("counted", 1, "1", DAY)
            desk.store.append([StreamAppend("a", 0, [faster], Metadata("faster"))], NOW)
        return decision

    told = served_together(desk, [replace(meeting, decide=decide), count("b")])

    assert [outcome.versions for outcome in told if isinstance(outcome, Outcome)] == [
        {"a": 2},
        {"b": 1},
    ]
    assert noting.together == [2]


def test_who_wants_the_same_stream_counts_on_from_the_others(desk: Desk) -> None:
    told = served_together(desk, [count("a"), count("a", "b"), count("c", "a"), count("c")])

    assert all(isinstance(each, Outcome) for each in told)
    assert [numbers(desk, stream) for stream in ("a", "b", "c")] == [[1, 2, 3], [1], [1, 2]]


def test_many_at_once_in_one_stream_are_all_carried_out(desk: Desk, noting: Noting) -> None:
    told = served_together(desk, [count("a") for _ in range(50)])

    assert all(isinstance(each, Outcome) for each in told)
    assert numbers(desk, "a") == list(range(1, 51))
    assert set(noting.together) <= {1}, "each group carries out one of them; the last is alone"


def test_who_claims_a_key_is_carried_out_alone(desk: Desk, noting: Noting) -> None:
    desk.execute(count("holder", claims=[Claim("taken", "holder")]))

    late, fine, other = served_together(
        desk,
        [
            count("a", claims=[Claim("taken", "a")]),
            count("b", claims=[Claim("free", "b")]),
            count("c"),
        ],
    )

    assert isinstance(late, AlreadyClaimed)
    assert isinstance(fine, Outcome)
    assert isinstance(other, Outcome)
    assert noting.together == [1]
    assert numbers(desk, "a") == []
    assert desk.store.claimed_by(["free"]) == {"free": "b"}


def test_who_takes_a_slot_stores_alone_what_was_decided_with_the_others(
    desk: Desk, noting: Noting
) -> None:
    decided: list[str] = []

    def taking(stream: str, hour: int) -> Ask:
        ask = count(stream)

        def decide(loaded: Loaded) -> Decision:
            decided.append(stream)
            begins = NOW + timedelta(hours=hour)
            slot = Slot("hall", stream, begins, begins + timedelta(hours=2))
            return replace(ask.decide(loaded), slots=Slots([slot]))

        return replace(ask, decide=decide)

    told = served_together(desk, [taking("a", 9), taking("b", 12), count("c")])

    assert [isinstance(each, Outcome) and each.changed for each in told] == [True] * 3
    assert (sorted(decided), noting.together) == (["a", "b"], [1])


def test_each_keeps_his_own_instant_and_command(desk: Desk) -> None:
    later = NOW.replace(microsecond=7)
    asks: list[Ask] = [count("a", command="1"), replace(count("b", command="2"), recorded_at=later)]

    served_together(desk, asks)

    [a], [b] = desk.store.read_stream("a"), desk.store.read_stream("b")
    assert (a.recorded_at, b.recorded_at) == (NOW, later)
    assert ('"1"' in a.metadata, '"2"' in b.metadata) == (True, True)


@pytest.mark.parametrize("stored", [True, False])
def test_a_group_whose_answer_is_lost_is_stored_once(store: EventStore, *, stored: bool) -> None:
    """Nobody knows what became of it: everybody looks for his command before he repeats it."""
    desk = Desk(Losing(store, stored=stored), Counting())

    told = served_together(desk, [count(f"s-{number}") for number in range(8)])

    assert [each.repeated for each in told if isinstance(each, Outcome)] == [stored] * 8
    assert [numbers(desk, f"s-{number}") for number in range(8)] == [[1]] * 8

"""Commands decided on what is remembered, without a reading: never on what has moved since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import gathering
from shared.deciding import Ask, Decision, Desk, Loaded, Outcome
from shared.deciding.trust import Trust
from shared.event_store import NOTHING, Act, Claim, EventStore, StoredEvent
from shared.event_store.in_memory import InMemoryEventStore
from tests.shared.deciding.crowd import served_together
from tests.support.counting import NUMBERS, Counted, Counting, TooHigh, count


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 20)


@pytest.fixture
def ours(store: EventStore) -> Desk:
    """A desk that remembers four streams."""
    desk = Desk(store, Counting())
    for stream in ("before", *"abcd"):
        desk.execute(count(stream))
    return desk


@pytest.fixture
def theirs(store: EventStore) -> Desk:
    """That of another process."""
    return Desk(store, Counting())


def numbers(store: EventStore, stream: str) -> list[int]:
    return [int(event.data) for event in store.read_stream(stream)]


def copied(stream: str, other: str) -> Ask:
    """Writes into ``stream`` what ``other`` stands at; refused while that is at 1."""
    ask = count(stream, other)

    def decide(loaded: Loaded) -> Decision:
        number = loaded.state(other, NUMBERS)
        if number == 1:
            raise TooHigh
        return Decision([Counted(stream, number)])

    return replace(ask, decide=decide)


def idle_at_one(stream: str) -> Ask:
    """Counts on, but has nothing to do while the stream is at 1."""
    ask = count(stream)
    return replace(
        ask,
        decide=lambda loaded: (
            Decision(()) if loaded.state(stream, NUMBERS) == 1 else ask.decide(loaded)
        ),
    )


class Noting(InMemoryEventStore):
    """Notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def read_streams(self, after: Mapping[str, int]) -> Mapping[str, list[StoredEvent]]:
        self.asked.append("read")
        return super().read_streams(after)

    def append_each(
        self, acts: Sequence[Act], standing: Mapping[str, int] = NOTHING
    ) -> Sequence[bool]:
        self.asked.append("append")
        return super().append_each(acts, standing)


def test_who_comes_with_others_to_streams_that_are_remembered_waits_for_no_reading() -> None:
    store = Noting()
    desk = Desk(store, Counting())
    served_together(desk, [count("a"), count("b")])
    store.asked.clear()

    served_together(desk, [count("b"), count("a")])

    assert store.asked == ["read", "append"], "the one before was alone, and was read for"
    assert [numbers(store, stream) for stream in "ab"] == [[1, 2], [1, 2]]


def test_what_another_process_wrote_is_decided_on(ours: Desk, theirs: Desk) -> None:
    theirs.execute(count("b"))

    told = served_together(ours, [count("a"), count("b"), count("c", "b")])

    assert all(isinstance(each, Outcome) and each.changed for each in told)
    assert [numbers(ours.store, stream) for stream in "abc"] == [[1, 2], [1, 2, 3, 4], [1, 2]]


def test_what_is_looked_at_and_not_written_must_stand_too(ours: Desk, theirs: Desk) -> None:
    """Without that 2 would be copied, where 3 stands."""
    ours.execute(count("b"))
    theirs.execute(count("b"))

    told = served_together(ours, [copied("a", "b"), count("c")])

    assert [isinstance(each, Outcome) for each in told] == [True, True]
    assert numbers(ours.store, "a") == [1, 3]


def test_what_is_only_looked_at_while_deciding_must_stand_too(ours: Desk, theirs: Desk) -> None:
    """It does not say that it needs the other stream; another of the group brought it in."""
    ours.execute(count("b"))
    theirs.execute(count("b"))

    served_together(ours, [replace(copied("a", "b"), streams=("a",)), count("d", "b")])

    assert numbers(ours.store, "a") == [1, 3]


def test_nobody_is_refused_for_what_is_no_longer_so(ours: Desk, theirs: Desk) -> None:
    theirs.execute(count("b"))

    told = served_together(ours, [copied("a", "b"), idle_at_one("b"), copied("c", "d")])

    assert [type(each) for each in told] == [Outcome, Outcome, TooHigh]
    assert [numbers(ours.store, stream) for stream in "abc"] == [[1, 2], [1, 2, 3], [1]]


def test_what_another_process_has_carried_out_is_not_carried_out_again(
    ours: Desk, theirs: Desk
) -> None:
    first = theirs.execute(count("a", command="same"))

    repeated, other = served_together(ours, [count("a", command="same"), count("b")])

    assert repeated == Outcome(first.events, first.versions, repeated=True)
    assert isinstance(other, Outcome)
    assert numbers(ours.store, "a") == [1, 2]


def test_a_repeated_command_gets_its_whole_first_answer(ours: Desk, theirs: Desk) -> None:
    """Of what the other process did in two streams, this one has seen the half."""
    first = theirs.execute(count("a", "b", command="same"))
    ours.execute(count("a"))

    repeated, _ = served_together(ours, [count("a", "b", command="same"), count("c")])

    assert repeated == Outcome(first.events, first.versions, repeated=True)


def test_who_claims_a_key_decides_on_what_was_read(ours: Desk, theirs: Desk) -> None:
    """It is stored by itself, and nobody looks then whether what it rests on stands."""
    ours.execute(count("b"))
    theirs.execute(count("b"))
    claiming = copied("a", "b")

    def decide(loaded: Loaded) -> Decision:
        return replace(claiming.decide(loaded), claims=[Claim("key", "a")])

    told = served_together(ours, [replace(claiming, decide=decide), count("c")])

    assert [isinstance(each, Outcome) for each in told] == [True, True]
    assert numbers(ours.store, "a") == [1, 3]
    assert ours.store.claimed_by(["key"]) == {"key": "a"}


def test_trust_is_withdrawn_for_longer_each_time_and_given_back_at_once() -> None:
    trust = Trust()

    def waits() -> int:
        return next(groups for groups in range(1000) if trust.given())

    found = []
    for _ in range(9):
        trust.tell(kept=False)
        found.append(waits())
    trust.tell(kept=True)

    assert found == [1, 2, 4, 8, 16, 32, 64, 64, 64]
    assert waits() == 0


def test_a_desk_whose_streams_others_write_goes_back_to_reading() -> None:
    """Each second group decides in vain at first, and hardly any at last."""
    store = Noting()
    ours, theirs = (Desk(store, Counting()) for _ in range(2))
    served_together(ours, [count("a"), count("b")])
    for _ in range(40):
        theirs.execute(count("a"))
        theirs.execute(count("b"))
        store.asked.clear()
        served_together(ours, [count("a"), count("b")])

    assert store.asked == ["read", "read", "append"], "one for who came before, one for the group"
    assert numbers(store, "a") == [*range(1, 82)]


_Group = list[tuple[str, str]]
_groups = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=5
)


@given(st.lists(st.tuples(st.booleans(), _groups), max_size=8))
def test_two_desks_in_turn_lose_and_double_nothing(turns: list[tuple[bool, _Group]]) -> None:
    """Each command counts on in one stream and looks at another: all numbers follow one another."""
    store = InMemoryEventStore()
    desks = [Desk(store, Counting()), Desk(store, Counting())]
    done = dict.fromkeys("abc", 0)
    for which, group in turns:
        served = served_together(desks[which], [_looking(*each) for each in group])
        assert all(isinstance(each, Outcome) and each.changed for each in served)
        for stream, _ in group:
            done[stream] += 1

    assert {stream: numbers(store, stream) for stream in done} == {
        stream: [*range(1, times + 1)] for stream, times in done.items()
    }


def _looking(stream: str, other: str) -> Ask:
    ask = count(stream)
    look: Callable[[Loaded], int] = lambda loaded: loaded.state(other, NUMBERS)  # noqa: E731
    return replace(
        ask,
        streams=tuple({stream, other}),
        decide=lambda loaded: ask.decide(loaded) if look(loaded) >= 0 else Decision(()),
    )

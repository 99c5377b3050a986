"""Poison is set aside with its followers and its reason; too much of it stops the subscription."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import Engine, text

from shared.subscription.limit import Limit
from shared.subscription.projector import Projector
from shared.subscription.promise import NO_SEQUENCE, TooManyDeadLetters
from tests.shared.subscription.projector_scene import S, handle_all
from tests.support.looking import checkpoint, last, ledger, parked
from tests.support.sample import Sample, messages

FOLLOWS = "follows an entry that was set aside"


def refusing(view: Sample, *numbers: int) -> Sample:
    return replace(view, refuses=frozenset(numbers))


def test_a_poison_entry_is_set_aside_with_its_reason_and_its_stream_waits_behind_it(
    engine: Engine,
    view: Sample,
) -> None:
    told = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3), ("c", 4), ("a", 5), ("b", 6))

    handle_all(Projector(engine, refusing(view, 666)), [told[:5], told[5:]])

    assert ledger(engine) == ["a@1", "b@1", "b@2", "c@1"]
    assert parked(engine) == {2: "ValueError: number 666 is refused", 4: FOLLOWS, 6: FOLLOWS}
    assert last(engine) == {"a": 1, "b": 6, "c": 4}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 6)), max_size=12),
    cuts=st.sets(st.integers(0, 12), max_size=6),
    refused=st.sets(st.integers(1, 6), max_size=3),
)
def test_live_and_rebuild_set_the_same_entries_aside_in_any_batching(
    engine: Engine, view: Sample, told: list[tuple[str, int]], cuts: set[int], refused: set[int]
) -> None:
    """One batch, and the same entries cut anywhere: same rows, same dead letters, as computed."""
    entries = messages(*told)
    edges = [0, *sorted(c for c in cuts if 0 < c < len(entries)), len(entries)]
    batchings = [[entries], [entries[a:b] for a, b in pairwise(edges)]]
    waiting: set[str] = set()
    expected, aside = [], []
    for entry, (key, number) in zip(entries, told, strict=True):
        if key in waiting or number in refused:
            waiting.add(key)
            aside.append(entry.position)
        else:
            expected.append(entry.sequence)

    for batching in batchings:
        _empty(engine)
        projector = Projector(engine, refusing(view, *refused), limit=Limit(in_a_row=100))
        handle_all(projector, [batch for batch in batching if batch])
        with engine.connect() as connection:
            stored = connection.execute(text("select sequence from sample.ledger order by 1"))
            assert list(stored.scalars()) == expected
        assert sorted(parked(engine)) == aside


def _empty(engine: Engine) -> None:
    """As if nothing had ever been handled."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "truncate sample.ledger, sample.streams, subscription.checkpoints,"
                " subscription.dead_letters"
            )
        )


def test_too_many_in_a_row_stop_the_subscription_and_the_rest_is_left_where_it_is(
    engine: Engine, view: Sample
) -> None:
    told = messages(*[(f"k{n}", 666) for n in range(20)])
    projector = Projector(engine, refusing(view, 666), limit=Limit(in_a_row=4))

    with pytest.raises(TooManyDeadLetters, match=r"4 in a row.*number 666 is refused"):
        handle_all(projector, [told])

    assert (sorted(parked(engine)), checkpoint(engine, S).position) == ([1, 2, 3], 3)


def test_a_few_bad_entries_over_a_long_time_do_not_stop_it(engine: Engine, view: Sample) -> None:
    """Each good entry between them breaks the row, also when each comes in a batch of its own."""
    told = messages(*[(f"k{n}", 666 if n % 2 else 1) for n in range(12)])

    handle_all(Projector(engine, refusing(view, 666), limit=Limit(in_a_row=3)), [[m] for m in told])

    assert len(parked(engine)) == 6


def test_too_large_a_share_stops_it(engine: Engine, view: Sample) -> None:
    told = messages(*[(f"k{n}", 666 if n % 2 else 1) for n in range(40)])
    projector = Projector(
        engine, refusing(view, 666), limit=Limit(in_a_row=2, share=0.3, window=20)
    )

    with pytest.raises(TooManyDeadLetters, match="7 of the last"):
        handle_all(projector, [[m] for m in told])


def test_a_row_the_database_refuses_for_good_is_poison_too(engine: Engine, view: Sample) -> None:
    """Also when its key is larger than any index can hold: waiting would never end."""
    large = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(6000))
    told = messages(("a", 1), ("a", 2**40), (large, 2), ("b", 3))

    assert handle_all(Projector(engine, view), [told]) == 4

    assert ledger(engine) == ["a@1", "b@1"]
    reasons = parked(engine)
    assert "out of range" in reasons[2]
    assert "index row" in reasons[3]


def test_what_postgresql_cannot_hold_is_set_aside_all_the_same(
    engine: Engine, view: Sample
) -> None:
    told = messages(("a\0", 1), ("b", 1), ("a\0", 2))

    handle_all(Projector(engine, view), [told])

    assert ledger(engine) == ["b@1"]
    assert sorted(parked(engine)) == [1, 3]
    assert parked(engine)[3] == FOLLOWS


def test_what_the_carrier_found_unfit_is_set_aside_with_its_followers_though_it_could_be_read(
    engine: Engine, view: Sample
) -> None:
    first, unfit, *others = messages(("a", 1), ("a", 2), ("b", 3), ("a", 4))
    unfit = structs.replace(unfit, fault="header ce_sequence is missing", sequence=NO_SEQUENCE)

    assert handle_all(Projector(engine, view), [[first, unfit, *others]]) == 4

    assert ledger(engine) == ["a@1", "b@1"]
    assert parked(engine) == {2: "Unfit: header ce_sequence is missing", 4: FOLLOWS}
    assert checkpoint(engine, S)[:2] == (4, 4)

"""One view of two topics: the same for every interleaving, and each topic's faults are its own."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription import checkpoints, dead_letters, rebuild
from shared.subscription.healing import Healed, Healing, ViewCure
from shared.subscription.projector import Projector
from shared.subscription.promise import Rows
from shared.subscription.reaching import reached
from shared.subscription.rebuild import Rebuild
from shared.subscription.topics_projection import TopicPart, TopicsProjection
from shared.subscription.views import ensure_view
from tests.support.sources import ListSource
from tests.support.two_topics import (
    MOVES,
    PLACES,
    REFUSED,
    VIEW,
    content,
    described,
    residence,
    standing,
)

MOVED, NAMED = "moves.v1", "places.v1"
TOLD = {
    MOVED: [("p1", 1), ("p2", 2), ("p1", 3), ("p3", 4), ("p2", 5)],
    NAMED: [("a", 10), ("b", 20), ("a", 30), ("p1", 40)],
}
"""`p1` is a stream of either topic; both publishers count from one."""
WHOLE = (
    [(1, "p1", 1), (2, "p2", 2), (3, "p1", 3), (4, "p3", 4), (5, "p2", 5)],
    [("a", 30), ("b", 20), ("p1", 40)],
)
STEPS = st.lists(st.tuples(st.sampled_from([MOVED, NAMED]), st.integers(1, 3)), max_size=12)


def sources(told: dict[str, list[tuple[str, int]]]) -> list[ListSource]:
    return [ListSource(standing(topic, these), f"{topic}/0") for topic, these in told.items()]


@pytest.fixture
def view(engine: Engine) -> TopicsProjection:
    """Made and empty."""
    view = residence(MOVED, NAMED)
    assert ensure_view(engine, view)
    return view


def catch_up(engine: Engine, view: TopicsProjection, those: Sequence[ListSource]) -> None:
    """Handle all there is, one topic after the other."""
    for source in those:
        projector = Projector(engine, view)
        position = projector.resume(source.name)
        if batch := source.read(position, 100):
            projector.handle(source.name, position, batch)


def begin_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("truncate sample_residence.moves, sample_residence.places"))
        checkpoints.forget(connection, VIEW)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_view_is_the_same_for_every_interleaving(
    engine: Engine, view: TopicsProjection, steps: list[tuple[str, int]]
) -> None:
    """And wherever it is interrupted, each topic goes on from its own checkpoint."""
    begin_anew(engine)
    those = {source.name: source for source in sources(TOLD)}
    for topic, many in steps:
        source, projector = those[f"{topic}/0"], Projector(engine, view)
        position = projector.resume(source.name)
        if batch := source.read(position, many):
            projector.handle(source.name, position, batch)
    catch_up(engine, view, list(those.values()))

    assert content(engine) == WHOLE
    with engine.connect() as connection:
        assert [reached(connection, VIEW, topic).sequence for topic in (MOVED, NAMED)] == [5, 4]


def test_how_far_it_is_is_told_of_each_topic(engine: Engine, view: TopicsProjection) -> None:
    """A topic whose name begins with another's is another one."""
    catch_up(engine, view, sources({MOVED: TOLD[MOVED], f"{MOVED}0": []}))

    with engine.connect() as connection:
        assert reached(connection, VIEW, MOVED).sequence == 5
        assert reached(connection, VIEW, NAMED) == (0, None)
        assert reached(connection, VIEW).sequence == 0, "of all parts, the one furthest behind"


def test_a_stream_that_waits_holds_back_none_of_another_topic_that_is_called_alike(
    engine: Engine, view: TopicsProjection
) -> None:
    told = {MOVED: [("p1", REFUSED), ("p1", 2), ("p2", 3)], NAMED: [("p1", 40), ("p1", 41)]}
    those = sources(told)

    catch_up(engine, view, those)

    assert content(engine) == ([(3, "p2", 3)], [("p1", 41)])
    with engine.connect() as connection:
        letters = dead_letters.listed(connection, VIEW)
    assert [(d.source, d.position, d.key) for d in letters] == [
        (f"{MOVED}/0", 1, f"{MOVED}/p1"),
        (f"{MOVED}/0", 2, f"{MOVED}/p1"),
    ]
    assert Rebuild(engine, view, those).run().identical


def test_what_waits_is_healed_topic_by_topic(engine: Engine, view: TopicsProjection) -> None:
    those = sources({MOVED: [("p1", REFUSED)], NAMED: [("p1", REFUSED), ("p1", 41)]})
    catch_up(engine, view, those)
    healing = Healing(ViewCure(engine, view), those)
    reason = f"ValueError: number {REFUSED} is refused"

    letter = next(d.id for d in healing.listed() if d.source == f"{NAMED}/0")
    assert healing.discard(letter) == Healed(f"{NAMED}/p1", 1, 0)

    assert healing.retry_all() == [Healed(f"{MOVED}/p1", 0, 1, reason)]
    assert content(engine) == ([], [("p1", 41)])
    assert Rebuild(engine, view, those).run().identical


def test_a_rebuild_reads_every_topic_and_is_identical_under_writes_to_each(
    engine: Engine, view: TopicsProjection
) -> None:
    those = sources({topic: told * 4 for topic, told in TOLD.items()})
    more = [standing(MOVED, [("p9", 9)], start=21), standing(NAMED, [("z", 1)], start=17)]
    catch_up(engine, view, those)

    def tell(_done: int, _all: int) -> None:
        """The live view goes on with both while the copy is being filled."""
        if not those[0].read(20, 1):
            for source, messages in zip(those, more, strict=True):
                source.tell(*messages)
            catch_up(engine, view, those)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild, "BATCH", 7)
        report = Rebuild(engine, view, those).run(progress=tell)

    assert (report.identical, report.switched, report.events) == (True, True, 38)
    assert content(engine)[0][-1] == (21, "p9", 9)
    with engine.connect() as connection:
        assert [reached(connection, VIEW, topic).sequence for topic in (MOVED, NAMED)] == [21, 17]


def test_a_topic_that_writes_anothers_table_is_refused(engine: Engine) -> None:
    """Else which of the two came first would show."""

    def meddle(entry: Message, rows: Rows) -> None:
        rows.upsert(PLACES, {"place": entry.key, "number": 0})

    parts = {MOVED: TopicPart({MOVES}, meddle), NAMED: TopicPart({PLACES}, meddle)}
    view = residence(MOVED, NAMED, parts=parts)
    assert ensure_view(engine, view)

    catch_up(engine, view, sources({MOVED: [("p1", 1)], NAMED: [("a", 1)]}))

    assert content(engine) == ([], [("a", 0)])
    with engine.connect() as connection:
        [letter] = dead_letters.listed(connection, VIEW)
    assert letter.reason == f"ValueError: {MOVED} must not write places: another topic does"


@pytest.mark.parametrize(
    ("moves", "places", "whose"),
    [({MOVES}, set(), "no topic"), ({MOVES, PLACES}, {PLACES}, f"{MOVED} and {NAMED}")],
)
def test_a_table_without_its_one_topic_is_refused(
    moves: set[object], places: set[object], whose: str
) -> None:
    def nothing(_entry: Message, _rows: Rows) -> None: ...

    parts = {MOVED: TopicPart(moves, nothing), NAMED: TopicPart(places, nothing)}  # type: ignore[arg-type]  # tables
    with pytest.raises(ValueError, match=f"places must be filled by one topic, not by {whose}"):
        TopicsProjection(VIEW, PLACES.metadata, "1", parts, described)

"""What only the embedded adapter can get wrong."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import psycopg
import pytest

from shared.database import open_pool
from shared.messaging.embedded import EmbeddedBackbone, EmbeddedPublisher, EmbeddedSource
from shared.messaging.promise import Message, PublishFailed
from shared.signals import Signals
from shared.subscription.follower import Follower
from shared.subscription.promise import Source
from tests.shared.messaging.published import outgoing
from tests.support.gate import Gate

_AT_COMMIT = """
create table at_commit (setting text);
create function note_setting() returns trigger language plpgsql as $$
begin insert into at_commit values (current_setting('synchronous_commit')); return null; end $$;
create constraint trigger note_setting after insert on messaging.messages
deferrable initially deferred for each row execute function note_setting();
"""


def test_a_publication_waits_for_the_disk(database_url: str) -> None:
    """Durable when `publish` returns: the commit is not a lazy one."""
    with psycopg.connect(database_url, autocommit=True) as look, open_pool(database_url) as pool:
        look.execute(_AT_COMMIT)
        EmbeddedPublisher(pool).publish([outgoing("t", "a", 1)])
        assert look.execute("select setting from at_commit").fetchall() == [("on",)]


def test_a_session_cut_while_publishing_is_a_failure_and_publishing_again_helps(
    database_url: str,
) -> None:
    with (
        open_pool(database_url) as pool,
        Gate(database_url, "messaging.messages") as gate,
        ThreadPoolExecutor(1) as threads,
    ):
        publisher = EmbeddedPublisher(pool)
        cut = threads.submit(publisher.publish, [outgoing("t", "a", n) for n in (1, 2)])
        gate.cut_who_waits()
        with pytest.raises(PublishFailed):
            cut.result(10)
        gate.open()

        source = EmbeddedSource(pool, Signals(database_url, ("messages_stored",)), "t")
        assert source.read(0, 10) == []
        publisher.publish([outgoing("t", "a", n) for n in (1, 2)])
        assert [m.position for m in source.read(0, 10)] == [1, 2], "no position was lost"


def test_a_reader_never_sees_a_position_before_a_lower_one_that_commits_late(
    database_url: str,
) -> None:
    """The topic's row makes the second publisher wait for the first."""
    with (
        open_pool(database_url) as pool,
        Gate(database_url, "messaging.messages", "new.key = 'late'") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        publisher = EmbeddedPublisher(pool)
        source = EmbeddedSource(pool, Signals(database_url, ("messages_stored",)), "t")
        publisher.publish([outgoing("t", "early", 1)])
        late = threads.submit(publisher.publish, [outgoing("t", "late", 2)])
        gate.wait_for_somebody()
        quick = threads.submit(publisher.publish, [outgoing("t", "quick", 3)])
        gate.wait_for_somebody("transactionid", "tuple")

        assert [m.key for m in source.read(0, 10)] == ["early"]

        gate.open()
        late.result(10)
        quick.result(10)
        assert [m.key for m in source.read(0, 10)] == ["early", "late", "quick"]


def test_a_topic_tells_how_old_what_comes_next_is(database_url: str) -> None:
    with open_pool(database_url) as pool:
        EmbeddedPublisher(pool).publish([outgoing("t", "a", n) for n in (1, 2)])
        source = EmbeddedSource(pool, Signals(database_url, ("messages_stored",)), "t")

        assert source.recorded_after(1) == source.read(1, 1)[0].recorded_at
        assert source.recorded_after(2) is None


@pytest.mark.parametrize(
    ("after", "to"), [(0, 250), (0, 100), (37, 238), (99, 201), (240, 400), (249, 250)]
)
def test_a_bundle_holds_what_is_read_one_by_one(database_url: str, after: int, to: int) -> None:
    """However the range lies to the blocks the server puts together."""
    with open_pool(database_url) as pool:
        sent = [outgoing("t", f"k{n % 7}", 2 * n, b'{"n": %d}' % n) for n in range(1, 251)]
        EmbeddedPublisher(pool).publish([*sent, outgoing("other", "a", 1)])
        source = EmbeddedSource(pool, Signals(database_url, ("messages_stored",)), "t")
        found = source.bundle(after, to)
        expected = source.read(after, to - after)

        assert found is not None
        values = b",".join(block.values for block in found.blocks)
        assert values == b",".join(message.value for message in expected)
        assert found.entries() == expected
        end = expected[-1]
        assert (found.after, found.first, len(found)) == (after, 2 * after + 2, len(expected))
        assert found.last == (end.position, end.sequence, end.recorded_at)
        assert found.plain
        assert source.bundle(250, 300) is None


def test_a_bundle_says_when_a_message_comes_again(database_url: str) -> None:
    with open_pool(database_url) as pool:
        EmbeddedPublisher(pool).publish([outgoing("t", "a", n) for n in (1, 2, 2, 3)])
        source = EmbeddedSource(pool, Signals(database_url, ("messages_stored",)), "t")

        assert [
            bundle.plain for bundle in (source.bundle(0, 4), source.bundle(2, 4)) if bundle
        ] == [
            False,
            True,
        ]


class Nobody:
    """Who leads the parts nowhere."""

    def __init__(self) -> None:
        self.loops: dict[str, Follower[Message]] = {}
        self.parts: Sequence[Source[Message]] = ()

    def __call__(self, parts: Sequence[Source[Message]]) -> Self:
        self.parts = parts
        return self

    def start(self) -> None: ...
    def stop(self) -> None: ...


def test_who_waits_at_one_of_several_topics_hears_of_news_of_each(database_url: str) -> None:
    """Else a view of two topics would hear of the second when it looks by itself, a second later."""
    nobody, signals = Nobody(), Signals(database_url, ("messages_stored",))
    with open_pool(database_url) as pool:
        following = EmbeddedBackbone(pool, signals).follow(("one.v1", "other.v1"), "", nobody)
        following.start()
        first, other = nobody.parts
        seen = first.seen()
        EmbeddedPublisher(pool).publish([outgoing("other.v1", "a", 1)])
        other.wait(seen, 60.0)
        assert first.seen() == other.seen() > seen
        following.stop()
        signals.stop()

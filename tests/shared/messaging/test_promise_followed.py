"""The backbone's promise, on every adapter: whoever waits is woken, and whoever follows hears everything."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Semaphore

from shared.messaging.all_parts import each
from shared.messaging.promise import Backbone, Message
from shared.subscription.loop import Subscription
from shared.subscription.progress import Progress
from shared.subscription.promise import Source
from tests.shared.messaging.published import Open, outgoing

LONG = 60.0
"""Seconds nobody waits: what returns at once has been woken."""


def part_of(backbone: Backbone, topic: str, key: str) -> Source[Message]:
    """The part that messages of this key go to; one message is published to find it."""
    backbone.publisher().publish([outgoing(topic, key, 1)])
    [source] = [source for source in backbone.sources(topic) if source.head()]
    return source


def test_whoever_waits_is_woken_by_a_publication(open_backbone: Open, topic: str) -> None:
    publisher, source = open_backbone().publisher(), part_of(open_backbone(), topic, "a")
    with ThreadPoolExecutor(1) as waiter:
        for sequence in range(2, 5):
            seen = source.seen()
            source.read(source.head(), 10)
            waiting = waiter.submit(source.wait, seen, LONG)
            publisher.publish([outgoing(topic, "a", sequence)])
            waiting.result(LONG / 4)


def test_a_publication_between_looking_and_waiting_is_not_missed(
    open_backbone: Open, topic: str
) -> None:
    publisher, source = open_backbone().publisher(), part_of(open_backbone(), topic, "a")
    seen = source.seen()
    source.read(1, 10)
    publisher.publish([outgoing(topic, "a", 2)])

    with ThreadPoolExecutor(1) as waiter:
        waiter.submit(source.wait, seen, LONG).result(LONG / 4)


def test_whoever_is_to_stop_waiting_can_be_woken(backbone: Backbone, topic: str) -> None:
    [source] = backbone.sources(topic)[:1]
    with ThreadPoolExecutor(1) as waiter:
        waiting = waiter.submit(source.wait, source.seen(), LONG)
        source.wake()
        waiting.result(LONG / 4)


class Collecting:
    """A handler that keeps what it is given; its checkpoint is put back to the beginning all the time."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def resume(self, source: str) -> int:
        del source
        return 0

    def handle(self, source: str, after: int, batch: Sequence[Message]) -> int:
        del source, after
        self.keys += [message.key for message in batch]
        return batch[-1].position

    def close(self) -> None:
        """Nothing is held."""


def stands_at(position: int, times: int, progress: Progress) -> bool:
    return (progress.position, progress.handled) == (position, times * position)


def test_whoever_follows_has_a_loop_for_each_part_and_hears_everything_again_when_he_is_called(
    open_backbone: Open, topic: str
) -> None:
    """Nothing new comes when he is called: his checkpoint was put back."""
    heard: dict[str, Collecting] = {}
    begun = Semaphore(0)

    def make_loop(source: Source[Message]) -> Subscription[Message]:
        heard[source.name] = Collecting()
        begun.release()
        return Subscription(f"test:{source.name}", source, heard[source.name])

    writer, reader = open_backbone(), open_backbone()
    names = {source.name for source in reader.sources(topic)}
    following = reader.follow((topic,), f"test.{topic}", each(make_loop))
    following.start()
    for _ in names:
        assert begun.acquire(timeout=LONG)
    keys = [f"key-{number}" for number in range(30)]
    writer.publisher().publish([outgoing(topic, key, n) for n, key in enumerate(keys, 1)])
    lasts = {source.name: source.head() for source in reader.sources(topic)}
    while len(loops := dict(following.loops)) < len(names):
        pass  # the last one is about to begin
    for times, called in ((1, loops), (2, {})):
        for name, last in lasts.items():
            came = partial(stands_at, last, times)
            assert loops[f"test:{name}"].progress.wait_until(came, LONG)
        for loop in called.values():
            loop.look_again()
    following.stop()

    assert (set(heard), set(loops)) == (names, {f"test:{name}" for name in names})
    told = [part.keys[: len(part.keys) // 2] * 2 for part in heard.values()]
    assert [part.keys for part in heard.values()] == told
    assert sorted(key for part in told for key in part) == sorted(2 * keys)
    assert following.fault == ""

"""The cache saves questions, and its keys do not outlive their destruction."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.privacy.cached import CachedKeyRing
from shared.privacy.in_memory import InMemoryKeyRing
from shared.privacy.key_ring import Keys


@dataclass
class CountingRing(InMemoryKeyRing):
    """A key ring that notes what it was asked."""

    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        listed = list(subject_ids)
        self.asked += listed
        return super().keys_for(listed)


class Cached:
    """A cached ring, the ring behind it (another process's view), and a clock to move."""

    def __init__(self, limit: int = 100) -> None:
        self.now = 0.0
        self.behind = CountingRing()
        self.ring = CachedKeyRing(self.behind, 1.0, limit, seconds=lambda: self.now)


def test_a_key_at_hand_is_not_asked_for_again() -> None:
    cached = Cached()
    made = cached.ring.create(["a"])

    assert cached.ring.keys_for(["a"]) == made
    assert cached.behind.asked == []


def test_a_key_is_asked_for_again_when_its_moment_is_over() -> None:
    cached = Cached()
    cached.ring.create(["a"])

    cached.now = 1.0
    cached.ring.keys_for(["a"])

    assert cached.behind.asked == ["a"]


def test_a_key_destroyed_here_is_not_given_out_once_more() -> None:
    cached = Cached()
    cached.ring.create(["a"])
    cached.ring.destroy("a")

    assert cached.ring.keys_for(["a"]) == {"a": None}


def test_a_key_destroyed_elsewhere_is_given_out_for_its_moment_at_most() -> None:
    cached = Cached()
    cached.ring.create(["a"])
    cached.behind.destroy("a")

    cached.now = 0.99
    assert cached.ring.keys_for(["a"])["a"]
    cached.now = 1.0
    assert cached.ring.keys_for(["a"]) == {"a": None}


def test_using_a_key_does_not_lengthen_its_moment() -> None:
    cached = Cached()
    cached.ring.create(["a"])
    cached.behind.destroy("a")
    for cached.now in (0.3, 0.6, 0.9):
        cached.ring.keys_for(["a"])

    cached.now = 1.1
    assert cached.ring.keys_for(["a"]) == {"a": None}


def test_a_destruction_that_overtakes_an_answer_wins() -> None:
    class Overtaken(InMemoryKeyRing):
        def keys_for(self, subject_ids: Iterable[str]) -> Keys:
            answer = super().keys_for(list(subject_ids))
            ring.destroy("a")
            return answer

    behind = Overtaken()
    behind.create(["a"])
    ring = CachedKeyRing(behind)

    assert ring.keys_for(["a"]) == {"a": None}
    assert ring.keys_for(["a"]) == {"a": None}


def test_it_holds_no_more_than_its_limit_and_drops_the_oldest() -> None:
    cached = Cached(limit=3)
    for one in "abcd":
        cached.ring.create([one])
    cached.ring.keys_for("abcd")

    assert cached.behind.asked == ["a"]

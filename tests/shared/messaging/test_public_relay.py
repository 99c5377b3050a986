"""From the log to the public topic: what is public, once in every proof however often it is published."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.contracts.public import Disclosure, ProofV1, PublicEvent
from shared.event_store import StoredEvent
from shared.messaging.outgoing import Publication
from shared.messaging.parts import part_of
from shared.messaging.promise import OutgoingMessage, Publisher, PublishFailed
from shared.messaging.proofs import Chain
from shared.messaging.public import PublicRelay, PublicTelling
from tests.shared.messaging.test_relay import Backbone, private
from tests.support.events import appended
from tests.support.looking import checkpoint

PARTS = 3
NAME = "sample.public.relay"


@dataclass(frozen=True)
class HappenedV1:
    """The sample's message."""

    number: int


def _translate(event: StoredEvent, record: Recorded) -> CloudEvent[Any] | None:
    if event.type == "something-private":
        return None
    number = msgspec.json.decode(event.data)["number"]
    return envelope("/sample", "sample.happened.v1", HappenedV1(number), record)


TELLING = PublicTelling(
    Publication("sample", "sample.v1", lambda event: event, _translate),
    Disclosure("sample", {"sample.happened.v1": HappenedV1}, {}, lambda _: None),
)


class Kept:
    """A broker that keeps what it is given, and does not confirm the first ``fails`` times."""

    def __init__(self, fails: int = 0) -> None:
        self.messages: list[OutgoingMessage] = []
        self._fails = fails

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        self.messages += messages
        if self._fails:
            self._fails -= 1
            raise PublishFailed("no answer")

    def proofs(self) -> list[ProofV1]:
        decoder = msgspec.json.Decoder(PublicEvent[ProofV1])
        return [decoder.decode(one.value).data for one in self.messages if one.part is not None]

    def chains(self) -> dict[int, Chain]:
        """Each part as a subscriber counts it: in order, what comes twice once."""
        chains = dict.fromkeys(range(PARTS), Chain())
        for one in self.messages:
            if one.part is None:
                part = part_of(one.key, PARTS)
                chains[part] = chains[part].then(one.sequence, one.value)
        return chains


@pytest.fixture
def backbone(database_url: str) -> Iterator[Backbone]:
    with closing(Backbone(database_url)) as backbone:
        for version in range(4):
            backbone.append(*(appended(stream, version, [version]) for stream in "abcd"))
        backbone.append(private("p", 0))
        yield backbone


def relay(backbone: Backbone, publisher: Publisher) -> PublicRelay:
    return PublicRelay(backbone.engine, NAME, TELLING, publisher, range(PARTS))


def relayed(backbone: Backbone, publisher: Publisher, batch: int, until: int = 1000) -> None:
    running = relay(backbone, publisher)
    position = running.resume("log")
    try:
        while position < until and (found := backbone.log.read(position, batch)):
            position = running.handle("log", position, found)
    finally:
        running.close()


def last_proofs(kept: Kept) -> dict[int, Chain]:
    return {one.partition: Chain(one.count, one.digest, one.up_to) for one in kept.proofs()}


def test_bureaus_hear_what_is_public_without_what_ties_it_to_anybody(backbone: Backbone) -> None:
    kept = Kept()
    relayed(backbone, kept, batch=100)

    told = [msgspec.json.decode(one.value) for one in kept.messages if one.part is None]
    assert len(told) == 16
    assert told[0]["type"] == "public.sample.happened.v1"
    assert {one.topic for one in kept.messages} == {"public.sample.v1"}
    assert not {"correlationid", "causationid", "streamversion"} & told[0].keys()
    assert checkpoint(backbone.engine, "log", NAME).position == 17


def test_a_proof_says_how_many_messages_stand_in_its_part_and_their_hash(
    backbone: Backbone,
) -> None:
    kept = Kept()
    relayed(backbone, kept, batch=100)

    assert {n: chain for n, chain in kept.chains().items() if chain.count} == last_proofs(kept)
    assert sum(proof.count for proof in kept.proofs()) == 16


def test_the_digest_is_made_as_the_contract_says() -> None:
    first = sha256(bytes(32) + sha256(b"one").digest()).digest()
    second = sha256(first + sha256(b"two").digest()).hexdigest()
    assert Chain().then(4, b"one").then(9, b"two") == Chain(2, second, 9)


@pytest.mark.parametrize("batch", [1, 2, 5, 100])
def test_what_a_proof_counts_does_not_depend_on_batches_or_restarts(
    backbone: Backbone, batch: int
) -> None:
    kept = Kept()
    relayed(backbone, kept, batch, until=6)
    relayed(backbone, kept, batch)

    assert last_proofs(kept) == {n: one for n, one in kept.chains().items() if one.count}


def test_what_is_published_again_after_a_crash_is_counted_once(backbone: Backbone) -> None:
    kept = Kept(fails=2)
    for _ in range(2):
        with pytest.raises(PublishFailed):
            relayed(backbone, kept, batch=5)
    relayed(backbone, kept, batch=3)

    facts = [one for one in kept.messages if one.part is None]
    assert len(facts) > 16
    assert last_proofs(kept) == {n: one for n, one in kept.chains().items() if one.count}


def test_from_the_beginning_the_same_proofs_are_made_again(backbone: Backbone) -> None:
    once, again = Kept(), Kept()
    relayed(backbone, once, batch=4)
    with backbone.engine.begin() as connection:
        connection.exec_driver_sql("update subscription.checkpoints set position = 0")
    relayed(backbone, again, batch=7)

    assert last_proofs(again) == last_proofs(once)
    assert again.proofs()[-1].count < len(again.messages)


def test_where_nothing_is_public_nothing_is_sent_and_the_checkpoint_moves(
    backbone: Backbone,
) -> None:
    kept = Kept()
    relayed(backbone, kept, batch=100)
    sent = len(kept.messages)
    backbone.append(private("p", 1))
    relayed(backbone, kept, batch=100)

    assert len(kept.messages) == sent
    assert checkpoint(backbone.engine, "log", NAME).position == 18

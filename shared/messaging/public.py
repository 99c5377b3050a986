"""The log as bureaus hear it: what is public of each message, and proofs that nothing is missing.

A relay of its own, with a checkpoint of its own: a topic that bureaus have from today on holds the whole
history all the same, and what keeps it back keeps back nothing between services.
"""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Engine

from shared.contracts.public import Disclosure, ProofV1, PublicEvent
from shared.event_store import StoredEvent
from shared.messaging import proofs
from shared.messaging.outgoing import Publication
from shared.messaging.parts import part_of
from shared.messaging.promise import OutgoingMessage, Publisher
from shared.messaging.proofs import Chain
from shared.subscription import checkpoints
from shared.subscription.lease import Lease

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class PublicTelling:
    """What a service tells bureaus of its log."""

    publication: Publication[Any]
    disclosure: Disclosure

    @property
    def topic(self) -> str:
        return self.disclosure.topic

    def message(self, event: StoredEvent) -> OutgoingMessage | None:
        """The public message about an event; None for what bureaus are not told."""
        told = self.publication.told(event)
        public = None if told is None else self.disclosure.disclosed(told)
        return None if public is None else self._outgoing(public, event.position, event)

    def proof(self, part: int, chain: Chain, event: StoredEvent) -> OutgoingMessage:
        """The message that tells how a part stands, once ``event`` has been published."""
        data = ProofV1(part, chain.count, chain.digest, chain.sequence)
        told = self.disclosure.proof(data, event.recorded_at, event.effective_date)
        return self._outgoing(told, chain.sequence, event, part)

    def _outgoing(
        self, public: PublicEvent[Any], sequence: int, event: StoredEvent, part: int | None = None
    ) -> OutgoingMessage:
        return OutgoingMessage(
            self.topic, public.subject, _encode(public), sequence, event.recorded_at, part=part
        )


class PublicRelay:
    """`shared.subscription.Handler` from a service's own log to its public topic.

    Behind each batch stands a proof in every part that the batch has touched; how the parts stand is saved
    with the checkpoint.
    """

    def __init__(
        self,
        engine: Engine,
        subscription: str,
        telling: PublicTelling,
        publisher: Publisher,
        parts: Sized,
    ) -> None:
        """``parts``: those of the topic, counted anew at each start."""
        self._engine, self.subscription = engine, subscription
        self._telling, self._publisher, self._parts = telling, publisher, parts
        self._lease = Lease(engine, subscription)
        self._chains: dict[int, Chain] = {}
        self._count = 0

    def resume(self, source: str) -> int:
        self._lease.take()
        self._count = len(self._parts)
        with self._engine.begin() as connection:
            position = checkpoints.ensure(connection, self.subscription, source).position
            if position == 0:
                proofs.forget(connection, self.subscription)
            self._chains = proofs.load(connection, self.subscription)
        return position

    def handle(self, source: str, after: int, batch: Sequence[StoredEvent]) -> int:
        self._lease.check()
        last = batch[-1]
        told = [message for message in map(self._telling.message, batch) if message is not None]
        grown = self._grown(told)
        proven = [self._telling.proof(part, chain, last) for part, chain in sorted(grown.items())]
        if told:
            self._publisher.publish([*told, *proven])
        to = checkpoints.Checkpoint(last.position, last.sequence, last.recorded_at)
        with self._engine.begin() as connection:
            checkpoints.save(connection, self.subscription, source, after, to)
            proofs.save(connection, self.subscription, grown)
        self._chains |= grown
        return last.position

    def close(self) -> None:
        self._lease.give_back()

    def _grown(self, told: Sequence[OutgoingMessage]) -> dict[int, Chain]:
        """How the parts that these messages go to stand with them."""
        grown: dict[int, Chain] = {}
        for message in told:
            part = part_of(message.key, self._count)
            chain = grown.get(part) or self._chains.get(part, Chain())
            grown[part] = chain.then(message.sequence, message.value)
        return grown

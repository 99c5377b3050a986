"""From what services tell one another to what everybody may know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from shared.contracts.cloudevents import (
    CONTENT_TYPE,
    SPEC_VERSION,
    CloudEvent,
    data_schema,
    sequence_text,
)

D = TypeVar("D")

_STREET = 3
PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent(Generic[D]):
    """One message to bureaus. `source` and `id` together name it for ever: a reader counts it once.

    What would tie messages to a person or to a request is left out (correlation, causation, the number
    within a stream), so no two messages can be told to be about the same person.

    Attributes:
        id: the same text as `sequence`.
        source: the publisher, for example `/public/membership`.
        type: the contract, for example `public.membership.division-registered.v1`.
        subject: what it tells of, which is also the message key: order holds within it.
        time: when the fact was recorded (UTC).
        dataschema: the `$id` of the JSON Schema of `data`.
        sequence: the publisher's position, 20 digits, padded with zeros; it rises within a partition,
            and a message that comes twice has the same one.
        effectivedate: from which day the fact is true; it may lie long before `time`.
        data: the contract itself.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    sequence: str
    effectivedate: date
    data: D
    specversion: str = SPEC_VERSION
    datacontenttype: str = CONTENT_TYPE


@dataclass(frozen=True, slots=True)
class ProofV1:
    """What stands in this partition: by it a subscriber knows that nothing is missing.

    Take the messages of the partition in the order of `sequence`, each once, without the proofs, up to and
    including the one of sequence `up_to`. There are `count` of them. `digest` is 64 zeros before the first;
    after each it is the SHA-256, in hexadecimal, of the 32 bytes of the digest before it and the 32 bytes
    of the SHA-256 of the message's value.

    Attributes:
        partition: the partition it speaks of, from 0; it stands in that partition.
        count: how many messages.
        digest: the running hash.
        up_to: the sequence of the last of them.
    """

    partition: int
    count: int
    digest: str
    up_to: int


@dataclass(frozen=True, slots=True)
class About:
    """What a public message tells of (its key), and what it tells."""

    subject: str
    data: Any


@dataclass(frozen=True)
class Disclosure:
    """What of a service's messages is public.

    Attributes:
        service: its name, `membership`.
        as_they_stand: messages that tell of no person, by their type: published with the same data.
        counted: messages of their own, by type; `count` makes them.
        count: what is told about a message that is not told as it stands; None: nothing.
    """

    service: str
    as_they_stand: Mapping[str, type[Any]]
    counted: Mapping[str, type[Any]]
    count: Callable[[Any], About | None]

    @property
    def topic(self) -> str:
        """Where it is published."""
        return f"public.{self.service}.v1"

    @property
    def messages(self) -> Mapping[str, type[Any]]:
        """Every message of the topic that tells a fact, by its CloudEvents `type`."""
        same = {f"public.{name}": cls for name, cls in self.as_they_stand.items()}
        return {**same, **self.counted}

    @property
    def proof_type(self) -> str:
        """The CloudEvents `type` of the topic's `ProofV1`."""
        return f"public.{self.service}.{PROOF}.v1"

    def disclosed(self, told: CloudEvent[Any]) -> PublicEvent[Any] | None:
        """What everybody may know of a message; None: nothing."""
        if told.type in self.as_they_stand:
            return self._event(f"public.{told.type}", told, About(told.subject, told.data))
        about = self.count(told.data)
        if about is None:
            return None
        names = (name for name, cls in self.counted.items() if cls is type(about.data))
        return self._event(next(names), told, about)

    def proof(self, proof: ProofV1, time: datetime, effective_date: date) -> PublicEvent[ProofV1]:
        """The message that tells how a partition stands."""
        sequence = sequence_text(proof.up_to)
        return PublicEvent(
            id=f"{PROOF}-{proof.partition}@{sequence}",
            source=f"/public/{self.service}",
            type=self.proof_type,
            subject=PROOF,
            time=time,
            dataschema=data_schema(self.proof_type),
            sequence=sequence,
            effectivedate=effective_date,
            data=proof,
        )

    def _event(self, kind: str, told: CloudEvent[Any], about: About) -> PublicEvent[Any]:
        return PublicEvent(
            id=told.sequence,
            source=f"/public/{self.service}",
            type=kind,
            subject=about.subject,
            time=told.time,
            dataschema=data_schema(kind),
            sequence=told.sequence,
            effectivedate=told.effectivedate,
            data=about.data,
        )


def down_to_street(path: str) -> str:
    """A path from the root, cut behind its third part: city, district, street."""
    return "/".join(path.split("/")[:_STREET])

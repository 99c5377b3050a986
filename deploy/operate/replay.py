"""`replay`: a bureau that joins late gets what concerns it of a public topic, from the first day, in its own topic.

What it reads is public already; of that only its districts and its types of messages go on, and what a count
says of another district is left out. Each record tells in a header where it stood in the public topic: a replay
that was killed goes on behind the last record that arrived, and one that is run again brings the rest. Behind
what it brought stands a proof in each partition, so the bureau can verify its own topic as any other.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from deploy.operate.answers import Refused, Status, table
from deploy.operate.reading import records_of, same_parts
from shared.contracts.public import Disclosure, ProofV1
from shared.messaging.proofs import Chain

AT = "public_offset"
"""The header that says where a record stood in the public topic."""
_PLACES = ("path", "code", "premises", "communities", "before", "after")
_SIDES = ("before", "after")


@dataclass(frozen=True)
class Wanted:
    """What a bureau is to have.

    Attributes:
        districts: division codes, and ids of organisations; whatever lies below belongs to them.
        types: of messages; empty for all.
    """

    districts: frozenset[str]
    types: frozenset[str]

    def of(self, message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The message as the bureau is to have it; None: not at all.

        What is of no place (a rule, the calendar) is everybody's.
        """
        if self.types and message["type"] not in self.types:
            return None
        places = list(_places(message["data"]))
        if places and not any(map(self._within, places)):
            return None
        return self._masked(message)

    def _masked(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """A count without the street of another district where it was, or where it is."""
        data = message["data"]
        sides = {side: data[side] for side in _SIDES if isinstance(data.get(side), str)}
        strange = {side: None for side, place in sides.items() if not self._within(place)}
        if not strange:
            return message
        [subject] = sides.keys() - strange.keys()
        return {**message, "subject": sides[subject], "data": {**data, **strange}}

    def _within(self, place: str) -> bool:
        return any(
            part == district
            or (district.isdigit() and part.isdigit() and part.startswith(district))
            for part in place.split("/")
            for district in self.districts
        )


@dataclass(frozen=True)
class Stands:
    """How far a partition of the bureau's topic is: the next public offset, and its messages so far."""

    next_offset: int
    chain: Chain


class Replay:
    """From a public topic to a bureau's own, partition by partition."""

    def __init__(
        self, told: Mapping[str, Any], disclosure: Disclosure, wanted: Wanted, source: str, to: str
    ) -> None:
        """``told``: what a client is told of the cluster."""
        self._consumer = KafkaConsumer(**told, enable_auto_commit=False, auto_offset_reset="none")
        self._producer = KafkaProducer(**told, acks="all", enable_idempotence=True)
        self._disclosure, self._wanted = disclosure, wanted
        self._source, self._to = source, to
        self._failed: list[BaseException] = []

    def close(self) -> None:
        self._producer.close()
        self._consumer.close()

    def ends(self) -> dict[int, int]:
        """Where each partition of the public topic ends."""
        parts = same_parts(self._consumer, self._source, self._to)
        at = self._consumer.end_offsets([TopicPartition(self._source, part) for part in parts])
        return {partition.partition: end for partition, end in at.items()}

    def stands(self, part: int) -> Stands:
        """How far the bureau's partition is, by what stands in it."""
        position, chain = 0, Chain()
        for record in records_of(self._consumer, TopicPartition(self._to, part)):
            position = int(dict(record.headers)[AT]) + 1
            message = json.loads(record.value)
            if message["type"] != self._disclosure.proof_type:
                chain = chain.then(int(message["sequence"]), record.value)
        return Stands(position, chain)

    def bring(self, part: int, before: Stands, end: int) -> int:
        """Bring a partition from where it stands up to ``end``; answers how many messages are there then.

        Raises:
            Refused: Kafka did not take one; run it again.
        """
        chain, last = before.chain, None
        source = TopicPartition(self._source, part)
        for last in records_of(self._consumer, source, before.next_offset, end):
            message = json.loads(last.value)
            sequence = int(message["sequence"])
            told = self._told(message)
            if told is not None and sequence > chain.sequence:
                value = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
                self._send(part, last, told["subject"], value)
                chain = chain.then(sequence, value)
        if last is not None:
            self._prove(part, last, chain)
        self._producer.flush()
        if self._failed:
            raise Refused(f"Kafka did not take a message: {self._failed[0]!r}. Run it again")
        return chain.count

    def _told(self, message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        proof = message["type"] == self._disclosure.proof_type
        return None if proof else self._wanted.of(message)

    def _prove(self, part: int, last: Any, chain: Chain) -> None:
        proof = ProofV1(part, chain.count, chain.digest, chain.sequence)
        message = json.loads(last.value)
        time = datetime.fromisoformat(message["time"])
        day = date.fromisoformat(message["effectivedate"])
        told = self._disclosure.proof(proof, time, day)
        self._send(part, last, told.subject, msgspec.json.encode(told))

    def _send(self, part: int, record: Any, key: str, value: bytes) -> None:
        headers = [*record.headers, (AT, b"%d" % record.offset)]
        self._producer.send(
            self._to,
            value,
            key.encode(),
            headers=headers,
            partition=part,
            timestamp_ms=record.timestamp,
        ).add_errback(self._failed.append)


def run(replay: Replay) -> Status:
    """Bring what is missing up to the present end of the public topic, and tell how much it was."""
    rows = []
    for part, end in sorted(replay.ends().items()):
        before = replay.stands(part)
        there = before.chain.count
        rows.append((part, there, replay.bring(part, before, end) - there))
    print(table(("分区 partition", "已有 there", "补发 brought"), rows, empty=""))
    return Status.DONE


def _places(data: Any, name: str = "") -> Iterator[str]:
    """Every path and division code in a message."""
    if isinstance(data, str) and name.endswith(_PLACES):
        yield data
    elif isinstance(data, dict):
        for field, value in data.items():
            yield from _places(value, field)
    elif isinstance(data, list):
        for value in data:
            yield from _places(value, name)

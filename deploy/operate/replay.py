"""`replay`: a bureau that joins late gets what concerns it of a public topic, from the first day, in its own topic.

What it reads is public already; of that only its districts and its types of messages go on, and what a count
says of another district is left out. Each record tells in a header where it stood in the public topic: a replay
that was killed goes on behind the last record that arrived, and one that is run again brings the rest. Behind
what it brought stands a proof in each partition, so the bureau can verify its own topic as any other.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

import msgspec
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from deploy.operate.answers import Refused, Status, table
from deploy.operate.reading import records_of, same_parts
from shared.contracts.public import Disclosure, ProofV1
from shared.messaging.proofs import Chain

AT = "public_offset"
"""The header that says where a record stood in the public topic."""
_PLACES = re.compile(
    r"((place|into|successor|organisation)_)?path|((division|community|parent)_)?code|premises|communities"
    r"|before|after|conference_id"
)
"""Fields that hold places where they hold texts; a joint conference has its community's code."""
_SIDES = ("before", "after")
_EVERYBODYS = re.compile(
    r"public\.\w+\.(rule-set|calendar-year-set|category-set|category-retired)\.v\d+"
)
"""What is of no place at all."""


@dataclass(frozen=True)
class Wanted:
    """What a bureau is to have.

    Attributes:
        districts: division codes, and ids of organisations; whatever lies below belongs to them.
        types: of messages; empty for all.
    """

    districts: frozenset[str]
    types: frozenset[str]

    def of(
        self, message: Mapping[str, Any], known: Container[str] = ()
    ) -> Mapping[str, Any] | None:
        """The message as the bureau is to have it; None: not at all. ``known``: see `concerns`."""
        if self.types and message["type"] not in self.types:
            return None
        return self._masked(message) if self.concerns(message, known) else None

    def concerns(self, message: Mapping[str, Any], known: Container[str] = ()) -> bool:
        """Whether it is of these districts.

        A rule or the calendar is everybody's. What names no place itself (a unit is closed, an agreement is over)
        concerns whom its subject has concerned before: then that is one of ``known``.
        """
        if places := list(_places(message["data"])):
            return any(map(self._within, places))
        return _EVERYBODYS.fullmatch(message["type"]) is not None or message["subject"] in known

    def _masked(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """A count without the street of another district where it was, or where it is."""
        data = message["data"]
        counted = {side: place for side in _SIDES if (place := _counted_at(data.get(side)))}
        strange = {side for side, place in counted.items() if not self._within(place)}
        if not strange:
            return message
        [ours] = counted.keys() - strange
        masked = {side: _nowhere(data[side], counted[ours]) for side in strange}
        return {**message, "subject": counted[ours], "data": {**data, **masked}}

    def _within(self, place: str) -> bool:
        return any(
            part == district
            or (district.isdigit() and part.isdigit() and part.startswith(district))
            for part in place.split("/")
            for district in self.districts
        )


@dataclass(frozen=True)
class Stands:
    """How far a partition of the bureau's topic is: the next public offset, its messages so far, and their subjects."""

    next_offset: int
    chain: Chain
    known: frozenset[str] = frozenset()


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
        position, chain, known = 0, Chain(), set[str]()
        for record in records_of(self._consumer, TopicPartition(self._to, part)):
            position = int(dict(record.headers)[AT]) + 1
            message = json.loads(record.value)
            if message["type"] != self._disclosure.proof_type:
                chain = chain.then(int(message["sequence"]), record.value)
                known.add(message["subject"])
        return Stands(position, chain, frozenset(known))

    def bring(self, part: int, before: Stands, end: int) -> int:
        """Bring a partition from where it stands up to ``end``; answers how many messages are there then.

        Raises:
            Refused: Kafka did not take one; run it again.
        """
        chain, last, known = before.chain, None, {*before.known}
        source = TopicPartition(self._source, part)
        # Whom a subject concerns is told by messages of other types: where some are left out, look at all again.
        begin = 0 if self._wanted.types else before.next_offset
        for last in records_of(self._consumer, source, begin, end):
            message = json.loads(last.value)
            sequence = int(message["sequence"])
            told = self._told(message, known)
            if told is not None and sequence > chain.sequence:
                value = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
                self._send(part, last, told["subject"], value)
                chain = chain.then(sequence, value)
        if last is not None and last.offset >= before.next_offset:
            self._prove(part, last, chain)
        self._producer.flush()
        if self._failed:
            raise Refused(f"Kafka did not take a message: {self._failed[0]!r}. Run it again")
        return chain.count

    def _told(self, message: Mapping[str, Any], known: set[str]) -> Mapping[str, Any] | None:
        if message["type"] == self._disclosure.proof_type:
            return None
        if self._wanted.concerns(message, known):
            known.add(message["subject"])
        return self._wanted.of(message, known)

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


def _counted_at(side: Any) -> str | None:
    """Where a count is before or after; None for facts of another kind."""
    figure = side.get("place_path") if isinstance(side, dict) else side
    return figure if isinstance(figure, str) else None


def _nowhere(side: Any, ours: str) -> Any:
    """The side without its place: a figure (of an appeal) stays one, at what both places have in common."""
    if not isinstance(side, dict):
        return None
    both = zip(side["place_path"].split("/"), ours.split("/"), strict=False)
    common = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], both)]
    return {**side, "place_path": "/".join(common)}


def _places(data: Any, name: str = "") -> Iterator[str]:
    """Every path and division code in a message."""
    if isinstance(data, str) and _PLACES.fullmatch(name):
        yield data
    elif isinstance(data, dict):
        for field, value in data.items():
            yield from _places(value, field)
    elif isinstance(data, list):
        for value in data:
            yield from _places(value, name)

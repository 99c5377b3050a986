"""`replay`: a bureau that joins late gets what concerns it of a public topic, from the first day, in its own topic.

What it reads is public already; of that only its districts and its types of messages go on, and what a count
says of another district is left out. Each record tells in a header where it stood in the public topic: a replay
that was killed goes on behind the last record that arrived, and one that is run again brings the rest. Behind
what it brought stands a proof in each partition, so the bureau can verify its own topic as any other. What is there already
is held against what is asked for, in each partition before the first is written: a topic that was brought for other
districts, or lacks a message, is refused and left as it was.
"""

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from deploy.operate.answers import Refused, Status, table
from deploy.operate.reading import records_of, same_parts
from deploy.operate.wanted import Wanted
from shared.contracts.public import Disclosure, ProofV1
from shared.messaging.proofs import Chain

AT = "public_offset"
"""The header that says where a record stood in the public topic."""
_OURS = re.compile(r"(public\.)?(membership|petitions|resources|reporting)\.v\d+")
"""Topics that belong to the platform: what is written there by hand is believed by everybody."""
_AT_ONCE = 500
"""Messages that Kafka has confirmed before more are sent."""


@dataclass(frozen=True)
class Stands:
    """How far a partition of the bureau's topic is: the next public offset, and its messages so far."""

    next_offset: int
    chain: Chain
    sequences: Sequence[int] = ()


class Due(NamedTuple):
    """A message of the bureau's topic: what it says, and the public record it stands for."""

    record: Any
    type: str
    key: str
    value: bytes


class Replay:
    """From a public topic to a bureau's own, partition by partition.

    Attributes:
        proof_type: the type of those messages that prove the others.
    """

    def __init__(
        self, told: Mapping[str, Any], disclosure: Disclosure, wanted: Wanted, source: str, to: str
    ) -> None:
        """``told``: what a client is told of the cluster.

        Raises:
            Refused: the topic to be written to is one of the platform's own.
        """
        if _OURS.fullmatch(to):
            raise Refused(f"{to} is the platform's own: name a topic made for the bureau alone")
        self._consumer = KafkaConsumer(**told, enable_auto_commit=False, auto_offset_reset="none")
        self._producer = KafkaProducer(**told, acks="all", enable_idempotence=True)
        self._disclosure, self._wanted = disclosure, wanted
        self.proof_type = disclosure.proof_type
        self._source, self._to = source, to
        self._failed: list[BaseException] = []
        self._sent = 0

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
        position, chain, sequences = 0, Chain(), array("q")
        for record in records_of(self._consumer, TopicPartition(self._to, part)):
            at = dict(record.headers).get(AT)
            if at is None:
                raise Refused(
                    f"{self._to} holds what no replay has brought: name a topic made for this bureau"
                )
            position = int(at) + 1
            message = json.loads(record.value)
            if self._is_new(message, chain.sequence):
                chain = chain.then(int(message["sequence"]), record.value)
                sequences.append(chain.sequence)
        return Stands(position, chain, sequences)

    def judge(self, part: int, end: int) -> None:
        """Hold what is there against what is wanted; nothing is written. Raises `Refused` as `due` does."""
        next(self.due(part, self.stands(part), end), None)

    def bring(self, part: int, before: Stands, end: int) -> Counter[str]:
        """Bring what is due; answers how many messages of each type.

        Raises:
            Refused: see `due`; or Kafka did not take a message.
        """
        brought = Counter[str]()
        for one in self.due(part, before, end):
            if one.type == self.proof_type:
                self._confirm()
            self._send(part, one)
            brought[one.type] += 1
        self._confirm()
        return brought

    def due(self, part: int, before: Stands, end: int) -> Iterator[Due]:
        """What a partition lacks from where it stands up to ``end``, and behind it a proof of all that is there then.

        The public partition is looked at from its beginning: what is there already must be what was wanted.

        Raises:
            Refused: it is not, which shows before the first message.
        """
        chain, last, sequence = before.chain, None, 0
        known, there = set[str](), iter(before.sequences)
        for last in records_of(self._consumer, TopicPartition(self._source, part), 0, end):
            message = json.loads(last.value)
            if not self._is_new(message, sequence):
                continue
            sequence = int(message["sequence"])
            if (told := self._told(message, known)) is None:
                continue
            if (brought := next(there, None)) is None:
                value = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
                yield Due(last, message["type"], told["subject"], value)
                chain = chain.then(sequence, value)
            elif brought != sequence:
                raise self._other(part, sequence)
        if (left := next(there, None)) is not None:
            raise self._other(part, left)
        if last is not None and last.offset >= before.next_offset:
            yield self._proof(part, last, chain)

    def _other(self, part: int, sequence: int) -> Refused:
        return Refused(
            f"{self._to} partition {part} is not what was asked for, from sequence {sequence} on: it was brought for"
            " other districts or types, or a message was lost on its way. Make a new topic and replay into it"
        )

    def _confirm(self) -> None:
        """Wait until Kafka has all that was sent: nothing is sent past what it did not take.

        Raises:
            Refused: it did not take one.
        """
        self._producer.flush()
        self._sent = 0
        if self._failed:
            raise Refused(f"Kafka did not take a message: {self._failed[0]!r}. Run it again")

    def _is_new(self, message: Mapping[str, Any], behind: int) -> bool:
        """Whether it tells a fact; one whose sequence does not rise came twice."""
        return message["type"] != self.proof_type and int(message["sequence"]) > behind

    def _told(self, message: Mapping[str, Any], known: set[str]) -> Mapping[str, Any] | None:
        if self._wanted.concerns(message, known):
            known.add(message["subject"])
        return self._wanted.of(message, known)

    def _proof(self, part: int, last: Any, chain: Chain) -> Due:
        proof = ProofV1(part, chain.count, chain.digest, chain.sequence)
        message = json.loads(last.value)
        time = datetime.fromisoformat(message["time"])
        day = date.fromisoformat(message["effectivedate"])
        told = self._disclosure.proof(proof, time, day)
        return Due(last, self.proof_type, told.subject, msgspec.json.encode(told))

    def _send(self, part: int, one: Due) -> None:
        headers = [*one.record.headers, (AT, b"%d" % one.record.offset)]
        self._producer.send(
            self._to,
            one.value,
            one.key.encode(),
            headers=headers,
            partition=part,
            timestamp_ms=one.record.timestamp,
        ).add_errback(self._failed.append)
        self._sent += 1
        if self._sent >= _AT_ONCE:
            self._confirm()

    def shown(self) -> str:
        """Where to, from where, and what, as people read it."""
        of = f"of districts {', '.join(sorted(self._wanted.districts))}"
        types = f", of types {', '.join(sorted(self._wanted.types))}" if self._wanted.types else ""
        return f"into {self._to}, from {self._source}, {of}{types}"

    def counted(self, part: int, before: Stands, end: int) -> Counter[str]:
        """How many messages of each type `bring` would bring; nothing is written. Raises `Refused` as `due` does."""
        return Counter(one.type for one in self.due(part, before, end))


def run(replay: Replay, *, dry_run: bool) -> Status:
    """Bring what is missing up to the present end of the public topic, and tell how much it was."""
    print(f"{'试运行 dry run: would write' if dry_run else '写入 writing'} {replay.shown()}")
    ends = sorted(replay.ends().items())
    if not dry_run:
        for part, end in ends:  # all before the first is written
            replay.judge(part, end)
    bring, rows, types = replay.counted if dry_run else replay.bring, [], Counter[str]()
    for part, end in ends:
        before = replay.stands(part)
        brought = bring(part, before, end)
        rows.append((part, before.chain.count, brought.total() - brought[replay.proof_type]))
        types += brought
    would = "将补发 would bring" if dry_run else "补发 brought"
    print(table(("分区 partition", "已有 there", would), rows, empty=""))
    print(table(("类型 type", would), sorted(types.items()), empty=""))
    return Status.DONE

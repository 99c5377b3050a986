"""`verify`: whether a public topic holds what its publisher proves, message by message.

Judged are the ranges between the proofs that stand in the topic, and behind them what the publisher has noted in
its own database: so also an end that was cut off, with its proof, is noticed. A relay publishes before it notes, so the
topic may be ahead of that; what stands there is judged by the publisher's log, and no proof in the topic is believed:
whoever could write a message there could write its proof. Of a range that is not what was published, the log tells
which messages are missing, altered, or were never published. Without its publisher a topic is complete as far as its own
proofs go, and nothing is called so that no proof has come of.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from typing import Any, NamedTuple

import msgspec
from kafka import KafkaConsumer, TopicPartition

from deploy.operate.answers import Status, table
from deploy.operate.opened import Opened
from deploy.operate.proven import Fault, Proven
from deploy.operate.reading import parts_of, records_of
from shared.contracts.cloudevents import sequence_text
from shared.contracts.public import DISCLOSURES, ProofV1, PublicEvent
from shared.event_store.postgres import PostgresEventStore
from shared.messaging import proofs
from shared.messaging.parts import part_of
from shared.messaging.promise import OutgoingMessage
from shared.messaging.proofs import Chain
from shared.messaging.public import PublicTelling

_PROOFS = frozenset(disclosure.proof_type for disclosure in DISCLOSURES)
_message = msgspec.json.Decoder(PublicEvent[msgspec.Raw]).decode
_proof = msgspec.json.Decoder(ProofV1).decode
_BATCH, _NAMED = 500, 20
_ONLY_A_PROOF = "每条消息均如所发布 each message is as published: a proof is not the publisher's"
_COMPLETE = "完整 complete: nothing is missing, doubled or altered"
_NOT_PROVEN = (
    "未证明 not proven: no proof has come yet of all that was written. One stands behind each batch, so ask again"
    " (请稍后再核对); if it stays so, run the replay again, or ask the publisher (no --topic, no --bootstrap)"
)
_HEADERS = (
    "主题 topic",
    "分区 partition",
    "消息 messages",
    "已证明至 proven up to",
    "未证明 unproven",
    "结论 found",
)


class Missed(NamedTuple):
    """Where a topic is not what was published."""

    part: int
    fault: Fault
    parts: int


class Judged(NamedTuple):
    """What was found in a partition, where it is not what was published, and whether anything proves all of it."""

    found: Proven
    missed: Sequence[Missed]
    proven: bool

    @property
    def verdict(self) -> str:
        if faults := len(self.missed) + len(self.found.strange):
            return f"{faults} 处有异 places differ"
        return "完整 complete" if self.proven else "未证明 not proven"


@dataclass(frozen=True)
class Publisher:
    """What a topic is compared with besides its own proofs: the service that publishes it."""

    service: Opened
    telling: PublicTelling

    def chains(self) -> Mapping[int, Chain]:
        """How it has noted each partition to stand."""
        with self.service.engine.connect() as connection:
            return proofs.load(connection, f"{self.service.name}.public.relay")

    def differing(self, missed: Missed) -> Iterator[str]:
        """Each message that is not as it was published, and what is wrong with it."""
        fault = missed.fault
        told_of = self.published(missed.part, missed.parts, fault.since, fault.up_to)
        published = {one.sequence: one for one in told_of}
        found = {**fault.before, **fault.found}
        for at in sorted(published.keys() | found.keys()):
            told = published.get(at)
            if told is None:
                yield f"{at} 从未发布 never published"
            elif at not in found:
                yield f"{at} 缺少 missing ({json.loads(told.value)['type']})"
            elif found[at] != sha256(told.value).digest():
                yield f"{at} 被改动 altered ({json.loads(told.value)['type']})"

    def published(self, part: int, parts: int, after: int, up_to: int) -> Iterator[OutgoingMessage]:
        """What its log has for a partition, behind one sequence up to another."""
        store = PostgresEventStore(self.service.observing)
        while after < up_to and (events := store.read_log(after, _BATCH)):
            for event in events:
                if event.position > up_to:
                    return
                message = self.telling.message(event)
                if message is not None and part_of(message.key, parts) == part:
                    yield message
            after = events[-1].position


@dataclass(frozen=True)
class Asked:
    """A topic to be verified, and who publishes it; None: its own proofs must do."""

    topic: str
    publisher: Publisher | None = None

    @property
    def types(self) -> str:
        """How the types of its messages begin, where that is known."""
        return f"public.{self.publisher.service.name}." if self.publisher else "public."


def run(told: Mapping[str, Any], asked: Iterable[Asked]) -> Status:
    """Read the topics from their beginning; `LEFT` when one does not hold what was published, or nothing proves it.

    ``told``: what a client is told of the cluster.
    """
    rows: list[Sequence[object]] = []
    words: list[str] = []
    proven = True
    with closing(
        KafkaConsumer(**told, enable_auto_commit=False, auto_offset_reset="none")
    ) as consumer:
        for one in asked:
            for judged in _verified(consumer, one):
                rows.append((one.topic, *_shown(judged)))
                words += [line for each in judged.missed for line in _told(one, each)]
                words += _strange(one.topic, judged.found)
                proven = proven and judged.proven
    sys.stderr.write("\n")
    if not proven:
        words.append(_NOT_PROVEN)
    print(table(_HEADERS, rows, empty=""))
    print("\n".join(words or [_COMPLETE]))
    return Status.LEFT if words else Status.DONE


def _verified(consumer: Any, asked: Asked) -> Iterator[Judged]:
    """Each partition."""
    noted = asked.publisher.chains() if asked.publisher else {}  # before the topic, which is ahead
    parts = parts_of(consumer, asked.topic)
    for part in parts:
        sys.stderr.write(f"\r{asked.topic} {part + 1} / {len(parts)}   ")
        chain = noted.get(part, Chain())
        found = Proven(part, chain.sequence if asked.publisher else inf)
        written = _read(consumer, found, asked)
        found.close(chain)
        if asked.publisher:
            later = asked.publisher.published(part, len(parts), chain.sequence, found.reach)
            found.judge(chain, ((one.sequence, one.value) for one in later))
        missed = [Missed(part, fault, len(parts)) for fault in found.faults]
        proven = not written or (found.proofs > 0 and found.unproven == 0)
        yield Judged(found, missed, proven or asked.publisher is not None)


def _read(consumer: Any, found: Proven, asked: Asked) -> bool:
    """All that stands in a partition; answers whether anything was ever written there."""
    at = TopicPartition(asked.topic, found.part)
    [begin] = consumer.beginning_offsets([at]).values()  # above 0: what stood before is missing
    for record in records_of(consumer, at, begin):
        try:
            _take(found, record.value or b"", asked.types)
        except (ValueError, RecursionError):  # whoever may write there can write anything
            found.strange.append(record.offset)
    return bool(consumer.position(at) > 0)


def _take(found: Proven, value: bytes, types: str) -> None:
    message = _message(value)
    sequence = int(message.sequence)
    if not message.type.startswith(types) or message.sequence != sequence_text(sequence):
        raise ValueError(message)
    if message.type in _PROOFS:
        found.prove(_proof(message.data))
    else:
        found.take(sequence, value)


def _shown(judged: Judged) -> tuple[object, ...]:
    found = judged.found
    return (found.part, found.messages, found.last.sequence, found.unproven, judged.verdict)


def _strange(topic: str, found: Proven) -> Iterator[str]:
    for offset in found.strange[:_NAMED]:
        yield f"{topic} 分区 partition {found.part}, offset {offset}: 不是其消息 no message of this publisher"
    if len(found.strange) > _NAMED:
        yield f"  … 另有 and {len(found.strange) - _NAMED} more"


def _told(asked: Asked, missed: Missed) -> Iterator[str]:
    fault = missed.fault
    yield (
        f"{asked.topic} 分区 partition {missed.part}, behind sequence {fault.after} up to"
        f" {fault.up_to}: {fault.told()}"
    )
    if asked.publisher is None or fault.after == fault.up_to:
        return
    named = list(asked.publisher.differing(missed)) or [_ONLY_A_PROOF]
    yield from (f"  {line}" for line in named[:_NAMED])
    if len(named) > _NAMED:
        yield f"  … 另有 and {len(named) - _NAMED} more"

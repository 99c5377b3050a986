"""A public topic of a few messages, and what a replay of it brings."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from kafka import KafkaConsumer, TopicPartition

from deploy.operate.__main__ import main
from shared.contracts import membership
from shared.contracts.cloudevents import Recorded, envelope
from shared.contracts.membership import members, rules
from shared.contracts.public.membership import DISCLOSURE
from tests.support.events import NOW
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import Raw

OURS, OTHER = "city/ours/street-1", "city/other/street-9"
_DAY = date(2026, 3, 1)
RULE = rules.RuleSetV1("letter-days-inside", 10, "day", "a notice", _DAY)


def facts(street: str) -> members.MemberFactsV1:
    path = f"{street}/branch"
    return members.MemberFactsV1("b", path, "full", "retired", "college", _DAY, "male")


def moved(before: str, after: str) -> members.AffiliationTransferredV1:
    return members.AffiliationTransferredV1("m", "t", facts(before), facts(after), _DAY)


_TYPES = {cls: name for name, cls in membership.MESSAGES.items()}
HISTORY = [
    RULE,
    moved(OTHER, OURS),
    moved(OTHER, OTHER + "-b"),
    moved(OURS, OTHER),
    moved(OURS, OURS + "-b"),
]


def records(told: list[Any], first: int = 1) -> list[Raw]:
    found = []
    for number, data in enumerate(told, first):
        record = Recorded(
            event_id=f"member-m@{number}",
            stream="member-m",
            version=number,
            position=number,
            recorded_at=NOW,
            effective_date=_DAY,
        )
        public = DISCLOSURE.disclosed(envelope("/membership", _TYPES[type(data)], data, record))
        assert public is not None
        found.append(Raw(public.subject.encode(), msgspec.json.encode(public), []))
    return found


def read(kafka: TestKafka, topic: str, partition: int = 0) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="none")
    at = TopicPartition(topic, partition)
    try:
        consumer.assign([at])
        consumer.seek(at, 0)
        end, found = consumer.end_offsets([at])[at], list[bytes]()
        while consumer.position(at) < end:
            found += [one.value for one in consumer.poll(timeout_ms=500).get(at, ())]
        return found
    finally:
        consumer.close()


def facts_of(values: list[bytes]) -> list[Mapping[str, Any]]:
    told = [json.loads(value) for value in values]
    return [one for one in told if one["type"] != DISCLOSURE.proof_type]


def replay(kafka: TestKafka, source: str, to: str, *more: str) -> int:
    at = ["--source", source, "--to", to, "--bootstrap", kafka.bootstrap]
    return main(["replay", "membership", "--district", "ours", *at, *more])

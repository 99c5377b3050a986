"""A bureau that joins late has the whole history of its districts, each message once, and can verify it."""

import json
import re
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.operate.replay import Replay
from deploy.operate.wanted import Wanted
from shared.contracts import membership
from shared.contracts.cloudevents import Recorded, envelope
from shared.contracts.membership import members, rules
from shared.contracts.public.membership import DISCLOSURE
from shared.messaging.proofs import Chain
from tests.support.events import NOW
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import Raw, send

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


def read(kafka: TestKafka, topic: str) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="none")
    at = TopicPartition(topic, 0)
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


def test_it_has_its_districts_and_what_is_everybodys_and_no_street_of_another(
    kafka: TestKafka,
) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))

    assert replay(kafka, source, to) == Status.DONE

    told = facts_of(read(kafka, to))
    assert [(int(one["sequence"]), one["subject"]) for one in told] == [
        (1, "member-m"),
        (2, OURS),
        (4, OURS),
        (5, OURS + "-b"),
    ]
    sides = [(one["data"]["before"], one["data"]["after"]) for one in told[1:]]
    assert sides == [(None, OURS), (OURS, None), (OURS, OURS + "-b")]
    assert b"other" not in b"".join(read(kafka, to))


def test_a_replay_that_was_killed_goes_on_and_one_run_again_brings_the_rest(
    kafka: TestKafka,
) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))
    told = {"bootstrap_servers": kafka.bootstrap}
    wanted = Wanted(frozenset({"ours"}), frozenset())
    with closing(Replay(told, DISCLOSURE, wanted, source, to)) as killed:
        killed.bring(0, killed.stands(0), 2)

    assert replay(kafka, source, to) == Status.DONE
    assert replay(kafka, source, to) == Status.DONE
    send(kafka.bootstrap, source, records([moved(OTHER, OURS)], first=6))
    assert replay(kafka, source, to) == Status.DONE

    values = read(kafka, to)
    assert [int(one["sequence"]) for one in facts_of(values)] == [1, 2, 4, 5, 6]
    chain = Chain()
    for value in values:
        message = json.loads(value)
        if message["type"] != DISCLOSURE.proof_type:
            chain = chain.then(int(message["sequence"]), value)
    proof = json.loads(values[-1])
    assert proof["type"] == DISCLOSURE.proof_type
    assert proof["data"] == {
        "partition": 0,
        "count": 5,
        "digest": chain.digest,
        "up_to": 6,
    }
    assert datetime.fromisoformat(proof["time"]) == NOW


def test_a_dry_run_counts_what_would_be_written_and_writes_nothing(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))

    assert replay(kafka, source, to, "--dry-run") == Status.DONE

    told = capsys.readouterr().out
    assert f"would write into {to}, from {source}, of districts ours" in told
    assert re.search(r"^0 +0 +4$", told, re.MULTILINE), told
    for kind, count in (("member-counted", 3), ("rule-set", 1), ("proof", 1)):
        assert re.search(rf"^public.membership.{kind}.v1 +{count}$", told, re.MULTILINE), told
    assert read(kafka, to) == []

    assert replay(kafka, source, to) == Status.DONE
    assert replay(kafka, source, to, "--dry-run") == Status.DONE
    assert re.search(r"^0 +4 +0$", capsys.readouterr().out, re.MULTILINE)
    assert len(read(kafka, to)) == 5


def test_only_its_types_of_messages(kafka: TestKafka) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))

    counted = "public.membership.member-counted.v1"
    assert replay(kafka, source, to, "--type", counted) == Status.DONE

    first = read(kafka, to)
    assert {one["type"] for one in facts_of(first)} == {counted}
    assert replay(kafka, source, to, "--type", counted) == Status.DONE
    assert read(kafka, to) == first


def test_a_topic_that_is_not_there_is_told_of(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    source = kafka.make_topic()
    assert replay(kafka, source, "nobody-made-this.v1") == Status.REFUSED
    assert "nobody-made-this" in capsys.readouterr().err


def test_a_division_is_known_by_its_code_and_all_below() -> None:
    ours = Wanted(frozenset({"430111"}), frozenset())

    def division(code: str) -> Mapping[str, Any]:
        return {"type": "t", "subject": "territory", "data": {"code": code, "name": "侯家塘"}}

    assert ours.of(division("430111001")) == division("430111001")
    assert ours.of(division("430102001")) is None


@pytest.mark.parametrize(
    "more",
    [
        ("--district", "other"),
        ("--type", "public.membership.rule-set.v1"),
        ("--district", "other", "--dry-run"),
    ],
)
def test_what_was_brought_for_others_is_not_made_up_to_what_is_asked_for(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    """The rest of the history would be missing, and the proof would call it complete."""
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))
    assert replay(kafka, source, to) == Status.DONE
    before = read(kafka, to)

    assert replay(kafka, source, to, *more) == Status.REFUSED

    assert "Make a new topic" in capsys.readouterr().err
    assert read(kafka, to) == before


def test_it_is_brought_into_a_topic_made_for_it_and_no_other(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, to, records(HISTORY))
    for own in ("resources.v1", "public.petitions.v1"):
        assert replay(kafka, source, own) == Status.REFUSED
        assert "made for the bureau" in capsys.readouterr().err
    assert replay(kafka, source, to) == Status.REFUSED
    assert "no replay has brought" in capsys.readouterr().err
    assert len(read(kafka, to)) == len(HISTORY)

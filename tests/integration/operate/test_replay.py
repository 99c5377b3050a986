"""A bureau that joins late has the whole history of its districts, and nothing of another's."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from deploy.operate.answers import Status
from deploy.operate.wanted import Wanted
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import send
from tests.support.replayed import HISTORY, OURS, facts_of, read, records, replay


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

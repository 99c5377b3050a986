"""A replay run again brings each message once, and what is there already is held against what is asked for."""

import json
import re
from contextlib import closing
from datetime import datetime

import pytest

from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.operate.replay import Replay
from deploy.operate.wanted import Wanted
from shared.contracts.public.membership import DISCLOSURE
from shared.messaging.proofs import Chain
from tests.support.events import NOW
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import send
from tests.support.replayed import HISTORY, OTHER, OURS, facts_of, moved, read, records, replay


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


def test_what_the_public_topic_tells_twice_is_brought_once(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    """A relay that died between publishing and noting, or was set back, publishes again."""
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY[:3]))
    send(kafka.bootstrap, source, records(HISTORY[1:], first=2))
    assert replay(kafka, source, to) == Status.DONE
    send(kafka.bootstrap, source, records(HISTORY))

    capsys.readouterr()
    assert replay(kafka, source, to, "--dry-run") == Status.DONE
    assert re.search(r"^0 +4 +0$", capsys.readouterr().out, re.MULTILINE)
    assert replay(kafka, source, to) == Status.DONE
    brought = read(kafka, to)
    assert replay(kafka, source, to) == Status.DONE

    assert [int(one["sequence"]) for one in facts_of(brought)] == [1, 2, 4, 5]
    assert read(kafka, to) == brought


def test_two_at_once_that_ask_for_the_same_spoil_nothing(kafka: TestKafka) -> None:
    source, to = kafka.make_topic(), kafka.make_topic()
    send(kafka.bootstrap, source, records(HISTORY))
    told = {"bootstrap_servers": kafka.bootstrap}
    wanted = Wanted(frozenset({"ours"}), frozenset())
    with (
        closing(Replay(told, DISCLOSURE, wanted, source, to)) as one,
        closing(Replay(told, DISCLOSURE, wanted, source, to)) as other,
    ):
        before = one.stands(0), other.stands(0)
        one.bring(0, before[0], 4)
        other.bring(0, before[1], len(HISTORY))

    assert [int(each["sequence"]) for each in facts_of(read(kafka, to))] == [1, 2, 4, 1, 2, 4, 5]
    send(kafka.bootstrap, source, records([moved(OTHER, OURS)], first=6))
    assert replay(kafka, source, to) == Status.DONE
    assert [int(each["sequence"]) for each in facts_of(read(kafka, to)[-2:])] == [6]
    at = ["--topic", to, "--bootstrap", kafka.bootstrap]
    assert main(["verify", "membership", *at]) == Status.DONE


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


def test_a_replay_that_is_refused_has_written_into_no_partition(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is asked for would go on in the first: nothing is there yet. The second is another bureau's."""
    source, to = kafka.make_topic(partitions=2), kafka.make_topic(partitions=2)
    send(kafka.bootstrap, source, records([moved(OTHER, OTHER + "-b")]))
    later = records([moved(OTHER, OTHER + "-b"), moved(OURS, OURS + "-b")], first=2)
    send(kafka.bootstrap, source, later, partition=1)
    assert replay(kafka, source, to) == Status.DONE
    before = [read(kafka, to, part) for part in (0, 1)]
    assert [len(facts_of(values)) for values in before] == [0, 1]

    assert replay(kafka, source, to, "--district", "other") == Status.REFUSED

    assert "partition 1 is not what was asked for" in capsys.readouterr().err
    assert [read(kafka, to, part) for part in (0, 1)] == before
    assert replay(kafka, source, to) == Status.DONE
    assert [read(kafka, to, part) for part in (0, 1)] == before

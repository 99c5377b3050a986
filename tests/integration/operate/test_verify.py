"""Operators see whether a public topic is what its publisher published, and which message is not."""

import json
from collections.abc import Callable

import pytest

from deploy.operate import verify
from deploy.operate.answers import Refused, Status
from deploy.operate.verify import Asked
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import Raw, ours, send
from tests.support.verified import (
    Published,
    Told,
    is_proof,
    middle,
    named_in,
    one_altered,
    verified,
    without_one,
)

Tamper = Callable[[Told], Told]
Capsys = pytest.CaptureFixture[str]


def test_a_topic_as_it_was_published_is_complete(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher

    assert verified(kafka, told + told, service) == Status.DONE, "all of it came twice"

    out = capsys.readouterr().out
    facts = [one for one in told if not is_proof(one)]
    assert f" {len(facts)} " in out
    assert "complete" in out


@pytest.mark.parametrize(
    ("tamper", "word"),
    [(without_one, "missing"), (one_altered, "altered")],
    ids=["missing", "altered"],
)
def test_the_message_that_is_not_as_it_was_published_is_named(
    tamper: Tamper,
    word: str,
    kafka: TestKafka,
    publisher: Published,
    capsys: Capsys,
) -> None:
    service, told = publisher
    one = told[middle(told)]

    assert verified(kafka, tamper(told), service) == Status.LEFT

    [named] = named_in(capsys)
    assert named.split()[0] == str(one.sequence)
    assert word in named
    assert json.loads(one.value)["type"] in named


def test_an_end_that_is_cut_off_is_noticed_by_what_the_publisher_has_noted(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    end = [number for number, one in enumerate(told) if is_proof(one)][-2]

    assert verified(kafka, told[: end + 1], None) == Status.DONE, "its own proofs cannot tell"
    capsys.readouterr()
    assert verified(kafka, told[: end + 1], service) == Status.LEFT

    facts = [one for one in told[end + 1 :] if not is_proof(one)]
    assert capsys.readouterr().out.count("missing (") == len(facts) > 0


STRANGE = (b"not json", b"{}", b"[]", b"", b'{"type": 5}')


def test_what_is_no_message_of_the_publisher_is_named_and_the_rest_judged(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    foreign = told[0].value.replace(b"public.membership.", b"public.petitions.")
    topic = kafka.make_topic("public.membership.v1")
    elsewhere = told[-1].value.replace(b'"partition":0', b'"partition":1')
    values = (*STRANGE, foreign, elsewhere)
    strange = [Raw(b"x", value, []) for value in values]
    send(kafka.bootstrap, topic, [*map(ours, told), *strange])

    status = verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked(topic, service)])

    said = capsys.readouterr().out.splitlines()
    assert status == Status.LEFT
    named = [line for line in said if "no message of this publisher" in line]
    assert [f"offset {len(told) + n}:" in line for n, line in enumerate(named)] == [True] * 7


def test_a_topic_that_is_not_there_is_told_of(kafka: TestKafka) -> None:
    with pytest.raises(Refused, match="no topic nobody-made-this"):
        verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked("nobody-made-this.v1")])

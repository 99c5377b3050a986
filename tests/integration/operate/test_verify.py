"""Operators see whether a public topic is what its publisher published, and which message is not."""

import json
import re
from collections.abc import Callable
from math import inf, nan

import pytest

from deploy.operate import verify
from deploy.operate.answers import Refused, Status
from deploy.operate.verify import Asked
from shared.contracts.cloudevents import sequence_text
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import Raw, ours, send
from tests.support.verified import (
    Published,
    Told,
    is_proof,
    middle,
    named_in,
    one_altered,
    saying,
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


def saying_of_itself(**told: object) -> Callable[[Told], bytes]:
    """A message with other attributes."""
    return lambda all_of: json.dumps(json.loads(all_of[0].value) | told).encode()


def proving(**told: object) -> Callable[[Told], bytes]:
    """A proof that says something else."""

    def made(all_of: Told) -> bytes:
        proof = json.loads(next(filter(is_proof, all_of)).value)
        return json.dumps({**proof, "data": proof["data"] | told}).encode()

    return made


STRANGE: dict[str, Callable[[Told], bytes | None]] = {
    "not JSON": lambda _: b"not json",
    "an empty object": lambda _: b"{}",
    "an array": lambda _: b"[]",
    "nothing": lambda _: b"",
    "no value": lambda _: None,
    "no text": lambda _: b'{"type": "\xff"}',
    "nested": lambda _: b"[" * 200_000,
    "data nested": lambda told: told[0].value.replace(b'"data":', b'"data":' + b"[" * 200_000),
    "a type that is a number": saying_of_itself(type=5),
    "another service's": saying_of_itself(type="public.petitions.closed.v1"),
    "an infinite sequence": saying_of_itself(sequence=inf),
    "a sequence beyond floats": lambda told: re.sub(
        rb'"sequence":"\d+"', b'"sequence":1e999', told[0].value
    ),
    "a sequence that is a number": saying_of_itself(sequence=10**6),
    "a sequence not as it is written": saying_of_itself(sequence="1_000_000"),
    "a sequence of nothing": saying_of_itself(sequence=sequence_text(0)),
    "a sequence no log has": saying_of_itself(sequence=sequence_text(10**19)),
    "a proof of another partition": proving(partition=1),
    "a proof up to NaN": proving(up_to=nan),
    "a proof up to infinity": proving(up_to=inf),
    "a proof in text": proving(up_to="5"),
    "a proof of fewer than none": proving(count=-1),
    "a proof of more than can be": proving(count=6, up_to=5),
    "a proof up to where no log is": proving(up_to=10**19),
}


@pytest.mark.parametrize("made", STRANGE.values(), ids=STRANGE)
def test_what_is_no_message_of_the_publisher_is_named_and_the_rest_judged(
    made: Callable[[Told], bytes | None],
    kafka: TestKafka,
    publisher: Published,
    capsys: Capsys,
) -> None:
    service, told = publisher
    topic, at = kafka.make_topic("public.membership.v1"), middle(told)
    records = [*map(ours, told)]
    send(kafka.bootstrap, topic, [*records[:at], Raw(b"x", made(told), []), *records[at:]])

    status = verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked(topic, service)])

    [named] = capsys.readouterr().out.splitlines()[2:]
    assert status == Status.LEFT
    assert f"offset {at}: 不是其消息 no message of this publisher" in named


def test_what_is_added_to_a_proof_is_passed_over(kafka: TestKafka, publisher: Published) -> None:
    _, told = publisher
    more = proving(added=1)
    added = [saying(one, more([one])) if is_proof(one) else one for one in told]

    assert verified(kafka, added, None) == Status.DONE


def test_a_topic_that_is_not_there_is_told_of(kafka: TestKafka) -> None:
    with pytest.raises(Refused, match="no topic nobody-made-this"):
        verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked("nobody-made-this.v1")])

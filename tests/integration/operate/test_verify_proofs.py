"""What `verify` believes: the publisher's log and what it has noted, never a proof that anybody could have written."""

import json
from collections.abc import Callable
from contextlib import closing

import pytest
from kafka import TopicPartition
from kafka.admin import KafkaAdminClient

from deploy.operate import verify
from deploy.operate.answers import Status
from deploy.operate.verify import Asked
from shared.contracts.cloudevents import sequence_text
from shared.messaging import proofs
from shared.messaging.promise import OutgoingMessage
from shared.messaging.proofs import Chain
from tests.support.kafka import TestKafka
from tests.support.raw_kafka import ours, send
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

Capsys = pytest.CaptureFixture[str]


def test_a_message_with_a_proof_of_its_own_is_not_believed_where_the_publisher_told_nothing(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    forged = [*told, *forgery(told)]

    assert verified(kafka, forged, None) == Status.DONE, "its own proofs cannot tell"
    capsys.readouterr()
    assert verified(kafka, forged, service) == Status.LEFT

    out = capsys.readouterr().out
    assert f"  {FORGED} 从未发布 never published" in out
    assert "a proof contradicts another, or its publisher" in out


FORGED = 10**18


def forgery(told: Told) -> Told:
    """What who could write to the topic would write behind all that: a message far behind, and a proof of it."""
    facts = [one for one in told if not is_proof(one)]
    value = json.dumps(json.loads(facts[-1].value) | {"sequence": sequence_text(FORGED)}).encode()
    other = OutgoingMessage("", facts[-1].key, value, FORGED, facts[-1].recorded_at)
    return [other, proof_of([*told, other])]


def proof_of(told: Told) -> OutgoingMessage:
    """A proof of these as it would have to be, were they what was published."""
    chain = Chain()
    for one in told:
        chain = chain if is_proof(one) else chain.then(one.sequence, one.value)
    proof = json.loads(next(filter(is_proof, told)).value)
    proof["data"] |= {"count": chain.count, "digest": chain.digest, "up_to": chain.sequence}
    return saying(told[-1], json.dumps(proof).encode())


def test_a_message_is_named_also_when_a_proof_was_altered_with_it(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    at = middle(told)
    altered = one_altered(told)
    forged = [*altered[: at + 1], proof_of(altered[: at + 1]), *told[at + 1 :]]

    assert verified(kafka, forged, service) == Status.LEFT

    [named] = named_in(capsys)
    assert named.startswith(f"  {told[at].sequence} 被改动 altered (")


def test_a_relay_that_has_published_and_not_yet_noted_is_complete(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    noted, engine = service.chains(), service.service.engine
    try:
        with engine.begin() as connection:
            proofs.forget(connection, "membership.public.relay")
        assert verified(kafka, told, service) == Status.DONE
        assert verified(kafka, without_one(told), service) == Status.LEFT
    finally:
        with engine.begin() as connection:
            proofs.save(connection, "membership.public.relay", noted)

    [named] = named_in(capsys)
    assert named.split()[0] == str(told[middle(told)].sequence)


def test_a_false_proof_between_messages_as_they_were_published_is_named_as_such(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    at = next(number for number, one in enumerate(told) if is_proof(one))
    digest = json.loads(told[at].value)["data"]["digest"].encode()
    false = saying(told[at], told[at].value.replace(digest, b"0" * 64))

    assert verified(kafka, [*told[:at], false, *told[at + 1 :]], service) == Status.LEFT

    assert "a proof is not the publisher's" in capsys.readouterr().out


def of_facts(told: Told) -> Told:
    return [one for one in told if not is_proof(one)]


def all_but_the_last_proof(told: Told) -> Told:
    end = [number for number, one in enumerate(told) if is_proof(one)][-1]
    return told[:end]


@pytest.mark.parametrize("left", [of_facts, all_but_the_last_proof])
def test_what_no_proof_has_come_of_is_not_called_complete_but_by_the_publisher(
    left: Callable[[Told], Told], kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher

    assert verified(kafka, left(told), None) == Status.LEFT
    out = capsys.readouterr().out
    assert ("未证明 not proven" in out, "ask again" in out, "complete" in out) == (
        True,
        True,
        False,
    )

    assert verified(kafka, left(told), service) == Status.DONE, "its log proves it"


def test_a_partition_that_was_emptied_is_not_complete(
    kafka: TestKafka, publisher: Published, capsys: Capsys
) -> None:
    service, told = publisher
    cluster, topic = {"bootstrap_servers": kafka.bootstrap}, kafka.make_topic()
    assert verify.run(cluster, [Asked(topic)]) == Status.DONE, "nothing was ever published"
    send(kafka.bootstrap, topic, map(ours, told))
    with closing(KafkaAdminClient(**cluster)) as admin:
        admin.delete_records({TopicPartition(topic, 0): len(told)})
    capsys.readouterr()

    assert verify.run(cluster, [Asked(topic)]) == Status.LEFT
    out = capsys.readouterr().out
    assert ("未证明 not proven" in out, "complete" in out) == (True, False)

    assert verify.run(cluster, [Asked(topic, service)]) == Status.LEFT
    assert f"{len(of_facts(told))} messages missing" in capsys.readouterr().out


def test_a_partition_of_which_a_proof_says_that_it_holds_nothing_is_complete(
    kafka: TestKafka, publisher: Published
) -> None:
    """As a replay proves it where there is nothing of a bureau's districts."""
    _, told = publisher
    nothing = proof_of([next(filter(is_proof, told))])

    assert verified(kafka, [nothing], None) == Status.DONE

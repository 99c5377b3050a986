"""Operators see whether a public topic is what its publisher published, and which message is not."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pytest
from sqlalchemy import Engine

from deploy.operate import verify
from deploy.operate.answers import Refused, Status
from deploy.operate.opened import opened
from deploy.operate.verify import Asked, Publisher
from services.membership.main import compose
from services.membership.outgoing import PUBLIC
from shared.database import Pool, open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.messaging import chosen, proofs
from shared.messaging.promise import OutgoingMessage
from shared.messaging.proofs import Chain
from shared.messaging.public import PublicRelay
from tests.support.kafka import TestKafka
from tests.support.postgres import TestServer
from tests.support.raw_kafka import Raw, ours, send
from tests.support.running_membership import running, settings_for
from tests.support.yuhua_district import settle

PROOF = PUBLIC.disclosure.proof_type
Told = list[OutgoingMessage]
Tamper = Callable[[Told], Told]


class Kept:
    """A publisher that keeps what it is told."""

    def __init__(self) -> None:
        self.told: Told = []

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        self.told += messages


@pytest.fixture(scope="module")
def publisher(
    postgres: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Publisher, Told]]:
    """Membership with a small district, all of it told in batches of five."""
    folder = tmp_path_factory.mktemp("verified")
    with postgres.database() as url:
        with running(url, folder, "api") as api:
            settle(api)
        with open_pool(url) as pool:
            number_events(pool)
        settings = settings_for(url, folder)
        with chosen.embedded(url) as backbone, opened(compose(settings, backbone), url) as service:
            yield Publisher(service, PUBLIC), published(service.engine, service.observing)


def published(engine: Engine, pool: Pool) -> Told:
    kept, store = Kept(), PostgresEventStore(pool)
    with closing(PublicRelay(engine, "membership.public.relay", PUBLIC, kept, range(1))) as relay:
        position = relay.resume("log")
        while batch := list[StoredEvent](store.read_log(position, 5)):
            position = relay.handle("log", position, batch)
    return kept.told


def verified(kafka: TestKafka, told: Told, publisher: Publisher | None) -> Status:
    topic = kafka.make_topic("public.membership.v1")
    send(kafka.bootstrap, topic, map(ours, told))
    return verify.run({"bootstrap_servers": kafka.bootstrap}, [Asked(topic, publisher)])


def middle(told: Told) -> int:
    """The index of a fact with others before and behind it."""
    facts = [number for number, one in enumerate(told) if not is_proof(one)]
    return facts[len(facts) // 2]


def is_proof(one: OutgoingMessage) -> bool:
    return bool(json.loads(one.value)["type"] == PROOF)


def without_one(told: Told) -> Told:
    return told[: middle(told)] + told[middle(told) + 1 :]


def saying(one: OutgoingMessage, value: bytes) -> OutgoingMessage:
    return OutgoingMessage(one.topic, one.key, value, one.sequence, one.recorded_at)


def one_altered(told: Told) -> Told:
    at = middle(told)
    other = saying(told[at], told[at].value.replace(b'"time":"2', b'"time":"3'))
    return [*told[:at], other, *told[at + 1 :]]


def test_a_topic_as_it_was_published_is_complete(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
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
    publisher: tuple[Publisher, Told],
    capsys: pytest.CaptureFixture[str],
) -> None:
    service, told = publisher
    one = told[middle(told)]

    assert verified(kafka, tamper(told), service) == Status.LEFT

    lines = capsys.readouterr().out.splitlines()
    [named] = [line for line in lines if line.startswith("  ")]
    assert named.split()[0] == str(one.sequence)
    assert word in named
    assert json.loads(one.value)["type"] in named


def test_an_end_that_is_cut_off_is_noticed_by_what_the_publisher_has_noted(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
) -> None:
    service, told = publisher
    end = [number for number, one in enumerate(told) if is_proof(one)][-2]

    assert verified(kafka, told[: end + 1], None) == Status.DONE, "its own proofs cannot tell"
    capsys.readouterr()
    assert verified(kafka, told[: end + 1], service) == Status.LEFT

    facts = [one for one in told[end + 1 :] if not is_proof(one)]
    assert capsys.readouterr().out.count("missing (") == len(facts) > 0


def test_a_message_with_a_proof_of_its_own_is_not_believed_where_the_publisher_told_nothing(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
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
    """What who could write to the topic would write: a message far behind all others, and a proof of it."""
    proof = json.loads(told[-1].value)["data"]
    chain = Chain(proof["count"], proof["digest"], proof["up_to"])
    facts = [one for one in told if not is_proof(one)]
    one = json.loads(facts[-1].value) | {"sequence": str(FORGED)}
    value = json.dumps(one).encode()
    chain = chain.then(FORGED, value)
    proven = json.loads(told[-1].value)
    proven["data"] |= {"count": chain.count, "digest": chain.digest, "up_to": FORGED}
    return [saying(facts[-1], value), saying(told[-1], json.dumps(proven).encode())]


def test_a_relay_that_has_published_and_not_yet_noted_is_complete(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
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

    [named] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert named.split()[0] == str(told[middle(told)].sequence)


def test_a_false_proof_between_messages_as_they_were_published_is_named_as_such(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
) -> None:
    service, told = publisher
    at = next(number for number, one in enumerate(told) if is_proof(one))
    digest = json.loads(told[at].value)["data"]["digest"].encode()
    false = saying(told[at], told[at].value.replace(digest, b"0" * 64))

    assert verified(kafka, [*told[:at], false, *told[at + 1 :]], service) == Status.LEFT

    assert "a proof is not the publisher's" in capsys.readouterr().out


STRANGE = (b"not json", b"{}", b"[]", b"", b'{"type": 5}')


def test_what_is_no_message_of_the_publisher_is_named_and_the_rest_judged(
    kafka: TestKafka, publisher: tuple[Publisher, Told], capsys: pytest.CaptureFixture[str]
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

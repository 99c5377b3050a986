"""What consumers hear: what they act upon; and they refuse what they cannot know to be nothing of theirs."""

import json
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import pytest

from services.petitions.consumers import divisions, needs
from services.resources import consumers
from shared.clock import utc_now
from shared.contracts import membership, petitions, resources
from shared.contracts.log import log_reached_type
from shared.messaging.hearing import Hearing, UnknownMessage
from shared.messaging.promise import Message


class Consumer(NamedTuple):
    service: str
    published: Collection[str]
    hears: Hearing
    read: Callable[[Message], object]


CONSUMERS = {
    divisions.NAME: Consumer("membership", membership.MESSAGES, divisions.hears, divisions.read),
    needs.NAME: Consumer("resources", resources.MESSAGES, needs.hears, needs.read),
    consumers.NAME: Consumer(
        "membership",
        membership.MESSAGES,
        consumers.hears_of_the_city,
        consumers.read_of_the_city,
    ),
    consumers.NEEDS: Consumer(
        "petitions", petitions.MESSAGES, consumers.hears_of_needs, consumers.read_of_needs
    ),
}


@pytest.fixture(params=sorted(CONSUMERS))
def consumer(request: pytest.FixtureRequest) -> Consumer:
    return CONSUMERS[request.param]


def message(kind: str, **data: Any) -> Message:
    told = {
        "id": "a@1",
        "source": "/sample",
        "type": kind,
        "subject": "a",
        "time": "2026-03-01T08:30:00Z",
        "specversion": "1.0",
        "sequence": "1",
        "effectivedate": "2026-03-01",
        "streamversion": 1,
        "data": data,
    }
    return Message("sample.v1", 1, "a", json.dumps(told).encode(), 1, utc_now())


def test_all_that_is_published_is_acted_upon_or_passed_over(consumer: Consumer) -> None:
    published = [*consumer.published, log_reached_type(consumer.service)]

    heard = [kind for kind in published if consumer.hears(message(kind)) is not None]

    assert 2 <= len(heard) <= 4


def test_what_is_younger_than_the_release_is_not_passed_over(consumer: Consumer) -> None:
    [*heard] = [kind for kind in consumer.published if consumer.hears(message(kind)) is not None]
    younger = [f"{kind.removesuffix('.v1')}.v2" for kind in heard]

    for kind in (*younger, f"{consumer.service}.split.v1", "elsewhere.happened.v1"):
        with pytest.raises(UnknownMessage, match=kind):
            consumer.read(message(kind))


def test_what_lacks_what_is_acted_upon_is_refused_when_it_is_read(consumer: Consumer) -> None:
    for kind in consumer.published:
        if consumer.hears(message(kind)) is not None:
            with pytest.raises(ValueError, match="missing required field"):
                consumer.read(message(kind))


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff", b'{"type": "\xff"}'])
def test_what_is_no_message_is_refused(consumer: Consumer, broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        consumer.read(Message("sample.v1", 1, "a", broken, 1, utc_now()))

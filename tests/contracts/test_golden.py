"""Old events and old messages stay readable for ever, and mean what they meant."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.messaging.cloudevent_json import Reader, decode
from tests.contracts import golden
from tests.contracts.golden import PUBLISHERS, Publisher, told_by

every_publisher = pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda each: each.name)
every_fact = pytest.mark.parametrize(
    ("publisher", "file"),
    [(each, file) for each in PUBLISHERS for file in each.stored],
    ids=lambda each: each.name,
)
every_message = pytest.mark.parametrize(
    ("publisher", "file"),
    [(each, file) for each in PUBLISHERS for file in each.messages],
    ids=lambda each: each.name,
)


def test_no_sample_was_changed_or_deleted_and_each_is_pinned() -> None:
    assert golden.digests() == golden.pins()


@every_publisher
def test_no_stored_word_was_changed_or_dropped_and_each_is_listed(publisher: Publisher) -> None:
    assert {name: set(words) for name, words in publisher.words().items()} == {
        name: set(words) for name, words in publisher.kept_words().items()
    }


@every_publisher
def test_every_version_of_every_fact_has_its_sample(publisher: Publisher) -> None:
    wanted = {
        publisher.stored_file(name, version)
        for name, current in publisher.codec.versions().items()
        for version in range(1, current + 1)
    }
    assert set(publisher.stored) == wanted


@every_publisher
def test_every_message_has_its_sample(publisher: Publisher) -> None:
    contracts = publisher.contracts.MESSAGES.values()
    assert {told_by(file) for file in publisher.messages} == {cls.__name__ for cls in contracts}


@every_publisher
def test_every_fact_is_either_public_or_private(publisher: Publisher) -> None:
    translation = publisher.translation
    for name, version in publisher.codec.versions().items():
        event = publisher.decoded(publisher.stored_file(name, version))
        assert (translation.contract(event) is None) == (type(event) in translation.PRIVATE), name


@every_fact
def test_a_stored_fact_is_read_and_written_again_alike(publisher: Publisher, file: Path) -> None:
    event = publisher.decoded(file)
    name, version, data = publisher.codec.encode(event)
    assert publisher.codec.decode(name, version, data) == event
    if publisher.stored_file(name, version) == file:
        assert msgspec.json.decode(data) == msgspec.json.decode(file.read_bytes())


@every_fact
def test_a_stored_fact_tells_others_what_it_always_told(publisher: Publisher, file: Path) -> None:
    told = publisher.message_of(publisher.decoded(file))
    if told is not None:
        contract, message = told
        kept = publisher.message_file(contract).read_bytes()
        assert msgspec.json.decode(message) == msgspec.json.decode(kept)


@every_message
def test_a_published_message_is_read_and_none_of_its_fields_is_lost(
    publisher: Publisher, file: Path
) -> None:
    envelope = decode(file.read_bytes())
    data = Reader(publisher.contracts.MESSAGES).data(envelope)
    assert type(data).__name__ == told_by(file)
    kept = msgspec.json.decode(bytes(envelope.data))
    assert _loses_nothing(kept, msgspec.to_builtins(data))


def _loses_nothing(kept: Any, now: Any) -> bool:
    """Whether everything in `kept` is in `now`; more fields in an object are allowed."""
    if isinstance(kept, dict):
        return all(key in now and _loses_nothing(kept[key], now[key]) for key in kept)
    if isinstance(kept, list):
        return len(kept) == len(now) and all(map(_loses_nothing, kept, now))
    return bool(kept == now)


_NEVER_TOLD = {
    "sealed",
    "incoming",
    "cause_text",
    "place",
    "order",
    "actor",
    "appellant_id",
    "contact",
    "confidential",
    "tracking_digest",
    "note",
    "attachments",
    "handler",
}


@every_message
def test_no_message_carries_sealed_data_or_free_text(publisher: Publisher, file: Path) -> None:
    names = set(_names(msgspec.json.decode(file.read_bytes())))
    assert not names & _NEVER_TOLD, publisher


def _names(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [*document, *(name for value in document.values() for name in _names(value))]
    if isinstance(document, list):
        return [name for value in document for name in _names(value)]
    return []

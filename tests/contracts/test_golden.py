"""Old events and old messages stay readable for ever, and mean what they meant."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.membership import codec, translation
from shared.contracts import membership
from shared.messaging.cloudevent_json import Reader, decode
from tests.contracts import golden

STORED = sorted(golden.STORED.glob("*.json"))
MESSAGES = sorted(golden.MESSAGES.glob("*.json"))
CONTRACTS = {cls.__name__: cls for cls in membership.MESSAGES.values()}


def name_of(file: Path) -> str:
    return file.stem


def test_no_sample_was_changed_or_deleted_and_each_is_pinned() -> None:
    assert golden.digests() == golden.pins()


def test_no_stored_word_was_changed_or_dropped_and_each_is_listed() -> None:
    assert {name: set(words) for name, words in golden.words().items()} == {
        name: set(words) for name, words in golden.kept_words().items()
    }


def test_every_version_of_every_fact_has_its_sample() -> None:
    wanted = {
        golden.stored_file(name, version)
        for name, current in codec.versions().items()
        for version in range(1, current + 1)
    }
    assert set(STORED) == wanted


def test_every_message_has_its_sample() -> None:
    assert {file.stem for file in MESSAGES} == set(CONTRACTS)


def test_every_fact_is_either_public_or_private() -> None:
    for name, version in codec.versions().items():
        event = golden.decoded(golden.stored_file(name, version))
        assert (translation.contract(event) is None) == (type(event) in translation.PRIVATE), name


@pytest.mark.parametrize("file", STORED, ids=name_of)
def test_a_stored_fact_is_read_and_written_again_alike(file: Path) -> None:
    event = golden.decoded(file)
    name, version, data = codec.encode(event)
    assert codec.decode(name, version, data) == event
    if golden.stored_file(name, version) == file:
        assert msgspec.json.decode(data) == msgspec.json.decode(file.read_bytes())


@pytest.mark.parametrize("file", STORED, ids=name_of)
def test_a_stored_fact_tells_others_what_it_always_told(file: Path) -> None:
    told = golden.message_of(golden.decoded(file))
    if told is not None:
        contract, message = told
        kept = (golden.MESSAGES / f"{contract}.json").read_bytes()
        assert msgspec.json.decode(message) == msgspec.json.decode(kept)


@pytest.mark.parametrize("file", MESSAGES, ids=name_of)
def test_a_published_message_is_read_and_none_of_its_fields_is_lost(file: Path) -> None:
    envelope = decode(file.read_bytes())
    data = Reader(membership.MESSAGES).data(envelope)
    assert type(data) is CONTRACTS[file.stem]
    kept = msgspec.json.decode(bytes(envelope.data))
    assert _loses_nothing(kept, msgspec.to_builtins(data))


def _loses_nothing(kept: Any, now: Any) -> bool:
    """Whether everything in `kept` is in `now`; more fields in an object are allowed."""
    if isinstance(kept, dict):
        return all(key in now and _loses_nothing(kept[key], now[key]) for key in kept)
    if isinstance(kept, list):
        return len(kept) == len(now) and all(map(_loses_nothing, kept, now))
    return bool(kept == now)


@pytest.mark.parametrize("file", MESSAGES, ids=name_of)
def test_no_message_carries_sealed_data_or_free_text(file: Path) -> None:
    names = set(_names(msgspec.json.decode(file.read_bytes())))
    assert not names & {"sealed", "incoming", "cause_text", "place", "order", "actor"}


def _names(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [*document, *(name for value in document.values() for name in _names(value))]
    if isinstance(document, list):
        return [name for value in document for name in _names(value)]
    return []

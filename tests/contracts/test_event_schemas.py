"""The exported schemas are those of the code, and say what each field means."""

import json
import re
from collections.abc import Iterator
from functools import reduce
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from deploy.event_schemas import FOLDER, exported
from deploy.examples import as_read, examples
from shared.contracts.public import DISCLOSURES
from tests.contracts.golden import PUBLISHERS, Publisher

FILES = exported()


def test_every_message_has_its_schema() -> None:
    for publisher in PUBLISHERS:
        assert {f"{name}.json" for name in publisher.contracts.MESSAGES} <= set(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_export_is_current(name: str) -> None:
    on_disk = FOLDER / name
    assert on_disk.exists(), "run: python -m deploy.event_schemas"
    assert on_disk.read_text("utf-8") == FILES[name], "run: python -m deploy.event_schemas"


def test_nothing_else_lies_beside_the_export() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".json")))
def test_every_schema_and_each_of_its_parts_is_described(name: str) -> None:
    schema = json.loads(FILES[name])
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part.get("description"), part["title"]
        assert "Attributes" not in part["description"]


def test_a_property_says_what_its_attribute_line_says() -> None:
    schema = json.loads(FILES["membership.transfer-accepted.v1.json"])
    assert schema["properties"]["accepted_by"]["description"] == (
        "the accepting committee; empty when a receipt from outside says so."
    )


@pytest.mark.parametrize(
    ("publisher", "message_type"),
    [(each, message_type) for each in PUBLISHERS for message_type in each.contracts.MESSAGES],
)
def test_the_golden_message_keeps_to_its_schema(publisher: Publisher, message_type: str) -> None:
    sample = publisher.message_file(publisher.contracts.MESSAGES[message_type].__name__)
    message = json.loads(sample.read_bytes())
    jsonschema_rs.validate(json.loads(FILES["cloudevent.json"]), message)
    jsonschema_rs.validate(json.loads(FILES[f"{message_type}.json"]), message["data"])
    assert message["dataschema"] == json.loads(FILES[f"{message_type}.json"])["$id"]


def test_each_message_is_keyed_as_its_schema_says() -> None:
    faults = [
        (message["type"], message["subject"], told)
        for message in messages()
        for told in (json.loads(FILES[f"{message['type']}.json"])["x-key"],)
        if message["subject"] != key_of(told, message["data"])
    ]
    assert not faults, "say by what it is keyed: shared/contracts/fields/"


def messages() -> Iterator[dict[str, Any]]:
    """An example of every message, every sample, and what bureaus are told of each sample."""
    yield from (each.message for each in examples().values())
    for disclosure in DISCLOSURES:
        [publisher] = [each for each in PUBLISHERS if each.name == disclosure.service]
        for file in publisher.messages:
            sample = json.loads(file.read_bytes())
            yield sample
            public = disclosure.disclosed(as_read(publisher.name, sample))
            if public is not None:
                yield msgspec.to_builtins(public)


def key_of(told: str, data: Any) -> str:
    """The key of a message with that data, by what is told of its key; no key at all is never one."""

    def value(name: re.Match[str]) -> str:
        return str(reduce(lambda part, field: part[field], name[1].split("."), data) or "")

    keys = (re.sub(r"\{([\w.]+)\}", value, one) for one in told.split(" else "))
    return next(filter(None, keys), "no key is told")

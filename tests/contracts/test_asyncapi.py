"""The AsyncAPI documents are those of the code, valid, and their examples keep to the schemas they name."""

import json
from typing import Any

import jsonschema_rs
import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from deploy.asyncapi import FOLDER, exported
from deploy.event_schemas import exported as schemas

FILES = exported()
SCHEMAS = schemas()
every_file = pytest.mark.parametrize("name", sorted(FILES))


def messages(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES[name])["components"]["messages"]
    return found


def test_every_topic_has_its_document_and_nothing_else_lies_there() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(FILES)
    assert {"membership.v1.json", "public.membership.v1.json"} <= FILES.keys()


@every_file
def test_the_export_is_current(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == FILES[name], "run: python -m deploy.asyncapi"


@every_file
def test_it_is_an_asyncapi_3_document(name: str) -> None:
    read = ApplicationSchema.model_validate(json.loads(FILES[name]))
    assert read.asyncapi == "3.0.0"
    assert set(read.channels) == {name.removesuffix(".json")}


@every_file
def test_references_lead_somewhere(name: str) -> None:
    for message in messages(name).values():
        wrapped, data = message["payload"]["allOf"]
        for reference in (wrapped["$ref"], data["properties"]["data"]["$ref"]):
            assert (FOLDER / reference).resolve().exists()


@every_file
def test_each_message_has_an_example_that_keeps_to_the_payload_as_its_references_read(
    name: str,
) -> None:
    for kind, message in messages(name).items():
        [example] = message["examples"]
        assert example["payload"]["type"] == kind
        payload = jsonschema_rs.Draft202012Validator(
            {"$id": f"file:///docs/asyncapi/{name}", **message["payload"]}, retriever=referred_to
        )
        payload.validate(example["payload"])
        with pytest.raises(jsonschema_rs.ValidationError):
            payload.validate({**example["payload"], "data": {}})


def referred_to(reference: str) -> Any:
    """The schema a document refers to, from the files beside it."""
    folder, _, file = reference.removeprefix("file:///docs/").partition("/")
    assert folder == "events"
    return json.loads(SCHEMAS[file])


@every_file
def test_each_message_says_what_its_schema_says(name: str) -> None:
    for kind, message in messages(name).items():
        schema = json.loads(SCHEMAS[f"{kind}.json"])
        assert message["title"] == schema["title"]
        assert message["description"].startswith(
            f"{schema['description']}\n\nSent {schema['x-sent']}"
        )
        assert schema["examples"] == [message["examples"][0]["payload"]["data"]]

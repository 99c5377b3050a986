"""Export the JSON Schema of every public message to docs/events, one file a message.

`python -m deploy.event_schemas` writes the files; a test fails while they differ from the code.
"""

import inspect
import re
from pathlib import Path
from typing import Any

import msgspec

from shared.contracts import membership, petitions, resources
from shared.contracts.cloudevents import CloudEvent, data_schema
from shared.contracts.log import LogReachedV1, log_reached_type
from shared.contracts.public import DISCLOSURES, ProofV1, PublicEvent

FOLDER = Path(__file__).parent.parent / "docs" / "events"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
_PUBLISHERS: dict[str, dict[str, type[Any]]] = {
    membership.TOPIC: {**membership.MESSAGES, log_reached_type("membership"): LogReachedV1},
    petitions.TOPIC: {**petitions.MESSAGES, log_reached_type("petitions"): LogReachedV1},
    resources.TOPIC: {**resources.MESSAGES, log_reached_type("resources"): LogReachedV1},
    **{each.topic: {**each.messages, each.proof_type: ProofV1} for each in DISCLOSURES},
}


def exported() -> dict[str, str]:
    """The text of every file of docs/events, by its name."""
    envelopes = {"cloudevent": CloudEvent, "public-cloudevent": PublicEvent}
    files = {f"{n}.json": _text(_schema(cls, data_schema(n))) for n, cls in envelopes.items()}
    for messages in _PUBLISHERS.values():
        for message_type, cls in messages.items():
            files[f"{message_type}.json"] = _text(_schema(cls, data_schema(message_type)))
    files["README.md"] = _index()
    return files


def _schema(cls: Any, identity: str) -> dict[str, Any]:
    (root,), components = msgspec.json.schema_components([cls], ref_template="#/$defs/{name}")
    for part in components.values():
        _describe(part)
    own = components.pop(root["$ref"].removeprefix("#/$defs/"))
    definitions = {"$defs": components} if components else {}
    return {"$schema": _DIALECT, "$id": identity, **own, **definitions}


def _describe(part: dict[str, Any]) -> None:
    """Give each property the meaning its line under `Attributes:` states."""
    text, _, attributes = inspect.cleandoc(part["description"]).partition("\n\nAttributes:\n")
    part["description"] = text
    for name, meaning in _ATTRIBUTE.findall(attributes):
        part["properties"][name]["description"] = " ".join(meaning.split())


def _text(schema: dict[str, Any]) -> str:
    return (
        msgspec.json.format(msgspec.json.encode(schema, order="deterministic"), indent=2).decode()
        + "\n"
    )


def _index() -> str:
    lines = [
        "# Messages other services and bureaus rely on",
        "",
        "Written by `python -m deploy.event_schemas` from `shared/contracts`; do not edit by hand.",
        "Each message is a CloudEvent 1.0 in structured JSON ([envelope](cloudevent.json)); its key",
        "is `subject`, within which order holds; `source` and `id` name it for ever.",
        "",
        "Bureaus read the topics `public.…` ([envelope](public-cloudevent.json)); the others are told",
        "between services. How to subscribe: [subscribing](../subscribing.md). An example of each message",
        "and what it is made from: the AsyncAPI 3 documents in [asyncapi](../asyncapi/).",
    ]
    for topic, messages in _PUBLISHERS.items():
        lines += ["", f"## Topic `{topic}`", "", "| type | what happened |", "|---|---|"]
        lines += [
            f"| [`{name}`]({name}.json) | {first_sentence(cls)} |" for name, cls in messages.items()
        ]
    return "\n".join(lines) + "\n"


def first_sentence(cls: type[Any]) -> str:
    """What a contract means, in its first sentence."""
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ")


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = exported()
    for old in FOLDER.iterdir():
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text)
    print(f"{len(files)} files in {FOLDER.name}")


if __name__ == "__main__":
    _write()

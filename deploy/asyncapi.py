"""Export an AsyncAPI 3 document for every topic to docs/asyncapi: what is sent there, with an example each.

`python -m deploy.asyncapi` writes the files; a test fails while they differ from the code. Payloads are the
JSON Schemas of docs/events, which explain each field; examples are the golden samples, and what bureaus are
told of them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.event_schemas import schemas
from deploy.examples import TOPICS, examples

FOLDER = Path(__file__).parent.parent / "docs" / "asyncapi"
_PUBLIC = "For bureaus: no personal data. How to subscribe: docs/subscribing.md."
_INSIDE = "Between services. Messages may speak of a member or an appeal by its id."
_BINDING = "0.5.0"
"""The version of AsyncAPI's bindings for Kafka."""
_PROMISE = " What is promised, and every message for people to read: docs/events/README.md."


def exported() -> dict[str, str]:
    """The text of every file of docs/asyncapi, by its name."""
    told = schemas()
    documents = {topic: _document(topic, messages, told) for topic, messages in TOPICS.items()}
    return {
        f"{topic}.json": json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        for topic, document in documents.items()
    }


def _document(
    topic: str, messages: Mapping[str, type[Any]], told: Mapping[str, Any]
) -> dict[str, Any]:
    public = topic.startswith("public.")
    service = topic.removeprefix("public.").partition(".")[0]
    here, wrapped = f"#/channels/{topic}", "public-cloudevent" if public else "cloudevent"
    about = (_PUBLIC if public else _INSIDE) + _PROMISE
    return {
        "asyncapi": "3.0.0",
        "info": {"title": topic, "version": "1.0.0", "description": about},
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            topic: {
                "address": topic,
                "description": "Ordered by key, which is the message's `subject`. Nothing expires.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {"kafka": _kept(told[next(iter(messages))]["x-topic"])},
            }
        },
        "operations": {
            f"{service}-tells": {
                "action": "send",
                "channel": {"$ref": here},
                "messages": [{"$ref": f"{here}/messages/{name}"} for name in messages],
            }
        },
        "components": {
            "messages": {name: _message(name, told[name], wrapped) for name in messages}
        },
    }


def _kept(topic: Mapping[str, Any]) -> dict[str, Any]:
    """The topic in the words of AsyncAPI's binding."""
    return {
        "topic": topic["name"],
        "partitions": topic["partitions"],
        "topicConfiguration": {
            "cleanup.policy": [topic["cleanup.policy"]],
            "retention.ms": int(topic["retention.ms"]),
        },
        "bindingVersion": _BINDING,
    }


def _message(name: str, told: Mapping[str, Any], wrapped: str) -> dict[str, Any]:
    example = examples()[name]
    said = [told["description"], f"Sent {told['x-sent']}"]
    if example.made_from:
        said.append(f"Made from {', '.join(f'`{kind}`' for kind in example.made_from)}.")
    data = {"properties": {"data": {"$ref": f"../events/{name}.json"}}}
    return {
        "name": name,
        "title": told["title"],
        "summary": told["description"].split("\n\n")[0].replace("\n", " "),
        "description": "\n\n".join(said),
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": told["x-key"]},
                "bindingVersion": _BINDING,
            }
        },
        "payload": {"allOf": [{"$ref": f"../events/{wrapped}.json"}, data]},
        "examples": [{"payload": example.message}],
    }


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = exported()
    for old in FOLDER.iterdir():
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"{len(files)} files in {FOLDER.name}")


if __name__ == "__main__":
    _write()

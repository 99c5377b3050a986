"""Export the catalogue of messages to docs/events: a JSON Schema a message, and pages people read.

`python -m deploy.event_schemas` writes the files; a test fails while they differ from the code.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from deploy import catalogue, dictionary
from deploy.examples import TOPICS, examples
from deploy.operate.topics_file import Topic, read
from shared.contracts.cloudevents import CloudEvent, data_schema
from shared.contracts.public import PublicEvent

FOLDER = Path(__file__).parent.parent / "docs" / "events"
COMPATIBILITY = (
    "A published version never changes its meaning. Fields may be added to it that may be missing, and words to"
    " `x-words`: pass over what you do not know. Anything else is a new version, published beside this one."
    " The promise in full: docs/events/README.md."
)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def exported() -> dict[str, str]:
    """The text of every file of docs/events, by its name."""
    found = schemas()
    return {**{f"{name}.json": _text(one) for name, one in found.items()}, **catalogue.pages(found)}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of both envelopes and of every message, by its type."""
    found: dict[str, dict[str, Any]] = {}
    promised = read()
    for topic, messages in TOPICS.items():
        name, cls = (
            ("public-cloudevent", PublicEvent) if "public" in topic else ("cloudevent", CloudEvent)
        )
        found.setdefault(
            name, schema(cls, data_schema(name), examples()[next(iter(messages))].message)
        )
        for kind, contract in messages.items():
            whole = schema(contract, data_schema(kind), examples()[kind].message["data"])
            stands = {"x-key": dictionary.key(contract), "x-topic": _kept(topic, promised[topic])}
            found[kind] = {**whole, **stands}
    return found


def _kept(name: str, topic: Topic) -> dict[str, Any]:
    """What a position in a topic, and the order of its messages, rest on; the rest is for operators to choose."""
    words = {word: topic.configuration[word] for word in ("cleanup.policy", "retention.ms")}
    return {"name": name, "partitions": topic.partitions, **words}


def schema(contract: Any, identity: str, example: Any = None) -> dict[str, Any]:
    """The JSON Schema of a contract, each of its parts and fields explained."""
    (root,), components = msgspec.json.schema_components([contract], ref_template="#/$defs/{name}")
    parts = parts_of(contract)
    for name, part in components.items():
        _explain(part, parts[name])
    own = components.pop(root["$ref"].removeprefix("#/$defs/"))
    promise = {"x-compatibility": COMPATIBILITY}
    sent = {"x-sent": text} if (text := dictionary.sent(contract)) else {}
    shown = {} if example is None else {"examples": [example]}
    definitions = {"$defs": components} if components else {}
    return {"$schema": _DIALECT, "$id": identity, **own, **sent, **promise, **shown, **definitions}


def parts_of(contract: Any) -> Mapping[str, type[Any]]:
    """A contract and every contract it holds, by the name of each."""
    found: dict[str, type[Any]] = {}
    for part in get_args(contract):
        found |= parts_of(part)
    if isinstance(contract, type) and hasattr(contract, "__dataclass_fields__"):
        found[contract.__name__] = contract
        for kind in get_type_hints(contract).values():
            found |= parts_of(kind)
    return found


def _explain(part: dict[str, Any], contract: type[Any]) -> None:
    """Say of a part and of its properties what the dictionary says."""
    part["title"] = dictionary.label(contract) or contract.__name__
    part["description"] = dictionary.about(contract)
    for name, of_field in part["properties"].items():
        told = dictionary.explained(contract, name)
        said = {
            "title": told.label,
            "description": told.meaning,
            "x-source": told.source,
            "x-form": told.form,
            "x-words": dict(told.words),
        }
        of_field.update({word: value for word, value in said.items() if value})


def _text(told: Mapping[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(told, order="deterministic")).decode() + "\n"


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

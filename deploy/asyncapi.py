"""Export an AsyncAPI 3 document for every topic to docs/asyncapi: what is sent there, with an example each.

`python -m deploy.asyncapi` writes the files; a test fails while they differ from the code. Payloads are the
JSON Schemas of docs/events; examples are the golden samples, and what bureaus are told of them.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from deploy.event_schemas import first_sentence
from shared.contracts import membership, petitions, resources
from shared.contracts.cloudevents import Recorded, envelope
from shared.contracts.public import DISCLOSURES, Disclosure, ProofV1
from shared.messaging.cloudevent_json import Reader, decode
from shared.messaging.proofs import Chain

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "asyncapi"
_SAMPLES = ROOT / "tests" / "contracts" / "golden"
_SERVICES: Mapping[str, ModuleType] = {
    "membership": membership,
    "petitions": petitions,
    "resources": resources,
}
_PUBLIC = "For bureaus: no personal data. How to subscribe: docs/subscribing.md."
_INSIDE = (
    "Between services. Messages may speak of a member or an appeal by its id. Besides these, `log-reached`"
    " (docs/events) says in every partition how far the log has been told."
)
Example = tuple[str, dict[str, Any]]


def exported() -> dict[str, str]:
    """The text of every file of docs/asyncapi, by its name."""
    documents = {}
    for name, contracts in _SERVICES.items():
        samples = {one["type"]: ("", one) for one in _messages(name)}
        documents[contracts.TOPIC] = _document(
            contracts.TOPIC, contracts.MESSAGES, samples, "cloudevent", _INSIDE
        )
    for public in DISCLOSURES:
        told = {**public.messages, public.proof_type: ProofV1}
        documents[public.topic] = _document(
            public.topic, told, _disclosed(public), "public-cloudevent", _PUBLIC
        )
    return {
        f"{topic}.json": json.dumps(told, indent=2, ensure_ascii=False) + "\n"
        for topic, told in documents.items()
    }


def _document(
    topic: str,
    contracts: Mapping[str, type[Any]],
    samples: Mapping[str, Example],
    wrapped: str,
    about: str,
) -> dict[str, Any]:
    service = topic.removeprefix("public.").partition(".")[0]
    here = f"#/channels/{topic}"
    return {
        "asyncapi": "3.0.0",
        "info": {"title": topic, "version": "1.0.0", "description": about},
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            topic: {
                "address": topic,
                "description": "Ordered by key, which is the message's `subject`. Nothing expires.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in contracts},
            }
        },
        "operations": {
            f"{service}-tells": {
                "action": "send",
                "channel": {"$ref": here},
                "messages": [{"$ref": f"{here}/messages/{name}"} for name in contracts],
            }
        },
        "components": {
            "messages": {
                name: _message(name, cls, samples.get(name), wrapped)
                for name, cls in contracts.items()
            }
        },
    }


def _message(name: str, cls: type[Any], sample: Example | None, wrapped: str) -> dict[str, Any]:
    data = {"properties": {"data": {"$ref": f"../events/{name}.json"}}}
    told = {
        "name": name,
        "title": cls.__name__,
        "summary": first_sentence(cls),
        "payload": {"allOf": [{"$ref": f"../events/{wrapped}.json"}, data]},
    }
    if sample is None:
        return told
    made_from, example = sample
    source = {"description": f"Made from {made_from}."} if made_from else {}
    return {**told, **source, "examples": [{"payload": example}]}


def _messages(service: str) -> Iterator[dict[str, Any]]:
    for file in sorted((_SAMPLES / service / "messages").glob("*.json")):
        yield json.loads(file.read_text("utf-8"))


def _disclosed(public: Disclosure) -> dict[str, Example]:
    """An example of each public message, and which messages it is made from."""
    reader = Reader(_SERVICES[public.service].MESSAGES)
    made_from: dict[str, list[str]] = defaultdict(list)
    examples: dict[str, Any] = {}
    chain = Chain()
    for sample in _messages(public.service):
        read = decode(json.dumps(sample).encode())
        record = Recorded(
            event_id=read.id,
            stream=read.subject,
            version=read.streamversion,
            position=read.position,
            recorded_at=read.time,
            effective_date=read.effectivedate,
        )
        told = public.disclosed(envelope(read.source, read.type, reader.data(read), record))
        if told is not None:
            made_from[told.type].append(f"`{read.type}`")
            examples.setdefault(told.type, msgspec.to_builtins(told))
            chain = chain.then(chain.sequence + 1, msgspec.json.encode(told))
            proof = ProofV1(0, chain.count, chain.digest, read.position)
            proven = public.proof(proof, told.time, told.effectivedate)
            examples[public.proof_type] = msgspec.to_builtins(proven)
    return {name: (", ".join(made_from[name]), example) for name, example in examples.items()}


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

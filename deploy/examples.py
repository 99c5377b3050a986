"""An example of each message: the golden samples, what bureaus are told of them, and what the relays add.

All of it is synthetic.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from shared.contracts import membership, petitions, resources
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.contracts.log import LogReachedV1, log_reached_type
from shared.contracts.public import DISCLOSURES, Disclosure, ProofV1
from shared.event_store import Metadata, StoredEvent
from shared.messaging.cloudevent_json import Reader, decode
from shared.messaging.outgoing import Publication
from shared.messaging.proofs import Chain

_SAMPLES = Path(__file__).parent.parent / "tests" / "contracts" / "golden"
SERVICES: Mapping[str, ModuleType] = {
    "membership": membership,
    "petitions": petitions,
    "resources": resources,
}
TOPICS: Mapping[str, Mapping[str, type[Any]]] = {
    **{each.topic: {**each.messages, each.proof_type: ProofV1} for each in DISCLOSURES},
    **{
        each.TOPIC: {**each.MESSAGES, log_reached_type(name): LogReachedV1}
        for name, each in SERVICES.items()
    },
}
"""Every topic, those for bureaus first, with its messages by type."""


@dataclass(frozen=True)
class Example:
    """A message as it is published.

    Attributes:
        message: the whole CloudEvent.
        made_from: the types of the messages that are told so, when it is a public one.
    """

    message: dict[str, Any]
    made_from: list[str] = field(default_factory=list)


@cache
def examples() -> Mapping[str, Example]:
    """An example of every message, by its type."""
    found: dict[str, Example] = {}
    for service, contracts in SERVICES.items():
        for sample in _samples(service):
            found[sample["type"]] = Example(sample)
        reached = _log_reached(service, contracts, next(_samples(service)))
        found[reached["type"]] = Example(reached)
    for disclosure in DISCLOSURES:
        found |= _disclosed(disclosure)
    return found


def _samples(service: str) -> Iterator[dict[str, Any]]:
    """The samples by name: of one type, a further case comes behind the first one, and is shown."""
    for file in sorted((_SAMPLES / service / "messages").glob("*.json"), key=lambda one: one.stem):
        yield json.loads(file.read_text("utf-8"))


def as_read(service: str, sample: dict[str, Any]) -> CloudEvent[Any]:
    """A sample of what ``service`` publishes, as its readers have it."""
    read = decode(json.dumps(sample).encode())
    record = Recorded(
        event_id=read.id,
        stream=read.subject,
        version=read.streamversion,
        position=read.position,
        recorded_at=read.time,
        effective_date=read.effectivedate,
    )
    data = Reader(SERVICES[service].MESSAGES).data(read)
    return envelope(read.source, read.type, data, record)


def _disclosed(public: Disclosure) -> dict[str, Example]:
    """An example of each public message, and which messages it is made from."""
    made_from: dict[str, list[str]] = defaultdict(list)
    messages: dict[str, Any] = {}
    chain = Chain()
    for sample in _samples(public.service):
        told = public.disclosed(as_read(public.service, sample))
        if told is not None:
            if sample["type"] not in made_from[told.type]:
                made_from[told.type].append(sample["type"])
            messages.setdefault(told.type, msgspec.to_builtins(told))
            position = int(told.sequence)
            chain = chain.then(chain.sequence + 1, msgspec.json.encode(told))
            proof = ProofV1(0, chain.count, chain.digest, position)
            proven = public.proof(proof, told.time, told.effectivedate)
            messages[public.proof_type] = msgspec.to_builtins(proven)
    return {name: Example(message, made_from[name]) for name, message in messages.items()}


def _log_reached(service: str, contracts: ModuleType, sample: dict[str, Any]) -> dict[str, Any]:
    """What the relay says behind an event that stays private."""
    told = as_read(service, sample)
    event = StoredEvent(
        stream=told.subject,
        version=told.streamversion,
        type="",
        schema_version=1,
        data="",
        metadata=msgspec.json.encode(Metadata("", sample["correlationid"])).decode(),
        effective_date=told.effectivedate,
        recorded_at=told.time,
        position=int(told.sequence),
    )
    publication: Publication[Any] = Publication(
        service, contracts.TOPIC, lambda _: None, lambda _, __: None
    )
    reached: dict[str, Any] = json.loads(publication.reached(event).value)
    return reached

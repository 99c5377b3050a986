"""The dictionary of fields says each thing once, of fields there are, and what it says is what the code does."""

import json
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from deploy import dictionary
from deploy.event_schemas import parts_of, schemas
from deploy.examples import TOPICS
from shared.contracts.cloudevents import CloudEvent
from shared.contracts.public import PublicEvent
from tests.contracts.golden import PUBLISHERS, Publisher

ROOT = Path(__file__).parents[2]
SCHEMAS = schemas()
_WHOLE = [
    *(contract for told in TOPICS.values() for contract in told.values()),
    CloudEvent,
    PublicEvent,
]
CONTRACTS = list(dict.fromkeys(part for whole in _WHOLE for part in parts_of(whole).values()))
FIELDS = [(contract, name) for contract in CONTRACTS for name in get_type_hints(contract)]
BOOKS = sorted(file.stem for file in dictionary.FOLDER.glob("*.toml"))
every_publisher = pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda each: each.name)
_QUOTED = re.compile(r"`([a-z0-9_]+)`")
NEVER_DECIDED = {
    ("ConferenceFoundedV1", "level", "city"),
    ("ConferenceDissolvedV1", "level", "city"),
}
"""What a sample holds by mistake, that no rule lets happen: samples stay as they are; another stands beside."""


@pytest.mark.parametrize("name", BOOKS)
def test_every_entry_of_the_dictionary_is_of_some_field(name: str) -> None:
    bases = {base for contract in CONTRACTS for base in contract.__mro__}
    known = {
        (said_of, field)
        for contract, field in FIELDS
        if name in (dictionary.COMMON, dictionary.publisher_of(contract))
        for said_of in ("", *(base.__name__ for base in contract.__mro__))
    }
    assert set(dictionary.entries(name)) <= known
    contracts = {entry for entry in dictionary.book(name) if entry[0].isupper()}
    assert contracts <= {base.__name__ for base in bases}


def test_a_meaning_is_said_in_one_place() -> None:
    twice = [
        f"{contract.__name__}.{name}"
        for contract in CONTRACTS
        for name in dictionary.lines(contract)
        for book in (dictionary.COMMON, dictionary.publisher_of(contract))
        if "meaning" in dictionary.book(book).get(contract.__name__, {}).get(name, {})
    ]
    assert not twice, "a line of the docstring stands before the dictionary"


def test_every_line_of_a_docstring_is_of_a_field() -> None:
    for contract in CONTRACTS:
        assert dictionary.lines(contract).keys() <= get_type_hints(contract).keys(), contract


def test_the_words_a_meaning_lists_are_those_with_labels() -> None:
    """Either none of them, or all and no other; words may name fields besides."""
    for contract, name in FIELDS:
        told = dictionary.explained(contract, name)
        listed = set(_QUOTED.findall(told.meaning))
        if told.words and listed & told.words.keys():
            others = listed - told.words.keys() - get_type_hints(contract).keys()
            assert (listed >= told.words.keys(), others) == (True, set()), (contract, name)


@every_publisher
def test_words_with_labels_are_those_of_the_domain(publisher: Publisher) -> None:
    """A fact's field that holds words of a list is told with the words of that list."""
    looked_at = 0
    for fact, contract in publisher.translation._PUBLIC.items():
        for part, name, words in listed_words(fact, contract):
            told = dictionary.explained(part, name).words
            looked_at += 1
            assert told, (part, name)
            assert told.items() <= {word.value: word.label for word in words}.items(), (part, name)
    assert looked_at > 10


def listed_words(fact: Any, contract: Any) -> Iterator[tuple[type[Any], str, Any]]:
    """The fields of a contract that hold words of a list in the fact it is made from."""
    kinds, told = get_type_hints(fact), get_type_hints(contract)
    for name, kind in told.items():
        within = list(_types_in(kinds[name]))
        yield from (
            (contract, name, one)
            for one in within
            if issubclass(one, StrEnum) and any(map(_labelled, one))
        )
        inner = [one for one in _types_in(kind) if is_dataclass(one)]
        for one, other in zip(filter(is_dataclass, within), inner, strict=True):
            yield from listed_words(one, other)


def _labelled(word: Any) -> bool:
    return hasattr(word, "label")


def _types_in(kind: Any) -> Iterator[type[Any]]:
    if isinstance(kind, type) and not get_args(kind):
        yield kind
    for part in get_args(kind):
        yield from _types_in(part)


@every_publisher
def test_samples_hold_words_with_labels_only(publisher: Publisher) -> None:
    """Whatever was ever told and kept as a sample, the catalogue has a label for it."""
    for file in publisher.messages:
        message = json.loads(file.read_bytes())
        told = SCHEMAS[message["type"]]
        faults = unlabelled(message["data"], told, told.get("$defs", {}))
        assert {(file.stem, *fault) for fault in faults} <= NEVER_DECIDED


def unlabelled(value: Any, told: Any, held: Any) -> Iterator[tuple[str, Any]]:
    if "$ref" in told:
        told = held[told["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        for one in value:
            yield from unlabelled(one, told["items"], held)
    for shape in told.get("anyOf", ()):
        if value is not None and shape.get("type") != "null":
            yield from unlabelled(value, shape, held)
    if isinstance(value, dict):
        for name, of_field in told.get("properties", {}).items():
            words = of_field.get("x-words")
            if words and value[name] is not None and value[name] not in words:
                yield name, value[name]
            yield from unlabelled(value[name], of_field, held)


@every_publisher
def test_units_of_rules_have_labels(publisher: Publisher) -> None:
    contract = publisher.contracts.MESSAGES[f"{publisher.name}.rule-set.v1"]
    delivered = import_module(f"services.{publisher.name}.domain.rules.defaults").DEFAULTS
    units = {str(rule.unit) for rule in delivered}
    assert units <= dictionary.explained(contract, "unit").words.keys()


@every_publisher
def test_rules_that_are_named_exist(publisher: Publisher) -> None:
    """What stands behind "rule" in the dictionary is the name of a rule."""
    text = (dictionary.FOLDER / f"{publisher.name}.toml").read_text("utf-8")
    named = {
        name
        for run in re.findall(r"rules? ((?:`[a-z-]+`(?:, | and | … )?)+)", text)
        for name in re.findall(r"`([a-z-]+)`", run)
    }
    assert named
    assert named <= {word.value for word in publisher.rule_names}


def test_the_dictionary_costs_services_nothing() -> None:
    """Nothing that runs in a service reads it: its files are for the export alone."""
    reading = [
        str(file.relative_to(ROOT))
        for room in ("services", "shared")
        for file in (ROOT / room).rglob("*.py")
        if "tomllib" in file.read_text("utf-8")
    ]
    assert reading == []

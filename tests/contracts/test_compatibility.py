"""Contracts that were released stay what they are; what may change is seen here, and what may not."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, make_dataclass
from datetime import date
from typing import Any

import pytest

from deploy.compatibility import (
    FORM,
    KEY,
    SAID,
    TOPIC,
    WORDS,
    Schema,
    broken,
    present,
    released,
)
from deploy.event_schemas import schema
from deploy.services import SERVICES
from shared.contracts.public import DISCLOSURES

TYPE = "sample.happened.v1"


@dataclass
class Part:
    """A part."""

    code: str


@dataclass
class Happened:
    """It happened."""

    name: str
    when: date
    count: int | None
    parts: tuple[Part, ...]
    note: str = ""


def contract(cls: Any = Happened) -> dict[str, Schema]:
    return {TYPE: schema(cls, TYPE)}


def changed(**fields: Any) -> dict[str, Schema]:
    """The contract with other types for some fields; None leaves one out, a tuple gives a default too."""
    told = {"name": str, "when": date, "count": int | None, "parts": tuple[Part, ...], **fields}
    told.setdefault("note", (str, ""))
    parts = [
        (name, *((kind[0], field(default=kind[1])) if type(kind) is tuple else (kind,)))
        for name, kind in told.items()
        if kind is not None
    ]
    made = make_dataclass("Happened", parts, kw_only=True)
    made.__doc__ = "It happened, in other words."
    return contract(made)


def other_part(**fields: Any) -> Any:
    made: Any = make_dataclass("Part", fields.items())
    made.__doc__ = "A part."
    return tuple[made, ...]


def test_no_contract_that_was_released_has_changed_for_its_readers() -> None:
    assert broken(released(), present()) == []


def test_every_contract_of_a_bureau_was_released() -> None:
    published = {topic for service in SERVICES.values() for topic in service.topics}
    public = {
        name
        for disclosure in DISCLOSURES
        if disclosure.topic in published
        for name in (*disclosure.messages, disclosure.proof_type)
    }
    assert public
    assert public <= released().keys(), "run: python -m deploy.compatibility --release public."


def test_a_new_field_that_may_be_missing_passes() -> None:
    assert broken(contract(), changed(more=(str, ""))) == []
    assert broken(contract(), changed(more=(int | None, None))) == []


def test_other_words_for_people_pass() -> None:
    assert broken(contract(), changed()) == []


PLACES: dict[str, Callable[[Any], Any]] = {
    "the whole": lambda whole: whole,
    "a field": lambda whole: whole["properties"]["name"],
    "a field that holds a part": lambda whole: whole["properties"]["parts"],
    "a part": lambda whole: whole["$defs"]["Part"],
    "a field of a part": lambda whole: whole["$defs"]["Part"]["properties"]["code"],
}
every_place = pytest.mark.parametrize("place", PLACES)


def saying(word: str, value: Any, place: str) -> dict[str, Schema]:
    """The contract with a keyword more, or another value of it, somewhere."""
    told = deepcopy(contract())
    PLACES[place](told[TYPE])[word] = value
    return told


@every_place
@pytest.mark.parametrize("word", sorted(SAID))
def test_what_is_said_to_people_may_be_said_otherwise(word: str, place: str) -> None:
    assert broken(contract(), saying(word, "otherwise", place)) == []
    assert broken(saying(word, "otherwise", place), contract()) == []


_CHECKED = {
    "$comment": "more",
    "additionalProperties": False,
    "allOf": [{"minLength": 1}],
    "const": "a",
    "default": "a",
    "deprecated": True,
    "enum": ["a"],
    "format": "uri",
    "maxLength": 3,
    "minItems": 1,
    "pattern": "a",
    "readOnly": True,
    "type": "null",
    "x-anything": "more",
}


@every_place
@pytest.mark.parametrize("word", _CHECKED)
def test_nothing_else_may(word: str, place: str) -> None:
    assert broken(contract(), saying(word, _CHECKED[word], place))


def test_the_export_says_all_of_it_and_nothing_that_is_neither_said_nor_checked() -> None:
    words: set[str] = set()

    def walk(told: Any) -> None:
        words.update(told)
        for part in (*told.get("properties", {}).values(), *told.get("$defs", {}).values()):
            walk(part)

    for whole in present().values():
        walk(whole)
    assert words >= SAID
    assert {word for word in words - SAID if word.startswith("x-")} == {FORM, WORDS, KEY, TOPIC}


@every_place
def test_a_unit_stays_what_it_was_and_may_be_told_for_the_first_time(place: str) -> None:
    fen = saying(FORM, "fen", place)

    assert broken(contract(), fen) == []
    assert broken(fen, saying(FORM, "yuan", place))
    assert broken(fen, contract())


STANDS = {"name": "sample.v1", "partitions": 12, "cleanup.policy": "delete", "retention.ms": "-1"}


@pytest.mark.parametrize(
    ("word", "was", "becomes"),
    [
        (KEY, "member-{member_id}", "branch-{branch_id}"),
        *((TOPIC, STANDS, {**STANDS, word: "other"}) for word in STANDS),
    ],
    ids=str,
)
def test_where_a_message_goes_and_by_which_key_stays_as_first_told(
    word: str, was: Any, becomes: Any
) -> None:
    told = saying(word, was, "the whole")

    assert broken(contract(), told) == []
    assert broken(told, saying(word, becomes, "the whole"))
    assert broken(told, contract())


@every_place
def test_a_word_stays_and_others_may_come(place: str) -> None:
    one = saying(WORDS, {"broken": "逾期"}, place)

    assert broken(contract(), one) == []
    assert broken(one, saying(WORDS, {"broken": "超期", "kept": "兑现"}, place)) == []
    assert broken(one, saying(WORDS, {"missed": "逾期"}, place))
    assert broken(one, contract())


def test_a_field_that_is_called_like_what_is_said_is_a_field() -> None:
    def named(name: str) -> dict[str, Schema]:
        made = make_dataclass("Happened", [(name, str)])
        made.__doc__ = "It happened."
        return contract(made)

    assert broken(named("title"), named("description"))


def test_a_default_is_compared_whole_also_beside_a_reference() -> None:
    def since(default: Any) -> dict[str, Schema]:
        told = deepcopy(contract())
        told[TYPE]["properties"]["parts"]["items"]["default"] = default
        return told

    assert broken(since({"title": "a"}), since({"title": "a"})) == []
    assert broken(since({"title": "a"}), since({"title": "b"}))
    assert broken(contract(), since({"title": "a"}))


def test_a_new_contract_passes() -> None:
    assert broken({}, contract()) == []


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (changed(name=None), "name is gone"),
        (changed(name=None, title=str), "name is gone"),
        (changed(more=str), "more is new and required"),
        (changed(name=int), "name had type 'string', now 'integer'"),
        (changed(when=str), "when had format 'date', now None"),
        (changed(count=int), "count had anyOf"),
        (changed(count=str | None), "count had type"),
        (changed(name=(str, "")), "name had default None, now ''"),
        (changed(name=(str, "")), "name was always there and may now be missing"),
        (changed(note=str), "note is now required"),
        (changed(note=(str, "-")), "note had default '', now '-'"),
        (changed(parts=other_part(code=int)), "parts.code had type"),
        (changed(parts=other_part(other=str)), "parts.code is gone"),
        (changed(parts=other_part(code=str, other=str)), "parts.other is new and required"),
        ({}, "it is gone"),
    ],
    ids=str,
)
def test_anything_else_needs_a_new_version_beside_the_old(
    now: dict[str, Schema], says: str
) -> None:
    faults = broken(contract(), now)
    assert any(says in fault for fault in faults), faults
    assert all("publish sample.happened.v2 beside it" in fault for fault in faults)

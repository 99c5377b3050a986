"""Contracts that were released stay what they are; what may change is seen here, and what may not."""

from dataclasses import dataclass, field, make_dataclass
from datetime import date
from typing import Any

import pytest

from deploy.compatibility import Schema, broken, present, released
from deploy.event_schemas import _schema
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
    return {TYPE: _schema(cls, TYPE)}


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

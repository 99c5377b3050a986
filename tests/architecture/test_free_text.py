"""Every text that a command brings has a declared treatment: sealed, looked through, or no free text at all.

A bare ``str`` is an id, a code or a digest and has to be listed here with its service. Whoever adds words
to a command marks them (`FreeText`, `PublicName`) or takes them sealed; else this fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest

from shared.privacy.free_text import FREE_TEXT, PUBLIC_NAME
from tests.support.all_commands import DECIDING, commands_of

ENDS_OF_IDS = ("_id", "_ids", "_code", "_digest")
SEALED = {"sealed", "sealed_name", "contact"}
"""Opaque here: sealed with the key of the person whom they tell about."""
NO_FREE_TEXT = {
    "membership": {
        "actor",
        "by",  # an organisation
        "code",  # of a division
        "under",
        "into",
        "SetRule.name",  # from a closed list
        "RecordDisclosure.fields",
        "province",
    },
    "petitions": {
        "actor",
        "by",  # a unit, as in `to_id`
        "RegisterPetition.place",  # a division's code
        "RecategorisePetition.place",
        "SetRoute.place",
        "PublishNeed.place",
        "assisting",
        "handler",  # an account
        "SetRule.name",  # from a closed list
        "RecordDisclosure.fields",
        "media_type",
        "sha256",
        "RecordNeedOutcome.reference",  # an id of the resources service
    },
    "resources": {
        "actor",
        "premises",  # divisions' codes
        "communities",
        "FoundConference.order",  # units
        "PublishChairOrder.order",
        "parties",
        "chair",
        "PassResolution.owner",
        "present",
        "excused",
        "reviewer",
        "month",
        "SetRule.name",  # from a closed list
        "SetNeedAside.rule",  # why it was set aside, in the words of the rule
        "SetNeedAside.label",
    },
}


@dataclass(frozen=True)
class Text:
    """A text somewhere in a command."""

    service: str
    command: str
    field: str
    marks: tuple[Any, ...]

    @property
    def is_declared(self) -> bool:
        if {FREE_TEXT, PUBLIC_NAME} & {*self.marks}:
            return True
        plain = SEALED | NO_FREE_TEXT[self.service]
        named = {self.field, f"{self.command}.{self.field}"}
        return bool(named & plain) or self.field.endswith(ENDS_OF_IDS)


def texts_in(service: str, command: str, kind: Any, name: str = "") -> Iterator[Text]:
    """The texts of a type, nested ones too; enumerations are closed lists."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield Text(service, command, name, get_args(kind)[1:])
    elif origin in {Union, UnionType, tuple}:
        for each in get_args(kind):
            yield from texts_in(service, command, each, name)
    elif kind is str:
        yield Text(service, command, name, ())
    elif is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        for each in fields(kind):
            yield from texts_in(service, command, hints[each.name], each.name)


ALL = [
    text
    for service in DECIDING
    for kind in commands_of(service)
    for text in texts_in(service, kind.__name__, kind)
]


def test_every_service_that_decides_is_looked_at() -> None:
    for service in DECIDING:
        commands = {text.command for text in ALL if text.service == service}
        assert len(commands) > 10, service
    named = {f"{text.command}.{text.field}" for text in ALL}
    assert {"SetRule.source", "MakeCommand.purpose", "PassResolution.text"} <= named
    assert {"EnterUnits.name", "DraftAgreement.text", "IssueYearlySheet.unit_id"} <= named


def test_every_text_of_every_command_has_a_declared_treatment() -> None:
    undeclared = [f"{t.service}: {t.command}.{t.field}" for t in ALL if not t.is_declared]
    assert undeclared == []


@pytest.mark.parametrize("service", DECIDING)
def test_nothing_is_listed_that_no_command_has(service: str) -> None:
    bare = [text for text in ALL if text.service == service and not text.marks]
    known = {name for text in bare for name in (text.field, f"{text.command}.{text.field}")}
    assert NO_FREE_TEXT[service] - known == set()


def test_a_new_free_text_is_found() -> None:
    @dataclass(frozen=True)
    class Point:
        remark: str

    @dataclass(frozen=True)
    class Convene:
        meeting_id: str
        agenda: tuple[Point, ...]

    globals()["Point"] = Point
    found = [*texts_in("resources", "Convene", Convene)]
    assert [(text.field, text.is_declared) for text in found] == [
        ("meeting_id", True),
        ("remark", False),
    ]

"""Events keep their stored name for ever, and every shape that was ever stored stays readable."""

from dataclasses import dataclass
from typing import Any

import pytest

from shared.stored_form import (
    StoredForm,
    UnknownStoredTypeError,
    UnreadableStoredEventError,
    Upcaster,
    UpcasterMissingError,
)


@dataclass(frozen=True, slots=True)
class LampLit:
    """In version 1 `watts` was text; in version 2 it is a number; version 3 added `room`."""

    lamp: str
    watts: int
    room: str


@dataclass(frozen=True, slots=True)
class LampBroken:
    lamp: str


def watts_as_number(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"watts": int(document["watts"])}


def with_room(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"room": "hall"}


NAMES: dict[str, type[LampLit | LampBroken]] = {"lamp-lit": LampLit, "lamp-broken": LampBroken}
UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("lamp-lit", 1): watts_as_number,
    ("lamp-lit", 2): with_room,
}
FORM = StoredForm(NAMES, UPCASTERS)


def test_an_event_is_stored_under_its_name_and_current_version() -> None:
    lit = LampLit("desk", 40, "study")
    stored = FORM.encode(lit)
    assert stored == ("lamp-lit", 3, b'{"lamp":"desk","watts":40,"room":"study"}')
    assert FORM.decode(*stored) == lit
    assert FORM.encode(LampBroken("desk"))[:2] == ("lamp-broken", 1)


@pytest.mark.parametrize(
    ("version", "data"),
    [(1, b'{"lamp":"desk","watts":"40"}'), (2, b'{"lamp":"desk","watts":40}')],
)
def test_old_shapes_are_read_as_the_event_is_understood_today(version: int, data: bytes) -> None:
    assert FORM.decode("lamp-lit", version, data) == LampLit("desk", 40, "hall")


@pytest.mark.parametrize(
    ("name", "version"), [("lamp-lost", 1), ("lamp-lit", 4), ("lamp-lit", 0), ("lamp-broken", 2)]
)
def test_a_type_or_version_of_another_release_is_named(name: str, version: int) -> None:
    with pytest.raises(UnknownStoredTypeError, match=f"{name}' version {version}"):
        FORM.decode(name, version, b"{}")


@pytest.mark.parametrize(
    ("version", "data"),
    [(3, b'{"lamp":"desk"}'), (3, b"not json"), (2, b"[]"), (2, b'{"lamp":1,"watts":40}')],
)
def test_data_that_breaks_its_promise_is_named(version: int, data: bytes) -> None:
    with pytest.raises(UnreadableStoredEventError, match="'lamp-lit' version"):
        FORM.decode("lamp-lit", version, data)


@pytest.mark.parametrize("key", [("lamp-lit", 2), ("lamp-lost", 1), ("lamp-lit", 0)])
def test_a_hole_in_the_chain_is_refused_at_the_start(key: tuple[str, int]) -> None:
    with pytest.raises(UpcasterMissingError):
        StoredForm(NAMES, {key: with_room})


def test_current_versions_follow_from_the_upcasters() -> None:
    assert FORM.versions() == {"lamp-lit": 3, "lamp-broken": 1}

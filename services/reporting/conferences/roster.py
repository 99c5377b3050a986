"""What the roster says of conferences, units, chairs and agreements at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class After(NamedTuple):
    """The last conference of the page before; conferences of a division stand behind that above it."""

    division_code: str = ""
    conference_id: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """At most ``limit`` conferences behind ``after``."""

    after: After
    limit: int


class Unit(NamedTuple):
    """A unit as it was at the moment; nothing but its id when nobody had told of it."""

    unit_id: str
    name: str
    unit_class: str = ""
    organisation_id: str | None = None
    organisation_name: str = ""
    liaison_post: str = ""


class Chair(NamedTuple):
    """A term: ``ends`` is not included, None when nothing is published behind it."""

    unit: Unit
    begins: date
    ends: date | None
    kind: str


class Member(NamedTuple):
    """A member unit; ``shared`` is what it shared where the conference is, by figure."""

    unit: Unit
    since: date
    seats: int
    representative_post: str
    agreements: int
    shared: Mapping[str, int]


class Agreement(NamedTuple):
    agreement_id: str
    title: str
    parties: list[Unit]
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference at the moment asked for."""

    conference_id: str
    name: str
    level: str
    division_code: str
    division_name: str
    parent_id: str | None
    chair: Chair | None
    chair_next: Chair | None
    members: list[Member]
    agreements: list[Agreement]

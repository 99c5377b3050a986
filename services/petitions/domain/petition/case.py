"""What a command about an appeal is decided on, and which streams that takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.calendar.decider import initial as no_notices
from services.petitions.domain.categories.decider import Categories
from services.petitions.domain.categories.decider import initial as delivered_categories
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.directory.decider import initial as no_units
from services.petitions.domain.petition.commands import (
    LinkDuplicate,
    MarkRepeat,
    PetitionCommand,
)
from services.petitions.domain.petition.petition import Petition, initial
from services.petitions.domain.rules.decider import Rules
from services.petitions.domain.rules.decider import initial as delivered_rules
from services.petitions.domain.streams import (
    CALENDAR,
    CATEGORIES,
    DIRECTORY,
    RULES,
    petition_stream,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every appeal stands in: units and places, categories, rules, and the city's time."""

    directory: Directory = field(default=no_units)
    categories: Categories = field(default=delivered_categories)
    rules: Rules = field(default=delivered_rules)
    time: CityTime = field(default_factory=CityTime)


@dataclass(frozen=True, slots=True)
class Case:
    """The appeal, the other one a command names, and the surroundings they stand in."""

    petition: Petition = initial
    other: Petition = initial
    around: Surroundings = field(default_factory=Surroundings)


AROUND = (DIRECTORY, CATEGORIES, RULES, CALENDAR)
"""The streams there is one of; every command is decided on them."""


def streams_needed(command: PetitionCommand) -> tuple[str, ...]:
    """The streams to load: the appeal's own first."""
    other = other_of(command)
    others = (petition_stream(other),) if other else ()
    return (petition_stream(command.petition_id), *AROUND, *others)


def other_of(command: PetitionCommand) -> str:
    """The id of the other appeal that the command names; empty when it names none."""
    if isinstance(command, LinkDuplicate):
        return command.main_id
    return command.earlier_id if isinstance(command, MarkRepeat) else ""


def case_of(command: PetitionCommand, states: Mapping[str, Any], zone: tzinfo) -> Case:
    """The case from the folded states by stream; a stream without events may be left out."""
    return Case(
        petition=states.get(petition_stream(command.petition_id), initial),
        other=states.get(petition_stream(other_of(command)), initial),
        around=around_of(states, zone),
    )


def around_of(states: Mapping[str, Any], zone: tzinfo) -> Surroundings:
    """The surroundings from the folded states by stream, in the city's time zone."""
    return Surroundings(
        states.get(DIRECTORY, no_units),
        states.get(CATEGORIES, delivered_categories),
        states.get(RULES, delivered_rules),
        CityTime(states.get(CALENDAR, no_notices), zone),
    )

"""What membership tells of divisions counts once, in whatever batches it comes and however often."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.petitions.application import Petitions
from services.petitions.consumers.divisions import Divisions
from services.petitions.domain.directory.commands import EnterUnits
from services.petitions.domain.streams import DIRECTORY
from shared.acting import Acting
from shared.clock import new_id
from shared.contracts.membership.territory import DivisionRenamedV1
from shared.event_store.in_memory import InMemoryEventStore
from shared.messaging.promise import Message
from tests.support.told_by_membership import Membership, received
from tests.unit.petitions.petition_scene import ASKED, START, TODAY

STREETS = ("430111001", "430111002")
NAMES = st.sampled_from(["侯家塘街道", "侯家塘东街道", "圭塘街道"])
DAY = date(2026, 1, 10)


class Renaming(NamedTuple):
    code: str
    name: str


class Reading(NamedTuple):
    """From behind ``begin`` (a share of what was read before) over ``length`` messages; then perhaps a hand."""

    begin: float
    length: int
    by_hand: Renaming | None


RENAMINGS = st.builds(Renaming, st.sampled_from(STREETS), NAMES)
READINGS = st.builds(
    Reading, st.floats(0, 1), st.integers(1, 9), st.one_of(st.none(), st.none(), RENAMINGS)
)


class Office:
    """The directory, and the reaction that keeps it."""

    def __init__(self) -> None:
        self.store = InMemoryEventStore()
        self.petitions = Petitions(self.store)
        self._divisions = Divisions(self.petitions, lambda: START)

    def reads(self, batch: Sequence[Message]) -> None:
        self._divisions.react(batch)

    def enters(self, change: Renaming) -> None:
        """A person gives an office another name, if there is such an office."""
        unit = self.petitions.directory().units.get(change.code)
        if unit is not None:
            command = EnterUnits(units=(replace(unit, name=change.name),), **ASKED)
            self.petitions.commands.execute(command, Acting(START, "officer-1", new_id()))

    def history(self) -> list[str]:
        return [f"{event.type} {event.data}" for event in self.store.read_stream(DIRECTORY)]

    def names(self) -> dict[str, str]:
        return {unit.unit_id: unit.name for unit in self.petitions.directory().units.values()}


def told_of(renamings: Sequence[Renaming]) -> list[Message]:
    city = Membership()
    city.registers_division("430111", None, "district")
    for street in STREETS:
        city.registers_division(street, "430111", "street")
    for code, name in renamings:
        city.tell("territory", DivisionRenamedV1(code, name, "", DAY))
        city.enrols(code)
    return [received(message) for message in city.told]


@settings(max_examples=60)
@given(st.lists(RENAMINGS, max_size=6), st.lists(READINGS, max_size=8))
def test_what_is_read_again_in_whatever_batches_changes_nothing(
    renamings: list[Renaming], readings: list[Reading]
) -> None:
    office, in_order, told, reached = Office(), Office(), told_of(renamings), 0
    for begin, length, by_hand in [*readings, Reading(1, len(told), None)]:
        first = round(begin * reached)
        office.reads(told[first : first + length])
        for message in told[reached : first + length]:
            in_order.reads([message])
        reached = max(reached, min(first + length, len(told)))
        if by_hand:
            office.enters(by_hand)
            in_order.enters(by_hand)
    assert office.names() == in_order.names()

    before = office.history()
    for first in range(len(told)):
        office.reads(told[first:])
        for message in told[first:]:
            office.reads([message])
    assert office.history() == before


def test_what_does_not_fit_keeps_nothing_else_from_being_followed() -> None:
    """The street lies in a district nobody entered; its new name is told of a unit that is not here."""
    city = Membership()
    city.registers_division("430111", None, "district")
    city.registers_division("430112001", "430112", "street")
    city.tell("territory", DivisionRenamedV1("430112001", "新街道", "", DAY))
    city.tell("territory", DivisionRenamedV1("430111", "雨花新区", "雨花区", DAY))
    told, office = [received(message) for message in city.told], Office()

    office.reads(told)
    office.reads(told[2:3])

    assert office.names() == {"430111": "雨花新区"}


@pytest.mark.parametrize("batches", [[[0], [1], [0, 1]], [[0, 1], [0], [1]]])
def test_a_name_is_never_followed_by_the_one_before_it(batches: list[list[int]]) -> None:
    city, office = Membership(), Office()
    city.registers_division("430111", None, "district")
    city.tell("territory", DivisionRenamedV1("430111", "雨花新区", "雨花区", TODAY))
    told = [received(message) for message in city.told]

    for batch in batches:
        office.reads([told[number] for number in batch])

    entered, *later = [e.type for e in office.store.read_stream(DIRECTORY)]
    assert (entered, later.count("unit-changed")) == ("unit-entered", 1)
    assert office.names() == {"430111": "雨花新区"}

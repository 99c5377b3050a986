"""What can be asked about the divisions of the city."""

from dataclasses import dataclass

from services.membership.domain.command import Command
from services.membership.domain.terms import DivisionLevel, PublicName


@dataclass(frozen=True, slots=True)
class Division:
    """One line of the official list (民政部行政区划代码); the city itself has no parent here."""

    code: str
    name: PublicName
    level: DivisionLevel
    parent_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDivisions(Command):
    """Take over an official list, parents before children; what is unchanged yields nothing."""

    divisions: tuple[Division, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolCommunity(Command):
    """Let a community take part in community Party-building."""

    code: str


TerritoryCommand = RegisterDivisions | EnrolCommunity

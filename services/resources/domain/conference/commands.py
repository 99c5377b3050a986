"""What can be asked of a joint conference."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText, PublicName


@dataclass(frozen=True, slots=True)
class Delegation:
    """A unit as a member: how many seats, and the post of its representative."""

    unit_id: str
    seats: int
    representative_post: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCommand(Command):
    """A command about one conference; that of a division bears the division's code as its id."""

    conference_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundConference(ConferenceCommand):
    """Found the conference of a division, or a sub-conference below ``parent_id``.

    The first of ``order`` chairs from the effective date on; ``term_months`` None: as the rule says.
    """

    division_code: str
    name: PublicName
    members: tuple[Delegation, ...]
    order: tuple[str, ...]
    term_months: int | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinConference(ConferenceCommand):
    """Take a unit in; ``chairs`` puts it at the end of the order of the chair."""

    member: Delegation
    chairs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveConference(ConferenceCommand):
    """Let a unit go; ``departed`` says it left the city, which dissolves a conference it was alone in."""

    unit_id: str
    cause_text: FreeText
    departed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotSeats(ConferenceCommand):
    unit_id: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateRepresentative(ConferenceCommand):
    unit_id: str
    representative_post: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishChairOrder(ConferenceCommand):
    """Publish another order; whoever sits finishes the term."""

    order: tuple[str, ...]
    term_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapChairTurns(ConferenceCommand):
    """Give the turn of ``unit_id`` that begins on ``begins`` to ``with_unit_id``, and the other way."""

    unit_id: str
    with_unit_id: str
    begins: date
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipChairTurn(ConferenceCommand):
    """Leave out the turn of ``unit_id`` that begins on ``begins``."""

    unit_id: str
    begins: date
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInterimChair(ConferenceCommand):
    """Let ``unit_id`` chair until the present term ends."""

    unit_id: str
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueRotation(ConferenceCommand):
    """Publish further terms when less than a round is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointPartTimeMember(ConferenceCommand):
    """Let the holder of ``post`` in a member unit sit on the committee of ``organisation_id``."""

    unit_id: str
    organisation_id: str
    post: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RelievePartTimeMember(ConferenceCommand):
    unit_id: str
    organisation_id: str
    post: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveConference(ConferenceCommand):
    cause_text: FreeText

"""What can have happened to a joint conference.

Whatever moves the chair carries ``chairs_before`` and ``chairs``: the terms that were published and not
over on the effective date, and those that stand in their place. So a reader replaces the one by the
other, and every instant has one chair. Posts are told, names are not.
"""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.conference.chairs import Terms
from services.resources.domain.terms import DivisionLevel


@dataclass(frozen=True, slots=True)
class ConferenceFacts:
    """What a conference is: whose, and below which other one (``parent_id``) if any."""

    conference_id: str
    division_code: str
    level: DivisionLevel
    name: str
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class ConferenceMember:
    """A member unit with its seats and the post of who represents it, a member since ``since``."""

    unit_id: str
    seats: int
    representative_post: str
    since: date


@dataclass(frozen=True, slots=True)
class ConferenceFounded:
    """The conference stands, its first chair sitting."""

    conference_id: str
    after: ConferenceFacts
    members: tuple[ConferenceMember, ...]
    chair_order: tuple[str, ...]
    term_months: int
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceMemberJoined:
    """A unit is a member; ``chair_order`` is the published order of the chair from now."""

    conference_id: str
    before: None
    after: ConferenceMember
    chair_order: tuple[str, ...]
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceMemberLeft:
    conference_id: str
    before: ConferenceMember
    after: None
    cause_text: str
    chair_order: tuple[str, ...]
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class SeatsAllotted:
    """A member unit has another number of seats."""

    conference_id: str
    before: ConferenceMember
    after: ConferenceMember
    effective_date: date


@dataclass(frozen=True, slots=True)
class RepresentativeDelegated:
    """A member unit is represented by the holder of another post."""

    conference_id: str
    before: ConferenceMember
    after: ConferenceMember
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairOrderPublished:
    """The order in which units chair, and for how long each, is another."""

    conference_id: str
    chair_order_before: tuple[str, ...]
    chair_order: tuple[str, ...]
    term_months_before: int
    term_months: int
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairTurnsSwapped:
    """``with_unit_id`` chairs in the turn of ``unit_id`` that was to begin on ``begins``."""

    conference_id: str
    unit_id: str
    with_unit_id: str
    begins: date
    cause_text: str
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairTurnSkipped:
    """The turn of ``unit_id`` that was to begin on ``begins`` is left out; the others move up."""

    conference_id: str
    unit_id: str
    begins: date
    cause_text: str
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class InterimChairNamed:
    """``unit_id`` chairs for ``replaces`` until the present term ends."""

    conference_id: str
    unit_id: str
    replaces: str
    cause_text: str
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class RotationContinued:
    """Further terms are published, a round ahead."""

    conference_id: str
    chairs_before: Terms
    chairs: Terms
    effective_date: date


@dataclass(frozen=True, slots=True)
class PartTimeMemberAppointed:
    """Who holds ``post`` in the unit sits on the committee of the Party organisation (兼职委员)."""

    conference_id: str
    unit_id: str
    organisation_id: str
    post: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class PartTimeMemberRelieved:
    conference_id: str
    unit_id: str
    organisation_id: str
    post: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceDissolved:
    """The conference is no more; its chair's term ends on the day."""

    conference_id: str
    before: ConferenceFacts
    members: tuple[ConferenceMember, ...]
    cause_text: str
    chairs_before: Terms
    chairs: Terms
    effective_date: date


ConferenceEvent = (
    ConferenceFounded
    | ConferenceMemberJoined
    | ConferenceMemberLeft
    | SeatsAllotted
    | RepresentativeDelegated
    | ChairOrderPublished
    | ChairTurnsSwapped
    | ChairTurnSkipped
    | InterimChairNamed
    | RotationContinued
    | PartTimeMemberAppointed
    | PartTimeMemberRelieved
    | ConferenceDissolved
)

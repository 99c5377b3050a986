"""Joint conferences (党建联席会), their members and the rotating chair.

Whatever moves the chair carries `chairs_before` and `chairs`: a reader puts the latter in place of the
former, and every instant has exactly one chair.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ConferenceFactsV1:
    """What a conference is.

    Attributes:
        level: the level of its division: `district`, `street` or `community`.
        parent_id: the conference it is a part of, for a sub-conference.
    """

    conference_id: str
    division_code: str
    level: str
    name: str
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class ConferenceMemberV1:
    """A member unit with its seats and the post of who represents it, a member since `since`."""

    unit_id: str
    seats: int
    representative_post: str
    since: date


@dataclass(frozen=True, slots=True)
class ChairTermV1:
    """One turn of the chair, from the beginning of `begins` up to, not including, `ends`.

    Attributes:
        ends: null for the last that is published.
        kind: how the unit came to chair: `regular`, `swapped` or `interim`.
    """

    unit_id: str
    begins: date
    ends: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class ConferenceFoundedV1:
    """The conference stands, its first chair sitting."""

    conference_id: str
    after: ConferenceFactsV1
    members: tuple[ConferenceMemberV1, ...]
    chair_order: tuple[str, ...]
    term_months: int
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceMemberJoinedV1:
    """A unit is a member; `chair_order` is the published order of the chair from now."""

    conference_id: str
    before: None
    after: ConferenceMemberV1
    chair_order: tuple[str, ...]
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceMemberLeftV1:
    """A unit is no member any more; `chair_order` is the order of the chair from now."""

    conference_id: str
    before: ConferenceMemberV1
    after: None
    chair_order: tuple[str, ...]
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class SeatsAllottedV1:
    """A member unit has another number of seats."""

    conference_id: str
    before: ConferenceMemberV1
    after: ConferenceMemberV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class RepresentativeDelegatedV1:
    """A member unit is represented by the holder of another post."""

    conference_id: str
    before: ConferenceMemberV1
    after: ConferenceMemberV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairOrderPublishedV1:
    """The order in which units chair, and for how long each, is another."""

    conference_id: str
    chair_order_before: tuple[str, ...]
    chair_order: tuple[str, ...]
    term_months_before: int
    term_months: int
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairTurnsSwappedV1:
    """`with_unit_id` chairs in the turn of `unit_id` that was to begin on `begins`."""

    conference_id: str
    unit_id: str
    with_unit_id: str
    begins: date
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class ChairTurnSkippedV1:
    """The turn of `unit_id` that was to begin on `begins` is left out; the others move up."""

    conference_id: str
    unit_id: str
    begins: date
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class InterimChairNamedV1:
    """`unit_id` chairs for `replaces` until the present term ends."""

    conference_id: str
    unit_id: str
    replaces: str
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class RotationContinuedV1:
    """Further terms are published, a round ahead."""

    conference_id: str
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class PartTimeMemberAppointedV1:
    """Who holds `post` in the unit sits on the committee of the Party organisation (兼职委员)."""

    conference_id: str
    unit_id: str
    organisation_id: str
    post: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class PartTimeMemberRelievedV1:
    """Who holds the post sits on the committee no more."""

    conference_id: str
    unit_id: str
    organisation_id: str
    post: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class ConferenceDissolvedV1:
    """The conference is no more; its chair's term ends on the day."""

    conference_id: str
    before: ConferenceFactsV1
    members: tuple[ConferenceMemberV1, ...]
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


ConferenceMessage = (
    ConferenceFoundedV1
    | ConferenceMemberJoinedV1
    | ConferenceMemberLeftV1
    | SeatsAllottedV1
    | RepresentativeDelegatedV1
    | ChairOrderPublishedV1
    | ChairTurnsSwappedV1
    | ChairTurnSkippedV1
    | InterimChairNamedV1
    | RotationContinuedV1
    | PartTimeMemberAppointedV1
    | PartTimeMemberRelievedV1
    | ConferenceDissolvedV1
)
MESSAGES: dict[str, type[ConferenceMessage]] = {
    "resources.conference-founded.v1": ConferenceFoundedV1,
    "resources.conference-member-joined.v1": ConferenceMemberJoinedV1,
    "resources.conference-member-left.v1": ConferenceMemberLeftV1,
    "resources.seats-allotted.v1": SeatsAllottedV1,
    "resources.representative-delegated.v1": RepresentativeDelegatedV1,
    "resources.chair-order-published.v1": ChairOrderPublishedV1,
    "resources.chair-turns-swapped.v1": ChairTurnsSwappedV1,
    "resources.chair-turn-skipped.v1": ChairTurnSkippedV1,
    "resources.interim-chair-named.v1": InterimChairNamedV1,
    "resources.rotation-continued.v1": RotationContinuedV1,
    "resources.part-time-member-appointed.v1": PartTimeMemberAppointedV1,
    "resources.part-time-member-relieved.v1": PartTimeMemberRelievedV1,
    "resources.conference-dissolved.v1": ConferenceDissolvedV1,
}

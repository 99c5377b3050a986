"""The member register. No message says who a person is: no name, number, phone or address.

`before` is what was counted until the effective date and `after` what is counted from it on; null
means off the register. Adding one for each `after` and taking one for each `before` gives the
number of members anywhere, as of any day.

Each message here stands in its member's own stream: its id is `member-<member_id>@<version>`.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberFactsV1:
    """What of a member is counted.

    Attributes:
        organisation_id: the organisation responsible for the member.
        organisation_path: its path when the fact was recorded, ids from the root joined by `/`.
        standing: how the member stands to the Party: `full`, `probationary` or `suspended`.
        member_class: in which class the member is managed: `in_service`, `retired`, `floating`,
            `laid_off`, `residents`, `at_home`, `working_in_city` or `working_outside`.
        education: the highest education: `postgraduate`, `university`, `college` (these three are
            大专及以上), `secondary_vocational`, `senior_high`, `junior_high` or `primary`.
        birth_date: the day of birth; ages follow the calendar without any message.
        gender: the member's gender: `male` or `female`.
    """

    organisation_id: str
    organisation_path: str
    standing: str
    member_class: str
    education: str
    birth_date: date
    gender: str


@dataclass(frozen=True, slots=True)
class MemberRegisteredV1:
    """A person is on the register, or is again (then `before` may be set).

    Attributes:
        join_date: the day of joining the Party.
        origin: how the person came to the register: `direct`, `admission` or `transfer`.
        transfer_id: the transfer by which the member arrived, else null.
    """

    member_id: str
    before: MemberFactsV1 | None
    after: MemberFactsV1
    join_date: date
    origin: str
    transfer_id: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberCorrectedV1:
    """What had been recorded wrongly is right."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    join_date: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class AdmittedToFullV1:
    """A probationary member became a full member (转正)."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberClassChangedV1:
    """The member is managed in another class."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class MembershipSuspendedV1:
    """Membership is suspended (停止党籍): `cause` is `lost_contact` or `other`."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    cause: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class MembershipRestoredV1:
    """Membership is restored (恢复党籍)."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberRemovedV1:
    """The member left the register by removal (除名).

    Attributes:
        cause: why: `lost_contact`, `no_participation`, `rectification_failed` or `asked_to_leave`.
    """

    member_id: str
    before: MemberFactsV1
    after: None
    cause: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberExpelledV1:
    """The member left the register by expulsion (开除党籍)."""

    member_id: str
    before: MemberFactsV1
    after: None
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberDeceasedV1:
    """The member died on `effective_date`."""

    member_id: str
    before: MemberFactsV1
    after: None
    effective_date: date


@dataclass(frozen=True, slots=True)
class AffiliationTransferredV1:
    """Another organisation is responsible from `effective_date` on, by `transfer_id`.

    `after` is null when the member left for an organisation outside the city's tree. The
    organisation is the same on both sides when it moved as a whole; then its path differs.
    """

    member_id: str
    transfer_id: str
    before: MemberFactsV1
    after: MemberFactsV1 | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class AffiliationFollowedOrganisationV1:
    """The member's organisation was moved, merged or dissolved, and the affiliation went along."""

    member_id: str
    before: MemberFactsV1
    after: MemberFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class MemberForgottenV1:
    """The person's sealed data is gone for ever: forget whatever was derived from it.

    Attributes:
        ground: on what ground: `left_register` or `by_order`.
    """

    member_id: str
    ground: str
    effective_date: date


MemberMessage = (
    MemberRegisteredV1
    | MemberCorrectedV1
    | AdmittedToFullV1
    | MemberClassChangedV1
    | MembershipSuspendedV1
    | MembershipRestoredV1
    | MemberRemovedV1
    | MemberExpelledV1
    | MemberDeceasedV1
    | AffiliationTransferredV1
    | AffiliationFollowedOrganisationV1
    | MemberForgottenV1
)
MESSAGES: dict[str, type[MemberMessage]] = {
    "membership.member-registered.v1": MemberRegisteredV1,
    "membership.member-corrected.v1": MemberCorrectedV1,
    "membership.admitted-to-full.v1": AdmittedToFullV1,
    "membership.member-class-changed.v1": MemberClassChangedV1,
    "membership.membership-suspended.v1": MembershipSuspendedV1,
    "membership.membership-restored.v1": MembershipRestoredV1,
    "membership.member-removed.v1": MemberRemovedV1,
    "membership.member-expelled.v1": MemberExpelledV1,
    "membership.member-deceased.v1": MemberDeceasedV1,
    "membership.affiliation-transferred.v1": AffiliationTransferredV1,
    "membership.affiliation-followed-organisation.v1": AffiliationFollowedOrganisationV1,
    "membership.member-forgotten.v1": MemberForgottenV1,
}

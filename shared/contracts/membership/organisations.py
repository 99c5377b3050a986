"""The organisation tree. One is taken from `before` and one added to `after`, wherever they stand.

When an organisation moves, every organisation below it has its own message; so does whatever
follows into a merger.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OrganisationFactsV1:
    """What of an organisation is counted.

    Attributes:
        organisation_id: its id, for ever.
        path: ids from the root to itself joined by `/`.
        kind: what kind of organisation it is: `city_committee`, `district_committee`,
            `working_committee`, `primary_committee`, `general_branch`, `branch`, `joint_branch` or
            `party_group`.
        form: for whom it was formed: `regular`, `residents`, `retirees`, `floating` or `laid_off`.
        division_code: the division it is responsible for, when one of its own is stated.
    """

    organisation_id: str
    path: str
    kind: str
    form: str
    division_code: str | None


@dataclass(frozen=True, slots=True)
class OrganisationEstablishedV1:
    """An organisation was set up.

    Attributes:
        superior_id: the organisation it stands under; null for a root.
        may_transfer: entitled to approve probationary members, hence to transfer affiliation.
        units: the units a joint branch covers.
    """

    organisation_id: str
    name: str
    superior_id: str | None
    may_transfer: bool
    units: tuple[str, ...]
    after: OrganisationFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationRenamedV1:
    """An organisation has another name; `name_before` is the one it had."""

    organisation_id: str
    name: str
    name_before: str
    path: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationMovedV1:
    """The path of an organisation changed, because `moved_with` (itself or one above) was moved."""

    organisation_id: str
    superior_id: str
    superior_id_before: str | None
    moved_with: str
    before: OrganisationFactsV1
    after: OrganisationFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationMergedV1:
    """An organisation ended; `into_id` answers for its members."""

    organisation_id: str
    into_id: str
    into_path: str
    before: OrganisationFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationDissolvedV1:
    """An organisation ended; `successor_id`, its superior, answers for its members."""

    organisation_id: str
    successor_id: str
    successor_path: str
    before: OrganisationFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class OrganisationReElectedV1:
    """A term of `term_years` began on `effective_date`, by the rule named; it ends on `term_ends_on`."""

    organisation_id: str
    path: str
    rule: str
    term_years: int
    term_ends_on: date
    effective_date: date


OrganisationMessage = (
    OrganisationEstablishedV1
    | OrganisationRenamedV1
    | OrganisationMovedV1
    | OrganisationMergedV1
    | OrganisationDissolvedV1
    | OrganisationReElectedV1
)
MESSAGES: dict[str, type[OrganisationMessage]] = {
    "membership.organisation-established.v1": OrganisationEstablishedV1,
    "membership.organisation-renamed.v1": OrganisationRenamedV1,
    "membership.organisation-moved.v1": OrganisationMovedV1,
    "membership.organisation-merged.v1": OrganisationMergedV1,
    "membership.organisation-dissolved.v1": OrganisationDissolvedV1,
    "membership.organisation-re-elected.v1": OrganisationReElectedV1,
}

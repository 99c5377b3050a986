"""What can be asked of the organisation tree."""

from dataclasses import dataclass

from services.membership.domain.command import Command
from services.membership.domain.terms import OrganisationForm, OrganisationKind, PublicName


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishOrganisation(Command):
    """Set up an organisation; the client chooses its id.

    ``may_transfer``: entitled to approve probationary members, hence to transfer affiliation
    directly; None takes the default of its kind. ``division_code``: the area it is responsible for.
    """

    organisation_id: str
    name: PublicName
    kind: OrganisationKind
    superior_id: str | None = None
    division_code: str | None = None
    form: OrganisationForm = OrganisationForm.REGULAR
    may_transfer: bool | None = None
    units: tuple[PublicName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameOrganisation(Command):
    organisation_id: str
    name: PublicName


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrganisation(Command):
    """Place it, with everything below it, under another superior."""

    organisation_id: str
    superior_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrganisation(Command):
    """End it; what stands below it moves to ``into_id``, which answers for its members."""

    organisation_id: str
    into_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveOrganisation(Command):
    """End it; its superior answers for its members."""

    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReElection(Command):
    """The organisation elected its committee on ``effective_date`` (换届)."""

    organisation_id: str


OrganisationCommand = (
    EstablishOrganisation
    | RenameOrganisation
    | MoveOrganisation
    | MergeOrganisation
    | DissolveOrganisation
    | RecordReElection
)

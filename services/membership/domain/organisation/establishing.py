"""Setting up an organisation, naming it, and electing its committee."""

import re
from collections.abc import Callable
from typing import Any

from services.membership.domain.calendar import add_years
from services.membership.domain.command import check_effective_date
from services.membership.domain.organisation.commands import (
    EstablishOrganisation,
    RecordReElection,
    RenameOrganisation,
)
from services.membership.domain.organisation.events import (
    OrganisationEstablished,
    OrganisationEvent,
    OrganisationReElected,
    OrganisationRenamed,
)
from services.membership.domain.organisation.kinds import MAY_TRANSFER_BY_DEFAULT
from services.membership.domain.organisation.placing import (
    check_name_free,
    check_superior,
    path_under,
)
from services.membership.domain.organisation.rejections import (
    EstablishedAfterEffectiveDate,
    JointBranchWithoutUnits,
    OrganisationIdInvalid,
    OrganisationIdTaken,
    OrganisationNameMissing,
    UnitsOnlyForJointBranch,
)
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import OrganisationFacts, OrganisationKind

_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,35}")


def establish(command: EstablishOrganisation, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """Set up an organisation below a living superior; the same again yields nothing."""
    check_effective_date(command, None)
    _check_particulars(command)
    event = _established(command, _superior(command, state))
    existing = state.organisations.by_id.get(command.organisation_id)
    if existing is not None:
        return _already(existing, event)
    if command.division_code is not None:
        state.territory.division(command.division_code)
    check_name_free(state.organisations, command.superior_id, event.name)
    return (event,)


def _check_particulars(command: EstablishOrganisation) -> None:
    if _ID.fullmatch(command.organisation_id) is None:
        raise OrganisationIdInvalid(command.organisation_id)
    if not command.name.strip():
        raise OrganisationNameMissing
    if command.kind is not OrganisationKind.JOINT_BRANCH:
        if command.units:
            raise UnitsOnlyForJointBranch
    elif len(set(command.units)) < 2:  # noqa: PLR2004 -- "joint" means two or more
        raise JointBranchWithoutUnits


def _superior(command: EstablishOrganisation, state: Surroundings) -> Organisation | None:
    if command.superior_id is None:
        check_superior(command.kind, None)
        return None
    superior = state.organisations.get_living(command.superior_id, "superior_id")
    check_superior(command.kind, superior)
    if command.effective_date < superior.placed_on:
        raise EstablishedAfterEffectiveDate(command.effective_date, superior.placed_on)
    return superior


def _established(
    command: EstablishOrganisation, superior: Organisation | None
) -> OrganisationEstablished:
    entitled = command.may_transfer
    return OrganisationEstablished(
        organisation_id=command.organisation_id,
        name=command.name.strip(),
        superior_id=command.superior_id,
        may_transfer=command.kind in MAY_TRANSFER_BY_DEFAULT if entitled is None else entitled,
        units=command.units,
        after=OrganisationFacts(
            command.organisation_id,
            path_under(superior, command.organisation_id),
            command.kind,
            command.form,
            command.division_code,
        ),
        effective_date=command.effective_date,
    )


def _already(existing: Organisation, event: OrganisationEstablished) -> tuple[()]:
    """Nothing, when what exists is what was asked for."""
    same = (
        existing.living
        and existing.facts == event.after
        and existing.name == event.name
        and existing.may_transfer == event.may_transfer
        and existing.units == event.units
    )
    if not same:
        raise OrganisationIdTaken(event.organisation_id)
    return ()


def rename(command: RenameOrganisation, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """Give another name, unique under the superior; its own name yields nothing."""
    tree = state.organisations
    organisation = tree.get_living(command.organisation_id)
    name = command.name.strip()
    if not name:
        raise OrganisationNameMissing
    if name == organisation.name:
        return ()
    check_effective_date(command, organisation.changed_on)
    check_name_free(tree, organisation.superior_id, name)
    day = command.effective_date
    renamed = OrganisationRenamed(
        organisation.organisation_id, name, organisation.name, organisation.path, day
    )
    return (renamed,)


def re_elect(command: RecordReElection, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """Begin a term: 5 years in a community, else 3 (关于党的基层组织任期的意见).

    An organisation is in a community when the division it is responsible for is one.
    """
    tree, day = state.organisations, command.effective_date
    organisation = tree.get_living(command.organisation_id)
    check_effective_date(command, organisation.changed_on)
    in_community = state.territory.is_community(tree.division_code(command.organisation_id))
    rule = RuleName.TERM_YEARS_COMMUNITY if in_community else RuleName.TERM_YEARS_OTHER
    years = state.rules.value(rule, day)
    ends = add_years(day, years)
    if ends == organisation.term_ends_on:
        return ()
    own, path = organisation.organisation_id, organisation.path
    return (OrganisationReElected(own, path, rule, years, ends, day),)


ESTABLISHING: dict[type, Callable[[Any, Surroundings], tuple[OrganisationEvent, ...]]] = {
    EstablishOrganisation: establish,
    RenameOrganisation: rename,
    RecordReElection: re_elect,
}

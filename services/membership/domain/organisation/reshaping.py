"""Moving, merging and dissolving: nothing below is ever left without a superior."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from services.membership.domain.command import check_effective_date
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
)
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationEvent,
    OrganisationMerged,
    OrganisationMoved,
)
from services.membership.domain.organisation.kinds import FAMILY
from services.membership.domain.organisation.placing import (
    check_name_free,
    check_superior,
    path_under,
)
from services.membership.domain.organisation.rejections import (
    EstablishedAfterEffectiveDate,
    HasLivingSuborganisations,
    MergedIntoAnotherKind,
    MovedBelowItself,
    NoSuccessor,
)
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import Organisation, Organisations


def move(command: MoveOrganisation, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """Place an organisation, with all below it, under another superior."""
    tree = state.organisations
    organisation = tree.get_living(command.organisation_id)
    superior = tree.get_living(command.superior_id, "superior_id")
    if organisation.superior_id == command.superior_id:
        return ()
    check_may_move(tree, organisation, superior, command.effective_date)
    check_effective_date(command, last_change_below(tree, organisation))
    return tuple(moves(tree, organisation, superior, command.effective_date))


def check_may_move(
    tree: Organisations, organisation: Organisation, superior: Organisation, effective: date
) -> None:
    """Refuse a place below itself, an unsuitable superior, a taken name, a day before the place.

    Raises:
        MovedBelowItself, SuperiorUnsuitable, SiblingNameTaken, EstablishedAfterEffectiveDate.
    """
    if tree.is_within(superior.organisation_id, organisation.organisation_id):
        raise MovedBelowItself(organisation.organisation_id, "superior_id")
    check_superior(organisation.kind, superior)
    check_name_free(tree, superior.organisation_id, organisation.name, "superior_id")
    if effective < superior.placed_on:
        raise EstablishedAfterEffectiveDate(effective, superior.placed_on)


def last_change_below(tree: Organisations, organisation: Organisation) -> date:
    """The effective date of the last fact in the living subtree, whose paths are about to change."""
    return max(each.changed_on for each in tree.subtree(organisation.organisation_id))


def moves(
    tree: Organisations, organisation: Organisation, superior: Organisation, effective: date
) -> Iterator[OrganisationMoved]:
    """One fact for the organisation and one for each below it, superiors first."""
    own = organisation.organisation_id
    kept = len(organisation.path) - len(own)
    above = path_under(superior, "")
    for each in tree.subtree(own):
        moved = each.organisation_id == own
        yield OrganisationMoved(
            organisation_id=each.organisation_id,
            superior_id=superior.organisation_id if moved else str(each.superior_id),
            superior_id_before=each.superior_id,
            moved_with=own,
            before=each.facts,
            after=replace(each.facts, path=above + each.path[kept:]),
            effective_date=effective,
        )


def merge(command: MergeOrganisation, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """End an organisation in favour of another of its kind, which takes over what is below it."""
    tree, day = state.organisations, command.effective_date
    into = tree.get_living(command.into_id, "into_id")
    if tree.get(command.organisation_id).successor_id == command.into_id:
        return ()
    organisation = tree.get_living(command.organisation_id)
    check_may_merge(tree, organisation, into)
    check_effective_date(command, max(last_change_below(tree, organisation), into.placed_on))
    children = [tree.get(child) for child in tree.children(organisation.organisation_id)]
    for child in children:
        check_superior(child.kind, into, "into_id")
        check_name_free(tree, into.organisation_id, child.name, "into_id")
    moved = [event for child in children for event in moves(tree, child, into, day)]
    return (*moved, merged(organisation, into, day))


def check_may_merge(tree: Organisations, organisation: Organisation, into: Organisation) -> None:
    """Refuse a merger with itself or below itself, or into another kind.

    Raises:
        MovedBelowItself, MergedIntoAnotherKind.
    """
    if tree.is_within(into.organisation_id, organisation.organisation_id):
        raise MovedBelowItself(organisation.organisation_id, "into_id")
    if FAMILY[organisation.kind] != FAMILY[into.kind]:
        raise MergedIntoAnotherKind(organisation.kind, into.kind)


def merged(organisation: Organisation, into: Organisation, effective: date) -> OrganisationMerged:
    """The fact that ``organisation`` ended and ``into`` answers for its members."""
    return OrganisationMerged(
        organisation.organisation_id, into.organisation_id, into.path, organisation.facts, effective
    )


def dissolve(command: DissolveOrganisation, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """End an organisation that has none below it; its superior answers for its members."""
    tree = state.organisations
    organisation = tree.get(command.organisation_id)
    if not organisation.living and organisation.successor_id == organisation.superior_id:
        return ()
    organisation = tree.get_living(command.organisation_id)
    check_effective_date(command, organisation.changed_on)
    below = tree.children(command.organisation_id)
    if below:
        raise HasLivingSuborganisations(command.organisation_id, len(below))
    if organisation.superior_id is None:
        raise NoSuccessor(command.organisation_id)
    above = tree.get(organisation.superior_id)
    facts, day = organisation.facts, command.effective_date
    return (
        OrganisationDissolved(
            command.organisation_id, above.organisation_id, above.path, facts, day
        ),
    )


RESHAPING: dict[type, Callable[[Any, Surroundings], tuple[OrganisationEvent, ...]]] = {
    MoveOrganisation: move,
    MergeOrganisation: merge,
    DissolveOrganisation: dissolve,
}

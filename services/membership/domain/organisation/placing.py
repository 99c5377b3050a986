"""Where an organisation may stand: the kind of its superior, and a name of its own there."""

from services.membership.domain.organisation.kinds import MAY_BE_ROOT, SUPERIORS
from services.membership.domain.organisation.rejections import (
    SiblingNameTaken,
    SuperiorUnsuitable,
)
from services.membership.domain.organisation.tree import Organisation, Organisations
from services.membership.domain.terms import OrganisationKind


def check_superior(
    kind: OrganisationKind, superior: Organisation | None, field: str = "superior_id"
) -> None:
    """Each kind stands under certain kinds only (党章 art. 29-30).

    Raises:
        SuperiorUnsuitable: the superior's kind may not have such an organisation below it.
    """
    if superior is None:
        if kind not in MAY_BE_ROOT:
            raise SuperiorUnsuitable(kind, None, field)
    elif superior.kind not in SUPERIORS[kind]:
        raise SuperiorUnsuitable(kind, superior.kind, field)


def check_name_free(
    tree: Organisations, superior_id: str | None, name: str, field: str = "name"
) -> None:
    """Two organisations under one superior must be told apart by name.

    Raises:
        SiblingNameTaken: a living organisation there has the name.
    """
    if name in tree.below.get(superior_id, {}):
        raise SiblingNameTaken(name, field)


def path_under(superior: Organisation | None, organisation_id: str) -> str:
    """The ids from the root down to ``organisation_id``, joined by ``/``."""
    return organisation_id if superior is None else f"{superior.path}/{organisation_id}"

"""The organisation tree: setting up, renaming, moving, merging and dissolving organisations."""

from collections.abc import Callable
from typing import Any

from services.membership.domain.organisation.commands import OrganisationCommand
from services.membership.domain.organisation.establishing import ESTABLISHING
from services.membership.domain.organisation.events import OrganisationEvent
from services.membership.domain.organisation.reshaping import RESHAPING
from services.membership.domain.organisation.surroundings import Surroundings

_DECIDE: dict[type, Callable[[Any, Surroundings], tuple[OrganisationEvent, ...]]] = {
    **ESTABLISHING,
    **RESHAPING,
}


def decide(command: OrganisationCommand, state: Surroundings) -> tuple[OrganisationEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refuses, by name (see `rejections`).
    """
    return _DECIDE[type(command)](command, state)

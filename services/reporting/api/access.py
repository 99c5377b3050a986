"""Who may see which organisation's statistics."""

from sqlalchemy import Engine

from services.reporting.projections.organisations import path_now
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.scope import authorise, visible_roots
from shared.http.refusals import NotFound


def admit(engine: Engine, caller: Principal, organisation: str) -> None:
    """Let the caller see the organisation's statistics.

    Only whoever may see the whole tree learns that an organisation does not exist; everybody else
    gets the same refusal as for one out of scope.

    Raises:
        Forbidden: it is out of the caller's scope.
        NotFound: there is none of that id.
    """
    with engine.connect() as connection:

        def path_of(one: str) -> str | None:
            return path_now(connection, one)

        path = path_of(organisation)
        roots = visible_roots(caller, Permission.STATISTICS_READ, path_of)
        if path is None and any("/" not in root for root in roots):
            raise NotFound("organisation")
        authorise(caller, Permission.STATISTICS_READ, path or "", path_of)

"""Who may see which part of a report."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, Engine

from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.scope import authorise, visible_roots
from shared.http.refusals import NotFound

PathNow = Callable[[Connection, str], str | None]


@dataclass(frozen=True)
class Admission:
    """How a report finds where things stand.

    Attributes:
        what: the report is asked about, in a word.
        path_of: where such a thing stands now; None where there is none.
        reach_of: the path that a grant at an organisation reaches, and all below it.
    """

    what: str
    path_of: PathNow
    reach_of: PathNow

    def admit(self, engine: Engine, caller: Principal, subject: str) -> None:
        """Let the caller see the report of the subject.

        Only whoever may see the whole tree learns that it does not exist; everybody else gets the
        same refusal as for one out of scope.

        Raises:
            Forbidden: it is out of the caller's scope.
            NotFound: there is none of that id.
        """
        with engine.connect() as connection:
            reach = partial(self.reach_of, connection)
            path = self.path_of(connection, subject)
            roots = visible_roots(caller, Permission.STATISTICS_READ, reach)
            if path is None and any("/" not in root for root in roots):
                raise NotFound(self.what)
            authorise(caller, Permission.STATISTICS_READ, path or "", reach)

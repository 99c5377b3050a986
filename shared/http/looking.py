"""A query on its way: whose it is, how far he sees, and how fresh the answer has to be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic

from fastapi import Header, Query, Request, Response
from sqlalchemy import Connection

from shared.access.permissions import Permission
from shared.access.reach import Reach
from shared.clock import city_day
from shared.database import looking_at
from shared.freshness import NotInTime, position_of
from shared.http.asking import O_co
from shared.http.office import office_of
from shared.http.problem import FieldError
from shared.http.read_after import READ_AFTER, VIEW_POSITION, NotYetVisible
from shared.http.refusals import Invalid
from shared.http.security import Caller
from shared.paging import LIMIT

_EVENT = re.compile(r"([0-9a-z][0-9a-z-]{0,127})@([1-9][0-9]{0,8})")
MOST = 200

After = Annotated[str | None, Query(max_length=500, description="上一页给出的 following")]
PageSize = Annotated[int, Query(ge=1, le=MOST, description="每页条数")]
USUAL = LIMIT


@dataclass(frozen=True)
class Looking(Generic[O_co]):
    """One request that wants to know something."""

    office: O_co
    response: Response
    reach: Reach
    read_after: tuple[str, int] | None

    @property
    def today(self) -> date:
        """The city's calendar day."""
        return city_day(self.office.now())

    @contextmanager
    def view(self, *views: str, bit_by_bit: bool = False) -> Iterator[Connection]:
        """A connection to read these views, which show at least what the caller has written.

        An answer that is read ``bit_by_bit`` needs a transaction, in which its cursor lives.
        """
        self._wait(views)
        engine = self.office.engine
        with engine.connect() if bit_by_bit else looking_at(engine) as connection:
            position = position_of(connection, views)
            self.response.headers[VIEW_POSITION] = f"{self.office.metrics.service}:{position}"
            yield connection

    def roots(self, permission: Permission, within: str | None = None) -> tuple[str, ...]:
        """The paths to limit the query to: what the caller may see, or ``within`` that.

        Raises:
            Forbidden: nothing may be seen there.
        """
        return self.reach.within(permission, within)

    def _wait(self, views: tuple[str, ...]) -> None:
        if self.read_after is None:
            return
        stream, version = self.read_after
        try:
            self.office.freshness.wait_for_event(views, stream, version, self._refuse_unknown)
        except NotInTime:
            raise NotYetVisible from None

    def _refuse_unknown(self, stream: str, version: int) -> None:
        if self.office.commands.version(stream) < version:
            raise _no_such_event()


async def looking(
    request: Request,
    response: Response,
    caller: Caller,
    read_after: Annotated[
        str | None,
        Header(
            alias=READ_AFTER,
            description="命令答复中的 Read-After:等到读模型已包含该事件(及同时写入的全部事件)再作答",
        ),
    ] = None,
) -> Looking[Any]:
    """Dependency: a query from somebody with a genuine token.

    ``Looked = Annotated[Looking[Office], Depends(looking)]`` in a service's `api/office.py`.
    """
    office = office_of(request)
    event = None
    if read_after is not None:
        found = _EVENT.fullmatch(read_after.strip())
        if found is None:
            raise _no_such_event()
        event = (found[1], int(found[2]))
    return Looking(office, response, office.reach(caller), event)


def _no_such_event() -> Invalid:
    message = f"{READ_AFTER} must name an event as a command's answer told it: <stream>@<version>"
    return Invalid([FieldError(field=READ_AFTER, rule="known-event", message=message)])

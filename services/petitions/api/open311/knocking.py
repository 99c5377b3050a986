"""Who comes to this door, for which jurisdiction, and how the standard writes instants.

Looking things up needs no key. Filing needs one: the token of an app (`civic_app`), issued as anybody's
is, sent as the field `api_key` or as a bearer token. What an app files is filed in no office's name.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BeforeValidator, Field

from services.petitions.api.fields import Instant
from services.petitions.api.office import Office
from services.petitions.domain.terms import Level
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.access.refusals import Unauthorised
from shared.clock import CITY_TIME
from shared.http.asking import Asking, asking_as
from shared.http.office import office_of
from shared.http.preconditions import IdempotencyKey, command_id
from shared.http.refusals import NotFound
from shared.http.security import verified

T = TypeVar("T")
FILE = Permission.PETITION_FILE
_BEARER = "bearer "
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")


@dataclass(frozen=True)
class Knocking:
    """Somebody at the door."""

    office: Office
    request: Request
    response: Response
    command_id: str

    def places(self, jurisdiction_id: str | None) -> tuple[str, ...]:
        """The paths of the places that are meant; none for the whole city.

        Raises:
            NotFound: there is no such jurisdiction: a district or the city, by its code.
        """
        if jurisdiction_id is None:
            return ()
        directory = self.office.petitions.directory()
        unit = directory.units.get(jurisdiction_id)
        if unit is None or unit.division_code != unit.unit_id or unit.level not in _JURISDICTIONS:
            raise NotFound(f"jurisdiction_id {jurisdiction_id!r}; give the code of a district")
        return (directory.unit_path(unit.unit_id),)

    def app(self, api_key: str | None) -> Reach:
        """How far the app reaches that this key names. Raises `AccessRefused` or `TooOften`."""
        bearer = self.request.headers.get("authorization", "")
        token = api_key or (bearer[len(_BEARER) :] if bearer.lower().startswith(_BEARER) else "")
        if not token:
            raise Unauthorised("api_key is missing")
        caller = verified(self.request, token)
        self.office.apps.take(caller.id)
        reach = self.office.reach(caller)
        reach.allow_somewhere(FILE)
        return reach

    def asking(self, app: Reach, command_id: str = "") -> Asking[Any]:
        """A command from the app, in no office's name."""
        given = command_id or self.command_id
        return asking_as(self.request, self.response, Principal(app.caller.id), given)


_JURISDICTIONS = (Level.CITY, Level.DISTRICT)


async def _knocking(request: Request, response: Response, key: IdempotencyKey = None) -> Knocking:
    return Knocking(office_of(request), request, response, command_id(key))


async def _looking(knocking: Annotated[Knocking, Depends(_knocking)]) -> Knocking:
    knocking.office.public.check(knocking.request)
    return knocking


Filed = Annotated[Knocking, Depends(_knocking)]
"""``def endpoint(filed: Filed)``: somebody wants something done, and shows his key."""
LookedUp = Annotated[Knocking, Depends(_looking)]
"""``def endpoint(looked: LookedUp)``: anybody wants to know something; not too often."""


def blank_is_none(value: object) -> object:
    """The standard takes an empty argument for one that was not given."""
    return None if value == "" else value


def _with_plus(value: object) -> object:
    """In an address ``+08:00`` that was not encoded arrives with a blank."""
    return _LOST_PLUS.sub("+", value) if isinstance(value, str) else value


Given = Annotated[T | None, BeforeValidator(blank_is_none)]
"""An optional argument; its bounds stand with its type, for None has none."""
_Code = Annotated[
    str, Field(max_length=64, description="区划代码(市或区县);不填为全市", examples=["430111"])
]
Jurisdiction = Given[_Code]
JurisdictionAsked = Annotated[Jurisdiction, Query()]
W3Instant = Annotated[Instant, BeforeValidator(_with_plus)]


def in_city(instant: datetime) -> datetime:
    """The instant with the city's offset, to the second, as answers show it."""
    return instant.astimezone(CITY_TIME).replace(microsecond=0)

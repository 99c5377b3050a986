"""Membership moves, merges and dissolves organisations; the units linked to them go with them."""

from collections.abc import Sequence

from msgspec import MsgspecError
from sqlalchemy import Engine

from services.resources.application import Cause, Links
from services.resources.projections import units
from shared.city.messages import DISSOLVED, MERGED, MOVED, told
from shared.messaging.cloudevent_json import MalformedMessageError, decode
from shared.messaging.promise import Message

NAME = "resources.organisations"
_HEARD = frozenset({MOVED, MERGED, DISSOLVED})


class Organisations:
    """A reaction to `membership.v1` as far as this service's view of the city shows it."""

    def __init__(self, engine: Engine, links: Links) -> None:
        self._engine, self._links = engine, links

    def react(self, batch: Sequence[Message]) -> None:
        for message in batch:
            if b'"membership.organisation-' in message.value:
                self._follow(message)

    def _follow(self, message: Message) -> None:
        try:
            heard, envelope = told(message.value), decode(message.value)
        except (MsgspecError, MalformedMessageError):
            return  # the view of the city has set it aside with its reason
        if heard is None or heard[0] not in _HEARD:
            return
        organisation_id = heard[1].organisation_id
        cause = Cause(envelope.id, envelope.effectivedate, envelope.correlationid)
        with self._engine.connect() as connection:
            linked = units.linked_to(connection, organisation_id)
        for unit_id in linked:
            self._links.follow(unit_id, organisation_id, cause)

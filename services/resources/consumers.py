"""What other services tell: organisations that move, to which units are linked, and what appeals need."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder
from sqlalchemy import Engine

from services.resources.application import Cause, Consequences, Links
from services.resources.domain.listing.commands import (
    PublishListing,
    SetNeedAside,
    WithdrawListing,
)
from services.resources.domain.listing.events import ListingFacts, ListingKind
from services.resources.domain.rejection import Rejection
from services.resources.projections import units
from shared.city.messages import DISSOLVED, MERGED, MOVED, told
from shared.messaging.cloudevent_json import Envelope, MalformedMessageError, decode
from shared.messaging.promise import Message

NAME = "resources.organisations"
NEEDS = "resources.needs"
_PUBLISHED, _GIVEN_UP = "petitions.need-published.v1", "petitions.need-withdrawn.v1"
_KINDS = {"venue": "场地", "fund": "资金", "skill": "人才", "equipment": "物资"}
_NOT_NEEDED = "诉求已撤回该需求"
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


class AppealNeeds:
    """A reaction to `petitions.v1`: what an appeal needs stands on the need list under its own id.

    What no list can take, because nobody knows the place or the day is past, waits to be placed.
    """

    def __init__(self, consequences: Consequences) -> None:
        self._consequences = consequences

    def react(self, batch: Sequence[Message]) -> None:
        for message in batch:
            if b'"petitions.need-' in message.value:
                self._follow(decode(message.value))

    def _follow(self, told: Envelope) -> None:
        cause = Cause(told.id, told.effectivedate, told.correlationid)
        if told.type == _PUBLISHED:
            self._list(cause, _item(_published(told.data)))
        elif told.type == _GIVEN_UP:
            listing_id = _given_up(told.data).need_id
            self._consequences.follow(
                cause, WithdrawListing, listing_id=listing_id, cause_text=_NOT_NEEDED
            )

    def _list(self, cause: Cause, item: dict[str, Any]) -> None:
        try:
            self._consequences.carry_out(cause, PublishListing, **item)
        except Rejection as refused:
            told = {"rule": refused.slug, "label": refused.label}
            need, listing_id = ListingFacts(**item, points=0), item["listing_id"]
            self._consequences.follow(cause, SetNeedAside, listing_id=listing_id, need=need, **told)


class _Need(Struct):
    """Of what is told, only what is needed; the tolerant reader passes the rest over."""

    need_id: str
    kind: str
    place_code: str
    amount: int
    measure: str
    wanted_from: date
    wanted_until: date


class _Published(Struct):
    petition_id: str
    need: _Need


class _GivenUp(Struct):
    need_id: str


_published = Decoder(_Published).decode
_given_up = Decoder(_GivenUp).decode


def _item(told: _Published) -> dict[str, Any]:
    """The division it is needed in lists it; claims are taken until the last day it is wanted on."""
    need = told.need
    days = f"{need.wanted_from.isoformat()}至{need.wanted_until.isoformat()}"
    return {
        "listing_id": need.need_id,
        "kind": ListingKind.NEED,
        "title": f"群众诉求所需{_KINDS.get(need.kind, need.kind)}({days})",
        "community_code": need.place_code,
        "owner_unit_id": "",
        "category": need.kind,
        "target": need.amount,
        "measure": need.measure,
        "closes_on": need.wanted_until,
        "petition_id": told.petition_id,
    }

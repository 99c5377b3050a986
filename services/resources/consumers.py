"""What other services tell: organisations that move, to which units are linked, and what appeals need."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
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
from shared.city.messages import DISSOLVED, MERGED, MOVED
from shared.contracts import membership, petitions
from shared.messaging.cloudevent_json import Envelope
from shared.messaging.hearing import Hearing
from shared.messaging.promise import Message

NAME = "resources.organisations"
NEEDS = "resources.needs"
_PUBLISHED, _GIVEN_UP = "petitions.need-published.v1", "petitions.need-withdrawn.v1"
_KINDS = {"venue": "场地", "fund": "资金", "skill": "人才", "equipment": "物资"}
_NOT_NEEDED = "诉求已撤回该需求"
hears_of_the_city = Hearing("membership", membership.MESSAGES, (MOVED, MERGED, DISSOLVED))
hears_of_needs = Hearing("petitions", petitions.MESSAGES, (_PUBLISHED, _GIVEN_UP))


class Organisations:
    """A reaction to `membership.v1` as far as this service's view of the city shows it."""

    def __init__(self, engine: Engine, links: Links) -> None:
        self._engine, self._links = engine, links

    def react(self, batch: Sequence[Message]) -> None:
        for _, told in hears_of_the_city.all_of(batch):
            self._follow(told)

    def _follow(self, told: Envelope) -> None:
        organisation_id = _organisation(told.data).organisation_id
        cause = Cause(told.id, told.effectivedate, told.correlationid)
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
        for _, told in hears_of_needs.all_of(batch):
            self._follow(told)

    def _follow(self, told: Envelope) -> None:
        cause = Cause(told.id, told.effectivedate, told.correlationid)
        if told.type == _PUBLISHED:
            self._list(cause, _item(_published(told.data)))
        else:
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


def read_of_the_city(message: Message) -> None:
    """Raise what is wrong with a message of membership, if it is to be acted upon."""
    if (told := hears_of_the_city(message)) is not None:
        _organisation(told.data)


def read_of_needs(message: Message) -> None:
    """Raise what is wrong with a message of petitions, if it is to be acted upon."""
    if (told := hears_of_needs(message)) is not None:
        (_published if told.type == _PUBLISHED else _given_up)(told.data)


class _Organisation(Struct):
    organisation_id: str


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


_organisation = Decoder(_Organisation).decode
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

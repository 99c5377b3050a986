"""What became of an appeal's need on the lists of the resources service; the need's id is the item's."""

from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy import Engine

from services.petitions.application import Petitions
from services.petitions.domain.petition.causes import NeedOutcome
from services.petitions.domain.petition.commands import RecordNeedOutcome
from services.petitions.domain.rejection import Rejection
from services.petitions.projections import needs
from shared.composition.ground import Now
from shared.contracts.resources import MESSAGES
from shared.freshness import Freshness
from shared.messaging.cloudevent_json import Envelope
from shared.messaging.hearing import Hearing, acting_upon
from shared.messaging.promise import Message
from shared.policies.behind_view import shown_by

logger = structlog.get_logger(__name__)

NAME = "petitions.needs.outcomes"
_VIEW = needs.PROJECTION.name
_CONFIRMED = "resources.claim-confirmed.v1"
_GIVEN_UP = "resources.claim-withdrawn.v1"
_COMPLETED = "resources.listing-completed.v1"
_WITHDRAWN = "resources.listing-withdrawn.v1"
hears = Hearing("resources", MESSAGES, (_CONFIRMED, _GIVEN_UP, _COMPLETED, _WITHDRAWN))


class _Claim(msgspec.Struct):
    claim_id: str


class _Item(msgspec.Struct):
    """Of what is told, only what is needed; the tolerant reader passes the rest over."""

    listing_id: str
    claimed: int = 0
    done: int = 0
    after: _Claim | None = None


_item = msgspec.json.Decoder(_Item).decode


class NeedOutcomes:
    """A reaction to `resources.v1`: what is known already changes nothing, so it may come again."""

    def __init__(
        self, engine: Engine, freshness: Freshness, petitions: Petitions, now: Now
    ) -> None:
        self._engine, self._freshness = engine, freshness
        self._petitions, self._now = petitions, now

    def react(self, batch: Sequence[Message]) -> None:
        for _, told in hears.all_of(batch):
            self._follow(told)

    def _follow(self, told: Envelope) -> None:
        item = _item(told.data)
        outcome, petition_id = _outcome(told.type, item), self._petition_of(item.listing_id)
        if outcome is not None and petition_id is not None:
            reference = item.after.claim_id if item.after else item.listing_id
            self._record(petition_id, item.listing_id, outcome, reference, told)

    def _petition_of(self, need_id: str) -> str | None:
        """The appeal whose need it is; None for what no appeal needs.

        The view may be a moment behind the log, so it is asked twice.

        Raises:
            Unfit: the view has set aside what tells whose it is.
        """
        with self._engine.connect() as connection:
            found = needs.petition_of(connection, need_id)
        if found is None:
            self._freshness.wait_for_all((_VIEW,))
            with self._engine.connect() as connection:
                found = shown_by(connection, _VIEW, need_id, needs.petition_of)
        return found

    def _record(
        self,
        petition_id: str,
        need_id: str,
        outcome: NeedOutcome,
        reference: str,
        cause: Envelope,
    ) -> None:
        now = self._now()
        place = self._petitions.petition(petition_id).unit_path
        acting = acting_upon(cause, NAME, now, place)
        command = RecordNeedOutcome(
            petition_id=petition_id,
            now=now,
            actor=NAME,
            need_id=need_id,
            outcome=outcome,
            reference=reference,
        )
        try:
            self._petitions.commands.execute(command, acting)
        except Rejection as refused:
            logger.info("needs.refused", petition_id=petition_id, rule=refused.slug)


def read(message: Message) -> None:
    """Raise what is wrong with a message, if it is to be acted upon."""
    if (told := hears(message)) is not None:
        _item(told.data)


def _outcome(kind: str, item: _Item) -> NeedOutcome | None:
    """What it means for the need; None while others still have it in hand."""
    if kind == _CONFIRMED:
        return NeedOutcome.CLAIMED
    if kind == _GIVEN_UP:
        return None if item.claimed else NeedOutcome.UNMET
    if kind == _COMPLETED and item.done:
        return NeedOutcome.FULFILLED
    return NeedOutcome.UNMET

"""The clock's part in transfers: a letter past its validity expires, once, also after a standstill."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Engine

from services.membership.application import Membership
from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.commands import ExpireTransfer
from services.membership.projections.transfers.queries import Due, due
from shared.acting import Acting
from shared.clock import city_day, derived_id
from shared.deciding import Outcome
from shared.policies.clerk import Act

logger = structlog.get_logger(__name__)

NAME = "membership.expiry"
_A_DAY = timedelta(days=1)


class Expiry:
    """Asks the view, which may be a moment behind, and the rule decides.

    A letter that was accepted or reissued meanwhile does not expire.
    """

    def __init__(self, engine: Engine, membership: Membership, now: Callable[[], datetime]) -> None:
        self._engine, self._membership, self._now = engine, membership, now

    def acts(self) -> Iterator[Act]:
        """Expire what is due now, letter by letter."""
        return (partial(self._expire, letter) for letter in self._due())

    def _due(self) -> Iterator[Due]:
        last: Due | None = None
        while True:
            with self._engine.connect() as connection:
                found = due(connection, city_day(self._now()), behind=last)
            if not found:
                return
            yield from found
            last = found[-1]

    def _expire(self, letter: Due) -> bool:
        now = self._now()
        acting = Acting(
            now,
            NAME,
            derived_id(f"{NAME}:{letter.transfer_id}:{letter.letter}"),
            organisation_path=self._place_of(letter.transfer_id),
        )
        command = ExpireTransfer(
            now=now,
            today=acting.today,
            actor=NAME,
            effective_date=letter.valid_until + _A_DAY,
            transfer_id=letter.transfer_id,
        )
        try:
            outcome = self._carry_out(command, acting)
        except Rejection as refused:
            logger.info("expiry.not_due", transfer_id=letter.transfer_id, rule=refused.slug)
            return False
        return outcome.changed and not outcome.repeated

    def _place_of(self, transfer_id: str) -> str:
        """Where the side that is responsible until acceptance stands; else the other side's place."""
        transfer, tree = self._membership.transfer(transfer_id), self._membership.organisations()
        side = transfer.releasing if transfer.releasing.is_inside else transfer.receiving
        return tree.path(tree.responsible(side.organisation_id))

    def _carry_out(self, command: ExpireTransfer, acting: Acting) -> Outcome:
        try:
            return self._membership.commands.execute(command, acting)
        except EffectiveDateBeforeLast:  # something was recorded for a member after that day
            return self._membership.commands.execute(
                replace(command, effective_date=command.today), acting
            )

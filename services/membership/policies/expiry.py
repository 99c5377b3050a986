"""The clock's part in transfers: a letter past its validity expires, once, also after a standstill."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from services.membership.application import Acting, Membership
from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.commands import ExpireTransfer
from services.membership.projections.transfers.queries import Due, due
from shared.clock import city_day, derived_id
from shared.deciding import Outcome
from shared.event_store import EventStoreError
from shared.subscription.lease import Lease
from shared.subscription.promise import Fenced

logger = structlog.get_logger(__name__)

NAME = "membership.expiry"
_A_DAY = timedelta(days=1)


class Expiry:
    """A clerk who looks every minute; of several, one works and the others stand by.

    He asks the view, which may be a moment behind, and the rule decides: a letter that was accepted
    or reissued meanwhile does not expire.
    """

    def __init__(
        self,
        engine: Engine,
        membership: Membership,
        now: Callable[[], datetime],
        *,
        every_seconds: float = 60.0,
    ) -> None:
        self._engine, self._membership, self._now = engine, membership, now
        self._lease, self._every = Lease(engine, NAME), every_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="expiry", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the letter at hand and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def look(self) -> int:
        """Expire what is due now; answers how many transfers did."""
        return sum(self._expire(letter) for letter in self._due())

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._lease.take()
                self.look()
            except Fenced:
                pass  # somebody else is at work
            except (DBAPIError, EventStoreError, OSError) as error:
                logger.warning("expiry.failed", error=type(error).__name__)
            self._stop.wait(self._every)
        self._lease.give_back()

    def _due(self) -> Iterator[Due]:
        last: Due | None = None
        while not self._stop.is_set():
            with self._engine.connect() as connection:
                found = due(connection, city_day(self._now()), behind=last)
            if not found:
                return
            yield from found
            last = found[-1]

    def _expire(self, letter: Due) -> bool:
        now = self._now()
        acting = Acting(now, NAME, derived_id(f"{NAME}:{letter.transfer_id}:{letter.letter}"))
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

    def _carry_out(self, command: ExpireTransfer, acting: Acting) -> Outcome:
        try:
            return self._membership.execute(command, acting)
        except EffectiveDateBeforeLast:  # something was recorded for a member after that day
            return self._membership.execute(replace(command, effective_date=command.today), acting)

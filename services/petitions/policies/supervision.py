"""The clock's part in promises: every step that is due is taken, once, also after a standstill.

Nothing is judged here: the rule decides what has come due, and says so in the appeal's own events.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from math import inf

import structlog
from sqlalchemy import Engine

from services.petitions.application import Petitions
from services.petitions.domain.petition.commands import SupervisePromises
from services.petitions.domain.rejection import Rejection
from services.petitions.projections import promises
from services.petitions.projections.promises import Due
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome
from shared.freshness import Freshness, NotInTime
from shared.policies.clerk import Act

logger = structlog.get_logger(__name__)

NAME = "petitions.supervision"
LATEST_SECONDS = 1.0
"""A promise that was given while he rested, and comes due before he meant to look, waits so long."""
_TOGETHER = 100
_VIEW = promises.PROJECTION.name


class Supervision:
    """Asks the view, which may be a moment behind, and the rule decides."""

    def __init__(
        self,
        engine: Engine,
        petitions: Petitions,
        freshness: Freshness,
        now: Callable[[], datetime],
    ) -> None:
        self._engine, self._petitions = engine, petitions
        self._freshness, self._now = freshness, now
        self._troubled: set[str] = set()

    def acts(self) -> Iterator[Act]:
        """Take what is due now, page by page; a page that failed the last time, appeal by appeal."""
        with self._engine.connect() as connection:
            pages = list(promises.all_due(connection, self._now(), _TOGETHER))
        for page in pages:
            if self._troubled.isdisjoint(due.petition_id for due in page):
                yield partial(self._take, page)
            else:
                yield from (partial(self._take, [due]) for due in page)

    def rests(self) -> float:
        """Seconds until the next step of any promise; without end while nothing is promised."""
        with self._engine.connect() as connection:
            moment = promises.next_moment(connection)
        return inf if moment is None else (moment - self._now()).total_seconds()

    def _take(self, page: Sequence[Due]) -> bool:
        """Supervise these appeals in one transaction, and wait until the view has heard of it."""
        first = {promise.petition_id: promise for promise in reversed(page)}
        try:
            changed = self._supervise(first)
        except Exception:
            self._troubled |= first.keys()
            raise
        self._troubled -= first.keys()
        return changed

    def _supervise(self, first: Mapping[str, Due]) -> bool:
        now, commands = self._now(), self._petitions.commands
        appeals = self._petitions.several(first)
        asks = [
            commands.ask(
                SupervisePromises(petition_id=one, now=now, actor=NAME),
                _acting(promise, now, appeals[one].unit_path),
            )
            for one, promise in first.items()
        ]
        answers = commands.execute_together(asks)
        done = [each for each in map(_told, first, answers) if each is not None]
        if done:
            self._wait_for(done[-1])
        return any(not outcome.repeated for outcome in done)

    def _wait_for(self, outcome: Outcome) -> None:
        stream, version = next(iter(outcome.versions.items()))
        try:
            self._freshness.wait_for_event((_VIEW,), stream, version)
        except NotInTime:
            logger.warning("supervision.view_behind", view=_VIEW)


def _acting(promise: Due, now: datetime, unit_path: str) -> Acting:
    moment = promise.next_at.isoformat()
    named = f"{NAME}:{promise.petition_id}:{promise.clock}:{moment}"
    return Acting(now, NAME, derived_id(named), organisation_path=unit_path)


def _told(petition_id: str, answer: Outcome | Exception) -> Outcome | None:
    """A rule may refuse; any other fault stops us to try again."""
    if isinstance(answer, Rejection):
        logger.warning("supervision.refused", petition_id=petition_id, rule=answer.slug)
        return None
    if isinstance(answer, Exception):
        raise answer
    return answer if answer.changed else None

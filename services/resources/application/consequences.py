"""What follows of itself: a command given for a cause, once, however often the cause is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec
import structlog

from services.resources.application.resources import Resources
from services.resources.application.whose import Whose
from services.resources.domain.command import EffectiveDateBeforeLast
from services.resources.domain.rejection import Rejection
from services.resources.domain.routing import AnyCommand, own_stream
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome
from shared.event_store import Metadata, StoredEvent

logger = structlog.get_logger(__name__)
_metadata = msgspec.json.Decoder(Metadata).decode


@dataclass(frozen=True, slots=True)
class Cause:
    """What brings something about: an event of this service or another's, or a moment.

    Attributes:
        name: the same for the same cause, for ever; an event's is its id.
        day: from which on it holds; None: from today.
        correlation_id: the conversation it belongs to; empty: its own.
    """

    name: str
    day: date | None = None
    correlation_id: str = ""


def cause_of(entry: StoredEvent) -> Cause:
    """An entry of the own log as a cause."""
    told = _metadata(entry.metadata)
    return Cause(entry.event_id, entry.effective_date, told.correlation_id)


class Consequences:
    """Carries out what one policy (``name``) demands."""

    def __init__(self, resources: Resources, name: str, now: Callable[[], datetime]) -> None:
        self._resources, self._name, self._now = resources, name, now

    def follow(self, cause: Cause, kind: type[Any], /, **told: Any) -> bool:
        """Let it follow; tells whether it changed something now. A rule that refuses is reported."""
        try:
            outcome = self.carry_out(cause, kind, **told)
        except Rejection as refused:
            logger.info(
                "consequence.refused", policy=self._name, cause=cause.name, rule=refused.slug
            )
            return False
        return outcome.changed and not outcome.repeated

    def carry_out(self, cause: Cause, kind: type[Any], /, **told: Any) -> Outcome:
        """The same, for who wants to know which rule refused.

        It holds from the cause's day on, or from the day of what was recorded later.

        Raises:
            Rejection: the rule that refused.
        """
        now = self._now()
        named = f"{self._name}:{cause.name}:{kind.__name__}:{sorted(told.items())!r}"
        acting = Acting(
            now,
            self._name,
            derived_id(named),
            correlation_id=cause.correlation_id,
            causation_id=cause.name,
        )
        day = min(cause.day or acting.today, acting.today)
        asked = {"now": now, "today": acting.today, "actor": self._name, "effective_date": day}
        command: AnyCommand = kind(**asked, **told)
        command = replace(command, effective_date=max(day, self._last(command) or day))
        stands_in = Whose(self._resources).divisions(command)
        acting = replace(acting, organisation_path=self._resources.place_of(stands_in))
        try:
            return self._resources.commands.execute(command, acting)
        except EffectiveDateBeforeLast:  # something else was recorded meanwhile
            later = replace(command, effective_date=acting.today)
            return self._resources.commands.execute(later, acting)

    def _last(self, command: AnyCommand) -> date | None:
        state = self._resources.state(own_stream(command))
        last: date | None = getattr(state, "changed_on", None)
        return last

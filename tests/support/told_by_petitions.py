"""Messages of the petitions service: decided by its domain, translated as it translates them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from services.petitions.domain.streams import DomainEvent, stream_of
from services.petitions.translation import translate
from shared.contracts.cloudevents import Recorded
from shared.contracts.petitions import TOPIC
from shared.messaging.cloudevent_json import encode
from shared.messaging.promise import OutgoingMessage
from tests.unit.petitions.petition_scene import FOUNDED, START, UNIT_EVENTS, Scene


@dataclass
class Appeals:
    """Plays the publisher: decides commands one after another, and keeps every message.

    What happens is recorded a minute after; the units are known since the beginning.
    """

    publisher = "petitions"
    told: list[OutgoingMessage] = field(default_factory=list)
    scene: Scene = field(default_factory=Scene)
    versions: Counter[str] = field(default_factory=Counter)
    position: int = 0

    def __post_init__(self) -> None:
        self.tells(*UNIT_EVENTS)

    def when(self, *commands: Any) -> "Appeals":
        """Let them happen, one after another."""
        for command in commands:
            self.tells(*self.scene.when(command))
        return self

    def tells(self, *events: DomainEvent) -> None:
        for event in events:
            self._tell(event)

    def _tell(self, event: DomainEvent) -> None:
        """The log has a position for a private fact as well."""
        stream = stream_of(event)
        self.position += 1
        self.versions[stream] += 1
        at = getattr(event, "at", START - timedelta(days=365))
        record = Recorded(
            event_id=f"{stream}@{self.versions[stream]}",
            stream=stream,
            version=self.versions[stream],
            position=self.position,
            recorded_at=at + timedelta(minutes=1),
            effective_date=_day(event),
            correlation_id="test",
        )
        message = translate(event, record)
        if message is not None:
            value = encode(message)
            told = OutgoingMessage(TOPIC, stream, value, self.position, record.recorded_at)
            self.told.append(told)


def _day(event: DomainEvent) -> date:
    day: date = getattr(event, "effective_date", FOUNDED)
    return day

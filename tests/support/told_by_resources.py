"""Messages of the resources service: decided by its domain, translated as it translates them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.resources.domain.streams import DomainEvent, stream_of
from services.resources.translation import translate
from shared.contracts.cloudevents import Recorded
from shared.contracts.resources import TOPIC
from shared.messaging.cloudevent_json import encode
from shared.messaging.promise import OutgoingMessage
from tests.unit.resources.scene import Scene


@dataclass
class Sharing:
    """Plays the publisher: decides commands one after another, and keeps every message.

    What happens is recorded a minute after it was asked for.
    """

    publisher = "resources"
    told: list[OutgoingMessage] = field(default_factory=list)
    scene: Scene = field(default_factory=Scene)
    versions: Counter[str] = field(default_factory=Counter)
    position: int = 0

    def when(self, *commands: Any) -> "Sharing":
        """Let them happen, one after another."""
        for command in commands:
            for event in self.scene.when(command):
                self._tell(event, command)
        return self

    def _tell(self, event: DomainEvent, command: Any) -> None:
        """The log has a position for a private fact as well."""
        stream = stream_of(event)
        self.position += 1
        self.versions[stream] += 1
        record = Recorded(
            event_id=f"{stream}@{self.versions[stream]}",
            stream=stream,
            version=self.versions[stream],
            position=self.position,
            recorded_at=command.now + timedelta(minutes=1),
            effective_date=command.effective_date,
            correlation_id="test",
        )
        message = translate(event, record)
        if message is not None:
            value = encode(message)
            told = OutgoingMessage(TOPIC, stream, value, self.position, record.recorded_at)
            self.told.append(told)

"""The few streams that every command looks at, kept folded."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from shared.deciding.language import Folding, Language
from shared.deciding.recent import Recent
from shared.event_store import StoredEvent

_COMMAND_ID = '"command_id":"'


class Memory:
    """The few streams that every command looks at, kept folded: only their news are read.

    States are values that nobody changes, so a reader keeps the one it got.

    Attributes:
        recent: all other streams that were used lately.
    """

    def __init__(self, foldings: Mapping[str, Folding[Any]]) -> None:
        self._foldings = foldings
        self._lock = threading.Lock()
        self._known = {s: (0, folding.initial) for s, folding in foldings.items()}
        self._done: dict[str, list[StoredEvent]] = {}
        self.recent = Recent()

    def keeps(self, stream: str) -> bool:
        return stream in self._foldings

    def version(self, stream: str) -> int:
        """Up to which version the stream is known; 0 for those that are not kept."""
        return self._known[stream][0] if stream in self._known else 0

    def state(self, stream: str) -> Any:
        return self._known[stream][1]

    def done_by(self, command_id: str) -> list[StoredEvent]:
        return self._done.get(command_id, [])

    def learn(self, stream: str, events: Sequence[StoredEvent], language: Language) -> int:
        """Take in what is new; answers the version known now."""
        if not events:
            return self._known[stream][0]
        with self._lock:
            version, state = self._known[stream]
            news = [event for event in events if event.version > version]
            if news:
                decoded = (language.decode(event) for event in news)
                state = self._foldings[stream].fold(decoded, state)
                self._known[stream] = (news[-1].version, state)
                for event in news:
                    self._done.setdefault(_command_of(event), []).append(event)
            return self._known[stream][0]


def _command_of(event: StoredEvent) -> str:
    start = event.metadata.index(_COMMAND_ID) + len(_COMMAND_ID)
    return event.metadata[start : event.metadata.index('"', start)]

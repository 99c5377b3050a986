"""A service's events as its log keeps them: their stored form, and the stream of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from shared.event_store import NewEvent, StoredEvent
from shared.stored_form import StoredForm


class Fact(Protocol):
    """What every event of a domain tells."""

    @property
    def effective_date(self) -> date:
        """The day from which it is true."""


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class StoredLanguage(Generic[F]):
    """`shared.deciding.Language` of one service.

    Attributes:
        form: its codec.
        stream_of: the stream an event is written to.
    """

    form: StoredForm[F]
    stream_of: Callable[[F], str]

    def decode(self, event: StoredEvent) -> F:
        return self.form.decode(event.type, event.schema_version, event.data)

    def encode(self, event: F) -> NewEvent:
        name, version, data = self.form.encode(event)
        return NewEvent(name, version, data.decode(), event.effective_date)

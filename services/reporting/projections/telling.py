"""What a view writes of the messages it hears: for each that counts, by one function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData

from services.reporting.projections.hearing import Heard, Hearing, message_type
from shared.messaging.hearing import described
from shared.messaging.promise import Message
from shared.subscription.bundle import Bundle
from shared.subscription.promise import Described, Rows

Write = Callable[[Any, str, Rows], None]
"""Writes what one message changes: the message, the event's name as a ledger shows it, where to write."""
WriteMany = Callable[[Sequence[Any], Rows], Sequence[Any]]
"""Writes what it can of many messages together, in rows that are only ever appended; answers the others."""


class Telling:
    """What a projection writes: for each message that counts, by one function."""

    def __init__(
        self,
        heard: Hearing,
        writes: Mapping[type[Heard], Write],
        many: WriteMany = lambda messages, _rows: messages,
    ) -> None:
        """Tell of a topic.

        Args:
            heard: reads it.
            writes: what each message changes.
            many: takes what comes in masses, before ``writes`` are asked one by one.
        """
        self._heard, self._many = heard, many
        self._writes = {message: (write, reason_of(message)) for message, write in writes.items()}

    def write(self, entry: Message, rows: Rows) -> None:
        """What one message changes."""
        self._write_all((self._heard(entry.value),), rows)

    def write_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        """The same for all messages of a bundle."""
        for messages in self._heard.together(bundle):
            self._write_all(messages, rows)

    def _write_all(self, messages: Sequence[Any], rows: Rows) -> None:
        known = self._writes.get
        for message in self._many(messages, rows):
            found = known(type(message))
            if found is not None:
                write, reason = found
                write(message, reason, rows)


@dataclass(frozen=True)
class ToldView:
    """`shared.subscription.promise.Projection` over one topic.

    Attributes:
        name: what its subscription is called, `reporting.<view>`.
        tables: its tables.
        shape: see `Projection`.
        telling: what it writes.
    """

    name: str
    tables: MetaData
    shape: str
    telling: Telling

    def describe(self, entry: Message) -> Described:
        return described(entry)

    def project(self, entry: Message, rows: Rows) -> None:
        self.telling.write(entry, rows)

    def project_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        self.telling.write_bundle(bundle, rows)


def reason_of(message: type[Heard]) -> str:
    """The event's name as a ledger shows it: `member-registered` of `membership.member-registered.v1`."""
    return message_type(message).split(".")[1]

"""The log as the register's view reads it: with search tokens beside sealed texts, opened in bulk.

Opening needs keys, so it happens here and not in the projection, which stays pure: the same entry
always makes the same row. Whoever was forgotten has no key, and so no tokens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from shared.event_store import StoredEvent
from shared.privacy.blind import BlindIndex
from shared.subscription import faults
from shared.subscription.promise import Source

Opened = Mapping[str, str] | None
OpenMany = Callable[[Iterable[tuple[str, str]]], Sequence[Opened]]
"""`shared.privacy.sealing.Sealer.unseal_many`: personal data by (member id, sealed text)."""

_SEALED = frozenset({"member-registered", "member-corrected"})


class Tokens(NamedTuple):
    """What a person is found by without being shown."""

    name: str | None = None
    identity: str | None = None
    phone: str | None = None


NO_TOKENS = Tokens()


class OpenedEvent(StoredEvent, frozen=True):
    """A stored event and the tokens of the person whose sealed data it brings.

    ``fault`` says why its sealed text could not be opened; then it cannot be projected.
    """

    tokens: Tokens = NO_TOKENS
    fault: str = ""


class _Sealed(msgspec.Struct):
    member_id: str
    sealed: str = ""


_read = msgspec.json.Decoder(_Sealed).decode


class OpenedLog:
    """`shared.subscription.Source` of `OpenedEvent` over the own log."""

    def __init__(self, source: Source[StoredEvent], open_many: OpenMany, blind: BlindIndex) -> None:
        self.name = source.name
        self._source, self._open_many, self._blind = source, open_many, blind
        self.head, self.seen = source.head, source.seen
        self.wait, self.wake = source.wait, source.wake

    def read(self, after: int, limit: int) -> list[OpenedEvent]:
        events = self._source.read(after, limit)
        found = self._tokens([event for event in events if event.type in _SEALED])
        nothing = (NO_TOKENS, "")
        return [_opened(event, *found.get(event.position, nothing)) for event in events]

    def _tokens(self, events: Sequence[StoredEvent]) -> dict[int, tuple[Tokens, str]]:
        try:
            sealed = [(event.position, _read(event.data)) for event in events]
            texts = [(p, s.member_id, s.sealed) for p, s in sealed if s.sealed]
            opened = self._open_many([(member_id, text) for _, member_id, text in texts])
            return {
                position: (self._of(person), "")
                for (position, _, _), person in zip(texts, opened, strict=True)
            }
        except Exception as error:
            if faults.passes(error):
                raise
            if len(events) == 1:
                return {events[0].position: (NO_TOKENS, f"{type(error).__name__}: {error}")}
        return {p: found for event in events for p, found in self._tokens([event]).items()}

    def _of(self, person: Opened) -> Tokens:
        if person is None:
            return NO_TOKENS
        phone = person.get("phone")
        return Tokens(
            self._blind.name(person["name"]),
            self._blind.identity_number(person["identity_number"]),
            self._blind.phone(phone) if phone else None,
        )


def _opened(event: StoredEvent, tokens: Tokens, fault: str) -> OpenedEvent:
    return OpenedEvent(
        event.stream,
        event.version,
        event.type,
        event.schema_version,
        event.data,
        event.metadata,
        event.effective_date,
        event.recorded_at,
        event.position,
        tokens,
        fault,
    )

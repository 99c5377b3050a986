"""The log as the register's view reads it: with search tokens beside sealed texts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from shared.event_store import StoredEvent
from shared.privacy.blind import BlindIndex
from shared.subscription.opened_log import OpenedLog
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


class _Sealed(msgspec.Struct):
    member_id: str
    sealed: str = ""


_read = msgspec.json.Decoder(_Sealed).decode


def opened_log(source: Source[StoredEvent], open_many: OpenMany, blind: BlindIndex) -> OpenedLog:
    """The own log with `Tokens` beside what is sealed; `NO_TOKENS` for who was forgotten."""

    def find(events: Sequence[StoredEvent]) -> dict[int, Tokens]:
        sealed = [(event.position, _read(event.data)) for event in events]
        texts = [(p, s.member_id, s.sealed) for p, s in sealed if s.sealed]
        opened = open_many([(member_id, text) for _, member_id, text in texts])
        pairs = zip(texts, opened, strict=True)
        return {position: _tokens(blind, person) for (position, _, _), person in pairs}

    return OpenedLog(source, _SEALED, find, NO_TOKENS)


def _tokens(blind: BlindIndex, person: Opened) -> Tokens:
    if person is None:
        return NO_TOKENS
    phone = person.get("phone")
    return Tokens(
        blind.name(person["name"]),
        blind.identity_number(person["identity_number"]),
        blind.phone(phone) if phone else None,
    )

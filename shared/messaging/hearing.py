"""What a release knows of a topic's messages: by its type each is taken, passed over, or refused as younger."""

from collections.abc import Collection

import msgspec

from shared.contracts.log import log_reached_type
from shared.messaging.promise import Message
from shared.subscription.promise import Described


class UnknownMessage(ValueError):
    """Of a kind or a version younger than this release, which cannot tell whether it concerns it.

    It is set aside, so that nothing is silently wrong; the release that knows it retries it.
    """


class _Typed(msgspec.Struct):
    type: str


_typed = msgspec.json.Decoder(_Typed)
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def type_of(value: bytes) -> str:
    """The CloudEvents type of a message.

    Raises:
        msgspec.MsgspecError: it is no CloudEvent.
        UnicodeDecodeError: its type is no text.
        RecursionError: it is nested more deeply than anything we publish.
    """
    return _typed.decode(value).type


def known_types(service: str, messages: Collection[str]) -> frozenset[str]:
    """All that stands in a service's topic: its ``messages``, and the mark of how far it has told its log."""
    return frozenset({*messages, log_reached_type(service)})


def refuse_unknown(kind: str, known: Collection[str]) -> None:
    """Raise `UnknownMessage` for a type that is not among those this release knows."""
    if kind not in known:
        raise UnknownMessage(f"{kind} is not known to this release")


def described(entry: Message) -> Described:
    """What a message is called when it has to be set aside; it fails on none."""
    try:
        kind = type_of(entry.value)
    except _UNREADABLE:
        kind = "unreadable"
    return Described(entry.key, kind, entry.value)

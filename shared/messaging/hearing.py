"""What a release knows of a topic's messages: by its type each is taken, passed over, or refused as younger."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import msgspec

from shared.acting import Acting
from shared.clock import derived_id
from shared.contracts.log import log_reached_type
from shared.messaging.cloudevent_json import Envelope, decode
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


class Hearing:
    """What a consumer hears of a service's topic.

    It reads the type of each message, not only of those it takes: one that this release does not know may
    be a later version of what it acts upon.
    """

    def __init__(self, service: str, messages: Collection[str], wanted: Collection[str]) -> None:
        """``messages``: all types that the release knows of the ``service``; ``wanted``: those acted upon."""
        self._known, self._wanted = known_types(service, messages), frozenset(wanted)

    def __call__(self, message: Message) -> Envelope | None:
        """The message, if it is wanted; None if it is to be passed over.

        Raises:
            UnknownMessage: it is of a kind or a version younger than this release.
            MalformedMessageError: it is wanted, and lacks an attribute.
            ValueError: it is no CloudEvent.
            RecursionError: as `type_of`.
        """
        kind = type_of(message.value)
        if kind in self._wanted:
            return decode(message.value)
        refuse_unknown(kind, self._known)
        return None

    def all_of(self, batch: Iterable[Message]) -> Iterator[tuple[Message, Envelope]]:
        """Those of a batch that are wanted, each as it is asked for; raises what a single one does."""
        for message in batch:
            if (told := self(message)) is not None:
                yield message, told


def described(entry: Message) -> Described:
    """What a message is called when it has to be set aside; it fails on none."""
    try:
        kind = type_of(entry.value)
    except _UNREADABLE:
        kind = "unreadable"
    return Described(entry.key, kind, entry.value)


def acting_upon(cause: Envelope, name: str, now: datetime, organisation_path: str) -> Acting:
    """The circumstances of the consumer ``name`` when he acts upon a message: once, however often it comes.

    ``organisation_path``: the place of what he acts upon.
    """
    return Acting(
        now,
        name,
        derived_id(f"{name}:{cause.source}:{cause.id}"),
        correlation_id=cause.correlationid,
        causation_id=cause.id,
        organisation_path=organisation_path,
    )

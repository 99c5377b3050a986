"""CloudEvents in structured JSON mode, written from the contract and read fast.

Reading takes two steps. `decode` takes the envelope apart and leaves `data` as the bytes it came
in; `Reader` knows the contracts of a topic and turns `data` into the one the `type` names. So a
reader pays only for messages it takes, and a rebuild reads hundreds of thousands a second.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import msgspec

from shared.contracts.cloudevents import SPEC_VERSION, CloudEvent

M = TypeVar("M")


class MalformedMessageError(ValueError):
    """The bytes are no CloudEvent, or their data does not keep to the contract they name."""


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The attributes a reader needs; `data` is untouched JSON. Their meaning: `CloudEvent`."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    specversion: str
    sequence: str
    effectivedate: date
    streamversion: int
    data: msgspec.Raw
    correlationid: str = ""
    causationid: str | None = None
    organisationpath: str = ""

    @property
    def position(self) -> int:
        """The publisher's global position."""
        return int(self.sequence)


_ENVELOPE = msgspec.json.Decoder(Envelope)
_encode = msgspec.json.Encoder().encode


def encode(message: CloudEvent[Any]) -> bytes:
    """The message as it is published; an attribute without a value is null."""
    return _encode(message)


def decode(value: bytes) -> Envelope:
    """The envelope of a published message.

    Raises:
        MalformedMessageError: naming the attribute that is missing or wrong.
    """
    try:
        message = _ENVELOPE.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise MalformedMessageError(f"not a CloudEvent: {cause}") from cause
    if message.specversion != SPEC_VERSION:
        raise MalformedMessageError(f"specversion {message.specversion!r} is not {SPEC_VERSION!r}")
    if not message.sequence.isdecimal():
        raise MalformedMessageError(f"sequence {message.sequence!r} is not a position")
    return message


class Reader(Generic[M]):
    """Reads the messages of some contracts and passes over all others.

    Args:
        contracts: the wanted contracts by CloudEvents `type`, for example a part of
            `shared.contracts.membership.MESSAGES`.
    """

    def __init__(self, contracts: Mapping[str, type[M]]) -> None:
        self._decoders = {name: msgspec.json.Decoder(cls) for name, cls in contracts.items()}

    def data(self, message: Envelope) -> M | None:
        """The contract the message carries; None when it is not one of the wanted.

        Raises:
            MalformedMessageError: `data` does not keep to its contract.
        """
        decoder = self._decoders.get(message.type)
        if decoder is None:
            return None
        try:
            return decoder.decode(message.data)
        except msgspec.MsgspecError as cause:
            raise MalformedMessageError(f"{message.type} {message.id}: {cause}") from cause

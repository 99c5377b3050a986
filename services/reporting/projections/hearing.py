"""How the views read messages of other services: what a view counts, in one pass over the JSON.

A tolerant reader: attributes it does not name are passed over, and so are messages that change nothing
it counts. What it does name must be there; a message that lacks it is set aside, and so is one that this
release does not know. Dates and times stay the texts they came as: the view's tables read them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Union

import msgspec

from shared.messaging.hearing import refuse_unknown, type_of
from shared.messaging.promise import Message
from shared.subscription.bundle import Bundle


class Heard(msgspec.Struct, gc=False, tag_field="type"):
    """The attributes of the envelope; ``sequence`` is the publisher's position, as digits."""

    id: str
    time: str
    sequence: str


class PassedOver(msgspec.Struct, gc=False, tag_field="type"):
    """A message that changes nothing the view counts."""


class Hearing:
    """Reads the messages of one topic, as far as one view wants them."""

    def __init__(self, published: Collection[str], wanted: Sequence[type[Heard]]) -> None:
        """Read a topic.

        Args:
            published: every CloudEvents type this release knows on the topic.
            wanted: the messages that count; all others are passed over.
        """
        self._published = frozenset(published)
        unwanted = sorted(self._published - {message_type(one) for one in wanted})
        passed = [
            msgspec.defstruct("PassedOverMessage", [], bases=(PassedOver,), tag=n, module=__name__)
            for n in unwanted
        ]
        kinds: Any = Union[(*wanted, *passed)]
        self._decode = msgspec.json.Decoder(kinds).decode
        self._decode_all = msgspec.json.Decoder(list[kinds]).decode

    def __call__(self, value: bytes) -> Any:
        """The message, one of those wanted or `PassedOver`.

        Raises:
            msgspec.ValidationError: it lacks something that is counted, or is no CloudEvent.
            UnknownMessage: it is of a kind or a version that is younger than this release.
        """
        try:
            return self._decode(value)
        except msgspec.ValidationError:
            refuse_unknown(type_of(value), self._published)
            raise

    def together(self, bundle: Bundle[Message]) -> Iterator[Sequence[Any]]:
        """The messages of a bundle, some at once.

        Raises:
            msgspec.ValidationError: one of them cannot be taken; read alone, each says which and why.
            ValueError: a value is none or several.
        """
        for block in bundle.blocks:
            found = self._decode_all(block.array)
            if len(found) != block.entries:
                raise ValueError(f"{block.entries} values hold {len(found)} messages")
            yield found


def message_type(message: type[Heard]) -> str:
    """The CloudEvents type it is told apart by."""
    return str(message.__struct_config__.tag)


def alike(told: type[Heard], service: str, names: Iterable[str]) -> tuple[type[Heard], ...]:
    """Messages of ``service`` that tell the same as ``told``, each under its own name."""
    return tuple(type(n, (told,), {}, tag=f"{service}.{n}.v1", gc=False) for n in names)

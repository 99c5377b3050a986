"""How a service keeps its events: a constant type name, a schema version, and JSON.

Old versions stay readable for ever: each shape that was ever stored and is no longer written has an
upcaster, a pure function from its JSON object to the next version's. A type's current version is
one more than the number of its upcasters, so a new version cannot be written without one.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

E = TypeVar("E")
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

_DICT = msgspec.json.Decoder(dict[str, Any])


class UnknownStoredTypeError(LookupError):
    """The log holds a type or version this release cannot read; deploy the release that wrote it."""

    def __init__(self, type_name: str, version: int) -> None:
        super().__init__(f"stored type {type_name!r} version {version} is unknown to this release")


class UnreadableStoredEventError(ValueError):
    """The stored JSON does not have the shape its type and version promise."""

    def __init__(self, type_name: str, version: int, cause: Exception) -> None:
        super().__init__(f"stored {type_name!r} version {version} is unreadable: {cause}")


class UpcasterMissingError(ValueError):
    """Upcasters must lead from version 1 to the current version without a hole."""

    def __init__(self, type_name: str, version: int) -> None:
        super().__init__(f"there is no upcaster for {type_name!r} version {version}")


class StoredForm(Generic[E]):
    """Turns events of one service into stored records and back.

    Args:
        names: each event class's constant type name.
        upcasters: for `(type name, version)`, the step to the next version.

    Raises:
        UpcasterMissingError: the chain of a type's upcasters has a hole, or belongs to no type.
    """

    def __init__(
        self, names: Mapping[str, type[E]], upcasters: Mapping[tuple[str, int], Upcaster]
    ) -> None:
        _check_chains(names, upcasters)
        self._upcasters = upcasters
        self._classes = dict(names)
        self._current = {name: 1 + sum(of == name for of, _ in upcasters) for name in names}
        self._labels = {cls: (name, self._current[name]) for name, cls in names.items()}
        self._decoders = {
            (name, self._current[name]): msgspec.json.Decoder(cls) for name, cls in names.items()
        }
        self._encode = msgspec.json.Encoder().encode

    def encode(self, event: E) -> tuple[str, int, bytes]:
        """The event's type name, its current schema version, and its JSON."""
        name, version = self._labels[type(event)]
        return name, version, self._encode(event)

    def name_for(self, kind: type[E]) -> str:
        """The constant type name of this class of events."""
        return self._labels[kind][0]

    def decode(self, type_name: str, version: int, data: bytes | str) -> E:
        """The event as it is understood today.

        Raises:
            UnknownStoredTypeError: this release knows no such type or version.
            UnreadableStoredEventError: the data breaks the promise of its type and version.
        """
        decoder = self._decoders.get((type_name, version))
        try:
            return decoder.decode(data) if decoder else self._upcast(type_name, version, data)
        except msgspec.MsgspecError as cause:
            raise UnreadableStoredEventError(type_name, version, cause) from cause

    def _upcast(self, type_name: str, version: int, data: bytes | str) -> E:
        if not 0 < version < self._current.get(type_name, 0):
            raise UnknownStoredTypeError(type_name, version)
        document = _DICT.decode(data)
        for step in range(version, self._current[type_name]):
            document = self._upcasters[type_name, step](document)
        return msgspec.convert(document, self._classes[type_name])

    def versions(self) -> dict[str, int]:
        """The current schema version of every type, by name."""
        return dict(self._current)


def _check_chains(
    names: Mapping[str, type[Any]], upcasters: Mapping[tuple[str, int], Upcaster]
) -> None:
    for name, version in upcasters:
        if version > 1 and (name, version - 1) not in upcasters:
            raise UpcasterMissingError(name, version - 1)
        if name not in names or version < 1:
            raise UpcasterMissingError(name, version)

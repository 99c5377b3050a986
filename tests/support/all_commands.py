"""Every command of the services that decide: found by walking their domains, not by a list."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import services

DECIDING = ("membership", "petitions", "resources")


def commands_of(service: str) -> Iterator[type]:
    """Every dataclass of a module of commands, and every command that lives beside its rule."""
    domain = importlib.import_module(f"{services.__name__}.{service}.domain")
    for info in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        module = importlib.import_module(info.name)
        for kind in vars(module).values():
            if not (isinstance(kind, type) and is_dataclass(kind)):
                continue
            own = kind.__module__ == info.name
            asked = {base.__name__ for base in kind.__mro__} & {"Command", "PetitionCommand"}
            if own and (asked or info.name.endswith("commands")):
                yield kind


def planted_in(kind: Any, place: str, text: str) -> Any:
    """An instance of a command whose free text at ``place`` (nested ones behind a dot) is ``text``."""
    here, _, below = place.partition(".")
    hints = get_type_hints(kind, include_extras=True)
    told = {
        each.name: _value(hints[each.name], below if each.name == here else None, text)
        for each in fields(kind)
        if each.name == here or each.default is MISSING
    }
    return kind(**told)


def _value(kind: Any, place: str | None, text: str) -> Any:
    """Something of this type; with ``place`` not None the text is in it."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is tuple:
        return (_value(get_args(kind)[0], place, text),)
    if get_origin(kind) is Annotated:
        return "讲座" if place is None else text
    if is_dataclass(kind):
        return planted_in(kind, place or "", text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return _PLAIN[kind]


_PLAIN: dict[Any, Any] = {
    str: "x",
    int: 1,
    bool: True,
    date: date(2026, 3, 9),
    datetime: datetime(2026, 3, 9, tzinfo=UTC),
}


def places_in(kind: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """The places of marked texts in a command, nested ones behind a dot, each with its mark."""
    for name, each in get_type_hints(kind, include_extras=True).items():
        yield from _places_of(each, before + name)


def _places_of(kind: Any, place: str) -> Iterator[tuple[str, str]]:
    if get_origin(kind) is Annotated:
        yield place, get_args(kind)[1]
    elif get_origin(kind) in {Union, UnionType, tuple}:
        for each in get_args(kind):
            yield from _places_of(each, place)
    elif is_dataclass(kind):
        yield from places_in(kind, f"{place}.")

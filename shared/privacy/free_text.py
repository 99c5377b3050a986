"""Which fields of a command are free text: its domain marks them, and they are looked through by the mark.

A domain knows no mechanism, so the marks are words on the type: ``Annotated[str, "free text"]``, and
``Annotated[str, "public name"]`` for what a body or a place is called that everybody may know.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from shared.privacy.screening import check

FREE_TEXT, PUBLIC_NAME = "free text", "public name"
NamesOf = Callable[[Any], Iterable[str]]
"""The names of the persons a command concerns, as far as they are known."""


class Marked(NamedTuple):
    """A field with a mark; ``name`` has nested fields behind a dot."""

    name: str
    text: str
    mark: str


def screen(command: object, names_of: NamesOf) -> None:
    """Refuse a command one of whose free texts tells who somebody is. Raises `PersonalDataInText`."""
    names: list[Iterable[str]] = []

    def once() -> Iterable[str]:
        if not names:
            names.append(tuple(names_of(command)))
        return names[0]

    for name, text, mark in marked(command):
        check(name, text, once, public=mark == PUBLIC_NAME)


def marked(command: object) -> Iterator[Marked]:
    """The free texts of a command, or of what it is made of, that say something."""
    for name, kind in _worth_a_look(type(command)):
        yield from _within(name, kind, getattr(command, name))


def _within(name: str, kind: Any, value: Any) -> Iterator[Marked]:
    if isinstance(value, str):
        yield Marked(name, value, str(_mark(kind)))
    elif isinstance(value, tuple):
        for each in value:
            yield from _within(name, get_args(kind)[0], each)
    elif value is not None:
        yield from (Marked(f"{name}.{each.name}", *each[1:]) for each in marked(value))


_KNOWN: dict[Any, tuple[tuple[str, Any], ...]] = {}


def _worth_a_look(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that are marked, or may have marked fields in them, with their types; found once."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(_found_in(kind))
    return _KNOWN[kind]


def _found_in(kind: Any) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    told = ((each.name, _plain(hints[each.name])) for each in fields(kind))
    return ((name, each) for name, each in told if _is_marked(each))


def _plain(kind: Any) -> Any:
    """Without the None of an optional field."""
    if get_origin(kind) in {Union, UnionType}:
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _is_marked(kind: Any) -> bool:
    if get_origin(kind) is tuple:
        return _is_marked(get_args(kind)[0])
    return _mark(kind) is not None or is_dataclass(kind)  # what is in it may be of a subclass


def _mark(kind: Any) -> str | None:
    marks = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    return next((each for each in marks if each in {FREE_TEXT, PUBLIC_NAME}), None)

"""What fields of messages mean, where their values come from, and what people call them.

It is written in `shared/contracts/fields/`, a file a service and one for all; how is said at the top of
`common.toml`. Nothing but this program reads those files: services do not pay for them.
"""

import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import EnumType
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import shared.contracts

FOLDER = Path(shared.contracts.__file__).parent / "fields"
COMMON = "common"
ORIGINS = ("entered", "reckoned", "given", "official", "fixed")
"""With one of these words every source begins."""
_ATTRIBUTES = "\n\nAttributes:\n"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
Entry = Mapping[str, Any]
Book = Mapping[str, Entry]


@dataclass(frozen=True)
class Explained:
    """What is said of a field; a text is empty when nothing is.

    Attributes:
        label: what people call it, in Chinese.
        meaning: what it means.
        source: who states the value, or how it is worked out, by which rule or standard.
        form: what a number counts, or how a text is written.
        words: the values in use, each with the label people see.
    """

    label: str = ""
    meaning: str = ""
    source: str = ""
    form: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def explained(contract: type[Any], name: str) -> Explained:
    """What is said of a contract's field: the nearest word counts, a docstring's line first of all."""
    books = book(COMMON), book(publisher_of(contract))
    told: dict[str, Any] = {}
    for each in books:
        told |= each.get(name, {})
    for kind in reversed(contract.__mro__):
        for each in books:
            told |= each.get(kind.__name__, {}).get(name, {})
        told |= {"meaning": line} if (line := lines(kind).get(name)) else {}
    return Explained(**{**told, "words": _words(contract, told.get("words", {}))})


def label(contract: type[Any]) -> str:
    """What people call a message, or a part of one."""
    return str(_of_contract(contract).get("label", ""))


def sent(contract: type[Any]) -> str:
    """When a message is sent; empty for a part of one."""
    return str(_of_contract(contract).get("sent", ""))


def key(contract: type[Any]) -> str:
    """By what its messages are keyed, as `member-{member_id}`: within a key order holds."""
    return str(_of_contract(contract).get("key", ""))


def about(contract: type[Any]) -> str:
    """A contract's docstring without what it says of single fields."""
    return (inspect.getdoc(contract) or "").partition(_ATTRIBUTES)[0]


def lines(contract: type[Any]) -> dict[str, str]:
    """What a contract's own docstring says of its fields, below `Attributes:`."""
    attributes = inspect.cleandoc(contract.__doc__ or "").partition(_ATTRIBUTES)[2]
    return {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(attributes)}


def publisher_of(contract: type[Any]) -> str:
    """In whose file a contract is explained: its service's, or the one for all."""
    _, _, room = contract.__module__.partition("shared.contracts.")
    name = room.removeprefix("public.").partition(".")[0]
    return name if (FOLDER / f"{name}.toml").exists() else COMMON


@cache
def book(publisher: str) -> Book:
    """A file of the dictionary: its entries by field, or by contract and then by field."""
    return tomllib.loads((FOLDER / f"{publisher}.toml").read_text("utf-8"))


def entries(publisher: str) -> Iterator[tuple[str, str]]:
    """The contract ("" for all) and the field of each entry of a file."""
    for name, entry in book(publisher).items():
        if not name[0].isupper():
            yield "", name
        else:
            yield from ((name, inner) for inner, told in entry.items() if isinstance(told, dict))


def _of_contract(contract: type[Any]) -> Entry:
    name = contract.__name__
    return {**book(COMMON).get(name, {}), **book(publisher_of(contract)).get(name, {})}


def _words(contract: type[Any], told: str | Mapping[str, str]) -> Mapping[str, str]:
    """The words with their labels: as stated, or those of the list so named."""
    if not isinstance(told, str):
        return told
    name, _, only = told.partition(": ")
    kind = _lists(publisher_of(contract))[name]
    return {each.value: each.label for each in (map(kind, only.split(", ")) if only else kind)}


@cache
def _lists(publisher: str) -> Mapping[str, Any]:
    """The lists of words of a service's domain, by name."""
    domain = import_module(f"services.{publisher}.domain")
    rooms = [each.name for each in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.")]
    kinds = [kind for room in rooms for kind in vars(import_module(room)).values()]
    return {kind.__name__: kind for kind in kinds if isinstance(kind, EnumType)}

"""The files that say what the cluster is to be: taken whole, or refused by file, place and rule."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from deploy.operate.answers import Refused

_FOLDER = Path(__file__).parent.parent / "kafka"
TOPICS, ACLS = _FOLDER / "topics.toml", _FOLDER / "acls.toml"
T = TypeVar("T")
Table = Mapping[str, Any]


class BadFile(Refused):
    """The file cannot be taken; the text names the place and the rule."""


def taken(file: Path, wanted: Callable[[str], T]) -> T:
    """What ``wanted`` makes of a file's text.

    Raises:
        BadFile: the file cannot be read, or ``wanted`` refuses it; the text names the file too.
    """
    try:
        return wanted(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} cannot be read: {error}") from error
    except BadFile as error:
        raise BadFile(f"{file}: {error}") from error


def tables(text: str, *names: str, otherwise: str) -> list[Table]:
    """The tables of these names in a TOML text, in this order; empty ones where they are missing.

    Raises:
        BadFile: it is no TOML, or holds something else as well: then the text ends with ``otherwise``.
    """
    try:
        told = tomllib.loads(text)
    except ValueError as error:  # also of a number that Python takes for too long
        raise BadFile(f"not TOML: {error}") from error
    if unknown := told.keys() - set(names):
        raise BadFile(f"{', '.join(sorted(unknown))}: {otherwise}")
    return [table(name, told.get(name, {})) for name in names]


def table(name: str, told: object) -> Table:
    """What stands under that name. Raises `BadFile` when it is no table."""
    if not isinstance(told, dict):
        raise BadFile(f"{name} must be a table, not {told!r}")
    return told

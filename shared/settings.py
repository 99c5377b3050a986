"""What every service is told by its environment, and how it is read.

A service's own `settings.py` adds its fields, and is the only one that looks at the environment.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from shared.access.demo import AUDIENCE, ISSUER

Role = Literal["all", "api", "relay", "projector", "policies", "consumers"]
_LONGEST_WAIT = 60

T = TypeVar("T")


class BadSetting(ValueError):
    """A variable is missing or cannot be read; the text names it."""


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """Each field is read from ``<SERVICE>_<FIELD>``; those without a default must be given.

    Attributes:
        database_url: PostgreSQL with this service's data, as libpq reads it.
        token_keys: file or JWKS address with the keys that verify bearer tokens.
        token_issuer: who issues the tokens (claim ``iss``).
        token_audience: for whom they are issued (claim ``aud``).
        role: what of the service runs in this process; each may run in any number of processes.
        read_after_seconds: how long a query waits for the event named in ``Read-After``.
        connections: to the database at most, for commands and for queries each.
    """

    database_url: str
    token_keys: str
    token_issuer: str = ISSUER
    token_audience: str = AUDIENCE
    role: Role = "all"
    read_after_seconds: float = 5.0
    connections: int = 20

    def __post_init__(self) -> None:
        """Raise `ValueError`, beginning with the field's name, for a value out of its bounds."""
        if not 0 <= self.read_after_seconds <= _LONGEST_WAIT:
            raise ValueError(f"read_after_seconds must be from 0 to {_LONGEST_WAIT}")
        if self.connections < 1:
            raise ValueError("connections must be 1 or more")

    def runs(self, role: Role) -> bool:
        """Whether this process does that part of the work."""
        return self.role in {"all", role}


def read(kind: type[T], prefix: str, environment: Mapping[str, str]) -> T:
    """The settings, a dataclass, from variables named ``prefix`` and the field in capitals.

    Raises:
        BadSetting: naming the variable; one that is empty is missing.
    """
    types, given = get_type_hints(kind), dict[str, Any]()
    names = {one.name: prefix + one.name.upper() for one in fields(kind)}  # type: ignore[arg-type]
    for field, name in names.items():
        if environment.get(name):
            given[field] = _typed(name, environment[name], types[field])
    missing = [names[one.name] for one in _required(kind) if one.name not in given]
    if missing:
        raise BadSetting(f"set {', '.join(sorted(missing))}")
    try:
        return kind(**given)
    except ValueError as error:
        field, _, rule = str(error).partition(" ")
        raise BadSetting(f"{names.get(field, field)} {rule}") from error


def _required(kind: Any) -> list[Any]:
    return [f for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]


def _typed(name: str, text: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            raise BadSetting(f"{name} must be one of {', '.join(get_args(kind))}")
        return text
    if kind not in (str, int, float, Path):
        raise TypeError(f"{name}: settings of type {kind} are not read")
    try:
        return kind(text)
    except ValueError as error:
        raise BadSetting(f"{name} must be {kind.__name__}") from error

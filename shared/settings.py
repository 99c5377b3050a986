"""What every service is told by its environment, and how it is read.

A service's own `settings.py` adds its fields, and is the only one that looks at the environment.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from shared.access.issuer import AUDIENCE, ISSUER

Role = Literal["all", "api", "relay", "projector", "policies", "consumers"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
FOR_ALL = "PLATFORM_"
"""How a variable begins that holds for every service; a service's own goes before it."""
_LONGEST_WAIT, _LAST_PORT = 60, 65_535

T = TypeVar("T")


class BadSetting(ValueError):
    """A variable is missing or cannot be read; the text names it."""


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """Each field is read from ``<SERVICE>_<FIELD>``, else from ``PLATFORM_<FIELD>``, which all share.

    Those without a default must be given.

    Attributes:
        database_url: PostgreSQL with this service's data, as libpq reads it.
        token_keys: the keys that verify bearer tokens: JWKS address, file, or the JWK set itself.
        token_issuer: who issues the tokens (claim ``iss``).
        token_audience: for whom they are issued (claim ``aud``).
        role: what of the service runs in this process; each may run in any number of processes.
        read_after_seconds: how long a query waits for the event named in ``Read-After``.
        connections: to the database, for commands and for queries each; in a rush as many again for queries.
        host: address on which the process serves HTTP; `0.0.0.0` is every one of the machine.
        port: on which it does; 0 takes a free one and says which in the log.
        trusted_proxies: addresses and networks, `10.0.0.5,10.1.0.0/16`, of the reverse proxies whose `X-Forwarded-For`
            says who asks; whoever comes from elsewhere is who he is, whatever he says.
        log_level: from which level on a line is written, as JSON to standard error.
        kafka_bootstrap: Kafka brokers to begin with, `host:port,…`: the backbone of a city-wide run;
            either this or ``BACKBONE_URL`` is given.
        kafka_user: who we are there (SASL/SCRAM-SHA-512); without it the brokers ask nobody.
        kafka_password: of that user; given with ``KAFKA_USER``, and only then.
        kafka_ca: file with the authorities that sign the brokers' certificates; with it TLS is spoken;
            it needs ``KAFKA_USER``.
        backbone_url: PostgreSQL with the embedded backbone, as libpq reads it; in ``KAFKA_BOOTSTRAP``'s place.
    """

    database_url: str = field(repr=False)
    token_keys: str = field(repr=False)
    token_issuer: str = ISSUER
    token_audience: str = AUDIENCE
    role: Role = "all"
    read_after_seconds: float = 5.0
    connections: int = 20
    host: str = "127.0.0.1"
    port: int = 8080
    trusted_proxies: str = "127.0.0.1"
    log_level: LogLevel = "INFO"
    kafka_bootstrap: str = ""
    kafka_user: str = ""
    kafka_password: str = field(default="", repr=False)
    kafka_ca: str = ""
    backbone_url: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Raise `ValueError`, beginning with the field's name, for a value out of its bounds."""
        if not 0 <= self.read_after_seconds <= _LONGEST_WAIT:
            raise ValueError(f"read_after_seconds must be from 0 to {_LONGEST_WAIT}")
        if self.connections < 1:
            raise ValueError("connections must be 1 or more")
        if not 0 <= self.port <= _LAST_PORT:
            raise ValueError(f"port must be from 0 to {_LAST_PORT}")
        if not all(map(_is_network, self.trusted_proxies.split(","))):
            raise ValueError(
                "trusted_proxies must be addresses or networks, with commas between them"
            )
        if bool(self.kafka_user) != bool(self.kafka_password):
            raise ValueError("kafka_password must be given with kafka_user, and only then")
        if self.kafka_ca and not self.kafka_user:
            raise ValueError("kafka_ca must be given with kafka_user only")

    @property
    def follows_log(self) -> bool:
        """Whether this process follows the service's own log; who answers or hears others does not."""
        return self.role not in {"api", "consumers"}

    def runs(self, role: Role) -> bool:
        """Whether this process does that part of the work."""
        return self.role in {"all", role}


def read(kind: type[T], prefix: str, environment: Mapping[str, str]) -> T:
    """The settings, a dataclass, from variables named ``prefix`` and the field in capitals.

    A service's own variable goes before `FOR_ALL` and the field.

    Raises:
        BadSetting: naming the variable; one that is empty is missing.
    """
    types, given = get_type_hints(kind), dict[str, Any]()
    names = {one.name: prefix + one.name.upper() for one in fields(kind)}  # type: ignore[arg-type]
    for told, own in names.items():
        shared = FOR_ALL + told.upper()
        name = own if environment.get(own) else shared
        if environment.get(name):
            given[told] = _typed(name, environment[name], types[told])
    missing = [names[one.name] for one in _required(kind) if one.name not in given]
    if missing:
        raise BadSetting(f"set {', '.join(sorted(missing))}")
    try:
        return kind(**given)
    except ValueError as error:
        told, _, rule = str(error).partition(" ")
        raise BadSetting(f"{names.get(told, told)} {rule}") from error


def _is_network(text: str) -> bool:
    try:
        ip_network(text.strip())
    except ValueError:
        return False
    return True


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

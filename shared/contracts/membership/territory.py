"""The divisions of the city, and which communities take part."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DivisionRegisteredV1:
    """A division of the official list is known to the platform.

    Attributes:
        code: the official code (GB/T 2260, GB/T 10114).
        name: its Chinese name.
        level: which level of division it is: `city`, `district`, `street` or `community`.
        parent_code: the division it belongs to; null for the city.
        effective_date: from which day.
    """

    code: str
    name: str
    level: str
    parent_code: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class DivisionRenamedV1:
    """A division has another name; `name_before` is the one it had."""

    code: str
    name: str
    name_before: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CommunityEnrolledV1:
    """The community `code` takes part in community Party-building; statistics count it from now."""

    code: str
    effective_date: date


TerritoryMessage = DivisionRegisteredV1 | DivisionRenamedV1 | CommunityEnrolledV1
MESSAGES: dict[str, type[TerritoryMessage]] = {
    "membership.division-registered.v1": DivisionRegisteredV1,
    "membership.division-renamed.v1": DivisionRenamedV1,
    "membership.community-enrolled.v1": CommunityEnrolledV1,
}

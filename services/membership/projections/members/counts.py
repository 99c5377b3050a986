"""How many members an organisation has, with everything below it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from services.membership.domain.terms import Standing
from services.membership.projections.members.table import MEMBERS
from shared.access.scope import within

C = MEMBERS.c


@dataclass(frozen=True, slots=True)
class Counts:
    """``members`` counts full and probationary members, as advice on size does."""

    full: int = 0
    probationary: int = 0
    suspended: int = 0

    @property
    def members(self) -> int:
        return self.full + self.probationary

    def plus(self, standing: Standing, number: int) -> "Counts":
        return replace(self, **{standing.value: getattr(self, standing.value) + number})


def counted(connection: Connection, paths: Iterable[str]) -> dict[str, Counts]:
    """For each organisation's path, the members of its whole subtree."""
    wanted = list(paths)
    counts = dict.fromkeys(wanted, Counts())
    asked = (
        select(C.path, C.standing, func.count())
        .where(C.on_register, within(C.path, wanted))
        .group_by(C.path, C.standing)
    )
    for path, standing, number in connection.execute(asked):
        for above in _upwards(path):
            if above in counts:
                counts[above] = counts[above].plus(standing, number)
    return counts


def _upwards(path: str) -> Iterable[str]:
    ids = path.split("/")
    return ("/".join(ids[:length]) for length in range(1, len(ids) + 1))

"""The city's divisions, as membership knows them, become offices of the directory and places of appeals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import msgspec
import structlog

from services.petitions.application import Petitions
from services.petitions.domain.directory.commands import EnterUnits, UnitLine
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Level
from shared.access.scope import common_path
from shared.acting import Acting
from shared.clock import derived_id
from shared.composition.ground import Now
from shared.contracts.membership import MESSAGES
from shared.messaging.hearing import Hearing
from shared.messaging.promise import Message

logger = structlog.get_logger(__name__)

NAME = "petitions.divisions"


class _Division(msgspec.Struct):
    """Of what is told, only what the directory needs; the tolerant reader passes the rest over."""

    code: str
    name: str
    level: str = ""
    parent_code: str | None = None


_division = msgspec.json.Decoder(_Division).decode
_REGISTERED = "membership.division-registered.v1"
_RENAMED = "membership.division-renamed.v1"
hears = Hearing("membership", MESSAGES, (_REGISTERED, _RENAMED))


class Divisions:
    """A reaction to `membership.v1`: what is known already changes nothing, so it may come again."""

    def __init__(self, petitions: Petitions, now: Now) -> None:
        self._petitions, self._now = petitions, now

    def react(self, batch: Sequence[Message]) -> None:
        heard = [
            (message, told.type, _division(told.data)) for message, told in hears.all_of(batch)
        ]
        if not heard:
            return
        last = heard[-1][0]
        lines = tuple(_lines((told[1:] for told in heard), self._petitions.directory()))
        try:
            self._enter(lines, last)
        except Rejection:  # one of them does not fit: the others must not wait for it
            for line in lines:
                self._enter_alone(line, last)

    def _enter_alone(self, line: UnitLine, cause: Message) -> None:
        try:
            self._enter((line,), cause)
        except Rejection as refused:
            logger.warning("divisions.refused", code=line.unit_id, rule=refused.slug)

    def _enter(self, lines: tuple[UnitLine, ...], cause: Message) -> None:
        now = self._now()
        named = f"{NAME}:{cause.topic}:{cause.sequence}:{lines[0].unit_id}:{len(lines)}"
        place = common_path(_places(lines, self._petitions.directory()))
        acting = Acting(now, NAME, derived_id(named), organisation_path=place)
        command = EnterUnits(
            now=now, today=acting.today, actor=NAME, effective_date=acting.today, units=lines
        )
        self._petitions.commands.execute(command, acting)


def read(message: Message) -> None:
    """Raise what is wrong with a message, if it is to be acted upon."""
    if (told := hears(message)) is not None:
        _division(told.data)


def _places(lines: Iterable[UnitLine], directory: Directory) -> Iterator[str]:
    """Where they stand or will; of those that come below another of them its place says enough."""
    for line in lines:
        if line.unit_id in directory.units:
            yield directory.unit_path(line.unit_id)
        elif line.superior_id is None:
            yield line.unit_id
        elif line.superior_id in directory.units:
            yield f"{directory.unit_path(line.superior_id)}/{line.unit_id}"


def _lines(told: Iterable[tuple[str, _Division]], directory: Directory) -> Iterator[UnitLine]:
    known = dict(directory.units)
    for kind, division in told:
        before = known.get(division.code)
        if kind == _REGISTERED:
            level = Level(division.level)
            parent = division.parent_code
            line = UnitLine(division.code, division.name, level, division.code, parent)
        elif before is not None:
            line = replace(before, name=division.name)
        else:
            continue
        known[line.unit_id] = line
        yield line

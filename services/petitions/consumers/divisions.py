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
from shared.acting import Acting
from shared.clock import derived_id
from shared.composition.ground import Now
from shared.messaging.promise import Message

logger = structlog.get_logger(__name__)

NAME = "petitions.divisions"


class _Division(msgspec.Struct):
    """Of what is told, only what the directory needs; the tolerant reader passes the rest over."""

    code: str
    name: str
    level: str = ""
    parent_code: str | None = None


class _Told(msgspec.Struct):
    type: str
    data: msgspec.Raw = msgspec.Raw()


_read = msgspec.json.Decoder(_Told).decode
_division = msgspec.json.Decoder(_Division).decode
_REGISTERED = "membership.division-registered.v1"
_RENAMED = "membership.division-renamed.v1"


class Divisions:
    """A reaction to `membership.v1`: what is known already changes nothing, so it may come again."""

    def __init__(self, petitions: Petitions, now: Now) -> None:
        self._petitions, self._now = petitions, now

    def react(self, batch: Sequence[Message]) -> None:
        heard = [(message, told) for message in batch for told in _heard(message)]
        if not heard:
            return
        last = heard[-1][0]
        lines = tuple(_lines((told for _, told in heard), self._petitions.directory()))
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
        acting = Acting(now, NAME, derived_id(named))
        command = EnterUnits(
            now=now, today=acting.today, actor=NAME, effective_date=acting.today, units=lines
        )
        self._petitions.commands.execute(command, acting)


def _heard(message: Message) -> Iterator[_Told]:
    if b'"membership.division-' in message.value:
        told = _read(message.value)
        if told.type in (_REGISTERED, _RENAMED):
            yield told


def _lines(told: Iterable[_Told], directory: Directory) -> Iterator[UnitLine]:
    known = dict(directory.units)
    for one in told:
        division = _division(one.data)
        before = known.get(division.code)
        if one.type == _REGISTERED:
            level = Level(division.level)
            parent = division.parent_code
            line = UnitLine(division.code, division.name, level, division.code, parent)
        elif before is not None:
            line = replace(before, name=division.name)
        else:
            continue
        known[line.unit_id] = line
        yield line

"""The city's divisions, as membership knows them, become offices of the directory and places of appeals."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import structlog

from services.petitions.application import Petitions
from services.petitions.domain.directory.commands import DivisionTold, FollowDivisions
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Level
from shared.access.scope import common_path
from shared.composition.ground import Now
from shared.contracts.membership import MESSAGES
from shared.messaging.cloudevent_json import Envelope
from shared.messaging.hearing import Hearing, acting_upon
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
_Heard = tuple[Envelope, DivisionTold]


class Divisions:
    """A reaction to `membership.v1`; the directory knows how far it was followed, so it may come again.

    All divisions stand in one stream of membership's, so whatever is told of them comes in its order.
    """

    def __init__(self, petitions: Petitions, now: Now) -> None:
        self._petitions, self._now = petitions, now

    def react(self, batch: Sequence[Message]) -> None:
        heard = [(told, _told(told)) for _, told in hears.all_of(batch)]
        if not heard:
            return
        try:
            self._follow(heard)
        except Rejection:  # one of them does not fit: the others must not wait for it
            for each in heard:
                self._follow_alone(each)

    def _follow_alone(self, heard: _Heard) -> None:
        try:
            self._follow([heard])
        except Rejection as refused:
            logger.warning("divisions.refused", code=heard[1].division_code, rule=refused.slug)

    def _follow(self, heard: Sequence[_Heard]) -> None:
        """Named by the last of them: who has followed that one has followed all that stand before it."""
        now, cause = self._now(), heard[-1][0]
        divisions = tuple(division for _, division in heard)
        place = common_path(_places(divisions, self._petitions.directory()))
        acting = acting_upon(cause, NAME, now, place)
        command = FollowDivisions(
            now=now, today=acting.today, actor=NAME, effective_date=acting.today, told=divisions
        )
        self._petitions.commands.execute(command, acting)


def read(message: Message) -> None:
    """Raise what is wrong with a message, if it is to be acted upon."""
    if (told := hears(message)) is not None:
        _told(told)


def _told(message: Envelope) -> DivisionTold:
    division, place = _division(message.data), message.position
    if message.type == _RENAMED:
        return DivisionTold(place, division.code, division.name)
    level = Level(division.level)
    return DivisionTold(place, division.code, division.name, level, division.parent_code)


def _places(told: Iterable[DivisionTold], directory: Directory) -> Iterator[str]:
    """Where they stand or will; of those that come below another of them its place says enough."""
    for division in told:
        code = division.division_code
        if code in directory.units:
            yield directory.unit_path(code)
        elif division.level is not None and division.parent_code is None:
            yield code
        elif division.parent_code in directory.units:
            yield f"{directory.unit_path(division.parent_code)}/{code}"

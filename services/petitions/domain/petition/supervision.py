"""What time does to an appeal: warn, yellow card, red card, climb; each once and in order.

Whatever happens next, the steps whose moments passed before it are taken first. So the record of an
appeal does not depend on how soon somebody looked at the clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.clock import Clock, next_of
from services.petitions.domain.petition.events import (
    PetitionEscalated,
    PromiseWarned,
    RedCardGiven,
    SupervisionEvent,
    YellowCardGiven,
)
from services.petitions.domain.petition.facts import Standing
from services.petitions.domain.petition.folding import evolve
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.steps import counted, known
from services.petitions.domain.petition.words import Card, Kept, Stage, Step

Due = tuple[datetime, str, Step, int]
"""When, of which clock, which step, and at which level."""


def due(petition: Petition) -> tuple[Due, ...]:
    """The next step of every running clock, the soonest first; none when nothing is promised."""
    return tuple(
        sorted(
            (ahead[0][2], clock.name, ahead[0][0], ahead[0][1])
            for clock in petition.clocks
            if clock.paused_at is None and (ahead := clock.ahead)
        )
    )


def next_due(petition: Petition) -> datetime | None:
    """When the appeal has to be looked at next."""
    return next((moment for moment, *_ in due(petition)), None)


def overdue(case: Case, at: datetime) -> tuple[SupervisionEvent, ...]:
    """The steps whose moments have come by ``at`` and that nobody took yet, in their order."""
    return tuple(_taken(case, at))


def _taken(case: Case, at: datetime) -> Iterator[SupervisionEvent]:
    petition = case.petition
    while (moment := next_due(petition)) is not None and moment <= at:
        _, name, step, level = due(petition)[0]
        clock = next(clock for clock in petition.clocks if clock.name == name)
        event = _step(replace(case, petition=petition), at, clock, (moment, step, level))
        yield event
        petition = evolve(petition, event)


def _step(
    case: Case, at: datetime, clock: Clock, what: tuple[datetime, Step, int]
) -> SupervisionEvent:
    moment, step, level = what
    _, standing = known(case, case.petition.petition_id)
    of_clock: dict[str, Any] = {
        "clock": clock.name,
        "stage": clock.stage,
        "moment": moment,
        "next_at": next_of(clock.moments, clock.done + 1),
    }
    if step is Step.WARNING:
        return PromiseWarned(**counted(case, at), **of_clock)
    if step is Step.YELLOW_CARD:
        return YellowCardGiven(**counted(case, at, _broken(standing, clock.stage)), **of_clock)
    if step is Step.RED_CARD:
        return RedCardGiven(**counted(case, at, replace(standing, card=Card.RED)), **of_clock)
    after = replace(standing, level=max(standing.level, level))
    to_id = _above(case.petition, standing, level)
    return PetitionEscalated(**counted(case, at, after), **of_clock, level=level, to_id=to_id)


def _broken(standing: Standing, stage: Stage) -> Standing:
    card = Card.RED if standing.card is Card.RED else Card.YELLOW
    if stage is Stage.HANDLE:
        return replace(standing, card=card, handling=Kept.BROKEN)
    if stage in (Stage.RESPOND, Stage.ON_SITE):
        return replace(standing, card=card, response=Kept.BROKEN)
    return replace(standing, card=card)


def _above(petition: Petition, standing: Standing, level: int) -> str:
    """The unit so many levels above the one that has the order; the highest when there are fewer."""
    if not petition.superiors:
        return standing.unit_id
    return petition.superiors[min(level, len(petition.superiors)) - 1]

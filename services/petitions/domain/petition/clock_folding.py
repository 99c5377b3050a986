"""How the clocks of an appeal go on by what happened."""

from dataclasses import replace
from typing import Any

from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.clock import Clock
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.petition import Asked, Extension, Petition

Changes = dict[str, Any]


def gone_on(clocks: tuple[Clock, ...], count: int, event: e.PetitionEvent) -> Changes:
    """Clocks are stopped before others start; names are never used twice."""
    stopped: tuple[ClockStopped, ...] = getattr(event, "stopped", ())
    moved: tuple[ClockMoved, ...] = getattr(event, "moved", ())
    started: tuple[ClockStarted, ...] = getattr(event, "started", ())
    if not (stopped or moved or started):
        return {}
    by_name = {clock.name: clock for clock in clocks}
    for stop in stopped:
        del by_name[stop.clock]
    for move in moved:
        by_name[move.clock] = by_name[move.clock].after_move(move)
    for start in started:
        by_name[start.clock] = Clock(start, start.moments)
    return {"clocks": tuple(by_name.values()), "clock_count": count + len(started)}


def extension_requested(petition: Petition, event: e.ExtensionRequested) -> Changes:
    asked = Extension(Asked.OPEN, event.working_days, 0, petition.extension.total, event.by)
    return {"extension": asked}


def extension_granted(petition: Petition, event: e.ExtensionGranted) -> Changes:
    before, granted = petition.extension, event.working_days
    total = before.total + granted
    return {"extension": replace(before, asked=Asked.GRANTED, granted=granted, total=total)}


def extension_refused(petition: Petition, _: e.ExtensionRefused) -> Changes:
    return {"extension": replace(petition.extension, asked=Asked.REFUSED)}


def paused(petition: Petition, event: e.HandlingPaused) -> Changes:
    clocks = tuple(
        replace(clock, paused_at=event.at) if clock.name in event.clocks else clock
        for clock in petition.clocks
    )
    return {"clocks": clocks}


def resumed(petition: Petition, _: e.HandlingResumed) -> Changes:
    clocks = tuple(replace(clock, paused_at=None) for clock in petition.clocks)
    return {"clocks": clocks, "paused_before": True}


def supervised(petition: Petition, event: e.SupervisionEvent) -> Changes:
    clocks = tuple(
        replace(clock, done=clock.done + 1) if clock.name == event.clock else clock
        for clock in petition.clocks
    )
    return {"clocks": clocks}

"""How the clocks of an appeal go on by what happened."""

from dataclasses import replace

from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.clock import Clock
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.petition import Asked, Extension, Petition


def with_clocks(petition: Petition, event: e.PetitionEvent) -> Petition:
    """Clocks are stopped before others start; names are never used twice."""
    stopped: tuple[ClockStopped, ...] = getattr(event, "stopped", ())
    moved: tuple[ClockMoved, ...] = getattr(event, "moved", ())
    started: tuple[ClockStarted, ...] = getattr(event, "started", ())
    if not (stopped or moved or started):
        return petition
    clocks = {clock.name: clock for clock in petition.clocks}
    for stop in stopped:
        del clocks[stop.clock]
    for move in moved:
        clocks[move.clock] = clocks[move.clock].after_move(move)
    for start in started:
        clocks[start.clock] = Clock(start, start.moments)
    count = petition.clock_count + len(started)
    return replace(petition, clocks=tuple(clocks.values()), clock_count=count)


def extension_requested(petition: Petition, event: e.ExtensionRequested) -> Petition:
    asked = Extension(Asked.OPEN, event.working_days, 0, petition.extension.total)
    return replace(petition, extension=asked)


def extension_granted(petition: Petition, event: e.ExtensionGranted) -> Petition:
    before, granted = petition.extension, event.working_days
    total = before.total + granted
    return replace(
        petition, extension=Extension(Asked.GRANTED, before.working_days, granted, total)
    )


def extension_refused(petition: Petition, _: e.ExtensionRefused) -> Petition:
    return replace(petition, extension=replace(petition.extension, asked=Asked.REFUSED))


def paused(petition: Petition, event: e.HandlingPaused) -> Petition:
    clocks = tuple(
        replace(clock, paused_at=event.at) if clock.name in event.clocks else clock
        for clock in petition.clocks
    )
    return replace(petition, clocks=clocks)


def resumed(petition: Petition, _: e.HandlingResumed) -> Petition:
    clocks = tuple(replace(clock, paused_at=None) for clock in petition.clocks)
    return replace(petition, clocks=clocks, paused_before=True)


def supervised(petition: Petition, event: e.SupervisionEvent) -> Petition:
    clocks = tuple(
        replace(clock, done=clock.done + 1) if clock.name == event.clock else clock
        for clock in petition.clocks
    )
    return replace(petition, clocks=clocks)

"""What every step of an appeal checks and says: is it its turn, who takes it, and when it was."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.clock import start
from services.petitions.domain.petition.clock_facts import ClockStarted, ClockStopped
from services.petitions.domain.petition.commands import PetitionCommand
from services.petitions.domain.petition.facts import About, Note, Standing
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.rejections import (
    HappenedBeforeLast,
    HappenedInFuture,
    HappenedWithoutZone,
    NoteMissing,
    NotEntitledToDirect,
    NoteTooLong,
    NotPartOfOrder,
    NotTheAppellant,
    NotTheLeadUnit,
    PetitionIsClosed,
    StepOutOfOrder,
    UnknownPetition,
)
from services.petitions.domain.petition.words import Kept, Stage, Status, Stop
from services.petitions.domain.rules.names import RuleName

_ENDS = (Status.REFUSED, Status.LINKED, Status.CLOSED)


def moment(command: PetitionCommand, petition: Petition) -> datetime:
    """When the step happens, UTC; "now" is never before the last step, whichever clock was ahead.

    Raises:
        HappenedWithoutZone: nobody can say which instant is meant.
        HappenedInFuture, HappenedBeforeLast: the stated time does not follow the last step.
    """
    now, last = _utc(command.now), petition.changed_at
    if command.at is None:
        return now if last is None else max(now, last)
    at = _utc(command.at)
    if at > now:
        raise HappenedInFuture(at, now)
    if last is not None and at < last:
        raise HappenedBeforeLast(at, last)
    return at


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise HappenedWithoutZone
    return instant.astimezone(UTC)


def known(case: Case, petition_id: str) -> tuple[About, Standing]:
    """What the appeal is about and how it stands.

    Raises:
        UnknownPetition: it was never registered.
    """
    petition = case.petition
    if petition.about is None or petition.standing is None:
        raise UnknownPetition(petition_id)
    return petition.about, petition.standing


def is_to_do(
    command: PetitionCommand, case: Case, when: tuple[Status, ...], done: tuple[Status, ...] = ()
) -> bool:
    """Whether the step is still to be done: not once the appeal is at one of ``done``.

    Raises:
        UnknownPetition: it was never registered.
        PetitionIsClosed: nothing more is done about it.
        StepOutOfOrder: the appeal is not at one of the statuses ``when``.
    """
    status = known(case, command.petition_id)[1].status
    if status in done:
        return False
    if status not in when:
        raise PetitionIsClosed(status) if status in _ENDS else StepOutOfOrder(status)
    return True


def check_leads(case: Case, by: str) -> None:
    """Refuse a step in the name of any unit but the lead unit."""
    if case.petition.standing is None or by != case.petition.standing.unit_id:
        raise NotTheLeadUnit(by)


def leads(case: Case, by: str) -> bool:
    """Whether the unit is the lead unit; if not, it assists.

    Raises:
        NotPartOfOrder: it has nothing to do with the order.
    """
    if case.petition.standing is not None and by == case.petition.standing.unit_id:
        return True
    if by not in case.petition.assisting:
        raise NotPartOfOrder(by)
    return False


def check_directs(case: Case, by: str) -> None:
    """Refuse a step in the name of a unit that may not give orders about this appeal."""
    if by not in directing(case):
        raise NotEntitledToDirect(by)


def directing(case: Case) -> frozenset[str]:
    """The offices of the place, the unit that dispatched, and those above the lead unit."""
    petition, directory = case.petition, case.around.directory
    offices = petition.about.place_path.split("/") if petition.about is not None else []
    lead = petition.standing.unit_id if petition.standing is not None else ""
    ours = [petition.dispatched_by] if petition.dispatched_by else []
    if petition.standing is not None and petition.standing.status in _WITHOUT_ORDER:
        ours.append(lead)
    return frozenset((*offices, *directory.superiors(lead), *petition.superiors, *ours))


_WITHOUT_ORDER = (Status.REGISTERED, Status.ACCEPTED)


def check_appellant(case: Case, tracking_digest: str, by: str) -> None:
    """Refuse whoever neither holds the tracking code nor is an office that acts for him."""
    if by:
        check_directs(case, by)
    elif not tracking_digest or tracking_digest != case.petition.tracking_digest:
        raise NotTheAppellant


def noted(case: Case, at: datetime, note: Note | None, *, field: str = "note") -> Note | None:
    """The note, refused when it is empty or too long."""
    if note is None:
        return None
    if note.length < 1:
        raise NoteMissing(field)
    rule = RuleName.TEXT_LONGEST if field == "text" else RuleName.NOTE_LONGEST
    longest = case.around.rules.value(rule, case.around.time.day(at))
    if note.length > longest:
        raise NoteTooLong(field, note.length, longest)
    return note


def needed(case: Case, at: datetime, note: Note | None, *, field: str = "note") -> Note:
    """The note, which this step cannot do without."""
    found = noted(case, at, note, field=field)
    if found is None:
        raise NoteMissing(field)
    return found


def explained(case: Case, at: datetime, cause: str, note: Note | None) -> Note | None:
    """A named cause stands for itself; the cause ``other`` needs words."""
    return needed(case, at, note) if cause == "other" else noted(case, at, note)


def happened(case: Case, at: datetime) -> dict[str, Any]:
    """The fields of every event about the appeal."""
    return {
        "petition_id": case.petition.petition_id,
        "at": at,
        "effective_date": case.around.time.day(at),
    }


def counted(case: Case, at: datetime, after: Standing | None = None) -> dict[str, Any]:
    """The fields of every event that is counted; without ``after`` it stands as before."""
    before = case.petition.standing
    return {
        **happened(case, at),
        "about": case.petition.about,
        "before": before,
        "after": before if after is None else after,
    }


def started(
    case: Case, at: datetime, promises: Iterable[tuple[Stage, RuleName]], levels: int
) -> tuple[ClockStarted, ...]:
    """Clocks for these promises, which can climb so many levels, named after the last one."""
    first = case.petition.clock_count + 1
    rules, time = case.around.rules, case.around.time
    return tuple(
        start(f"{stage}-{number}", stage, rule, at, rules=rules, time=time, levels=levels)
        for number, (stage, rule) in enumerate(promises, start=first)
    )


def stopped(
    case: Case, at: datetime, *stages: Stage, void: bool = False
) -> tuple[ClockStopped, ...]:
    """The ends of the clocks of these stages; of all clocks when none is named."""
    return tuple(
        clock.stopped(at, void=void)
        for clock in case.petition.clocks
        if not stages or clock.stage in stages
    )


def standing_after(
    standing: Standing,
    ends: Iterable[ClockStopped] = (),
    starts: Iterable[ClockStarted] = (),
) -> Standing:
    """How promises stand after these clocks ended and started."""
    for end in ends:
        standing = _promise(standing, end.stage, _KEPT[end.stop])
    for each in starts:
        standing = _promise(standing, each.stage, Kept.PENDING)
    return standing


def _promise(standing: Standing, stage: Stage, kept: Kept) -> Standing:
    if stage is Stage.HANDLE:
        return replace(standing, handling=standing.handling.then(kept))
    if stage in (Stage.RESPOND, Stage.ON_SITE):
        return replace(standing, response=standing.response.then(kept))
    return standing


_KEPT = {Stop.KEPT: Kept.KEPT, Stop.LATE: Kept.BROKEN, Stop.VOID: Kept.NONE}

"""What the unit does with the order: on site, in hand, waiting, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.petitions.domain.calendar.counting import Span
from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import (
    AddComment,
    ArriveOnSite,
    PauseHandling,
    ResolvePetition,
    ResumeHandling,
    TakeInHand,
)
from services.petitions.domain.petition.events import (
    CommentAdded,
    HandlingPaused,
    HandlingResumed,
    PetitionEvent,
    PetitionInHand,
    PetitionResolved,
    UnitOnSite,
)
from services.petitions.domain.petition.steps import (
    check_directs,
    check_leads,
    counted,
    happened,
    is_to_do,
    known,
    leads,
    needed,
    noted,
    standing_after,
    stopped,
)
from services.petitions.domain.petition.words import (
    ANSWERED,
    AT_UNIT,
    BEFORE_ORDER,
    Stage,
    Status,
)
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.names import RuleName

_RESPONSE = (Stage.RESPOND, Stage.ON_SITE)


class HandlerMissing(Rejection):
    def __init__(self) -> None:
        super().__init__("handler", "handler must name the account", "请指定经办人")


class NothingToPause(Rejection):
    """Only the promise to handle waits; nothing else was promised, or it is over."""

    def __init__(self) -> None:
        super().__init__(
            "petition_id", "no promise to handle is running", "没有正在计时的办理承诺,无需暂停"
        )


class NotPaused(Rejection):
    def __init__(self) -> None:
        super().__init__("petition_id", "the handling is not paused", "办理未暂停,无需恢复")


def arrive(command: ArriveOnSite, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Somebody is there: the lead unit, or one that assists."""
    if not is_to_do(command, case, AT_UNIT, (Status.ON_SITE,)):
        return
    leads(case, command.by)
    _, standing = known(case, command.petition_id)
    if standing.status is Status.IN_HAND and case.petition.clock(Stage.ON_SITE) is None:
        return
    ends = stopped(case, at, *_RESPONSE)
    after = standing_after(standing, ends)
    if standing.status is not Status.IN_HAND:
        after = replace(after, status=Status.ON_SITE)
    yield UnitOnSite(**counted(case, at, after), by=command.by, stopped=ends)


def take_in_hand(command: TakeInHand, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """An account of the lead unit handles it; another account may take it over."""
    is_to_do(command, case, AT_UNIT)
    check_leads(case, command.by)
    if not command.handler.strip():
        raise HandlerMissing
    _, standing = known(case, command.petition_id)
    if standing.status is Status.IN_HAND and case.petition.handler == command.handler:
        return
    ends = stopped(case, at, Stage.RESPOND)
    after = replace(standing_after(standing, ends), status=Status.IN_HAND)
    yield PetitionInHand(
        **counted(case, at, after), by=command.by, handler=command.handler, stopped=ends
    )


def pause(command: PauseHandling, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The promise to handle stands still, for a recorded cause."""
    is_to_do(command, case, AT_UNIT)
    check_leads(case, command.by)
    if case.petition.is_paused:
        return
    clock = case.petition.clock(Stage.HANDLE)
    if clock is None:
        raise NothingToPause
    yield HandlingPaused(
        **counted(case, at),
        by=command.by,
        cause=command.cause,
        note=noted(case, at, command.note),
        clocks=(clock.name,),
    )


def resume(command: ResumeHandling, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """What was left of the promise runs on."""
    is_to_do(command, case, AT_UNIT)
    if command.by not in case.petition.assisting:
        check_leads(case, command.by)
    clock = case.petition.clock(Stage.HANDLE)
    if clock is None or clock.paused_at is None:
        if case.petition.paused_before:
            return
        raise NotPaused
    moved = (clock.resumed(at, case.around.time),)
    yield HandlingResumed(**counted(case, at), by=command.by, moved=moved)


def comment(command: AddComment, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Say something; no clock is started, moved or stopped by words.

    ``by`` empty is the appellant's own side, as with files.
    """
    known(case, command.petition_id)
    if command.comment_id in case.petition.known:
        return
    is_to_do(command, case, _NOT_OVER)
    if command.by and command.by not in (*case.petition.assisting, _lead(case)):
        check_directs(case, command.by)
    note = needed(case, at, command.note)
    yield CommentAdded(
        **happened(case, at), comment_id=command.comment_id, by=command.by, note=note
    )


_NOT_OVER = (*BEFORE_ORDER, *AT_UNIT, *ANSWERED, Status.LISTED, Status.LINKED)


def _lead(case: Case) -> str:
    return case.petition.standing.unit_id if case.petition.standing is not None else ""


def resolve(command: ResolvePetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The unit's answer; whoever registered it may answer at once, without any order.

    Every promise that still runs is judged now: an answer is also a response.
    """
    _, standing = known(case, command.petition_id)
    if standing.status in ANSWERED and case.petition.outcome is command.outcome:
        return
    is_to_do(command, case, (*BEFORE_ORDER, *AT_UNIT, Status.LISTED))
    if standing.status in BEFORE_ORDER:
        check_directs(case, command.by)
    else:
        check_leads(case, command.by)
    ends = stopped(case, at)
    after = replace(standing_after(standing, ends), status=Status.RESOLVED, unit_id=command.by)
    yield PetitionResolved(
        **counted(case, at, after),
        by=command.by,
        outcome=command.outcome,
        note=needed(case, at, command.note),
        reopen_until=reopen_until(case, at),
        stopped=ends,
    )


def reopen_until(case: Case, at: datetime) -> datetime:
    """How long it may be reopened when it is answered or closed at ``at``."""
    time = case.around.time
    rule = case.around.rules.rule(RuleName.REOPEN_WINDOW, time.day(at))
    return time.after(at, Span(rule.value, rule.unit))

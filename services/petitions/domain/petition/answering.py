"""After the answer: fed back, called back, rated, done again, reopened, listed, closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.petitions.domain.petition import promises
from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import (
    CallBackAppellant,
    ClosePetition,
    FeedBackResult,
    ListPetition,
    RatePetition,
    RedoPetition,
    ReopenPetition,
)
from services.petitions.domain.petition.events import (
    AppellantCalledBack,
    PetitionClosed,
    PetitionEvent,
    PetitionListed,
    PetitionRated,
    PetitionReopened,
    RedoOrdered,
    ResultFedBack,
)
from services.petitions.domain.petition.facts import Standing
from services.petitions.domain.petition.handling import reopen_until
from services.petitions.domain.petition.petition import Rated, Turn
from services.petitions.domain.petition.rejections import StepOutOfOrder
from services.petitions.domain.petition.steps import (
    check_appellant,
    check_directs,
    counted,
    is_to_do,
    known,
    noted,
    standing_after,
    started,
    stopped,
)
from services.petitions.domain.petition.words import (
    ANSWERED,
    AT_UNIT,
    BEFORE_ORDER,
    Answer,
    Kept,
    Satisfaction,
    Stage,
    Status,
)
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.names import RuleName

_OVER = (*ANSWERED, Status.CLOSED)


class AlreadyRated(Rejection):
    """One answer is rated once, and by the code last (domain rule 1)."""

    def __init__(self) -> None:
        super().__init__(
            "petition_id",
            "this answer was rated already; an answer is rated once",
            "已评价,不能重复评价",
        )


class RatingIncomplete(Rejection):
    """Whoever was reached has said both, or was not reached."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"{field} must be given when the appellant was reached, and only then",
            "已接通的回访须同时记录是否解决和满意程度",
        )


class ReopenWindowOver(Rejection):
    def __init__(self, until: datetime) -> None:
        super().__init__(
            "petition_id",
            f"it could be reopened before {until.isoformat()}; register a new appeal instead",
            "已超过重新提出的期限,请另行登记",
        )


def feed_back(command: FeedBackResult, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The appellant was told what was done."""
    if is_to_do(command, case, (Status.RESOLVED,), (Status.FED_BACK, Status.CALLED_BACK)):
        _, standing = known(case, command.petition_id)
        _check_took_part(case, standing, command.by)
        after = replace(standing, status=Status.FED_BACK)
        note = noted(case, at, command.note)
        yield ResultFedBack(**counted(case, at, after), by=command.by, note=note)


def _check_took_part(case: Case, standing: Standing, by: str) -> None:
    if by != standing.unit_id:
        check_directs(case, by)


def call_back(command: CallBackAppellant, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The appellant was called; a call that reaches nobody is on record too.

    What he rated himself stands, whatever is entered of the call.
    """
    _, standing = known(case, command.petition_id)
    if command.call_id in case.petition.known:
        return
    is_to_do(command, case, ANSWERED)
    check_directs(case, command.by)
    reached = command.resolved is not None
    _check_words(command.satisfaction, reached=reached)
    after = replace(standing, status=Status.CALLED_BACK) if reached else standing
    own = case.petition.rated
    if command.resolved is not None and command.satisfaction is not None and not own:
        after = _rated(after, command.satisfaction, resolved=command.resolved)
    yield AppellantCalledBack(
        **counted(case, at, after),
        by=command.by,
        call_id=command.call_id,
        reached=reached,
        note=noted(case, at, command.note),
    )


def _check_words(satisfaction: Satisfaction | None, *, reached: bool) -> None:
    if reached is (satisfaction is None) or satisfaction is Satisfaction.UNASKED:
        raise RatingIncomplete("satisfaction")


def _rated(standing: Standing, satisfaction: Satisfaction, *, resolved: bool) -> Standing:
    answer = Answer.YES if resolved else Answer.NO
    return replace(standing, resolved=answer, satisfaction=satisfaction)


def rate(command: RatePetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The appellant's own rating, which stands before what he said on the telephone.

    By his code he puts right what an office entered for him on paper; never the other way round.
    """
    is_to_do(command, case, _OVER)
    _, standing = known(case, command.petition_id)
    if case.petition.outcome is None:
        raise StepOutOfOrder(standing.status)
    check_appellant(case, command.tracking_digest, command.by)
    if case.petition.rated is Rated.BY_CODE or (command.by and case.petition.rated):
        raise AlreadyRated
    _check_words(command.satisfaction, reached=True)
    after = _rated(standing, command.satisfaction, resolved=command.resolved)
    note = noted(case, at, command.note)
    yield PetitionRated(**counted(case, at, after), by=command.by, note=note)


def redo(command: RedoPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The same unit does it again, under new promises; the answer before is not counted."""
    about, standing = known(case, command.petition_id)
    if case.petition.turn is Turn.REDONE and standing.status in AT_UNIT:
        return
    is_to_do(command, case, ANSWERED)
    check_directs(case, command.by)
    superiors = case.around.directory.superiors(standing.unit_id)
    starts = started(case, at, promises.of_redo(about), len(superiors))
    after = standing_after(_unanswered(standing, Status.DISPATCHED), (), starts)
    yield RedoOrdered(
        **counted(case, at, after),
        by=command.by,
        cause=command.cause,
        note=noted(case, at, command.note),
        started=starts,
    )


def _unanswered(standing: Standing, status: Status) -> Standing:
    return replace(
        standing,
        status=status,
        response=standing.response.then(Kept.NONE),
        handling=standing.handling.then(Kept.NONE),
        resolved=Answer.UNASKED,
        satisfaction=Satisfaction.UNASKED,
    )


def reopen(command: ReopenPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Taken up again within the window, and to be dispatched again."""
    about, standing = known(case, command.petition_id)
    if case.petition.turn is Turn.REOPENED and standing.status in BEFORE_ORDER:
        return
    is_to_do(command, case, _OVER)
    if case.petition.outcome is None:  # filed after a refusal: there is no answer to come back from
        raise StepOutOfOrder(known(case, command.petition_id)[1].status)
    check_appellant(case, command.tracking_digest, command.by)
    until = case.petition.reopen_until
    if until is not None and at >= until:
        raise ReopenWindowOver(until)
    office = case.petition.dispatched_by
    superiors = case.around.directory.superiors(office)
    starts = started(case, at, promises.to_dispatch(about, case.around, at), len(superiors))
    after = replace(_unanswered(standing, Status.ACCEPTED), unit_id=office)
    yield PetitionReopened(
        **counted(case, at, standing_after(after, (), starts)),
        by=command.by,
        note=noted(case, at, command.note),
        superiors=superiors,
        started=starts,
    )


def keep_listed(command: ListPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Kept for the long term: what is not late is void, and its review is promised."""
    if not is_to_do(command, case, (*BEFORE_ORDER, *AT_UNIT), (Status.LISTED,)):
        return
    check_directs(case, command.by)
    _, standing = known(case, command.petition_id)
    levels = len(case.around.directory.superiors(standing.unit_id))
    ends = stopped(case, at, void=True)
    starts = started(case, at, ((Stage.REVIEW, RuleName.LISTED_REVIEW),), levels)
    after = replace(standing_after(standing, ends), status=Status.LISTED)
    yield PetitionListed(
        **counted(case, at, after),
        by=command.by,
        cause=command.cause,
        note=noted(case, at, command.note),
        started=starts,
        stopped=ends,
    )


def close(command: ClosePetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Filed; it may still be reopened within the window."""
    _, standing = known(case, command.petition_id)
    if is_to_do(command, case, (*ANSWERED, Status.REFUSED), (Status.CLOSED,)):
        check_directs(case, command.by)
        after = replace(standing, status=Status.CLOSED)
        until = reopen_until(case, at)
        yield PetitionClosed(**counted(case, at, after), by=command.by, reopen_until=until)

"""The work order: given, signed for, sent back, handed over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.petitions.domain.calendar.counting import Span
from services.petitions.domain.categories.decider import route
from services.petitions.domain.petition import promises
from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import (
    DispatchPetition,
    HandOverPetition,
    ReturnAsWrongUnit,
    SignForOrder,
)
from services.petitions.domain.petition.events import (
    AssistanceReturned,
    OrderReturned,
    OrderSignedFor,
    PetitionDispatched,
    PetitionEvent,
    PetitionHandedOver,
)
from services.petitions.domain.petition.facts import Standing
from services.petitions.domain.petition.petition import Turn
from services.petitions.domain.petition.steps import (
    check_directs,
    counted,
    explained,
    happened,
    is_to_do,
    known,
    leads,
    noted,
    standing_after,
    started,
    stopped,
)
from services.petitions.domain.petition.words import AT_UNIT, BEFORE_ORDER, Stage, Status
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.names import RuleName

_GIVEN = (*BEFORE_ORDER, Status.LISTED)


class AlreadyDispatched(Rejection):
    """One lead unit answers; to change it, hand the order over."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "lead_id",
            f"the order is with {unit_id!r} already; hand it over instead",
            f"工单已派至 {unit_id},如需更换主办单位请办理移交",
        )


class AssistantNamedTwice(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "assisting",
            f"unit {unit_id!r} is named twice, or leads the order itself",
            f"协办单位 {unit_id} 重复或与主办单位相同",
        )


class ReturnWindowOver(Rejection):
    """A wrong order is returned soon, or it is the right one (domain rule 3)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "petition_id",
            f"the order could be returned before {until.isoformat()}; ask for a hand-over instead",
            "已超过退单期限,请申请移交",
        )


class OwnOrder(Rejection):
    """Who was given an order returns it in time and with a cause, also in its own place."""

    def __init__(self, by: str) -> None:
        super().__init__(
            "by",
            f"{by!r} was given the order; return it in time, or ask who directs to hand it over",
            "承办单位不能自行移交工单,请在期限内退单,或申请由派单单位、上级单位移交",
        )


def dispatch(command: DispatchPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Give the order; the promises of the unit begin."""
    about, standing = known(case, command.petition_id)
    lead = command.lead_id or _routed(case, at, about.category_id, about.place)
    if standing.status in AT_UNIT:
        if (lead, command.assisting) != (standing.unit_id, case.petition.assisting):
            raise AlreadyDispatched(standing.unit_id)
        return
    is_to_do(command, case, _GIVEN)
    check_directs(case, command.by)
    _check_units(case, lead, command.assisting)
    superiors = case.around.directory.superiors(lead)
    ends = stopped(case, at, Stage.DISPATCH, Stage.REVIEW)
    starts = started(case, at, promises.of_order(about, case), len(superiors))
    after = replace(standing_after(standing, ends, starts), status=Status.DISPATCHED, unit_id=lead)
    yield PetitionDispatched(
        **counted(case, at, after),
        by=command.by,
        assisting=command.assisting,
        superiors=superiors,
        note=noted(case, at, command.note),
        return_until=_window(case, at),
        started=starts,
        stopped=ends,
    )


def _routed(case: Case, at: datetime, category_id: str, place: str) -> str:
    around = case.around
    return route(around.categories, around.directory, category_id, place, around.time.day(at))


def _check_units(case: Case, lead: str, assisting: tuple[str, ...]) -> None:
    case.around.directory.open_unit(lead, "lead_id")
    for number, unit_id in enumerate(assisting):
        case.around.directory.open_unit(unit_id, "assisting")
        if unit_id == lead or unit_id in assisting[:number]:
            raise AssistantNamedTwice(unit_id)


def _window(case: Case, at: datetime) -> datetime:
    time = case.around.time
    rule = case.around.rules.rule(RuleName.RETURN_WINDOW, time.day(at))
    return time.after(at, Span(rule.value, rule.unit))


def sign_for(command: SignForOrder, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The unit has seen it; for the lead unit this is the response that was promised."""
    is_to_do(command, case, AT_UNIT)
    lead = leads(case, command.by)
    if command.by in case.petition.signed_by:
        return
    _, standing = known(case, command.petition_id)
    ends = stopped(case, at, Stage.RESPOND) if lead else ()
    after = standing_after(standing, ends)
    if lead and standing.status is Status.DISPATCHED:
        after = replace(after, status=Status.SIGNED_FOR)
    yield OrderSignedFor(**counted(case, at, after), by=command.by, stopped=ends)


def send_back(command: ReturnAsWrongUnit, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Return the order with its cause; the office that gave it dispatches again."""
    _, standing = known(case, command.petition_id)
    if command.by in case.petition.returned_by and _is_returned(case, standing, command.by):
        return
    is_to_do(command, case, AT_UNIT)
    note = explained(case, at, command.cause, command.note)
    lead = leads(case, command.by)
    until = case.petition.return_until if lead else case.petition.assist_until
    if until is not None and at >= until:
        raise ReturnWindowOver(until)
    if not lead:
        yield AssistanceReturned(
            **happened(case, at), by=command.by, cause=command.cause, note=note
        )
        return
    yield _returned(command, case, at)


def _is_returned(case: Case, standing: Standing, by: str) -> bool:
    if case.petition.turn is Turn.RETURNED and standing.status in BEFORE_ORDER:
        return True
    return standing.unit_id != by and by not in case.petition.assisting


def _returned(command: ReturnAsWrongUnit, case: Case, at: datetime) -> OrderReturned:
    about, standing = known(case, command.petition_id)
    back_to = case.petition.dispatched_by
    superiors = case.around.directory.superiors(back_to)
    ends = stopped(case, at, void=True)
    starts = started(case, at, promises.to_dispatch(about, case.around, at), len(superiors))
    after = replace(standing_after(standing, ends, starts), status=Status.ACCEPTED, unit_id=back_to)
    return OrderReturned(
        **counted(case, at, after),
        by=command.by,
        cause=command.cause,
        note=noted(case, at, command.note),
        superiors=superiors,
        started=starts,
        stopped=ends,
    )


def hand_over(command: HandOverPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Another unit leads from now on, under the promises that were given already.

    The unit that was given the order sends it back instead, in time and with a cause (domain rule 3).
    """
    is_to_do(command, case, AT_UNIT)
    _, standing = known(case, command.petition_id)
    if command.to_id == standing.unit_id:
        return
    case.around.directory.open_unit(command.to_id, "to_id")
    check_directs(case, command.by)
    if command.by == standing.unit_id != case.petition.dispatched_by:
        raise OwnOrder(command.by)
    after = replace(standing, status=Status.DISPATCHED, unit_id=command.to_id)
    yield PetitionHandedOver(
        **counted(case, at, after),
        by=command.by,
        superiors=case.around.directory.superiors(command.to_id),
        note=noted(case, at, command.note),
        return_until=_window(case, at),
    )

"""Moving the chair: order, swap, skip, interim, and further rounds."""

from dataclasses import replace
from datetime import date

from services.resources.domain.calendar import add_months
from services.resources.domain.command import positive, stated
from services.resources.domain.conference.case import (
    ConferenceCase,
    NoMemberLeftToChair,
    member_of,
)
from services.resources.domain.conference.chairs import ChairKind, ChairTerm, Rotation, Turn
from services.resources.domain.conference.commands import (
    ContinueRotation,
    NameInterimChair,
    PublishChairOrder,
    SkipChairTurn,
    SwapChairTurns,
)
from services.resources.domain.conference.conference import Conference
from services.resources.domain.conference.events import (
    ChairOrderPublished,
    ChairTurnSkipped,
    ChairTurnsSwapped,
    InterimChairNamed,
    RotationContinued,
)
from services.resources.domain.rejection import Rejection


class NoSuchTurn(Rejection):
    """Only a published turn that has not begun can be swapped or skipped."""

    def __init__(self, unit_id: str, begins: date) -> None:
        super().__init__(
            "begins",
            f"unit {unit_id!r} has no turn to come that begins on {begins}; look at the rotation",
            f"该单位没有于 {begins} 开始的轮值期,请核对轮值顺序",
        )


class OrderNamesTwice(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "order",
            f"order names unit {unit_id!r} twice",
            "轮值顺序中有单位重复,请每个单位只列一次",
        )


class AlreadySitting(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "unit_id",
            f"unit {unit_id!r} is the sitting chair; name another member",
            "该单位正担任轮值会长,请指定其他成员单位",
        )


def checked_order(order: tuple[str, ...], conference: Conference) -> tuple[str, ...]:
    """An order of members that names each once, refused when nobody is in it."""
    if not order:
        raise NoMemberLeftToChair("order")
    for number, unit_id in enumerate(order):
        member_of(conference, unit_id, "order")
        if unit_id in order[:number]:
            raise OrderNamesTwice(unit_id)
    return order


def publish_order(
    command: PublishChairOrder, case: ConferenceCase
) -> tuple[ChairOrderPublished, ...]:
    """Publish another order; the sitting chair finishes its term, and the order goes on behind it."""
    was, day = case.conference.rotation, command.effective_date
    order = checked_order(command.order, case.conference)
    months = positive(
        was.term_months if command.term_months is None else command.term_months, "term_months"
    )
    if (order, months) == (was.order, was.term_months):
        return ()
    terms = replace(was, order=order).replanned(day, ())
    if months != was.term_months:
        terms = Rotation(order, months, was.terms).replanned(day, ())
    return (
        ChairOrderPublished(
            command.conference_id,
            was.order,
            order,
            was.term_months,
            months,
            was.published(day),
            terms,
            day,
        ),
    )


def swap(command: SwapChairTurns, case: ConferenceCase) -> tuple[ChairTurnsSwapped, ...]:
    """Exchange the turn with the other unit's next one."""
    rotation, day = case.conference.rotation, command.effective_date
    member_of(case.conference, command.with_unit_id, "with_unit_id")
    turns, at = _turns(rotation, day, command.begins, command.unit_id)
    if turns[at].unit_id == command.with_unit_id:
        return ()
    if turns[at].unit_id != command.unit_id:
        raise NoSuchTurn(command.unit_id, command.begins)
    cause = stated(command.cause_text)
    other = _turn_of(command.with_unit_id, turns)
    turns[at] = Turn(command.with_unit_id, ChairKind.SWAPPED)
    if other is not None:
        turns[other] = Turn(command.unit_id, ChairKind.SWAPPED)
    return (
        ChairTurnsSwapped(
            command.conference_id,
            command.unit_id,
            command.with_unit_id,
            command.begins,
            cause,
            rotation.published(day),
            rotation.replanned(day, turns),
            day,
        ),
    )


def skip(command: SkipChairTurn, case: ConferenceCase) -> tuple[ChairTurnSkipped, ...]:
    """Leave the turn out; the later ones move up, and the order fills the end."""
    rotation, day = case.conference.rotation, command.effective_date
    turns, at = _turns(rotation, day, command.begins, command.unit_id)
    if turns[at].unit_id != command.unit_id:
        return ()
    if set(rotation.order) <= {command.unit_id}:
        raise NoMemberLeftToChair("unit_id")
    cause = stated(command.cause_text)
    while at < len(turns) and turns[at].unit_id == command.unit_id:
        del turns[at]
    if at == len(turns):
        turns.append(Turn(rotation.after(command.unit_id)))
    return (
        ChairTurnSkipped(
            command.conference_id,
            command.unit_id,
            command.begins,
            cause,
            rotation.published(day),
            rotation.replanned(day, turns),
            day,
        ),
    )


def name_interim(command: NameInterimChair, case: ConferenceCase) -> tuple[InterimChairNamed, ...]:
    """Let another member sit until the present term ends; the turns to come stay as they are."""
    rotation, day = case.conference.rotation, command.effective_date
    member_of(case.conference, command.unit_id)
    sitting, until = rotation.sitting(day), rotation.sitting_until(day)
    if sitting.unit_id == command.unit_id:
        if sitting.kind is ChairKind.INTERIM:
            return ()
        raise AlreadySitting(command.unit_id)
    cause = stated(command.cause_text)
    if until <= day:
        until = add_months(day, rotation.term_months)
    interim = ChairTerm(command.unit_id, day, until, ChairKind.INTERIM)
    terms = rotation.planned(
        (replace(sitting, ends=day), interim), until, rotation.upcoming(day), day
    )
    return (
        InterimChairNamed(
            command.conference_id,
            command.unit_id,
            sitting.unit_id,
            cause,
            rotation.published(day),
            terms,
            day,
        ),
    )


def continue_rotation(
    command: ContinueRotation, case: ConferenceCase
) -> tuple[RotationContinued, ...]:
    """Publish further terms when less than one round is to come."""
    rotation, day = case.conference.rotation, command.effective_date
    turns = rotation.upcoming(day)
    if len(turns) >= len(rotation.order):
        return ()
    terms = rotation.replanned(day, turns)
    return (RotationContinued(command.conference_id, rotation.published(day), terms, day),)


def _turns(rotation: Rotation, day: date, begins: date, unit_id: str) -> tuple[list[Turn], int]:
    """The turns to come, and which of them begins on ``begins``."""
    upcoming = [term for term in rotation.terms if term.begins > day]
    at = next((n for n, term in enumerate(upcoming) if term.begins == begins), None)
    if at is None:
        raise NoSuchTurn(unit_id, begins)
    return list(rotation.upcoming(day)), at


def _turn_of(unit_id: str, turns: list[Turn]) -> int | None:
    return next((n for n, turn in enumerate(turns) if turn.unit_id == unit_id), None)

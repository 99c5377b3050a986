"""A bookable resource: offering it, setting its terms, withdrawing it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.command import check_effective_date, positive, stated, written
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.commands import (
    OfferResource,
    ResourceCommand,
    SetResourceTerms,
    WithdrawResource,
)
from services.resources.domain.resource.events import (
    OpeningHours,
    ResourceEvent,
    ResourceFacts,
    ResourceOffered,
    ResourceTerms,
    ResourceTermsSet,
    ResourceWithdrawn,
)
from services.resources.domain.rules.names import RuleName
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.terms import ShareKind
from services.resources.domain.unit.unit import Unit, present

_DAY = 1440


class UnknownResource(Rejection):
    def __init__(self, resource_id: str, field_name: str = "resource_id") -> None:
        super().__init__(
            field_name,
            f"there is no resource {resource_id!r}; offer it first",
            "没有该资源,请先发布",
        )


class ResourceNotOffered(Rejection):
    """What was withdrawn cannot be booked."""

    def __init__(self, resource_id: str, field_name: str = "resource_id") -> None:
        super().__init__(
            field_name,
            f"resource {resource_id!r} was withdrawn; choose another",
            "该资源已停止提供,请选择其他资源",
        )


class ResourceAlreadyOffered(Rejection):
    def __init__(self, resource_id: str) -> None:
        super().__init__(
            "resource_id",
            f"resource {resource_id!r} is offered with other particulars; set its terms instead",
            "该资源已发布且信息不同,请变更其使用条件",
        )


class FundsAreNotBooked(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "kind", "funds are pledged, not booked; pledge a fund", "资金不能预约,请办理资金认捐"
        )


class OpeningHoursUnsuitable(Rejection):
    """Hours lie within a day of the week, and end after they begin."""

    def __init__(self, hours: OpeningHours) -> None:
        super().__init__(
            "terms.opening",
            f"{hours.weekday}: {hours.opens}-{hours.closes} is not a part of a day of the week "
            "(weekday 1 to 7, minutes 0 to 1440, closing after opening)",
            "开放时间应在一周内某日的 0 至 1440 分钟之间,且结束晚于开始",
        )


class NeverOpen(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "terms.opening", "give at least one opening time", "请至少填写一个开放时段"
        )


class LimitNegative(Rejection):
    def __init__(self, name: str) -> None:
        super().__init__(f"terms.{name}", f"terms.{name} must be 0 or more", "数值必须不小于 0")


class LongestBookingOutOfBounds(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__(
            "terms.longest_minutes",
            f"terms.longest_minutes must be 1 to {most}",
            f"单次最长使用时间应为 1 至 {most} 分钟",
        )


@dataclass(frozen=True, slots=True)
class Resource:
    """``facts`` is None before it is offered and after it is withdrawn."""

    facts: ResourceFacts | None = None
    changed_on: date | None = None


initial = Resource()


@dataclass(frozen=True, slots=True)
class ResourceCase:
    """The resource, the unit that owns it (by id), and what surrounds it."""

    resource: Resource = initial
    units: Mapping[str, Unit] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)


def offered(resource: Resource, resource_id: str, field_name: str = "resource_id") -> ResourceFacts:
    """What can be booked.

    Raises:
        UnknownResource: it was never offered.
        ResourceNotOffered: it was withdrawn.
    """
    if resource.changed_on is None:
        raise UnknownResource(resource_id, field_name)
    if resource.facts is None:
        raise ResourceNotOffered(resource_id, field_name)
    return resource.facts


def decide(command: ResourceCommand, case: ResourceCase) -> tuple[ResourceEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    check_effective_date(command, case.resource.changed_on)
    return _DECIDE[type(command)](command, case)


def _offer(command: OfferResource, case: ResourceCase) -> tuple[ResourceEvent, ...]:
    if command.kind is ShareKind.FUND:
        raise FundsAreNotBooked
    case.around.community(command.community_code, "community_code")
    if command.owner_unit_id:
        present(case.units, command.owner_unit_id, "owner_unit_id")
    after = ResourceFacts(
        command.resource_id,
        command.kind,
        written(command.name, "name"),
        command.community_code,
        command.owner_unit_id,
        _checked(command.terms, command, case),
    )
    if case.resource.facts is not None:
        if case.resource.facts == after:
            return ()
        raise ResourceAlreadyOffered(command.resource_id)
    return (ResourceOffered(command.resource_id, None, after, command.effective_date),)


def _set_terms(command: SetResourceTerms, case: ResourceCase) -> tuple[ResourceEvent, ...]:
    before = offered(case.resource, command.resource_id)
    name = before.name if command.name is None else written(command.name, "name")
    terms = before.terms
    if command.terms is not None:
        terms = _checked(command.terms, command, case)
    after = replace(before, name=name, terms=terms)
    if after == before:
        return ()
    return (ResourceTermsSet(command.resource_id, before, after, command.effective_date),)


def _withdraw(command: WithdrawResource, case: ResourceCase) -> tuple[ResourceEvent, ...]:
    if case.resource.changed_on is not None and case.resource.facts is None:
        return ()
    before = offered(case.resource, command.resource_id)
    cause, day = stated(command.cause_text), command.effective_date
    return (ResourceWithdrawn(command.resource_id, before, None, cause, day),)


def _checked(terms: ResourceTerms, command: ResourceCommand, case: ResourceCase) -> ResourceTerms:
    """The terms in order of the week, with the rule's no-show time where none is given."""
    if not terms.opening:
        raise NeverOpen
    for hours in terms.opening:
        if not (1 <= hours.weekday <= 7 and 0 <= hours.opens < hours.closes <= _DAY):  # noqa: PLR2004 -- ISO weekdays
            raise OpeningHoursUnsuitable(hours)
    positive(terms.capacity, "terms.capacity")
    for limit in fields(terms):
        value = getattr(terms, limit.name)
        if isinstance(value, int) and value < 0:
            raise LimitNegative(limit.name)
    rules, day = case.around.rules, command.effective_date
    most = rules.value(RuleName.BOOKING_MINUTES_MAX, day)
    if not 1 <= terms.longest_minutes <= most:
        raise LongestBookingOutOfBounds(most)
    late = terms.no_show_minutes or rules.value(RuleName.NO_SHOW_MINUTES, day)
    opening = sorted(set(terms.opening), key=lambda each: (each.weekday, each.opens))
    return replace(terms, opening=tuple(opening), no_show_minutes=late)


_DECIDE: dict[type, Callable[[Any, ResourceCase], tuple[ResourceEvent, ...]]] = {
    OfferResource: _offer,
    SetResourceTerms: _set_terms,
    WithdrawResource: _withdraw,
}


def fold(events: Iterable[ResourceEvent], resource: Resource = initial) -> Resource:
    """The resource after all ``events``."""
    return reduce(evolve, events, resource)


def evolve(_: Resource, event: ResourceEvent) -> Resource:
    """The resource after one more event."""
    return Resource(event.after, event.effective_date)

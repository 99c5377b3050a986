"""Members out of sight: lost contact (失联) and floating members (流动党员)."""

from datetime import date

from services.membership.domain.calendar import add_months
from services.membership.domain.member.case import MemberCase, on_register
from services.membership.domain.member.commands import (
    EndFloating,
    RecordFloating,
    RecordFloatingContact,
    RegainContact,
    ReportLostContact,
)
from services.membership.domain.member.events import (
    ContactLost,
    ContactRegained,
    FloatingContactMade,
    FloatingEnded,
    FloatingRecorded,
)
from services.membership.domain.member.rejections import DateNotReached
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.names import RuleName

_LONGEST_PLACE = 20


class PlaceTooPrecise(Rejection):
    """The log holds no address in clear: a city's or county's name is enough."""

    def __init__(self) -> None:
        super().__init__(
            "place",
            f"place must name a city or county in at most {_LONGEST_PLACE} characters, "
            "without digits",
            f"请只填写所在市县名称,不超过 {_LONGEST_PLACE} 字且不含数字",
        )


class LostBeforeLastContact(Rejection):
    """Only who was not reached since is out of contact (条例 art. 24), and nobody is before he is a member."""

    def __init__(self, earliest: date) -> None:
        super().__init__(
            "since",
            f"since must not be before {earliest}, when the member was last in contact or joined;"
            " give that or a later day",
            f"该党员最近一次取得联系(或入党)的日期为 {earliest},请填写该日或之后的日期",
        )


class NotYetFloating(Rejection):
    """Who is away for six months or more, and is not transferred, is a floating member (domain rule 3)."""

    def __init__(self, from_day: date) -> None:
        super().__init__(
            "since",
            f"the member is away too recently; he is a floating member from {from_day}",
            f"外出时间未满规定期限,{from_day} 起方可登记为流动党员",
        )


class NotFloating(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "member_id",
            "the member is not recorded as away; record it first",
            "该党员未登记为流动党员,请先登记",
        )


def report_lost(command: ReportLostContact, case: MemberCase) -> tuple[ContactLost, ...]:
    """Record since when nobody has reached the member; a later report puts the day right."""
    on_register(command, case.member)
    if case.member.contact_lost_since == command.since:
        return ()
    _check_past(command.since, command.effective_date)
    earliest = max(case.member.join_date, case.member.last_contact or date.min)
    if command.since < earliest:
        raise LostBeforeLastContact(earliest)
    return (ContactLost(command.member_id, command.since, command.effective_date),)


def regain(command: RegainContact, case: MemberCase) -> tuple[ContactRegained, ...]:
    """Record that the member was reached; who is not lost needs no record."""
    on_register(command, case.member)
    if case.member.contact_lost_since is None:
        return ()
    return (ContactRegained(command.member_id, command.effective_date),)


def record_floating(command: RecordFloating, case: MemberCase) -> tuple[FloatingRecorded, ...]:
    """Record that the member is away, since when and where, once it is long enough (domain rule 3)."""
    on_register(command, case.member)
    place, known = command.place.strip(), case.member.floating
    if known is not None and (known.since, known.place) == (command.since, place):
        return ()
    _check_past(command.since, command.effective_date)
    _check_away(command, case.rules)
    _check_place(place)
    return (FloatingRecorded(command.member_id, command.since, place, command.effective_date),)


def _check_past(since: date, effective: date) -> None:
    if since > effective:
        raise DateNotReached("since", since, effective)


def _check_away(command: RecordFloating, rules: Rules) -> None:
    day = command.effective_date
    from_day = add_months(command.since, rules.value(RuleName.AWAY_MONTHS_TO_FLOAT, day))
    if day < from_day:
        raise NotYetFloating(from_day)


def _check_place(place: str) -> None:
    if not 0 < len(place) <= _LONGEST_PLACE or any(sign.isdigit() for sign in place):
        raise PlaceTooPrecise


def record_contact(
    command: RecordFloatingContact, case: MemberCase
) -> tuple[FloatingContactMade, ...]:
    """Record a contact with a member who is away; one a day is enough. Who was lost is so no more."""
    on_register(command, case.member)
    floating, lost = case.member.floating, case.member.contact_lost_since is not None
    if floating is None:
        raise NotFloating
    if floating.contacted_on == command.effective_date and not lost:
        return ()
    return (FloatingContactMade(command.member_id, command.effective_date),)


def end_floating(command: EndFloating, case: MemberCase) -> tuple[FloatingEnded, ...]:
    """Record that the member is back; who is not away needs no record."""
    on_register(command, case.member)
    if case.member.floating is None:
        return ()
    return (FloatingEnded(command.member_id, command.effective_date),)

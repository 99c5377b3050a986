"""Why a booking is refused."""

from collections.abc import Sequence
from datetime import datetime

from services.resources.domain.booking.facts import Blackout, BookingStatus, Skipped
from services.resources.domain.calendar import CITY_TIME
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection


def _told(instant: datetime) -> str:
    return f"{instant.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"


class BookingBackwards(Rejection):
    def __init__(self) -> None:
        super().__init__("wanted.ends", "ends must be after begins", "结束时间必须晚于开始时间")


class BookingInPast(Rejection):
    def __init__(self, begins: datetime) -> None:
        super().__init__(
            "wanted.begins",
            f"{_told(begins)} is past; give a time to come",
            f"{_told(begins)} 已经过去,请选择将来的时间",
        )


class NoticeTooShort(Rejection):
    """The owner needs time to get ready."""

    def __init__(self, earliest: datetime) -> None:
        super().__init__(
            "wanted.begins",
            f"book ahead: the earliest begin is {_told(earliest)}",
            f"须提前预约,最早可约 {_told(earliest)}",
        )


class TooFarAhead(Rejection):
    def __init__(self, days: int) -> None:
        super().__init__(
            "wanted.begins",
            f"bookings are taken {days} days ahead; give an earlier day",
            f"最多可提前 {days} 天预约,请选择更早的日期",
        )


class BookingTooLong(Rejection):
    def __init__(self, minutes: int) -> None:
        super().__init__(
            "wanted.ends",
            f"one booking lasts {minutes} minutes at most; end it earlier",
            f"单次预约最长 {minutes} 分钟,请缩短时间",
        )


class BeyondCapacity(Rejection):
    def __init__(self, amount: int, capacity: int) -> None:
        super().__init__(
            "wanted.amount",
            f"amount {amount} must be 1 to {capacity}",
            f"数量 {amount} 应为 1 至 {capacity}",
        )


class OutsideOpeningHours(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "wanted.begins",
            "the resource is not open all that time; look at its opening hours",
            "所选时间不在开放时段内,请查看开放时间",
        )


class InBlackout(Rejection):
    """What is out of use is not set up or cleared away either (domain rule 4)."""

    def __init__(self, blackout: Blackout) -> None:
        until = _told(blackout.ends)
        super().__init__(
            "wanted.begins",
            f"out of use from {_told(blackout.begins)} to {until} (blackout {blackout.blackout_id}); "
            "keep clear of it, buffers included",
            f"{_told(blackout.begins)} 至 {until} 停用(编号 {blackout.blackout_id}),"
            "请连同准备整理时间一并避开",
        )


class SlotTaken(Rejection):
    """A slot is held once, its buffers included (domain rule 4).

    Attributes:
        alternatives: the next free slots of the same length, as far as the books at hand tell.
    """

    def __init__(self, slot: Span, alternatives: tuple[Span, ...]) -> None:
        told = ", ".join(_told(each.begins) for each in alternatives)
        super().__init__(
            "wanted.begins",
            f"taken from {_told(slot.begins)} to {_told(slot.ends)}, buffers included; "
            f"next free from {told or 'another month'}",
            f"该时段已被预约(含准备时间),最近可约:{told or '请查看其他月份'}",
        )
        self.alternatives = alternatives


class QuotaUsedUp(Rejection):
    """One unit does not take what is there for all."""

    def __init__(self, quota: int) -> None:
        super().__init__(
            "unit_id",
            f"the unit has its {quota} bookings of that month already",
            f"该单位当月预约已达 {quota} 次上限",
        )


class BookingIdTaken(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            field, f"{field} belongs to another booking; give a new one", "该预约编号已被使用"
        )


class NothingWanted(Rejection):
    def __init__(self) -> None:
        super().__init__("wanted", "name at least one slot", "请至少选择一个时段")


class SeriesHasConflicts(Rejection):
    """Every occurrence of a series is checked; one conflict refuses it whole, unless asked to skip.

    Attributes:
        conflicts: the occurrences that cannot be had, and the rule that refused each.
    """

    def __init__(self, conflicts: Sequence[Skipped], times: int) -> None:
        told = ", ".join(f"{_told(each.begins)} ({each.rule})" for each in conflicts)
        super().__init__(
            "wanted",
            f"{len(conflicts)} of {times} occurrences cannot be had: {told}; change them or ask "
            "to skip them",
            f"{times} 次中有 {len(conflicts)} 次冲突,请调整或选择跳过冲突",
        )
        self.conflicts = tuple(conflicts)


class SeriesTooLong(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__("times", f"times must be 1 to {most}", f"重复次数应为 1 至 {most}")


class UnknownBooking(Rejection):
    def __init__(self, booking_id: str) -> None:
        super().__init__(
            "booking",
            f"there is no booking {booking_id!r} of that resource and month",
            "没有该预约,请核对资源与月份",
        )


class BookingStepOutOfOrder(Rejection):
    """A booking is approved, used and completed, in this order."""

    def __init__(self, status: BookingStatus) -> None:
        super().__init__(
            "booking",
            f"the booking is {status}; this is not its next step",
            f"该预约当前为“{status.label}”,不能办理此步骤",
        )


class TooEarlyToCheckIn(Rejection):
    def __init__(self, from_when: datetime) -> None:
        super().__init__(
            "booking",
            f"check in from {_told(from_when)}",
            f"{_told(from_when)} 起方可签到",
        )


class TooLateToCheckIn(Rejection):
    def __init__(self, ends: datetime) -> None:
        super().__init__(
            "booking",
            f"its time was over at {_told(ends)}; cancel it, and put on record what was used",
            f"使用时间已于 {_told(ends)} 结束,请取消该预约,如已使用请补录",
        )


class StillTimeToCome(Rejection):
    """A slot is released only when the time to come is over."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "booking",
            f"the users may still come until {_told(until)}",
            f"使用方可在 {_told(until)} 前到场,尚不能释放",
        )


class UseNotOver(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "wanted.ends",
            "only what is over is put on record; book it instead",
            "只能补录已结束的使用,请改为预约",
        )


class SlotIsFree(Rejection):
    """Nobody waits for what can be had."""

    def __init__(self) -> None:
        super().__init__("wanted.begins", "the slot is free; book it", "该时段可以预约,无需候补")

"""What every command carries, and the rule on its effective date."""

from dataclasses import dataclass
from datetime import date, datetime

from services.resources.domain.rejection import Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Time and person as data: ``now`` in UTC, ``today`` the city's calendar day.

    ``effective_date`` is the day from which the fact is true; ``actor`` is an id, never a name.
    """

    now: datetime
    today: date
    actor: str
    effective_date: date


class EffectiveDateInFuture(Rejection):
    """A fact cannot be true from a day that has not come."""

    def __init__(self, effective: date, today: date) -> None:
        super().__init__(
            "effective_date",
            f"effective_date {effective} is after today ({today}); give today or an earlier day",
            f"生效日期 {effective} 晚于今天 {today},请填写今天或更早的日期",
        )


class EffectiveDateBeforeLast(Rejection):
    """A timeline grows at its end only, so that its intervals never overlap."""

    def __init__(self, effective: date, last: date) -> None:
        super().__init__(
            "effective_date",
            f"effective_date {effective} is before the last recorded fact ({last}); "
            f"give {last} or a later day",
            f"生效日期 {effective} 早于已记录的最近事项 {last},请填写 {last} 或之后的日期",
        )


def check_effective_date(command: Command, last: date | None) -> None:
    """Refuse a day after today or before ``last``, the effective date of the timeline's last fact.

    Raises:
        EffectiveDateInFuture: the day has not come in the city.
        EffectiveDateBeforeLast: the timeline already goes further.
    """
    if command.effective_date > command.today:
        raise EffectiveDateInFuture(command.effective_date, command.today)
    if last is not None and command.effective_date < last:
        raise EffectiveDateBeforeLast(command.effective_date, last)


class CauseMissing(Rejection):
    """What bears on others is never done without a stated cause."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must state the cause", "请说明原因")


class TextMissing(Rejection):
    """A paper without its words binds nobody."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must not be empty", "请填写内容")


class AmountNotPositive(Rejection):
    """Every amount is a whole number of its unit, at least one."""

    def __init__(self, field: str, amount: int) -> None:
        super().__init__(
            field, f"{field} {amount} must be 1 or more", f"数量 {amount} 必须不小于 1"
        )


def stated(text: str, field: str = "cause_text") -> str:
    """The cause without blanks around it, refused when empty."""
    if not (stripped := text.strip()):
        raise CauseMissing(field)
    return stripped


def written(text: str, field: str) -> str:
    """The text without blanks around it, refused when empty."""
    if not (stripped := text.strip()):
        raise TextMissing(field)
    return stripped


def positive(amount: int, field: str) -> int:
    """The amount, refused when below one."""
    if amount < 1:
        raise AmountNotPositive(field, amount)
    return amount

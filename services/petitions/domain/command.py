"""What every command carries, and the rules on when a thing may be said to have happened."""

from dataclasses import dataclass
from datetime import date, datetime

from services.petitions.domain.rejection import Rejection


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
    """A setting is never undercut by an earlier day, or decided cases would change."""

    def __init__(self, effective: date, last: date) -> None:
        super().__init__(
            "effective_date",
            f"effective_date {effective} is before the last entry ({last}); "
            f"give {last} or a later day",
            f"生效日期 {effective} 早于最近一次设定 {last},请填写 {last} 或之后的日期",
        )


def check_not_ahead(command: Command) -> None:
    """Refuse a day after today; for facts, which unlike settings cannot be announced ahead."""
    if command.effective_date > command.today:
        raise EffectiveDateInFuture(command.effective_date, command.today)


def check_not_before(command: Command, last: date) -> None:
    """Refuse a day before ``last``, from which the last entry of the same thing holds."""
    if command.effective_date < last:
        raise EffectiveDateBeforeLast(command.effective_date, last)

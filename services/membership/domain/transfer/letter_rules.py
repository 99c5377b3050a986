"""How long a letter is good, and what makes one acceptable."""

from datetime import date

from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.names import RuleName
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.commands import PresentOutsideLetter

_LONGEST_NUMBER = 40


class ReleasingSideIsInside(Rejection):
    """A committee of the city writes its letter in its own book."""

    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "the releasing side is inside the city; issue a letter instead",
            "转出方在市内,请由其开具介绍信",
        )


class LetterNotCurrent(Rejection):
    """Only the letter that is out can be replaced."""

    def __init__(self, current: str) -> None:
        super().__init__(
            "replaces",
            f"replaces must be the number of the present letter, {current}",
            f"只能补开当前介绍信 {current}",
        )


class LetterStillValid(Rejection):
    """A letter is good up to and including its last day."""

    def __init__(self, valid_until: date) -> None:
        super().__init__(
            "effective_date",
            f"the letter is good to {valid_until}",
            f"介绍信有效期至 {valid_until},尚未超期",
        )


class LetterHasExpired(Rejection):
    """Nobody is accepted on a letter that is no longer good."""

    def __init__(self, valid_until: date) -> None:
        super().__init__(
            "effective_date",
            f"the letter was good to {valid_until}; ask for a new one",
            f"介绍信已于 {valid_until} 超期,请转出方补开",
        )


class LetterValidityOutOfBounds(Rejection):
    """Cities differ in the validity of a letter, but none goes beyond the cap."""

    def __init__(self, field: str, cap: int) -> None:
        super().__init__(
            field, f"{field}: a letter is good for 1 to {cap} days", f"介绍信有效期为 1 至 {cap} 天"
        )


class LetterNumberUnsuitable(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"{field} must have 1 to {_LONGEST_NUMBER} characters",
            f"介绍信字号应为 1 至 {_LONGEST_NUMBER} 个字符",
        )


class LetterNotYetWritten(Rejection):
    def __init__(self, issued_on: date, effective: date) -> None:
        super().__init__(
            "issued_on",
            f"issued_on {issued_on} is after effective_date {effective}",
            f"开具日期 {issued_on} 晚于生效日期 {effective}",
        )


def days_valid(wanted: int | None, on: date, case: Case) -> int:
    """The days a letter written on the day ``on`` is good, in bounds of the rule table.

    Inside the city fewer days than outside; one hard cap for all.
    """
    rules = case.around.rules
    name = RuleName.LETTER_DAYS_INSIDE
    if not case.transfer.receiving.is_inside:
        name = RuleName.LETTER_DAYS_OUTSIDE
    days = rules.value(name, on) if wanted is None else wanted
    cap = rules.value(RuleName.LETTER_DAYS_CAP, on)
    if wanted is None:
        return min(days, cap)
    if not 1 <= days <= cap:
        raise LetterValidityOutOfBounds("valid_days", cap)
    return days


def checked_prefix(prefix: str) -> str:
    """The prefix of a letter number, as ``雨组转``."""
    return checked_number(prefix, "prefix")


def checked_number(number: str, field: str) -> str:
    """The number without blanks around it, refused when empty or too long."""
    if not 1 <= len(stripped := number.strip()) <= _LONGEST_NUMBER:
        raise LetterNumberUnsuitable(field)
    return stripped


def check_outside_letter(command: PresentOutsideLetter, case: Case) -> None:
    """Refuse a letter without number, not yet written, not good any more, or good too long."""
    checked_number(command.number, "number")
    if command.issued_on > command.effective_date:
        raise LetterNotYetWritten(command.issued_on, command.effective_date)
    if command.valid_until < command.effective_date:
        raise LetterHasExpired(command.valid_until)
    cap = case.around.rules.value(RuleName.LETTER_DAYS_CAP, command.issued_on)
    if not 1 <= (command.valid_until - command.issued_on).days <= cap:
        raise LetterValidityOutOfBounds("valid_until", cap)

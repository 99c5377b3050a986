"""What is booked by an agreement: it is to fulfil what who lends it promised there, while that binds him."""

from collections.abc import Iterable

from services.resources.domain.agreement.counting import check_day, check_in_force, check_promised
from services.resources.domain.booking.case import BookingCase, occurrences
from services.resources.domain.booking.commands import (
    Book,
    BookSeries,
    BookTogether,
    MakeCommand,
    RecordUse,
    Wanted,
)
from services.resources.domain.calendar import city_day


def check_agreement(command: MakeCommand, case: BookingCase) -> None:
    """Refuse an agreement for which nothing of what is wanted can count; of a combination a part may.

    What was used while it bound counts although it has ended since.
    """
    lent = [each.facts for each in case.resources.values() if each.facts is not None]
    if not (command.agreement_id and lent):
        return
    given = {(each.owner_unit_id, each.kind) for each in lent}
    facts = check_promised(case.agreement, command.agreement_id, given)
    for day in sorted({city_day(each.begins) for each in _wanted(command)}):
        if day > command.today:
            check_in_force(case.agreement)
        check_day(case.agreement, facts, day)


def _wanted(command: MakeCommand) -> Iterable[Wanted]:
    """Every slot the command asks for."""
    match command:
        case BookTogether():
            return command.wanted
        case BookSeries():
            return occurrences(command)
        case Book() | RecordUse():
            return (command.wanted,)
        case _:
            return ()

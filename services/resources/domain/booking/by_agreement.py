"""What is booked by an agreement: it is to fulfil what who lends it promised there."""

from services.resources.domain.agreement.counting import check_promised
from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.commands import MakeCommand


def check_agreement(command: MakeCommand, case: BookingCase) -> None:
    """Refuse an agreement for which nothing of what is wanted can count; of a combination a part may."""
    lent = [each.facts for each in case.resources.values() if each.facts is not None]
    if command.agreement_id and lent:
        given = {(each.owner_unit_id, each.kind) for each in lent}
        check_promised(case.agreement, command.agreement_id, given)

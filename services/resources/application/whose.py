"""Whom a command concerns: the divisions it stands in, and the unit that acts by it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from services.resources.application.around import codes_named
from services.resources.application.resources import Resources
from services.resources.domain.admission.commands import AdmissionCommand, FileTask, WithdrawTask
from services.resources.domain.agreement.commands import AgreementCommand, SignAgreement
from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.domain.booking import commands as b
from services.resources.domain.booking.case import AnyBooking, resources_named
from services.resources.domain.booking.facts import BookingFacts, BookingRef
from services.resources.domain.conference.commands import ConferenceCommand
from services.resources.domain.fund.commands import PledgeFund
from services.resources.domain.listing import commands as li
from services.resources.domain.listing.events import Side
from services.resources.domain.meeting.commands import MeetingCommand
from services.resources.domain.pairing.commands import PromiseDeed, ReportDeedDone
from services.resources.domain.resource import commands as r
from services.resources.domain.routing import AnyCommand, own_stream
from services.resources.domain.streams import (
    AGREEMENTS,
    CONFERENCES,
    LISTINGS,
    PAIRINGS,
    RESOURCES,
    UNITS,
    book_stream,
)
from services.resources.domain.unit.commands import NameLiaison, UnitCommand


class Whose:
    """Reads it off the states that commands act upon, each of which is looked at once."""

    def __init__(self, resources: Resources) -> None:
        self._commands, self._seen = resources.commands, dict[str, Any]()

    def divisions(self, command: AnyCommand) -> tuple[str, ...]:
        """The codes of where it stands; those the command itself names come before all others."""
        return codes_named(command) or tuple(filter(None, self._standing(command)))

    def _standing(self, command: Any) -> Iterable[str]:
        if isinstance(command, UnitCommand | IssueYearlySheet):
            return _of(self._state(UNITS + command.unit_id).facts, "premises") or ()
        if isinstance(command, ConferenceCommand | MeetingCommand):
            return self._conference(command.conference_id)
        if isinstance(command, AgreementCommand):
            facts = self._state(AGREEMENTS + command.agreement_id).facts
            known = _of(facts, "conference_id") or getattr(command, "conference_id", "")
            return self._conference(known)
        if isinstance(command, AdmissionCommand):
            return _of(self._state(own_stream(command)).facts, "communities") or ()
        if isinstance(command, _BOOKING):
            return self._lent(command)
        code = _of(self._state(own_stream(command)).facts, "community_code")
        return (code,) if code else ()

    def _conference(self, conference_id: str) -> Iterator[str]:
        code = _of(self._state(CONFERENCES + conference_id).facts, "division_code")
        if code:
            yield code

    def _lent(self, command: AnyBooking) -> Iterator[str]:
        lent = [RESOURCES + resource_id for resource_id in resources_named(command)]
        booked = [command.booking] if isinstance(command, b.BookingCommand) else []
        self._look_at(*lent, *(book_stream(one.resource_id, one.month) for one in booked))
        for stream in lent:
            yield _of(self._state(stream).facts, "community_code") or ""
        for booking in booked:
            yield _of(self.booking(booking), "community_code") or ""

    def booking(self, ref: BookingRef) -> BookingFacts | None:
        """The booking; None when there is none."""
        book = self._state(book_stream(ref.resource_id, ref.month))
        return cast("BookingFacts | None", book.bookings.get(ref.booking_id))

    def units(self, command: AnyCommand) -> frozenset[str]:
        """The units that may do it by themselves; none when only an office may."""
        rows = (found for kinds, found in _SELF_SERVICE.items() if isinstance(command, kinds))
        return frozenset(filter(None, (found(self, command) for found in rows)))

    def _side(self, command: Any) -> str:
        listing = self._state(LISTINGS + command.listing_id)
        if getattr(command, "by", Side.CLAIMANT) is Side.OWNER:
            return _of(listing.facts, "owner_unit_id") or ""
        known = _of(listing.claims.get(command.claim_id), "unit_id")
        return getattr(command, "unit_id", "") if known is None else str(known)

    def _at_home(self, command: Any) -> str:
        premises = _of(self._state(UNITS + command.owner_unit_id).facts, "premises") or ()
        return command.owner_unit_id if command.community_code in premises else ""

    def _listed(self, command: li.PublishListing) -> str:
        """Points, and what an appeal asks for, are an office's to list."""
        return "" if command.points or command.petition_id else self._at_home(command)

    def _department(self, command: WithdrawTask) -> str:
        return _of(self._state(own_stream(command)).facts, "department_id") or ""

    def _owner(self, command: Any) -> str:
        return _of(self._state(RESOURCES + command.resource_id).facts, "owner_unit_id") or ""

    def _waiting(self, command: b.LeaveWaitlist) -> str:
        book = self._state(book_stream(command.resource_id, command.month))
        return _of(book.waiting.get(command.entry_id), "unit_id") or ""

    def _pairing(self, command: Any) -> str:
        return _of(self._state(PAIRINGS + command.pairing_id).facts, "unit_id") or ""

    def _state(self, stream: str) -> Any:
        self._look_at(stream)
        return self._seen[stream]

    def _look_at(self, *streams: str) -> None:
        """Several at once: who looks one by one asks the store as often."""
        if missing := [stream for stream in streams if stream not in self._seen]:
            self._seen |= self._commands.states(missing)


def _of(facts: object | None, name: str) -> Any:
    return None if facts is None else getattr(facts, name)


_BOOKING = (
    b.Book,
    b.BookTogether,
    b.BookSeries,
    b.RecordUse,
    b.BookingCommand,
    b.SetBlackout,
    b.LiftBlackout,
    b.JoinWaitlist,
    b.LeaveWaitlist,
)
_SELF_SERVICE: dict[tuple[type, ...], Callable[[Whose, Any], str | None]] = {
    (b.Book, b.BookTogether, b.BookSeries, b.JoinWaitlist): lambda _, c: c.unit_id,
    (PledgeFund, SignAgreement, NameLiaison): lambda _, c: c.unit_id,
    (FileTask,): lambda _, c: c.department_id,
    (b.ApproveBooking, b.RefuseBooking, b.CancelBooking): lambda w, c: _of(
        w.booking(c.booking), "owner_unit_id"
    ),
    (b.CancelBooking, b.CheckIn, b.CompleteBooking): lambda w, c: _of(
        w.booking(c.booking), "unit_id"
    ),
    (b.SetBlackout, b.LiftBlackout): lambda w, c: w._owner(c),  # noqa: SLF001 -- its own table
    (r.SetResourceTerms, r.WithdrawResource): lambda w, c: w._owner(c),  # noqa: SLF001 -- as above
    (r.OfferResource,): lambda w, c: w._at_home(c),  # noqa: SLF001 -- as above
    (li.PublishListing,): lambda w, c: w._listed(c),  # noqa: SLF001 -- as above
    (WithdrawTask,): lambda w, c: w._department(c),  # noqa: SLF001 -- as above
    (b.LeaveWaitlist,): lambda w, c: w._waiting(c),  # noqa: SLF001 -- as above
    (
        li.MakeClaim,
        li.ConfirmClaim,
        li.DeclineClaim,
        li.WithdrawClaim,
        li.ReportProgress,
    ): lambda w, c: w._side(c),  # noqa: SLF001 -- as above
    (PromiseDeed, ReportDeedDone): lambda w, c: w._pairing(c),  # noqa: SLF001 -- as above
}
"""Which units may do what by themselves: the user books, the owner lends and lists where it has premises,
both give back, each side claims for itself, a department files its tasks and withdraws them."""

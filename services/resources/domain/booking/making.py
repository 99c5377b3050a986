"""Taking slots: one, several together, a series, or a use put on record afterwards."""

from collections.abc import Iterator
from dataclasses import replace

from services.resources.domain.booking.asked_again import is_booked, is_known, numbered, parts
from services.resources.domain.booking.book import evolve
from services.resources.domain.booking.by_agreement import check_agreement
from services.resources.domain.booking.case import BookingCase
from services.resources.domain.booking.checks import check_amount, check_free, check_slot
from services.resources.domain.booking.commands import (
    Book,
    BookSeries,
    BookTogether,
    MakeCommand,
    RecordUse,
    Wanted,
)
from services.resources.domain.booking.events import (
    BookingEvent,
    BookingMade,
    SeriesBooked,
    UseRecorded,
)
from services.resources.domain.booking.facts import BookingFacts, BookingRef, BookingStatus, Skipped
from services.resources.domain.booking.rejections import (
    NothingWanted,
    SeriesHasConflicts,
    SeriesTooLong,
    UseNotOver,
)
from services.resources.domain.calendar import month_of
from services.resources.domain.command import written
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import offered
from services.resources.domain.resource.events import ResourceFacts
from services.resources.domain.rules.names import RuleName
from services.resources.domain.unit.unit import present


def book(command: Book, case: BookingCase) -> tuple[BookingEvent, ...]:
    """Hold one slot; the same booking again yields nothing."""
    _check_user(command, case)
    if is_known(command.booking_id, command.wanted, command, case):
        return ()
    check_agreement(command, case)
    return (hold(command.booking_id, command.wanted, command, case),)


def book_together(command: BookTogether, case: BookingCase) -> tuple[BookingEvent, ...]:
    """Hold every slot, or none; each part knows the others."""
    _check_user(command, case)
    if not command.wanted:
        raise NothingWanted
    ids = [ref.booking_id for ref in parts(command)]
    slots = list(zip(ids, command.wanted, strict=True))
    known = [is_known(*each, command, case) for each in slots]
    if all(known):
        return ()
    check_agreement(command, case)
    made: list[BookingMade] = []
    for number, (booking_id, wanted) in enumerate(slots, 1):
        try:
            made.append(hold(booking_id, wanted, command, case))
        except Rejection as refusal:
            refusal.field = f"{number}.{refusal.field}"
            raise
        case = _after(case, made[-1])
    return tuple(_bound_together(made))


def _bound_together(made: list[BookingMade]) -> Iterator[BookingMade]:
    """All wait for approval when one has to."""
    refs = tuple(_ref(each.after) for each in made)
    status = BookingStatus.CONFIRMED
    if any(each.after.status is BookingStatus.REQUESTED for each in made):
        status = BookingStatus.REQUESTED
    for each in made:
        yield replace(each, after=replace(each.after, together=refs, status=status))


def book_series(command: BookSeries, case: BookingCase) -> tuple[BookingEvent, ...]:
    """Hold every occurrence, each checked; with a conflict none, or the others if so asked."""
    _check_user(command, case)
    most = case.rules.value(RuleName.SERIES_OCCURRENCES_MAX, command.today)
    if not 1 <= command.times <= most:
        raise SeriesTooLong(most)
    if is_booked(command, case):
        return ()
    check_agreement(command, case)
    offered(case.resource(command.wanted.resource_id), command.wanted.resource_id)
    made: list[BookingMade] = []
    skipped: list[Skipped] = []
    for booking_id, wanted in numbered(command):
        try:
            made.append(hold(booking_id, wanted, command, case))
        except Rejection as refusal:
            skipped.append(Skipped(wanted.begins, wanted.ends, refusal.slug))
        else:
            case = _after(case, made[-1])
    if skipped and not (made and command.skip_conflicts):
        raise SeriesHasConflicts(skipped, command.times)
    told = SeriesBooked(
        command.series_id,
        command.wanted.resource_id,
        tuple(_ref(each.after) for each in made),
        tuple(skipped),
        command.effective_date,
    )
    return (told, *(replace(e, after=replace(e.after, series_id=command.series_id)) for e in made))


def record_use(command: RecordUse, case: BookingCase) -> tuple[BookingEvent, ...]:
    """Put on record what was lent without booking; two uses at one time cannot both be true."""
    _check_user(command, case)
    wanted = command.wanted
    resource = offered(case.resource(wanted.resource_id), wanted.resource_id, "wanted.resource_id")
    if is_known(command.booking_id, wanted, command, case):
        return ()
    check_agreement(command, case)
    check_amount(wanted, resource.terms)
    check_free(wanted, resource.terms, case)
    if command.now < wanted.ends:
        raise UseNotOver
    after = replace(
        _facts(command.booking_id, wanted, command, resource), status=BookingStatus.COMPLETED
    )
    minutes = Span(wanted.begins, wanted.ends).minutes
    day = command.effective_date
    return (UseRecorded(after.resource_id, after.month, None, after, minutes, day),)


def _check_user(command: MakeCommand, case: BookingCase) -> None:
    written(command.purpose, "purpose")
    if command.unit_id:
        present(case.units, command.unit_id)


def hold(booking_id: str, wanted: Wanted, command: MakeCommand, case: BookingCase) -> BookingMade:
    """The slot held, refused by the first rule against it."""
    resource = offered(case.resource(wanted.resource_id), wanted.resource_id, "wanted.resource_id")
    check_slot(wanted, command.unit_id, resource.terms, command, case)
    after = _facts(booking_id, wanted, command, resource)
    return BookingMade(after.resource_id, after.month, None, after, command.effective_date)


def _facts(
    booking_id: str, wanted: Wanted, command: MakeCommand, resource: ResourceFacts
) -> BookingFacts:
    terms = resource.terms
    held = Span(wanted.begins, wanted.ends).widened(terms.buffer_before, terms.buffer_after)
    status = BookingStatus.REQUESTED if terms.needs_approval else BookingStatus.CONFIRMED
    return BookingFacts(
        resource_id=wanted.resource_id,
        month=month_of(wanted.begins),
        booking_id=booking_id,
        kind=resource.kind,
        community_code=resource.community_code,
        owner_unit_id=resource.owner_unit_id,
        unit_id=command.unit_id,
        begins=wanted.begins,
        ends=wanted.ends,
        held_from=held.begins,
        held_until=held.ends,
        amount=wanted.amount,
        purpose=written(command.purpose, "purpose"),
        status=status,
        agreement_id=command.agreement_id,
        listing_id=command.listing_id,
    )


def _after(case: BookingCase, made: BookingMade) -> BookingCase:
    """The case as it will be once this is written too."""
    key = (made.resource_id, made.month)
    return replace(case, books={**case.books, key: evolve(case.book(*key), made)})


def _ref(facts: BookingFacts) -> BookingRef:
    return BookingRef(facts.resource_id, facts.month, facts.booking_id)

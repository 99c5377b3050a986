"""What each command looks at, and who decides it: the service's table of contents.

``decide`` asks for states by stream; whoever carries it out loads what it asks for. The command's own
stream, whose version is its `ETag`, is the first that `own_stream` names.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from services.resources.domain.admission import decider as admission
from services.resources.domain.admission.commands import AdmissionCommand
from services.resources.domain.agreement import decider as agreement
from services.resources.domain.agreement.commands import AgreementCommand, DraftAgreement
from services.resources.domain.assessment import decider as assessment
from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.domain.booking import decider as booking
from services.resources.domain.booking.book import no_series
from services.resources.domain.booking.case import (
    AnyBooking,
    BookingCase,
    books_given_back,
    books_needed,
    books_of_whole,
    books_waited_in,
    resources_named,
)
from services.resources.domain.booking.commands import BookSeries
from services.resources.domain.conference import decider as conference
from services.resources.domain.conference.case import ConferenceCase, units_named
from services.resources.domain.conference.commands import ConferenceCommand, FoundConference
from services.resources.domain.disclosure import decider as disclosure
from services.resources.domain.disclosure.decider import RecordReading
from services.resources.domain.fund import decider as fund
from services.resources.domain.fund.commands import FundCommand, PledgeFund
from services.resources.domain.listing import decider as listing
from services.resources.domain.listing.commands import ListingCommand, MakeClaim, PublishListing
from services.resources.domain.meeting import decider as meeting
from services.resources.domain.meeting.commands import MeetingCommand
from services.resources.domain.pairing import decider as pairing
from services.resources.domain.pairing.commands import PairDepartment, PairingCommand
from services.resources.domain.resource import decider as resource
from services.resources.domain.resource.commands import OfferResource, ResourceCommand
from services.resources.domain.rules import decider as rules
from services.resources.domain.rules.commands import SetRule
from services.resources.domain.streams import (
    AGREEMENTS,
    CONFERENCES,
    FUNDS,
    LISTINGS,
    MEETINGS,
    PAIRINGS,
    READINGS,
    RESOURCES,
    RULES,
    SERIES,
    TASKS,
    UNITS,
    DomainEvent,
    book_stream,
    sheet_stream,
)
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.unit import decider as unit
from services.resources.domain.unit.commands import UnitCommand

AnyCommand = (
    UnitCommand
    | ConferenceCommand
    | MeetingCommand
    | AgreementCommand
    | PairingCommand
    | IssueYearlySheet
    | ListingCommand
    | ResourceCommand
    | AnyBooking
    | FundCommand
    | AdmissionCommand
    | RecordReading
    | SetRule
)

States = Callable[[Iterable[str]], dict[str, Any]]
"""The states of streams by name, the initial one for a stream without events; loaded in one go."""


def decide(command: AnyCommand, states: States, around: Surroundings) -> tuple[DomainEvent, ...]:
    """What follows from ``command``, seeing only the states it asks for.

    ``around`` has what the command names of membership's tree and divisions, and the rule table.

    Raises:
        Rejection: the rule that refused.
    """
    for kind, decision in _DECIDE.items():
        if isinstance(command, kind):
            return decision(command, states, around)
    booked = cast("AnyBooking", command)
    return booking.decide(booked, _booking_case(booked, states, around))


def own_stream(command: AnyCommand) -> str:
    """The stream of what the command acts upon; that of the resource for one that makes a booking."""
    if isinstance(command, SetRule):
        return RULES
    if isinstance(command, IssueYearlySheet):
        return sheet_stream(command.unit_id, command.year)
    for kind, (beginning, field) in _OWN.items():
        if isinstance(command, kind):
            return beginning + str(getattr(command, field))
    return RESOURCES + resources_named(cast("AnyBooking", command))[0]


_OWN: dict[type, tuple[str, str]] = {
    UnitCommand: (UNITS, "unit_id"),
    ConferenceCommand: (CONFERENCES, "conference_id"),
    MeetingCommand: (MEETINGS, "meeting_id"),
    AgreementCommand: (AGREEMENTS, "agreement_id"),
    ListingCommand: (LISTINGS, "listing_id"),
    PairingCommand: (PAIRINGS, "pairing_id"),
    ResourceCommand: (RESOURCES, "resource_id"),
    FundCommand: (FUNDS, "fund_id"),
    AdmissionCommand: (TASKS, "task_id"),
    RecordReading: (READINGS, "unit_id"),
}


def _conference_case(
    command: ConferenceCommand, states: States, around: Surroundings
) -> ConferenceCase:
    own = CONFERENCES + command.conference_id
    parent_id = command.parent_id if isinstance(command, FoundConference) else None
    above = CONFERENCES + parent_id if parent_id else own
    loaded = states([own, above])
    parent = loaded[above] if parent_id else conference.initial
    return ConferenceCase(loaded[own], parent, _units(units_named(command), states), around)


def _meeting_case(
    command: MeetingCommand, states: States, around: Surroundings
) -> meeting.MeetingCase:
    own, of = MEETINGS + command.meeting_id, CONFERENCES + command.conference_id
    loaded = states([own, of])
    return meeting.MeetingCase(loaded[own], loaded[of], around.rules)


def _agreement_case(
    command: AgreementCommand, states: States, around: Surroundings
) -> agreement.AgreementCase:
    own = _one(states, AGREEMENTS + command.agreement_id)
    if not isinstance(command, DraftAgreement):
        return agreement.AgreementCase(own, rules=around.rules)
    of = _one(states, CONFERENCES + command.conference_id)
    return agreement.AgreementCase(own, of, _units(command.parties, states), around.rules)


def _sheet_case(command: IssueYearlySheet, states: States) -> assessment.SheetCase:
    own = sheet_stream(command.unit_id, command.year)
    streams = {each: AGREEMENTS + each for each in command.agreement_ids}
    loaded = states([own, *streams.values()])
    return assessment.SheetCase(loaded[own], {k: loaded[name] for k, name in streams.items()})


def _booking_case(command: AnyBooking, states: States, around: Surroundings) -> BookingCase:
    """Resources first: their terms say which books a slot may meet others in."""
    names = {each: RESOURCES + each for each in resources_named(command)}
    user = getattr(command, "unit_id", "")
    series = SERIES + command.series_id if isinstance(command, BookSeries) else ""
    agreement_id = getattr(command, "agreement_id", "")
    agreed = agreement_id and AGREEMENTS + agreement_id
    loaded = states([*names.values(), *filter(None, (series, agreed, user and UNITS + user))])
    resources = {key: loaded[name] for key, name in names.items()}
    units = {user: loaded[UNITS + user]} if user else {}
    books = _books(books_needed(command, resources), states)
    whole = books_of_whole(command, books)
    if missing := [key for key in whole if key not in books]:
        books |= _books(missing, states)
        more = {key: RESOURCES + key for key, _ in missing if key not in resources}
        lent = states(more.values())
        resources |= {key: lent[name] for key, name in more.items()}
    for further in (books_given_back, books_waited_in):
        around_them = further(command, books, resources)
        books |= _books((key for key in around_them if key not in books), states)
    named = loaded.get(series, no_series), loaded.get(agreed, agreement.initial)
    return BookingCase(resources, units, books, *named, around.rules)


def _books(keys: Iterable[tuple[str, str]], states: States) -> dict[tuple[str, str], Any]:
    streams = {key: book_stream(*key) for key in keys}
    loaded = states(streams.values())
    return {key: loaded[name] for key, name in streams.items()}


def _users(command: Any, states: States) -> dict[str, Any]:
    """The units a command names as owner or user, where it names one."""
    if isinstance(command, PublishListing | OfferResource):
        return _units((command.owner_unit_id,), states)
    if isinstance(command, MakeClaim | PairDepartment | PledgeFund):
        return _units((command.unit_id,), states)
    return {}


def _units(unit_ids: Iterable[str], states: States) -> dict[str, Any]:
    streams = {unit_id: UNITS + unit_id for unit_id in unit_ids if unit_id}
    loaded = states(streams.values())
    return {unit_id: loaded[name] for unit_id, name in streams.items()}


def _one(states: States, stream: str) -> Any:
    return states([stream])[stream]


def _agreement(command: Any, states: States) -> Any:
    """The agreement by which a unit gives, where the command names one."""
    named = getattr(command, "agreement_id", "")
    return _one(states, AGREEMENTS + named) if named else agreement.initial


def _own(command: Any, states: States) -> Any:
    return _one(states, own_stream(command))


_Decision = Callable[[Any, States, Surroundings], tuple[DomainEvent, ...]]
_DECIDE: dict[type, _Decision] = {
    SetRule: lambda c, _, around: rules.decide(c, around.rules),
    RecordReading: lambda c, _, __: disclosure.decide(c),
    UnitCommand: lambda c, states, around: unit.decide(c, _own(c, states), around),
    ConferenceCommand: lambda c, states, around: conference.decide(
        c, _conference_case(c, states, around)
    ),
    MeetingCommand: lambda c, states, around: meeting.decide(c, _meeting_case(c, states, around)),
    AgreementCommand: lambda c, states, around: agreement.decide(
        c, _agreement_case(c, states, around)
    ),
    IssueYearlySheet: lambda c, states, _: assessment.decide(c, _sheet_case(c, states)),
    ListingCommand: lambda c, states, around: listing.decide(
        c, listing.ListingCase(_own(c, states), _users(c, states), around)
    ),
    PairingCommand: lambda c, states, around: pairing.decide(
        c, pairing.PairingCase(_own(c, states), _users(c, states), around)
    ),
    ResourceCommand: lambda c, states, around: resource.decide(
        c, resource.ResourceCase(_own(c, states), _users(c, states), around)
    ),
    FundCommand: lambda c, states, around: fund.decide(
        c, fund.FundCase(_own(c, states), _users(c, states), _agreement(c, states), around)
    ),
    AdmissionCommand: lambda c, states, around: admission.decide(
        c, admission.AdmissionCase(_own(c, states), around)
    ),
}

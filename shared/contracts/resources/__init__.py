"""What the resources service tells others, on the topic `resources.v1`."""

from shared.contracts.resources import (
    agreements,
    bookings,
    conferences,
    funds,
    lending,
    listings,
    meetings,
    pairings,
    rules,
    tasks,
    units,
)

TOPIC = "resources.v1"
SOURCE = "/resources"

ResourcesMessage = (
    units.UnitMessage
    | conferences.ConferenceMessage
    | meetings.MeetingMessage
    | agreements.AgreementMessage
    | pairings.PairingMessage
    | listings.ListingMessage
    | lending.LendingMessage
    | bookings.BookingMessage
    | funds.FundMessage
    | tasks.TaskMessage
    | rules.RuleMessage
)
MESSAGES: dict[str, type[ResourcesMessage]] = {
    **units.MESSAGES,
    **conferences.MESSAGES,
    **meetings.MESSAGES,
    **agreements.MESSAGES,
    **pairings.MESSAGES,
    **listings.MESSAGES,
    **lending.MESSAGES,
    **bookings.MESSAGES,
    **funds.MESSAGES,
    **tasks.MESSAGES,
    **rules.MESSAGES,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""

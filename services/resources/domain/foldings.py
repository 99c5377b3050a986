"""How the events of each stream become a state: an initial state, and a fold that keeps what it is given."""

from collections.abc import Callable
from typing import Any

from services.resources.domain.admission import decider as admission
from services.resources.domain.agreement import agreement
from services.resources.domain.assessment import decider as assessment
from services.resources.domain.booking import book
from services.resources.domain.conference import conference
from services.resources.domain.disclosure import decider as disclosure
from services.resources.domain.fund import decider as fund
from services.resources.domain.listing import listing
from services.resources.domain.meeting import meeting
from services.resources.domain.pairing import decider as pairing
from services.resources.domain.resource import decider as resource
from services.resources.domain.rules import decider as rules
from services.resources.domain.streams import (
    AGREEMENTS,
    BOOKS,
    CONFERENCES,
    FUNDS,
    LISTINGS,
    MEETINGS,
    PAIRINGS,
    READINGS,
    RESOURCES,
    RULES,
    SERIES,
    SHEETS,
    TASKS,
    UNITS,
)
from services.resources.domain.unit import unit

Fold = Callable[..., Any]

FOLDINGS: dict[str, tuple[Any, Fold]] = {
    RULES: (rules.initial, rules.fold),
    UNITS: (unit.initial, unit.fold),
    CONFERENCES: (conference.initial, conference.fold),
    MEETINGS: (meeting.initial, meeting.fold),
    AGREEMENTS: (agreement.initial, agreement.fold),
    PAIRINGS: (pairing.initial, pairing.fold),
    SHEETS: (assessment.initial, assessment.fold),
    LISTINGS: (listing.initial, listing.fold),
    RESOURCES: (resource.initial, resource.fold),
    BOOKS: (book.initial, book.fold),
    SERIES: (book.no_series, book.fold_series),
    FUNDS: (fund.initial, fund.fold),
    TASKS: (admission.initial, admission.fold),
    READINGS: (None, disclosure.fold),
}
"""By the beginning of a stream's name."""


def folding_of(stream: str) -> tuple[Any, Fold]:
    """The initial state of ``stream`` and how its events are folded."""
    kind, dash, _ = stream.partition("-")
    return FOLDINGS[kind + dash]

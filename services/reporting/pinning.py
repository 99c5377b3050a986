"""Holding an answer to what its view showed: whoever looks behind a figure later finds the same events."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from services.reporting.projections.moment import Moment
from shared.subscription.reaching import reached


def pinned(
    connection: Connection, view: str, asked: Moment, now: datetime
) -> tuple[Moment, datetime]:
    """The moment with its position no further than the view is; the instant up to which all is in it."""
    sequence, recorded_at = reached(connection, view)
    position = sequence if asked.position is None else min(asked.position, sequence)
    latest = max(now, recorded_at or now).astimezone(UTC)
    known_at = latest if asked.known_at is None else asked.known_at.astimezone(UTC)
    return replace(asked, position=position), known_at

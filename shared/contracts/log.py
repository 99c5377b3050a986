"""How far a publisher has told its log: for readers that wait for a position."""

from dataclasses import dataclass
from datetime import date

STREAM = "log"


@dataclass(frozen=True, slots=True)
class LogReachedV1:
    """Everything up to `position` that others may hear of has been published.

    It is sent behind events that stay private, so that whoever waits for their position need not wait
    for the next public one.

    Attributes:
        position: the publisher's global position.
        effective_date: the day the last event up to there holds from.
    """

    position: int
    effective_date: date


def log_reached_type(service: str) -> str:
    """The CloudEvents `type` of a service's `LogReachedV1`: `membership.log-reached.v1`."""
    return f"{service}.log-reached.v1"

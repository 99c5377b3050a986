"""What the reports answer with: something that was there on the day, or a figure with its events."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from services.reporting import paging

H = TypeVar("H")


class NotThere(LookupError):
    """There was no such thing on that day, as far as was known then."""


@dataclass(frozen=True, slots=True)
class Evidence(Generic[H]):
    """One figure and a page of the events behind it; ``head`` is what the report begins with."""

    head: H
    value: int
    page: paging.Page

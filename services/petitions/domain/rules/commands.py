"""What can be asked of the rule table."""

from dataclasses import dataclass

from services.petitions.domain.command import Command
from services.petitions.domain.terms import FreeText, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRule(Command):
    """Give a rule another value from ``effective_date`` on, with the paper it rests on.

    ``unit`` None keeps the unit of the last entry.
    """

    name: str
    value: int
    source: FreeText
    unit: Unit | None = None

"""What can be asked of the rule table."""

from dataclasses import dataclass

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRule(Command):
    """Give a rule another value from ``effective_date`` on, with the paper it rests on."""

    name: str
    value: int
    source: FreeText

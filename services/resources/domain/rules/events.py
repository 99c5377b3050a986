"""What can have happened to the rule table."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RuleSet:
    """From ``effective_date`` on the rule has this value; the day may lie ahead."""

    name: str
    value: int
    unit: str
    source: str
    effective_date: date


RulesEvent = RuleSet

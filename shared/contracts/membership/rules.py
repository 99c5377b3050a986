"""The rules with numbers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RuleSetV1:
    """From `effective_date` on (which may lie ahead) the rule has this value.

    Attributes:
        name: the rule's stable name, for example `letter-days-inside`.
        value: the number, in `unit`.
        source: the document it rests on.
    """

    name: str
    value: int
    unit: str
    source: str
    effective_date: date


RuleMessage = RuleSetV1
MESSAGES: dict[str, type[RuleMessage]] = {
    "membership.rule-set.v1": RuleSetV1,
}

"""The names of the rules that carry a number, and in which units a city may state each."""

from enum import StrEnum

from services.petitions.domain.terms import Mode, Unit, Urgency


class RuleName(StrEnum):
    DISPATCH_LIFE_AND_PROPERTY = "dispatch-life-and-property"
    DISPATCH_UTILITIES = "dispatch-utilities"
    DISPATCH_OTHER = "dispatch-other"
    RESPOND = "respond"
    ON_SITE = "on-site"
    HANDLE_IMMEDIATE = "handle-immediate"
    HANDLE_URGENT = "handle-urgent"
    HANDLE_EXPRESS = "handle-express"
    HANDLE_NORMAL = "handle-normal"
    HANDLE_COMPLEX = "handle-complex"
    LISTED_REVIEW = "listed-review"
    WARNING_PERCENT = "warning-percent"
    RED_PERCENT = "red-percent"
    ESCALATION_PERCENT = "escalation-percent"
    RETURN_WINDOW = "return-window"
    EXTENSION_LONGEST = "extension-longest"
    REOPEN_WINDOW = "reopen-window"
    TEXT_LONGEST = "text-longest"
    NOTE_LONGEST = "note-longest"
    ATTACHMENTS_MOST = "attachments-most"
    ATTACHMENT_LARGEST = "attachment-largest"
    DUPLICATE_PERCENT = "duplicate-percent"
    DUPLICATE_WINDOW = "duplicate-window"


DISPATCH_RULE = {
    Urgency.LIFE_AND_PROPERTY: RuleName.DISPATCH_LIFE_AND_PROPERTY,
    Urgency.UTILITIES: RuleName.DISPATCH_UTILITIES,
    Urgency.OTHER: RuleName.DISPATCH_OTHER,
}
HANDLE_RULE = {
    Mode.IMMEDIATE: RuleName.HANDLE_IMMEDIATE,
    Mode.URGENT: RuleName.HANDLE_URGENT,
    Mode.EXPRESS: RuleName.HANDLE_EXPRESS,
    Mode.NORMAL: RuleName.HANDLE_NORMAL,
    Mode.COMPLEX: RuleName.HANDLE_COMPLEX,
}

_SPANS = (Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WORKING_DAY)
_ONE_UNIT = {
    RuleName.WARNING_PERCENT: Unit.PERCENT,
    RuleName.RED_PERCENT: Unit.PERCENT,
    RuleName.ESCALATION_PERCENT: Unit.PERCENT,
    RuleName.EXTENSION_LONGEST: Unit.WORKING_DAY,
    RuleName.DUPLICATE_PERCENT: Unit.PERCENT,
    RuleName.DUPLICATE_WINDOW: Unit.DAY,
    RuleName.TEXT_LONGEST: Unit.CHARACTER,
    RuleName.NOTE_LONGEST: Unit.CHARACTER,
    RuleName.ATTACHMENTS_MOST: Unit.FILE,
    RuleName.ATTACHMENT_LARGEST: Unit.BYTE,
}


def units_of(name: RuleName) -> tuple[Unit, ...]:
    """The units in which the rule may be stated; a span of time in any of four."""
    only = _ONE_UNIT.get(name)
    return _SPANS if only is None else (only,)

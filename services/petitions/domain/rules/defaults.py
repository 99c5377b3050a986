"""The rule table as the platform is delivered; a city changes it by `SetRule`, without a release."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.rules.names import RuleName as R
from services.petitions.domain.terms import Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """One number in force from ``effective_from`` until the next entry of the same name.

    ``version`` is the entry's number among those of the name, from 1: a clock keeps it, so that
    anybody can see later by which number it ran.
    """

    name: str
    value: int
    unit: Unit
    effective_from: date
    source: str
    version: int = 1


_FROM = date(2020, 1, 1)
_SEED = "种子社区承诺:10分钟到场、30分钟处置"
_HOTLINE = "市民服务热线派单与办理时限"
_PLATFORM = "平台默认,依各市规定调整"

DEFAULTS: tuple[Rule, ...] = (
    Rule(R.DISPATCH_LIFE_AND_PROPERTY, 1, Unit.HOUR, _FROM, _HOTLINE),
    Rule(R.DISPATCH_UTILITIES, 2, Unit.HOUR, _FROM, _HOTLINE),
    Rule(R.DISPATCH_OTHER, 24, Unit.HOUR, _FROM, _HOTLINE),
    Rule(R.RESPOND, 24, Unit.HOUR, _FROM, _PLATFORM),
    Rule(R.ON_SITE, 10, Unit.MINUTE, _FROM, _SEED),
    Rule(R.HANDLE_IMMEDIATE, 30, Unit.MINUTE, _FROM, _SEED),
    Rule(R.HANDLE_URGENT, 2, Unit.HOUR, _FROM, _HOTLINE),
    Rule(R.HANDLE_EXPRESS, 24, Unit.HOUR, _FROM, _HOTLINE),
    Rule(R.HANDLE_NORMAL, 7, Unit.DAY, _FROM, _HOTLINE),
    Rule(R.HANDLE_COMPLEX, 15, Unit.DAY, _FROM, _HOTLINE),
    Rule(R.LISTED_REVIEW, 90, Unit.DAY, _FROM, _PLATFORM),
    Rule(R.WARNING_PERCENT, 80, Unit.PERCENT, _FROM, _PLATFORM),
    Rule(R.RED_PERCENT, 150, Unit.PERCENT, _FROM, _PLATFORM),
    Rule(R.ESCALATION_PERCENT, 50, Unit.PERCENT, _FROM, _PLATFORM),
    Rule(R.RETURN_WINDOW, 2, Unit.WORKING_DAY, _FROM, _PLATFORM),
    Rule(R.EXTENSION_LONGEST, 10, Unit.WORKING_DAY, _FROM, _PLATFORM),
    Rule(R.REOPEN_WINDOW, 72, Unit.HOUR, _FROM, _PLATFORM),
    Rule(R.TEXT_LONGEST, 5_000, Unit.CHARACTER, _FROM, _PLATFORM),
    Rule(R.NOTE_LONGEST, 2_000, Unit.CHARACTER, _FROM, _PLATFORM),
    Rule(R.ATTACHMENTS_MOST, 9, Unit.FILE, _FROM, _PLATFORM),
    Rule(R.ATTACHMENT_LARGEST, 20 * 1024 * 1024, Unit.BYTE, _FROM, _PLATFORM),
    Rule(R.DUPLICATE_PERCENT, 30, Unit.PERCENT, _FROM, _PLATFORM),
    Rule(R.DUPLICATE_WINDOW, 90, Unit.DAY, _FROM, _PLATFORM),
)
"""Percentages are of the promised time: a warning at 80 %, yellow when it is over, red at 150 %,
then one level higher after each further 50 %. Two appeals of one place and category, at most so many days
apart, are shown as possible duplicates from that share of common pairs of characters on."""

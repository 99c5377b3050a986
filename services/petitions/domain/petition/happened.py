"""What every event of an appeal says."""

from dataclasses import dataclass
from datetime import date, datetime

from services.petitions.domain.petition.facts import About, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """``at`` is the instant, UTC; ``effective_date`` its calendar day in the city."""

    petition_id: str
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Happened):
    """What is counted: one is taken from ``before`` and one added to ``after``."""

    about: About
    before: Standing
    after: Standing

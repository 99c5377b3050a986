"""The units of 73 communities, their joint conferences, and what one unit shared in a year; all invented."""

from deploy.sample.sharing.conferences import SampleConference, conferences
from deploy.sample.sharing.year import YEAR_DAYS, Act, acts

__all__ = ["YEAR_DAYS", "Act", "SampleConference", "acts", "conferences"]

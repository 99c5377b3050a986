"""A year of one community's appeals and a week of the district's, invented."""

from deploy.sample.appeals.appeal import SampleAppeal
from deploy.sample.appeals.units import UNITS
from deploy.sample.appeals.week import WEEK_DAYS, week
from deploy.sample.appeals.year import SEED_COMMUNITY, YEAR_DAYS, year

__all__ = [
    "SEED_COMMUNITY",
    "UNITS",
    "WEEK_DAYS",
    "YEAR_DAYS",
    "SampleAppeal",
    "week",
    "year",
]

"""What can have happened to what an appeal needs of others."""

from dataclasses import dataclass

from services.petitions.domain.petition.causes import (
    NeedOutcome,
)
from services.petitions.domain.petition.facts import About, Need
from services.petitions.domain.petition.happened import Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPublished(Happened):
    about: About
    by: str
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawn(Happened):
    by: str
    need_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswered(Happened):
    need_id: str
    outcome: NeedOutcome
    reference: str

"""What every command about an appeal says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionCommand:
    """A command about one appeal; ``actor`` is an account's id, never a person's name."""

    petition_id: str
    now: datetime
    actor: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUnit(PetitionCommand):
    by: str

"""What this service can do: load, decide, append."""

from services.membership.application.entrant import Entrant, PersonalData
from services.membership.application.membership import Command, Membership
from services.membership.application.people import People

__all__ = ["Command", "Entrant", "Membership", "People", "PersonalData"]

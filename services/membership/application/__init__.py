"""What this service can do: load, decide, append."""

from services.membership.application.acting import Acting
from services.membership.application.membership import Command, Membership, new_desk
from services.membership.application.people import People, PersonalData

__all__ = ["Acting", "Command", "Membership", "People", "PersonalData", "new_desk"]

"""What this service can do: load, decide, append."""

from services.petitions.application.intake import Contact, Intake, Registration
from services.petitions.application.petitions import Command, Petitions
from services.petitions.application.words import Words

__all__ = ["Command", "Contact", "Intake", "Petitions", "Registration", "Words"]

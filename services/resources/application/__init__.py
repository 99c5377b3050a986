"""What this service can do: load, decide, append."""

from services.resources.application.consequences import Cause, Consequences, cause_of
from services.resources.application.liaisons import Liaisons
from services.resources.application.links import Links
from services.resources.application.resources import Resources

__all__ = ["Cause", "Consequences", "Liaisons", "Links", "Resources", "cause_of"]

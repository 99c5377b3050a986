"""What this service can do: load, decide, append."""

from services.resources.application.liaisons import Liaisons
from services.resources.application.resources import Resources

__all__ = ["Liaisons", "Resources"]

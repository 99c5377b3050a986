"""What this service can do: load, decide, append."""

from services.membership.application.acting import Acting
from services.membership.application.membership import (
    Command,
    Membership,
    SeenOtherVersion,
    new_desk,
    own_stream,
)
from services.membership.application.people import Entrant, People, PersonalData

__all__ = [
    "Acting",
    "Command",
    "Entrant",
    "Membership",
    "People",
    "PersonalData",
    "SeenOtherVersion",
    "new_desk",
    "own_stream",
]

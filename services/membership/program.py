"""This service as a program: its roles, what it is told, and what puts it together."""

from services.membership.settings import Settings, from_environment
from shared.program import Program

NAME = "membership"
PROGRAM = Program(
    NAME,
    ("api", "relay", "projector", "policies"),
    Settings,
    from_environment,
    "services.membership.main:compose",
)

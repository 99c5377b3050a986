"""This service as a program: its roles, what it is told, and what puts it together."""

from services.resources.settings import Settings, from_environment
from shared.program import Program

NAME = "resources"
PROGRAM = Program(
    NAME,
    ("api", "relay", "projector", "policies", "consumers"),
    Settings,
    from_environment,
    "services.resources.main:compose",
)

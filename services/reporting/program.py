"""This service as a program: its roles, what it is told, and what puts it together."""

from services.reporting.settings import Settings, from_environment
from shared.program import Program

NAME = "reporting"
PROGRAM = Program(
    NAME, ("api", "projector"), Settings, from_environment, "services.reporting.main:compose"
)

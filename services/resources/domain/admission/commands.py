"""What can be asked about an outside task."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionCommand(Command):
    """A command about one task."""

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask(AdmissionCommand):
    department_id: str
    title: FreeText
    basis: FreeText
    communities: tuple[str, ...]
    fen: int
    hours_a_month: int
    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitTask(AdmissionCommand):
    """The district office ``reviewer`` (a living organisation in the caller's reach) admits it."""

    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseTask(AdmissionCommand):
    """As it would be admitted, with the cause."""

    reviewer: str
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTask(AdmissionCommand):
    """The department that filed it, or an office for it, takes it back before the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTask(AdmissionCommand):
    cause_text: FreeText

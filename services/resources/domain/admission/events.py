"""What can have happened to an outside task."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a department wants done by which communities, with the money that goes with it.

    ``fen`` is for all communities together, ``hours_a_month`` for each. ``department_id`` is the
    department's unit or organisation; ``basis`` the document it rests on.
    """

    task_id: str
    department_id: str
    title: str
    basis: str
    communities: tuple[str, ...]
    fen: int
    hours_a_month: int
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class TaskFiled:
    """The district office is to decide by ``review_by``."""

    task_id: str
    task: TaskFacts
    review_by: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskAdmitted:
    task_id: str
    task: TaskFacts
    reviewer: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskRefused:
    task_id: str
    task: TaskFacts
    reviewer: str
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskWithdrawn:
    """The department withdrew it before the decision."""

    task_id: str
    task: TaskFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """The admitted task burdens the communities no more."""

    task_id: str
    task: TaskFacts
    cause_text: str
    effective_date: date


AdmissionEvent = TaskFiled | TaskAdmitted | TaskRefused | TaskWithdrawn | TaskEnded

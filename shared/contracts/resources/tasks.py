"""Admission of outside tasks (准入制)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TaskFactsV1:
    """What a department wants done by which communities, with the money that goes with it.

    Attributes:
        department_id: the department's unit or organisation.
        basis: the document it rests on.
        fen: for all communities together.
        hours_a_month: the load on each.
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
class TaskFiledV1:
    """The district office is to decide by `review_by`."""

    task_id: str
    task: TaskFactsV1
    review_by: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskAdmittedV1:
    """The district office `reviewer` admitted the task; it is on its communities' lists."""

    task_id: str
    task: TaskFactsV1
    reviewer: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskRefusedV1:
    """The district office `reviewer` refused the task."""

    task_id: str
    task: TaskFactsV1
    reviewer: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskWithdrawnV1:
    """The department withdrew it before the decision."""

    task_id: str
    task: TaskFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class TaskEndedV1:
    """The admitted task burdens the communities no more."""

    task_id: str
    task: TaskFactsV1
    effective_date: date


TaskMessage = TaskFiledV1 | TaskAdmittedV1 | TaskRefusedV1 | TaskWithdrawnV1 | TaskEndedV1
MESSAGES: dict[str, type[TaskMessage]] = {
    "resources.task-filed.v1": TaskFiledV1,
    "resources.task-admitted.v1": TaskAdmittedV1,
    "resources.task-refused.v1": TaskRefusedV1,
    "resources.task-withdrawn.v1": TaskWithdrawnV1,
    "resources.task-ended.v1": TaskEndedV1,
}

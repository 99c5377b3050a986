"""An outside task: filed with its money, reviewed by the district office, listed while it lasts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

from services.resources.domain.admission.commands import (
    AdmissionCommand,
    AdmitTask,
    EndTask,
    FileTask,
    RefuseTask,
    WithdrawTask,
)
from services.resources.domain.admission.events import (
    AdmissionEvent,
    TaskAdmitted,
    TaskEnded,
    TaskFacts,
    TaskFiled,
    TaskRefused,
    TaskWithdrawn,
)
from services.resources.domain.command import check_effective_date, positive, stated, written
from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.names import RuleName
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.terms import Labelled


class TaskStage(Labelled):
    """How a task stands."""

    FILED = "filed", "待审核"
    ADMITTED = "admitted", "已准入"
    REFUSED = "refused", "不予准入"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已结束"


class UnknownTask(Rejection):
    def __init__(self, task_id: str) -> None:
        super().__init__(
            "task_id", f"there is no task {task_id!r}; file it first", "没有该事项,请先申报"
        )


class TaskIdTaken(Rejection):
    def __init__(self) -> None:
        super().__init__("task_id", "task_id stands for another task", "该事项编号已被使用")


class TaskWithoutMoney(Rejection):
    """Money goes with the work (费随事转, domain rule 5)."""

    def __init__(self) -> None:
        super().__init__(
            "fen",
            "a task comes with the money for it; give fen above 0",
            "费随事转,请填写随事项拨付的经费",
        )


class TaskWithoutCommunity(Rejection):
    def __init__(self) -> None:
        super().__init__("communities", "name at least one community", "请至少选择一个社区")


class TaskBackwards(Rejection):
    def __init__(self) -> None:
        super().__init__("ends", "ends must not be before begins", "结束日期不能早于开始日期")


class TaskStageWrong(Rejection):
    def __init__(self, stage: TaskStage) -> None:
        super().__init__(
            "task_id",
            f"the task is {stage}; {_NEXT[stage][0]}",
            f"该事项当前为“{stage.label}”,{_NEXT[stage][1]}",
        )


_NEXT = {
    TaskStage.FILED: ("admit it, refuse it, or withdraw it", "可办理准入、不予准入或撤回"),
    TaskStage.ADMITTED: ("it can only be ended", "只能办理事项结束"),
    TaskStage.REFUSED: ("file another", "请另行申报"),
    TaskStage.WITHDRAWN: ("file another", "请另行申报"),
    TaskStage.ENDED: ("file another", "请另行申报"),
}
"""What can be done with a task."""


@dataclass(frozen=True, slots=True)
class Task:
    facts: TaskFacts | None = None
    stage: TaskStage | None = None
    changed_on: date | None = None


initial = Task()


@dataclass(frozen=True, slots=True)
class AdmissionCase:
    """The task, and what surrounds it."""

    task: Task = initial
    around: Surroundings = field(default_factory=Surroundings)


def decide(command: AdmissionCommand, case: AdmissionCase) -> tuple[AdmissionEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    task = case.task
    check_effective_date(command, task.changed_on)
    if isinstance(command, FileTask):
        return _file(command, case)
    if task.facts is None or task.stage is None:
        raise UnknownTask(command.task_id)
    wanted, becomes, decision = _DECIDE[type(command)]
    if task.stage is becomes:
        return ()
    if task.stage is not wanted:
        raise TaskStageWrong(task.stage)
    if isinstance(command, AdmitTask | RefuseTask):
        case.around.organisation(command.reviewer, "reviewer")
    return (decision(command, task.facts),)


def _file(command: FileTask, case: AdmissionCase) -> tuple[AdmissionEvent, ...]:
    """File a task with its money; the office has the rule's days to decide."""
    communities = tuple(dict.fromkeys(command.communities))
    if not communities:
        raise TaskWithoutCommunity
    for code in communities:
        case.around.community(code, "communities")
    if command.fen < 1:
        raise TaskWithoutMoney
    if command.ends < command.begins:
        raise TaskBackwards
    facts = TaskFacts(
        command.task_id,
        written(command.department_id, "department_id"),
        written(command.title, "title"),
        written(command.basis, "basis"),
        communities,
        command.fen,
        positive(command.hours_a_month, "hours_a_month"),
        command.begins,
        command.ends,
    )
    if case.task.facts is not None:
        if case.task.facts == facts:
            return ()
        raise TaskIdTaken
    day = command.effective_date
    days = case.around.rules.value(RuleName.ADMISSION_REVIEW_DAYS, day)
    return (TaskFiled(command.task_id, facts, day + timedelta(days=days), day),)


def _admit(command: AdmitTask, facts: TaskFacts) -> TaskAdmitted:
    return TaskAdmitted(command.task_id, facts, command.reviewer, command.effective_date)


def _refuse(command: RefuseTask, facts: TaskFacts) -> TaskRefused:
    cause, day = stated(command.cause_text), command.effective_date
    return TaskRefused(command.task_id, facts, command.reviewer, cause, day)


def _withdraw(command: WithdrawTask, facts: TaskFacts) -> TaskWithdrawn:
    return TaskWithdrawn(command.task_id, facts, command.effective_date)


def _end(command: EndTask, facts: TaskFacts) -> TaskEnded:
    return TaskEnded(command.task_id, facts, stated(command.cause_text), command.effective_date)


_DECIDE: dict[type, tuple[TaskStage, TaskStage, Callable[[Any, TaskFacts], AdmissionEvent]]] = {
    AdmitTask: (TaskStage.FILED, TaskStage.ADMITTED, _admit),
    RefuseTask: (TaskStage.FILED, TaskStage.REFUSED, _refuse),
    WithdrawTask: (TaskStage.FILED, TaskStage.WITHDRAWN, _withdraw),
    EndTask: (TaskStage.ADMITTED, TaskStage.ENDED, _end),
}

_STAGES: dict[type, TaskStage] = {
    TaskFiled: TaskStage.FILED,
    TaskAdmitted: TaskStage.ADMITTED,
    TaskRefused: TaskStage.REFUSED,
    TaskWithdrawn: TaskStage.WITHDRAWN,
    TaskEnded: TaskStage.ENDED,
}


def fold(events: Iterable[AdmissionEvent], task: Task = initial) -> Task:
    """The task after all ``events``."""
    return reduce(evolve, events, task)


def evolve(task: Task, event: AdmissionEvent) -> Task:
    """The task after one more event."""
    return replace(
        task, facts=event.task, stage=_STAGES[type(event)], changed_on=event.effective_date
    )

"""Outside tasks (准入制): filed with their money, admitted or refused by the district office."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.resources.domain.admission import commands as task
from services.resources.domain.admission.decider import TaskStageWrong, TaskWithoutMoney
from services.resources.domain.admission.events import TaskFiled
from services.resources.domain.command import CauseMissing
from services.resources.domain.surroundings import UnknownOrganisation
from tests.unit.resources.scene import (
    FORESTRY,
    ONE,
    TODAY,
    TWO,
    asked,
    street,
)

OF_TASK: dict[str, Any] = {"task_id": "t", **asked()}


def file_task(**given: Any) -> task.FileTask:
    asked_for: dict[str, Any] = {
        "department_id": FORESTRY,
        "title": "人口抽样调查",
        "basis": "雨办发〔2026〕12号",
        "communities": (ONE, TWO),
        "fen": 800_000,
        "hours_a_month": 16,
        "begins": TODAY,
        "ends": date(2026, 8, 31),
        **OF_TASK,
        **given,
    }
    return task.FileTask(**asked_for)


def test_an_outside_task_is_filed_with_its_money_and_admitted_by_the_district_office() -> None:
    scene = street()
    (filed,) = scene.when(file_task())
    assert isinstance(filed, TaskFiled)
    assert filed.review_by == TODAY + timedelta(days=15)
    scene.when(task.AdmitTask(reviewer="e", **OF_TASK))
    with pytest.raises(TaskStageWrong):
        scene.decide(task.RefuseTask(reviewer="e", cause_text="重复", **OF_TASK))
    scene.when(task.EndTask(cause_text="任务完成", **OF_TASK))


def test_a_task_without_money_and_a_refusal_without_cause_are_refused() -> None:
    with pytest.raises(TaskWithoutMoney):
        street().decide(file_task(fen=0))
    with pytest.raises(CauseMissing):
        street().given(file_task()).decide(task.RefuseTask(reviewer="e", cause_text=" ", **OF_TASK))


@pytest.mark.parametrize("nobody", ["never-was", "gone"])
def test_only_a_living_organisation_decides(nobody: str) -> None:
    scene = street().given(file_task())
    for command in (
        task.AdmitTask(reviewer=nobody, **OF_TASK),
        task.RefuseTask(reviewer=nobody, cause_text="重复", **OF_TASK),
    ):
        with pytest.raises(UnknownOrganisation) as refused:
            scene.decide(command)
        assert refused.value.field == "reviewer"

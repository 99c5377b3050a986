"""What communities carry of admitted tasks: each its own, on the day, and nobody else's to see."""

from datetime import timedelta
from typing import Any

from tests.support.running_resources import ONE, THREE, TWO, Town, made


def filed(town: Town, task_id: str, communities: list[str], hours: int, days: int) -> None:
    today = town.running.clock.today
    task = {
        "task_id": task_id,
        "department_id": "430111",
        "title": "人口核查",
        "basis": "文件",
        "communities": communities,
        "fen": 100_000,
        "hours_a_month": hours,
        "begins": str(today),
        "ends": str(today + timedelta(days=days)),
    }
    made(town.district.post("/tasks", task))


def test_only_admitted_tasks_of_the_day_count_and_page_by_page(yuhua: Town) -> None:
    def loads(client: Any, **asked: Any) -> list[tuple[str, int, int]]:
        items = client.get("/task-loads", **asked).json()["items"]
        return [(each["community_code"], each["tasks"], each["hours_a_month"]) for each in items]

    filed(yuhua, "t-long", [ONE, THREE], 8, 90)
    filed(yuhua, "t-short", [ONE, TWO], 16, 10)
    filed(yuhua, "t-waits", [ONE], 100, 90)
    for one in ("t-long", "t-short"):
        made(yuhua.district.post(f"/tasks/{one}/admit", {"reviewer": "430111"}))

    assert loads(yuhua.district) == [(ONE, 2, 24), (TWO, 1, 16), (THREE, 1, 8)]
    assert loads(yuhua.street) == [(ONE, 2, 24), (TWO, 1, 16)]
    assert loads(yuhua.other_street, community_code=ONE) == []
    later = str(yuhua.running.clock.today + timedelta(days=11))
    assert loads(yuhua.district, on=later) == [(ONE, 1, 8), (THREE, 1, 8)]
    first = yuhua.district.get("/task-loads", limit=2).json()
    assert loads(yuhua.district, limit=2, after=first["following"]) == [(THREE, 1, 8)]

    made(yuhua.district.post("/tasks/t-short/end", {"cause_text": "任务完成"}))
    assert loads(yuhua.street) == [(ONE, 1, 8)]

"""Rebuilds the read models before the visitor's eyes, and shows what reporting says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.demo.client import Answer, Client
from deploy.demo.progress import Bar, table
from deploy.sample.divisions import DISTRICT

_STATISTICS = f"/reporting/statistics/{DISTRICT}"
_VIEWS = (("/membership", "membership"), ("/reporting", "reporting"))
_KINDS = ("primary_committee", "general_branch", "branch")
_AGES = ("under_35", "35_to_60", "over_60")
_EDUCATIONS = ("college_and_above", "below_college")


class Changed(Exception):
    """A rebuild gave another view than the live one."""


def caught_up(membership: Client, reporting: Client) -> None:
    """Wait until reporting has taken up all that membership has recorded."""
    views = membership.get("/membership/views")["views"]
    newest = max(view["position"] + view["lag"] for view in views)
    reporting.get(_STATISTICS, {"Read-After": f"membership:{newest}"})


def rebuild_all(operator: Client) -> Answer:
    """Rebuild every read model from the log, compared row by row; the old ones are thrown away."""
    events, seconds, identical = 0, 0.0, True
    for prefix, service in _VIEWS:
        for view in operator.get(f"{prefix}/views")["views"]:
            report = _rebuild(operator, f"{prefix}/views/{view['name']}/rebuild", view["name"])
            if not report["identical"]:
                raise Changed(f"{service}: {view['name']} differs: {report['differences']}")
            events += report["events"]
            seconds += report["seconds"]
    return {"events": events, "seconds": round(seconds, 3), "identical": identical}


def _rebuild(operator: Client, path: str, name: str) -> Answer:
    bar, line = Bar(f"重建 {name}"), Answer()
    for line in operator.follow(path):
        if "of" in line:
            bar.show(line["read"], line["of"])
    note = "逐行一致 identical" if line.get("identical") else "不一致 DIFFERENT"
    bar.end(line.get("events", 0), line.get("events", 0), note)
    return line


def drop_old_views(operator: Client) -> None:
    """The copies that were live before the rebuild; until now they could have been switched back."""
    for prefix, _ in _VIEWS:
        for view in operator.get(f"{prefix}/views")["views"]:
            operator.delete(f"{prefix}/views/{view['name']}/old")


def statistics(reader: Client) -> Answer:
    return reader.get(_STATISTICS)


def figures(answer: Mapping[str, Any]) -> Answer:
    """The figures of an answer, without the links to what is behind them."""
    return {
        name: value["value"] if "value" in value else figures(value)
        for name, value in answer.items()
        if isinstance(value, Mapping)
        and ("value" in value or all(isinstance(v, Mapping) for v in value.values()))
    }


def summary(answer: Answer, events: int, rebuild: Answer) -> Answer:
    """What `summary.json` says; every figure is one that reporting answered."""
    found = figures(answer)
    return {
        "district": answer["organisation"]["id"],
        "communities": found["communities"],
        "communities_with_organisation": found["communities_with_organisation"],
        "organisations": _only(found["organisations"], _KINDS),
        "members": found["members"],
        "members_by_age": _only(found["members_by_age"], _AGES),
        "members_by_education": _only(found["members_by_education"], _EDUCATIONS),
        "transferred_in": found["transferred_in"],
        "events": events,
        "rebuild": rebuild,
    }


def write(told: Answer, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def printed(answer: Answer) -> str:
    """The district statistics as a table."""
    found = figures(answer)
    rows: list[tuple[str, object]] = [
        ("社区 communities", found["communities"]),
        ("  已建党组织 with an organisation", found["communities_with_organisation"]),
    ]
    rows += [(f"  {_LABELS[kind]}", found["organisations"][kind]) for kind in _KINDS]
    rows.append(("党员 members", found["members"]))
    rows += [(f"  {_LABELS[age]}", found["members_by_age"][age]) for age in _AGES]
    rows += [(f"  {_LABELS[e]}", found["members_by_education"][e]) for e in _EDUCATIONS]
    rows.append(("转入 transferred in", found["transferred_in"]))
    rows.append(("转出 transferred out", found["transferred_out"]))
    title = f"{answer['organisation']['name']} 区级统计 · 截至 {answer['as_of']}"
    return table(title, rows)


_LABELS = {
    "primary_committee": "基层党委 primary committees",
    "general_branch": "党总支 general branches",
    "branch": "党支部 branches",
    "under_35": "35 岁以下 under 35",
    "35_to_60": "35–60 岁",
    "over_60": "60 岁以上 over 60",
    "college_and_above": "大专及以上 college and above",
    "below_college": "大专以下 below college",
}


def _only(found: Mapping[str, Any], names: tuple[str, ...]) -> Answer:
    return {name: found[name] for name in names}

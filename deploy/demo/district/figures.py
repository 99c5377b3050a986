"""The district statistics as the demo shows them: for `summary.json`, and as a table."""

from collections.abc import Mapping
from typing import Any

from deploy.demo.client import Answer
from deploy.demo.progress import table

_KINDS = ("primary_committee", "general_branch", "branch")
_AGES = ("under_35", "35_to_60", "over_60")
_EDUCATIONS = ("college_and_above", "below_college")


def figures(answer: Mapping[str, Any]) -> Answer:
    """The figures of an answer, without the links to what is behind them."""
    return {
        name: value["value"] if "value" in value else figures(value)
        for name, value in answer.items()
        if isinstance(value, Mapping)
        and ("value" in value or all(isinstance(v, Mapping) for v in value.values()))
    }


def summary(answer: Answer) -> Answer:
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
        "events": int(answer["position"].partition(":")[2]),
    }


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

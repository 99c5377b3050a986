"""The petition report as the demo shows it: for `summary.json`, and as a table."""

from deploy.demo.client import Answer
from deploy.demo.progress import table

_LETTERS_AND_VISITS = ("mailbox", "desk")
_RATES = ("response_rate", "resolution_rate", "satisfaction_rate")


def summary(year: Answer, week: Answer) -> Answer:
    """What `summary.json` says; every figure is one that reporting answered."""
    by_channel = _registered(year, "channel")
    figures = year["figures"]
    return {
        "community": year["place"]["code"],
        "period": year["period"],
        "calls": by_channel.get("hotline", 0),
        "letters_and_visits": sum(by_channel.get(each, 0) for each in _LETTERS_AND_VISITS),
        "handled": figures["handled"]["value"],
        "answered_directly": figures["answered_directly"]["value"],
        "backlog": figures["backlog"]["value"],
        **{name: year["rates"][name]["value"] for name in _RATES},
        "on_time_rate": year["rates"]["on_time_rate"]["value"],
        "city_week": {
            "district": week["place"]["code"],
            "period": week["period"],
            "registered": week["figures"]["registered"]["value"],
            "by_kind": _registered(week, "kind"),
        },
    }


def printed(year: Answer, week: Answer) -> str:
    """Both reports, one below the other."""
    return f"{_year(year)}\n{_week(week)}"


def _year(report: Answer) -> str:
    channels = report["groups"]["channel"]
    rows: list[tuple[str, object]] = [
        (f"  {one['label']} {word}", one["figures"]["registered"]["value"])
        for word, one in channels.items()
    ]
    for name, label in _LABELS.items():
        value = report["figures"][name]["value"]
        rows.append((f"{label} {name.replace('_', ' ')}", value))
    rows += [(one["label"], _percent(one["value"])) for one in report["rates"].values()]
    return table(f"{report['place']['name']} 诉求办理 · {_period(report)}", rows)


def _week(report: Answer) -> str:
    registered = report["figures"]["registered"]["value"]
    rows: list[tuple[str, object]] = [("登记 registered", registered)]
    for word, one in report["groups"]["kind"].items():
        count = one["figures"]["registered"]["value"]
        rows.append((f"  {one['label']} {word}", f"{count} ({_percent(count / registered)})"))
    rows.append(("在办 backlog", report["figures"]["backlog"]["value"]))
    return table(f"{report['place']['name']} 一周诉求 · {_period(report)}", rows)


def _period(report: Answer) -> str:
    return f"{report['period']['from']} 至 {report['period']['to']}"


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _registered(report: Answer, group: str) -> dict[str, int]:
    return {
        word: one["figures"]["registered"]["value"] for word, one in report["groups"][group].items()
    }


_LABELS = {
    "registered": "登记",
    "handled": "办结",
    "answered_directly": "直接答复",
    "backlog": "在办",
    "breaches": "超时",
}

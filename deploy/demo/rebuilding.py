"""Rebuilds the read models before the visitor's eyes."""

from collections.abc import Sequence

from deploy.demo.client import Answer, Client
from deploy.demo.progress import Bar

_SERVICES = ("membership", "petitions", "resources", "reporting")


class Changed(Exception):
    """A rebuild gave another view than the live one."""


def rebuild_all(operator: Client, services: Sequence[str] = _SERVICES) -> Answer:
    """Rebuild every read model from the log, compared row by row; the old ones are thrown away."""
    events, seconds, identical = 0, 0.0, True
    for service in services:
        for view in operator.get(f"/{service}/views")["views"]:
            report = _rebuild(operator, f"/{service}/views/{view['name']}/rebuild", view["name"])
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
    for service in _SERVICES:
        for view in operator.get(f"/{service}/views")["views"]:
            operator.delete(f"/{service}/views/{view['name']}/old")

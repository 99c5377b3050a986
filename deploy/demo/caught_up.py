"""Waiting until what was loaded is seen."""

from threading import Event

from deploy.demo.client import Answer, Client
from deploy.demo.progress import Bar

_TRIES, _SECONDS = 300, 0.2


class NotHeard(Exception):
    """A service has not heard in time of what another told."""


def newest(operator: Client, service: str) -> str:
    """The newest position of a service's log, as a `Read-After` header takes it."""
    own = [view for view in _views(operator, service) if not view["topics"]]
    return f"{service}:{max(view['position'] + view['lag'] for view in own)}"


def wait_until_heard(operator: Client, service: str, publisher: str) -> None:
    """Return when every view of the service has taken up what the publisher has told by now.

    Raises:
        NotHeard: it has not within a minute.
    """
    position = int(newest(operator, publisher).partition(":")[2])
    bar = Bar(f"等待 {service} 同步 {publisher}")
    for _ in range(_TRIES):
        topics = [topic for view in _views(operator, service) for topic in view["topics"]]
        told = [one["position"] for one in topics if one["topic"].startswith(f"{publisher}.")]
        bar.show(min(told, default=position), position)
        if all(each >= position for each in told):
            bar.end(position, position)
            return
        Event().wait(_SECONDS)
    raise NotHeard(f"{service} has not taken up what {publisher} told")


def _views(operator: Client, service: str) -> list[Answer]:
    views: list[Answer] = operator.get(f"/{service}/views")["views"]
    return views

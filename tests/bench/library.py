"""The `eventsourcing` library in its default mode: the same command, and its replay without a view."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.bench.writers import Act

_TOGETHER = 500
_CLASSES = ("in_service", "retired")


class Member(Aggregate):
    """The same rule in the library's words, with the facts the platform's events carry."""

    @event("Registered")
    def __init__(
        self, organisation_id: str, member_class: str, education: str, gender: str
    ) -> None:
        self.organisation_id, self.member_class = organisation_id, member_class
        self.education, self.gender = education, gender

    def change_class(self, member_class: str) -> None:
        """Nothing happens when it is so already."""
        if member_class != self.member_class:
            self._class_changed(self.member_class, member_class)

    @event("ClassChanged")
    def _class_changed(self, before: str, after: str) -> None:  # noqa: ARG002 -- kept in the event
        self.member_class = after


def opened(url: str, closing: ExitStack) -> Application[Any]:
    """An application that keeps its events in this database."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    application: Application[Any] = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", 5432)),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": str(parts.get("password", "unused")),
        }
    )
    closing.callback(application.close)
    return application


def commands(url: str, writers: int, closing: ExitStack) -> list[Act]:
    """Load a member, change his class, save."""
    application = opened(url, closing)
    members = register(application, writers * 50)
    return [_changing_classes(application, members[n::writers]) for n in range(writers)]


def register(application: Application[Any], count: int) -> list[Member]:
    """Members of a branch, a few hundred in one transaction."""
    members = [Member("branch-1", _CLASSES[0], "university", "male") for _ in range(count)]
    for first in range(0, count, _TOGETHER):
        application.save(*members[first : first + _TOGETHER])
    return members


def replayed(application: Application[Any]) -> Iterator[Any]:
    """Every event of the log in order, as the library gives it to a follower."""
    start: int | None = 1
    while start is not None:
        found = application.recorder.select_notifications(start, _TOGETHER)
        yield from map(application.mapper.to_domain_event, found)
        start = found[-1].id + 1 if len(found) == _TOGETHER else None


def _changing_classes(application: Application[Any], members: list[Member]) -> Act:
    done = 0

    def change(_: int) -> None:
        nonlocal done
        times, which = divmod(done, len(members))
        done += 1
        member: Member = application.repository.get(members[which].id)
        member.change_class(_CLASSES[(times + 1) % 2])
        application.save(member)

    return change

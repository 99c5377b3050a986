"""A command on its way from a request to its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, TypedDict

from fastapi import Depends, Request, Response

from services.membership.api.answers import Done, Happened
from services.membership.api.office import Office, office_of
from services.membership.api.reach import Reach
from services.membership.application import Command
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import stream_of
from services.membership.language import LANGUAGE
from shared.access.principal import Principal
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome
from shared.event_store import EventStoreError
from shared.http.correlation import correlation_id
from shared.http.preconditions import CommandId, ExpectedVersion, set_version
from shared.http.security import Caller

READ_AFTER = "Read-After"


class Stamp(TypedDict):
    """What the shell adds to every command."""

    now: Any
    today: date
    actor: str
    effective_date: date


@dataclass
class Asking:
    """One request that wants something done."""

    office: Office
    response: Response
    reach: Reach
    acting: Acting

    def stamp(self, effective_date: date | None) -> Stamp:
        """When, who, and from which day; today where the caller names none."""
        return {
            "now": self.acting.now,
            "today": self.acting.today,
            "actor": self.acting.actor,
            "effective_date": effective_date or self.acting.today,
        }

    @cached_property
    def new_id(self) -> str:
        """The id of what this command brings into being: the same for a repeated command."""
        return derived_id(f"membership:{self.acting.command_id}")

    def carry_out(self, command: Command) -> Done:
        """Carry out the command and tell what it did."""
        name = type(command).__name__
        outcome = self.counted(
            name, lambda: self.office.membership.commands.execute(command, self.acting)
        )
        return self.tell(self.office.membership.commands.own_stream(command), outcome)

    def counted(self, name: str, act: Callable[[], Outcome]) -> Outcome:
        """``act``, with its outcome and its time in the metrics."""
        commands = self.office.metrics.commands
        try:
            with self.office.metrics.command_seconds.labels(name).time():
                outcome = act()
        except Rejection as rejection:
            commands.labels(name, f"rejected:{rejection.slug}").inc()
            raise
        except EventStoreError:
            commands.labels(name, "conflict").inc()
            raise
        commands.labels(name, "repeated" if outcome.repeated else "done").inc()
        return outcome

    def tell(self, stream: str, outcome: Outcome) -> Done:
        """The answer about ``stream``: of what else was written there is a trace in the views."""
        version = outcome.versions.get(stream) or self.office.membership.commands.version(stream)
        set_version(self.response, version)
        if version:
            self.response.headers[READ_AFTER] = f"{stream}@{version}"
        if not outcome.changed:
            self.response.status_code = 200
        return Done(
            stream=stream,
            version=version,
            events=[
                Happened(type=LANGUAGE.name_of(event), effective_date=event.effective_date)
                for event in outcome.events
                if stream_of(event) == stream
            ],
            changed=outcome.changed,
            repeated=outcome.repeated,
        )


def _asking(
    request: Request,
    response: Response,
    caller: Caller,
    command_id: CommandId,
    expected: ExpectedVersion,
) -> Asking:
    office = office_of(request)
    reach = Reach(caller, office.membership)
    acting = Acting(
        now=office.now(),
        actor=caller.id,
        command_id=_own(command_id, request, caller),
        correlation_id=correlation_id(request),
        organisation_path=scope_of(caller, reach),
        expected_version=expected,
    )
    return Asking(office, response, reach, acting)


def _own(command_id: str, request: Request, caller: Principal) -> str:
    """The key is the caller's own, and good for one operation: nobody is given another's answer."""
    return derived_id(f"{caller.id} {request.method} {request.scope['path']} {command_id}")


def scope_of(caller: Principal, reach: Reach) -> str:
    """The place of the caller's first grant, as the events remember it."""
    places = (reach.path_of(grant.organisation_id) for grant in caller.grants)
    return next((path for path in places if path), "")


Asked = Annotated[Asking, Depends(_asking)]
"""``def endpoint(asked: Asked)``: a command from somebody with a genuine token."""

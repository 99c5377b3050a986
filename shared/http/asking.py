"""A command on its way from a request to its answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypedDict, TypeVar

from fastapi import Request, Response

from shared.access.principal import Principal
from shared.access.reach import Reach
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome
from shared.http.answers import Done, Happened
from shared.http.correlation import correlation_id
from shared.http.counting import outcome_of
from shared.http.office import Office, office_of
from shared.http.preconditions import (
    IdempotencyKey,
    IfMatch,
    command_id,
    expected_version,
    set_version,
)
from shared.http.read_after import READ_AFTER
from shared.http.security import Caller

O_co = TypeVar("O_co", bound=Office, covariant=True)
A = TypeVar("A", bound=Outcome | Exception)


class Stamp(TypedDict):
    """What the shell adds to every command."""

    now: Any
    today: date
    actor: str
    effective_date: date


@dataclass(frozen=True)
class Asking(Generic[O_co]):
    """One request that wants something done."""

    office: O_co
    response: Response
    reach: Reach
    circumstances: Callable[[], Acting]

    @cached_property
    def _circumstances(self) -> Acting:
        return self.circumstances()

    @property
    def acting(self) -> Acting:
        """When, who, from where; found out when it is asked for, where waiting keeps nobody else.

        From where is the grant that has allowed what was checked so far (`Reach.scope`).
        """
        return replace(self._circumstances, organisation_path=self.reach.scope)

    def stamp(self, effective_date: date | None) -> Stamp:
        """When, who, and from which day; today where the caller names none."""
        return {
            "now": self._circumstances.now,
            "today": self._circumstances.today,
            "actor": self._circumstances.actor,
            "effective_date": effective_date or self._circumstances.today,
        }

    @cached_property
    def new_id(self) -> str:
        """The id of what this command brings into being: the same for a repeated command."""
        command = self._circumstances.command_id
        return derived_id(f"{self.office.metrics.service}:{command}", command)

    def carry_out(self, command: Any) -> Done:
        """Carry out the command and tell what it did."""
        commands = self.office.commands
        name = type(command).__name__
        outcome = self.counted(name, lambda: commands.execute(command, self.acting))
        return self.tell(commands.own_stream(command), outcome)

    def counted(self, name: str, act: Callable[[], Outcome]) -> Outcome:
        """``act``, with its outcome and its time in the metrics."""
        with self.office.metrics.command_seconds.labels(name).time():
            [outcome] = self.counted_together(name, lambda: [act()])
        return outcome

    def counted_together(self, name: str, act: Callable[[], list[A]]) -> list[A]:
        """``act``, many commands at once, with the outcome of each in the metrics."""
        commands = self.office.metrics.commands
        try:
            answers = act()
        except Exception as fault:
            commands.labels(name, outcome_of(fault)).inc()
            raise
        for answer in answers:
            commands.labels(name, outcome_of(answer)).inc()
        return answers

    def tell(self, stream: str, outcome: Outcome) -> Done:
        """The answer about ``stream``: of what else was written there is a trace in the views."""
        commands = self.office.commands
        version = outcome.versions.get(stream) or commands.version(stream)
        set_version(self.response, version)
        if version:
            self.response.headers[READ_AFTER] = f"{stream}@{version}"
        if not outcome.changed:
            self.response.status_code = 200
        return Done(
            stream=stream,
            version=version,
            events=[
                Happened(type=commands.language.encode(e).type, effective_date=e.effective_date)
                for e in outcome.events
                if commands.language.stream_of(e) == stream
            ],
            changed=outcome.changed,
            repeated=outcome.repeated,
        )


async def asking(
    request: Request,
    response: Response,
    caller: Caller,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Asking[Any]:
    """Dependency: a command from somebody with a genuine token.

    ``Asked = Annotated[Asking[Office], Depends(asking)]`` in a service's `api/office.py`. It looks
    nothing up, so that it needs no thread; the endpoint does that in its own.
    """
    return asking_as(request, response, caller, command_id(key), expected_version(if_match))


def asking_as(
    request: Request,
    response: Response,
    caller: Principal,
    command: str,
    expected: int | None = None,
) -> Asking[Any]:
    """A command, by its id, from somebody whom the service knows by other means than a token."""
    office = office_of(request)
    reach = office.reach(caller)

    def circumstances() -> Acting:
        return Acting(
            now=office.now(),
            actor=caller.id,
            command_id=_own(command, request, caller),
            correlation_id=correlation_id(request),
            expected_version=expected,
        )

    return Asking(office, response, reach, circumstances)


def _own(command: str, request: Request, caller: Principal) -> str:
    """The key is the caller's own, and good for one operation: nobody is given another's answer."""
    return derived_id(f"{caller.id} {request.method} {request.scope['path']} {command}", command)

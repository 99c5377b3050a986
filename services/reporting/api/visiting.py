"""What every report's endpoints do with a question: wait, let in who may, ask, and say how far the view was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from fastapi import Request
from sqlalchemy import Engine

from services.reporting.answering import NotThere
from services.reporting.api.access import Admission
from services.reporting.api.desk import Desk
from services.reporting.api.read_after import ViewSwitched, wait_for
from shared.http.documented import Responses
from shared.http.problem import FieldError
from shared.http.refusals import Invalid, NotFound
from shared.http.security import Caller
from shared.http.spreadsheets import XLSX
from shared.subscription.reading import ViewSwitching

F = TypeVar("F")
T = TypeVar("T")
Q_co = TypeVar("Q_co", covariant=True)


@dataclass
class Visiting:
    """Who asks, and how."""

    request: Request
    caller: Caller

    @property
    def root(self) -> str:
        """The path under which the service stands, for its links."""
        return str(self.request.scope.get("root_path", ""))


class Visited(Protocol[Q_co]):
    """A `Visiting` with what is asked, about what, and what must be in the answer."""

    caller: Caller
    read_after: str | None

    @property
    def subject(self) -> str: ...

    def question(self, now: datetime) -> Q_co:
        """The question, with today and this year where nothing was said.

        Raises:
            Invalid: a day after today, or a period that ends before it begins.
        """


def answered(
    desk: Desk, admission: Admission, visit: Visited[F], ask: Callable[[Engine, F, datetime], T]
) -> T:
    """Wait where it was asked for, let in who may, and ask."""
    wait_for(desk, visit.read_after)
    admission.admit(desk.engine, visit.caller, visit.subject)
    now = desk.now()
    try:
        return ask(desk.engine, visit.question(now), now)
    except NotThere as error:
        raise NotFound(f"{admission.what} on that day") from error
    except ViewSwitching as error:
        raise ViewSwitched from error


def figure_of(figures: Mapping[str, F], name: str, report: str) -> F:
    """The figure of that name.

    Raises:
        Invalid: the ``report`` has none.
    """
    figure = figures.get(name)
    if figure is None:
        message = f"is no figure of the {report}; follow the `why` of the one you mean"
        raise Invalid([FieldError(field="figure", rule="unknown-figure", message=message)])
    return figure


def told(position: str) -> tuple[Responses, Responses]:
    """``responses=`` of an operation that answers JSON, and a table to print, with such a position."""
    says = {"View-Position": {"schema": {"type": "string"}, "description": position}}
    return {200: {"headers": says}}, {200: {"headers": says, "content": {XLSX: {}}}}

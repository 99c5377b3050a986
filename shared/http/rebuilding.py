"""A rebuild as an answer: the report at its end, or line by line while it goes on."""

import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict, Field

from shared.http.problem import Problem, problem
from shared.http.refusals import Refusal
from shared.subscription.promise import TooManyDeadLetters
from shared.subscription.rebuild import Rebuild, RebuildRunning

NDJSON = "application/x-ndjson"
logger = structlog.get_logger(__name__)


class ReportAnswer(BaseModel):
    """What a rebuild did."""

    model_config = ConfigDict(from_attributes=True)
    view: str
    events: int = Field(description="How many messages were read.")
    seconds: float = Field(description="The comparison included.")
    identical: bool | None = Field(description="Row by row; null: another shape, not comparable.")
    switched: bool = Field(description="Whether the new copy is live now.")
    differences: dict[str, int] = Field(description="Rows that stand in one copy only, by table.")


class ProgressLine(BaseModel):
    """How far the reading is."""

    read: int
    of: int


Line = ProgressLine | ReportAnswer | Problem


def report_of(rebuild: Rebuild, accept_differences: bool) -> ReportAnswer:
    """Run it to its end.

    Raises:
        Refusal: it is running already, or stopped at too many unreadable messages.
    """
    try:
        report = rebuild.run(accept_differences=accept_differences)
    except (RebuildRunning, TooManyDeadLetters) as error:
        raise Refusal(_told(error)) from error
    return ReportAnswer.model_validate(report)


def streamed(rebuild: Rebuild, accept_differences: bool) -> Iterator[bytes]:
    """The lines of a rebuild that goes on in a thread of its own, also when nobody listens any more.

    Raises:
        Refusal: it failed before there was anything to tell.
    """
    lines: SimpleQueue[Line] = SimpleQueue()
    work = threading.Thread(
        target=_run, args=(rebuild, accept_differences, lines), name="rebuild", daemon=True
    )
    work.start()
    first = lines.get()
    if isinstance(first, Problem):
        raise Refusal(first)
    return _following(first, lines)


def _following(line: Line, lines: "SimpleQueue[Line]") -> Iterator[bytes]:
    while True:
        yield line.model_dump_json().encode() + b"\n"
        if not isinstance(line, ProgressLine):
            return
        line = lines.get()


def _run(rebuild: Rebuild, accept_differences: bool, lines: "SimpleQueue[Line]") -> None:
    def progress(read: int, of: int) -> None:
        lines.put(ProgressLine(read=read, of=of))

    try:
        report: Any = rebuild.run(accept_differences=accept_differences, progress=progress)
        lines.put(ReportAnswer.model_validate(report))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the reader of the lines must hear of it
        logger.warning("rebuild.failed", error=type(error).__name__)
        lines.put(_told(error))


def _told(error: Exception) -> Problem:
    match error:
        case RebuildRunning():
            return problem(409, "the view is being rebuilt already", slug="rebuild-running")
        case TooManyDeadLetters():
            return problem(
                409,
                f"the rebuild stopped, the live view stays: {error}",
                slug="too-many-dead-letters",
            )
        case _:
            return problem(503, "the rebuild failed, the live view stays; see the log")

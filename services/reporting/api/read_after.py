"""`Read-After: membership:<sequence>`: an answer that contains what the caller has just written."""

from typing import Annotated

from fastapi import Header, Response

from services.reporting.api.desk import Desk
from shared.http.problem import problem
from shared.http.refusals import Refusal

PUBLISHER = "membership"
RETRY_SECONDS = "1"

ReadAfter = Annotated[
    str | None,
    Header(
        alias="Read-After",
        pattern=rf"^{PUBLISHER}:[0-9]{{1,18}}$",
        description="Wait until the view has this position: `membership:1234`.",
    ),
]


def wait_for(desk: Desk, asked: str | None) -> None:
    """Wait until the view has what the caller wants to find in it.

    Raises:
        NotYet: it took too long.
    """
    if asked is not None:
        sequence = int(asked.removeprefix(f"{PUBLISHER}:"))
        if not desk.reaching.wait(sequence, desk.patience):
            raise NotYet(asked)


def tell_position(response: Response, position: int) -> None:
    """Say up to where the view was read, in a form that `Read-After` takes."""
    response.headers["View-Position"] = position_text(position)


def position_text(position: int) -> str:
    return f"{PUBLISHER}:{position}"


class NotYet(Refusal):
    """The view has not arrived where the caller wants to read it."""

    def __init__(self, asked: str) -> None:
        told = problem(
            503,
            f"the view has not reached {asked} yet; repeat in a moment, or leave Read-After out to"
            " read the view as it is",
            slug="view-behind",
            title="统计视图尚未更新到所要求的位置，请稍后重试",
        )
        super().__init__(told, {"Retry-After": RETRY_SECONDS})

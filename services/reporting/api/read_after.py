"""`Read-After: <publisher>:<sequence>`: an answer that contains what the caller has just written."""

from typing import Annotated, Any

from fastapi import Header, Response

from services.reporting.api.desk import Desk
from shared.contracts import membership, petitions, resources
from shared.http.problem import problem
from shared.http.refusals import Refusal

RETRY_SECONDS = "1"
MEMBERSHIP = "membership"


_TOPICS = {
    MEMBERSHIP: membership.TOPIC,
    "petitions": petitions.TOPIC,
    "resources": resources.TOPIC,
}


def _position_of(*publishers: str) -> Any:
    one = rf"({'|'.join(publishers)}):[0-9]{{1,18}}"
    told = ", ".join(f"`{publisher}:1234`" for publisher in publishers)
    of_several = f"; several are joined by commas, at most {len(publishers)}"
    return Header(
        alias="Read-After",
        pattern=rf"^{one}(,{one}){{0,{len(publishers) - 1}}}$",
        description=f"Wait until the view has this position: {told}"
        + (of_several if publishers[1:] else ""),
    )


ReadAfter = Annotated[str | None, _position_of(MEMBERSHIP)]
ReadAfterPetitions = Annotated[str | None, _position_of("petitions")]
ReadAfterRoster = Annotated[str | None, _position_of(MEMBERSHIP, "resources")]


def wait_for(desk: Desk, asked: str | None) -> None:
    """Wait until the view has what the caller wants to find in it, of each publisher he names.

    Raises:
        NotYet: it took too long.
    """
    for one in asked.split(",") if asked else ():
        publisher, _, sequence = one.partition(":")
        if not desk.reaching.wait(int(sequence), desk.patience, _TOPICS[publisher]):
            raise NotYet(one)


def tell_position(response: Response, position: int, publisher: str = MEMBERSHIP) -> None:
    """Say up to where the view was read, in a form that `Read-After` takes."""
    tell_positions(response, position_text(position, publisher))


def tell_positions(response: Response, told: str) -> None:
    response.headers["View-Position"] = told


def position_text(position: int, publisher: str = MEMBERSHIP) -> str:
    return f"{publisher}:{position}"


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


class ViewSwitched(Refusal):
    """A rebuild is putting another copy in the view's place just now."""

    def __init__(self) -> None:
        told = problem(503, "the view is being switched; repeat in a moment", slug="view-switching")
        super().__init__(told, {"Retry-After": RETRY_SECONDS})

"""Read your writes over HTTP: a query may ask for a view that shows at least one event."""

from shared.http.problem import problem
from shared.http.refusals import Refusal

READ_AFTER = "Read-After"
"""Header: in a command's answer what it wrote, in a query what the answer must show."""
VIEW_POSITION = "View-Position"
"""Header: `<publisher>:<position>`, up to where the view was that gave the answer."""
RETRY_SECONDS = "1"


class NotYetVisible(Refusal):
    """503: the view will show the event soon."""

    def __init__(self) -> None:
        told = problem(
            503,
            f"the view has not reached that event yet; repeat in a moment, or leave {READ_AFTER}"
            " out to read the view as it is",
            slug="not-yet-visible",
            title="视图尚未更新到所要求的事件,请稍后重试",
        )
        super().__init__(told, {"Retry-After": RETRY_SECONDS})

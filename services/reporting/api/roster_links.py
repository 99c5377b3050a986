"""Where the pages of a roster and the events behind its cells are."""

from typing import Any

from services.reporting.api.told import FigureAnswer, asked, link
from services.reporting.conferences.question import Positions
from services.reporting.conferences.reading import Head
from services.reporting.conferences.selecting import ALL, Only
from services.reporting.paging import Cursor


class Links:
    """Where the events behind the cells of one answer are listed, exactly as they were counted."""

    def __init__(self, head: Head, root: str, division: str = "") -> None:
        self._head, self._root = head, root
        self._place = f"{root}/joint-conferences/{division or head.place.code}"
        moment, period = head.question.moment, head.question.period
        self._asked = asked(moment, period, positions_text(head.question.positions))

    def at(self, division: str) -> "Links":
        """The same of another division."""
        return Links(self._head, self._root, division)

    def figure(self, name: str, value: int, only: Only = ALL) -> FigureAnswer:
        return FigureAnswer(value=value, why=self.to(name, only))

    def to(
        self,
        figure: str,
        only: Only = ALL,
        *,
        after: Cursor | None = None,
        limit: int | None = None,
    ) -> str:
        query = {"figure": figure, **only._asdict(), "after": after, "limit": limit}
        return self._link("/events", query)

    def page(self, after: str, limit: int) -> str:
        return self._link("", {"after": after, "limit": limit})

    def _link(self, path: str, query: dict[str, Any]) -> str:
        said = {name: value or None for name, value in query.items()}
        return link(f"{self._place}{path}", {**self._asked, **said})


def positions_text(positions: Positions) -> str:
    """In a form that `Read-After` and `position` take."""
    return f"membership:{positions.membership or 0},resources:{positions.resources or 0}"

"""What can be asked about the categories of appeals and their routes."""

from dataclasses import dataclass

from services.petitions.domain.command import Command
from services.petitions.domain.terms import FreeText, Level, Mode, PublicName, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCategory(Command):
    """Enter a category, or give it another name, mode or urgency from ``effective_date`` on.

    ``mode`` and ``urgency`` None are taken from the category above; a category at the top states both.
    A category never changes its place in the tree: what was counted under it stays.
    """

    category_id: str
    name: PublicName
    parent_id: str | None = None
    mode: Mode | None = None
    urgency: Urgency | None = None
    source: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireCategory(Command):
    """No new appeal is registered in the category, or below it."""

    category_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRoute(Command):
    """Say where appeals of a category from a place go, from ``effective_date`` on.

    ``place`` empty means everywhere. Either ``unit_id`` names the unit, or ``level`` says that it is
    the office of the community, street or district the appeal comes from.
    """

    category_id: str
    place: str = ""
    unit_id: str = ""
    level: Level | None = None
    source: FreeText


CategoriesCommand = SetCategory | RetireCategory | SetRoute

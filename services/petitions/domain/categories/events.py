"""What can have happened to the categories of appeals and their routes."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.terms import Level, Mode, Urgency


@dataclass(frozen=True, slots=True)
class CategorySet:
    """From ``effective_date`` on, which may lie ahead, the category is called and handled so."""

    category_id: str
    name: str
    parent_id: str | None
    mode: Mode | None
    urgency: Urgency | None
    source: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CategoryRetired:
    category_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class RouteSet:
    """From ``effective_date`` on, which may lie ahead, appeals go this way."""

    category_id: str
    place: str
    unit_id: str
    level: Level | None
    source: str
    effective_date: date


CategoriesEvent = CategorySet | CategoryRetired | RouteSet

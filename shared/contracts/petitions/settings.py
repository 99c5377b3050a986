"""Who handles appeals, what they are about, and by which numbers and days promises run."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitEnteredV1:
    """A unit can be given work orders.

    Attributes:
        unit_id: its id, for ever; the office of a division has the division's code.
        level: `city`, `district`, `street` or `community`.
        division_code: the division it works in.
        superior_id: to whom an overdue order of it climbs; null for nobody.
    """

    unit_id: str
    name: str
    level: str
    division_code: str
    superior_id: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitChangedV1:
    """A unit has another name or another superior."""

    unit_id: str
    name: str
    superior_id: str | None
    name_before: str
    superior_id_before: str | None
    effective_date: date


@dataclass(frozen=True, slots=True)
class UnitClosedV1:
    """A unit takes no more work orders; for what it has in hand it still answers."""

    unit_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CategorySetV1:
    """From `effective_date` on (which may lie ahead) a category is called and handled so.

    Attributes:
        parent_id: the category above; null at the top.
        mode: how fast it is handled; null takes it from the category above.
        urgency: how fast it is dispatched: `life_and_property`, `utilities` or `other`; null likewise.
        source: the document it rests on.
    """

    category_id: str
    name: str
    parent_id: str | None
    mode: str | None
    urgency: str | None
    source: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class CategoryRetiredV1:
    """No new appeal is registered in the category, or below it."""

    category_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class RuleSetV1:
    """From `effective_date` on (which may lie ahead) the rule has this value.

    Attributes:
        name: the rule's stable name, for example `handle-normal`.
        value: the number, in `unit`.
        source: the document it rests on.
        version: the entry's number among those of the name, from 1.
    """

    name: str
    value: int
    unit: str
    source: str
    version: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class CalendarYearSetV1:
    """The days of a year that differ from Monday-to-Friday.

    Attributes:
        holidays: days off that would otherwise be worked.
        make_up_days: Saturdays and Sundays worked in exchange (调休).
        version: counts the settings of the whole calendar, from 1.
        source: the notice they rest on.
    """

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    version: int
    source: str
    effective_date: date

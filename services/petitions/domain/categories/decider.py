"""The tree of categories: what an appeal is about decides how fast it is handled and by whom."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from services.petitions.domain.categories.commands import (
    CategoriesCommand,
    RetireCategory,
    SetCategory,
    SetRoute,
)
from services.petitions.domain.categories.delivered import DELIVERED
from services.petitions.domain.categories.events import (
    CategoriesEvent,
    CategoryRetired,
    CategorySet,
    RouteSet,
)
from services.petitions.domain.categories.rejections import (
    CategoryIdInvalid,
    CategoryIsRetired,
    CategoryModeMissing,
    CategoryMoved,
    CategoryNameMissing,
    RouteGoesNowhere,
    SettingWithoutSource,
    UnknownCategory,
)
from services.petitions.domain.command import check_not_ahead, check_not_before
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.terms import Mode, Urgency

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 40
_Entry = TypeVar("_Entry", CategorySet, RouteSet)


@dataclass(frozen=True, slots=True)
class Categories:
    """The settings of every category and route, oldest first, and the categories retired."""

    categories: dict[str, tuple[CategorySet, ...]] = field(default_factory=dict)
    routes: dict[tuple[str, str], tuple[RouteSet, ...]] = field(default_factory=dict)
    retired: dict[str, date] = field(default_factory=dict)

    def category(self, category_id: str, on: date, field: str = "category_id") -> CategorySet:
        """The setting that holds on the day ``on``.

        Raises:
            UnknownCategory: naming ``field``, the command field that held the id.
        """
        entries = self.categories.get(category_id)
        if entries is None:
            raise UnknownCategory(field, category_id)
        return _in_force(entries, on) or entries[0]

    def usable(self, category_id: str, on: date, field: str = "category_id") -> CategorySet:
        """The category, in which appeals can be registered on the day ``on``.

        Raises:
            UnknownCategory, CategoryIsRetired: naming ``field``.
        """
        found = self.category(category_id, on, field)
        for each in self.lineage(category_id, on):
            if self.retired.get(each.category_id, date.max) <= on:
                raise CategoryIsRetired(field, category_id)
        return found

    def lineage(self, category_id: str, on: date) -> Iterator[CategorySet]:
        """The category and those above it, the nearest first."""
        above: str | None = category_id
        while above is not None:
            entry = self.category(above, on)
            yield entry
            above = entry.parent_id

    def path(self, category_id: str, on: date) -> str:
        """The ids from the top down to the category, joined by ``/``."""
        return "/".join(reversed([each.category_id for each in self.lineage(category_id, on)]))

    def mode(self, category_id: str, on: date) -> Mode:
        """How fast its appeals are handled; a category that does not say takes it from above."""
        return next(each.mode for each in self.lineage(category_id, on) if each.mode is not None)

    def urgency(self, category_id: str, on: date) -> Urgency:
        """How fast its appeals are dispatched."""
        lineage = self.lineage(category_id, on)
        return next(each.urgency for each in lineage if each.urgency is not None)


def route(
    categories: Categories, directory: Directory, category_id: str, place: str, on: date
) -> str:
    """The unit that appeals of the category from the place go to.

    The nearest category with a route decides, and among its routes the one for the smallest place;
    without any, the office of the place itself is asked.

    Raises:
        UnknownCategory, PlaceOutsideDistrict: there is no such category or place.
    """
    offices = directory.offices(place)
    places = (*(office.unit_id for office in offices), "")
    for category in categories.lineage(category_id, on):
        for where in places:
            found = _in_force(categories.routes.get((category.category_id, where), ()), on)
            if found is not None and found.unit_id and found.unit_id not in directory.closed:
                return found.unit_id
            if found is not None and found.level is not None:
                return next((o.unit_id for o in offices if o.level is found.level), place)
    return place


def _in_force(entries: tuple[_Entry, ...], on: date) -> _Entry | None:
    return next((entry for entry in reversed(entries) if entry.effective_date <= on), None)


def _set(command: SetCategory, categories: Categories, _: Directory) -> Iterator[CategoriesEvent]:
    _check_category(command, categories)
    name, source = command.name.strip(), _sourced(command.source)
    terms = (command.parent_id, command.mode, command.urgency)
    event = CategorySet(command.category_id, name, *terms, source, command.effective_date)
    entries = categories.categories.get(command.category_id)
    if entries is None:
        yield event
    elif event != entries[-1]:
        if entries[-1].parent_id != command.parent_id:
            raise CategoryMoved(command.category_id)
        check_not_before(command, entries[-1].effective_date)
        yield event


def _check_category(command: SetCategory, categories: Categories) -> None:
    if len(command.category_id) > _LONGEST_ID or _ID.fullmatch(command.category_id) is None:
        raise CategoryIdInvalid(command.category_id)
    if not command.name.strip():
        raise CategoryNameMissing
    if command.parent_id is not None:
        categories.usable(command.parent_id, command.effective_date, "parent_id")
    elif command.mode is None or command.urgency is None:
        raise CategoryModeMissing("mode" if command.mode is None else "urgency")


def _retire(
    command: RetireCategory, categories: Categories, _: Directory
) -> Iterator[CategoriesEvent]:
    check_not_ahead(command)
    categories.category(command.category_id, command.effective_date)
    if command.category_id not in categories.retired:
        yield CategoryRetired(command.category_id, command.effective_date)


def _set_route(
    command: SetRoute, categories: Categories, directory: Directory
) -> Iterator[CategoriesEvent]:
    categories.usable(command.category_id, command.effective_date)
    if command.place:
        directory.offices(command.place)
    if bool(command.unit_id) is (command.level is not None):
        raise RouteGoesNowhere
    if command.unit_id:
        directory.open_unit(command.unit_id, "unit_id")
    source = _sourced(command.source)
    where = (command.category_id, command.place)
    event = RouteSet(*where, command.unit_id, command.level, source, command.effective_date)
    entries = categories.routes.get(where)
    if entries is None:
        yield event
    elif event != entries[-1]:
        check_not_before(command, entries[-1].effective_date)
        yield event


def _sourced(source: str) -> str:
    if not source.strip():
        raise SettingWithoutSource
    return source.strip()


_DECIDE: dict[type, Callable[[Any, Categories, Directory], Iterator[CategoriesEvent]]] = {
    SetCategory: _set,
    RetireCategory: _retire,
    SetRoute: _set_route,
}


def decide(
    command: CategoriesCommand, categories: Categories, directory: Directory
) -> tuple[CategoriesEvent, ...]:
    """What follows from ``command``; nothing when it is already so."""
    return tuple(_DECIDE[type(command)](command, categories, directory))


def evolve(categories: Categories, event: CategoriesEvent) -> Categories:
    """The categories after one more event; for many, `fold` copies only once."""
    return fold((event,), categories)


def fold(events: Iterable[CategoriesEvent], categories: Categories | None = None) -> Categories:
    """The categories after all ``events``; ``categories`` itself is left as it was."""
    before = initial if categories is None else categories
    grown = Categories(dict(before.categories), dict(before.routes), dict(before.retired))
    for event in events:
        if isinstance(event, CategorySet):
            entries = grown.categories.get(event.category_id, ())
            grown.categories[event.category_id] = (*entries, event)
        elif isinstance(event, RouteSet):
            where = (event.category_id, event.place)
            grown.routes[where] = (*grown.routes.get(where, ()), event)
        else:
            grown.retired[event.category_id] = event.effective_date
    return grown


initial = fold(DELIVERED, Categories())
"""The categories as the platform is delivered; a city sets its own beside or above them."""

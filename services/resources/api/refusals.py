"""Refusals that name what can be done instead: the next free slots, or each occurrence in conflict.

They stand among the problem's errors, one each, as ISO 8601 intervals that a program can ask for.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from fastapi import Request, Response

from services.resources.domain.booking.rejections import SeriesHasConflicts, SlotTaken
from shared.clock import CITY_TIME
from shared.composition.front import Handler
from shared.http.handlers import rejection_problem
from shared.http.problem import FieldError, answer


def _taken(request: Request, refused: SlotTaken) -> Response:
    told = ((each.begins, each.ends, "next-free-slot") for each in refused.alternatives)
    return _answer(request, refused, told)


def _conflicts(request: Request, refused: SeriesHasConflicts) -> Response:
    return _answer(request, refused, ((c.begins, c.ends, c.rule) for c in refused.conflicts))


def _answer(
    request: Request, refused: Any, spans: Iterator[tuple[datetime, datetime, str]]
) -> Response:
    told = rejection_problem(refused, 409)
    more = [
        FieldError(field=refused.field, rule=rule, message=interval(begins, ends))
        for begins, ends, rule in spans
    ]
    return answer(request, told.model_copy(update={"errors": [*told.errors, *more]}))


def interval(begins: datetime, ends: datetime) -> str:
    """The span in the city's time: ``2026-03-02T09:00:00+08:00/2026-03-02T11:00:00+08:00``."""
    return "/".join(each.astimezone(CITY_TIME).isoformat() for each in (begins, ends))


HANDLERS: Mapping[type[Exception], Handler] = {SlotTaken: _taken, SeriesHasConflicts: _conflicts}

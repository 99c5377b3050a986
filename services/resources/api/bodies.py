"""A request's body, made from the command it asks for: the same fields, with limits.

A command says what it needs; the edge adds who asks, when, and what the path names. So a body has the
command's other fields, nested ones too, each bounded so that nothing leaves the calendar or a column.
"""

from collections.abc import Collection
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, create_model
from pydantic import Field as Limit

from shared.http.fields import EARLIEST, LATEST, Body, Dated, Day, labels, refused_by

_SERVERS = frozenset({"now", "today", "actor", "effective_date"})
_ID = r"^[0-9a-z][0-9a-z-]{0,35}$"
Id = Annotated[str, Limit(pattern=_ID)]
BOOKING_ID = r"^[0-9a-z][0-9a-z-]{0,40}$"
"""Of a booking that was made: ``<id>-<number>`` for a part of a series or combination, of 1,000 at most."""
UnitPath = Annotated[str, Path(pattern=_ID, description="单位编号")]
_IdOrNone = Annotated[str, Limit(pattern=r"^([0-9a-z][0-9a-z-]{0,35})?$")]
_Text = Annotated[str, Limit(max_length=500)]
_MOST = 1_000_000_000
_MOST_FEN = 1_000_000_000_000
_ITEMS = 400


def _in_bounds(instant: datetime) -> datetime:
    if not EARLIEST.year < instant.year < LATEST.year:
        raise refused_by("time-bounds", "the time must lie between 1900 and 2200")
    return instant


def _text_only(value: object) -> object:
    if not isinstance(value, str | datetime) or (isinstance(value, str) and value.isdigit()):
        raise refused_by("time-text", "give the time as 2026-03-01T09:00:00+08:00")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_in_bounds)]
_PLAIN: dict[Any, Any] = {
    date: Day,
    datetime: Moment,
    bool: bool,
    int: Annotated[int, Limit(ge=-_MOST, le=_MOST)],
    str: _Text,
}
_MADE: dict[type, type[BaseModel]] = {}
_FACTS: dict[type[BaseModel], type] = {}


def body_of(
    command: type, *, without: Collection[str] = (), drawn: str = "", **more: Any
) -> type[Dated]:
    """The body that asks for ``command``.

    Args:
        command: what is asked for.
        without: fields that the path or the server gives.
        drawn: the field of a new thing's id, which is drawn when none is given.
        more: fields that the server makes into some of those ``without``.
    """
    told = _shape(command, {*_SERVERS, *without, drawn})
    if drawn:
        told[drawn] = (Id | None, Limit(None, description="编号;不填由系统生成"))
    return create_model(f"{command.__name__}Body", __base__=Dated, **told, **more)


def values_of(body: BaseModel, without: Collection[str] = ()) -> dict[str, Any]:
    """The command's fields, as its domain wants them."""
    names = type(body).model_fields.keys() - {"effective_date", *without}
    return {name: _plain(getattr(body, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if (fact := _FACTS.get(type(value))) is not None:
        return fact(**{name: _plain(getattr(value, name)) for name in type(value).model_fields})
    return value


def _shape(kind: Any, without: Collection[str]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    wanted = (field for field in fields(kind) if field.name not in without)
    return {each.name: (_limited(each.name, hints[each.name]), _default(each)) for each in wanted}


def _default(field: Field[Any]) -> Any:
    return ... if field.default is MISSING else field.default


def _limited(name: str, kind: Any) -> Any:
    """The type with its limits, by its form and by what its name says."""
    if get_origin(kind) in {Union, UnionType}:
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return _limited(name, inner) | None
    if get_origin(kind) is tuple:
        inner = _limited(name.removesuffix("s") + "_id", get_args(kind)[0])
        return Annotated[
            _list_of(inner), Limit(min_length=int(name == "wanted"), max_length=_ITEMS)
        ]
    if is_dataclass(kind):
        return _nested(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Annotated[kind, Limit(description=labels(kind))]
    return _by_name(name, kind)


def _list_of(kind: Any) -> Any:
    return list[kind]


def _by_name(name: str, kind: Any) -> Any:
    if name == "booking_id":
        return Annotated[str, Limit(pattern=BOOKING_ID)]
    if kind is str and name in _OPEN_IDS:
        return _IdOrNone
    if kind is str and (name.endswith("_id") or name in _IDS):
        return Id
    if kind is int and name in _MOST_OF:
        return Annotated[int, Limit(ge=-_MOST_OF[name], le=_MOST_OF[name])]
    return _PLAIN[kind]


_MOST_OF = {
    "fen": _MOST_FEN,
    "buffer_before": 1_440,
    "buffer_after": 1_440,
    "term_months": 120,
    "times": 1_000,
    "year": LATEST.year,
    "number": 10_000,
}
"""What is counted on from, or loaded by: no more than a rule could mean."""
_IDS = frozenset({"chair", "owner", "reviewer", "community_code", "division_code"})
_OPEN_IDS = frozenset({"owner_unit_id", "agreement_id", "listing_id", "petition_id", "unit_id"})
"""Ids that are empty where there is none."""


def _nested(kind: Any) -> type[BaseModel]:
    if kind not in _MADE:
        made: type[BaseModel] = create_model(kind.__name__, __base__=Body, **_shape(kind, ()))
        _MADE[kind], _FACTS[made] = made, kind
    return _MADE[kind]

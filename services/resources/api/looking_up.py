"""Endpoints made of the lists; an answer's form is that of the table it shows."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date, datetime
from types import GenericAlias
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from msgspec import Meta
from pydantic import BaseModel, Field, create_model
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Table,
    any_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.resources.api.allowing import Sight, sight
from services.resources.api.lists import SHELVES
from services.resources.api.office import Looked
from services.resources.api.shelf import Shelf
from services.resources.api.visible import VISIBLE
from shared.columns import Word
from shared.http.fields import Day
from shared.http.looking import USUAL, After, Looking, PageSize
from shared.http.preconditions import set_version
from shared.http.refusals import NotFound
from shared.http.service_app import service_router
from shared.paging import key_of, page_of

_ID = Annotated[str, Path(pattern=r"^[0-9a-z][0-9a-z-]{0,40}$")]
_NUMBER = Annotated[int, Path(ge=1, le=1_000_000)]
_LARGEST = 2**31 - 1
"""What a column of whole numbers holds."""
_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def routers() -> Iterator[APIRouter]:
    """One router for each list."""
    for shelf in SHELVES:
        router = service_router(404, tags=[shelf.tag])
        row = _shown(shelf.table)
        listed = create_model(
            f"{shelf.name.title()}Shown",
            items=(list[row], ...),  # type: ignore[valid-type]  # made above
            following=(str | None, Field(description="下一页的 after;空表示已到末页")),
        )
        router.get(f"/{shelf.name}", summary=f"查询{shelf.summary}")(_list(shelf, listed))
        path = "".join(f"/{{{column.name}}}" for column in shelf.table.primary_key)
        router.get(f"/{shelf.name}{path}", summary=f"查看{shelf.summary}")(_one(shelf, row))
        yield router


def _list(shelf: Shelf, answer: type[BaseModel]) -> Callable[..., Any]:
    table = shelf.table
    key = list(table.primary_key)
    shape: Any = GenericAlias(tuple, tuple(_in_cursor(column) for column in key))

    def listed(looked: Looking[Any], after: str | None, limit: int, **asked: Any) -> Any:
        seen = shelf.visible(sight(looked))
        days = [table.c[of] <= day for n, of in shelf.until.items() if (day := asked.pop(n))]
        wanted = select(table).where(seen, *days, *_filters(table, asked)).order_by(*key)
        if after is not None:
            wanted = wanted.where(tuple_(*key) > tuple_(*key_of(after, shape)))
        with looked.view(shelf.view) as connection:
            found = connection.execute(wanted.limit(limit + 1)).all()
        page = page_of(
            found,
            limit,
            lambda row: row._asdict(),
            lambda row: tuple(getattr(row, k.name) for k in key),
        )
        return {"items": page.items, "following": page.following}

    told = {name: Annotated[_asked_for(table.c[name]), Query()] for name in shelf.filters}
    told |= {name: Annotated[Day | None, Query()] for name in shelf.until}
    return _signed(listed, answer, looked=Looked, after=After, limit=PageSize, **told)


def _one(shelf: Shelf, row: type[BaseModel]) -> Callable[..., Any]:
    table = shelf.table
    parts: dict[str, Any] = {n: (_list_of(_shown(part)), ...) for n, part in shelf.parts.items()}
    if shelf.reckoned is not None:
        parts |= {name: (kind, ...) for name, kind in shelf.reckoned.fields.items()}
    answer = create_model(f"{row.__name__}Whole", __base__=row, **parts)

    def one(looked: Looking[Any], **key: str | int) -> Any:
        mine = [table.c[name] == value for name, value in key.items()]
        seen = sight(looked)
        wanted = select(table).where(shelf.visible(seen), *mine)
        with looked.view(shelf.view) as connection:
            found = connection.execute(wanted).first()
            if found is None:
                raise NotFound(shelf.name.removesuffix("s"))
            told = {n: _part(connection, part, key, seen) for n, part in shelf.parts.items()}
        set_version(looked.response, found.version)
        more = shelf.reckoned.reckon(told, looked.today) if shelf.reckoned is not None else {}
        return {**found._asdict(), **told, **more}

    return _signed(one, answer, looked=Looked, **{c.name: _key(c) for c in table.primary_key})


def _list_of(kind: Any) -> Any:
    return list[kind]


def _in_cursor(column: Column[Any]) -> Any:
    return Annotated[int, Meta(ge=0, le=_LARGEST)] if isinstance(column.type, Integer) else str


def _key(column: Column[Any]) -> Any:
    return _NUMBER if isinstance(column.type, Integer) else _ID


def _part(
    connection: Connection, part: Table, key: dict[str, str | int], seen: Sight
) -> list[dict[str, Any]]:
    mine = [part.c[name] == value for name, value in key.items()]
    if part in VISIBLE:
        mine.append(VISIBLE[part](seen))
    rows = connection.execute(select(part).where(*mine).order_by(*part.primary_key))
    return [row._asdict() for row in rows]


def _filters(table: Table, asked: dict[str, Any]) -> Iterator[Any]:
    for name, value in asked.items():
        if value is not None:
            column = table.c[name]
            holds = any_(column) == value if isinstance(column.type, ARRAY) else column == value
            yield holds


def _signed(endpoint: Callable[..., Any], answer: Any, **types: Any) -> Callable[..., Any]:
    defaults = {"after": None, "limit": USUAL}
    told = [
        inspect.Parameter(
            name,
            _KEYWORD,
            annotation=kind,
            default=defaults.get(name, inspect.Parameter.empty if _must(name, kind) else None),
        )
        for name, kind in types.items()
    ]
    endpoint.__signature__ = inspect.Signature(told, return_annotation=answer)  # type: ignore[attr-defined]
    return endpoint


def _must(name: str, kind: Any) -> bool:
    return name == "looked" or kind in (_ID, _NUMBER)


def _shown(table: Table) -> type[BaseModel]:
    """The form of the table's rows."""
    name = f"{table.name.removesuffix('s').title().replace('_', '')}Shown"
    columns: dict[str, Any] = {
        column.name: (_type_of(column), Field(description=column.comment)) for column in table.c
    }
    return create_model(name, **columns)


def _type_of(column: Column[Any]) -> Any:
    kind = _kind_of(column.type)
    return kind | None if column.nullable else kind


def _kind_of(kind: Any) -> Any:
    if isinstance(kind, Word):
        return kind.words
    if isinstance(kind, ARRAY):
        return list[str]
    found = {Boolean: bool, Integer: int, Date: date, DateTime: datetime, JSONB: dict[str, Any]}
    return next((told for cls, told in found.items() if isinstance(kind, cls)), str)


def _asked_for(column: Column[Any]) -> Any:
    kind = _kind_of(column.type)
    short = Annotated[str, Field(max_length=100)]
    if kind is int:
        return Annotated[int, Field(ge=0, le=_LARGEST)] | None
    return (short if kind in (str, list[str]) else kind) | None

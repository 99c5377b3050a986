"""Divisions and organisations as they stand now, kept from membership's messages.

The view belongs to whoever keeps it, in a schema of his own; its tables are named by that service.
"""

from collections.abc import Callable

from sqlalchemy import Boolean, Column, Index, MetaData, Table, Text

from shared.city import messages
from shared.city.messages import Told
from shared.columns import PATH
from shared.messaging.hearing import described
from shared.messaging.promise import Message
from shared.subscription.promise import Described, Rows


class CityView:
    """`shared.subscription.promise.Projection` over `membership.v1`.

    Attributes:
        name: `<service>.city`.
        organisations: where each organisation stands, and in which division.
        divisions: the official list.
    """

    shape = "2"

    def __init__(self, service: str) -> None:
        self.name = f"{service}.city"
        self.tables = MetaData(schema=f"{service}_city")
        self.organisations = Table(
            "organisations",
            self.tables,
            Column("organisation_id", Text, primary_key=True),
            Column("path", PATH, nullable=False),
            Column("division_code", Text),
            Column("living", Boolean, nullable=False),
            Column("merged_into", Text),
        )
        self.divisions = Table(
            "divisions",
            self.tables,
            Column("code", Text, primary_key=True),
            Column("name", Text, nullable=False),
            Column("level", Text, nullable=False),
            Column("parent_code", Text),
        )
        Index("organisations_by_path", self.organisations.c.path)
        Index("divisions_by_parent", self.divisions.c.parent_code)
        self._writes: dict[str, Callable[[Told, Rows], None]] = {
            messages.ESTABLISHED: self._placed,
            messages.MOVED: self._placed,
            messages.MERGED: self._ended,
            messages.DISSOLVED: self._ended,
            messages.REGISTERED: self._registered,
            messages.RENAMED: self._renamed,
        }

    def describe(self, entry: Message) -> Described:
        return described(entry)

    def project(self, entry: Message, rows: Rows) -> None:
        if (found := messages.told(entry.value)) is not None:
            kind, told = found
            self._writes[kind](told, rows)

    def _placed(self, told: Told, rows: Rows) -> None:
        if told.after is None:
            raise ValueError("the organisation's place is missing")
        row = {
            "organisation_id": told.organisation_id,
            "path": told.after.path,
            "division_code": told.after.division_code,
            "living": True,
            "merged_into": None,
        }
        rows.upsert(self.organisations, row)

    def _ended(self, told: Told, rows: Rows) -> None:
        key = {"organisation_id": told.organisation_id}
        ended = {"living": False, "merged_into": told.into_id or None}
        rows.update(self.organisations, key, ended)

    def _registered(self, told: Told, rows: Rows) -> None:
        row = {"name": told.name, "level": told.level, "parent_code": told.parent_code}
        rows.upsert(self.divisions, {"code": told.code, **row})

    def _renamed(self, told: Told, rows: Rows) -> None:
        rows.update(self.divisions, {"code": told.code}, {"name": told.name})

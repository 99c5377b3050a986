"""One row for each appeal ever registered."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.petitions.domain.petition.causes import Outcome
from services.petitions.domain.petition.words import (
    Answer,
    Card,
    Kept,
    Priority,
    Satisfaction,
    Status,
)
from services.petitions.domain.terms import Channel, Kind, Mode
from shared.columns import PATH, Word

TABLES = MetaData(schema="petitions_appeals")
_INSTANT = DateTime(timezone=True)

APPEALS = Table(
    "appeals",
    TABLES,
    Column("petition_id", Text, primary_key=True),
    Column("channel", Word(Channel), nullable=False),
    Column("kind", Word(Kind), nullable=False),
    Column("category_path", PATH, nullable=False),
    Column("place_path", PATH, nullable=False),
    Column("mode", Word(Mode), nullable=False),
    Column("registered_at", _INSTANT, nullable=False),
    Column(
        "registered_in", PATH, nullable=False, comment="the office that took it down; '' the web"
    ),
    Column("status", Word(Status), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("unit_path", PATH, nullable=False, comment="where the unit stood when it was given"),
    Column("assisting", ARRAY(Text), nullable=False, comment="units that were asked to assist"),
    Column("handler", Text, nullable=False),
    Column("response", Word(Kept), nullable=False),
    Column("handling", Word(Kept), nullable=False),
    Column("resolved", Word(Answer), nullable=False),
    Column("satisfaction", Word(Satisfaction), nullable=False),
    Column("card", Word(Card), nullable=False),
    Column("level", Integer, nullable=False),
    Column("priority", Word(Priority), nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("main_id", Text, nullable=False),
    Column("due_at", _INSTANT, comment="to dispatch, to handle or to review, whichever runs"),
    Column("paused", Boolean, nullable=False),
    Column("extension_asked", Boolean, nullable=False),
    Column("outcome", Word(Outcome)),
    Column("reopen_until", _INSTANT),
    Column("erased", Boolean, nullable=False),
    Column("tracking_digest", Text, nullable=False),
    Column("changed_at", _INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
)
C = APPEALS.c
Index("appeals_by_registration", C.registered_at, C.petition_id)
Index("appeals_by_place", C.place_path, C.registered_at)
Index("appeals_by_unit", C.unit_path, C.registered_at)
Index("appeals_open_by_due", C.due_at, C.petition_id, postgresql_where=C.is_open)
Index("appeals_open_by_handler", C.handler, C.due_at, postgresql_where=C.is_open)
Index("appeals_by_digest", C.tracking_digest)

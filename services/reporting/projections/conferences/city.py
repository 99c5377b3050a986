"""Which message of `membership.v1` is written where: divisions and organisations with their history."""

from typing import Any

from services.reporting.projections.conferences import heard_of_membership as m
from services.reporting.projections.conferences.tables import (
    division_names,
    divisions,
    organisation_names,
    organisations,
)
from services.reporting.projections.conferences.told import start
from services.reporting.projections.hearing import Heard
from services.reporting.projections.telling import Write
from shared.subscription.promise import Rows


def _register(message: m.DivisionRegistered, reason: str, rows: Rows) -> None:
    told, beginning = message.data, start(message, reason)
    rows.append(divisions, (*beginning, told.code, told.parent_code, told.level))
    rows.append(division_names, (*beginning, told.code, told.name))


def _rename(message: m.DivisionRenamed, reason: str, rows: Rows) -> None:
    told = message.data
    rows.append(division_names, (*start(message, reason), told.code, told.name))


def _establish(message: m.OrganisationEstablished, reason: str, rows: Rows) -> None:
    _place(message, reason, rows, message.data.after, living="t")
    _name(message, reason, rows)


def _name(
    message: m.OrganisationEstablished | m.OrganisationRenamed, reason: str, rows: Rows
) -> None:
    told = message.data
    rows.append(organisation_names, (*start(message, reason), told.organisation_id, told.name))


def _move(message: m.OrganisationMoved, reason: str, rows: Rows) -> None:
    _place(message, reason, rows, message.data.after, living="t")


def _end(message: m.OrganisationMerged | m.OrganisationDissolved, reason: str, rows: Rows) -> None:
    _place(message, reason, rows, message.data.before, living="f")


def _place(message: Any, reason: str, rows: Rows, at: m.OrganisationFacts, *, living: str) -> None:
    organisation = message.data.organisation_id
    rows.append(organisations, (*start(message, reason), organisation, at.division_code, living))


WRITE: dict[type[Heard], Write] = {
    m.DivisionRegistered: _register,
    m.DivisionRenamed: _rename,
    m.OrganisationEstablished: _establish,
    m.OrganisationRenamed: _name,
    m.OrganisationMoved: _move,
    m.OrganisationMerged: _end,
    m.OrganisationDissolved: _end,
}

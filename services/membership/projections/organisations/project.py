"""How the tree's facts become rows."""

from services.membership.codec import FORM
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationEstablished,
    OrganisationMerged,
    OrganisationMoved,
    OrganisationReElected,
    OrganisationRenamed,
)
from services.membership.projections.organisations.table import ORGANISATIONS, TABLES
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows


def _established(event: OrganisationEstablished, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        ORGANISATIONS,
        {
            "organisation_id": event.organisation_id,
            "name": event.name,
            "kind": event.after.kind,
            "superior_id": event.superior_id,
            "path": event.after.path,
            "division_code": event.after.division_code,
            "form": event.after.form,
            "may_transfer": event.may_transfer,
            "units": list(event.units),
            "living": True,
            "established_on": event.effective_date,
            "placed_on": event.effective_date,
            "changed_on": event.effective_date,
            "version": record.version,
        },
    )


def _renamed(event: OrganisationRenamed, record: StoredEvent, rows: Rows) -> None:
    _change(event, record, rows, name=event.name)


def _moved(event: OrganisationMoved, record: StoredEvent, rows: Rows) -> None:
    _change(
        event,
        record,
        rows,
        superior_id=event.superior_id,
        path=event.after.path,
        placed_on=event.effective_date,
    )


def _merged(event: OrganisationMerged, record: StoredEvent, rows: Rows) -> None:
    _change(event, record, rows, living=False, successor_id=event.into_id)


def _dissolved(event: OrganisationDissolved, record: StoredEvent, rows: Rows) -> None:
    _change(event, record, rows, living=False, successor_id=event.successor_id)


def _re_elected(event: OrganisationReElected, record: StoredEvent, rows: Rows) -> None:
    _change(event, record, rows, term_ends_on=event.term_ends_on, term_rule=event.rule)


def _change(
    event: OrganisationRenamed
    | OrganisationMoved
    | OrganisationMerged
    | OrganisationDissolved
    | OrganisationReElected,
    record: StoredEvent,
    rows: Rows,
    **values: object,
) -> None:
    values |= {"changed_on": event.effective_date, "version": record.version}
    rows.update(ORGANISATIONS, {"organisation_id": event.organisation_id}, values)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "membership.organisations",
    TABLES,
    "1",
    {
        OrganisationEstablished: _established,
        OrganisationRenamed: _renamed,
        OrganisationMoved: _moved,
        OrganisationMerged: _merged,
        OrganisationDissolved: _dissolved,
        OrganisationReElected: _re_elected,
    },
)
